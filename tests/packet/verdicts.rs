//! Each verdict with the smallest panel that earns it.

use super::{agreed, assert_verdict, decided};
use crate::panel::{Card, rubric, verdict_of};

const FOUR: [(&str, &str); 4] = [("a", ""), ("b", ""), ("c", ""), ("d", "")];

fn all(score: &'static str) -> [(&'static str, &'static str); 4] {
    [("a", score), ("b", score), ("c", score), ("d", score)]
}

#[test]
fn everybody_meeting_the_bar_is_a_hire() {
    for n_criteria in 2..=4 {
        for n_cards in 1..=5 {
            let scores = &all("3")[..n_criteria];
            let rubric = rubric(n_cards, &FOUR[..n_criteria], "");
            let packet = verdict_of(&rubric, &agreed(n_cards, scores));
            let (verdict, _) = decided(&packet);
            assert_eq!(
                verdict, "hire",
                "{n_cards} cards of {n_criteria}: {:#?}",
                packet["reasons"]
            );
            assert_eq!(packet["fair"]["value"], 3.0);
        }
    }
}

#[test]
fn a_point_over_the_bar_line_is_strong_and_one_under_it_too() {
    let rubric = rubric(3, &FOUR, "");
    let cases = [
        ("4", "hire", "strong-hire"),
        ("3", "hire", "hire"),
        ("2", "no-hire", "no-hire"),
        ("1", "strong-no-hire", "strong-no-hire"),
    ];
    for (score, recommendation, verdict) in cases {
        let cards: Vec<_> = agreed(3, &all(score))
            .into_iter()
            .map(|card| card.recommends(recommendation))
            .collect();
        assert_verdict(&verdict_of(&rubric, &cards), verdict, "bar");
    }
}

#[test]
fn the_strong_margin_is_taken_from_the_rules() {
    let tail = "[decision]\nstrong-margin = 0.5\n";
    assert_verdict(
        &verdict_of(&rubric(3, &FOUR, tail), &agreed(3, &all("3"))),
        "strong-hire",
        "bar",
    );
    let tail = "[decision]\nstrong-margin = 2\n";
    assert_verdict(
        &verdict_of(&rubric(3, &FOUR, tail), &agreed(3, &all("4"))),
        "hire",
        "bar",
    );
}

#[test]
fn mixed_scores_about_the_bar_line_are_a_debrief() {
    let scores = [("a", "3"), ("b", "2"), ("c", "3"), ("d", "2")];
    let packet = verdict_of(&rubric(2, &FOUR, ""), &agreed(2, &scores));
    assert_verdict(&packet, "debrief", "bar");
    assert_eq!(packet["fair"]["value"], 2.5);
}

#[test]
fn too_little_of_the_weight_is_insufficient() {
    // 3 of 4 is under the default of 80 %.
    let packet = verdict_of(&rubric(2, &FOUR, ""), &agreed(2, &all("4")[..3]));
    assert_verdict(&packet, "insufficient", "coverage");
    assert_eq!(packet["coverage"], 0.75);
    // By weight and not by number.
    let heavy = [("a", "weight = 4"), ("b", ""), ("c", "weight = 0")];
    assert_verdict(
        &verdict_of(&rubric(2, &heavy, ""), &agreed(2, &[("a", "3")])),
        "hire",
        "bar",
    );
    assert_verdict(
        &verdict_of(
            &rubric(2, &heavy, ""),
            &agreed(2, &[("b", "3"), ("c", "3")]),
        ),
        "insufficient",
        "coverage",
    );
}

#[test]
fn a_share_that_is_just_enough_is_enough() {
    for (weights, needed) in [
        (["0.1", "0.2", "0.7"], "0.3"),
        (["0.3", "0.6", "0.1"], "0.9"),
    ] {
        let lines = weights.map(|weight| format!("weight = {weight}"));
        let criteria = [
            ("a", lines[0].as_str()),
            ("b", lines[1].as_str()),
            ("c", lines[2].as_str()),
        ];
        let tail = format!("[decision]\nmin-coverage = {needed}\n");
        let packet = verdict_of(
            &rubric(2, &criteria, &tail),
            &agreed(2, &[("a", "4"), ("b", "4")]),
        );
        assert_verdict(&packet, "strong-hire", "bar");
    }
}

#[test]
fn a_required_criterion_with_too_few_raters_is_insufficient() {
    let criteria = [("a", "required-at = [\"mid\"]"), ("b", ""), ("c", "")];
    let scores = [("a", "3"), ("b", "3"), ("c", "3")];
    assert_verdict(
        &verdict_of(&rubric(2, &criteria, ""), &agreed(1, &scores)),
        "insufficient",
        "raters",
    );
    assert_verdict(
        &verdict_of(&rubric(2, &criteria, ""), &agreed(2, &scores)),
        "hire",
        "bar",
    );
    let one = "[decision]\nmin-raters = 1\n";
    assert_verdict(
        &verdict_of(&rubric(2, &criteria, one), &agreed(1, &scores)),
        "hire",
        "bar",
    );
    // Two cards of one person are one rater.
    let again = "[[round]]\nid = \"again\"\ntitle = \"Again\"\nstage = \"onsite\"\nfocus = [\"a\", \"b\", \"c\"]\n";
    let twice = [
        Card::new("eve", &scores),
        Card::new("Eve ", &scores).in_round("again"),
    ];
    assert_verdict(
        &verdict_of(&rubric(1, &criteria, again), &twice),
        "insufficient",
        "raters",
    );
}

#[test]
fn no_number_at_all_is_insufficient_and_no_zero() {
    for word in ["\"not-assessed\"", "\"no-evidence\"", "\"declined\""] {
        let cards: Vec<_> = agreed(3, &all(word))
            .into_iter()
            .map(Card::without_evidence)
            .collect();
        for tail in ["", "[decision]\nmin-coverage = 0\n"] {
            let packet = verdict_of(&rubric(3, &FOUR, tail), &cards);
            assert_verdict(&packet, "insufficient", "coverage");
            assert_eq!(packet["fair"], serde_json::Value::Null);
            assert_eq!(packet["coverage"], 0.0);
        }
    }
}

#[test]
fn a_required_criterion_far_under_the_bar_rules_a_hire_out() {
    let criteria = [
        ("a", "required-at = [\"mid\"]"),
        ("b", ""),
        ("c", ""),
        ("d", ""),
        ("e", ""),
    ];
    let scores = |a| [("a", a), ("b", "4"), ("c", "4"), ("d", "4"), ("e", "4")];
    let packet = verdict_of(&rubric(3, &criteria, ""), &agreed(3, &scores("1")));
    assert_verdict(&packet, "no-hire", "required-criteria");
    assert!(packet["fair"]["value"].as_f64().unwrap() > 3.0);
    // Under one half, over the line of no hire: at best a debrief.
    let mut cards = agreed(2, &scores("2"));
    cards.push(Card::new("kind", &scores("3")));
    assert_verdict(
        &verdict_of(&rubric(3, &criteria, ""), &cards),
        "debrief",
        "required-criteria",
    );
    // Not required, it only pulls the mean down.
    let free = [("a", ""), ("b", ""), ("c", ""), ("d", ""), ("e", "")];
    assert_verdict(
        &verdict_of(&rubric(3, &free, ""), &agreed(3, &scores("1"))),
        "hire",
        "bar",
    );
}

#[test]
fn a_criterion_required_elsewhere_is_free_here() {
    let level = "[[level]]\nid = \"high\"\ntitle = \"High\"\n";
    let criteria = [
        ("a", "required-at = [\"high\"]"),
        ("b", ""),
        ("c", ""),
        ("d", ""),
        ("e", ""),
    ];
    let scores = [("a", "1"), ("b", "4"), ("c", "4"), ("d", "4"), ("e", "4")];
    let packet = verdict_of(&rubric(3, &criteria, level), &agreed(3, &scores));
    assert_verdict(&packet, "hire", "bar");
}

#[test]
fn a_split_panel_is_a_debrief_whatever_the_average() {
    let panel = |sides: &[&str]| -> Vec<_> {
        let cards = agreed(sides.len(), &all("4")).into_iter().zip(sides);
        cards.map(|(card, side)| card.recommends(side)).collect()
    };
    let two_each = panel(&["hire", "strong-hire", "no-hire", "strong-no-hire"]);
    assert_verdict(
        &verdict_of(&rubric(4, &FOUR, ""), &two_each),
        "debrief",
        "split-panel",
    );
    let one_against = panel(&["hire", "hire", "hire", "no-hire"]);
    assert_verdict(
        &verdict_of(&rubric(4, &FOUR, ""), &one_against),
        "strong-hire",
        "bar",
    );
    let one = "[decision]\nsplit = 1\n";
    assert_verdict(
        &verdict_of(&rubric(4, &FOUR, one), &one_against),
        "debrief",
        "split-panel",
    );
}

#[test]
fn raters_far_apart_on_a_required_criterion_are_a_debrief() {
    let apart = [
        Card::new("eve", &[("a", "4"), ("b", "4"), ("c", "4")]),
        Card::new("ian", &[("a", "2"), ("b", "4"), ("c", "4")]),
    ];
    let required = [("a", "required-at = [\"mid\"]"), ("b", ""), ("c", "")];
    let packet = verdict_of(&rubric(2, &required, ""), &apart);
    assert_verdict(&packet, "debrief", "spread");
    assert_eq!(packet["criteria"][0]["spread"], 2.0);
    assert_eq!(packet["agenda"][0]["criterion"]["id"], "a");
    let free = [("a", ""), ("b", ""), ("c", "")];
    let packet = verdict_of(&rubric(2, &free, ""), &apart);
    assert_verdict(&packet, "strong-hire", "bar");
    assert_eq!(
        packet["agenda"][0]["criterion"]["id"], "a",
        "it is on the agenda all the same"
    );
    let wide = "[decision]\nmax-spread = 3\n";
    let packet = verdict_of(&rubric(2, &required, wide), &apart);
    assert_verdict(&packet, "strong-hire", "bar");
    assert_eq!(packet["agenda"][0]["far_apart"], false);
}

#[test]
fn weights_of_0_and_by_level_are_kept_to() {
    let level = "[[level]]\nid = \"high\"\ntitle = \"High\"\naliases = [\"L9\"]\n";
    let weight = "weight = { mid = 0, L9 = 3 }";
    let criteria = [("a", weight), ("b", "weight = { high = 1 }"), ("c", "")];
    let scores = [("a", "1"), ("b", "3"), ("c", "3")];
    let text = rubric(2, &criteria, level);
    let packet = verdict_of(&text, &agreed(2, &scores));
    assert_eq!(packet["fair"]["value"], 3.0, "a weighs nothing at mid");
    assert_verdict(&packet, "hire", "bar");
    assert_eq!(packet["criteria"][0]["weight"], 0.0);
    let sandbox = crate::panel::sandbox(&text, &[]);
    for (n, card) in agreed(2, &scores).iter().enumerate() {
        sandbox.write(
            &format!("cards/{n}.scorecard.toml"),
            card.text().replace("\"mid\"", "\"L9\""),
        );
    }
    let packet = crate::panel::packets(&sandbox).remove(0);
    assert!(
        (packet["fair"]["value"].as_f64().unwrap() - 9.0 / 5.0).abs() < 1e-9,
        "3 × 1 + 3 + 3 over 5"
    );
    assert_eq!(packet["level"]["id"], "high");
}

/// A scale of these values, its bar the point at `bar`, before the first level.
pub(super) fn on_scale(values: &[i64], bar: usize, rubric: &str) -> String {
    let points: Vec<_> = values
        .iter()
        .enumerate()
        .map(|(n, value)| {
            format!("{{ id = \"p{n}\", value = {value}, label = \"P{n}\", meaning = \"p\" }}")
        })
        .collect();
    let scale = format!(
        "[scale]\nbar = \"p{bar}\"\npoints = [{}]\n[[level]]",
        points.join(", ")
    );
    rubric.replacen("[[level]]", &scale, 1)
}

#[test]
fn verdicts_follow_the_scale_that_the_rubric_has() {
    let cases: &[(&[i64], usize, &str, &str)] = &[
        (&[0, 1], 1, "1", "hire"),
        (&[0, 1], 1, "0", "no-hire"),
        (&[1, 2, 3, 4, 5, 6, 7, 8, 9], 5, "6", "hire"),
        (&[1, 2, 3, 4, 5, 6, 7, 8, 9], 5, "9", "strong-hire"),
        (&[1, 2, 3, 4, 5, 6, 7, 8, 9], 5, "\"p0\"", "strong-no-hire"),
        (&[-5, -3, -1], 1, "-3", "strong-hire"),
        (&[-5, -3, -1], 1, "-5", "strong-no-hire"),
        (&[-1000, 1000], 1, "1000", "strong-hire"),
        (&[0, 10, 20, 30], 2, "\"p2\"", "strong-hire"),
    ];
    for (values, bar, score, verdict) in cases {
        let text = on_scale(values, *bar, &rubric(3, &FOUR, ""));
        let scores = FOUR.map(|(id, _)| (id, *score));
        let packet = verdict_of(&text, &agreed(3, &scores));
        assert_eq!(
            decided(&packet).0,
            *verdict,
            "{values:?}, everybody {score}: {:#?}",
            packet["reasons"]
        );
        let fair = &packet["fair"];
        let (low, high) = (
            fair["low"].as_f64().unwrap(),
            fair["high"].as_f64().unwrap(),
        );
        let value = fair["value"].as_f64().unwrap();
        assert!(low <= value && value <= high, "{fair:#?}");
    }
}

#[test]
fn the_thresholds_are_taken_from_the_rules() {
    let cards = agreed(3, &all("3"));
    let strict = "[decision]\nhire-at = 0.999\nno-hire-at = 0.1\n";
    assert_verdict(
        &verdict_of(&rubric(3, &FOUR, strict), &cards),
        "debrief",
        "bar",
    );
    let high = "[decision]\nbar-line = 4\n";
    assert_verdict(
        &verdict_of(&rubric(3, &FOUR, high), &cards),
        "strong-no-hire",
        "bar",
    );
}

/// Weights at the ends of what a number can be are either refused or weighed: sums and products of
/// them must not overflow into a verdict.
#[test]
fn enormous_and_tiny_weights_do_not_break_the_verdict() {
    for weight in ["1e308", "1.7e308", "1e-320", "5e-324", "1e154"] {
        let line = format!("weight = {weight}");
        let criteria = FOUR.map(|(id, _)| (id, line.as_str()));
        let sandbox = crate::panel::sandbox(&rubric(3, &criteria, ""), &agreed(3, &all("4")));
        let run = crate::panel::packet(&sandbox, &["--format", "json"]);
        if run.code != Some(65) {
            let packet = crate::panel::packets(&sandbox).remove(0);
            assert_verdict(&packet, "strong-hire", "bar");
            assert_eq!(packet["coverage"], 1.0, "{weight}");
        }
    }
}
