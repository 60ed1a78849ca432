//! Severities and steps at given variances: the mode of their marginal likelihood, candidates
//! and halos integrated out, by Newton's method with the exact second derivatives.

use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

use super::candidate::{Given, Posterior, integrate};
use super::design::Design;
use super::factor::Factor;
use super::pair::{HEAD, Terms};
use super::quadrature::Quadrature;
use super::steps::Steps;
use super::table::{N_POINTS, Tables, around};
use crate::text::count;

/// Standard deviations in logits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deviations {
    /// Of candidates' abilities.
    pub candidate: f64,
    /// Of interviewers' severities; none leaves each severity free.
    pub interviewer: Option<f64>,
    /// Of what an interviewer makes of a candidate as a whole; 0 for none.
    pub pair: f64,
}

/// The nodes that integrals are taken with.
#[derive(Debug, Clone)]
pub struct Rules {
    /// For abilities.
    pub candidate: Quadrature,
    /// For halos.
    pub pair: Quadrature,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            candidate: Quadrature::new(9),
            pair: Quadrature::new(9),
        }
    }
}

/// What keeps a step that no rating touches where it is.
pub const RIDGE: f64 = 1e-6;

/// Newton's steps before it is given up.
const MOST_STEPS: usize = 60;

/// A fit has converged where the next step would gain less than this in the log-likelihood.
pub const TOLERANCE: f64 = 1e-9;

/// Candidates whose share in the sums is worked out at a time: the same for any number of threads,
/// and so are the sums.
#[must_use]
pub fn chunk_of(n_candidates: usize) -> usize {
    n_candidates.div_ceil(64).max(32)
}

/// Where severities, steps and candidates' modes are.
#[derive(Debug, Clone)]
pub struct State {
    /// Each interviewer's severity, in logits.
    pub severity: Vec<f64>,
    /// The steps.
    pub steps: Steps,
    /// Where each candidate's curve was highest.
    pub modes: Vec<f64>,
}

impl State {
    /// Everything at 0.
    #[must_use]
    pub fn start(design: &Design, steps: Steps) -> Self {
        Self {
            severity: vec![0.0; design.n_interviewers],
            steps,
            modes: vec![0.0; design.n_candidates],
        }
    }
}

/// How the mode was reached.
#[derive(Debug, Clone)]
pub struct Fit {
    /// The mode.
    pub state: State,
    /// The variances it was reached at.
    pub deviations: Deviations,
    /// `Σ_c L_c`, the log of the ratings' likelihood.
    pub log_likelihood: f64,
    /// The same with what severities' prior takes away: what is highest at the mode.
    pub objective: f64,
    /// How `objective` changes with the logs of the standard deviations, severities and steps
    /// moving along: of candidates, interviewers, pairs.
    pub slope: [f64; 3],
    /// The information on severities and steps, factored.
    pub factor: Factor,
    /// Newton's steps taken.
    pub n_steps: usize,
    /// The largest component of the gradient at the end.
    pub gradient: f64,
    /// Whether it was reached.
    pub converged: bool,
}

/// One candidate's share in the sums. Interviewers are in the order of the pairs; parameters are
/// those in `parameters`.
struct Share {
    mode: f64,
    log_marginal: f64,
    /// The mean of `θ²`.
    square: f64,
    /// How `log_marginal` changes with the log of the pairs' standard deviation.
    halo: f64,
    parameters: Vec<u32>,
    slope: Vec<f64>,
    information: Vec<f64>,
    cross: Vec<f64>,
    score: Vec<f64>,
    of_parameters: Vec<f64>,
}

/// The objective with its first and second derivatives.
pub(super) struct System {
    log_likelihood: f64,
    pub(super) objective: f64,
    pub(super) gradient: DVector<f64>,
    /// The lower triangle.
    pub(super) information: DMatrix<f64>,
    modes: Vec<f64>,
    squares: f64,
    halo: f64,
}

impl System {
    /// By the envelope theorem only what the deviations change directly.
    fn slope(&self, design: &Design, deviations: Deviations, state: &State) -> [f64; 3] {
        let rated = (0..design.n_candidates).filter(|at| !design.pairs_of(*at).is_empty());
        let of_severity = deviations.interviewer.map_or(0.0, |sd| {
            let squares: f64 = state
                .severity
                .iter()
                .map(|severity| severity * severity)
                .sum();
            squares / (sd * sd)
        });
        let variance = deviations.candidate * deviations.candidate;
        [
            self.squares / variance - count(rated.count()),
            of_severity,
            self.halo,
        ]
    }
}

/// Finds the mode of severities and steps.
#[must_use]
pub fn fit(
    design: &Design,
    rules: &Rules,
    deviations: Deviations,
    start: State,
    tolerance: f64,
) -> Option<Fit> {
    let mut state = start;
    let mut system = assemble(design, rules, deviations, &state);
    let mut n_steps = 0;
    loop {
        let factor = Factor::new(std::mem::take(&mut system.information))?;
        let step = factor.solve(&system.gradient);
        let gain = 0.5 * step.dot(&system.gradient);
        let gradient = system.gradient.amax();
        let converged = gain < tolerance;
        if converged || n_steps == MOST_STEPS {
            let slope = system.slope(design, deviations, &state);
            state.modes = system.modes;
            return Some(Fit {
                state,
                deviations,
                log_likelihood: system.log_likelihood,
                objective: system.objective,
                slope,
                factor,
                n_steps,
                gradient,
                converged,
            });
        }
        n_steps += 1;
        let mut share = 1.0;
        loop {
            let next = moved(&state, &system.modes, &step, share);
            let there = assemble(design, rules, deviations, &next);
            if there.objective >= system.objective - 1e-9 || share < 1e-3 {
                state = next;
                system = there;
                break;
            }
            share /= 2.0;
        }
    }
}

/// The objective and its derivatives at a state, for the tests that compare them with differences.
#[cfg(test)]
pub(super) fn derivatives(
    design: &Design,
    rules: &Rules,
    deviations: Deviations,
    state: &State,
) -> System {
    assemble(design, rules, deviations, state)
}

fn moved(state: &State, modes: &[f64], step: &DVector<f64>, share: f64) -> State {
    let n = state.severity.len();
    let add = |(value, step): (&f64, &f64)| value + share * step;
    let severity = state
        .severity
        .iter()
        .zip(step.rows(0, n).iter())
        .map(add)
        .collect();
    let own = state.steps.parameters();
    let parameters = own
        .iter()
        .zip(step.rows(n, own.len()).iter())
        .map(add)
        .collect();
    State {
        severity,
        steps: state.steps.with(parameters),
        modes: modes.to_vec(),
    }
}

fn assemble(design: &Design, rules: &Rules, deviations: Deviations, state: &State) -> System {
    let tables = Tables::new(design, &state.steps, deviations.pair, &rules.pair);
    let given = Given {
        design,
        tables: &tables,
        severity: &state.severity,
        sd: deviations.candidate,
        rule: &rules.candidate,
    };
    let candidates: Vec<usize> = (0..design.n_candidates).collect();
    let parts: Vec<(Vec<Share>, Mass)> = candidates
        .par_chunks(chunk_of(design.n_candidates))
        .map(|chunk| shares(&given, chunk, &state.modes))
        .collect();
    let mut system = prior(design, deviations, state);
    let mut mass = Mass::default();
    let mut candidate = 0;
    for (shares, of_part) in parts {
        for share in shares {
            system.add(design, candidate, &share);
            candidate += 1;
        }
        mass.add(&of_part);
    }
    system.add_mass(design, &tables, &mass);
    system.objective += system.log_likelihood;
    system
}

/// What does not depend on candidates: the priors, and what the categories given say of the steps
/// whatever the positions.
fn prior(design: &Design, deviations: Deviations, state: &State) -> System {
    let n = design.n_interviewers;
    let parameters = state.steps.parameters();
    let size = n + parameters.len();
    let mut system = System {
        log_likelihood: 0.0,
        objective: 0.0,
        gradient: DVector::zeros(size),
        information: DMatrix::zeros(size, size),
        modes: vec![0.0; design.n_candidates],
        squares: 0.0,
        halo: 0.0,
    };
    let precision = deviations.interviewer.map_or(RIDGE, |sd| 1.0 / (sd * sd));
    for (at, severity) in state.severity.iter().enumerate() {
        system.objective -= 0.5 * precision * severity * severity;
        system.gradient[at] -= precision * severity;
        system.information[(at, at)] += precision;
    }
    for (at, parameter) in parameters.iter().enumerate() {
        system.objective -= 0.5 * RIDGE * parameter * parameter;
        system.gradient[n + at] -= RIDGE * parameter;
        system.information[(n + at, n + at)] += RIDGE;
    }
    let n_steps = design.n_steps();
    for criterion in 0..design.n_criteria {
        let reached = &design.at_least[criterion * n_steps..(criterion + 1) * n_steps];
        let delta = state.steps.of(criterion);
        for (count, delta) in reached.iter().zip(delta) {
            system.log_likelihood -= count * delta;
        }
        for (parameter, by) in state.steps.gradient_of(criterion, reached) {
            system.gradient[n + parameter] -= by;
        }
    }
    system
}

/// How much of the posterior lies at each grid point, kind by kind: what is summed over candidates
/// with the same row needs the row only once.
#[derive(Default)]
struct Mass(Vec<Option<Box<[f64; N_POINTS]>>>);

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

    fn add(&mut self, other: &Self) {
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

impl System {
    /// The expected complete information on the steps' parameters.
    fn add_mass(&mut self, design: &Design, tables: &Tables<'_>, mass: &Mass) {
        let n = design.n_interviewers;
        for (kind, mass) in (0_u32..).zip(&mass.0) {
            let Some(mass) = mass else {
                continue;
            };
            let parameters = &tables.layout(kind).parameters;
            let sum = tables.sum(kind, &mass[..], HEAD + 2 * parameters.len());
            let mut place = 0;
            for (a, parameter) in parameters.iter().enumerate() {
                let row = n + *parameter as usize;
                for other in &parameters[..=a] {
                    let column = n + *other as usize;
                    self.information[(row, column)] += sum[place];
                    place += 1;
                }
            }
        }
    }

    fn add(&mut self, design: &Design, candidate: usize, share: &Share) {
        let n = design.n_interviewers;
        let pairs = design.pairs_of(candidate);
        self.modes[candidate] = share.mode;
        if pairs.is_empty() {
            return;
        }
        self.log_likelihood += share.log_marginal;
        self.squares += share.square;
        self.halo += share.halo;
        let m = share.parameters.len();
        let mut place = 0;
        for (a, pair) in pairs.iter().enumerate() {
            let row = pair.interviewer as usize;
            self.gradient[row] -= share.slope[a];
            for other in &pairs[..=a] {
                let column = other.interviewer as usize;
                self.information[(row, column)] += share.information[place];
                place += 1;
            }
            for (parameter, value) in share.parameters.iter().zip(&share.cross[a * m..]) {
                let column = n + *parameter as usize;
                self.information[(column, row)] += value;
            }
        }
        let mut place = 0;
        for (a, parameter) in share.parameters.iter().enumerate() {
            let row = n + *parameter as usize;
            self.gradient[row] += share.score[a];
            for other in &share.parameters[..=a] {
                let column = n + *other as usize;
                self.information[(row, column)] += share.of_parameters[place];
                place += 1;
            }
        }
    }
}

fn shares(given: &Given<'_>, candidates: &[usize], modes: &[f64]) -> (Vec<Share>, Mass) {
    let mut evaluator = given.tables.evaluator();
    let mut row = Vec::new();
    let mut mass = Mass::default();
    let shares = candidates
        .iter()
        .map(|candidate| {
            let pairs = given.design.pairs_of(*candidate);
            let posterior = integrate(given, pairs, modes[*candidate], &mut evaluator, &mut row);
            share(
                given,
                *candidate,
                &posterior,
                &mut evaluator,
                &mut row,
                &mut mass,
            )
        })
        .collect();
    (shares, mass)
}

/// Everything a candidate adds, by the identity of Louis (1982): the information is the expected
/// complete information less the variance of the complete score.
fn share(
    given: &Given<'_>,
    candidate: usize,
    posterior: &Posterior,
    evaluator: &mut super::pair::Evaluator<'_>,
    row: &mut Vec<f64>,
    mass: &mut Mass,
) -> Share {
    let pairs = given.design.pairs_of(candidate);
    let parameters = parameters_of(given, candidate);
    let (n, m) = (pairs.len(), parameters.len());
    let n_nodes = posterior.nodes.len();
    // At each node: each pair's slope, and the score of each parameter.
    let mut slopes = vec![0.0; n_nodes * n];
    let mut scores = vec![0.0; n_nodes * m];
    let mut information = vec![0.0; n * (n + 1) / 2];
    let mut cross = vec![0.0; n * m];
    let mut of_parameters = vec![0.0; m * (m + 1) / 2];
    let mut halo = 0.0;
    for (a, pair) in pairs.iter().enumerate() {
        let layout = given.tables.layout(pair.kind);
        let places: Vec<usize> = layout
            .parameters
            .iter()
            .map(|parameter| parameters.binary_search(parameter).unwrap_or_default())
            .collect();
        let k = places.len();
        let has_grid = given.tables.has_grid(pair.kind);
        for (node, (theta, weight)) in posterior.nodes.iter().zip(&posterior.weights).enumerate() {
            let xi = theta - given.severity[pair.interviewer as usize];
            let near = around(xi).filter(|_| has_grid);
            let width = if near.is_some() {
                HEAD + 2 * k
            } else {
                layout.width()
            };
            given.tables.row(evaluator, pair.kind, xi, row, width);
            if let Some((first, weights)) = near {
                mass.put(pair.kind, first, &weights, *weight);
            }
            let terms = Terms(row);
            slopes[node * n + a] = terms.slope();
            information[triangle(a, a)] += weight * terms.curvature();
            halo += weight * terms.halo();
            let of_node = &mut scores[node * m..(node + 1) * m];
            let (score, by, triangle_of) = (terms.score(k), terms.cross(k), terms.information(k));
            let mut place = 0;
            for (b, at) in places.iter().enumerate() {
                of_node[*at] += score[b];
                cross[a * m + at] += weight * by[b];
                if triangle_of.is_empty() {
                    continue;
                }
                for other in &places[..=b] {
                    of_parameters[triangle(*at.max(other), *at.min(other))] +=
                        weight * triangle_of[place];
                    place += 1;
                }
            }
        }
    }
    let mean =
        |of: &[f64], width: usize, at: usize| posterior.mean(|node, _| of[node * width + at]);
    let slope: Vec<f64> = (0..n).map(|at| mean(&slopes, n, at)).collect();
    let score: Vec<f64> = (0..m).map(|at| mean(&scores, m, at)).collect();
    for node in 0..n_nodes {
        let weight = posterior.weights[node];
        let (of_slopes, of_scores) = (
            &mut slopes[node * n..(node + 1) * n],
            &mut scores[node * m..(node + 1) * m],
        );
        of_slopes
            .iter_mut()
            .zip(&slope)
            .for_each(|(value, mean)| *value -= mean);
        of_scores
            .iter_mut()
            .zip(&score)
            .for_each(|(value, mean)| *value -= mean);
        let mut place = 0;
        for a in 0..n {
            for b in 0..=a {
                information[place] -= weight * of_slopes[a] * of_slopes[b];
                place += 1;
            }
            for (at, score) in of_scores.iter().enumerate() {
                cross[a * m + at] += weight * of_slopes[a] * score;
            }
        }
        let mut place = 0;
        for a in 0..m {
            for b in 0..=a {
                of_parameters[place] -= weight * of_scores[a] * of_scores[b];
                place += 1;
            }
        }
    }
    Share {
        mode: posterior.mode,
        log_marginal: posterior.log_marginal,
        square: posterior.mean(|_, node| node * node),
        halo,
        parameters,
        slope,
        information,
        cross,
        score,
        of_parameters,
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
