//! Questions chosen by candidate and by what was asked before, and the plan of the whole loop.

use crate::panel::{CARD, RUBRIC};
use crate::sandbox::{Run, Sandbox};

/// A round that has time for two of six rotating questions, and a second round that may ask two of
/// them.
const LOOP: &str = r#"format = 1
id = "loop"
title = "Loop"
version = "1.0.0"
summary = "A loop."
[[level]]
id = "mid"
title = "Mid"
[[attitude]]
id = "care"
title = "Care"
definition = "Looks after people."
required-at = ["mid"]
[[attitude]]
id = "haste"
title = "Haste"
definition = "Waits for nobody."
[[attitude]]
id = "calm"
title = "Calm"
definition = "Waits."
[[round]]
id = "first"
title = "First"
stage = "onsite"
minutes = 24
focus = ["care"]
exercise = "act"
[[round]]
id = "second"
title = "Second"
stage = "onsite"
interviewers = 2
focus = ["care", "haste"]
interviewer = "A colleague"
[[exercise]]
id = "act"
title = "An act"
kind = "simulation"
prompt = "Act."
minutes = 4
[[exercise.role]]
title = "Customer"
played-by = "somebody from sales"
motivation = "Wants bread."
constraints = []
tensions = []
guidance = []
do-not = []
[[question]]
id = "q1"
ask = "One?"
round = "first"
minutes = 8
measures = ["care"]
[[question]]
id = "q2"
ask = "Two?"
round = "first"
minutes = 8
measures = ["care"]
[[question]]
id = "q3"
ask = "Three?"
round = "first"
minutes = 8
measures = ["care"]
[[question]]
id = "q4"
ask = "Four?"
round = "first"
minutes = 8
measures = ["care"]
[[question]]
id = "q5"
ask = "Five?"
rounds = ["first", "second"]
minutes = 8
measures = ["care"]
[[question]]
id = "q6"
ask = "Six?"
rounds = ["first", "second"]
minutes = 8
measures = ["care"]
"#;

fn kit(sandbox: &Sandbox, args: &[&str]) -> Run {
    let mut all = vec!["kit", "r.toml", "--level", "mid", "--format", "md"];
    all.extend(args);
    sandbox.run(&all)
}

/// The ids that a kit's blank card says are asked.
fn asked(kit: &str) -> String {
    let line = kit.lines().find(|line| line.starts_with("asked = "));
    line.expect("a card with questions").to_owned()
}

fn first_round(sandbox: &Sandbox, args: &[&str]) -> String {
    let mut all = vec!["--round", "first"];
    all.extend(args);
    asked(&kit(sandbox, &all).exits(0).stdout)
}

/// A card of the first round on which these questions were asked.
fn card(candidate: &str, asked: &str) -> String {
    format!(
        "format = 1\nrubric = \"loop\"\nrubric-version = \"1.0.0\"\ncandidate = \"{candidate}\"\n\
         round = \"first\"\nlevel = \"mid\"\ninterviewer = \"grace@example.com\"\n\
         interviewed-on = 2026-11-20\nrecommendation = \"hire\"\nsummary = \"s\"\n{asked}\n\
         [[score]]\ncriterion = \"care\"\nscore = 3\nevidence = \"Asked how they were.\"\n"
    )
}

#[test]
fn every_candidate_gets_questions_of_their_own() {
    let sandbox = Sandbox::with("r.toml", LOOP);
    let candidates = ["ada", "grace", "lei", "omar", "lucja"];
    let mut seen: Vec<String> = candidates
        .iter()
        .map(|id| first_round(&sandbox, &["--candidate", id]))
        .collect();
    assert_eq!(first_round(&sandbox, &["--candidate", "ada"]), seen[0]);
    seen.sort();
    seen.dedup();
    assert!(seen.len() >= 3, "{seen:?}");
    // Without a candidate it is the rubric's order.
    assert_eq!(first_round(&sandbox, &[]), "asked = [\"q1\", \"q2\"]");
}

#[test]
fn the_kit_names_the_candidate_and_fills_in_the_card() {
    let sandbox = Sandbox::with("r.toml", LOOP);
    let text = kit(&sandbox, &["--round", "first", "--candidate", "ada"])
        .exits(0)
        .stdout;
    for words in [
        "candidate `ada`",
        "candidate = \"ada\"",
        "`ada.first.scorecard.toml`",
    ] {
        assert!(text.contains(words), "no {words} in {text}");
    }
}

#[test]
fn what_cards_say_was_asked_is_asked_less() {
    let sandbox = Sandbox::with("r.toml", LOOP);
    let first = first_round(&sandbox, &["--candidate", "ada"]);
    sandbox.write("cards/a.scorecard.toml", card("ada", &first));
    let again = first_round(&sandbox, &["--candidate", "ada", "--scorecards", "cards"]);
    assert_eq!(again, first, "another interviewer of the same round");
    let other = first_round(&sandbox, &["--candidate", "lei", "--scorecards", "cards"]);
    let ids = |asked: &str| -> Vec<String> {
        asked
            .split('"')
            .filter(|word| word.starts_with('q'))
            .map(str::to_owned)
            .collect()
    };
    assert!(
        ids(&other).iter().all(|id| !ids(&first).contains(id)),
        "{other}"
    );
}

#[test]
fn what_the_candidate_was_asked_in_one_round_is_not_asked_in_another() {
    let sandbox = Sandbox::with("r.toml", LOOP);
    sandbox.write("a.scorecard.toml", card("ada", "asked = [\"q5\"]"));
    let args = [
        "--round",
        "second",
        "--candidate",
        "ada",
        "--scorecards",
        "a.scorecard.toml",
    ];
    let text = kit(&sandbox, &args).exits(0).stdout;
    assert_eq!(asked(&text), "asked = [\"q6\"]");
    assert!(!text.contains("Five?"), "{text}");
}

#[test]
fn a_candidate_is_named_by_id() {
    let sandbox = Sandbox::with("r.toml", LOOP);
    for (id, words) in [
        ("Ada Lovelace", "did you mean `ada-lovelace`?"),
        ("", "an id has"),
        ("ada\"\nscore = 4", "an id has"),
        ("李雷", "an id has"),
    ] {
        kit(&sandbox, &["--round", "first", "--candidate", id])
            .exits(2)
            .shows_nothing()
            .says(words);
    }
}

#[test]
fn a_log_with_errors_is_not_planned_by() {
    let sandbox = Sandbox::with("r.toml", LOOP);
    sandbox.write("a.scorecard.toml", card("ada", "asked = [\"q9\"]"));
    let args = ["--round", "first", "--scorecards", "a.scorecard.toml"];
    kit(&sandbox, &args).exits(65).shows_nothing().says("q9");
    let args = ["--round", "first", "--scorecards", "nowhere.scorecard.toml"];
    kit(&sandbox, &args).exits(66).shows_nothing();
}

#[test]
fn the_plan_of_the_loop_says_who_scores_what_and_what_is_missing() {
    let sandbox = Sandbox::with("r.toml", LOOP);
    let run = kit(&sandbox, &["--audience", "manager"]).exits(0);
    for words in [
        "# Loop: loop plan",
        "2 rounds, 24 minutes of the candidate, 24 minutes of 3 interviewers together; 1 of the rounds names no minutes",
        "Calm is scored in no round.",
        "The loop scores 67 % of the weight, and 80 % is needed",
        "Nothing planned in Second speaks to Haste: no question is left for it at this level.",
        "Care has 3 raters in 2 rounds; 2 would do.",
        "q5 is asked in Second and could be asked in First.",
        "Customer: played by somebody from sales",
        "A colleague",
    ] {
        assert!(run.stdout.contains(words), "no {words:?} in {}", run.stdout);
    }
}

#[test]
fn the_plan_of_the_loop_takes_no_round() {
    let sandbox = Sandbox::with("r.toml", LOOP);
    for args in [
        &["--audience", "manager", "--all"][..],
        &["--audience", "manager", "--round", "first"],
        &[
            "--audience",
            "candidate",
            "--scorecards",
            "a.scorecard.toml",
        ],
    ] {
        kit(&sandbox, args).exits(2).shows_nothing();
    }
}

/// Every sort of round and criterion, and no minutes anywhere.
#[test]
fn a_loop_without_minutes_has_a_plan() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    sandbox.write("c.scorecard.toml", CARD);
    let args = [
        "kit",
        "r.toml",
        "--level",
        "senior",
        "--audience",
        "manager",
        "--candidate",
        "ada",
        "--scorecards",
        "c.scorecard.toml",
        "--format",
        "text",
    ];
    let run = sandbox.run(&args).exits(0);
    assert!(run.stdout.contains("for `ada`"), "{}", run.stdout);
    assert!(
        run.stdout.contains("Raters of each criterion"),
        "{}",
        run.stdout
    );
}
