//! What one pair of candidate and interviewer says at a given position, the halo integrated out.
//!
//! The position is `ξ = θ − s`; the pair's own effect `u ~ N(0, σ_u²)` is integrated by quadrature:
//! `l(ξ) = log Σ_m w_m exp(x₊η_m − Σ_i log Z_i(η_m))`, `η_m = ξ + σ_u z_m`. What depends on the
//! categories given and not on the position is left out here and added once for all ratings.

use super::design::Kind;
use super::quadrature::Quadrature;
use super::steps::{Expected, Steps, Structure};

/// The parameters of the steps that a class depends on, and how wide a row of its [`Terms`] is.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The criteria, ascending, with repeats.
    pub criteria: Vec<u32>,
    /// The places of the parameters among all steps' parameters.
    pub parameters: Vec<u32>,
}

impl Layout {
    /// The layout of a class of criteria.
    #[must_use]
    pub fn new(steps: &Steps, class: &[u32]) -> Self {
        Self {
            criteria: class.to_vec(),
            parameters: steps.parameters_of(class),
        }
    }

    /// Numbers in a row: value, slope, curvature, halo; the score of each parameter; the
    /// information of each two.
    #[must_use]
    pub fn width(&self) -> usize {
        HEAD + self.block()
    }

    /// Numbers in a row without the information of each two parameters.
    #[must_use]
    pub fn without_information(&self) -> usize {
        HEAD + self.parameters.len()
    }

    /// Numbers in a row that are about parameters.
    fn block(&self) -> usize {
        let n = self.parameters.len();
        n + n * (n + 1) / 2
    }
}

/// Numbers in a row that are about no parameter.
pub const HEAD: usize = 4;

/// A row: what a pair says at one position.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a>(pub &'a [f64]);

impl Terms<'_> {
    /// `l`.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0[0]
    }
    /// `dl/dξ`.
    #[must_use]
    pub fn slope(self) -> f64 {
        self.0[1]
    }
    /// `−d²l/dξ²`.
    #[must_use]
    pub fn curvature(self) -> f64 {
        self.0[2]
    }
    /// `∂l/∂log σ_u`.
    #[must_use]
    pub fn halo(self) -> f64 {
        self.0[3]
    }
    /// `∂l/∂β`, without the part that does not depend on the position.
    #[must_use]
    pub fn score(&self, n: usize) -> &[f64] {
        &self.0[HEAD..HEAD + n]
    }
    /// `−∂²l/∂β∂β'`, the lower triangle row by row.
    #[must_use]
    pub fn information(&self, n: usize) -> &[f64] {
        &self.0[HEAD + n..]
    }
}

/// What a class gives at one node of the halo, whatever the sum of the categories.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    eta: f64,
    log_total: f64,
    mean: f64,
    variance: f64,
}

impl Node {
    /// Adds one rating.
    fn add(&mut self, expected: &Expected) {
        self.log_total += expected.log_total;
        self.mean += expected.mean;
        self.variance += expected.variance;
    }
}

/// Works out rows. Holds room that is used again and again.
#[derive(Debug)]
pub struct Evaluator<'a> {
    steps: &'a Steps,
    halo: f64,
    rule: &'a Quadrature,
    log_weights: Vec<f64>,
    expected: Expected,
    nodes: Vec<Node>,
    /// One block a node: scores, information.
    blocks: Vec<f64>,
    weights: Vec<f64>,
}

impl<'a> Evaluator<'a> {
    /// For steps and a halo of standard deviation `halo`.
    #[must_use]
    pub fn new(steps: &'a Steps, halo: f64, rule: &'a Quadrature) -> Self {
        Self {
            steps,
            halo,
            rule,
            log_weights: rule.weights.iter().map(|weight| weight.ln()).collect(),
            expected: Expected::default(),
            nodes: Vec::new(),
            blocks: Vec::new(),
            weights: Vec::new(),
        }
    }

    /// Fills the row of a pair at the position `xi`.
    pub fn row(&mut self, layout: &Layout, kind: Kind, xi: f64, row: &mut [f64]) {
        self.place(layout, xi);
        self.weigh(layout, kind.sum, row);
    }

    /// The first numbers of a row, which are about no parameter.
    pub fn head(&mut self, layout: &Layout, kind: Kind, xi: f64) -> [f64; HEAD] {
        self.nodes.clear();
        for z in &self.rule.nodes {
            let eta = xi + self.halo * z;
            let mut node = Node {
                eta,
                ..Node::default()
            };
            for criterion in &layout.criteria {
                self.steps.at(*criterion as usize, eta, &mut self.expected);
                node.add(&self.expected);
            }
            self.nodes.push(node);
        }
        let mut head = [0.0; HEAD];
        self.weigh(layout, kind.sum, &mut head);
        head
    }

    /// Goes to a position: what all sums of a class have in common there.
    pub fn place(&mut self, layout: &Layout, xi: f64) {
        let width = layout.block();
        self.nodes.clear();
        self.blocks.clear();
        self.blocks.resize(width * self.rule.nodes.len(), 0.0);
        for (z, block) in self.rule.nodes.iter().zip(self.blocks.chunks_mut(width)) {
            let eta = xi + self.halo * z;
            self.nodes
                .push(node(self.steps, layout, eta, &mut self.expected, block));
        }
    }

    /// Fills the row of a sum at the position gone to, as far as there is room in it: up to the
    /// head, up to the information, or whole.
    pub fn weigh(&mut self, layout: &Layout, sum: u32, row: &mut [f64]) {
        let sum = f64::from(sum);
        let highest = self.weigh_nodes(sum);
        let (head, rest) = row.split_at_mut(HEAD);
        head.fill(0.0);
        let (mut residuals, mut squares) = (0.0, 0.0);
        for (at, node) in self.nodes.iter().enumerate() {
            let weight = self.weights[at];
            let residual = sum - node.mean;
            residuals += weight * residual;
            squares += weight * residual * residual;
            head[2] += weight * node.variance;
            head[3] += weight * residual * self.halo * self.rule.nodes[at];
        }
        head[0] = highest;
        head[1] = residuals;
        head[2] -= squares - residuals * residuals;
        if !rest.is_empty() {
            self.weigh_blocks(layout, rest);
        }
    }

    /// How many nodes the halo has.
    #[must_use]
    pub fn n_nodes(&self) -> usize {
        self.rule.nodes.len()
    }

    /// How much of the pair's likelihood lies at each node of the halo, at the position gone to
    /// and for the sum weighed last; it adds up to 1.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The posterior weights of the halo's nodes; gives the log of the pair's likelihood.
    fn weigh_nodes(&mut self, sum: f64) -> f64 {
        self.weights.clear();
        let of_nodes = self.nodes.iter().zip(&self.log_weights);
        self.weights
            .extend(of_nodes.map(|(node, log)| log + sum * node.eta - node.log_total));
        let highest = self
            .weights
            .iter()
            .fold(f64::NEG_INFINITY, |most, log| most.max(*log));
        let mut total = 0.0;
        for weight in &mut self.weights {
            *weight = (*weight - highest).exp();
            total += *weight;
        }
        for weight in &mut self.weights {
            *weight /= total;
        }
        highest + total.ln()
    }

    /// What of a row is about parameters, for weighed nodes.
    fn weigh_blocks(&self, layout: &Layout, rest: &mut [f64]) {
        let (scores, information) = rest.split_at_mut(layout.parameters.len());
        scores.fill(0.0);
        for (weight, block) in self.weights.iter().zip(self.blocks.chunks(layout.block())) {
            for (sum, value) in scores.iter_mut().zip(block) {
                *sum += weight * value;
            }
        }
        if !information.is_empty() {
            information.fill(0.0);
            self.add_information(layout, &self.weights, information);
            add_square(information, scores, 1.0);
        }
    }

    /// Adds what the nodes at the position gone to say of each two parameters, each node with a
    /// weight: their information less the square of their scores.
    pub fn add_information(&self, layout: &Layout, weights: &[f64], information: &mut [f64]) {
        let n = layout.parameters.len();
        for (weight, block) in weights.iter().zip(self.blocks.chunks(layout.block())) {
            for (sum, value) in information.iter_mut().zip(&block[n..]) {
                *sum += weight * value;
            }
            add_square(information, &block[..n], -weight);
        }
    }
}

/// Adds `weight · v v'` to a lower triangle.
pub fn add_square(triangle: &mut [f64], values: &[f64], weight: f64) {
    let mut rest = triangle;
    for (row, value) in values.iter().enumerate() {
        let (of_row, under) = rest.split_at_mut(row + 1);
        let weighted = weight * value;
        for (place, other) in of_row.iter_mut().zip(values) {
            *place += weighted * other;
        }
        rest = under;
    }
}

/// One node of the halo: what a class gives there, with the block of derivatives.
fn node(
    steps: &Steps,
    layout: &Layout,
    eta: f64,
    expected: &mut Expected,
    block: &mut [f64],
) -> Node {
    let n = layout.parameters.len();
    let mut node = Node {
        eta,
        ..Node::default()
    };
    let mut own = usize::MAX;
    let mut last = None;
    for criterion in &layout.criteria {
        if last != Some(criterion) {
            own = own.wrapping_add(1);
            steps.at(*criterion as usize, eta, expected);
            last = Some(criterion);
        }
        node.add(expected);
        match steps.structure() {
            Structure::RatingScale => rating_scale(expected, own, n, block),
            Structure::PartialCredit => partial_credit(expected, own, n, block),
        }
    }
    node
}

/// The place of a row and a column, the row not under the column, in a lower triangle.
fn triangle(row: usize, column: usize) -> usize {
    row * (row + 1) / 2 + column
}

/// Adds one rating on the class's criterion number `own`: `d_own` and the shared thresholds.
fn rating_scale(expected: &Expected, own: usize, n: usize, block: &mut [f64]) {
    let n_free = expected.at_least.len() - 1;
    let first = n - n_free;
    let last = n_free;
    block[own] += expected.mean;
    let information = n;
    block[information + triangle(own, own)] += expected.variance;
    let joint = |a: usize, b: usize| {
        expected.at_least[a.max(b)] - expected.at_least[a] * expected.at_least[b]
    };
    for step in 0..n_free {
        let at = first + step;
        let covariance = expected.covariance[step] - expected.covariance[last];
        block[at] += expected.at_least[step] - expected.at_least[last];
        block[information + triangle(at, own)] += covariance;
        for other in 0..=step {
            block[information + triangle(at, first + other)] +=
                joint(step, other) - joint(step, last) - joint(last, other) + joint(last, last);
        }
    }
}

/// Adds one rating on the class's criterion number `own`: its own steps.
fn partial_credit(expected: &Expected, own: usize, n: usize, block: &mut [f64]) {
    let n_steps = expected.at_least.len();
    let first = own * n_steps;
    for step in 0..n_steps {
        let at = first + step;
        block[at] += expected.at_least[step];
        for other in 0..=step {
            block[n + triangle(at, first + other)] +=
                expected.at_least[step] - expected.at_least[step] * expected.at_least[other];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each derivative against differences of the one before, with repeats in the class.
    #[test]
    fn every_derivative_is_that_of_finite_differences() {
        let rule = Quadrature::new(9);
        for structure in [Structure::RatingScale, Structure::PartialCredit] {
            let flat = Steps::flat(structure, 4, 3);
            let parameters: Vec<f64> = (0..flat.parameters().len())
                .map(|at| crate::text::count((at * 7) % 5) * 0.3 - 0.6)
                .collect();
            let steps = flat.with(parameters.clone());
            let layout = Layout::new(&steps, &[0, 2, 2, 3]);
            let n = layout.parameters.len();
            let kind = Kind { class: 0, sum: 7 };
            let row_at = |parameters: Vec<f64>, xi: f64, halo: f64| {
                let steps = flat.with(parameters);
                let mut row = vec![0.0; layout.width()];
                Evaluator::new(&steps, halo, &rule).row(&layout, kind, xi, &mut row);
                row
            };
            let row = |parameters: Vec<f64>, xi: f64| row_at(parameters, xi, 0.8);
            let (xi, step) = (0.4, 1e-5);
            let here = row(parameters.clone(), xi);
            let terms = Terms(&here);
            let (up, down) = (
                row(parameters.clone(), xi + step),
                row(parameters.clone(), xi - step),
            );
            let close = |found: f64, a: f64, b: f64, what: &str| {
                let expected = (a - b) / (2.0 * step);
                assert!(
                    (found - expected).abs() < 1e-7,
                    "{structure:?} {what}: {found} {expected}"
                );
            };
            let halo = |by: f64| row_at(parameters.clone(), xi, 0.8 * by.exp());
            close(terms.halo(), halo(step)[0], halo(-step)[0], "halo");
            close(terms.slope(), up[0], down[0], "slope");
            close(-terms.curvature(), up[1], down[1], "curvature");
            for a in 0..n {
                let moved = |by: f64| {
                    let mut moved = parameters.clone();
                    moved[layout.parameters[a] as usize] += by;
                    row(moved, xi)
                };
                let (up, down) = (moved(step), moved(-step));
                close(terms.score(n)[a], up[0], down[0], "score");
                for b in a..n {
                    let found = -terms.information(n)[triangle(b, a)];
                    close(found, up[HEAD + b], down[HEAD + b], "information");
                }
            }
        }
    }
}
