//! Sealed cards: nobody reads them before every card is in, and then they are what they were.

mod envelopes;
mod keys;
mod opening;

use std::ops::ControlFlow;
use std::path::Path;

use panelkit::store::{
    Access, Assignment, Change, Entry, Event, KeptCard, Look, Moment, Person, Revisions, Seat,
    SqliteStore, Stamp, Store as _,
};

use crate::panel::{CARD, RUBRIC};
use crate::sandbox::{Run, Sandbox};

/// What nobody may find in the store: words of the card in [`CARD`].
const WORDS: &[&str] = &[
    "Fed the starter before being asked.",
    "Swept the floor before anybody asked.",
    "Good hands.",
    "exceeds",
    "sour+1",
];

/// A sandbox with a rubric, a key, a workspace that names both, and cards in `cards/`.
fn with_cards(cards: &[&str]) -> Sandbox {
    let sandbox = Sandbox::with("rubrics/baker.toml", RUBRIC);
    let made = sandbox.run(&["panel", "key", "-o", "panel.key"]).exits(0);
    let public = made.stdout.trim();
    let workspace =
        format!("rubrics = \"rubrics\"\nstore = \"kept.db\"\n[seal]\nrecipient = \"{public}\"\n");
    sandbox.write("panelkit.toml", workspace);
    for (n, card) in cards.iter().enumerate() {
        sandbox.write(&format!("cards/{n}.scorecard.toml"), card);
    }
    sandbox
}

/// The same with each card sealed into `sealed/`.
fn with_sealed(cards: &[&str]) -> Sandbox {
    let sandbox = with_cards(cards);
    sandbox.run(&["seal", "cards", "-o", "sealed"]).exits(0);
    sandbox
}

fn other(of: &str) -> String {
    CARD.replace("grace@example.com", of)
}

fn store(sandbox: &Sandbox) -> SqliteStore {
    SqliteStore::open(&sandbox.path("kept.db"), Access::Existing).unwrap()
}

fn kept_cards(sandbox: &Sandbox, revisions: Revisions) -> Vec<KeptCard> {
    let mut cards = Vec::new();
    let visit = &mut |card| {
        cards.push(card);
        ControlFlow::Continue(())
    };
    store(sandbox).cards(None, revisions, visit).unwrap();
    cards
}

/// Expects a card of somebody for `ada`, until long ago or for ever.
fn assign(sandbox: &Sandbox, who: &str, shadow: bool) {
    let stamp = Stamp {
        time: Moment::parse("2026-11-20T10:00:00Z").unwrap(),
        by: Person::new("recruiter@example.com"),
    };
    let assignment = Assignment {
        seat: Seat::new("ada", "kitchen", who),
        due: Moment::parse("2026-11-21T10:00:00Z"),
        shadow,
    };
    let mut store = store(sandbox);
    store.keep(&stamp, &[Change::Assign(assignment)]).unwrap();
}

fn open(sandbox: &Sandbox, who: &str) -> Run {
    let args = ["--as", who, "panel", "open", "ada", "--key", "panel.key"];
    sandbox.run(&args)
}

/// Who was shown or refused something, from the log.
fn looks(sandbox: &Sandbox) -> Vec<String> {
    let mut looks = Vec::new();
    let visit = &mut |event: Event| {
        if let Some((by, entry)) = event.content {
            match entry {
                Entry::ScoresShown(Look { what, .. }) => {
                    looks.push(format!("{} was shown {what}", by.signature));
                }
                Entry::LookRefused(Look { what, .. }) => {
                    looks.push(format!("{} was refused {what}", by.signature));
                }
                _ => {}
            }
        }
        ControlFlow::Continue(())
    };
    store(sandbox).events(1, visit).unwrap();
    looks
}

/// Which words of the card stand in some file of the store.
fn words_in_store(sandbox: &Sandbox) -> Vec<&'static str> {
    let files = sandbox.files().into_iter();
    let bytes: Vec<u8> = files
        .filter(|file| file.starts_with("kept.db"))
        .flat_map(|file| std::fs::read(sandbox.path(&file)).unwrap())
        .collect();
    assert!(bytes.len() > 4096, "the store was read");
    let stands = |word: &&str| {
        bytes
            .windows(word.len())
            .any(|part| part == word.as_bytes())
    };
    WORDS.iter().copied().filter(|word| stands(word)).collect()
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}
