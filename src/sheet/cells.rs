//! Cells of comma-separated values as they stand in the text. The one door to `csv_core`.

use std::borrow::Cow;
use std::ops::Range;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

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

/// Gives the cells of a text, row by row. Lines without anything on them are no rows.
pub(super) struct Cells<'a> {
    reader: Reader,
    separator: char,
    text: &'a str,
    at: usize,
    said: Vec<u8>,
}

impl<'a> Cells<'a> {
    /// Reads from a byte of the text on, with an ASCII character between the cells.
    pub(super) fn of(text: &'a str, start: usize, separator: u8) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(separator).build(),
            separator: separator.into(),
            text,
            at: start,
            said: vec![0; 1024],
        }
    }

    /// Puts the cells of the next row in place of those that are there, `most` of them at most:
    /// a row of commas alone does not fill the memory. None at the end.
    pub(super) fn row(&mut self, cells: &mut Vec<Raw<'a>>, most: usize) -> Option<Extent> {
        cells.clear();
        let mut extent: Option<Extent> = None;
        loop {
            let start = self.at;
            let (is_last, n_said) = self.field()?;
            let raw = self.raw(start, n_said, extent.is_none(), is_last);
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

    /// Reads one cell: whether it is the last of its row, and how many bytes it says.
    fn field(&mut self) -> Option<(bool, usize)> {
        let mut n_said = 0;
        loop {
            let input = &self.text.as_bytes()[self.at..];
            let (result, n_read, n_written) =
                self.reader.read_field(input, &mut self.said[n_said..]);
            self.at += n_read;
            n_said += n_written;
            match result {
                ReadFieldResult::Field { record_end } => return Some((record_end, n_said)),
                ReadFieldResult::End => return None,
                ReadFieldResult::OutputFull => self.said.resize(2 * self.said.len(), 0),
                // The next call is given nothing, which tells the reader that this is the end.
                ReadFieldResult::InputEmpty => {}
            }
        }
    }

    /// The cell that was just read. What ends a row or a cell is read with it; the line feed of
    /// the row before, with the first cell.
    fn raw(&self, start: usize, n_said: usize, is_first: bool, is_last: bool) -> Raw<'a> {
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
        let written = end.unwrap_or(raw);
        Raw {
            written,
            range: start..start + written.len(),
            text: self.text_of(written, n_said),
        }
    }

    fn text_of(&self, written: &'a str, n_said: usize) -> Cow<'a, str> {
        if !written.starts_with('"') {
            return Cow::Borrowed(written);
        }
        let n_behind = written.len() - written.trim_end().len();
        let said = &self.said[..n_said.saturating_sub(n_behind)];
        Cow::Owned(String::from_utf8_lossy(said).into_owned())
    }
}

/// Where the quote is that closes a cell which begins with one.
pub(super) fn closing(raw: &str) -> Option<usize> {
    let bytes = raw.as_bytes();
    let mut at = 1;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}
