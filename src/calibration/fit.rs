//! How well interviewers and criteria fit the model: infit and outfit, with bands from the model.
//!
//! A residual is what was given less what is expected of an interviewer of this severity who rates
//! a candidate of the estimated ability, the halo integrated out ([`super::curve`]). The ability is
//! the posterior mean and is not integrated out: a mean square is then about the ratings that were
//! given and one number a candidate, as in other programs, and what the estimate takes from the
//! residuals is taken from the resamples too.
//!
//! For that reason 1 is not the mark: where a candidate has few ratings the estimate follows them,
//! and mean squares lie under 1. The band comes from the fitted model itself. New ratings for the
//! same design are drawn ([`super::simulate::again`]), abilities are estimated anew at the
//! severities and steps of the fit, and the mean squares taken again. Severities and steps are
//! not estimated anew, which is what takes long: one severity for `n` ratings lowers an observed
//! mean square by about `1/n` of itself, little beside the band.
//!
//! Logs of mean squares are close to normal; the band is where the next of them is expected:
//! `mean ± t · sd · √(1 + 1/B)` with Student's t of `B − 1` degrees of freedom for `B` resamples.
//! That needs fewer resamples than quantiles would.

use rayon::prelude::*;
use serde::Serialize;

use super::ability;
use super::curve::Curves;
use super::design::{Counts, Design, Response};
use super::draw::hash;
use super::interval::t_quantile;
use super::model::Model;
use super::residual::{MeanSquare, Residuals};
use super::simulate;

/// Ratings drawn in all, as far as the least number of resamples allows.
pub const MOST_DRAWN: usize = 4_000_000;

/// The fewest and the most resamples where nobody asks for a number.
pub const RESAMPLES: (u32, u32) = (20, 100);

/// With fewer ratings nobody is said to fit or not to fit.
pub const LEAST_RATINGS: usize = 10;

/// Under every mean square that is given out.
const LEAST: f64 = 1e-9;

/// How bands are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// How many resamples; none lets the number of ratings decide ([`resamples`]).
    pub n_resamples: Option<u32>,
    /// The share of mean squares that lie inside the band where the model holds.
    pub confidence: f64,
    /// Decides the resamples.
    pub seed: u64,
}

impl Default for Options {
    /// Of a hundred interviewers who fit, one is outside.
    fn default() -> Self {
        Self {
            n_resamples: None,
            confidence: 0.99,
            seed: 1,
        }
    }
}

/// The fit of everybody and everything.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Misfit {
    /// Interviewers, by number.
    pub interviewers: Vec<Element>,
    /// Criteria, by number.
    pub criteria: Vec<Element>,
    /// Resamples that the bands rest on.
    pub n_resamples: u32,
    /// Whether these are fewer than usual since there are so many ratings.
    pub is_reduced: bool,
    /// The share of mean squares that lie inside the bands where the model holds.
    pub confidence: f64,
}

/// One interviewer or criterion.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Element {
    /// Ratings.
    pub n: usize,
    /// Each residual weighted by its variance: sensitive to what is usual.
    pub infit: Option<Banded>,
    /// Residuals standardised: sensitive to single surprises.
    pub outfit: Option<Banded>,
    /// Why there are no figures.
    pub reason: Option<NoFit>,
}

/// Why there are no figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoFit {
    /// Fewer than [`LEAST_RATINGS`].
    TooFewRatings,
    /// Under two resamples were asked for, or nothing varies in them.
    NoBand,
}

/// A mean square with its band.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Banded {
    /// The mean square; over 0.
    pub value: f64,
    /// What is expected of it: the geometric mean of the resamples.
    pub expected: f64,
    /// The band's lower end.
    pub low: f64,
    /// The band's upper end.
    pub high: f64,
    /// How much larger than expected it is: `value / expected − 1`; 0.3 is 30 % larger.
    pub excess: f64,
    /// Standard deviations from what is expected, on the log scale.
    pub z: f64,
    /// What that says.
    pub reading: Reading,
}

/// What a mean square says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// Inside the band.
    AsExpected,
    /// Over it: ratings vary more than the candidates and the model account for.
    Erratic,
    /// Under it: ratings vary less than chance alone would have them.
    Muted,
}

/// How many resamples `n_ratings` ratings have where nobody asks for a number: as many as draw
/// [`MOST_DRAWN`] ratings in all, within [`RESAMPLES`].
#[must_use]
pub fn resamples(n_ratings: usize) -> u32 {
    let (least, most) = RESAMPLES;
    let affordable = MOST_DRAWN / n_ratings.max(1);
    u32::try_from(affordable)
        .unwrap_or(u32::MAX)
        .clamp(least, most)
}

/// Works out the fit. `responses` are the ratings of the model's design, in any order.
///
/// The same model and options give the same figures for any number of threads.
///
/// # Panics
/// A rating's numbers are not those of the design.
#[must_use]
pub fn misfit(model: &Model, responses: &[Response], options: &Options) -> Misfit {
    let fit = &model.variances.fit;
    let design = &model.design;
    let halo = fit.deviations.pair;
    let curves = Curves::new(&fit.state.steps, design.n_criteria, halo, &model.rules.pair);
    let residuals = |design: &Design, responses: &[Response]| {
        let abilities = ability::means(design, &model.rules, fit);
        Residuals::new(
            design,
            responses,
            (&abilities, &fit.state.severity),
            &curves,
        )
    };
    let usual = resamples(responses.len());
    let n_resamples = options.n_resamples.unwrap_or(usual);
    let mut logs = Logs::new(design);
    for number in 0..u64::from(n_resamples) {
        let drawn = simulate::again(fit, design, hash(options.seed ^ hash(number)));
        let again = Design::new(counts(design), drawn.clone());
        logs.add(&residuals(&again, &drawn));
    }
    let found = residuals(design, responses);
    Misfit {
        interviewers: logs
            .interviewers
            .read(&found.interviewers, options.confidence),
        criteria: logs.criteria.read(&found.criteria, options.confidence),
        n_resamples,
        is_reduced: n_resamples < RESAMPLES.1 && options.n_resamples.is_none(),
        confidence: options.confidence,
    }
}

pub(super) fn counts(design: &Design) -> Counts {
    Counts {
        n_candidates: design.n_candidates,
        n_interviewers: design.n_interviewers,
        n_criteria: design.n_criteria,
        n_categories: design.n_categories,
    }
}

/// Logs of mean squares of the resamples.
struct Logs {
    interviewers: Sums,
    criteria: Sums,
}

/// How many, their sum, and the sum of their squares: for infit and outfit of each element.
struct Sums(Vec<[[f64; 3]; 2]>);

impl Logs {
    fn new(design: &Design) -> Self {
        Self {
            interviewers: Sums(vec![[[0.0; 3]; 2]; design.n_interviewers]),
            criteria: Sums(vec![[[0.0; 3]; 2]; design.n_criteria]),
        }
    }

    fn add(&mut self, residuals: &Residuals) {
        self.interviewers.add(&residuals.interviewers);
        self.criteria.add(&residuals.criteria);
    }
}

impl Sums {
    fn add(&mut self, found: &[MeanSquare]) {
        for (sums, found) in self.0.iter_mut().zip(found) {
            for (sum, value) in sums.iter_mut().zip([found.infit(), found.outfit()]) {
                if value.is_finite() {
                    let log = value.max(LEAST).ln();
                    for (sum, part) in sum.iter_mut().zip([1.0, log, log * log]) {
                        *sum += part;
                    }
                }
            }
        }
    }

    fn read(&self, found: &[MeanSquare], confidence: f64) -> Vec<Element> {
        let of = |(sums, found): (&[[f64; 3]; 2], &MeanSquare)| element(sums, found, confidence);
        self.0.par_iter().zip(found).map(of).collect()
    }
}

fn element(sums: &[[f64; 3]; 2], found: &MeanSquare, confidence: f64) -> Element {
    let none = |reason| Element {
        n: found.n,
        infit: None,
        outfit: None,
        reason: Some(reason),
    };
    if found.n < LEAST_RATINGS {
        return none(NoFit::TooFewRatings);
    }
    let infit = banded(found.infit(), sums[0], confidence);
    let outfit = banded(found.outfit(), sums[1], confidence);
    if infit.is_none() || outfit.is_none() {
        return none(NoFit::NoBand);
    }
    Element {
        n: found.n,
        infit,
        outfit,
        reason: None,
    }
}

fn banded(value: f64, [n, sum, squares]: [f64; 3], confidence: f64) -> Option<Banded> {
    let mean = sum / n;
    let sd = ((squares - n * mean * mean).max(0.0) / (n - 1.0)).sqrt();
    let proper = value.is_finite() && n > 1.0 && sd > 1e-9;
    proper.then(|| {
        let value = value.max(LEAST);
        let z = (value.ln() - mean) / sd;
        let t = t_quantile(n - 1.0, f64::midpoint(1.0, confidence));
        let reach = t * (1.0 + 1.0 / n).sqrt();
        Banded {
            value,
            expected: mean.exp(),
            low: (mean - reach * sd).exp(),
            high: (mean + reach * sd).exp(),
            excess: value / mean.exp() - 1.0,
            z,
            reading: match z {
                z if z > reach => Reading::Erratic,
                z if z < -reach => Reading::Muted,
                _ => Reading::AsExpected,
            },
        }
    })
}

#[cfg(test)]
mod tests;
