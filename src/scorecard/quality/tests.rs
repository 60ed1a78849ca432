//! Cases of several checks on scales of every length, and on scores that fit together or do not.

use super::testing::{RUBRIC, ending, many, many_of};
use super::{extreme, halo, recommendation, ticks};

fn card(recommendation: &str, scores: &[(&str, &str, &str)]) -> String {
    let mut text = format!(
        "recommendation = \"{recommendation}\"\nsummary = \"As below.\"\nasked = [\"outage\"]\n"
    );
    for (criterion, score, observed) in scores {
        let block = format!(
            "[[score]]\ncriterion = \"{criterion}\"\nscore = {score}\n\
             evidence = \"What was said about {criterion} and done for it.\"\nobserved = [{observed}]\n"
        );
        text.push_str(&block);
    }
    ending(&text)
}

#[test]
fn ticks_contradict_only_where_they_outweigh() {
    let cases = [
        ("3", r#""outage-1""#, 1),
        ("3", r#""outage+1", "outage-1""#, 0),
        ("4", r#""outage+1", "outage+2", "outage-1""#, 0),
        ("3", r#""outage-1", "explain-1", "outage+1""#, 1),
        ("2", r#""outage+1""#, 0),
        ("2", r#""outage+1", "outage+2""#, 1),
        ("2", r#""outage+1", "outage+2", "outage-1""#, 1),
        ("2", r#""outage+1", "outage-1""#, 0),
        ("1", r#""outage-1""#, 0),
        ("\"no-evidence\"", r#""outage-1""#, 0),
        ("3", "", 0),
    ];
    for (score, observed, n) in cases {
        let found = many(
            &ticks::CHECK,
            &[card("hire", &[("diagnosis", score, observed)])],
        );
        assert_eq!(found.len(), n, "{score} {observed}: {found:#?}");
    }
}

#[test]
fn the_ends_of_every_scale_are_extreme() {
    for n_points in 2..=9 {
        let points: Vec<_> = (1..=n_points)
            .map(|n| format!("{{ id = \"p{n}\", value = {n}, label = \"P\", meaning = \"p\" }}"))
            .collect();
        let scale = format!(
            "[scale]\nbar = \"p2\"\npoints = [{}]\n\n",
            points.join(", ")
        );
        let rubric = RUBRIC.replacen("[[level]]", &format!("{scale}[[level]]"), 1);
        for score in 1..=n_points {
            let of = card("hire", &[("diagnosis", &score.to_string(), "")]);
            let expected = usize::from(score == 1 || score == n_points);
            let found = many_of(&rubric, &extreme::CHECK, &[of]);
            assert_eq!(found.len(), expected, "{score} of {n_points}: {found:#?}");
        }
    }
    let unlisted = card("hire", &[("calm", "4", "")]);
    assert_eq!(many(&extreme::CHECK, &[unlisted]), [""; 0]);
}

#[test]
fn recommendations_are_weighed_against_scores() {
    let cases: &[(&str, &[&str], usize)] = &[
        ("hire", &["2", "3", "2"], 1),
        ("strong-hire", &["1", "3", "2"], 1),
        ("hire", &["3", "2", "1"], 0),
        ("hire", &["2", "4", "4"], 0),
        ("hire", &["2", "2", "2"], 1),
        ("no-hire", &["3", "3", "4"], 1),
        ("strong-no-hire", &["3", "2", "4"], 0),
        ("no-hire", &["1", "2", "2"], 0),
        (
            "no-hire",
            &["\"not-assessed\"", "\"declined\"", "\"no-evidence\""],
            0,
        ),
    ];
    for (given, scores, n) in cases {
        let criteria = ["diagnosis", "clarity", "calm"];
        let scores: Vec<_> = criteria
            .iter()
            .zip(*scores)
            .map(|(id, score)| (*id, *score, ""))
            .collect();
        let found = many(&recommendation::CHECK, &[card(given, &scores)]);
        assert_eq!(found.len(), *n, "{given} {scores:?}: {found:#?}");
    }
}

#[test]
fn equal_scores_are_questioned_from_four_on_and_without_evidence_of_their_own() {
    let all = ["diagnosis", "clarity", "calm", "care"];
    let of = |n: usize, last: &str| {
        let scores: Vec<_> = all[..n]
            .iter()
            .map(|id| (*id, if *id == "care" { last } else { "3" }, ""))
            .collect();
        many(&halo::CHECK, &[card("hire", &scores)]).len()
    };
    assert_eq!(of(4, "3"), 1);
    assert_eq!(of(3, "3"), 0);
    assert_eq!(of(4, "2"), 0);
    assert_eq!(of(4, "\"not-assessed\""), 0);
}
