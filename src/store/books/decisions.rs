//! The rules of decisions.

use super::super::change::Decision;
use super::super::error::Refusal;
use super::super::event::Entry;
use super::{Books, CandidateRow, Checked, Outcome};
use crate::text::is_blank;

pub(super) fn check(books: &dyn Books, decision: &Decision, candidate: &CandidateRow) -> Outcome {
    if decision.reason.as_deref().is_some_and(is_blank) {
        return Ok(Err(Refusal::NoReason));
    }
    let mut overturns = false;
    let supersedes = candidate.decided.map(|(_, sequence)| sequence);
    if let Some(sequence) = supersedes {
        let before = books.decision(sequence)?;
        if decision.repeats(&before) {
            return Ok(Ok(Checked::Kept(sequence)));
        }
        overturns = decision.choice != before.choice;
    }
    if decision.reason.is_none() && (decision.departs || overturns) {
        return Ok(Err(Refusal::NoReason));
    }
    let entry = Entry::DecisionMade(Decision {
        supersedes,
        ..decision.clone()
    });
    Ok(Ok(Checked::new(entry, Some(candidate.number))))
}
