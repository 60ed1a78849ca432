//! One candidate's ability, integrated out by adaptive Gauss–Hermite quadrature.
//!
//! The nodes lie around the mode of `f(θ) = −(θ − μ)²/2σ_t² + Σ_p l_p(θ − s_r)`, scaled by its curvature
//! there (Liu & Pierce 1994).

use super::design::{Design, Pair};
use super::pair::{Evaluator, Terms};
use super::quadrature::Quadrature;
use super::table::{Near, Tables};

/// Newton's steps to the mode; the function is concave and few are needed.
const MOST_STEPS: usize = 50;

/// The last step to the mode may be this long, in logits: what is left after it is far shorter,
/// and the integral hardly depends on where exactly its nodes lie.
const NEAR: f64 = 1e-3;

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

impl<'a> Given<'a> {
    /// The mean of a candidate's ability before any rating.
    #[must_use]
    pub fn mean_of(&self, candidate: usize) -> f64 {
        let group = self.design.group_of(candidate);
        group.map_or(0.0, |group| self.means[group])
    }

    /// What a candidate's ability is integrated over.
    #[must_use]
    pub fn own(&self, candidate: usize) -> Own<'a> {
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
fn curve(given: &Given<'_>, own: Own<'_>, theta: f64, evaluator: &mut Evaluator<'_>) -> [f64; 3] {
    let precision = 1.0 / (given.sd * given.sd);
    let mut sum = [
        -0.5 * (theta - own.mean) * (theta - own.mean) * precision,
        -(theta - own.mean) * precision,
        precision,
    ];
    for pair in own.pairs {
        let xi = theta - given.severity[pair.interviewer as usize];
        let head = given.tables.head(evaluator, pair.kind, xi);
        for (sum, value) in sum.iter_mut().zip(head) {
            *sum += value;
        }
    }
    // A normal mixture of log-concave likelihoods is log-concave, its sum over nodes not always.
    sum[2] = sum[2].max(precision);
    sum
}

/// The mode of a candidate's curve with the curvature there, looked for from `start`.
fn mode(given: &Given<'_>, own: Own<'_>, start: f64, evaluator: &mut Evaluator<'_>) -> (f64, f64) {
    let mut mode = start;
    let mut here = curve(given, own, mode, evaluator);
    for _ in 0..MOST_STEPS {
        let mut step = (here[1] / here[2]).clamp(-4.0, 4.0);
        if step.abs() < NEAR {
            return (mode + step, here[2]);
        }
        let mut there = curve(given, own, mode + step, evaluator);
        while there[0] < here[0] - 1e-9 && step.abs() > 1e-9 {
            step /= 2.0;
            there = curve(given, own, mode + step, evaluator);
        }
        mode += step;
        here = there;
    }
    (mode, here[2])
}

/// What a candidate's pairs say at each node, and room for it that is used for one candidate after
/// the other.
#[derive(Debug)]
pub struct Rows<'a> {
    evaluator: Evaluator<'a>,
    values: Vec<f64>,
    /// Where each row begins, pair by pair and node by node; one more at the end.
    starts: Vec<usize>,
    nears: Vec<Option<Near>>,
    /// `log w + z²/2` of each node.
    log_weights: Vec<f64>,
}

impl<'a> Rows<'a> {
    /// Room, nothing in it.
    #[must_use]
    pub fn new(given: &Given<'a>) -> Self {
        Self {
            evaluator: given.tables.evaluator(),
            values: Vec::new(),
            starts: Vec::new(),
            nears: Vec::new(),
            log_weights: (given.rule.nodes.iter().zip(&given.rule.weights))
                .map(|(z, weight)| weight.ln() + 0.5 * z * z)
                .collect(),
        }
    }

    /// The row of the candidate's pair number `pair` at a node. Its information is left out where
    /// there are grid points [`Rows::near`].
    #[must_use]
    pub fn at(&self, pair: usize, node: usize) -> Terms<'_> {
        let place = pair * self.log_weights.len() + node;
        Terms(&self.values[self.starts[place]..self.starts[place + 1]])
    }

    /// The grid points that a row came from.
    #[must_use]
    pub fn near(&self, pair: usize, node: usize) -> Option<Near> {
        self.nears[pair * self.log_weights.len() + node]
    }

    fn fill(&mut self, given: &Given<'_>, pairs: &[Pair], nodes: &[f64]) {
        self.values.clear();
        self.starts.clear();
        self.nears.clear();
        for pair in pairs {
            let severity = given.severity[pair.interviewer as usize];
            for theta in nodes {
                self.starts.push(self.values.len());
                let xi = theta - severity;
                let values = &mut self.values;
                let near = given
                    .tables
                    .append_row(&mut self.evaluator, pair.kind, xi, values);
                self.nears.push(near);
            }
        }
        self.starts.push(self.values.len());
    }
}

/// Integrates a candidate's ability out. `start` is where the mode is looked for first. What pairs
/// say at the nodes is in `rows` afterwards.
pub fn integrate(given: &Given<'_>, own: Own<'_>, start: f64, rows: &mut Rows<'_>) -> Posterior {
    let (mode, curvature) = mode(given, own, start, &mut rows.evaluator);
    let scale = 1.0 / curvature.sqrt();
    let nodes: Vec<f64> = given.rule.nodes.iter().map(|z| mode + scale * z).collect();
    rows.fill(given, own.pairs, &nodes);
    let precision = 1.0 / (given.sd * given.sd);
    let at_node = |node: usize| {
        let beside = nodes[node] - own.mean;
        let said: f64 = (0..own.pairs.len())
            .map(|pair| rows.at(pair, node).value())
            .sum();
        rows.log_weights[node] - 0.5 * beside * beside * precision + said
    };
    let mut weights: Vec<f64> = (0..nodes.len()).map(at_node).collect();
    let highest = weights
        .iter()
        .fold(f64::NEG_INFINITY, |most, log| most.max(*log));
    let mut total = 0.0;
    for weight in &mut weights {
        *weight = (*weight - highest).exp();
        total += *weight;
    }
    for weight in &mut weights {
        *weight /= total;
    }
    Posterior {
        mode,
        weights,
        nodes,
        log_marginal: highest + total.ln() - given.sd.ln() + scale.ln(),
    }
}
