//! One row of a table that is read row by row.

use std::str;

use memchr::memchr_iter;

use super::Row;
use crate::diagnostic::Diagnostic;
use crate::document::open_lines;
use crate::sheet::cells::Cells;
use crate::sheet::{Cell, MAX_COLUMNS, Reading, Separated, as_utf8};
use crate::text::{Source, Sources, Span};

/// A row as it was found.
pub enum Taken<'s> {
    /// A row with a cell for each column.
    Row(Record<'s>),
    /// One that cannot be read.
    Reject(Reject<'s>),
}

/// A row with a cell for each column.
pub struct Record<'s> {
    pub(super) name: &'s str,
    pub(super) separated: Separated,
    pub(super) header: &'s [Cell],
    pub(super) row: &'s Row,
    /// With its line end.
    pub(super) bytes: &'s [u8],
    /// The same without, as text; empty where it is none.
    pub(super) text: &'s str,
}

/// A row that cannot be read.
pub struct Reject<'s>(pub(super) Record<'s>);

/// A cell that goes over several lines, some of which look like rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Swallowed {
    /// The cell's column.
    pub column: usize,
    /// How many lines it goes over.
    pub n_lines: u64,
}

/// Most bytes of rows that are kept to be shown.
const SHOWN: usize = 16 * 1024;

impl<'s> Record<'s> {
    /// What a cell says.
    #[must_use]
    pub fn cell(&self, column: usize) -> &'s str {
        self.row.text(self.text, column)
    }

    /// The row as it stands, without its line end.
    #[must_use]
    pub fn bytes(&self) -> &'s [u8] {
        &self.bytes[..self.row.n_written]
    }

    /// Its line end; empty where the file ends with it.
    #[must_use]
    pub fn line_end(&self) -> &'s [u8] {
        &self.bytes[self.row.n_written..]
    }

    /// The line it begins on, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.row.line
    }

    /// Says whether a cell has swallowed what may be rows of their own: lines within it that have
    /// as many separators as the header, and one word where the id stands. A quote in the wrong
    /// place does that, and a letter in a cell may look like it.
    #[must_use]
    pub fn swallowed(&self, id_column: usize) -> Option<Swallowed> {
        if !self.row.is_quoted {
            return None;
        }
        let ends = memchr_iter(b'\n', self.text.as_bytes());
        let mut starts = ends.map(|at| at + 1);
        let start = starts.find(|start| {
            let line = self.text[*start..].lines().next().unwrap_or_default();
            self.is_like_row(line, id_column)
        })?;
        let mut cells = self.row.bounds.iter().enumerate();
        let (column, bound) = cells.find(|(_, bound)| bound.end >= start)?;
        let n_ends = memchr_iter(b'\n', &self.bytes[bound.start..bound.end]).count();
        Some(Swallowed {
            column,
            n_lines: n_ends as u64 + 1,
        })
    }

    fn is_like_row(&self, line: &str, id_column: usize) -> bool {
        let mut cells = line.split(char::from(self.separated.by.byte()));
        let n_cells = cells.clone().count();
        let id = cells.nth(id_column).unwrap_or_default();
        let id = id.trim_matches(|c: char| c.is_whitespace() || c == '"');
        n_cells == self.header.len() && !id.is_empty() && !id.contains(char::is_whitespace)
    }
}

impl Reject<'_> {
    /// The row as it stands, without its line end.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }

    /// Its line end; empty where the file ends with it.
    #[must_use]
    pub fn line_end(&self) -> &[u8] {
        self.0.line_end()
    }

    /// The line it begins on, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.0.line()
    }

    /// What is wrong with it, in a source that is added.
    #[must_use]
    pub fn finding(&self, sources: &mut Sources) -> Diagnostic {
        let Record { name, row, .. } = self.0;
        let mut seen = Sources::default();
        let bytes = self.bytes();
        let opened = open_lines(name, bytes.to_vec(), row.line, bytes.len(), &mut seen);
        let finding = match opened {
            Ok(id) => self.unfit(id, seen.get(id)),
            Err(finding) => as_utf8(*finding),
        };
        keep(finding, &seen, sources)
    }

    /// What is wrong with a row that is text.
    fn unfit(&self, id: crate::text::SourceId, source: &Source) -> Diagnostic {
        let mut reading = Reading::of(id, source, self.0.separated);
        let mut raw = Vec::new();
        let mut cells = Cells::of(source.text(), 0, self.0.separated.by.byte());
        let extent = cells.row(&mut raw, MAX_COLUMNS);
        let n_columns = self.0.header.len();
        if let Some(extent) = extent.filter(|extent| extent.n_cells != n_columns) {
            let finding = reading.ragged(&raw, &extent, n_columns);
            let is_cut = extent.n_cells < n_columns && self.line_end().is_empty();
            return if is_cut {
                finding.hint("the file ends here without a line end: it may have been cut short")
            } else {
                finding
            };
        }
        for cell in &raw {
            reading.check_size(cell);
        }
        let found = reading.findings.pop();
        found.unwrap_or_else(|| {
            Reading::of(id, source, self.0.separated).fault(0..0, "the row cannot be read")
        })
    }
}

/// Moves a finding on lines that were looked at among the sources that are kept; of long ones its
/// place alone.
fn keep(finding: Diagnostic, seen: &Sources, sources: &mut Sources) -> Diagnostic {
    let Span { source, start, .. } = finding.primary.span;
    let source = seen.get(source);
    let is_shown = source.text().len() <= SHOWN;
    let kept = if is_shown {
        source.clone()
    } else {
        Source::place(source.name(), source.position(start))
    };
    let id = sources.add(kept);
    let moved = |span: Span| Span { source: id, ..span };
    let mut finding = finding;
    finding.primary.span = if is_shown {
        moved(finding.primary.span)
    } else {
        finding.context.clear();
        moved(Span::default())
    };
    for label in &mut finding.context {
        label.span = moved(label.span);
    }
    finding
}
