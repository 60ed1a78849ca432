//! The contract that every store passes.

mod deciding;
mod erasing;
mod keeping;
mod panels;
mod past;
mod stages;
mod verifying;

use std::ops::ControlFlow;

use super::{
    Assignment, Candidate, Change, Event, Head, KeptCard, Moment, Person, Receipt, Refusal,
    Revisions, RubricFile, Seat, Snapshot, Stamp, Store, StoreError, Submission,
};
use crate::rubric::compile::content_hash;

/// Gives a fresh store and whatever must outlive it.
pub(super) trait Fresh<S, G>: Fn() -> (S, G) {}
impl<S, G, F: Fn() -> (S, G)> Fresh<S, G> for F {}

/// Runs the contract on fresh stores.
pub(super) fn contract<S: Store, G>(fresh: impl Fresh<S, G>) {
    keeping::contract(&fresh);
    deciding::contract(&fresh);
    panels::contract(&fresh);
    stages::contract(&fresh);
    past::contract(&fresh);
    erasing::contract(&fresh);
    verifying::contract(&fresh);
}

/// Runs some parts of the contract, each on a store of its own, which must verify afterwards.
fn each<S: Store, G>(fresh: &impl Fresh<S, G>, parts: &[fn(&mut dyn Store)]) {
    for part in parts {
        let (mut store, _guard) = fresh();
        part(&mut store);
        let found = store.verify(None).unwrap();
        assert_eq!(found.problems, []);
        assert_eq!(found.head, store.head().unwrap());
    }
}

pub(super) fn at(hour: i64) -> Moment {
    Moment::from_seconds(1_795_000_000 + hour * 3600).unwrap()
}

pub(super) fn stamp(hour: i64, by: &str) -> Stamp {
    Stamp {
        time: at(hour),
        by: Person::new(by),
    }
}

pub(super) fn snapshot(content: &str) -> Snapshot {
    let files = vec![
        RubricFile {
            name: "rubric.toml".to_owned(),
            bytes: format!("\u{feff}{content}\r\n").into_bytes(),
        },
        RubricFile {
            name: "library/ü.toml".to_owned(),
            bytes: b"{\"not\": \"json\"}\n\0".to_vec(),
        },
    ];
    let named: Vec<_> = files
        .iter()
        .map(|file| (file.name.clone(), file.bytes.as_slice()))
        .collect();
    Snapshot {
        id: "baker".to_owned(),
        version: "1.0.0".to_owned(),
        hash: content_hash(&named),
        files: files.clone(),
    }
}

pub(super) fn card(candidate: &str, interviewer: &str, bytes: &str) -> Submission {
    Submission {
        seat: Seat::new(candidate, "onsite", interviewer),
        rubric: snapshot("one").hash,
        shadow: false,
        sealed: false,
        bytes: bytes.as_bytes().to_vec(),
    }
}

pub(super) fn assignment(candidate: &str, interviewer: &str, due: Option<i64>) -> Change {
    Change::Assign(Assignment {
        seat: Seat::new(candidate, "onsite", interviewer),
        due: due.map(at),
        shadow: false,
    })
}

/// A store's first changes: a rubric and some candidates.
pub(super) fn begin(candidates: &[&str]) -> Vec<Change> {
    let mut changes = vec![Change::KeepRubric(snapshot("one"))];
    changes.extend(
        candidates
            .iter()
            .map(|id| Change::AddCandidate(Candidate::new(id))),
    );
    changes
}

pub(super) fn keep(store: &mut dyn Store, hour: i64, changes: &[Change]) -> Vec<Receipt> {
    store.keep(&stamp(hour, "recruiter"), changes).unwrap()
}

/// The place and the reason of a refusal.
fn refused(result: Result<Vec<Receipt>, StoreError>) -> (usize, Refusal) {
    match result {
        Err(StoreError::Refused { change, refusal }) => (change, *refusal),
        other => panic!("{other:?} is no refusal"),
    }
}

pub(super) fn cards(
    store: &dyn Store,
    candidate: Option<&str>,
    revisions: Revisions,
) -> Vec<KeptCard> {
    let mut cards = Vec::new();
    let visit = &mut |card| {
        cards.push(card);
        ControlFlow::Continue(())
    };
    store.cards(candidate, revisions, visit).unwrap();
    cards
}

fn texts(store: &dyn Store, revisions: Revisions) -> Vec<String> {
    let cards = cards(store, None, revisions).into_iter();
    cards
        .map(|kept| String::from_utf8(kept.card.bytes).unwrap())
        .collect()
}

pub(super) fn events(store: &dyn Store, from: u64) -> Vec<Event> {
    let mut events = Vec::new();
    let visit = &mut |event| {
        events.push(event);
        ControlFlow::Continue(())
    };
    store.events(from, visit).unwrap();
    events
}

fn head(store: &dyn Store) -> Head {
    store.head().unwrap()
}
