//! Sealed cards among those of a command: taken as they are, checked as far as that goes.

use std::collections::BTreeMap;

use super::Cards;
use crate::diagnostic::{Diagnostic, codes};
use crate::rubric::Rubric;
use crate::scorecard::identity_key;
use crate::seal::Envelope;
use crate::seal::envelope::{self, Places};
use crate::store::{Person, Seat, Submission};
use crate::text::Span;

/// Sealed cards without errors.
#[derive(Debug, Default)]
pub(in crate::cli) struct SealedCards(Vec<SealedCard>);

#[derive(Debug)]
struct SealedCard {
    name: String,
    envelope: Envelope,
    places: Places,
    bytes: Vec<u8>,
}

impl SealedCards {
    /// What messages call them.
    pub(in crate::cli) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|card| card.name.as_str())
    }

    /// The candidates whose cards they are.
    pub(in crate::cli) fn candidates(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|card| card.envelope.candidate.as_str())
    }

    /// The cards on their way into a store, each with what messages call it.
    pub(in crate::cli) fn submissions(&self) -> impl Iterator<Item = (&str, Submission)> {
        self.0.iter().map(|card| {
            let envelope = &card.envelope;
            let submission = Submission {
                seat: Seat {
                    candidate: envelope.candidate.clone(),
                    round: envelope.round.clone(),
                    interviewer: Person::new(&envelope.interviewer),
                },
                rubric: envelope.rubric_hash.clone(),
                shadow: envelope.shadow,
                sealed: true,
                bytes: card.bytes.clone(),
            };
            (card.name.as_str(), submission)
        })
    }
}

impl Cards {
    /// Reads a sealed card.
    pub(super) fn read_sealed(&mut self, name: &str, bytes: Vec<u8>, rubric: &Rubric) {
        let read = envelope::read(name, bytes.clone(), &mut self.sources);
        self.findings.extend(read.diagnostics);
        let Some((envelope, places)) = read.envelope else {
            return;
        };
        let found = envelope.check_rubric(&places, rubric);
        if found.is_empty() {
            self.sealed.0.push(SealedCard {
                name: name.to_owned(),
                envelope,
                places,
                bytes,
            });
        }
        self.findings.extend(found);
    }

    /// Says where a sealed card is for the seat of another card. Two open ones are found elsewhere.
    pub(super) fn sealed_conflicts(&self, rubric: &Rubric) -> Vec<Diagnostic> {
        let mut seats: BTreeMap<_, Span> = BTreeMap::new();
        for (card, places) in &self.sound {
            let (candidate, round, interviewer) = card.seat();
            let round = rubric.round(round).id.to_string();
            seats.insert((candidate, round, interviewer), places.interviewer);
        }
        let mut found = Vec::new();
        for card in &self.sealed.0 {
            let envelope = &card.envelope;
            let key = (
                envelope.candidate.clone(),
                envelope.round.clone(),
                identity_key(&envelope.interviewer),
            );
            let at = card.places.interviewer;
            match seats.get(&key) {
                Some(first) => found.push(conflict(envelope, at, *first)),
                None => drop(seats.insert(key, at)),
            }
        }
        found
    }
}

fn conflict(envelope: &Envelope, at: Span, first: Span) -> Diagnostic {
    let message = format!(
        "another card of `{}` for `{}` in `{}` is given too",
        envelope.interviewer, envelope.candidate, envelope.round
    );
    Diagnostic::error(codes::CARD_SEAT, at, message)
        .context(first, "the other card")
        .hint("give either the card or the sealed one, and only one of each")
}
