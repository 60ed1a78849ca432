//! Severities and steps at given variances: the mode of their marginal likelihood, candidates
//! and halos integrated out, by Newton's method with the exact second derivatives.

mod means;
mod share;

use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

use super::candidate::Given;
use super::design::Design;
use super::factor::Factor;
use super::pair::HEAD;
use super::quadrature::Quadrature;
use super::steps::Steps;
use super::table::Tables;
use crate::text::count;
pub use means::Freed;
use share::{Mass, Share, shares};

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
    /// Each group's mean ability, in logits; empty where all candidates have one mean.
    pub means: Vec<f64>,
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
            means: vec![0.0; design.n_groups],
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
    /// The information on severities, steps and groups' means, factored.
    pub factor: Factor,
    /// Newton's steps taken.
    pub n_steps: usize,
    /// The largest component of the gradient at the end.
    pub gradient: f64,
    /// Whether it was reached.
    pub converged: bool,
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
    let first = n + own.len();
    let means = (state.means.iter())
        .zip(step.rows(first, state.means.len()).iter())
        .map(add)
        .collect();
    State {
        severity,
        steps: state.steps.with(parameters),
        means,
        modes: modes.to_vec(),
    }
}

fn assemble(design: &Design, rules: &Rules, deviations: Deviations, state: &State) -> System {
    let tables = Tables::new(design, &state.steps, deviations.pair, &rules.pair);
    let given = Given {
        design,
        tables: &tables,
        severity: &state.severity,
        means: &state.means,
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
    let size = n + parameters.len() + design.n_groups;
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
    system.add_prior_of_means(design, state);
    system
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
        let of_parameters = (&share.parameters[..], &share.cross[..]);
        self.add_mean(
            design,
            candidate,
            &share.slope,
            &share.information,
            of_parameters,
        );
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
