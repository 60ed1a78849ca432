//! A packet as it is printed: with what is drawn from it, which JSON leaves to those who read it.

use serde::Serialize;

use super::{AwaitedSeat, CardColumn, Cell, CriterionRow, FairScore, MissingCards, Packet};
use crate::chart::{
    Chart, Grid, GridCell, GridColumn, GridKey, GridRow, Ground, Interval, Intervals, Line,
};
use crate::text::{counted, fixed};

/// Rows that the chart on the first page has at most; the table of criteria has them all.
const MOST_BARS: usize = 12;

/// What one grid has at most, so that it can be read on a sheet.
const MOST_COLUMNS: usize = 6;
const MOST_ROWS: usize = 22;

/// A packet and its charts.
#[derive(Debug, Serialize)]
pub struct Printed<'a> {
    #[serde(flatten)]
    packet: &'a Packet,
    charts: Charts,
}

/// What is drawn from a packet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Charts {
    /// Fair scores with their intervals against the bar-line; none where there is no number.
    pub intervals: Option<Chart>,
    /// How many criteria with a number it leaves out.
    pub n_left_out: usize,
    /// Criteria without a number, each with why.
    pub unscored: Vec<String>,
    /// Who scored what, in as many parts as it takes.
    pub grids: Vec<Chart>,
    /// Whether parts leave out criteria that none of their columns was to score.
    pub is_split: bool,
}

impl<'a> Printed<'a> {
    /// Draws what there is to draw.
    #[must_use]
    pub fn new(packet: &'a Packet) -> Self {
        Self {
            packet,
            charts: Charts::of(packet),
        }
    }
}

impl Charts {
    fn of(packet: &Packet) -> Self {
        let scored = packet.criteria.iter().filter(|row| row.fair.is_some());
        let n_scored = scored.count();
        let unscored = packet.criteria.iter().filter(|row| row.fair.is_none());
        let unscored = unscored.map(|row| {
            let why = row.unscored.as_deref().unwrap_or("no score");
            format!("{} ({why})", row.title)
        });
        Self {
            intervals: intervals(packet),
            n_left_out: n_scored.saturating_sub(MOST_BARS),
            unscored: unscored.collect(),
            grids: grids(packet),
            is_split: columns(packet).len() > MOST_COLUMNS,
        }
    }
}

/// The weighted score, then criteria: all of them in the rubric's order, or those that weigh most.
fn intervals(packet: &Packet) -> Option<Chart> {
    let scored = packet.criteria.iter().filter(|row| row.fair.is_some());
    let mut shown: Vec<(usize, &CriterionRow)> = scored.enumerate().collect();
    shown.sort_by(|(_, a), (_, b)| {
        (b.required.cmp(&a.required)).then(b.weight.total_cmp(&a.weight))
    });
    shown.truncate(MOST_BARS);
    shown.sort_by_key(|(place, _)| *place);
    let weighted = packet.fair.iter();
    let weighted = weighted.map(|fair| interval("All, by weight".to_owned(), fair));
    let criteria = shown.iter().filter_map(|(_, row)| {
        let fair = row.fair.as_ref()?;
        Some(interval(label(row), fair))
    });
    let rows: Vec<_> = weighted.chain(criteria).collect();
    if rows.is_empty() {
        return None;
    }
    let (from, to) = ends(packet)?;
    Some(Chart::Intervals(Intervals {
        title: "Fair scores with 90 % intervals, against the bar-line".to_owned(),
        from,
        to,
        line: Some(Line {
            at: packet.bar_line,
            label: "bar-line".to_owned(),
        }),
        rows,
    }))
}

fn interval(label: String, fair: &FairScore) -> Interval {
    Interval {
        label,
        low: fair.low,
        estimate: fair.value,
        high: fair.high,
        text: fixed(fair.value, 2),
    }
}

fn label(row: &CriterionRow) -> String {
    if row.required {
        format!("{} (required)", row.title)
    } else {
        row.title.clone()
    }
}

#[expect(clippy::cast_precision_loss, reason = "points of a scale are small")]
fn ends(packet: &Packet) -> Option<(f64, f64)> {
    let (first, last) = (packet.scale.first()?, packet.scale.last()?);
    Some((first.value as f64, last.value as f64))
}

/// One column of the grid.
struct Column<'a> {
    head: GridColumn,
    source: Source<'a>,
}

enum Source<'a> {
    /// A card, by its place among the packet's.
    Card(usize),
    Missing(&'a MissingCards),
}

/// The grid in parts that fit a sheet. Where columns are in several parts, each leaves out the
/// criteria that nobody in it was to score; those that nobody at all was to score are in the first.
fn grids(packet: &Packet) -> Vec<Chart> {
    let columns = columns(packet);
    let is_bare = |row: &CriterionRow, columns: &[Column<'_>]| {
        let mut cells = columns.iter();
        cells.all(|column| grid_cell(packet, row, &column.source).ground == Ground::Bare)
    };
    let mut grids = Vec::new();
    for (part, some) in parts(&columns, MOST_COLUMNS).enumerate() {
        let is_shown =
            |row: &&CriterionRow| !is_bare(row, some) || (part == 0 && is_bare(row, &columns));
        let rows: Vec<_> = packet.criteria.iter().filter(is_shown).collect();
        let rows = parts(&rows, MOST_ROWS);
        grids.extend(rows.map(|rows| grid(packet, rows, some)));
    }
    let n = grids.len();
    for (idx, grid) in grids.iter_mut().enumerate() {
        if n > 1 {
            grid.title = format!("{}, part {} of {n}", grid.title, idx + 1);
        }
    }
    if let Some(last) = grids.last_mut() {
        last.keys = keys(packet);
    }
    grids.into_iter().map(Chart::Grid).collect()
}

/// A list in as few parts as there can be, none of which is much shorter than another.
fn parts<T>(list: &[T], most: usize) -> std::slice::Chunks<'_, T> {
    let n_parts = list.len().div_ceil(most).max(1);
    list.chunks(list.len().div_ceil(n_parts).max(1))
}

fn columns(packet: &Packet) -> Vec<Column<'_>> {
    let cards = packet.cards.iter().enumerate();
    let cards = cards.map(|(idx, card)| Column {
        head: head(card),
        source: Source::Card(idx),
    });
    cards
        .chain(packet.missing_cards.iter().flat_map(missing_columns))
        .collect()
}

fn head(card: &CardColumn) -> GridColumn {
    GridColumn {
        label: card.interviewer.name.clone(),
        note: card.round.title.clone(),
    }
}

/// A column for everybody whose card is awaited, and one for those of whom nobody knows.
fn missing_columns(missing: &MissingCards) -> Vec<Column<'_>> {
    let column = |label: String| Column {
        head: GridColumn {
            label,
            note: missing.round.title.clone(),
        },
        source: Source::Missing(missing),
    };
    let open = missing.seats.iter().filter(|seat| seat.is_open());
    let open = open.take(missing.n_missing);
    let mut columns: Vec<_> = open
        .map(|seat: &AwaitedSeat| column(seat.interviewer.name.clone()))
        .collect();
    let n_unknown = missing.n_missing - columns.len();
    if n_unknown > 0 {
        columns.push(column(counted(n_unknown, "more card")));
    }
    columns
}

fn grid(packet: &Packet, rows: &[&CriterionRow], columns: &[Column<'_>]) -> Grid {
    let rows = rows.iter().map(|row| GridRow {
        label: label(row),
        cells: columns
            .iter()
            .map(|column| grid_cell(packet, row, &column.source))
            .collect(),
        beside: beside(row),
    });
    Grid {
        title: "Criteria by interviewer".to_owned(),
        columns: columns.iter().map(|column| column.head.clone()).collect(),
        beside: "Fair score (90 % interval)".to_owned(),
        rows: rows.collect(),
        keys: Vec::new(),
    }
}

fn beside(row: &CriterionRow) -> String {
    match &row.fair {
        Some(fair) => format!(
            "{} ({}–{})",
            fixed(fair.value, 2),
            fixed(fair.low, 2),
            fixed(fair.high, 2)
        ),
        None => "–".to_owned(),
    }
}

fn grid_cell(packet: &Packet, row: &CriterionRow, source: &Source<'_>) -> GridCell {
    match source {
        Source::Card(idx) => card_cell(packet, &row.cells[*idx]),
        Source::Missing(missing) => {
            let is_due = missing.criteria.iter().any(|due| due.id == row.id);
            if is_due {
                outlined("card missing")
            } else {
                bare()
            }
        }
    }
}

fn card_cell(packet: &Packet, cell: &Cell) -> GridCell {
    match cell.value {
        Some(value) => GridCell {
            text: cell.shown.clone(),
            ground: shade(packet, value),
        },
        None if cell.state == "not-in-round" => bare(),
        None => outlined(&cell.shown),
    }
}

/// Where a value lies between the ends of the scale.
#[expect(clippy::cast_precision_loss, reason = "points of a scale are small")]
fn shade(packet: &Packet, value: i64) -> Ground {
    match ends(packet) {
        Some((from, to)) if to > from => Ground::Shade((value as f64 - from) / (to - from)),
        _ => Ground::Outline,
    }
}

fn outlined(text: &str) -> GridCell {
    GridCell {
        text: text.to_owned(),
        ground: Ground::Outline,
    }
}

fn bare() -> GridCell {
    GridCell {
        text: "·".to_owned(),
        ground: Ground::Bare,
    }
}

/// What can stand in a cell without a number, and what it means.
const STATES: [(&str, &str); 4] = [
    ("not assessed", "the interview did not come to it"),
    ("no evidence", "it was asked, with nothing to go on"),
    ("declined", "the interviewer stood back from it"),
    ("card missing", "the card has not come"),
];

fn keys(packet: &Packet) -> Vec<GridKey> {
    let points = packet.scale.iter().map(|point| GridKey {
        cell: GridCell {
            text: point.value.to_string(),
            ground: shade(packet, point.value),
        },
        meaning: if point.is_bar {
            format!("{} (the bar)", point.label)
        } else {
            point.label.clone()
        },
    });
    let all = columns(packet);
    let cells = packet.criteria.iter().flat_map(|row| {
        let cells = all.iter();
        cells.map(|column| grid_cell(packet, row, &column.source).text)
    });
    let found: std::collections::BTreeSet<String> = cells.collect();
    let states = STATES.iter().filter(|(text, _)| found.contains(*text));
    let states = states.map(|(text, meaning)| GridKey {
        cell: outlined(text),
        meaning: (*meaning).to_owned(),
    });
    let dot = found.contains("·").then(|| GridKey {
        cell: bare(),
        meaning: "the round does not score it".to_owned(),
    });
    points.chain(states).chain(dot).collect()
}
