//! Plain agreement between pairs of raters.

use super::{Figure, Sample, Undefined};

/// The share of pairs of raters who gave a unit the same value: 0 to 1.
///
/// `mean over units of Σ_k n_uk (n_uk − 1) / (n_u (n_u − 1))` where `n_uk` of a unit's `n_u`
/// raters gave value k, over units with at least two raters. Each unit counts the same, however
/// many raters it had (Fleiss 1971, *Measuring nominal scale agreement among many raters*;
/// Gwet 2014, `p_a`).
///
/// # Errors
///
/// [`Undefined::NoUnitWithTwoRatings`].
pub fn agreement(sample: &Sample) -> Figure {
    let (mut sum, mut n_units) = (0.0, 0.0);
    for pattern in sample.pairable() {
        let same = pattern.entries.iter().map(|(_, n)| {
            let n = f64::from(*n);
            n * (n - 1.0)
        });
        let n = pattern.n_ratings;
        sum += pattern.n_units * same.sum::<f64>() / (n * (n - 1.0));
        n_units += pattern.n_units;
    }
    if n_units > 0.0 {
        Ok(sum / n_units)
    } else {
        Err(Undefined::NoUnitWithTwoRatings)
    }
}
