//! What a confirmation came to, as a finished view.

use serde::Serialize;

use super::{Choice, Confirmation, Decision};
use crate::screen::{FORMAT, Outcome};

/// What a confirmation came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Confirmed {
    /// Version of this shape: [`FORMAT`].
    pub format: u32,
    /// Who confirmed.
    pub by: String,
    /// On which day.
    pub on: String,
    /// Rows: the sum of the three that follow.
    pub rows: u64,
    /// Applications that go on.
    pub advance: u64,
    /// Applications that are declined.
    pub decline: u64,
    /// Applications that are still to be decided, by what was proposed.
    pub open: Open,
    /// Of the decisions, those made now.
    pub new: u64,
    /// Of the decisions, those that are not what was proposed.
    pub overrides: u64,
    /// How many of the new ones a store keeps; none where there is no store.
    pub stored: Option<Stored>,
}

/// Applications still to be decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Open {
    /// Proposed to advance.
    pub advance: u64,
    /// For a person to look at.
    pub review: u64,
    /// Proposed for decline.
    pub decline: u64,
    /// All of these.
    pub all: u64,
}

/// What a store keeps of new decisions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Stored {
    /// Of candidates that it knows.
    pub kept: u64,
    /// Of candidates that are not in it.
    pub unknown: u64,
}

impl Confirmed {
    /// Nothing yet.
    #[must_use]
    pub fn of(confirmation: &Confirmation) -> Self {
        Self {
            format: FORMAT,
            by: confirmation.by.clone(),
            on: confirmation.on.clone(),
            ..Self::default()
        }
    }

    /// Counts a row.
    pub fn count(&mut self, decision: &Decision) {
        self.rows += 1;
        self.new += u64::from(decision.is_new);
        match (decision.choice, decision.proposed) {
            (Some(Choice::Advance), _) => self.advance += 1,
            (Some(Choice::Decline), _) => self.decline += 1,
            (None, Outcome::Advance) => self.open.advance += 1,
            (None, Outcome::Review) => self.open.review += 1,
            (None, Outcome::Decline) => self.open.decline += 1,
        }
        self.open.all += u64::from(decision.choice.is_none());
        self.overrides += u64::from(decision.choice.is_some() && decision.overrides);
    }
}
