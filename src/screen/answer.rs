//! What a cell answers to a knock-out: passed, failed, or unclear with a reason in words. Nothing
//! is guessed: what could mean two things, or might, is unclear.

mod absent;
mod choice;
mod decimal;
mod kind;
mod number;
#[cfg(test)]
mod tests;
mod yes_no;

use std::borrow::Cow;

use crate::rubric::Answer;
use crate::text::{is_blank, visible_line};

pub use kind::Kind;

use choice::Choice;
use decimal::Bounds;

/// Most bytes of an answer: a longer one is a text, whatever it begins with.
const MAX_ANSWER: usize = 120;

/// Why a cell is not plainly an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear {
    /// Of which kind.
    pub kind: Kind,
    /// What it looks like and why it was not taken: a fragment, made harmless to show.
    pub why: Cow<'static, str>,
}

impl Unclear {
    fn new(kind: Kind, why: impl Into<Cow<'static, str>>) -> Self {
        let why = why.into();
        Self { kind, why }
    }
}

/// What a cell answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    Passed,
    Failed,
    Unclear(Unclear),
}

impl From<Unclear> for Said {
    fn from(unclear: Unclear) -> Self {
        Self::Unclear(unclear)
    }
}

impl Said {
    fn passed_if(passes: bool) -> Self {
        if passes { Self::Passed } else { Self::Failed }
    }
}

/// What is asked, made ready to be asked many times.
#[derive(Debug)]
pub(super) enum Question {
    YesNo { yes: bool, no: bool },
    Number(Bounds),
    Choice(Choice),
    TextPresent,
}

impl Question {
    pub(super) fn of(answer: &Answer) -> Self {
        match answer {
            Answer::YesNo { accept } => Self::YesNo {
                yes: accept.iter().any(|word| *word == "yes"),
                no: accept.iter().any(|word| *word == "no"),
            },
            Answer::Number { min, max } => Self::Number(Bounds::of(*min, *max)),
            Answer::Choice { accept } => Self::Choice(Choice::of(accept)),
            Answer::TextPresent => Self::TextPresent,
        }
    }

    /// What a cell answers. One that passes allocates nothing.
    #[cfg(test)]
    pub(super) fn hear(&self, cell: &str) -> Said {
        self.at_once(cell).unwrap_or_else(|| self.look_closer(cell))
    }

    /// What a cell answers where that is plain; none where it takes a closer look.
    pub(super) fn at_once(&self, cell: &str) -> Option<Said> {
        let answer = cell.trim();
        match self {
            Self::YesNo { yes, no } => {
                let says_yes = yes_no::plain(answer)?;
                Some(Said::passed_if(if says_yes { *yes } else { *no }))
            }
            Self::Number(bounds) => {
                let number = number::plain(answer).ok()?;
                Some(Said::passed_if(bounds.include(number)))
            }
            Self::Choice(choice) => choice.accepts(answer).then_some(Said::Passed),
            // That there is a text is all that is asked, so that there is none is a plain answer.
            Self::TextPresent => answer.is_empty().then_some(Said::Failed),
        }
    }

    /// What a cell answers that does not plainly do so.
    pub(super) fn look_closer(&self, cell: &str) -> Said {
        let answer = cell.trim();
        match self {
            Self::YesNo { .. } => (absent::absent(answer).or_else(|| unfit(answer)))
                .unwrap_or_else(|| yes_no::unclear(answer))
                .into(),
            Self::Number(_) => match number::plain(answer) {
                Err(number::NotPlain::Doubtful(unclear)) => unclear.into(),
                _ => (absent::absent(answer).or_else(|| unfit(answer)))
                    .unwrap_or_else(|| number::unclear(answer))
                    .into(),
            },
            Self::Choice(choice) => absent::absent(answer)
                .or_else(|| unfit(answer))
                .or_else(|| choice.unclear(answer))
                .map_or(Said::Failed, Said::from),
            Self::TextPresent => absent::absent(answer).map_or(Said::Passed, Said::from),
        }
    }
}

/// What keeps any answer of one word from being read.
fn unfit(answer: &str) -> Option<Unclear> {
    if let Some(hidden) = answer.chars().find(|c| is_hidden(*c)) {
        let code = u32::from(hidden);
        let why = format!("it holds a character that cannot be seen (`\\u{{{code:x}}}`)");
        return Some(Unclear::new(Kind::Hidden, why));
    }
    if answer.len() > MAX_ANSWER {
        let n_chars = answer.chars().count();
        let why = format!("it is a text of {n_chars} characters and not an answer in a word");
        return Some(Unclear::new(Kind::Longer, why));
    }
    answer.contains(['\n', '\r']).then(|| {
        let why = "it goes over several lines";
        Unclear::new(Kind::Longer, why)
    })
}

/// Whether a character shows nothing and is no space either.
fn is_hidden(c: char) -> bool {
    !c.is_ascii_graphic() && !c.is_whitespace() && is_blank(c.encode_utf8(&mut [0; 4]))
}

/// What foreign text shows in a message.
fn shown(text: &str) -> Cow<'_, str> {
    visible_line(text)
}
