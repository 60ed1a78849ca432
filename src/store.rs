//! Where submitted cards are kept: a small trait in domain words, and what keeps them.

pub mod file;
mod folder;
mod memory;
#[cfg(test)]
mod testing;

pub use folder::FolderStore;
pub use memory::MemoryStore;

/// A card on its way into a store: its seat and its bytes as they were submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The candidate's id.
    pub candidate: String,
    /// The round's id.
    pub round: String,
    /// The interviewer's signature, folded by `scorecard::identity_key`.
    pub interviewer: String,
    /// The card, byte for byte.
    pub bytes: Vec<u8>,
}

/// What became of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receipt {
    /// It is kept now.
    Kept,
    /// The very same card was kept already.
    AlreadyKept,
}

/// Why a store could not do what it was asked.
#[derive(Debug)]
pub enum StoreError {
    /// Another card fills the seat.
    SeatTaken {
        /// Place of the submission among those given.
        submission: usize,
        /// Where the other card is.
        kept_at: String,
    },
    /// The store could not be written or read.
    Io(file::WriteError),
}

/// Keeps cards. A card that is kept never changes.
pub trait Store {
    /// Keeps cards: all seats are checked before the first card is kept, and a card that is kept
    /// already is left as it is.
    ///
    /// # Errors
    /// A seat that another card fills, in which case nothing is kept; or a failure to write, in
    /// which case the cards before it are kept whole.
    fn submit(&mut self, submissions: &[Submission]) -> Result<Vec<Receipt>, StoreError>;

    /// Every card kept, as bytes, in the order of candidate, round and interviewer's place.
    ///
    /// # Errors
    /// A failure to read.
    fn cards(&self) -> Result<Vec<Vec<u8>>, StoreError>;
}

impl From<file::WriteError> for StoreError {
    fn from(error: file::WriteError) -> Self {
        Self::Io(error)
    }
}
