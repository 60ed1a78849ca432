//! Knock-outs over applications, row by row: what each answer says, what becomes of the
//! application, and why. Nothing is guessed: whatever is not plainly an answer is for a person.
//!
//! A [`Screen`] is a rubric's knock-outs bound to the columns of a table; it judges rows one at a
//! time and keeps none of them.

mod answer;
mod bind;
pub mod confirm;
mod doubt;
mod heard;
mod judge;
pub mod letter;
mod reason;
mod summary;
mod tally;
#[cfg(test)]
mod tests;

use crate::document::words;
use crate::rubric::{ApplicationKnockout, LevelIdx, Rubric};

pub use answer::{Kind, Unclear};
pub use doubt::Doubt;
pub use judge::{Judged, Mark};
pub use summary::{FORMAT, KnockoutSummary, Summary, UnclearSummary};
pub use tally::{KnockoutTally, Tally};

use answer::Question;

/// The columns that screening adds behind the input's own, in this order.
pub const ADDED: [&str; 4] = ["outcome", "knockout", "reason", "cell"];

words! {
    /// What becomes of an application. A decline is a proposal until a named person confirms it.
    Outcome, "an outcome" {
        /// Nothing speaks against it.
        Advance = "advance",
        /// A person looks at it.
        Review = "review",
        /// It clearly failed a knock-out that leads to a decline.
        Decline = "decline",
    }
}

/// A rubric's application knock-outs, bound to the columns of a table.
#[derive(Debug)]
pub struct Screen<'r> {
    rubric: &'r Rubric,
    id_column: usize,
    level: LevelFrom,
    level_names: Vec<Level>,
    asked: Vec<Asked<'r>>,
}

/// A name that a level goes by, ready to be compared.
#[derive(Debug)]
struct Level {
    name: String,
    idx: LevelIdx,
}

/// Where the level of an application comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LevelFrom {
    /// It was given for all of them; a column that names another is looked at all the same.
    Given(LevelIdx, Option<usize>),
    /// A column says it.
    Column(usize),
    /// No knock-out depends on it.
    Anywhere,
}

/// One knock-out with the column that answers it.
#[derive(Debug)]
struct Asked<'r> {
    knockout: &'r ApplicationKnockout,
    column: usize,
    question: Question,
}

impl<'r> Screen<'r> {
    /// The rubric.
    #[must_use]
    pub fn rubric(&self) -> &'r Rubric {
        self.rubric
    }

    /// The place of the column `candidate`, from 0.
    #[must_use]
    pub fn id_column(&self) -> usize {
        self.id_column
    }

    /// The knock-outs that are asked, in the rubric's order: at least one.
    pub fn knockouts(&self) -> impl Iterator<Item = &'r ApplicationKnockout> {
        self.asked.iter().map(|asked| asked.knockout)
    }
}
