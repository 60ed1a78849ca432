//! Verification: the chain recomputed, the tables compared with what follows from the log.

use std::collections::BTreeMap;

use super::books::{self, CandidateRow, CardRow, RubricRow, SeatRow, ShownRow, StageRow};
use super::change::Person;
use super::error::{Problem, Wrong};
use super::event::{self, Content, Entry, Head, Stored};
use super::state::State;
use super::view::Verification;
use super::{Moment, Stamp};
use crate::text::visible_line;

/// A row of the tables.
pub(super) enum Row {
    Candidate(CandidateRow),
    Seat(SeatRow),
    Card(CardRow),
    Rubric(RubricRow),
    Shown(ShownRow),
    Stage(StageRow),
}

/// Takes the log, event by event, then the tables, row by row, and says what is wrong.
pub(super) struct Auditor {
    saved: Option<Head>,
    head: Head,
    n_events: u64,
    state: State,
    /// Events without content.
    blank: Vec<u64>,
    /// The erasures, with the runs of numbers that each lists.
    erasures: Vec<(u64, Vec<(u64, u64)>)>,
    problems: Vec<Problem>,
}

impl Auditor {
    pub(super) fn new(saved: Option<&Head>) -> Self {
        Self {
            saved: saved.copied(),
            head: Head::default(),
            n_events: 0,
            state: State::default(),
            blank: Vec::new(),
            erasures: Vec::new(),
            problems: Vec::new(),
        }
    }

    fn wrong(&mut self, sequence: u64, what: Wrong) {
        let sequence = Some(sequence);
        self.problems.push(Problem { sequence, what });
    }

    /// The next event, with the number of the candidate that it is filed under. Events come in
    /// ascending order of their numbers.
    pub(super) fn event(&mut self, stored: &Stored, filed: Option<u64>) {
        self.n_events += 1;
        let sequence = stored.sequence;
        let due = self.head.sequence + 1;
        if sequence > due {
            self.wrong(due, Wrong::Missing(sequence - due));
        }
        self.link(stored, sequence == due);
        match stored.content() {
            Content::Erased => {
                self.blank.push(sequence);
                if filed.is_some() {
                    self.wrong(sequence, Wrong::Misfiled);
                }
            }
            Content::Altered => self.wrong(sequence, Wrong::Altered),
            Content::Unreadable => self.wrong(sequence, Wrong::Unreadable),
            Content::Says(by, entry) => self.content(stored, by, &entry, filed),
        }
        self.head = stored.head();
    }

    fn link(&mut self, stored: &Stored, follows: bool) {
        let Stored {
            sequence,
            kind,
            time,
            digest,
            ..
        } = stored;
        // After a gap the record before is unknown; the gap itself is reported.
        let due = event::hash(&self.head.hash, *sequence, kind, time, digest);
        if follows && due != stored.hash {
            self.wrong(*sequence, Wrong::BrokenLink);
        }
        if let Some(saved) = self.saved.filter(|saved| saved.sequence == *sequence)
            && saved.hash != stored.hash
        {
            self.wrong(*sequence, Wrong::OtherHistory(stored.head()));
        }
    }

    fn content(&mut self, stored: &Stored, by: Person, entry: &Entry, filed: Option<u64>) {
        let sequence = stored.sequence;
        let Some(time) = Moment::parse(&stored.time) else {
            return self.wrong(sequence, Wrong::Unreadable);
        };
        if let Entry::CandidateErased(erased) = entry {
            self.erasures.push((sequence, erased.records.clone()));
        }
        match books::apply(&mut self.state, sequence, &Stamp { time, by }, entry) {
            Ok(Ok(())) => {}
            Ok(Err(refusal)) => {
                self.wrong(sequence, Wrong::OutOfPlace(refusal.to_string()));
            }
            Err(error) => self.wrong(sequence, Wrong::OutOfPlace(error.to_string())),
        }
        let due = entry.candidate().and_then(|id| self.state.number(id));
        if due != filed {
            self.wrong(sequence, Wrong::Misfiled);
        }
    }

    /// A row of the tables.
    pub(super) fn row(&mut self, row: &Row) {
        let (due, name, sequence) = match row {
            Row::Candidate(row) => {
                let due = self.state.candidates.remove(&row.number);
                (due.map(|due| due == *row), candidate_name(row), row.number)
            }
            Row::Seat(row) => {
                let due = self.state.seats.remove(&row.key());
                let same = |due: SeatRow| {
                    due.interviewer.signature == row.interviewer.signature && due == *row
                };
                (due.map(same), seat_name(row), seat_event(row))
            }
            Row::Card(row) => {
                let due = self.state.cards.remove(&(row.seat_key(), row.revision));
                (due.map(|due| due == *row), card_name(row), row.sequence)
            }
            Row::Rubric(row) => {
                let due = self.state.rubrics.remove(&row.hash);
                (due.map(|due| due == *row), rubric_name(row), row.sequence)
            }
            Row::Shown(row) => {
                let key = (row.candidate, row.viewer.clone());
                let due = self.state.shown.remove(&key);
                (due.map(|due| due == *row), shown_name(row), row.sequence)
            }
            Row::Stage(row) => {
                let due = self.state.stages.remove(&(row.candidate, row.sequence));
                (due.map(|due| due == *row), stage_name(row), row.sequence)
            }
        };
        match due {
            Some(true) => {}
            Some(false) => self.wrong(sequence, Wrong::RowDiffers(name)),
            None => self.problems.push(Problem {
                sequence: None,
                what: Wrong::RowUnexplained(name),
            }),
        }
    }

    /// Everything came; what is wrong?
    pub(super) fn finish(mut self) -> Verification {
        self.rows_left();
        let n_erased = self.compare_erasures();
        if let Some(saved) = self
            .saved
            .filter(|saved| saved.sequence > self.head.sequence)
        {
            self.wrong(saved.sequence, Wrong::CutShort(self.head.sequence));
        }
        self.problems
            .sort_by_key(|problem| problem.sequence.unwrap_or(u64::MAX));
        let erasures = self.erasures.iter().map(|(sequence, runs)| {
            let n = runs.iter().map(|(first, last)| last - first + 1).sum();
            (*sequence, n)
        });
        Verification {
            head: self.head,
            n_events: self.n_events,
            n_erased,
            erasures: erasures.collect(),
            problems: self.problems,
        }
    }

    /// Rows that follow from the log and did not come.
    fn rows_left(&mut self) {
        let State {
            candidates,
            seats,
            cards,
            rubrics,
            shown,
            stages,
            ..
        } = std::mem::take(&mut self.state);
        let candidates = candidates
            .values()
            .map(|row| (row.number, candidate_name(row)))
            .collect::<Vec<_>>();
        let seats = seats.values().map(|row| (seat_event(row), seat_name(row)));
        let cards = cards.values().map(|row| (row.sequence, card_name(row)));
        let rubrics = rubrics.values().map(|row| (row.sequence, rubric_name(row)));
        let shown = shown.values().map(|row| (row.sequence, shown_name(row)));
        let rows = candidates.into_iter().chain(seats).chain(cards);
        let stages = stages.values().map(|row| (row.sequence, stage_name(row)));
        for (sequence, name) in rows.chain(rubrics).chain(shown).chain(stages) {
            self.wrong(sequence, Wrong::RowMissing(name));
        }
    }

    /// Compares the events without content with those that erasures list.
    fn compare_erasures(&mut self) -> u64 {
        // Later erasures never list what an earlier one took, so runs do not overlap in a sound log.
        let mut listed: BTreeMap<u64, (u64, u64)> = BTreeMap::new();
        for (by, runs) in &self.erasures {
            for (first, last) in runs {
                listed.insert(*first, (*last, *by));
            }
        }
        let is_listed = |sequence: u64| {
            let run = listed.range(..=sequence).next_back();
            run.is_some_and(|(_, (last, _))| sequence <= *last)
        };
        let blank = std::mem::take(&mut self.blank);
        let (explained, unexplained): (Vec<_>, Vec<_>) =
            blank.iter().partition(|sequence| is_listed(**sequence));
        for sequence in unexplained {
            self.wrong(sequence, Wrong::UnexplainedErasure);
        }
        for (first, (last, by)) in &listed {
            // A run is no longer than the log, whatever a forged erasure lists.
            for sequence in *first..=(*last).min(self.head.sequence) {
                if blank.binary_search(&sequence).is_err() {
                    self.wrong(sequence, Wrong::NotErased(*by));
                }
            }
        }
        explained.len() as u64
    }
}

fn candidate_name(row: &CandidateRow) -> String {
    format!("the candidate `{}`", visible_line(&row.record.id))
}

fn seat_event(row: &SeatRow) -> u64 {
    let card = row.card.map(|card| card.sequence);
    card.max(row.assigned).unwrap_or(row.candidate)
}

fn seat_name(row: &SeatRow) -> String {
    format!(
        "the seat of `{}` in `{}`",
        visible_line(&row.interviewer.signature),
        visible_line(&row.round)
    )
}

fn card_name(row: &CardRow) -> String {
    format!(
        "the card of `{}` in `{}`, revision {}",
        visible_line(&row.interviewer),
        visible_line(&row.round),
        row.revision
    )
}

fn rubric_name(row: &RubricRow) -> String {
    format!("the rubric `{}`", visible_line(&row.id))
}

fn shown_name(row: &ShownRow) -> String {
    format!("what `{}` was shown", visible_line(&row.viewer))
}

fn stage_name(row: &StageRow) -> String {
    format!("what was recorded of the stage `{}`", row.stage.as_str())
}
