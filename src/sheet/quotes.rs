//! Quotes that do not do what quotes do.

use super::Reading;
use super::cells::{Raw, closing};
use crate::diagnostic::Diagnostic;

const TWICE: &str = "close it where the cell ends; a quote within a cell is written twice";

impl Reading<'_> {
    /// Says where a quote of a cell goes wrong.
    pub(super) fn bad_quote(&self, cell: &Raw<'_>) -> Option<Diagnostic> {
        if !cell.written.starts_with('"') {
            return self.late_quote(cell);
        }
        let start = cell.range.start;
        let Some(at) = closing(cell.written) else {
            return Some(self.unclosed(start));
        };
        if cell.written[at + 1..].trim().is_empty() {
            return None;
        }
        let behind = start + at..cell.range.end;
        if cell.written[..at].contains('\n') {
            let message = "the quote that opens here is not closed on its line";
            let behind = self.span(behind);
            let finding = self.fault(start..start + 1, message);
            let finding = finding.context(behind, "this quote closes it, and text stands behind");
            return Some(finding.hint(TWICE));
        }
        let message = "text stands behind the quote that closes the cell";
        let opens = self.span(start..start + 1);
        let finding = self.fault(behind, message);
        Some(finding.context(opens, "it opens here").hint(TWICE))
    }

    fn late_quote(&self, cell: &Raw<'_>) -> Option<Diagnostic> {
        if !cell.written.trim_start().starts_with('"') {
            return None;
        }
        let message = "there is space before the quote that should begin the cell";
        let hint = format!(
            "put the quote right behind the {}",
            self.separated.by.name()
        );
        Some(self.fault(cell.range.clone(), message).hint(hint))
    }

    fn unclosed(&self, start: usize) -> Diagnostic {
        let message = "the quote that opens here is never closed";
        let finding = self
            .fault(start..start + 1, message)
            .label("everything from here on would be one cell");
        if self.source.text().ends_with('\n') {
            finding.hint("close it with `\"`; a quote within a cell is written twice")
        } else {
            finding
                .hint("the file may have been cut short: fetch it again; else close it with `\"`")
        }
    }
}
