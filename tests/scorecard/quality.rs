//! Quality checks through the program: where they show, what they refuse, how they are set.

use super::{check, with_card};
use crate::panel::{CARD, RUBRIC};
use crate::sandbox::{Finding, Run, Sandbox, edited};

/// Edits of the base card, and the findings that are due.
type Edited<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);

const CHECK: &[&str] = &[
    "scorecard",
    "check",
    "c.scorecard.toml",
    "--rubric",
    "r.toml",
];
const SUBMIT: &[&str] = &[
    "submit",
    "c.scorecard.toml",
    "--rubric",
    "r.toml",
    "--store",
    "kept",
];

fn lines(run: &Run) -> Vec<String> {
    run.findings().iter().map(Finding::line).collect()
}

#[test]
fn each_is_found_at_its_place_and_warns_only() {
    let cases: &[Edited<'_>] = &[
        (
            &[("Swept the floor before anybody asked.", "Nice.")],
            &["C210 22:12 the evidence is too short to rest a score on"],
        ),
        (
            &[
                ("score = 3\n", "score = 4\n"),
                ("observed = [\"sour+1\", \"sour-1\"]\n", ""),
            ],
            &["C211 15:9 the highest score is given and no indicator is ticked"],
        ),
        (
            &[
                ("score = 3\n", "score = \"far-below\"\n"),
                ("observed = [\"sour+1\", \"sour-1\"]\n", ""),
            ],
            &["C211 15:9 the lowest score is given and no indicator is ticked"],
        ),
        (
            &[("\"sour+1\", \"sour-1\"", "\"sour-1\"")],
            &["C212 15:9 the indicators ticked read like a 2 or less, submitted as a 3"],
        ),
        (
            &[
                ("score = 3\n", "score = 2\n"),
                ("\"sour+1\", \"sour-1\"", "\"sour+1\", \"sour+2\""),
            ],
            &["C212 15:9 the indicators ticked read like a 3 or more, submitted as a 2"],
        ),
        (
            &[("\"hire\"", "\"no-hire\"")],
            &[
                "C213 9:18 the recommendation contradicts the scores: everything scored reaches the bar",
            ],
        ),
        (
            &[("score = 3\n", "score = 2\n"), ("\"exceeds\"", "\"below\"")],
            &[
                "C213 9:18 the recommendation contradicts the scores: everything scored is under the bar",
            ],
        ),
        (
            &[("\"sour\", \"loaf\"", "\"loaf\"")],
            &["C217 14:13 nothing was asked about `dough`"],
        ),
        (
            &[("Good hands.", "Good hands for his age.")],
            &["C218 10:23 this is about age"],
        ),
    ];
    for (edits, expected) in cases {
        let card = edited(CARD, edits);
        let run = check(&card).exits(0).shows("1 scorecard can be submitted");
        assert_eq!(lines(&run), *expected, "{card}");
        let sandbox = with_card(&card);
        let run = sandbox.run(SUBMIT).exits(0);
        assert_eq!(lines(&run), *expected, "{card}");
    }
}

#[test]
fn a_card_that_does_not_say_what_was_asked_gets_one_note() {
    let run = check(CARD.replace("asked = [\"sour\", \"loaf\"]\n", "")).exits(0);
    assert_eq!(lines(&run), [""; 0], "nothing that warns");
    let run = run.shows("note[C217]: the card does not say what was asked");
    assert_eq!(run.stdout.matches("C217").count(), 1);
}

#[test]
fn a_workspace_sets_what_matters() {
    let card = CARD.replace("\"hire\"", "\"no-hire\"");
    let sandbox = with_card(&card);
    sandbox.write("panelkit.toml", "[lint]\nC213 = \"error\"\n");
    for command in [CHECK, SUBMIT] {
        let run = sandbox.run(command).exits(65);
        assert_eq!(run.findings()[0].severity, "error");
    }
    assert!(!sandbox.path("kept").exists());
    sandbox.write(
        "panelkit.toml",
        "[lint]\nc213 = \"off\"\n[quality]\nevidence-words = 7\n",
    );
    let run = sandbox.run(CHECK).exits(0).shows("in 7 words at least");
    let found: Vec<_> = run
        .findings()
        .into_iter()
        .map(|finding| finding.code)
        .collect();
    assert_eq!(found, ["C210", "C210"]);
    sandbox.write(
        "c.scorecard.toml",
        CARD.replace("evidence = \"Swept the floor before anybody asked.\"\n", ""),
    );
    sandbox.write("panelkit.toml", "[lint]\nC203 = \"warning\"\n");
    let run = sandbox.run(CHECK).exits(0);
    assert_eq!(
        (
            run.findings()[0].code.as_str(),
            run.findings()[0].severity.as_str()
        ),
        ("C203", "warning")
    );
    sandbox.write("panelkit.toml", "[lint]\nC202 = \"off\"\n");
    sandbox
        .run(CHECK)
        .exits(78)
        .says("no rule has the code `C202`");
}

#[test]
fn findings_are_one_object_in_json() {
    let sandbox = with_card(CARD.replace("Good hands.", "Her husband bakes too."));
    let run = sandbox
        .run(&[CHECK, &["--format", "json"]].concat())
        .exits(0);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).expect("one object");
    assert_eq!(
        (&found["errors"], &found["warnings"]),
        (&0.into(), &1.into())
    );
    let first = &found["findings"][0];
    assert_eq!(
        (&first["code"], &first["line"], &first["column"]),
        (&"C218".into(), &10.into(), &12.into())
    );
    let sandbox = with_card(CARD.replace("score = 3", "score = 9"));
    let run = sandbox
        .run(&[CHECK, &["--format", "json"]].concat())
        .exits(65);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).expect("one object");
    assert_eq!(found["errors"], 1);
}

#[test]
fn a_card_of_a_mebibyte_and_cards_in_any_script_are_read_through() {
    let long = "she is too very bad word ".repeat(40_000);
    let run = check(CARD.replace("Swept the floor before anybody asked.", &long)).exits(0);
    assert_eq!(lines(&run), [""; 0]);
    for evidence in [
        "他在两分钟内回滚了发布，并写下了原因",
        "أعاد الإصدار السابق خلال دقيقتين",
        "Jose\u{301} đã lùi bản phát hành",
    ] {
        let run = check(CARD.replace("Swept the floor before anybody asked.", evidence)).exits(0);
        assert_eq!(lines(&run), [""; 0], "{evidence}");
    }
}

#[test]
fn text_on_another_candidates_card_is_found_in_one_run() {
    let story = "Swapped one sack at a time, weighed each, and found in the end that the scales \
        had been off since the spring.";
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let first = CARD.replace("Swept the floor before anybody asked.", story);
    let second = first
        .replace("\"ada\"", "\"omar\"")
        .replace("2026-11-20", "2026-11-21");
    sandbox.write("cards/a.scorecard.toml", &first);
    sandbox.write("cards/b.scorecard.toml", second);
    let run = sandbox
        .run(&["scorecard", "check", "cards", "--rubric", "r.toml"])
        .exits(0);
    let found = run.findings();
    assert_eq!(found.len(), 1, "{run:#?}");
    assert_eq!(
        (found[0].code.as_str(), found[0].place.as_str()),
        ("C214", "22:13")
    );
    assert!(found[0].file.ends_with("b.scorecard.toml"), "{found:?}");
    run.shows("on the card of `ada`");
}
