//! What is shown beside the questions: the seat, each criterion with its bar, and the words for
//! what can be answered. Texts of the rubric are made harmless here.

use serde::Serialize;

use crate::cli::error::Failure;
use crate::cli::templates;
use crate::cli::ui::Ui;
use crate::kit::{BarView, CriterionView, Kit, LevelView, RoundView};
use crate::render::terminal::wrapped;
use crate::render::{Documents, Format, write};
use crate::rubric::{CriterionIdx, Indicator, LevelIdx, Rubric, ScalePoint, Sign, Subject};
use crate::scorecard::interview::{Interview, Item, Replies, write::subject_id};
use crate::scorecard::{Given, NoScore, Recommendation};
use crate::text::visible_line;

/// Shows documents between the questions.
pub(super) struct Screen<'a> {
    documents: Documents,
    kit: &'a Kit,
    ui: &'a Ui,
}

#[derive(Serialize)]
struct SeatView<'a> {
    round: &'a RoundView,
    level: &'a LevelView,
    candidate: &'a str,
    interviewer: &'a str,
    shadow: bool,
    draft: &'a str,
}

#[derive(Serialize)]
struct CriterionPage<'a> {
    number: usize,
    n: usize,
    criterion: &'a CriterionView,
    level: &'a LevelView,
    /// What each scale point looks like here; empty where the rubric does not say.
    bar: &'a [BarView],
    /// The bar's number and name.
    bar_label: String,
    scale: &'a [ScalePoint],
}

impl<'a> Screen<'a> {
    pub(super) fn new(kit: &'a Kit, ui: &'a Ui) -> Result<Self, Failure> {
        Ok(Self {
            documents: templates::documents(ui)?,
            kit,
            ui,
        })
    }

    fn show<V: Serialize>(&self, template: &str, view: &V) -> Result<(), Failure> {
        let blocks = self.documents.blocks(template, view)?;
        let text = write(&blocks, Format::Text(self.ui.side_style()));
        Ui::show(&format!("\n{}\n", String::from_utf8_lossy(&text)));
        Ok(())
    }

    /// A remark of the program's own, on lines of its own.
    pub(super) fn say(&self, text: &str) {
        let width = self.ui.side_style().width;
        let lines = text.lines().flat_map(|line| wrapped(line, width));
        let lines: String = lines.map(|line| line + "\n").collect();
        Ui::show(&lines);
    }

    /// What went wrong and can be mended while somebody is asked.
    pub(super) fn failure(&self, failure: &Failure) {
        self.ui.failure(failure);
    }

    /// For what the card is, and how to go about it.
    pub(super) fn seat(&self, interview: &Interview<'_>, draft: &str) -> Result<(), Failure> {
        let view = SeatView {
            round: &self.kit.round,
            level: &self.kit.level,
            candidate: &interview.candidate,
            interviewer: &interview.interviewer,
            shadow: interview.shadow,
            draft,
        };
        self.show("score.md", &view)
    }

    /// What the points look like for a criterion; an exercise has them where it is described.
    fn bar(&self, criterion: &'a CriterionView) -> &'a [BarView] {
        match &self.kit.exercise {
            Some(exercise) if exercise.id == criterion.id => &exercise.bar,
            _ => &criterion.bar,
        }
    }

    /// A criterion with its bar.
    pub(super) fn criterion(
        &self,
        rubric: &Rubric,
        replies: &Replies,
        place: usize,
    ) -> Result<(), Failure> {
        let criterion = rubric.criterion(replies.scores[place].criterion);
        let mut shown = self.kit.criteria.iter();
        let Some(shown) = shown.find(|view| criterion.id == view.id) else {
            // A draft may score what the round does not focus on, and the kit says nothing of it.
            Ui::show(&format!("\n{}\n\n", visible_line(&criterion.title)));
            return Ok(());
        };
        let bar = rubric.scale().point(rubric.scale().bar());
        let view = CriterionPage {
            number: place + 1,
            n: replies.scores.len(),
            criterion: shown,
            level: &self.kit.level,
            bar: self.bar(shown),
            bar_label: format!("{} {}", bar.value, bar.label),
            scale: &self.kit.scale,
        };
        self.show("score-criterion.md", &view)
    }
}

/// The criterion that an item belongs to, by its place.
pub(super) fn place_of(item: Item) -> Option<usize> {
    match item {
        Item::Observed(place)
        | Item::Evidence(place)
        | Item::Score(place)
        | Item::ScoreLevel(place) => Some(place),
        _ => None,
    }
}

/// What an item is called.
pub(super) fn title(item: Item) -> &'static str {
    match item {
        Item::InterviewedOn => "Date of the interview",
        Item::Minutes => "Minutes it took",
        Item::Variant => "How the exercise was set",
        Item::Asked => "What was asked",
        Item::Observed(_) => "Seen or heard",
        Item::Evidence(_) => "Evidence",
        Item::Score(_) => "Score",
        Item::ScoreLevel(_) => "Highest level whose cell this supports",
        Item::Recommendation => "Your recommendation",
        Item::Level => "Highest level the evidence supports",
        Item::Summary => "Summary",
        Item::PrivateNote => "Private note",
    }
}

/// What was asked, with its id.
pub(super) fn subject(rubric: &Rubric, subject: Subject) -> String {
    let text = match subject {
        Subject::Question(idx) => &rubric.question(idx).ask,
        Subject::Exercise(idx) => &rubric.exercise(idx).title,
        Subject::VideoPrompt(idx) => &rubric.video_prompts()[idx.get()].ask,
        Subject::Criterion(idx) => &rubric.criterion(idx).title,
        Subject::Knockout => return String::new(),
    };
    format!("{}: {}", subject_id(rubric, subject), line(text))
}

/// An indicator with its sign.
pub(super) fn indicator(rubric: &Rubric, indicator: Indicator) -> String {
    let sign = match indicator.sign {
        Sign::Positive => "for",
        Sign::Negative => "against",
    };
    let text = line(rubric.indicator_text(indicator));
    format!("{sign}: {text}")
}

/// A score in words.
pub(super) fn given(interview: &Interview<'_>, criterion: CriterionIdx, given: Given) -> String {
    match given {
        Given::Point(idx) => {
            let point = interview.rubric.scale().point(idx);
            if interview.is_yes_no(criterion) {
                let word = if idx.get() == 0 { "no" } else { "yes" };
                return format!("{word} ({})", point.value);
            }
            format!("{} {}", point.value, line(&point.label))
        }
        Given::None(NoScore::NotAssessed) => "not assessed: you did not get to it".to_owned(),
        Given::None(NoScore::NoEvidence) if interview.is_panel() => {
            "no evidence: you asked, and there was nothing to go on".to_owned()
        }
        Given::None(NoScore::NoEvidence) => "no evidence: the papers say nothing of it".to_owned(),
        Given::None(NoScore::Declined) => "declined: you recuse yourself".to_owned(),
    }
}

/// A recommendation in words.
pub(super) fn recommendation(word: Recommendation, is_panel: bool) -> &'static str {
    match (word, is_panel) {
        (Recommendation::StrongNoHire, true) => "strong no hire",
        (Recommendation::NoHire, true) => "no hire",
        (Recommendation::Hire, true) => "hire",
        (Recommendation::StrongHire, true) => "strong hire",
        (Recommendation::StrongNoHire, false) => "certainly not to go on",
        (Recommendation::NoHire, false) => "not to go on",
        (Recommendation::Hire, false) => "to go on",
        (Recommendation::StrongHire, false) => "certainly to go on",
    }
}

/// A level, with the criterion's cell where it has one.
pub(super) fn level(rubric: &Rubric, level: LevelIdx, criterion: Option<CriterionIdx>) -> String {
    let title = line(&rubric.level(level).title);
    let cells = criterion.map_or(&[][..], |idx| rubric.criterion(idx).progression());
    match cells.get(level.get()) {
        Some(cell) => format!("{title}: {}", line(cell)),
        None => title,
    }
}

/// A text of the rubric on one line, with nothing in it that acts on a terminal.
pub(super) fn line(text: &str) -> String {
    let shown = visible_line(text);
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}
