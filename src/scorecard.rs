//! One interviewer's scorecard, checked against its rubric.

pub mod dated;
pub(crate) mod document;
pub mod draft;
pub mod interview;
pub mod quality;
pub mod read;

use crate::document::words;
use crate::rubric::{CriterionIdx, Indicator, LevelIdx, PointIdx, RoundIdx, Subject};

pub use crate::document::Date;
pub use crate::text::composed;

words! {
    /// What one interviewer recommends; there is no neutral one.
    Recommendation, "a recommendation" {
        /// Certainly not.
        StrongNoHire = "strong-no-hire",
        /// Not.
        NoHire = "no-hire",
        /// Yes.
        Hire = "hire",
        /// Certainly.
        StrongHire = "strong-hire",
    }
    /// Why a criterion of the card has no number. None of them ever counts as zero.
    NoScore, "a word for no score" {
        /// It was not reached.
        NotAssessed = "not-assessed",
        /// It was asked about and there was nothing to go on.
        NoEvidence = "no-evidence",
        /// The interviewer recused themselves.
        Declined = "declined",
    }
}

impl Recommendation {
    /// Whether it is on the side of hiring.
    #[must_use]
    pub fn is_hire(self) -> bool {
        matches!(self, Self::Hire | Self::StrongHire)
    }
}

/// One card: who assessed whom in which round, with what result.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Scorecard {
    /// Where it was read from, as messages call it.
    pub file: String,
    /// The candidate's id.
    pub candidate: String,
    /// The round.
    pub round: RoundIdx,
    /// The level interviewed for.
    pub level: LevelIdx,
    /// Who scored, as they sign: usually an e-mail address.
    pub interviewer: String,
    /// The day of the interview.
    pub interviewed_on: Date,
    /// How long it took, in minutes.
    pub minutes: Option<u32>,
    /// The exercise's variant, by id.
    pub variant: Option<String>,
    /// A trainee's card: kept and shown, never in the decision.
    pub shadow: bool,
    /// What the interviewer recommends; none only where nothing has a number.
    pub recommendation: Option<Recommendation>,
    /// Highest level that the evidence supports.
    pub level_recommendation: Option<LevelIdx>,
    /// Key take-aways.
    pub summary: String,
    /// For the panel only.
    pub private_note: Option<String>,
    /// What was asked: questions, video prompts, exercises.
    pub asked: Vec<Subject>,
    /// One score for each criterion on the card, each criterion once.
    pub scores: Vec<Score>,
}

/// One criterion's score.
#[derive(Debug, Clone)]
pub struct Score {
    /// The criterion.
    pub criterion: CriterionIdx,
    /// The point given, or why there is none.
    pub given: Given,
    /// Highest level whose cell the evidence supports.
    pub level: Option<LevelIdx>,
    /// What it rests on; none where nothing was written.
    pub evidence: Option<String>,
    /// Indicators ticked.
    pub observed: Vec<Indicator>,
}

/// A point of the scale, or the reason why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// A number.
    Point(PointIdx),
    /// No number.
    None(NoScore),
}

impl Score {
    /// The point, where there is one.
    #[must_use]
    pub fn point(&self) -> Option<PointIdx> {
        match self.given {
            Given::Point(point) => Some(point),
            Given::None(_) => None,
        }
    }
}

/// A name as it is compared where case matters: in one normal form, without the space around it.
#[must_use]
pub fn normal_form(name: &str) -> String {
    composed(name.trim())
}

/// What a person's signature is compared by: the same letters in either normal form, in any case
/// and with any spacing around them, are the same person.
#[must_use]
pub fn identity_key(name: &str) -> String {
    normal_form(name).to_lowercase()
}

impl Scorecard {
    /// The seat that the card fills: candidate, round and interviewer.
    #[must_use]
    pub fn seat(&self) -> (String, RoundIdx, String) {
        let interviewer = identity_key(&self.interviewer);
        (self.candidate.clone(), self.round, interviewer)
    }

    /// The score of a criterion, where the card has one.
    #[must_use]
    pub fn score(&self, criterion: CriterionIdx) -> Option<&Score> {
        self.scores
            .iter()
            .find(|score| score.criterion == criterion)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_normal_forms_are_one_person() {
        assert_eq!(
            identity_key("José@example.com "),
            identity_key("Jose\u{301}@Example.com")
        );
        assert_ne!(
            identity_key("jose@example.com"),
            identity_key("josé@example.com")
        );
    }
}
