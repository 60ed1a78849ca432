//! Questions and video prompts.

use super::{CriterionIdx, Levels, RoundIdx};
use crate::document::words;
use crate::text::Text;

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
    pub id: Text,
    /// The criteria it gives evidence for, the one it stands under first; at least one.
    pub measures: Vec<CriterionIdx>,
    /// The rounds it may be asked in.
    pub rounds: Vec<RoundIdx>,
    /// The levels it is asked at.
    pub levels: Levels,
    /// What to ask; Markdown.
    pub ask: Text,
    /// Follow-ups.
    pub probes: Vec<Text>,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// Asked of every candidate.
    pub core: bool,
    /// How hard it is.
    pub difficulty: Option<Difficulty>,
    /// Free words to find it by.
    pub tags: Vec<Text>,
    /// The bank it belongs to; a round says how many to pick.
    pub pool: Option<Text>,
    /// Where it comes from.
    pub source: Option<Text>,
    /// What speaks for the candidate.
    pub positive: Vec<Text>,
    /// What speaks against.
    pub negative: Vec<Text>,
    /// A sample answer; Markdown.
    pub answer: Option<Text>,
    /// What a weak and a strong answer sound like.
    pub contrast: Vec<Contrast>,
}

/// A weak and a strong phrasing side by side.
#[derive(Debug, Clone)]
pub struct Contrast {
    /// What it sounds like.
    pub weak: Text,
    /// What it should sound like.
    pub strong: Text,
}

/// A prompt for a recorded answer at the application stage.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct VideoPrompt {
    /// Its id.
    pub id: Text,
    /// What to ask; Markdown.
    pub ask: Text,
    /// How long the answer may be, in seconds.
    pub seconds: u32,
    /// The round it belongs to; none where the rubric names none.
    pub round: Option<RoundIdx>,
    /// The levels it is asked at.
    pub levels: Levels,
    /// The criteria it gives evidence for.
    pub measures: Vec<CriterionIdx>,
    /// What speaks for the candidate.
    pub positive: Vec<Text>,
    /// What speaks against.
    pub negative: Vec<Text>,
}
