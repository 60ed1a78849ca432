//! The rounds of a loop.

use super::{CriterionIdx, Difficulty, ExerciseIdx, Levels};
use crate::document::words;
use crate::text::{Span, Text};

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
    pub id: Text,
    /// Its name.
    pub title: Text,
    /// Where in the process it stands.
    pub stage: Stage,
    /// How it is held.
    pub medium: Option<Medium>,
    /// The levels it is held at.
    pub levels: Levels,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// Where that stands.
    pub minutes_at: Option<Span>,
    /// Who runs it.
    pub interviewer: Option<Text>,
    /// What this interviewer is known to look for.
    pub interviewer_focus: Option<Text>,
    /// How many score it; at least 1.
    pub interviewers: u32,
    /// What it is for.
    pub purpose: Option<Text>,
    /// How hard it is.
    pub difficulty: Option<Difficulty>,
    /// Free words to find it by.
    pub tags: Vec<Text>,
    /// How many questions to pick from which banks.
    pub pick: Vec<Pick>,
    /// What is scored in it.
    pub focus: Vec<CriterionIdx>,
    /// The exercise done in it.
    pub exercise: Option<ExerciseIdx>,
    /// Minute by minute; fits `minutes`.
    pub agenda: Vec<AgendaItem>,
    /// Advice for the candidate.
    pub tips: Vec<Text>,
    /// Common mistakes.
    pub pitfalls: Vec<Pitfall>,
    /// What great looks like beyond good.
    pub great: Vec<Text>,
    /// What good looks like.
    pub good: Vec<Text>,
}

/// How many questions to pick from a bank.
#[derive(Debug, Clone)]
pub struct Pick {
    /// The bank.
    pub pool: Text,
    /// How many; at least 1.
    pub n: u32,
}

/// One item of the agenda.
#[derive(Debug, Clone)]
pub struct AgendaItem {
    /// How long it takes.
    pub minutes: u32,
    /// What it is.
    pub title: Text,
    /// How to run it; Markdown.
    pub guide: Option<Text>,
    /// Its parts; they fit its minutes.
    pub steps: Vec<Step>,
}

/// A part of an agenda item.
#[derive(Debug, Clone)]
pub struct Step {
    /// How long it takes.
    pub minutes: u32,
    /// What it is.
    pub title: Text,
}

/// A common mistake.
#[derive(Debug, Clone)]
pub struct Pitfall {
    /// Its name.
    pub name: Text,
    /// Why it matters.
    pub why: Option<Text>,
    /// How it sounds.
    pub weak: Option<Text>,
    /// How it should sound.
    pub strong: Option<Text>,
}
