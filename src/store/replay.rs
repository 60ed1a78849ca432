//! A log run again up to some event: the store as it stood then.

use super::StoreError;
use super::error::{Fault, Refusal};
use super::event::{self, Head, Stored};
use super::memory::MemoryStore;

/// Takes a log, event by event, and comes to what it led to.
pub(super) struct Replay {
    until: Head,
    head: Head,
    store: MemoryStore,
    /// Events without content.
    blank: Vec<u64>,
}

impl Replay {
    /// One that is to end at some head.
    pub(super) fn until(head: Head) -> Self {
        Self {
            until: head,
            head: Head::default(),
            store: MemoryStore::default(),
            blank: Vec::new(),
        }
    }

    /// The next event, with the number of the candidate that it is filed under.
    ///
    /// # Errors
    /// It is not what was hashed, or does not follow the one before.
    pub(super) fn event(&mut self, stored: Stored, filed: Option<u64>) -> Result<(), Fault> {
        let sequence = stored.sequence;
        let due = event::hash(
            &self.head.hash,
            sequence,
            &stored.kind,
            &stored.time,
            &stored.digest,
        );
        let follows = sequence == self.head.sequence + 1 && due == stored.hash;
        self.head = stored.head();
        if stored.payload.is_none() {
            self.blank.push(sequence);
        }
        let replayed = follows.then(|| self.store.replay(stored, filed)).flatten();
        replayed.ok_or(Fault::Altered(sequence))
    }

    /// The store at the head. `erased` gives the runs that erasures list, those after the head too:
    /// content that is gone for no reason is missing from a store that looks whole.
    ///
    /// # Errors
    /// The log did not come to that head; content is gone that nobody erased.
    pub(super) fn finish(
        self,
        erased: impl FnOnce() -> Result<Vec<(u64, u64)>, StoreError>,
        failed: impl Fn(Fault) -> StoreError,
    ) -> Result<MemoryStore, StoreError> {
        if self.head != self.until {
            return Err(StoreError::refused(0)(Refusal::NoHead(self.until)));
        }
        if self.blank.is_empty() {
            return Ok(self.store);
        }
        let runs = erased()?;
        let is_listed = |sequence: &u64| {
            let mut runs = runs.iter();
            runs.any(|(first, last)| (first..=last).contains(&sequence))
        };
        match self.blank.iter().find(|sequence| !is_listed(sequence)) {
            Some(sequence) => Err(failed(Fault::Altered(*sequence))),
            None => Ok(self.store),
        }
    }
}
