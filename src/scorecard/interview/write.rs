//! Replies as TOML: the card that is submitted, and the draft that keeps what was answered.

use super::{Interview, Replies, Reply, ScoreReplies};
use crate::document::{quoted, quoted_lines};
use crate::rubric::{Rubric, Subject};
use crate::scorecard::Given;

/// The card as it is submitted. Where all items are answered it reads without an error.
#[must_use]
pub fn card(interview: &Interview<'_>, replies: &Replies) -> String {
    write(interview, replies, Form::Card)
}

/// What was answered so far, as a card without the rest. `first` is a line for whoever opens it.
#[must_use]
pub fn draft(interview: &Interview<'_>, replies: &Replies, first: &str) -> String {
    let draft = write(interview, replies, Form::Draft);
    format!("# {first}\n{draft}")
}

/// What is done with texts and lists that were left empty.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A card does not mention them.
    Card,
    /// A draft does, so that they are not asked for again.
    Draft,
}

fn write(interview: &Interview<'_>, replies: &Replies, form: Form) -> String {
    let rubric = interview.rubric;
    let mut lines = Lines {
        text: head(interview),
        form,
    };
    lines.value(
        "interviewed-on",
        &replies.interviewed_on,
        ToString::to_string,
    );
    lines.value("minutes", &replies.minutes, ToString::to_string);
    lines.value("variant", &replies.variant, |id| quoted(id));
    if interview.shadow {
        lines.line("shadow", "true");
    }
    lines.value("recommendation", &replies.recommendation, |word| {
        quoted(word.as_str())
    });
    lines.value("level-recommendation", &replies.level, |level| {
        quoted(&rubric.level(*level).id)
    });
    lines.summary(&replies.summary);
    lines.text("private-note", &replies.private_note);
    lines.value("asked", &replies.asked, |asked| {
        list(
            asked
                .iter()
                .map(|subject| subject_id(rubric, *subject).to_owned()),
        )
    });
    for score in &replies.scores {
        lines.score(rubric, score);
    }
    lines.text
}

fn head(interview: &Interview<'_>) -> String {
    let rubric = interview.rubric;
    let about = rubric.about();
    format!(
        "format = 1\n\
         rubric = \"{}\"\n\
         rubric-version = \"{}\"\n\
         rubric-hash = \"{}\"\n\
         candidate = \"{}\"\n\
         round = \"{}\"\n\
         level = \"{}\"\n\
         interviewer = {}\n",
        about.id,
        about.version,
        about.hash,
        interview.candidate,
        rubric.round(interview.round).id,
        rubric.level(interview.level).id,
        quoted(&interview.interviewer),
    )
}

struct Lines {
    text: String,
    form: Form,
}

impl Lines {
    fn line(&mut self, key: &str, value: &str) {
        self.text.extend([key, " = ", value, "\n"]);
    }

    fn value<T>(&mut self, key: &str, reply: &Reply<T>, write: impl FnOnce(&T) -> String) {
        if let Some(value) = reply.given() {
            self.line(key, &write(value));
        }
    }

    fn text(&mut self, key: &str, reply: &Reply<String>) {
        match reply {
            Reply::Given(text) => self.line(key, &quoted_lines(text)),
            Reply::Blank if self.form == Form::Draft => self.line(key, "\"\""),
            Reply::Blank | Reply::Open => {}
        }
    }

    /// Every card has a summary, if an empty one.
    fn summary(&mut self, reply: &Reply<String>) {
        match (reply, self.form) {
            (Reply::Blank | Reply::Open, Form::Card) => self.line("summary", "\"\""),
            _ => self.text("summary", reply),
        }
    }

    fn score(&mut self, rubric: &Rubric, score: &ScoreReplies) {
        let is_open = score.observed.is_open() && score.evidence.is_open();
        if is_open && score.given.is_open() && score.level.is_open() {
            return;
        }
        self.text.push_str("\n[[score]]\n");
        self.line("criterion", &quoted(&rubric.criterion(score.criterion).id));
        self.value("score", &score.given, |given| match given {
            Given::Point(point) => rubric.scale().point(*point).value.to_string(),
            Given::None(word) => quoted(word.as_str()),
        });
        self.value("level", &score.level, |level| {
            quoted(&rubric.level(*level).id)
        });
        self.text("evidence", &score.evidence);
        if score
            .observed
            .given()
            .is_some_and(|ticked| !ticked.is_empty())
            || self.form == Form::Draft
        {
            self.value("observed", &score.observed, |ticked| {
                list(ticked.iter().map(|tick| rubric.indicator_address(*tick)))
            });
        }
    }
}

/// The id of what was asked.
#[must_use]
pub fn subject_id(rubric: &Rubric, subject: Subject) -> &str {
    match subject {
        Subject::Question(idx) => &rubric.question(idx).id,
        Subject::Exercise(idx) => &rubric.exercise(idx).id,
        Subject::VideoPrompt(idx) => &rubric.video_prompts()[idx.get()].id,
        Subject::Criterion(idx) => &rubric.criterion(idx).id,
        Subject::Knockout => "",
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    let quoted: Vec<_> = items.map(|item| quoted(&item)).collect();
    format!("[{}]", quoted.join(", "))
}
