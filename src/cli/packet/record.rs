//! What a store knows of a panel beside the cards that count.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::cli::error::Failure;
use crate::cli::kept;
use crate::packet::decision::{Basis, Kept};
use crate::packet::record::{Amendment, Awaited, Why};
use crate::packet::{Amended, Record};
use crate::store::{KeptDecision, Moment, Revisions, SeatState, SeatStatus, Store};

/// The record of one candidate.
///
/// # Errors
/// The store fails.
pub(super) fn of(store: &dyn Store, id: &str, now: Moment) -> Result<Record, Failure> {
    let seats = kept::seats(store, id, now)?;
    let awaited = seats.into_iter().filter(|seat| !seat.shadow);
    Ok(Record {
        head: Some(store.packet_head()?.to_string()),
        awaited: awaited.filter_map(awaited_seat).collect(),
        amendments: amendments(store, id)?,
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

fn amendments(store: &dyn Store, id: &str) -> Result<Vec<Amendment>, Failure> {
    let mut latest: BTreeMap<(String, String), Amendment> = BTreeMap::new();
    store.cards(Some(id), Revisions::All, &mut |kept| {
        // The readable card in place of a sealed one has no reason: it says what was said.
        let Some(reason) = kept.card.reason else {
            return ControlFlow::Continue(());
        };
        let seat = kept.card.seat;
        let key = (seat.round.clone(), seat.interviewer.key.clone());
        let before = latest.get(&key);
        let had_seen = before.is_some_and(|before| before.amended.after_seeing_others);
        let amendment = Amendment {
            round: seat.round,
            interviewer: seat.interviewer.signature,
            amended: Amended {
                revision: kept.card.revision,
                reason,
                after_seeing_others: had_seen || kept.card.after_seeing_others,
            },
        };
        latest.insert(key, amendment);
        ControlFlow::Continue(())
    })?;
    Ok(latest.into_values().collect())
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
