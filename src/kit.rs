//! The interviewer's kit for one round at one level: a finished view that renderers read.

mod build;
mod card;
mod exercise;
pub mod guide;
mod loop_view;
pub mod plan;

use serde::Serialize;

use crate::rubric::{Named, Rubric, RubricRef, ScalePoint};

pub use build::{build, build_planned};
pub use card::new_card;
pub use loop_view::{
    CoverageRow, LoopRound, LoopView, PlannedQuestion, PlayedRole, RoundTime, SkillNote, TotalTime,
    view_loop,
};

/// Version of the kit's JSON.
pub const FORMAT: u32 = 1;

/// Everything an interviewer needs to run one round.
#[derive(Debug, Clone, Serialize)]
pub struct Kit {
    /// Version of this shape: [`FORMAT`].
    pub format: u32,
    /// The rubric it was made from.
    pub rubric: RubricRef,
    /// The candidate its questions are chosen for, by id.
    pub candidate: Option<String>,
    /// The level interviewed for.
    pub level: LevelView,
    /// All levels, junior first: those that evidence may support.
    pub levels: Vec<Named>,
    /// The round.
    pub round: RoundView,
    /// What the other interviews of the loop cover, so as not to repeat it.
    pub other_rounds: Vec<OtherRound>,
    /// The round after this one; none after the last.
    pub next_round: Option<NextRound>,
    /// How soon the candidate hears, in the rubric's words.
    pub feedback_within: Option<String>,
    /// The scale.
    pub scale: Vec<ScalePoint>,
    /// Whether some criterion of the round is scored on it.
    pub uses_scale: bool,
    /// What yes and no are on the card, where some criterion is answered so.
    pub yes_no: Option<YesNoView>,
    /// What is scored in the round, each with its bar and its questions.
    pub criteria: Vec<CriterionView>,
    /// Planned questions that speak to no criterion of the round.
    pub further_questions: Vec<QuestionView>,
    /// The titles of the criteria that planned questions stand under.
    pub question_topics: Vec<String>,
    /// How the time is used.
    pub time: TimeView,
    /// The exercise done in it.
    pub exercise: Option<ExerciseView>,
    /// Knock-outs on the application, in an application round.
    pub knock_outs: Vec<KnockoutView>,
    /// Prompts for recorded answers that belong to the round.
    pub video_prompts: Vec<VideoPromptView>,
    /// What must not be asked about, with what to ask instead.
    pub do_not_ask: Vec<TopicView>,
    /// A file name for a card of this round.
    pub card_name: String,
    /// A card for this round to fill in, as TOML.
    pub blank_card: String,
}

/// The level as a kit shows it.
#[derive(Debug, Clone, Serialize)]
pub struct LevelView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// Years of experience.
    pub years: Option<String>,
    /// What it looks like; Markdown.
    pub summary: Option<String>,
    /// What interviews look for.
    pub focus: Option<String>,
    /// What is expected: the level's own first, then what it inherits.
    pub expects: Vec<Expectations>,
}

/// What is expected, from one level.
#[derive(Debug, Clone, Serialize)]
pub struct Expectations {
    /// The level it comes from, where it is inherited.
    pub inherited_from: Option<String>,
    /// The expectations.
    pub items: Vec<String>,
}

/// The round as a kit shows it.
#[derive(Debug, Clone, Serialize)]
pub struct RoundView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its place among the rounds at this level, from 1.
    pub number: usize,
    /// How many rounds there are at this level.
    pub n_rounds: usize,
    /// Where in the process it stands.
    pub stage: &'static str,
    /// Whether somebody is spoken with, and what is looked at where not.
    pub form: RoundForm,
    /// How it is held.
    pub medium: Option<&'static str>,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// Who runs it.
    pub interviewer: Option<String>,
    /// What this interviewer looks for.
    pub interviewer_focus: Option<String>,
    /// How many score it.
    pub interviewers: u32,
    /// What it is for.
    pub purpose: Option<String>,
    /// How hard it is.
    pub difficulty: Option<&'static str>,
    /// Minute by minute.
    pub agenda: Vec<AgendaView>,
    /// Common mistakes.
    pub pitfalls: Vec<PitfallView>,
    /// What great looks like.
    pub great: Vec<String>,
    /// What good looks like.
    pub good: Vec<String>,
    /// Advice that candidates are given.
    pub tips: Vec<String>,
}

/// What sort of work a round is for whoever scores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoundForm {
    /// The candidate is there, in whatever medium.
    Conversation,
    /// The candidate works alone and hands something in.
    Task,
    /// Resume and letter are read.
    Papers,
    /// The application form and recorded answers.
    Application,
}

/// One agenda item with the minutes it runs from and to.
#[derive(Debug, Clone, Serialize)]
pub struct AgendaView {
    /// First minute.
    pub from: u32,
    /// Last minute.
    pub to: u32,
    /// What it is.
    pub title: String,
    /// How to run it; Markdown.
    pub guide: Option<String>,
    /// Its parts.
    pub steps: Vec<StepView>,
}

/// A part of an agenda item.
#[derive(Debug, Clone, Serialize)]
pub struct StepView {
    /// How long it takes.
    pub minutes: u32,
    /// What it is.
    pub title: String,
}

/// A common mistake.
#[derive(Debug, Clone, Serialize)]
pub struct PitfallView {
    /// Its name.
    pub name: String,
    /// Why it matters.
    pub why: Option<String>,
    /// How it sounds.
    pub weak: Option<String>,
    /// How it should sound.
    pub strong: Option<String>,
}

/// Another round of the loop.
#[derive(Debug, Clone, Serialize)]
pub struct OtherRound {
    /// Its title.
    pub title: String,
    /// What it scores.
    pub criteria: Vec<Named>,
}

/// The round that follows.
#[derive(Debug, Clone, Serialize)]
pub struct NextRound {
    /// Its title.
    pub title: String,
    /// How it is held.
    pub medium: Option<&'static str>,
    /// How long it takes.
    pub minutes: Option<u32>,
}

/// What yes and no are on a card: the ends of the scale.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct YesNoView {
    /// The score for yes.
    pub yes: i64,
    /// The score for no.
    pub no: i64,
}

fn yes_no(rubric: &Rubric) -> YesNoView {
    let points = rubric.scale().points();
    let value = |point: Option<&crate::rubric::Point>| point.map_or(0, |point| point.value);
    YesNoView {
        yes: value(points.last()),
        no: value(points.first()),
    }
}

/// A topic that must not be asked about.
#[derive(Debug, Clone, Serialize)]
pub struct TopicView {
    /// What it is, as a title.
    pub title: String,
    /// What it is, in lower case.
    pub about: &'static str,
    /// What to do instead: a sentence in lower case without a full stop.
    pub instead: &'static str,
}

/// One criterion with its bar and its questions.
#[derive(Debug, Clone, Serialize)]
pub struct CriterionView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `competency`, `attitude`, `exercise` or `resume criterion`.
    pub kind: &'static str,
    /// The discipline of a competency, the group of a resume criterion.
    pub heading: Option<String>,
    /// Whether it is answered with yes or no: see [`Kit::yes_no`].
    pub yes_no: bool,
    /// What it is about; Markdown.
    pub summary: Option<String>,
    /// What an attitude means, or what a resume criterion looks for.
    pub definition: Option<String>,
    /// Its weight at this level.
    pub weight: f64,
    /// Whether it alone can rule a hire out at this level.
    pub required: bool,
    /// What is expected.
    pub expectation: Option<String>,
    /// What a strong showing is.
    pub strong: Option<String>,
    /// Why the bar sits where it does.
    pub rationale: Option<String>,
    /// Cells of the progression table that the bar does not show because it has anchors: those of
    /// the level and its two neighbours, lowest level first.
    pub cells: Vec<CellView>,
    /// What each scale point looks like here, highest first; only points that have a text.
    pub bar: Vec<BarView>,
    /// Questions to ask.
    pub questions: Vec<QuestionView>,
    /// Questions to fall back on, the first few.
    pub reserve: Vec<QuestionView>,
    /// The ids of the others.
    pub further_reserve: Vec<String>,
}

/// A cell of the progression table.
#[derive(Debug, Clone, Serialize)]
pub struct CellView {
    /// The level's title.
    pub level: String,
    /// Where that stands from here, such as `one level above`.
    pub place: &'static str,
    /// Whether it is the level interviewed for.
    pub is_own: bool,
    /// The cell.
    pub text: String,
}

/// What one scale point looks like for a criterion at this level.
#[derive(Debug, Clone, Serialize)]
pub struct BarView {
    /// The point's number.
    pub value: i64,
    /// The point's name.
    pub label: String,
    /// Whether it is the bar.
    pub is_bar: bool,
    /// What it looks like.
    pub text: String,
    /// The level whose cell this is, where the rubric has no anchor of its own.
    pub from_level: Option<String>,
}

/// One question.
#[derive(Debug, Clone, Serialize)]
pub struct QuestionView {
    /// Its id.
    pub id: String,
    /// What to ask; Markdown.
    pub ask: String,
    /// Follow-ups.
    pub probes: Vec<String>,
    /// How long it takes.
    pub minutes: u32,
    /// Asked of everybody.
    pub core: bool,
    /// How hard it is.
    pub difficulty: Option<&'static str>,
    /// Further criteria of this round that it gives evidence for.
    pub also_measures: Vec<Named>,
    /// Indicators that speak for the candidate, with their addresses.
    pub positive: Vec<IndicatorView>,
    /// Indicators that speak against.
    pub negative: Vec<IndicatorView>,
    /// A sample answer; Markdown.
    pub answer: Option<String>,
    /// Weak and strong phrasings.
    pub contrast: Vec<ContrastView>,
}

/// An indicator with its address.
#[derive(Debug, Clone, Serialize)]
pub struct IndicatorView {
    /// The address, such as `rollback-story+1`.
    pub address: String,
    /// Its text.
    pub text: String,
}

/// A weak and a strong phrasing.
#[derive(Debug, Clone, Serialize)]
pub struct ContrastView {
    /// What it sounds like.
    pub weak: String,
    /// What it should sound like.
    pub strong: String,
}

/// How the time of the round is used.
#[derive(Debug, Clone, Serialize)]
pub struct TimeView {
    /// Minutes that the planned questions take.
    pub question_minutes: u32,
    /// Minutes that the exercise takes.
    pub exercise_minutes: u32,
    /// Minutes over the round's; 0 where everything fits.
    pub minutes_over: u32,
}

/// The exercise as an interviewer sees it.
#[derive(Debug, Clone, Serialize)]
pub struct ExerciseView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its sort.
    pub kind: &'static str,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// Whether it is scored itself.
    pub scored: bool,
    /// What it gives evidence for beside itself.
    pub measures: Vec<Named>,
    /// Where and how it is done.
    pub setting: Option<String>,
    /// How long to prepare.
    pub preparation: Option<String>,
    /// Whom a presentation is for.
    pub audience: Option<String>,
    /// The situation; Markdown.
    pub scenario: Option<String>,
    /// The task; Markdown.
    pub prompt: String,
    /// What the candidate gets beside the task: what to read, prepare and hand in, the rules;
    /// lists that have items.
    pub lists: Vec<ListView>,
    /// What counts as success.
    pub success: Vec<String>,
    /// Programming language; empty where the rubric names none.
    pub language: String,
    /// Code to start from.
    pub starter: Option<String>,
    /// A solution.
    pub solution: Option<String>,
    /// Reference tests.
    pub checks: Option<String>,
    /// Indicators that speak for the candidate.
    pub positive: Vec<IndicatorView>,
    /// Indicators that speak against.
    pub negative: Vec<IndicatorView>,
    /// What each scale point looks like, highest first.
    pub bar: Vec<BarView>,
    /// Ways to set it.
    pub variants: Vec<VariantView>,
    /// Who plays whom.
    pub roles: Vec<RoleView>,
}

/// One way to set the exercise.
#[derive(Debug, Clone, Serialize)]
pub struct VariantView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is different; Markdown.
    pub instructions: String,
    /// Replaces the prompt; Markdown.
    pub prompt: Option<String>,
    /// Further indicators for the candidate.
    pub positive: Vec<IndicatorView>,
    /// Further indicators against.
    pub negative: Vec<IndicatorView>,
}

/// A part that somebody plays.
#[derive(Debug, Clone, Serialize)]
pub struct RoleView {
    /// Who is played.
    pub title: String,
    /// How they stand to the matter.
    pub stance: Option<String>,
    /// Who plays them.
    pub played_by: Option<String>,
    /// What they want.
    pub motivation: String,
    /// What binds them, how to play them, what not to say: lists that have items.
    pub lists: Vec<ListView>,
}

/// A list under a title.
#[derive(Debug, Clone, Serialize)]
pub struct ListView {
    /// The title.
    pub title: &'static str,
    /// The items; at least one.
    pub items: Vec<String>,
}

/// A knock-out on the application.
#[derive(Debug, Clone, Serialize)]
pub struct KnockoutView {
    /// What is asked.
    pub question: String,
    /// What passes, in words.
    pub passes: String,
    /// `decline` or `review`.
    pub on_fail: &'static str,
    /// What the record says.
    pub reason: String,
}

/// A prompt for a recorded answer.
#[derive(Debug, Clone, Serialize)]
pub struct VideoPromptView {
    /// Its id.
    pub id: String,
    /// What to ask; Markdown.
    pub ask: String,
    /// How long the answer may be, in seconds.
    pub seconds: u32,
    /// What it gives evidence for.
    pub measures: Vec<Named>,
    /// Indicators that speak for the candidate.
    pub positive: Vec<IndicatorView>,
    /// Indicators that speak against.
    pub negative: Vec<IndicatorView>,
}
