//! Typed places in a rubric's lists, and the addresses that scorecards use.

macro_rules! indices {
    ($($(#[$meta:meta])* $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) usize);

        impl $name {
            /// The place in the rubric's list, from 0.
            #[must_use]
            pub fn get(self) -> usize {
                self.0
            }
        }
    )*};
}

indices! {
    /// A level, junior first.
    LevelIdx;
    /// A scale point, lowest first.
    PointIdx;
    /// A criterion.
    CriterionIdx;
    /// A question.
    QuestionIdx;
    /// A round, in loop order.
    RoundIdx;
    /// An exercise.
    ExerciseIdx;
    /// A video prompt.
    VideoPromptIdx;
}

/// The levels at which something holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Levels {
    /// Every level.
    #[default]
    All,
    /// These only.
    Only(Vec<LevelIdx>),
}

impl Levels {
    /// Whether it holds at a level.
    #[must_use]
    pub fn include(&self, level: LevelIdx) -> bool {
        match self {
            Self::All => true,
            Self::Only(levels) => levels.contains(&level),
        }
    }
}

/// What an id of the shared id space names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A competency, attitude or resume criterion.
    Criterion(CriterionIdx),
    /// A question.
    Question(QuestionIdx),
    /// An exercise, which is a criterion too where it has a weight.
    Exercise(ExerciseIdx),
    /// A video prompt.
    VideoPrompt(VideoPromptIdx),
    /// A knock-out.
    Knockout,
}

/// Whether an indicator speaks for or against the candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// For.
    Positive,
    /// Against.
    Negative,
}

/// What lists an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorOwner {
    /// A question.
    Question(QuestionIdx),
    /// An exercise.
    Exercise(ExerciseIdx),
    /// A variant of an exercise, by its place.
    Variant(ExerciseIdx, usize),
    /// A video prompt.
    VideoPrompt(VideoPromptIdx),
}

/// One indicator, as `<id>+n` or `<id>-n` addresses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Indicator {
    /// What lists it.
    pub owner: IndicatorOwner,
    /// Which of its two lists.
    pub sign: Sign,
    /// The place in that list, from 1.
    pub number: usize,
}

/// Takes an address apart: `rollback-story-2` is the second negative indicator of
/// `rollback-story`. Gives the owner, the sign and the number.
#[must_use]
pub fn split_address(address: &str) -> Option<(&str, Sign, usize)> {
    let at = address.rfind(['+', '-'])?;
    let sign = if address[at..].starts_with('+') {
        Sign::Positive
    } else {
        Sign::Negative
    };
    let digits = &address[at + 1..];
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|n| is_number && *n > 0)?;
    Some((&address[..at], sign, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_split_at_the_last_sign() {
        assert_eq!(
            split_address("rollback-story-2"),
            Some(("rollback-story", Sign::Negative, 2))
        );
        assert_eq!(
            split_address("q-2/with-ai+13"),
            Some(("q-2/with-ai", Sign::Positive, 13))
        );
        for bad in [
            "",
            "q",
            "q+",
            "q+0",
            "q+x",
            "q-story",
            "q++x",
            "q+99999999999999999999999",
        ] {
            assert_eq!(split_address(bad), None, "{bad}");
        }
    }
}
