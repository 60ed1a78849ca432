//! Why an application does not simply advance, in sentences that somebody can act on. Everything
//! foreign in them is made harmless to show, and they begin with a letter or digit.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{Asked, Judged, Kind, LevelFrom, Mark, Outcome, Screen, Unclear};
use crate::rubric::OnFail;
use crate::text::visible_line;

/// Most characters of a cell that are shown.
const MAX_SHOWN: usize = 60;

/// Writes the ids, the reason and the cells of an application that was judged.
pub(super) fn write<'c>(
    screen: &Screen<'_>,
    cell: &impl Fn(usize) -> &'c str,
    judged: &mut Judged,
) {
    let mut text = Text::default();
    for doubt in &judged.doubts {
        text.add_to_reason(&format!("row: {doubt}"));
    }
    let mut besides = Text::default();
    let mut unclear = judged.unclear.iter();
    for (asked, mark) in screen.asked.iter().zip(&judged.marks) {
        let (column, why) = match mark {
            Mark::Passed | Mark::NotAsked => continue,
            Mark::Unclear(Kind::NoLevel) => {
                let column = screen.level_column().unwrap_or(asked.column);
                (column, no_level(asked, cell(column)))
            }
            Mark::Unclear(_) => (
                asked.column,
                asked.unclear(cell(asked.column), unclear.next()),
            ),
            Mark::Failed => (asked.column, asked.failed(cell(asked.column))),
        };
        let decides = match judged.outcome {
            Outcome::Decline => *mark == Mark::Failed && asked.knockout.on_fail == OnFail::Decline,
            Outcome::Review | Outcome::Advance => true,
        };
        if decides {
            text.add_to_reason(&why);
            text.add_knockout(asked, asked.column_name(column), cell(column));
        } else {
            besides.add_to_reason(&why);
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

    fn add_knockout(&mut self, asked: &Asked<'_>, column: &str, cell: &str) {
        push(&mut self.knockout, ";", &asked.knockout.id);
        let both = format!("{} = {}", visible_line(column), shortened(cell));
        push(&mut self.cell, "; ", both.trim_end());
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

impl Asked<'_> {
    /// The name of the column with its answer, or else with the level.
    fn column_name(&self, column: usize) -> &str {
        if column == self.column {
            &self.knockout.column
        } else {
            super::bind::LEVEL
        }
    }

    fn failed(&self, cell: &str) -> String {
        let knockout = self.knockout;
        let answer = shortened(cell);
        let said = if answer.is_empty() {
            Cow::Borrowed("there is no answer")
        } else {
            Cow::Owned(format!("the answer is `{answer}`"))
        };
        let own = visible_line(knockout.reason.trim());
        let passes = self.passes();
        format!("{}: {said}; {passes} passes. {own}", knockout.id)
    }

    fn unclear(&self, cell: &str, unclear: Option<&Unclear>) -> String {
        let why = unclear.map_or("", |unclear| &unclear.why);
        let answer = shortened(cell);
        let mut text = format!("{}: ", self.knockout.id);
        let written = if answer.is_empty() {
            write!(text, "{why}")
        } else {
            write!(text, "`{answer}` is not taken as an answer, since {why}")
        };
        written.expect("writing to a String cannot fail");
        push(&mut text, "; ", &format!("{} passes", self.passes()));
        text
    }

    fn passes(&self) -> String {
        visible_line(&self.knockout.answer.passes()).into_owned()
    }
}

fn no_level(asked: &Asked<'_>, level: &str) -> String {
    let id = &asked.knockout.id;
    let level = shortened(level);
    if level.is_empty() {
        return format!("{id}: whether it holds depends on the level, and the row says none");
    }
    format!("{id}: whether it holds depends on the level, and `{level}` is no level of the rubric")
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
