//! What the severity model says, row by row.

use nalgebra::DVector;
use rayon::prelude::*;

use super::{Estimates, Estimation, Method, Variance, Work, finite, rows};
use crate::calibration::model::{GivenUp, Model};
use crate::calibration::normal;
use crate::calibration::steps::Structure;
use crate::text::count;

/// Severities and difficulties as they are told: severities could all be higher, and difficulties
/// lower, for the same ratings, so the mean of severities is put at 0, and errors are against it.
/// Where severities have a common distribution that puts their mean there by itself.
struct Placed {
    /// What severities are moved down by, and difficulties up.
    by: f64,
    /// `S⁻¹ a` and `a' S⁻¹ a` for the mean of severities `a`.
    of_mean: (DVector<f64>, f64),
}

impl Placed {
    fn of(work: &Work<'_>, model: &Model) -> Self {
        let fit = &model.variances.fit;
        let rated: Vec<usize> = (0..model.design.n_interviewers)
            .filter(|at| work.counts.interviewers[*at].n > 0)
            .collect();
        let share = 1.0 / count(rated.len());
        let mut mean = DVector::zeros(model.uncertainty.covariance.size());
        for at in &rated {
            mean[*at] = share;
        }
        let solved = fit.factor.solve(&mean);
        let variance = mean.dot(&solved);
        Self {
            by: model.mean_severity,
            of_mean: (solved, variance),
        }
    }

    /// The variance of an interviewer's severity less the mean, from that of itself.
    fn severity_variance(&self, at: usize, own: f64) -> f64 {
        let (solved, of_mean) = &self.of_mean;
        own - 2.0 * solved[at] + of_mean
    }

    /// The variance of the mean of some parameters plus the mean severity, from that of the former.
    fn difficulty_variance(&self, own: &[usize], variance: f64) -> f64 {
        let (solved, of_mean) = &self.of_mean;
        let with: f64 = own.iter().map(|at| solved[*at]).sum();
        variance + 2.0 * with / count(own.len()) + of_mean
    }
}

pub(super) fn estimate(work: &Work<'_>, model: &Model) -> Estimates {
    let found = &model.variances;
    let fit = &found.fit;
    let placed = Placed::of(work, model);
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
    let average = model.scale.at(0.0);
    let points = |severity: f64| model.scale.at(-severity) - average;
    let row = |at: usize| {
        let row = work.interviewer(at);
        if row.n == 0 {
            return row;
        }
        let severity = model.variances.fit.state.severity[at] - placed.by;
        let own = model.uncertainty.covariance.at(at, at);
        let se = placed.severity_variance(at, own).max(0.0).sqrt();
        let (low, high) = (severity - z * se, severity + z * se);
        rows::Interviewer {
            points: finite(points(severity)),
            points_low: finite(points(high)),
            points_high: finite(points(low)),
            severity: finite(severity),
            se: finite(se),
            low: finite(low),
            high: finite(high),
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
