//! The rules of records of stages.

use super::super::error::Refusal;
use super::super::event::Entry;
use super::super::stage::{Passage, Stage, StageRecord};
use super::{Books, Checked, Outcome};
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

/// The day that a candidate came to a stage, by a record or else by those before it.
pub(super) fn entered(record: &StageRecord, before: Option<StageRow>) -> Option<Date> {
    record.entered_on().or(before.and_then(|row| row.entered))
}
