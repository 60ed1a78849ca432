//! Exercises: tasks done in a round or beforehand.

use super::{CriterionIdx, Difficulty, Levels, PointIdx};
use crate::document::words;
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
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its sort.
    pub kind: ExerciseKind,
    /// How long it takes.
    pub minutes: u32,
    /// The levels it is set at.
    pub levels: Levels,
    /// Where and how it is done.
    pub setting: Option<String>,
    /// How long to prepare for it.
    pub preparation: Option<String>,
    /// How hard it is.
    pub difficulty: Option<Difficulty>,
    /// Free words to find it by.
    pub tags: Vec<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// The situation; Markdown.
    pub scenario: Option<String>,
    /// The task; Markdown.
    pub prompt: String,
    /// The criteria it gives evidence for.
    pub measures: Vec<CriterionIdx>,
    /// The criterion it is itself, where it has a weight.
    pub criterion: Option<CriterionIdx>,
    /// Whom a presentation is for.
    pub audience: Option<String>,
    /// What to prepare.
    pub prepare: Vec<String>,
    /// What is handed in.
    pub deliverables: Vec<String>,
    /// What to read beforehand.
    pub review: Vec<String>,
    /// The rules.
    pub ground_rules: Vec<String>,
    /// What counts as success.
    pub success: Vec<String>,
    /// Programming language.
    pub language: Option<String>,
    /// Code to start from.
    pub starter: Option<String>,
    /// A solution; never in a candidate's document.
    pub solution: Option<String>,
    /// Reference tests.
    pub checks: Option<String>,
    /// What speaks for the candidate.
    pub positive: Vec<String>,
    /// What speaks against.
    pub negative: Vec<String>,
    /// What each scale point looks like.
    pub anchors: BTreeMap<PointIdx, String>,
    /// Ways to set it, such as with and without AI.
    pub variants: Vec<Variant>,
    /// Who plays whom in a simulation.
    pub roles: Vec<ExerciseRole>,
}

/// One way to set an exercise.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Its id, unique in the exercise.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What is different; Markdown.
    pub instructions: String,
    /// Replaces the exercise's prompt; Markdown.
    pub prompt: Option<String>,
    /// Further indicators for the candidate.
    pub positive: Vec<String>,
    /// Further indicators against.
    pub negative: Vec<String>,
}

/// A part that somebody plays.
#[derive(Debug, Clone)]
pub struct ExerciseRole {
    /// Who is played.
    pub title: String,
    /// How they stand to the matter.
    pub stance: Option<String>,
    /// Who plays them.
    pub played_by: Option<String>,
    /// What they want.
    pub motivation: String,
    /// What binds them.
    pub constraints: Vec<String>,
    /// Where it pulls both ways.
    pub tensions: Vec<String>,
    /// How to play them.
    pub guidance: Vec<String>,
    /// What not to do or say.
    pub do_not: Vec<String>,
}
