//! How hard criteria are.

use super::{MOST_ROWS, Section, Table, left_out, shown, two};
use crate::calibration::analysis::{Analysis, Criterion};
use crate::calibration::records::Grain;

/// The section; none where no criterion has a difficulty.
pub(super) fn section(analysis: &Analysis) -> Option<Section> {
    let with = |row: &&Criterion| row.difficulty.is_some();
    let rows: Vec<_> = analysis.criteria.iter().filter(with).collect();
    if rows.is_empty() {
        return None;
    }
    let mut table = Table::of(&[
        "Criterion",
        "#Scores",
        "#As given",
        "#Difficulty (logits)",
        "#Standard error",
        "#Steps (logits)",
    ]);
    table.rows = rows.iter().take(MOST_ROWS).map(|row| cells(row)).collect();
    let grain = match analysis.data.criterion_is {
        Grain::CriterionAtLevel => "A criterion is told apart at each level.".to_owned(),
        Grain::Criterion => match &analysis.data.levels {
            Some(why) => format!("Levels are not told apart: {why}."),
            None => "More is harder.".to_owned(),
        },
    };
    let steps =
        "A step is where one point becomes as likely as the one before; the difficulty is the \
                 mean of a criterion's steps."
            .to_owned();
    let mut notes = vec![steps];
    notes.extend(left_out(rows.len().saturating_sub(MOST_ROWS), "criteria"));
    Some(Section {
        title: "Criteria",
        text: vec![grain],
        table: Some(table),
        notes,
        ..Section::default()
    })
}

fn cells(row: &Criterion) -> Vec<String> {
    let steps = row.steps.iter().flatten();
    let steps: Vec<_> = steps.map(|step| two(*step)).collect();
    vec![
        row.id.clone(),
        row.n.to_string(),
        shown(row.raw),
        shown(row.difficulty),
        shown(row.se),
        steps.join(" · "),
    ]
}
