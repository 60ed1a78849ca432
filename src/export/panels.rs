//! Panels: a row a seat, and one for each card that the rubric expects and nobody was asked for.

use serde::Serialize;

use super::{FORMAT, Row, plain, shown};
use crate::rubric::{LevelIdx, Round, Rubric};
use crate::store::{Candidate, Decided, Moment, SeatState, SeatStatus};

/// The columns.
pub const COLUMNS: &[&str] = &[
    "candidate",
    "name",
    "level",
    "rubric",
    "round",
    "interviewer",
    "seat",
    "due",
    "came",
    "late_minutes",
    "shadow",
    "assigned",
    "sealed",
    "revisions",
    "decision",
    "decided",
];

/// What a seat is called that nobody was assigned to.
pub const UNASSIGNED: &str = "unassigned";

/// One seat. What is not known, or not shown, is none.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SeatRow {
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
    /// The round's id.
    pub round: String,
    /// Who scores, as they sign.
    pub interviewer: Option<String>,
    /// Where the card stands: `due`, `overdue`, `in`, `in-late`, `declined`, `withdrawn` or
    /// `unassigned`.
    pub seat: &'static str,
    /// When the card is or was due, in UTC.
    pub due: Option<String>,
    /// When its first revision came, in UTC.
    pub came: Option<String>,
    /// Minutes from the deadline to when it came, or to now where it is awaited still.
    pub late_minutes: Option<i64>,
    /// Whether it is a trainee's.
    pub shadow: Option<bool>,
    /// False where a card came that nobody was assigned for.
    pub assigned: Option<bool>,
    /// Whether its latest revision is sealed; none without a card.
    pub sealed: Option<bool>,
    /// How many revisions there are.
    pub revisions: Option<u32>,
    /// What was decided on the candidate last: `hire` or `no-hire`.
    pub decision: Option<&'static str>,
    /// When, in UTC.
    pub decided: Option<String>,
}

impl Row for SeatRow {
    fn cells(&self) -> Vec<String> {
        vec![
            shown(Some(&self.candidate)),
            shown(Some(&self.name)),
            shown(self.level.as_deref()),
            shown(self.rubric.as_deref()),
            shown(Some(&self.round)),
            shown(self.interviewer.as_deref()),
            self.seat.to_owned(),
            shown(self.due.as_deref()),
            shown(self.came.as_deref()),
            plain(self.late_minutes),
            plain(self.shadow),
            plain(self.assigned),
            plain(self.sealed),
            plain(self.revisions),
            self.decision.unwrap_or_default().to_owned(),
            shown(self.decided.as_deref()),
        ]
    }
}

/// A candidate's record and seats.
#[derive(Debug, Clone, Copy)]
pub struct Panel<'a> {
    /// The record.
    pub candidate: &'a Candidate,
    /// The latest decision.
    pub decision: Option<Decided>,
    /// The seats, in the store's order.
    pub seats: &'a [SeatStatus],
    /// The rubric and level that say how many cards are expected; none where they are not known.
    pub expected: Option<(&'a Rubric, LevelIdx)>,
}

/// Rounds with a card that nobody was asked for, in loop order, each as often as cards are missing.
/// A seat that was declined or withdrawn counts as asked: its own row says that it is missing.
pub fn unassigned<'a>(panel: &Panel<'a>) -> impl Iterator<Item = &'a Round> {
    let rounds = panel.expected.into_iter().flat_map(|(rubric, level)| {
        let rounds = rubric.rounds_at(level).map(|idx| rubric.round(idx));
        rounds.filter(|round| round.stage.is_panel())
    });
    let seats = panel.seats;
    rounds.flat_map(move |round| {
        let is_here = |seat: &&SeatStatus| seat.seat.round == *round.id && !seat.shadow;
        let n_asked = seats.iter().filter(is_here).count();
        let n_expected = usize::try_from(round.interviewers).unwrap_or(usize::MAX);
        std::iter::repeat_n(round, n_expected.saturating_sub(n_asked))
    })
}

/// The rows of a panel at some moment.
#[must_use]
pub fn rows(panel: &Panel<'_>, now: Moment) -> Vec<SeatRow> {
    let start = start(panel);
    let seats = panel.seats.iter().map(|status| SeatRow {
        round: status.seat.round.clone(),
        interviewer: Some(status.seat.interviewer.signature.clone()),
        seat: status.state.as_str(),
        due: status.due.map(|due| due.to_string()),
        came: status.came.map(|came| came.to_string()),
        late_minutes: late_minutes(status, now),
        shadow: Some(status.shadow),
        assigned: Some(status.was_assigned),
        sealed: status.card.map(|_| status.sealed),
        revisions: Some(status.n_revisions),
        ..start.clone()
    });
    let unassigned = unassigned(panel).map(|round| SeatRow {
        round: round.id.to_string(),
        seat: UNASSIGNED,
        ..start.clone()
    });
    seats.chain(unassigned).collect()
}

/// The rows of a panel for somebody who has a card due in it: their own seats. A row of somebody who
/// was not asked would say that their card came; nor is it said what was decided.
#[must_use]
pub fn blind_rows(panel: &Panel<'_>, viewer: &str, now: Moment) -> Vec<SeatRow> {
    let is_own = |seat: &&SeatStatus| seat.seat.interviewer.key == viewer;
    let own: Vec<_> = panel.seats.iter().filter(is_own).cloned().collect();
    let own_panel = Panel {
        seats: &own,
        decision: None,
        expected: None,
        ..*panel
    };
    rows(&own_panel, now)
}

fn start(panel: &Panel<'_>) -> SeatRow {
    let Panel { candidate, .. } = panel;
    let decided = panel.decision;
    SeatRow {
        format: FORMAT,
        candidate: candidate.id.clone(),
        name: candidate.name.as_ref().unwrap_or(&candidate.id).clone(),
        level: candidate.level.clone(),
        rubric: candidate.rubric.clone(),
        decision: decided.map(|decided| decided.choice.as_str()),
        decided: decided.map(|decided| decided.at.to_string()),
        ..SeatRow::default()
    }
}

fn late_minutes(status: &SeatStatus, now: Moment) -> Option<i64> {
    let due = status.due?;
    let until = match status.state {
        SeatState::InLate => status.came?,
        SeatState::Overdue => now,
        _ => return None,
    };
    Some((until.seconds() - due.seconds()) / 60)
}
