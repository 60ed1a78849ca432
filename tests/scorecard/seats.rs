//! Cards against each other: one seat, one card; one candidate, one level.

use super::with_card;
use crate::panel::{CARD, RUBRIC};
use crate::sandbox::{Run, Sandbox};

const OTHER: &str = "other.scorecard.toml";

fn packet(sandbox: &Sandbox) -> Run {
    sandbox.run(&[
        "packet",
        "--rubric",
        "r.toml",
        "--scorecards",
        ".",
        "--format",
        "json",
    ])
}

/// Checks the base card together with another one.
fn with(other: &str) -> Run {
    let sandbox = with_card(CARD);
    sandbox.write(OTHER, other);
    packet(&sandbox)
}

fn codes(run: &Run) -> Vec<(String, String, String)> {
    let found = run.findings().into_iter();
    found.map(|f| (f.code, f.file, f.place)).collect()
}

#[test]
fn two_different_cards_for_one_seat_are_refused() {
    let run = with(&CARD.replace("score = 3", "score = 1"))
        .exits(65)
        .shows_nothing()
        .says("the first one");
    assert_eq!(
        codes(&run),
        [("C207".to_owned(), format!("./{OTHER}"), "7:15".to_owned())]
    );
}

#[test]
fn an_interviewer_in_another_normal_form_case_or_spacing_fills_the_same_seat() {
    let names = [
        ("José Ibarra", "Jose\u{301} Ibarra"),
        ("Grace", " grace "),
        ("Łucja", "ŁUCJA"),
        ("Thị Ánh", "Thi\u{323} A\u{301}nh"),
    ];
    for (one, other) in names {
        let sandbox = with_card(CARD.replace("grace@example.com", one));
        sandbox.write(
            OTHER,
            CARD.replace("grace@example.com", other)
                .replace("score = 3", "score = 2"),
        );
        assert_eq!(
            codes(&packet(&sandbox).exits(65))[0].0,
            "C207",
            "{one} and {other}"
        );
    }
}

#[test]
fn other_seats_of_one_interviewer_or_candidate_are_free() {
    let table = CARD
        .replace("round = \"kitchen\"", "round = \"table\"")
        .replace("asked = [\"sour\", \"loaf\"]\n", "");
    let scores = table.find("[[score]]\ncriterion = \"dough\"").unwrap();
    let table = format!(
        "{}[[score]]\ncriterion = \"care\"\nscore = 3\nevidence = \"x\"\n",
        &table[..scores]
    );
    with(&table).exits(0);
    with(&CARD.replace("\"ada\"", "\"bob\"")).exits(0);
    with(&CARD.replace("grace@", "greta@")).exits(0);
}

#[test]
fn the_same_file_twice_is_one_card() {
    let sandbox = with_card(CARD);
    let args = [
        "packet",
        "--rubric",
        "r.toml",
        "--scorecards",
        "c.scorecard.toml",
        "./c.scorecard.toml",
        ".",
        "--format",
        "json",
    ];
    let run = sandbox.run(&args).exits(0);
    let once = packet(&sandbox).exits(0);
    assert_eq!(run.stdout, once.stdout);
    sandbox.write("copy.scorecard.toml", CARD);
    assert_eq!(packet(&sandbox).exits(0).stdout, once.stdout);
}

#[test]
fn cards_of_one_candidate_for_different_levels_are_refused() {
    let other = CARD
        .replace("level = \"senior\"", "level = \"L3\"")
        .replace("grace@", "greta@");
    let run = with(&other).exits(65).shows_nothing();
    assert_eq!(
        codes(&run),
        [("C208".to_owned(), format!("./{OTHER}"), "6:9".to_owned())]
    );
    // An alias is the same level.
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    sandbox.write("a.scorecard.toml", CARD.replace("\"senior\"", "\"junior\""));
    sandbox.write(
        "b.scorecard.toml",
        CARD.replace("\"senior\"", "\"L3\"")
            .replace("grace@", "greta@"),
    );
    packet(&sandbox).exits(0);
}

#[test]
fn conflicts_are_reported_beside_other_findings() {
    let other = CARD
        .replace("score = 3", "score = 9")
        .replace("level = \"senior\"", "level = \"L3\"")
        .replace("grace@", "greta@");
    let sandbox = with_card(CARD);
    sandbox.write(OTHER, other);
    sandbox.write(
        "third.scorecard.toml",
        CARD.replace("\"Good hands.\"", "\"Other words.\""),
    );
    let found: Vec<_> = codes(&packet(&sandbox).exits(65))
        .into_iter()
        .map(|(code, ..)| code)
        .collect();
    assert!(found.contains(&"C202".to_owned()), "{found:?}");
    assert!(found.contains(&"C207".to_owned()), "{found:?}");
}

#[test]
fn what_looks_odd_is_a_warning_and_the_card_stands() {
    let cases = [
        (
            "asked = [\"sour\", \"loaf\"]",
            "asked = [\"waste\"]",
            "C206",
        ),
        (
            "[[score]]\ncriterion = \"loaf\"\nscore = \"not-assessed\"\n",
            "",
            "C205",
        ),
    ];
    for (find, by, code) in cases {
        let run = packet(&with_card(CARD.replace(find, by))).exits(0);
        let found = run.findings();
        assert_eq!(found.len(), 1, "{run:#?}");
        assert_eq!(
            (found[0].severity.as_str(), found[0].code.as_str()),
            ("warning", code)
        );
    }
    let extra = CARD
        .replace("round = \"kitchen\"", "round = \"table\"")
        .replace("asked = [\"sour\", \"loaf\"]\n", "");
    let run = packet(&with_card(extra)).exits(0);
    assert!(run.findings().iter().all(|f| f.code == "C204"), "{run:#?}");
}
