//! What is kept of one candidate's way.

use std::collections::BTreeMap;

use crate::document::Date;
use crate::store::{Choice, KeptStage, Passage, Proposal, Stage};

/// What a store has of one candidate's way through the stages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Course {
    /// The day they were added; none where it is not known.
    pub added: Option<Date>,
    /// The last record of each stage.
    pub records: BTreeMap<Stage, Recorded>,
    /// Seats that stand and cards, by the stage of their round. Trainees' are not among them.
    pub cards: BTreeMap<Stage, Cards>,
    /// The day on which the last card of the loop came, where every one that its last stage asks for
    /// is in.
    pub complete: Option<Date>,
    /// What was decided last, and when.
    pub decided: Option<(Choice, Date)>,
}

/// What a person recorded of a stage last.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// What happened.
    pub what: Passage,
    /// The day of that.
    pub on: Date,
    /// The day they came to the stage, as far as records tell it.
    pub entered: Option<Date>,
    /// Who recorded it, as they sign.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// What was proposed before.
    pub proposal: Option<Proposal>,
}

impl From<KeptStage> for Recorded {
    fn from(kept: KeptStage) -> Self {
        Self {
            what: kept.record.what,
            on: kept.record.on,
            entered: kept.entered,
            by: kept.by.signature,
            reason: kept.record.reason,
            proposal: kept.record.proposal,
        }
    }
}

impl Recorded {
    /// Whether it ends the candidate's way.
    pub(super) fn is_end(&self) -> bool {
        matches!(self.what, Passage::Declined | Passage::Withdrew)
    }
}

/// The seats of one stage that stand, and their cards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cards {
    /// The first day on which somebody was assigned, or a card came that nobody was assigned for.
    pub first: Option<Date>,
    /// The day on which the first card came.
    pub first_came: Option<Date>,
    /// The day on which the last card came.
    pub last_came: Option<Date>,
    /// How many cards are waited for.
    pub n_open: usize,
}

impl Cards {
    /// Takes a seat that stands.
    pub fn add(&mut self, assigned: Option<Date>, came: Option<Date>) {
        let first = assigned.into_iter().chain(came).min();
        self.first = self.first.into_iter().chain(first).min();
        self.first_came = self.first_came.into_iter().chain(came).min();
        self.last_came = self.last_came.max(came);
        self.n_open += usize::from(came.is_none());
    }
}
