//! Cards kept as plain files in a folder, one a seat, named from ids alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::file::{self, Action, WriteError};
use super::{Receipt, Store, StoreError, Submission};
use crate::text::sha256_hex;

/// The ending of a card's file name.
const CARD_SUFFIX: &str = ".scorecard.toml";

/// A folder of cards. It is made with the first card.
#[derive(Debug, Clone)]
pub struct FolderStore {
    folder: PathBuf,
}

impl FolderStore {
    /// The store in a folder.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// The file of a seat. An interviewer signs as they like, so their part of the name is a hash.
    #[must_use]
    pub fn path(&self, submission: &Submission) -> PathBuf {
        let signature = sha256_hex(submission.interviewer.as_bytes());
        self.folder.join(format!(
            "{}.{}.{}{CARD_SUFFIX}",
            submission.candidate,
            submission.round,
            &signature[..12]
        ))
    }

    /// What is kept for a seat, if anything.
    fn kept(&self, submission: &Submission) -> Result<Option<Vec<u8>>, StoreError> {
        match file::read(&self.path(submission)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn seat_taken(&self, place: usize, submission: &Submission) -> StoreError {
        StoreError::SeatTaken {
            submission: place,
            kept_at: self.path(submission).display().to_string(),
        }
    }
}

impl Store for FolderStore {
    fn submit(&mut self, submissions: &[Submission]) -> Result<Vec<Receipt>, StoreError> {
        file::create_folder(&self.folder)?;
        let mut this_run: BTreeMap<PathBuf, &[u8]> = BTreeMap::new();
        for (place, submission) in submissions.iter().enumerate() {
            let kept = self.kept(submission)?;
            let earlier = *this_run
                .entry(self.path(submission))
                .or_insert(&submission.bytes);
            let differs = |other: &[u8]| other != submission.bytes;
            if differs(earlier) || kept.is_some_and(|kept| differs(&kept)) {
                return Err(self.seat_taken(place, submission));
            }
        }
        let mut receipts = Vec::new();
        for (place, submission) in submissions.iter().enumerate() {
            let receipt = if file::create_new(&self.path(submission), &submission.bytes)? {
                Receipt::Kept
            } else if self.kept(submission)?.as_ref() == Some(&submission.bytes) {
                Receipt::AlreadyKept
            } else {
                // Somebody else was faster, between the check and now.
                return Err(self.seat_taken(place, submission));
            };
            receipts.push(receipt);
        }
        Ok(receipts)
    }

    fn cards(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        let read_error = |error| WriteError {
            what: Action::Read,
            path: self.folder.clone(),
            error,
        };
        let entries = match std::fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(read_error(error).into()),
        };
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry.map_err(read_error)?.path();
            if path.to_string_lossy().ends_with(CARD_SUFFIX) {
                paths.push(path);
            }
        }
        paths.sort();
        let cards: Result<Vec<_>, _> = paths.iter().map(|path| file::read(path)).collect();
        Ok(cards?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn it_keeps_the_contract() {
        testing::contract(|| {
            let folder = tempfile::tempdir().unwrap();
            let store = FolderStore::new(&folder.path().join("cards"));
            (store, folder)
        });
    }

    #[test]
    fn a_signature_cannot_leave_the_folder() {
        let submission = Submission {
            candidate: "ada".to_owned(),
            round: "onsite".to_owned(),
            interviewer: "../../etc/passwd".to_owned(),
            bytes: Vec::new(),
        };
        let path = FolderStore::new(Path::new("cards")).path(&submission);
        assert_eq!(path.parent(), Some(Path::new("cards")));
    }
}
