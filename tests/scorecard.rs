//! Scorecards: what is refused, where and in which words, and the four kinds of no number.

pub(crate) mod malformed;
pub(crate) mod missing;
mod new;
mod nothing;
mod quality;
mod recorded;
mod seats;

use crate::panel::{CARD, RUBRIC};
use crate::sandbox::{Run, Sandbox};

/// A sandbox with the rubric `r.toml` and one card, `c.scorecard.toml`.
fn with_card(content: impl AsRef<[u8]>) -> Sandbox {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    sandbox.write("c.scorecard.toml", content);
    sandbox
}

/// Checks one card's bytes.
fn check(content: impl AsRef<[u8]>) -> Run {
    let args = [
        "scorecard",
        "check",
        "c.scorecard.toml",
        "--rubric",
        "r.toml",
    ];
    with_card(content).run(&args)
}

#[test]
fn the_base_of_all_cases_is_sound() {
    let run = check(CARD).exits(0).shows("1 scorecard can be submitted");
    assert_eq!(run.findings(), []);
}

#[test]
fn every_optional_key_is_taken() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let hash = sandbox.sh("sha256sum r.toml").stdout;
    let hash = hash.split(' ').next().expect("a hash");
    let lines = format!(
        "rubric-hash = \"sha256:{hash}\"\nminutes = 45\nvariant = \"with-mixer\"\nshadow = false\n\
         level-recommendation = \"l3\"\nprivate-note = \"tired\"\nsummary"
    );
    let card = CARD
        .replacen("summary", &lines, 1)
        .replacen("score = 3\n", "score = 3\nlevel = \"junior\"\n", 1)
        .replace(
            "\"sour-1\"",
            "\"sour+2\", \"loaf+1\", \"loaf/with-mixer-1\"",
        );
    sandbox.write("c.scorecard.toml", card);
    let args = [
        "scorecard",
        "check",
        "c.scorecard.toml",
        "--rubric",
        "r.toml",
    ];
    let run = sandbox.run(&args).exits(0);
    assert_eq!(run.findings(), []);
}

#[test]
fn a_score_is_a_value_or_a_point_or_one_of_three_words() {
    for score in ["1", "4", "\"far-below\"", "\"meets\"", "+2"] {
        check(CARD.replacen("score = 3", &format!("score = {score}"), 1)).exits(0);
    }
    for word in ["not-assessed", "no-evidence", "declined"] {
        let run = check(CARD.replacen("score = 3", &format!("score = \"{word}\""), 1)).exits(0);
        assert_eq!(run.findings(), [], "{word}");
    }
}

#[test]
fn the_level_may_be_an_alias_in_any_case() {
    check(CARD.replace("level = \"senior\"", "level = \"l3\"")).exits(0);
}

#[test]
fn a_score_without_evidence_is_an_error_to_its_author_and_a_warning_to_the_packet() {
    let bare = CARD.replace(
        "evidence = \"Swept the floor before anybody asked.\"",
        "evidence = \" \\n\"",
    );
    for command in [
        &[
            "scorecard",
            "check",
            "c.scorecard.toml",
            "--rubric",
            "r.toml",
        ][..],
        &[
            "submit",
            "c.scorecard.toml",
            "--rubric",
            "r.toml",
            "--store",
            "kept.db",
        ][..],
    ] {
        let sandbox = with_card(&bare);
        let run = sandbox.run(command).exits(65);
        let found = run.findings();
        assert_eq!(found.len(), 1, "{run:#?}");
        assert_eq!(
            (found[0].severity.as_str(), found[0].line().as_str()),
            ("error", "C203 21:9 the score has no evidence beside it")
        );
        assert!(!sandbox.path("kept.db").exists());
    }
    let args = [
        "packet",
        "--rubric",
        "r.toml",
        "--scorecards",
        "c.scorecard.toml",
    ];
    let run = with_card(&bare).run(&args).exits(0);
    let found = run.findings();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].severity.as_str(), found[0].code.as_str()),
        ("warning", "C203")
    );
}

#[test]
fn a_card_made_with_another_content_of_the_rubric_is_refused() {
    for hash in [
        "sha256:00".to_owned(),
        format!("sha256:{}", "0".repeat(64)),
        String::new(),
    ] {
        let line = format!("rubric-hash = \"{hash}\"\ncandidate");
        let run = check(CARD.replacen("candidate", &line, 1)).exits(65);
        let found = run.findings();
        assert_eq!(found.len(), 1, "{run:#?}");
        assert_eq!(
            (found[0].code.as_str(), found[0].place.as_str()),
            ("C201", "4:15")
        );
        run.shows("the rubric was edited");
    }
}

#[test]
fn a_card_over_a_mebibyte_is_refused() {
    const LIMIT: usize = 1024 * 1024;
    let padded = |size: usize| format!("{CARD}#{}\n", "x".repeat(size - CARD.len() - 2));
    check(padded(LIMIT)).exits(0);
    let run = check(padded(LIMIT + 1)).exits(65);
    assert_eq!(
        run.findings()[0].line(),
        "E002 1:1 the file is larger than 1 MiB"
    );
}
