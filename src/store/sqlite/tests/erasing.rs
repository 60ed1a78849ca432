//! After an erasure no byte of the person is in any file of the store.

use std::fs;

use super::*;

/// What of the candidate `ada` can be found in the folder's files: which words in which file.
fn traces(folder: &Path) -> Vec<(String, &'static str)> {
    const WORDS: &[&str] = &[
        "Łucja",
        "Müller",
        "李雷",
        "lucja.zolc@example.com",
        "within minutes",
        "within hours",
        "a slip",
        "\"ada\"",
        "three",
    ];
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for word in WORDS {
            if bytes
                .windows(word.len())
                .any(|window| window == word.as_bytes())
            {
                found.push((name.clone(), *word));
            }
        }
    }
    found
}

#[test]
fn no_byte_of_the_person_is_left_in_any_file() {
    let (mut store, folder) = fresh();
    fill(&mut store);
    let before = store.head().unwrap();
    assert!(traces(folder.path()).len() >= 9, "they are there before");
    // Some of it is in the file itself, some in the log beside it.
    store
        .connection
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    let erasure = store
        .erase(&stamp(9, "recruiter"), "ada", "on request")
        .unwrap();
    assert!(erasure.is_scrubbed);
    assert_eq!((erasure.n_records, erasure.copies), (8, Vec::new()));
    assert_eq!(traces(folder.path()), []);
    assert!(store.verify(Some(&before)).unwrap().holds());
    keep(
        &mut store,
        9,
        &[Change::AddCandidate(Candidate::new("eve"))],
    );
    assert_eq!(traces(folder.path()), [], "nor when more is written");
    drop(store);
    assert_eq!(traces(folder.path()), []);
    let store = reopen(&folder.path().join("panelkit.db")).unwrap();
    assert_eq!(cards(&store, Some("bob"), Revisions::All).len(), 1);
}

#[test]
fn a_reader_in_the_way_is_said_and_scrubbing_finishes_the_work() {
    let (mut store, folder) = fresh();
    fill(&mut store);
    let path = folder.path().join("panelkit.db");
    drop(store);
    let mut store = reopen(&path).unwrap();
    let reader = Connection::open(&path).unwrap();
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM event")
        .unwrap();
    let erasure = store
        .erase(&stamp(9, "recruiter"), "ada", "on request")
        .unwrap();
    assert!(!erasure.is_scrubbed);
    assert!(!traces(folder.path()).is_empty());
    reader.execute_batch("COMMIT").unwrap();
    assert!(store.scrub().unwrap());
    assert_eq!(traces(folder.path()), []);
}

#[test]
fn copies_that_still_hold_them_are_named() {
    let (mut store, folder) = fresh();
    fill(&mut store);
    let copy = folder.path().join("before the audit.db");
    store.back_up(&copy).unwrap();
    fs::write(folder.path().join("notes.txt"), "x").unwrap();
    let erasure = store
        .erase(&stamp(9, "recruiter"), "ada", "on request")
        .unwrap();
    assert_eq!(erasure.copies.len(), 1);
    assert!(erasure.copies[0].ends_with("before the audit.db"));
    assert!(
        traces(folder.path())
            .iter()
            .all(|(file, _)| file == "before the audit.db")
    );
}
