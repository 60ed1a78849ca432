//! The pipeline: a row a candidate and stage.

use serde::Serialize;

use super::{FORMAT, Row, plain, shown};
use crate::document::Date;
use crate::pipeline::{Funnel, Stay};
use crate::store::Candidate;

/// The columns.
pub const COLUMNS: &[&str] = &[
    "candidate",
    "name",
    "level",
    "rubric",
    "stage",
    "state",
    "entered",
    "entered_by",
    "left",
    "left_by",
    "days",
    "recorded_by",
    "reason",
    "proposed",
    "knockouts",
    "otherwise",
];

/// What stands for the state of somebody for whom whoever asks has a card due.
pub const WITHHELD: &str = "withheld";

/// A candidate at one stage. What is not known, or not shown, is none.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct StayRow {
    /// Version of this shape.
    pub format: u32,
    /// The candidate's id.
    pub candidate: String,
    /// The candidate's name; the id where none is known.
    pub name: String,
    /// The level interviewed for, as the record has it.
    pub level: Option<String>,
    /// The rubric's id, as the record has it.
    pub rubric: Option<String>,
    /// The stage; none where nothing is shown.
    pub stage: Option<&'static str>,
    /// `waiting`, `passed`, `declined`, `withdrew`, or `withheld`.
    pub state: &'static str,
    /// The day they came to it.
    pub entered: Option<String>,
    /// What that follows from: `record`, `added` or `cards`.
    pub entered_by: Option<&'static str>,
    /// The day they left it.
    pub left: Option<String>,
    /// What tells that they left: `record`, `later-stage` or `decision`.
    pub left_by: Option<&'static str>,
    /// Days from coming to leaving; none of those who wait.
    pub days: Option<u32>,
    /// Who recorded what happened, as they sign.
    pub recorded_by: Option<String>,
    /// Why, in their words.
    pub reason: Option<String>,
    /// What was proposed before: `advance`, `review` or `decline`.
    pub proposed: Option<&'static str>,
    /// The ids of the knock-outs that the proposal rests on.
    pub knockouts: Vec<String>,
    /// Where the record says otherwise than what else is kept: what that says.
    pub otherwise: Vec<String>,
}

impl Row for StayRow {
    fn cells(&self) -> Vec<String> {
        vec![
            shown(Some(&self.candidate)),
            shown(Some(&self.name)),
            shown(self.level.as_deref()),
            shown(self.rubric.as_deref()),
            shown(self.stage),
            self.state.to_owned(),
            shown(self.entered.as_deref()),
            shown(self.entered_by),
            shown(self.left.as_deref()),
            shown(self.left_by),
            plain(self.days),
            shown(self.recorded_by.as_deref()),
            shown(self.reason.as_deref()),
            shown(self.proposed),
            shown(Some(&self.knockouts.join(";"))),
            shown(Some(&self.otherwise.join("; "))),
        ]
    }
}

/// The row of a candidate at a stage, at the end of a day.
#[must_use]
pub fn row(candidate: &Candidate, stay: &Stay, now: Date) -> StayRow {
    let record = stay.record.as_ref();
    let proposal = record.and_then(|record| record.proposal.as_ref());
    StayRow {
        stage: Some(stay.stage.as_str()),
        state: stay.state(),
        entered: stay.entered.map(|(day, _)| day.to_string()),
        entered_by: stay.entered.map(|(_, source)| source.as_str()),
        left: stay.left.map(|day| day.to_string()),
        left_by: stay.left_by.map(crate::pipeline::Source::as_str),
        days: stay.days(now).filter(|_| !stay.waits()),
        recorded_by: record.map(|record| record.by.clone()),
        reason: record.and_then(|record| record.reason.clone()),
        proposed: proposal.map(|proposal| proposal.outcome.as_str()),
        knockouts: proposal.map_or_else(Vec::new, |proposal| proposal.knockouts.clone()),
        otherwise: stay.otherwise.clone(),
        ..start(candidate)
    }
}

/// The one row of somebody for whom whoever asks has a card due.
#[must_use]
pub fn withheld(candidate: &Candidate) -> StayRow {
    StayRow {
        state: WITHHELD,
        ..start(candidate)
    }
}

fn start(candidate: &Candidate) -> StayRow {
    StayRow {
        format: FORMAT,
        candidate: candidate.id.clone(),
        name: candidate.name.as_ref().unwrap_or(&candidate.id).clone(),
        level: candidate.level.clone(),
        rubric: candidate.rubric.clone(),
        ..StayRow::default()
    }
}

/// The columns of a funnel.
pub const FUNNEL_COLUMNS: &[&str] = &[
    "on",
    "stage",
    "in",
    "passed",
    "declined",
    "withdrew",
    "waiting",
    "share_passed",
    "median_days",
    "median_days_of",
    "waiting_median_days",
    "waiting_days_of",
    "waiting_longest_days",
    "missing",
];

/// The rows of a funnel: one a stage.
pub fn funnel_rows(funnel: &Funnel) -> impl Iterator<Item = Vec<String>> {
    funnel.stages.iter().map(|stage| {
        vec![
            funnel.on.to_string(),
            stage.stage.to_owned(),
            stage.n_in.to_string(),
            stage.passed.to_string(),
            stage.declined.to_string(),
            stage.withdrew.to_string(),
            stage.waiting.to_string(),
            plain(stage.share_passed),
            plain(stage.median_days),
            stage.median_days_of.to_string(),
            plain(stage.waiting_median_days),
            stage.waiting_days_of.to_string(),
            plain(stage.waiting_longest_days),
            plain(stage.missing),
        ]
    })
}
