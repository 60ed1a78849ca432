//! Tables of comma-separated values, each cell with its place: everything that is wrong with a file
//! is found at once, and said for what it is.

mod cells;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use cells::{Cells, Raw};

use crate::diagnostic::{Diagnostic, codes, keep};
use crate::document::open_text;
use crate::text::{SourceId, Sources, Span};

/// Most bytes that a file may have.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Most bytes that a cell may have.
const MAX_CELL: usize = 1024 * 1024;

/// What separates the columns of files that are no comma-separated values.
const OTHER_SEPARATORS: [(char, &str); 3] = [(';', "`;`"), ('\t', "tabs"), ('|', "`|`")];

/// A cell, without the space around it and without its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A table: its header and its rows, each of which has as many cells as the header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// The names of the columns, each there once.
    pub header: Vec<Cell>,
    /// The rows, without those that are empty.
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// The place of a column by its name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|cell| cell.text == name)
    }
}

/// Reads a file. Rows that can be used are there beside the findings about others; where an error
/// is among these, rows are missing. None where there is no header to go by.
pub fn read(name: &str, bytes: Vec<u8>, sources: &mut Sources) -> (Option<Sheet>, Vec<Diagnostic>) {
    let id = match open_text(name, bytes, MAX_BYTES, sources) {
        Ok(id) => id,
        Err(finding) => {
            let hint = "spreadsheet programs write what is read here as `CSV UTF-8`";
            return (None, vec![finding.hint(hint)]);
        }
    };
    let text = sources.get(id).text().clone();
    let mut reading = Reading {
        source: id,
        sheet: Sheet::default(),
        findings: Vec::new(),
    };
    let is_read = reading.all(Cells::of(&text));
    let sheet = is_read.then_some(reading.sheet);
    (sheet, reading.findings)
}

struct Reading {
    source: SourceId,
    sheet: Sheet,
    findings: Vec<Diagnostic>,
}

impl Reading {
    fn all(&mut self, mut cells: Cells<'_>) -> bool {
        let Some(header) = cells.row() else {
            self.error(
                0..0,
                "the file is empty",
                "the first line names the columns",
            );
            return false;
        };
        if !self.header(header) {
            return false;
        }
        while let Some(row) = cells.row() {
            if !self.row(row) {
                // Behind a quote gone wrong nothing is what it was meant to be.
                break;
            }
        }
        true
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span {
            source: self.source,
            start: range.start,
            end: range.end,
        }
    }

    fn error(&mut self, range: std::ops::Range<usize>, message: &str, hint: &str) {
        let finding = Diagnostic::error(codes::CSV, self.span(range), message).hint(hint);
        keep(&mut self.findings, finding);
    }

    /// Takes the names of the columns; false where what follows cannot be read by them.
    fn header(&mut self, row: Vec<Raw<'_>>) -> bool {
        if let [only] = row.as_slice()
            && let Some((_, shown)) = OTHER_SEPARATORS
                .iter()
                .find(|(separator, _)| only.text.contains(*separator))
        {
            let message = format!("the columns are separated by {shown}, not by commas");
            let hint = "save the table again with commas, as `CSV UTF-8 (comma delimited)`";
            self.error(only.range.clone(), &message, hint);
            return false;
        }
        if !row.iter().all(|cell| self.quotes_close(cell)) {
            return false;
        }
        self.sheet.header = row.into_iter().map(|cell| self.cell(cell)).collect();
        self.check_names();
        true
    }

    fn check_names(&mut self) {
        let mut first = BTreeMap::new();
        for (idx, cell) in self.sheet.header.iter().enumerate() {
            let finding = if cell.text.is_empty() {
                let message = format!("column {} has no name", idx + 1);
                Diagnostic::error(codes::COLUMN, cell.span, message)
                    .hint("the first line names every column")
            } else if let Some(before) = first.insert(cell.text.as_str(), cell.span) {
                let message = format!("two columns are called `{}`", cell.text);
                Diagnostic::error(codes::COLUMN, cell.span, message)
                    .context(before, "the first is here")
                    .hint("rename or remove one of them")
            } else {
                continue;
            };
            keep(&mut self.findings, finding);
        }
    }

    /// Takes a row; false where nothing behind it can be trusted.
    fn row(&mut self, row: Vec<Raw<'_>>) -> bool {
        if !row.iter().all(|cell| self.quotes_close(cell)) {
            return false;
        }
        let n_columns = self.sheet.header.len();
        if row.iter().all(|cell| cell.text.trim().is_empty()) {
            return true;
        }
        if row.len() == n_columns {
            let cells = row.into_iter().map(|cell| self.cell(cell)).collect();
            self.sheet.rows.push(cells);
        } else {
            self.ragged(&row, n_columns);
        }
        true
    }

    fn ragged(&mut self, row: &[Raw<'_>], n_columns: usize) {
        let of = |n: usize| crate::text::counted(n, "cell");
        let message = format!(
            "the row has {}, and the header has {n_columns}",
            of(row.len())
        );
        let (range, hint) = match (row.get(n_columns), row.last()) {
            (Some(extra), Some(last)) => (
                extra.range.start..last.range.end,
                "a cell with a comma in it stands in quotes",
            ),
            (_, last) => {
                let end = last.map_or(0, |last| last.range.end);
                (
                    end..end,
                    "a cell that has nothing to say is empty, but there",
                )
            }
        };
        self.error(range, &message, hint);
    }

    /// Says where a quote goes wrong.
    fn quotes_close(&mut self, cell: &Raw<'_>) -> bool {
        let start = cell.range.start;
        let opens = start..start + 1;
        let twice = "close it where the cell ends; a quote within a cell is written twice";
        if !cell.written.starts_with('"') {
            let is_late = cell.written.trim_start().starts_with('"');
            if is_late {
                let message = "there is space before the quote that should begin the cell";
                self.error(
                    cell.range.clone(),
                    message,
                    "put the quote right behind the comma",
                );
            }
            return !is_late;
        }
        match cells::closing(cell.written) {
            Some(at) if cell.written[at + 1..].trim().is_empty() => return true,
            None => self.error(
                opens,
                "the quote that opens here is never closed",
                "close it, or take it away",
            ),
            Some(at) if cell.written[..at].contains('\n') => {
                let behind = self.span(start + at..cell.range.end);
                let message = "the quote that opens here is not closed on its line";
                let finding = Diagnostic::error(codes::CSV, self.span(opens), message)
                    .context(behind, "this quote closes it, and text stands behind")
                    .hint(twice);
                keep(&mut self.findings, finding);
            }
            Some(at) => self.error(
                start + at..cell.range.end,
                "text stands behind the quote that closes the cell",
                twice,
            ),
        }
        false
    }

    fn cell(&mut self, raw: Raw<'_>) -> Cell {
        let span = self.span(raw.range);
        if raw.text.len() > MAX_CELL {
            let message = "the cell is larger than 1 MiB";
            keep(
                &mut self.findings,
                Diagnostic::error(codes::TOO_LARGE, span, message),
            );
        }
        let text = match raw.text.trim() {
            trimmed if trimmed.len() == raw.text.len() => raw.text,
            trimmed => trimmed.to_owned(),
        };
        Cell { text, span }
    }
}
