//! A comparison as a table: a row a candidate, three columns a criterion.

use super::{Dialect, decimal, in_memory, text};
use crate::packet::FairScore;
use crate::packet::compare::{Compared, Comparison, Counts};

/// The columns before those of the criteria.
const COLUMNS: &[&str] = &[
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
    "group",
    "above",
    "below",
    "within_noise",
    "not_linked",
    "no_number",
    "why_left_out",
];

/// The table, in the order of the comparison; whoever is left out comes last, with the reason. A
/// score that is not there is an empty cell.
#[must_use]
pub fn comparison(of: &Comparison) -> String {
    let mut columns: Vec<String> = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
    for criterion in &of.criteria {
        let names = ["fair", "low", "high"].map(|name| format!("{name}:{}", criterion.id));
        columns.extend(names);
    }
    let columns: Vec<_> = columns.iter().map(String::as_str).collect();
    let compared = of.candidates.iter().map(|row| compared(of, row));
    let left_out = of.left_out.iter().map(|out| {
        let mut row = vec![text(&out.candidate.id), text(&out.candidate.name)];
        row.extend(frame(of));
        row.resize(COLUMNS.len() - 1, String::new());
        row.push(text(&out.why));
        row.resize(columns.len(), String::new());
        row
    });
    in_memory(&columns, compared.chain(left_out), Dialect::Plain)
}

fn frame(of: &Comparison) -> [String; 3] {
    let rubric = &of.rubric;
    [&of.level.id, &rubric.id, &rubric.version].map(|id| text(id))
}

fn compared(of: &Comparison, row: &Compared) -> Vec<String> {
    let fair = row.fair.as_ref();
    let mut cells = vec![text(&row.candidate.id), text(&row.candidate.name)];
    cells.extend(frame(of));
    cells.push(row.verdict.as_str().to_owned());
    cells.extend(interval(fair));
    cells.push(
        fair.map(|fair| decimal(fair.probability))
            .unwrap_or_default(),
    );
    cells.push(decimal(row.coverage));
    cells.extend([row.n_cards, row.n_missing].map(|n| n.to_string()));
    cells.push(row.group.map(|group| group.to_string()).unwrap_or_default());
    let Counts {
        n_above,
        n_below,
        n_within_noise,
        n_not_linked,
        n_no_number,
    } = row.others;
    let others = [n_above, n_below, n_within_noise, n_not_linked, n_no_number];
    cells.extend(others.map(|n| n.to_string()));
    cells.push(String::new());
    for score in &row.scores {
        cells.extend(interval(score.fair.as_ref()));
    }
    cells
}

fn interval(fair: Option<&FairScore>) -> [String; 3] {
    let of = |pick: fn(&FairScore) -> f64| fair.map(|fair| decimal(pick(fair))).unwrap_or_default();
    [
        of(|fair| fair.value),
        of(|fair| fair.low),
        of(|fair| fair.high),
    ]
}
