//! What a store knows of a panel beside the cards that count.

use std::ops::ControlFlow;

use crate::cli::error::Failure;
use crate::cli::kept;
use crate::packet::decision::{Basis, Kept};
use crate::packet::record::{Amendment, Awaited, Revision, Why};
use crate::packet::{Amended, Record};
use crate::rubric::Rubric;
use crate::scorecard::read::{self, Pin};
use crate::store::{
    KeptCard, KeptDecision, Moment, Person, Revisions, Seat, SeatState, SeatStatus, Store,
};
use crate::text::Sources;

/// The record of one candidate, for a packet by a rubric, in a store whose log stands at `head`.
///
/// # Errors
/// The store fails.
pub(super) fn of(
    store: &dyn Store,
    id: &str,
    rubric: &Rubric,
    head: &str,
    now: Moment,
) -> Result<Record, Failure> {
    let seats = kept::seats(store, id, now)?;
    let awaited = seats.into_iter().filter(|seat| !seat.shadow);
    Ok(Record {
        head: Some(head.to_owned()),
        awaited: awaited.filter_map(awaited_seat).collect(),
        amendments: amendments(store, id, rubric)?,
        decisions: decisions(store, id)?,
    })
}

/// The decisions on a candidate, first to last.
///
/// # Errors
/// The store fails.
pub(in crate::cli) fn decisions(store: &dyn Store, id: &str) -> Result<Vec<Kept>, Failure> {
    let decisions = store.decisions(id)?;
    Ok(decisions.into_iter().map(decision).collect())
}

fn decision(kept: KeptDecision) -> Kept {
    let decision = kept.decision;
    let recommended = decision.packet.recommended.into_iter();
    Kept {
        choice: decision.choice.as_str(),
        title: decision.choice.title(),
        by: kept.by.signature,
        at: kept.at.to_string(),
        reason: decision.reason,
        departs: decision.departs,
        recommended: recommended
            .map(|by| (by.rubric, by.version, by.verdict))
            .collect(),
        packet: Basis {
            sha256: decision.packet.hash.to_string(),
            head: decision.packet.head.to_string(),
        },
        record: kept.sequence,
    }
}

/// The cards of a candidate that were amended, with all that can be read of their revisions.
fn amendments(store: &dyn Store, id: &str, rubric: &Rubric) -> Result<Vec<Amendment>, Failure> {
    let mut found: Vec<Amendment> = Vec::new();
    store.cards(Some(id), Revisions::All, &mut |kept| {
        let seat = &kept.card.seat;
        let is_last = |last: &Amendment| {
            last.round == seat.round && Person::new(&last.interviewer) == seat.interviewer
        };
        if !found.last().is_some_and(is_last) {
            found.push(unamended(seat));
        }
        if let Some(amendment) = found.last_mut() {
            add(amendment, kept, rubric);
        }
        ControlFlow::Continue(())
    })?;
    found.retain(|amendment| {
        let mut revisions = amendment.revisions.iter();
        revisions.any(|revision| revision.reason.is_some())
    });
    Ok(found)
}

fn unamended(seat: &Seat) -> Amendment {
    Amendment {
        round: seat.round.clone(),
        interviewer: seat.interviewer.signature.clone(),
        amended: Amended {
            revision: 1,
            reason: String::new(),
            after_seeing_others: false,
        },
        revisions: Vec::new(),
    }
}

/// Adds a revision. The readable card in place of a sealed one has no reason: it says what was
/// said.
fn add(amendment: &mut Amendment, kept: KeptCard, rubric: &Rubric) {
    let card = kept.card;
    amendment.amended.after_seeing_others |= card.after_seeing_others;
    if let Some(reason) = &card.reason {
        amendment.amended.revision = card.revision;
        amendment.amended.reason.clone_from(reason);
    }
    let sources = &mut Sources::default();
    let read = |bytes| read::read_pinned("card", bytes, rubric, Pin::AnyVersion, sources).card;
    amendment.revisions.push(Revision {
        revision: card.revision,
        at: kept.time,
        reason: card.reason,
        after_seeing_others: card.after_seeing_others,
        sealed: card.sealed,
        card: (!card.sealed).then_some(card.bytes).and_then(read),
    });
}

fn awaited_seat(seat: SeatStatus) -> Option<Awaited> {
    let why = match seat.state {
        SeatState::Due | SeatState::Overdue => Why::Expected,
        SeatState::Declined => Why::Declined,
        SeatState::Withdrawn => Why::Withdrawn,
        SeatState::In | SeatState::InLate if seat.sealed => Why::Sealed,
        SeatState::In | SeatState::InLate => return None,
    };
    Some(Awaited {
        round: seat.seat.round,
        interviewer: seat.seat.interviewer.signature,
        why,
        due: seat.due.map(|due| due.to_string()),
    })
}
