//! The rules of keeping: what a change is checked against, which event it becomes, and what
//! follows from an event. Every backend gives [`Tables`] and [`Books`]; the rules are here once.

mod decisions;
mod stages;

use super::change::{
    Assignment, Candidate, Change, Decision, Leave, Person, Seat, Snapshot, Submission,
};
use super::error::Refusal;
use super::event::{Card, Entry, ErasedRecords};
use super::stage::{Stage, StageRecord};
use super::view::Decided;
use super::{Moment, Receipt, Stamp, StoreError};
use crate::text::{Digest, is_blank};

pub(crate) use stages::StageRow;

/// A candidate in the tables. The number is that of the event that added them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CandidateRow {
    pub(crate) number: u64,
    pub(crate) record: Candidate,
    /// The event that last changed the record.
    pub(crate) changed: u64,
    /// The latest decision and its event.
    pub(crate) decided: Option<(Decided, u64)>,
}

/// How a seat came to be as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expectation {
    /// A card came without an assignment.
    Unasked,
    /// A card is expected, or was and came.
    Assigned,
    /// The interviewer declined.
    Declined,
    /// The interviewer was taken off.
    Withdrawn,
}

/// A seat in the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeatRow {
    /// The candidate's number.
    pub(crate) candidate: u64,
    pub(crate) round: String,
    pub(crate) interviewer: Person,
    pub(crate) expectation: Expectation,
    pub(crate) shadow: bool,
    pub(crate) due: Option<Moment>,
    /// The event that last assigned it or gave it up.
    pub(crate) assigned: Option<u64>,
    pub(crate) card: Option<CardIn>,
}

/// Candidate's number, round, interviewer's key.
pub(crate) type SeatKey = (u64, String, String);

/// The key of a seat of some candidate.
pub(crate) fn seat_key(candidate: u64, seat: &Seat) -> SeatKey {
    let interviewer = seat.interviewer.key.clone();
    (candidate, seat.round.clone(), interviewer)
}

impl SeatRow {
    pub(crate) fn key(&self) -> SeatKey {
        let interviewer = self.interviewer.key.clone();
        (self.candidate, self.round.clone(), interviewer)
    }
}

impl CardRow {
    /// The key of its seat.
    pub(crate) fn seat_key(&self) -> SeatKey {
        let interviewer = self.interviewer.clone();
        (self.candidate, self.round.clone(), interviewer)
    }
}

/// The latest card of a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CardIn {
    /// The event that holds the latest revision.
    pub(crate) sequence: u64,
    pub(crate) id: Digest,
    pub(crate) revision: u32,
    pub(crate) sealed: bool,
    /// When the first revision came.
    pub(crate) came: Moment,
}

/// One revision of a card in the tables; its content is in the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CardRow {
    pub(crate) candidate: u64,
    pub(crate) round: String,
    /// The interviewer's key.
    pub(crate) interviewer: String,
    pub(crate) revision: u32,
    pub(crate) id: Digest,
    pub(crate) sequence: u64,
}

/// A rubric in the tables; its content is in the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RubricRow {
    pub(crate) hash: String,
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) sequence: u64,
}

/// Somebody saw scores of a candidate; the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ShownRow {
    pub(crate) candidate: u64,
    /// The viewer's key.
    pub(crate) viewer: String,
    pub(crate) sequence: u64,
}

/// The tables of current state, to look up and to write. Everything in them follows from events.
pub(crate) trait Tables {
    fn candidate(&self, id: &str) -> Result<Option<CandidateRow>, StoreError>;
    fn seat(&self, candidate: u64, seat: &Seat) -> Result<Option<SeatRow>, StoreError>;
    /// Whether some revision of the seat's card has that id; its event.
    fn revision(&self, candidate: u64, seat: &Seat, id: &Digest)
    -> Result<Option<u64>, StoreError>;
    fn rubric(&self, hash: &str) -> Result<Option<RubricRow>, StoreError>;
    fn shown(&self, candidate: u64, viewer: &Person) -> Result<Option<ShownRow>, StoreError>;
    /// The last record of a stage.
    fn stage(&self, candidate: u64, stage: Stage) -> Result<Option<StageRow>, StoreError>;

    fn put_candidate(&mut self, row: CandidateRow) -> Result<(), StoreError>;
    fn put_seat(&mut self, row: SeatRow) -> Result<(), StoreError>;
    fn put_card(&mut self, row: CardRow) -> Result<(), StoreError>;
    fn put_rubric(&mut self, row: RubricRow) -> Result<(), StoreError>;
    fn put_shown(&mut self, row: ShownRow) -> Result<(), StoreError>;
    fn put_stage(&mut self, row: StageRow) -> Result<(), StoreError>;
}

/// The log and the tables within one transaction.
pub(crate) trait Books: Tables {
    /// Chains an entry to the log, filed under a candidate's number; gives the event's number.
    fn append(
        &mut self,
        stamp: &Stamp,
        entry: &Entry,
        about: Option<u64>,
    ) -> Result<u64, StoreError>;
    /// The numbers of all events filed under a candidate, ascending.
    fn events_about(&self, candidate: u64) -> Result<Vec<u64>, StoreError>;
    /// The decision that an event holds.
    fn decision(&self, sequence: u64) -> Result<Decision, StoreError>;
    /// The record of a stage that an event holds.
    fn stage_record(&self, sequence: u64) -> Result<StageRecord, StoreError>;
    /// Takes the content of those events away, and all of the candidate's rows.
    fn forget(&mut self, candidate: u64) -> Result<(), StoreError>;
}

/// What checking a change came to.
enum Checked {
    /// It is to be kept, filed under that candidate.
    New(Box<Entry>, Option<u64>),
    /// It is kept already, since that event.
    Kept(u64),
}

impl Checked {
    fn new(entry: Entry, about: Option<u64>) -> Self {
        Self::New(Box::new(entry), about)
    }
}

type Outcome = Result<Result<Checked, Refusal>, StoreError>;

/// Checks a change and keeps it. `place` is what a refusal calls it.
pub(crate) fn keep(
    books: &mut dyn Books,
    stamp: &Stamp,
    change: &Change,
    place: usize,
) -> Result<Receipt, StoreError> {
    let checked = check(books, change)?.map_err(StoreError::refused(place))?;
    match checked {
        Checked::Kept(sequence) => Ok(Receipt::already(sequence)),
        Checked::New(entry, about) => {
            let sequence = books.append(stamp, &entry, about)?;
            apply(books, sequence, stamp, &entry)?.map_err(StoreError::refused(place))?;
            let seen = matches!(&*entry, Entry::CardAmended(card) if card.after_seeing_others);
            Ok(Receipt {
                sequence,
                is_new: true,
                after_seeing_others: seen,
            })
        }
    }
}

fn check(tables: &dyn Books, change: &Change) -> Outcome {
    match change {
        Change::KeepRubric(snapshot) => check_rubric(tables, snapshot),
        Change::AddCandidate(record) => check_new_candidate(tables, record),
        _ => {
            let id = change.candidate().unwrap_or_default();
            let Some(candidate) = tables.candidate(id)? else {
                return Ok(Err(Refusal::NoCandidate(id.to_owned())));
            };
            check_about(tables, change, &candidate)
        }
    }
}

fn check_about(tables: &dyn Books, change: &Change, candidate: &CandidateRow) -> Outcome {
    let number = candidate.number;
    let new = |entry| Ok(Ok(Checked::new(entry, Some(number))));
    match change {
        Change::KeepRubric(_) | Change::AddCandidate(_) => {
            unreachable!("these are about no known candidate")
        }
        Change::ChangeCandidate(record) if *record == candidate.record => {
            Ok(Ok(Checked::Kept(candidate.changed)))
        }
        Change::ChangeCandidate(record) => new(Entry::CandidateChanged(record.clone())),
        Change::Assign(assignment) => check_assignment(tables, assignment, number),
        Change::Unassign(leave) => check_leave(tables, leave, number),
        Change::Submit(card) => check_submission(tables, card, number),
        Change::Amend(card, reason) => check_amendment(tables, card, reason, number),
        Change::OpenSeal(card) => check_opening(tables, card, number),
        Change::Show(look) => new(Entry::ScoresShown(look.clone())),
        Change::RefuseLook(look) => new(Entry::LookRefused(look.clone())),
        Change::Decide(decision) => decisions::check(tables, decision, candidate),
        Change::RecordStage(record) => stages::check(tables, record, number),
    }
}

fn check_rubric(tables: &dyn Books, snapshot: &Snapshot) -> Outcome {
    if !snapshot.is_sound() {
        return Ok(Err(Refusal::RubricUnsound(snapshot.id.clone())));
    }
    Ok(Ok(match tables.rubric(&snapshot.hash)? {
        Some(row) => Checked::Kept(row.sequence),
        None => Checked::new(Entry::RubricKept(snapshot.clone()), None),
    }))
}

fn check_new_candidate(tables: &dyn Books, record: &Candidate) -> Outcome {
    Ok(match tables.candidate(&record.id)? {
        Some(row) if row.record == *record => Ok(Checked::Kept(row.changed)),
        Some(_) => Err(Refusal::CandidateExists(record.id.clone())),
        // The number is that of the event that is about to be written; `append` files it so.
        None => Ok(Checked::new(Entry::CandidateAdded(record.clone()), None)),
    })
}

fn check_assignment(tables: &dyn Books, assignment: &Assignment, number: u64) -> Outcome {
    if let Some(row) = tables.seat(number, &assignment.seat)? {
        let same = row.due == assignment.due && row.shadow == assignment.shadow;
        if let (true, Expectation::Assigned, Some(sequence)) = (same, row.expectation, row.assigned)
        {
            return Ok(Ok(Checked::Kept(sequence)));
        }
    }
    let entry = Entry::SeatAssigned(assignment.clone());
    Ok(Ok(Checked::new(entry, Some(number))))
}

fn check_leave(tables: &dyn Books, leave: &Leave, number: u64) -> Outcome {
    let row = tables.seat(number, &leave.seat)?;
    Ok(match row {
        _ if is_blank(&leave.reason) => Err(Refusal::NoReason),
        Some(row) if row.card.is_some() => Err(Refusal::CardCame(leave.seat.clone())),
        Some(row) if row.expectation == Expectation::Assigned => {
            Ok(Checked::new(Entry::SeatLeft(leave.clone()), Some(number)))
        }
        _ => Err(Refusal::NotAssigned(leave.seat.clone())),
    })
}

fn card(submission: &Submission, id: Digest, revision: u32) -> Card {
    Card {
        seat: submission.seat.clone(),
        id,
        rubric: submission.rubric.clone(),
        shadow: submission.shadow,
        sealed: submission.sealed,
        revision,
        reason: None,
        after_seeing_others: false,
        bytes: submission.bytes.clone(),
    }
}

fn check_submission(tables: &dyn Books, submission: &Submission, number: u64) -> Outcome {
    let id = submission.id();
    let seat = &submission.seat;
    if let Some(kept) = tables.seat(number, seat)?.and_then(|row| row.card) {
        let same = if kept.id == id {
            Some(kept.sequence)
        } else {
            tables.revision(number, seat, &id)?
        };
        return Ok(match same {
            Some(sequence) => Ok(Checked::Kept(sequence)),
            None => Err(Refusal::SeatTaken {
                seat: seat.clone(),
                kept: kept.id,
            }),
        });
    }
    if tables.rubric(&submission.rubric)?.is_none() {
        return Ok(Err(Refusal::NoRubric(submission.rubric.clone())));
    }
    let entry = Entry::CardSubmitted(card(submission, id, 1));
    Ok(Ok(Checked::new(entry, Some(number))))
}

fn check_amendment(
    tables: &dyn Books,
    submission: &Submission,
    reason: &str,
    number: u64,
) -> Outcome {
    let id = submission.id();
    let seat = &submission.seat;
    if is_blank(reason) {
        return Ok(Err(Refusal::NoReason));
    }
    let Some(kept) = tables.seat(number, seat)?.and_then(|row| row.card) else {
        return Ok(Err(Refusal::NothingToAmend(seat.clone())));
    };
    if kept.id == id {
        return Ok(Ok(Checked::Kept(kept.sequence)));
    }
    if tables.rubric(&submission.rubric)?.is_none() {
        return Ok(Err(Refusal::NoRubric(submission.rubric.clone())));
    }
    let entry = Entry::CardAmended(Card {
        reason: Some(reason.to_owned()),
        after_seeing_others: tables.shown(number, &seat.interviewer)?.is_some(),
        ..card(submission, id, kept.revision + 1)
    });
    Ok(Ok(Checked::new(entry, Some(number))))
}

fn check_opening(tables: &dyn Books, submission: &Submission, number: u64) -> Outcome {
    let id = submission.id();
    let seat = &submission.seat;
    let kept = tables.seat(number, seat)?.and_then(|row| row.card);
    Ok(match kept {
        Some(kept) if kept.id == id => Ok(Checked::Kept(kept.sequence)),
        Some(kept) if kept.sealed => {
            if tables.rubric(&submission.rubric)?.is_none() {
                return Ok(Err(Refusal::NoRubric(submission.rubric.clone())));
            }
            let opened = card(submission, id, kept.revision + 1);
            Ok(Checked::new(
                Entry::SealOpened(Card {
                    sealed: false,
                    ..opened
                }),
                Some(number),
            ))
        }
        _ => Err(Refusal::NotSealed(seat.clone())),
    })
}

/// Writes into the tables what follows from an event. Refused where it cannot follow what was
/// before: in a log that was tampered with.
pub(crate) fn apply(
    tables: &mut (impl Tables + ?Sized),
    sequence: u64,
    stamp: &Stamp,
    entry: &Entry,
) -> Result<Result<(), Refusal>, StoreError> {
    match entry {
        Entry::RubricKept(snapshot) => tables.put_rubric(RubricRow {
            hash: snapshot.hash.clone(),
            id: snapshot.id.clone(),
            version: snapshot.version.clone(),
            sequence,
        })?,
        Entry::CandidateErased(_) => {}
        Entry::CandidateAdded(record) => {
            if tables.candidate(&record.id)?.is_some() {
                return Ok(Err(Refusal::CandidateExists(record.id.clone())));
            }
            tables.put_candidate(CandidateRow {
                number: sequence,
                record: record.clone(),
                changed: sequence,
                decided: None,
            })?;
        }
        _ => {
            let id = entry.candidate().unwrap_or_default();
            let Some(row) = tables.candidate(id)? else {
                return Ok(Err(Refusal::NoCandidate(id.to_owned())));
            };
            apply_about(tables, sequence, stamp, entry, row)?;
        }
    }
    Ok(Ok(()))
}

fn apply_about(
    tables: &mut (impl Tables + ?Sized),
    sequence: u64,
    stamp: &Stamp,
    entry: &Entry,
    row: CandidateRow,
) -> Result<(), StoreError> {
    match entry {
        Entry::CandidateChanged(record) => tables.put_candidate(CandidateRow {
            record: record.clone(),
            changed: sequence,
            ..row
        }),
        Entry::DecisionMade(decision) => tables.put_candidate(CandidateRow {
            decided: Some((
                Decided {
                    choice: decision.choice,
                    at: stamp.time,
                },
                sequence,
            )),
            ..row
        }),
        Entry::SeatAssigned(Assignment { seat, due, shadow }) => {
            let before = tables.seat(row.number, seat)?;
            tables.put_seat(SeatRow {
                expectation: Expectation::Assigned,
                shadow: *shadow,
                due: *due,
                assigned: Some(sequence),
                ..before.unwrap_or_else(|| empty_seat(row.number, seat))
            })
        }
        Entry::SeatLeft(leave) => {
            let before = tables.seat(row.number, &leave.seat)?;
            tables.put_seat(SeatRow {
                expectation: if leave.declined {
                    Expectation::Declined
                } else {
                    Expectation::Withdrawn
                },
                assigned: Some(sequence),
                ..before.unwrap_or_else(|| empty_seat(row.number, &leave.seat))
            })
        }
        Entry::CardSubmitted(card) | Entry::CardAmended(card) | Entry::SealOpened(card) => {
            apply_card(tables, sequence, stamp, card, row.number)
        }
        Entry::StageRecorded(record) => stages::apply(tables, sequence, record, row.number),
        Entry::ScoresShown(_) => match tables.shown(row.number, &stamp.by)? {
            Some(_) => Ok(()),
            None => tables.put_shown(ShownRow {
                candidate: row.number,
                viewer: stamp.by.key.clone(),
                sequence,
            }),
        },
        _ => Ok(()),
    }
}

fn empty_seat(candidate: u64, seat: &Seat) -> SeatRow {
    SeatRow {
        candidate,
        round: seat.round.clone(),
        interviewer: seat.interviewer.clone(),
        expectation: Expectation::Unasked,
        shadow: false,
        due: None,
        assigned: None,
        card: None,
    }
}

fn apply_card(
    tables: &mut (impl Tables + ?Sized),
    sequence: u64,
    stamp: &Stamp,
    card: &Card,
    number: u64,
) -> Result<(), StoreError> {
    let before = tables.seat(number, &card.seat)?;
    let before = before.unwrap_or_else(|| empty_seat(number, &card.seat));
    // A card says itself whether it is a trainee's; the assignment only expected it.
    tables.put_seat(SeatRow {
        shadow: card.shadow,
        card: Some(CardIn {
            sequence,
            id: card.id,
            revision: card.revision,
            sealed: card.sealed,
            came: before.card.map_or(stamp.time, |earlier| earlier.came),
        }),
        ..before
    })?;
    tables.put_card(CardRow {
        candidate: number,
        round: card.seat.round.clone(),
        interviewer: card.seat.interviewer.key.clone(),
        revision: card.revision,
        id: card.id,
        sequence,
    })
}

/// Erases a candidate: their events keep their place in the chain and say nothing any more. Gives
/// the number of the event that says so, and how many lost their content.
pub(crate) fn erase(
    books: &mut dyn Books,
    stamp: &Stamp,
    candidate: &str,
    reason: &str,
) -> Result<(u64, usize), StoreError> {
    let refused = StoreError::refused(0);
    let Some(row) = books.candidate(candidate)? else {
        return Err(refused(Refusal::NoCandidate(candidate.to_owned())));
    };
    if is_blank(reason) {
        return Err(refused(Refusal::NoReason));
    }
    if let Some(named) = named_in(reason, &row.record) {
        return Err(refused(Refusal::ReasonNames(named)));
    }
    let events = books.events_about(row.number)?;
    books.forget(row.number)?;
    let entry = Entry::CandidateErased(ErasedRecords {
        reason: reason.to_owned(),
        records: runs(&events),
    });
    let sequence = books.append(stamp, &entry, None)?;
    Ok((sequence, events.len()))
}

/// What of a candidate's id, name and contact a text contains, in any case.
fn named_in(text: &str, candidate: &Candidate) -> Option<String> {
    let text = crate::scorecard::identity_key(text);
    [
        Some(&candidate.id),
        candidate.name.as_ref(),
        candidate.contact.as_ref(),
    ]
    .into_iter()
    .flatten()
    .find(|words| {
        let words = crate::scorecard::identity_key(words);
        !words.is_empty() && text.contains(&words)
    })
    .cloned()
}

/// Ascending numbers as runs without gaps: first and last of each.
fn runs(numbers: &[u64]) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    runs
}
