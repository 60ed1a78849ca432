//! How far scores scatter: assumed components, scaled by how far this candidate's raters disagree.
//!
//! One interviewer's scores of one candidate rise and fall together: severity and the whole
//! impression. A panel of a few cards cannot estimate this, so it is assumed: a rating lies around
//! the true score with a standard deviation of half a step ([`RATING_STEPS`]), and half of that
//! variance ([`SHARED`]) is common to all that this interviewer gave this candidate. Where a
//! criterion has several raters, their disagreement scales the whole, moderated by [`PRIOR_DF`]
//! degrees of freedom's worth of the assumption: the posterior mean of a scaled inverse
//! chi-squared variance (Smyth 2004, *Linear models and empirical Bayes methods*, the moderated
//! variance).

use super::ratings::Cell;

/// Standard deviation of one rating around the true score, in steps of the scale. An assumption,
/// not an estimate.
pub const RATING_STEPS: f64 = 0.5;

/// Share of a rating's variance that all scores of one interviewer for one candidate have in
/// common. An assumption, not an estimate.
pub const SHARED: f64 = 0.5;

/// How many degrees of freedom the assumption is worth.
pub const PRIOR_DF: f64 = 4.0;

/// The scatter of one candidate's ratings, in scale units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Standard deviation of what one interviewer's scores share.
    pub shared: f64,
    /// Standard deviation of what each score has for itself.
    pub own: f64,
    /// Degrees of freedom: the assumption's and the data's.
    pub df: f64,
}

/// The scatter of one candidate's ratings on a scale with this step.
#[must_use]
pub fn of_candidate(cells: &[Cell], step: f64) -> Spread {
    let assumed = (RATING_STEPS * step).powi(2);
    let (squares, df) = cells
        .iter()
        .map(disagreement)
        .fold((0.0, 0.0), |(squares, df), (more_squares, more_df)| {
            (squares + more_squares, df + more_df)
        });
    let variance = assumed * (PRIOR_DF + squares / assumed) / (PRIOR_DF + df);
    Spread {
        shared: (SHARED * variance).sqrt(),
        own: ((1.0 - SHARED) * variance).sqrt(),
        df: PRIOR_DF + df,
    }
}

/// Sum of squared deviations from the cell's mean, with its degrees of freedom.
fn disagreement(cell: &Cell) -> (f64, f64) {
    let n = crate::text::count(cell.ratings.len());
    let mean = cell.mean();
    let squares = cell
        .ratings
        .iter()
        .map(|rating| (rating.score - mean).powi(2))
        .sum();
    (squares, n - 1.0)
}
