//! Gauss–Hermite quadrature for a standard normal variable.

use crate::text::count;

/// Nodes and weights: `E f(Z) ≈ Σ w_m f(z_m)` for standard normal `Z`, exact for polynomials up to
/// degree `2n − 1`. Nodes ascend; weights add up to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Quadrature {
    /// The nodes.
    pub nodes: Vec<f64>,
    /// Their weights.
    pub weights: Vec<f64>,
}

/// Newton's steps to a root of the polynomial; far fewer are needed.
const MOST_STEPS: usize = 100;

impl Quadrature {
    /// With `n` nodes, 1 to 64.
    ///
    /// The nodes are the roots of the orthonormal Hermite polynomial of degree `n`, found by
    /// Newton's method from the largest down, each divided out of the ones before (Press et al.
    /// 2007, *Numerical Recipes*, section 4.6.1); the weights follow from the polynomial of degree
    /// `n − 1` there.
    #[must_use]
    pub fn new(n: usize) -> Self {
        let n = n.clamp(1, 64);
        let mut roots: Vec<f64> = Vec::with_capacity(n);
        // All roots lie within ±2√n; where one is, the next is looked for under it.
        let mut guess = 2.0 * count(n).sqrt() + 1.0;
        for _ in 0..n {
            let root = next_root(n, guess, &roots);
            guess = root - 1e-3;
            roots.push(root);
        }
        roots.reverse();
        // The rule is symmetric, and so are the numbers.
        let nodes: Vec<f64> = (0..n)
            .map(|at| (roots[at] - roots[n - 1 - at]) / 2.0)
            .collect();
        let weights: Vec<f64> = nodes
            .iter()
            .map(|node| {
                let (_, before) = hermite(n, *node);
                1.0 / (count(n) * before * before)
            })
            .collect();
        let total: f64 = weights.iter().sum();
        let weights = weights.iter().map(|weight| weight / total).collect();
        Self { nodes, weights }
    }
}

fn next_root(n: usize, from: f64, found: &[f64]) -> f64 {
    let mut at = from;
    for _ in 0..MOST_STEPS {
        let (value, before) = hermite(n, at);
        let slope = count(n).sqrt() * before;
        let others: f64 = found.iter().map(|root| 1.0 / (at - root)).sum();
        let step = value / (slope - value * others);
        at -= step;
        if step.abs() < 1e-14 * (1.0 + at.abs()) {
            break;
        }
    }
    at
}

/// The orthonormal Hermite polynomials of degree `n` and `n − 1` for the standard normal weight.
fn hermite(n: usize, at: f64) -> (f64, f64) {
    let (mut before, mut value) = (0.0, 1.0);
    for degree in 0..n {
        let degree = count(degree);
        let next = (at * value - degree.sqrt() * before) / (degree + 1.0).sqrt();
        before = value;
        value = next;
    }
    (value, before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_the_normal_distribution_are_exact() {
        for n in 1..=64 {
            let rule = Quadrature::new(n);
            let mut moment = 1.0;
            for degree in (0..2 * n.min(12)).step_by(2) {
                let found: f64 = rule
                    .nodes
                    .iter()
                    .zip(&rule.weights)
                    .map(|(node, weight)| weight * node.powi(i32::try_from(degree).unwrap()))
                    .sum();
                assert!(
                    (found / moment - 1.0).abs() < 1e-10,
                    "{n} {degree}: {found}"
                );
                moment *= count(degree + 1);
            }
            assert!(rule.nodes.windows(2).all(|pair| pair[0] < pair[1]), "{n}");
        }
    }

    #[test]
    fn three_nodes_are_those_of_the_tables() {
        // Abramowitz & Stegun 1964, table 25.10, n = 3, times √2; weights over √π.
        let rule = Quadrature::new(3);
        assert!((rule.nodes[2] - 1.224_744_871_391_589 * 2_f64.sqrt()).abs() < 1e-14);
        assert!((rule.weights[1] - 2.0 / 3.0).abs() < 1e-14);
    }
}
