//! The store as it stood.

use super::deciding::decision;
use super::*;
use crate::store::{Choice, Look, MemoryStore};
use crate::text::Digest;

pub(super) fn contract<S: Store, G>(fresh: &impl Fresh<S, G>) {
    each(
        fresh,
        &[
            the_past_is_as_it_was,
            what_was_erased_is_not_in_the_past,
            a_head_of_another_log_is_refused,
        ],
    );
}

fn the_past_is_as_it_was(store: &mut dyn Store) {
    let mut changes = begin(&["ada", "bob"]);
    changes.push(Change::Submit(card("ada", "grace", "one")));
    changes.push(assignment("ada", "ian", Some(9)));
    keep(store, 0, &changes);
    let then = store.packet_head().unwrap();
    let look = Look {
        candidate: "ada".to_owned(),
        what: "packet".to_owned(),
    };
    let amend = Change::Amend(card("ada", "grace", "two"), "typo".to_owned());
    let record = Candidate {
        name: Some("Ada".to_owned()),
        ..Candidate::new("ada")
    };
    let later = [
        Change::Show(look),
        amend,
        Change::ChangeCandidate(record),
        Change::Submit(card("ada", "ian", "late")),
        Change::KeepRubric(snapshot("two")),
        Change::Decide(decision(Choice::Hire, "hire", None)),
    ];
    keep(store, 1, &later);
    let past = store.as_of(&then).unwrap();
    assert_eq!(texts(&past, Revisions::All), ["one"]);
    assert_eq!(past.candidate("ada").unwrap(), Some(Candidate::new("ada")));
    assert_eq!(past.rubrics().unwrap().len(), 1);
    assert_eq!(past.decisions("ada").unwrap(), []);
    assert!(past.owes_card(&Person::new("Ian"), "ada").unwrap());
    assert_eq!(past.packet_head().unwrap(), then);
    assert_eq!(past.head().unwrap(), then);
    let all = events(store, 0);
    let n = usize::try_from(then.sequence).unwrap();
    assert_eq!(events(&past, 0), all[..n]);
    assert_eq!(past.verify(Some(&then)).unwrap().problems, []);
    assert_eq!(past.n_erased_since(), 0);
    let now = store.as_of(&head(store)).unwrap();
    assert_eq!(texts(&now, Revisions::All), ["one", "two", "late"]);
    assert_eq!(
        now.decisions("ada").unwrap(),
        store.decisions("ada").unwrap()
    );
    let empty = store.as_of(&Head::default()).unwrap();
    assert_eq!(empty.head().unwrap(), Head::default());
}

fn what_was_erased_is_not_in_the_past(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada", "bob"]));
    keep(store, 0, &[Change::Submit(card("ada", "grace", "one"))]);
    keep(store, 0, &[Change::Submit(card("bob", "grace", "two"))]);
    let then = head(store);
    store.erase(&stamp(1, "x"), "ada", "asked to").unwrap();
    keep(store, 2, &begin(&["ada"])[1..]);
    let past = store.as_of(&then).unwrap();
    assert_eq!(past.candidate("ada").unwrap(), None);
    assert_eq!(texts(&past, Revisions::All), ["two"]);
    assert_eq!(past.n_erased_since(), 2);
    let now = store.as_of(&head(store)).unwrap();
    assert!(now.candidate("ada").unwrap().is_some());
    assert_eq!(now.n_erased_since(), 0, "its own log says so");
}

fn a_head_of_another_log_is_refused(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    let here = head(store);
    let heads = [
        Head {
            sequence: here.sequence + 1,
            ..here
        },
        Head {
            sequence: here.sequence - 1,
            ..here
        },
        Head {
            hash: Digest::of(&[b"other"]),
            ..here
        },
        Head {
            hash: Digest::of(&[b"other"]),
            sequence: 0,
        },
        Head {
            sequence: u64::MAX,
            ..here
        },
    ];
    for other in heads {
        match store.as_of(&other).map(|_: MemoryStore| ()) {
            Err(StoreError::Refused { refusal, .. }) => {
                assert_eq!(*refusal, Refusal::NoHead(other));
            }
            found => panic!("{found:?}"),
        }
    }
}
