//! A symmetric positive definite matrix, factored block by block: `A = L L'`.
//!
//! The work is in products of blocks, in place, which is what makes it fast for thousands of rows;
//! nalgebra's own factorisation goes column by column.

use nalgebra::{Cholesky, DMatrix, DMatrixViewMut, DVector, Dyn};
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
            let width = to - from;
            let block = matrix.view((from, from), (width, width)).clone_owned();
            let corner = factor_small(block)?;
            matrix
                .view_mut((from, from), (width, width))
                .copy_from(&corner);
            if to == n {
                break;
            }
            // The panel under the block: A L⁻ᵀ.
            let under = matrix.view((to, from), (n - to, width));
            let panel = under * inverse_small(&corner).transpose();
            matrix
                .view_mut((to, from), (n - to, width))
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

    /// The sum of the first `n` numbers on the diagonal of `A⁻¹`.
    #[must_use]
    pub fn trace_of_inverse(&self, n: usize) -> f64 {
        self.inverse_of_lower().columns(0, n).norm_squared()
    }

    /// `A⁻¹`.
    #[must_use]
    pub fn inverse(&self) -> Inverse {
        let mut lower = self.inverse_of_lower();
        let n = lower.nrows();
        // A⁻¹ = L⁻ᵀ L⁻¹, a block of rows after the other: those under it are what it needs.
        for from in (0..n).step_by(BLOCK) {
            let height = BLOCK.min(n - from);
            let own = lower.view((from, from), (n - from, height)).transpose();
            for_column_blocks(&mut lower, from + height, |first, mut columns| {
                let width = columns.ncols();
                let under = columns.rows(from, n - from);
                let product = &own * under;
                let top = from.max(first);
                columns
                    .view_mut((top, 0), (from + height - top, width))
                    .copy_from(&product.rows(top - from, from + height - top));
            });
        }
        Inverse { lower }
    }

    /// `L⁻¹`.
    fn inverse_of_lower(&self) -> DMatrix<f64> {
        let n = self.lower.nrows();
        let corners: Vec<DMatrix<f64>> = (0..n)
            .step_by(BLOCK)
            .map(|from| {
                let width = BLOCK.min(n - from);
                inverse_small(&self.lower.view((from, from), (width, width)).clone_owned())
            })
            .collect();
        let mut inverse = DMatrix::zeros(n, n);
        // Each block of columns for itself, downwards.
        for_column_blocks(&mut inverse, n, |first, mut columns| {
            let width = columns.ncols();
            for from in (first..n).step_by(BLOCK) {
                let corner = &corners[from / BLOCK];
                let height = corner.nrows();
                let block = if from == first {
                    corner.clone()
                } else {
                    let left = self.lower.view((from, first), (height, from - first));
                    corner * (left * columns.rows(first, from - first)) * -1.0
                };
                columns
                    .view_mut((from, 0), (height, width))
                    .copy_from(&block);
            }
        });
        inverse
    }
}

/// The inverse of a factored matrix.
#[derive(Debug, Clone)]
pub struct Inverse {
    lower: DMatrix<f64>,
}

impl Inverse {
    /// One number of it.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.lower[(row.max(column), row.min(column))]
    }

    /// Rows and columns.
    #[must_use]
    pub fn size(&self) -> usize {
        self.lower.nrows()
    }

    /// The sum of the first `n` numbers on the diagonal.
    #[must_use]
    pub fn trace(&self, n: usize) -> f64 {
        self.lower.diagonal().rows(0, n).sum()
    }
}

/// Calls `work` with each block of columns before `end` and the number of its first, side by side.
fn for_column_blocks(
    matrix: &mut DMatrix<f64>,
    end: usize,
    work: impl Fn(usize, DMatrixViewMut<'_, f64>) + Sync,
) {
    let n = matrix.nrows();
    let columns = &mut matrix.as_mut_slice()[..end * n];
    let blocks = columns.par_chunks_mut(n * BLOCK).enumerate();
    blocks.for_each(|(number, values)| {
        let width = values.len() / n;
        work(
            number * BLOCK,
            DMatrixViewMut::from_slice_generic(values, Dyn(n), Dyn(width)),
        );
    });
}

/// The factor of a block on the diagonal, of which only the lower triangle is read.
fn factor_small(mut block: DMatrix<f64>) -> Option<DMatrix<f64>> {
    block.fill_upper_triangle_with_lower_triangle();
    let lower = Cholesky::new(block)?.unpack();
    lower
        .diagonal()
        .iter()
        .all(|root| root.is_finite())
        .then_some(lower)
}

/// The inverse of a factored block.
fn inverse_small(corner: &DMatrix<f64>) -> DMatrix<f64> {
    let n = corner.nrows();
    let mut inverse = DMatrix::identity(n, n);
    corner.solve_lower_triangular_mut(&mut inverse);
    inverse
}

/// Takes `P P'` from the lower triangle that begins at `first`.
fn subtract_outer(matrix: &mut DMatrix<f64>, panel: &DMatrix<f64>, first: usize) {
    let n = matrix.nrows();
    let values = &mut matrix.as_mut_slice()[first * n..];
    let blocks = values.par_chunks_mut(n * BLOCK).enumerate();
    blocks.for_each(|(number, values)| {
        let width = values.len() / n;
        let from = number * BLOCK;
        let under = panel.rows(from, n - first - from);
        let of_block = panel.rows(from, width).transpose();
        let mut columns = DMatrixViewMut::from_slice_generic(values, Dyn(n), Dyn(width));
        let mut place = columns.view_mut((first + from, 0), (n - first - from, width));
        place.gemm(-1.0, &under, &of_block, 1.0);
    });
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
            let part = n.div_ceil(2);
            assert!((factor.trace_of_inverse(part) - inverse.trace(part)).abs() < 1e-8);
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
