//! Everything that calibration says of a set of ratings: one value, from which every output is
//! written.
//!
//! ```text
//! records → data floor ─┬→ severity model ─┬→ analysis
//!                       ├→ raw means ──────┤
//!                       └→ joint ──────────┘
//!         → connectivity, agreement ───────┘
//! ```

mod agreement;
pub mod checks;
mod connection;
mod joint;
mod means;
mod modelled;
mod raw;
mod rows;

use std::collections::BTreeMap;

use serde::Serialize;

use super::agreement::Bootstrap;
use super::model::{self, Data, Floor, Model, Settings, TooFew};
use super::records::{Grain, LeftOut, MOST_MODELLED, Records};

pub use agreement::PanelAgreement;
pub use checks::Checks;
pub use connection::{Component, Connection, MOST_SHARING, Shared};
pub use rows::{Candidate, Criterion, Interviewer};

/// Version of the object that an analysis is written as.
pub const FORMAT: u32 = 1;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// The severity model's settings, with the data floor.
    pub settings: Settings,
    /// Whether to estimate by joint maximum likelihood, as classic programs do.
    pub joint: bool,
    /// Share of intervals that should hold the true value: over 0, under 1.
    pub confidence: f64,
    /// A line on the scale: for each candidate the probability of a fair score at or over it.
    pub bar_line: Option<f64>,
    /// How often to resample for intervals of agreement, and with what seed.
    pub bootstrap: Option<Bootstrap>,
    /// Whether to look at everything in [`checks`], which takes about as long as the rest.
    pub checks: bool,
    /// Decides the resamples behind bands of fit.
    pub seed: u64,
    /// Interviewers whom fair scores are against, in place of the average one, by number.
    pub reference: Vec<usize>,
    /// Under the data floor: how far severities spread, as a share of how far candidates do; none
    /// corrects nothing.
    pub severity_ratio: Option<f64>,
    /// What came of candidates, by id.
    pub outcomes: Option<BTreeMap<String, bool>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            settings: Settings::default(),
            joint: false,
            confidence: 0.9,
            bar_line: None,
            bootstrap: None,
            checks: false,
            seed: 1,
            reference: Vec::new(),
            severity_ratio: None,
            outcomes: None,
        }
    }
}

/// How scores were come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// The severity model.
    SeverityModel,
    /// Means of the scores as they were given: there are too few ratings for more.
    RawMeans,
    /// Joint maximum likelihood.
    Joint,
}

/// Whether there are ratings enough for severities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FloorView {
    /// Whether there are.
    pub reached: bool,
    /// What there is too little of, in words; none where the floor is reached.
    pub reason: Option<String>,
    /// What there must be.
    pub least: Floor,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Ratings that count.
    pub n_ratings: usize,
    /// Rows that say there is no score.
    pub n_missing: usize,
    /// Ratings by trainees, which count in nothing.
    pub n_shadow: usize,
    /// What a store has and did not give.
    pub left_out: LeftOut,
    /// Candidates with a rating.
    pub n_candidates: usize,
    /// Interviewers with a rating.
    pub n_interviewers: usize,
    /// Criteria with a rating.
    pub n_criteria: usize,
    /// The points that were given, ascending.
    pub points: Vec<i32>,
    /// The points of the scale, where a rubric says them; else empty.
    pub scale: Vec<i32>,
    /// What a criterion here is.
    pub criterion_is: Grain,
    /// Why levels are not told apart although ratings have them; none where that is not so.
    pub levels: Option<String>,
}

/// Variances in squared logits. Where one is none, `reason` says why.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Variance {
    /// Of candidates' abilities.
    pub candidate: Option<f64>,
    /// Of interviewers' severities.
    pub interviewer: Option<f64>,
    /// Of what an interviewer makes of a candidate as a whole.
    pub pair: Option<f64>,
    /// How far criteria's difficulties lie from their mean, squared, on average.
    pub criterion: Option<f64>,
    /// Why something is none.
    pub reason: Option<&'static str>,
}

/// How the estimate was reached.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimation {
    /// How the steps of criteria relate: `rating-scale` or `partial-credit`.
    pub steps: &'static str,
    /// Fits at given variances, or rounds of joint maximum likelihood.
    pub iterations: usize,
    /// The largest component of the gradient over severities and steps at the end.
    pub gradient: Option<f64>,
    /// The same over the logs of the standard deviations.
    pub variance_gradient: Option<f64>,
    /// Whether variances come from a part of the ratings, as there are very many.
    pub variances_of_part: bool,
    /// What was given up before it had converged, in words.
    pub given_up: Vec<String>,
}

/// Everything.
#[derive(Debug, Clone, Serialize)]
pub struct Analysis {
    /// Version of the shape.
    pub format: u32,
    /// How scores were come by.
    pub method: Method,
    /// Whether fair scores are corrected for severity.
    pub severity_corrected: bool,
    /// Whether there are ratings enough.
    pub floor: FloorView,
    /// What was read.
    pub data: Summary,
    /// Share of intervals that should hold the true value.
    pub confidence: f64,
    /// The line that `p_bar_line` of candidates is about.
    pub bar_line: Option<f64>,
    /// Candidates by id.
    pub candidates: Vec<Candidate>,
    /// Interviewers by id.
    pub interviewers: Vec<Interviewer>,
    /// Criteria by id.
    pub criteria: Vec<Criterion>,
    /// Variances.
    pub variance: Variance,
    /// −2 log-likelihood, candidates and halos integrated out.
    pub deviance: Option<f64>,
    /// Whether the estimate converged; none where nothing was estimated.
    pub converged: Option<bool>,
    /// How it was reached; none where nothing was estimated.
    pub estimation: Option<Estimation>,
    /// Who is linked with whom.
    pub connectivity: Connection,
    /// How far interviewers agree.
    pub agreement: PanelAgreement,
    /// Everything beside scores.
    pub checks: Checks,
}

/// What every step needs.
struct Work<'a> {
    records: &'a Records,
    options: &'a Options,
    /// The points that were given, ascending.
    points: Vec<i32>,
    connection: connection::Linked,
    counts: means::Tallies,
}

/// What estimating gives.
struct Estimates {
    method: Method,
    candidates: Vec<Candidate>,
    interviewers: Vec<Interviewer>,
    criteria: Vec<Criterion>,
    variance: Variance,
    deviance: Option<f64>,
    converged: Option<bool>,
    estimation: Option<Estimation>,
}

/// Works everything out. Nothing in the records makes it fail.
#[must_use]
pub fn analyse(records: &Records, options: &Options) -> Analysis {
    let work = Work {
        points: records.points(),
        connection: connection::Linked::of(records),
        counts: means::Tallies::of(records),
        records,
        options,
    };
    let (estimates, without, model) = estimate(&work);
    let checks = if options.checks {
        checks::all(&work, model.as_ref(), &estimates.candidates)
    } else {
        checks::told(&work, &estimates.candidates)
    };
    drop(model);
    Analysis {
        checks,
        format: FORMAT,
        method: estimates.method,
        severity_corrected: estimates.method != Method::RawMeans,
        floor: floor(without, options.settings.floor),
        data: summary(&work),
        confidence: options.confidence,
        bar_line: options.bar_line,
        candidates: estimates.candidates,
        interviewers: estimates.interviewers,
        criteria: estimates.criteria,
        variance: estimates.variance,
        deviance: estimates.deviance,
        converged: estimates.converged,
        estimation: estimates.estimation,
        connectivity: work.connection.view(),
        agreement: agreement::agreement(records, options),
    }
}

/// Why there is no severity model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Without {
    /// There is too little of something.
    Few(TooFew),
    /// There are so many different points.
    Points(usize),
}

/// The estimates, and why there are no severities or why they rest on little; none where there is
/// enough for them.
fn estimate(work: &Work<'_>) -> (Estimates, Option<Without>, Option<Model>) {
    let lacking = lacking(work);
    match lacking {
        Some(why @ (Without::Points(_) | Without::Few(TooFew::Categories))) => {
            (raw::estimate(work, why), lacking, None)
        }
        _ if work.options.joint => (joint::estimate(work), lacking, None),
        Some(why) => (raw::estimate(work, why), lacking, None),
        None => match model::model(&data(work.records), &work.options.settings) {
            Ok(model) => (modelled::estimate(work, &model), None, Some(model)),
            Err(few) => {
                let why = Without::Few(few);
                (raw::estimate(work, why), Some(why), None)
            }
        },
    }
}

/// What keeps severities from being estimated, as far as counting tells.
fn lacking(work: &Work<'_>) -> Option<Without> {
    let least = work.options.settings.floor;
    let n_points = work.points.len();
    if n_points > MOST_MODELLED {
        return Some(Without::Points(n_points));
    }
    if n_points < 2 {
        return Some(Without::Few(TooFew::Categories));
    }
    let candidates = work.counts.candidates.iter();
    let n_candidates = candidates.filter(|tally| tally.n > 0).count();
    if n_candidates < least.candidates {
        return Some(Without::Few(TooFew::Candidates(n_candidates)));
    }
    let enough = least.candidates_each.max(1);
    let interviewers = work.counts.interviewers.iter();
    let n_interviewers = interviewers
        .filter(|tally| tally.partners >= enough)
        .count();
    (n_interviewers < least.interviewers)
        .then_some(Without::Few(TooFew::Interviewers(n_interviewers)))
}

/// The ratings that count, as the model takes them.
fn data(records: &Records) -> Data {
    let ratings = records.counted().map(|rating| {
        (
            rating.candidate,
            rating.interviewer,
            rating.item,
            rating.score,
        )
    });
    Data {
        n_candidates: records.candidates.len(),
        n_interviewers: records.interviewers.len(),
        n_criteria: records.items.len(),
        ratings: ratings.collect(),
    }
}

fn floor(why: Option<Without>, least: Floor) -> FloorView {
    let reason = why.map(|why| match why {
        Without::Points(n) => {
            format!("the scores have {n} different values, more than {MOST_MODELLED}")
        }
        Without::Few(few) => few.text(least),
    });
    FloorView {
        reached: why.is_none(),
        reason,
        least,
    }
}

fn summary(work: &Work<'_>) -> Summary {
    let records = work.records;
    let n = |counts: &[means::Tally]| counts.iter().filter(|count| count.n > 0).count();
    let merged = records.grain == Grain::Criterion && records.levels.names.len() > 1;
    Summary {
        n_ratings: work.counts.n_ratings,
        n_missing: records.n_missing,
        n_shadow: records.n_shadow(),
        left_out: records.left_out,
        n_candidates: n(&work.counts.candidates),
        n_interviewers: n(&work.counts.interviewers),
        n_criteria: n(&work.counts.items),
        points: work.points.clone(),
        scale: records.scale.clone(),
        criterion_is: records.grain,
        levels: merged.then(|| "a criterion is taken as equally hard at every level: there are too few ratings to tell".to_owned()),
    }
}

/// A number, unless it left the range of doubles.
fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}
