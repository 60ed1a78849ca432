//! What screening a table came to, as a finished view.

use serde::Serialize;

use super::doubt::KINDS;
use super::{Kind, LevelFrom, Screen, Tally};
use crate::rubric::{Named, RubricRef};
use crate::text::Plain;

/// Version of the summary's JSON.
pub const FORMAT: u32 = 1;

/// What screening a table came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Version of this shape: [`FORMAT`].
    pub format: u32,
    /// The rubric.
    pub rubric: RubricRef,
    /// The level given for all applications; none where each says its own, or none matters.
    pub level: Option<Named>,
    /// Where the level comes from: `given`, `column` or `none-needed`.
    pub level_from: &'static str,
    /// Rows under the header: the sum of the four that follow.
    pub read: u64,
    /// Applications that advance.
    pub advance: u64,
    /// Applications that a person looks at.
    pub review: u64,
    /// Applications proposed for decline; nothing is declined before a person confirms it.
    pub decline: u64,
    /// Rows that could not be read.
    pub rejects: u64,
    /// Whether the sums are what they must be.
    pub adds_up: bool,
    /// Applications to be looked at whatever their answers: an id twice, no id, swallowed rows.
    pub doubtful: u64,
    /// What is in doubt about them; one may be counted in several.
    pub doubts: Vec<DoubtSummary>,
    /// What each knock-out made of the applications, in the rubric's order.
    pub knockouts: Vec<KnockoutSummary>,
    /// Kinds of unclear answers, the commonest first.
    pub unclear: Vec<UnclearSummary>,
}

/// What one knock-out made of the applications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnockoutSummary {
    /// Its id.
    pub id: String,
    /// The column with the answers.
    pub column: String,
    /// What passes, in words.
    pub passes: String,
    /// What follows a failure: `decline` or `review`.
    pub on_fail: &'static str,
    /// Applications that it was asked of: the sum of the three that follow.
    pub asked: u64,
    /// That passed.
    pub passed: u64,
    /// That clearly failed.
    pub failed: u64,
    /// That gave no plain answer.
    pub unclear: u64,
}

/// How often answers were unclear in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnclearSummary {
    /// Which way, in a word.
    pub kind: &'static str,
    /// What such cells hold.
    pub meaning: &'static str,
    /// How many answers.
    pub answers: u64,
}

/// How many rows were in doubt in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoubtSummary {
    /// Which way, in a word.
    pub kind: &'static str,
    /// What such rows have.
    pub meaning: &'static str,
    /// How many rows.
    pub rows: u64,
}

impl Summary {
    /// What a tally of the screen says.
    #[must_use]
    pub fn of(screen: &Screen<'_>, tally: &Tally) -> Self {
        let rubric = screen.rubric;
        let (level, level_from) = match screen.level {
            LevelFrom::Given(level, _) => (Some(rubric.named_level(level)), "given"),
            LevelFrom::Column(_) => (None, "column"),
            LevelFrom::Anywhere => (None, "none-needed"),
        };
        Self {
            format: FORMAT,
            rubric: rubric.reference(),
            level,
            level_from,
            read: tally.read,
            advance: tally.advance,
            review: tally.review,
            decline: tally.decline,
            rejects: tally.rejects,
            adds_up: tally.adds_up(),
            doubtful: tally.doubtful,
            doubts: doubts(tally),
            knockouts: knockouts(screen, tally),
            unclear: unclear(tally),
        }
    }
}

fn doubts(tally: &Tally) -> Vec<DoubtSummary> {
    let kinds = KINDS.iter().zip(tally.doubts).filter(|(_, rows)| *rows > 0);
    let rows = kinds.map(|((kind, meaning), rows)| DoubtSummary {
        kind,
        meaning,
        rows,
    });
    rows.collect()
}

fn knockouts(screen: &Screen<'_>, tally: &Tally) -> Vec<KnockoutSummary> {
    let both = screen.knockouts().zip(&tally.knockouts);
    let rows = both.map(|(knockout, counted)| KnockoutSummary {
        id: knockout.id.plain(),
        column: knockout.column.plain(),
        passes: knockout.answer.passes(),
        on_fail: knockout.on_fail.as_str(),
        asked: counted.asked,
        passed: counted.passed,
        failed: counted.failed,
        unclear: counted.unclear,
    });
    rows.collect()
}

fn unclear(tally: &Tally) -> Vec<UnclearSummary> {
    let mut kinds: Vec<(Kind, u64)> = tally.unclear.iter().map(|(kind, n)| (*kind, *n)).collect();
    kinds.sort_by_key(|(kind, n)| (std::cmp::Reverse(*n), *kind));
    let rows = kinds.into_iter().map(|(kind, answers)| UnclearSummary {
        kind: kind.as_str(),
        meaning: kind.meaning(),
        answers,
    });
    rows.collect()
}
