//! Files of every earlier version, as the program of that time wrote them.

use std::fs;

use super::*;
use crate::document::Date;
use crate::store::sqlite::schema;
use crate::store::{Choice, Passage, Stage, StageRecord};

/// Each with the end of its log. A new version adds the file of the one before it.
const FIXTURES: &[(&[u8], &str)] = &[(
    include_bytes!("../../../../tests/fixtures/store/version-1.db"),
    "20:6e7b9a26f40a733b3d14efebe0f8f45404ec5189489a4d28a6029c1b98c592e9",
)];

fn stages(store: &dyn Store) -> Vec<KeptStage> {
    let mut found = Vec::new();
    let visit = &mut |kept| {
        found.push(kept);
        ControlFlow::Continue(())
    };
    store.stages(None, Revisions::All, visit).unwrap();
    found
}

#[test]
fn every_earlier_version_is_read_and_brought_up_to_date() {
    assert_eq!(FIXTURES.len(), schema::VERSIONS.len() - 1, "one is missing");
    for (place, (bytes, head)) in FIXTURES.iter().enumerate() {
        let version = i64::try_from(place).unwrap() + 1;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("panelkit.db");
        fs::write(&path, bytes).unwrap();
        let found = SqliteStore::examine(&path).unwrap();
        assert_eq!((found.version, found.damage), (version, Vec::new()));
        let head = Head::parse(head).unwrap();
        let mut store = reopen(&path).unwrap();
        assert_eq!(store.verify(Some(&head)).unwrap().problems, []);
        says_what_it_said(&store);
        let past = store.as_of(&head).unwrap();
        says_what_it_said(&past);
        let day = Date::parse("2026-11-20").unwrap();
        let record = StageRecord::new("ada", Stage::Onsite, Passage::Passed, day);
        keep(&mut store, 99, &[Change::RecordStage(record)]);
        assert_eq!(stages(&store).len(), 1);
        assert!(store.verify(Some(&head)).unwrap().holds());
        drop(store);
        let n_versions = schema::VERSIONS.len();
        let copy = folder
            .path()
            .join(format!("panelkit.db.before-version-{n_versions}"));
        let found = SqliteStore::examine(&copy).unwrap();
        assert_eq!((found.version, found.head), (version, head));
    }
}

/// What all of them hold: ada's panel with an amended card and two decisions, bob's with a card
/// that nobody was asked for, and one candidate who was erased.
fn says_what_it_said(store: &dyn Store) {
    let ada = store.candidate("ada").unwrap().unwrap();
    assert_eq!(ada.name.as_deref(), Some("Nguyễn Thị Ánh"));
    assert!(store.candidate("bob").unwrap().is_some());
    assert!(store.candidate("eve").unwrap().is_none());
    let revisions = cards(store, Some("ada"), Revisions::All);
    let revisions: Vec<_> = revisions
        .iter()
        .map(|kept| {
            let card = &kept.card;
            let who = card.seat.interviewer.signature.as_str();
            (who, card.revision, card.after_seeing_others)
        })
        .collect();
    assert_eq!(
        revisions,
        [
            ("grace@example.com", 1, false),
            ("grace@example.com", 2, false),
            ("Łucja Żółć", 1, false),
        ]
    );
    assert_eq!(cards(store, Some("bob"), Revisions::All).len(), 1);
    let decisions = store.decisions("ada").unwrap();
    let choices: Vec<_> = decisions.iter().map(|kept| kept.decision.choice).collect();
    assert_eq!(choices, [Choice::Hire, Choice::NoHire]);
    let rubrics = store.rubrics().unwrap();
    assert!(store.rubric(&rubrics[0].hash).unwrap().is_some());
    assert!(
        store
            .was_shown(&Person::new("ian@example.com"), "ada")
            .unwrap()
    );
    assert_eq!(stages(store), []);
}
