//! The beginning of a table: what kind of file it is, what separates its cells, its columns.

use std::io::Read;

use super::super::cells::Cells;
use super::super::{Cell, MAX_COLUMNS, Reading, Separated, as_utf8, kind, separator, without_name};
use super::{Row, Stop, Stream};
use crate::diagnostic::{Diagnostic, any_error};
use crate::document::{foreign, open_lines};
use crate::sheet::cells::Ends;
use crate::text::{Source, Sources};

use super::buffer::{AT_ONCE, Buffer};

const MARK: &[u8] = "\u{feff}".as_bytes();

/// What a program for tables understands and no other.
const FOR_EXCEL: &str = "sep=";

impl<R: Read> Stream<R> {
    /// Reads up to the header, which tells the separator.
    ///
    /// # Errors
    /// The input cannot be read, or is no table with a header; what is wrong is in sources that
    /// are added under the name.
    pub fn begin(name: &str, input: R, sources: &mut Sources) -> Result<Self, Stop> {
        Self::begin_at_once(name, input, AT_ONCE, sources)
    }

    /// The same with so many bytes of memory to begin with.
    pub(super) fn begin_at_once(
        name: &str,
        input: R,
        at_once: usize,
        sources: &mut Sources,
    ) -> Result<Self, Stop> {
        let mut buffer = Buffer::new(input, at_once);
        buffer.fill()?;
        if let Some(finding) = foreign(name, buffer.rest(), sources) {
            return Err(Stop::Wrong(vec![as_utf8(finding)]));
        }
        let mut head = Vec::new();
        while buffer.byte(MARK.len() - 1)?.is_some() && buffer.rest().starts_with(MARK) {
            head.extend_from_slice(MARK);
            buffer.take(MARK.len());
        }
        let separated = separated(name, buffer.rest(), sources)?;
        let mut stream = Self {
            name: name.to_owned(),
            buffer,
            separated,
            ends: Ends::of(separated.by.byte()),
            header: Vec::new(),
            head: (head, Vec::new()),
            nameless: Vec::new(),
            row: Row {
                line: 1,
                ..Row::default()
            },
            n_blank: 0,
        };
        stream.header = stream.read_header(sources)?;
        stream.nameless = without_name(&stream.header);
        let bytes = &stream.buffer.rest()[..stream.row.n_taken];
        let (written, end) = bytes.split_at(stream.row.n_written);
        stream.head.0.extend_from_slice(written);
        stream.head.1.extend_from_slice(end);
        Ok(stream)
    }

    /// Reads up to the first row that says anything: the columns.
    fn read_header(&mut self, sources: &mut Sources) -> Result<Vec<Cell>, Stop> {
        let mut is_empty = true;
        while self.advance(MAX_COLUMNS, sources)? {
            let line = self.row.line;
            let bytes = self.buffer.rest()[..self.row.n_written].to_vec();
            let n_bytes = bytes.len();
            let id = open_lines(&self.name, bytes, line, n_bytes, sources)
                .map_err(|finding| Stop::Wrong(vec![as_utf8(*finding)]))?;
            let source = sources.get(id);
            let mut raw = Vec::new();
            let mut cells = Cells::of(source.text(), 0, self.separated.by.byte());
            let extent = cells.row(&mut raw, MAX_COLUMNS);
            is_empty &= source.text().trim().is_empty();
            let Some(extent) = extent.filter(|extent| !extent.is_blank) else {
                self.n_blank += 1;
                continue;
            };
            let mut reading = Reading::of(id, source, self.separated);
            let header = reading.columns(&raw, &extent).map_err(Stop::Wrong)?;
            if any_error(&reading.findings) {
                return Err(Stop::Wrong(reading.findings));
            }
            return Ok(header);
        }
        let id = sources.add(Source::new(&self.name, ""));
        let reading = Reading::of(id, sources.get(id), self.separated);
        Err(Stop::Wrong(vec![reading.nothing(is_empty)]))
    }
}

/// What separates the cells of a file that begins like this, if it is a table at all.
fn separated(name: &str, start: &[u8], sources: &mut Sources) -> Result<Separated, Stop> {
    let text = String::from_utf8_lossy(start);
    let begins = text.trim_start();
    let n_before = text.len() - begins.len();
    let other = kind::other_kind(begins).map(|(message, hint)| (message.to_owned(), hint));
    let other = other.or_else(|| for_excel(begins));
    let found = match other {
        Some(found) => Err(found),
        None => separator::of_text(&text).map_err(|kinds| undecided(&kinds)),
    };
    let usual = Separated::BY_COMMAS;
    found
        .map(|by| Separated { by, ..usual })
        .map_err(|(message, hint)| {
            let n_shown = begins.find('\n').unwrap_or(begins.len());
            let shown = text[..n_before + n_shown].to_owned();
            let id = sources.add(Source::new(name, shown));
            let reading = Reading::of(id, sources.get(id), usual);
            let finding: Diagnostic = reading.fault(n_before..n_before + 1, message);
            Stop::Wrong(vec![finding.hint(hint)])
        })
}

fn for_excel(begins: &str) -> Option<(String, &'static str)> {
    let line = begins.lines().next()?.trim_end();
    let is_for_excel = line.starts_with(FOR_EXCEL) && line.chars().count() == FOR_EXCEL.len() + 1;
    is_for_excel.then(|| {
        let message = format!("`{line}` is for Excel alone and names no columns");
        (
            message,
            "take the line out: the separator is found without it",
        )
    })
}

fn undecided(kinds: &[super::Separator]) -> (String, &'static str) {
    let shown: Vec<_> = kinds.iter().map(|kind| kind.shown()).collect();
    let message = format!(
        "the header has {}, and nothing tells which of them separates the columns",
        shown.join(" and ")
    );
    (
        message,
        "put quotes around the names of columns that have one of them within",
    )
}
