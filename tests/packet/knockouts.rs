//! Panel knock-outs.

use super::{agreed, assert_verdict};
use crate::panel::{Card, rubric, verdict_of};

const CRITERIA: [(&str, &str); 5] = [("a", ""), ("b", ""), ("c", ""), ("d", ""), ("e", "")];

/// A knock-out on `a` at `far-below`, its other keys in `lines`.
fn rule(lines: &str) -> String {
    let effect = if lines.contains("effect") {
        ""
    } else {
        "effect = \"no-hire\"\n"
    };
    format!(
        "[[knockout]]\nid = \"k\"\nat = \"panel\"\ncriterion = \"a\"\nat-most = \"far-below\"\nreason = \"We cannot.\"\n{effect}{lines}\n"
    )
}

/// Three cards that meet or exceed the bar but for the first `n_low`, who score `a` at the bottom.
fn panel(n_low: usize) -> Vec<Card> {
    let scores = |a| [("a", a), ("b", "4"), ("c", "4"), ("d", "4"), ("e", "4")];
    let mut cards = agreed(3, &scores("4"));
    for (n, card) in cards.iter_mut().enumerate().take(n_low) {
        *card = Card::new(&format!("i{n}@example.com"), &scores("1"));
    }
    cards
}

#[test]
fn as_many_raters_as_the_rule_asks_for_knock_out() {
    // Raters as the rule has them, how many are low, whether that knocks out.
    let cases = [
        ("\"any\"", 0, false),
        ("\"any\"", 1, true),
        ("\"majority\"", 1, false),
        ("\"majority\"", 2, true),
        ("\"all\"", 2, false),
        ("\"all\"", 3, true),
        ("1", 1, true),
        ("2", 1, false),
        ("2", 2, true),
        ("4", 3, false),
    ];
    for (raters, n_low, knocks_out) in cases {
        let packet = verdict_of(
            &rubric(3, &CRITERIA, &rule(&format!("raters = {raters}"))),
            &panel(n_low),
        );
        let out = packet["reasons"][0]["decides"] == true;
        assert_eq!(out, knocks_out, "{raters} raters, {n_low} low");
        assert_eq!(
            packet["verdict"] == "no-hire",
            knocks_out,
            "{raters} raters, {n_low} low"
        );
    }
}

#[test]
fn a_knock_out_says_why_and_is_never_strong() {
    let packet = verdict_of(&rubric(3, &CRITERIA, &rule("raters = \"any\"")), &panel(1));
    assert_verdict(&packet, "no-hire", "knock-outs");
    let headline = packet["headline"].as_str().unwrap();
    assert!(
        headline.contains("We cannot.") && headline.contains("1 of 3 raters"),
        "{headline}"
    );
    let low: Vec<_> = ["a", "b", "c", "d", "e"].map(|id| (id, "1")).into();
    let packet = verdict_of(
        &rubric(3, &CRITERIA, &rule("raters = \"any\"")),
        &agreed(3, &low),
    );
    assert_verdict(&packet, "no-hire", "knock-outs");
}

#[test]
fn a_half_is_no_majority() {
    let text = rubric(2, &CRITERIA, &rule("raters = \"majority\""));
    let cards = panel(1);
    let packet = verdict_of(&text, &cards[..2]);
    assert_ne!(packet["reasons"][0]["finding"], "no-hire");
}

#[test]
fn without_evidence_a_knock_out_asks_for_a_debrief() {
    let mut cards = panel(1);
    cards[0] = cards[0].clone().without_evidence();
    let text = rubric(3, &CRITERIA, &rule("raters = \"any\""));
    assert_verdict(&verdict_of(&text, &cards), "debrief", "knock-outs");
    let text = rubric(
        3,
        &CRITERIA,
        &rule("raters = \"any\"\nneeds-evidence = false"),
    );
    assert_verdict(&verdict_of(&text, &cards), "no-hire", "knock-outs");
    // One of two low ones with evidence is enough for `any`, not for `majority`.
    let mut cards = panel(2);
    cards[0] = cards[0].clone().without_evidence();
    let text = rubric(3, &CRITERIA, &rule("raters = \"any\""));
    assert_verdict(&verdict_of(&text, &cards), "no-hire", "knock-outs");
    let text = rubric(3, &CRITERIA, &rule("raters = \"majority\""));
    assert_verdict(&verdict_of(&text, &cards), "debrief", "knock-outs");
}

#[test]
fn an_effect_of_debrief_holds_a_hire_back_and_lifts_nobody() {
    let text = rubric(
        3,
        &CRITERIA,
        &rule("raters = \"any\"\neffect = \"debrief\""),
    );
    assert_verdict(&verdict_of(&text, &panel(1)), "debrief", "knock-outs");
    let low: Vec<_> = ["a", "b", "c", "d", "e"].map(|id| (id, "1")).into();
    let packet = verdict_of(&text, &agreed(3, &low));
    assert_verdict(&packet, "strong-no-hire", "bar");
}

#[test]
fn a_rule_for_other_levels_is_not_applied() {
    let level = "[[level]]\nid = \"high\"\ntitle = \"High\"\n";
    let text = rubric(
        3,
        &CRITERIA,
        &(rule("raters = \"any\"\nlevels = [\"high\"]") + level),
    );
    assert_verdict(&verdict_of(&text, &panel(1)), "strong-hire", "bar");
    let text = rubric(
        3,
        &CRITERIA,
        &(rule("raters = \"any\"\nlevels = [\"mid\", \"high\"]") + level),
    );
    assert_verdict(&verdict_of(&text, &panel(1)), "no-hire", "knock-outs");
}

#[test]
fn a_knock_out_comes_before_too_little_coverage() {
    let text = rubric(3, &CRITERIA, &rule("raters = \"any\""));
    let cards = [Card::new("eve", &[("a", "1")])];
    assert_verdict(&verdict_of(&text, &cards), "no-hire", "knock-outs");
}

#[test]
fn who_gave_no_number_is_no_rater() {
    let text = rubric(3, &CRITERIA, &rule("raters = \"all\""));
    let mut cards = panel(1);
    for card in &mut cards[1..] {
        "\"declined\"".clone_into(&mut card.scores[0].1);
    }
    assert_verdict(&verdict_of(&text, &cards), "no-hire", "knock-outs");
}
