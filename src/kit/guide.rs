//! The candidate's guide: what the process is like and how to get ready for it.
//!
//! These types are all that a guide can say. They have no place for an indicator, an anchor, a
//! cell of the progression table, an answer, a solution, a check, a weight, a knock-out, the text
//! of a question, or a task that is first seen in the round, so no template can print one.

mod build;

use serde::Serialize;

use super::Expectations;
use crate::rubric::RubricRef;

pub use build::build;

/// Whether a guide says what the role pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pay {
    /// It does not.
    Unsaid,
    /// It does.
    Said,
}

/// Everything a candidate is sent.
#[derive(Debug, Clone, Serialize)]
pub struct Guide {
    /// Version of this shape: [`super::FORMAT`].
    pub format: u32,
    /// The rubric it was made from.
    pub rubric: RubricRef,
    /// The level applied for.
    pub level: GuideLevel,
    /// The role page; none where the guide is for one round.
    pub role: Option<GuideRole>,
    /// From first contact to decision, in words.
    pub duration: Option<String>,
    /// How soon feedback comes.
    pub feedback_within: Option<String>,
    /// How hard it is said to be.
    pub difficulty: Option<String>,
    /// What the role pays at the level, where it is to be said.
    pub pay: Vec<String>,
    /// The rounds, in loop order.
    pub rounds: Vec<GuideRound>,
    /// Advice on all rounds.
    pub tips: Vec<String>,
    /// Questions to check oneself with.
    pub self_checks: Vec<GuideSelfCheck>,
    /// Questions that candidates ask.
    pub faq: Vec<GuideAnswer>,
    /// What nobody should ask the candidate about, in lower case.
    pub not_asked: Vec<&'static str>,
}

/// The level as a candidate sees it.
#[derive(Debug, Clone, Serialize)]
pub struct GuideLevel {
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
    /// Education looked for.
    pub education: Option<String>,
    /// What is expected: the level's own first, then what it inherits.
    pub expects: Vec<Expectations>,
}

/// The role page.
#[derive(Debug, Clone, Serialize)]
pub struct GuideRole {
    /// What the role is; Markdown.
    pub summary: String,
    /// What the person will do.
    pub responsibilities: Vec<String>,
    /// What the role is mostly about, languages, tools: titles with items.
    pub lists: Vec<(&'static str, Vec<String>)>,
    /// Education, experience, culture: titles with a text.
    pub texts: Vec<(&'static str, String)>,
    /// A week in the role.
    pub week: Vec<GuideActivity>,
    /// The skill profile.
    pub skills: Vec<GuideSkill>,
    /// What is asked for.
    pub must: Vec<String>,
    /// What is welcome.
    pub nice: Vec<String>,
}

/// An activity of the week.
#[derive(Debug, Clone, Serialize)]
pub struct GuideActivity {
    /// What is done.
    pub activity: String,
    /// Percent of the week.
    pub share: f64,
}

/// A skill of the profile.
#[derive(Debug, Clone, Serialize)]
pub struct GuideSkill {
    /// Its title.
    pub title: String,
    /// How much of it the role needs.
    pub need: &'static str,
    /// A remark.
    pub note: Option<String>,
}

/// One round as a candidate sees it.
#[derive(Debug, Clone, Serialize)]
pub struct GuideRound {
    /// Its place among the rounds at this level, from 1.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// What sort of round it is, in a word or two.
    pub stage: &'static str,
    /// How it is held, in words.
    pub medium: Option<&'static str>,
    /// How long it takes the candidate.
    pub minutes: Option<u32>,
    /// How hard it is.
    pub difficulty: Option<&'static str>,
    /// Who runs it.
    pub interviewer: Option<String>,
    /// How many score it.
    pub interviewers: u32,
    /// What it looks for.
    pub looks_for: Vec<LooksFor>,
    /// Recorded answers that belong to it.
    pub recordings: Option<Recordings>,
    /// What is done in it.
    pub exercise: Option<GuideExercise>,
    /// Advice.
    pub tips: Vec<String>,
}

/// What a round looks for, in words for the candidate.
#[derive(Debug, Clone, Serialize)]
pub struct LooksFor {
    /// The criterion's title.
    pub title: String,
    /// The number of the round that has told the rest already.
    pub told_in: Option<usize>,
    /// What it is about; Markdown.
    pub summary: Option<String>,
    /// What an attitude means.
    pub definition: Option<String>,
    /// What to expect.
    pub expectation: Option<String>,
    /// What to be ready to go over.
    pub topics: Vec<String>,
}

/// Recorded answers: how many and how long, never what is asked.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Recordings {
    /// How many.
    pub n: usize,
    /// Seconds of the longest.
    pub seconds: u32,
}

/// How to get ready for an exercise.
#[derive(Debug, Clone, Serialize)]
pub struct GuideExercise {
    /// Its sort, in words.
    pub kind: &'static str,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// Where and how it is done.
    pub setting: Option<String>,
    /// How long to prepare.
    pub preparation: Option<String>,
    /// Whom it is for.
    pub audience: Option<String>,
    /// Programming language.
    pub language: Option<String>,
    /// What to read, prepare and hand in, and the rules: titles with items.
    pub lists: Vec<(&'static str, Vec<String>)>,
    /// Ways to do it, by title, where they can be told without the task.
    pub variants: Vec<String>,
    /// The task, where the candidate needs it beforehand.
    pub task: Option<GuideTask>,
}

/// A task that is done beforehand.
#[derive(Debug, Clone, Serialize)]
pub struct GuideTask {
    /// Its title.
    pub title: String,
    /// The situation; Markdown.
    pub scenario: Option<String>,
    /// The task; Markdown.
    pub prompt: String,
    /// What counts as success.
    pub success: Vec<String>,
    /// Other ways to set it.
    pub variants: Vec<GuideVariant>,
}

/// Another way to set a task.
#[derive(Debug, Clone, Serialize)]
pub struct GuideVariant {
    /// Its title.
    pub title: String,
    /// Replaces the task; Markdown.
    pub prompt: Option<String>,
}

/// A question to check oneself with.
#[derive(Debug, Clone, Serialize)]
pub struct GuideSelfCheck {
    /// What it is about.
    pub topic: String,
    /// The question; Markdown.
    pub ask: String,
}

/// A question that candidates ask, with its answer.
#[derive(Debug, Clone, Serialize)]
pub struct GuideAnswer {
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
}
