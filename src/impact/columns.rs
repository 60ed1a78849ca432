//! The columns of both tables by their names, and what is said of rows. Nothing that a row says is
//! repeated: a place tells whoever has the file.

use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::sheet::{Cell, Walk};
use crate::text::Span;

/// What the column of ids is called, unless the command line says otherwise.
const CANDIDATE: [&str; 2] = ["candidate", "id"];

/// The columns of a table.
pub(super) struct Header<'w> {
    pub(super) cells: &'w [Cell],
    at: Span,
}

impl<'w> Header<'w> {
    pub(super) fn of(walk: &'w Walk<'_>) -> Self {
        Self {
            cells: walk.header(),
            at: walk.header_at(),
        }
    }

    /// The place of a column, whatever the case of its name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        let mut cells = self.cells.iter();
        cells.position(|cell| cell.text.to_lowercase() == name)
    }

    pub(super) fn missing(&self, name: &str, expected: &str) -> Diagnostic {
        let message = format!("there is no column `{name}`");
        let finding = Diagnostic::error(codes::COLUMN, self.at, message);
        let names = self.cells.iter().map(|cell| cell.text.as_str());
        match nearest(name, names.filter(|name| !name.is_empty())) {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding.hint(expected),
        }
    }

    pub(super) fn at(&self) -> Span {
        self.at
    }
}

/// The column of ids: the one asked for, else `candidate`, else `id`.
pub(super) fn candidate(
    header: &Header<'_>,
    wanted: Option<&str>,
    expected: &str,
    findings: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let found = match wanted {
        Some(name) => header.find(name),
        None => CANDIDATE.iter().find_map(|name| header.find(name)),
    };
    if found.is_none() {
        findings.push(header.missing(wanted.unwrap_or(CANDIDATE[0]), expected));
    }
    found
}

pub(super) fn nameless(span: Span) -> Diagnostic {
    let finding = Diagnostic::error(codes::MISSING_KEY, span, "the row names no candidate");
    finding.hint("every row has the id that both files call the candidate by")
}

pub(super) fn twice(span: Span, first: usize) -> Diagnostic {
    let message = format!("this candidate is on line {first} already");
    let finding = Diagnostic::error(codes::DUPLICATE_ID, span, message);
    finding.hint("a candidate has one row: take out all others")
}
