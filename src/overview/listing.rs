//! Rubrics in a list, a row each.

use serde::Serialize;

use crate::rubric::{LevelIdx, Named, Rubric};
use crate::text::Plain;

/// Rubrics side by side.
#[derive(Debug, Clone, Serialize)]
pub struct Listing {
    /// Version of this shape: [`super::FORMAT`].
    pub format: u32,
    /// A row each.
    pub rubrics: Vec<Row>,
}

/// One rubric, or a file that should be one.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Where it was read from; none for a shipped one.
    pub file: Option<String>,
    /// Its id; none where it is broken.
    pub id: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Its levels, junior first.
    pub levels: Vec<Named>,
    /// How many criteria it scores, resume criteria included.
    pub n_criteria: usize,
    /// How many rounds it has.
    pub n_rounds: usize,
    /// How long its interviews take together; none where no round says.
    pub minutes: Option<Minutes>,
    /// How many errors make it unusable; 0 where it is sound.
    pub n_errors: usize,
}

/// Minutes that the rounds after application and resume review take together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Minutes {
    /// At the level where they take least.
    pub least: u32,
    /// At the level where they take most.
    pub most: u32,
}

/// The row of a sound rubric.
#[must_use]
pub fn sound(rubric: &Rubric, file: Option<String>) -> Row {
    let about = rubric.about();
    let levels = (0..rubric.levels().len()).map(LevelIdx);
    Row {
        file,
        id: Some(about.id.plain()),
        title: Some(about.title.plain()),
        version: Some(about.version.to_string()),
        levels: levels.map(|idx| rubric.named_level(idx)).collect(),
        n_criteria: rubric.criteria().len(),
        n_rounds: rubric.rounds().len(),
        minutes: minutes(rubric),
        n_errors: 0,
    }
}

/// The row of a file that is no usable rubric.
#[must_use]
pub fn broken(file: String, n_errors: usize) -> Row {
    Row {
        file: Some(file),
        id: None,
        title: None,
        version: None,
        levels: Vec::new(),
        n_criteria: 0,
        n_rounds: 0,
        minutes: None,
        n_errors,
    }
}

fn minutes(rubric: &Rubric) -> Option<Minutes> {
    let levels = (0..rubric.levels().len()).map(LevelIdx);
    let totals = levels.filter_map(|level| minutes_at(rubric, level));
    totals.fold(None, |found, total| {
        let (least, most) =
            found.map_or((total, total), |found: Minutes| (found.least, found.most));
        Some(Minutes {
            least: least.min(total),
            most: most.max(total),
        })
    })
}

/// None where no interview at this level says how long it takes.
fn minutes_at(rubric: &Rubric, level: LevelIdx) -> Option<u32> {
    let rounds = rubric.rounds_at(level).map(|idx| rubric.round(idx));
    rounds
        .filter(|round| round.stage.is_panel())
        .filter_map(|round| round.minutes)
        .reduce(u32::saturating_add)
}
