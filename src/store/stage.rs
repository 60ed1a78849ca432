//! Stages of the process: what a person records of a candidate's way through it.

use serde::{Deserialize, Serialize};

use crate::document::Date;
use crate::rubric;

/// A stage of the process: those that a rubric's rounds have, and the decision after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The application itself.
    Application,
    /// Resume review.
    Resume,
    /// A first conversation.
    Screen,
    /// A test or task.
    Assessment,
    /// The interview loop.
    Onsite,
    /// The decision on what the panel found.
    Decision,
}

impl Stage {
    /// All of them, in the order of the process.
    pub const ALL: [Self; 6] = [
        Self::Application,
        Self::Resume,
        Self::Screen,
        Self::Assessment,
        Self::Onsite,
        Self::Decision,
    ];

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Resume => "resume",
            Self::Screen => "screen",
            Self::Assessment => "assessment",
            Self::Onsite => "onsite",
            Self::Decision => "decision",
        }
    }

    /// The stage of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == word)
    }
}

impl From<rubric::Stage> for Stage {
    fn from(stage: rubric::Stage) -> Self {
        match stage {
            rubric::Stage::Application => Self::Application,
            rubric::Stage::Resume => Self::Resume,
            rubric::Stage::Screen => Self::Screen,
            rubric::Stage::Assessment => Self::Assessment,
            rubric::Stage::Onsite => Self::Onsite,
        }
    }
}

/// What happened at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Passage {
    /// The candidate came to it, and waits in it.
    Entered,
    /// They go on to what follows.
    Passed,
    /// They were declined.
    Declined,
    /// They took themselves out of the process.
    Withdrew,
}

impl Passage {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Entered, Self::Passed, Self::Declined, Self::Withdrew];

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Entered => "entered",
            Self::Passed => "passed",
            Self::Declined => "declined",
            Self::Withdrew => "withdrew",
        }
    }

    /// The words for it in a sentence, before the stage's name.
    #[must_use]
    pub fn of_a_stage(self) -> &'static str {
        match self {
            Self::Entered => "came to",
            Self::Passed => "passed",
            Self::Declined => "was declined at",
            Self::Withdrew => "withdrew at",
        }
    }

    /// What a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.as_str() == word)
    }
}

/// What was proposed before a person recorded what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proposed {
    /// To go on.
    Advance,
    /// That a person has a look: neither of the others.
    Review,
    /// To decline.
    Decline,
}

impl Proposed {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Advance => "advance",
            Self::Review => "review",
            Self::Decline => "decline",
        }
    }
}

/// A proposal, such as one of screening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Proposal {
    /// What was proposed.
    pub outcome: Proposed,
    /// The ids of the knock-outs that it rests on; empty where it rests on none.
    pub knockouts: Vec<String>,
    /// The content hash of the rubric that it follows from, `sha256:…`; none where it is not told.
    pub rubric: Option<String>,
}

/// What a person records of a candidate at a stage. A later record of the same stage takes its
/// place, both stay in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct StageRecord {
    /// The candidate's id.
    pub candidate: String,
    /// The stage.
    pub stage: Stage,
    /// What happened.
    pub what: Passage,
    /// The day it happened.
    pub on: Date,
    /// The day that they came to the stage, where this record tells it too; never after `on`. Where
    /// they only came to it, `on` is that day.
    pub entered: Option<Date>,
    /// Why; see [`StageRecord::needs_reason`].
    pub reason: Option<String>,
    /// What was proposed before; none where nothing was.
    pub proposal: Option<Proposal>,
    /// The event of the record whose place it takes: the store says so.
    pub supersedes: Option<u64>,
}

impl StageRecord {
    /// A record without a reason and without a proposal.
    #[must_use]
    pub fn new(candidate: &str, stage: Stage, what: Passage, on: Date) -> Self {
        Self {
            candidate: candidate.to_owned(),
            stage,
            what,
            on,
            entered: None,
            reason: None,
            proposal: None,
            supersedes: None,
        }
    }

    /// The day that they came to the stage, as far as this record tells it.
    #[must_use]
    pub fn entered_on(&self) -> Option<Date> {
        match self.what {
            Passage::Entered => Some(self.on),
            _ => self.entered,
        }
    }

    /// Whether it goes against what was proposed. A review proposes neither.
    #[must_use]
    pub fn overrides(&self) -> bool {
        let proposed = self.proposal.as_ref().map(|proposal| proposal.outcome);
        matches!(
            (proposed, self.what),
            (Some(Proposed::Advance), Passage::Declined)
                | (Some(Proposed::Decline), Passage::Passed)
        )
    }

    /// Whether it needs a reason in words: where it overrides a proposal, and where it declines and
    /// no knock-out says why. Taking the place of a record with another outcome needs one too.
    #[must_use]
    pub fn needs_reason(&self) -> bool {
        let proposal = self.proposal.as_ref();
        let is_reasoned = proposal.is_some_and(|proposal| !proposal.knockouts.is_empty());
        self.overrides() || (self.what == Passage::Declined && !is_reasoned)
    }

    /// Whether it says nothing that a record before did not say.
    #[must_use]
    pub fn repeats(&self, before: &Self) -> bool {
        let entered = self.entered.is_none() || self.entered == before.entered;
        let reason = self.reason.is_none() || self.reason == before.reason;
        let proposal = self.proposal.is_none() || self.proposal == before.proposal;
        let same = self.what == before.what && self.on == before.on;
        same && entered && reason && proposal
    }
}

#[cfg(test)]
mod tests {
    use super::Passage::{Declined, Entered, Passed, Withdrew};
    use super::Proposed::{Advance, Decline, Review};
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.as_str()), Some(stage));
        }
        for what in Passage::ALL {
            assert_eq!(Passage::parse(what.as_str()), Some(what));
        }
        assert_eq!(
            (Stage::parse("offer"), Passage::parse("hired")),
            (None, None)
        );
        let stages = rubric::Stage::Resume;
        assert_eq!(Stage::from(stages), Stage::Resume);
    }

    #[test]
    fn what_needs_a_reason() {
        let proposal = |outcome, knockouts: &[&str]| {
            Some(Proposal {
                outcome,
                knockouts: knockouts.iter().map(|id| (*id).to_owned()).collect(),
                rubric: None,
            })
        };
        for (proposal, what, overrides, needs_reason) in [
            (None, Entered, false, false),
            (None, Passed, false, false),
            (None, Withdrew, false, false),
            (None, Declined, false, true),
            (proposal(Advance, &[]), Passed, false, false),
            (proposal(Advance, &[]), Declined, true, true),
            (proposal(Decline, &["permit"]), Declined, false, false),
            (proposal(Decline, &[]), Declined, false, true),
            (proposal(Decline, &["permit"]), Passed, true, true),
            (proposal(Decline, &["permit"]), Withdrew, false, false),
            (proposal(Review, &["permit"]), Passed, false, false),
            (proposal(Review, &["permit"]), Declined, false, false),
            (proposal(Review, &[]), Declined, false, true),
        ] {
            let record = StageRecord {
                proposal,
                ..StageRecord::new("ada", Stage::Application, what, Date::EPOCH)
            };
            let found = (record.overrides(), record.needs_reason());
            assert_eq!(found, (overrides, needs_reason), "{record:?}");
        }
    }
}
