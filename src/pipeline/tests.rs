//! Courses small enough to follow by hand.

use super::*;
use crate::document::Date;
use crate::store::{Choice, Passage, Stage};

fn day(n: u8) -> Date {
    Date::parse(&format!("2026-03-{n:02}")).unwrap()
}

fn record(what: Passage, on: u8, entered: Option<u8>) -> Recorded {
    Recorded {
        what,
        on: day(on),
        entered: match what {
            Passage::Entered => Some(day(on)),
            _ => entered.map(day),
        },
        by: "Łucja".to_owned(),
        reason: None,
        proposal: None,
    }
}

fn cards(seats: &[(Option<u8>, Option<u8>)]) -> Cards {
    let mut cards = Cards::default();
    for (assigned, came) in seats {
        cards.add(assigned.map(day), came.map(day));
    }
    cards
}

fn course(records: &[(Stage, Recorded)], cards: &[(Stage, Cards)]) -> Course {
    Course {
        added: Some(day(1)),
        records: records.iter().cloned().collect(),
        cards: cards.iter().copied().collect(),
        ..Course::default()
    }
}

/// Each stage as `stage state entered..left`, with what is said against it.
fn shown(course: &Course, now: u8) -> Vec<String> {
    let shown =
        |day: Option<Date>| day.map_or("?".to_owned(), |day| day.to_string()[8..].to_owned());
    let stays = stays(course, day(now));
    let line = |stay: &Stay| {
        let entered = shown(stay.entered.map(|(day, _)| day));
        let left = if stay.waits() {
            String::new()
        } else {
            shown(stay.left)
        };
        let against = stay.otherwise.iter().map(|text| format!(" ! {text}"));
        let start = format!("{} {} {entered}..{left}", stay.stage.as_str(), stay.state());
        std::iter::once(start).chain(against).collect::<String>()
    };
    stays.iter().map(line).collect()
}

#[test]
fn somebody_who_was_added_waits_in_the_application() {
    assert_eq!(shown(&course(&[], &[]), 9), ["application waiting 01.."]);
    let unknown = Course::default();
    assert_eq!(shown(&unknown, 9), ["application waiting ?.."]);
    let [stay] = stays(&unknown, day(9)).try_into().unwrap();
    assert_eq!(stay.days(day(9)), None, "never guessed, never zero");
    assert_eq!(shown(&course(&[], &[]), 1), ["application waiting 01.."]);
}

#[test]
fn seats_cards_and_the_decision_tell_of_stages() {
    let screen = (Stage::Screen, cards(&[(Some(3), Some(5))]));
    let onsite = |seats: &[_]| (Stage::Onsite, cards(seats));
    let open = course(
        &[],
        &[screen, onsite(&[(Some(8), Some(10)), (Some(9), None)])],
    );
    let started = ["application passed 01..03", "screen passed 03..08"];
    let waiting = [&started[..], &["onsite waiting 08.."]].concat();
    assert_eq!(shown(&open, 20), waiting);
    let full = Course {
        complete: Some(day(12)),
        ..course(
            &[],
            &[screen, onsite(&[(Some(8), Some(10)), (Some(9), Some(12))])],
        )
    };
    let passed = [&started[..], &["onsite passed 08..12"]].concat();
    let due = [&passed[..], &["decision waiting 12.."]].concat();
    assert_eq!(shown(&full, 20), due);
    for (choice, ends) in [(Choice::Hire, "passed"), (Choice::NoHire, "declined")] {
        let decided = Course {
            decided: Some((choice, day(14))),
            ..full.clone()
        };
        let last = format!("decision {ends} 12..14");
        assert_eq!(
            shown(&decided, 20),
            [&passed[..], &[last.as_str()]].concat()
        );
        // At the end of an earlier day it was not so yet.
        assert_eq!(shown(&decided, 13), due);
        assert_eq!(shown(&decided, 9), waiting);
        assert_eq!(shown(&decided, 2), ["application waiting 01.."]);
    }
}

#[test]
fn a_loop_that_was_assigned_at_once_is_gone_through_stage_by_stage() {
    let both = |came| {
        let screen = (Stage::Screen, cards(&[(Some(3), came)]));
        course(&[], &[screen, (Stage::Onsite, cards(&[(Some(3), None)]))])
    };
    assert_eq!(shown(&both(None), 20)[1], "screen waiting 03..");
    assert_eq!(shown(&both(Some(7)), 20)[1], "screen passed 03..07");
}

#[test]
fn a_decision_without_a_whole_loop_has_no_day_of_coming() {
    let early = Course {
        decided: Some((Choice::NoHire, day(6))),
        ..course(&[], &[(Stage::Onsite, cards(&[(Some(3), None)]))])
    };
    let due = [
        "application passed 01..03",
        "onsite passed 03..?",
        "decision declined ?..06",
    ];
    assert_eq!(shown(&early, 20), due);
    // On an earlier day it cannot be said that they were there.
    let earlier = ["application passed 01..03", "onsite passed 03..?"];
    assert_eq!(shown(&early, 5), earlier);
}

#[test]
fn a_record_holds_over_the_cards_and_that_is_said() {
    use Passage::{Declined, Entered, Passed, Withdrew};
    let onsite = (Stage::Onsite, cards(&[(Some(8), Some(10))]));
    let declined = (Stage::Application, record(Declined, 2, None));
    assert_eq!(
        shown(&course(&[declined], &[onsite]), 20),
        ["application declined 01..02 ! there are seats or cards of `onsite`"]
    );
    let late = (Stage::Onsite, record(Entered, 11, None));
    assert_eq!(
        shown(&course(&[late], &[onsite]), 20)[1],
        "onsite waiting 11.. ! a card came on 2026-03-10, before they entered"
    );
    let turned_down = Course {
        decided: Some((Choice::Hire, day(12))),
        ..course(&[(Stage::Decision, record(Withdrew, 15, None))], &[onsite])
    };
    assert_eq!(shown(&turned_down, 20)[2], "decision withdrew ?..15");
    let other = Course {
        decided: Some((Choice::NoHire, day(12))),
        ..course(&[(Stage::Decision, record(Passed, 15, None))], &[onsite])
    };
    assert_eq!(
        shown(&other, 20)[2],
        "decision passed ?..15 ! no-hire was decided on 2026-03-12"
    );
    let ended = Course {
        decided: Some((Choice::Hire, day(12))),
        ..course(
            &[
                (Stage::Resume, record(Declined, 4, Some(2))),
                (Stage::Onsite, record(Passed, 10, Some(8))),
            ],
            &[],
        )
    };
    assert_eq!(
        shown(&ended, 20),
        [
            "application passed 01..02",
            "resume declined 02..04 ! `onsite` is recorded as passed on 2026-03-10 ! hire was \
             decided on 2026-03-12",
            "onsite passed 08..10",
        ]
    );
}

#[test]
fn who_came_back_waits_again() {
    use Passage::{Entered, Passed};
    let back = course(
        &[
            (Stage::Screen, record(Entered, 9, None)),
            (Stage::Onsite, record(Passed, 7, Some(5))),
        ],
        &[],
    );
    let due = [
        "application passed 01..05",
        "screen waiting 09..",
        "onsite passed 05..07",
    ];
    assert_eq!(shown(&back, 20), due);
}

#[test]
fn a_day_that_cannot_be_is_missing_and_said() {
    let before = (Stage::Resume, record(Passage::Passed, 1, None));
    let seats = (Stage::Screen, cards(&[(Some(3), None)]));
    let mut past = course(&[before], &[seats]);
    past.added = Some(day(5));
    assert_eq!(
        shown(&past, 20),
        [
            "application passed ?..03 ! added on 2026-03-05, after they left",
            "resume passed ?..01",
            "screen waiting 03..",
        ]
    );
}

fn funnel(courses: &[Course], now: u8) -> Funnel {
    let mut tally = Tally::default();
    for course in courses {
        tally.add(&stays(course, day(now)), day(now));
    }
    tally.finish(day(now), Scope::default(), Unseen::default())
}

#[test]
fn the_funnel_adds_up_and_its_medians_are_exact() {
    use Passage::{Declined, Passed, Withdrew};
    let screened = |what, on| course(&[(Stage::Application, record(what, on, None))], &[]);
    let courses = [
        screened(Passed, 3),
        screened(Declined, 4),
        screened(Declined, 11),
        screened(Withdrew, 2),
        course(&[], &[]),
        Course {
            added: None,
            ..screened(Passed, 9)
        },
    ];
    let found = funnel(&courses, 21);
    assert_eq!(found.wrong(), None);
    // Of two who passed it is not told that they came to another stage.
    assert_eq!((found.candidates, found.between), (6, 2));
    let first = &found.stages[0];
    assert_eq!(
        (
            first.n_in,
            first.passed,
            first.declined,
            first.withdrew,
            first.waiting
        ),
        (6, 2, 2, 1, 1)
    );
    assert_eq!(first.share_passed, Some(0.4));
    // 1, 2, 3 and 10 days are known; of the fifth who left it is not known when they came.
    assert_eq!((first.median_days, first.median_days_of), (Some(2.5), 4));
    let waiting = (first.waiting_median_days, first.waiting_days_of);
    assert_eq!(waiting, (Some(20.0), 1));
    assert_eq!(first.waiting_longest_days, Some(20));
    assert_eq!(first.missing, None);
    let empty = &found.stages[3];
    assert_eq!(
        (empty.n_in, empty.share_passed, empty.median_days),
        (0, None, None)
    );
    assert_eq!(empty.missing, Some("nobody-left"));
    let odd = funnel(&courses[..3], 21);
    assert_eq!(odd.stages[0].median_days, Some(3.0));
    let unknown = funnel(&courses[5..], 21);
    assert_eq!(unknown.stages[0].missing, Some("days-not-known"));
    assert_eq!(unknown.stages[0].share_passed, Some(1.0));
}

#[test]
fn a_lost_candidate_is_found_out() {
    let mut found = funnel(&[course(&[], &[])], 9);
    found.stages[0].waiting = 0;
    assert_eq!(found.wrong().map(|stage| stage.stage), Some("application"));
    let mut found = funnel(&[course(&[], &[])], 9);
    found.stages[0].median_days_of = 1;
    assert!(found.wrong().is_some());
}

#[test]
fn a_report_says_what_is_missing_and_draws_what_there_is() {
    let empty = report(&funnel(&[], 9));
    assert!(empty.charts.is_empty());
    assert_eq!(empty.rows.len(), Stage::ALL.len());
    assert_eq!(empty.rows[0].share, "–");
    let mut found = funnel(&[course(&[], &[])], 9);
    (found.erased, found.withheld, found.otherwise) = (1, 2, 1);
    let shown = report(&found);
    assert_eq!(
        shown.charts.len(),
        1,
        "nobody left, so there is no length of time to draw"
    );
    assert_eq!(shown.rows[0].waiting_days, "8 (of 1); longest 8");
    let notes = shown.notes.join(" ");
    for due in [
        "One candidate was erased",
        "2 candidates are not counted",
        "a record says otherwise",
    ] {
        assert!(notes.contains(due), "{due}: {notes}");
    }
}
