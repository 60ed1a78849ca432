//! Cells of comma-separated values as they stand in the text. The one door to `csv_core`.

use std::ops::Range;

use csv_core::{ReadFieldResult, Reader};

/// A cell with its place.
pub(super) struct Raw<'a> {
    /// As it stands in the text, quotes included.
    pub(super) written: &'a str,
    /// Where.
    pub(super) range: Range<usize>,
    /// What it says.
    pub(super) text: String,
}

/// Gives the cells of a text, row by row. Lines without anything on them are no rows.
pub(super) struct Cells<'a> {
    reader: Reader,
    text: &'a str,
    at: usize,
    said: Vec<u8>,
}

impl<'a> Cells<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mark = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        Self {
            reader: Reader::new(),
            text,
            at: mark,
            said: vec![0; 1024],
        }
    }

    /// The next row; none at the end.
    pub(super) fn row(&mut self) -> Option<Vec<Raw<'a>>> {
        let mut row = Vec::new();
        loop {
            let start = self.at;
            let (is_last, n_said) = self.field()?;
            row.push(self.raw(start, n_said, row.is_empty(), is_last));
            if is_last {
                return Some(row);
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
            raw.strip_suffix(',')
        };
        let raw = end.unwrap_or(raw);
        Raw {
            written: raw,
            range: start..start + raw.len(),
            text: String::from_utf8_lossy(&self.said[..n_said]).into_owned(),
        }
    }
}

/// Where the quote is that closes a cell which begins with one.
pub(super) fn closing(raw: &str) -> Option<usize> {
    let bytes = raw.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return Some(at),
            _ => at += 1,
        }
    }
    None
}
