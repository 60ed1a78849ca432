//! Fair scores of candidates.

use super::{MOST_ROWS, Section, Table, between, left_out, shown};
use crate::calibration::analysis::{Analysis, Candidate, Method};
use crate::text::{chance, percent, plain};

/// The section; none where nobody was rated.
pub(super) fn section(analysis: &Analysis) -> Option<Section> {
    let rated: Vec<_> = analysis.candidates.iter().filter(|row| row.n > 0).collect();
    if rated.is_empty() {
        return None;
    }
    let of = Columns {
        component: analysis.connectivity.components > 1,
        probability: analysis.bar_line.is_some(),
    };
    let mut names = vec![
        "Candidate",
        "#Scores",
        "#Interviewers",
        "#As given",
        "#Fair score",
        "#Interval",
    ];
    if of.probability {
        names.push("#At or over the line");
    }
    if of.component {
        names.push("#Group");
    }
    let mut table = Table::of(&names);
    table.rows = rated
        .iter()
        .take(MOST_ROWS)
        .map(|row| of.cells(row))
        .collect();
    let mut notes = Vec::new();
    notes.extend(left_out(
        rated.len().saturating_sub(MOST_ROWS),
        "candidates",
    ));
    if of.component {
        notes.push(
            "Fair scores can be compared within a group alone: nothing links the groups."
                .to_owned(),
        );
    }
    Some(Section {
        title: "Fair scores",
        text: vec![meaning(analysis)],
        table: Some(table),
        notes,
        ..Section::default()
    })
}

fn meaning(analysis: &Analysis) -> String {
    let held = percent(analysis.confidence);
    let what = match analysis.method {
        Method::SeverityModel => {
            "A fair score is what an interviewer of average severity would be expected to give, over \
             all criteria"
        }
        Method::RawMeans => {
            "Fair scores are means of the scores as given: nothing was corrected for severity"
        }
        Method::Joint => {
            "A fair score is what is expected where interviewers and criteria are at their means, by \
             joint maximum likelihood"
        }
    };
    let line = analysis
        .bar_line
        .map_or_else(String::new, |line| format!(" The line is {}.", plain(line)));
    format!("{what}. Intervals hold {held}. Candidates come by id, in no other order.{line}")
}

/// Columns that not every report has.
struct Columns {
    component: bool,
    probability: bool,
}

impl Columns {
    fn cells(&self, row: &Candidate) -> Vec<String> {
        let mut cells = vec![
            row.id.clone(),
            row.n.to_string(),
            row.interviewers.to_string(),
            shown(row.raw),
            shown(row.fair),
            between(row.fair_low, row.fair_high),
        ];
        if self.probability {
            cells.push(row.p_bar_line.map_or_else(|| "–".to_owned(), chance));
        }
        if self.component {
            cells.push(
                row.component
                    .map_or_else(|| "–".to_owned(), |at| at.to_string()),
            );
        }
        cells
    }
}
