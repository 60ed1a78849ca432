//! How far scores scatter: assumed components, scaled by how far this candidate's raters disagree.
//!
//! One interviewer's scores of one candidate rise and fall together: severity and the whole
//! impression. A panel of a few cards cannot estimate this, so it is assumed: a rating is the true
//! score plus a part shared by all that this interviewer gave this candidate (standard deviation
//! [`SHARED_STEPS`]) plus a part of its own ([`OWN_STEPS`]). Where a criterion has several raters,
//! their disagreement scales both, moderated by [`PRIOR_DF`] degrees of freedom's worth of the
//! assumption: the posterior mean of a scaled inverse chi-squared variance (Smyth 2004, *Linear
//! models and empirical Bayes methods*, equation for the moderated variance).

use super::ratings::Cell;

/// Standard deviation of what all scores of one interviewer for one candidate share, in steps of
/// the scale. An assumption, not an estimate.
pub const SHARED_STEPS: f64 = 0.4;

/// Standard deviation of what each score has for itself, in steps. An assumption, not an estimate.
pub const OWN_STEPS: f64 = 0.5;

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

/// The scatter of one candidate's ratings on a scale with this mean step between its points.
#[must_use]
pub fn of_candidate(cells: &[Cell], step: f64) -> Spread {
    let assumed = (SHARED_STEPS * SHARED_STEPS + OWN_STEPS * OWN_STEPS) * step * step;
    let (squares, df) = cells
        .iter()
        .map(disagreement)
        .fold((0.0, 0.0), |(squares, df), (more_squares, more_df)| {
            (squares + more_squares, df + more_df)
        });
    let scale = ((PRIOR_DF + squares / assumed) / (PRIOR_DF + df)).sqrt();
    Spread {
        shared: SHARED_STEPS * step * scale,
        own: OWN_STEPS * step * scale,
        df: PRIOR_DF + df,
    }
}

/// Sum of squared deviations from the cell's mean, with its degrees of freedom.
fn disagreement(cell: &Cell) -> (f64, f64) {
    let n = crate::text::count(cell.ratings.len());
    let mean = cell.ratings.iter().map(|rating| rating.score).sum::<f64>() / n;
    let squares = cell
        .ratings
        .iter()
        .map(|rating| (rating.score - mean).powi(2))
        .sum();
    (squares, n - 1.0)
}
