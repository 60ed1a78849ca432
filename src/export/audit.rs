//! The log: a row an event, without what is on cards.

use serde::Serialize;

use super::{FORMAT, Row, shown};
use crate::store::{Card, Decision, Entry, Event, Person, StageRecord};

/// The columns.
pub const COLUMNS: &[&str] = &[
    "event",
    "time",
    "kind",
    "by",
    "candidate",
    "round",
    "interviewer",
    "says",
    "hash",
];

/// What a row says of an event whose content was erased.
const ERASED: &str = "erased";

/// What a row says to somebody who has a card due for the candidate, and nothing else: how many
/// cards came would show by the kinds of its events.
const NOT_SHOWN: &str = "not shown: your own card is due";

/// One event.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct EventRow {
    /// Version of this shape.
    pub format: u32,
    /// The event's number, from 1 without gaps.
    pub event: u64,
    /// When, in UTC.
    pub time: String,
    /// What kind of thing happened; none where it is not shown.
    pub kind: Option<String>,
    /// Who did it; none where the content was erased or is not shown.
    pub by: Option<String>,
    /// The candidate it is about.
    pub candidate: Option<String>,
    /// The round of the seat it is about.
    pub round: Option<String>,
    /// The interviewer of that seat.
    pub interviewer: Option<String>,
    /// The rest of it in words.
    pub says: String,
    /// The hash that pins it and everything before it.
    pub hash: String,
}

impl Row for EventRow {
    fn cells(&self) -> Vec<String> {
        vec![
            self.event.to_string(),
            shown(Some(&self.time)),
            shown(self.kind.as_deref()),
            shown(self.by.as_deref()),
            shown(self.candidate.as_deref()),
            shown(self.round.as_deref()),
            shown(self.interviewer.as_deref()),
            shown(Some(&self.says)),
            self.hash.clone(),
        ]
    }
}

/// The row of an event. `is_hidden` says for which candidates whoever asks has a card due.
#[must_use]
pub fn row(event: &Event, is_hidden: impl Fn(&str) -> bool) -> EventRow {
    let start = EventRow {
        format: FORMAT,
        event: event.sequence,
        time: event.time.clone(),
        hash: event.hash.to_string(),
        ..EventRow::default()
    };
    let Some((by, entry)) = &event.content else {
        return EventRow {
            kind: Some(event.kind.clone()),
            says: ERASED.to_owned(),
            ..start
        };
    };
    let candidate = entry.candidate().map(str::to_owned);
    if candidate.as_deref().is_some_and(is_hidden) {
        return EventRow {
            says: NOT_SHOWN.to_owned(),
            ..start
        };
    }
    let (round, interviewer) = seat(entry);
    EventRow {
        kind: Some(event.kind.clone()),
        by: Some(by.signature.clone()),
        candidate,
        round: round.map(str::to_owned),
        interviewer: interviewer.map(|person| person.signature.clone()),
        says: says(entry),
        ..start
    }
}

fn seat(entry: &Entry) -> (Option<&str>, Option<&Person>) {
    let seat = match entry {
        Entry::SeatAssigned(assignment) => &assignment.seat,
        Entry::SeatLeft(leave) => &leave.seat,
        Entry::CardSubmitted(card) | Entry::CardAmended(card) | Entry::SealOpened(card) => {
            &card.seat
        }
        _ => return (None, None),
    };
    (Some(&seat.round), Some(&seat.interviewer))
}

/// What an event says beside who did what to whom, its parts joined by `; `.
fn says(entry: &Entry) -> String {
    let parts = match entry {
        Entry::RubricKept(rubric) => vec![
            format!("rubric {} {}", rubric.id, rubric.version),
            rubric.hash.clone(),
        ],
        Entry::CandidateAdded(record) | Entry::CandidateChanged(record) => [
            ("name", &record.name),
            ("level", &record.level),
            ("rubric", &record.rubric),
            ("stage", &record.stage),
        ]
        .into_iter()
        .filter_map(|(what, value)| value.as_ref().map(|value| format!("{what} {value}")))
        .collect(),
        Entry::SeatAssigned(assignment) => {
            let due = assignment.due.map(|due| format!("due {due}"));
            let shadow = assignment.shadow.then(|| "shadow".to_owned());
            due.into_iter().chain(shadow).collect()
        }
        Entry::SeatLeft(leave) => {
            let how = if leave.declined {
                "declined"
            } else {
                "withdrawn"
            };
            vec![how.to_owned(), leave.reason.clone()]
        }
        Entry::CardSubmitted(card) | Entry::CardAmended(card) | Entry::SealOpened(card) => {
            of_card(card)
        }
        Entry::ScoresShown(look) | Entry::LookRefused(look) => vec![look.what.clone()],
        Entry::DecisionMade(decision) => of_decision(decision),
        Entry::StageRecorded(record) => of_stage(record),
        Entry::CandidateErased(erased) => {
            let runs = erased.records.iter();
            let runs: Vec<_> = runs
                .map(|(first, last)| format!("{first}-{last}"))
                .collect();
            vec![erased.reason.clone(), format!("events {}", runs.join(", "))]
        }
    };
    parts.join("; ")
}

fn of_card(card: &Card) -> Vec<String> {
    let mut parts = vec![
        format!("card {}", card.id),
        format!("revision {}", card.revision),
        format!("rubric {}", card.rubric),
    ];
    let marks = [
        (card.shadow, "shadow"),
        (card.sealed, "sealed"),
        (card.after_seeing_others, "after seeing others"),
    ];
    let marks = marks.into_iter().filter(|(is_so, _)| *is_so);
    parts.extend(marks.map(|(_, mark)| mark.to_owned()));
    parts.extend(card.reason.clone());
    parts
}

fn of_decision(decision: &Decision) -> Vec<String> {
    let packet = &decision.packet;
    let mut parts = vec![decision.choice.as_str().to_owned()];
    parts.extend(decision.reason.clone());
    parts.push(format!("packet {} at {}", packet.hash, packet.head));
    for recommended in &packet.recommended {
        let verdict = &recommended.verdict;
        parts.push(format!("recommended {verdict} by {}", recommended.rubric));
    }
    if decision.departs {
        parts.push("departs from it".to_owned());
    }
    parts.extend(
        decision
            .supersedes
            .map(|event| format!("in place of {event}")),
    );
    parts
}

fn of_stage(record: &StageRecord) -> Vec<String> {
    let (stage, what) = (record.stage.as_str(), record.what.as_str());
    let mut parts = vec![format!("{stage} {what} on {}", record.on)];
    parts.extend(record.entered.map(|day| format!("entered on {day}")));
    parts.extend(record.reason.clone());
    if let Some(proposal) = &record.proposal {
        parts.push(format!("proposed {}", proposal.outcome.as_str()));
        parts.extend(
            proposal
                .knockouts
                .iter()
                .map(|id| format!("knock-out {id}")),
        );
        parts.extend(
            proposal
                .rubric
                .as_ref()
                .map(|hash| format!("rubric {hash}")),
        );
    }
    parts.extend(
        record
            .supersedes
            .map(|event| format!("in place of {event}")),
    );
    parts
}
