//! A store in a file: the contract, the file itself, erasure down to the byte, tampering, damage.

mod damage;
mod erasing;
mod file;
mod stages;
mod tampering;
mod versions;

use std::path::Path;
use std::time::Duration;

use super::*;
use crate::store::testing::{self, assignment, at, begin, card, cards, keep, stamp};
use crate::store::{Look, Seat, Submission};

/// A store in a folder of its own.
fn fresh() -> (SqliteStore, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("panelkit.db"), Access::Create).unwrap();
    (store, folder)
}

/// Opens a store that is there, without waiting for anybody.
fn reopen(path: &Path) -> Result<SqliteStore, StoreError> {
    SqliteStore::open_within(path, Access::Existing, Duration::from_millis(100))
}

fn fault_of<T>(result: Result<T, StoreError>) -> Fault {
    match result {
        Err(StoreError::Failed { fault, .. }) => fault,
        Err(other) => panic!("{other:?} is no fault of the store"),
        Ok(_) => panic!("nothing failed"),
    }
}

/// A panel of two candidates with everything that a store keeps: 12 events.
fn fill(store: &mut dyn Store) {
    let mut changes = begin(&["ada", "bob"]);
    changes.push(Change::ChangeCandidate(Candidate {
        name: Some("Łucja Żółć-Müller 李雷".to_owned()),
        contact: Some("lucja.zolc@example.com".to_owned()),
        ..Candidate::new("ada")
    }));
    changes.push(assignment("ada", "grace", Some(24)));
    changes.push(assignment("ada", "ian", Some(24)));
    changes.push(assignment("bob", "grace", None));
    keep(store, 0, &changes);
    let text = "evidence = \"Rolled back within minutes.\"\n";
    keep(store, 1, &[Change::Submit(card("ada", "grace", text))]);
    keep(store, 2, &[Change::Submit(card("bob", "grace", "two"))]);
    let look = Look {
        candidate: "ada".to_owned(),
        what: "packet".to_owned(),
    };
    store
        .keep(&stamp(3, "grace"), &[Change::Show(look)])
        .unwrap();
    let amended = card("ada", "grace", "evidence = \"Rolled back within hours.\"\n");
    keep(store, 4, &[Change::Amend(amended, "a slip".to_owned())]);
    keep(store, 5, &[Change::Submit(card("ada", "ian", "three"))]);
}

#[test]
fn it_keeps_the_contract() {
    testing::contract(fresh);
}

#[test]
fn sqlite_is_new_enough() {
    // Before 3.51.3 a reset of the write-ahead log can corrupt the file.
    assert!(rusqlite::version_number() >= 3_051_003);
}

#[test]
fn writers_wait_for_each_other_and_all_are_kept() {
    const N_WRITERS: usize = 4;
    const N_CARDS: usize = 25;
    let (mut store, folder) = fresh();
    keep(&mut store, 0, &begin(&["ada"]));
    let path = folder.path().join("panelkit.db");
    std::thread::scope(|scope| {
        for writer in 0..N_WRITERS {
            let path = &path;
            scope.spawn(move || {
                let mut store = SqliteStore::open(path, Access::Existing).unwrap();
                for n in 0..N_CARDS {
                    let card = card("ada", &format!("{writer}-{n}"), "x");
                    keep(&mut store, 1, &[Change::Submit(card)]);
                }
            });
        }
    });
    assert_eq!(
        cards(&store, None, Revisions::All).len(),
        N_WRITERS * N_CARDS
    );
    assert!(store.verify(None).unwrap().holds());
}

#[test]
fn a_visit_sees_one_state() {
    let (mut store, folder) = fresh();
    keep(&mut store, 0, &begin(&["ada"]));
    for who in ["a", "b"] {
        keep(&mut store, 0, &[Change::Submit(card("ada", who, "x"))]);
    }
    let mut other = reopen(&folder.path().join("panelkit.db")).unwrap();
    let mut n_seen = 0;
    let visit = &mut |_| {
        n_seen += 1;
        let late = card("ada", &format!("z{n_seen}"), "x");
        keep(&mut other, 1, &[Change::Submit(late)]);
        ControlFlow::Continue(())
    };
    store.cards(None, Revisions::All, visit).unwrap();
    assert_eq!(n_seen, 2);
    assert_eq!(cards(&store, None, Revisions::All).len(), 4);
}

#[test]
fn whether_an_event_is_kept_is_looked_up() {
    let (mut store, _folder) = fresh();
    keep(&mut store, 0, &begin(&["ada"]));
    let head = store.head().unwrap();
    assert!(store.is_kept(&head));
    let other = Head {
        sequence: head.sequence + 1,
        ..head
    };
    assert!(!store.is_kept(&other));
    let elsewhere = Head {
        sequence: head.sequence,
        ..Head::default()
    };
    assert!(!store.is_kept(&elsewhere));
}

#[test]
fn a_card_as_large_as_cards_may_be_is_kept() {
    let (mut store, folder) = fresh();
    keep(&mut store, 0, &begin(&["ada"]));
    let large = Submission {
        seat: Seat::new("ada", "onsite", "grace"),
        bytes: vec![b'#'; 1024 * 1024],
        ..card("ada", "grace", "")
    };
    keep(&mut store, 0, &[Change::Submit(large.clone())]);
    drop(store);
    let store = reopen(&folder.path().join("panelkit.db")).unwrap();
    let kept = cards(&store, None, Revisions::All).remove(0);
    assert_eq!(kept.card.bytes, large.bytes);
    assert_eq!(kept.time, at(0).to_string());
}
