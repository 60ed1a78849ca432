//! Damaged files: never a panic, never a different score that nobody notices.

use std::fs;

use super::*;
use crate::store::view::{PanelStatus, Panels, SeatStatus};

/// How many bytes are flipped, one store each; `PANELKIT_FLIPS` asks for more.
const N_FLIPS: usize = 200;

/// How many lengths a file is cut to.
const N_CUTS: usize = 60;

/// Everything that a store answers.
type Answers = (
    Vec<KeptCard>,
    Vec<PanelStatus>,
    Vec<SeatStatus>,
    Option<Snapshot>,
);

fn answers(store: &SqliteStore) -> Result<Answers, StoreError> {
    let (mut kept, mut panels, mut seats) = (Vec::new(), Vec::new(), Vec::new());
    store.cards(None, Revisions::All, &mut |card| {
        kept.push(card);
        ControlFlow::Continue(())
    })?;
    store.panels(Panels::All, at(9), &mut |panel| {
        panels.push(panel);
        ControlFlow::Continue(())
    })?;
    store.seats(&SeatFilter::default(), at(9), &mut |seat| {
        seats.push(seat);
        ControlFlow::Continue(())
    })?;
    let rubric = store.rubric(&testing::snapshot("one").hash)?;
    Ok((kept, panels, seats, rubric))
}

/// A filled store as bytes, with its head and its answers.
fn sound() -> (Vec<u8>, Head, Answers) {
    let (mut store, folder) = fresh();
    fill(&mut store);
    let (head, due) = (store.head().unwrap(), answers(&store).unwrap());
    drop(store);
    let bytes = fs::read(folder.path().join("panelkit.db")).unwrap();
    (bytes, head, due)
}

/// What becomes of a damaged file: an error, a finding, or answers as they were.
fn look(bytes: &[u8], head: &Head, due: &Answers) -> &'static str {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("panelkit.db");
    fs::write(&path, bytes).unwrap();
    // Whatever it says, it does not panic.
    let _ = SqliteStore::examine(&path);
    let Ok(store) = reopen(&path) else {
        return "not opened";
    };
    let Ok(found) = store.verify(Some(head)) else {
        return "not read";
    };
    if !found.holds() {
        return "found";
    }
    match answers(&store) {
        Ok(found) if found == *due => "harmless",
        Ok(_) => "unnoticed",
        Err(_) => "not answered",
    }
}

#[test]
fn a_flipped_byte_is_found_or_harmless() {
    let asked = std::env::var("PANELKIT_FLIPS").ok();
    let n_flips = asked
        .and_then(|asked| asked.parse().ok())
        .unwrap_or(N_FLIPS);
    let (sound, head, due) = sound();
    // A generator by Knuth: the same places in every run.
    let mut state = 20_261_121_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap()
    };
    let mut n_noticed = 0;
    for _ in 0..n_flips {
        let (place, bit) = (next() % sound.len(), next() % 8);
        let mut bytes = sound.clone();
        bytes[place] ^= 1 << bit;
        let outcome = look(&bytes, &head, &due);
        assert_ne!(outcome, "unnoticed", "bit {bit} of byte {place}");
        n_noticed += usize::from(outcome != "harmless");
    }
    assert!(n_noticed > n_flips / 20, "{n_noticed} of {n_flips}");
}

#[test]
fn a_file_cut_short_is_never_a_shorter_history() {
    let (sound, head, due) = sound();
    for n in 0..N_CUTS {
        let length = sound.len() * n / N_CUTS;
        let outcome = look(&sound[..length], &head, &due);
        assert_eq!(outcome, "not opened", "{length} of {} bytes", sound.len());
    }
}

#[test]
fn pages_in_each_others_place_are_found() {
    let (sound, head, due) = sound();
    let n_pages = sound.len() / 4096;
    for page in 1..n_pages - 1 {
        let mut bytes = sound.clone();
        let (first, second) = bytes[page * 4096..].split_at_mut(4096);
        first.swap_with_slice(&mut second[..4096]);
        let outcome = look(&bytes, &head, &due);
        assert_ne!(outcome, "unnoticed", "page {page}");
        assert_ne!(outcome, "harmless", "page {page}");
    }
}

#[test]
fn an_older_copy_is_found_by_its_head() {
    let (mut store, folder) = fresh();
    fill(&mut store);
    let copy = folder.path().join("copy.db");
    store.back_up(&copy).unwrap();
    keep(
        &mut store,
        9,
        &[Change::AddCandidate(Candidate::new("eve"))],
    );
    let head = store.head().unwrap();
    let found = reopen(&copy).unwrap().verify(Some(&head)).unwrap();
    assert_eq!(found.problems.len(), 1);
    assert!(found.problems[0].to_string().contains("the log ends at 12"));
}
