//! What is expected of one rating at a position `ξ = θ − s`, the halo integrated out: of each
//! category its probability, with mean and variance.
//!
//! `P(X = k | ξ) = Σ_m w_m P(X = k | ξ + σ_u z_m)`. Worked out once for each criterion on the grid
//! of [`super::table`] and interpolated as there.

use super::quadrature::Quadrature;
use super::steps::{Expected, Steps};
use super::table::{N_POINTS, around, position};
use crate::text::count;

/// Numbers before the probabilities: mean and variance.
const HEAD: usize = 2;

/// The curves of all criteria.
#[derive(Debug, Clone)]
pub struct Curves<'a> {
    steps: &'a Steps,
    halo: f64,
    rule: &'a Quadrature,
    width: usize,
    /// Criterion by criterion, point by point: mean, variance, probabilities.
    grid: Vec<f64>,
}

impl<'a> Curves<'a> {
    /// For steps and a halo of standard deviation `halo`, integrated with `rule`.
    #[must_use]
    pub fn new(steps: &'a Steps, n_criteria: usize, halo: f64, rule: &'a Quadrature) -> Self {
        let width = HEAD + steps.n_steps() + 1;
        let mut curves = Self {
            steps,
            halo,
            rule,
            width,
            grid: Vec::new(),
        };
        let mut grid = vec![0.0; n_criteria * N_POINTS * width];
        for (at, row) in grid.chunks_mut(width).enumerate() {
            curves.fill(at / N_POINTS, position(at % N_POINTS), row);
        }
        curves.grid = grid;
        curves
    }

    /// Mean and variance of the category given on a criterion, 0 the lowest.
    #[must_use]
    pub fn moments(&self, criterion: usize, xi: f64) -> (f64, f64) {
        let mut row = [0.0; HEAD];
        self.row(criterion, xi, &mut row);
        (row[0], row[1].max(0.0))
    }

    /// Adds the probability of each category, times a weight, to `sums`.
    pub fn add_probabilities(&self, criterion: usize, xi: f64, weight: f64, sums: &mut [f64]) {
        let mut row = vec![0.0; self.width];
        self.row(criterion, xi, &mut row);
        for (sum, probability) in sums.iter_mut().zip(&row[HEAD..]) {
            *sum += weight * probability.max(0.0);
        }
    }

    /// Fills the first numbers of a criterion's row.
    fn row(&self, criterion: usize, xi: f64, row: &mut [f64]) {
        let Some((first, weights)) = around(xi) else {
            let mut whole = vec![0.0; self.width];
            self.fill(criterion, xi, &mut whole);
            row.copy_from_slice(&whole[..row.len()]);
            return;
        };
        for (point, weight) in weights.iter().enumerate() {
            let from = (criterion * N_POINTS + first + point) * self.width;
            for (sum, value) in row.iter_mut().zip(&self.grid[from..]) {
                *sum += weight * value;
            }
        }
    }

    /// Works a whole row out.
    fn fill(&self, criterion: usize, xi: f64, row: &mut [f64]) {
        row.fill(0.0);
        let mut expected = Expected::default();
        for (z, weight) in self.rule.nodes.iter().zip(&self.rule.weights) {
            self.steps.at(criterion, xi + self.halo * z, &mut expected);
            for (sum, probability) in row[HEAD..].iter_mut().zip(&expected.probability) {
                *sum += weight * probability;
            }
        }
        let numbered = || row[HEAD..].iter().enumerate().map(|(k, p)| (count(k), p));
        let mean: f64 = numbered().map(|(k, p)| k * p).sum();
        let variance = numbered().map(|(k, p)| (k - mean) * (k - mean) * p).sum();
        row[..HEAD].copy_from_slice(&[mean, variance]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::steps::Structure;

    #[test]
    fn interpolated_or_not_the_curves_are_those_of_the_steps() {
        let steps = Steps::flat(Structure::RatingScale, 2, 3).with(vec![-0.5, 0.5, -1.6, 0.1]);
        let rule = Quadrature::new(9);
        for halo in [0.0, 0.9] {
            let curves = Curves::new(&steps, 2, halo, &rule);
            for xi in [-30.0, -7.99, -1.3, 0.0, 0.06, 2.7, 7.95, 8.0, 12.0] {
                let mut exact = vec![0.0; 6];
                curves.fill(1, xi, &mut exact);
                let (mean, variance) = curves.moments(1, xi);
                assert!((mean - exact[0]).abs() < 2e-6 && (variance - exact[1]).abs() < 2e-5);
                let mut probabilities = vec![0.0; 4];
                curves.add_probabilities(1, xi, 1.0, &mut probabilities);
                assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-5);
                for (found, exact) in probabilities.iter().zip(&exact[HEAD..]) {
                    assert!((found - exact).abs() < 2e-6, "{xi}");
                }
            }
        }
    }

    #[test]
    fn a_halo_adds_its_variance() {
        let steps = Steps::flat(Structure::RatingScale, 1, 1);
        let rule = Quadrature::new(15);
        // Of two categories the variance is p (1 − p), and p is drawn to the middle.
        let (mean, variance) = Curves::new(&steps, 1, 1.5, &rule).moments(0, 1.0);
        let (plain, _) = Curves::new(&steps, 1, 0.0, &rule).moments(0, 1.0);
        assert!(mean > 0.5 && mean < plain);
        assert!((variance - mean * (1.0 - mean)).abs() < 1e-5);
    }
}
