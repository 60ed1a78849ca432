//! The progression table: what each competency looks like at each level.

use serde::Serialize;

use super::FORMAT;
use crate::rubric::{Criterion, CriterionKind, LevelIdx, Named, Rubric, RubricRef};
use crate::text::Plain;

/// What to show of the table.
#[derive(Debug, Clone, Default)]
pub struct Narrowing {
    /// One discipline only, by its place among the rubric's.
    pub discipline: Option<usize>,
    /// These levels only; none means all.
    pub levels: Vec<LevelIdx>,
    /// How many levels stand side by side in one table; none means all.
    pub side_by_side: Option<usize>,
}

/// The table, discipline by discipline.
#[derive(Debug, Clone, Serialize)]
pub struct Progression {
    /// Version of this shape: [`FORMAT`].
    pub format: u32,
    /// The rubric.
    pub rubric: RubricRef,
    /// The disciplines that have competencies, those of no discipline last.
    pub groups: Vec<Group>,
}

/// The competencies of one discipline.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// The discipline.
    pub discipline: Option<Named>,
    /// Its competencies, a table for as many levels as stand side by side.
    pub tables: Vec<ProgressionTable>,
}

/// Competencies by levels.
#[derive(Debug, Clone, Serialize)]
pub struct ProgressionTable {
    /// The columns.
    pub levels: Vec<Named>,
    /// The rows.
    pub rows: Vec<ProgressionRow>,
}

/// One competency.
#[derive(Debug, Clone, Serialize)]
pub struct ProgressionRow {
    /// The competency.
    pub competency: Named,
    /// What it looks like, in the order of the columns.
    pub cells: Vec<String>,
}

/// The progression table of a rubric.
#[must_use]
pub fn progression(rubric: &Rubric, narrowing: &Narrowing) -> Progression {
    let disciplines = (0..rubric.disciplines().len()).map(Some).chain([None]);
    let wanted = disciplines.filter(|discipline| match narrowing.discipline {
        Some(only) => *discipline == Some(only),
        None => true,
    });
    let groups = wanted.filter_map(|discipline| group(rubric, discipline, narrowing));
    Progression {
        format: FORMAT,
        rubric: rubric.reference(),
        groups: groups.collect(),
    }
}

fn group(rubric: &Rubric, discipline: Option<usize>, narrowing: &Narrowing) -> Option<Group> {
    let criteria = rubric.criteria().iter();
    let found: Vec<_> = criteria
        .filter(|criterion| belongs(criterion, discipline))
        .collect();
    if found.is_empty() {
        return None;
    }
    let tables = columns(rubric, narrowing)
        .iter()
        .map(|levels| table(rubric, &found, levels))
        .collect();
    let named = |idx: usize| {
        let discipline = &rubric.disciplines()[idx];
        Named {
            id: discipline.id.plain(),
            title: discipline.title.plain(),
        }
    };
    Some(Group {
        discipline: discipline.map(named),
        tables,
    })
}

fn belongs(criterion: &Criterion, wanted: Option<usize>) -> bool {
    matches!(&criterion.kind, CriterionKind::Competency { discipline, .. } if *discipline == wanted)
}

/// The levels of each table: as many tables as it takes, of about the same width.
fn columns(rubric: &Rubric, narrowing: &Narrowing) -> Vec<Vec<LevelIdx>> {
    let all = (0..rubric.levels().len()).map(LevelIdx);
    let wanted = |level: &LevelIdx| narrowing.levels.is_empty() || narrowing.levels.contains(level);
    let levels: Vec<_> = all.filter(wanted).collect();
    let most = narrowing.side_by_side.unwrap_or(levels.len()).max(1);
    let n_tables = levels.len().div_ceil(most).max(1);
    let each = levels.len().div_ceil(n_tables).max(1);
    levels.chunks(each).map(<[LevelIdx]>::to_vec).collect()
}

fn table(rubric: &Rubric, criteria: &[&Criterion], levels: &[LevelIdx]) -> ProgressionTable {
    let rows = criteria.iter().map(|criterion| ProgressionRow {
        competency: Named {
            id: criterion.id.plain(),
            title: criterion.title.plain(),
        },
        cells: levels
            .iter()
            .map(|level| criterion.progression()[level.get()].plain())
            .collect(),
    });
    ProgressionTable {
        levels: levels.iter().map(|idx| rubric.named_level(*idx)).collect(),
        rows: rows.collect(),
    }
}
