//! Records of stages in a file: tampering is found, erasing leaves no byte, many are kept fast.

use super::*;
use crate::document::Date;
use crate::store::{Passage, Stage, StageRecord};

fn record(candidate: &str, stage: Stage, what: Passage) -> StageRecord {
    let day = Date::parse("2026-11-20").unwrap();
    StageRecord {
        reason: Some(format!("no permit for {candidate}")),
        ..StageRecord::new(candidate, stage, what, day)
    }
}

/// A filled store with two more events: 13 and 14 are records of one stage of ada's.
fn recorded() -> (SqliteStore, tempfile::TempDir) {
    let (mut store, folder) = fresh();
    fill(&mut store);
    for what in [Passage::Passed, Passage::Declined] {
        let record = record("ada", Stage::Onsite, what);
        keep(&mut store, 6, &[Change::RecordStage(record)]);
    }
    (store, folder)
}

#[test]
fn rows_that_do_not_follow_from_the_log_are_named() {
    for (sql, due) in [
        ("SELECT 1", None),
        (
            "DELETE FROM stage WHERE sequence = 13",
            Some("record 13: what was recorded of the stage `onsite` is missing from the tables"),
        ),
        (
            "UPDATE stage SET what = 'passed' WHERE sequence = 14",
            Some("record 14: what was recorded of the stage `onsite` is not as the record has it"),
        ),
        (
            "UPDATE stage SET entered = '2026-11-01' WHERE sequence = 14",
            Some("record 14: what was recorded of the stage `onsite` is not as the record has it"),
        ),
        (
            "INSERT INTO stage VALUES (3, 12, 'resume', 'passed', '2026-11-20', NULL)",
            Some("what was recorded of the stage `resume` is in the tables, and no record says so"),
        ),
    ] {
        let (store, _folder) = recorded();
        let head = store.head().unwrap();
        store.connection.execute_batch(sql).unwrap();
        let found = store.verify(Some(&head)).unwrap().problems;
        let found: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, due.into_iter().collect::<Vec<_>>(), "{sql}");
    }
    // A word that means nothing is damage, not a panic.
    let (store, _folder) = recorded();
    let edit = "UPDATE stage SET what = 'hired' WHERE sequence = 14";
    store.connection.execute_batch(edit).unwrap();
    assert!(store.verify(None).is_err());
}

#[test]
fn a_record_that_was_altered_is_not_given_out() {
    let (mut store, _folder) = recorded();
    let edit = "DROP TRIGGER event_never_changes;
                UPDATE event SET payload = CAST(replace(payload, 'permit', 'pencil') AS BLOB)
                WHERE sequence = 14";
    store.connection.execute_batch(edit).unwrap();
    let visit = &mut |_| ControlFlow::Continue(());
    let read = store.stages(Some("ada"), Revisions::Latest, visit);
    assert_eq!(fault_of(read), Fault::Altered(14));
    // Nor is it what the next record is compared with.
    let again = record("ada", Stage::Onsite, Passage::Declined);
    let kept = store.keep(&stamp(9, "x"), &[Change::RecordStage(again)]);
    assert_eq!(fault_of(kept), Fault::Altered(14));
}

#[test]
fn erasing_leaves_no_byte_of_them() {
    let (mut store, folder) = recorded();
    let has = |words: &[u8]| {
        let files = std::fs::read_dir(folder.path()).unwrap();
        files.into_iter().any(|entry| {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            bytes.windows(words.len()).any(|window| window == words)
        })
    };
    assert!(has(b"no permit for ada"));
    let erasure = store.erase(&stamp(9, "r"), "ada", "on request").unwrap();
    assert!(erasure.is_scrubbed);
    assert!(!has(b"no permit"));
    assert!(store.verify(None).unwrap().holds());
}

/// Screening records a whole export at once.
#[test]
fn many_records_are_kept_in_one_go_and_the_same_again_are_not() {
    const N: usize = 2_000;
    let (mut store, _folder) = fresh();
    let ids: Vec<_> = (0..N).map(|n| format!("c{n}")).collect();
    let ids: Vec<_> = ids.iter().map(String::as_str).collect();
    keep(&mut store, 0, &begin(&ids));
    let changes: Vec<_> = ids
        .iter()
        .map(|id| Change::RecordStage(record(id, Stage::Application, Passage::Declined)))
        .collect();
    assert!(keep(&mut store, 1, &changes).iter().all(|kept| kept.is_new));
    let head = store.head().unwrap();
    assert!(!keep(&mut store, 2, &changes).iter().any(|kept| kept.is_new));
    assert_eq!(store.head().unwrap(), head);
    let mut n_found = 0;
    let visit = &mut |_| {
        n_found += 1;
        ControlFlow::Continue(())
    };
    store.stages(None, Revisions::All, visit).unwrap();
    assert_eq!(n_found, N);
}
