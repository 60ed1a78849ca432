//! What calibration found, in words, tables and charts: a finished view.
//!
//! What a hiring manager needs comes first, in sentences; what a specialist looks up follows in
//! sections. A table that would be too long for paper shows whom it is most about and says how
//! many it leaves out: JSON and CSV have everybody.

mod agreement;
mod criteria;
mod fitting;
mod interviewers;
mod later;
mod linked;
mod made_of;
mod method;
mod scores;
mod summary;

use serde::Serialize;

use super::analysis::Analysis;
use crate::chart::Chart;

/// Rows that a table shows at most.
pub const MOST_ROWS: usize = 60;

/// Rows that a chart shows at most.
pub const MOST_BARS: usize = 24;

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What it is about.
    pub title: String,
    /// How much was read, in a sentence.
    pub counts: String,
    /// What was found, in sentences for everybody.
    pub summary: Vec<String>,
    /// What keeps it from being relied on.
    pub cautions: Vec<String>,
    /// The details.
    pub sections: Vec<Section>,
}

/// One section.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Section {
    /// Its title.
    pub title: &'static str,
    /// What stands before charts and table, a paragraph each.
    pub text: Vec<String>,
    /// Charts.
    pub charts: Vec<Chart>,
    /// The table, where there is one.
    pub table: Option<Table>,
    /// What stands after.
    pub notes: Vec<String>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, a text a column.
    pub rows: Vec<Vec<String>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Whether its texts are numbers, which stand to the right.
    pub is_number: bool,
}

impl Table {
    /// A table of columns, of which those whose name begins with `#` are numbers.
    pub(crate) fn of(names: &[&'static str]) -> Self {
        let column = |name: &&'static str| Column {
            name: name.trim_start_matches('#'),
            is_number: name.starts_with('#'),
        };
        Self {
            columns: names.iter().map(column).collect(),
            rows: Vec::new(),
        }
    }
}

/// Writes the report on an analysis.
#[must_use]
pub fn report(analysis: &Analysis) -> Report {
    let sections = [
        interviewers::section(analysis),
        scores::section(analysis),
        criteria::section(analysis),
        made_of::section(analysis),
        made_of::reliability(analysis),
        agreement::section(analysis),
        fitting::usage(analysis),
        fitting::fit(analysis),
        fitting::drift(analysis),
        linked::section(analysis),
        later::readiness(analysis),
        later::outcomes(analysis),
        Some(method::section(analysis)),
    ];
    Report {
        title: "Calibration".to_owned(),
        counts: summary::counts(&analysis.data),
        summary: summary::sentences(analysis),
        cautions: summary::cautions(analysis),
        sections: sections.into_iter().flatten().collect(),
    }
}

/// A figure with two decimals; a dash where there is none.
fn shown(figure: Option<f64>) -> String {
    figure.map_or_else(|| "–".to_owned(), two)
}

/// Two decimals, without a sign before nothing.
fn two(figure: f64) -> String {
    let shown = format!("{figure:.2}");
    if shown == "-0.00" {
        "0.00".to_owned()
    } else {
        shown.replace('-', "−")
    }
}

/// An interval; a dash where there is none.
fn between(low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{} to {}", two(low), two(high)),
        _ => "–".to_owned(),
    }
}

/// How far from the panel somebody scores, in words: `0.42 points under the panel`.
fn aside(points: f64) -> String {
    let side = if points < 0.0 { "under" } else { "over" };
    format!("{} points {side} the panel", two(points.abs()))
}

/// Rows that are shown of many: all of a few, else the first and the last.
fn shown_of<T>(rows: &[T], most: usize) -> (impl Iterator<Item = &T>, usize) {
    let n = rows.len();
    let half = most / 2;
    let is_shown = move |at: usize| n <= most || at < half || at >= n - half;
    let n_shown = if n <= most { n } else { 2 * half };
    let of = rows.iter().enumerate();
    (
        of.filter(move |(at, _)| is_shown(*at)).map(|(_, row)| row),
        n - n_shown,
    )
}

/// What is said of rows that are left out.
fn left_out(n: usize, what: &str) -> Option<String> {
    (n > 0).then(|| {
        format!("{n} more {what} are left out here; `--format csv` and `--format json` have all.")
    })
}
