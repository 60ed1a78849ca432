//! The checked model of a rubric. A [`Rubric`] cannot be invalid: the only way to one is
//! [`compile::load`], which gives none where it reports an error.

pub mod compile;
pub(crate) mod document;
mod exercise;
pub mod format;
mod id;
mod indicators;
mod knockout;
mod level;
mod question;
mod round;
mod scale;
pub mod schema;
mod view;

pub use exercise::{Exercise, ExerciseKind, ExerciseRole, Variant};
pub use id::{
    CriterionIdx, ExerciseIdx, Indicator, IndicatorOwner, LevelIdx, Levels, PointIdx, QuestionIdx,
    RoundIdx, Sign, Subject, VideoPromptIdx, split_address,
};
pub use knockout::{
    Answer, AnswerForm, ApplicationKnockout, At, Effect, OnFail, PanelKnockout, Raters, RatersWord,
};
pub use level::{Level, Pay, PayBase};
pub use question::{Contrast, Difficulty, Question, VideoPrompt};
pub use round::{AgendaItem, Medium, Pick, Pitfall, Round, Stage, Step};
pub use scale::{Point, Scale};
pub use view::{BarText, Named, RubricRef, ScalePoint};

use std::collections::BTreeMap;

use crate::document::words;
use crate::text::{Span, Text};

words! {
    /// How much of a skill the role needs.
    Need, "a need" {
        /// Some.
        Low = "low",
        /// Working knowledge.
        Medium = "medium",
        /// Strong.
        High = "high",
        /// Among the best.
        Expert = "expert",
    }
    /// Whether a qualification is asked for or welcome.
    QualificationKind, "a kind of qualification" {
        /// Asked for.
        Must = "must",
        /// Welcome.
        Nice = "nice",
    }
    /// How a resume criterion is scored.
    ResumeAnswer, "a way to answer" {
        /// On the rubric's scale.
        Scale = "scale",
        /// Yes or no.
        YesNo = "yes-no",
    }
}

/// A whole rubric: what is assessed, how it is asked about, and how the verdict is reached.
#[derive(Debug, Clone)]
pub struct Rubric {
    about: About,
    scale: Scale,
    levels: Vec<Level>,
    disciplines: Vec<Discipline>,
    criteria: Vec<Criterion>,
    questions: Vec<Question>,
    rounds: Vec<Round>,
    exercises: Vec<Exercise>,
    video_prompts: Vec<VideoPrompt>,
    application_knockouts: Vec<ApplicationKnockout>,
    panel_knockouts: Vec<PanelKnockout>,
    decision: Decision,
    subjects: BTreeMap<String, Subject>,
}

/// What a rubric says of itself and of the role: nothing here is scored.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct About {
    /// The rubric's id.
    pub id: Text,
    /// The role's title.
    pub title: Text,
    /// Version of the content.
    pub version: semver::Version,
    /// `sha256:` and 64 hexadecimal digits over the content; see [`compile::content_hash`].
    pub hash: String,
    /// What the role is; Markdown.
    pub summary: Text,
    /// Who wrote it.
    pub author: Option<Text>,
    /// Why the role is hard to hire for; Markdown.
    pub challenge: Option<Text>,
    /// What the person will do.
    pub responsibilities: Vec<Text>,
    /// The role page.
    pub role: Role,
    /// What the candidate can expect end to end.
    pub process: Process,
    /// The role's skill profile.
    pub skills: Vec<Skill>,
    /// What is asked for and what is welcome.
    pub qualifications: Vec<Qualification>,
    /// Readiness questions for the candidate.
    pub self_checks: Vec<SelfCheck>,
    /// Questions candidates ask.
    pub faq: Vec<Faq>,
}

/// The role page: focus, tools, background, and a week in the role.
#[derive(Debug, Clone, Default)]
pub struct Role {
    /// What the role is mostly about.
    pub primary_focus: Vec<Text>,
    /// Languages worked in.
    pub languages: Vec<Text>,
    /// Tools worked with.
    pub tools: Vec<Text>,
    /// Education looked for.
    pub education: Option<Text>,
    /// Experience looked for.
    pub experience: Option<Text>,
    /// How the team works.
    pub culture: Option<Text>,
    /// Pay in words.
    pub pay: Option<Text>,
    /// Activities with their share of the week in percent.
    pub week: Vec<Activity>,
}

/// One activity of the week.
#[derive(Debug, Clone)]
pub struct Activity {
    /// What is done.
    pub activity: Text,
    /// Percent of the week, 0 to 100.
    pub share: f64,
}

/// What the candidate can expect end to end.
#[derive(Debug, Clone, Default)]
pub struct Process {
    /// From first contact to decision.
    pub duration: Option<Text>,
    /// How soon feedback comes.
    pub feedback_within: Option<Text>,
    /// How hard it is said to be.
    pub difficulty: Option<Text>,
    /// Advice for the candidate on the whole loop.
    pub tips: Vec<Text>,
}

/// One skill of the role's profile.
#[derive(Debug, Clone)]
pub struct Skill {
    /// Its id.
    pub id: Text,
    /// Its name.
    pub title: Text,
    /// How much of it the role needs.
    pub need: Need,
    /// A remark.
    pub note: Option<Text>,
}

/// One qualification.
#[derive(Debug, Clone)]
pub struct Qualification {
    /// Asked for or welcome.
    pub kind: QualificationKind,
    /// What it is.
    pub text: Text,
}

/// A readiness question for the candidate.
#[derive(Debug, Clone)]
pub struct SelfCheck {
    /// What it is about.
    pub topic: Text,
    /// The question; Markdown.
    pub ask: Text,
}

/// A question that candidates ask, with its answer.
#[derive(Debug, Clone)]
pub struct Faq {
    /// The question.
    pub question: Text,
    /// The answer.
    pub answer: Text,
}

/// A group of competencies.
#[derive(Debug, Clone)]
pub struct Discipline {
    /// Its id.
    pub id: Text,
    /// Its name.
    pub title: Text,
}

/// Anything scored: a competency, an attitude, an exercise with a weight, a resume criterion.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Criterion {
    /// Its id.
    pub id: Text,
    /// Its name.
    pub title: Text,
    /// What sort of criterion it is, with what only that sort has.
    pub kind: CriterionKind,
    /// What it is about; Markdown.
    pub summary: Option<Text>,
    /// Weight at each level, in the order of the levels; 0 or more.
    pub weights: Vec<f64>,
    /// Where the weight stands, where it is given.
    pub weight_at: Option<Span>,
    /// Why the weight is not 1.
    pub weight_reason: Option<Text>,
    /// What to be ready to go over.
    pub topics: Vec<Text>,
    /// What is expected.
    pub expectation: Option<Text>,
    /// What a strong showing is.
    pub strong: Option<Text>,
    /// Levels at which this alone can rule a hire out.
    pub required_at: Vec<LevelIdx>,
    /// Levels at which it is assessed at all.
    pub levels: Levels,
    /// Why the bar sits where it does, by level.
    pub rationale: BTreeMap<LevelIdx, Text>,
    /// What each scale point looks like, where the rubric says so.
    pub anchors: BTreeMap<PointIdx, Text>,
}

/// The sort of a criterion.
#[derive(Debug, Clone)]
pub enum CriterionKind {
    /// With one cell of the progression table a level, in the order of the levels.
    Competency {
        /// Index into [`Rubric::disciplines`].
        discipline: Option<usize>,
        /// The cells.
        progression: Vec<Text>,
    },
    /// With its definition.
    Attitude {
        /// What it means.
        definition: Text,
    },
    /// An exercise that has a weight.
    Exercise(ExerciseIdx),
    /// Scored by resume reviewers; never part of the panel's coverage or fair score.
    Resume {
        /// Which heading it stands under.
        group: Option<Text>,
        /// What to look for.
        evidence: Text,
        /// How it is scored.
        answer: ResumeAnswer,
    },
}

/// How scores become a verdict. Every number is within the range that makes sense for it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Decision {
    /// The fair score that counts as reaching the bar, on the scale.
    pub bar_line: f64,
    /// Probability of reaching the bar-line at or over which the verdict is hire.
    pub hire_at: f64,
    /// Probability at or under which it is no hire.
    pub no_hire_at: f64,
    /// Scale units over or under the bar-line that make it strong.
    pub strong_margin: f64,
    /// Independent raters that a required criterion needs.
    pub min_raters: u32,
    /// Share of weight that must have been scored, 0 to 1.
    pub min_coverage: f64,
    /// Raw points between two raters of one criterion that put it on the debrief agenda.
    pub max_spread: f64,
    /// Interviewers on each side of hire and no hire that make it a debrief.
    pub split: u32,
    /// Share of the resume criteria's weighted maximum that advances.
    pub resume_advance_at: f64,
}

impl Rubric {
    /// What it says of itself and of the role.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The scale that scores are given on.
    #[must_use]
    pub fn scale(&self) -> &Scale {
        &self.scale
    }

    /// The levels, junior first; at least one.
    #[must_use]
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// One level.
    #[must_use]
    pub fn level(&self, idx: LevelIdx) -> &Level {
        &self.levels[idx.0]
    }

    /// The level of that id or alias; aliases compare without regard to case.
    #[must_use]
    pub fn find_level(&self, name: &str) -> Option<LevelIdx> {
        self.levels
            .iter()
            .position(|level| level.is_called(name))
            .map(LevelIdx)
    }

    /// The groups of competencies.
    #[must_use]
    pub fn disciplines(&self) -> &[Discipline] {
        &self.disciplines
    }

    /// Everything scored, in the order: competencies, attitudes, exercises, resume criteria.
    #[must_use]
    pub fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }

    /// One criterion.
    #[must_use]
    pub fn criterion(&self, idx: CriterionIdx) -> &Criterion {
        &self.criteria[idx.0]
    }

    /// The places of all criteria, in their order.
    pub fn criterion_places(&self) -> impl Iterator<Item = CriterionIdx> {
        (0..self.criteria.len()).map(CriterionIdx)
    }

    /// The criteria a panel scores at a level: all but the resume criteria.
    pub fn panel_criteria(&self, level: LevelIdx) -> impl Iterator<Item = CriterionIdx> {
        (0..self.criteria.len())
            .map(CriterionIdx)
            .filter(move |idx| {
                let criterion = self.criterion(*idx);
                criterion.is_panel() && criterion.levels.include(level)
            })
    }

    /// Every question, those under criteria first.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// One question.
    #[must_use]
    pub fn question(&self, idx: QuestionIdx) -> &Question {
        &self.questions[idx.0]
    }

    /// The rounds in loop order; at least one.
    #[must_use]
    pub fn rounds(&self) -> &[Round] {
        &self.rounds
    }

    /// One round.
    #[must_use]
    pub fn round(&self, idx: RoundIdx) -> &Round {
        &self.rounds[idx.0]
    }

    /// The round of that id.
    #[must_use]
    pub fn find_round(&self, id: &str) -> Option<RoundIdx> {
        self.rounds
            .iter()
            .position(|round| round.id == id)
            .map(RoundIdx)
    }

    /// The rounds held at a level, in loop order.
    pub fn rounds_at(&self, level: LevelIdx) -> impl Iterator<Item = RoundIdx> {
        (0..self.rounds.len())
            .map(RoundIdx)
            .filter(move |idx| self.round(*idx).levels.include(level))
    }

    /// What a round scores at a level: its focus, and its exercise where that has a weight.
    #[must_use]
    pub fn scored_in(&self, round: RoundIdx, level: LevelIdx) -> Vec<CriterionIdx> {
        let round = self.round(round);
        let exercise = round.exercise.and_then(|idx| self.exercise(idx).criterion);
        let mut found: Vec<_> = round.focus.clone();
        found.extend(exercise.filter(|idx| !round.focus.contains(idx)));
        found.retain(|idx| self.criterion(*idx).levels.include(level));
        found
    }

    /// Every exercise.
    #[must_use]
    pub fn exercises(&self) -> &[Exercise] {
        &self.exercises
    }

    /// One exercise.
    #[must_use]
    pub fn exercise(&self, idx: ExerciseIdx) -> &Exercise {
        &self.exercises[idx.0]
    }

    /// Every video prompt.
    #[must_use]
    pub fn video_prompts(&self) -> &[VideoPrompt] {
        &self.video_prompts
    }

    /// Knock-outs on applications.
    #[must_use]
    pub fn application_knockouts(&self) -> &[ApplicationKnockout] {
        &self.application_knockouts
    }

    /// Knock-outs on panel scores.
    #[must_use]
    pub fn panel_knockouts(&self) -> &[PanelKnockout] {
        &self.panel_knockouts
    }

    /// How scores become a verdict.
    #[must_use]
    pub fn decision(&self) -> &Decision {
        &self.decision
    }

    /// What an id of the shared id space names: a criterion, question, exercise, …
    #[must_use]
    pub fn subject(&self, id: &str) -> Option<Subject> {
        self.subjects.get(id).copied()
    }

    /// Every id of the shared id space, sorted.
    pub fn subject_ids(&self) -> impl Iterator<Item = (&str, Subject)> {
        self.subjects
            .iter()
            .map(|(id, subject)| (id.as_str(), *subject))
    }
}

impl Criterion {
    /// Whether the interview panel scores it, rather than resume reviewers.
    #[must_use]
    pub fn is_panel(&self) -> bool {
        !matches!(self.kind, CriterionKind::Resume { .. })
    }

    /// Whether it is answered with yes, which a card says as the highest point, or no, the lowest.
    #[must_use]
    pub fn is_yes_no(&self) -> bool {
        let CriterionKind::Resume { answer, .. } = &self.kind else {
            return false;
        };
        *answer == ResumeAnswer::YesNo
    }

    /// Its weight at a level.
    #[must_use]
    pub fn weight(&self, level: LevelIdx) -> f64 {
        self.weights[level.0]
    }

    /// Whether it alone can rule a hire out at a level.
    #[must_use]
    pub fn is_required(&self, level: LevelIdx) -> bool {
        self.required_at.contains(&level)
    }

    /// The progression cells, one a level; none where it is not a competency.
    #[must_use]
    pub fn progression(&self) -> &[Text] {
        match &self.kind {
            CriterionKind::Competency { progression, .. } => progression,
            _ => &[],
        }
    }
}
