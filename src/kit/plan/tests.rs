//! The planner against all plans there are, and against what it promises.

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

mod exhaustive {
    use super::*;

    /// Minutes, focus, how many to pick from the first bank, and an exercise with its minutes and
    /// what it measures.
    type SmallRound = (Option<u32>, Vec<bool>, u32, Option<(u32, usize)>);

    /// Everything a small random loop is made of.
    #[derive(Debug, Clone)]
    struct Loop {
        rounds: Vec<SmallRound>,
        weights: Vec<(u32, bool)>,
        questions: Vec<Asked>,
        log: Vec<(usize, usize, Vec<bool>)>,
    }

    #[derive(Debug, Clone)]
    struct Asked {
        minutes: u32,
        core: bool,
        pool: Option<usize>,
        rounds: Vec<bool>,
        measures: Vec<bool>,
        tags: Vec<bool>,
        difficulty: usize,
    }

    fn flags(n: usize) -> impl Strategy<Value = Vec<bool>> {
        prop::collection::vec(any::<bool>(), n)
    }

    fn asked() -> impl Strategy<Value = Asked> {
        (
            1_u32..20,
            prop::bool::weighted(0.25),
            prop::option::weighted(0.35, 0_usize..2),
            flags(3),
            flags(3),
            flags(2),
            0_usize..3,
        )
            .prop_map(
                |(minutes, core, pool, rounds, measures, tags, difficulty)| Asked {
                    minutes,
                    core,
                    pool,
                    rounds,
                    measures,
                    tags,
                    difficulty,
                },
            )
    }

    fn small_loop() -> impl Strategy<Value = Loop> {
        let round = (
            prop::option::weighted(0.85, 5_u32..50),
            flags(3),
            0_u32..3,
            prop::option::weighted(0.3, (1_u32..20, 0_usize..3)),
        );
        (
            prop::collection::vec(round, 1..=3),
            prop::collection::vec((0_u32..3, any::<bool>()), 3),
            prop::collection::vec(asked(), 1..=7),
            prop::collection::vec((0_usize..4, 0_usize..3, flags(7)), 0..5),
        )
            .prop_map(|(rounds, weights, questions, log)| Loop {
                rounds,
                weights,
                questions,
                log,
            })
    }

    fn list(names: &[&str], flags: &[bool]) -> String {
        let chosen = names.iter().zip(flags).filter(|(_, chosen)| **chosen);
        let quoted: Vec<_> = chosen.map(|(name, _)| format!("\"{name}\"")).collect();
        format!("[{}]", quoted.join(", "))
    }

    impl Loop {
        fn rubric(&self) -> Rubric {
            let mut text = String::new();
            for (id, (weight, required)) in ["a", "b", "c"].iter().zip(&self.weights) {
                // Somewhere there must be weight.
                let weight = weight + u32::from(*id == "a");
                let required = if *required { "\"mid\"" } else { "" };
                let keys = format!("weight = {weight}\nrequired-at = [{required}]");
                text += &attitude(id, &keys);
            }
            for (at, (minutes, focus, n, exercise)) in self.rounds.iter().enumerate() {
                let mut focus = focus.clone();
                focus[at] = true;
                let mut keys = format!("focus = {}\n", list(&["a", "b", "c"], &focus));
                if let Some(minutes) = minutes {
                    writeln!(keys, "minutes = {minutes}").unwrap();
                }
                if *n > 0 {
                    writeln!(
                        keys,
                        "pick = [{{ pool = \"p0\", n = {n} }}, {{ pool = \"p1\", n = 1 }}]"
                    )
                    .unwrap();
                }
                if let Some((minutes, measures)) = exercise {
                    writeln!(keys, "exercise = \"e{at}\"").unwrap();
                    let measures = ["a", "b", "c"][*measures];
                    write!(
                        text,
                        "[[exercise]]\nid = \"e{at}\"\ntitle = \"E\"\nkind = \"coding\"\nprompt = \"P\"\n\
                         minutes = {minutes}\nmeasures = [\"{measures}\"]\n"
                    )
                    .unwrap();
                }
                text += &round(&format!("r{at}"), &keys);
            }
            for (at, asked) in self.questions.iter().enumerate() {
                let mut keys = self.question_keys(asked);
                if asked.core {
                    keys += "core = true\n";
                }
                text += &question(&format!("q{at}"), &keys);
            }
            rubric(&text)
        }

        fn question_keys(&self, asked: &Asked) -> String {
            let mut rounds: Vec<bool> = asked.rounds[..self.rounds.len()].to_vec();
            rounds[0] |= !rounds.contains(&true);
            let mut measures = asked.measures.clone();
            measures[0] |= !measures.contains(&true);
            let mut keys = format!(
                "minutes = {}\nrounds = {}\nmeasures = {}\ntags = {}\n",
                asked.minutes,
                list(&["r0", "r1", "r2"], &rounds),
                list(&["a", "b", "c"], &measures),
                list(&["s", "t"], &asked.tags),
            );
            if let Some(pool) = asked.pool {
                writeln!(keys, "pool = \"p{pool}\"").unwrap();
            }
            if let Some(difficulty) = ["easy", "hard"].get(asked.difficulty) {
                writeln!(keys, "difficulty = \"{difficulty}\"").unwrap();
            }
            keys
        }

        fn log(&self) -> Vec<(String, RoundIdx, Vec<QuestionIdx>)> {
            let entries = self.log.iter();
            entries
                .map(|(who, round, asked)| {
                    let asked = asked.iter().take(self.questions.len()).enumerate();
                    let asked = asked.filter(|(_, asked)| **asked);
                    (
                        ["ada", "grace", "lei", "omar"][*who].to_owned(),
                        RoundIdx(*round % self.rounds.len()),
                        asked.map(|(at, _)| QuestionIdx(at)).collect(),
                    )
                })
                .collect()
        }
    }

    /// What the documentation says, written down once more and without a thought for speed.
    struct Judge<'a> {
        rubric: &'a Rubric,
        log: &'a [(String, RoundIdx, Vec<QuestionIdx>)],
        candidate: &'a str,
    }

    type Assignment = Vec<Option<RoundIdx>>;

    impl Judge<'_> {
        fn in_round(assignment: &Assignment, round: RoundIdx) -> Vec<QuestionIdx> {
            let all = (0..assignment.len()).map(QuestionIdx);
            all.filter(|idx| assignment[idx.0] == Some(round)).collect()
        }

        fn picks_of(&self, round: RoundIdx, pool: &str) -> usize {
            let picks = self.rubric.round(round).pick.iter();
            let n: u32 = picks
                .filter(|pick| *pick.pool == *pool)
                .map(|pick| pick.n)
                .sum();
            n as usize
        }

        fn is_allowed(&self, assignment: &Assignment) -> bool {
            let rubric = self.rubric;
            for (idx, question) in rubric.questions().iter().enumerate() {
                let planned = assignment[idx];
                if question.core && question.pool.is_none() && planned.is_none() {
                    return false;
                }
                if let (Some(pool), Some(round)) = (&question.pool, planned) {
                    let here = Self::in_round(assignment, round);
                    let of_pool = |idx: &&QuestionIdx| {
                        rubric.question(**idx).pool.as_deref() == Some(pool.as_str())
                    };
                    if here.iter().filter(of_pool).count() > self.picks_of(round, pool) {
                        return false;
                    }
                }
            }
            (0..rubric.rounds().len()).map(RoundIdx).all(|round| {
                let here = Self::in_round(assignment, round);
                let rotating = |idx: &QuestionIdx| {
                    let question = rubric.question(*idx);
                    !question.core && question.pool.is_none()
                };
                let Some(minutes) = rubric.round(round).minutes else {
                    return true;
                };
                !here.iter().any(rotating) || self.used(&here, round) <= minutes - minutes / 6
            })
        }

        fn used(&self, here: &[QuestionIdx], round: RoundIdx) -> u32 {
            let questions = here.iter().map(|idx| self.rubric.question(*idx).minutes);
            let exercise = self.rubric.round(round).exercise;
            let exercise = exercise.and_then(|idx| self.rubric.exercise(idx).minutes);
            questions.sum::<u32>() + exercise.unwrap_or(0)
        }

        fn worth(&self, assignment: &Assignment) -> Objective {
            let mut worth = Objective::default();
            for round in (0..self.rubric.rounds().len()).map(RoundIdx) {
                let here = Self::in_round(assignment, round);
                self.add_round(round, &here, &mut worth);
            }
            // Core questions of banks that some round picks from.
            for (idx, question) in self.rubric.questions().iter().enumerate() {
                let Some(pool) = &question.pool else { continue };
                let is_wanted = question
                    .rounds
                    .iter()
                    .any(|round| self.picks_of(*round, pool) > 0);
                if question.core && is_wanted && assignment[idx].is_none() {
                    worth.picks -= 1;
                }
            }
            worth
        }

        fn add_round(&self, idx: RoundIdx, here: &[QuestionIdx], worth: &mut Objective) {
            let rubric = self.rubric;
            let round = rubric.round(idx);
            let questions = || here.iter().map(|idx| rubric.question(*idx));
            let n_pooled = questions()
                .filter(|question| question.pool.is_some())
                .count();
            let n_picks: u32 = round.pick.iter().map(|pick| pick.n).sum();
            worth.picks -= (i64::from(n_picks) - i64::try_from(n_pooled).unwrap()) << 20;
            if let Some(minutes) = round.minutes {
                worth.in_time -= i64::from(self.used(here, idx).saturating_sub(minutes));
            }
            let level = LevelIdx(0);
            let all = (0..rubric.rounds().len()).map(RoundIdx);
            let greatest = all
                .flat_map(|round| rubric.scored_in(round, level))
                .map(|idx| rubric.criterion(idx).weight(level))
                .fold(0.0, f64::max);
            for criterion in rubric.scored_in(idx, level) {
                let n = questions()
                    .filter(|it| it.measures.contains(&criterion))
                    .count();
                let weight = rubric.criterion(criterion).weight(level);
                let share = if greatest > 0.0 {
                    weight / greatest
                } else {
                    0.0
                };
                #[allow(clippy::cast_possible_truncation)]
                let value = (((share * 1e6).round() as i64) << 20) + 1;
                let exercise = round.exercise.map(|idx| rubric.exercise(idx));
                let by_exercise = exercise.is_some_and(|it| it.measures.contains(&criterion));
                if n > 0 {
                    worth.covered += value;
                    worth.covered_first += if by_exercise { 0 } else { value };
                }
                let is_required = rubric.criterion(criterion).is_required(level);
                worth.twice += i64::from(is_required && n > 1);
            }
            for question in here {
                worth.new_to_candidate -= i64::from(self.is_repeat(*question, idx));
                worth.fresh += self.freshness(*question, round.minutes.is_none());
            }
            worth.varied -= self.repeats(idx, here);
        }

        fn is_repeat(&self, question: QuestionIdx, round: RoundIdx) -> bool {
            self.log.iter().any(|(who, held, asked)| {
                who == self.candidate && *held != round && asked.contains(&question)
            })
        }

        fn repeats(&self, idx: RoundIdx, here: &[QuestionIdx]) -> i64 {
            let scored = self.rubric.scored_in(idx, LevelIdx(0));
            let mut times: BTreeMap<String, i64> = BTreeMap::new();
            for question in here.iter().map(|idx| self.rubric.question(*idx)) {
                let home = question.measures.iter().find(|idx| scored.contains(idx));
                let mut traits: Vec<_> = question.tags.iter().map(ToString::to_string).collect();
                traits.push(format!("difficulty {:?}", question.difficulty));
                traits.push(format!("home {home:?}"));
                for found in traits {
                    *times.entry(found).or_default() += 1;
                }
            }
            times.values().map(|n| n - 1).sum()
        }

        /// Competes with the questions of its bank, or with the rotating ones, of its first round.
        fn group(&self, idx: QuestionIdx) -> Option<(RoundIdx, Option<String>)> {
            let question = self.rubric.question(idx);
            let Some(pool) = &question.pool else {
                return (!question.core).then(|| (question.rounds[0], None));
            };
            let mut rounds = question.rounds.iter();
            let first = rounds.find(|round| self.picks_of(**round, pool) > 0)?;
            Some((*first, Some(pool.to_string())))
        }

        fn freshness(&self, idx: QuestionIdx, untimed: bool) -> i64 {
            let question = self.rubric.question(idx);
            if question.core && question.pool.is_none() {
                return 0;
            }
            let others: Vec<_> = self
                .log
                .iter()
                .filter(|entry| entry.0 != self.candidate)
                .collect();
            let mut people: Vec<&str> = Vec::new();
            for entry in others.iter().rev() {
                if !people.contains(&entry.0.as_str()) {
                    people.push(&entry.0);
                }
            }
            // From the last interviewed to the first.
            let was_asked = |who: &str, idx: QuestionIdx| {
                others
                    .iter()
                    .any(|entry| entry.0 == who && entry.2.contains(&idx))
            };
            let times = |idx| people.iter().filter(|who| was_asked(who, idx)).count();
            let all = (0..self.rubric.questions().len()).map(QuestionIdx);
            let alike = all.filter(|other| self.group(*other) == self.group(idx));
            let least = alike.map(times).min().unwrap_or(0);
            let rest = people
                .iter()
                .position(|who| was_asked(who, idx))
                .unwrap_or(7)
                .min(7);
            let fresh = 128 * (15 - (times(idx) - least).min(15)) + 16 * rest;
            let rotating = !question.core && question.pool.is_none();
            let order = seed::order(self.rubric, Some(self.candidate));
            let turn = seed::turns(&order, Some(self.candidate))[idx.0];
            i64::try_from(fresh).unwrap() + turn + 1 - if untimed && rotating { 2_049 } else { 0 }
        }

        /// The greatest worth of all plans there are.
        fn best(&self) -> Objective {
            let mut assignments: Vec<Assignment> = vec![Vec::new()];
            for question in self.rubric.questions() {
                let choices: Vec<_> = std::iter::once(None)
                    .chain(question.rounds.iter().copied().map(Some))
                    .collect();
                assignments = assignments
                    .into_iter()
                    .flat_map(|before| {
                        choices
                            .iter()
                            .map(move |choice| {
                                let mut after = before.clone();
                                after.push(*choice);
                                after
                            })
                            .collect::<Vec<_>>()
                    })
                    .collect();
            }
            assignments
                .iter()
                .filter(|assignment| self.is_allowed(assignment))
                .map(|assignment| self.worth(assignment))
                .max()
                .expect("something is allowed")
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn no_plan_is_better(small in small_loop()) {
            let rubric = small.rubric();
            let log = small.log();
            let mut history = History::default();
            for (who, round, asked) in &log {
                history.record(who, *round, LevelIdx(0), asked.clone());
            }
            let plan = plan_loop(&rubric, LevelIdx(0), Some("ada"), &history);
            let mut assignment: Assignment = vec![None; rubric.questions().len()];
            for round in &plan.rounds {
                for question in &round.planned {
                    prop_assert_eq!(assignment[question.0].replace(round.round), None);
                }
            }
            let judge = Judge { rubric: &rubric, log: &log, candidate: "ada" };
            prop_assert!(plan.optimal);
            prop_assert!(judge.is_allowed(&assignment));
            prop_assert_eq!(judge.worth(&assignment), plan.objective);
            prop_assert_eq!(judge.best(), plan.objective);
            // The search must find as much where it is not helped by taking the loop apart.
            let eligible = Eligible::of(&rubric, LevelIdx(0));
            let order = seed::order(&rubric, Some("ada"));
            let turns = seed::turns(&order, Some("ada"));
            let scores = history.scores(LevelIdx(0), Some("ada"), &eligible, &turns);
            let given = Given { eligible: &eligible, order: &order, scores: &scores };
            let searched = given.plan(LevelIdx(0), Given::search);
            prop_assert!(searched.optimal);
            prop_assert_eq!(searched.objective, plan.objective);
        }
    }
}
