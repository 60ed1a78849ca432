//! The check in words, tables and charts: a finished view.

mod limits;
mod sections;
mod summary;

use serde::Serialize;

use super::analysis::{Analysis, KindOfGroups, Measure};
use crate::calibration::report::Table;
use crate::chart::Chart;
use crate::text::{count, fixed, grouped};

/// Rows that a table shows at most.
const MOST_ROWS: usize = 60;

/// Rows that a chart shows at most.
const MOST_BARS: usize = 24;

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What it is about.
    pub title: String,
    /// What it is, and what it is not.
    pub what: String,
    /// How much was read.
    pub counts: String,
    /// What was found.
    pub summary: Vec<String>,
    /// The details, for each kind of groups.
    pub sections: Vec<Section>,
    /// What it does not say.
    pub limits: Vec<String>,
    /// What to do next.
    pub steps: Vec<&'static str>,
}

/// One section.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// What stands before charts and table, a paragraph each.
    pub text: Vec<String>,
    /// Charts.
    pub charts: Vec<Chart>,
    /// The table, where there is one.
    pub table: Option<Table>,
    /// What stands after.
    pub notes: Vec<String>,
}

/// Writes the report.
#[must_use]
pub fn report(of: &Analysis) -> Report {
    Report {
        title: "Adverse impact: a screening check".to_owned(),
        what: limits::WHAT.to_owned(),
        counts: summary::counts(of),
        summary: summary::sentences(of),
        sections: of
            .kinds
            .iter()
            .flat_map(|kind| sections::of(kind, of))
            .collect(),
        limits: limits::limits(of),
        steps: limits::STEPS.to_vec(),
    }
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Selection,
    Scoring,
}

impl What {
    /// What people of a group were, as in `48 of 100 were selected`.
    fn done(self) -> &'static str {
        match self {
            Self::Selection => "selected",
            Self::Scoring => "over the median",
        }
    }

    fn rate(self) -> &'static str {
        match self {
            Self::Selection => "selection rate",
            Self::Scoring => "scoring rate",
        }
    }
}

/// What is measured of one kind of groups.
fn measures(kind: &KindOfGroups) -> impl Iterator<Item = (What, &Measure)> {
    let scoring = kind.scoring.iter().map(|of| (What::Scoring, of));
    std::iter::once((What::Selection, &kind.selection)).chain(scoring)
}

/// What groups are told apart by: `gender`, or `gender and age` where these are combined.
fn by(kind: &KindOfGroups) -> String {
    match kind.columns.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

fn quoted(label: &str) -> String {
    format!("“{label}”")
}

fn many(n: usize) -> String {
    grouped(count(n))
}

/// A rate in percent with one decimal.
fn rate(share: f64) -> String {
    format!("{} %", fixed(share * 100.0, 1))
}

/// A ratio with three decimals, on the side of four fifths on which it is.
fn ratio(ratio: f64, is_under: bool) -> String {
    let shown = fixed(ratio, 3);
    if is_under && shown == "0.800" {
        return "under 0.800".to_owned();
    }
    shown
}

fn p_value(p: f64) -> String {
    if p < 0.001 {
        "under 0.001".to_owned()
    } else {
        fixed(p, 3)
    }
}
