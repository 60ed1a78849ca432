//! CSV from outside: a header and rows, each with its place, or everything that is wrong.
//!
//! The `csv` crate reads on past an unclosed quote to the end of the file and takes text after a
//! closing one as if it stood inside. So the quotes are looked at first; what is read afterwards
//! is what RFC 4180 says the file holds. Cells come as they stand: nothing is trimmed or taken
//! away, also not an apostrophe before a formula.

use crate::diagnostic::{Diagnostic, codes, keep, sort};
use crate::document;
use crate::text::{SourceId, Sources, Span, counted};

/// Most bytes a CSV file may have.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Most bytes a cell may have.
const MAX_CELL: usize = 1024 * 1024;

/// Most columns a table may have.
const MAX_COLUMNS: usize = 10_000;

/// What stands between cells where nothing else is said.
pub const COMMA: u8 = b',';

/// A CSV file that is sound: every row has a cell for every column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The columns' names without blanks around them, each once; empty where a column has no name
    /// and nothing in it.
    pub header: Vec<String>,
    /// Where the header stands.
    pub at: Span,
    /// The rows that are not blank, in the order of the file.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stands.
    pub at: Span,
    /// The line it begins on, from 1.
    pub line: usize,
    /// Its cells, one a column.
    pub cells: Vec<String>,
}

impl Sheet {
    /// The place of a column, from 0.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|known| known == name)
    }
}

/// Reads a file. `delimiter` stands between cells: [`COMMA`], or a semicolon or tab where the
/// caller was told so. There is no sheet where there is an error among the findings.
pub fn read(
    name: &str,
    bytes: Vec<u8>,
    delimiter: u8,
    sources: &mut Sources,
) -> (Option<Sheet>, Vec<Diagnostic>) {
    let id = match document::open_text(name, bytes, MAX_BYTES, sources) {
        Ok(id) => id,
        Err(mut finding) => {
            finding.advise("from a spreadsheet, save the sheet as CSV in UTF-8");
            return (None, vec![*finding]);
        }
    };
    let text = sources.get(id).text().clone();
    let mut reading = Reading {
        id,
        text: &text,
        delimiter,
        start: text.len() - text.trim_start_matches('\u{feff}').len(),
        findings: Vec::new(),
    };
    let sheet = reading.sheet();
    let mut findings = reading.findings;
    sort(&mut findings);
    let Some(mut sheet) = sheet.filter(|_| findings.is_empty()) else {
        return (None, findings);
    };
    let source = sources.get(id);
    for row in &mut sheet.rows {
        row.line = source.line(row.at.start);
    }
    (Some(sheet), findings)
}

struct Reading<'a> {
    id: SourceId,
    text: &'a str,
    delimiter: u8,
    /// Where the text begins, after a byte-order mark.
    start: usize,
    findings: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span {
            source: self.id,
            start,
            end,
        }
    }

    fn report(&mut self, finding: Diagnostic) {
        keep(&mut self.findings, finding);
    }

    fn sheet(&mut self) -> Option<Sheet> {
        if let Some(finding) = self.other_kind().or_else(|| self.bad_quote()) {
            self.report(finding);
            return None;
        }
        let mut rows = self.rows().into_iter();
        let Some(header) = rows.next() else {
            let message = "the file holds no rows, not even a header";
            self.report(error(self.span(self.start, self.start), message));
            return None;
        };
        let rows: Vec<_> = rows.collect();
        let unfit = self.other_delimiter(&header).or_else(|| too_wide(&header));
        if let Some(finding) = unfit {
            self.report(finding);
            return None;
        }
        self.check_header(&header, &rows);
        for row in &rows {
            self.check_row(row, header.cells.len());
        }
        let names = header.cells.iter().map(|name| name.trim().to_owned());
        Some(Sheet {
            header: names.collect(),
            at: header.at,
            rows,
        })
    }

    /// What the file is instead of CSV, where that shows at its beginning.
    fn other_kind(&self) -> Option<Diagnostic> {
        let text = &self.text[self.start..];
        let begins = text.trim_start();
        let start = self.text.len() - begins.len();
        let at = |message: &str, hint: &str| {
            let finding = error(self.span(start, start + 1), message);
            Some(finding.hint(hint))
        };
        if begins.starts_with('<') {
            return at(
                "the file is HTML or XML, not CSV",
                "a page that asks to sign in is saved like this: fetch the file again",
            );
        }
        if begins.starts_with(['{', '[']) {
            return at(
                "the file is JSON, not CSV",
                "save it as CSV where it comes from",
            );
        }
        if !text.contains('\n') && text.trim_end().contains('\r') {
            return at(
                "the lines end in a carriage return alone",
                "save the file with line ends LF or CRLF",
            );
        }
        None
    }

    /// The first quote that does not do what quotes do.
    fn bad_quote(&self) -> Option<Diagnostic> {
        let bytes = self.text.as_bytes();
        let ends_cell = |byte: u8| byte == self.delimiter || matches!(byte, b'\n' | b'\r');
        let mut at = self.start;
        while at < bytes.len() {
            let blanks = bytes[at..].iter().take_while(|byte| **byte == b' ').count();
            if bytes.get(at + blanks) == Some(&b'"') {
                if blanks > 0 {
                    let span = self.span(at, at + blanks + 1);
                    let finding = error(span, "blanks stand before a quote");
                    return Some(finding.hint("begin the cell with the quote, or leave it out"));
                }
                let opened = at;
                let Some(closed) = closing(bytes, opened) else {
                    return Some(self.unclosed(opened));
                };
                at = closed + 1;
                if bytes.get(at).is_some_and(|byte| !ends_cell(*byte)) {
                    return Some(self.after_quote(opened, closed));
                }
            }
            at += cell_end(&bytes[at..], ends_cell) + 1;
        }
        None
    }

    fn unclosed(&self, opened: usize) -> Diagnostic {
        let span = self.span(opened, opened + 1);
        let finding = error(span, "the quote that is opened here is never closed")
            .label("everything from here on would be one cell");
        if self.text.ends_with('\n') {
            finding.hint("close it with `\"`; a quote inside a cell is written twice")
        } else {
            finding
                .hint("the file may have been cut short: fetch it again; else close it with `\"`")
        }
    }

    fn after_quote(&self, opened: usize, closed: usize) -> Diagnostic {
        let span = self.span(closed, closed + 1);
        error(span, "text stands after the quote that ends a cell")
        .label("the cell ends here")
        .context(self.span(opened, opened + 1), "it begins here")
        .hint(
            "a quote inside a cell is written twice; one that was never closed reaches to the next",
        )
    }

    fn rows(&mut self) -> Vec<Row> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .from_reader(&self.text.as_bytes()[self.start..]);
        let mut rows = Vec::new();
        let mut record = csv::StringRecord::new();
        // The text is UTF-8 and lengths may differ, so that nothing is left to go wrong.
        while matches!(reader.read_record(&mut record), Ok(true)) {
            let byte = record.position().map_or(0, csv::Position::byte);
            let end = self.start + usize::try_from(reader.position().byte()).unwrap_or(0);
            let at = self.trimmed(self.start + usize::try_from(byte).unwrap_or(0), end);
            let is_blank = record.iter().all(|cell| cell.trim().is_empty());
            if !is_blank {
                rows.push(Row {
                    at,
                    line: 0,
                    cells: record.iter().map(str::to_owned).collect(),
                });
            }
        }
        rows
    }

    /// A row's bytes without the line ends around it.
    fn trimmed(&self, start: usize, end: usize) -> Span {
        let row = &self.text[start..end];
        let is_end = |c| matches!(c, '\n' | '\r');
        let start = end - row.trim_start_matches(is_end).len();
        let end = start + self.text[start..end].trim_end_matches(is_end).len();
        self.span(start, end)
    }

    /// Whether other characters than the delimiter stand between the names of the header.
    fn other_delimiter(&self, header: &Row) -> Option<Diagnostic> {
        let [only] = header.cells.as_slice() else {
            return None;
        };
        let others = [
            (',', "commas"),
            (';', "semicolons"),
            ('\t', "tabs"),
            ('|', "bars"),
        ];
        let (found, called) = others
            .into_iter()
            .find(|(other, _)| only.contains(*other))?;
        let expected = match self.delimiter {
            b';' => "semicolons",
            b'\t' => "tabs",
            _ => "commas",
        };
        let message = format!("{called} stand between the columns, not {expected}");
        let start = self.text[header.at.start..].find(found).unwrap_or(0) + header.at.start;
        let finding = error(self.span(start, start + 1), message);
        Some(finding.hint("save the file with commas, or say what stands between the columns"))
    }

    fn check_header(&mut self, header: &Row, rows: &[Row]) {
        let names: Vec<_> = header.cells.iter().map(|name| name.trim()).collect();
        for (column, name) in names.iter().enumerate() {
            let is_used = || {
                let mut cells = rows.iter().filter_map(|row| row.cells.get(column));
                cells.any(|cell| !cell.trim().is_empty())
            };
            if name.is_empty() && is_used() {
                let message = format!("column {} has no name", column + 1);
                let finding = error(header.at, message);
                self.report(finding.hint("give it one in the header, or take the column out"));
            } else if !name.is_empty() && names[..column].contains(name) {
                let message = format!("two columns are called `{name}`");
                let finding = error(header.at, message);
                self.report(finding.hint("give each its own name in the header"));
            }
        }
    }

    fn check_row(&mut self, row: &Row, n_columns: usize) {
        let n_cells = row.cells.len();
        if n_cells != n_columns {
            let message = format!(
                "the row has {}, the header {n_columns}",
                counted(n_cells, "cell")
            );
            let finding = error(row.at, message);
            self.report(finding.hint(if n_cells > n_columns {
                "a cell that holds the character between cells stands in quotes"
            } else {
                "where a cell is empty, what stands between cells stays"
            }));
        }
        if let Some(column) = row.cells.iter().position(|cell| cell.len() > MAX_CELL) {
            let message = format!("cell {} is larger than 1 MiB", column + 1);
            let finding = error(row.at, message);
            self.report(finding.hint("a quote in the wrong place can make many cells one"));
        }
    }
}

fn too_wide(header: &Row) -> Option<Diagnostic> {
    let n_columns = header.cells.len();
    (n_columns > MAX_COLUMNS).then(|| {
        let message = format!("the table has {n_columns} columns, more than {MAX_COLUMNS}");
        error(header.at, message)
    })
}

fn error(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(codes::CSV, span, message)
}

/// The quote that closes the one at `opened`; two of them inside are one that is meant.
fn closing(bytes: &[u8], opened: usize) -> Option<usize> {
    let mut at = opened + 1;
    loop {
        at += bytes[at..].iter().position(|byte| *byte == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// How many bytes come before the end of a cell.
fn cell_end(bytes: &[u8], ends_cell: impl Fn(u8) -> bool) -> usize {
    let end = bytes.iter().position(|byte| ends_cell(*byte));
    end.unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::place;

    fn read_as(bytes: &[u8], delimiter: u8) -> (Option<Sheet>, Vec<String>) {
        let mut sources = Sources::default();
        let (sheet, found) = read("people.csv", bytes.to_vec(), delimiter, &mut sources);
        let found = found.iter().map(|finding| {
            let place = place(finding.primary.span, &sources);
            format!("{place}: {}", finding.message)
        });
        (sheet, found.collect())
    }

    fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
        let (sheet, found) = read_as(text.as_bytes(), COMMA);
        assert_eq!(found, [""; 0], "{text:?}");
        let rows = sheet.unwrap().rows.into_iter();
        rows.map(|row| (row.line, row.cells)).collect()
    }

    #[test]
    fn rows_come_as_they_stand_with_their_lines() {
        let text =
            "\u{feff} id ,name\r\n1,\"Żółć, \"\"Ł\"\"\r\nLuca\"\r\n\r\n,\r\n2,'=1+1\r\n3, 李 ";
        let (sheet, found) = read_as(text.as_bytes(), COMMA);
        assert_eq!(found, [""; 0]);
        let sheet = sheet.unwrap();
        assert_eq!(sheet.header, ["id", "name"]);
        assert_eq!(sheet.column("name"), Some(1));
        let cells: Vec<_> = sheet
            .rows
            .iter()
            .map(|row| (row.line, &row.cells))
            .collect();
        let expected = [
            (2, ["1", "Żółć, \"Ł\"\r\nLuca"]),
            (6, ["2", "'=1+1"]),
            (7, ["3", " 李 "]),
        ];
        assert_eq!(cells.len(), 3);
        for ((line, cells), (expected_line, expected)) in cells.into_iter().zip(expected) {
            assert_eq!(
                (line, cells.as_slice()),
                (expected_line, &expected.map(str::to_owned)[..])
            );
        }
    }

    #[test]
    fn line_ends_and_blank_lines_move_no_line() {
        for end in ["\n", "\r\n"] {
            let text = ["a,b", "", "1,2", "", "", "\"3", "4\",5", "6,7"].join(end);
            let lines: Vec<_> = rows(&text).into_iter().map(|(line, _)| line).collect();
            assert_eq!(lines, [3, 6, 8], "{end:?}");
        }
    }

    #[test]
    fn other_delimiters_are_read_where_told() {
        let (sheet, found) = read_as(b"a;b\n1,5;2\n", b';');
        assert_eq!(found, [""; 0]);
        assert_eq!(sheet.unwrap().rows[0].cells, ["1,5", "2"]);
        let (sheet, _) = read_as("a\tb\nŁ\t\"x\ty\"\n".as_bytes(), b'\t');
        assert_eq!(sheet.unwrap().rows[0].cells, ["Ł", "x\ty"]);
    }

    #[test]
    fn quotes_inside_a_plain_cell_are_letters() {
        assert_eq!(rows("a,b\n5\" nail,6\"\n")[0].1, ["5\" nail", "6\""]);
    }

    #[test]
    fn columns_without_a_name_and_content_do_no_harm() {
        let (sheet, found) = read_as(b"a,b,,\n1,2,,\n", COMMA);
        assert_eq!(found, [""; 0]);
        assert_eq!(sheet.unwrap().header, ["a", "b", "", ""]);
    }

    #[test]
    fn what_is_malformed_is_named_with_its_place() {
        let wide = format!("a,b\n1,{}\n", "x".repeat(MAX_CELL + 1));
        let broad = format!("a{}\n", ",".repeat(MAX_COLUMNS));
        let long = [b"a\n".as_slice(), &vec![b'x'; MAX_BYTES]].concat();
        let cases: &[(&[u8], &str)] = &[
            (b"", "1:1: the file holds no rows, not even a header"),
            (
                b"\xef\xbb\xbf",
                "1:1: the file holds no rows, not even a header",
            ),
            (
                b"\n\r\n , \n",
                "1:1: the file holds no rows, not even a header",
            ),
            (b"a,b\n1,2\n3\n", "3:1: the row has 1 cell, the header 2"),
            (b"a,b\n1,2,3\n", "2:1: the row has 3 cells, the header 2"),
            (
                b"a,b\n1,2\n\n\"x\ny\",2,3\n",
                "4:1: the row has 3 cells, the header 2",
            ),
            (
                b"a,b\n1,\"2\n3,4\n",
                "2:3: the quote that is opened here is never closed",
            ),
            (
                b"a,b\n1,\"2\n3,4",
                "2:3: the quote that is opened here is never closed",
            ),
            (
                b"a,\"b\n",
                "1:3: the quote that is opened here is never closed",
            ),
            (
                b"a,b\n1,\"\"\"\n",
                "2:3: the quote that is opened here is never closed",
            ),
            (
                b"a,b\n\"1\"x,2\n",
                "2:3: text stands after the quote that ends a cell",
            ),
            (
                b"a,b\n\"1,2\n\"3\",4\n",
                "3:1: text stands after the quote that ends a cell",
            ),
            (b"a,b\n1, \"2, 3\"\n", "2:3: blanks stand before a quote"),
            (b"a,b, a \n1,2,3\n", "1:1: two columns are called `a`"),
            (b"a,,c\n1,2,3\n", "1:1: column 2 has no name"),
            (
                b"a;b\n1;2\n",
                "1:2: semicolons stand between the columns, not commas",
            ),
            (
                b"a\tb\n1\t2\n",
                "1:2: tabs stand between the columns, not commas",
            ),
            (
                b"a|b\n1|2\n",
                "1:2: bars stand between the columns, not commas",
            ),
            (b"a,b\n1,Jos\xe9\n", "2:6: byte 0xe9 is not UTF-8 text"),
            (b"a,b\n1,\0\n", "2:3: the file holds a NUL byte"),
            (b"\xff\xfea\0,\0", "1:1: the file is UTF-16, not UTF-8"),
            (
                b"PK\x03\x04\x14\0",
                "1:1: the file is a ZIP archive or an office document, not UTF-8",
            ),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1",
                "1:1: the file is an office document of the old kind, not UTF-8",
            ),
            (
                b"\x1f\x8b\x08",
                "1:1: the file is compressed with gzip, not UTF-8",
            ),
            (b"%PDF-1.7", "1:1: the file is a PDF, not UTF-8"),
            (
                b"\n<!doctype html>",
                "2:1: the file is HTML or XML, not CSV",
            ),
            (b"[{\"a\": 1}]", "1:1: the file is JSON, not CSV"),
            (
                b"a,b\r1,2\r",
                "1:1: the lines end in a carriage return alone",
            ),
            (
                &vec![b','; MAX_COLUMNS],
                "1:1: the file holds no rows, not even a header",
            ),
            (
                broad.as_bytes(),
                "1:1: the table has 10001 columns, more than 10000",
            ),
            (wide.as_bytes(), "2:1: cell 2 is larger than 1 MiB"),
            (&long, "1:1: the file is larger than 64 MiB"),
        ];
        for (bytes, expected) in cases {
            let (sheet, found) = read_as(bytes, COMMA);
            let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]);
            assert_eq!(found, [format!("people.csv:{expected}")], "{shown:?}");
            assert_eq!(sheet, None);
        }
    }

    #[test]
    fn every_ragged_row_is_named() {
        let (_, found) = read_as(b"a,b\n1\n2,3\n4\n", COMMA);
        assert_eq!(found.len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_comes_back(
            cells in proptest::collection::vec(("\\PC{0,6}[\"\r\n,]?\\PC{0,3}", "[a-z]{1,3}"), 1..6),
        ) {
            let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
            writer.write_record(["a", "b"]).unwrap();
            for (one, other) in &cells {
                writer.write_record([one, other]).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let (sheet, found) = read_as(&bytes, COMMA);
            proptest::prop_assert_eq!(found, [""; 0]);
            let read: Vec<_> = sheet.unwrap().rows.into_iter().map(|row| row.cells).collect();
            let written: Vec<_> = cells.into_iter().map(|(a, b)| vec![a, b]).collect();
            proptest::prop_assert_eq!(read, written);
        }
    }
}
