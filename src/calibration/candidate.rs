//! One candidate's ability, integrated out by adaptive Gauss–Hermite quadrature.
//!
//! The nodes lie around the mode of `f(θ) = −(θ − μ)²/2σ_t² + Σ_p l_p(θ − s_r)`, scaled by its curvature
//! there (Liu & Pierce 1994).

use super::design::{Design, Pair};
use super::pair::{Evaluator, Terms};
use super::quadrature::Quadrature;
use super::table::Tables;

/// Newton's steps to the mode; the function is concave and few are needed.
const MOST_STEPS: usize = 50;

/// What is held fixed while candidates are integrated out.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The ratings.
    pub design: &'a Design,
    /// What pairs say.
    pub tables: &'a Tables<'a>,
    /// Each interviewer's severity.
    pub severity: &'a [f64],
    /// Each group's mean ability.
    pub means: &'a [f64],
    /// Standard deviation of abilities around it.
    pub sd: f64,
    /// The nodes for abilities.
    pub rule: &'a Quadrature,
}

impl Given<'_> {
    /// The mean of a candidate's ability before any rating.
    #[must_use]
    pub fn mean_of(&self, candidate: usize) -> f64 {
        let group = self.design.group_of(candidate);
        group.map_or(0.0, |group| self.means[group])
    }

    /// What a candidate's ability is integrated over.
    #[must_use]
    pub fn own(&self, candidate: usize) -> Own<'_> {
        Own {
            mean: self.mean_of(candidate),
            pairs: self.design.pairs_of(candidate),
        }
    }
}

/// What one candidate's ability depends on.
#[derive(Debug, Clone, Copy)]
pub struct Own<'a> {
    /// Its mean before any rating.
    pub mean: f64,
    /// The ratings.
    pub pairs: &'a [Pair],
}

/// A candidate's ability as the ratings leave it, on the nodes.
#[derive(Debug, Clone)]
pub struct Posterior {
    /// Where it is highest.
    pub mode: f64,
    /// The nodes.
    pub nodes: Vec<f64>,
    /// Their weights; they add up to 1.
    pub weights: Vec<f64>,
    /// The log of the integral over the ability.
    pub log_marginal: f64,
}

impl Posterior {
    /// The mean and the variance.
    #[must_use]
    pub fn moments(&self) -> (f64, f64) {
        let mean = self.mean(|_, node| node);
        (mean, self.mean(|_, node| (node - mean) * (node - mean)))
    }

    /// The mean of something known at each node, by its number and its place.
    pub fn mean(&self, of: impl Fn(usize, f64) -> f64) -> f64 {
        let pairs = self.nodes.iter().zip(&self.weights).enumerate();
        pairs
            .map(|(at, (node, weight))| weight * of(at, *node))
            .sum()
    }
}

/// The candidate's curve at a place: `f`, `f'` and `−f''`.
fn curve(
    given: &Given<'_>,
    own: Own<'_>,
    theta: f64,
    evaluator: &mut Evaluator<'_>,
    row: &mut Vec<f64>,
) -> [f64; 3] {
    let precision = 1.0 / (given.sd * given.sd);
    let mut sum = [
        -0.5 * (theta - own.mean) * (theta - own.mean) * precision,
        -(theta - own.mean) * precision,
        precision,
    ];
    for pair in own.pairs {
        let xi = theta - given.severity[pair.interviewer as usize];
        given.tables.row(evaluator, pair.kind, xi, row, 3);
        let terms = Terms(row);
        sum[0] += terms.value();
        sum[1] += terms.slope();
        sum[2] += terms.curvature();
    }
    sum
}

/// Integrates a candidate's ability out. `start` is where the mode is looked for first.
pub fn integrate(
    given: &Given<'_>,
    own: Own<'_>,
    start: f64,
    evaluator: &mut Evaluator<'_>,
    row: &mut Vec<f64>,
) -> Posterior {
    let mut mode = start;
    let mut here = curve(given, own, mode, evaluator, row);
    for _ in 0..MOST_STEPS {
        let mut step = (here[1] / here[2]).clamp(-4.0, 4.0);
        if step.abs() < 1e-7 {
            break;
        }
        let mut there = curve(given, own, mode + step, evaluator, row);
        while there[0] < here[0] - 1e-9 && step.abs() > 1e-9 {
            step /= 2.0;
            there = curve(given, own, mode + step, evaluator, row);
        }
        mode += step;
        here = there;
    }
    let scale = 1.0 / here[2].sqrt();
    let nodes: Vec<f64> = given.rule.nodes.iter().map(|z| mode + scale * z).collect();
    let logs: Vec<f64> = nodes
        .iter()
        .zip(given.rule.nodes.iter().zip(&given.rule.weights))
        .map(|(theta, (z, weight))| {
            let [value, ..] = curve(given, own, *theta, evaluator, row);
            weight.ln() + 0.5 * z * z + value
        })
        .collect();
    let highest = logs
        .iter()
        .fold(f64::NEG_INFINITY, |most, log| most.max(*log));
    let total: f64 = logs.iter().map(|log| (log - highest).exp()).sum();
    Posterior {
        mode,
        weights: logs
            .iter()
            .map(|log| (log - highest).exp() / total)
            .collect(),
        nodes,
        log_marginal: highest + total.ln() - given.sd.ln() + scale.ln(),
    }
}
