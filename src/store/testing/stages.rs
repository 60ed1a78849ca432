//! Records of stages, their reasons, their days and their order.

use super::*;
use crate::document::Date;
use crate::store::{KeptStage, Passage, Proposal, Proposed, Stage, StageRecord};

pub(super) fn contract<S: Store, G>(fresh: &impl Fresh<S, G>) {
    each(
        fresh,
        &[
            a_record_is_kept_with_all_that_it_says,
            a_decline_and_an_override_need_a_reason,
            the_same_again_changes_nothing,
            another_record_takes_its_place_and_both_stay,
            nobody_leaves_a_stage_before_they_came_to_it,
            stages_are_each_candidates_own_and_come_in_order,
            an_erasure_takes_them_away,
            the_past_has_the_records_of_the_past,
            one_that_is_refused_keeps_the_others_out,
        ],
    );
}

pub(super) fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn record(candidate: &str, stage: Stage, what: Passage, on: &str) -> StageRecord {
    StageRecord::new(candidate, stage, what, day(on))
}

fn screened(candidate: &str, outcome: Proposed, what: Passage) -> StageRecord {
    StageRecord {
        proposal: Some(Proposal {
            outcome,
            knockouts: vec!["permit".to_owned(), "years".to_owned()],
            rubric: Some(snapshot("one").hash),
        }),
        ..record(candidate, Stage::Application, what, "2026-11-20")
    }
}

fn because(record: StageRecord, reason: &str) -> StageRecord {
    let reason = Some(reason.to_owned());
    StageRecord { reason, ..record }
}

fn stages(store: &dyn Store, candidate: Option<&str>, revisions: Revisions) -> Vec<KeptStage> {
    let mut found = Vec::new();
    let visit = &mut |kept| {
        found.push(kept);
        ControlFlow::Continue(())
    };
    store.stages(candidate, revisions, visit).unwrap();
    found
}

fn refusal(store: &mut dyn Store, record: StageRecord) -> Refusal {
    refused(store.keep(&stamp(9, "x"), &[Change::RecordStage(record)])).1
}

fn keep_record(store: &mut dyn Store, record: StageRecord) -> Receipt {
    keep(store, 1, &[Change::RecordStage(record)])[0]
}

fn a_record_is_kept_with_all_that_it_says(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    assert_eq!(stages(store, None, Revisions::All), []);
    assert_eq!(stages(store, Some("nobody"), Revisions::All), []);
    let made = because(
        StageRecord {
            entered: Some(day("2026-11-18")),
            supersedes: Some(77),
            ..screened("ada", Proposed::Decline, Passage::Passed)
        },
        "has a permit after all 🥖",
    );
    let stamp = stamp(1, "Łucja 李雷");
    let receipts = store
        .keep(&stamp, &[Change::RecordStage(made.clone())])
        .unwrap();
    let kept = stages(store, Some("ada"), Revisions::Latest);
    assert_eq!(kept.len(), 1);
    // What a caller says of what it takes the place of counts for nothing.
    let said = StageRecord {
        supersedes: None,
        ..made
    };
    assert_eq!(kept[0].record, said);
    assert_eq!(kept[0].entered, Some(day("2026-11-18")));
    assert_eq!((&kept[0].by, kept[0].at), (&stamp.by, stamp.time));
    assert_eq!(kept[0].sequence, receipts[0].sequence);
    assert!(receipts[0].is_new);
    let unknown = record("eve", Stage::Resume, Passage::Passed, "2026-11-20");
    assert_eq!(
        refusal(store, unknown),
        Refusal::NoCandidate("eve".to_owned())
    );
}

fn a_decline_and_an_override_need_a_reason(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    let bare = record("ada", Stage::Onsite, Passage::Declined, "2026-11-20");
    for lacking in [
        bare.clone(),
        because(bare.clone(), " \n\u{200b}"),
        screened("ada", Proposed::Decline, Passage::Passed),
        screened("ada", Proposed::Advance, Passage::Declined),
        // What is said must say something, also where nothing need be said.
        because(
            record("ada", Stage::Onsite, Passage::Passed, "2026-11-20"),
            "\u{2060}",
        ),
    ] {
        assert_eq!(
            refusal(store, lacking.clone()),
            Refusal::NoReason,
            "{lacking:?}"
        );
    }
    assert_eq!(stages(store, None, Revisions::All), []);
    // The knock-outs say why.
    assert!(keep_record(store, screened("ada", Proposed::Decline, Passage::Declined)).is_new);
    assert!(keep_record(store, because(bare, "no bread")).is_new);
}

fn the_same_again_changes_nothing(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    let first = because(
        screened("ada", Proposed::Decline, Passage::Passed),
        "a slip",
    );
    let sequence = keep_record(store, first.clone()).sequence;
    let before = head(store);
    let bare = StageRecord {
        reason: None,
        proposal: None,
        ..first.clone()
    };
    for again in [first.clone(), bare] {
        let receipt = keep_record(store, again);
        assert_eq!((receipt.is_new, receipt.sequence), (false, sequence));
    }
    assert_eq!(head(store), before);
    // Another day, another reason, another proposal: another record, and none overturns.
    let on = day("2026-11-21");
    for other in [
        StageRecord {
            on,
            ..first.clone()
        },
        because(first.clone(), "another slip"),
        because(
            screened("ada", Proposed::Review, Passage::Passed),
            "another slip",
        ),
    ] {
        assert!(keep_record(store, other).is_new);
    }
    assert_eq!(stages(store, None, Revisions::All).len(), 4);
    assert_eq!(stages(store, None, Revisions::Latest).len(), 1);
}

fn another_record_takes_its_place_and_both_stay(store: &mut dyn Store) {
    use Passage::{Declined, Entered, Passed, Withdrew};
    keep(store, 0, &begin(&["ada"]));
    let at = |what, on| record("ada", Stage::Screen, what, on);
    let first = keep_record(store, at(Entered, "2026-11-01")).sequence;
    let second = keep_record(store, at(Passed, "2026-11-05")).sequence;
    for bare in [at(Withdrew, "2026-11-06"), at(Entered, "2026-11-02")] {
        assert_eq!(refusal(store, bare), Refusal::NoReason, "it overturns one");
    }
    let third = because(at(Declined, "2026-11-06"), "the wrong person");
    let third = keep_record(store, third).sequence;
    let again = because(at(Entered, "2026-11-02"), "came back");
    keep_record(store, again);
    let history = stages(store, Some("ada"), Revisions::All);
    let history: Vec<_> = history
        .iter()
        .map(|kept| (kept.record.what, kept.record.supersedes, kept.entered))
        .collect();
    let entered = Some(day("2026-11-01"));
    assert_eq!(
        history,
        [
            (Entered, None, entered),
            (Passed, Some(first), entered),
            (Declined, Some(second), entered),
            (Entered, Some(third), Some(day("2026-11-02"))),
        ]
    );
    let holds = stages(store, Some("ada"), Revisions::Latest);
    assert_eq!(holds.len(), 1);
    assert_eq!(holds[0].record.what, Entered);
}

fn nobody_leaves_a_stage_before_they_came_to_it(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    let entered = record("ada", Stage::Resume, Passage::Entered, "2026-11-20");
    keep_record(store, entered);
    let left = |on| record("ada", Stage::Resume, Passage::Passed, on);
    let refused = Refusal::LeftBeforeEntered {
        candidate: "ada".to_owned(),
        stage: Stage::Resume,
        entered: day("2026-11-20"),
        left: day("2026-11-19"),
    };
    assert_eq!(refusal(store, left("2026-11-19")), refused);
    let both = StageRecord {
        entered: Some(day("2026-11-22")),
        ..left("2026-11-21")
    };
    assert!(matches!(
        refusal(store, both),
        Refusal::LeftBeforeEntered { .. }
    ));
    // On the day itself; of another stage; and where the record mends the first day.
    keep_record(store, left("2026-11-20"));
    let other = record("ada", Stage::Screen, Passage::Passed, "1999-12-31");
    keep_record(store, other);
    let mended = StageRecord {
        entered: Some(day("2026-11-18")),
        ..left("2026-11-19")
    };
    assert!(keep_record(store, mended).is_new);
}

fn stages_are_each_candidates_own_and_come_in_order(store: &mut dyn Store) {
    keep(store, 0, &begin(&["zoe", "ada"]));
    let at = |candidate, stage| {
        Change::RecordStage(record(candidate, stage, Passage::Passed, "2026-11-20"))
    };
    let changes = [
        at("ada", Stage::Onsite),
        at("zoe", Stage::Resume),
        at("ada", Stage::Application),
        at("zoe", Stage::Application),
    ];
    keep(store, 1, &changes);
    let all = stages(store, None, Revisions::Latest);
    let all: Vec<_> = all
        .iter()
        .map(|kept| (kept.record.candidate.as_str(), kept.record.stage))
        .collect();
    assert_eq!(
        all,
        [
            ("zoe", Stage::Resume),
            ("zoe", Stage::Application),
            ("ada", Stage::Onsite),
            ("ada", Stage::Application),
        ]
    );
    assert_eq!(stages(store, Some("ada"), Revisions::Latest).len(), 2);
    let mut n_seen = 0;
    let visit = &mut |_| {
        n_seen += 1;
        ControlFlow::Break(())
    };
    store.stages(None, Revisions::All, visit).unwrap();
    assert_eq!(n_seen, 1);
}

fn an_erasure_takes_them_away(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada", "bob"]));
    for candidate in ["ada", "bob"] {
        let made = because(
            screened(candidate, Proposed::Decline, Passage::Passed),
            &format!("{candidate} has a permit"),
        );
        keep_record(store, made);
    }
    store.erase(&stamp(2, "r"), "ada", "on request").unwrap();
    let left = stages(store, None, Revisions::All);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].record.candidate, "bob");
    let contents = events(store, 0).into_iter().map(|event| event.content);
    let contents = format!("{:?}", contents.collect::<Vec<_>>());
    assert!(!contents.contains("ada has a permit"), "{contents}");
    // Who takes the id has no past.
    keep(store, 3, &[Change::AddCandidate(Candidate::new("ada"))]);
    assert_eq!(stages(store, Some("ada"), Revisions::All), []);
}

fn the_past_has_the_records_of_the_past(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada"]));
    let entered = record("ada", Stage::Onsite, Passage::Entered, "2026-11-01");
    keep_record(store, entered);
    let then = store.packet_head().unwrap();
    let declined = record("ada", Stage::Onsite, Passage::Declined, "2026-11-09");
    keep_record(store, because(declined, "no bread"));
    let past = store.as_of(&then).unwrap();
    let found = stages(&past, Some("ada"), Revisions::Latest);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].record.what, Passage::Entered);
    let now = store.as_of(&head(store)).unwrap();
    assert_eq!(
        stages(&now, None, Revisions::All),
        stages(store, None, Revisions::All)
    );
}

fn one_that_is_refused_keeps_the_others_out(store: &mut dyn Store) {
    keep(store, 0, &begin(&["ada", "bob"]));
    let before = head(store);
    let changes = [
        Change::RecordStage(record("ada", Stage::Resume, Passage::Passed, "2026-11-20")),
        Change::RecordStage(record(
            "bob",
            Stage::Resume,
            Passage::Declined,
            "2026-11-20",
        )),
    ];
    let found = refused(store.keep(&stamp(1, "x"), &changes));
    assert_eq!(found, (1, Refusal::NoReason));
    assert_eq!(stages(store, None, Revisions::All), []);
    assert_eq!(head(store), before);
}
