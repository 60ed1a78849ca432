//! What a cell answers to a knock-out: passed, failed, or unclear with a reason in words.

use std::borrow::Cow;

use crate::document::words;
use crate::rubric::Answer;

words! {
    /// A kind of cell that is not plainly an answer.
    Kind, "a kind of unclear answer" {
        /// There is nothing in the cell, or a word for nothing.
        NoAnswer = "no-answer",
        /// Neither yes nor no.
        NotYesNo = "not-yes-no",
        /// Not plainly a number.
        NotNumber = "not-a-number",
        /// Nearly a word that is accepted.
        NearMiss = "near-miss",
        /// The level is not known, and the knock-out depends on it.
        NoLevel = "no-level",
    }
}

/// Why a cell is not plainly an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear {
    /// Of which kind.
    pub kind: Kind,
    /// What it looks like and why it was not taken: a fragment.
    pub why: Cow<'static, str>,
}

/// What a cell answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    Passed,
    Failed,
    Unclear(Unclear),
}

/// What is asked, made ready to be asked many times.
#[derive(Debug)]
pub(super) enum Question {
    YesNo { yes: bool, no: bool },
    Number { min: Option<f64>, max: Option<f64> },
    Choice { accept: Vec<String> },
    TextPresent,
}

impl Question {
    pub(super) fn of(answer: &Answer) -> Self {
        match answer {
            Answer::YesNo { accept } => Self::YesNo {
                yes: accept.iter().any(|word| *word == "yes"),
                no: accept.iter().any(|word| *word == "no"),
            },
            Answer::Number { min, max } => Self::Number {
                min: *min,
                max: *max,
            },
            Answer::Choice { accept } => Self::Choice {
                accept: accept.iter().map(|word| word.to_lowercase()).collect(),
            },
            Answer::TextPresent => Self::TextPresent,
        }
    }

    /// What a cell answers.
    pub(super) fn hear(&self, cell: &str) -> Said {
        let cell = cell.trim();
        if cell.is_empty() {
            return unclear(Kind::NoAnswer, "there is no answer");
        }
        match self {
            Self::YesNo { yes, no } => match cell.to_ascii_lowercase().as_str() {
                "yes" | "y" | "true" => passed_if(*yes),
                "no" | "n" | "false" => passed_if(*no),
                _ => unclear(Kind::NotYesNo, "it is neither yes nor no"),
            },
            Self::Number { min, max } => match plain_number(cell) {
                Some(number) => passed_if(
                    min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max),
                ),
                None => unclear(Kind::NotNumber, "it is not plainly a number"),
            },
            Self::Choice { accept } => passed_if(accept.contains(&cell.to_lowercase())),
            Self::TextPresent => Said::Passed,
        }
    }
}

fn plain_number(cell: &str) -> Option<f64> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    cell.parse().ok().filter(|_| is_plain)
}

fn passed_if(passes: bool) -> Said {
    if passes { Said::Passed } else { Said::Failed }
}

fn unclear(kind: Kind, why: &'static str) -> Said {
    Said::Unclear(Unclear {
        kind,
        why: why.into(),
    })
}
