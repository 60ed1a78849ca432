//! Tables of comma-separated values from outside, each cell with its place: everything that is
//! wrong with a file is found at once, and said for what it is.
//!
//! `csv_core` reads on past an unclosed quote to the end of the file and takes text after a closing
//! one as if it stood inside. So the quotes of each cell are looked at as well; what is given is
//! what RFC 4180 says the file holds. Cells come as they stand: nothing is trimmed or taken away,
//! also not an apostrophe before a formula.

mod cells;
mod kind;
mod quotes;
mod separator;
mod stream;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::BTreeMap;
use std::ops::Range;

use cells::{Extent, Raw};

use crate::diagnostic::{Diagnostic, codes, keep};
use crate::document::open_text;
use crate::text::{Source, SourceId, Sources, Span};

pub use separator::{Separated, Separator};
pub use stream::{Record, Reject, Stop, Stream, Swallowed, Taken};
pub use walk::{Line, Walk};

/// Most bytes that a file may have.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Most bytes that a cell may have.
const MAX_CELL: usize = 1024 * 1024;

/// Most columns that a table may have.
const MAX_COLUMNS: usize = 10_000;

/// Most findings about the names of columns: to count a place on a long line takes a while.
const MAX_NAMES: usize = 100;

/// A cell as it stands, without its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

impl Cell {
    /// What it says, without the space around it.
    #[must_use]
    pub fn word(&self) -> &str {
        self.text.trim()
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stands.
    pub at: Span,
    /// The line it begins on, from 1.
    pub line: usize,
    /// Its cells, one a column.
    pub cells: Vec<Cell>,
}

/// A table: its header and its rows, each of which has as many cells as the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The columns: each name there once, without the space around it; empty where a column has no
    /// name and nothing in it.
    pub header: Vec<Cell>,
    /// Where the header stands.
    pub at: Span,
    /// The rows that are not blank, in the order of the file.
    pub rows: Vec<Row>,
}

impl Sheet {
    /// The place of a column by its name, from 0.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|cell| cell.text == name)
    }

    /// The names of the columns that have one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.header.iter().map(|cell| cell.text.as_str());
        names.filter(|name| !name.is_empty())
    }
}

/// Reads a file. Rows that can be used are there beside the findings about others; where an error
/// is among these, rows are missing. None, with an error, where there is no header to go by.
pub fn read(
    name: &str,
    bytes: Vec<u8>,
    separated: Separated,
    sources: &mut Sources,
) -> (Option<Sheet>, Vec<Diagnostic>) {
    let id = match open(name, bytes, MAX_BYTES, sources) {
        Ok(id) => id,
        Err(finding) => return (None, vec![*finding]),
    };
    let mut walk = match Walk::begin(id, sources.get(id), separated) {
        Ok(walk) => walk,
        Err(findings) => return (None, findings),
    };
    let mut rows = Vec::new();
    while let Some(line) = walk.next_row() {
        rows.push(line.to_row());
    }
    let (header, at, findings) = walk.finish();
    (Some(Sheet { header, at, rows }), findings)
}

/// Takes a file's bytes as a source whose rows can be walked, unless it is larger than `limit` or
/// no text.
///
/// # Errors
/// The finding that says so, with what to do.
pub fn open(
    name: &str,
    bytes: Vec<u8>,
    limit: usize,
    sources: &mut Sources,
) -> Result<SourceId, Box<Diagnostic>> {
    open_text(name, bytes, limit, sources).map_err(|finding| Box::new(as_utf8(*finding)))
}

/// Says how a file that is no text comes to be one.
fn as_utf8(finding: Diagnostic) -> Diagnostic {
    finding.hint("spreadsheet programs write what is read here as `CSV UTF-8`")
}

/// Columns without a name are what a spreadsheet leaves of cells that were emptied; what stands in
/// one has no meaning. Says which of these columns something stands in.
fn nameless(header: &[Cell], columns: &[(usize, bool)]) -> Vec<Diagnostic> {
    let says = columns.iter().filter(|(_, says)| *says).take(MAX_NAMES);
    let finding = |(column, _): &(usize, bool)| {
        let message = format!("column {} has no name", column + 1);
        let finding = Diagnostic::error(codes::COLUMN, header[*column].span, message);
        finding.hint("the first line names every column: give it a name, or take it out")
    };
    says.map(finding).collect()
}

/// The columns without a name; whether something stands in them is still to be seen.
fn without_name(header: &[Cell]) -> Vec<(usize, bool)> {
    let columns = header.iter().enumerate();
    let nameless = columns.filter(|(_, cell)| cell.text.is_empty());
    nameless.map(|(column, _)| (column, false)).collect()
}

struct Reading<'a> {
    id: SourceId,
    source: &'a Source,
    separated: Separated,
    findings: Vec<Diagnostic>,
}

impl<'a> Reading<'a> {
    fn of(id: SourceId, source: &'a Source, separated: Separated) -> Self {
        Self {
            id,
            source,
            separated,
            findings: Vec::new(),
        }
    }
}

impl Reading<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span {
            source: self.id,
            start: range.start,
            end: range.end,
        }
    }

    fn fault(&self, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(codes::CSV, self.span(range), message)
    }

    fn report(&mut self, finding: Diagnostic) {
        keep(&mut self.findings, finding);
    }

    fn nothing(&self, is_empty: bool) -> Diagnostic {
        let message = if is_empty {
            "the file is empty"
        } else {
            "the file holds no rows, not even a header"
        };
        let finding = self.fault(0..0, message);
        finding.hint("the first line names the columns")
    }

    /// The columns that a row names.
    fn columns(&mut self, raw: &[Raw<'_>], extent: &Extent) -> Result<Vec<Cell>, Vec<Diagnostic>> {
        if let Some(finding) = self.unfit_header(raw, extent) {
            return Err(vec![finding]);
        }
        let named = |cell: &Raw<'_>| Cell {
            text: cell.text.trim().to_owned(),
            span: self.span(cell.range.clone()),
        };
        let header: Vec<Cell> = raw.iter().map(named).collect();
        for cell in raw {
            self.check_size(cell);
        }
        self.check_repeated(&header);
        Ok(header)
    }

    fn unfit_header(&self, raw: &[Raw<'_>], extent: &Extent) -> Option<Diagnostic> {
        let wrong = match raw {
            [only] => self.other_separator(only),
            _ => None,
        };
        let wrong = wrong.or_else(|| self.untrusted(raw, extent));
        wrong.or_else(|| {
            let n_columns = extent.n_cells;
            (n_columns > MAX_COLUMNS).then(|| {
                let message = format!("the table has {n_columns} columns, more than {MAX_COLUMNS}");
                self.fault(extent.range.clone(), message)
            })
        })
    }

    /// Whether something else than what should separates the names of the columns.
    fn other_separator(&self, only: &Raw<'_>) -> Option<Diagnostic> {
        let from = match only.written.strip_prefix('"') {
            Some(_) => cells::closing(only.written)?,
            None => 0,
        };
        let expected = self.separated.by.shown();
        let (at, found) = separator::found(&only.written[from..])?;
        let at = only.range.start + from + at;
        let message = format!("the columns are separated by {found}, not by {expected}");
        let finding = self.fault(at..at + 1, message);
        Some(finding.hint(self.separated.advice))
    }

    /// What makes a row, and everything behind it, something else than it was meant to be.
    fn untrusted(&self, raw: &[Raw<'_>], extent: &Extent) -> Option<Diagnostic> {
        let wrong = raw.iter().find_map(|cell| self.bad_quote(cell));
        wrong.or_else(|| {
            let at = extent.range.end;
            let rest = &self.source.text()[at..];
            let behind = rest.trim_start_matches('\r');
            let is_alone = behind.len() < rest.len() && !behind.starts_with('\n');
            // No place behind it could be named by its line.
            (is_alone && !behind.is_empty()).then(|| self.lone_return(at))
        })
    }

    fn lone_return(&self, at: usize) -> Diagnostic {
        let message = "the line ends in a carriage return alone";
        let hint = "save the file with line ends LF or CRLF, as `CSV UTF-8`; within a cell a carriage return stands in quotes";
        self.fault(at..at + 1, message).hint(hint)
    }

    fn check_repeated(&mut self, header: &[Cell]) {
        let mut first = BTreeMap::new();
        let mut n_wrong = 0;
        for cell in header.iter().filter(|cell| !cell.text.is_empty()) {
            let before = first.insert(cell.text.as_str(), cell.span);
            if let Some(before) = before.filter(|_| n_wrong < MAX_NAMES) {
                n_wrong += 1;
                let message = format!("two columns are called `{}`", cell.text);
                let finding = Diagnostic::error(codes::COLUMN, cell.span, message)
                    .context(before, "the first is here");
                self.report(finding.hint("rename or remove one of them"));
            }
        }
    }

    fn ragged(&self, raw: &[Raw<'_>], extent: &Extent, n_columns: usize) -> Diagnostic {
        let n_cells = crate::text::counted(extent.n_cells, "cell");
        let message = format!("the row has {n_cells}, and the header has {n_columns}");
        let end = extent.range.end;
        if extent.n_cells > n_columns {
            let start = raw.get(n_columns).map_or(end, |extra| extra.range.start);
            let hint = format!(
                "a cell with a {} in it stands in quotes",
                self.separated.by.name()
            );
            return self.fault(start..end, message).hint(hint);
        }
        let hint = "a cell that has nothing to say is empty, but there";
        self.fault(end..end, message).hint(hint)
    }

    fn check_size(&mut self, cell: &Raw<'_>) {
        if cell.text.len() > MAX_CELL {
            let message = "the cell is larger than 1 MiB";
            let span = self.span(cell.range.clone());
            let finding = Diagnostic::error(codes::TOO_LARGE, span, message);
            self.report(finding.hint("a quote in the wrong place can make many cells one"));
        }
    }
}
