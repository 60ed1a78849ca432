//! How well groups of candidates can be told apart, and which one pairing would help most.
//!
//! Under the severity model's one mean for all, a gap between groups that share few interviewers
//! is shrunk, silently: its standard error there is small because the prior says so. What the
//! ratings say themselves is found by giving each group a mean of its own, `θ_c = μ_g + θ'_c`: found
//! from the fit by a few of Newton's steps in all of severities, steps and means. [`Contrast::gap`] is that,
//! with its standard error from the information's inverse; [`Contrast::shrunk`] is what the
//! abilities that are reported have. Where no interviewer links two groups, only the assumption that
//! their interviewers are equally severe on average is left, and the standard error is large.

use std::collections::BTreeMap;

use nalgebra::DVector;
use serde::Serialize;

use super::connectivity::connectivity;
use super::design::Design;
use super::model::Model;
use super::severity::Freed;
use crate::text::count;

mod link;
#[cfg(test)]
mod tests;

pub use link::{Between, Link, best_link};

/// Groups that are compared with each other at most: the largest.
pub const MOST_GROUPS: usize = 12;

/// Candidates of a group under which it is not compared.
pub const LEAST_CANDIDATES: usize = 2;

/// The difference of two groups' mean abilities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Contrast {
    /// The groups' numbers.
    pub groups: (u32, u32),
    /// The first's mean ability less the second's, in logits, each with a mean of its own.
    pub gap: f64,
    /// Its standard error.
    pub se: f64,
    /// The same difference of the abilities that the model gives.
    pub shrunk: f64,
}

/// How well groups are linked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contrasts {
    /// Pairs of candidate and interviewer whose interviewer belongs to another group: most of
    /// their candidates are in it.
    pub n_cross: usize,
    /// Pairs of a candidate who has a group.
    pub n_pairs: usize,
    /// Every two of the largest groups, by number.
    pub contrasts: Vec<Contrast>,
}

impl Contrasts {
    /// The share of cross-links, 0 to 1. None without pairs.
    #[must_use]
    pub fn cross_share(&self) -> Option<f64> {
        (self.n_pairs > 0).then(|| count(self.n_cross) / count(self.n_pairs))
    }
}

/// Each candidate's component, the largest first; none where nobody rated them.
#[must_use]
pub fn components(design: &Design) -> Vec<Option<u32>> {
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let of_candidate = connectivity(design).of_candidate;
    of_candidate.into_iter().map(|at| at.map(number)).collect()
}

/// Compares groups of candidates, such as [`components`] or departments: one for each candidate.
#[must_use]
pub fn contrasts(model: &Model, groups: &[Option<u32>]) -> Contrasts {
    let design = &model.design;
    let (n_cross, n_pairs) = crossing(design, groups);
    let largest = largest(design, groups);
    let contrasts = compared(model, groups, &largest).unwrap_or_default();
    Contrasts {
        n_cross,
        n_pairs,
        contrasts,
    }
}

/// Pairs whose interviewer belongs to another group than the candidate, and all pairs.
fn crossing(design: &Design, groups: &[Option<u32>]) -> (usize, usize) {
    let group_of = |candidate: usize| groups.get(candidate).copied().flatten();
    let grouped = || (0..design.n_candidates).filter_map(|at| Some((at, group_of(at)?)));
    let mut n_of: Vec<BTreeMap<u32, usize>> = vec![BTreeMap::new(); design.n_interviewers];
    for (candidate, group) in grouped() {
        for pair in design.pairs_of(candidate) {
            *n_of[pair.interviewer as usize].entry(group).or_default() += 1;
        }
    }
    // The group of most candidates; of several, the lowest number.
    let own: Vec<Option<u32>> = (n_of.iter())
        .map(|n_of| {
            let most = n_of
                .iter()
                .max_by_key(|(group, n)| (**n, std::cmp::Reverse(**group)));
            most.map(|(group, _)| *group)
        })
        .collect();
    let mut n = (0, 0);
    for (candidate, group) in grouped() {
        for pair in design.pairs_of(candidate) {
            n.0 += usize::from(own[pair.interviewer as usize] != Some(group));
            n.1 += 1;
        }
    }
    n
}

/// The groups with the most rated candidates, ascending by number.
fn largest(design: &Design, groups: &[Option<u32>]) -> Vec<u32> {
    let mut n_of: BTreeMap<u32, usize> = BTreeMap::new();
    for (candidate, group) in groups.iter().enumerate().take(design.n_candidates) {
        if let (Some(group), false) = (group, design.pairs_of(candidate).is_empty()) {
            *n_of.entry(*group).or_default() += 1;
        }
    }
    let mut order: Vec<(usize, u32)> = n_of.into_iter().map(|(group, n)| (n, group)).collect();
    order.retain(|(n, _)| *n >= LEAST_CANDIDATES);
    order.sort_by_key(|(n, group)| (std::cmp::Reverse(*n), *group));
    order.truncate(MOST_GROUPS);
    let mut largest: Vec<u32> = order.into_iter().map(|(_, group)| group).collect();
    largest.sort_unstable();
    largest
}

/// Those groups' means, all others at the mean of all.
fn freed(model: &Model, groups: &[Option<u32>], largest: &[u32]) -> Option<Freed> {
    let fit = &model.variances.fit;
    let place = |group: &Option<u32>| {
        let place = largest.binary_search(group.as_ref()?).ok()?;
        u32::try_from(place).ok()
    };
    let mut own: Vec<Option<u32>> = groups.iter().map(place).collect();
    own.resize(model.design.n_candidates, None);
    // Where groups had means before, theirs are where these are looked for.
    let mut starts = vec![(0.0, 0.0); largest.len()];
    for (candidate, group) in own.iter().enumerate() {
        let before = model.design.group_of(candidate);
        if let (Some(group), Some(before)) = (group, before) {
            let start = &mut starts[*group as usize];
            *start = (start.0 + fit.state.means[before], start.1 + 1.0);
        }
    }
    let means = starts.iter().map(|(sum, n)| sum / f64::max(*n, 1.0));
    let design = model.design.clone().with_groups(own);
    Freed::new(&design, &model.rules, fit, means.collect())
}

/// None where there are fewer than two groups, or the information is singular.
fn compared(model: &Model, groups: &[Option<u32>], largest: &[u32]) -> Option<Vec<Contrast>> {
    if largest.len() < 2 {
        return None;
    }
    let free = freed(model, groups, largest)?;
    let size = model.uncertainty.covariance.size() - model.design.n_groups;
    let mut contrasts = Vec::new();
    for (a, of_a) in largest.iter().enumerate() {
        for (b, of_b) in largest.iter().enumerate().skip(a + 1) {
            let mut by = DVector::zeros(size + largest.len());
            by[size + a] = 1.0;
            by[size + b] = -1.0;
            contrasts.push(Contrast {
                groups: (*of_a, *of_b),
                gap: free.means[a] - free.means[b],
                se: by.dot(&free.factor.solve(&by)).max(0.0).sqrt(),
                shrunk: mean_of(model, groups, *of_a) - mean_of(model, groups, *of_b),
            });
        }
    }
    Some(contrasts)
}

/// The mean ability of a group's rated candidates.
fn mean_of(model: &Model, groups: &[Option<u32>], group: u32) -> f64 {
    let rated = |at: &usize| !model.design.pairs_of(*at).is_empty();
    let own = |at: &usize| groups.get(*at).copied().flatten() == Some(group);
    let of = (0..model.design.n_candidates).filter(rated).filter(own);
    let of: Vec<f64> = of.map(|at| model.ability(at).mean).collect();
    of.iter().sum::<f64>() / count(of.len().max(1))
}
