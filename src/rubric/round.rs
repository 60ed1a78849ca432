//! The rounds of a loop.

use super::{CriterionIdx, Difficulty, ExerciseIdx, Levels};
use crate::document::words;

words! {
    /// Where in the process a round stands.
    Stage, "a stage" {
        /// The application itself.
        Application = "application",
        /// Resume review.
        Resume = "resume",
        /// A first conversation.
        Screen = "screen",
        /// A test or task.
        Assessment = "assessment",
        /// The interview loop.
        Onsite = "onsite",
    }
    /// How a round is held.
    Medium, "a medium" {
        /// By telephone.
        Phone = "phone",
        /// By video call.
        Video = "video",
        /// In one room.
        InPerson = "in-person",
        /// In the candidate's own time.
        Async = "async",
    }
}

impl Stage {
    /// Whether an interview panel scores it: not the application and not the resume review.
    #[must_use]
    pub fn is_panel(self) -> bool {
        !matches!(self, Self::Application | Self::Resume)
    }
}

/// One round of the loop.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Round {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Where in the process it stands.
    pub stage: Stage,
    /// How it is held.
    pub medium: Option<Medium>,
    /// The levels it is held at.
    pub levels: Levels,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// Who runs it.
    pub interviewer: Option<String>,
    /// What this interviewer is known to look for.
    pub interviewer_focus: Option<String>,
    /// How many score it; at least 1.
    pub interviewers: u32,
    /// What it is for.
    pub purpose: Option<String>,
    /// How hard it is.
    pub difficulty: Option<Difficulty>,
    /// Free words to find it by.
    pub tags: Vec<String>,
    /// How many questions to pick from which banks.
    pub pick: Vec<Pick>,
    /// What is scored in it.
    pub focus: Vec<CriterionIdx>,
    /// The exercise done in it.
    pub exercise: Option<ExerciseIdx>,
    /// Minute by minute; fits `minutes`.
    pub agenda: Vec<AgendaItem>,
    /// Advice for the candidate.
    pub tips: Vec<String>,
    /// Common mistakes.
    pub pitfalls: Vec<Pitfall>,
    /// What great looks like beyond good.
    pub great: Vec<String>,
    /// What good looks like.
    pub good: Vec<String>,
}

/// How many questions to pick from a bank.
#[derive(Debug, Clone)]
pub struct Pick {
    /// The bank.
    pub pool: String,
    /// How many; at least 1.
    pub n: u32,
}

/// One item of the agenda.
#[derive(Debug, Clone)]
pub struct AgendaItem {
    /// How long it takes.
    pub minutes: u32,
    /// What it is.
    pub title: String,
    /// How to run it; Markdown.
    pub guide: Option<String>,
    /// Its parts; they fit its minutes.
    pub steps: Vec<Step>,
}

/// A part of an agenda item.
#[derive(Debug, Clone)]
pub struct Step {
    /// How long it takes.
    pub minutes: u32,
    /// What it is.
    pub title: String,
}

/// A common mistake.
#[derive(Debug, Clone)]
pub struct Pitfall {
    /// Its name.
    pub name: String,
    /// Why it matters.
    pub why: Option<String>,
    /// How it sounds.
    pub weak: Option<String>,
    /// How it should sound.
    pub strong: Option<String>,
}
