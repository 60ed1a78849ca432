//! What the severity model says, row by row.

use rayon::prelude::*;

use super::{Estimates, Estimation, Method, Variance, Work, finite, rows};
use crate::calibration::model::{GivenUp, Model};
use crate::calibration::normal;
use crate::calibration::placed::Placed;
use crate::calibration::steps::Structure;
use crate::text::count;

pub(super) fn estimate(work: &Work<'_>, model: &Model) -> Estimates {
    let found = &model.variances;
    let fit = &found.fit;
    let placed = Placed::of(model);
    Estimates {
        method: Method::SeverityModel,
        candidates: candidates(work, model),
        interviewers: interviewers(work, model, &placed),
        criteria: criteria(work, model, &placed),
        variance: variance(work, model),
        deviance: finite(-2.0 * fit.log_likelihood),
        converged: Some(found.converged && fit.converged),
        estimation: Some(Estimation {
            steps: match fit.state.steps.structure() {
                Structure::RatingScale => "rating-scale",
                Structure::PartialCredit => "partial-credit",
            },
            iterations: found.n_fits,
            gradient: finite(fit.gradient),
            variance_gradient: finite(found.gradient),
            variances_of_part: model.n_in_part.is_some(),
            given_up: given_up(model),
        }),
    }
}

fn given_up(model: &Model) -> Vec<String> {
    let found = &model.variances;
    let words = |what: GivenUp| match what {
        GivenUp::Variances => format!("the variances still moved after {} fits", found.n_fits),
        GivenUp::Severities => format!(
            "severities and steps still moved after {} steps",
            found.fit.n_steps
        ),
    };
    model.given_up().into_iter().map(words).collect()
}

fn candidates(work: &Work<'_>, model: &Model) -> Vec<rows::Candidate> {
    let z = normal::reach(work.options.confidence);
    let line = work.options.bar_line.map(|line| model.scale.ability(line));
    // Fair scores are from the interviewers named, where some are, and abilities are as they are.
    let against = model.against(&work.options.reference);
    let row = |at: usize| {
        let row = work.candidate(at);
        if row.n == 0 {
            return row;
        }
        let ability = model.ability(at);
        let seen = (against.as_ref()).map_or(ability, |against| against.abilities[at]);
        let fair = model.scale.score(seen, z);
        rows::Candidate {
            estimate: finite(ability.mean),
            se: finite(ability.sd),
            fair: finite(fair.value),
            fair_low: finite(fair.low),
            fair_high: finite(fair.high),
            p_bar_line: line.and_then(|line| finite(normal::above((line - seen.mean) / seen.sd))),
            ..row
        }
    };
    let all = 0..work.records.candidates.len();
    all.into_par_iter().map(row).collect()
}

fn interviewers(work: &Work<'_>, model: &Model, placed: &Placed) -> Vec<rows::Interviewer> {
    let z = normal::reach(work.options.confidence);
    let row = |at: usize| {
        let row = work.interviewer(at);
        if row.n == 0 {
            return row;
        }
        let found = placed.severity(model, at, z);
        rows::Interviewer {
            points: finite(found.points.value),
            points_low: finite(found.points.low),
            points_high: finite(found.points.high),
            severity: finite(found.logits.value),
            se: finite(found.se),
            low: finite(found.logits.low),
            high: finite(found.logits.high),
            ..row
        }
    };
    (0..work.records.interviewers.len()).map(row).collect()
}

fn criteria(work: &Work<'_>, model: &Model, placed: &Placed) -> Vec<rows::Criterion> {
    let steps = &model.variances.fit.state.steps;
    let row = |at: usize| {
        let row = work.criterion(at);
        if row.n == 0 {
            return row;
        }
        rows::Criterion {
            difficulty: finite(steps.difficulty(at) + placed.by),
            se: difficulty_se(model, placed, at),
            steps: Some(steps.of(at).iter().map(|step| step + placed.by).collect()),
            ..row
        }
    };
    (0..work.records.items.len()).map(row).collect()
}

/// The standard error of the mean of a criterion's steps.
fn difficulty_se(model: &Model, placed: &Placed, criterion: usize) -> Option<f64> {
    let steps = &model.variances.fit.state.steps;
    let n_steps = steps.n_steps();
    let first = model.design.n_interviewers;
    let own = match steps.structure() {
        Structure::RatingScale => criterion..criterion + 1,
        Structure::PartialCredit => criterion * n_steps..(criterion + 1) * n_steps,
    };
    let own: Vec<usize> = own.map(|at| first + at).collect();
    let covariance = &model.uncertainty.covariance;
    let pairs = own.iter().flat_map(|a| own.iter().map(move |b| (*a, *b)));
    let sum: f64 = pairs.map(|(a, b)| covariance.at(a, b)).sum();
    let variance = sum / count(own.len() * own.len());
    let variance = placed.difficulty_variance(&own, variance);
    finite(variance.max(0.0).sqrt())
}

fn variance(work: &Work<'_>, model: &Model) -> Variance {
    let deviations = model.variances.fit.deviations;
    let settings = &work.options.settings;
    let steps = &model.variances.fit.state.steps;
    let rated = (0..work.records.items.len()).filter(|at| work.counts.items[*at].n > 0);
    let difficulties: Vec<f64> = rated.map(|at| steps.difficulty(at)).collect();
    let n = count(difficulties.len());
    let mean = difficulties.iter().sum::<f64>() / n;
    let squares = difficulties.iter().map(|at| (at - mean) * (at - mean));
    Variance {
        candidate: finite(deviations.candidate.powi(2)),
        interviewer: deviations.interviewer.and_then(|sd| finite(sd * sd)),
        pair: (!settings.without_halo).then(|| deviations.pair.powi(2)),
        criterion: finite(squares.sum::<f64>() / n),
        reason: match (settings.free_severity, settings.without_halo) {
            (false, false) => None,
            (true, false) => Some("severities are free and have no variance"),
            (false, true) => Some("pairs were asked to have no effect"),
            (true, true) => {
                Some("severities are free and have no variance; pairs were asked to have no effect")
            }
        },
    }
}
