//! Severities and difficulties as they are told.
//!
//! Severities could all be higher, and difficulties lower, for the same ratings, so the mean of
//! severities is put at 0, and errors are against it. Where severities have a common distribution
//! that puts their mean there by itself.

use nalgebra::DVector;

use super::model::Model;
use crate::text::count;

/// Where the mean of severities lies, and how well it is known.
#[derive(Debug)]
pub struct Placed {
    /// What severities are moved down by, and difficulties up, in logits.
    pub by: f64,
    /// `S⁻¹ a` and `a' S⁻¹ a` for the mean of severities `a`.
    of_mean: (DVector<f64>, f64),
}

/// A number with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Between {
    /// The number.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How severe one interviewer is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Severity {
    /// In logits; more is more severe.
    pub logits: Between,
    /// The standard error, in logits.
    pub se: f64,
    /// How far from an interviewer of average severity this one scores an average candidate, in
    /// points of the scale; under 0 is more severe.
    pub points: Between,
}

impl Placed {
    /// Of a model, in which at least one interviewer has a rating.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let mut is_rated = vec![false; model.design.n_interviewers];
        for pair in &model.design.pairs {
            is_rated[pair.interviewer as usize] = true;
        }
        let n_rated = is_rated.iter().filter(|rated| **rated).count();
        let share = 1.0 / count(n_rated.max(1));
        let mut mean = DVector::zeros(model.uncertainty.covariance.size());
        for (at, _) in is_rated.iter().enumerate().filter(|(_, rated)| **rated) {
            mean[at] = share;
        }
        let solved = model.variances.fit.factor.solve(&mean);
        let variance = mean.dot(&solved);
        Self {
            by: model.mean_severity,
            of_mean: (solved, variance),
        }
    }

    /// How severe an interviewer is; `z` is the normal quantile of the intervals.
    #[must_use]
    pub fn severity(&self, model: &Model, interviewer: usize, z: f64) -> Severity {
        let value = model.variances.fit.state.severity[interviewer] - self.by;
        let own = model.uncertainty.covariance.at(interviewer, interviewer);
        let (solved, of_mean) = &self.of_mean;
        let variance = own - 2.0 * solved[interviewer] + of_mean;
        let se = variance.max(0.0).sqrt();
        let (low, high) = (value - z * se, value + z * se);
        let average = model.scale.at(0.0);
        let points = |severity: f64| model.scale.at(-severity) - average;
        Severity {
            logits: Between { value, low, high },
            se,
            points: Between {
                value: points(value),
                low: points(high),
                high: points(low),
            },
        }
    }

    /// The variance of the mean of some parameters plus the mean severity, from that of the former.
    #[must_use]
    pub fn difficulty_variance(&self, own: &[usize], variance: f64) -> f64 {
        let (solved, of_mean) = &self.of_mean;
        let with: f64 = own.iter().map(|at| solved[*at]).sum();
        variance + 2.0 * with / count(own.len()) + of_mean
    }
}
