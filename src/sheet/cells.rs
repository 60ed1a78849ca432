//! Cells of comma-separated values as they stand in the text. The one door to `csv_core`.

use std::borrow::Cow;
use std::ops::Range;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use memchr::memchr;

/// A cell with its place.
pub(super) struct Raw<'a> {
    /// As it stands in the text, quotes included.
    pub(super) written: &'a str,
    /// Where.
    pub(super) range: Range<usize>,
    /// What it says; space behind its quotes is not part of it.
    pub(super) text: Cow<'a, str>,
}

/// A row as a whole.
pub(super) struct Extent {
    /// From its first cell to its last.
    pub(super) range: Range<usize>,
    pub(super) n_cells: usize,
    /// Whether no cell says anything.
    pub(super) is_blank: bool,
}

/// Finds where cells end. A row ends at a line end outside of quotes; the rest of the line end is
/// read with the cell behind it.
pub(super) struct Ends {
    reader: Reader,
    /// What a cell says, which nobody looks at: only its end counts.
    said: [u8; 1024],
}

/// Where some input ends.
pub(super) enum End {
    /// Behind a cell, which may be the last of its row, and what ends it.
    Cell {
        /// Whether it is the last of its row.
        is_last: bool,
    },
    /// Within a cell.
    Within,
    /// Behind the last row.
    Everything,
}

impl Ends {
    pub(super) fn of(separator: u8) -> Self {
        let mut ends = Self {
            reader: ReaderBuilder::new().delimiter(separator).build(),
            said: [0; 1024],
        };
        // The reader skips a byte-order mark that it is given first; marks are looked for where
        // a file begins, and nowhere else.
        ends.next(b"\n");
        ends
    }

    /// Reads to the end of a cell: where, and how many bytes that were. Input that ends within a
    /// cell is followed by more; an empty one says that there is none.
    pub(super) fn next(&mut self, input: &[u8]) -> (End, usize) {
        let mut n_read = 0;
        loop {
            let (result, n_more, _) = self.reader.read_field(&input[n_read..], &mut self.said);
            n_read += n_more;
            let end = match result {
                ReadFieldResult::OutputFull if n_read < input.len() => continue,
                ReadFieldResult::Field { record_end } => End::Cell {
                    is_last: record_end,
                },
                ReadFieldResult::End => End::Everything,
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => End::Within,
            };
            return (end, n_read);
        }
    }
}

/// Gives the cells of a text, row by row. Lines without anything on them are no rows.
pub(super) struct Cells<'a> {
    ends: Ends,
    separator: char,
    text: &'a str,
    at: usize,
}

impl<'a> Cells<'a> {
    /// Reads from a byte of the text on, with an ASCII character between the cells.
    pub(super) fn of(text: &'a str, start: usize, separator: u8) -> Self {
        Self {
            ends: Ends::of(separator),
            separator: separator.into(),
            text,
            at: start,
        }
    }

    /// Puts the cells of the next row in place of those that are there, `most` of them at most:
    /// a row of commas alone does not fill the memory. None at the end.
    pub(super) fn row(&mut self, cells: &mut Vec<Raw<'a>>, most: usize) -> Option<Extent> {
        cells.clear();
        let mut extent: Option<Extent> = None;
        loop {
            let start = self.at;
            let is_last = self.cell()?;
            let raw = self.raw(start, extent.is_none(), is_last);
            let row = extent.get_or_insert(Extent {
                range: raw.range.clone(),
                n_cells: 0,
                is_blank: true,
            });
            row.range.end = raw.range.end;
            row.n_cells += 1;
            row.is_blank &= raw.text.trim().is_empty();
            if cells.len() < most {
                cells.push(raw);
            }
            if is_last {
                return extent;
            }
        }
    }

    /// Reads one cell: whether it is the last of its row.
    fn cell(&mut self) -> Option<bool> {
        loop {
            let (end, n_read) = self.ends.next(&self.text.as_bytes()[self.at..]);
            self.at += n_read;
            match end {
                End::Cell { is_last } => return Some(is_last),
                End::Everything => return None,
                // The next call is given nothing, which tells that this is the end.
                End::Within => {}
            }
        }
    }

    /// The cell that was just read. What ends a row or a cell is read with it; the line feed of
    /// the row before, with the first cell.
    fn raw(&self, start: usize, is_first: bool, is_last: bool) -> Raw<'a> {
        let read = &self.text[start..self.at];
        let raw = if is_first {
            read.trim_start_matches(['\r', '\n'])
        } else {
            read
        };
        let start = start + read.len() - raw.len();
        let end = if is_last {
            raw.strip_suffix(['\r', '\n'])
        } else {
            raw.strip_suffix(self.separator)
        };
        Raw::new(end.unwrap_or(raw), start)
    }
}

impl<'a> Raw<'a> {
    /// A cell as it stands from a byte on.
    pub(super) fn new(written: &'a str, start: usize) -> Self {
        Self {
            written,
            range: start..start + written.len(),
            text: unquoted(written),
        }
    }
}

/// What a cell says: without its quotes and the space behind them, and with one quote for two.
pub(super) fn unquoted(written: &str) -> Cow<'_, str> {
    let Some(quoted) = written.strip_prefix('"') else {
        return Cow::Borrowed(written);
    };
    let said = closing(written).map_or(quoted, |at| &written[1..at]);
    if said.contains('"') {
        Cow::Owned(said.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(said)
    }
}

/// Where the quote is that closes a cell which begins with one.
pub(super) fn closing(raw: &str) -> Option<usize> {
    let bytes = raw.as_bytes();
    let mut at = 1;
    loop {
        at += memchr(b'"', bytes.get(at..)?)?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}
