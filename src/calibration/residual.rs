//! Mean square residuals: how far ratings lie from what is expected of them.

use super::curve::Curves;
use super::design::{Design, Response};
use crate::text::count;

/// The least variance that a residual is divided by: nothing is expected without any doubt.
const LEAST_VARIANCE: f64 = 1e-12;

/// Residuals added up (Wright & Masters 1982, *Rating Scale Analysis*, chapter 5).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct MeanSquare {
    /// How many ratings.
    pub n: usize,
    /// `Σ (x − E)²`.
    pub squares: f64,
    /// `Σ Var`.
    pub variances: f64,
    /// `Σ (x − E)² / Var`.
    pub standard: f64,
}

impl MeanSquare {
    /// Adds the residual of one rating, of which this variance was expected.
    pub fn add(&mut self, residual: f64, variance: f64) {
        let square = residual * residual;
        self.n += 1;
        self.squares += square;
        self.variances += variance;
        self.standard += square / variance.max(LEAST_VARIANCE);
    }

    /// The mean square residual, each weighted by its variance; NaN without ratings.
    #[must_use]
    pub fn infit(&self) -> f64 {
        self.squares / self.variances
    }

    /// The mean of the squared standardised residuals; NaN without ratings.
    #[must_use]
    pub fn outfit(&self) -> f64 {
        self.standard / count(self.n)
    }
}

/// The residuals of each interviewer and of each criterion, by number.
#[derive(Debug, Clone, PartialEq)]
pub struct Residuals {
    /// Of interviewers.
    pub interviewers: Vec<MeanSquare>,
    /// Of criteria.
    pub criteria: Vec<MeanSquare>,
}

impl Residuals {
    /// The residuals of ratings of a design, at the candidates' abilities and the interviewers'
    /// severities.
    ///
    /// # Panics
    /// A rating's numbers are not those of the design.
    #[must_use]
    pub fn new(
        design: &Design,
        responses: &[Response],
        (abilities, severities): (&[f64], &[f64]),
        curves: &Curves<'_>,
    ) -> Self {
        let mut residuals = Self {
            interviewers: vec![MeanSquare::default(); design.n_interviewers],
            criteria: vec![MeanSquare::default(); design.n_criteria],
        };
        for one in responses {
            let (interviewer, criterion) = (one.interviewer as usize, one.criterion as usize);
            let xi = abilities[one.candidate as usize] - severities[interviewer];
            let (mean, variance) = curves.moments(criterion, xi);
            let residual = f64::from(one.category) - mean;
            residuals.interviewers[interviewer].add(residual, variance);
            residuals.criteria[criterion].add(residual, variance);
        }
        residuals
    }
}
