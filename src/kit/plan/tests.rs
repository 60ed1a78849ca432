//! The planner against all plans there are, and against what it promises.

mod exhaustive;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::rubric::compile::{NoFiles, load};
use crate::text::Sources;

/// A rubric with one level.
pub(super) fn rubric(tables: &str) -> Rubric {
    let text = format!(
        "format = 1\nid = \"x\"\ntitle = \"X\"\nversion = \"1.0.0\"\nsummary = \"x\"\n\
         [[level]]\nid = \"mid\"\ntitle = \"Mid\"\n{tables}"
    );
    let mut sources = Sources::default();
    let loaded = load("x.toml", text.into_bytes(), &mut NoFiles, &mut sources);
    loaded
        .rubric
        .unwrap_or_else(|| panic!("{:#?}\n{tables:.5000}", loaded.diagnostics.first()))
}

fn attitude(id: &str, keys: &str) -> String {
    format!("[[attitude]]\nid = \"{id}\"\ntitle = \"T\"\ndefinition = \"D\"\n{keys}\n")
}

fn round(id: &str, keys: &str) -> String {
    format!("[[round]]\nid = \"{id}\"\ntitle = \"R\"\nstage = \"onsite\"\n{keys}\n")
}

fn question(id: &str, keys: &str) -> String {
    format!("[[question]]\nid = \"{id}\"\nask = \"?\"\n{keys}\n")
}

/// A round of an hour on two criteria with these questions: id, minutes, further keys.
fn one_round(keys: &str, questions: &[(&str, u32, &str)]) -> Rubric {
    let mut text = round(
        "r",
        &format!("minutes = 60\nfocus = [\"a\", \"b\"]\n{keys}"),
    );
    text.push_str(&attitude("a", ""));
    text.push_str(&attitude("b", ""));
    for (id, minutes, keys) in questions {
        let keys = format!("round = \"r\"\nminutes = {minutes}\n{keys}");
        text.push_str(&question(id, &keys));
    }
    rubric(&text)
}

fn plan_of(rubric: &Rubric) -> LoopPlan {
    plan_loop(rubric, LevelIdx(0), None, &History::default())
}

fn ids(rubric: &Rubric, questions: &[QuestionIdx]) -> Vec<String> {
    let ids = questions
        .iter()
        .map(|idx| rubric.question(*idx).id.to_string());
    ids.collect()
}

/// The planned questions of each round.
fn planned(rubric: &Rubric, plan: &LoopPlan) -> Vec<Vec<String>> {
    let rounds = plan.rounds.iter();
    rounds.map(|round| ids(rubric, &round.planned)).collect()
}

#[test]
fn core_questions_come_first_and_every_criterion_is_covered() {
    let rubric = one_round(
        "",
        &[
            ("a1", 25, "measures = [\"a\"]"),
            ("a2", 20, "measures = [\"a\"]\ncore = true"),
            ("b1", 20, "measures = [\"b\"]"),
        ],
    );
    let plan = plan_of(&rubric);
    assert_eq!(planned(&rubric, &plan), [["a2", "b1"]]);
    assert_eq!(ids(&rubric, &plan.rounds[0].reserve), ["a1"]);
    assert_eq!(plan.rounds[0].minutes_over, 0);
    assert!(plan.optimal && plan.rounds[0].unasked.is_empty());
}

#[test]
fn what_is_left_of_the_time_is_filled_less_a_sixth() {
    let rubric = one_round(
        "",
        &[
            ("a1", 20, "measures = [\"a\", \"b\"]\ncore = true"),
            ("a2", 20, "measures = [\"a\"]"),
            ("b1", 15, "measures = [\"b\"]"),
            ("b2", 10, "measures = [\"b\"]"),
        ],
    );
    let plan = plan_of(&rubric);
    assert_eq!(planned(&rubric, &plan), [["a1", "a2", "b2"]]);
    assert_eq!(plan.rounds[0].question_minutes, 50);
    assert_eq!(plan.rounds[0].allowance, 10);
    assert_eq!(ids(&rubric, &plan.rounds[0].reserve), ["b1"]);
}

#[test]
fn a_bank_gives_as_many_as_the_round_picks_and_core_ones_first() {
    let rubric = one_round(
        "pick = [{ pool = \"p\", n = 1 }]",
        &[
            ("a1", 10, "measures = [\"a\"]\npool = \"p\""),
            ("a2", 10, "measures = [\"a\"]\npool = \"p\"\ncore = true"),
            ("b1", 10, "measures = [\"b\"]"),
            ("other", 1, "measures = [\"b\"]\npool = \"nobody-picks\""),
        ],
    );
    let plan = plan_of(&rubric);
    assert_eq!(planned(&rubric, &plan), [["a2", "b1"]]);
    assert_eq!(ids(&rubric, &plan.rounds[0].reserve), ["a1", "other"]);
}

#[test]
fn core_questions_over_the_time_are_asked_and_counted() {
    let rubric = one_round(
        "",
        &[
            ("a1", 40, "measures = [\"a\"]\ncore = true"),
            ("b1", 30, "measures = [\"b\"]\ncore = true"),
            ("b2", 1, "measures = [\"b\"]"),
        ],
    );
    let plan = plan_of(&rubric);
    assert_eq!(planned(&rubric, &plan), [["a1", "b1"]]);
    assert_eq!(plan.rounds[0].minutes_over, 10);
    assert_eq!(plan.objective.in_time, -10);
}

#[test]
fn two_short_questions_that_cover_go_before_a_long_one_that_does_not() {
    // Taking the first question would leave no time for `b`.
    let rubric = one_round(
        "",
        &[
            ("a1", 40, "measures = [\"a\"]"),
            ("a2", 30, "measures = [\"a\"]"),
            ("b1", 20, "measures = [\"b\"]"),
        ],
    );
    assert_eq!(planned(&rubric, &plan_of(&rubric)), [["a2", "b1"]]);
}

#[test]
fn a_question_of_two_rounds_is_asked_where_it_is_wanted() {
    let mut text = attitude("a", "") + &attitude("b", "");
    text += &round("r", "minutes = 12\nfocus = [\"a\"]");
    text += &round("s", "minutes = 12\nfocus = [\"a\"]");
    text += &question("both", "rounds = [\"r\", \"s\"]\nmeasures = [\"a\"]");
    text += &question("first", "rounds = [\"r\"]\nmeasures = [\"a\"]");
    let rubric = rubric(&text);
    let plan = plan_of(&rubric);
    assert_eq!(planned(&rubric, &plan), [["first"], ["both"]]);
    assert!(plan.rounds.iter().all(|round| round.reserve.is_empty()));
}

#[test]
fn without_minutes_no_more_is_asked_than_coverage_needs() {
    let mut text = attitude("a", "") + &attitude("b", "") + &round("r", "focus = [\"a\", \"b\"]");
    for (id, measures) in [("a1", "\"a\""), ("a2", "\"a\""), ("both", "\"a\", \"b\"")] {
        text += &question(id, &format!("round = \"r\"\nmeasures = [{measures}]"));
    }
    let rubric = rubric(&text);
    assert_eq!(planned(&rubric, &plan_of(&rubric)), [["both"]]);
}

/// Ten rotating questions on one criterion, three of which fit.
fn ten_alike() -> Rubric {
    let mut text = attitude("a", "") + &round("r", "minutes = 36\nfocus = [\"a\"]");
    for number in 0..10 {
        let keys = "round = \"r\"\nmeasures = [\"a\"]\nminutes = 10";
        text += &question(&format!("q{number}"), keys);
    }
    rubric(&text)
}

#[test]
fn questions_that_are_alike_are_asked_about_equally_often() {
    let rubric = ten_alike();
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    for number in 0..1_000 {
        let candidate = format!("candidate-{number}");
        let plan = plan_loop(&rubric, LevelIdx(0), Some(&candidate), &History::default());
        let asked = planned(&rubric, &plan).remove(0);
        assert_eq!(asked.len(), 3);
        for id in asked {
            *times.entry(id).or_default() += 1;
        }
    }
    // 300 expected each, with a standard deviation of 14.5: five of them on both sides.
    assert_eq!(times.len(), 10);
    assert!(times.values().all(|n| (228..=372).contains(n)), "{times:?}");
}

#[test]
fn what_was_asked_least_goes_first_and_then_what_has_rested_longest() {
    let rubric = ten_alike();
    let mut history = History::default();
    let mut times = [0_u32; 10];
    for number in 0..40 {
        let candidate = format!("candidate-{number}");
        let plan = plan_loop(&rubric, LevelIdx(0), Some(&candidate), &history);
        for question in &plan.rounds[0].planned {
            times[question.0] += 1;
        }
        history.record(
            &candidate,
            RoundIdx(0),
            LevelIdx(0),
            plan.rounds[0].planned.clone(),
        );
    }
    // With a log it is no matter of chance: 120 questions, 12 times each.
    assert_eq!(times, [12; 10]);
}

#[test]
fn a_card_that_follows_the_plan_changes_nothing_for_the_next_interviewer() {
    let rubric = ten_alike();
    let before = plan_loop(&rubric, LevelIdx(0), Some("ada"), &History::default());
    let mut history = History::default();
    let asked = before.rounds[0].planned.clone();
    history.record("ada", RoundIdx(0), LevelIdx(0), asked);
    let after = plan_loop(&rubric, LevelIdx(0), Some("ada"), &history);
    assert_eq!(before, after);
    // For anybody else these are the ones that were asked last.
    let other = plan_loop(&rubric, LevelIdx(0), Some("grace"), &history);
    let again = |idx: &QuestionIdx| before.rounds[0].planned.contains(idx);
    assert!(!other.rounds[0].planned.iter().any(again));
}

#[test]
fn what_the_candidate_was_asked_elsewhere_is_avoided() {
    let mut text = attitude("a", "");
    text += &round("r", "minutes = 24\nfocus = [\"a\"]");
    text += &round("s", "minutes = 24\nfocus = [\"a\"]");
    for number in 0..4 {
        let keys = "rounds = [\"r\", \"s\"]\nmeasures = [\"a\"]\nminutes = 10";
        text += &question(&format!("q{number}"), keys);
    }
    let rubric = rubric(&text);
    let mut history = History::default();
    let asked = vec![QuestionIdx(0), QuestionIdx(3)];
    history.record("ada", RoundIdx(0), LevelIdx(0), asked);
    let plan = plan_loop(&rubric, LevelIdx(0), Some("ada"), &history);
    assert_eq!(
        planned(&rubric, &plan),
        [["q0", "q3"], ["q1", "q2"]],
        "{plan:?}"
    );
}

/// Six rounds with ten questions of their own each, and twelve that two rounds may ask.
#[test]
fn a_loop_whose_rounds_share_questions_is_proven() {
    let criteria = ["a", "b", "c", "d"];
    let mut text: String = criteria
        .map(|id| attitude(id, "required-at = [\"mid\"]"))
        .concat();
    for at in 0..6 {
        let focus = "focus = [\"a\", \"b\", \"c\", \"d\"]";
        text += &round(&format!("r{at}"), &format!("minutes = 60\n{focus}"));
    }
    for at in 0..72 {
        let rounds = if at < 60 {
            format!("\"r{}\"", at % 6)
        } else {
            format!("\"r{}\", \"r{}\"", at % 6, (at + 1 + at / 66) % 6)
        };
        let (minutes, core) = (7 + at % 5, at % 6 == at / 6);
        text += &question(
            &format!("q{at}"),
            &format!(
                "rounds = [{rounds}]\nmeasures = [\"{}\"]\nminutes = {minutes}\ncore = {core}\ntags = [\"t{}\"]",
                criteria[at / 6 % 4],
                at % 9
            ),
        );
    }
    let rubric = rubric(&text);
    for number in 0..10 {
        let candidate = format!("candidate-{number}");
        let plan = plan_loop(&rubric, LevelIdx(0), Some(&candidate), &History::default());
        assert!(plan.optimal, "{candidate}");
    }
}

#[test]
fn hostile_sizes_are_planned_in_time() {
    let many = |n: usize, keys: &dyn Fn(usize) -> String| -> String {
        (0..n)
            .map(|at| question(&format!("q{at}"), &keys(at)))
            .collect()
    };
    let focus = "focus = [\"a\", \"b\", \"c\"]";
    let criteria = attitude("a", "") + &attitude("b", "weight = 0") + &attitude("c", "weight = 0");
    let of = |at: usize| ["a", "b", "c"][at % 3];
    let in_one = criteria.clone()
        + &round("r", &format!("minutes = 60\n{focus}"))
        + &many(10_000, &|at| {
            let (minutes, tag) = (3 + at % 17, at % 40);
            let of = of(at);
            format!(
                "round = \"r\"\nmeasures = [\"{of}\"]\nminutes = {minutes}\ntags = [\"t{tag}\"]"
            )
        });
    let one_minute = criteria.clone()
        + &round("r", &format!("minutes = 100000\n{focus}"))
        + &many(10_000, &|at| {
            format!("round = \"r\"\nmeasures = [\"{}\"]\nminutes = 1", of(at))
        });
    let in_bank = criteria.clone()
        + &round(
            "r",
            &format!("minutes = 60\n{focus}\npick = [{{ pool = \"p\", n = 1000 }}]"),
        )
        + &many(900, &|at| {
            format!("pool = \"p\"\nmeasures = [\"{}\"]", of(at))
        });
    let rounds: String = (0..100)
        .map(|at| round(&format!("r{at}"), &format!("minutes = 60\n{focus}")))
        .collect();
    let in_many = criteria.clone()
        + &rounds
        + &many(2_000, &|at| {
            let (first, second) = (at % 100, (at * 7 + 1) % 100);
            let rounds = if first == second {
                format!("\"r{first}\"")
            } else {
                format!("\"r{first}\", \"r{second}\"")
            };
            format!(
                "rounds = [{rounds}]\nmeasures = [\"{}\"]\nminutes = {}",
                of(at),
                5 + at % 7
            )
        });
    let no_minutes = criteria
        + &round("r", focus)
        + &many(10_000, &|at| {
            format!("round = \"r\"\nmeasures = [\"{}\"]", of(at))
        });
    for (name, text) in [
        ("in one", in_one),
        ("one minute", one_minute),
        ("in a bank", in_bank),
        ("in many", in_many),
        ("no minutes", no_minutes),
    ] {
        let rubric = rubric(&text);
        let plan = plan_loop(&rubric, LevelIdx(0), Some("ada"), &History::default());
        // Rounds that all share questions take more steps than there are, and the plan says so.
        assert_eq!(plan.optimal, name != "in many", "{name}");
        assert!(plan.rounds.iter().all(|round| round.unasked.is_empty()));
    }
}
