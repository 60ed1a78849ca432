//! One candidate as the model would see them with other ratings. Severities, steps and variances
//! stay where the estimate has them; only this candidate's abilities are worked out anew.
//!
//! An interviewer or a criterion may be new to the model. A new interviewer has the average
//! severity, with the spread of severities as what is not known of it. A new criterion has the
//! steps of a stand-in: the criterion whose difficulty lies nearest the mean of all.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};

use super::ability::{self, Ability};
use super::design::{Counts, Design, Response};
use super::model::Model;
use crate::text::count;

/// What a candidate is supposed to have been given, by whom.
#[derive(Debug, Clone, Copy)]
pub struct Supposed<'a> {
    /// The group whose mean the ability lies around; none where all candidates have one mean.
    pub group: Option<usize>,
    /// Interviewer, criterion, score. Numbers from the model's counts on are new to it.
    pub ratings: &'a [(u32, u32, i32)],
    /// The criteria asked for.
    pub criteria: &'a [usize],
    /// Severities in logits that are taken as known in place of what was estimated. The others,
    /// and the steps, stay where they are and become as sure as that makes them.
    pub severities: &'a BTreeMap<u32, f64>,
}

/// The same as the model needs it.
pub(super) struct Case {
    pub(super) group: Option<usize>,
    /// Who rated, pair by pair.
    pub(super) raters: Vec<Rater>,
    /// The number of the pair, the criterion, the category.
    pub(super) ratings: Vec<(usize, u32, u8)>,
    /// The criterion in whose place those stand that are new to the model.
    pub(super) stand_in: usize,
}

/// Who rated, as far as it matters to a candidate's ability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rater {
    /// In logits, on the scale of the severity model.
    pub(super) severity: f64,
    pub(super) known: Knowledge,
}

/// How a number that abilities depend on is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Knowledge {
    /// It was estimated: its place in the covariance.
    Estimated(usize),
    /// Nothing was learnt of it: the variance of what it was drawn from.
    Drawn(f64),
    /// It is taken as known: its place in the covariance, where it was estimated.
    Fixed(Option<usize>),
}

impl Knowledge {
    fn place(self) -> Option<usize> {
        match self {
            Self::Estimated(place) => Some(place),
            Self::Drawn(_) => None,
            Self::Fixed(place) => place,
        }
    }
}

/// The covariance of numbers that a candidate's ability depends on, each there once, given those
/// that are taken as known.
pub(super) fn covariance(model: &Model, known: &[Knowledge]) -> DMatrix<f64> {
    let estimated = &model.uncertainty.covariance;
    let mut found = DMatrix::from_fn(known.len(), known.len(), |row, column| {
        let places = (known[row].place(), known[column].place());
        match (places, known[row]) {
            ((Some(a), Some(b)), _) => estimated.at(a, b),
            ((None, None), Knowledge::Drawn(variance)) if row == column => variance,
            _ => 0.0,
        }
    });
    for (at, one) in known.iter().enumerate() {
        let variance = found[(at, at)];
        if matches!(one, Knowledge::Fixed(_)) && variance > 0.0 {
            let column = found.column(at).clone_owned();
            found.ger(-1.0 / variance, &column, &column, 1.0);
            found.row_mut(at).fill(0.0);
            found.column_mut(at).fill(0.0);
        }
    }
    found
}

impl Case {
    pub(super) fn new(model: &Model, supposed: Supposed<'_>) -> Self {
        let mut ratings: Vec<(u32, u32, u8)> = (supposed.ratings.iter())
            .map(|(interviewer, criterion, score)| {
                (*interviewer, *criterion, category(model, *score))
            })
            .collect();
        ratings.sort_unstable();
        let mut numbers: Vec<u32> = ratings.iter().map(|one| one.0).collect();
        numbers.dedup();
        Self {
            group: supposed.group,
            raters: (numbers.iter())
                .map(|number| rater(model, *number, supposed.severities.get(number)))
                .collect(),
            stand_in: stand_in(model),
            ratings: (ratings.iter())
                .map(|(interviewer, criterion, category)| {
                    let pair = numbers.binary_search(interviewer).unwrap_or_default();
                    (pair, *criterion, *category)
                })
                .collect(),
        }
    }

    /// The mean of the ability before any rating.
    pub(super) fn mean(&self, model: &Model) -> f64 {
        let means = &model.variances.fit.state.means;
        self.group.map_or(0.0, |group| means[group])
    }

    /// The criterion whose steps a criterion has.
    pub(super) fn with_steps(&self, model: &Model, criterion: usize) -> usize {
        if criterion < model.design.n_criteria {
            criterion
        } else {
            self.stand_in
        }
    }

    /// The ability that these ratings leave, as [`Model::ability`] is for the model's own.
    pub(super) fn ability(&self, model: &Model) -> Ability {
        let design = self.design(model);
        let severity: Vec<f64> = self.raters.iter().map(|rater| rater.severity).collect();
        let (mean, variance, by) = ability::alone(model, &design, &severity, self.mean(model));
        let n_local = self.raters.len();
        let n = model.design.n_interviewers;
        let (mut known, mut slopes): (Vec<Knowledge>, Vec<f64>) = (by.iter())
            .map(|(at, by)| match at.checked_sub(n_local) {
                None => (self.raters[*at].known, *by),
                Some(parameter) => (Knowledge::Estimated(n + parameter), *by),
            })
            .unzip();
        if let Some(group) = self.group {
            let first = model.uncertainty.covariance.size() - model.design.n_groups;
            let sd = model.variances.fit.deviations.candidate;
            known.push(Knowledge::Estimated(first + group));
            slopes.push(variance / (sd * sd));
        }
        let slopes = DVector::from_vec(slopes);
        let more = slopes.dot(&(covariance(model, &known) * &slopes)).max(0.0);
        Ability {
            mean,
            sd_given: variance.sqrt(),
            sd: (variance + more).sqrt(),
        }
    }

    /// The ratings as those of the only candidate there is.
    fn design(&self, model: &Model) -> Design {
        let counts = Counts {
            n_candidates: 1,
            n_interviewers: self.raters.len(),
            n_criteria: model.design.n_criteria,
            n_categories: model.design.n_categories,
        };
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let response = |(pair, criterion, category): &(usize, u32, u8)| Response {
            candidate: 0,
            interviewer: number(*pair),
            criterion: number(self.with_steps(model, *criterion as usize)),
            category: *category,
        };
        Design::new(counts, self.ratings.iter().map(response).collect())
    }
}

fn rater(model: &Model, number: u32, known: Option<&f64>) -> Rater {
    let estimated = model.variances.fit.state.severity.get(number as usize);
    match (known, estimated) {
        (Some(severity), _) => Rater {
            severity: *severity,
            known: Knowledge::Fixed(estimated.map(|_| number as usize)),
        },
        (None, Some(severity)) => Rater {
            severity: *severity,
            known: Knowledge::Estimated(number as usize),
        },
        (None, None) => Rater {
            severity: model.mean_severity,
            known: Knowledge::Drawn(variance_of_severity(model)),
        },
    }
}

/// The variance that severities have, or were found to have where each is free.
fn variance_of_severity(model: &Model) -> f64 {
    let fit = &model.variances.fit;
    if let Some(sd) = fit.deviations.interviewer {
        return sd * sd;
    }
    let severity = &fit.state.severity;
    let squares = severity
        .iter()
        .map(|one| (one - model.mean_severity).powi(2));
    squares.sum::<f64>() / count(severity.len().max(1))
}

/// The category of a score: of one that nobody ever gave, the nearest that somebody gave.
fn category(model: &Model, score: i32) -> u8 {
    let from = |value: &f64| (value - f64::from(score)).abs();
    let values = model.values.iter().enumerate();
    let nearest = values.min_by(|a, b| from(a.1).total_cmp(&from(b.1)));
    nearest.map_or(0, |(place, _)| u8::try_from(place).unwrap_or(u8::MAX))
}

fn stand_in(model: &Model) -> usize {
    let steps = &model.variances.fit.state.steps;
    let n = model.design.n_criteria;
    let mean = (0..n).map(|at| steps.difficulty(at)).sum::<f64>() / count(n.max(1));
    let from = |at: &usize| (steps.difficulty(*at) - mean).abs();
    let nearest = (0..n).min_by(|a, b| from(a).total_cmp(&from(b)));
    nearest.unwrap_or_default()
}
