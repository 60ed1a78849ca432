//! The tables in memory: what the twin answers from, and what an audit compares with.

use std::collections::BTreeMap;

use super::Moment;
use super::StoreError;
use super::books::{
    CandidateRow, CardRow, Expectation, RubricRow, SeatKey, SeatRow, ShownRow, StageRow, Tables,
    seat_key,
};
use super::change::{Person, Seat};
use super::stage::Stage;
use super::view::{Counts, SeatState};
use crate::text::Digest;

/// Everything that follows from a log.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) candidates: BTreeMap<u64, CandidateRow>,
    numbers: BTreeMap<String, u64>,
    pub(super) seats: BTreeMap<SeatKey, SeatRow>,
    pub(super) cards: BTreeMap<(SeatKey, u32), CardRow>,
    pub(super) rubrics: BTreeMap<String, RubricRow>,
    pub(super) shown: BTreeMap<(u64, String), ShownRow>,
    /// By candidate's number and event.
    pub(super) stages: BTreeMap<(u64, u64), StageRow>,
}

fn least(candidate: u64) -> SeatKey {
    (candidate, String::new(), String::new())
}

impl State {
    pub(super) fn number(&self, id: &str) -> Option<u64> {
        self.numbers.get(id).copied()
    }

    /// A candidate's seats.
    pub(super) fn seats_of(&self, candidate: u64) -> impl Iterator<Item = &SeatRow> {
        let range = least(candidate)..least(candidate + 1);
        self.seats.range(range).map(|(_, row)| row)
    }

    /// A candidate's records of stages, first to last.
    pub(super) fn stages_of(&self, candidate: u64) -> impl DoubleEndedIterator<Item = &StageRow> {
        let range = self.stages.range((candidate, 0)..(candidate + 1, 0));
        range.map(|(_, row)| row)
    }

    pub(super) fn counts(&self, candidate: u64, now: Moment) -> Counts {
        let mut counts = Counts::default();
        for row in self.seats_of(candidate) {
            counts.add(SeatState::of(row, now), row.shadow, 1);
        }
        counts
    }

    /// The cards of a candidate that are waited for: trainees' are not.
    pub(super) fn waited_for(&self, candidate: u64) -> impl Iterator<Item = &SeatRow> {
        self.seats_of(candidate).filter(|row| {
            row.card.is_none() && row.expectation == Expectation::Assigned && !row.shadow
        })
    }

    pub(super) fn owes(&self, person: &Person, candidate: u64) -> bool {
        self.seats_of(candidate).any(|row| {
            row.interviewer == *person
                && row.card.is_none()
                && row.expectation == Expectation::Assigned
        })
    }

    /// Takes a candidate out of every table.
    pub(super) fn forget(&mut self, candidate: u64) {
        self.candidates.remove(&candidate);
        self.numbers.retain(|_, number| *number != candidate);
        self.seats.retain(|key, _| key.0 != candidate);
        self.cards.retain(|(key, _), _| key.0 != candidate);
        self.shown.retain(|key, _| key.0 != candidate);
        self.stages.retain(|key, _| key.0 != candidate);
    }
}

impl Tables for State {
    fn candidate(&self, id: &str) -> Result<Option<CandidateRow>, StoreError> {
        let row = self
            .number(id)
            .and_then(|number| self.candidates.get(&number));
        Ok(row.cloned())
    }

    fn seat(&self, candidate: u64, seat: &Seat) -> Result<Option<SeatRow>, StoreError> {
        Ok(self.seats.get(&seat_key(candidate, seat)).cloned())
    }

    fn revision(
        &self,
        candidate: u64,
        seat: &Seat,
        id: &Digest,
    ) -> Result<Option<u64>, StoreError> {
        let key = seat_key(candidate, seat);
        let mut revisions = self.cards.range((key.clone(), 0)..=(key, u32::MAX));
        let found = revisions.find(|(_, row)| row.id == *id);
        Ok(found.map(|(_, row)| row.sequence))
    }

    fn rubric(&self, hash: &str) -> Result<Option<RubricRow>, StoreError> {
        Ok(self.rubrics.get(hash).cloned())
    }

    fn shown(&self, candidate: u64, viewer: &Person) -> Result<Option<ShownRow>, StoreError> {
        Ok(self.shown.get(&(candidate, viewer.key.clone())).cloned())
    }

    fn stage(&self, candidate: u64, stage: Stage) -> Result<Option<StageRow>, StoreError> {
        let mut latest = self.stages_of(candidate).rev();
        Ok(latest.find(|row| row.stage == stage).copied())
    }

    fn put_candidate(&mut self, row: CandidateRow) -> Result<(), StoreError> {
        self.numbers.insert(row.record.id.clone(), row.number);
        self.candidates.insert(row.number, row);
        Ok(())
    }

    fn put_seat(&mut self, row: SeatRow) -> Result<(), StoreError> {
        self.seats.insert(row.key(), row);
        Ok(())
    }

    fn put_card(&mut self, row: CardRow) -> Result<(), StoreError> {
        self.cards.insert((row.seat_key(), row.revision), row);
        Ok(())
    }

    fn put_rubric(&mut self, row: RubricRow) -> Result<(), StoreError> {
        self.rubrics.insert(row.hash.clone(), row);
        Ok(())
    }

    fn put_shown(&mut self, row: ShownRow) -> Result<(), StoreError> {
        self.shown.insert((row.candidate, row.viewer.clone()), row);
        Ok(())
    }

    fn put_stage(&mut self, row: StageRow) -> Result<(), StoreError> {
        self.stages.insert((row.candidate, row.sequence), row);
        Ok(())
    }
}
