//! A check for adverse impact as one long table: a row a group and measure.

use super::{Dialect, decimal, in_memory, text};
use crate::impact::analysis::{Analysis, KindOfGroups, Measure, Row};
use crate::impact::flips::{Change, Flip};

/// The columns.
const COLUMNS: &[&str] = &[
    "kind",
    "measure",
    "group",
    "selected",
    "people",
    "rate",
    "low",
    "high",
    "ratio",
    "under_four_fifths",
    "reference",
    "ratio_to_larger",
    "larger_reference",
    "fisher_p",
    "fisher_p_adjusted",
    "deviations",
    "over_two_deviations",
    "flips_four_fifths",
    "flips_deviations",
    "flips_fisher",
    "ratio_with_unknown",
    "ratio_unknown_in_reference",
];

/// The table: kinds as in the file, groups from the highest rate on, then people whose group is not
/// known, by why. Where outcomes of people are taken away to turn a figure, their number is under 0.
#[must_use]
pub fn impact(of: &Analysis) -> String {
    let rows = of.kinds.iter().flat_map(|kind| {
        let name = text(&kind.columns.join(" · "));
        let mut rows = measure(&name, "selection", &kind.selection);
        if let Some(scoring) = &kind.scoring {
            rows.extend(measure(&name, "scoring", scoring));
        }
        rows.extend(unknown(&name, kind));
        rows
    });
    in_memory(COLUMNS, rows, Dialect::Plain)
}

fn measure(kind: &str, what: &str, of: &Measure) -> Vec<Vec<String>> {
    let label = |label: &Option<String>| label.as_deref().map(text).unwrap_or_default();
    let [reference, larger] = [&of.reference, &of.larger_reference].map(label);
    let row = |row: &Row| {
        let mut cells = vec![kind.to_owned(), what.to_owned(), text(&row.group)];
        cells.extend([row.selected, row.people].map(|n| n.to_string()));
        cells.extend([row.rate, row.low, row.high].map(decimal));
        cells.push(number(row.ratio));
        cells.push(answer(row.under_four_fifths));
        cells.push(reference.clone());
        cells.push(number(row.ratio_to_larger));
        cells.push(larger.clone());
        cells.extend(compared(row));
        cells
    };
    of.groups.iter().map(row).collect()
}

fn compared(row: &Row) -> Vec<String> {
    let Some(of) = &row.compared else {
        return vec![String::new(); 9];
    };
    vec![
        p_value(of.fisher_p),
        p_value(of.fisher_p_adjusted),
        number(of.deviations),
        of.over_two_deviations.to_string(),
        flip(of.flips_four_fifths),
        flip(Some(of.flips_deviations)),
        flip(of.flips_fisher),
        number(of.ratio_with_unknown),
        number(of.ratio_unknown_in_reference),
    ]
}

fn unknown(kind: &str, of: &KindOfGroups) -> Vec<Vec<String>> {
    let unknown = of.unknown;
    let rows = [
        ("absent", unknown.absent),
        ("blank", unknown.blank),
        ("prefer-not-to-say", unknown.prefer_not_to_say),
    ];
    let row = |(why, people): (&str, usize)| {
        let mut cells = vec![kind.to_owned(), "unknown".to_owned(), why.to_owned()];
        cells.extend([String::new(), people.to_string()]);
        cells.resize(COLUMNS.len(), String::new());
        cells
    };
    rows.map(row).into()
}

fn number(of: Option<f64>) -> String {
    of.map(decimal).unwrap_or_default()
}

/// Small ones with an exponent, as every spreadsheet reads it.
fn p_value(p: f64) -> String {
    if p < 0.001 {
        format!("{p:.6e}")
    } else {
        decimal(p)
    }
}

fn answer(of: Option<bool>) -> String {
    of.map(|is| is.to_string()).unwrap_or_default()
}

fn flip(of: Option<Flip>) -> String {
    let of = of.and_then(|flip| Some((flip.change, flip.people?)));
    match of {
        Some((Change::ToSelected, n)) => n.to_string(),
        Some((Change::ToNotSelected, n)) => format!("-{n}"),
        None => String::new(),
    }
}
