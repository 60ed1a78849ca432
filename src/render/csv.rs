//! Tables for spreadsheets: long (a row a score) and wide (a row a candidate). The one door to
//! `csv`.
//!
//! Text that a spreadsheet would run as a formula gets an apostrophe before it.

mod calibration;
mod comparison;
mod dialect;
mod impact;
mod long;
mod resume;

use std::borrow::Cow;
use std::io::{self, Write};

use crate::packet::{CriterionRow, Packet};
use crate::text::trimmed;

pub use calibration::calibration;
pub use comparison::comparison;
pub use dialect::Dialect;
pub use impact::impact;
pub use long::{LONG, ScoreRow, long};
pub use resume::resume_review;

/// The wide table's columns before those of the criteria.
const WIDE: &[&str] = &[
    "candidate",
    "name",
    "level",
    "rubric",
    "rubric_version",
    "verdict",
    "fair_score",
    "low",
    "high",
    "p_bar",
    "coverage",
    "cards",
    "cards_missing",
];

/// The wide table's columns after those of the criteria.
const WIDE_END: &[&str] = &["level_supported", "decision"];

/// What the cards say of a criterion: each state once, `card-missing` among them.
fn states(packet: &Packet, row: &CriterionRow) -> String {
    let mut states: Vec<&str> = row.cells.iter().map(|cell| cell.state).collect();
    let missing = packet
        .missing_cards
        .iter()
        .flat_map(|missing| &missing.criteria);
    states.extend(missing.filter(|of| of.id == row.id).map(|_| "card-missing"));
    states.retain(|state| *state != "not-in-round");
    states.sort_unstable();
    states.dedup();
    states.join(";")
}

/// One row a candidate, two columns a criterion: its fair score, empty where there is none, and
/// the states of its scores; then the level that the evidence supports and what was decided.
#[must_use]
pub fn wide(packets: &[Packet], dialect: Dialect) -> String {
    let mut criteria: Vec<&str> = Vec::new();
    for row in packets.iter().flat_map(|packet| &packet.criteria) {
        if !criteria.contains(&row.id.as_str()) {
            criteria.push(&row.id);
        }
    }
    let mut columns = with_criteria(WIDE, "fair", &criteria);
    columns.extend(WIDE_END.iter().map(|name| (*name).to_owned()));
    let columns: Vec<_> = columns.iter().map(String::as_str).collect();
    let rows = packets.iter().map(|packet| wide_row(packet, &criteria));
    in_memory(&columns, rows, dialect)
}

/// A wide table's columns: some, and two for each criterion.
#[must_use]
pub fn with_criteria(columns: &[&str], number: &str, criteria: &[&str]) -> Vec<String> {
    let mut header: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
    for id in criteria {
        header.push(format!("{number}:{id}"));
        header.push(format!("state:{id}"));
    }
    header
}

fn wide_row(packet: &Packet, criteria: &[&str]) -> Vec<String> {
    let fair = packet.fair.as_ref();
    let of_fair = |pick: fn(&crate::packet::FairScore) -> f64| {
        fair.map(|fair| decimal(pick(fair))).unwrap_or_default()
    };
    let mut record = vec![
        text(&packet.candidate.id),
        text(&packet.candidate.name),
        packet.level.id.clone(),
        packet.rubric.id.clone(),
        packet.rubric.version.clone(),
        packet.verdict.as_str().to_owned(),
        of_fair(|fair| fair.value),
        of_fair(|fair| fair.low),
        of_fair(|fair| fair.high),
        of_fair(|fair| fair.probability),
        decimal(packet.coverage),
        packet.cards.len().to_string(),
        packet.n_missing.to_string(),
    ];
    for id in criteria {
        let row = packet.criteria.iter().find(|row| row.id == *id);
        let fair = row.and_then(|row| row.fair.as_ref());
        record.push(fair.map(|fair| decimal(fair.value)).unwrap_or_default());
        record.push(row.map(|row| states(packet, row)).unwrap_or_default());
    }
    let supported = packet.level_profile.supported.as_ref();
    record.push(supported.map(|level| level.id.clone()).unwrap_or_default());
    let decision = packet.decision.as_ref();
    let choice = decision.map(|decision| decision.latest.choice.to_owned());
    record.push(choice.unwrap_or_default());
    record
}

/// Six decimals at most: more than any score means, fewer than would differ between machines.
#[must_use]
pub fn decimal(x: f64) -> String {
    trimmed(x, 6)
}

/// Text as a spreadsheet may have it: what it would run gets an apostrophe before it.
#[must_use]
pub fn text(text: &str) -> String {
    let starts_formula = text
        .trim_start_matches([' ', '\u{a0}'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let defused = if starts_formula {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    };
    defused.replace('\0', "")
}

/// Writes a cell behind others of a table with that separator: defused as by [`text`], and in
/// quotes where it needs them.
pub fn push_cell(row: &mut Vec<u8>, cell: &str, separator: u8) {
    row.push(separator);
    if cell.is_empty() {
        return;
    }
    let cell = text(cell);
    let needs_quotes = |byte: u8| byte == separator || matches!(byte, b'"' | b'\r' | b'\n');
    if cell.bytes().any(needs_quotes) {
        row.push(b'"');
        row.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
        row.push(b'"');
    } else {
        row.extend_from_slice(cell.as_bytes());
    }
}

/// A table on its way out, row by row.
pub struct Table<W: Write> {
    writer: csv::Writer<W>,
    /// Which columns have decimals to be spelt with a comma.
    commas: Vec<bool>,
}

impl<W: Write> Table<W> {
    /// Begins a table with the names of its columns.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn begin(mut output: W, columns: &[&str], dialect: Dialect) -> io::Result<Self> {
        output.write_all(dialect.mark())?;
        let writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .delimiter(dialect.separator())
            .from_writer(output);
        let mut table = Self {
            writer,
            commas: dialect.commas(columns),
        };
        table.push(columns)?;
        Ok(table)
    }

    /// Writes a row with a cell for every column. Texts have been through [`text`].
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn push<T: AsRef<[u8]>>(&mut self, row: impl IntoIterator<Item = T>) -> io::Result<()> {
        if !self.commas.contains(&true) {
            return self.writer.write_record(row).map_err(io_error);
        }
        let commas = self.commas.iter().chain(std::iter::repeat(&false));
        let cells = row.into_iter().zip(commas).map(|(cell, comma)| {
            let cell = cell.as_ref();
            if *comma {
                dialect::with_comma(cell)
            } else {
                cell.to_vec()
            }
        });
        self.writer.write_record(cells).map_err(io_error)
    }

    /// Writes out what is still held back and gives the output back.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.writer
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)
    }
}

/// A table of texts under a header: one row each, as long as the header.
#[must_use]
pub fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let rows = rows.into_iter();
    in_memory(
        header,
        rows.map(|row| row.iter().map(|cell| text(cell)).collect()),
        Dialect::Plain,
    )
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        // Only a row with too few or too many cells is left.
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A table in memory, as text.
fn in_memory(
    columns: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
    dialect: Dialect,
) -> String {
    let write = || -> io::Result<Vec<u8>> {
        let mut table = Table::begin(Vec::new(), columns, dialect)?;
        for row in rows {
            table.push(row)?;
        }
        table.finish()
    };
    let bytes = write().expect("rows have the header's length and memory takes all writes");
    String::from_utf8(bytes).expect("only text was written")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_names_are_not() {
        for formula in ["=1+1", "+1", "-1", "@x", " =x", "\tx", "＝cmd"] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        for plain in ["Łucja", "李雷", "a=b", "", "3-4"] {
            assert_eq!(text(plain), plain);
        }
    }

    #[test]
    fn cells_behind_a_row_are_quoted_as_its_table_asks() {
        let behind = |cell: &str, separator| {
            let mut row = b"x".to_vec();
            push_cell(&mut row, cell, separator);
            String::from_utf8(row).unwrap()
        };
        assert_eq!(behind("", b','), "x,");
        assert_eq!(behind("a;b", b','), "x,a;b");
        assert_eq!(behind("a;b", b';'), "x;\"a;b\"");
        assert_eq!(behind("a\tb", b'\t'), "x\t\"a\tb\"");
        assert_eq!(behind("=\"1\"\n", b','), "x,\"'=\"\"1\"\"\n\"");
    }

    #[test]
    fn decimals_are_short() {
        assert_eq!(decimal(3.0), "3");
        assert_eq!(decimal(1.0 / 3.0), "0.333333");
        assert_eq!(decimal(-1e-9), "0");
    }
}
