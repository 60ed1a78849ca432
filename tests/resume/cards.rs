//! Cards of reviewers of papers: made, filled in, checked, submitted and amended.

use crate::sandbox::{Finding, Sandbox};

/// Every shipped rubric that has a round in which papers are scored.
const SHIPPED: [(&str, &str, &str); 7] = [
    ("backend-engineer", "mid", "resume-review"),
    ("customer-support-lead", "team-lead", "resume-review"),
    ("engineering-manager", "manager", "resume-review"),
    ("machine-learning-engineer", "mid", "resume-review"),
    ("ml-system-design", "mid", "resume-review"),
    ("product-designer", "mid", "work-review"),
    ("recommender-ml-engineer", "mid", "recruiter-screen"),
];

/// A blank card with its open lines filled in: a number or a yes for each criterion, evidence of
/// its own beside each, and no recommendation.
fn fill(card: &str) -> String {
    let mut filled = String::new();
    let mut n_evidence = 0;
    for line in card.lines() {
        let line = line.replace("# interviewed-on", "interviewed-on");
        if line.starts_with("# score = ") && line.contains("for yes") {
            filled.push_str("score = \"yes\"");
        } else if line.starts_with("# score = ") {
            filled.push_str("score = 3");
        } else if line == "evidence = \"\"\"" {
            n_evidence += 1;
            let word = [
                "Queues", "Tests", "Alerts", "Targets", "Letters", "Talks", "Tables", "Ovens",
            ];
            let word = word[n_evidence % 8];
            let said = format!("{line}\n{word}: part {n_evidence} of page {n_evidence} says who.");
            filled.push_str(&said);
        } else {
            filled.push_str(&line);
        }
        filled.push('\n');
    }
    filled
}

#[test]
fn cards_of_every_shipped_rubric_can_be_made_submitted_and_amended() {
    let sandbox = Sandbox::new();
    for (rubric, level, round) in SHIPPED {
        let file = format!("{rubric}.scorecard.toml");
        let new = [
            "scorecard",
            "new",
            "--rubric",
            rubric,
            "--round",
            round,
            "--level",
            level,
        ];
        let who = [
            "--candidate",
            rubric,
            "--interviewer",
            "Łucja Żółć",
            "-o",
            &file,
        ];
        sandbox.run(&[&new[..], &who].concat()).exits(0);
        let filled = fill(&sandbox.read(&file));
        sandbox.write(&file, &filled);
        sandbox
            .run(&["scorecard", "check", &file])
            .exits(0)
            .shows("1 scorecard can be submitted");
        let submit = ["submit", &file, "--store", "kept.db"];
        sandbox.run(&submit).exits(0).shows("1 scorecard kept");
        sandbox.write(
            &file,
            filled.replace("\"yes\"", "\"no\"").replace("= 3", "= 4"),
        );
        let amend = [
            "--amend",
            "--reason",
            "Read the letter again.",
            "--as",
            "Łucja Żółć",
        ];
        sandbox
            .run(&[&submit[..], &amend].concat())
            .exits(0)
            .shows("1 scorecard amended");
    }
    sandbox
        .run(&["audit", "verify", "--store", "kept.db"])
        .exits(0);
}

#[test]
fn a_question_is_answered_with_yes_or_no_and_nothing_between() {
    let sandbox = Sandbox::new();
    let new = [
        "scorecard",
        "new",
        "--rubric",
        "machine-learning-engineer",
        "--level",
        "mid",
    ];
    let who = [
        "--round",
        "resume-review",
        "--candidate",
        "ada",
        "--interviewer",
        "i",
        "-o",
        "a.scorecard.toml",
    ];
    sandbox.run(&[&new[..], &who].concat()).exits(0);
    let filled = fill(&sandbox.read("a.scorecard.toml"));
    let check = |score: &str| {
        sandbox.write("b.scorecard.toml", filled.replacen("\"yes\"", score, 1));
        sandbox.run(&["scorecard", "check", "b.scorecard.toml"])
    };
    for answer in ["\"no\"", "4", "1", "\"exceeds\"", "\"no-evidence\""] {
        check(answer).exits(0);
    }
    for (answer, message, hint) in [
        (
            "2",
            "`2` is neither yes nor no",
            "for yes write 4 or \"yes\", for no 1 or \"no\"",
        ),
        (
            "\"meets\"",
            "`meets` is neither yes nor no",
            "for yes write 4",
        ),
        (
            "\"perhaps\"",
            "`perhaps` is not a score",
            "answered with \"yes\" or \"no\"",
        ),
    ] {
        let run = check(answer).exits(65).shows(hint);
        let found: Vec<_> = run.findings().iter().map(Finding::line).collect();
        assert!(found.iter().any(|line| line.contains(message)), "{found:?}");
    }
    // A scale takes no answer.
    sandbox.write(
        "b.scorecard.toml",
        filled.replacen("score = 3", "score = \"yes\"", 1),
    );
    let run = sandbox.run(&["scorecard", "check", "b.scorecard.toml"]);
    run.exits(65).shows("`yes` is not a score");
}
