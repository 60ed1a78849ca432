//! An analysis as one long table: a row a candidate, interviewer or criterion.

use super::{Dialect, decimal, in_memory, text};
use crate::calibration::analysis::{Analysis, Candidate, Criterion, Interviewer};

/// The columns.
const COLUMNS: &[&str] = &[
    "facet",
    "id",
    "estimate",
    "se",
    "low",
    "high",
    "fair",
    "fair_low",
    "fair_high",
    "raw",
    "n",
    "n_others",
    "component",
    "group",
    "p_bar_line",
    "steps",
    "too_few",
    "infit",
    "outfit",
    "reason",
];

/// What a row has beside its facet and id; what it does not have is an empty cell.
#[derive(Default)]
struct Row<'a> {
    facet: &'static str,
    id: &'a str,
    estimate: [Option<f64>; 4],
    fair: [Option<f64>; 3],
    raw: Option<f64>,
    n: usize,
    n_others: usize,
    component: Option<usize>,
    group: Option<&'a str>,
    p_bar_line: Option<f64>,
    steps: &'a [f64],
    too_few: Option<bool>,
    fit: [Option<f64>; 2],
    reason: Option<&'static str>,
}

impl Row<'_> {
    fn cells(&self) -> Vec<String> {
        let number = |x: &Option<f64>| x.map(decimal).unwrap_or_default();
        let mut cells = vec![self.facet.to_owned(), text(self.id)];
        cells.extend(self.estimate.iter().chain(&self.fair).map(number));
        cells.push(number(&self.raw));
        cells.extend([self.n, self.n_others].map(|n| n.to_string()));
        cells.push(self.component.map(|n| n.to_string()).unwrap_or_default());
        cells.push(self.group.map(text).unwrap_or_default());
        cells.push(number(&self.p_bar_line));
        let steps: Vec<_> = self.steps.iter().map(|step| decimal(*step)).collect();
        cells.push(steps.join(";"));
        cells.push(self.too_few.map(|few| few.to_string()).unwrap_or_default());
        cells.extend(self.fit.iter().map(number));
        cells.push(self.reason.unwrap_or_default().to_owned());
        cells
    }
}

/// The table: candidates, then interviewers, then criteria, each by id.
#[must_use]
pub fn calibration(analysis: &Analysis) -> String {
    let candidates = analysis.candidates.iter().map(candidate);
    let interviewers = analysis.interviewers.iter().map(interviewer);
    let criteria = analysis.criteria.iter().map(criterion);
    let rows = candidates.chain(interviewers).chain(criteria);
    in_memory(COLUMNS, rows.map(|row| row.cells()), Dialect::Plain)
}

fn candidate(of: &Candidate) -> Row<'_> {
    Row {
        facet: "candidate",
        id: &of.id,
        estimate: [of.estimate, of.se, None, None],
        fair: [of.fair, of.fair_low, of.fair_high],
        raw: of.raw,
        n: of.n,
        n_others: of.interviewers,
        component: of.component,
        group: of.group.as_deref(),
        p_bar_line: of.p_bar_line,
        fit: [of.infit, of.outfit],
        reason: of.reason,
        ..Row::default()
    }
}

fn interviewer(of: &Interviewer) -> Row<'_> {
    Row {
        facet: "interviewer",
        id: &of.id,
        estimate: [of.severity, of.se, of.low, of.high],
        fair: [of.fair, None, None],
        raw: of.raw,
        n: of.n,
        n_others: of.candidates,
        component: of.component,
        too_few: Some(of.too_few),
        fit: [of.infit, of.outfit],
        reason: of.reason,
        ..Row::default()
    }
}

fn criterion(of: &Criterion) -> Row<'_> {
    Row {
        facet: "criterion",
        id: &of.id,
        estimate: [of.difficulty, of.se, None, None],
        fair: [of.fair, None, None],
        raw: of.raw,
        n: of.n,
        n_others: of.candidates,
        steps: of.steps.as_deref().unwrap_or_default(),
        fit: [of.infit, of.outfit],
        reason: of.reason,
        ..Row::default()
    }
}
