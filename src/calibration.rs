//! From ratings to fair scores with intervals, in named steps.
//!
//! There are two engines. Where ratings are enough, the **severity model**, of which each step can be
//! called alone ([`model`] runs all of it):
//!
//! ```text
//! ratings → design → severity at given variances → variances → ability → fair scores
//!                    (steps → pair → table → candidate)
//! ```
//!
//! Where they are too few, **raw means** ([`calibrate`]): nothing is corrected for severity.
//! Their intervals do not pretend that one interviewer's scores of one candidate are independent:
//! see [`spread`].
//!
//! [`records`] takes ratings in, [`analysis`] gathers all that is said of them, [`report`] says it in
//! words, and [`analysis::Method`] which engine it came from.
//!
//! What the model says beside scores: [`fit`] (infit and outfit with bands), [`halo`] (whether one
//! interviewer's scores of a candidate hang together), [`usage`] (how each uses the scale) and
//! [`drift`] (who grows stricter or milder). Beside the model stand [`readiness`] (a trainee's shadow
//! ratings) and [`outcomes`] (probabilities against what came of them).
//!
//! [`simulate`] draws panels whose truth is known, and new ones from a fitted model ([`draw`] is
//! where randomness comes from). [`profile`] gives each criterion its own fair score,
//! [`mod@reference`] those against named interviewers. [`shares`] and [`reliability`] say what scores
//! are made of, [`contrasts`] how well groups are linked, [`floor`] what is assumed where data are
//! few, [`supposed`] what one candidate's scores would be with other ratings. [`joint`] is joint maximum likelihood, for comparison with other programs, [`agreement`]
//! the coefficients of agreement, [`connectivity`] who is linked with whom.

pub mod ability;
pub mod agreement;
pub mod analysis;
pub mod candidate;
pub mod conjugate;
pub mod connectivity;
pub mod contrasts;
pub mod curve;
pub mod design;
pub mod draw;
pub mod drift;
pub mod factor;
pub mod fair;
pub mod fit;
pub mod floor;
pub mod halo;
pub mod interval;
pub mod joint;
pub mod model;
pub mod nodes;
pub mod normal;
pub mod outcomes;
pub mod pair;
pub mod placed;
pub mod profile;
pub mod quadrature;
pub mod ratings;
pub mod readiness;
pub mod records;
pub mod reference;
pub mod reliability;
pub mod report;
pub mod residual;
pub mod severity;
pub mod shares;
pub mod simulate;
pub mod spread;
pub mod steps;
pub mod subset;
pub mod supposed;
pub mod table;
pub mod usage;
pub mod variances;

#[cfg(test)]
mod tests;

pub use interval::Estimate;
pub use ratings::{Rating, Ratings};
pub use spread::Spread;

/// What is assumed before any data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Distance between the bar and the point under it: where the decision is.
    pub step: f64,
    /// Lowest and highest number of the scale: no interval leaves it.
    pub range: (f64, f64),
    /// Share of intervals that should hold the true score.
    pub confidence: f64,
}

/// Fair scores of every candidate that was rated.
#[derive(Debug, Clone)]
pub struct Calibration<'a> {
    ratings: &'a Ratings,
    options: Options,
}

/// Calibrates the ratings. Nothing in them makes it fail.
#[must_use]
pub fn calibrate(ratings: &Ratings, options: Options) -> Calibration<'_> {
    Calibration { ratings, options }
}

impl Calibration<'_> {
    /// The fair score of one criterion; none where nobody gave the candidate a number on it.
    #[must_use]
    pub fn criterion(&self, candidate: usize, criterion: usize) -> Option<Estimate> {
        self.weighted(candidate, &|idx| if idx == criterion { 1.0 } else { 0.0 })
    }

    /// The weighted fair score over the criteria that have a number: the mean over criteria of
    /// the means over their raters, `Σ w_i · mean_r(x_ir) / Σ w_i`.
    ///
    /// None where no criterion with a weight over 0 has a number.
    #[must_use]
    pub fn weighted(&self, candidate: usize, weight: &dyn Fn(usize) -> f64) -> Option<Estimate> {
        let cells = self.ratings.cells(candidate);
        let total: f64 = cells.iter().map(|cell| weight(cell.criterion)).sum();
        if total <= 0.0 {
            return None;
        }
        // Each rating with its share in the score: the criterion's share, split among its raters.
        let mut shares = Vec::new();
        for cell in &cells {
            let share = weight(cell.criterion) / total;
            if share > 0.0 {
                let each = share / crate::text::count(cell.ratings.len());
                shares.extend(cell.ratings.iter().map(|rating| (*rating, each)));
            }
        }
        let value = mean_of_means(&cells, weight, total);
        let spread = spread::of_candidate(&cells, self.options.step);
        Some(interval::estimate(value, &shares, spread, &self.options))
    }
}

/// `Σ w_i · mean_i / Σ w_i`, taken around the first mean so that equal means give exactly
/// themselves.
fn mean_of_means(cells: &[ratings::Cell], weight: &dyn Fn(usize) -> f64, total: f64) -> f64 {
    let around = cells.first().map_or(0.0, ratings::Cell::mean);
    let deviations = cells
        .iter()
        .map(|cell| weight(cell.criterion) / total * (cell.mean() - around));
    around + deviations.sum::<f64>()
}
