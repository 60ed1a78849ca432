//! Candidates' shares in the sums over candidates, by the identity of Louis (1982): the
//! information is the expected complete information less the variance of the complete score.
//!
//! Of the complete information, what a severity and a step's parameter share is the mean of a
//! derivative by the ability, `E_ω[∂a/∂θ]` with `a` the parameter's score. Since `ω ∝ exp f(θ)`, it
//! is `−E_ω[a f']` (integration by parts), and the derivative itself is not needed.

use crate::calibration::candidate::{Given, Own, Posterior, Rows, integrate};
use crate::calibration::design::Pair;
use crate::calibration::pair::{HEAD, add_square};
use crate::calibration::table::Mass;

/// What some candidates add to the sums, candidate by candidate where interviewers are concerned.
pub(super) struct Shares {
    /// Each candidate's mode.
    pub(super) modes: Vec<f64>,
    pub(super) log_likelihood: f64,
    /// The sum over candidates of the mean of `(θ − μ)²`.
    pub(super) squares: f64,
    /// How the log-likelihood changes with the log of the pairs' standard deviation.
    pub(super) halo: f64,
    /// The score of each of the steps' parameters.
    pub(super) score: Vec<f64>,
    /// The information of each two of them, the lower triangle; without what is in `mass`.
    pub(super) of_parameters: Vec<f64>,
    /// Each pair's mean slope.
    pub(super) slopes: Vec<f64>,
    /// The information of each two of a candidate's interviewers: lower triangles, in the order
    /// of the pairs.
    pub(super) information: Vec<f64>,
    /// The information of each pair's interviewer with each of its candidate's parameters.
    pub(super) cross: Vec<f64>,
    /// Each candidate's parameters, and how many they are.
    pub(super) parameters: Vec<u32>,
    pub(super) n_parameters: Vec<usize>,
    /// How much of the posteriors lies where.
    pub(super) mass: Mass,
}

/// The shares of candidates; `n_parameters` are the steps' parameters.
pub(super) fn shares(
    given: &Given<'_>,
    candidates: &[usize],
    modes: &[f64],
    n_parameters: usize,
) -> Shares {
    let mut sums = Sums {
        given,
        rows: Rows::new(given),
        shares: Shares::new(n_parameters),
        bends: Vec::new(),
        slopes: Vec::new(),
        scores: Vec::new(),
        parameters: Vec::new(),
        places: Vec::new(),
        of_parameters: Vec::new(),
        means: Vec::new(),
    };
    for candidate in candidates {
        sums.add(*candidate, modes[*candidate]);
    }
    sums.shares
}

impl Shares {
    fn new(n_parameters: usize) -> Self {
        Self {
            modes: Vec::new(),
            log_likelihood: 0.0,
            squares: 0.0,
            halo: 0.0,
            score: vec![0.0; n_parameters],
            of_parameters: vec![0.0; triangle(n_parameters, 0)],
            slopes: Vec::new(),
            information: Vec::new(),
            cross: Vec::new(),
            parameters: Vec::new(),
            n_parameters: Vec::new(),
            mass: Mass::default(),
        }
    }
}

/// Shares in the making, with room that is used for one candidate after the other.
struct Sums<'a> {
    given: &'a Given<'a>,
    rows: Rows<'a>,
    shares: Shares,
    /// At each node, the slope of the candidate's curve with its weight.
    bends: Vec<f64>,
    /// The candidate's parameters, ascending.
    parameters: Vec<u32>,
    /// Where a pair's parameters are among them.
    places: Vec<usize>,
    /// At each node, each pair's slope.
    slopes: Vec<f64>,
    /// At each node, the score of each parameter.
    scores: Vec<f64>,
    /// The information of each two of the candidate's parameters.
    of_parameters: Vec<f64>,
    means: Vec<f64>,
}

impl Sums<'_> {
    fn add(&mut self, candidate: usize, mode: f64) {
        let pairs = self.given.design.pairs_of(candidate);
        let own = self.given.own(candidate);
        let posterior = integrate(self.given, own, mode, &mut self.rows);
        self.shares.modes.push(posterior.mode);
        self.find_parameters(pairs);
        self.shares.n_parameters.push(self.parameters.len());
        if pairs.is_empty() {
            return;
        }
        self.shares.log_likelihood += posterior.log_marginal;
        self.shares.squares += posterior.mean(|_, node| (node - own.mean).powi(2));
        self.shares.parameters.extend_from_slice(&self.parameters);
        let (n, m) = (pairs.len(), self.parameters.len());
        refill(&mut self.slopes, posterior.nodes.len() * n);
        refill(&mut self.scores, posterior.nodes.len() * m);
        refill(&mut self.of_parameters, triangle(m, 0));
        let from = self.shares.information.len();
        let from_cross = self.shares.cross.len();
        self.shares.information.resize(from + triangle(n, 0), 0.0);
        self.shares.cross.resize(from_cross + n * m, 0.0);
        self.find_bends(&posterior, own);
        for (own, pair) in pairs.iter().enumerate() {
            self.place_parameters(*pair);
            let slot = Slot {
                own,
                n_pairs: n,
                information: from + triangle(own, own),
                cross: from_cross + own * m,
            };
            self.add_pair(&slot, *pair, &posterior);
        }
        self.take_variance(&posterior, n, from, from_cross);
    }

    /// The parameters that a candidate's ratings depend on.
    fn find_parameters(&mut self, pairs: &[Pair]) {
        self.parameters.clear();
        let mut last = None;
        for pair in pairs {
            let class = self.given.design.kinds[pair.kind as usize].class;
            if last.replace(class) != Some(class) {
                let layout = self.given.tables.layout(pair.kind);
                self.parameters.extend_from_slice(&layout.parameters);
            }
        }
        self.parameters.sort_unstable();
        self.parameters.dedup();
    }

    fn place_parameters(&mut self, pair: Pair) {
        let of_pair = &self.given.tables.layout(pair.kind).parameters;
        let all = &self.parameters;
        self.places.clear();
        self.places.extend(
            of_pair
                .iter()
                .map(|parameter| all.binary_search(parameter).unwrap_or_default()),
        );
    }

    /// `ω f'` at each node.
    fn find_bends(&mut self, posterior: &Posterior, own: Own<'_>) {
        let precision = 1.0 / (self.given.sd * self.given.sd);
        self.bends.clear();
        for (node, (theta, weight)) in posterior.nodes.iter().zip(&posterior.weights).enumerate() {
            let slopes = (0..own.pairs.len()).map(|pair| self.rows.at(pair, node).slope());
            let slope = slopes.sum::<f64>() - (theta - own.mean) * precision;
            self.bends.push(weight * slope);
        }
    }

    /// Adds what is expected of one pair.
    fn add_pair(&mut self, slot: &Slot, pair: Pair, posterior: &Posterior) {
        for (node, weight) in posterior.weights.iter().enumerate() {
            if let Some(near) = self.rows.near(slot.own, node) {
                self.shares.mass.put(pair.kind, near, *weight);
            }
            self.add_node(slot, node, *weight);
        }
    }

    /// Adds a pair's row at one node. Where the row ends before the information, that is added
    /// with the mass.
    fn add_node(&mut self, slot: &Slot, node: usize, weight: f64) {
        let terms = self.rows.at(slot.own, node);
        let bend = self.bends[node];
        let (k, m) = (self.places.len(), self.parameters.len());
        let shares = &mut self.shares;
        self.slopes[node * slot.n_pairs + slot.own] = terms.slope();
        shares.information[slot.information] += weight * terms.curvature();
        shares.halo += weight * terms.halo();
        let scores = &mut self.scores[node * m..(node + 1) * m];
        let cross = &mut shares.cross[slot.cross..slot.cross + m];
        let score = terms.score(k);
        if k == m {
            // All of the candidate's parameters, in their order.
            for ((sum, cross), score) in scores.iter_mut().zip(cross).zip(score) {
                *sum += score;
                *cross -= bend * score;
            }
        } else {
            for (at, score) in self.places.iter().zip(score) {
                scores[*at] += score;
                cross[*at] -= bend * score;
            }
        }
        if terms.0.len() > HEAD + k {
            let mut information = terms.information(k).iter();
            for (b, at) in self.places.iter().enumerate() {
                for (other, value) in self.places[..=b].iter().zip(&mut information) {
                    let place = triangle(*at.max(other), *at.min(other));
                    self.of_parameters[place] += weight * value;
                }
            }
        }
    }

    /// Takes the variance of the complete score away.
    fn take_variance(&mut self, posterior: &Posterior, n: usize, from: usize, from_cross: usize) {
        let m = self.parameters.len();
        centre(&mut self.slopes, n, posterior, &mut self.means);
        self.shares.slopes.extend_from_slice(&self.means);
        centre(&mut self.scores, m, posterior, &mut self.means);
        for (parameter, mean) in self.parameters.iter().zip(&self.means) {
            self.shares.score[*parameter as usize] += mean;
        }
        for (node, weight) in posterior.weights.iter().enumerate() {
            let slopes = &self.slopes[node * n..(node + 1) * n];
            let scores = &self.scores[node * m..(node + 1) * m];
            add_square(&mut self.shares.information[from..], slopes, -weight);
            add_square(&mut self.of_parameters, scores, -weight);
            let rows = self.shares.cross[from_cross..].chunks_exact_mut(m);
            for (slope, row) in slopes.iter().zip(rows) {
                let weighted = weight * slope;
                for (value, score) in row.iter_mut().zip(scores) {
                    *value += weighted * score;
                }
            }
        }
        let mut information = self.of_parameters.iter();
        for (b, row) in self.parameters.iter().enumerate() {
            for (column, value) in self.parameters[..=b].iter().zip(&mut information) {
                self.shares.of_parameters[triangle(*row as usize, *column as usize)] += value;
            }
        }
    }
}

/// Where a pair's numbers go.
struct Slot {
    /// The candidate's pair of this number.
    own: usize,
    n_pairs: usize,
    /// Its place in the information.
    information: usize,
    /// Where its row in the cross information begins.
    cross: usize,
}

fn refill(values: &mut Vec<f64>, n: usize) {
    values.clear();
    values.resize(n, 0.0);
}

/// Takes the means over the nodes away from rows of `width`, one a node; puts them in `means`.
fn centre(values: &mut [f64], width: usize, posterior: &Posterior, means: &mut Vec<f64>) {
    refill(means, width);
    for (row, weight) in values.chunks_exact(width).zip(&posterior.weights) {
        for (mean, value) in means.iter_mut().zip(row) {
            *mean += weight * value;
        }
    }
    for row in values.chunks_exact_mut(width) {
        for (value, mean) in row.iter_mut().zip(&*means) {
            *value -= mean;
        }
    }
}

/// The place of a row and a column, the row not under the column, in a lower triangle.
fn triangle(row: usize, column: usize) -> usize {
    row * (row + 1) / 2 + column
}
