//! What a store knows of a candidate's panel beside what is written on the cards.

use serde::Serialize;

use super::decision;
use super::roles::Roles;
use crate::scorecard::{Scorecard, identity_key};

/// What is known beside the cards; nothing where they came from files.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Where the store's log stood, as `NUMBER:HASH`.
    pub head: Option<String>,
    /// Seats without a card that can be read; trainees' are not among them.
    pub awaited: Vec<Awaited>,
    /// Cards that were amended, in any order.
    pub amendments: Vec<Amendment>,
    /// The decisions on the candidate, first to last.
    pub decisions: Vec<decision::Kept>,
}

/// A seat without a card that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// The round's id.
    pub round: String,
    /// Who was to score, as they sign.
    pub interviewer: String,
    /// Why there is no card to read.
    pub why: Why,
    /// When it is due, in words; none where that is not told.
    pub due: Option<String>,
}

/// Why a seat has no card that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is expected still.
    Expected,
    /// It is in, and closed until every card is.
    Sealed,
    /// The interviewer declined.
    Declined,
    /// The interviewer was taken off.
    Withdrawn,
}

impl Why {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Expected => "expected",
            Self::Sealed => "sealed",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether a card may still come to be read from this seat.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Expected | Self::Sealed)
    }
}

/// The amendments of one card.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// The round's id.
    pub round: String,
    /// Who scored, as they sign.
    pub interviewer: String,
    /// What the packet shows of it.
    pub amended: Amended,
    /// Its revisions, first to last.
    pub revisions: Vec<Revision>,
}

/// One revision of a card.
#[derive(Debug, Clone)]
pub struct Revision {
    /// Its number.
    pub revision: u32,
    /// When it was kept, as RFC 3339.
    pub at: String,
    /// Why, in its author's words; none of the card as it came.
    pub reason: Option<String>,
    /// Whether its author had seen others' scores of the candidate before.
    pub after_seeing_others: bool,
    /// Whether it is sealed; what it says is then in a later one.
    pub sealed: bool,
    /// The card; none where it is sealed, or cannot be read with the rubric of the packet.
    pub card: Option<Scorecard>,
}

impl Amendment {
    /// The card as its author first gave it, as far as that was ever open; none where it cannot be
    /// read.
    #[must_use]
    pub fn first(&self) -> Option<&Scorecard> {
        let first = self.revisions.iter().find(|revision| !revision.sealed);
        first?.card.as_ref()
    }
}

/// How a card was changed since it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Amended {
    /// Its revision; the card as it came is 1.
    pub revision: u32,
    /// Why, in its author's words.
    pub reason: String,
    /// Whether its author had seen others' scores of the candidate before, in this revision or
    /// an earlier one.
    pub after_seeing_others: bool,
}

impl Record {
    /// The same with roles where texts name people of the panel.
    #[must_use]
    pub fn by_role(&self, roles: &Roles) -> Self {
        let mut record = self.clone();
        for amendment in &mut record.amendments {
            amendment.amended.reason = roles.said(&amendment.amended.reason);
            for revision in &mut amendment.revisions {
                let reason = revision.reason.take();
                revision.reason = reason.map(|reason| roles.said(&reason));
                let card = revision.card.take();
                revision.card = card.map(|card| roles.card(&card));
            }
        }
        for decision in &mut record.decisions {
            let reason = decision.reason.take();
            decision.reason = reason.map(|reason| roles.said(&reason));
        }
        record
    }

    /// How a card was amended.
    #[must_use]
    pub fn amended(&self, round: &str, card: &Scorecard) -> Option<Amended> {
        let found = self.amendment(round, card);
        found.map(|amendment| amendment.amended.clone())
    }

    /// The amendments of a card.
    #[must_use]
    pub fn amendment(&self, round: &str, card: &Scorecard) -> Option<&Amendment> {
        let key = identity_key(&card.interviewer);
        self.amendments.iter().find(|amendment| {
            amendment.round == round && identity_key(&amendment.interviewer) == key
        })
    }

    /// The seats of a round without a card that can be read.
    pub fn awaited_in<'a>(&'a self, round: &'a str) -> impl Iterator<Item = &'a Awaited> {
        self.awaited.iter().filter(move |seat| seat.round == round)
    }
}
