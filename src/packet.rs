//! The packet: what the panel found, the verdict that the rubric's rules draw from it, and why.
//!
//! A packet recommends; a person decides. Everything here is a finished view: renderers read it.

pub mod agenda;
mod build;
pub mod compare;
pub mod correction;
pub mod decision;
pub mod fair;
pub mod feedback;
pub mod ledger;
pub mod level;
mod many;
pub mod missing;
mod names;
pub mod panel;
pub mod policy;
pub mod pool;
mod printed;
mod profile;
pub mod record;
pub mod robustness;
mod roles;
pub mod scenario;
#[cfg(test)]
mod testing;
pub mod weights;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calibration::analysis::Method;
use crate::rubric::{Named, RubricRef, ScalePoint};

pub use agenda::AgendaItem;
pub use build::{build, cell};
pub use correction::Correction;
pub use decision::Decision;
pub use fair::{Scores, Severity};
pub use feedback::Feedback;
pub use ledger::Ledger;
pub use level::LevelProfile;
pub use many::{Make, build_each};
pub use missing::Missing;
pub use names::Names;
pub use panel::{Panel, Panels};
pub use pool::Pool;
pub use printed::{Charts, Printed};
pub use profile::Profile;
pub use record::{Amended, Awaited, Record};
pub use robustness::Robustness;
pub use scenario::{Base, Scenario};
pub use weights::Weights;

/// Version of the packet's JSON.
pub const FORMAT: u32 = 1;

/// What the rules make of the panel's scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Well over the bar.
    StrongHire,
    /// Over the bar with enough certainty.
    Hire,
    /// Neither: the panel has something to talk about.
    Debrief,
    /// Under the bar with enough certainty, or ruled out.
    NoHire,
    /// Well under the bar.
    StrongNoHire,
    /// Too little was scored to say anything.
    Insufficient,
}

impl Verdict {
    /// As files have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::StrongHire => "strong-hire",
            Self::Hire => "hire",
            Self::Debrief => "debrief",
            Self::NoHire => "no-hire",
            Self::StrongNoHire => "strong-no-hire",
            Self::Insufficient => "insufficient",
        }
    }

    /// As a person reads it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::StrongHire => "Strong hire",
            Self::Hire => "Hire",
            Self::Debrief => "Debrief",
            Self::NoHire => "No hire",
            Self::StrongNoHire => "Strong no hire",
            Self::Insufficient => "Insufficient",
        }
    }
}

/// Everything a hiring manager needs for one candidate at one level.
#[derive(Debug, Clone, Serialize)]
pub struct Packet {
    /// Version of this shape: [`FORMAT`].
    pub format: u32,
    /// Who it is for.
    pub profile: Profile,
    /// What it leaves out for them, in words.
    pub profile_text: Option<&'static str>,
    /// Who was interviewed.
    pub candidate: Person,
    /// For which level.
    pub level: Named,
    /// By which rubric.
    pub rubric: RubricRef,
    /// What the rules make of it.
    pub verdict: Verdict,
    /// The verdict as a person reads it.
    pub verdict_title: &'static str,
    /// The reason that decided, in a sentence.
    pub headline: String,
    /// What to do next, where the verdict alone does not say.
    pub next_steps: Vec<String>,
    /// Every step of the policy in order, with its numbers.
    pub reasons: Vec<Reason>,
    /// The weighted fair score; none where nothing with weight has a number.
    pub fair: Option<FairScore>,
    /// Share of the weight that has at least one number, 0 to 1.
    pub coverage: f64,
    /// The bar-line on the scale.
    pub bar_line: f64,
    /// The scale.
    pub scale: Vec<ScalePoint>,
    /// One row a criterion, in the rubric's order.
    pub criteria: Vec<CriterionRow>,
    /// One column a card, in loop order.
    pub cards: Vec<CardColumn>,
    /// How many expected cards did not come.
    pub n_missing: usize,
    /// Cards that were expected and did not come.
    pub missing_cards: Vec<MissingCards>,
    /// Trainees' and resume reviewers' cards: shown, never counted.
    pub uncounted_cards: Vec<CardColumn>,
    /// The level that the evidence supports, beside the verdict.
    pub level_profile: LevelProfile,
    /// What to talk about, most pressing first.
    pub agenda: Vec<AgendaItem>,
    /// What a person decided; none where nobody has, or the cards came from files.
    pub decision: Option<Decision>,
    /// What becomes of the verdict when one thing at a time is changed.
    pub robustness: Robustness,
    /// What the missing cards could do; none where no card is missing.
    pub missing: Option<Missing>,
    /// What was revised since the cards came; none where nothing was, or the cards came from files.
    pub ledger: Option<Ledger>,
    /// How the scores were come by.
    pub method: MethodNote,
    /// What correcting for severity does; none where nothing is corrected, as `method` says.
    pub correction: Option<Correction>,
    /// Where the store's log stood, as `NUMBER:HASH`; none where the cards came from files.
    pub head: Option<String>,
}

/// Somebody, by id and by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The id, or the signature of an interviewer.
    pub id: String,
    /// The name to show; the id where no name is known.
    pub name: String,
}

/// A fair score with its interval and the probability of reaching the bar-line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FairScore {
    /// The score, on the scale.
    pub value: f64,
    /// Its standard error, in scale units.
    pub se: f64,
    /// Lower end of the 90 % interval.
    pub low: f64,
    /// Upper end of the 90 % interval.
    pub high: f64,
    /// P(score ≥ bar-line), 0 to 1.
    pub probability: f64,
    /// Ratings it rests on.
    pub n_ratings: usize,
    /// Interviewers who gave them.
    pub n_interviewers: usize,
}

/// A step of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Panel knock-outs.
    KnockOuts,
    /// Share of weight scored.
    Coverage,
    /// Raters of required criteria.
    Raters,
    /// Criteria that alone can rule a hire out.
    RequiredCriteria,
    /// The weighted fair score against the bar-line.
    Bar,
    /// Interviewers on both sides.
    SplitPanel,
    /// Raters of one criterion far apart.
    Spread,
    /// Far from the bar-line.
    StrongMargin,
}

impl Step {
    /// As a person reads it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::KnockOuts => "Knock-outs",
            Self::Coverage => "Coverage",
            Self::Raters => "Raters",
            Self::RequiredCriteria => "Required criteria",
            Self::Bar => "Bar",
            Self::SplitPanel => "Split panel",
            Self::Spread => "Spread",
            Self::StrongMargin => "Strong margin",
        }
    }
}

/// What a step found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// Nothing stands against a hire here.
    Passed,
    /// Too little was scored.
    Insufficient,
    /// A hire is out of the question without a conversation; a no hire stays one.
    AtBestDebrief,
    /// The panel must talk, whatever the average.
    Debrief,
    /// No hire.
    NoHire,
    /// Hire.
    Hire,
    /// Strong hire.
    StrongHire,
    /// Strong no hire.
    StrongNoHire,
    /// It could not be looked at: there is no number to look at.
    NotReached,
}

impl Finding {
    /// As a person reads it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Insufficient => "insufficient",
            Self::AtBestDebrief => "at best a debrief",
            Self::Debrief => "debrief",
            Self::NoHire => "no hire",
            Self::Hire => "hire",
            Self::StrongHire => "strong hire",
            Self::StrongNoHire => "strong no hire",
            Self::NotReached => "not reached",
        }
    }
}

/// One recorded reason: a step, what it found, and the numbers it used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// Which step.
    pub step: Step,
    /// The step as a person reads it.
    pub step_title: &'static str,
    /// What it found.
    pub finding: Finding,
    /// The finding as a person reads it.
    pub finding_title: &'static str,
    /// Whether the verdict is this reason's.
    pub decides: bool,
    /// The criterion it is about, where it is about one.
    pub criterion: Option<String>,
    /// In a sentence.
    pub text: String,
    /// The numbers it used, by name.
    pub numbers: BTreeMap<&'static str, f64>,
}

/// One criterion's row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `competency`, `attitude` or `exercise`.
    pub kind: &'static str,
    /// Its weight at this level.
    pub weight: f64,
    /// Whether it alone can rule a hire out at this level.
    pub required: bool,
    /// Its fair score; none where nobody gave a number.
    pub fair: Option<FairScore>,
    /// Interviewers who gave a number.
    pub n_raters: usize,
    /// Raw points between the highest and the lowest rater; none with fewer than two.
    pub spread: Option<f64>,
    /// One cell a card, in the order of [`Packet::cards`].
    pub cells: Vec<Cell>,
    /// Why there is no number at all, where there is none.
    pub unscored: Option<String>,
    /// Whether any cell has evidence or ticked indicators.
    pub has_notes: bool,
}

/// What a card says of a criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// `scored`, `not-assessed`, `no-evidence`, `declined`, or `not-in-round` where the card's
    /// round does not score it.
    pub state: &'static str,
    /// The state in a few characters: the number, or a word for none.
    pub shown: String,
    /// The number, where there is one.
    pub value: Option<i64>,
    /// The scale point's id, where there is one.
    pub point: Option<String>,
    /// What it rests on.
    pub evidence: Option<String>,
    /// Indicators ticked.
    pub observed: Vec<Observed>,
    /// Whether there is evidence or a ticked indicator.
    pub has_notes: bool,
}

/// An indicator that was ticked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Observed {
    /// Its address, such as `rollback-story+1`.
    pub address: String,
    /// Whether it speaks for the candidate.
    pub positive: bool,
    /// Its text.
    pub text: String,
}

/// One card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardColumn {
    /// Who scored.
    pub interviewer: Person,
    /// In which round.
    pub round: Named,
    /// When, as `YYYY-MM-DD`.
    pub interviewed_on: String,
    /// How the exercise was set, where it has variants.
    pub variant: Option<Named>,
    /// What they recommend, such as `no-hire`.
    pub recommendation: Option<&'static str>,
    /// The same as a person reads it.
    pub recommendation_title: &'static str,
    /// Highest level they see.
    pub level: Option<Named>,
    /// Key take-aways.
    pub summary: String,
    /// What its author wrote for the panel alone.
    pub private_note: Option<String>,
    /// Numbers on the card.
    pub n_scores: usize,
    /// Why the card is no part of the decision, if it is none.
    pub uncounted: Option<&'static str>,
    /// How it was changed since it came, if it was.
    pub amended: Option<Amended>,
}

/// Cards of a round that did not come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingCards {
    /// The round.
    pub round: Named,
    /// How many are missing.
    pub n_missing: usize,
    /// How many were expected.
    pub n_expected: usize,
    /// What they would have scored.
    pub criteria: Vec<Named>,
    /// Who they are expected of, where a store knows.
    pub seats: Vec<AwaitedSeat>,
}

/// Somebody whose card cannot be counted, since it is not in or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AwaitedSeat {
    /// Who.
    pub interviewer: Person,
    /// `expected`, `sealed`, `declined` or `withdrawn`.
    pub state: &'static str,
    /// The state in words.
    pub state_title: String,
}

impl AwaitedSeat {
    /// Whether its card may still come to be read.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state, "expected" | "sealed")
    }
}

/// How the scores were come by.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MethodNote {
    /// The engine.
    pub name: Method,
    /// Whether interviewers' severity was corrected for.
    pub severity_corrected: bool,
    /// In words.
    pub text: String,
}
