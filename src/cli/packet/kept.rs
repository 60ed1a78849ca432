//! Packets of cards that a store keeps.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::severity::OfStore;
use super::{Args, no_cards, panels};
use crate::cli::error::Failure;
use crate::cli::kept::{self, Run};
use crate::cli::sight::Looker;
use crate::cli::ui::Ui;
use crate::cli::{cards, sight, workspace};
use crate::packet::record::{Amendment, Awaited, Why};
use crate::packet::{self, Amended, Names, Packet, Record, Scores};
use crate::store::{
    Access, Moment, Panels as Which, Revisions, SeatState, SeatStatus, Stamp, Store,
};
use crate::text::counted;

/// The packets of the candidates named, or of all who have a card that can be read.
///
/// # Errors
/// Nobody says who is looking, or they have a card due; there is no such card; a card cannot be
/// read; the store fails.
pub(super) fn packets(args: &Args, names: Names, ui: &Ui) -> Result<Vec<Packet>, Failure> {
    let mut store = args.store.open(Access::Existing, ui)?;
    let stamp = workspace::told_stamp(ui)?;
    of_store(&mut store, &stamp, &args.candidates, names, ui)
}

/// The same of an open store.
///
/// # Errors
/// As [`packets`].
pub(in crate::cli) fn of_store(
    store: &mut dyn Store,
    stamp: &Stamp,
    candidates: &[String],
    names: Names,
    ui: &Ui,
) -> Result<Vec<Packet>, Failure> {
    let (wanted, n_with_card) = wanted(store, candidates)?;
    let ids: Vec<&str> = wanted.iter().map(String::as_str).collect();
    sight::look(store, stamp, &ids, "packet")?;
    let hidden = Looker::new(stamp).owed(store)?;
    let desk = Desk {
        names: with_records(store, names)?,
        severities: OfStore::estimate(store, n_with_card, &hidden, ui)?,
        store,
        now: stamp.time,
        ui,
    };
    let mut found: BTreeMap<String, Vec<Packet>> = BTreeMap::new();
    for run in kept::runs(store, &wanted)? {
        if !run.cards.is_empty() {
            desk.run(run, &mut found)?;
        }
    }
    let without: Vec<_> = ids.iter().filter(|id| !found.contains_key(**id)).collect();
    if let Some(id) = without.first() {
        // Whose cards are all sealed still keeps nobody else from theirs, unless they are asked for.
        if !candidates.is_empty() || found.is_empty() {
            return Err(closed(store, id)?);
        }
        let whose = counted(without.len(), "candidate");
        let message = format!("no packet for {whose}, whose cards are all sealed");
        ui.warn(&message, "`panelkit panel open` opens them");
    }
    let packets = wanted.iter().filter_map(|id| found.remove(id));
    Ok(packets.flatten().collect())
}

/// The candidates named, each once, or all who have a card; and how many have one.
fn wanted(store: &dyn Store, named: &[String]) -> Result<(Vec<String>, usize), Failure> {
    let mut known = Vec::new();
    store.panels(Which::All, Moment::now(), &mut |panel| {
        known.push((
            panel.candidate.id,
            panel.seats.n_came() + panel.seats.n_shadow_in,
        ));
        ControlFlow::Continue(())
    })?;
    let n_with_card = known.iter().filter(|(_, n_cards)| *n_cards > 0).count();
    if named.is_empty() {
        let with_card = known.into_iter().filter(|(_, n_cards)| *n_cards > 0);
        let mut ids: Vec<_> = with_card.map(|(id, _)| id).collect();
        ids.sort_unstable();
        return Ok((ids, n_with_card));
    }
    let known: Vec<_> = known.iter().map(|(id, _)| id.as_str()).collect();
    let mut seen = BTreeSet::new();
    let mut ids = Vec::new();
    for id in named {
        if !known.contains(&id.as_str()) {
            return Err(no_cards(id, &known));
        }
        if seen.insert(id) {
            ids.push(id.clone());
        }
    }
    Ok((ids, n_with_card))
}

/// The names given, and those that the store has for candidates.
fn with_records(store: &dyn Store, mut names: Names) -> Result<Names, Failure> {
    store.panels(Which::All, Moment::now(), &mut |panel| {
        if let Some(name) = &panel.candidate.name {
            names.insert_if_new(&panel.candidate.id, name);
        }
        ControlFlow::Continue(())
    })?;
    Ok(names)
}

/// Says why a candidate has no packet.
fn closed(store: &dyn Store, id: &str) -> Result<Failure, Failure> {
    let seats = kept::seats(store, id, Moment::now())?;
    let n_sealed = seats.iter().filter(|seat| seat.sealed).count();
    let failure = Failure::no_input(format!("there is no scorecard for `{id}` that can be read"));
    Ok(match n_sealed {
        0 => failure.hint("`panelkit panel status` shows whose card is due"),
        _ => failure.hint(format!(
            "sealed cards are opened with `panelkit panel open {id}`"
        )),
    })
}

/// What building packets needs.
struct Desk<'a> {
    store: &'a dyn Store,
    names: Names,
    severities: OfStore,
    now: Moment,
    ui: &'a Ui,
}

impl Desk<'_> {
    /// Builds the packets of one rubric's cards.
    fn run(&self, run: Run, found: &mut BTreeMap<String, Vec<Packet>>) -> Result<(), Failure> {
        let rubric = kept::rubric(self.store, &run.rubric.hash)?;
        let cards = cards::kept(run.cards, &rubric);
        let panels = panels(&rubric, &cards, self.ui)?;
        let severity = self.severities.on(&rubric);
        for panel in panels.iter() {
            let id = panel.candidate;
            let record = self.record(id)?;
            let scores = Scores::new(&panels, panel, severity);
            let packet = packet::build(&panels, panel, &scores, &self.names, &record);
            found.entry(id.to_owned()).or_default().push(packet);
        }
        Ok(())
    }

    fn record(&self, id: &str) -> Result<Record, Failure> {
        let seats = kept::seats(self.store, id, self.now)?;
        let awaited = seats.into_iter().filter(|seat| !seat.shadow);
        Ok(Record {
            head: Some(self.store.packet_head()?.to_string()),
            awaited: awaited.filter_map(awaited_seat).collect(),
            amendments: self.amendments(id)?,
        })
    }

    fn amendments(&self, id: &str) -> Result<Vec<Amendment>, Failure> {
        let mut latest: BTreeMap<(String, String), Amendment> = BTreeMap::new();
        self.store.cards(Some(id), Revisions::All, &mut |kept| {
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
