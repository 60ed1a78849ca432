//! Submitting cards: all or nothing, kept as they came, never changed.

use std::fs;
use std::ops::ControlFlow;

use panelkit::store::{Access, Head, KeptCard, Revisions, SqliteStore, Store as _};

use crate::panel::{CARD, RUBRIC};
use crate::sandbox::{Run, Sandbox};

/// A sandbox with the rubric and the cards `0.scorecard.toml`, `1.scorecard.toml`, …
fn with_cards(cards: &[&str]) -> Sandbox {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    for (n, card) in cards.iter().enumerate() {
        sandbox.write(&format!("cards/{n}.scorecard.toml"), card);
    }
    sandbox
}

fn submit(sandbox: &Sandbox) -> Run {
    sandbox.run(&[
        "submit", "cards", "--rubric", "r.toml", "--store", "kept.db",
    ])
}

fn store(sandbox: &Sandbox) -> SqliteStore {
    SqliteStore::open(&sandbox.path("kept.db"), Access::Existing).unwrap()
}

fn kept_cards(sandbox: &Sandbox) -> Vec<KeptCard> {
    let mut cards = Vec::new();
    let visit = &mut |card| {
        cards.push(card);
        ControlFlow::Continue(())
    };
    store(sandbox).cards(None, Revisions::All, visit).unwrap();
    cards
}

/// What is kept, as texts; nothing where there is no store.
pub(crate) fn kept(sandbox: &Sandbox) -> Vec<String> {
    if !sandbox.path("kept.db").exists() {
        return Vec::new();
    }
    let cards = kept_cards(sandbox).into_iter();
    cards
        .map(|kept| String::from_utf8(kept.card.bytes).unwrap())
        .collect()
}

fn head(sandbox: &Sandbox) -> Head {
    store(sandbox).head().unwrap()
}

fn other(of: &str) -> String {
    CARD.replace("grace@example.com", of)
}

#[test]
fn cards_are_kept_byte_for_byte_with_their_rubric() {
    let odd = format!(
        "\u{feff}# a note\r\n{}\n\n",
        other("José/../../Ibarra <x@y>").replace('\n', "\r\n")
    );
    let sandbox = with_cards(&[CARD, &odd]);
    submit(&sandbox)
        .exits(0)
        .shows("2 scorecards kept in kept.db");
    let files = sandbox.files().into_iter();
    let files: Vec<_> = files.filter(|file| file.contains("kept")).collect();
    assert_eq!(files, ["kept.db"], "the files beside it are gone");
    assert_eq!(kept(&sandbox), [CARD.to_owned(), odd]);
    let card = kept_cards(&sandbox).remove(1).card;
    assert_eq!(card.seat.interviewer.signature, "José/../../Ibarra <x@y>");
    let rubric = store(&sandbox).rubric(&card.rubric).unwrap().unwrap();
    assert_eq!(rubric.files.len(), 1);
    assert_eq!(rubric.files[0].name, "r.toml");
    assert_eq!(rubric.files[0].bytes, RUBRIC.as_bytes());
}

#[test]
fn submitting_again_changes_nothing() {
    let sandbox = with_cards(&[CARD, &other("ian")]);
    submit(&sandbox).exits(0);
    let (files, before) = (sandbox.files(), head(&sandbox));
    submit(&sandbox)
        .exits(0)
        .shows("0 scorecards kept")
        .shows("2 cards kept already");
    assert_eq!(sandbox.files(), files);
    assert_eq!(head(&sandbox), before);
    sandbox.write("cards/9.scorecard.toml", other("ida"));
    submit(&sandbox)
        .exits(0)
        .shows("1 scorecard kept")
        .shows("2 cards kept already");
    assert_eq!(kept(&sandbox).len(), 3);
}

#[test]
fn who_submits_is_told_by_the_environment_or_the_workspace() {
    let sandbox = with_cards(&[CARD]);
    let by = |sandbox: &Sandbox| kept_cards(sandbox).pop().unwrap().by.signature;
    submit(&sandbox).exits(0);
    assert_eq!(by(&sandbox), "(not told)");
    sandbox.write("panelkit.toml", "identity = \"Zoë\"\n");
    sandbox.write("cards/0.scorecard.toml", other("zoe"));
    submit(&sandbox).exits(0);
    assert_eq!(by(&sandbox), "Zoë");
    sandbox.write("cards/0.scorecard.toml", other("zzz"));
    let line = "PANELKIT_AS=李雷 \"$PANELKIT\" submit cards --rubric r.toml --store kept.db";
    sandbox.sh(line).exits(0);
    assert_eq!(by(&sandbox), "李雷");
}

#[test]
fn the_same_card_twice_in_one_batch_is_one() {
    let sandbox = with_cards(&[CARD, CARD]);
    submit(&sandbox).exits(0).shows("1 scorecard kept");
    assert_eq!(kept(&sandbox).len(), 1);
}

#[test]
fn another_card_for_a_taken_seat_is_refused_and_nothing_is_kept() {
    let sandbox = with_cards(&[CARD]);
    submit(&sandbox).exits(0);
    for changed in [
        CARD.replace("score = 3", "score = 4"),
        CARD.replace("grace@", "GRACE@"),
        format!("{CARD}\n"),
    ] {
        sandbox.write("cards/0.scorecard.toml", changed);
        sandbox.write("cards/1.scorecard.toml", other("ian"));
        submit(&sandbox)
            .exits(77)
            .shows_nothing()
            .says("another card fills this seat already")
            .says("`ada` in `kitchen`");
        assert_eq!(kept(&sandbox), [CARD]);
    }
}

#[test]
fn one_bad_card_in_a_batch_keeps_all_out() {
    let bad = [
        CARD.replace("score = 3", "score = 9"),
        CARD.replace("evidence = \"Swept the floor before anybody asked.\"\n", ""),
        CARD.replace("Good hands.", "Another card for the same seat."),
        "not toml".to_owned(),
        String::new(),
    ];
    for card in bad {
        let sandbox = with_cards(&[CARD, &other("ian"), &card]);
        submit(&sandbox)
            .exits(65)
            .shows_nothing()
            .says("nothing was kept");
        assert!(!sandbox.path("kept.db").exists(), "{card}");
    }
}

#[test]
fn a_bad_rubric_keeps_all_out() {
    let sandbox = with_cards(&[CARD]);
    sandbox.write("r.toml", RUBRIC.replace("onsite", "offsite"));
    submit(&sandbox).exits(65).shows_nothing();
    assert!(!sandbox.path("kept.db").exists());
}

#[test]
fn a_store_that_cannot_be_made_is_73() {
    let sandbox = with_cards(&[CARD]);
    sandbox.write("file", "x");
    fs::create_dir(sandbox.path("folder")).unwrap();
    for (store, why) in [
        ("file/kept.db", "the folder for the store does not exist"),
        ("none/kept.db", "the folder for the store does not exist"),
        ("folder", "it is a folder, and a store is a file"),
        ("/dev/null", "it is not a plain file"),
        ("/proc/kept.db", "cannot create the store"),
    ] {
        let args = ["submit", "cards", "--rubric", "r.toml", "--store", store];
        sandbox
            .run(&args)
            .exits(73)
            .shows_nothing()
            .says(&format!("error: {store}: {why}"));
    }
    let args = ["submit", "cards", "--rubric", "r.toml", "--store", "file"];
    sandbox
        .run(&args)
        .exits(65)
        .says("error: file: the file is not a store");
    assert_eq!(sandbox.read("file"), "x");
}

#[test]
fn no_temporary_file_is_left() {
    let sandbox = with_cards(&[CARD, &other("ian")]);
    submit(&sandbox).exits(0);
    submit(&sandbox).exits(0);
    sandbox.write(
        "cards/0.scorecard.toml",
        CARD.replace("score = 3", "score = 4"),
    );
    submit(&sandbox).exits(77);
    let files = sandbox.files().into_iter();
    let files: Vec<_> = files.filter(|file| !file.starts_with("cards")).collect();
    assert_eq!(files, ["kept.db", "r.toml"]);
}

#[test]
fn a_limit_on_the_size_of_files_keeps_all_out() {
    let sandbox = with_cards(&[CARD]);
    submit(&sandbox).exits(0);
    let before = head(&sandbox);
    let size = fs::metadata(sandbox.path("kept.db")).unwrap().len();
    sandbox.write(
        "cards/1.scorecard.toml",
        format!("{}#{}\n", other("ian"), "x".repeat(500_000)),
    );
    // In blocks of 1,024 bytes, as bash counts them.
    let run = sandbox.sh(&format!(
        "trap '' XFSZ; ulimit -f {}; \"$PANELKIT\" submit cards --rubric r.toml --store kept.db",
        size / 1024 + 40
    ));
    run.exits(74).shows_nothing();
    assert_eq!(head(&sandbox), before);
    assert_eq!(kept(&sandbox), [CARD]);
    submit(&sandbox).exits(0).shows("1 scorecard kept");
}

#[test]
fn two_at_once_fill_a_seat_once() {
    let sandbox = with_cards(&[CARD]);
    sandbox.write(
        "more/0.scorecard.toml",
        CARD.replace("score = 3", "score = 4"),
    );
    let one =
        |folder| format!("\"$PANELKIT\" submit {folder} --rubric r.toml --store kept.db; echo $?");
    for _ in 0..10 {
        let _ = fs::remove_file(sandbox.path("kept.db"));
        let script = format!(
            "({}) > a 2>/dev/null & ({}) > b 2>/dev/null; wait; tail -n 1 -q a b",
            one("cards"),
            one("more")
        );
        let run = sandbox.sh(&script).exits(0);
        let mut codes: Vec<_> = run.stdout.lines().collect();
        codes.sort_unstable();
        assert_eq!(codes, ["0", "77"]);
        assert_eq!(kept(&sandbox).len(), 1);
    }
}

/// The store belongs to its owner alone, whatever the process's mask gives or takes.
#[cfg(unix)]
#[test]
fn the_store_is_private_under_any_mask() {
    use std::os::unix::fs::PermissionsExt as _;
    for mask in ["000", "022", "277", "777"] {
        let sandbox = with_cards(&[CARD]);
        let line = "\"$PANELKIT\" submit cards --rubric r.toml --store kept.db";
        sandbox.sh(&format!("umask {mask}; {line}")).exits(0);
        let found = fs::metadata(sandbox.path("kept.db")).unwrap();
        assert_eq!(found.permissions().mode() & 0o777, 0o600, "{mask}");
    }
}
