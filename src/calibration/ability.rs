//! Candidates' abilities and everybody's uncertainty at a fit.

use rayon::prelude::*;

use super::candidate::{Given, Own, Rows, integrate};
use super::design::Design;
use super::factor::Inverse;
use super::model::Model;
use super::severity::{Fit, Rules, chunk_of};
use super::steps::Steps;
use super::table::Tables;
use crate::text::count;

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
    /// Standard errors of severities against the mean of all severities: ratings cannot tell that
    /// mean from the criteria's difficulty, and estimates have it at 0.
    pub severity_se: Vec<f64>,
    /// Of the steps' parameters, for interviewers of that mean.
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
    let given = fit.state.given(design, &tables, rules, fit.deviations);
    let candidates: Vec<usize> = (0..design.n_candidates).collect();
    let abilities: Vec<Vec<Ability>> = candidates
        .par_chunks(chunk_of(design.n_candidates))
        .map(|chunk| abilities(&given, chunk, &fit.state.modes, &covariance))
        .collect();
    let mut severity_se = errors(&covariance, design.n_interviewers, &fit.state.steps);
    let first = covariance.size() - design.n_groups;
    let mean_se = (first..covariance.size()).map(|at| covariance.at(at, at).max(0.0).sqrt());
    let mean_se = mean_se.collect();
    let step_se = severity_se.split_off(design.n_interviewers);
    Uncertainty {
        abilities: abilities.into_iter().flatten().collect(),
        severity_se,
        step_se,
        mean_se,
        covariance,
    }
}

/// Candidates' abilities alone, severities and steps held for known; without a rating, 0.
#[must_use]
pub fn means(design: &Design, rules: &Rules, fit: &Fit) -> Vec<f64> {
    let tables = Tables::new(design, &fit.state.steps, fit.deviations.pair, &rules.pair);
    let given = fit.state.given(design, &tables, rules, fit.deviations);
    let candidates: Vec<usize> = (0..design.n_candidates).collect();
    let of_chunk = |chunk: &[usize]| -> Vec<f64> {
        let mut rows = Rows::new(&given);
        let mut mean = |candidate: &usize| {
            let own = given.own(*candidate);
            integrate(&given, own, 0.0, &mut rows).moments().0
        };
        chunk.iter().map(&mut mean).collect()
    };
    let parts: Vec<Vec<f64>> = candidates
        .par_chunks(chunk_of(design.n_candidates))
        .map(of_chunk)
        .collect();
    parts.into_iter().flatten().collect()
}

/// Standard errors of the first `n` numbers, which are severities, less their mean, and of steps'
/// parameters with that mean added where they are difficulties.
fn errors(covariance: &Inverse, n: usize, steps: &Steps) -> Vec<f64> {
    let with_mean = |at: usize| {
        let sum: f64 = (0..n).map(|other| covariance.at(at, other)).sum();
        sum / count(n.max(1))
    };
    let n_own = n + steps.parameters().len();
    let with_mean: Vec<f64> = (0..n_own).map(with_mean).collect();
    let of_mean = with_mean[..n].iter().sum::<f64>() / count(n.max(1));
    let error = |(at, with_mean): (usize, &f64)| {
        let sign = match at.checked_sub(n) {
            None => -1.0,
            Some(parameter) if steps.is_difficulty(parameter) => 1.0,
            Some(_) => 0.0,
        };
        let variance = covariance.at(at, at) + sign * 2.0 * with_mean + sign * sign * of_mean;
        variance.max(0.0).sqrt()
    };
    with_mean.iter().enumerate().map(error).collect()
}

fn abilities(
    given: &Given<'_>,
    candidates: &[usize],
    modes: &[f64],
    covariance: &Inverse,
) -> Vec<Ability> {
    let mut rows = Rows::new(given);
    let mut by = Vec::new();
    let of = |candidate: &usize| {
        let start = modes[*candidate];
        let seat = seat(given, *candidate);
        let (mean, variance) = moments(given, seat, start, &mut rows, &mut by);
        let more = quadratic(covariance, &by);
        Ability {
            mean,
            sd_given: variance.sqrt(),
            sd: (variance + more).sqrt(),
        }
    };
    candidates.iter().map(of).collect()
}

/// What a candidate's ability depends on, and the group whose mean it lies around.
fn seat<'a>(given: &Given<'a>, candidate: usize) -> (Own<'a>, Option<usize>) {
    (given.own(candidate), given.design.group_of(candidate))
}

/// Mean and variance of the ability of the only candidate of a design, at the model's steps and
/// given severities and prior mean; and how the mean moves with severities and steps, by their
/// places in that design's information, ascending.
pub(super) fn alone(
    model: &Model,
    design: &Design,
    severity: &[f64],
    mean: f64,
) -> (f64, f64, Vec<(usize, f64)>) {
    let fit = &model.variances.fit;
    let (steps, halo) = (&fit.state.steps, fit.deviations.pair);
    let tables = Tables::new(design, steps, halo, &model.rules.pair);
    let given = Given {
        design,
        tables: &tables,
        severity,
        means: &[],
        sd: fit.deviations.candidate,
        rule: &model.rules.candidate,
    };
    let pairs = design.pairs_of(0);
    let mut by = Vec::new();
    let mut rows = Rows::new(&given);
    let seat = (Own { mean, pairs }, None);
    let (mean, variance) = moments(&given, seat, mean, &mut rows, &mut by);
    (mean, variance, by)
}

/// A candidate's mean and variance. `by` becomes how the mean moves with severities, steps and the
/// group's mean, by their places in the information, ascending.
fn moments(
    given: &Given<'_>,
    (of, group): (Own<'_>, Option<usize>),
    start: f64,
    rows: &mut Rows<'_>,
    by: &mut Vec<(usize, f64)>,
) -> (f64, f64) {
    let n = given.design.n_interviewers;
    let posterior = integrate(given, of, start, rows);
    let (mean, variance) = posterior.moments();
    by.clear();
    if let Some(group) = group {
        // The mean moves as much as the prior has weight in it.
        let first = n + given.tables.n_parameters();
        by.push((first + group, variance / (given.sd * given.sd)));
    }
    for (place, pair) in of.pairs.iter().enumerate() {
        let parameters = &given.tables.layout(pair.kind).parameters;
        let own = by.len();
        by.push((pair.interviewer as usize, 0.0));
        by.extend(parameters.iter().map(|at| (n + *at as usize, 0.0)));
        for (node, weight) in posterior.weights.iter().enumerate() {
            let terms = rows.at(place, node);
            let share = weight * (posterior.nodes[node] - mean);
            by[own].1 -= share * terms.slope();
            let scores = terms.score(parameters.len());
            for (sum, score) in by[own + 1..].iter_mut().zip(scores) {
                sum.1 += share * score;
            }
        }
    }
    sum_up(by);
    (mean, variance)
}

/// Numbers by their places, each place once, ascending.
fn sum_up(by: &mut Vec<(usize, f64)>) {
    by.sort_by_key(|(at, _)| *at);
    by.dedup_by(|next, sum| {
        let same = next.0 == sum.0;
        if same {
            sum.1 += next.1;
        }
        same
    });
}

/// How the abilities of some candidates move with severities, steps and groups' means, by their
/// places in the information, ascending.
#[must_use]
pub fn moves(model: &Model, candidates: &[usize]) -> Vec<Vec<(usize, f64)>> {
    let (design, fit) = (&model.design, &model.variances.fit);
    let (steps, halo) = (&fit.state.steps, fit.deviations.pair);
    let tables = Tables::new(design, steps, halo, &model.rules.pair);
    let given = (fit.state).given(design, &tables, &model.rules, fit.deviations);
    let of_chunk = |chunk: &[usize]| -> Vec<Vec<(usize, f64)>> {
        let mut rows = Rows::new(&given);
        let mut of = |candidate: &usize| {
            let mut by = Vec::new();
            moments(
                &given,
                seat(&given, *candidate),
                fit.state.modes[*candidate],
                &mut rows,
                &mut by,
            );
            by
        };
        chunk.iter().map(&mut of).collect()
    };
    let parts: Vec<Vec<Vec<(usize, f64)>>> = candidates
        .par_chunks(chunk_of(candidates.len()))
        .map(of_chunk)
        .collect();
    parts.into_iter().flatten().collect()
}

/// `a' C b`, from what is not 0 in `a` and `b`.
#[must_use]
pub fn product(covariance: &Inverse, a: &[(usize, f64)], b: &[(usize, f64)]) -> f64 {
    let rows = a.iter();
    rows.flat_map(|(row, x)| {
        b.iter()
            .map(move |(column, y)| x * y * covariance.at(*row, *column))
    })
    .sum()
}

/// `a' C a` of numbers by their places, each once; never under 0.
#[must_use]
pub fn quadratic(covariance: &Inverse, a: &[(usize, f64)]) -> f64 {
    let mut square = 0.0;
    for (place, (row, x)) in a.iter().enumerate() {
        square += x * x * covariance.at(*row, *row);
        for (column, y) in &a[..place] {
            square += 2.0 * x * y * covariance.at(*row, *column);
        }
    }
    square.max(0.0)
}
