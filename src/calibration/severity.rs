//! Severities and steps at given variances: the mode of their marginal likelihood, candidates
//! and halos integrated out, by Newton's method with the exact second derivatives.

mod means;
mod share;

use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

use super::candidate::Given;
use super::conjugate;
use super::design::Design;
use super::factor::Factor;
use super::quadrature::Quadrature;
use super::steps::Steps;
use super::table::{Mass, Tables};
use crate::text::count;
pub use means::Freed;
use share::{Shares, shares};

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

/// From so many severities and steps' parameters on, steps are found by conjugate gradients, and
/// the information is factored once, at the end.
const LARGE: usize = 800;

/// The shortest share of a step that is tried.
const SHORTEST: f64 = 1e-3;

/// What interpolation may take from a pair's log-likelihood: less is no fall.
const NOISE: f64 = 1e-8;

/// What conjugate gradients leave of the right side.
const SHARE_LEFT: f64 = 1e-4;

/// What is added to the information's diagonal where it has no factor, as a share.
const LIFTS: [f64; 4] = [0.01, 0.1, 1.0, 10.0];

/// Chunks of candidates whose shares are held at a time: fewer where there are many parameters,
/// of which each two have a number in each share.
fn at_a_time(n_parameters: usize) -> usize {
    ((1 << 21) / (n_parameters * n_parameters).max(1)).clamp(1, 16)
}

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
    /// Each group's mean ability.
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

    /// What is held fixed at this state while candidates are integrated out.
    pub(super) fn given<'a>(
        &'a self,
        design: &'a Design,
        tables: &'a Tables<'a>,
        rules: &'a Rules,
        deviations: Deviations,
    ) -> Given<'a> {
        Given {
            design,
            tables,
            severity: &self.severity,
            means: &self.means,
            sd: deviations.candidate,
            rule: &rules.candidate,
        }
    }

    /// Severities, the steps' parameters and groups' means moved by a step.
    #[must_use]
    pub fn moved(&self, step: &DVector<f64>) -> Self {
        let n = self.severity.len();
        let own = self.steps.parameters();
        let sum = |values: &[f64], from: usize| {
            let by = step.rows(from, values.len());
            let pairs = values.iter().zip(by.iter());
            pairs.map(|(value, by)| value + by).collect()
        };
        Self {
            severity: sum(&self.severity, 0),
            steps: self.steps.with(sum(own, n)),
            means: sum(&self.means, n + own.len()),
            modes: self.modes.clone(),
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
    /// The next of Newton's steps, which was not taken.
    pub next_step: DVector<f64>,
    /// The gradient at the end.
    pub slopes: DVector<f64>,
    /// Newton's steps taken.
    pub n_steps: usize,
    /// The largest component of the gradient at the end.
    pub gradient: f64,
    /// Whether it was reached.
    pub converged: bool,
}

impl Fit {
    /// Severities, the steps' parameters and groups' means where the next step would lead.
    #[must_use]
    pub fn mode(&self) -> DVector<f64> {
        let own = self.state.severity.iter();
        let all = own.chain(self.state.steps.parameters());
        let all = all.chain(&self.state.means).copied();
        DVector::from_iterator(self.next_step.len(), all) + &self.next_step
    }

    /// What the next step would gain in the objective.
    #[must_use]
    pub fn gain(&self) -> f64 {
        0.5 * self.next_step.dot(&self.slopes)
    }
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
    /// Newton's step. The factor it comes from takes the information's place; there is none where
    /// the step was found without one.
    fn step(&mut self) -> Option<(DVector<f64>, Option<Factor>)> {
        let solved = (self.gradient.len() >= LARGE)
            .then(|| conjugate::solve(&self.information, &self.gradient, SHARE_LEFT));
        if let Some(solution) = solved.flatten() {
            return Some((solution.value, None));
        }
        let whole = (self.gradient.len() < LARGE).then(|| self.information.clone());
        if let Some(factor) = Factor::new(std::mem::take(&mut self.information)) {
            return Some((factor.solve(&self.gradient), Some(factor)));
        }
        // Far from the mode the objective may bend up: a step that is shorter, and still up it.
        self.information = whole?;
        let lifted = LIFTS.iter().find_map(|lift| {
            let mut lifted = self.information.clone();
            for at in 0..lifted.nrows() {
                lifted[(at, at)] += lift * lifted[(at, at)].abs();
            }
            Factor::new(lifted)
        });
        Some((lifted?.solve(&self.gradient), None))
    }

    /// The fit where the steps end.
    fn finish(
        mut self,
        design: &Design,
        deviations: Deviations,
        mut state: State,
        factor: Option<Factor>,
        (n_steps, converged): (usize, bool),
    ) -> Option<Fit> {
        let factor = match factor {
            Some(factor) => factor,
            None => Factor::new(std::mem::take(&mut self.information))?,
        };
        let slope = self.slope(design, deviations, &state);
        state.modes = self.modes;
        Some(Fit {
            state,
            deviations,
            log_likelihood: self.log_likelihood,
            objective: self.objective,
            slope,
            next_step: factor.solve(&self.gradient),
            gradient: self.gradient.amax(),
            slopes: self.gradient,
            factor,
            n_steps,
            converged,
        })
    }

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
        let (step, factor) = system.step()?;
        let gain = 0.5 * step.dot(&system.gradient);
        let converged = gain < tolerance;
        if converged || n_steps == MOST_STEPS {
            return system.finish(design, deviations, state, factor, (n_steps, converged));
        }
        let Some(next) = search(design, rules, deviations, (&state, &system), &step) else {
            return system.finish(design, deviations, state, factor, (n_steps, false));
        };
        (state, system) = next;
        n_steps += 1;
    }
}

/// The next state and what holds there: as much of a step as does not lower the objective by more
/// than the noise.
fn search(
    design: &Design,
    rules: &Rules,
    deviations: Deviations,
    (state, system): (&State, &System),
    step: &DVector<f64>,
) -> Option<(State, System)> {
    let noise = NOISE * count(design.pairs.len());
    let mut share = 1.0;
    while share > SHORTEST {
        let mut next = state.moved(&(step * share));
        next.modes.clone_from(&system.modes);
        let there = assemble(design, rules, deviations, &next);
        if there.objective >= system.objective - noise {
            return Some((next, there));
        }
        share /= 2.0;
    }
    None
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

fn assemble(design: &Design, rules: &Rules, deviations: Deviations, state: &State) -> System {
    let tables = Tables::new(design, &state.steps, deviations.pair, &rules.pair);
    let given = state.given(design, &tables, rules, deviations);
    let candidates: Vec<usize> = (0..design.n_candidates).collect();
    let chunk = chunk_of(design.n_candidates);
    let n_parameters = state.steps.parameters().len();
    let mut system = prior(design, deviations, state);
    let mut mass = Mass::default();
    for some in candidates.chunks(chunk * at_a_time(n_parameters)) {
        let parts: Vec<Shares> = some
            .par_chunks(chunk)
            .map(|chunk| shares(&given, chunk, &state.modes, n_parameters))
            .collect();
        for (part, of) in parts.iter().zip(some.chunks(chunk)) {
            system.add(design, of, part);
            mass.add(&part.mass);
        }
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
        modes: Vec::with_capacity(design.n_candidates),
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

/// One candidate's share where interviewers are concerned.
struct OfCandidate<'a> {
    candidate: usize,
    /// Each pair's slope.
    slopes: &'a [f64],
    /// The information of each two pairs: a lower triangle.
    information: &'a [f64],
    /// The information of each pair with each of the candidate's parameters.
    cross: &'a [f64],
    parameters: &'a [u32],
}

/// The next `n` of some values, which are taken from them.
fn next<'a, T>(values: &mut &'a [T], n: usize) -> &'a [T] {
    let (taken, left) = values.split_at(n);
    *values = left;
    taken
}

impl System {
    /// The expected complete information on the steps' parameters.
    fn add_mass(&mut self, design: &Design, tables: &Tables<'_>, mass: &Mass) {
        let n = design.n_interviewers;
        for class in 0..tables.n_classes() {
            let mut sum = tables.information(class, mass).into_iter();
            let parameters = &tables.layout_of_class(class).parameters;
            for (a, row) in parameters.iter().enumerate() {
                for (column, value) in parameters[..=a].iter().zip(&mut sum) {
                    self.information[(n + *row as usize, n + *column as usize)] += value;
                }
            }
        }
    }

    /// Adds the shares of some candidates.
    fn add(&mut self, design: &Design, candidates: &[usize], shares: &Shares) {
        let n = design.n_interviewers;
        self.modes.extend_from_slice(&shares.modes);
        self.log_likelihood += shares.log_likelihood;
        self.squares += shares.squares;
        self.halo += shares.halo;
        let mut slopes = shares.slopes.as_slice();
        let mut information = shares.information.as_slice();
        let mut cross = shares.cross.as_slice();
        let mut parameters = shares.parameters.as_slice();
        for (candidate, m) in candidates.iter().zip(&shares.n_parameters) {
            let pairs = design.pairs_of(*candidate);
            let n_pairs = pairs.len();
            let of = OfCandidate {
                candidate: *candidate,
                slopes: next(&mut slopes, n_pairs),
                information: next(&mut information, n_pairs * (n_pairs + 1) / 2),
                cross: next(&mut cross, n_pairs * m),
                parameters: next(&mut parameters, *m),
            };
            let mut values = of.information.iter();
            for (a, pair) in pairs.iter().enumerate() {
                let row = pair.interviewer as usize;
                for (other, value) in pairs[..=a].iter().zip(&mut values) {
                    self.information[(row, other.interviewer as usize)] += value;
                }
                self.gradient[row] -= of.slopes[a];
                for (parameter, value) in of.parameters.iter().zip(&of.cross[a * m..]) {
                    self.information[(n + *parameter as usize, row)] += value;
                }
            }
            self.add_mean(design, &of);
        }
        let mut of_parameters = shares.of_parameters.iter();
        for (row, score) in shares.score.iter().enumerate() {
            self.gradient[n + row] += score;
            for (column, value) in (0..=row).zip(&mut of_parameters) {
                self.information[(n + row, n + column)] += value;
            }
        }
    }
}
