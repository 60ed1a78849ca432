use super::*;

fn confirmation(kinds: &[Outcome]) -> Confirmation {
    let on = Date::parse("2026-11-20").unwrap();
    Confirmation::new(" Łucja <l@e.org> ", on, kinds)
}

const BOTH: &[Outcome] = &[Outcome::Advance, Outcome::Decline];

fn row<'c>(outcome: &'c str, before: Option<[&'c str; 4]>) -> Row<'c> {
    Row {
        id: "ada",
        outcome,
        knockout: "permit",
        before,
    }
}

fn order(choice: Choice, reason: Option<&str>) -> Order {
    Order {
        candidate: "ada".to_owned(),
        choice,
        reason: reason.map(str::to_owned),
        at: None,
    }
}

fn decide(kinds: &[Outcome], order: Option<Order>, row: &Row<'_>) -> Result<Decision, Problem> {
    let mut confirmation = confirmation(kinds);
    if let Some(order) = order {
        confirmation.order(order).unwrap();
    }
    confirmation.decide(row)
}

const EARLIER: [&str; 4] = ["decline", "Grace", "2026-11-01", "no permit"];

#[test]
fn proposals_are_confirmed_and_reviews_stay_open() {
    for (outcome, decided) in [
        ("advance", "advance"),
        ("decline", "decline"),
        ("review", ""),
    ] {
        let decision = decide(BOTH, None, &row(outcome, None)).unwrap();
        assert_eq!(decision.cells[0], decided);
        assert_eq!(decision.is_new, !decided.is_empty());
    }
    let decision = decide(BOTH, None, &row("advance", None)).unwrap();
    assert_eq!(
        decision.cells,
        ["advance", "Łucja <l@e.org>", "2026-11-20", ""]
    );
    let only = decide(&[Outcome::Decline], None, &row("advance", None)).unwrap();
    assert_eq!((only.choice, only.cells[1].as_str()), (None, ""));
}

#[test]
fn what_departs_from_a_proposal_has_a_reason() {
    use Choice::{Advance, Decline};
    for (outcome, choice, needs) in [
        ("advance", Advance, false),
        ("advance", Decline, true),
        ("decline", Decline, false),
        ("decline", Advance, true),
        ("review", Advance, true),
        ("review", Decline, true),
    ] {
        let bare = decide(&[], Some(order(choice, None)), &row(outcome, None));
        assert_eq!(bare.is_err(), needs, "{outcome} {choice:?}");
        let told = decide(&[], Some(order(choice, Some("seen"))), &row(outcome, None));
        let told = told.unwrap();
        assert_eq!((told.cells[3].as_str(), told.overrides), ("seen", needs));
    }
}

#[test]
fn earlier_decisions_stay_and_are_kept_in_what_overturns_them() {
    let decided = row("decline", Some(EARLIER));
    for order in [None, Some(order(Choice::Decline, Some("again")))] {
        let stays = decide(BOTH, order, &decided).unwrap();
        assert_eq!(
            (stays.cells, stays.is_new),
            (EARLIER.map(str::to_owned), false)
        );
    }
    let bare = decide(&[], Some(order(Choice::Advance, None)), &decided).unwrap_err();
    assert_eq!(
        bare.to_string(),
        "Grace decided decline on `ada` on 2026-11-01, and no reason is given"
    );
    let told = order(Choice::Advance, Some("the permit came"));
    let told = decide(&[], Some(told), &decided).unwrap();
    assert_eq!(
        told.cells[3],
        "the permit came (before: decline, Grace, 2026-11-01: no permit)"
    );
}

#[test]
fn what_cannot_be_decided_is_named() {
    let mut confirmation = confirmation(BOTH);
    confirmation
        .order(order(Choice::Advance, Some("x")))
        .unwrap();
    let twice = confirmation.order(order(Choice::Advance, Some("x")));
    assert_eq!(twice, Err(Problem::Twice("ada".to_owned())));
    assert_eq!(confirmation.unmet().count(), 1);
    confirmation.decide(&row("review", None)).unwrap();
    assert_eq!(confirmation.unmet().count(), 0);
    let again = confirmation.decide(&row("review", None));
    assert_eq!(again, Err(Problem::Repeated("ada".to_owned())));
    for bad in [
        ["perhaps", "Grace", "2026-11-01", ""],
        ["advance", " ", "2026-11-01", ""],
        ["advance", "Grace", "1.11.2026", ""],
    ] {
        assert!(
            decide(BOTH, None, &row("advance", Some(bad))).is_err(),
            "{bad:?}"
        );
    }
    assert!(decide(BOTH, None, &row("Decline", None)).is_err());
}

#[test]
fn a_confirmation_adds_up() {
    let mut confirmation = confirmation(BOTH);
    let mut confirmed = Confirmed::of(&confirmation);
    for outcome in ["advance", "decline", "review"] {
        confirmed.count(&confirmation.decide(&row(outcome, None)).unwrap());
    }
    confirmed.count(&confirmation.decide(&row("decline", Some(EARLIER))).unwrap());
    let Confirmed {
        rows,
        advance,
        decline,
        open,
        new,
        ..
    } = confirmed;
    assert_eq!(
        (rows, advance, decline, open.all, open.review, new),
        (4, 1, 2, 1, 1, 2)
    );
}
