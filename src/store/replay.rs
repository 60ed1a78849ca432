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
}

impl Replay {
    /// One that is to end at some head.
    pub(super) fn until(head: Head) -> Self {
        Self {
            until: head,
            head: Head::default(),
            store: MemoryStore::default(),
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
        let replayed = follows.then(|| self.store.replay(stored, filed)).flatten();
        replayed.ok_or(Fault::Altered(sequence))
    }

    /// The store at the head.
    ///
    /// # Errors
    /// The log did not come to that head.
    pub(super) fn finish(self) -> Result<MemoryStore, StoreError> {
        if self.head == self.until {
            return Ok(self.store);
        }
        Err(StoreError::refused(0)(Refusal::NoHead(self.until)))
    }
}
