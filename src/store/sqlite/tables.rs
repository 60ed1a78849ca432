//! The log and the tables within one transaction.

use std::cell::RefCell;

use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Params, Row, Rows, params};

use super::fault;
use crate::document::Date;
use crate::store::Moment;
use crate::store::books::{
    Books, CandidateRow, CardIn, CardRow, Expectation, RubricRow, SeatKey, SeatRow, ShownRow,
    StageRow, Tables, seat_key,
};
use crate::store::change::{Candidate, Choice, Decision, Person, Seat, Stamp};
use crate::store::error::{Fault, StoreError};
use crate::store::event::{Entry, Event, Head, Stored};
use crate::store::random::Nonces;
use crate::store::stage::{Passage, Stage, StageRecord};
use crate::store::view::{Decided, KeptDecision, SeatState};
use crate::text::Digest;

/// What is written within one transaction.
pub(super) struct Ledger<'a> {
    pub(super) connection: &'a Connection,
    pub(super) place: &'a str,
    pub(super) nonces: &'a mut Nonces,
    /// The end of the log, this transaction's events counted in.
    pub(super) head: Head,
    /// The rows that were looked up last: each change asks for the same ones again.
    pub(super) last: RefCell<Last>,
}

/// The rows that a transaction looked up or wrote last.
#[derive(Default)]
pub(super) struct Last {
    candidate: Option<CandidateRow>,
    /// A seat by candidate, round and interviewer's key; none where there is no such row.
    seat: Option<(SeatKey, Option<SeatRow>)>,
    rubric: Option<RubricRow>,
}

/// The columns of [`stored`].
pub(super) const EVENT: &str = "e.sequence, e.kind, e.time, e.nonce, e.payload, e.digest, e.hash";
/// The columns of [`candidate`].
pub(super) const CANDIDATE: &str =
    "number, id, name, contact, level, rubric, stage, changed, choice, decided, decided_at";
/// The columns of [`seat`].
pub(super) const SEAT: &str = "candidate, round, interviewer, signature, expectation, shadow, \
                               due, assigned, card, card_id, revision, sealed, came";

pub(super) fn failed(place: &str) -> impl Fn(rusqlite::Error) -> StoreError {
    move |error| StoreError::Failed {
        place: place.to_owned(),
        fault: fault::of(&error),
    }
}

/// Sequence numbers are SQLite's row ids: 63 bits, never negative.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, number))
}

fn maybe_unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<u64>> {
    match row.get::<_, Option<i64>>(column)? {
        Some(_) => unsigned(row, column).map(Some),
        None => Ok(None),
    }
}

fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Moment>> {
    let Some(seconds) = row.get::<_, Option<i64>>(column)? else {
        return Ok(None);
    };
    let found = Moment::from_seconds(seconds);
    found
        .map(Some)
        .ok_or(rusqlite::Error::IntegralValueOutOfRange(column, seconds))
}

fn digest(row: &Row<'_>, column: usize) -> rusqlite::Result<Digest> {
    row.get::<_, [u8; 32]>(column).map(Digest::from)
}

/// What a word of a table stands for.
fn word<T>(row: &Row<'_>, column: usize, read: fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    read(text).ok_or(rusqlite::Error::IntegralValueOutOfRange(column, 0))
}

fn expectation_word(expectation: Expectation) -> &'static str {
    match expectation {
        Expectation::Unasked => "unasked",
        Expectation::Assigned => "assigned",
        Expectation::Declined => "declined",
        Expectation::Withdrawn => "withdrawn",
    }
}

fn expectation(word: &str) -> Option<Expectation> {
    use Expectation::{Assigned, Declined, Unasked, Withdrawn};
    [Unasked, Assigned, Declined, Withdrawn]
        .into_iter()
        .find(|expectation| expectation_word(*expectation) == word)
}

fn choice(word: &str) -> Option<Choice> {
    [Choice::Hire, Choice::NoHire]
        .into_iter()
        .find(|choice| choice.as_str() == word)
}

/// An event, from [`EVENT`].
pub(super) fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        sequence: unsigned(row, 0)?,
        kind: row.get(1)?,
        time: row.get(2)?,
        nonce: row.get(3)?,
        payload: row.get(4)?,
        digest: digest(row, 5)?,
        hash: digest(row, 6)?,
    })
}

/// The candidate that an event is filed under: the column behind [`EVENT`].
pub(super) fn filed(row: &Row<'_>) -> rusqlite::Result<Option<u64>> {
    maybe_unsigned(row, 7)
}

/// A candidate, from [`CANDIDATE`].
pub(super) fn candidate(row: &Row<'_>) -> rusqlite::Result<CandidateRow> {
    let decided = match maybe_unsigned(row, 9)? {
        None => None,
        Some(sequence) => {
            let at = moment(row, 10)?.ok_or(rusqlite::Error::IntegralValueOutOfRange(10, 0))?;
            let choice = word(row, 8, choice)?;
            Some((Decided { choice, at }, sequence))
        }
    };
    Ok(CandidateRow {
        number: unsigned(row, 0)?,
        record: Candidate {
            id: row.get(1)?,
            name: row.get(2)?,
            contact: row.get(3)?,
            level: row.get(4)?,
            rubric: row.get(5)?,
            stage: row.get(6)?,
        },
        changed: unsigned(row, 7)?,
        decided,
    })
}

/// A seat, from [`SEAT`].
pub(super) fn seat(row: &Row<'_>) -> rusqlite::Result<SeatRow> {
    let card = match maybe_unsigned(row, 8)? {
        None => None,
        Some(sequence) => Some(CardIn {
            sequence,
            id: digest(row, 9)?,
            revision: row.get(10)?,
            sealed: row.get(11)?,
            came: moment(row, 12)?.ok_or(rusqlite::Error::IntegralValueOutOfRange(12, 0))?,
        }),
    };
    Ok(SeatRow {
        candidate: unsigned(row, 0)?,
        round: row.get(1)?,
        interviewer: Person {
            key: row.get(2)?,
            signature: row.get(3)?,
        },
        expectation: word(row, 4, expectation)?,
        shadow: row.get(5)?,
        due: moment(row, 6)?,
        assigned: maybe_unsigned(row, 7)?,
        card,
    })
}

/// Where a seat of some candidate stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    /// The candidate's number.
    pub(super) candidate: u64,
    pub(super) state: SeatState,
    pub(super) shadow: bool,
    pub(super) due: Option<Moment>,
}

/// The columns of [`next_standing`].
pub(super) const STANDING: &str = "candidate, shadow, due, came, expectation";

/// Where the next seat stands, from [`STANDING`].
pub(super) fn next_standing(
    rows: &mut Rows<'_>,
    now: Moment,
) -> rusqlite::Result<Option<Standing>> {
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let (due, came) = (moment(row, 2)?, moment(row, 3)?);
    Ok(Some(Standing {
        candidate: unsigned(row, 0)?,
        state: SeatState::at(word(row, 4, expectation)?, due, came, now),
        shadow: row.get(1)?,
        due,
    }))
}

/// A card, from `candidate, round, interviewer, revision, id, sequence`.
pub(super) fn card(row: &Row<'_>) -> rusqlite::Result<CardRow> {
    Ok(CardRow {
        candidate: unsigned(row, 0)?,
        round: row.get(1)?,
        interviewer: row.get(2)?,
        revision: row.get(3)?,
        id: digest(row, 4)?,
        sequence: unsigned(row, 5)?,
    })
}

/// A rubric, from `hash, id, version, sequence`.
pub(super) fn rubric(row: &Row<'_>) -> rusqlite::Result<RubricRow> {
    Ok(RubricRow {
        hash: row.get(0)?,
        id: row.get(1)?,
        version: row.get(2)?,
        sequence: unsigned(row, 3)?,
    })
}

/// Who was shown scores, from `candidate, viewer, sequence`.
pub(super) fn shown(row: &Row<'_>) -> rusqlite::Result<ShownRow> {
    Ok(ShownRow {
        candidate: unsigned(row, 0)?,
        viewer: row.get(1)?,
        sequence: unsigned(row, 2)?,
    })
}

/// The columns of [`stage`].
pub(super) const STAGE: &str = "s.candidate, s.sequence, s.stage, s.what, s.day, s.entered";

/// A record of a stage, from [`STAGE`].
pub(super) fn stage(row: &Row<'_>) -> rusqlite::Result<StageRow> {
    stage_from(row, 0)
}

/// The same, from [`STAGE`] behind other columns.
pub(super) fn stage_from(row: &Row<'_>, first: usize) -> rusqlite::Result<StageRow> {
    let entered = match row.get_ref(first + 5)? {
        ValueRef::Null => None,
        _ => Some(word(row, first + 5, Date::parse)?),
    };
    Ok(StageRow {
        candidate: unsigned(row, first)?,
        sequence: unsigned(row, first + 1)?,
        stage: word(row, first + 2, Stage::parse)?,
        what: word(row, first + 3, Passage::parse)?,
        on: word(row, first + 4, Date::parse)?,
        entered,
    })
}

/// The end of the log.
pub(super) fn head(connection: &Connection) -> rusqlite::Result<Head> {
    let sql = "SELECT sequence, hash FROM event ORDER BY sequence DESC LIMIT 1";
    last(connection, sql)
}

/// The last event that is no look.
pub(super) fn packet_head(connection: &Connection) -> rusqlite::Result<Head> {
    let sql = "SELECT sequence, hash FROM event \
        WHERE kind NOT IN ('scores-shown', 'look-refused') ORDER BY sequence DESC LIMIT 1";
    last(connection, sql)
}

fn last(connection: &Connection, sql: &str) -> rusqlite::Result<Head> {
    let found = connection.prepare_cached(sql)?.query_row([], |row| {
        Ok(Head {
            sequence: unsigned(row, 0)?,
            hash: digest(row, 1)?,
        })
    });
    Ok(found.optional()?.unwrap_or_default())
}

/// The one row that some columns have, if any.
pub(super) fn one<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Option<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    statement.query_row(params, read).optional()
}

/// An event, checked against its hash.
fn event(connection: &Connection, place: &str, sequence: u64) -> Result<Event, StoreError> {
    let sql = format!("SELECT {EVENT} FROM event e WHERE sequence = ?1");
    let found = one(connection, &sql, [signed(sequence)], stored).map_err(failed(place))?;
    let event = found.and_then(|stored| stored.read());
    event.ok_or_else(|| altered(place, sequence))
}

pub(super) fn altered(place: &str, sequence: u64) -> StoreError {
    StoreError::Failed {
        place: place.to_owned(),
        fault: Fault::Altered(sequence),
    }
}

/// The decision that an event holds, checked against its hash.
pub(super) fn decision(
    connection: &Connection,
    place: &str,
    sequence: u64,
) -> Result<KeptDecision, StoreError> {
    let kept = KeptDecision::of(event(connection, place, sequence)?);
    kept.ok_or_else(|| altered(place, sequence))
}

impl Ledger<'_> {
    fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        one(self.connection, sql, params, read).map_err(failed(self.place))
    }

    fn run(&self, sql: &str, params: impl Params) -> Result<(), StoreError> {
        let run = |mut statement: CachedStatement<'_>| statement.execute(params);
        let done = self.connection.prepare_cached(sql).and_then(run);
        done.map(|_| ()).map_err(failed(self.place))
    }
}

impl Tables for Ledger<'_> {
    fn candidate(&self, id: &str) -> Result<Option<CandidateRow>, StoreError> {
        if let Some(row) = &self.last.borrow().candidate
            && row.record.id == id
        {
            return Ok(Some(row.clone()));
        }
        let sql = "SELECT number, id, name, contact, level, rubric, stage, changed, choice, \
                   decided, decided_at FROM candidate WHERE id = ?1";
        let found = self.one(sql, [id], candidate)?;
        self.last.borrow_mut().candidate.clone_from(&found);
        Ok(found)
    }

    fn seat(&self, number: u64, place: &Seat) -> Result<Option<SeatRow>, StoreError> {
        if let Some(((candidate, round, interviewer), row)) = &self.last.borrow().seat
            && (*candidate, round, interviewer) == (number, &place.round, &place.interviewer.key)
        {
            return Ok(row.clone());
        }
        let sql = "SELECT candidate, round, interviewer, signature, expectation, shadow, due, \
                   assigned, card, card_id, revision, sealed, came FROM seat \
                   WHERE candidate = ?1 AND round = ?2 AND interviewer = ?3";
        let key = params![signed(number), place.round, place.interviewer.key];
        let found = self.one(sql, key, seat)?;
        self.last.borrow_mut().seat = Some((seat_key(number, place), found.clone()));
        Ok(found)
    }

    fn revision(&self, number: u64, place: &Seat, id: &Digest) -> Result<Option<u64>, StoreError> {
        let sql = "SELECT sequence FROM card \
                   WHERE candidate = ?1 AND round = ?2 AND interviewer = ?3 AND id = ?4 LIMIT 1";
        let key = params![
            signed(number),
            place.round,
            place.interviewer.key,
            id.bytes()
        ];
        self.one(sql, key, |row| unsigned(row, 0))
    }

    fn rubric(&self, hash: &str) -> Result<Option<RubricRow>, StoreError> {
        if let Some(row) = &self.last.borrow().rubric
            && row.hash == hash
        {
            return Ok(Some(row.clone()));
        }
        let sql = "SELECT hash, id, version, sequence FROM rubric WHERE hash = ?1";
        let found = self.one(sql, [hash], rubric)?;
        self.last.borrow_mut().rubric.clone_from(&found);
        Ok(found)
    }

    fn shown(&self, number: u64, viewer: &Person) -> Result<Option<ShownRow>, StoreError> {
        let sql = "SELECT candidate, viewer, sequence FROM shown \
                   WHERE candidate = ?1 AND viewer = ?2";
        self.one(sql, params![signed(number), viewer.key], shown)
    }

    fn stage(&self, number: u64, of: Stage) -> Result<Option<StageRow>, StoreError> {
        let sql = "SELECT s.candidate, s.sequence, s.stage, s.what, s.day, s.entered FROM stage s \
                   WHERE candidate = ?1 AND stage = ?2 ORDER BY sequence DESC LIMIT 1";
        self.one(sql, params![signed(number), of.as_str()], stage)
    }

    fn put_candidate(&mut self, row: CandidateRow) -> Result<(), StoreError> {
        let record = &row.record;
        self.run(
            "INSERT INTO candidate (number, id, name, contact, level, rubric, stage, changed, \
             choice, decided, decided_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) \
             ON CONFLICT (number) DO UPDATE SET id = ?2, name = ?3, contact = ?4, level = ?5, \
             rubric = ?6, stage = ?7, changed = ?8, choice = ?9, decided = ?10, decided_at = ?11",
            params![
                signed(row.number),
                record.id,
                record.name,
                record.contact,
                record.level,
                record.rubric,
                record.stage,
                signed(row.changed),
                row.decided.map(|(decided, _)| decided.choice.as_str()),
                row.decided.map(|(_, sequence)| signed(sequence)),
                row.decided.map(|(decided, _)| decided.at.seconds()),
            ],
        )?;
        self.last.borrow_mut().candidate = Some(row);
        Ok(())
    }

    fn put_seat(&mut self, row: SeatRow) -> Result<(), StoreError> {
        let card = row.card.as_ref();
        self.run(
            "INSERT INTO seat (candidate, round, interviewer, signature, expectation, shadow, \
             due, assigned, card, card_id, revision, sealed, came) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) \
             ON CONFLICT (candidate, round, interviewer) DO UPDATE SET signature = ?4, \
             expectation = ?5, shadow = ?6, due = ?7, assigned = ?8, card = ?9, card_id = ?10, \
             revision = ?11, sealed = ?12, came = ?13",
            params![
                signed(row.candidate),
                row.round,
                row.interviewer.key,
                row.interviewer.signature,
                expectation_word(row.expectation),
                row.shadow,
                row.due.map(Moment::seconds),
                row.assigned.map(signed),
                card.map(|card| signed(card.sequence)),
                card.map(|card| card.id.bytes()),
                card.map(|card| card.revision),
                card.map(|card| card.sealed),
                card.map(|card| card.came.seconds()),
            ],
        )?;
        self.last.borrow_mut().seat = Some((row.key(), Some(row)));
        Ok(())
    }

    fn put_card(&mut self, row: CardRow) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO card (candidate, round, interviewer, revision, id, sequence) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                signed(row.candidate),
                row.round,
                row.interviewer,
                row.revision,
                row.id.bytes(),
                signed(row.sequence),
            ],
        )
    }

    fn put_rubric(&mut self, row: RubricRow) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO rubric (hash, id, version, sequence) VALUES (?1, ?2, ?3, ?4)",
            params![row.hash, row.id, row.version, signed(row.sequence)],
        )
    }

    fn put_shown(&mut self, row: ShownRow) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO shown (candidate, viewer, sequence) VALUES (?1, ?2, ?3)",
            params![signed(row.candidate), row.viewer, signed(row.sequence)],
        )
    }

    fn put_stage(&mut self, row: StageRow) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO stage (candidate, sequence, stage, what, day, entered) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                signed(row.candidate),
                signed(row.sequence),
                row.stage.as_str(),
                row.what.as_str(),
                row.on.to_string(),
                row.entered.map(|day| day.to_string()),
            ],
        )
    }
}

impl Books for Ledger<'_> {
    fn append(
        &mut self,
        stamp: &Stamp,
        entry: &Entry,
        about: Option<u64>,
    ) -> Result<u64, StoreError> {
        let nonce = self.nonces.next().ok_or_else(|| StoreError::Failed {
            place: self.place.to_owned(),
            fault: Fault::NoRandomness,
        })?;
        let event = Stored::after(&self.head, stamp, &nonce, entry);
        let about = match entry {
            Entry::CandidateAdded(_) => Some(event.sequence),
            _ => about,
        };
        self.run(
            "INSERT INTO event (sequence, kind, time, about, digest, hash, nonce, payload) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                signed(event.sequence),
                event.kind,
                event.time,
                about.map(signed),
                event.digest.bytes(),
                event.hash.bytes(),
                event.nonce,
                event.payload,
            ],
        )?;
        self.head = event.head();
        Ok(event.sequence)
    }

    fn events_about(&self, number: u64) -> Result<Vec<u64>, StoreError> {
        let read = || -> rusqlite::Result<Vec<u64>> {
            let sql = "SELECT sequence FROM event WHERE about = ?1 ORDER BY sequence";
            let mut statement = self.connection.prepare_cached(sql)?;
            let found = statement.query_map([signed(number)], |row| unsigned(row, 0))?;
            found.collect()
        };
        read().map_err(failed(self.place))
    }

    fn decision(&self, sequence: u64) -> Result<Decision, StoreError> {
        decision(self.connection, self.place, sequence).map(|kept| kept.decision)
    }

    fn stage_record(&self, sequence: u64) -> Result<StageRecord, StoreError> {
        let event = event(self.connection, self.place, sequence)?;
        match event.content {
            Some((_, Entry::StageRecorded(record))) => Ok(record),
            _ => Err(altered(self.place, sequence)),
        }
    }

    fn forget(&mut self, number: u64) -> Result<(), StoreError> {
        self.last = RefCell::default();
        for sql in [
            "DELETE FROM stage WHERE candidate = ?1",
            "DELETE FROM shown WHERE candidate = ?1",
            "DELETE FROM card WHERE candidate = ?1",
            "DELETE FROM seat WHERE candidate = ?1",
            "DELETE FROM candidate WHERE number = ?1",
            "UPDATE event SET nonce = NULL, payload = NULL, about = NULL WHERE about = ?1",
        ] {
            self.run(sql, [signed(number)])?;
        }
        Ok(())
    }
}
