//! Panels as they stand: every one side by side with its seats, those that are waited for, and all
//! of them in numbers.

use std::ops::ControlFlow;

use super::SqliteStore;
use super::tables::{self, CANDIDATE, STANDING, next_standing, one, signed};
use crate::store::books::CandidateRow;
use crate::store::view::{Counts, PanelStatus, Panels, SeatState, Standing, Survey, Waiting};
use crate::store::{Moment, StoreError, Visit};

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
            while let Some(seat) = ahead
                && seat.candidate <= row.number
            {
                if seat.candidate == row.number {
                    counts.add(seat.state, seat.shadow, 1);
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
        while let Some(seat) = next_standing(&mut seats, now).map_err(self.failed())? {
            counts.add(seat.state, seat.shadow, 1);
        }
        Ok(PanelStatus::of(row, counts))
    }

    /// Counts all seats and finds the panels that are waited for, in one go. Most seats hold a card
    /// that came in time: these are left to SQLite to count.
    pub(super) fn find_survey(&self, now: Moment, most: usize) -> Result<Survey, StoreError> {
        let mut survey = Survey {
            standing: self.count_candidates()?,
            waiting: Waiting::default(),
        };
        let counts = &mut survey.standing.seats;
        let mut n_other = 0;
        let mut open = Open::default();
        let sql = format!(
            "SELECT {STANDING} FROM seat WHERE came IS NULL OR shadow = 1 OR came > due \
             ORDER BY candidate"
        );
        let mut statement = self
            .connection
            .prepare_cached(&sql)
            .map_err(self.failed())?;
        let mut seats = statement.query([]).map_err(self.failed())?;
        while let Some(seat) = next_standing(&mut seats, now).map_err(self.failed())? {
            n_other += 1;
            counts.add(seat.state, seat.shadow, 1);
            if seat.state.is_open() && !seat.shadow {
                open.push(seat.candidate, seat.due);
            }
        }
        let n_seats = self.count("SELECT count(*) FROM seat")?;
        counts.add(SeatState::In, false, n_seats.saturating_sub(n_other));
        survey.waiting.n_panels = open.0.len();
        let sql = format!("SELECT {CANDIDATE} FROM candidate WHERE number = ?1");
        for number in open.first(most) {
            let row = one(&self.connection, &sql, [signed(number)], tables::candidate);
            if let Some(row) = row.map_err(self.failed())? {
                survey.waiting.first.push(self.panel_of(row, now)?);
            }
        }
        Ok(survey)
    }

    fn count_candidates(&self) -> Result<Standing, StoreError> {
        Ok(Standing {
            n_candidates: self.count("SELECT count(*) FROM candidate")?,
            n_decided: self.count("SELECT count(decided) FROM candidate")?,
            ..Standing::default()
        })
    }

    fn count(&self, sql: &str) -> Result<usize, StoreError> {
        let found = one(&self.connection, sql, [], |row| row.get::<_, i64>(0));
        let n = found.map_err(self.failed())?.unwrap_or_default();
        Ok(usize::try_from(n).unwrap_or_default())
    }
}

/// Candidates whose panels are waited for, each with the earliest deadline.
#[derive(Default)]
struct Open(Vec<(u64, Option<Moment>)>);

impl Open {
    /// Takes a seat; those of one candidate come one behind the other.
    fn push(&mut self, candidate: u64, due: Option<Moment>) {
        match self.0.last_mut() {
            Some((last, first)) if *last == candidate => {
                *first = match (*first, due) {
                    (Some(first), Some(due)) => Some(first.min(due)),
                    (told, untold) => told.or(untold),
                };
            }
            _ => self.0.push((candidate, due)),
        }
    }

    /// Those that are waited for longest.
    fn first(mut self, most: usize) -> impl Iterator<Item = u64> {
        self.0
            .sort_by_key(|(candidate, due)| (due.is_none(), *due, *candidate));
        self.0
            .into_iter()
            .map(|(candidate, _)| candidate)
            .take(most)
    }
}
