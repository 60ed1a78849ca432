//! Where a panel's records are kept: a trait in domain words, and what keeps them.
//!
//! Everything that happens is an event in one log, each chained to the one before by its hash
//! (`docs/store.md`). The tables that answer questions follow from the log and are written in the
//! same transaction. A store is asked to keep a batch of [`Change`]s, all or none of them; the
//! rules for that are in `store/books.rs`, once for every backend.
//!
//! ```text
//! Change ─ books::keep ─▶ Entry ─▶ event in the log
//!                              └─▶ books::apply ─▶ tables ─▶ answers
//! ```
//!
//! Time and person come from the caller in a [`Stamp`]; nonces come from the backend.

mod audit;
mod books;
mod change;
mod error;
mod event;
pub mod file;
mod memory;
mod moment;
mod random;
mod replay;
mod sqlite;
mod stage;
mod state;
#[cfg(test)]
mod testing;
mod view;

use std::ops::ControlFlow;

pub use change::{
    Assignment, Basis, Candidate, Change, Choice, Decision, Leave, Look, Person, Recommended,
    RubricFile, Seat, Snapshot, Stamp, Submission,
};
pub use error::{Fault, Problem, Refusal, StoreError, Wrong};
pub use event::{Card, Entry, ErasedRecords, Event, Head};
pub use memory::MemoryStore;
pub use moment::{Moment, today};
pub use sqlite::{Access, Examination, SqliteStore};
pub use stage::{Passage, Proposal, Proposed, Stage, StageRecord};
pub use view::{
    Counts, Decided, Erasure, KeptCard, KeptDecision, KeptRubric, KeptStage, PanelStatus, Panels,
    Revisions, SeatFilter, SeatState, SeatStatus, Standing, Survey, Verification, Waiting,
};

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The event that holds it.
    pub sequence: u64,
    /// False where the very same was kept already, in that event.
    pub is_new: bool,
    /// True for an amendment whose author had seen others' scores of the candidate.
    pub after_seeing_others: bool,
}

/// Takes one answer after the other; `Break` ends the asking.
pub type Visit<'a, T> = &'a mut dyn FnMut(T) -> ControlFlow<()>;

/// Keeps the records of a panel. What is kept never changes.
///
/// Answers come in a fixed order: candidates in the order they were added, seats and cards by
/// candidate, round, interviewer's key and revision. A [`Visit`] sees one state of the store,
/// whatever others write meanwhile.
pub trait Store {
    /// Keeps changes: all of them, in one transaction, or none. A change that is kept already is
    /// a receipt that says so.
    ///
    /// # Errors
    /// The first change that is against the rules, by its place; or a failure of the store.
    /// After [`Fault::OutcomeUnknown`] the same call may simply be made again.
    fn keep(&mut self, stamp: &Stamp, changes: &[Change]) -> Result<Vec<Receipt>, StoreError>;

    /// Erases a candidate: takes their record, seats and cards, and the content of every event
    /// about them, out of the store and out of its files. The chain still verifies.
    ///
    /// # Errors
    /// There is no such candidate, no reason, or one that names them; or a failure.
    fn erase(
        &mut self,
        stamp: &Stamp,
        candidate: &str,
        reason: &str,
    ) -> Result<Erasure, StoreError>;

    /// Clears what erased records left in the store's files; true where nothing is left.
    ///
    /// # Errors
    /// A failure to write.
    fn scrub(&mut self) -> Result<bool, StoreError>;

    /// A candidate's record.
    ///
    /// # Errors
    /// A failure to read.
    fn candidate(&self, id: &str) -> Result<Option<Candidate>, StoreError>;

    /// Candidates with the state of their panels.
    ///
    /// # Errors
    /// A failure to read.
    fn panels(
        &self,
        which: Panels,
        now: Moment,
        visit: Visit<'_, PanelStatus>,
    ) -> Result<(), StoreError>;

    /// One candidate with the state of their panel.
    ///
    /// # Errors
    /// A failure to read.
    fn panel(&self, id: &str, now: Moment) -> Result<Option<PanelStatus>, StoreError>;

    /// All panels in numbers, with those in which a card is expected, `most` of them: the one whose
    /// card is due first comes first, those without a deadline last. Trainees' cards are not
    /// waited for.
    ///
    /// # Errors
    /// A failure to read.
    fn survey(&self, now: Moment, most: usize) -> Result<Survey, StoreError>;

    /// All panels in numbers.
    ///
    /// # Errors
    /// A failure to read.
    fn standing(&self, now: Moment) -> Result<Standing, StoreError> {
        Ok(self.survey(now, 0)?.standing)
    }

    /// Seats as they stand.
    ///
    /// # Errors
    /// A failure to read.
    fn seats(
        &self,
        filter: &SeatFilter,
        now: Moment,
        visit: Visit<'_, SeatStatus>,
    ) -> Result<(), StoreError>;

    /// Cards of one candidate, or of all. Each is checked against its hash first.
    ///
    /// # Errors
    /// A card that is not what it was when it was kept; a failure to read.
    fn cards(
        &self,
        candidate: Option<&str>,
        revisions: Revisions,
        visit: Visit<'_, KeptCard>,
    ) -> Result<(), StoreError>;

    /// The decisions on a candidate, first to last: the last one holds.
    ///
    /// # Errors
    /// A decision that is not what it was when it was kept; a failure to read.
    fn decisions(&self, candidate: &str) -> Result<Vec<KeptDecision>, StoreError>;

    /// What was recorded of stages, of one candidate or of all: by candidate, then first to last.
    /// The last record of a stage is the one that holds.
    ///
    /// # Errors
    /// A record that is not what it was when it was kept; a failure to read.
    fn stages(
        &self,
        candidate: Option<&str>,
        revisions: Revisions,
        visit: Visit<'_, KeptStage>,
    ) -> Result<(), StoreError>;

    /// A rubric by its content hash, with the files it was kept with.
    ///
    /// # Errors
    /// A rubric that is not what it was when it was kept; a failure to read.
    fn rubric(&self, hash: &str) -> Result<Option<Snapshot>, StoreError>;

    /// The rubrics that are kept, in the order of their keeping.
    ///
    /// # Errors
    /// A failure to read.
    fn rubrics(&self) -> Result<Vec<KeptRubric>, StoreError>;

    /// Whether somebody has a card due for a candidate: then they see no scores of others.
    /// Trainees too.
    ///
    /// # Errors
    /// A failure to read.
    fn owes_card(&self, person: &Person, candidate: &str) -> Result<bool, StoreError>;

    /// Whether somebody was shown the scores of a candidate.
    ///
    /// # Errors
    /// A failure to read.
    fn was_shown(&self, person: &Person, candidate: &str) -> Result<bool, StoreError>;

    /// Events from a number on, each checked against its hash.
    ///
    /// # Errors
    /// An event that is not what it was when it was kept; a failure to read.
    fn events(&self, from: u64, visit: Visit<'_, Event>) -> Result<(), StoreError>;

    /// Events of some kinds, first to last, each checked against its hash.
    ///
    /// # Errors
    /// As [`Store::events`].
    fn events_of(&self, kinds: &[&str], visit: Visit<'_, Event>) -> Result<(), StoreError>;

    /// The end of the log.
    ///
    /// # Errors
    /// A failure to read.
    fn head(&self) -> Result<Head, StoreError>;

    /// The last event that is no look: where the log stands as to what packets say. A packet
    /// prints it, and is the same when it is looked at again.
    ///
    /// # Errors
    /// A failure to read.
    fn packet_head(&self) -> Result<Head, StoreError>;

    /// The store as it stood at a head: everything up to that event, checked against its hash, and
    /// nothing of what came later. What was erased since is missing from it.
    ///
    /// # Errors
    /// This log has no such head; an event that is not what it was when it was kept; a failure to
    /// read.
    fn as_of(&self, head: &Head) -> Result<MemoryStore, StoreError>;

    /// Recomputes the chain, compares it with a head that was saved, and compares the tables
    /// with what follows from the log.
    ///
    /// # Errors
    /// A failure to read. What is wrong with the records is no error but an answer.
    fn verify(&self, saved: Option<&Head>) -> Result<Verification, StoreError>;
}
