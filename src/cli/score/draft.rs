//! The draft on disk: written after every answer, read by the next start, gone once the card is in
//! the store.

use std::path::{Path, PathBuf};

use crate::cli::error::Failure;
use crate::cli::ui::Ui;
use crate::cli::{exit, input};
use crate::rubric::Rubric;
use crate::scorecard::identity_key;
use crate::scorecard::interview::{Interview, Replies, write};
use crate::scorecard::read::MAX_BYTES;
use crate::scorecard::read::draft::{self, Draft};
use crate::store::file;
use crate::text::{Sources, sha256_hex};

/// The first line of a draft.
const FIRST: &str =
    "Not submitted yet: `panelkit score` goes on with this card and removes the file.";

/// How much of a signature's digest is in a file's name: two people of one panel differ in it.
const DIGITS: usize = 8;

/// The file with what was answered so far.
#[derive(Debug)]
pub(super) struct DraftFile {
    path: PathBuf,
    /// What was last read or written; none where there is no file.
    last: Option<Vec<u8>>,
}

/// A file's name for the draft of a seat: of ids and a digest, whatever the signature holds.
pub(super) fn name(candidate: &str, round: &str, interviewer: &str) -> String {
    let digest = sha256_hex(identity_key(interviewer).as_bytes());
    format!("{candidate}.{round}.{}.draft.toml", &digest[..DIGITS])
}

impl DraftFile {
    /// The file at a path, which may not be there yet.
    ///
    /// # Errors
    /// It is there and cannot be read; there is no folder for it.
    pub(super) fn open(path: PathBuf) -> Result<Self, Failure> {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            let message = format!("there is no folder {}", folder.display());
            return Err(Failure::new(exit::CANT_CREATE, message)
                .hint("make it, or name another file with --draft"));
        }
        let last = match path.try_exists() {
            Ok(false) => None,
            _ => Some(input::read(&path, MAX_BYTES)?),
        };
        Ok(Self { path, last })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is a file: something was answered.
    pub(super) fn is_there(&self) -> bool {
        self.last.is_some()
    }

    /// What is in it; nothing where there is no file.
    ///
    /// # Errors
    /// It cannot be used, which is then said.
    pub(super) fn read(&self, rubric: &Rubric, ui: &Ui) -> Result<Option<Draft>, Failure> {
        let Some(bytes) = &self.last else {
            return Ok(None);
        };
        let mut sources = Sources::default();
        let name = self.path.display().to_string();
        let found = draft::read(&name, bytes.clone(), rubric, &mut sources);
        ui.side_findings(&found.diagnostics, &sources);
        let draft = found.draft.ok_or_else(|| {
            let message = format!("the draft {name} cannot be used");
            Failure::new(exit::DATA, message)
                .hint("mend it, or put it aside and start anew; nothing in it was changed")
        })?;
        Ok(Some(draft))
    }

    /// Writes what was answered.
    ///
    /// # Errors
    /// Somebody else wrote to the file meanwhile; it cannot be written.
    pub(super) fn save(
        &mut self,
        interview: &Interview<'_>,
        replies: &Replies,
    ) -> Result<(), Failure> {
        let bytes = write::draft(interview, replies, FIRST).into_bytes();
        if self.last.as_ref() == Some(&bytes) {
            return Ok(());
        }
        self.check_untouched()?;
        file::replace_private(&self.path, &bytes)?;
        self.last = Some(bytes);
        Ok(())
    }

    fn check_untouched(&self) -> Result<(), Failure> {
        // One that is gone can be written again: nobody's answers are lost by that.
        if !self.path.exists() {
            return Ok(());
        }
        let now = input::read(&self.path, MAX_BYTES)?;
        if self.last.as_ref() == Some(&now) {
            return Ok(());
        }
        let path = self.path.display();
        let message = format!("{path} was changed by somebody else meanwhile");
        Err(Failure::new(exit::UNFINISHED, message)
            .hint("the last answer is not in it; close the other session, then run the same again"))
    }

    /// Removes the file: the card is in the store.
    ///
    /// # Errors
    /// It cannot be removed.
    pub(super) fn remove(&self) -> Result<(), Failure> {
        Ok(file::remove(&self.path)?)
    }

    /// A file beside the draft to edit one text in.
    pub(super) fn beside(&self, what: &str) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let stem = name.strip_suffix(".toml").unwrap_or(&name);
        self.path.with_file_name(format!("{stem}.{what}.txt"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_of_ids_and_a_digest() {
        let of = |who: &str| name("ada", "kitchen", who);
        assert_eq!(of("Grace@example.com"), of(" grace@example.com"));
        assert_ne!(of("grace@example.com"), of("heidi@example.com"));
        for who in ["../../x", "عمر", "", "a\u{0}b"] {
            let name = of(who);
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.';
            assert!(name.chars().all(plain), "{name}");
            assert_eq!(name.len(), "ada.kitchen.12345678.draft.toml".len());
        }
    }
}
