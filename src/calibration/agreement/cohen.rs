//! Cohen's kappa of two raters, plain or weighted, with its standard error.

use serde::Serialize;

use super::weights::Distances;
use super::{Figure, Table, Undefined, Weights};

/// More pairs of values than this (with one rater's values in rows, the other's in columns) are
/// refused: all of them are gone through.
const MAX_PAIRS: usize = 10_000_000;

/// Kappa with what belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Kappa {
    /// Kappa, at most 1; 0 is chance.
    pub value: f64,
    /// Its large-sample standard error.
    pub se: f64,
    /// The standard error if kappa were 0, for a test of that.
    pub se_of_none: f64,
    /// Weighted agreement found, 0 to 1.
    pub observed: f64,
    /// Weighted agreement expected by chance, 0 to under 1.
    pub expected: f64,
    /// Units that both rated.
    pub n_units: f64,
}

/// How often one rater gave a value where the other gave another.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossTable {
    values: Vec<f64>,
    /// Numbers of the one's and the other's value, with a count over 0; rising.
    cells: Vec<(u32, u32, f64)>,
}

impl CrossTable {
    /// What two raters gave the units that both of them rated.
    #[must_use]
    pub fn of_raters(table: &Table, one: u32, other: u32) -> Self {
        let mut pairs = Vec::new();
        for unit in 0..table.n_rows() {
            let (raters, codes) = table.unit(unit);
            let code = |rater: u32| raters.binary_search(&rater).ok().map(|idx| codes[idx]);
            if let (Some(one), Some(other)) = (code(one), code(other)) {
                pairs.push((one, other));
            }
        }
        pairs.sort_unstable();
        let cells = pairs.chunk_by(|left, right| left == right).map(|chunk| {
            let (one, other) = chunk[0];
            (one, other, crate::text::count(chunk.len()))
        });
        Self {
            values: table.values().to_vec(),
            cells: cells.collect(),
        }
    }

    /// A table of counts: a row for each value of the one, with a column for each of the other's.
    ///
    /// None where it is not as wide and high as there are values, or a count is negative or not
    /// finite. Values rise.
    #[must_use]
    pub fn of_counts(values: &[f64], counts: &[Vec<f64>]) -> Option<Self> {
        let fits = counts.len() == values.len()
            && counts.iter().all(|row| row.len() == values.len())
            && counts.iter().flatten().all(|n| n.is_finite() && *n >= 0.0)
            && values.is_sorted_by(|one, next| one < next);
        if !fits {
            return None;
        }
        let mut cells = Vec::new();
        for (one, row) in (0_u32..).zip(counts) {
            for (other, n) in (0_u32..).zip(row).filter(|(_, n)| **n > 0.0) {
                cells.push((one, other, *n));
            }
        }
        Some(Self {
            values: values.to_vec(),
            cells,
        })
    }

    /// Shares of cells and of each rater's values.
    fn shares(&self) -> Option<Shares> {
        let n: f64 = self.cells.iter().map(|(_, _, n)| n).sum();
        if n == 0.0 {
            return None;
        }
        let mut rows = vec![0.0; self.values.len()];
        let mut columns = vec![0.0; self.values.len()];
        for (one, other, count) in &self.cells {
            rows[*one as usize] += count / n;
            columns[*other as usize] += count / n;
        }
        Some(Shares {
            n,
            rows: used(&rows),
            columns: used(&columns),
        })
    }
}

/// Shares by the number of the value, without those nobody gave.
type Marginal = Vec<(u32, f64)>;

struct Shares {
    n: f64,
    rows: Marginal,
    columns: Marginal,
}

fn used(shares: &[f64]) -> Marginal {
    let numbered = (0_u32..).zip(shares.iter().copied());
    numbered.filter(|(_, share)| *share > 0.0).collect()
}

/// Cohen's kappa: `1 − Σ v_ij p_ij / Σ v_ij p_i. p_.j` with disagreement weights v (Cohen 1960, *A
/// coefficient of agreement for nominal scales*; Cohen 1968, *Weighted kappa*).
///
/// With agreement weights `w = 1 − v/max(v)`, agreement `p_o` and `p_e`, and the weights expected
/// with a value, `a_i = Σ_j p_.j w_ij` and `b_j = Σ_i p_i. w_ij`, the variance is
/// `(Σ p_ij (w_ij (1 − p_e) − (a_i + b_j)(1 − p_o))² − (p_o p_e − 2 p_e + p_o)²) / (n (1 − p_e)⁴)`
/// and, for a kappa of 0, `(Σ p_i. p_.j (w_ij − a_i − b_j)² − p_e²) / (n (1 − p_e)²)` (Fleiss,
/// Cohen & Everitt 1969, *Large sample standard errors of kappa and weighted kappa*).
///
/// # Errors
///
/// [`Undefined::NoUnitWithTwoRatings`] where the two rated nothing in common;
/// [`Undefined::NoExpectedDisagreement`] where both give the same value always;
/// [`Undefined::TooManyValues`] beyond 10⁷ pairs of values; [`Undefined::WrongMatrix`].
pub fn kappa(table: &CrossTable, weights: &Weights) -> Result<Kappa, Undefined> {
    let distances = Distances::new(weights, &table.values).ok_or(Undefined::WrongMatrix)?;
    let shares = table.shares().ok_or(Undefined::NoUnitWithTwoRatings)?;
    if shares.rows.len() * shares.columns.len() > MAX_PAIRS {
        return Err(Undefined::TooManyValues);
    }
    let agreement = |one: u32, other: u32| 1.0 - distances.between(one, other);
    let mean = |code: u32, of: &Marginal, w: &dyn Fn(u32, u32) -> f64| -> f64 {
        of.iter()
            .map(|(other, share)| share * w(code, *other))
            .sum()
    };
    let mut by_row = vec![0.0; table.values.len()];
    for (code, _) in &shares.rows {
        by_row[*code as usize] = mean(*code, &shares.columns, &agreement);
    }
    let mut by_column = vec![0.0; table.values.len()];
    for (code, _) in &shares.columns {
        by_column[*code as usize] = mean(*code, &shares.rows, &|one, other| agreement(other, one));
    }
    Expectation {
        table,
        shares: &shares,
        distances: &distances,
        by_row,
        by_column,
    }
    .kappa()
}

/// Agreement that each value would meet by chance.
struct Expectation<'a> {
    table: &'a CrossTable,
    shares: &'a Shares,
    distances: &'a Distances<'a>,
    by_row: Vec<f64>,
    by_column: Vec<f64>,
}

impl Expectation<'_> {
    fn kappa(&self) -> Result<Kappa, Undefined> {
        let n = self.shares.n;
        let apart: f64 = self.cells().map(|(v, _, share)| share * v).sum();
        let expected_apart = self.apart_by_chance();
        if expected_apart <= 0.0 {
            return Err(Undefined::NoExpectedDisagreement);
        }
        let scatter = self.scatter(apart, expected_apart);
        let scatter_of_none = self.scatter_of_none(expected_apart);
        Ok(Kappa {
            value: 1.0 - apart / expected_apart,
            se: root(scatter) / n.sqrt() / expected_apart.powi(2),
            se_of_none: root(scatter_of_none) / n.sqrt() / expected_apart,
            observed: 1.0 - apart,
            expected: 1.0 - expected_apart,
            n_units: n,
        })
    }

    /// The disagreement of each cell, the agreement expected with its two values, and its share.
    fn cells(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        self.table.cells.iter().map(|(one, other, count)| {
            let expected = self.by_row[*one as usize] + self.by_column[*other as usize];
            let apart = self.distances.between(*one, *other);
            (apart, expected, count / self.shares.n)
        })
    }

    fn apart_by_chance(&self) -> f64 {
        let mut sum = 0.0;
        for (one, row) in &self.shares.rows {
            for (other, column) in &self.shares.columns {
                sum += row * column * self.distances.between(*one, *other);
            }
        }
        sum
    }

    fn scatter(&self, apart: f64, expected_apart: f64) -> f64 {
        let (observed, expected) = (1.0 - apart, 1.0 - expected_apart);
        let squares = self.cells().map(|(v, by_chance, share)| {
            share * ((1.0 - v) * expected_apart - by_chance * apart).powi(2)
        });
        squares.sum::<f64>() - (observed * expected - 2.0 * expected + observed).powi(2)
    }

    fn scatter_of_none(&self, expected_apart: f64) -> f64 {
        let mut squares = 0.0;
        for (one, row) in &self.shares.rows {
            for (other, column) in &self.shares.columns {
                let by_chance = self.by_row[*one as usize] + self.by_column[*other as usize];
                let agreement = 1.0 - self.distances.between(*one, *other);
                squares += row * column * (agreement - by_chance).powi(2);
            }
        }
        squares - (1.0 - expected_apart).powi(2)
    }
}

/// The root of a difference of numbers up to 1, or 0 where rounding is all that is left of it.
fn root(difference: f64) -> f64 {
    if difference < 1e-14 {
        0.0
    } else {
        difference.sqrt()
    }
}

/// Cohen's kappa where a table has exactly two raters.
///
/// # Errors
///
/// As [`kappa`]; [`Undefined::FewerThanTwoRaters`] and [`Undefined::MoreThanTwoRaters`].
pub fn kappa_of_two(table: &Table, weights: &Weights) -> Result<Kappa, Undefined> {
    if table.n_raters() < 2 {
        return Err(Undefined::FewerThanTwoRaters);
    }
    let (one, other) = table
        .only_two_raters()
        .ok_or(Undefined::MoreThanTwoRaters)?;
    kappa(&CrossTable::of_raters(table, one, other), weights)
}

/// The value of a kappa alone.
///
/// # Errors
///
/// The kappa's.
pub fn value(kappa: Result<Kappa, Undefined>) -> Figure {
    kappa.map(|kappa| kappa.value)
}

#[cfg(test)]
mod tests {
    use super::super::Matrix;
    use super::super::tests::{near, table_of_rows};
    use super::*;

    /// Cohen 1968, table 1: diagnoses of 200 people by two judges.
    fn diagnoses() -> CrossTable {
        let shares = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]];
        let counts = shares.map(|row| row.map(|share| share * 200.0).to_vec());
        CrossTable::of_counts(&[1.0, 2.0, 3.0], &counts).unwrap()
    }

    #[test]
    fn the_diagnoses_of_cohen_1968() {
        let plain = kappa(&diagnoses(), &Weights::Plain).unwrap();
        near(plain.value, 0.491_525, 5e-7);
        let rows = [[0.0, 1.0, 3.0], [1.0, 0.0, 6.0], [3.0, 6.0, 0.0]];
        let weights = Weights::Matrix(Matrix::new(&rows.map(|row| row.to_vec())).unwrap());
        let weighted = kappa(&diagnoses(), &weights).unwrap();
        near(weighted.value, 0.347_826, 5e-7);
    }

    #[test]
    fn a_matrix_that_does_not_fit_is_said() {
        let weights = Weights::Matrix(Matrix::new(&[vec![0.0]]).unwrap());
        let found = kappa(&diagnoses(), &weights);
        assert_eq!(found, Err(Undefined::WrongMatrix));
    }

    #[test]
    fn counts_must_fit_the_values() {
        let row = vec![1.0, 2.0];
        assert!(CrossTable::of_counts(&[1.0, 2.0], std::slice::from_ref(&row)).is_none());
        assert!(CrossTable::of_counts(&[2.0, 1.0], &[row.clone(), row.clone()]).is_none());
        let negative = vec![-1.0, 2.0];
        assert!(CrossTable::of_counts(&[1.0, 2.0], &[row, negative]).is_none());
    }

    #[test]
    fn kappa_is_of_the_units_that_both_rated() {
        let (yes, no) = (Some(1.0), Some(0.0));
        let both = [vec![yes, yes], vec![no, no], vec![yes, no], vec![no, no]];
        let mut more = both.to_vec();
        more.extend([vec![yes, None], vec![None, no]]);
        let found = kappa_of_two(&table_of_rows(&more), &Weights::Plain).unwrap();
        let expected = kappa_of_two(&table_of_rows(&both), &Weights::Plain).unwrap();
        assert_eq!(found, expected);
        // 3/4 agree; by chance 1/2 · 1/4 + 1/2 · 3/4.
        near(found.value, 0.5, 1e-15);
    }

    #[test]
    fn reasons_are_told_apart() {
        let yes = Some(1.0);
        let of =
            |rows: &[Vec<Option<f64>>]| value(kappa_of_two(&table_of_rows(rows), &Weights::Linear));
        assert_eq!(of(&[]), Err(Undefined::FewerThanTwoRaters));
        assert_eq!(of(&[vec![yes]]), Err(Undefined::FewerThanTwoRaters));
        assert_eq!(of(&[vec![yes; 3]]), Err(Undefined::MoreThanTwoRaters));
        let apart = [vec![yes, None], vec![None, yes]];
        assert_eq!(of(&apart), Err(Undefined::NoUnitWithTwoRatings));
        let same = [vec![yes, yes], vec![yes, yes]];
        assert_eq!(of(&same), Err(Undefined::NoExpectedDisagreement));
    }
}
