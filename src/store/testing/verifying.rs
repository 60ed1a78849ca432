//! Verification of a sound store. What tampering leaves is tested where it can be done: on files.

use super::*;
use crate::store::Wrong;
use crate::text::Digest;

pub(super) fn contract<S: Store, G>(fresh: &impl Fresh<S, G>) {
    each(
        fresh,
        &[
            every_saved_head_holds,
            a_head_of_another_log_does_not_hold,
            no_two_logs_have_one_head,
        ],
    );
    let (mut one, _one) = fresh();
    let (mut other, _other) = fresh();
    super::erasing::fill(&mut one);
    super::erasing::fill(&mut other);
    assert_ne!(head(&one), head(&other), "each log has its own nonces");
}

fn every_saved_head_holds(store: &mut dyn Store) {
    let mut heads = vec![head(store)];
    for id in ["a", "b", "c"] {
        keep(store, 0, &[Change::AddCandidate(Candidate::new(id))]);
        heads.push(head(store));
    }
    for saved in &heads {
        assert!(store.verify(Some(saved)).unwrap().holds(), "{saved}");
        assert_eq!(Head::parse(&saved.to_string()), Some(*saved));
    }
}

fn a_head_of_another_log_does_not_hold(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    let other = Head {
        sequence: 2,
        hash: Digest::of(&[b"other"]),
    };
    let found = store.verify(Some(&other)).unwrap();
    assert_eq!(found.problems.len(), 1);
    assert_eq!(found.problems[0].sequence, Some(2));
    assert_eq!(found.problems[0].what, Wrong::OtherHistory(head(store)));
    let later = Head {
        sequence: 9,
        ..other
    };
    let found = store.verify(Some(&later)).unwrap();
    assert_eq!(found.problems[0].what, Wrong::CutShort(2));
}

fn no_two_logs_have_one_head(store: &mut dyn Store) {
    for text in ["", "1", "1:", ":", "x:00", "1:zz", "-1:00"] {
        assert_eq!(Head::parse(text), None, "{text}");
    }
    keep(store, 0, &begin(&["ada"]));
    let (first, second) = (head(store), events(store, 2)[0].hash);
    assert_eq!(first.hash, second);
}
