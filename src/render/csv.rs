//! Packets as tables for spreadsheets: long (a row a score) and wide (a row a candidate).
//! The one door to `csv`.
//!
//! Text that a spreadsheet would run as a formula gets an apostrophe before it.

pub mod read;

use std::borrow::Cow;

use crate::packet::{AwaitedSeat, Cell, CriterionRow, Packet};

/// The columns of the long table.
pub const LONG: &[&str] = &[
    "candidate",
    "name",
    "level",
    "rubric",
    "rubric_version",
    "round",
    "interviewer",
    "interviewer_name",
    "interviewed_on",
    "criterion",
    "weight",
    "state",
    "score",
    "point",
    "evidence",
    "indicators",
    "recommendation",
];

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

/// One row a score, also where there is no number, and one a criterion of each missing card.
#[must_use]
pub fn long(packets: &[Packet]) -> String {
    let mut table = Table::new(LONG.iter().map(|name| (*name).to_owned()).collect());
    for packet in packets {
        for (column, card) in packet.cards.iter().enumerate() {
            for row in &packet.criteria {
                let cell = &row.cells[column];
                if cell.state != "not-in-round" {
                    let mut record = start(packet, &card.round.id);
                    record.extend([
                        text(&card.interviewer.id),
                        text(&card.interviewer.name),
                        card.interviewed_on.clone(),
                    ]);
                    record.extend(scored(row, cell));
                    record.push(card.recommendation.unwrap_or_default().to_owned());
                    table.push(record);
                }
            }
        }
        missing(packet, &mut table);
    }
    table.finish()
}

fn start(packet: &Packet, round: &str) -> Vec<String> {
    vec![
        text(&packet.candidate.id),
        text(&packet.candidate.name),
        packet.level.id.clone(),
        packet.rubric.id.clone(),
        packet.rubric.version.clone(),
        round.to_owned(),
    ]
}

fn scored(row: &CriterionRow, cell: &Cell) -> [String; 7] {
    let indicators: Vec<_> = cell
        .observed
        .iter()
        .map(|observed| observed.address.as_str())
        .collect();
    [
        row.id.clone(),
        row.weight.to_string(),
        cell.state.to_owned(),
        cell.value
            .map(|value| value.to_string())
            .unwrap_or_default(),
        cell.point.clone().unwrap_or_default(),
        text(cell.evidence.as_deref().unwrap_or_default()),
        indicators.join(";"),
    ]
}

fn missing(packet: &Packet, table: &mut Table) {
    for missing in &packet.missing_cards {
        let mut open = (missing.seats.iter()).filter(|seat| is_open(seat));
        for _ in 0..missing.n_missing {
            let interviewer = open.next().map(|seat| &seat.interviewer);
            for criterion in &missing.criteria {
                let weight = packet
                    .criteria
                    .iter()
                    .find(|row| row.id == criterion.id)
                    .map(|row| row.weight.to_string())
                    .unwrap_or_default();
                let mut record = start(packet, &missing.round.id);
                record.extend(match interviewer {
                    Some(person) => [text(&person.id), text(&person.name), String::new()],
                    None => [const { String::new() }; 3],
                });
                record.extend([criterion.id.clone(), weight, "card-missing".to_owned()]);
                record.resize(LONG.len(), String::new());
                table.push(record);
            }
        }
    }
}

/// Whether the card of a seat may still come to be read.
fn is_open(seat: &AwaitedSeat) -> bool {
    matches!(seat.state, "expected" | "sealed")
}

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
/// the states of its scores.
#[must_use]
pub fn wide(packets: &[Packet]) -> String {
    let mut header: Vec<String> = WIDE.iter().map(|name| (*name).to_owned()).collect();
    let mut criteria: Vec<&str> = Vec::new();
    for row in packets.iter().flat_map(|packet| &packet.criteria) {
        if !criteria.contains(&row.id.as_str()) {
            criteria.push(&row.id);
        }
    }
    for id in &criteria {
        header.push(format!("fair:{id}"));
        header.push(format!("state:{id}"));
    }
    let mut table = Table::new(header);
    for packet in packets {
        table.push(wide_row(packet, &criteria));
    }
    table.finish()
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
    record
}

/// Six decimals at most: more than any score means, fewer than would differ between machines.
fn decimal(x: f64) -> String {
    let shown = format!("{x:.6}");
    let shown = shown.trim_end_matches('0').trim_end_matches('.');
    if shown == "-0" {
        "0".to_owned()
    } else {
        shown.to_owned()
    }
}

/// Text as a spreadsheet may have it: what it would run gets an apostrophe before it.
fn text(text: &str) -> String {
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

struct Table {
    writer: csv::Writer<Vec<u8>>,
}

impl Table {
    fn new(header: Vec<String>) -> Self {
        let writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        let mut table = Self { writer };
        table.push(header);
        table
    }

    fn push(&mut self, record: Vec<String>) {
        self.writer
            .write_record(record)
            .expect("records have the header's length and memory takes all writes");
    }

    fn finish(self) -> String {
        let bytes = self.writer.into_inner().expect("memory takes all writes");
        String::from_utf8(bytes).expect("only text was written")
    }
}

/// Two columns of a CSV file with the line of each row; see [`pairs`].
pub type Pairs = Vec<(usize, String, String)>;

/// Reads a CSV file's columns `first` and `second`, whatever other columns it has.
///
/// # Errors
/// What is wrong with it, with the line where that is known.
pub fn pairs(content: &str, first: &str, second: &str) -> Result<Pairs, (usize, String)> {
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(content.as_bytes());
    let header = reader
        .headers()
        .map_err(|_| (1, "the header cannot be read".to_owned()))?
        .clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|column| column == name)
            .ok_or_else(|| {
                let found = header.iter().collect::<Vec<_>>().join("`, `");
                (
                    1,
                    format!("there is no column `{name}`; the header has `{found}`"),
                )
            })
    };
    let (first_at, second_at) = (column(first)?, column(second)?);
    let mut pairs = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            (to_usize(line), "the row cannot be read".to_owned())
        })?;
        let line = to_usize(record.position().map_or(1, csv::Position::line));
        if record.len() != header.len() {
            let message = format!(
                "the row has {} cells, the header {}",
                record.len(),
                header.len()
            );
            return Err((line, message));
        }
        pairs.push((
            line,
            record[first_at].to_owned(),
            record[second_at].to_owned(),
        ));
    }
    Ok(pairs)
}

fn to_usize(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
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
    fn decimals_are_short() {
        assert_eq!(decimal(3.0), "3");
        assert_eq!(decimal(1.0 / 3.0), "0.333333");
        assert_eq!(decimal(-1e-9), "0");
    }

    #[test]
    fn pairs_say_what_is_wrong_and_where() {
        let read = |content| pairs(content, "id", "name");
        assert_eq!(
            read("\u{feff}x, id ,name\n1,a,\"Łucja, Ż\"\n").unwrap(),
            [(2, "a".to_owned(), "Łucja, Ż".to_owned())]
        );
        assert_eq!(
            read("a,b\n").unwrap_err().1,
            "there is no column `id`; the header has `a`, `b`"
        );
        assert_eq!(
            read("id,name\na\n").unwrap_err(),
            (2, "the row has 1 cells, the header 2".to_owned())
        );
    }
}
