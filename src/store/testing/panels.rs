//! Assignments and where cards stand.

use SeatState::{Declined, Due, In, InLate, Overdue, Withdrawn};

use super::*;
use crate::store::{Counts, Leave, PanelStatus, Panels, SeatFilter, SeatState, SeatStatus};

pub(super) fn contract<S: Store, G>(fresh: &impl Fresh<S, G>) {
    each(
        fresh,
        &[
            a_card_is_due_then_overdue_then_in,
            every_state_is_told_apart,
            a_leave_needs_an_assignment_and_a_reason,
            a_deadline_moves,
            whoever_has_a_card_due_owes_it,
            panels_are_filtered,
            what_is_waited_for_comes_by_its_deadline,
        ],
    );
}

fn statuses(store: &dyn Store, filter: &SeatFilter, hour: i64) -> Vec<SeatStatus> {
    let mut seats = Vec::new();
    let visit = &mut |seat| {
        seats.push(seat);
        ControlFlow::Continue(())
    };
    store.seats(filter, at(hour), visit).unwrap();
    seats
}

fn states(store: &dyn Store, hour: i64) -> Vec<(String, SeatState)> {
    statuses(store, &SeatFilter::default(), hour)
        .into_iter()
        .map(|status| (status.seat.interviewer.signature, status.state))
        .collect()
}

fn panels(store: &dyn Store, which: Panels, hour: i64) -> Vec<PanelStatus> {
    let mut panels = Vec::new();
    let visit = &mut |panel| {
        panels.push(panel);
        ControlFlow::Continue(())
    };
    store.panels(which, at(hour), visit).unwrap();
    panels
}

fn a_card_is_due_then_overdue_then_in(store: &mut dyn Store) {
    let mut changes = begin(&["ada"]);
    changes.push(assignment("ada", "Grace", Some(24)));
    keep(store, 0, &changes);
    let state = |store: &dyn Store, hour| states(store, hour)[0].1;
    assert_eq!(state(store, 24), SeatState::Due);
    assert_eq!(state(store, 25), SeatState::Overdue);
    keep(store, 30, &[Change::Submit(card("ada", "grace", "one"))]);
    assert_eq!(state(store, 31), SeatState::InLate);
    // An amendment does not make a late card later, nor an early one late.
    let amend = Change::Amend(card("ada", "grace", "two"), "typo".to_owned());
    keep(store, 40, &[amend]);
    let status = statuses(store, &SeatFilter::default(), 41).remove(0);
    assert_eq!(status.came, Some(at(30)));
    assert_eq!(status.due, Some(at(24)));
    assert_eq!(status.n_revisions, 2);
    assert_eq!(status.card, Some(card("ada", "grace", "two").id()));
    assert_eq!(status.seat.interviewer.signature, "Grace");
}

fn leave(interviewer: &str, declined: bool, reason: &str) -> Change {
    Change::Unassign(Leave {
        seat: Seat::new("ada", "onsite", interviewer),
        declined,
        reason: reason.to_owned(),
    })
}

fn every_state_is_told_apart(store: &mut dyn Store) {
    let mut changes = begin(&["ada"]);
    for (who, due) in [("a", 50), ("b", 5), ("c", 9), ("d", 9), ("e", 9), ("f", 2)] {
        changes.push(assignment("ada", who, Some(due)));
    }
    changes.push(assignment("ada", "g", None));
    changes.push(Change::Assign(Assignment {
        seat: Seat::new("ada", "onsite", "t"),
        due: Some(at(1)),
        shadow: true,
    }));
    keep(store, 0, &changes);
    keep(
        store,
        3,
        &[
            Change::Submit(card("ada", "c", "x")),
            leave("d", true, "knows her"),
            leave("e", false, "ill"),
            Change::Submit(card("ada", "f", "x")),
            Change::Submit(card("ada", "unasked", "x")),
            Change::Submit(Submission {
                shadow: true,
                ..card("ada", "trainee", "x")
            }),
        ],
    );
    let due = [
        ("a", Due),
        ("b", Overdue),
        ("c", In),
        ("d", Declined),
        ("e", Withdrawn),
        ("f", InLate),
        ("g", Due),
        ("t", Overdue),
        ("trainee", In),
        ("unasked", In),
    ];
    assert_eq!(
        states(store, 10),
        due.map(|(who, state)| (who.to_owned(), state))
    );
    let counts = Counts {
        n_due: 2,
        n_overdue: 1,
        n_in: 2,
        n_in_late: 1,
        n_declined: 1,
        n_withdrawn: 1,
        n_shadow: 2,
        n_shadow_in: 1,
    };
    assert_eq!(panels(store, Panels::All, 10)[0].seats, counts);
    assert_eq!(store.standing(at(10)).unwrap().seats, counts);
    let unasked = statuses(store, &SeatFilter::default(), 10);
    let asked: Vec<_> = unasked.iter().filter(|seat| seat.was_assigned).collect();
    assert_eq!(asked.len(), 8);
}

fn a_leave_needs_an_assignment_and_a_reason(store: &mut dyn Store) {
    let mut changes = begin(&["ada"]);
    changes.push(assignment("ada", "grace", None));
    keep(store, 0, &changes);
    let refusal = |store: &mut dyn Store, change| refused(store.keep(&stamp(0, "x"), &[change])).1;
    let seat = Seat::new("ada", "onsite", "grace");
    assert_eq!(refusal(store, leave("grace", true, "")), Refusal::NoReason);
    keep(store, 0, &[leave("grace", true, "knows her")]);
    assert_eq!(
        refusal(store, leave("grace", true, "again")),
        Refusal::NotAssigned(seat.clone())
    );
    // Somebody who declined can be asked again; a card that came stays.
    keep(store, 0, &[assignment("ada", "grace", None)]);
    keep(store, 0, &[Change::Submit(card("ada", "grace", "x"))]);
    assert_eq!(
        refusal(store, leave("grace", false, "ill")),
        Refusal::CardCame(seat)
    );
}

fn a_deadline_moves(store: &mut dyn Store) {
    let mut changes = begin(&["ada"]);
    changes.push(assignment("ada", "grace", Some(5)));
    keep(store, 0, &changes);
    assert!(!keep(store, 1, &[assignment("ada", "Grace", Some(5))])[0].is_new);
    assert!(keep(store, 1, &[assignment("ada", "Grace", Some(50))])[0].is_new);
    assert_eq!(states(store, 10)[0].1, SeatState::Due);
}

fn whoever_has_a_card_due_owes_it(store: &mut dyn Store) {
    let mut changes = begin(&["ada", "bob"]);
    changes.push(assignment("ada", "grace", Some(5)));
    changes.push(assignment("ada", "ian", Some(5)));
    keep(store, 0, &changes);
    let grace = Person::new("GRACE ");
    assert!(store.owes_card(&grace, "ada").unwrap());
    assert!(!store.owes_card(&grace, "bob").unwrap());
    assert!(!store.owes_card(&grace, "nobody").unwrap());
    assert!(!store.owes_card(&Person::new("eve"), "ada").unwrap());
    keep(store, 9, &[Change::Submit(card("ada", "grace", "x"))]);
    assert!(!store.owes_card(&grace, "ada").unwrap());
    assert!(store.owes_card(&Person::new("ian"), "ada").unwrap());
    keep(store, 9, &[leave("ian", true, "ill")]);
    assert!(!store.owes_card(&Person::new("ian"), "ada").unwrap());
}

fn what_is_waited_for_comes_by_its_deadline(store: &mut dyn Store) {
    let mut changes = begin(&["untold", "late", "soon", "done", "none", "trained", "left"]);
    for (candidate, who, due) in [
        ("untold", "grace", None),
        ("late", "grace", None),
        ("late", "ian", Some(5)),
        ("soon", "grace", Some(90)),
        ("soon", "ian", Some(20)),
        ("done", "grace", Some(5)),
        ("left", "grace", Some(5)),
    ] {
        changes.push(assignment(candidate, who, due));
    }
    changes.push(Change::Assign(Assignment {
        seat: Seat::new("trained", "onsite", "t"),
        due: Some(at(1)),
        shadow: true,
    }));
    changes.push(Change::Submit(card("done", "grace", "x")));
    changes.push(Change::Unassign(Leave {
        seat: Seat::new("left", "onsite", "grace"),
        declined: false,
        reason: "ill".to_owned(),
    }));
    keep(store, 0, &changes);
    let ids = |most| {
        let waiting = store.survey(at(10), most).unwrap().waiting;
        assert_eq!(waiting.n_panels, 3);
        let first = waiting.first.into_iter();
        first.map(|panel| panel.candidate.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(9), ["late", "soon", "untold"]);
    assert_eq!(ids(2), ["late", "soon"]);
    for id in ["late", "done", "none", "trained"] {
        let all = panels(store, Panels::All, 10);
        let due = all.into_iter().find(|panel| panel.candidate.id == id);
        assert_eq!(store.panel(id, at(10)).unwrap(), due);
    }
    assert_eq!(store.panel("nobody", at(10)).unwrap(), None);
}

fn panels_are_filtered(store: &mut dyn Store) {
    let mut changes = begin(&["zoë", "late", "done", "none", "ada"]);
    changes.push(assignment("zoë", "grace", Some(50)));
    changes.push(assignment("late", "grace", Some(5)));
    changes.push(assignment("done", "grace", Some(5)));
    changes.push(Change::Submit(card("done", "grace", "x")));
    keep(store, 0, &changes);
    let ids = |which| -> Vec<String> {
        let found = panels(&*store, which, 10).into_iter();
        found.map(|panel| panel.candidate.id).collect()
    };
    assert_eq!(ids(Panels::All), ["zoë", "late", "done", "none", "ada"]);
    assert_eq!(ids(Panels::Open), ["zoë", "late"]);
    assert_eq!(ids(Panels::Overdue), ["late"]);
    assert_eq!(ids(Panels::Complete), ["done"]);
    assert_eq!(ids(Panels::Decided), [""; 0]);
    let seats = |filter: &SeatFilter| -> Vec<String> {
        let found = statuses(&*store, filter, 10).into_iter();
        found.map(|status| status.seat.candidate).collect()
    };
    let open = SeatFilter {
        interviewer: Some(Person::new("Grace")),
        open_only: true,
        candidate: None,
    };
    assert_eq!(seats(&open), ["zoë", "late"]);
    let done = SeatFilter {
        candidate: Some("done".to_owned()),
        ..SeatFilter::default()
    };
    assert_eq!(seats(&done), ["done"]);
    let unknown = SeatFilter {
        candidate: Some("x' OR 1 --".to_owned()),
        ..SeatFilter::default()
    };
    assert_eq!(seats(&unknown), [""; 0]);
}
