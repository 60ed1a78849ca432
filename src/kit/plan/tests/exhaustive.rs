//! The planner against every plan there is, on small random loops.

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
