//! Panels that are wrong or hardly there: a clear verdict or a clear refusal, never a packet that
//! looks complete when it is not, and never a number that is none.

use serde_json::Value;

use super::verdicts::on_scale;
use super::{agreed, assert_verdict, decided};
use crate::panel::{Card, merit, packet, packets, rubric, sandbox, verdict_of};

const THREE: [(&str, &str); 3] = [("a", "required-at = [\"mid\"]"), ("b", ""), ("c", "")];

fn all(score: &str) -> [(&str, &str); 3] {
    THREE.map(|(id, _)| (id, score))
}

/// One file in `cards` is changed as told; the run must be refused with all of these words.
fn refused(change: (&str, &str), words: &[&str]) {
    let sandbox = sandbox(&rubric(2, &THREE, ""), &agreed(2, &all("3")));
    let text = sandbox.read("cards/001.scorecard.toml");
    assert!(text.contains(change.0));
    let text = text.replacen(change.0, change.1, 1);
    sandbox.write("cards/001.scorecard.toml", text);
    let run = packet(&sandbox, &[]).exits(65);
    words
        .iter()
        .fold(run, |run, words| run.says(words))
        .shows_nothing();
}

#[test]
fn cards_that_disagree_are_refused() {
    let level = "[[level]]\nid = \"senior\"\ntitle = \"Senior\"\n[[attitude]]";
    let text = rubric(2, &THREE, "").replacen("[[attitude]]", level, 1);
    let mut cards = agreed(2, &all("3"));
    let sandbox = sandbox(&text, &cards);
    let other = cards[1]
        .text()
        .replace("level = \"mid\"", "level = \"senior\"");
    sandbox.write("cards/001.scorecard.toml", other);
    packet(&sandbox, &[])
        .exits(65)
        .says("the cards of `ada` are for different levels")
        .says("one panel assesses one level")
        .shows_nothing();
    refused(("rubric = \"r\"", "rubric = \"s\""), &["`s`"]);
    refused(
        ("rubric-version = \"1.0.0\"", "rubric-version = \"2.0.0\""),
        &["2.0.0"],
    );
    refused(("level = \"mid\"", "level = \"lead\""), &["`lead`"]);
    refused(
        ("interviewer = \"i1", "interviewer = \"i0"),
        &["another card for `ada`"],
    );
    // A card of somebody else is a panel of its own, and both say what is missing.
    cards[1] = cards[1].clone().of("bob");
    let found = packets(&crate::panel::sandbox(&rubric(2, &THREE, ""), &cards));
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|packet| packet["n_missing"] == 1));
}

#[test]
fn one_card_of_five_says_so_before_anything_else() {
    let sandbox = sandbox(
        &rubric(5, &THREE, "[decision]\nmin-raters = 1\n"),
        &agreed(1, &all("3")),
    );
    let text = packet(&sandbox, &["--format", "md"]).exits(0).stdout;
    let top: Vec<_> = text
        .lines()
        .filter(|line| !line.is_empty())
        .take(3)
        .collect();
    assert!(
        top.join("\n").contains("1 card counted, 4 missing"),
        "{top:#?}"
    );
    let packet = packets(&sandbox).remove(0);
    assert_eq!(
        (&packet["n_missing"], &packet["verdict"]),
        (&4.into(), &"hire".into())
    );
    // By the rules that a rubric has where it says nothing, one rater is too few.
    let packet = verdict_of(&rubric(5, &THREE, ""), &agreed(1, &all("3")));
    assert_verdict(&packet, "insufficient", "raters");
    let next = packet["next_steps"][0].as_str().unwrap();
    assert!(next.contains("4 cards still missing"), "{next}");
}

#[test]
fn no_card_is_refused() {
    let sandbox = sandbox(&rubric(2, &THREE, ""), &[]);
    sandbox.write("cards/readme.txt", "none");
    let run = packet(&sandbox, &[]);
    assert_ne!(run.code, Some(0), "{run:#?}");
    run.shows_nothing();
    packet(
        &crate::panel::sandbox(&rubric(2, &THREE, ""), &agreed(1, &all("3"))),
        &["bob"],
    )
    .exits(66)
    .says("if bob is a candidate, name it before --scorecards");
}

#[test]
fn everything_declined_is_insufficient() {
    for word in ["\"declined\"", "\"not-assessed\"", "\"no-evidence\""] {
        let packet = verdict_of(&rubric(2, &THREE, ""), &agreed(2, &all(word)));
        assert_verdict(&packet, "insufficient", "coverage");
        assert_eq!(packet["fair"], Value::Null);
        assert_eq!(packet["coverage"], 0.0);
        assert_sound(&packet, (1.0, 4.0));
        let text = packet.to_string();
        assert!(!text.contains("-0 %") && !text.contains("NaN"), "{text}");
    }
}

#[test]
fn every_score_missing_for_a_required_criterion_is_insufficient() {
    let scores = [("a", "\"no-evidence\""), ("b", "4"), ("c", "4")];
    let tail = "[decision]\nmin-coverage = 0.5\n";
    let packet = verdict_of(&rubric(2, &THREE, tail), &agreed(2, &scores));
    assert_verdict(&packet, "insufficient", "raters");
    assert!(
        packet["next_steps"].to_string().contains("Title of a"),
        "{}",
        packet["next_steps"]
    );
    assert_sound(&packet, (1.0, 4.0));
}

#[test]
fn weights_of_zero_at_this_level_are_refused_or_insufficient() {
    let none = [
        ("a", "weight = 0"),
        ("b", "weight = 0"),
        ("c", "weight = 0"),
    ];
    let sandbox = sandbox(&rubric(2, &none, ""), &agreed(2, &all("3")));
    let run = packet(&sandbox, &["--format", "json"]);
    if run.code == Some(65) {
        run.says("weight").shows_nothing();
    } else {
        let packet = packets(&sandbox).remove(0);
        assert_eq!(decided(&packet).0, "insufficient");
        assert_sound(&packet, (1.0, 4.0));
    }
}

#[test]
fn a_level_without_criteria_is_refused_or_insufficient() {
    let level = "[[level]]\nid = \"senior\"\ntitle = \"Senior\"\n[[attitude]]";
    let text = rubric(2, &[("a", "levels = [\"senior\"]")], "").replacen("[[attitude]]", level, 1);
    let sandbox = sandbox(&text, &agreed(2, &[]));
    let run = packet(&sandbox, &["--format", "json"]);
    assert!(
        run.code == Some(65) || decided(&packets(&sandbox)[0]).0 == "insufficient",
        "{run:#?}"
    );
}

#[test]
fn a_template_that_fails_half_way_leaves_nothing() {
    let sandbox = sandbox(&rubric(2, &THREE, ""), &agreed(2, &all("3")));
    sandbox.write("panelkit.toml", "templates = \"t\"\n");
    sandbox.write(
        "t/packet.md",
        "# Begun\n\n{{ candidate.name }} {{ nothing.there }}\n",
    );
    sandbox.write("p.md", "before");
    let run = packet(&sandbox, &["-o", "p.md"]);
    assert_ne!(run.code, Some(0), "{run:#?}");
    assert_eq!(sandbox.read("p.md"), "before");
    run.says("packet.md").shows_nothing();
}

/// Whatever a panel looks like, what is said of it is sound. Scales, weights, thresholds, what is
/// missing and who is there are drawn; under the floor of the severity model and over it.
#[test]
fn packets_of_random_panels_are_sound() {
    for seed in 0..12 {
        let n_candidates = if seed % 3 == 0 { 40 } else { 6 };
        let mut draws = Draws(seed);
        let n_points: i64 = [2, 4, 9, 5][draws.below(4)];
        let lowest = [0, -3][draws.below(2)];
        let values: Vec<i64> = (lowest..lowest + n_points).collect();
        let weights: Vec<String> = (0..3).map(|_| draws.criterion()).collect();
        let ids = ["a", "b", "c"];
        let criteria: Vec<_> = ids
            .iter()
            .zip(&weights)
            .map(|(id, lines)| (*id, lines.as_str()))
            .collect();
        let text = rubric(3, &criteria, &draws.decision());
        let bar = draws.below(values.len() - 1) + 1;
        let text = on_scale(&values, bar, &text);
        let cards = draws.cards(n_candidates, &ids, &values);
        let sandbox = sandbox(&text, &cards);
        let scale = (as_number(values[0]), as_number(values[values.len() - 1]));
        for packet in packets(&sandbox) {
            assert_sound(&packet, scale);
        }
    }
}

/// Somebody who meets the bar throughout is a hire, whichever engine gives the fair scores and
/// whatever the weights.
#[test]
fn meeting_the_bar_throughout_is_a_hire_by_both_engines() {
    for (n_others, method) in [(0, "raw-means"), (45, "severity-model")] {
        let mut cards: Vec<_> = agreed(3, &all("3"));
        for candidate in 0..n_others {
            for seat in 0..3 {
                let who = (candidate * 3 + seat * (1 + candidate % 3)) % 10;
                let scores = [0, 1, 2].map(|c| merit(candidate, c, who).to_string());
                let scores: Vec<_> = THREE
                    .iter()
                    .zip(&scores)
                    .map(|((id, _), s)| (*id, s.as_str()))
                    .collect();
                cards.push(
                    Card::new(&format!("i{who}@example.com"), &scores)
                        .of(&format!("c{candidate:02}")),
                );
            }
        }
        for weight in ["weight = 1e6", "weight = 0.000001"] {
            let criteria = [("a", "required-at = [\"mid\"]"), ("b", weight), ("c", "")];
            let found = packets(&sandbox(&rubric(3, &criteria, ""), &cards));
            let ada = found
                .iter()
                .find(|packet| packet["candidate"]["id"] == "ada")
                .unwrap();
            assert_eq!(ada["method"]["name"], method);
            assert_eq!(decided(ada).0, "hire", "{weight}: {:#}", ada["reasons"]);
            assert_sound(ada, (1.0, 4.0));
        }
    }
}

fn as_number(value: i64) -> f64 {
    f64::from(i32::try_from(value).unwrap())
}

/// What holds of every packet.
#[track_caller]
fn assert_sound(packet: &Value, scale: (f64, f64)) {
    let (verdict, step) = decided(packet);
    let deciding = packet["reasons"].as_array().unwrap().iter();
    let deciding = deciding
        .clone()
        .find(|reason| reason["decides"] == true)
        .unwrap();
    let finding = deciding["finding"].as_str().unwrap();
    let expected: &[&str] = match finding {
        "no-hire" => &["no-hire", "strong-no-hire"],
        "hire" => &["hire", "strong-hire"],
        "debrief" | "at-best-debrief" => &["debrief"],
        "insufficient" | "not-reached" => &["insufficient"],
        other => panic!("{step} decides by {other}"),
    };
    assert!(
        expected.contains(&verdict.as_str()),
        "{verdict} by {step}: {finding}"
    );
    let coverage = packet["coverage"].as_f64().expect("a share");
    assert!((0.0..=1.0).contains(&coverage), "{coverage}");
    for reason in packet["reasons"].as_array().unwrap() {
        for (name, number) in reason["numbers"].as_object().unwrap() {
            assert!(number.is_number(), "{name} in {reason}");
        }
    }
    scores_are_sound(packet, scale);
}

/// Every fair score, wherever it stands: numbers all, the interval around the value and within the
/// scale, the probability one.
fn scores_are_sound(value: &Value, scale: (f64, f64)) {
    if let Some(list) = value.as_array() {
        for value in list {
            scores_are_sound(value, scale);
        }
    }
    let Some(object) = value.as_object() else {
        return;
    };
    if ["value", "low", "high", "probability"]
        .iter()
        .all(|key| object.contains_key(*key))
    {
        let at = |key: &str| {
            object[key]
                .as_f64()
                .unwrap_or_else(|| panic!("{key} in {value}"))
        };
        // Sums of many decimals may pass the end of the scale by the last of them.
        let slack = 1e-9;
        assert!(
            scale.0 - slack <= at("low") && at("high") <= scale.1 + slack,
            "{value}"
        );
        assert!(
            at("low") <= at("value") + slack && at("value") <= at("high") + slack,
            "{value}"
        );
        assert!((0.0..=1.0).contains(&at("probability")), "{value}");
    }
    object
        .values()
        .for_each(|value| scores_are_sound(value, scale));
}

/// Numbers that a seed decides (Knuth's linear congruential generator of 64 bits, its high bits).
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn criterion(&mut self) -> String {
        let weight = [
            "",
            "weight = 0\n",
            "weight = 1e6\n",
            "weight = 0.000001\n",
            "weight = 3\n",
        ];
        let required = ["", "", "required-at = [\"mid\"]\n"];
        // The first two of the weights keep some weight at the level.
        let weight = weight[[0, 4, 0, 2, 3, 1][self.below(6)]];
        format!("{weight}{}", required[self.below(3)])
    }

    fn decision(&mut self) -> String {
        let raters = self.below(3) + 1;
        let coverage = ["0", "0.5", "1"][self.below(3)];
        format!("[decision]\nmin-raters = {raters}\nmin-coverage = {coverage}\n")
    }

    fn cards(&mut self, n_candidates: usize, ids: &[&str], values: &[i64]) -> Vec<Card> {
        let mut cards = Vec::new();
        for candidate in 0..n_candidates {
            let n_cards = self.below(3) + 1;
            let first = self.below(10);
            for seat in 0..n_cards {
                let scores: Vec<(&str, String)> =
                    ids.iter().map(|id| (*id, self.score(values))).collect();
                let scores: Vec<_> = scores
                    .iter()
                    .map(|(id, score)| (*id, score.as_str()))
                    .collect();
                let recommends =
                    ["hire", "no-hire", "strong-hire", "strong-no-hire"][self.below(4)];
                let card = Card::new(&format!("i{}", (first + seat * 3) % 10), &scores);
                let card = card.of(&format!("c{candidate:02}")).recommends(recommends);
                cards.push(if self.below(5) == 0 {
                    card.without_evidence()
                } else {
                    card
                });
            }
        }
        cards
    }

    fn score(&mut self, values: &[i64]) -> String {
        match self.below(9) {
            0 => "\"not-assessed\"".to_owned(),
            1 => "\"no-evidence\"".to_owned(),
            2 => "\"declined\"".to_owned(),
            _ => format!("\"p{}\"", self.below(values.len())),
        }
    }
}
