//! A symmetric positive definite matrix, factored block by block: `A = L L'`.
//!
//! The work is in products of blocks, which is what makes it fast for thousands of rows; nalgebra's
//! own factorisation goes column by column.

use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

/// Rows and columns of a block.
const BLOCK: usize = 96;

/// The factor `L`, in the lower triangle.
#[derive(Debug, Clone)]
pub struct Factor {
    lower: DMatrix<f64>,
}

impl Factor {
    /// Factors a matrix, of which only the lower triangle is read; none where it is not positive
    /// definite, or holds what is no number.
    #[must_use]
    pub fn new(mut matrix: DMatrix<f64>) -> Option<Self> {
        let n = matrix.nrows();
        for from in (0..n).step_by(BLOCK) {
            let to = (from + BLOCK).min(n);
            factor_small(&mut matrix, from, to)?;
            if to == n {
                break;
            }
            let corner = inverse_small(&matrix, from, to);
            // The panel under the block: A L⁻ᵀ.
            let panel = matrix.view((to, from), (n - to, to - from)) * corner.transpose();
            matrix
                .view_mut((to, from), (n - to, to - from))
                .copy_from(&panel);
            subtract_outer(&mut matrix, &panel, to);
        }
        matrix.fill_upper_triangle(0.0, 1);
        Some(Self { lower: matrix })
    }

    /// Solves `A x = b`.
    #[must_use]
    pub fn solve(&self, right: &DVector<f64>) -> DVector<f64> {
        let mut solution = right.clone();
        self.lower.solve_lower_triangular_mut(&mut solution);
        self.lower.tr_solve_lower_triangular_mut(&mut solution);
        solution
    }

    /// `log |A|`.
    #[must_use]
    pub fn log_determinant(&self) -> f64 {
        2.0 * self
            .lower
            .diagonal()
            .iter()
            .map(|value| value.ln())
            .sum::<f64>()
    }

    /// The inverse of `A`, as `L⁻¹`.
    #[must_use]
    pub fn inverse(&self) -> Inverse {
        let n = self.lower.nrows();
        let blocks: Vec<usize> = (0..n).step_by(BLOCK).collect();
        // Each block of columns of L⁻¹ for itself, downwards.
        let columns: Vec<DMatrix<f64>> = blocks
            .par_iter()
            .map(|from| self.inverse_columns(*from))
            .collect();
        let mut lower = DMatrix::zeros(n, n);
        for (from, of_block) in blocks.iter().zip(columns) {
            lower
                .view_mut((*from, *from), (n - from, of_block.ncols()))
                .copy_from(&of_block);
        }
        Inverse { lower }
    }

    /// Columns of `L⁻¹` from one on, without the rows above them.
    fn inverse_columns(&self, first: usize) -> DMatrix<f64> {
        let n = self.lower.nrows();
        let width = BLOCK.min(n - first);
        let mut columns = DMatrix::zeros(n - first, width);
        for from in (first..n).step_by(BLOCK) {
            let to = (from + BLOCK).min(n);
            let corner = inverse_small(&self.lower, from, to);
            let block = if from == first {
                corner
            } else {
                let left = self.lower.view((from, first), (to - from, from - first));
                -(corner * (left * columns.rows(0, from - first)))
            };
            columns
                .view_mut((from - first, 0), (to - from, width))
                .copy_from(&block);
        }
        columns
    }
}

/// The inverse of a factored matrix: `A⁻¹ = L⁻ᵀ L⁻¹`.
#[derive(Debug, Clone)]
pub struct Inverse {
    lower: DMatrix<f64>,
}

impl Inverse {
    /// One number of it.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> f64 {
        let from = row.max(column);
        let n = self.lower.nrows() - from;
        let (a, b) = (self.lower.column(row), self.lower.column(column));
        a.rows(from, n).dot(&b.rows(from, n))
    }

    /// Rows and columns.
    #[must_use]
    pub fn size(&self) -> usize {
        self.lower.nrows()
    }

    /// The sum of the first `n` numbers on the diagonal.
    #[must_use]
    pub fn trace(&self, n: usize) -> f64 {
        self.lower.columns(0, n).norm_squared()
    }
}

/// Factors a block on the diagonal in place.
fn factor_small(matrix: &mut DMatrix<f64>, from: usize, to: usize) -> Option<()> {
    for column in from..to {
        let of_row: f64 = (from..column)
            .map(|at| matrix[(column, at)] * matrix[(column, at)])
            .sum();
        let square = matrix[(column, column)] - of_row;
        if !(square > 0.0 && square.is_finite()) {
            return None;
        }
        let root = square.sqrt();
        matrix[(column, column)] = root;
        for row in column + 1..to {
            let product: f64 = (from..column)
                .map(|at| matrix[(row, at)] * matrix[(column, at)])
                .sum();
            matrix[(row, column)] = (matrix[(row, column)] - product) / root;
        }
    }
    Some(())
}

/// The inverse of a factored block on the diagonal.
fn inverse_small(matrix: &DMatrix<f64>, from: usize, to: usize) -> DMatrix<f64> {
    let n = to - from;
    let mut inverse = DMatrix::zeros(n, n);
    for column in 0..n {
        inverse[(column, column)] = 1.0 / matrix[(from + column, from + column)];
        for row in column + 1..n {
            let product: f64 = (column..row)
                .map(|at| matrix[(from + row, from + at)] * inverse[(at, column)])
                .sum();
            inverse[(row, column)] = -product / matrix[(from + row, from + row)];
        }
    }
    inverse
}

/// Takes `P P'` from the lower triangle that begins at `first`, a block of columns at a time.
fn subtract_outer(matrix: &mut DMatrix<f64>, panel: &DMatrix<f64>, first: usize) {
    let n = matrix.nrows();
    let blocks: Vec<usize> = (first..n).step_by(BLOCK).collect();
    let products: Vec<DMatrix<f64>> = blocks
        .par_iter()
        .map(|from| {
            let under = panel.rows(from - first, n - from);
            let of_block = panel.rows(from - first, BLOCK.min(n - from));
            under * of_block.transpose()
        })
        .collect();
    for (from, product) in blocks.iter().zip(products) {
        let mut place = matrix.view_mut((*from, *from), product.shape());
        place -= product;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(n: usize) -> DMatrix<f64> {
        let raw = DMatrix::from_fn(n, n, |row, column| {
            crate::text::count((row * 31 + column * 17) % 23) / 23.0 - 0.5
        });
        &raw * raw.transpose() + DMatrix::identity(n, n)
    }

    #[test]
    fn products_solutions_and_inverses_fit_together() {
        for n in [1, 2, 95, 96, 97, 250] {
            let matrix = example(n);
            let factor = Factor::new(matrix.clone()).unwrap();
            let again = &factor.lower * factor.lower.transpose();
            assert!((again - &matrix).amax() < 1e-9, "{n}");
            let right = DVector::from_fn(n, |at, _| crate::text::count(at) - 3.0);
            assert!(
                (&matrix * factor.solve(&right) - &right).amax() < 1e-8,
                "{n}"
            );
            let inverse = factor.inverse();
            let whole = DMatrix::from_fn(n, n, |row, column| inverse.at(row, column));
            assert!(
                (&matrix * &whole - DMatrix::identity(n, n)).amax() < 1e-8,
                "{n}"
            );
            assert!((inverse.trace(n) - whole.trace()).abs() < 1e-8);
            let known = nalgebra::Cholesky::new(matrix).unwrap();
            let expected: f64 = known.l().diagonal().iter().map(|value| value.ln()).sum();
            assert!((factor.log_determinant() - 2.0 * expected).abs() < 1e-9);
        }
    }

    #[test]
    fn what_has_no_factor_is_none() {
        assert!(Factor::new(-example(3)).is_none());
        assert!(Factor::new(DMatrix::from_element(2, 2, f64::NAN)).is_none());
    }
}
