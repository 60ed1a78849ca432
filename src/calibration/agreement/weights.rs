//! How much two different values disagree.

use std::fmt;

/// The disagreement between values, from 0 (the same) to 1 (the worst there is).
///
/// Distances are between the values themselves, so on a scale that is used in part, or with a
/// gap, points keep their distance. On a scale of evenly spaced points this is the usual
/// distance between the places of categories.
#[derive(Debug, Clone, PartialEq)]
pub enum Weights {
    /// 1 for any two different values.
    Plain,
    /// `|x − y|`, over the width of the scale.
    Linear,
    /// `(x − y)²`, over the squared width of the scale (Cohen 1968; Fleiss & Cohen 1973).
    Quadratic,
    /// The pairs of places that lie between: `C(|i − j| + 1, 2) / C(q, 2)` for the i-th and j-th
    /// of q values (Gwet 2014, *Handbook of Inter-Rater Reliability*, 4th ed.).
    Ordinal,
    /// Any others, by the places of the values.
    Matrix(Matrix),
}

/// A square matrix of disagreements between values by their places; finite, 0 and more.
///
/// It need not be symmetric, nor 0 on the diagonal.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    width: usize,
    /// Row by row.
    entries: Vec<f64>,
    largest: f64,
}

/// Why rows make no matrix of disagreements. Rows and columns count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatrixError {
    /// A row is not as long as there are rows.
    NotSquare {
        /// The row.
        row: usize,
        /// How many entries it has.
        n_entries: usize,
        /// How many rows there are.
        n_rows: usize,
    },
    /// An entry is negative, infinite or not a number.
    NotADisagreement {
        /// Its row.
        row: usize,
        /// Its column.
        column: usize,
    },
}

impl fmt::Display for MatrixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSquare {
                row,
                n_entries,
                n_rows,
            } => write!(
                f,
                "row {} of the weights has {n_entries} entries and there are {n_rows} rows",
                row + 1
            ),
            Self::NotADisagreement { row, column } => write!(
                f,
                "the weight in row {}, column {} is not a number of 0 or more",
                row + 1,
                column + 1
            ),
        }
    }
}

impl std::error::Error for MatrixError {}

impl Matrix {
    /// A matrix of disagreements, row by row.
    ///
    /// # Errors
    ///
    /// Rows that are not as long as there are rows; an entry that is negative or not finite.
    pub fn new(rows: &[Vec<f64>]) -> Result<Self, MatrixError> {
        let mut entries = Vec::with_capacity(rows.len() * rows.len());
        for (row, of_row) in rows.iter().enumerate() {
            if of_row.len() != rows.len() {
                return Err(MatrixError::NotSquare {
                    row,
                    n_entries: of_row.len(),
                    n_rows: rows.len(),
                });
            }
            let wrong = |entry: &f64| !entry.is_finite() || *entry < 0.0;
            if let Some(column) = of_row.iter().position(wrong) {
                return Err(MatrixError::NotADisagreement { row, column });
            }
            entries.extend_from_slice(of_row);
        }
        let largest = entries.iter().copied().fold(0.0, f64::max);
        Ok(Self {
            width: rows.len(),
            entries,
            largest,
        })
    }
}

/// Weights on the values of some data.
#[derive(Debug, Clone, Copy)]
pub(super) struct Distances<'a> {
    weights: &'a Weights,
    values: &'a [f64],
    /// The largest disagreement before scaling, or the width of the scale; over 0.
    largest: f64,
}

impl<'a> Distances<'a> {
    /// None where a matrix is not as wide as there are values.
    pub(super) fn new(weights: &'a Weights, values: &'a [f64]) -> Option<Self> {
        let n_values = crate::text::count(values.len());
        let largest = match weights {
            Weights::Plain => 1.0,
            Weights::Linear | Weights::Quadratic => match values {
                [first, .., last] => apart(*last, *first),
                _ => 0.0,
            },
            Weights::Ordinal => n_values * (n_values - 1.0) / 2.0,
            Weights::Matrix(matrix) if matrix.width == values.len() => matrix.largest,
            Weights::Matrix(_) => return None,
        };
        Some(Self {
            weights,
            values,
            largest: if largest > 0.0 { largest } else { 1.0 },
        })
    }

    /// The disagreement between values by their numbers, 0 to 1.
    pub(super) fn between(&self, one: u32, other: u32) -> f64 {
        let (row, column) = (one as usize, other as usize);
        let scaled = || apart(self.values[row], self.values[column]) / self.largest;
        let unscaled = match self.weights {
            Weights::Plain => f64::from(u8::from(one != other)),
            Weights::Linear => return scaled().abs(),
            Weights::Quadratic => return scaled().powi(2),
            Weights::Ordinal => {
                let steps = f64::from(one.abs_diff(other));
                steps * (steps + 1.0) / 2.0
            }
            Weights::Matrix(matrix) => matrix.entries[row * matrix.width + column],
        };
        unscaled / self.largest
    }

    /// The sum of the disagreements of all ordered pairs of values, without going through them
    /// except in a matrix.
    pub(super) fn sum(&self) -> f64 {
        let n = crate::text::count(self.values.len());
        let scaled = || {
            let lowest = self.values.first().copied().unwrap_or_default();
            let values = self.values.iter();
            values.map(move |value| apart(*value, lowest) / self.largest)
        };
        // Places from 0, as numbers to calculate with.
        let places = || (0..self.values.len()).map(crate::text::count);
        match self.weights {
            Weights::Plain => n * (n - 1.0),
            Weights::Linear => {
                let terms = scaled().zip(places());
                2.0 * terms.map(|(x, i)| x * (2.0 * i + 1.0 - n)).sum::<f64>()
            }
            Weights::Quadratic => {
                let mean = scaled().sum::<f64>() / n;
                2.0 * n * scaled().map(|x| (x - mean).powi(2)).sum::<f64>()
            }
            Weights::Ordinal => {
                let terms = places().map(|steps| (n - steps) * steps * (steps + 1.0));
                terms.sum::<f64>() / self.largest
            }
            Weights::Matrix(matrix) => matrix.entries.iter().sum::<f64>() / self.largest,
        }
    }
}

/// Half the difference, which cannot overflow.
fn apart(one: f64, other: f64) -> f64 {
    one / 2.0 - other / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-15, "{found} {expected}");
    }

    #[test]
    fn weights_are_those_of_the_book_on_even_scales() {
        let values = [1.0, 2.0, 3.0, 4.0];
        // Gwet's agreement weights for four categories: 1, .667, .333, 0; 1, .889, .556, 0;
        // 1, .833, .5, 0 from the first category.
        for (weights, expected) in [
            (Weights::Plain, [0.0, 1.0, 1.0, 1.0]),
            (Weights::Linear, [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0]),
            (Weights::Quadratic, [0.0, 1.0 / 9.0, 4.0 / 9.0, 1.0]),
            (Weights::Ordinal, [0.0, 1.0 / 6.0, 0.5, 1.0]),
        ] {
            let distances = Distances::new(&weights, &values).unwrap();
            for (code, expected) in (0..4).zip(expected) {
                near(distances.between(0, code), expected);
                near(distances.between(code, 0), expected);
            }
        }
    }

    #[test]
    fn the_sum_is_over_all_pairs() {
        let values = [-1.5, 0.0, 2.0, 2.5, 7.0];
        let rows: Vec<Vec<f64>> = (0..5_u8)
            .map(|row| (0..5).map(|column| f64::from(row * 5 + column)).collect())
            .collect();
        for weights in [
            Weights::Plain,
            Weights::Linear,
            Weights::Quadratic,
            Weights::Ordinal,
            Weights::Matrix(Matrix::new(&rows).unwrap()),
        ] {
            let distances = Distances::new(&weights, &values).unwrap();
            let pairs = (0..5).flat_map(|one| (0..5).map(move |other| (one, other)));
            let expected: f64 = pairs
                .map(|(one, other)| distances.between(one, other))
                .sum();
            let found = distances.sum();
            assert!((found - expected).abs() < 1e-13, "{weights:?}");
        }
    }

    #[test]
    fn points_keep_their_distance_where_one_is_not_used() {
        let distances = Distances::new(&Weights::Linear, &[1.0, 2.0, 5.0]).unwrap();
        near(distances.between(0, 1), 0.25);
    }

    #[test]
    fn a_matrix_is_square_and_holds_disagreements() {
        let error = Matrix::new(&[vec![0.0, 1.0], vec![1.0]]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "row 2 of the weights has 1 entries and there are 2 rows"
        );
        for wrong in [-1.0, f64::NAN, f64::INFINITY] {
            let error = Matrix::new(&[vec![0.0, wrong], vec![1.0, 0.0]]).unwrap_err();
            assert_eq!(
                error.to_string(),
                "the weight in row 1, column 2 is not a number of 0 or more"
            );
        }
        let matrix = Matrix::new(&[vec![0.0, 4.0], vec![2.0, 0.0]]).unwrap();
        let weights = Weights::Matrix(matrix);
        assert!(Distances::new(&weights, &[1.0]).is_none());
        near(
            Distances::new(&weights, &[1.0, 2.0]).unwrap().between(1, 0),
            0.5,
        );
    }
}
