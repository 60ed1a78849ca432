//! What stops a command: a message, what to do, and the exit code.

use super::exit;
use crate::render::templates::TemplateError;
use crate::store::file::{Action, WriteError};
use crate::store::{Fault, Refusal, StoreError};

pub(super) use crate::store::file::in_words;

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
            Action::Settle => Self::new(
                exit::IO,
                format!("cannot put {path} on the disk for good: {why}"),
            )
            .hint("the new content is there; run the same again once the disk can be written"),
            Action::Read => Self::new(exit::IO, format!("cannot read {path}: {why}")),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Refused { refusal, .. } => refusal_code(refusal),
            StoreError::Failed { fault, .. } => fault_code(fault),
        };
        let failure = Self::new(code, error.to_string());
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

fn refusal_code(refusal: &Refusal) -> u8 {
    match refusal {
        Refusal::SeatTaken { .. } | Refusal::CardCame(_) => exit::REFUSED,
        Refusal::NoReason => exit::USAGE,
        _ => exit::DATA,
    }
}

fn fault_code(fault: &Fault) -> u8 {
    match fault {
        Fault::Missing | Fault::Denied => exit::NO_INPUT,
        Fault::NoFolder
        | Fault::IsFolder
        | Fault::NotAFile
        | Fault::DanglingLink
        | Fault::CannotCreate(_) => exit::CANT_CREATE,
        Fault::Empty
        | Fault::NotADatabase
        | Fault::Truncated
        | Fault::Foreign
        | Fault::Newer { .. }
        | Fault::Corrupt(_)
        | Fault::Altered(_)
        | Fault::Inconsistent(_) => exit::DATA,
        Fault::Busy => exit::BUSY,
        Fault::ReadOnly
        | Fault::Full
        | Fault::Io(_)
        | Fault::OutcomeUnknown
        | Fault::NoRandomness => exit::IO,
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
