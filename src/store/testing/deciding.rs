//! Decisions, their reasons and their order.

use super::*;
use crate::store::{Basis, Choice, Decided, Decision, Leave, PanelStatus, Panels, Recommended};
use crate::text::Digest;

pub(super) fn contract<S: Store, G>(fresh: &impl Fresh<S, G>) {
    each(
        fresh,
        &[
            a_decision_is_kept_with_what_it_was_made_on,
            a_departure_needs_a_reason,
            the_same_again_changes_nothing,
            another_decision_takes_its_place_and_needs_a_reason,
            decisions_are_each_candidates_own,
            a_seat_that_nobody_has_cannot_be_given_up,
        ],
    );
}

/// A decision on a packet that recommends `verdict`.
pub(in crate::store) fn decision(choice: Choice, verdict: &str, reason: Option<&str>) -> Decision {
    Decision {
        candidate: "ada".to_owned(),
        choice,
        reason: reason.map(str::to_owned),
        packet: Basis {
            hash: Digest::of(&[verdict.as_bytes()]),
            head: Head {
                sequence: 2,
                hash: Digest::of(&[b"head"]),
            },
            recommended: vec![Recommended {
                rubric: "baker".to_owned(),
                version: "1.0.0".to_owned(),
                verdict: verdict.to_owned(),
            }],
        },
        departs: choice.as_str() != verdict,
        supersedes: None,
    }
}

fn decide(choice: Choice, verdict: &str, reason: Option<&str>) -> Change {
    Change::Decide(decision(choice, verdict, reason))
}

fn a_decision_is_kept_with_what_it_was_made_on(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    assert_eq!(store.decisions("ada").unwrap(), []);
    assert_eq!(store.decisions("nobody").unwrap(), []);
    let made = decision(Choice::Hire, "hire", None);
    let stamp = stamp(1, "Łucja 🥖");
    let receipts = store.keep(&stamp, &[Change::Decide(made.clone())]).unwrap();
    let kept = store.decisions("ada").unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].decision, made);
    assert_eq!((&kept[0].by, kept[0].at), (&stamp.by, stamp.time));
    assert_eq!(kept[0].by.signature, "Łucja 🥖");
    assert_eq!(kept[0].sequence, receipts[0].sequence);
}

fn a_departure_needs_a_reason(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    for reason in [None, Some(""), Some(" \n\u{200b}\u{7}")] {
        let change = decide(Choice::Hire, "no-hire", reason);
        let refusal = refused(store.keep(&stamp(0, "x"), &[change]));
        assert_eq!(refusal.1, Refusal::NoReason, "{reason:?}");
    }
    // What is said must say something, also where nothing need be said.
    let change = decide(Choice::Hire, "hire", Some("\u{2060}"));
    let refusal = refused(store.keep(&stamp(0, "x"), &[change]));
    assert_eq!(refusal.1, Refusal::NoReason);
    assert_eq!(store.decisions("ada").unwrap(), []);
    keep(
        store,
        0,
        &[decide(Choice::Hire, "no-hire", Some("good bread"))],
    );
    assert!(store.decisions("ada").unwrap()[0].decision.departs);
}

fn the_same_again_changes_nothing(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    let first = keep(
        store,
        0,
        &[decide(Choice::Hire, "hire", Some("good bread"))],
    );
    let before = head(store);
    for again in [
        decide(Choice::Hire, "hire", Some("good bread")),
        decide(Choice::Hire, "hire", None),
    ] {
        let receipt = keep(store, 1, &[again])[0];
        assert!(!receipt.is_new);
        assert_eq!(receipt.sequence, first[0].sequence);
    }
    assert_eq!(head(store), before);
    // For another reason, or on a packet that recommends something else, it is another.
    for other in [
        decide(Choice::Hire, "hire", Some("good cake")),
        decide(Choice::Hire, "strong-hire", Some("good cake")),
    ] {
        assert!(keep(store, 1, &[other])[0].is_new);
    }
    assert_eq!(store.decisions("ada").unwrap().len(), 3);
}

fn another_decision_takes_its_place_and_needs_a_reason(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    let first = keep(store, 0, &[decide(Choice::Hire, "hire", None)])[0].sequence;
    let bare = decide(Choice::NoHire, "no-hire", None);
    let refusal = refused(store.keep(&stamp(1, "x"), &[bare]));
    assert_eq!(refusal.1, Refusal::NoReason, "it overturns one");
    let why = Some("no work permit");
    let second = keep(store, 1, &[decide(Choice::NoHire, "no-hire", why)])[0].sequence;
    // What a caller says of it counts for nothing.
    let mut third = decision(Choice::Hire, "hire", Some("a permit after all"));
    third.supersedes = Some(1);
    keep(store, 2, &[Change::Decide(third)]);
    let history = store.decisions("ada").unwrap();
    let supersedes: Vec<_> = history
        .iter()
        .map(|kept| (kept.decision.choice, kept.decision.supersedes))
        .collect();
    assert_eq!(
        supersedes,
        [
            (Choice::Hire, None),
            (Choice::NoHire, Some(first)),
            (Choice::Hire, Some(second))
        ]
    );
    let standing = store.standing(at(2)).unwrap();
    assert_eq!((standing.n_candidates, standing.n_decided), (1, 1));
    let mut decisions = Vec::new();
    let visit = &mut |panel: PanelStatus| {
        decisions.push(panel.decision);
        ControlFlow::Continue(())
    };
    store.panels(Panels::Decided, at(2), visit).unwrap();
    let (choice, at) = (Choice::Hire, at(2));
    assert_eq!(decisions, [Some(Decided { choice, at })]);
}

fn decisions_are_each_candidates_own(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada", "bob"]));
    let of_bob = Decision {
        candidate: "bob".to_owned(),
        ..decision(Choice::NoHire, "no-hire", None)
    };
    keep(store, 0, &[Change::Decide(of_bob.clone())]);
    keep(store, 1, &[decide(Choice::Hire, "hire", None)]);
    assert_eq!(store.decisions("bob").unwrap()[0].decision, of_bob);
    assert_eq!(store.decisions("ada").unwrap().len(), 1);
    store.erase(&stamp(2, "x"), "ada", "asked to").unwrap();
    assert_eq!(store.decisions("ada").unwrap(), []);
    assert_eq!(store.decisions("bob").unwrap().len(), 1);
}

fn a_seat_that_nobody_has_cannot_be_given_up(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    let leave = Change::Unassign(Leave {
        seat: Seat::new("ada", "onsite", "grace"),
        declined: false,
        reason: "x".to_owned(),
    });
    let refusal = refused(store.keep(&stamp(0, "x"), &[leave]));
    assert!(matches!(refusal.1, Refusal::NotAssigned(_)), "{refusal:?}");
}
