//! Submitting cards: all or nothing, kept as they came, never changed.

use std::fs;

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
    sandbox.run(&["submit", "cards", "--rubric", "r.toml", "--store", "kept"])
}

fn kept(sandbox: &Sandbox) -> Vec<String> {
    let files = sandbox.files().into_iter();
    files
        .filter_map(|file| Some(file.strip_prefix("kept/")?.to_owned()))
        .filter(|name| !name.is_empty())
        .collect()
}

fn other(of: &str) -> String {
    CARD.replace("grace@example.com", of)
}

#[test]
fn cards_are_kept_byte_for_byte_under_names_from_ids() {
    let odd = format!(
        "\u{feff}# a note\r\n{}\n\n",
        other("José/../../Ibarra <x@y>").replace('\n', "\r\n")
    );
    let sandbox = with_cards(&[CARD, &odd]);
    submit(&sandbox).exits(0).shows("2 scorecards kept in kept");
    let names = kept(&sandbox);
    assert_eq!(names.len(), 2);
    let mut contents = Vec::new();
    for name in &names {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
        assert!(
            name.starts_with("ada.kitchen.")
                && name.ends_with(".scorecard.toml")
                && name.chars().all(plain),
            "{name}"
        );
        contents.push(sandbox.read(&format!("kept/{name}")));
    }
    contents.sort();
    let mut due = [CARD.to_owned(), odd];
    due.sort();
    assert_eq!(contents, due);
}

#[test]
fn submitting_again_changes_nothing() {
    let sandbox = with_cards(&[CARD, &other("ian")]);
    submit(&sandbox).exits(0);
    let before = sandbox.files();
    let stamp = |name: &str| {
        fs::metadata(sandbox.path(&format!("kept/{name}")))
            .unwrap()
            .modified()
            .unwrap()
    };
    let times: Vec<_> = kept(&sandbox).iter().map(|name| stamp(name)).collect();
    submit(&sandbox)
        .exits(0)
        .shows("0 scorecards kept")
        .shows("2 cards kept already");
    assert_eq!(sandbox.files(), before);
    assert_eq!(
        kept(&sandbox)
            .iter()
            .map(|name| stamp(name))
            .collect::<Vec<_>>(),
        times
    );
    sandbox.write("cards/9.scorecard.toml", other("ida"));
    submit(&sandbox)
        .exits(0)
        .shows("1 scorecard kept")
        .shows("2 cards kept already");
    assert_eq!(kept(&sandbox).len(), 3);
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
    let name = kept(&sandbox).remove(0);
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
            .says(&name);
        assert_eq!(kept(&sandbox), [name.as_str()]);
        assert_eq!(sandbox.read(&format!("kept/{name}")), CARD);
    }
}

#[test]
fn one_bad_card_in_a_batch_keeps_all_out() {
    let bad = [
        CARD.replace("score = 3", "score = 9"),
        CARD.replace("evidence = \"Swept the floor.\"\n", ""),
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
        assert!(!sandbox.path("kept").exists(), "{card}");
    }
}

#[test]
fn a_bad_rubric_keeps_all_out() {
    let sandbox = with_cards(&[CARD]);
    sandbox.write("r.toml", RUBRIC.replace("onsite", "offsite"));
    submit(&sandbox).exits(65).shows_nothing();
    assert!(!sandbox.path("kept").exists());
}

#[test]
fn a_store_that_cannot_be_made_is_73() {
    let sandbox = with_cards(&[CARD]);
    sandbox.write("file", "x");
    for store in ["file", "file/kept", "/proc/kept"] {
        let args = ["submit", "cards", "--rubric", "r.toml", "--store", store];
        sandbox
            .run(&args)
            .exits(73)
            .shows_nothing()
            .says("error: cannot create");
    }
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
    assert_eq!(kept(&sandbox).len(), 2, "{:?}", sandbox.files());
    // A limit on the size of files stands for a full disk.
    let sandbox = with_cards(&[&format!("{CARD}#{}\n", "x".repeat(100_000))]);
    let run = sandbox
        .sh("trap '' XFSZ; ulimit -f 1; \"$PANELKIT\" submit cards --rubric r.toml --store kept");
    assert_eq!(run.code, Some(74), "{run:#?}");
    assert_eq!(kept(&sandbox), [""; 0]);
}

#[test]
fn two_at_once_fill_a_seat_once() {
    let sandbox = with_cards(&[CARD]);
    sandbox.write(
        "more/0.scorecard.toml",
        CARD.replace("score = 3", "score = 4"),
    );
    let one =
        |folder| format!("\"$PANELKIT\" submit {folder} --rubric r.toml --store kept; echo $?");
    for _ in 0..10 {
        let _ = fs::remove_dir_all(sandbox.path("kept"));
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

#[test]
fn the_packet_of_kept_cards_is_that_of_the_submitted_ones() {
    let sandbox = with_cards(&[CARD, &other("ian")]);
    submit(&sandbox).exits(0);
    let packet = |from| {
        sandbox
            .run(&[
                "packet",
                "--rubric",
                "r.toml",
                "--scorecards",
                from,
                "--format",
                "json",
            ])
            .exits(0)
            .stdout
    };
    assert_eq!(packet("kept"), packet("cards"));
}
