//! The rules of records of stages.

use super::super::StoreError;
use super::super::error::Refusal;
use super::super::event::Entry;
use super::super::stage::{Passage, Stage, StageRecord};
use super::{Books, Checked, Outcome, Tables};
use crate::document::Date;
use crate::text::is_blank;

/// A record of a stage in the tables; the rest of it is in the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StageRow {
    /// The candidate's number.
    pub(crate) candidate: u64,
    pub(crate) sequence: u64,
    pub(crate) stage: Stage,
    pub(crate) what: Passage,
    pub(crate) on: Date,
    /// The day that they came to the stage, as this record and those before tell it.
    pub(crate) entered: Option<Date>,
}

pub(super) fn check(books: &dyn Books, record: &StageRecord, number: u64) -> Outcome {
    if record.reason.as_deref().is_some_and(is_blank) {
        return Ok(Err(Refusal::NoReason));
    }
    let before = books.stage(number, record.stage)?;
    if let Some(row) = before
        && record.repeats(&books.stage_record(row.sequence)?)
    {
        return Ok(Ok(Checked::Kept(row.sequence)));
    }
    let had = before
        .map(|row| row.what)
        .filter(|what| *what != Passage::Entered);
    let overturns = had.is_some_and(|had| had != record.what);
    if record.reason.is_none() && (record.needs_reason() || overturns) {
        return Ok(Err(Refusal::NoReason));
    }
    if let Some(entered) = entered(record, before).filter(|entered| record.on < *entered) {
        return Ok(Err(Refusal::LeftBeforeEntered {
            candidate: record.candidate.clone(),
            stage: record.stage,
            entered,
            left: record.on,
        }));
    }
    let entry = Entry::StageRecorded(StageRecord {
        supersedes: before.map(|row| row.sequence),
        ..record.clone()
    });
    Ok(Ok(Checked::new(entry, Some(number))))
}

/// Writes what follows from a record of a stage.
pub(super) fn apply(
    tables: &mut (impl Tables + ?Sized),
    sequence: u64,
    record: &StageRecord,
    candidate: u64,
) -> Result<(), StoreError> {
    let before = tables.stage(candidate, record.stage)?;
    tables.put_stage(StageRow {
        candidate,
        sequence,
        stage: record.stage,
        what: record.what,
        on: record.on,
        entered: entered(record, before),
    })
}

/// The day that a candidate came to a stage, by a record or else by those before it.
fn entered(record: &StageRecord, before: Option<StageRow>) -> Option<Date> {
    record.entered_on().or(before.and_then(|row| row.entered))
}
