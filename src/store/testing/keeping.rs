//! Keeping rubrics, candidates and cards.

use super::*;
use crate::store::Look;

pub(super) fn contract<S: Store, G>(fresh: &impl Fresh<S, G>) {
    each(
        fresh,
        &[
            a_fresh_store_is_empty,
            a_rubric_is_kept_byte_for_byte_and_once,
            a_rubric_that_is_not_its_hash_is_refused,
            candidates_are_added_and_changed,
            cards_are_kept_byte_for_byte,
            the_same_card_again_changes_nothing,
            a_taken_seat_is_refused_and_nothing_is_kept,
            two_cards_for_a_seat_in_one_go_are_refused,
            a_card_needs_its_candidate_and_its_rubric,
            an_amendment_is_a_revision,
            an_amendment_after_seeing_others_says_so,
            a_sealed_card_is_opened_once,
            events_say_who_did_what_and_when,
            a_visit_can_stop_and_ask_again,
        ],
    );
}

fn a_fresh_store_is_empty(store: &mut dyn Store) {
    assert_eq!(head(store), Head::default());
    assert_eq!(texts(store, Revisions::All), [""; 0]);
    assert_eq!(store.candidate("ada").unwrap(), None);
    assert_eq!(store.rubric("sha256:0").unwrap(), None);
    assert_eq!(store.keep(&stamp(0, "x"), &[]).unwrap(), []);
    assert_eq!(head(store), Head::default());
}

fn a_rubric_is_kept_byte_for_byte_and_once(store: &mut dyn Store) {
    let (one, two) = (snapshot("one"), snapshot("two"));
    let keep_both = [
        Change::KeepRubric(two.clone()),
        Change::KeepRubric(one.clone()),
    ];
    let receipts = keep(store, 0, &keep_both);
    assert!(receipts.iter().all(|receipt| receipt.is_new));
    let again = keep(store, 1, &keep_both);
    assert!(again.iter().all(|receipt| !receipt.is_new));
    assert_eq!(again[1].sequence, receipts[1].sequence);
    assert_eq!(store.rubric(&one.hash).unwrap(), Some(one.clone()));
    let kept: Vec<_> = store.rubrics().unwrap();
    let kept: Vec<_> = kept.iter().map(|rubric| rubric.hash.as_str()).collect();
    assert_eq!(kept, [two.hash.as_str(), one.hash.as_str()]);
}

fn a_rubric_that_is_not_its_hash_is_refused(store: &mut dyn Store) {
    let mut wrong = snapshot("one");
    wrong.files[1].bytes.push(b' ');
    let refusal = refused(store.keep(&stamp(0, "x"), &[Change::KeepRubric(wrong)]));
    assert_eq!(refusal, (0, Refusal::RubricUnsound("baker".to_owned())));
}

fn candidates_are_added_and_changed(store: &mut dyn Store) {
    let lucja = Candidate {
        name: Some("Łucja Żółć".to_owned()),
        contact: Some("lucja@example.com".to_owned()),
        level: Some("mid".to_owned()),
        rubric: Some("baker".to_owned()),
        stage: Some("onsite".to_owned()),
        ..Candidate::new("lucja")
    };
    assert!(keep(store, 0, &[Change::AddCandidate(lucja.clone())])[0].is_new);
    assert!(!keep(store, 0, &[Change::AddCandidate(lucja.clone())])[0].is_new);
    assert_eq!(store.candidate("lucja").unwrap(), Some(lucja.clone()));
    let other = Change::AddCandidate(Candidate::new("lucja"));
    let refusal = refused(store.keep(&stamp(0, "x"), &[other]));
    assert_eq!(refusal.1, Refusal::CandidateExists("lucja".to_owned()));
    let moved = Candidate {
        stage: Some("debrief 🥖".to_owned()),
        name: None,
        ..lucja
    };
    assert!(keep(store, 1, &[Change::ChangeCandidate(moved.clone())])[0].is_new);
    assert!(!keep(store, 1, &[Change::ChangeCandidate(moved.clone())])[0].is_new);
    assert_eq!(store.candidate("lucja").unwrap(), Some(moved));
    let unknown = Change::ChangeCandidate(Candidate::new("lucia"));
    let refusal = refused(store.keep(&stamp(0, "x"), &[unknown]));
    assert_eq!(refusal.1, Refusal::NoCandidate("lucia".to_owned()));
}

fn cards_are_kept_byte_for_byte(store: &mut dyn Store) {
    let odd = "\u{feff}# 李雷\r\n\0\u{202e}\n\n";
    let mut changes = begin(&["bob", "ada"]);
    changes.extend([
        Change::Submit(card("ada", "Łucja", odd)),
        Change::Submit(card("bob", "李雷", "two")),
        Change::Submit(card("ada", "عمر", "")),
    ]);
    let receipts = keep(store, 0, &changes);
    assert!(receipts.iter().all(|receipt| receipt.is_new));
    // By candidate as they were added, then by interviewer's key.
    assert_eq!(texts(store, Revisions::Latest), ["two", odd, ""]);
    let kept = &cards(store, Some("ada"), Revisions::All)[0];
    assert_eq!(kept.card.seat.interviewer.signature, "Łucja");
    assert_eq!(kept.card.revision, 1);
    assert_eq!(kept.card.id, card("ada", "x", odd).id());
    assert_eq!(kept.card.rubric, snapshot("one").hash);
    assert_eq!(kept.by.signature, "recruiter");
    assert_eq!(kept.time, at(0).to_string());
    assert_eq!(kept.sequence, receipts[3].sequence);
    assert_eq!(cards(store, Some("nobody"), Revisions::All), []);
}

fn the_same_card_again_changes_nothing(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    let first = keep(store, 0, &[Change::Submit(card("ada", "José", "one"))]);
    let before = head(store);
    // The same signature in the other normal form and another case.
    let again = Change::Submit(card("ada", " JOSE\u{301} ", "one"));
    let second = keep(store, 9, &[again.clone(), again]);
    assert!(second.iter().all(|receipt| !receipt.is_new));
    assert_eq!(second[0].sequence, first[0].sequence);
    assert_eq!(head(store), before);
    assert_eq!(texts(store, Revisions::All), ["one"]);
}

fn a_taken_seat_is_refused_and_nothing_is_kept(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada", "bob"]));
    keep(store, 0, &[Change::Submit(card("ada", "grace", "one"))]);
    let before = head(store);
    let batch = [
        Change::Submit(card("bob", "grace", "new")),
        Change::Submit(card("ada", "Grace", "other")),
    ];
    let (place, refusal) = refused(store.keep(&stamp(0, "x"), &batch));
    let Refusal::SeatTaken { seat, kept } = refusal else {
        panic!("{refusal:?}");
    };
    assert_eq!((place, seat), (1, Seat::new("ada", "onsite", "grace")));
    assert_eq!(kept, card("ada", "grace", "one").id());
    assert_eq!(head(store), before);
    assert_eq!(texts(store, Revisions::All), ["one"]);
}

fn two_cards_for_a_seat_in_one_go_are_refused(store: &mut dyn Store) {
    let mut batch = begin(&["ada"]);
    batch.push(Change::Submit(card("ada", "grace", "one")));
    batch.push(Change::Submit(card("ada", "grace", "other")));
    let (place, refusal) = refused(store.keep(&stamp(0, "x"), &batch));
    assert!(matches!(refusal, Refusal::SeatTaken { .. }), "{refusal:?}");
    assert_eq!(place, 3);
    assert_eq!(head(store), Head::default());
    assert_eq!(store.candidate("ada").unwrap(), None);
}

fn a_card_needs_its_candidate_and_its_rubric(store: &mut dyn Store) {
    let submit = Change::Submit(card("ada", "grace", "one"));
    let refusal = refused(store.keep(&stamp(0, "x"), std::slice::from_ref(&submit)));
    assert_eq!(refusal.1, Refusal::NoCandidate("ada".to_owned()));
    let add = Change::AddCandidate(Candidate::new("ada"));
    let refusal = refused(store.keep(&stamp(0, "x"), &[add, submit]));
    assert_eq!(refusal, (1, Refusal::NoRubric(snapshot("one").hash)));
}

fn an_amendment_is_a_revision(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    let amend = |text: &str, why: &str| Change::Amend(card("ada", "grace", text), why.to_owned());
    let refusal = refused(store.keep(&stamp(0, "x"), &[amend("two", "typo")]));
    let seat = Seat::new("ada", "onsite", "grace");
    assert_eq!(refusal.1, Refusal::NothingToAmend(seat));
    keep(store, 0, &[Change::Submit(card("ada", "grace", "one"))]);
    let refusal = refused(store.keep(&stamp(0, "x"), &[amend("two", " \n")]));
    assert_eq!(refusal.1, Refusal::NoReason);
    let receipts = keep(store, 1, &[amend("two", "typo")]);
    assert!(receipts[0].is_new && !receipts[0].after_seeing_others);
    assert!(!keep(store, 2, &[amend("two", "again")])[0].is_new);
    // The very file of an earlier revision is kept already; as an amendment it is a new one.
    assert!(!keep(store, 2, &[Change::Submit(card("ada", "grace", "one"))])[0].is_new);
    assert!(keep(store, 3, &[amend("one", "it was right")])[0].is_new);
    assert_eq!(texts(store, Revisions::All), ["one", "two", "one"]);
    assert_eq!(texts(store, Revisions::Latest), ["one"]);
    let all = cards(store, Some("ada"), Revisions::All);
    let revisions: Vec<_> = all
        .iter()
        .map(|kept| (kept.card.revision, kept.card.reason.as_deref()))
        .collect();
    assert_eq!(
        revisions,
        [(1, None), (2, Some("typo")), (3, Some("it was right"))]
    );
}

fn an_amendment_after_seeing_others_says_so(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada", "bob"]));
    for candidate in ["ada", "bob"] {
        keep(store, 0, &[Change::Submit(card(candidate, "grace", "one"))]);
        keep(store, 0, &[Change::Submit(card(candidate, "ian", "one"))]);
    }
    let grace = Person::new("GRACE");
    let look = Look {
        candidate: "ada".to_owned(),
        what: "packet".to_owned(),
    };
    assert!(!store.was_shown(&grace, "ada").unwrap());
    store
        .keep(&stamp(1, "Grace"), &[Change::RefuseLook(look.clone())])
        .unwrap();
    assert!(
        !store.was_shown(&grace, "ada").unwrap(),
        "a refusal shows nothing"
    );
    for _ in 0..2 {
        let show = [Change::Show(look.clone())];
        assert!(store.keep(&stamp(1, "Grace"), &show).unwrap()[0].is_new);
    }
    assert!(store.was_shown(&grace, "ada").unwrap());
    assert!(!store.was_shown(&grace, "bob").unwrap());
    let before_looks = events(store, 1).len() - 3;
    let marked = store.packet_head().unwrap();
    assert_eq!(
        usize::try_from(marked.sequence).unwrap(),
        before_looks,
        "looks and refusals do not move what packets print"
    );
    assert_ne!(marked, head(store));
    let amend = |candidate, who| Change::Amend(card(candidate, who, "two"), "typo".to_owned());
    let receipts = keep(
        store,
        2,
        &[
            amend("ada", "grace"),
            amend("bob", "grace"),
            amend("ada", "ian"),
        ],
    );
    let seen: Vec<_> = receipts
        .iter()
        .map(|receipt| receipt.after_seeing_others)
        .collect();
    assert_eq!(seen, [true, false, false]);
    let kept = cards(store, Some("ada"), Revisions::Latest);
    assert!(kept[0].card.after_seeing_others && !kept[1].card.after_seeing_others);
}

fn a_sealed_card_is_opened_once(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    let sealed = Submission {
        sealed: true,
        ..card("ada", "grace", "age-encryption.org/v1\n…")
    };
    keep(store, 0, &[Change::Submit(sealed)]);
    assert!(cards(store, None, Revisions::Latest)[0].card.sealed);
    let open = Change::OpenSeal(card("ada", "grace", "plain"));
    assert!(keep(store, 1, std::slice::from_ref(&open))[0].is_new);
    assert!(!keep(store, 1, &[open])[0].is_new);
    assert_eq!(texts(store, Revisions::Latest), ["plain"]);
    assert_eq!(cards(store, None, Revisions::All).len(), 2);
    let other = Change::OpenSeal(card("ada", "grace", "other"));
    let refusal = refused(store.keep(&stamp(1, "x"), &[other]));
    assert!(matches!(refusal.1, Refusal::NotSealed(_)), "{refusal:?}");
}

fn events_say_who_did_what_and_when(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    let submit = [Change::Submit(card("ada", "grace", "one"))];
    store.keep(&stamp(5, "Grace 🥐"), &submit).unwrap();
    let all = events(store, 0);
    let kinds: Vec<_> = all.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["rubric-kept", "candidate-added", "card-submitted"]);
    let sequences: Vec<_> = all.iter().map(|event| event.sequence).collect();
    assert_eq!(sequences, [1, 2, 3]);
    let last = events(store, 3);
    assert_eq!(last, all[2..]);
    assert_eq!(last[0].time, at(5).to_string());
    assert_eq!(last[0].hash, head(store).hash);
    let (by, entry) = last[0].content.as_ref().unwrap();
    assert_eq!(by.signature, "Grace 🥐");
    assert_eq!(entry.candidate(), Some("ada"));
}

fn a_visit_can_stop_and_ask_again(store: &mut dyn Store) {
    let mut changes = begin(&["ada"]);
    for n in 0..9 {
        changes.push(Change::Submit(card("ada", &format!("i{n}"), "x")));
    }
    keep(store, 0, &changes);
    let store = &*store;
    let mut n_seen = 0;
    let visit = &mut |kept: KeptCard| {
        n_seen += 1;
        assert!(
            store
                .candidate(&kept.card.seat.candidate)
                .unwrap()
                .is_some()
        );
        assert_eq!(cards(store, Some("ada"), Revisions::Latest).len(), 9);
        match n_seen {
            3 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    };
    store.cards(None, Revisions::Latest, visit).unwrap();
    assert_eq!(n_seen, 3);
    assert_eq!(texts(store, Revisions::Latest).len(), 9);
}
