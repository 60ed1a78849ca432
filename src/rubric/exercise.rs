//! Exercises: tasks done in a round or beforehand.

use super::{CriterionIdx, Difficulty, Levels, PointIdx};
use crate::document::words;
use crate::text::Text;
use std::collections::BTreeMap;

words! {
    /// The sort of an exercise.
    ExerciseKind, "a kind of exercise" {
        /// Writing a program.
        Coding = "coding",
        /// Presenting to an audience.
        Presentation = "presentation",
        /// Acting in a played situation.
        Simulation = "simulation",
        /// Work done at home.
        TakeHome = "take-home",
        /// Designing something.
        Design = "design",
    }
}

/// One exercise.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Exercise {
    /// Its id.
    pub id: Text,
    /// Its name.
    pub title: Text,
    /// Its sort.
    pub kind: ExerciseKind,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// The levels it is set at.
    pub levels: Levels,
    /// Where and how it is done.
    pub setting: Option<Text>,
    /// How long to prepare for it.
    pub preparation: Option<Text>,
    /// How hard it is.
    pub difficulty: Option<Difficulty>,
    /// Free words to find it by.
    pub tags: Vec<Text>,
    /// Where it comes from.
    pub source: Option<Text>,
    /// The situation; Markdown.
    pub scenario: Option<Text>,
    /// The task; Markdown.
    pub prompt: Text,
    /// The criteria it gives evidence for.
    pub measures: Vec<CriterionIdx>,
    /// The criterion it is itself, where it has a weight.
    pub criterion: Option<CriterionIdx>,
    /// Whom a presentation is for.
    pub audience: Option<Text>,
    /// What to prepare.
    pub prepare: Vec<Text>,
    /// What is handed in.
    pub deliverables: Vec<Text>,
    /// What to read beforehand.
    pub review: Vec<Text>,
    /// The rules.
    pub ground_rules: Vec<Text>,
    /// What counts as success.
    pub success: Vec<Text>,
    /// Programming language.
    pub language: Option<Text>,
    /// Code to start from.
    pub starter: Option<Text>,
    /// A solution; never in a candidate's document.
    pub solution: Option<Text>,
    /// Reference tests.
    pub checks: Option<Text>,
    /// What speaks for the candidate.
    pub positive: Vec<Text>,
    /// What speaks against.
    pub negative: Vec<Text>,
    /// What each scale point looks like.
    pub anchors: BTreeMap<PointIdx, Text>,
    /// Ways to set it, such as with and without AI.
    pub variants: Vec<Variant>,
    /// Who plays whom in a simulation.
    pub roles: Vec<ExerciseRole>,
}

/// One way to set an exercise.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Its id, unique in the exercise.
    pub id: Text,
    /// Its name.
    pub title: Text,
    /// What is different; Markdown.
    pub instructions: Text,
    /// Replaces the exercise's prompt; Markdown.
    pub prompt: Option<Text>,
    /// Further indicators for the candidate.
    pub positive: Vec<Text>,
    /// Further indicators against.
    pub negative: Vec<Text>,
}

/// A part that somebody plays.
#[derive(Debug, Clone)]
pub struct ExerciseRole {
    /// Who is played.
    pub title: Text,
    /// How they stand to the matter.
    pub stance: Option<Text>,
    /// Who plays them.
    pub played_by: Option<Text>,
    /// What they want.
    pub motivation: Text,
    /// What binds them.
    pub constraints: Vec<Text>,
    /// Where it pulls both ways.
    pub tensions: Vec<Text>,
    /// How to play them.
    pub guidance: Vec<Text>,
    /// What not to do or say.
    pub do_not: Vec<Text>,
}
