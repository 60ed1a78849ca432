//! What becomes of one application.

use super::heard::Answers;
use super::{Doubt, Kind, Level, LevelFrom, Outcome, Screen, reason};
use crate::rubric::{LevelIdx, Levels, OnFail};

/// What one knock-out made of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It does not hold at the application's level.
    NotAsked,
    /// The answer passes.
    Passed,
    /// The answer clearly does not.
    Failed,
    /// The answer is not plainly one.
    Unclear(Kind),
}

/// What became of an application. It is used again for the next of the same screen: one that
/// advances allocates nothing.
#[derive(Debug)]
pub struct Judged {
    /// What becomes of it.
    pub outcome: Outcome,
    /// Ids of the knock-outs that decided, `;`-joined.
    pub knockout: String,
    /// Why, in sentences; empty where it advances.
    pub reason: String,
    /// Column and content of the cells that decided, `; `-joined.
    pub cell: String,
    /// What each knock-out made of it, in the order of [`Screen::knockouts`].
    pub marks: Vec<Mark>,
    /// What was made of answers so far. It belongs to one screen.
    pub(super) answers: Answers,
    /// Why a person must look at it, whatever its cells answer.
    pub doubts: Vec<Doubt>,
}

impl Default for Judged {
    fn default() -> Self {
        Self {
            outcome: Outcome::Advance,
            knockout: String::new(),
            reason: String::new(),
            cell: String::new(),
            marks: Vec::new(),
            answers: Answers::default(),
            doubts: Vec::new(),
        }
    }
}

impl Judged {
    /// The cells that are written behind the row, in the order of [`super::ADDED`].
    #[must_use]
    pub fn cells(&self) -> [&str; 4] {
        let outcome = self.outcome.as_str();
        [outcome, &self.knockout, &self.reason, &self.cell]
    }

    fn clear(&mut self) {
        self.outcome = Outcome::Advance;
        self.marks.clear();
        self.doubts.clear();
        for text in [&mut self.knockout, &mut self.reason, &mut self.cell] {
            text.clear();
        }
    }
}

/// The level of one application.
#[derive(Clone, Copy)]
enum At {
    Level(LevelIdx),
    Anywhere,
    Unknown,
}

impl Screen<'_> {
    /// Judges one application by its cells, given by column, and by what else is in doubt about
    /// its row. What was judged before is replaced.
    pub fn judge<'c>(
        &self,
        cell: impl Fn(usize) -> &'c str,
        doubts: &[Doubt],
        judged: &mut Judged,
    ) {
        judged.clear();
        let id = cell(self.id_column).trim();
        judged.doubts.extend(Doubt::of_id(id));
        judged.doubts.extend_from_slice(doubts);
        let at = self.level_of(&cell, judged);
        for (place, asked) in self.asked.iter().enumerate() {
            let mark = match holds(&asked.knockout.levels, at) {
                None => Mark::Unclear(Kind::NoLevel),
                Some(false) => Mark::NotAsked,
                Some(true) => judged.answers.hear(place, asked, cell(asked.column)),
            };
            judged.marks.push(mark);
        }
        judged.outcome = self.outcome(judged);
        if judged.outcome != Outcome::Advance {
            reason::write(self, &cell, judged);
        }
    }

    fn level_of<'c>(&self, cell: &impl Fn(usize) -> &'c str, judged: &mut Judged) -> At {
        match self.level {
            LevelFrom::Anywhere => At::Anywhere,
            LevelFrom::Given(level, column) => {
                let said = column.map_or("", |column| cell(column).trim());
                if self.level_called(said).is_some_and(|said| said != level) {
                    judged.doubts.push(Doubt::OtherLevel(said.to_owned()));
                }
                At::Level(level)
            }
            LevelFrom::Column(column) => {
                let found = self.level_called(cell(column).trim());
                found.map_or(At::Unknown, At::Level)
            }
        }
    }

    /// The level of a name; allocates nothing.
    fn level_called(&self, name: &str) -> Option<LevelIdx> {
        let mut names = self.level_names.iter();
        let found = names.find(|level| crate::text::is_folded(name, &level.name));
        found.map(|Level { idx, .. }| *idx)
    }

    fn outcome(&self, judged: &Judged) -> Outcome {
        let mut marks = self.asked.iter().zip(&judged.marks);
        let is_declined = marks.any(|(asked, mark)| {
            *mark == Mark::Failed && asked.knockout.on_fail == OnFail::Decline
        });
        let is_plain = |mark: &Mark| matches!(mark, Mark::Passed | Mark::NotAsked);
        // Whose answers these are must be certain before anything follows from them.
        if !judged.doubts.is_empty() {
            Outcome::Review
        } else if is_declined {
            Outcome::Decline
        } else if judged.marks.iter().all(is_plain) {
            Outcome::Advance
        } else {
            Outcome::Review
        }
    }
}

/// Whether something holds at an application's level; none where that cannot be said.
fn holds(levels: &Levels, at: At) -> Option<bool> {
    match (levels, at) {
        (Levels::All, _) | (_, At::Anywhere) => Some(true),
        (levels, At::Level(level)) => Some(levels.include(level)),
        (_, At::Unknown) => None,
    }
}
