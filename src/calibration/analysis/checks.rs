//! What is looked at beside scores: what they are made of, how well panels tell candidates apart,
//! who and what fits, who drifts, and whether what was said came true.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Options, Work, data, rows};
use crate::calibration::contrasts::{self, Between, Contrast};
use crate::calibration::drift::{self, Dated};
use crate::calibration::fit::{self, Element};
use crate::calibration::halo::{self, Halo};
use crate::calibration::model::{Model, responses};
use crate::calibration::outcomes::{self, Forecast, Outcomes};
use crate::calibration::profile::Profiles;
use crate::calibration::readiness::{self, Readiness};
use crate::calibration::reliability::{Needed, Panels, Reliability};
use crate::calibration::shares::{Components, Sources};
use crate::calibration::usage;
use crate::scorecard::normal_form;
use crate::text::ratio;

/// Panels whose reliability is told, by their interviewers.
const PANELS: [usize; 6] = [1, 2, 3, 4, 5, 6];

/// The reliability that a panel should have.
pub const WANTED: f64 = 0.8;

/// How sure one must be to say that somebody drifts: each of many interviewers is looked at.
const SURE: f64 = 0.99;

/// Everything that is looked at beside scores. What needs the severity model is none without it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Checks {
    /// The components of one score's variance, in squared points of the scale.
    pub components: Option<Components>,
    /// The same as shares that add up to 1.
    pub shares: Option<Components>,
    /// The standard deviation of the candidate × criterion effect, in logits.
    pub candidate_criterion_sd: Option<f64>,
    /// How reliable panels are.
    pub reliability: Option<Reliabilities>,
    /// Whether one interviewer's scores of a candidate hang together.
    pub halo: Option<Halo>,
    /// How well groups are linked.
    pub links: Option<Links>,
    /// Infit and outfit.
    pub fit: Option<Fit>,
    /// How interviewers use the scale.
    pub usage: Option<Usage>,
    /// Who grows stricter or milder; those without dates are left out.
    pub drift: Vec<Named<drift::Interviewer>>,
    /// Trainees against those who counted.
    pub readiness: Vec<Named<Readiness>>,
    /// Probabilities of the line against what came of candidates.
    pub outcomes: Option<Outcomes>,
}

/// Something of an interviewer or criterion.
#[derive(Debug, Clone, Serialize)]
pub struct Named<T> {
    /// Whose.
    pub id: String,
    /// What.
    #[serde(flatten)]
    pub of: T,
}

/// Reliability of panels of some interviewers who each rate so many of the criteria.
#[derive(Debug, Clone, Serialize)]
pub struct Reliabilities {
    /// Criteria that there are.
    pub n_criteria: usize,
    /// Criteria that an interviewer rates.
    pub n_each: usize,
    /// From one interviewer on.
    pub panels: Vec<OfPanel>,
    /// Interviewers that make it [`WANTED`].
    pub needed: Needed,
}

/// A panel's reliability.
#[derive(Debug, Clone, Serialize)]
pub struct OfPanel {
    /// Interviewers.
    pub interviewers: usize,
    /// Its reliability.
    #[serde(flatten)]
    pub of: Reliability,
}

/// How well groups are linked.
#[derive(Debug, Clone, Serialize)]
pub struct Links {
    /// Share of pairs whose interviewer belongs to another group than the candidate.
    pub cross_share: Option<f64>,
    /// Differences between groups, by number from 0: components, or groups that ratings name.
    pub contrasts: Vec<Contrast>,
    /// The pairing that would link best.
    pub best: Option<Link>,
}

/// A pairing that is not there.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// Who should be interviewed.
    pub candidate: String,
    /// By whom.
    pub interviewer: String,
    /// What it tells apart.
    pub between: Between,
    /// Standard error of that difference in severity, in logits.
    pub se_before: f64,
    /// With the pairing.
    pub se_after: f64,
}

/// Infit and outfit.
#[derive(Debug, Clone, Serialize)]
pub struct Fit {
    /// Interviewers.
    pub interviewers: Vec<Named<Element>>,
    /// Criteria.
    pub criteria: Vec<Named<Element>>,
    /// Resamples that bands rest on.
    pub n_resamples: u32,
    /// Share of mean squares inside the bands where the model holds.
    pub confidence: f64,
}

/// The use of the scale.
#[derive(Debug, Clone, Serialize)]
pub struct Usage {
    /// The points, ascending.
    pub scale: Vec<i32>,
    /// Those in its middle.
    pub middle: Vec<i32>,
    /// Where expectations come from.
    pub basis: usage::Basis,
    /// Interviewers.
    pub interviewers: Vec<Named<usage::Interviewer>>,
}

/// What has to do with the ratings alone, or with outcomes: it is looked at always.
pub(super) fn told(work: &Work<'_>, candidates: &[rows::Candidate]) -> Checks {
    Checks {
        readiness: readiness(work),
        outcomes: outcomes(work.options, candidates),
        ..Checks::default()
    }
}

/// What takes longer.
pub(super) fn all(
    work: &Work<'_>,
    model: Option<&Model>,
    candidates: &[rows::Candidate],
) -> Checks {
    let checks = Checks {
        usage: Some(used(work, model)),
        ..told(work, candidates)
    };
    let Some(model) = model else {
        return checks;
    };
    let (_, responses, _) = responses(&data(work.records));
    let profiles = Profiles::estimate(model);
    let components = Sources::new(model, &profiles).components();
    let shares = components.shares();
    Checks {
        reliability: shares.map(|_| reliabilities(work, components)),
        components: shares.map(|_| components),
        shares,
        candidate_criterion_sd: Some(profiles.sd),
        halo: halo::halo(model, &responses),
        links: Some(links(work, model)),
        fit: Some(fitted(work, model, &responses)),
        drift: drifting(work, model),
        ..checks
    }
}

/// Things of interviewers, by number, with their names; those without ratings are left out.
fn of_interviewers<T>(work: &Work<'_>, of: Vec<T>) -> Vec<Named<T>> {
    let ids = work.records.interviewers.iter();
    let rated = work.counts.interviewers.iter().map(|tally| tally.n > 0);
    let those = ids.zip(of).zip(rated).filter(|(_, rated)| *rated);
    those.map(|((id, of), _)| named_as(id, of)).collect()
}

fn named_as<T>(id: &str, of: T) -> Named<T> {
    Named {
        id: id.to_owned(),
        of,
    }
}

fn reliabilities(work: &Work<'_>, components: Components) -> Reliabilities {
    let n_criteria = work.counts.items.iter().filter(|tally| tally.n > 0).count();
    let pairs: usize = work
        .counts
        .interviewers
        .iter()
        .map(|tally| tally.partners)
        .sum();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at least 1, at most all ratings"
    )]
    let n_each = ratio(work.counts.n_ratings, pairs.max(1)).round().max(1.0) as usize;
    let of = Panels::new(components, n_criteria, n_each);
    let panel = |n: usize| {
        Some(OfPanel {
            interviewers: n,
            of: of.of(n)?,
        })
    };
    Reliabilities {
        n_criteria,
        n_each,
        panels: PANELS.into_iter().filter_map(panel).collect(),
        needed: of.needed(WANTED),
    }
}

fn links(work: &Work<'_>, model: &Model) -> Links {
    let groups: Vec<Option<u32>> = if work.records.groups.is_empty() {
        contrasts::components(&model.design)
    } else {
        let all = 0..work.records.candidates.len();
        all.map(|at| work.records.groups.number(at)).collect()
    };
    let found = contrasts::contrasts(model, &groups);
    let best = contrasts::best_link(model).map(|link| Link {
        candidate: work.records.candidates[link.candidate].clone(),
        interviewer: work.records.interviewers[link.interviewer].clone(),
        between: link.between,
        se_before: link.se_before,
        se_after: link.se_after,
    });
    Links {
        cross_share: found.cross_share(),
        contrasts: found.contrasts,
        best,
    }
}

fn fitted(
    work: &Work<'_>,
    model: &Model,
    responses: &[crate::calibration::design::Response],
) -> Fit {
    let options = fit::Options {
        seed: work.options.seed,
        ..fit::Options::default()
    };
    let found = fit::misfit(model, responses, &options);
    let items = work.records.items.iter().zip(found.criteria);
    let rated = work.counts.items.iter().map(|tally| tally.n > 0);
    let criteria = items.zip(rated).filter(|(_, rated)| *rated);
    Fit {
        interviewers: of_interviewers(work, found.interviewers),
        criteria: criteria
            .map(|((item, of), _)| named_as(&item.id, of))
            .collect(),
        n_resamples: found.n_resamples,
        confidence: found.confidence,
    }
}

fn used(work: &Work<'_>, model: Option<&Model>) -> Usage {
    let ratings: Vec<usage::Rating> = work
        .records
        .counted()
        .map(|one| (one.candidate, one.interviewer, one.item, one.score))
        .collect();
    let scale = match work.records.scale.as_slice() {
        [] => &work.points,
        scale => scale,
    };
    let found = usage::usage(&ratings, work.records.interviewers.len(), scale, model);
    Usage {
        scale: found.scale,
        middle: found.middle,
        basis: found.basis,
        interviewers: of_interviewers(work, found.interviewers),
    }
}

fn drifting(work: &Work<'_>, model: &Model) -> Vec<Named<drift::Interviewer>> {
    let records = work.records;
    let counted = records.ratings.iter().enumerate();
    let counted = counted.filter(|(at, _)| !records.is_shadow(*at));
    let dates: Vec<Dated> = counted
        .filter_map(|(at, one)| {
            Some(Dated {
                interviewer: one.interviewer,
                candidate: one.candidate,
                day: records.date(at)?.day_number(),
            })
        })
        .collect();
    if dates.is_empty() {
        return Vec::new();
    }
    of_interviewers(work, drift::drift(model, &dates, SURE).interviewers)
}

/// Each trainee's shadow ratings against those that counted.
fn readiness(work: &Work<'_>) -> Vec<Named<Readiness>> {
    let records = work.records;
    let mut of_trainees: BTreeMap<u32, Vec<readiness::Rating>> = BTreeMap::new();
    for (at, one) in records.ratings.iter().enumerate() {
        if records.is_shadow(at) {
            let of = of_trainees.entry(one.interviewer).or_default();
            of.push((one.candidate, one.item, one.score));
        }
    }
    if of_trainees.is_empty() {
        return Vec::new();
    }
    let counted = records.counted();
    let counted: Vec<_> = counted
        .map(|one| (one.candidate, one.item, one.score))
        .collect();
    let scale = &records.scale;
    let trainees = of_trainees.into_iter().map(|(trainee, shadow)| {
        let of = readiness::readiness(&shadow, &counted, scale, work.options.confidence);
        named_as(&records.interviewers[trainee as usize], of)
    });
    trainees.collect()
}

fn outcomes(options: &Options, candidates: &[rows::Candidate]) -> Option<Outcomes> {
    let known = options.outcomes.as_ref()?;
    let forecast = |row: &rows::Candidate| {
        Some(Forecast {
            probability: row.p_bar_line?,
            happened: *known.get(&normal_form(&row.id))?,
        })
    };
    let forecasts: Vec<_> = candidates.iter().filter_map(forecast).collect();
    Some(outcomes::outcomes(&forecasts, options.confidence))
}
