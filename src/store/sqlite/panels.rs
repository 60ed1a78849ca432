//! Panels as they stand: every one side by side with its seats, those that are waited for, and all
//! of them in numbers.

use std::ops::ControlFlow;

use rusqlite::params;

use super::SqliteStore;
use super::tables::{self, CANDIDATE, next_standing, one, signed};
use crate::store::books::CandidateRow;
use crate::store::view::{Counts, PanelStatus, Panels, Standing, Waiting};
use crate::store::{Moment, StoreError, Visit};

/// The columns of [`next_standing`].
const STANDING: &str = "candidate, shadow, due, came, expectation";

impl SqliteStore {
    /// Candidates and seats, each in the order of candidates' numbers, side by side.
    pub(super) fn join_panels(
        &self,
        which: Panels,
        now: Moment,
        visit: Visit<'_, PanelStatus>,
    ) -> Result<(), StoreError> {
        let sql = format!("SELECT {STANDING} FROM seat ORDER BY candidate");
        let mut statement = self
            .connection
            .prepare_cached(&sql)
            .map_err(self.failed())?;
        let mut seats = statement.query([]).map_err(self.failed())?;
        let mut ahead = next_standing(&mut seats, now).map_err(self.failed())?;
        let sql = format!("SELECT {CANDIDATE} FROM candidate ORDER BY number");
        self.each(&sql, [], tables::candidate, |row| {
            let mut counts = Counts::default();
            while let Some((number, state, shadow)) = ahead
                && number <= row.number
            {
                if number == row.number {
                    counts.add(state, shadow, 1);
                }
                ahead = next_standing(&mut seats, now).map_err(self.failed())?;
            }
            let panel = PanelStatus::of(row, counts);
            Ok(if which.takes(&panel) {
                visit(panel)
            } else {
                ControlFlow::Continue(())
            })
        })
    }

    /// One candidate with the state of their panel.
    pub(super) fn panel_of(
        &self,
        row: CandidateRow,
        now: Moment,
    ) -> Result<PanelStatus, StoreError> {
        let sql = format!("SELECT {STANDING} FROM seat WHERE candidate = ?1");
        let mut statement = self
            .connection
            .prepare_cached(&sql)
            .map_err(self.failed())?;
        let mut seats = statement
            .query([signed(row.number)])
            .map_err(self.failed())?;
        let mut counts = Counts::default();
        while let Some((_, state, shadow)) =
            next_standing(&mut seats, now).map_err(self.failed())?
        {
            counts.add(state, shadow, 1);
        }
        Ok(PanelStatus::of(row, counts))
    }

    /// The panels that are waited for, by the index of seats without a card.
    pub(super) fn find_waiting(&self, now: Moment, most: usize) -> Result<Waiting, StoreError> {
        let sql = "SELECT candidate, count(*) OVER () FROM seat \
                   WHERE card IS NULL AND expectation = 'assigned' AND shadow = 0 \
                   GROUP BY candidate ORDER BY min(due) IS NULL, min(due), candidate LIMIT ?1";
        let mut waiting = Waiting::default();
        let mut numbers = Vec::new();
        let most = signed(u64::try_from(most).unwrap_or(u64::MAX));
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
        self.each(sql, [most], read, |(number, n_panels)| {
            numbers.push(number);
            waiting.n_panels = usize::try_from(n_panels).unwrap_or_default();
            Ok(ControlFlow::Continue(()))
        })?;
        let sql = format!("SELECT {CANDIDATE} FROM candidate WHERE number = ?1");
        for number in numbers {
            let row = one(&self.connection, &sql, params![number], tables::candidate);
            if let Some(row) = row.map_err(self.failed())? {
                waiting.first.push(self.panel_of(row, now)?);
            }
        }
        Ok(waiting)
    }

    pub(super) fn count_standing(&self, now: Moment) -> Result<Standing, StoreError> {
        let mut standing = Standing::default();
        let sql = "SELECT count(*), count(decided) FROM candidate";
        let totals = one(&self.connection, sql, [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        });
        let (n_candidates, n_decided) = totals.map_err(self.failed())?.unwrap_or_default();
        standing.n_candidates = usize::try_from(n_candidates).unwrap_or_default();
        standing.n_decided = usize::try_from(n_decided).unwrap_or_default();
        let sql = format!("SELECT {STANDING} FROM seat");
        let mut statement = self
            .connection
            .prepare_cached(&sql)
            .map_err(self.failed())?;
        let mut seats = statement.query([]).map_err(self.failed())?;
        while let Some((_, state, shadow)) =
            next_standing(&mut seats, now).map_err(self.failed())?
        {
            standing.seats.add(state, shadow, 1);
        }
        Ok(standing)
    }
}
