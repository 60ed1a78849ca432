//! A table row by row in constant memory, however long it is.
//!
//! The rules are those of the whole-text reader, and so are the findings: where something is wrong,
//! the lines it concerns become a [`Source`] of their own and go through the same reading. A row
//! that cannot be read by itself is a [`Reject`], and the rows behind it are read; what leaves open
//! where the next row begins ends the reading.
//!
//! | what | follows |
//! | --- | --- |
//! | a row with more or fewer cells than the header, a byte that is no UTF-8, a NUL, a cell of more than 1 MiB | the row is a reject |
//! | a quote that is not closed, or not within 1 MiB; text behind a closing quote; space before an opening one | the reading ends, at the opening quote |
//! | a carriage return alone outside of quotes, a line of more than 16 MiB | the reading ends there |
//! | a header that is no text, names a column twice, or has no known separator | there is no reading |
//! | a column without a name in which something stands | found at the end |
//! | a blank line, or a row of empty cells | is no row |

mod begin;
mod buffer;
mod record;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::Range;
use std::str;

use memchr::{memchr, memchr_iter};

use self::buffer::{Buffer, LineEnd};
use super::cells::{End, Ends, Raw, unquoted};
use super::{Cell, MAX_CELL, Reading, Separated, Separator, as_utf8, nameless, quotes};
use crate::diagnostic::{Diagnostic, codes};
use crate::document::open_lines;
use crate::text::{Position, Source, Sources, Span};

pub use record::{Record, Reject, Swallowed, Taken};

/// Most bytes that a row may have.
const MAX_RECORD: usize = 16 * 1024 * 1024;

/// By how many bytes it can be told what a file is that has no lines.
const TOLD_BY: usize = 4096;

/// Why a table cannot be read on.
#[derive(Debug)]
pub enum Stop {
    /// The input cannot be read.
    Input(io::Error),
    /// What is wrong with the table, in sources of their own.
    Wrong(Vec<Diagnostic>),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Input(error)
    }
}

/// A table that is read row by row.
pub struct Stream<R> {
    name: String,
    buffer: Buffer<R>,
    separated: Separated,
    ends: Ends,
    header: Vec<Cell>,
    /// The header as it stands with any byte-order mark, and its line end.
    head: (Vec<u8>, Vec<u8>),
    /// Columns without a name, and whether something stands in them.
    nameless: Vec<(usize, bool)>,
    row: Row,
    n_blank: u64,
}

/// Where one cell stands in its row, and its text.
#[derive(Clone, Copy)]
struct Bound {
    start: usize,
    end: usize,
    /// From where to where its text goes: in the row, or among the texts that do not stand in it
    /// as they are.
    text: (usize, usize),
    is_said: bool,
}

/// The row that was read last, as places in the buffer.
#[derive(Default)]
struct Row {
    /// The line it begins on, from 1.
    line: usize,
    /// Its bytes without its line end.
    n_written: usize,
    /// Its bytes with its line end.
    n_taken: usize,
    n_lines: usize,
    n_cells: usize,
    is_blank: bool,
    is_quoted: bool,
    bounds: Vec<Bound>,
    said: String,
}

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Row,
    Reject,
    Over,
}

impl<R: Read> Stream<R> {
    /// The columns: each name there once, without the space around it.
    #[must_use]
    pub fn header(&self) -> &[Cell] {
        &self.header
    }

    /// The header as it stands, with a byte-order mark where there is one.
    #[must_use]
    pub fn header_bytes(&self) -> &[u8] {
        &self.head.0
    }

    /// The line end of the header; empty where the file ends with it.
    #[must_use]
    pub fn header_end(&self) -> &[u8] {
        &self.head.1
    }

    /// What stands between the cells.
    #[must_use]
    pub fn separator(&self) -> Separator {
        self.separated.by
    }

    /// How many bytes were read of the input.
    #[must_use]
    pub fn n_read(&self) -> u64 {
        self.buffer.n_read()
    }

    /// How many blank lines and rows of empty cells were passed over.
    #[must_use]
    pub fn n_blank(&self) -> u64 {
        self.n_blank
    }

    /// The next row; none at the end.
    ///
    /// # Errors
    /// The input cannot be read, or nobody can say where the next row begins. What is wrong is in
    /// sources that are added.
    pub fn next_row(&mut self, sources: &mut Sources) -> Result<Option<Taken<'_>>, Stop> {
        let step = self.step(sources)?;
        let bytes = &self.buffer.rest()[..self.row.n_taken];
        let text = str::from_utf8(&bytes[..self.row.n_written]).ok();
        let record = Record {
            name: &self.name,
            separated: self.separated,
            header: &self.header,
            row: &self.row,
            bytes,
            text: text.unwrap_or_default(),
        };
        Ok(match step {
            Step::Over => None,
            Step::Row => Some(Taken::Row(record)),
            Step::Reject => Some(Taken::Reject(Reject(record))),
        })
    }

    /// What is known to be wrong only at the end of the table.
    #[must_use]
    pub fn finish(&self) -> Vec<Diagnostic> {
        nameless(&self.header, &self.nameless)
    }

    fn step(&mut self, sources: &mut Sources) -> Result<Step, Stop> {
        let n_columns = self.header.len();
        while self.advance(n_columns + 1, sources)? {
            let bytes = &self.buffer.rest()[..self.row.n_written];
            let text = str::from_utf8(bytes).ok();
            let Some(text) = text.filter(|_| memchr(0, bytes).is_none()) else {
                return Ok(Step::Reject);
            };
            if self.row.is_blank || is_blank(text, self.separated.by, &self.row) {
                self.n_blank += 1;
                continue;
            }
            let is_large = |bound: &Bound| bound.end - bound.start > MAX_CELL;
            let has_large = text.len() > MAX_CELL && self.row.bounds.iter().any(is_large);
            if self.row.n_cells != n_columns || has_large {
                return Ok(Step::Reject);
            }
            if self.row.is_quoted {
                self.row.unquote(text);
            }
            for (column, says) in &mut self.nameless {
                *says |= !self.row.text(text, *column).trim().is_empty();
            }
            return Ok(Step::Row);
        }
        Ok(Step::Over)
    }

    /// Finds the next row that is no empty line, with its first `most` cells; false at the end.
    fn advance(&mut self, most: usize, sources: &mut Sources) -> Result<bool, Stop> {
        loop {
            self.buffer.take(self.row.n_taken);
            self.row.clear();
            let end = self.buffer.line(MAX_RECORD)?;
            let (n_line, n_end) = match end {
                LineEnd::At(at) => (at, 1),
                LineEnd::Input(0) => return Ok(false),
                LineEnd::Input(at) => (at, 0),
                LineEnd::Far => (self.buffer.rest().len(), 0),
            };
            let line = &self.buffer.rest()[..n_line];
            if memchr(b'"', line).is_some() {
                self.quoted(most, sources)?;
            } else if n_line > MAX_RECORD {
                return Err(self.too_long(sources));
            } else {
                self.row.plain(line, self.separated.by, most);
                (self.row.n_taken, self.row.n_lines) = (n_line + n_end, n_end);
                if let Some(at) = memchr(b'\r', &line[..self.row.n_written]) {
                    return Err(self.lone_return(at, sources));
                }
            }
            if self.row.n_written > 0 {
                return Ok(true);
            }
            self.n_blank += 1;
        }
    }

    /// Reads a row with quotes in it.
    fn quoted(&mut self, most: usize, sources: &mut Sources) -> Result<(), Stop> {
        if self.buffer.rest()[0] == b'\r' {
            return Err(self.lone_return(0, sources));
        }
        (self.row.is_quoted, self.row.is_blank) = (true, true);
        let (mut at, mut start) = (0, 0);
        loop {
            if at == self.buffer.rest().len() {
                // Nothing more is told by nothing to read.
                self.buffer.more()?;
            }
            let rest = self.buffer.rest();
            let (end, n_read) = self.ends.next(&rest[at..]);
            at += n_read;
            let is_open = rest.get(start) == Some(&b'"');
            let is_last = match end {
                End::Cell { is_last } => is_last,
                End::Everything => true,
                End::Within if is_open && at - start > MAX_CELL => {
                    return Err(self.endless(start, sources));
                }
                End::Within if at > MAX_RECORD => return Err(self.too_long(sources)),
                End::Within => continue,
            };
            // What ends a cell is read with it, unless that is the end of the input.
            let end = at - n_read.min(1);
            self.cell(start..end, most, sources)?;
            if at > MAX_RECORD {
                return Err(self.too_long(sources));
            }
            if is_last {
                self.row.n_written = end;
                return self.line_end(at, sources);
            }
            start = at;
        }
    }

    /// Takes a cell of a row with quotes.
    fn cell(
        &mut self,
        range: Range<usize>,
        most: usize,
        sources: &mut Sources,
    ) -> Result<(), Stop> {
        let cell = &self.buffer.rest()[range.clone()];
        if cell.len() > MAX_CELL && cell.starts_with(b"\"") {
            return Err(self.endless(range.start, sources));
        }
        let written = String::from_utf8_lossy(cell);
        if quotes::fault(&written).is_some() {
            return Err(self.bad_quote(range, sources));
        }
        self.row.is_blank &= unquoted(&written).trim().is_empty();
        self.row.push(range, most);
        Ok(())
    }

    /// Reads what is left of the line end behind a row, of which so many bytes are read.
    fn line_end(&mut self, n_read: usize, sources: &mut Sources) -> Result<(), Stop> {
        let mut at = n_read;
        if self.row.n_written < at && self.buffer.rest()[at - 1] == b'\r' {
            at = loop {
                match self.buffer.byte(at)? {
                    Some(b'\r') => at += 1,
                    Some(b'\n') => break at + 1,
                    Some(_) => return Err(self.lone_return(self.row.n_written, sources)),
                    None => break at,
                }
            };
        }
        self.row.n_taken = at;
        self.row.n_lines = memchr_iter(b'\n', &self.buffer.rest()[..at]).count();
        Ok(())
    }

    /// Says where the quotes of a cell go wrong.
    fn bad_quote(&mut self, cell: Range<usize>, sources: &mut Sources) -> Stop {
        let (source, start) = self.source(cell.start, cell.end);
        let n_written = String::from_utf8_lossy(&self.buffer.rest()[cell]).len();
        let id = sources.add(source);
        let source = sources.get(id);
        let raw = Raw::new(&source.text()[start..start + n_written], start);
        let reading = Reading::of(id, source, self.separated);
        Stop::Wrong(reading.bad_quote(&raw).into_iter().collect())
    }

    /// Says that a carriage return stands alone.
    fn lone_return(&mut self, at: usize, sources: &mut Sources) -> Stop {
        let (source, at) = self.source(at, at);
        let id = sources.add(source);
        let reading = Reading::of(id, sources.get(id), self.separated);
        Stop::Wrong(vec![reading.lone_return(at)])
    }

    /// Says that a quote opens more than a cell.
    fn endless(&mut self, start: usize, sources: &mut Sources) -> Stop {
        let (source, start) = self.source(start, start);
        let id = sources.add(source);
        let reading = Reading::of(id, sources.get(id), self.separated);
        Stop::Wrong(vec![reading.endless(start)])
    }

    /// Says that there are too many bytes without a line end, unless these are no text at all.
    fn too_long(&mut self, sources: &mut Sources) -> Stop {
        let line = self.row.line;
        let start = &self.buffer.rest()[..TOLD_BY];
        if memchr(0, start).is_some()
            && let Err(finding) = open_lines(&self.name, start.to_vec(), line, TOLD_BY, sources)
        {
            return Stop::Wrong(vec![as_utf8(*finding)]);
        }
        let source = sources.add(Source::place(&self.name, Position { line, column: 1 }));
        let span = Span {
            source,
            start: 0,
            end: 0,
        };
        let finding = Diagnostic::error(codes::TOO_LARGE, span, "the line is larger than 16 MiB");
        Stop::Wrong(vec![
            finding.hint("a row ends with its line: is this the file that was meant?"),
        ])
    }

    /// The lines from here on to the end of the one that holds byte `until`, as text, and where in
    /// it byte `at` stands.
    fn source(&self, at: usize, until: usize) -> (Source, usize) {
        let rest = self.buffer.rest();
        let behind = memchr(b'\n', &rest[until..]);
        let end = behind.map_or(rest.len(), |more| until + more + 1);
        let mut text = String::from_utf8_lossy(&rest[..at]).into_owned();
        let moved = text.len();
        text.push_str(&String::from_utf8_lossy(&rest[at..end]));
        (Source::part(&self.name, text, self.row.line), moved)
    }
}

/// Whether a row without quotes has nothing but empty cells.
fn is_blank(text: &str, by: Separator, row: &Row) -> bool {
    let is_empty = |cell: &str| cell.trim().is_empty();
    let first = row.bounds.first();
    first.is_none_or(|first| is_empty(&text[first.start..first.end]))
        && text.split(char::from(by.byte())).all(is_empty)
}

impl Row {
    /// Goes on to the line behind the row.
    fn clear(&mut self) {
        self.line += self.n_lines;
        (self.n_written, self.n_taken, self.n_lines, self.n_cells) = (0, 0, 0, 0);
        (self.is_blank, self.is_quoted) = (false, false);
        self.bounds.clear();
        self.said.clear();
    }

    /// Takes a line without quotes apart into cells, the first `most` of which are kept.
    fn plain(&mut self, line: &[u8], by: Separator, most: usize) {
        let n_ends = line.iter().rev().take_while(|byte| **byte == b'\r').count();
        self.n_written = line.len() - n_ends;
        let written = &line[..self.n_written];
        let mut start = 0;
        for at in memchr_iter(by.byte(), written) {
            self.push(start..at, most);
            start = at + 1;
        }
        self.push(start..self.n_written, most);
    }

    fn push(&mut self, range: Range<usize>, most: usize) {
        self.n_cells += 1;
        if self.bounds.len() < most {
            self.bounds.push(Bound {
                start: range.start,
                end: range.end,
                is_said: false,
                text: (range.start, range.end),
            });
        }
    }

    /// Finds the texts of cells in quotes.
    fn unquote(&mut self, text: &str) {
        for bound in &mut self.bounds {
            let written = &text[bound.start..bound.end];
            if !written.starts_with('"') {
                continue;
            }
            let start = match unquoted(written) {
                Cow::Borrowed(said) => {
                    bound.text = (bound.start + 1, bound.start + 1 + said.len());
                    continue;
                }
                Cow::Owned(said) => {
                    let start = self.said.len();
                    self.said.push_str(&said);
                    start
                }
            };
            (bound.is_said, bound.text) = (true, (start, self.said.len()));
        }
    }

    /// What a cell of the row says, of which the whole text is given.
    fn text<'r>(&'r self, written: &'r str, column: usize) -> &'r str {
        let Bound { is_said, text, .. } = &self.bounds[column];
        let from = if *is_said { &self.said } else { written };
        &from[text.0..text.1]
    }
}
