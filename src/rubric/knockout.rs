//! Knock-out rules on applications and on panel scores.

use super::{CriterionIdx, Levels, PointIdx};
use crate::document::words;
use crate::text::{Plain, Text};

words! {
    /// Where a knock-out applies.
    At, "a place for a knock-out" {
        /// On the application.
        Application = "application",
        /// On the panel's scores.
        Panel = "panel",
    }
    /// What follows when an application fails a knock-out.
    OnFail, "a consequence" {
        /// A proposal to decline.
        Decline = "decline",
        /// A person looks at it.
        Review = "review",
    }
    /// The form of an application's answer, as it is written.
    AnswerForm, "a form of answer" {
        /// Yes or no.
        YesNo = "yes-no",
        /// A number.
        Number = "number",
        /// One of a few words.
        Choice = "choice",
        /// Any text at all.
        TextPresent = "text-present",
    }
    /// What a panel knock-out leads to.
    Effect, "an effect" {
        /// No hire.
        NoHire = "no-hire",
        /// At best a debrief.
        Debrief = "debrief",
    }
    /// How many raters must have given such a score, in a word.
    RatersWord, "a number of raters" {
        /// One is enough.
        Any = "any",
        /// More than half of those who scored it.
        Majority = "majority",
        /// Everybody who scored it.
        All = "all",
    }
}

/// How many raters must have given such a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raters {
    /// In a word.
    Word(RatersWord),
    /// At least this many.
    AtLeast(u32),
}

/// What an application must answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// One of these of yes and no.
    YesNo {
        /// What passes.
        accept: Vec<Text>,
    },
    /// A number within bounds, at least one of them set.
    Number {
        /// Least that passes.
        min: Option<f64>,
        /// Most that passes.
        max: Option<f64>,
    },
    /// One of these words.
    Choice {
        /// What passes.
        accept: Vec<Text>,
    },
    /// Any text at all.
    TextPresent,
}

impl Answer {
    /// What passes, in words.
    #[must_use]
    pub fn passes(&self) -> String {
        match self {
            Self::YesNo { accept } | Self::Choice { accept } => accept.plain().join(" or "),
            Self::Number {
                min: Some(min),
                max: Some(max),
            } => format!("{min} to {max}"),
            Self::Number { min: Some(min), .. } => format!("{min} or more"),
            Self::Number { max: Some(max), .. } => format!("{max} or less"),
            Self::Number { .. } => "any number".to_owned(),
            Self::TextPresent => "any text".to_owned(),
        }
    }
}

/// A knock-out on applications.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ApplicationKnockout {
    /// Its id.
    pub id: Text,
    /// The levels it holds at.
    pub levels: Levels,
    /// What is asked.
    pub question: Text,
    /// What passes.
    pub answer: Answer,
    /// What follows a failure.
    pub on_fail: OnFail,
    /// The CSV column with the answer.
    pub column: Text,
    /// What the record says.
    pub reason: Text,
}

/// A knock-out on panel scores.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PanelKnockout {
    /// Its id.
    pub id: Text,
    /// The levels it holds at.
    pub levels: Levels,
    /// The criterion it looks at.
    pub criterion: CriterionIdx,
    /// A score at this point or under it triggers.
    pub at_most: PointIdx,
    /// How many raters must have given one.
    pub raters: Raters,
    /// Whether a score without evidence is not enough.
    pub needs_evidence: bool,
    /// What it leads to.
    pub effect: Effect,
    /// What the record says.
    pub reason: Text,
}
