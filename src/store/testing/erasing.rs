//! Erasing a candidate.

use super::*;
use crate::store::{Entry, Look};

pub(super) fn contract<S: Store, G>(fresh: &impl Fresh<S, G>) {
    each(
        fresh,
        &[
            everything_about_the_candidate_is_gone,
            the_chain_still_verifies_and_says_what_was_erased,
            a_reason_is_needed_and_names_nobody,
            an_erased_id_is_free_again,
        ],
    );
}

pub(super) fn fill(store: &mut dyn Store) {
    let mut changes = begin(&["ada", "bob"]);
    changes.push(Change::ChangeCandidate(Candidate {
        name: Some("Ada Lovelace".to_owned()),
        contact: Some("ada@example.com".to_owned()),
        ..Candidate::new("ada")
    }));
    for candidate in ["ada", "bob"] {
        changes.push(assignment(candidate, "grace", Some(5)));
        changes.push(Change::Submit(card(candidate, "grace", "evidence one")));
    }
    changes.push(Change::Show(Look {
        candidate: "ada".to_owned(),
        what: "packet".to_owned(),
    }));
    keep(store, 0, &changes);
    let amend = Change::Amend(card("ada", "grace", "evidence two"), "typo".to_owned());
    keep(store, 1, &[amend]);
}

fn everything_about_the_candidate_is_gone(store: &mut dyn Store) {
    fill(store);
    let erasure = store.erase(&stamp(2, "recruiter"), "ada", "on request");
    let erasure = erasure.unwrap();
    assert!(erasure.is_scrubbed);
    assert_eq!((erasure.n_records, erasure.sequence), (6, 11));
    assert_eq!(store.candidate("ada").unwrap(), None);
    assert_eq!(cards(store, Some("ada"), Revisions::All), []);
    assert_eq!(cards(store, Some("bob"), Revisions::All).len(), 1);
    assert_eq!(store.standing(at(2)).unwrap().n_candidates, 1);
    assert!(!store.was_shown(&Person::new("recruiter"), "ada").unwrap());
    // Hashes are left out: their digits can spell a name.
    let contents = events(store, 0).into_iter().map(|event| event.content);
    let left = format!("{:?}", contents.collect::<Vec<_>>());
    for trace in ["Ada", "ada", "evidence two", "typo"] {
        assert!(!left.contains(trace), "{trace} is left in {left}");
    }
}

fn the_chain_still_verifies_and_says_what_was_erased(store: &mut dyn Store) {
    fill(store);
    let before = head(store);
    store.erase(&stamp(2, "r"), "ada", "on request").unwrap();
    let found = store.verify(Some(&before)).unwrap();
    assert_eq!(found.problems, []);
    assert_eq!((found.n_events, found.n_erased), (11, 6));
    assert_eq!(found.erasures, [(11, 6)]);
    let last = events(store, 11).remove(0);
    let Some((_, Entry::CandidateErased(erased))) = last.content else {
        panic!("{last:?}");
    };
    assert_eq!(erased.records, [(2, 2), (4, 6), (9, 10)]);
    store.erase(&stamp(3, "r"), "bob", "retention").unwrap();
    let found = store.verify(Some(&before)).unwrap();
    assert_eq!(found.problems, []);
    assert_eq!((found.n_erased, found.erasures.len()), (9, 2));
}

fn a_reason_is_needed_and_names_nobody(store: &mut dyn Store) {
    fill(store);
    let mut refusal = |candidate: &str, reason: &str| {
        let erased = store.erase(&stamp(2, "r"), candidate, reason);
        refused(erased.map(|_| Vec::new())).1
    };
    let unknown = Refusal::NoCandidate("eve".to_owned());
    assert_eq!(refusal("eve", "on request"), unknown);
    assert_eq!(refusal("ada", " "), Refusal::NoReason);
    for (reason, named) in [
        ("ADA LOVELACE asked for it", "Ada Lovelace"),
        ("mail of Ada@Example.com", "ada@example.com"),
    ] {
        let refusal = refusal("ada", reason);
        assert!(
            matches!(refusal, Refusal::ReasonNames(_)),
            "{refusal:?} {named}"
        );
    }
}

fn an_erased_id_is_free_again(store: &mut dyn Store) {
    fill(store);
    store.erase(&stamp(2, "r"), "ada", "on request").unwrap();
    keep(store, 3, &[Change::AddCandidate(Candidate::new("ada"))]);
    keep(store, 3, &[Change::Submit(card("ada", "grace", "new"))]);
    assert_eq!(cards(store, Some("ada"), Revisions::All).len(), 1);
    let mut ids = Vec::new();
    let visit = &mut |panel: crate::store::PanelStatus| {
        ids.push(panel.candidate.id);
        ControlFlow::Continue(())
    };
    store
        .panels(crate::store::Panels::All, at(3), visit)
        .unwrap();
    assert_eq!(ids, ["bob", "ada"]);
}
