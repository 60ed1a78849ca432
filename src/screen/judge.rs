//! What becomes of one application.

use std::fmt::Write as _;

use super::answer::Said;
use super::{Asked, Doubt, Kind, LevelFrom, Outcome, Screen, Unclear};
use crate::rubric::{LevelIdx, Levels, OnFail};
use crate::text::visible_line;

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

/// What became of an application. It is used again for the next: one that advances allocates
/// nothing.
#[derive(Debug)]
pub struct Judged {
    /// What becomes of it.
    pub outcome: Outcome,
    /// Ids of the knock-outs that were not passed, `;`-joined.
    pub knockout: String,
    /// Why, in sentences; empty where it advances.
    pub reason: String,
    /// Column and content of the cells that decided, `; `-joined.
    pub cell: String,
    /// What each knock-out made of it, in the order of [`Screen::knockouts`].
    pub marks: Vec<Mark>,
    /// Whether something beside the answers was in doubt.
    pub is_doubtful: bool,
}

impl Default for Judged {
    fn default() -> Self {
        Self {
            outcome: Outcome::Advance,
            knockout: String::new(),
            reason: String::new(),
            cell: String::new(),
            marks: Vec::new(),
            is_doubtful: false,
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
        self.is_doubtful = false;
        self.marks.clear();
        for text in [&mut self.knockout, &mut self.reason, &mut self.cell] {
            text.clear();
        }
    }

    fn doubt(&mut self, doubt: &Doubt) {
        self.is_doubtful = true;
        self.say(format_args!("{doubt}"));
    }

    /// Adds a sentence to the reason.
    fn say(&mut self, words: std::fmt::Arguments<'_>) {
        if !self.reason.is_empty() {
            self.reason.push(' ');
        }
        let _ = write!(self.reason, "{words}.");
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
        if let Some(doubt) = Doubt::of_id(cell(self.id_column).trim()) {
            judged.doubt(&doubt);
        }
        for doubt in doubts {
            judged.doubt(doubt);
        }
        let at = self.level_of(&cell, judged);
        for asked in &self.asked {
            let answer = cell(asked.column);
            let mark = asked.hear(at, answer, judged);
            judged.marks.push(mark);
        }
        judged.outcome = self.outcome(judged);
    }

    fn level_of<'c>(&self, cell: &impl Fn(usize) -> &'c str, judged: &mut Judged) -> At {
        match self.level {
            LevelFrom::Anywhere => At::Anywhere,
            LevelFrom::Given(level, column) => {
                let said = column.map(|column| cell(column).trim());
                let other = said.filter(|name| {
                    let known = self.rubric.find_level(name);
                    known.is_some_and(|known| known != level)
                });
                if let Some(name) = other {
                    judged.doubt(&Doubt::OtherLevel(name.to_owned()));
                }
                At::Level(level)
            }
            LevelFrom::Column(column) => {
                let found = self.rubric.find_level(cell(column).trim());
                found.map_or(At::Unknown, At::Level)
            }
        }
    }

    fn outcome(&self, judged: &Judged) -> Outcome {
        let declines = self.asked.iter().zip(&judged.marks).any(|(asked, mark)| {
            *mark == Mark::Failed && asked.knockout.on_fail == OnFail::Decline
        });
        let is_plain = |mark: &Mark| matches!(mark, Mark::Passed | Mark::NotAsked);
        if judged.is_doubtful {
            Outcome::Review
        } else if declines {
            Outcome::Decline
        } else if judged.marks.iter().all(is_plain) {
            Outcome::Advance
        } else {
            Outcome::Review
        }
    }
}

impl Asked<'_> {
    fn hear(&self, at: At, answer: &str, judged: &mut Judged) -> Mark {
        let holds = match (&self.knockout.levels, at) {
            (Levels::All, _) | (_, At::Anywhere) => true,
            (levels, At::Level(level)) => levels.include(level),
            (_, At::Unknown) => {
                self.tell(answer, &"the level is not known", judged);
                return Mark::Unclear(Kind::NoLevel);
            }
        };
        if !holds {
            return Mark::NotAsked;
        }
        match self.question.hear(answer) {
            Said::Passed => Mark::Passed,
            Said::Failed => {
                self.tell(answer, &"the answer does not pass", judged);
                Mark::Failed
            }
            Said::Unclear(Unclear { kind, why }) => {
                self.tell(answer, &why, judged);
                Mark::Unclear(kind)
            }
        }
    }

    fn tell(&self, answer: &str, why: &dyn std::fmt::Display, judged: &mut Judged) {
        let knockout = self.knockout;
        let shown = visible_line(answer.trim());
        let passes = knockout.answer.passes();
        let reason = &knockout.reason;
        judged.say(format_args!(
            "{}: {why}: `{shown}`; {passes} passes. {reason}",
            knockout.id
        ));
        for (text, separator) in [(&mut judged.knockout, ";"), (&mut judged.cell, "; ")] {
            if !text.is_empty() {
                text.push_str(separator);
            }
        }
        judged.knockout.push_str(&knockout.id);
        let _ = write!(judged.cell, "{}={shown}", visible_line(&knockout.column));
    }
}
