//! Whatever is done to the file behind the store's back, verifying finds and names.

use super::*;
use crate::store::event;
use crate::text::Digest;

/// Runs statements on a filled store's file as another program could.
fn tampered(sql: &str) -> (Result<Verification, StoreError>, Head) {
    let (path, head, _folder) = altered(sql);
    let found = reopen(&path).and_then(|store| store.verify(Some(&head)));
    (found, head)
}

/// A filled store's file after some statements, with the head from before.
fn altered(sql: &str) -> (PathBuf, Head, tempfile::TempDir) {
    let (mut store, folder) = fresh();
    fill(&mut store);
    let head = store.head().unwrap();
    drop(store);
    let path = folder.path().join("panelkit.db");
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;
             DROP TRIGGER event_never_changes; DROP TRIGGER event_is_never_deleted;",
        )
        .unwrap();
    connection.execute_batch(sql).unwrap();
    drop(connection);
    (path, head, folder)
}

/// The store as it stood is checked on the way, and is whole but for what erasures list.
#[test]
fn the_past_of_a_log_that_was_touched_is_not_shown() {
    for (sql, record) in [
        (
            "UPDATE event SET nonce = randomblob(32) WHERE sequence = 8",
            8,
        ),
        (
            "UPDATE event SET time = '2020-01-01T00:00:00Z' WHERE sequence = 5",
            5,
        ),
        (
            "UPDATE event SET hash = randomblob(32) WHERE sequence = 9",
            9,
        ),
        (
            "UPDATE event SET nonce = NULL, payload = NULL WHERE sequence = 9",
            9,
        ),
        ("DELETE FROM event WHERE sequence IN (5, 6)", 7),
    ] {
        let (path, head, _folder) = altered(sql);
        let store = reopen(&path).unwrap();
        assert_eq!(
            fault_of(store.as_of(&head)),
            Fault::Altered(record),
            "{sql}"
        );
    }
    let (path, head, _folder) = altered("SELECT 1");
    assert!(reopen(&path).unwrap().as_of(&head).is_ok());
}

fn problems(sql: &str) -> Vec<String> {
    let (found, _) = tampered(sql);
    let problems = found.unwrap().problems;
    problems.iter().map(ToString::to_string).collect()
}

// The events of `fill`: 1 rubric, 2 and 3 candidates, 4 Ada's record, 5 to 7 assignments, 8 and 9
// cards, 10 shown, 11 amended, 12 a third card.

/// Statements, each with what its findings begin with.
type Cases = &'static [(&'static str, &'static [&'static str])];

const ON_THE_LOG: Cases = &[
    ("SELECT 1", &[]),
    (
        "UPDATE event SET payload = CAST(replace(payload, 'minutes', 'seconds') AS BLOB)
         WHERE sequence = 8",
        &["record 8: its content was changed"],
    ),
    (
        "UPDATE event SET nonce = randomblob(32) WHERE sequence = 8",
        &["record 8: its content was changed"],
    ),
    (
        "UPDATE event SET nonce = NULL WHERE sequence = 9",
        &["record 9: its content was changed"],
    ),
    (
        "UPDATE event SET time = '2020-01-01T00:00:00Z' WHERE sequence = 5",
        &["record 5: it does not follow from the record before it"],
    ),
    (
        "UPDATE event SET digest = randomblob(32) WHERE sequence = 10",
        &[
            "record 10: it does not follow from the record before it",
            "record 10: its content was changed",
            "what `grace` was shown is in the tables",
        ],
    ),
    (
        "UPDATE event SET hash = randomblob(32) WHERE sequence = 9",
        &[
            "record 9: it does not follow from the record before it",
            "record 10: it does not follow from the record before it",
        ],
    ),
    (
        "DELETE FROM event WHERE sequence IN (5, 6)",
        &["record 5: 2 records from here on are gone"],
    ),
    (
        "DELETE FROM event WHERE sequence = 1",
        &["record 1: it is gone"],
    ),
    (
        "DELETE FROM event WHERE sequence = 12",
        &["record 12: the log ends at 11: it was cut short"],
    ),
    (
        "UPDATE event SET sequence = 99 WHERE sequence = 5;
     UPDATE event SET sequence = 5 WHERE sequence = 6;
     UPDATE event SET sequence = 6 WHERE sequence = 99",
        &[
            "record 5: it does not follow from the record before it",
            "record 6: it does not follow from the record before it",
            "record 7: it does not follow from the record before it",
        ],
    ),
    (
        "UPDATE event SET payload = (SELECT payload FROM event WHERE sequence = 9),
         nonce = (SELECT nonce FROM event WHERE sequence = 9) WHERE sequence = 12",
        &["record 12: its content was changed"],
    ),
    (
        "UPDATE event SET nonce = NULL, payload = NULL, about = NULL WHERE sequence = 10",
        &["record 10: its content is gone and no erasure lists it"],
    ),
    (
        "UPDATE event SET about = 3 WHERE sequence = 8",
        &["record 8: it is filed under another candidate"],
    ),
    (
        "UPDATE event SET about = NULL WHERE sequence = 10",
        &["record 10: it is filed under another candidate"],
    ),
];

const ON_THE_TABLES: Cases = &[
    (
        "DELETE FROM card WHERE sequence = 9",
        &["record 9: the card of `grace` in `onsite`, revision 1 is missing"],
    ),
    (
        "UPDATE card SET id = randomblob(32) WHERE sequence = 11",
        &["record 11: the card of `grace` in `onsite`, revision 2 is not as"],
    ),
    (
        "UPDATE card SET sequence = 8 WHERE sequence = 11",
        &["record 8: the card of `grace` in `onsite`, revision 2 is not as"],
    ),
    (
        "INSERT INTO card VALUES (3, 'onsite', 'eve', 1, randomblob(32), 9)",
        &["the card of `eve` in `onsite`, revision 1 is in the tables, and no record says so"],
    ),
    (
        "UPDATE seat SET card = 8, revision = 1, card_id = (SELECT id FROM card
             WHERE sequence = 8) WHERE candidate = 2 AND interviewer = 'grace'",
        &["record 8: the seat of `grace` in `onsite` is not as"],
    ),
    (
        "UPDATE seat SET due = due + 3600 WHERE interviewer = 'ian'",
        &["record 12: the seat of `ian` in `onsite` is not as"],
    ),
    (
        "UPDATE seat SET signature = 'Eve' WHERE interviewer = 'ian'",
        &["record 12: the seat of `Eve` in `onsite` is not as"],
    ),
    (
        "DELETE FROM seat WHERE candidate = 3",
        &["record 9: the seat of `grace` in `onsite` is missing"],
    ),
    (
        "DELETE FROM shown",
        &["record 10: what `grace` was shown is missing"],
    ),
    (
        "UPDATE candidate SET choice = 'hire', decided = 12, decided_at = 0 WHERE number = 3",
        &["record 3: the candidate `bob` is not as"],
    ),
    (
        "UPDATE candidate SET name = 'Eve' WHERE number = 2",
        &["record 2: the candidate `ada` is not as"],
    ),
    (
        "UPDATE rubric SET version = '9.9.9'",
        &["record 1: the rubric `baker` is not as"],
    ),
];

/// What a statement leads to, each expected finding among the found ones.
fn check(sql: &str, due: &[&str]) -> Vec<String> {
    let found = problems(sql);
    for start in due {
        let named = found.iter().any(|problem| problem.starts_with(start));
        assert!(named, "{sql}\n{start}\n{found:#?}");
    }
    found
}

#[test]
fn every_change_to_the_log_is_found_and_named() {
    for (sql, due) in ON_THE_LOG {
        // A record that cannot be read leaves rows without an explanation, which are named too.
        let found = check(sql, due);
        assert_eq!(found.is_empty(), due.is_empty(), "{sql}: {found:#?}");
    }
}

#[test]
fn every_change_to_the_tables_is_found_and_named() {
    for (sql, due) in ON_THE_TABLES {
        let found = check(sql, due);
        assert_eq!(found.len(), due.len(), "{sql}: {found:#?}");
    }
}

/// Rewrites a log from some event on, as somebody could who knows how it is hashed.
fn rewrite(connection: &Connection, from: u64) {
    let read = |row: &Row<'_>| tables::stored(row);
    let mut statement = connection
        .prepare(&format!("SELECT {EVENT} FROM event e ORDER BY sequence"))
        .unwrap();
    let events: Vec<Stored> = statement
        .query_map([], read)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut before = Digest::from([0; 32]);
    for stored in events {
        let mut hash = stored.hash;
        if stored.sequence >= from {
            let (nonce, payload) = (stored.nonce.unwrap(), stored.payload.unwrap());
            let feed = payload.iter().position(|byte| *byte == b'\n').unwrap();
            let (line, attached) = payload.split_at(feed + 1);
            let attached = Digest::of(&[attached]);
            let digest = Digest::of(&[&nonce, line, attached.bytes()]);
            hash = event::hash(
                &before,
                stored.sequence,
                &stored.kind,
                &stored.time,
                &digest,
            );
            let sql = "UPDATE event SET digest = ?1, hash = ?2 WHERE sequence = ?3";
            let values = rusqlite::params![digest.bytes(), hash.bytes(), signed(stored.sequence)];
            connection.execute(sql, values).unwrap();
        }
        before = hash;
    }
}

#[test]
fn a_log_rewritten_to_its_end_is_found_by_a_saved_head_alone() {
    let (mut store, folder) = fresh();
    fill(&mut store);
    let early = Head {
        sequence: 2,
        hash: testing::events(&store, 2)[0].hash,
    };
    let head = store.head().unwrap();
    drop(store);
    let path = folder.path().join("panelkit.db");
    let connection = Connection::open(&path).unwrap();
    let edit = "DROP TRIGGER event_never_changes;
                UPDATE event SET payload = CAST(replace(payload, 'a slip', 'a typo') AS BLOB)
                WHERE sequence = 11";
    connection.execute_batch(edit).unwrap();
    rewrite(&connection, 11);
    drop(connection);
    let store = reopen(&path).unwrap();
    assert_eq!(store.verify(None).unwrap().problems, []);
    assert_eq!(store.verify(Some(&early)).unwrap().problems, []);
    let found = store.verify(Some(&head)).unwrap().problems;
    assert_eq!(found.len(), 1);
    assert!(
        found[0]
            .to_string()
            .starts_with("record 12: the log has the hash"),
        "{found:?}"
    );
}

#[test]
fn a_log_cut_short_with_its_rows_is_found_by_a_saved_head_alone() {
    let sql = "DELETE FROM event WHERE sequence = 12; DELETE FROM card WHERE sequence = 12;
               UPDATE seat SET card = NULL, card_id = NULL, revision = NULL, sealed = NULL,
               came = NULL WHERE interviewer = 'ian'";
    let found = problems(sql);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("the log ends at 11"), "{found:?}");
}

#[test]
fn an_erasure_undone_is_found() {
    let (mut store, folder) = fresh();
    fill(&mut store);
    store.erase(&stamp(9, "r"), "ada", "on request").unwrap();
    drop(store);
    let path = folder.path().join("panelkit.db");
    let connection = Connection::open(&path).unwrap();
    let undo = "DROP TRIGGER event_never_changes;
                UPDATE event SET nonce = x'00', payload = x'00' WHERE sequence = 4";
    connection.execute_batch(undo).unwrap();
    drop(connection);
    let found = reopen(&path).unwrap().verify(None).unwrap().problems;
    let found: Vec<_> = found.iter().map(ToString::to_string).collect();
    let due = "record 4: record 13 says that it was erased, and its content is still there";
    assert!(found.iter().any(|problem| problem == due), "{found:#?}");
}

/// What was tampered with is not given out either.
#[test]
fn an_altered_card_or_rubric_is_not_read() {
    let (mut store, folder) = fresh();
    fill(&mut store);
    drop(store);
    let path = folder.path().join("panelkit.db");
    let connection = Connection::open(&path).unwrap();
    let edit = "DROP TRIGGER event_never_changes;
                UPDATE event SET payload = CAST(replace(payload, 'hours', 'weeks') AS BLOB)
                WHERE sequence = 11;
                UPDATE event SET payload = CAST(payload || x'20' AS BLOB) WHERE sequence = 1";
    connection.execute_batch(edit).unwrap();
    drop(connection);
    let store = reopen(&path).unwrap();
    let visit = &mut |_| ControlFlow::Continue(());
    let read = store.cards(Some("ada"), Revisions::Latest, visit);
    assert_eq!(fault_of(read), Fault::Altered(11));
    let hash = testing::snapshot("one").hash;
    assert_eq!(fault_of(store.rubric(&hash)), Fault::Altered(1));
    let visit = &mut |_| ControlFlow::Continue(());
    assert_eq!(fault_of(store.events(2, visit)), Fault::Altered(11));
}
