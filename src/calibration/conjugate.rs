//! A large symmetric positive definite system, solved by conjugate gradients with the diagonal as
//! preconditioner (Hestenes & Stiefel 1952): some dozen products in place of a factor.

use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

/// Columns that are multiplied at a time: the same for any number of threads, and so are the sums.
const COLUMNS: usize = 256;

/// Products before it is given up.
const MOST_PRODUCTS: usize = 500;

/// A solution, and how it was reached.
#[derive(Debug, Clone)]
pub struct Solution {
    /// The solution.
    pub value: DVector<f64>,
    /// Products with the matrix that it took.
    pub n_products: usize,
    /// What is left of the right side, as a share of it.
    pub residual: f64,
}

/// Solves `A x = b` until what is left of `b` is this share of it; of `A` only the lower triangle
/// is read. None where `A` is not positive definite, holds what is no number, or it takes too
/// long.
#[must_use]
pub fn solve(matrix: &DMatrix<f64>, right: &DVector<f64>, share: f64) -> Option<Solution> {
    let diagonal = matrix.diagonal();
    if !diagonal.iter().all(|value| *value > 0.0) {
        return None;
    }
    let mut value = DVector::zeros(right.len());
    let mut left = right.clone();
    let whole = right.norm();
    let mut direction = left.component_div(&diagonal);
    let mut product = left.dot(&direction);
    for n_products in 0..MOST_PRODUCTS {
        let residual = left.norm() / whole;
        if whole == 0.0 || residual <= share {
            return Some(Solution {
                value,
                n_products,
                residual: if whole == 0.0 { 0.0 } else { residual },
            });
        }
        let image = times(matrix, &direction);
        let bend = direction.dot(&image);
        if !(bend > 0.0 && bend.is_finite()) {
            return None;
        }
        let by = product / bend;
        value.axpy(by, &direction, 1.0);
        left.axpy(-by, &image, 1.0);
        let scaled = left.component_div(&diagonal);
        let before = std::mem::replace(&mut product, left.dot(&scaled));
        direction = scaled + direction * (product / before);
    }
    None
}

/// `A v`, of which only the lower triangle is read.
fn times(matrix: &DMatrix<f64>, vector: &DVector<f64>) -> DVector<f64> {
    let n = matrix.nrows();
    let blocks: Vec<usize> = (0..n).step_by(COLUMNS).collect();
    let parts: Vec<DVector<f64>> = blocks
        .par_iter()
        .map(|from| {
            let mut sum = DVector::zeros(n - from);
            for column in *from..(*from + COLUMNS).min(n) {
                let under = matrix.view((column, column), (n - column, 1));
                let own = vector.rows(column, n - column);
                let mut place = sum.rows_mut(column - from, n - column);
                place.axpy(vector[column], &under.column(0), 1.0);
                place[0] += under.column(0).dot(&own) - under[0] * vector[column];
            }
            sum
        })
        .collect();
    let mut sum = DVector::zeros(n);
    for (from, part) in blocks.iter().zip(parts) {
        let mut place = sum.rows_mut(*from, n - from);
        place += part;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::factor::Factor;

    fn example(n: usize) -> DMatrix<f64> {
        DMatrix::from_fn(n, n, |row, column| {
            let other = crate::text::count((row * 31 + column * 17) % 23) / 23.0 - 0.5;
            let mirror = crate::text::count((column * 31 + row * 17) % 23) / 23.0 - 0.5;
            let own = if row == column {
                40.0 + crate::text::count(n)
            } else {
                0.0
            };
            own + other + mirror
        })
    }

    #[test]
    fn it_is_what_the_factor_gives() {
        for n in [1, 5, 255, 256, 257, 600] {
            let mut matrix = example(n);
            let right = DVector::from_fn(n, |at, _| crate::text::count(at % 7) - 3.0);
            let expected = Factor::new(matrix.clone()).map(|factor| factor.solve(&right));
            // What is over the diagonal is not read.
            matrix.fill_upper_triangle(f64::NAN, 1);
            let found = solve(&matrix, &right, 1e-10).unwrap();
            assert!((found.value - expected.unwrap()).amax() < 1e-8, "{n}");
            assert!(found.residual <= 1e-10 && found.n_products < 80, "{n}");
        }
    }

    #[test]
    fn nothing_takes_nothing() {
        let found = solve(&example(3), &DVector::zeros(3), 1e-9).unwrap();
        assert_eq!((found.value.amax(), found.n_products), (0.0, 0));
    }

    #[test]
    fn what_has_no_solution_is_none() {
        let right = DVector::from_element(2, 1.0);
        let one = |values: [f64; 4]| solve(&DMatrix::from_row_slice(2, 2, &values), &right, 1e-9);
        assert!(one([-1.0, 0.0, 0.0, 1.0]).is_none());
        assert!(
            one([1.0, 0.0, 3.0, 1.0]).is_some(),
            "indefinite, but not along this"
        );
        assert!(one([1.0, 0.0, -3.0, 1.0]).is_none());
        assert!(one([1.0, 0.0, f64::NAN, 1.0]).is_none());
    }
}
