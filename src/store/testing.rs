//! The contract that every store passes.

use super::{Receipt, Store, StoreError, Submission};

fn submission(candidate: &str, interviewer: &str, bytes: &str) -> Submission {
    Submission {
        candidate: candidate.to_owned(),
        round: "onsite".to_owned(),
        interviewer: interviewer.to_owned(),
        bytes: bytes.as_bytes().to_vec(),
    }
}

/// Runs the contract on fresh stores. `fresh` gives a store and whatever must outlive it.
pub(super) fn contract<S: Store, G>(fresh: impl Fn() -> (S, G)) {
    keeps_what_it_is_given(fresh());
    the_same_card_again_changes_nothing(fresh());
    a_taken_seat_is_refused_and_nothing_is_kept(fresh());
    two_cards_for_a_seat_in_one_go_are_refused(fresh());
}

fn keeps_what_it_is_given<S: Store, G>((mut store, _guard): (S, G)) {
    assert_eq!(store.cards().unwrap(), Vec::<Vec<u8>>::new());
    let cards = [
        submission("ada", "łucja", "one\r\n"),
        submission("bob", "李雷", "two"),
    ];
    assert_eq!(
        store.submit(&cards).unwrap(),
        [Receipt::Kept, Receipt::Kept]
    );
    assert_eq!(
        store.cards().unwrap(),
        [b"one\r\n".to_vec(), b"two".to_vec()]
    );
}

fn the_same_card_again_changes_nothing<S: Store, G>((mut store, _guard): (S, G)) {
    let card = [submission("ada", "grace", "one")];
    store.submit(&card).unwrap();
    assert_eq!(store.submit(&card).unwrap(), [Receipt::AlreadyKept]);
    assert_eq!(store.cards().unwrap().len(), 1);
}

fn a_taken_seat_is_refused_and_nothing_is_kept<S: Store, G>((mut store, _guard): (S, G)) {
    store.submit(&[submission("ada", "grace", "one")]).unwrap();
    let batch = [
        submission("bob", "grace", "new"),
        submission("ada", "grace", "other"),
    ];
    let refused = store.submit(&batch);
    assert!(matches!(
        refused,
        Err(StoreError::SeatTaken { submission: 1, .. })
    ));
    assert_eq!(store.cards().unwrap(), [b"one".to_vec()]);
}

fn two_cards_for_a_seat_in_one_go_are_refused<S: Store, G>((mut store, _guard): (S, G)) {
    let batch = [
        submission("ada", "grace", "one"),
        submission("ada", "grace", "other"),
    ];
    let refused = store.submit(&batch);
    assert!(matches!(
        refused,
        Err(StoreError::SeatTaken { submission: 1, .. })
    ));
    assert!(store.cards().unwrap().is_empty());
}
