//! Means of groups of candidates: `θ_c = μ_g + θ'_c`, each `μ_g` a parameter of its own.
//!
//! Without them a true gap between groups that hardly share an interviewer is taken for severity
//! for the most part: abilities and severities are drawn to one mean each. With them interviewers
//! of each group are assumed to be equally severe on average, and what is left is the gap.
//!
//! A group's mean moves its candidates as its interviewers' severities do, all at once and the
//! other way: its share in gradient and information is the sum over the pairs.

use super::{Design, Factor, Fit, OfCandidate, Rules, State, System, assemble};
use crate::text::count;

/// Standard deviation of a group's mean before any rating, in logits: so wide that it draws
/// nothing, so narrow that a group of nothing but the highest scores stays finite.
const WIDTH: f64 = 5.0;

/// The mean over all candidates is 0; it is held there with this precision. Without it abilities
/// and difficulties could rise together.
const HELD: f64 = 1e6;

/// Each group's share of the candidates who were rated.
fn shares(design: &Design) -> Vec<f64> {
    let mut shares = vec![0.0; design.n_groups];
    let rated = (0..design.n_candidates).filter(|at| !design.pairs_of(*at).is_empty());
    let groups: Vec<_> = rated.filter_map(|at| design.group_of(at)).collect();
    for group in &groups {
        shares[*group] += 1.0 / count(groups.len());
    }
    shares
}

/// Means of groups that were not free in a fit, or were others, found from there with severities
/// and steps moving along; variances stay.
#[derive(Debug)]
pub struct Freed {
    /// Each group's mean.
    pub means: Vec<f64>,
    /// The information on severities, steps and these means, factored.
    pub factor: Factor,
    /// Newton's steps taken.
    pub n_steps: usize,
    /// What a further step would gain in the log-likelihood.
    pub gain: f64,
}

/// Newton's steps from a fit to its freed means.
const MOST_STEPS: usize = 4;

/// A further step that would gain less is not taken.
const LEAST_GAIN: f64 = 1e-4;

impl Freed {
    /// Finds the means of a design's groups, looked for first at `means`; none where the
    /// information is singular.
    #[must_use]
    pub fn new(design: &Design, rules: &Rules, fit: &Fit, means: Vec<f64>) -> Option<Self> {
        let mut state = State {
            means,
            ..fit.state.clone()
        };
        let mut n_steps = 0;
        loop {
            let mut system = assemble(design, rules, fit.deviations, &state);
            let factor = Factor::new(std::mem::take(&mut system.information))?;
            let step = factor.solve(&system.gradient);
            let gain = 0.5 * step.dot(&system.gradient);
            state = state.moved(&step);
            state.modes = system.modes;
            if gain < LEAST_GAIN || n_steps == MOST_STEPS {
                return Some(Self {
                    means: state.means,
                    factor,
                    n_steps,
                    gain,
                });
            }
            n_steps += 1;
        }
    }
}

impl System {
    /// What is known of groups' means before any rating.
    pub(super) fn add_prior_of_means(&mut self, design: &Design, state: &State) {
        let first = self.gradient.len() - design.n_groups;
        let shares = shares(design);
        let whole: f64 = shares.iter().zip(&state.means).map(|(a, b)| a * b).sum();
        let precision = 1.0 / (WIDTH * WIDTH);
        for (a, (mean, share)) in state.means.iter().zip(&shares).enumerate() {
            self.objective -= 0.5 * precision * mean * mean;
            self.gradient[first + a] -= precision * mean + HELD * share * whole;
            self.information[(first + a, first + a)] += precision;
            for (b, other) in shares[..=a].iter().enumerate() {
                self.information[(first + a, first + b)] += HELD * share * other;
            }
        }
        self.objective -= 0.5 * HELD * whole * whole;
    }

    /// Adds one candidate's share to the group's mean.
    pub(super) fn add_mean(&mut self, design: &Design, of: &OfCandidate<'_>) {
        let Some(group) = design.group_of(of.candidate) else {
            return;
        };
        let OfCandidate {
            slopes,
            information,
            cross,
            parameters,
            ..
        } = *of;
        let pairs = design.pairs_of(of.candidate);
        let row = self.gradient.len() - design.n_groups + group;
        self.gradient[row] += slopes.iter().sum::<f64>();
        let mut place = 0;
        for (a, pair) in pairs.iter().enumerate() {
            for (b, other) in pairs[..=a].iter().enumerate() {
                let value = information[place];
                place += 1;
                self.information[(row, pair.interviewer as usize)] -= value;
                self.information[(row, row)] += value;
                if a != b {
                    self.information[(row, other.interviewer as usize)] -= value;
                    self.information[(row, row)] += value;
                }
            }
            let of_pair = &cross[a * parameters.len()..(a + 1) * parameters.len()];
            for (parameter, value) in parameters.iter().zip(of_pair) {
                let column = design.n_interviewers + *parameter as usize;
                self.information[(row, column)] -= value;
            }
        }
    }
}

#[cfg(test)]
mod tests;
