//! Records kept in memory: the twin that tests and one-off runs use.

use std::ops::ControlFlow;

use super::audit::{Auditor, Row};
use super::books::{
    self, Books, CandidateRow, CardRow, RubricRow, SeatRow, ShownRow, StageRow, Tables,
};
use super::change::{Candidate, Change, Decision, Person, Seat, Snapshot, Stamp};
use super::error::Fault;
use super::event::{Content, Entry, Event, Head, Stored};
use super::random::Nonces;
use super::replay::Replay;
use super::stage::{Stage, StageRecord};
use super::state::State;
use super::view::{
    Erasure, KeptCard, KeptDecision, KeptRubric, KeptStage, PanelStatus, Panels, Revisions,
    SeatFilter, SeatStatus, Standing, Survey, Verification, Waiting,
};
use super::{Moment, Receipt, Store, StoreError, Visit};
use crate::text::Digest;

/// A log and its tables, for as long as the program runs.
#[derive(Default)]
pub struct MemoryStore {
    /// Events, each with the candidate it is filed under.
    log: Vec<(Stored, Option<u64>)>,
    state: State,
    nonces: Nonces,
}

fn failed(fault: Fault) -> StoreError {
    StoreError::Failed {
        place: "the store in memory".to_owned(),
        fault,
    }
}

impl MemoryStore {
    /// Runs a transaction: where it fails, everything is as it was.
    fn transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let before = (self.log.clone(), self.state.clone());
        work(self).inspect_err(|_| (self.log, self.state) = before)
    }

    /// Takes an event of another log in, with what follows from it; none where it does not follow
    /// what was before.
    pub(super) fn replay(&mut self, stored: Stored, filed: Option<u64>) -> Option<()> {
        match stored.content() {
            Content::Erased => {}
            Content::Altered | Content::Unreadable => return None,
            Content::Says(by, entry) => {
                let time = Moment::parse(&stored.time)?;
                let stamp = Stamp { time, by };
                books::apply(&mut self.state, stored.sequence, &stamp, &entry)
                    .ok()?
                    .ok()?;
            }
        }
        self.log.push((stored, filed));
        Some(())
    }

    /// In a store as it stood: how many of its events lost their content since, when candidates
    /// were erased.
    #[must_use]
    pub fn n_erased_since(&self) -> u64 {
        let blank = self
            .log
            .iter()
            .filter(|(stored, _)| stored.payload.is_none());
        let listed = self.erased_runs().into_iter();
        let listed = listed.map(|(first, last)| last.saturating_sub(first) + 1);
        (blank.count() as u64).saturating_sub(listed.sum())
    }

    /// The runs of events that erasures list.
    fn erased_runs(&self) -> Vec<(u64, u64)> {
        let events = self.log.iter().map(|(stored, _)| stored);
        events.flat_map(Stored::erased_runs).collect()
    }

    fn kept_decision(&self, sequence: u64) -> Result<KeptDecision, StoreError> {
        let kept = KeptDecision::of(self.read(sequence)?);
        kept.ok_or_else(|| failed(Fault::Altered(sequence)))
    }

    fn kept_stage(&self, row: &StageRow) -> Result<KeptStage, StoreError> {
        let kept = KeptStage::of(self.read(row.sequence)?, row.entered);
        kept.ok_or_else(|| failed(Fault::Altered(row.sequence)))
    }

    fn read(&self, sequence: u64) -> Result<Event, StoreError> {
        let at = usize::try_from(sequence).unwrap_or(usize::MAX);
        let stored = at.checked_sub(1).and_then(|at| self.log.get(at));
        stored
            .and_then(|(stored, _)| stored.read())
            .ok_or_else(|| failed(Fault::Altered(sequence)))
    }
}

impl Tables for MemoryStore {
    fn candidate(&self, id: &str) -> Result<Option<CandidateRow>, StoreError> {
        self.state.candidate(id)
    }

    fn seat(&self, candidate: u64, seat: &Seat) -> Result<Option<SeatRow>, StoreError> {
        self.state.seat(candidate, seat)
    }

    fn revision(
        &self,
        candidate: u64,
        seat: &Seat,
        id: &Digest,
    ) -> Result<Option<u64>, StoreError> {
        self.state.revision(candidate, seat, id)
    }

    fn rubric(&self, hash: &str) -> Result<Option<RubricRow>, StoreError> {
        self.state.rubric(hash)
    }

    fn shown(&self, candidate: u64, viewer: &Person) -> Result<Option<ShownRow>, StoreError> {
        self.state.shown(candidate, viewer)
    }

    fn stage(&self, candidate: u64, stage: Stage) -> Result<Option<StageRow>, StoreError> {
        self.state.stage(candidate, stage)
    }

    fn put_candidate(&mut self, row: CandidateRow) -> Result<(), StoreError> {
        self.state.put_candidate(row)
    }

    fn put_seat(&mut self, row: SeatRow) -> Result<(), StoreError> {
        self.state.put_seat(row)
    }

    fn put_card(&mut self, row: CardRow) -> Result<(), StoreError> {
        self.state.put_card(row)
    }

    fn put_rubric(&mut self, row: RubricRow) -> Result<(), StoreError> {
        self.state.put_rubric(row)
    }

    fn put_shown(&mut self, row: ShownRow) -> Result<(), StoreError> {
        self.state.put_shown(row)
    }

    fn put_stage(&mut self, row: StageRow) -> Result<(), StoreError> {
        self.state.put_stage(row)
    }
}

impl Books for MemoryStore {
    fn append(
        &mut self,
        stamp: &Stamp,
        entry: &Entry,
        about: Option<u64>,
    ) -> Result<u64, StoreError> {
        let nonce = self.nonces.next();
        let nonce = nonce.ok_or_else(|| failed(Fault::NoRandomness))?;
        let head = self.log.last().map(|(stored, _)| stored.head());
        let stored = Stored::after(&head.unwrap_or_default(), stamp, &nonce, entry);
        let sequence = stored.sequence;
        let about = match entry {
            Entry::CandidateAdded(_) => Some(sequence),
            _ => about,
        };
        self.log.push((stored, about));
        Ok(sequence)
    }

    fn events_about(&self, candidate: u64) -> Result<Vec<u64>, StoreError> {
        let about = self
            .log
            .iter()
            .filter(|(_, about)| *about == Some(candidate));
        Ok(about.map(|(stored, _)| stored.sequence).collect())
    }

    fn decision(&self, sequence: u64) -> Result<Decision, StoreError> {
        self.kept_decision(sequence).map(|kept| kept.decision)
    }

    fn stage_record(&self, sequence: u64) -> Result<StageRecord, StoreError> {
        match self.read(sequence)?.content {
            Some((_, Entry::StageRecorded(record))) => Ok(record),
            _ => Err(failed(Fault::Altered(sequence))),
        }
    }

    fn forget(&mut self, candidate: u64) -> Result<(), StoreError> {
        self.state.forget(candidate);
        for (stored, about) in &mut self.log {
            if *about == Some(candidate) {
                (stored.nonce, stored.payload, *about) = (None, None, None);
            }
        }
        Ok(())
    }
}

impl Store for MemoryStore {
    fn keep(&mut self, stamp: &Stamp, changes: &[Change]) -> Result<Vec<Receipt>, StoreError> {
        self.transaction(|store| {
            let places = changes.iter().enumerate();
            places
                .map(|(place, change)| books::keep(store, stamp, change, place))
                .collect()
        })
    }

    fn erase(
        &mut self,
        stamp: &Stamp,
        candidate: &str,
        reason: &str,
    ) -> Result<Erasure, StoreError> {
        let (sequence, n_records) =
            self.transaction(|store| books::erase(store, stamp, candidate, reason))?;
        Ok(Erasure {
            sequence,
            n_records,
            copies: Vec::new(),
            is_scrubbed: true,
        })
    }

    fn scrub(&mut self) -> Result<bool, StoreError> {
        Ok(true)
    }

    fn candidate(&self, id: &str) -> Result<Option<Candidate>, StoreError> {
        let row = self.state.candidate(id)?;
        Ok(row.map(|row| row.record))
    }

    fn panels(
        &self,
        which: Panels,
        now: Moment,
        visit: Visit<'_, PanelStatus>,
    ) -> Result<(), StoreError> {
        let all = self.state.candidates.values().map(|row| {
            let counts = self.state.counts(row.number, now);
            PanelStatus::of(row.clone(), counts)
        });
        give(all.filter(|panel| which.takes(panel)), visit);
        Ok(())
    }

    fn panel(&self, id: &str, now: Moment) -> Result<Option<PanelStatus>, StoreError> {
        let row = self.state.candidate(id)?;
        Ok(row.map(|row| {
            let counts = self.state.counts(row.number, now);
            PanelStatus::of(row, counts)
        }))
    }

    fn survey(&self, now: Moment, most: usize) -> Result<Survey, StoreError> {
        let mut standing = Standing::default();
        let mut open = Vec::new();
        for row in self.state.candidates.values() {
            standing.n_candidates += 1;
            standing.n_decided += usize::from(row.decided.is_some());
            let mut awaited = self.state.waited_for(row.number).peekable();
            if awaited.peek().is_some() {
                let first = awaited.filter_map(|seat| seat.due).min();
                open.push((first.is_none(), first, row));
            }
        }
        for row in self.state.seats.values() {
            let state = super::SeatState::of(row, now);
            standing.seats.add(state, row.shadow, 1);
        }
        open.sort_by_key(|(is_untold, first, row)| (*is_untold, *first, row.number));
        let status =
            |row: &CandidateRow| PanelStatus::of(row.clone(), self.state.counts(row.number, now));
        let first = open.iter().take(most);
        let waiting = Waiting {
            n_panels: open.len(),
            first: first.map(|(_, _, row)| status(row)).collect(),
        };
        Ok(Survey { standing, waiting })
    }

    fn seats(
        &self,
        filter: &SeatFilter,
        now: Moment,
        visit: Visit<'_, SeatStatus>,
    ) -> Result<(), StoreError> {
        let all = self.state.seats.values().filter_map(|row| {
            let candidate = &self.state.candidates.get(&row.candidate)?.record.id;
            let status = SeatStatus::of(row.clone(), candidate, now);
            filter.takes(&status).then_some(status)
        });
        give(all, visit);
        Ok(())
    }

    fn cards(
        &self,
        candidate: Option<&str>,
        revisions: Revisions,
        visit: Visit<'_, KeptCard>,
    ) -> Result<(), StoreError> {
        let number = candidate.map(|id| self.state.number(id));
        for (key, row) in &self.state.cards {
            let latest = self.state.seats.get(&key.0).and_then(|seat| seat.card);
            let holds = latest.is_some_and(|latest| latest.revision == row.revision);
            let asked = number.is_none_or(|number| number == Some(row.candidate));
            if asked && (holds || revisions == Revisions::All) {
                let card = KeptCard::of(self.read(row.sequence)?)
                    .ok_or_else(|| failed(Fault::Altered(row.sequence)))?;
                if visit(card).is_break() {
                    break;
                }
            }
        }
        Ok(())
    }

    fn decisions(&self, candidate: &str) -> Result<Vec<KeptDecision>, StoreError> {
        let row = self.state.candidate(candidate)?;
        let latest = row.and_then(|row| row.decided.map(|(_, sequence)| sequence));
        KeptDecision::history(latest, |sequence| self.kept_decision(sequence))
    }

    fn stages(
        &self,
        candidate: Option<&str>,
        revisions: Revisions,
        visit: Visit<'_, KeptStage>,
    ) -> Result<(), StoreError> {
        let number = candidate.map(|id| self.state.number(id));
        for row in self.state.stages.values() {
            let asked = number.is_none_or(|number| number == Some(row.candidate));
            let holds = || self.state.stage(row.candidate, row.stage);
            let is_meant = asked && (revisions == Revisions::All || holds()? == Some(*row));
            if is_meant && visit(self.kept_stage(row)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn rubric(&self, hash: &str) -> Result<Option<Snapshot>, StoreError> {
        let Some(row) = self.state.rubric(hash)? else {
            return Ok(None);
        };
        match self.read(row.sequence)?.content {
            Some((_, Entry::RubricKept(snapshot))) => Ok(Some(snapshot)),
            _ => Err(failed(Fault::Altered(row.sequence))),
        }
    }

    fn rubrics(&self) -> Result<Vec<KeptRubric>, StoreError> {
        let rows = self.state.rubrics.values().cloned();
        let mut rubrics: Vec<_> = rows.map(KeptRubric::from).collect();
        rubrics.sort_by_key(|rubric| rubric.sequence);
        Ok(rubrics)
    }

    fn owes_card(&self, person: &Person, candidate: &str) -> Result<bool, StoreError> {
        let number = self.state.number(candidate);
        Ok(number.is_some_and(|number| self.state.owes(person, number)))
    }

    fn was_shown(&self, person: &Person, candidate: &str) -> Result<bool, StoreError> {
        match self.state.number(candidate) {
            Some(number) => Ok(self.state.shown(number, person)?.is_some()),
            None => Ok(false),
        }
    }

    fn events(&self, from: u64, visit: Visit<'_, Event>) -> Result<(), StoreError> {
        for (stored, _) in &self.log {
            if stored.sequence >= from && visit(self.read(stored.sequence)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn events_of(&self, kinds: &[&str], visit: Visit<'_, Event>) -> Result<(), StoreError> {
        for (stored, _) in &self.log {
            let is_meant = kinds.contains(&stored.kind.as_str());
            if is_meant && visit(self.read(stored.sequence)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn head(&self) -> Result<Head, StoreError> {
        let last = self.log.last();
        Ok(last.map(|(stored, _)| stored.head()).unwrap_or_default())
    }

    fn packet_head(&self) -> Result<Head, StoreError> {
        let is_look = |kind: &str| matches!(kind, "scores-shown" | "look-refused");
        let mut log = self.log.iter().rev();
        let last = log.find(|(stored, _)| !is_look(&stored.kind));
        Ok(last.map(|(stored, _)| stored.head()).unwrap_or_default())
    }

    fn as_of(&self, head: &Head) -> Result<Self, StoreError> {
        let mut replay = Replay::until(*head);
        for (stored, filed) in &self.log {
            if stored.sequence <= head.sequence {
                replay.event(stored.clone(), *filed).map_err(failed)?;
            }
        }
        replay.finish(|| Ok(self.erased_runs()), failed)
    }

    fn verify(&self, saved: Option<&Head>) -> Result<Verification, StoreError> {
        let mut auditor = Auditor::new(saved);
        for (stored, about) in &self.log {
            auditor.event(stored, *about);
        }
        let state = self.state.clone();
        let candidates = state.candidates.into_values().map(Row::Candidate);
        let seats = state.seats.into_values().map(Row::Seat);
        let cards = state.cards.into_values().map(Row::Card);
        let rubrics = state.rubrics.into_values().map(Row::Rubric);
        let shown = state.shown.into_values().map(Row::Shown);
        let stages = state.stages.into_values().map(Row::Stage);
        let rows = candidates.chain(seats).chain(cards);
        rows.chain(rubrics)
            .chain(shown)
            .chain(stages)
            .for_each(|row| auditor.row(&row));
        Ok(auditor.finish())
    }
}

fn give<T>(all: impl Iterator<Item = T>, visit: Visit<'_, T>) {
    for one in all {
        if visit(one) == ControlFlow::Break(()) {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn it_keeps_the_contract() {
        testing::contract(|| (MemoryStore::default(), ()));
    }
}
