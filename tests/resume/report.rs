//! What reviewers' scores come to: shares worked out by hand, what counts and what does not, and
//! the formats.

use std::fmt::Write as _;

use serde_json::Value;

use crate::sandbox::{Run, Sandbox};

/// Two criteria on the scale and one question, of different weights.
pub(crate) const RUBRIC: &str = r#"format = 1
id = "baker"
title = "Baker"
version = "1.0.0"
summary = "Bakes."

[[level]]
id = "junior"
title = "Junior"

[[level]]
id = "senior"
title = "Senior"

[[attitude]]
id = "care"
title = "Care"
definition = "Looks after people."

[[resume-criterion]]
id = "bread"
title = "Bread that was sold"
evidence = "Names loaves and who ate them."
weight = 2

[[resume-criterion]]
id = "nights"
title = "Nights worked"
evidence = "Says when."

[[resume-criterion]]
id = "letter"
title = "A letter that fits"
evidence = "Names the bakery."
answer = "yes-no"

[[resume-criterion]]
id = "masters"
title = "Led others"
evidence = "Names them."
levels = ["senior"]

[[round]]
id = "papers"
title = "Papers"
stage = "resume"
interviewers = 2
focus = ["bread", "nights", "letter", "masters"]

[[round]]
id = "talk"
title = "Talk"
stage = "onsite"
focus = ["care"]
"#;

/// A card of papers at the level junior.
pub(crate) fn card(candidate: &str, who: &str, scores: &[(&str, &str)]) -> String {
    let mut card = format!(
        "format = 1\nrubric = \"baker\"\nrubric-version = \"1.0.0\"\ncandidate = \"{candidate}\"\n\
         round = \"papers\"\nlevel = \"junior\"\ninterviewer = \"{who}\"\n\
         interviewed-on = 2025-11-20\nsummary = \"\"\n"
    );
    for (criterion, score) in scores {
        write!(
            card,
            "\n[[score]]\ncriterion = \"{criterion}\"\nscore = {score}\nevidence = \"Page 1 says so of {criterion}.\"\n"
        )
        .unwrap();
    }
    card
}

fn all<'a>(bread: &'a str, nights: &'a str, letter: &'a str) -> [(&'a str, &'a str); 3] {
    [("bread", bread), ("nights", nights), ("letter", letter)]
}

fn with(cards: &[String]) -> Sandbox {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    for (at, card) in cards.iter().enumerate() {
        sandbox.write(&format!("cards/{at}.scorecard.toml"), card);
    }
    sandbox
}

fn report(sandbox: &Sandbox, args: &[&str]) -> Run {
    sandbox.run(
        &[
            &["resume", "report", "r.toml"],
            args,
            &["--scorecards", "cards"],
        ]
        .concat(),
    )
}

fn json(cards: &[String]) -> Value {
    let run = report(&with(cards), &["--format", "json"]).exits(0);
    serde_json::from_str(&run.stdout).expect("the output is JSON")
}

fn near(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap();
    assert!((value - expected).abs() < 1e-9, "{value} and {expected}");
}

#[test]
fn a_share_is_the_weighted_share_of_the_most() {
    let found = json(&[
        card("ada", "x@example.com", &all("4", "2", "\"yes\"")),
        card("ada", "y@example.com", &all("3", "2", "\"no\"")),
    ]);
    let ada = &found["candidates"][0];
    // Means 3.5, 2 and one half, weights 2, 1 and 1, of 4, 4 and 1.
    near(
        &ada["share"]["value"],
        (2.0 * 3.5 + 2.0 + 0.5) / (8.0 + 4.0 + 1.0),
    );
    near(&ada["share_as_given"], 9.5 / 13.0);
    near(&ada["coverage"], 1.0);
    assert_eq!(ada["n_cards"], 2);
    assert_eq!(ada["missing"].as_array().unwrap().len(), 0);
    // A criterion of another level is none here.
    let criteria = found["criteria"].as_array().unwrap();
    assert_eq!(criteria.len(), 3);
    // A yes and a no are 3 points apart on the scale.
    let apart: Vec<_> = ada["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["spread"], &one["apart"]))
        .collect();
    let (no, yes) = (Value::Bool(false), Value::Bool(true));
    assert_eq!(
        apart,
        [(&1.0.into(), &no), (&0.0.into(), &no), (&3.0.into(), &yes)]
    );
    assert_eq!(found["method"]["severity_corrected"], false);
    assert!(
        found["method"]["text"]
            .as_str()
            .unwrap()
            .contains("1 candidate with a score, and there must be 30")
    );
}

/// One reviewer, worked through from the stated assumptions: each score has a standard deviation of
/// half a step, half of its variance common to all.
#[test]
fn an_interval_follows_from_the_assumptions() {
    let found = json(&[card("ada", "x@example.com", &all("3", "3", "\"yes\""))]);
    let share = &found["candidates"][0]["share"];
    // In points: 2·3 + 3 + 1 = 10 of 13. Variance of the sum: 1/8·(2+1+1)² + 1/8·(4+1+1).
    let se = (0.125_f64 * 16.0 + 0.125 * 6.0).sqrt() / 13.0;
    near(&share["value"], 10.0 / 13.0);
    // Student's t with 4 degrees of freedom, 95 %: 2.131847.
    let low = share["low"].as_f64().unwrap();
    assert!((low - (10.0 / 13.0 - 2.131_847 * se)).abs() < 1e-6, "{low}");
    assert_eq!(share["high"], 1.0, "no share is over all");
    // t = 1.3265 with 4 degrees of freedom: .872 by the distribution function in closed form,
    // F(t) = 1/2 + 3/8·(x − x³/12·…), see Abramowitz & Stegun 26.7.4.
    let t = (10.0 / 13.0 - 0.6) / se;
    let sine = t / (4.0 + t * t).sqrt();
    let expected = 0.5 + 0.5 * sine * (1.0 + (1.0 - sine * sine) / 2.0);
    let p = share["probability"].as_f64().unwrap();
    assert!((p - expected).abs() < 1e-6, "{p} and {expected}");
    assert_eq!(found["candidates"][0]["outcome"], "advance");
}

#[test]
fn what_was_not_scored_is_never_zero_and_too_little_is_for_a_person() {
    let of = |letter: &str| {
        let card = card("ada", "x@example.com", &all("4", "4", letter));
        json(&[card])["candidates"][0].clone()
    };
    for word in ["\"not-assessed\"", "\"no-evidence\"", "\"declined\""] {
        let ada = of(word);
        near(&ada["share"]["value"], 1.0);
        near(&ada["coverage"], 0.75);
        assert_eq!(
            ada["outcome"], "review",
            "three quarters are less than 80 %"
        );
        assert_eq!(ada["sufficient"], false);
        assert_eq!(ada["reasons"][0]["decides"], true);
        let said = &ada["criteria"][2]["scores"][0];
        assert_eq!(said["state"], word.trim_matches('"'));
        assert_eq!(said["value"], Value::Null);
        assert_eq!(ada["criteria"][2]["mean"], Value::Null);
    }
    // A no counts as none of one.
    near(&of("\"no\"")["share"]["value"], 12.0 / 13.0);
    // A criterion that the card leaves out was not assessed.
    let card = card("ada", "x@example.com", &[("bread", "4"), ("nights", "4")]);
    let found = json(&[card]);
    assert_eq!(
        found["candidates"][0]["criteria"][2]["scores"][0]["state"],
        "not-assessed"
    );
}

#[test]
fn trainees_are_shown_and_never_counted() {
    let alone = json(&[card("ada", "x@example.com", &all("4", "4", "\"yes\""))]);
    let trainee = card("ada", "t@example.com", &all("1", "1", "\"no\""))
        .replace("summary", "shadow = true\nsummary");
    let both = json(&[
        card("ada", "x@example.com", &all("4", "4", "\"yes\"")),
        trainee.clone(),
    ]);
    let (one, two) = (&alone["candidates"][0], &both["candidates"][0]);
    for key in ["share", "coverage", "outcome", "n_cards", "missing"] {
        assert_eq!(one[key], two[key], "{key}");
    }
    assert_eq!(two["n_trainees"], 1);
    assert_eq!(two["criteria"][0]["scores"][1]["shadow"], true);
    assert_eq!(two["criteria"][0]["spread"], Value::Null);
    // With a trainee's card alone, nothing was scored.
    let only = json(&[trainee]);
    let only = &only["candidates"][0];
    assert_eq!(
        (&only["share"], &only["outcome"]),
        (&Value::Null, &"review".into())
    );
    assert_eq!(only["missing"].as_array().unwrap().len(), 2);
}

#[test]
fn a_review_that_is_missing_is_named_by_its_seat() {
    let sandbox = with(&[card("ada", "x@example.com", &all("4", "4", "\"yes\""))]);
    report(&sandbox, &[])
        .exits(0)
        .shows("ada: Papers, review 2 of 2 (nobody is named)");
}

#[test]
fn the_order_is_no_ranking_where_intervals_overlap() {
    let cards: Vec<String> = [("top", "4"), ("low", "1"), ("mid", "3"), ("also-mid", "3")]
        .iter()
        .flat_map(|(id, score)| {
            let letter = if *score == "1" { "\"no\"" } else { "\"yes\"" };
            let card = |who| card(id, who, &all(score, score, letter));
            [card("x@example.com"), card("y@example.com")]
        })
        .collect();
    let found = json(&cards);
    let order: Vec<_> = found["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["candidate"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(order, ["top", "also-mid", "mid", "low"]);
    let others = |at: usize| {
        let others = &found["candidates"][at]["others"];
        ["n_above", "n_within_noise", "n_below"].map(|key| others[key].as_u64().unwrap())
    };
    assert_eq!(others(3), [3, 0, 0]);
    assert_eq!(others(1), [0, 2, 1]);
    let sandbox = with(&cards);
    report(&sandbox, &["--format", "md"])
        .exits(0)
        .shows("their order is no ranking")
        .shows("┊ the share that advances");
    // Named ones alone, in any order of naming.
    let two = report(&sandbox, &["mid", "low", "--format", "csv"])
        .exits(0)
        .stdout;
    assert_eq!(
        two,
        report(&sandbox, &["low", "mid", "--format", "csv"])
            .exits(0)
            .stdout
    );
    assert_eq!(two.lines().count(), 3);
    report(&sandbox, &["middle"])
        .exits(66)
        .says("there is no scorecard for `middle`");
}

#[test]
fn texts_of_reviewers_are_shown_as_texts() {
    let hostile = card("ada", "<b>Łucja</b> | # x", &all("4", "4", "\"yes\"")).replace(
        "Page 1 says so of bread.",
        "</td><script>x</script> | \\u202Emoc | # 🥖 *no*",
    );
    let sandbox = with(&[hostile]);
    let html = report(&sandbox, &["--format", "html"]).exits(0).stdout;
    assert!(
        !html.contains("<script>x") && !html.contains("<b>Łucja"),
        "{html}"
    );
    assert!(html.contains("&lt;script&gt;x"), "{html}");
    assert!(!html.contains('\u{202e}'));
    let csv = report(&sandbox, &["--format", "csv"]).exits(0).stdout;
    assert_eq!(csv.lines().count(), 2);
}

#[test]
fn what_cannot_be_reviewed_is_said() {
    let ada = card("ada", "x@example.com", &all("4", "4", "\"yes\""));
    let sandbox = with(&[
        ada.clone(),
        ada.replace("ada", "bob").replace("junior", "senior"),
    ]);
    report(&sandbox, &[]).exits(2).says("which level?");
    report(&sandbox, &["--level", "senior"])
        .exits(0)
        .shows("bob");
    report(&sandbox, &["ada", "--level", "senior"])
        .exits(66)
        .says("were reviewed for `junior`, not for `senior`");
    let none = RUBRIC
        .split("[[resume-criterion]]")
        .next()
        .unwrap()
        .to_owned()
        + "[[round]]\nid = \"papers\"\ntitle = \"P\"\nstage = \"resume\"\nfocus = [\"care\"]\n";
    sandbox.write("none.toml", none);
    sandbox.write(
        "c/c.scorecard.toml",
        ada.replace("bread", "care")
            .split("\n[[score]]\ncriterion = \"nights\"")
            .next()
            .unwrap(),
    );
    sandbox
        .run(&["resume", "report", "none.toml", "--scorecards", "c"])
        .exits(66)
        .says("has no resume criterion with a weight at level `junior`");
}
