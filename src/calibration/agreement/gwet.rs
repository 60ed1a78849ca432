//! Gwet's AC1 and AC2: agreement beyond chance that does not collapse where one value is common.

use super::weights::Distances;
use super::{Figure, Sample, Undefined, Weights};

/// Gwet's coefficient: AC1 with [`Weights::Plain`], AC2 with any others. At most 1; 0 is chance.
///
/// `(p_a − p_e) / (1 − p_e)` with agreement weights `w = 1 −` disagreement,
/// `p_a` the mean over units with at least two raters of
/// `Σ_k n_uk (n*_uk − 1) / (n_u (n_u − 1))`, `n*_uk = Σ_l w_kl n_ul`, and
/// `p_e = T_w / (q (q − 1)) · Σ_k π_k (1 − π_k)`, where `T_w` is the sum of all weights, `π_k`
/// the mean share of value k over units with at least one rater and q the number of values: those
/// given and all points of the scale, if the table was told (Gwet 2008, *Computing inter-rater
/// reliability and its variance in the presence of high agreement*; Gwet 2014, *Handbook of
/// Inter-Rater Reliability*, 4th ed.). Missing cells are handled as there.
///
/// # Errors
///
/// [`Undefined::NoUnitWithTwoRatings`]; [`Undefined::OneValue`] where there is one value and no
/// scale with more; [`Undefined::NoExpectedDisagreement`] where weights count everything as
/// agreement; [`Undefined::WrongMatrix`].
pub fn coefficient(sample: &Sample, weights: &Weights) -> Figure {
    let values = sample.values();
    let distances = Distances::new(weights, values).ok_or(Undefined::WrongMatrix)?;
    let disagreement = observed(sample, &distances)?;
    if values.len() < 2 {
        return Err(Undefined::OneValue);
    }
    let n_values = crate::text::count(values.len());
    let shares = sample.mean_shares();
    let scatter: f64 = shares.iter().map(|share| share * (1.0 - share)).sum();
    let all_weights = n_values * n_values - distances.sum();
    let mean_weight = all_weights / (n_values * (n_values - 1.0));
    let expected = mean_weight * scatter;
    if 1.0 - expected <= 1e-12 {
        return Err(Undefined::NoExpectedDisagreement);
    }
    Ok((1.0 - disagreement - expected) / (1.0 - expected))
}

/// `1 − p_a`: the mean over units of the mean disagreement of two of its ratings.
fn observed(sample: &Sample, distances: &Distances) -> Figure {
    let (mut sum, mut n_units) = (0.0, 0.0);
    for pattern in sample.pairable() {
        let mut apart = 0.0;
        for (one, n_one) in pattern.entries {
            for (other, n_other) in pattern.entries {
                // A rating makes no pair with itself.
                let own = if one == other { 1.0 } else { 0.0 };
                let pairs = f64::from(*n_one) * (f64::from(*n_other) - own);
                apart += pairs * distances.between(*one, *other);
            }
        }
        let n = pattern.n_ratings;
        sum += pattern.n_units * apart / (n * (n - 1.0));
        n_units += pattern.n_units;
    }
    if n_units > 0.0 {
        Ok(sum / n_units)
    } else {
        Err(Undefined::NoUnitWithTwoRatings)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{near, table_of_rows};
    use super::super::{Counts, Rating, Table};
    use super::*;

    fn rate((unit, rater, value): (u32, u32, f64)) -> Rating {
        Rating { unit, rater, value }
    }

    #[test]
    fn a_common_value_does_not_make_agreement_vanish() {
        // Two raters, two values: 118 times both give the first, 7 times they differ. Cohen's
        // kappa of this is below 0.
        let mut rows = vec![vec![Some(1.0), Some(1.0)]; 118];
        rows.extend(vec![vec![Some(1.0), Some(2.0)]; 5]);
        rows.extend(vec![vec![Some(2.0), Some(1.0)]; 2]);
        let table = table_of_rows(&rows);
        let found = coefficient(&Counts::new(&table).sample(), &Weights::Plain).unwrap();
        // p_a = 118/125, π = 243/250 and 7/250: p_e = 2 · π (1 − π).
        let expected = 2.0 * (243.0 / 250.0) * (7.0 / 250.0);
        near(found, (118.0 / 125.0 - expected) / (1.0 - expected), 1e-14);
    }

    #[test]
    fn points_that_nobody_used_count() {
        let ratings = [(0, 0, 1.0), (0, 1, 1.0), (1, 0, 2.0), (1, 1, 1.0)].map(rate);
        let used = Table::new(ratings).unwrap();
        let scale = Table::on_scale(ratings, &[1.0, 2.0, 3.0, 4.0]).unwrap();
        let of = |table: &Table| coefficient(&Counts::new(table).sample(), &Weights::Plain);
        // Σ π (1 − π) = 2 · 3/16, over q − 1.
        near(of(&used).unwrap(), (0.5 - 0.375) / (1.0 - 0.375), 1e-15);
        near(of(&scale).unwrap(), (0.5 - 0.125) / (1.0 - 0.125), 1e-15);
    }

    #[test]
    fn one_value_is_full_agreement_on_a_scale_and_undefined_without() {
        let ratings = [(0, 0, 1.0), (0, 1, 1.0)].map(rate);
        let used = Table::new(ratings).unwrap();
        let scale = Table::on_scale(ratings, &[1.0, 2.0]).unwrap();
        let of = |table: &Table| coefficient(&Counts::new(table).sample(), &Weights::Quadratic);
        assert_eq!(of(&used), Err(Undefined::OneValue));
        near(of(&scale).unwrap(), 1.0, 1e-15);
        let single = Table::new([rate((0, 0, 1.0))]).unwrap();
        assert_eq!(of(&single), Err(Undefined::NoUnitWithTwoRatings));
    }
}
