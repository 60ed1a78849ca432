//! Records of stages, and events by their kind.

use super::tables::{self, EVENT, STAGE, signed};
use super::{ControlFlow, Fault, SqliteStore};
use crate::store::event::Event;
use crate::store::view::{KeptStage, Revisions};
use crate::store::{StoreError, Visit};

impl SqliteStore {
    /// Events of some kinds, first to last.
    pub(super) fn find_events_of(
        &self,
        kinds: &[&str],
        visit: Visit<'_, Event>,
    ) -> Result<(), StoreError> {
        let places = vec!["?"; kinds.len()].join(", ");
        let sql = format!("SELECT {EVENT} FROM event e WHERE kind IN ({places}) ORDER BY sequence");
        let kinds = rusqlite::params_from_iter(kinds);
        self.each(&sql, kinds, tables::stored, |stored| {
            Ok(visit(self.event(&stored)?))
        })
    }

    /// Records of one candidate or of all, by candidate and event.
    pub(super) fn find_stages(
        &self,
        candidate: Option<u64>,
        revisions: Revisions,
        visit: Visit<'_, KeptStage>,
    ) -> Result<(), StoreError> {
        let mut sql = format!(
            "SELECT {EVENT}, {STAGE} FROM stage s JOIN event e USING (sequence) WHERE TRUE"
        );
        if candidate.is_some() {
            sql.push_str(" AND s.candidate = ?1");
        }
        if revisions == Revisions::Latest {
            sql.push_str(
                " AND NOT EXISTS (SELECT 1 FROM stage l WHERE l.candidate = s.candidate \
                 AND l.stage = s.stage AND l.sequence > s.sequence)",
            );
        }
        sql.push_str(" ORDER BY s.candidate, s.sequence");
        let read =
            |row: &rusqlite::Row<'_>| Ok((tables::stored(row)?, tables::stage_from(row, 7)?));
        let visit =
            |(stored, row): (crate::store::event::Stored, crate::store::books::StageRow)| {
                let kept = KeptStage::of(self.event(&stored)?, row.entered);
                let kept = kept.ok_or_else(|| self.fault(Fault::Altered(stored.sequence)))?;
                Ok::<ControlFlow<()>, StoreError>(visit(kept))
            };
        match candidate.map(signed) {
            Some(number) => self.each(&sql, [number], read, visit),
            None => self.each(&sql, [], read, visit),
        }
    }
}
