//! What was made of answers that do not pass, kept: of many applications few differ in these.

use std::collections::HashMap;

use super::answer::Said;
use super::reason::{self, Sentence};
use super::{Asked, Mark};

/// Most answers that are kept of one knock-out.
const MOST: usize = 1_000;

/// Most bytes of an answer that is kept.
const MAX_KEPT: usize = 120;

/// What was made of one answer.
#[derive(Debug)]
struct Heard {
    mark: Mark,
    sentence: Sentence,
}

/// Answers that do not pass, by knock-out, in the order in which these are asked. Nothing follows
/// from whether one is kept: it is only found sooner.
#[derive(Debug, Default)]
pub(super) struct Answers(Vec<One>);

/// The answers to one knock-out.
#[derive(Debug, Default)]
struct One {
    kept: HashMap<Box<str>, Heard>,
    /// The last that was not kept.
    last: Option<Heard>,
}

impl Answers {
    /// What a cell says to a knock-out, by its place among those that are asked.
    pub(super) fn hear(&mut self, place: usize, asked: &Asked<'_>, cell: &str) -> Mark {
        match asked.question.at_once(cell) {
            Some(Said::Passed) => Mark::Passed,
            at_once => {
                if self.0.len() <= place {
                    self.0.resize_with(place + 1, One::default);
                }
                self.0[place].hear(asked, cell, at_once)
            }
        }
    }

    /// What is said of an answer that was just heard and does not pass.
    pub(super) fn sentence(&self, place: usize, cell: &str) -> Option<&Sentence> {
        let one = self.0.get(place)?;
        let heard = one.kept.get(cell).or(one.last.as_ref());
        heard.map(|heard| &heard.sentence)
    }
}

impl One {
    fn hear(&mut self, asked: &Asked<'_>, cell: &str, at_once: Option<Said>) -> Mark {
        if let Some(heard) = self.kept.get(cell) {
            return heard.mark;
        }
        let said = at_once.unwrap_or_else(|| asked.question.look_closer(cell));
        let (mark, sentence) = match said {
            Said::Passed => return Mark::Passed,
            Said::Failed => (Mark::Failed, reason::failed(asked, cell)),
            Said::Unclear(unclear) => (
                Mark::Unclear(unclear.kind),
                reason::unclear(asked, cell, &unclear),
            ),
        };
        let heard = Heard { mark, sentence };
        if cell.len() <= MAX_KEPT && self.kept.len() < MOST {
            self.kept.insert(cell.into(), heard);
        } else {
            self.last = Some(heard);
        }
        mark
    }
}
