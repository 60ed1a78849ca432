//! One candidate's share in the sums over candidates, by the identity of Louis (1982): the
//! information is the expected complete information less the variance of the complete score.

use crate::calibration::candidate::{Given, Posterior, integrate};
use crate::calibration::design::Pair;
use crate::calibration::pair::{Evaluator, HEAD, Terms};
use crate::calibration::table::{N_POINTS, around};

/// One candidate's share in the sums. Interviewers are in the order of the pairs; parameters are
/// those in `parameters`.
pub(super) struct Share {
    pub(super) mode: f64,
    pub(super) log_marginal: f64,
    /// The mean of `(θ − μ)²`.
    pub(super) square: f64,
    /// How `log_marginal` changes with the log of the pairs' standard deviation.
    pub(super) halo: f64,
    pub(super) parameters: Vec<u32>,
    pub(super) slope: Vec<f64>,
    pub(super) information: Vec<f64>,
    pub(super) cross: Vec<f64>,
    pub(super) score: Vec<f64>,
    pub(super) of_parameters: Vec<f64>,
}

/// How much of the posterior lies at each grid point, kind by kind: what is summed over candidates
/// with the same row needs the row only once.
#[derive(Default)]
pub(super) struct Mass(pub(super) Vec<Option<Box<[f64; N_POINTS]>>>);

impl Mass {
    fn put(&mut self, kind: u32, first: usize, weights: &[f64], weight: f64) {
        let kind = kind as usize;
        if self.0.len() <= kind {
            self.0.resize_with(kind + 1, || None);
        }
        let mass = self.0[kind].get_or_insert_with(|| Box::new([0.0; N_POINTS]));
        for (mass, share) in mass[first..].iter_mut().zip(weights) {
            *mass += weight * share;
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize_with(other.0.len(), || None);
        }
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            let Some(other) = other else {
                continue;
            };
            let own = own.get_or_insert_with(|| Box::new([0.0; N_POINTS]));
            own.iter_mut()
                .zip(other.iter())
                .for_each(|(own, other)| *own += other);
        }
    }
}

/// The shares of candidates, and how much of their posteriors lies where.
pub(super) fn shares(given: &Given<'_>, candidates: &[usize], modes: &[f64]) -> (Vec<Share>, Mass) {
    let mut evaluator = given.tables.evaluator();
    let mut row = Vec::new();
    let mut mass = Mass::default();
    let shares = candidates.iter().map(|candidate| {
        let pairs = given.design.pairs_of(*candidate);
        let posterior = integrate(
            given,
            given.own(*candidate),
            modes[*candidate],
            &mut evaluator,
            &mut row,
        );
        let mut sums = Sums::new(
            parameters_of(given, *candidate),
            pairs.len(),
            &posterior,
            given.mean_of(*candidate),
        );
        for (own, pair) in pairs.iter().enumerate() {
            sums.add(given, own, *pair, &mut evaluator, &mut row, &mut mass);
        }
        sums.finish()
    });
    let shares = shares.collect();
    (shares, mass)
}

/// A candidate's share in the making.
struct Sums<'a> {
    posterior: &'a Posterior,
    share: Share,
    n_pairs: usize,
    /// At each node, each pair's slope.
    slopes: Vec<f64>,
    /// At each node, the score of each parameter.
    scores: Vec<f64>,
}

impl<'a> Sums<'a> {
    fn new(parameters: Vec<u32>, n_pairs: usize, posterior: &'a Posterior, mean: f64) -> Self {
        let n_nodes = posterior.nodes.len();
        let m = parameters.len();
        Self {
            posterior,
            n_pairs,
            slopes: vec![0.0; n_nodes * n_pairs],
            scores: vec![0.0; n_nodes * m],
            share: Share {
                mode: posterior.mode,
                log_marginal: posterior.log_marginal,
                square: posterior.mean(|_, node| (node - mean) * (node - mean)),
                halo: 0.0,
                slope: Vec::new(),
                information: vec![0.0; n_pairs * (n_pairs + 1) / 2],
                cross: vec![0.0; n_pairs * m],
                score: Vec::new(),
                of_parameters: vec![0.0; m * (m + 1) / 2],
                parameters,
            },
        }
    }

    /// Adds what is expected of one pair: the candidate's number `own`.
    fn add(
        &mut self,
        given: &Given<'_>,
        own: usize,
        pair: Pair,
        evaluator: &mut Evaluator<'_>,
        row: &mut Vec<f64>,
        mass: &mut Mass,
    ) {
        let layout = given.tables.layout(pair.kind);
        let of_share = &self.share.parameters;
        let places: Vec<usize> = (layout.parameters.iter())
            .map(|parameter| of_share.binary_search(parameter).unwrap_or_default())
            .collect();
        let has_grid = given.tables.has_grid(pair.kind);
        let severity = given.severity[pair.interviewer as usize];
        let posterior = self.posterior;
        for (node, (theta, weight)) in posterior.nodes.iter().zip(&posterior.weights).enumerate() {
            let near = around(theta - severity).filter(|_| has_grid);
            let width = match near {
                Some(_) => HEAD + 2 * places.len(),
                None => layout.width(),
            };
            given
                .tables
                .row(evaluator, pair.kind, theta - severity, row, width);
            if let Some((first, weights)) = near {
                mass.put(pair.kind, first, &weights, *weight);
            }
            self.add_node((own, node), Terms(row), &places, *weight);
        }
    }

    /// Adds a pair's row at one node. Where the row ends before the information, that is added
    /// with the mass.
    fn add_node(
        &mut self,
        (own, node): (usize, usize),
        terms: Terms<'_>,
        places: &[usize],
        weight: f64,
    ) {
        let (k, m) = (places.len(), self.share.parameters.len());
        let share = &mut self.share;
        self.slopes[node * self.n_pairs + own] = terms.slope();
        share.information[triangle(own, own)] += weight * terms.curvature();
        share.halo += weight * terms.halo();
        let (score, by) = (terms.score(k), terms.cross(k));
        let mut information = terms.information(k).iter();
        for (b, at) in places.iter().enumerate() {
            self.scores[node * m + at] += score[b];
            share.cross[own * m + at] += weight * by[b];
            for (other, value) in places[..=b].iter().zip(&mut information) {
                let place = triangle(*at.max(other), *at.min(other));
                share.of_parameters[place] += weight * value;
            }
        }
    }

    /// Takes the variance of the complete score away.
    fn finish(mut self) -> Share {
        let (n, m) = (self.n_pairs, self.share.parameters.len());
        let mean = |of: &[f64], width: usize, at: usize| {
            self.posterior.mean(|node, _| of[node * width + at])
        };
        self.share.slope = (0..n).map(|at| mean(&self.slopes, n, at)).collect();
        self.share.score = (0..m).map(|at| mean(&self.scores, m, at)).collect();
        for (node, weight) in self.posterior.weights.iter().enumerate() {
            let slopes = &mut self.slopes[node * n..(node + 1) * n];
            let scores = &mut self.scores[node * m..(node + 1) * m];
            take(slopes, &self.share.slope);
            take(scores, &self.share.score);
            take_square(&mut self.share.information, slopes, *weight);
            take_square(&mut self.share.of_parameters, scores, *weight);
            for (own, slope) in slopes.iter().enumerate() {
                let row = &mut self.share.cross[own * m..(own + 1) * m];
                for (value, score) in row.iter_mut().zip(&*scores) {
                    *value += weight * slope * score;
                }
            }
        }
        self.share
    }
}

fn take(values: &mut [f64], means: &[f64]) {
    for (value, mean) in values.iter_mut().zip(means) {
        *value -= mean;
    }
}

/// Takes `weight · v v'` from a lower triangle.
fn take_square(triangle: &mut [f64], values: &[f64], weight: f64) {
    let mut places = triangle.iter_mut();
    for (row, a) in values.iter().enumerate() {
        for (b, place) in values[..=row].iter().zip(&mut places) {
            *place -= weight * a * b;
        }
    }
}

/// The place of a row and a column, the row not under the column, in a lower triangle.
fn triangle(row: usize, column: usize) -> usize {
    row * (row + 1) / 2 + column
}

/// The parameters that a candidate's ratings depend on, ascending.
fn parameters_of(given: &Given<'_>, candidate: usize) -> Vec<u32> {
    let pairs = given.design.pairs_of(candidate);
    let mut parameters: Vec<u32> = pairs
        .iter()
        .flat_map(|pair| given.tables.layout(pair.kind).parameters.iter().copied())
        .collect();
    parameters.sort_unstable();
    parameters.dedup();
    parameters
}
