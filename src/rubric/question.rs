//! Questions and video prompts.

use super::{CriterionIdx, Levels, RoundIdx};
use crate::document::words;

words! {
    /// How hard something is.
    Difficulty, "a difficulty" {
        /// Easy.
        Easy = "easy",
        /// Medium.
        Medium = "medium",
        /// Hard.
        Hard = "hard",
    }
}

/// One question with what to listen for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Question {
    /// Its id.
    pub id: String,
    /// The criteria it gives evidence for, the one it stands under first; at least one.
    pub measures: Vec<CriterionIdx>,
    /// The rounds it may be asked in.
    pub rounds: Vec<RoundIdx>,
    /// The levels it is asked at.
    pub levels: Levels,
    /// What to ask; Markdown.
    pub ask: String,
    /// Follow-ups.
    pub probes: Vec<String>,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// Asked of every candidate.
    pub core: bool,
    /// How hard it is.
    pub difficulty: Option<Difficulty>,
    /// Free words to find it by.
    pub tags: Vec<String>,
    /// The bank it belongs to; a round says how many to pick.
    pub pool: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// What speaks for the candidate.
    pub positive: Vec<String>,
    /// What speaks against.
    pub negative: Vec<String>,
    /// A sample answer; Markdown.
    pub answer: Option<String>,
    /// What a weak and a strong answer sound like.
    pub contrast: Vec<Contrast>,
}

/// A weak and a strong phrasing side by side.
#[derive(Debug, Clone)]
pub struct Contrast {
    /// What it sounds like.
    pub weak: String,
    /// What it should sound like.
    pub strong: String,
}

/// A prompt for a recorded answer at the application stage.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct VideoPrompt {
    /// Its id.
    pub id: String,
    /// What to ask; Markdown.
    pub ask: String,
    /// How long the answer may be, in seconds.
    pub seconds: u32,
    /// The round it belongs to.
    pub round: RoundIdx,
    /// The levels it is asked at.
    pub levels: Levels,
    /// The criteria it gives evidence for.
    pub measures: Vec<CriterionIdx>,
    /// What speaks for the candidate.
    pub positive: Vec<String>,
    /// What speaks against.
    pub negative: Vec<String>,
}
