//! Fleiss' kappa: agreement on values beyond what their overall shares would give.

use serde::Serialize;

use super::{Figure, Sample, Undefined, percent};

/// Fleiss' kappa of one value against all others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Category {
    /// The value.
    pub value: f64,
    /// How often it was given: the mean over units of its share in a unit.
    pub share: f64,
    /// Kappa; none for a value that nobody gave, or everybody.
    pub kappa: Option<f64>,
}

/// Fleiss' kappa for any number of raters, −1 to 1; 0 is chance.
///
/// `(P − P_e) / (1 − P_e)` with `P` the agreement of pairs ([`percent::agreement`]) and
/// `P_e = Σ_k p_k²` (Fleiss 1971, *Measuring nominal scale agreement among many raters*,
/// Psychological Bulletin 76:378–382).
///
/// With unequal numbers of raters it is Gwet's generalisation (2014, *Handbook of Inter-Rater
/// Reliability*, 4th ed.; `fleiss.kappa.raw` of irrCAC): `P` is the mean over units
/// with at least two raters and `p_k` the mean share of value k over units with at least one.
/// With equal numbers it is Fleiss' own.
///
/// # Errors
///
/// [`Undefined::NoUnitWithTwoRatings`]; [`Undefined::OneValue`] where all ratings are the same.
pub fn kappa(sample: &Sample) -> Figure {
    let observed = percent::agreement(sample)?;
    let shares = sample.mean_shares();
    if shares.iter().filter(|share| **share > 0.0).count() < 2 {
        return Err(Undefined::OneValue);
    }
    let expected: f64 = shares.iter().map(|share| share * share).sum();
    Ok((observed - expected) / (1.0 - expected))
}

/// Fleiss' kappa of each value and point of the scale, rising.
///
/// `1 − D_k / (p_k (1 − p_k))` with `D_k` the mean over units with at least two raters of
/// `n_uk (n_u − n_uk) / (n_u (n_u − 1))`: the kappa of the ratings with all other values made one
/// (Fleiss 1971 for equal numbers of raters).
///
/// # Errors
///
/// [`Undefined::NoUnitWithTwoRatings`].
pub fn categories(sample: &Sample) -> Result<Vec<Category>, Undefined> {
    let mut apart = vec![0.0; sample.values().len()];
    let mut n_units = 0.0;
    for pattern in sample.pairable() {
        let n_ratings = pattern.n_ratings;
        n_units += pattern.n_units;
        for (code, n) in pattern.entries {
            let n = f64::from(*n);
            let pairs = n * (n_ratings - n) / (n_ratings * (n_ratings - 1.0));
            apart[*code as usize] += pattern.n_units * pairs;
        }
    }
    if n_units == 0.0 {
        return Err(Undefined::NoUnitWithTwoRatings);
    }
    let shares = sample.mean_shares();
    let of_value = sample.values().iter().zip(shares).zip(apart);
    Ok(of_value
        .map(|((value, share), apart)| Category {
            value: *value,
            share,
            kappa: beyond_chance(apart / n_units, share),
        })
        .collect())
}

/// None for a value that is never or always given. Of one that is always given the share may miss
/// 1 by rounding, and then nothing is apart either.
fn beyond_chance(apart: f64, share: f64) -> Option<f64> {
    let expected = share * (1.0 - share);
    (expected > 1e-12).then(|| 1.0 - apart / expected)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{counts_table, near, reference};
    use super::super::{Counts, Rating, Table};
    use super::*;

    /// Fleiss 1971, table 1: 30 patients, each diagnosed by 6 psychiatrists.
    fn diagnoses() -> Table {
        let rows = reference("fleiss_1971_counts.csv");
        let counts: Vec<Vec<u32>> = rows.iter().map(|row| whole(&row[1..])).collect();
        counts_table(&counts)
    }

    fn whole(cells: &[String]) -> Vec<u32> {
        cells.iter().map(|cell| cell.parse().unwrap()).collect()
    }

    #[test]
    fn the_diagnoses_of_fleiss_1971() {
        let table = diagnoses();
        let counts = Counts::new(&table);
        // The paper prints .430; R's irr::kappam.fleiss gives .430245.
        near(kappa(&counts.sample()).unwrap(), 0.430_245, 5e-7);
        let found = categories(&counts.sample()).unwrap();
        // To three digits, as R's irr::kappam.fleiss(detail = TRUE) prints them.
        for (category, expected) in found.iter().zip([0.245, 0.245, 0.520, 0.471, 0.566]) {
            near(category.kappa.unwrap(), expected, 5e-4);
        }
        // Fleiss 1971, table 1, last row.
        for (category, expected) in found.iter().zip([0.144, 0.144, 0.167, 0.306, 0.239]) {
            near(category.share, expected, 6e-4);
        }
    }

    #[test]
    fn one_value_and_no_pair_are_told_apart() {
        let rate = |unit, rater, value| Rating { unit, rater, value };
        let same = Table::new([rate(0, 0, 2.0), rate(0, 1, 2.0)]).unwrap();
        let counts = Counts::new(&same);
        assert_eq!(kappa(&counts.sample()), Err(Undefined::OneValue));
        assert_eq!(categories(&counts.sample()).unwrap()[0].kappa, None);
        let single = Table::new([rate(0, 0, 2.0), rate(1, 1, 3.0)]).unwrap();
        let counts = Counts::new(&single);
        let reason = Undefined::NoUnitWithTwoRatings;
        assert_eq!(kappa(&counts.sample()), Err(reason));
        assert_eq!(categories(&counts.sample()), Err(reason));
    }

    #[test]
    fn a_unit_of_one_rater_counts_for_the_shares_alone() {
        let rate = |unit, rater, value| Rating { unit, rater, value };
        let ratings = [
            rate(0, 0, 1.0),
            rate(0, 1, 1.0),
            rate(1, 0, 1.0),
            rate(1, 1, 2.0),
        ];
        let table = Table::new(ratings.into_iter().chain([rate(2, 0, 2.0)])).unwrap();
        let counts = Counts::new(&table);
        // P = (1 + 0)/2; p = (1 + 1/2 + 0)/3 and the same for the other: P_e = 1/2.
        near(kappa(&counts.sample()).unwrap(), 0.0, 1e-15);
    }
}
