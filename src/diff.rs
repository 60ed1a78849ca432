//! What changed in meaning between two rubrics, for whom, and whether scores made with the one can
//! be compared with scores made with the other.
//!
//! Each rubric is taken apart into entries (a question, a round, a level …) with their facts; the
//! entries are paired, and the facts of each pair compared. Spacing and comments are no facts, and
//! neither is the order of tables where nothing follows from it.

mod comparability;
mod compare;
mod entries;
mod facts;
mod pairs;

use serde::Serialize;

use crate::rubric::{Named, Rubric, RubricRef};

/// Version of the difference's JSON.
pub const FORMAT: u32 = 1;

/// What changed between two rubrics.
#[derive(Debug, Clone, Serialize)]
pub struct Diff {
    /// Version of this shape: [`FORMAT`].
    pub format: u32,
    /// The rubric before.
    pub old: RubricRef,
    /// The rubric after.
    pub new: RubricRef,
    /// Whether they differ in meaning.
    pub differs: bool,
    /// Whether scores stay comparable.
    pub comparability: Comparability,
    /// The levels of either, junior first, with how much each is concerned.
    pub levels: Vec<LevelSummary>,
    /// The changes, by what they are about.
    pub areas: Vec<AreaChanges>,
    /// What else to know before using the new one.
    pub notes: Vec<String>,
}

/// Whether scores made with the one rubric can be compared with scores made with the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparability {
    /// The judgement.
    pub verdict: Comparable,
    /// The judgement in words.
    pub title: &'static str,
    /// The criteria excepted.
    pub except: Vec<Named>,
    /// Why, a sentence each.
    pub reasons: Vec<String>,
}

/// The judgement on scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparable {
    /// A score means what it meant.
    Yes,
    /// So it does, but for some criteria.
    Except,
    /// Scores of the one say nothing beside those of the other.
    No,
}

impl Comparable {
    /// The judgement in words.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Yes => "comparable",
            Self::Except => "comparable except for some criteria",
            Self::No => "not comparable",
        }
    }
}

/// How much a level is concerned.
#[derive(Debug, Clone, Serialize)]
pub struct LevelSummary {
    /// The level.
    pub level: Named,
    /// How many of the changes concern it.
    pub n_changes: usize,
    /// Whether scores given for it stay comparable.
    pub verdict: Comparable,
    /// The same in words.
    pub title: &'static str,
    /// The criteria excepted at this level.
    pub except: Vec<Named>,
}

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    /// The rubric and the role as a whole.
    Role,
    /// Levels.
    Level,
    /// The scale.
    Scale,
    /// Disciplines.
    Discipline,
    /// Criteria: weights, progression, anchors, definitions.
    Criterion,
    /// Questions.
    Question,
    /// Rounds.
    Round,
    /// Exercises.
    Exercise,
    /// Prompts for recorded answers.
    VideoPrompt,
    /// Knock-outs.
    Knockout,
    /// Decision rules.
    Decision,
}

impl Area {
    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Role => "The role",
            Self::Level => "Levels",
            Self::Scale => "The scale",
            Self::Discipline => "Disciplines",
            Self::Criterion => "Criteria",
            Self::Question => "Questions",
            Self::Round => "Rounds",
            Self::Exercise => "Exercises",
            Self::VideoPrompt => "Recorded answers",
            Self::Knockout => "Knock-outs",
            Self::Decision => "Decision rules",
        }
    }
}

/// The changes of one area.
#[derive(Debug, Clone, Serialize)]
pub struct AreaChanges {
    /// The area.
    pub area: Area,
    /// Its heading.
    pub title: &'static str,
    /// What changed, thing by thing.
    pub subjects: Vec<SubjectChanges>,
}

/// The changes of one thing.
#[derive(Debug, Clone, Serialize)]
pub struct SubjectChanges {
    /// The thing, as the newer rubric that has it calls it.
    pub subject: Named,
    /// Its changes.
    pub changes: Vec<Change>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The thing is new.
    Added,
    /// The thing is gone.
    Removed,
    /// The same text has another id.
    Renamed,
    /// A part of it is different.
    Changed,
    /// It stands elsewhere now.
    Moved,
    /// The same things stand in another order.
    Reordered,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// Which part of the thing it happened to; none for the thing as a whole.
    pub aspect: Option<&'static str>,
    /// The scale point it belongs to, by its label.
    pub point: Option<String>,
    /// The levels it concerns, where not all.
    pub only_at: Vec<Named>,
    /// What was there before, where that is one text.
    pub old: Option<String>,
    /// What is there now, where that is one text.
    pub new: Option<String>,
    /// Whether both are short enough to be read side by side.
    pub short: bool,
    /// Where one text is reworded in a part of it: that part and what stays around it.
    pub reworded: Option<Reworded>,
    /// Items of a list that are gone.
    pub removed: Vec<String>,
    /// Items of a list that are new.
    pub added: Vec<String>,
}

impl Change {
    /// Most characters that each of two texts has to be read side by side.
    const SHORT: usize = 28;

    /// The change of one text into another, either of which may be absent.
    fn between(self, old: Option<String>, new: Option<String>) -> Self {
        let is_short = |text: &str| text.chars().count() <= Self::SHORT;
        let both = old.as_deref().zip(new.as_deref());
        Self {
            short: both.is_some_and(|(old, new)| is_short(old) && is_short(new)),
            reworded: both.and_then(|(old, new)| Reworded::of(old, new)),
            old,
            new,
            ..self
        }
    }
}

/// A text of which a part is different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reworded {
    /// What both begin with.
    pub head: String,
    /// The words that were there before; may be none.
    pub old: String,
    /// The words that are there now; may be none.
    pub new: String,
    /// What both end with.
    pub tail: String,
}

impl Reworded {
    /// The words that differ between those that stay at both ends; none where nothing stays.
    fn of(old: &str, new: &str) -> Option<Self> {
        let (before, now): (Vec<_>, Vec<_>) = (old.split(' ').collect(), new.split(' ').collect());
        let both = before.iter().zip(&now);
        let n_head = both.take_while(|(a, b)| a == b).count();
        let rest = before[n_head..]
            .iter()
            .rev()
            .zip(now[n_head..].iter().rev());
        let n_tail = rest.take_while(|(a, b)| a == b).count();
        let middle = |words: &[&str]| words[n_head..words.len() - n_tail].join(" ");
        (n_head + n_tail > 0).then(|| Self {
            head: before[..n_head].join(" "),
            old: middle(&before),
            new: middle(&now),
            tail: before[before.len() - n_tail..].join(" "),
        })
    }
}

/// Compares two rubrics. A renamed thing is known by an equal text under a new id.
#[must_use]
pub fn diff(old: &Rubric, new: &Rubric) -> Diff {
    let pairs = pairs::Pairs::of(old, new);
    let areas = compare::areas(&pairs);
    Diff {
        format: FORMAT,
        old: old.reference(),
        new: new.reference(),
        differs: !areas.is_empty(),
        notes: comparability::notes(&pairs, &areas),
        comparability: comparability::judge(&pairs),
        levels: comparability::levels(&pairs, &areas),
        areas,
    }
}

#[cfg(test)]
mod tests;
