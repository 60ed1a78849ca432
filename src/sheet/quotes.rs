//! Quotes that do not do what quotes do.

use super::Reading;
use super::cells::{Raw, closing};
use crate::diagnostic::Diagnostic;

const TWICE: &str = "close it where the cell ends; a quote within a cell is written twice";

const ONE_CELL: &str = "everything from here on would be one cell";

/// What is wrong with the quotes of a cell.
pub(super) enum Fault {
    /// There is space before the first.
    Late,
    /// There is no second.
    Unclosed,
    /// Text stands behind the closing one, which is there.
    Behind(usize),
}

/// What is wrong with the quotes of a cell as it stands.
pub(super) fn fault(written: &str) -> Option<Fault> {
    if !written.starts_with('"') {
        let is_late = written.trim_start().starts_with('"');
        return is_late.then_some(Fault::Late);
    }
    match closing(written) {
        None => Some(Fault::Unclosed),
        Some(at) if written[at + 1..].trim().is_empty() => None,
        Some(at) => Some(Fault::Behind(at)),
    }
}

impl Reading<'_> {
    /// Says where a quote of a cell goes wrong.
    pub(super) fn bad_quote(&self, cell: &Raw<'_>) -> Option<Diagnostic> {
        Some(match fault(cell.written)? {
            Fault::Late => self.late_quote(cell),
            Fault::Unclosed => self.unclosed(cell.range.start),
            Fault::Behind(at) => self.text_behind(cell, at),
        })
    }

    fn text_behind(&self, cell: &Raw<'_>, at: usize) -> Diagnostic {
        let start = cell.range.start;
        let behind = start + at..cell.range.end;
        if cell.written[..at].contains('\n') {
            let message = "the quote that opens here is not closed on its line";
            let behind = self.span(behind);
            let finding = self.fault(start..start + 1, message);
            let finding = finding.context(behind, "this quote closes it, and text stands behind");
            return finding.hint(TWICE);
        }
        let message = "text stands behind the quote that closes the cell";
        let opens = self.span(start..start + 1);
        let finding = self.fault(behind, message);
        finding.context(opens, "it opens here").hint(TWICE)
    }

    fn late_quote(&self, cell: &Raw<'_>) -> Diagnostic {
        let message = "there is space before the quote that should begin the cell";
        let hint = format!(
            "put the quote right behind the {}",
            self.separated.by.name()
        );
        self.fault(cell.range.clone(), message).hint(hint)
    }

    /// Says that a quote opens a cell which is larger than any may be: nobody knows where the
    /// rows behind it begin.
    pub(super) fn endless(&self, start: usize) -> Diagnostic {
        let message = "the quote that opens here is not closed within 1 MiB";
        let finding = self.fault(start..start + 1, message).label(ONE_CELL);
        finding.hint(TWICE)
    }

    fn unclosed(&self, start: usize) -> Diagnostic {
        let message = "the quote that opens here is never closed";
        let finding = self.fault(start..start + 1, message).label(ONE_CELL);
        if self.source.text().ends_with('\n') {
            finding.hint("close it with `\"`; a quote within a cell is written twice")
        } else {
            finding
                .hint("the file may have been cut short: fetch it again; else close it with `\"`")
        }
    }
}
