//! One row for each candidate, interviewer and criterion.

use serde::Serialize;

use super::Work;

/// Why nothing is known of somebody.
const NO_RATINGS: &str = "no ratings";

/// A candidate.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Candidate {
    /// The id.
    pub id: String,
    /// Ability in logits; all candidates' mean is 0.
    pub estimate: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// The score that an interviewer of average severity would give, averaged over criteria.
    pub fair: Option<f64>,
    /// Lower end of its interval.
    pub fair_low: Option<f64>,
    /// Upper end.
    pub fair_high: Option<f64>,
    /// The mean of the scores as they were given.
    pub raw: Option<f64>,
    /// Ratings.
    pub n: usize,
    /// Interviewers who gave them.
    pub interviewers: usize,
    /// The number of the component of the graph, from 1; fair scores of different ones cannot be
    /// compared.
    pub component: Option<usize>,
    /// The group, where ratings name one.
    pub group: Option<String>,
    /// Probability of a fair score at or over the line asked for.
    pub p_bar_line: Option<f64>,
    /// Mean square residual, each weighted by its variance (joint estimates alone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub infit: Option<f64>,
    /// Mean square of standardised residuals (joint estimates alone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outfit: Option<f64>,
    /// Whether all its ratings are the lowest or all the highest (joint estimates alone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extreme: Option<bool>,
    /// Why a number is none.
    pub reason: Option<&'static str>,
}

/// An interviewer.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Interviewer {
    /// The signature.
    pub id: String,
    /// Severity in logits; more is more severe.
    pub severity: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// How far from an interviewer of average severity this one scores an average candidate, in
    /// points of the scale; under 0 is more severe.
    pub points: Option<f64>,
    /// Lower end of its interval.
    pub points_low: Option<f64>,
    /// Upper end.
    pub points_high: Option<f64>,
    /// The mean of the scores given.
    pub raw: Option<f64>,
    /// Ratings.
    pub n: usize,
    /// Candidates rated.
    pub candidates: usize,
    /// The number of the component of the graph, from 1.
    pub component: Option<usize>,
    /// Whether there are too few candidates to rest a severity on.
    pub too_few: bool,
    /// The mean score expected where all else is at its mean (joint estimates alone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fair: Option<f64>,
    /// Mean square residual, each weighted by its variance (joint estimates alone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub infit: Option<f64>,
    /// Mean square of standardised residuals (joint estimates alone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outfit: Option<f64>,
    /// Whether all its ratings are the lowest or all the highest (joint estimates alone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extreme: Option<bool>,
    /// Why a number is none.
    pub reason: Option<&'static str>,
}

/// A criterion, perhaps at a level.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Criterion {
    /// The id.
    pub id: String,
    /// The criterion in it.
    pub criterion: String,
    /// The rubric in it.
    pub rubric: Option<String>,
    /// The level in it.
    pub level: Option<String>,
    /// Difficulty in logits: the mean of the steps.
    pub difficulty: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// Where each point becomes as likely as the one before, in logits: one fewer than points.
    pub steps: Option<Vec<f64>>,
    /// The mean of the scores given.
    pub raw: Option<f64>,
    /// Ratings.
    pub n: usize,
    /// Candidates rated on it.
    pub candidates: usize,
    /// The mean score expected where all else is at its mean (joint estimates alone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fair: Option<f64>,
    /// Mean square residual, each weighted by its variance (joint estimates alone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub infit: Option<f64>,
    /// Mean square of standardised residuals (joint estimates alone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outfit: Option<f64>,
    /// Why a number is none.
    pub reason: Option<&'static str>,
}

impl Work<'_> {
    /// What can be counted of a candidate.
    pub(super) fn candidate(&self, at: usize) -> Candidate {
        let tally = self.counts.candidates[at];
        Candidate {
            id: self.records.candidates[at].clone(),
            raw: tally.mean(),
            n: tally.n,
            interviewers: tally.partners,
            component: self.connection.of_candidate(at),
            group: self.records.groups.of(at).map(str::to_owned),
            reason: (tally.n == 0).then_some(NO_RATINGS),
            ..Candidate::default()
        }
    }

    /// What can be counted of an interviewer.
    pub(super) fn interviewer(&self, at: usize) -> Interviewer {
        let tally = self.counts.interviewers[at];
        Interviewer {
            id: self.records.interviewers[at].clone(),
            raw: tally.mean(),
            n: tally.n,
            candidates: tally.partners,
            component: self.connection.of_interviewer(at),
            too_few: tally.partners < self.options.settings.floor.candidates_each,
            reason: (tally.n == 0).then_some(NO_RATINGS),
            ..Interviewer::default()
        }
    }

    /// What can be counted of a criterion.
    pub(super) fn criterion(&self, at: usize) -> Criterion {
        let tally = self.counts.items[at];
        let item = &self.records.items[at];
        Criterion {
            id: item.id.clone(),
            criterion: item.criterion.clone(),
            rubric: item.rubric.clone(),
            level: item.level.clone(),
            raw: tally.mean(),
            n: tally.n,
            candidates: tally.partners,
            reason: (tally.n == 0).then_some(NO_RATINGS),
            ..Criterion::default()
        }
    }
}
