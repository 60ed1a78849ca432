//! Why an application does not simply advance, in sentences that somebody can act on. Everything
//! foreign in them is made harmless to show, and they begin with a letter or digit.

use std::borrow::Cow;
use std::mem;

use super::{Asked, Judged, Kind, LevelFrom, Mark, Outcome, Screen, Unclear};
use crate::rubric::OnFail;
use crate::text::visible_line;

/// Most characters of a cell that are shown.
const MAX_SHOWN: usize = 60;

/// What is said of one answer: why it does not pass, a fragment or sentences, and the column with
/// what stands there.
#[derive(Debug)]
pub(super) struct Sentence {
    why: String,
    cell: String,
}

impl Sentence {
    fn new(why: String, column: &str, cell: &str) -> Self {
        let both = format!("{} = {}", visible_line(column), shortened(cell));
        let cell = both.trim_end().to_owned();
        Self { why, cell }
    }
}

/// Writes the ids, the reason and the cells of an application that was judged.
pub(super) fn write<'c>(
    screen: &Screen<'_>,
    cell: &impl Fn(usize) -> &'c str,
    judged: &mut Judged,
) {
    let mut text = Text {
        knockout: mem::take(&mut judged.knockout),
        reason: mem::take(&mut judged.reason),
        cell: mem::take(&mut judged.cell),
    };
    for doubt in &judged.doubts {
        text.add_to_reason(&format!("row: {doubt}"));
    }
    let mut besides = Text::default();
    for (place, (asked, mark)) in screen.asked.iter().zip(&judged.marks).enumerate() {
        let without_level;
        let sentence = match mark {
            Mark::Passed | Mark::NotAsked => continue,
            Mark::Unclear(Kind::NoLevel) => {
                let column = screen.level_column().unwrap_or(asked.column);
                without_level = no_level(asked, cell(column));
                Some(&without_level)
            }
            Mark::Failed | Mark::Unclear(_) => judged.answers.sentence(place, cell(asked.column)),
        };
        let sentence = sentence.expect("what was heard of an answer that does not pass is kept");
        let decides = match judged.outcome {
            Outcome::Decline => *mark == Mark::Failed && asked.knockout.on_fail == OnFail::Decline,
            Outcome::Review | Outcome::Advance => true,
        };
        if decides {
            text.add_to_reason(&sentence.why);
            push(&mut text.knockout, ";", &asked.knockout.id);
            push(&mut text.cell, "; ", &sentence.cell);
        } else {
            besides.add_to_reason(&sentence.why);
        }
    }
    if !besides.reason.is_empty() {
        text.add_to_reason(&format!("Besides, {}", besides.reason));
    }
    judged.knockout = text.knockout;
    judged.reason = text.reason;
    judged.cell = text.cell;
}

#[derive(Default)]
struct Text {
    knockout: String,
    reason: String,
    cell: String,
}

impl Text {
    /// Adds a sentence, with a full stop where it has no end.
    fn add_to_reason(&mut self, sentence: &str) {
        push(&mut self.reason, " ", sentence);
        if !sentence.ends_with(['.', '!', '?', '。', '؟', '…']) {
            self.reason.push('.');
        }
    }
}

fn push(text: &mut String, between: &str, more: &str) {
    if !text.is_empty() {
        text.push_str(between);
    }
    text.push_str(more);
}

impl Screen<'_> {
    fn level_column(&self) -> Option<usize> {
        match self.level {
            LevelFrom::Column(column) => Some(column),
            LevelFrom::Given(..) | LevelFrom::Anywhere => None,
        }
    }
}

/// What is said of an answer that clearly does not pass.
pub(super) fn failed(asked: &Asked<'_>, cell: &str) -> Sentence {
    let knockout = asked.knockout;
    let answer = shortened(cell);
    let said = if answer.is_empty() {
        Cow::Borrowed("there is no answer")
    } else {
        Cow::Owned(format!("the answer is `{answer}`"))
    };
    let own = visible_line(knockout.reason.trim());
    let why = format!("{}: {said}; {} passes. {own}", knockout.id, passes(asked));
    Sentence::new(why, &knockout.column, cell)
}

/// What is said of an answer that is not plainly one.
pub(super) fn unclear(asked: &Asked<'_>, cell: &str, unclear: &Unclear) -> Sentence {
    let knockout = asked.knockout;
    let (answer, why) = (shortened(cell), &unclear.why);
    let said = if answer.is_empty() {
        Cow::Borrowed(why.as_ref())
    } else {
        Cow::Owned(format!("`{answer}` is not taken as an answer, since {why}"))
    };
    let why = format!("{}: {said}; {} passes", knockout.id, passes(asked));
    Sentence::new(why, &knockout.column, cell)
}

fn passes(asked: &Asked<'_>) -> String {
    visible_line(&asked.knockout.answer.passes()).into_owned()
}

fn no_level(asked: &Asked<'_>, level: &str) -> Sentence {
    let id = &asked.knockout.id;
    let shown = shortened(level);
    let why = if shown.is_empty() {
        format!("{id}: whether it holds depends on the level, and the row says none")
    } else {
        format!(
            "{id}: whether it holds depends on the level, and `{shown}` is no level of the rubric"
        )
    };
    Sentence::new(why, super::bind::LEVEL, level)
}

/// A cell as it is shown: on one line, its beginning where it is long.
fn shortened(cell: &str) -> Cow<'_, str> {
    let cell = cell.trim();
    match cell.char_indices().nth(MAX_SHOWN) {
        None => visible_line(cell),
        Some((end, _)) => {
            let begin = visible_line(&cell[..end]);
            Cow::Owned(format!("{begin}…"))
        }
    }
}
