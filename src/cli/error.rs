//! What stops a command: a message, what to do, and the exit code.

use super::exit;
use crate::render::templates::TemplateError;
use crate::store::StoreError;
use crate::store::file::{Action, WriteError};

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(super) struct Failure {
    code: u8,
    message: String,
    hints: Vec<String>,
}

impl Failure {
    pub(super) fn new(code: u8, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hints: Vec::new(),
        }
    }

    /// The findings are printed already; only the exit code is left to give.
    pub(super) fn said(code: u8) -> Self {
        Self::new(code, "")
    }

    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self::new(exit::USAGE, message)
    }

    pub(super) fn no_input(message: impl Into<String>) -> Self {
        Self::new(exit::NO_INPUT, message)
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    pub(super) fn code(&self) -> u8 {
        self.code
    }

    pub(super) fn message(&self) -> &str {
        &self.message
    }

    pub(super) fn hints(&self) -> &[String] {
        &self.hints
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        let path = error.path.display();
        let why = in_words(&error.error);
        match error.what {
            Action::Create => Self::new(exit::CANT_CREATE, format!("cannot create {path}: {why}")),
            Action::Write => Self::new(exit::IO, format!("cannot write {path}: {why}"))
                .hint("the file is as it was before"),
            Action::Read => Self::new(exit::IO, format!("cannot read {path}: {why}")),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Io(error) => error.into(),
            StoreError::SeatTaken { kept_at, .. } => Self::new(
                exit::REFUSED,
                format!("another card fills this seat already: {kept_at}"),
            )
            .hint("a card that was submitted does not change; nothing was kept of this submission"),
        }
    }
}

impl From<TemplateError> for Failure {
    fn from(error: TemplateError) -> Self {
        if error.is_overridden() {
            Self::new(
                exit::CONFIG,
                format!("a template of the workspace failed: {error}"),
            )
            .hint("`templates` in panelkit.toml names the folder it is in")
        } else {
            Self::new(
                exit::INTERNAL,
                format!("a built-in template failed: {error}"),
            )
        }
    }
}

/// The system's reason in a few words of our own.
pub(super) fn in_words(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "it does not exist, or its folder does not",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "a part of the path is not a folder",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the quota is used up",
        ErrorKind::FileTooLarge => "it would be larger than the limit for files",
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        ErrorKind::AlreadyExists => "it exists already",
        ErrorKind::InvalidFilename => "the system does not take that name",
        ErrorKind::InvalidInput => "the path holds a character that no path can have",
        kind => return kind.to_string(),
    }
    .to_owned()
}
