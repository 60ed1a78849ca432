//! Records kept in one SQLite file. The one door to `rusqlite`.
//!
//! What is written survives a crash of the program and of the machine: the log ahead is synced
//! with every transaction. All files of the store belong to its owner alone.

mod fault;
mod open;
mod panels;
mod schema;
mod stages;
mod tables;
#[cfg(test)]
mod tests;
mod upkeep;

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, Params, Row, ToSql};

use self::tables::{CANDIDATE, EVENT, Ledger, SEAT, STAGE, failed, one, signed};
use super::audit::{self, Auditor};
use super::books::{self, CandidateRow, SeatRow};
use super::change::{Candidate, Change, Person, Snapshot, Stamp};
use super::error::Fault;
use super::event::{Entry, Event, Head, Stored};
use super::memory::MemoryStore;
use super::random::Nonces;
use super::replay::Replay;
use super::view::{
    Erasure, KeptCard, KeptDecision, KeptRubric, KeptStage, PanelStatus, Panels, Revisions,
    SeatFilter, SeatStatus, Survey, Verification,
};
use super::{Moment, Receipt, Store, StoreError, Visit};

pub use open::Access;
pub use upkeep::Examination;

/// How long a writer waits for others before it gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// A store in a file.
pub struct SqliteStore {
    connection: Connection,
    path: PathBuf,
    /// What messages call it.
    place: String,
    nonces: Nonces,
    /// Whether the file is left as it is when the store is closed.
    is_untouched: bool,
}

impl SqliteStore {
    /// Opens the store in a file; links are followed.
    ///
    /// # Errors
    /// What is wrong with the file; nothing was then touched.
    pub fn open(path: &Path, access: Access) -> Result<Self, StoreError> {
        Self::open_within(path, access, PATIENCE)
    }

    /// Opens a store, and waits for others no longer than told, then and later.
    ///
    /// # Errors
    /// What is wrong with the file; nothing was then touched.
    pub fn open_within(
        path: &Path,
        access: Access,
        patience: Duration,
    ) -> Result<Self, StoreError> {
        let place = path.display().to_string();
        match open::open(path, access, patience) {
            Ok((connection, path)) => Ok(Self {
                connection,
                path,
                place,
                nonces: Nonces::default(),
                is_untouched: false,
            }),
            Err(fault) => Err(StoreError::Failed { place, fault }),
        }
    }

    /// Copies the store as it is now into a new file, readable by its owner alone, and gives the
    /// end of the log that the copy holds. The copy appears whole or not at all.
    ///
    /// # Errors
    /// The file exists already, or cannot be written.
    pub fn back_up(&self, to: &Path) -> Result<Head, StoreError> {
        let failed = |fault| StoreError::Failed {
            place: match fault {
                Fault::CannotCreate(_) => to.display().to_string(),
                _ => self.place.clone(),
            },
            fault,
        };
        self.reading(|| {
            let head = self.head()?;
            upkeep::copy(&self.connection, to).map_err(failed)?;
            Ok(head)
        })
    }

    /// Looks for damage in a store's file and changes nothing in it.
    ///
    /// # Errors
    /// The file is no store, or one of a newer version. Damage is no error but an answer.
    pub fn examine(path: &Path) -> Result<Examination, StoreError> {
        open::look(path)
            .map(|(connection, fault)| upkeep::examine(&connection, path, fault))
            .map_err(|fault| StoreError::Failed {
                place: path.display().to_string(),
                fault,
            })
    }

    /// Opens a store to read from it alone: nothing is changed, neither its tables nor the rights
    /// of its files.
    ///
    /// # Errors
    /// The file is no sound store, or one of a newer version.
    pub fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        let place = path.display().to_string();
        match open::look(path) {
            Ok((connection, None)) => Ok(Self {
                connection,
                path: path.to_owned(),
                place,
                nonces: Nonces::default(),
                is_untouched: true,
            }),
            Ok((_, Some(fault))) | Err(fault) => Err(StoreError::Failed { place, fault }),
        }
    }

    fn failed(&self) -> impl Fn(rusqlite::Error) -> StoreError {
        failed(&self.place)
    }

    fn fault(&self, fault: Fault) -> StoreError {
        StoreError::Failed {
            place: self.place.clone(),
            fault,
        }
    }

    /// Runs a transaction. Nobody else writes meanwhile; where it fails nothing is kept.
    fn transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Ledger<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let failed = failed(&self.place);
        self.run("BEGIN IMMEDIATE")?;
        let before = match tables::head(&self.connection) {
            Ok(head) => head,
            Err(error) => {
                let _ = self.run("ROLLBACK");
                return Err(failed(error));
            }
        };
        let mut ledger = Ledger {
            connection: &self.connection,
            place: &self.place,
            nonces: &mut self.nonces,
            head: before,
            last: RefCell::default(),
        };
        let done = work(&mut ledger);
        let head = ledger.head;
        match done {
            Ok(done) if head == before => self.run("ROLLBACK").map(|()| done),
            Ok(done) => self.commit(&head).map(|()| done),
            Err(error) => {
                // Some failures have rolled back already.
                let _ = self.run("ROLLBACK");
                Err(error)
            }
        }
    }

    /// Commits. Where the answer is lost, the log itself says whether the events are kept.
    fn commit(&self, head: &Head) -> Result<(), StoreError> {
        let Err(error) = self.connection.execute_batch("COMMIT") else {
            return Ok(());
        };
        let _ = self.run("ROLLBACK");
        match fault::of(&error) {
            fault @ (Fault::Full | Fault::Busy | Fault::ReadOnly) => Err(self.fault(fault)),
            _ if self.is_kept(head) => Ok(()),
            _ => Err(self.fault(Fault::OutcomeUnknown)),
        }
    }

    /// Whether an event is in the file for good, as a new connection sees it once everything is
    /// synced.
    fn is_kept(&self, head: &Head) -> bool {
        let look = || -> Option<bool> {
            let other = Self::open(&self.path, Access::Existing).ok()?;
            upkeep::checkpoint(&other.connection).ok()?.then_some(())?;
            let sql = "SELECT 1 FROM event WHERE sequence = ?1 AND hash = ?2";
            let key = rusqlite::params![signed(head.sequence), head.hash.bytes()];
            let found = one(&other.connection, sql, key, |_| Ok(()));
            Some(found.ok()?.is_some())
        };
        look().unwrap_or(false)
    }

    fn run(&self, sql: &str) -> Result<(), StoreError> {
        self.connection.execute_batch(sql).map_err(self.failed())
    }

    /// Reads from one state of the store. Within a visit it is that visit's state.
    fn reading<T>(&self, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        if !self.connection.is_autocommit() {
            return work();
        }
        let snapshot = self
            .connection
            .unchecked_transaction()
            .map_err(self.failed())?;
        let done = work();
        drop(snapshot);
        done
    }

    /// Gives every row of a query, until told to stop.
    fn each<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: fn(&Row<'_>) -> rusqlite::Result<T>,
        mut visit: impl FnMut(T) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(self.failed())?;
        let mut rows = statement.query(params).map_err(self.failed())?;
        while let Some(row) = rows.next().map_err(self.failed())? {
            let value = read(row).map_err(self.failed())?;
            if visit(value)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn candidate_row(&self, id: &str) -> Result<Option<CandidateRow>, StoreError> {
        let sql = format!("SELECT {CANDIDATE} FROM candidate WHERE id = ?1");
        one(&self.connection, &sql, [id], tables::candidate).map_err(self.failed())
    }

    fn number(&self, id: &str) -> Result<Option<u64>, StoreError> {
        Ok(self.candidate_row(id)?.map(|row| row.number))
    }

    /// An event, checked against its hash.
    fn event(&self, stored: &Stored) -> Result<Event, StoreError> {
        let event = stored.read();
        event.ok_or_else(|| self.fault(Fault::Altered(stored.sequence)))
    }

    fn exists(&self, sql: &str, params: impl Params) -> Result<bool, StoreError> {
        let found = one(&self.connection, sql, params, |_| Ok(()));
        found.map(|found| found.is_some()).map_err(self.failed())
    }

    /// The seats that a filter takes, found by what narrows it down most.
    fn seat_rows(
        &self,
        filter: &SeatFilter,
        candidate: Option<u64>,
        visit: impl FnMut(SeatRow) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<(), StoreError> {
        let mut sql = format!("SELECT {SEAT} FROM seat WHERE TRUE");
        let mut values: Vec<&dyn ToSql> = Vec::new();
        let number = candidate.map(signed);
        if let Some(number) = &number {
            sql.push_str(" AND candidate = ?");
            values.push(number);
        }
        if let Some(interviewer) = &filter.interviewer {
            sql.push_str(" AND interviewer = ?");
            values.push(&interviewer.key);
        }
        if filter.open_only {
            sql.push_str(" AND card IS NULL AND expectation = 'assigned'");
        }
        sql.push_str(" ORDER BY candidate, round, interviewer");
        self.each(&sql, values.as_slice(), tables::seat, visit)
    }
}

impl Store for SqliteStore {
    fn keep(&mut self, stamp: &Stamp, changes: &[Change]) -> Result<Vec<Receipt>, StoreError> {
        self.transaction(|ledger| {
            let places = changes.iter().enumerate();
            places
                .map(|(place, change)| books::keep(ledger, stamp, change, place))
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
            self.transaction(|ledger| books::erase(ledger, stamp, candidate, reason))?;
        Ok(Erasure {
            sequence,
            n_records,
            copies: upkeep::copies(&self.path),
            is_scrubbed: self.scrub()?,
        })
    }

    fn scrub(&mut self) -> Result<bool, StoreError> {
        upkeep::scrub(&self.connection).map_err(|fault| self.fault(fault))
    }

    fn candidate(&self, id: &str) -> Result<Option<Candidate>, StoreError> {
        Ok(self.candidate_row(id)?.map(|row| row.record))
    }

    fn panels(
        &self,
        which: Panels,
        now: Moment,
        visit: Visit<'_, PanelStatus>,
    ) -> Result<(), StoreError> {
        self.reading(|| self.join_panels(which, now, visit))
    }

    fn panel(&self, id: &str, now: Moment) -> Result<Option<PanelStatus>, StoreError> {
        self.reading(|| match self.candidate_row(id)? {
            Some(row) => self.panel_of(row, now).map(Some),
            None => Ok(None),
        })
    }

    fn survey(&self, now: Moment, most: usize) -> Result<Survey, StoreError> {
        self.reading(|| self.find_survey(now, most))
    }

    fn seats(
        &self,
        filter: &SeatFilter,
        now: Moment,
        visit: Visit<'_, SeatStatus>,
    ) -> Result<(), StoreError> {
        self.reading(|| {
            let number = match &filter.candidate {
                Some(id) => match self.number(id)? {
                    Some(number) => Some(number),
                    None => return Ok(()),
                },
                None => None,
            };
            let mut names = Names::new(self);
            self.seat_rows(filter, number, |row| {
                let candidate = names.id(row.candidate)?;
                let status = SeatStatus::of(row, candidate, now);
                Ok(if filter.takes(&status) {
                    visit(status)
                } else {
                    ControlFlow::Continue(())
                })
            })
        })
    }

    fn cards(
        &self,
        candidate: Option<&str>,
        revisions: Revisions,
        visit: Visit<'_, KeptCard>,
    ) -> Result<(), StoreError> {
        let latest = match revisions {
            Revisions::Latest => {
                "JOIN seat s ON s.card = k.sequence AND s.candidate = k.candidate \
                                  AND s.round = k.round AND s.interviewer = k.interviewer"
            }
            Revisions::All => "",
        };
        let visit = |stored: Stored| {
            let card = KeptCard::of(self.event(&stored)?);
            Ok(visit(card.ok_or_else(|| {
                self.fault(Fault::Altered(stored.sequence))
            })?))
        };
        let start = format!("SELECT {EVENT} FROM card k JOIN event e USING (sequence) {latest}");
        let order = "ORDER BY k.candidate, k.round, k.interviewer, k.revision";
        self.reading(|| match candidate {
            Some(id) => match self.number(id)? {
                Some(number) => {
                    let sql = format!("{start} WHERE k.candidate = ?1 {order}");
                    self.each(&sql, [signed(number)], tables::stored, visit)
                }
                None => Ok(()),
            },
            None => self.each(&format!("{start} {order}"), [], tables::stored, visit),
        })
    }

    fn decisions(&self, candidate: &str) -> Result<Vec<KeptDecision>, StoreError> {
        self.reading(|| {
            let row = self.candidate_row(candidate)?;
            let latest = row.and_then(|row| row.decided.map(|(_, sequence)| sequence));
            KeptDecision::history(latest, |sequence| {
                tables::decision(&self.connection, &self.place, sequence)
            })
        })
    }

    fn stages(
        &self,
        candidate: Option<&str>,
        revisions: Revisions,
        visit: Visit<'_, KeptStage>,
    ) -> Result<(), StoreError> {
        self.reading(|| {
            let number = match candidate.map(|id| self.number(id)).transpose()? {
                Some(None) => return Ok(()),
                asked => asked.flatten(),
            };
            self.find_stages(number, revisions, visit)
        })
    }

    fn rubric(&self, hash: &str) -> Result<Option<Snapshot>, StoreError> {
        let sql =
            format!("SELECT {EVENT} FROM rubric r JOIN event e USING (sequence) WHERE r.hash = ?1");
        let found = one(&self.connection, &sql, [hash], tables::stored).map_err(self.failed())?;
        let Some(stored) = found else {
            return Ok(None);
        };
        match self.event(&stored)?.content {
            Some((_, Entry::RubricKept(snapshot))) if snapshot.hash == hash => Ok(Some(snapshot)),
            _ => Err(self.fault(Fault::Altered(stored.sequence))),
        }
    }

    fn rubrics(&self) -> Result<Vec<KeptRubric>, StoreError> {
        let mut rubrics = Vec::new();
        let sql = "SELECT hash, id, version, sequence FROM rubric ORDER BY sequence";
        self.each(sql, [], tables::rubric, |row| {
            rubrics.push(row.into());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(rubrics)
    }

    fn owes_card(&self, person: &Person, candidate: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM seat JOIN candidate ON number = candidate \
                   WHERE interviewer = ?1 AND card IS NULL AND expectation = 'assigned' \
                   AND id = ?2 LIMIT 1";
        self.exists(sql, [&person.key, candidate])
    }

    fn was_shown(&self, person: &Person, candidate: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM shown JOIN candidate ON number = candidate \
                   WHERE viewer = ?1 AND id = ?2 LIMIT 1";
        self.exists(sql, [&person.key, candidate])
    }

    fn events(&self, from: u64, visit: Visit<'_, Event>) -> Result<(), StoreError> {
        let sql = format!("SELECT {EVENT} FROM event e WHERE sequence >= ?1 ORDER BY sequence");
        self.reading(|| {
            self.each(&sql, [signed(from)], tables::stored, |stored| {
                Ok(visit(self.event(&stored)?))
            })
        })
    }

    fn events_of(&self, kinds: &[&str], visit: Visit<'_, Event>) -> Result<(), StoreError> {
        self.reading(|| self.find_events_of(kinds, visit))
    }

    fn head(&self) -> Result<Head, StoreError> {
        tables::head(&self.connection).map_err(self.failed())
    }

    fn packet_head(&self) -> Result<Head, StoreError> {
        tables::packet_head(&self.connection).map_err(self.failed())
    }

    fn as_of(&self, head: &Head) -> Result<MemoryStore, StoreError> {
        let mut replay = Replay::until(*head);
        let sql =
            format!("SELECT {EVENT}, e.about FROM event e WHERE sequence <= ?1 ORDER BY sequence");
        let event = |row: &Row<'_>| Ok((tables::stored(row)?, tables::filed(row)?));
        self.reading(|| {
            self.each(&sql, [signed(head.sequence)], event, |(stored, filed)| {
                let replayed = replay.event(stored, filed);
                replayed.map_err(|fault| self.fault(fault))?;
                Ok(ControlFlow::Continue(()))
            })?;
            replay.finish(|| self.erased_runs(), |fault| self.fault(fault))
        })
    }

    fn verify(&self, saved: Option<&Head>) -> Result<Verification, StoreError> {
        let mut auditor = Auditor::new(saved);
        self.reading(|| self.audit(&mut auditor))?;
        Ok(auditor.finish())
    }
}

impl SqliteStore {
    /// The runs of events that erasures list.
    fn erased_runs(&self) -> Result<Vec<(u64, u64)>, StoreError> {
        let mut runs = Vec::new();
        let sql = format!("SELECT {EVENT} FROM event e WHERE kind = 'candidate-erased'");
        self.each(&sql, [], tables::stored, |stored| {
            runs.extend(stored.erased_runs());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(runs)
    }

    fn audit(&self, auditor: &mut Auditor) -> Result<(), StoreError> {
        let sql = format!("SELECT {EVENT}, e.about FROM event e ORDER BY sequence");
        let event = |row: &Row<'_>| Ok((tables::stored(row)?, tables::filed(row)?));
        self.each(&sql, [], event, |(stored, filed)| {
            auditor.event(&stored, filed);
            Ok(ControlFlow::Continue(()))
        })?;
        let candidates = format!("SELECT {CANDIDATE} FROM candidate");
        let seats = format!("SELECT {SEAT} FROM seat");
        let stages = format!("SELECT {STAGE} FROM stage s");
        let rows: [(&str, ReadRow); 6] = [
            (&candidates, |row| {
                tables::candidate(row).map(audit::Row::Candidate)
            }),
            (&seats, |row| tables::seat(row).map(audit::Row::Seat)),
            (
                "SELECT candidate, round, interviewer, revision, id, sequence FROM card",
                |row| tables::card(row).map(audit::Row::Card),
            ),
            ("SELECT hash, id, version, sequence FROM rubric", |row| {
                tables::rubric(row).map(audit::Row::Rubric)
            }),
            ("SELECT candidate, viewer, sequence FROM shown", |row| {
                tables::shown(row).map(audit::Row::Shown)
            }),
            (&stages, |row| tables::stage(row).map(audit::Row::Stage)),
        ];
        for (sql, read) in rows {
            self.each(sql, [], read, |row| {
                auditor.row(&row);
                Ok(ControlFlow::Continue(()))
            })?;
        }
        Ok(())
    }
}

/// Reads a row of some table.
type ReadRow = fn(&Row<'_>) -> rusqlite::Result<audit::Row>;

/// Candidates' ids by number. Rows come by candidate, so the last one is mostly the next.
struct Names<'a> {
    store: &'a SqliteStore,
    last: Option<(u64, String)>,
}

impl<'a> Names<'a> {
    fn new(store: &'a SqliteStore) -> Self {
        Self { store, last: None }
    }

    fn id(&mut self, number: u64) -> Result<&str, StoreError> {
        if self.last.as_ref().is_none_or(|(last, _)| *last != number) {
            let sql = "SELECT id FROM candidate WHERE number = ?1";
            let store = self.store;
            let found = one(&store.connection, sql, [signed(number)], |row| row.get(0));
            let id = found.map_err(store.failed())?.ok_or_else(|| {
                store.fault(Fault::Inconsistent("a seat of no candidate".to_owned()))
            })?;
            self.last = Some((number, id));
        }
        Ok(self.last.as_ref().map_or("", |(_, id)| id))
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        if self.is_untouched {
            return;
        }
        // Nobody is waited for: what is not moved into the file now is safe in the log beside it.
        let _ = self.connection.busy_timeout(Duration::ZERO);
        let _ = upkeep::checkpoint(&self.connection);
    }
}
