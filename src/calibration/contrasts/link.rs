//! The one more pairing of a candidate and an interviewer that would link people best.
//!
//! A rating tells of `θ_c − s_r`, with the information `J` that it would have at the estimates; by it the
//! variance of a contrast falls by `Cov(contrast, θ_c − s_r)² / (Var(θ_c − s_r) + 1/J)`, the rank-one update
//! of the inverse (Sherman & Morrison 1950). `J = 1 / (1/V + σ_u²)` with `V` the variance of the categories
//! of all criteria: what a whole interview tells, the pair's own effect in it.
//!
//! Between groups that are not linked at all the contrast is that of the two largest groups' mean
//! severities; within one group, that of the two interviewers who are told apart worst. Not all
//! pairings are tried: those of the best known candidates, [`MOST_CANDIDATES`] of each group or
//! interviewer, with the best known interviewers of the other group, or with the other interviewer.

use serde::Serialize;

use super::components;
use crate::calibration::ability::{moves, product, quadratic};
use crate::calibration::model::Model;
use crate::calibration::steps::Expected;
use crate::text::count;

/// Candidates of one side that are proposed.
const MOST_CANDIDATES: usize = 12;

/// Interviewers who are compared with each other, or proposed.
const MOST_INTERVIEWERS: usize = 24;

/// What a pairing would tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Between {
    /// Groups of people who are not linked, by their numbers among the components.
    Components(u32, u32),
    /// Two interviewers.
    Interviewers(usize, usize),
}

/// The pairing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Link {
    /// Who should be interviewed.
    pub candidate: usize,
    /// By whom.
    pub interviewer: usize,
    /// What it tells apart.
    pub between: Between,
    /// Standard error of that difference in severity, in logits.
    pub se_before: f64,
    /// With the pairing.
    pub se_after: f64,
}

/// A difference in severity, by interviewers' weights in it.
struct Difference {
    between: Between,
    weights: Vec<(usize, f64)>,
}

/// Finds the pairing. None where there are not two interviewers who rated anybody, or everybody
/// proposed is paired already.
#[must_use]
pub fn best_link(model: &Model) -> Option<Link> {
    let groups = components(&model.design);
    let is_split = groups.iter().flatten().any(|group| *group > 0);
    let (difference, proposals) = if is_split {
        between_components(model, &groups)
    } else {
        between_interviewers(model)?
    };
    let covariance = &model.uncertainty.covariance;
    let before = quadratic(covariance, &difference.weights);
    let mut candidates: Vec<usize> = proposals.iter().map(|(candidate, _)| *candidate).collect();
    candidates.sort_unstable();
    candidates.dedup();
    let moves = moves(model, &candidates);
    let mut best: Option<(f64, usize, usize)> = None;
    for (candidate, interviewer) in proposals {
        let place = candidates.binary_search(&candidate).unwrap_or_default();
        let gain = gain(
            model,
            &difference.weights,
            (candidate, &moves[place]),
            interviewer,
        );
        if best.is_none_or(|(most, ..)| gain > most) {
            best = Some((gain, candidate, interviewer));
        }
    }
    let (gain, candidate, interviewer) = best?;
    Some(Link {
        candidate,
        interviewer,
        between: difference.between,
        se_before: before.sqrt(),
        se_after: (before - gain).max(0.0).sqrt(),
    })
}

/// By how much a pairing would lower the variance of a difference.
fn gain(
    model: &Model,
    weights: &[(usize, f64)],
    (candidate, moves): (usize, &[(usize, f64)]),
    interviewer: usize,
) -> f64 {
    let covariance = &model.uncertainty.covariance;
    let mut by = moves.to_vec();
    by.push((interviewer, -1.0));
    let own = model.ability(candidate);
    let variance = own.sd_given * own.sd_given + quadratic(covariance, &by);
    let shared = product(covariance, weights, &by);
    shared * shared / (variance + 1.0 / information(model, candidate, interviewer))
}

/// What an interview on all criteria would tell of the position; over 0.
fn information(model: &Model, candidate: usize, interviewer: usize) -> f64 {
    let state = &model.variances.fit.state;
    let xi = model.ability(candidate).mean - state.severity[interviewer];
    let mut expected = Expected::default();
    let mut variance = 0.0;
    for criterion in 0..model.design.n_criteria {
        state.steps.at(criterion, xi, &mut expected);
        variance += expected.variance;
    }
    let halo = model.variances.fit.deviations.pair;
    1.0 / (1.0 / variance.max(1e-9) + halo * halo)
}

/// The two largest groups' mean severities, with candidates of each for interviewers of the other.
fn between_components(model: &Model, groups: &[Option<u32>]) -> (Difference, Vec<(usize, usize)>) {
    let mut of_group: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    let mut candidates: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    for (candidate, group) in groups.iter().enumerate() {
        if let Some(group @ 0..2) = group.map(|group| group as usize) {
            candidates[group].push(candidate);
            let pairs = model.design.pairs_of(candidate).iter();
            of_group[group].extend(pairs.map(|pair| pair.interviewer as usize));
        }
    }
    let mut weights = Vec::new();
    for (own, sign) in of_group.iter_mut().zip([1.0, -1.0]) {
        own.sort_unstable();
        own.dedup();
        let share = sign / count(own.len());
        weights.extend(own.iter().map(|interviewer| (*interviewer, share)));
    }
    let mut proposals = Vec::new();
    for (own, other) in [(0, 1), (1, 0)] {
        let interviewers = best_known(&of_group[other], MOST_INTERVIEWERS, |at| {
            model.uncertainty.severity_se[at]
        });
        for candidate in best_candidates(model, &candidates[own]) {
            proposals.extend(
                interviewers
                    .iter()
                    .map(|interviewer| (candidate, *interviewer)),
            );
        }
    }
    let between = Between::Components(0, 1);
    (Difference { between, weights }, proposals)
}

/// The two interviewers told apart worst, with candidates of each for the other.
fn between_interviewers(model: &Model) -> Option<(Difference, Vec<(usize, usize)>)> {
    let mut of_interviewer = vec![Vec::new(); model.design.n_interviewers];
    for candidate in 0..model.design.n_candidates {
        for pair in model.design.pairs_of(candidate) {
            of_interviewer[pair.interviewer as usize].push(candidate);
        }
    }
    let rated: Vec<usize> = (0..model.design.n_interviewers)
        .filter(|at| !of_interviewer[*at].is_empty())
        .collect();
    // The least known first.
    let some = best_known(&rated, MOST_INTERVIEWERS, |at| {
        -model.uncertainty.severity_se[at]
    });
    let covariance = &model.uncertainty.covariance;
    let mut worst: Option<(f64, usize, usize)> = None;
    for (own, a) in some.iter().enumerate() {
        for b in &some[own + 1..] {
            let variance = quadratic(covariance, &[(*a, 1.0), (*b, -1.0)]);
            if worst.is_none_or(|(most, ..)| variance > most) {
                worst = Some((variance, *a.min(b), *a.max(b)));
            }
        }
    }
    let (_, a, b) = worst?;
    let mut proposals = Vec::new();
    for (of, interviewer) in [(b, a), (a, b)] {
        let is_new = |at: &usize| of_interviewer[interviewer].binary_search(at).is_err();
        let new: Vec<usize> = of_interviewer[of].iter().copied().filter(is_new).collect();
        let candidates = best_candidates(model, &new).into_iter();
        proposals.extend(candidates.map(|candidate| (candidate, interviewer)));
    }
    let difference = Difference {
        between: Between::Interviewers(a, b),
        weights: vec![(a, 1.0), (b, -1.0)],
    };
    Some((difference, proposals))
}

fn best_candidates(model: &Model, of: &[usize]) -> Vec<usize> {
    best_known(of, MOST_CANDIDATES, |at| model.ability(at).sd)
}

/// Those with the lowest numbers by a measure, then by who they are; in this order.
fn best_known(of: &[usize], most: usize, by: impl Fn(usize) -> f64) -> Vec<usize> {
    let mut order: Vec<(f64, usize)> = of.iter().map(|at| (by(*at), *at)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    order.truncate(most);
    order.into_iter().map(|(_, at)| at).collect()
}
