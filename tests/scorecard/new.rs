//! `scorecard new`: blank cards, and what is said of them before and after they are filled in.

use crate::panel::{CARD, RUBRIC};
use crate::sandbox::{Finding, Run, Sandbox};

const NEW: &[&str] = &["scorecard", "new", "--rubric", "r.toml"];

fn new(sandbox: &Sandbox, more: &[&str]) -> Run {
    sandbox.run(&[NEW, more].concat())
}

fn check(sandbox: &Sandbox) -> Run {
    sandbox.run(&[
        "scorecard",
        "check",
        "c.scorecard.toml",
        "--rubric",
        "r.toml",
    ])
}

const FOR_ADA: &[&str] = &[
    "--round",
    "kitchen",
    "--candidate",
    "ada",
    "--level",
    "L3",
    "-o",
    "c.scorecard.toml",
];

#[test]
fn an_unfilled_card_says_where_what_is_missing() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    new(&sandbox, FOR_ADA).exits(0);
    let card = sandbox.read("c.scorecard.toml");
    let line_of = |nth: usize| {
        let mut scores = card
            .lines()
            .enumerate()
            .filter(|(_, line)| *line == "[[score]]");
        let (at, _) = scores.nth(nth).expect("a score");
        format!("E006 {}:1 a score has no `score`", at + 1)
    };
    let found = check(&sandbox).exits(65).findings();
    let found: Vec<_> = found.iter().map(Finding::line).collect();
    assert_eq!(
        found,
        [
            "E006 1:1 a scorecard has no `interviewed-on`".to_owned(),
            "E006 1:1 a scorecard has no `interviewer`".to_owned(),
            line_of(0),
            line_of(1),
            line_of(2),
        ],
        "{card}"
    );
}

/// The card with its open lines filled in.
fn fill(card: &str) -> String {
    card.replace(
        "# interviewer = \"you@example.com\"",
        "interviewer = \"李雷\"",
    )
    .replace("# interviewed-on", "interviewed-on")
    .replace("# recommendation = \"\"", "recommendation = \"hire\"")
    .replace("# score = ", "score = 3")
    .replace("summary = \"\"\"\n", "summary = \"\"\"\nSteady hands.")
    .replace(
        "evidence = \"\"\"\n",
        "evidence = \"\"\"\nDid as asked, then said why.",
    )
}

#[test]
fn a_filled_card_passes_without_a_finding() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    new(&sandbox, FOR_ADA).exits(0);
    let card = sandbox.read("c.scorecard.toml");
    assert!(card.contains("#   3 (meets): "), "{card}");
    assert!(card.contains("#   sour-1: Buys yeast\n"), "{card}");
    assert!(
        card.contains("#   loaf/with-mixer-1: Breaks it\n"),
        "{card}"
    );
    sandbox.write("c.scorecard.toml", fill(&card));
    let run = check(&sandbox)
        .exits(0)
        .shows("1 scorecard can be submitted");
    assert_eq!(run.findings(), [], "{}", sandbox.read("c.scorecard.toml"));
}

#[test]
fn a_resume_review_is_answered_with_yes_or_no() {
    let rubric = RUBRIC.replace(
        "evidence = \"A guild's.\"",
        "evidence = \"A guild's.\"\nanswer = \"yes-no\"",
    );
    let sandbox = Sandbox::with("r.toml", &rubric);
    let args = [
        "--round",
        "papers",
        "--candidate",
        "ada",
        "--level",
        "junior",
        "-o",
        "c.scorecard.toml",
    ];
    new(&sandbox, &args).exits(0);
    let card = sandbox.read("c.scorecard.toml");
    assert!(card.contains("# score =  # 4 for yes, 1 for no"), "{card}");
    assert!(
        !card.contains("The scale") && !card.contains("observed"),
        "{card}"
    );
    sandbox.write(
        "c.scorecard.toml",
        fill(&card).replace("score = 3 ", "score = 4 "),
    );
    assert_eq!(check(&sandbox).exits(0).findings(), []);
}

#[test]
fn whoever_scores_is_named_as_they_sign() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    for who in [
        "Łucja \"Ł\" Żółć \\ <l@e.org>",
        "عمر\n[[score]]",
        "Jose\u{301}\u{1b}[31m",
    ] {
        let more = [
            "--round",
            "table",
            "--candidate",
            "ada",
            "--level",
            "senior",
            "--interviewer",
        ];
        let run = new(&sandbox, &[&more[..], &[who]].concat()).exits(0);
        let card: toml::Table = run.stdout.parse().expect("the card is TOML");
        assert_eq!(card["interviewer"].as_str(), Some(who));
    }
    sandbox.write("panelkit.toml", "identity = \"grace@example.com\"\n");
    let run = new(
        &sandbox,
        &[
            "--round",
            "table",
            "--candidate",
            "ada",
            "--level",
            "senior",
        ],
    );
    run.exits(0)
        .shows("\ninterviewer = \"grace@example.com\"\n");
}

#[test]
fn what_cannot_be_written_is_said() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let cases: &[(&[&str], i32, &str)] = &[
        (
            &["--round", "kitchen", "--candidate", "ada"],
            2,
            "levels: junior, senior",
        ),
        (
            &[
                "--round",
                "kitchn",
                "--candidate",
                "ada",
                "--level",
                "junior",
            ],
            2,
            "did you mean `kitchen`?",
        ),
        (
            &[
                "--round",
                "table",
                "--candidate",
                "ada",
                "--level",
                "junior",
            ],
            2,
            "not held at level `junior`",
        ),
        (
            &[
                "--round",
                "kitchen",
                "--candidate",
                "../x",
                "--level",
                "junior",
            ],
            2,
            "an id has",
        ),
        (
            &[
                "--round",
                "kitchen",
                "--candidate",
                "ada",
                "--level",
                "principle",
            ],
            2,
            "no level",
        ),
    ];
    for (more, code, words) in cases {
        new(&sandbox, more).exits(*code).says(words);
    }
    sandbox.write("c.scorecard.toml", CARD);
    new(&sandbox, FOR_ADA).exits(73).says("is there already");
    assert_eq!(sandbox.read("c.scorecard.toml"), CARD);
}
