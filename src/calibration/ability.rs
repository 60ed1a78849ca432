//! Candidates' abilities and everybody's uncertainty at a fit.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::candidate::{Given, integrate};
use super::design::Design;
use super::factor::Inverse;
use super::model::Model;
use super::pair::{Evaluator, HEAD, Terms};
use super::severity::{Fit, Rules, chunk_of};
use super::table::Tables;

/// A candidate's ability in logits; the mean of all candidates is 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ability {
    /// The posterior mean.
    pub mean: f64,
    /// Its standard deviation as if severities and steps were known.
    pub sd_given: f64,
    /// Its standard deviation.
    pub sd: f64,
}

/// Abilities, and standard errors of severities and steps.
#[derive(Debug, Clone)]
pub struct Uncertainty {
    /// Candidates' abilities; without a rating, the prior's.
    pub abilities: Vec<Ability>,
    /// Standard errors of severities.
    pub severity_se: Vec<f64>,
    /// Of the steps' parameters.
    pub step_se: Vec<f64>,
    /// Of groups' means.
    pub mean_se: Vec<f64>,
    /// The covariance of severities, steps' parameters and groups' means, in this order.
    pub covariance: Inverse,
}

/// Works them out: `Var(θ) = Var_ω(θ) + a' S⁻¹ a` with `a` the derivative of the mean by
/// severities, steps and groups' means.
#[must_use]
pub fn uncertainty(design: &Design, rules: &Rules, fit: &Fit) -> Uncertainty {
    let covariance = fit.factor.inverse();
    let tables = Tables::new(design, &fit.state.steps, fit.deviations.pair, &rules.pair);
    let given = given(design, &tables, rules, fit);
    let candidates: Vec<usize> = (0..design.n_candidates).collect();
    let abilities: Vec<Vec<Ability>> = candidates
        .par_chunks(chunk_of(design.n_candidates))
        .map(|chunk| abilities(&given, chunk, &fit.state.modes, &covariance))
        .collect();
    let n = design.n_interviewers;
    let first = covariance.size() - design.n_groups;
    let se = |at: usize| covariance.at(at, at).sqrt();
    Uncertainty {
        abilities: abilities.into_iter().flatten().collect(),
        severity_se: (0..n).map(se).collect(),
        step_se: (n..first).map(se).collect(),
        mean_se: (first..covariance.size()).map(se).collect(),
        covariance,
    }
}

/// Candidates' abilities alone, severities and steps held for known; without a rating, 0.
#[must_use]
pub fn means(design: &Design, rules: &Rules, fit: &Fit) -> Vec<f64> {
    let tables = Tables::new(design, &fit.state.steps, fit.deviations.pair, &rules.pair);
    let given = given(design, &tables, rules, fit);
    let candidates: Vec<usize> = (0..design.n_candidates).collect();
    let of_chunk = |chunk: &[usize]| -> Vec<f64> {
        let (mut evaluator, mut row) = (tables.evaluator(), Vec::new());
        let mut mean = |candidate: &usize| {
            integrate(&given, given.own(*candidate), 0.0, &mut evaluator, &mut row)
                .moments()
                .0
        };
        chunk.iter().map(&mut mean).collect()
    };
    let parts: Vec<Vec<f64>> = candidates
        .par_chunks(chunk_of(design.n_candidates))
        .map(of_chunk)
        .collect();
    parts.into_iter().flatten().collect()
}

/// What is held fixed at a fit.
fn given<'a>(
    design: &'a Design,
    tables: &'a Tables<'a>,
    rules: &'a Rules,
    fit: &'a Fit,
) -> Given<'a> {
    Given {
        design,
        tables,
        severity: &fit.state.severity,
        means: &fit.state.means,
        sd: fit.deviations.candidate,
        rule: &rules.candidate,
    }
}

fn abilities(
    given: &Given<'_>,
    candidates: &[usize],
    modes: &[f64],
    covariance: &Inverse,
) -> Vec<Ability> {
    let mut evaluator = given.tables.evaluator();
    let mut row = Vec::new();
    let mut by = Vec::new();
    let of = |candidate: &usize| {
        let start = modes[*candidate];
        let (mean, variance) = moments(given, *candidate, start, &mut evaluator, &mut row, &mut by);
        Ability {
            mean,
            sd_given: variance.sqrt(),
            sd: (variance + quadratic(covariance, &by)).sqrt(),
        }
    };
    candidates.iter().map(of).collect()
}

/// A candidate's mean and variance. `by` becomes how the mean moves with severities, steps and the
/// group's mean, by their places in the information; a place may come several times.
fn moments(
    given: &Given<'_>,
    candidate: usize,
    start: f64,
    evaluator: &mut Evaluator<'_>,
    row: &mut Vec<f64>,
    by: &mut Vec<(usize, f64)>,
) -> (f64, f64) {
    let n = given.design.n_interviewers;
    let posterior = integrate(given, given.own(candidate), start, evaluator, row);
    let (mean, variance) = posterior.moments();
    by.clear();
    if let Some(group) = given.design.group_of(candidate) {
        // The mean moves as much as the prior has weight in it.
        let first = n + given.tables.n_parameters();
        by.push((first + group, variance / (given.sd * given.sd)));
    }
    for pair in given.design.pairs_of(candidate) {
        let layout = given.tables.layout(pair.kind);
        let k = layout.parameters.len();
        let severity = given.severity[pair.interviewer as usize];
        let own = by.len();
        by.push((pair.interviewer as usize, 0.0));
        by.extend(layout.parameters.iter().map(|at| (n + *at as usize, 0.0)));
        for (theta, weight) in posterior.nodes.iter().zip(&posterior.weights) {
            let tables = given.tables;
            tables.row(evaluator, pair.kind, theta - severity, row, HEAD + k);
            let terms = Terms(row);
            let share = weight * (theta - mean);
            by[own].1 -= share * terms.slope();
            for (sum, score) in by[own + 1..].iter_mut().zip(terms.score(k)) {
                sum.1 += share * score;
            }
        }
    }
    (mean, variance)
}

/// How the abilities of some candidates move with severities, steps and groups' means, by their
/// places in the information, ascending.
#[must_use]
pub fn moves(model: &Model, candidates: &[usize]) -> Vec<Vec<(usize, f64)>> {
    let (design, fit) = (&model.design, &model.variances.fit);
    let (steps, halo) = (&fit.state.steps, fit.deviations.pair);
    let tables = Tables::new(design, steps, halo, &model.rules.pair);
    let given = given(design, &tables, &model.rules, fit);
    let of_chunk = |chunk: &[usize]| -> Vec<Vec<(usize, f64)>> {
        let (mut evaluator, mut row, mut by) = (tables.evaluator(), Vec::new(), Vec::new());
        let mut of = |candidate: &usize| {
            let start = fit.state.modes[*candidate];
            moments(&given, *candidate, start, &mut evaluator, &mut row, &mut by);
            let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
            for (at, slope) in &by {
                *sums.entry(*at).or_default() += slope;
            }
            sums.into_iter().collect()
        };
        chunk.iter().map(&mut of).collect()
    };
    let parts: Vec<Vec<Vec<(usize, f64)>>> = candidates
        .par_chunks(chunk_of(candidates.len()))
        .map(of_chunk)
        .collect();
    parts.into_iter().flatten().collect()
}

/// `a' S⁻¹ b`, from what is not 0 in `a` and `b`.
#[must_use]
pub fn product(covariance: &Inverse, a: &[(usize, f64)], b: &[(usize, f64)]) -> f64 {
    let rows = a.iter();
    rows.flat_map(|(row, x)| {
        b.iter()
            .map(move |(column, y)| x * y * covariance.at(*row, *column))
    })
    .sum()
}

/// `a' S⁻¹ a`; never under 0.
#[must_use]
pub fn quadratic(covariance: &Inverse, a: &[(usize, f64)]) -> f64 {
    product(covariance, a, a).max(0.0)
}
