//! The tables, by version, and what makes and changes them.

use rusqlite::{Connection, TransactionBehavior};

/// What tells a store from any other SQLite file: `PKit`.
pub(super) const APPLICATION_ID: i32 = 0x504b_6974;

/// The statements that lead from one version to the next; the first makes the tables. What was
/// released never changes: a new version is one more entry.
pub(super) const VERSIONS: &[&str] = &[
    "
CREATE TABLE event (
    sequence INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL,
    time     TEXT NOT NULL,
    about    INTEGER,              -- the candidate's number; gone once they are erased
    digest   BLOB NOT NULL,        -- of nonce and payload
    hash     BLOB NOT NULL,        -- of the hash before and of this event
    nonce    BLOB,
    payload  BLOB
) STRICT;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, 'an event is never deleted'); END;
CREATE TRIGGER event_never_changes BEFORE UPDATE ON event
WHEN NEW.payload IS NOT NULL OR NEW.nonce IS NOT NULL OR NEW.sequence IS NOT OLD.sequence
    OR NEW.kind IS NOT OLD.kind OR NEW.time IS NOT OLD.time
    OR NEW.digest IS NOT OLD.digest OR NEW.hash IS NOT OLD.hash
BEGIN SELECT raise(ABORT, 'an event never changes; only its content can be erased'); END;

CREATE TABLE rubric (
    hash     TEXT NOT NULL PRIMARY KEY,
    id       TEXT NOT NULL,
    version  TEXT NOT NULL,
    sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE candidate (
    number  INTEGER PRIMARY KEY,                    -- the event that added them
    id      TEXT NOT NULL UNIQUE,
    name    TEXT,
    contact TEXT,
    level   TEXT,
    rubric  TEXT,
    stage   TEXT,
    changed INTEGER NOT NULL,                       -- the event that last changed the record
    choice  TEXT CHECK (choice IN ('hire', 'no-hire')),
    decided INTEGER,                                -- the event of the latest decision
    decided_at INTEGER                              -- seconds since 1970
) STRICT;

CREATE TABLE seat (
    candidate   INTEGER NOT NULL REFERENCES candidate,
    round       TEXT NOT NULL,
    interviewer TEXT NOT NULL,                      -- the signature, folded
    signature   TEXT NOT NULL,
    expectation TEXT NOT NULL                       -- SQLite makes a table of a longer list,
        CHECK (expectation = 'unasked' OR expectation = 'assigned'     -- anew with every row
            OR expectation = 'declined' OR expectation = 'withdrawn'),
    shadow      INTEGER NOT NULL CHECK (shadow IN (0, 1)),
    due         INTEGER,                            -- seconds since 1970
    assigned    INTEGER,                            -- the event that assigned it or gave it up
    card        INTEGER,                            -- the event of the latest revision
    card_id     BLOB,
    revision    INTEGER,
    sealed      INTEGER,
    came        INTEGER,                            -- seconds since 1970, of the first revision
    PRIMARY KEY (candidate, round, interviewer)
) STRICT, WITHOUT ROWID;
CREATE INDEX seat_open ON seat (interviewer) WHERE card IS NULL;

CREATE TABLE card (
    candidate   INTEGER NOT NULL REFERENCES candidate,
    round       TEXT NOT NULL,
    interviewer TEXT NOT NULL,
    revision    INTEGER NOT NULL,
    id          BLOB NOT NULL,                      -- the SHA-256 of the card's bytes
    sequence    INTEGER NOT NULL,                   -- the event that holds them
    PRIMARY KEY (candidate, round, interviewer, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE shown (
    candidate INTEGER NOT NULL REFERENCES candidate,
    viewer    TEXT NOT NULL,                        -- the signature, folded
    sequence  INTEGER NOT NULL,                     -- the first time
    PRIMARY KEY (candidate, viewer)
) STRICT, WITHOUT ROWID;
",
    "
CREATE TABLE stage (
    candidate INTEGER NOT NULL REFERENCES candidate,
    sequence  INTEGER NOT NULL,                     -- the event that holds the record
    stage     TEXT NOT NULL,
    what      TEXT NOT NULL,
    day       TEXT NOT NULL,
    entered   TEXT,                                 -- the day, by this record and those before it
    PRIMARY KEY (candidate, sequence)
) STRICT, WITHOUT ROWID;
",
];

/// The version of a file; 0 where nothing was made yet.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings a file to the last of some versions, in one transaction.
pub(super) fn advance(connection: &mut Connection, versions: &[&str]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    // Somebody else may have been faster, between the look at the version and now.
    let done = usize::try_from(version(&transaction)?).unwrap_or(usize::MAX);
    for statements in versions.get(done..).unwrap_or_default() {
        transaction.execute_batch(statements)?;
    }
    if done < versions.len() {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        let last = i64::try_from(versions.len()).unwrap_or(i64::MAX);
        transaction.pragma_update(None, "user_version", last)?;
    }
    transaction.commit()
}
