//! A loop as a problem to solve: rounds with their time, and questions that may be asked in them.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::history::Scores;
use super::{OPENING_AND_CLOSING, RoundPlan};
use crate::rubric::{CriterionIdx, Difficulty, LevelIdx, Question, QuestionIdx, RoundIdx, Rubric};

/// What an untimed round takes off a rotating question's freshness: more than any has.
const UNTIMED: i64 = 2_049;
/// The greatest weight of a level in whole units.
const WEIGHT_UNITS: f64 = 1e6;

/// A round as time to fill.
pub(super) struct Slot {
    pub(super) round: RoundIdx,
    pub(super) scored: Vec<CriterionIdx>,
    exercise_minutes: u32,
    minutes: Option<u32>,
    /// How many questions each bank gives, by the bank's name.
    picks: Vec<(String, u32)>,
}

impl Slot {
    fn allowance(&self) -> u32 {
        self.minutes
            .map_or(0, |minutes| minutes / OPENING_AND_CLOSING)
    }
}

/// A question with the rounds it can be planned in.
struct Candidate {
    question: QuestionIdx,
    /// Places in [`Eligible::slots`], ascending.
    slots: Vec<usize>,
}

/// The rounds and questions of a loop at one level.
pub(super) struct Eligible<'a> {
    rubric: &'a Rubric,
    level: LevelIdx,
    pub(super) slots: Vec<Slot>,
    candidates: Vec<Candidate>,
}

/// Rounds that share questions, and their questions: no other part of the loop matters to them.
pub(super) struct Part {
    pub(super) slots: Vec<usize>,
    /// Places in [`Eligible::candidates`], ascending.
    pub(super) candidates: Vec<usize>,
}

impl<'a> Eligible<'a> {
    pub(super) fn of(rubric: &'a Rubric, level: LevelIdx) -> Self {
        let slots: Vec<Slot> = rubric
            .rounds_at(level)
            .map(|round| slot(rubric, round, level))
            .collect();
        let mut slot_of = vec![None; rubric.rounds().len()];
        for (at, slot) in slots.iter().enumerate() {
            slot_of[slot.round.0] = Some(at);
        }
        let candidates = (0..rubric.questions().len())
            .map(QuestionIdx)
            .filter(|idx| rubric.question(*idx).levels.include(level))
            .map(|idx| {
                let question = rubric.question(idx);
                let held = question.rounds.iter().filter_map(|round| slot_of[round.0]);
                let gives = |slot: &usize| slots[*slot].asks_from(question);
                Candidate {
                    question: idx,
                    slots: held.filter(gives).collect(),
                }
            })
            .filter(|candidate| !candidate.slots.is_empty())
            .collect();
        Self {
            rubric,
            level,
            slots,
            candidates,
        }
    }

    /// The loop taken apart where rounds have no question in common.
    pub(super) fn parts(&self) -> Vec<Part> {
        let mut root: Vec<usize> = (0..self.slots.len()).collect();
        for candidate in &self.candidates {
            let first = find(&mut root, candidate.slots[0]);
            for slot in &candidate.slots[1..] {
                let other = find(&mut root, *slot);
                root[other.max(first)] = other.min(first);
            }
        }
        let mut parts: Vec<Part> = Vec::new();
        let mut part_of = HashMap::new();
        for slot in 0..self.slots.len() {
            let at = *part_of.entry(find(&mut root, slot)).or_insert(parts.len());
            if at == parts.len() {
                parts.push(Part {
                    slots: Vec::new(),
                    candidates: Vec::new(),
                });
            }
            parts[at].slots.push(slot);
        }
        for (idx, candidate) in self.candidates.iter().enumerate() {
            let at = part_of[&find(&mut root, candidate.slots[0])];
            parts[at].candidates.push(idx);
        }
        parts
    }

    /// The questions of a part that more than one round may ask.
    pub(super) fn shared(&self, part: &Part) -> Vec<usize> {
        let all = part.candidates.iter().copied();
        all.filter(|at| self.candidates[*at].slots.len() > 1)
            .collect()
    }

    /// Whether a round may ask a question.
    pub(super) fn can_ask(&self, candidate: usize, slot: usize) -> bool {
        self.candidates[candidate].slots.contains(&slot)
    }

    /// For each question how often the least-asked of those that compete with it was asked.
    pub(super) fn least_asked(&self, times: &[usize]) -> Vec<usize> {
        let competes = |candidate: &&Candidate| !self.is_fixed(candidate.question);
        let group = |candidate: &Candidate| {
            let pool = self.rubric.question(candidate.question).pool.as_deref();
            (candidate.slots[0], pool)
        };
        let mut least = HashMap::new();
        for candidate in self.candidates.iter().filter(competes) {
            let found = least.entry(group(candidate)).or_insert(usize::MAX);
            *found = times[candidate.question.0].min(*found);
        }
        let mut of_each = vec![0; times.len()];
        for candidate in self.candidates.iter().filter(competes) {
            of_each[candidate.question.0] = least[&group(candidate)];
        }
        of_each
    }

    /// Whether it is asked whatever else is: core and of no bank.
    fn is_fixed(&self, question: QuestionIdx) -> bool {
        let question = self.rubric.question(question);
        question.core && question.pool.is_none()
    }

    /// The plans of all rounds, from the slot that each question is asked in.
    pub(super) fn round_plans(
        &self,
        asked_in: &BTreeMap<QuestionIdx, usize>,
        scores: &Scores,
    ) -> Vec<RoundPlan> {
        let slots = self.slots.iter().enumerate();
        let mut plans: Vec<_> = slots
            .map(|(at, slot)| self.round_plan(at, slot, asked_in))
            .collect();
        let slot_of: HashMap<RoundIdx, usize> = plans
            .iter()
            .enumerate()
            .map(|(at, plan)| (plan.round, at))
            .collect();
        for (idx, question) in self.rubric.questions().iter().enumerate() {
            let idx = QuestionIdx(idx);
            if asked_in.contains_key(&idx) || !question.levels.include(self.level) {
                continue;
            }
            // What the candidate was asked elsewhere is no reserve.
            let mut rounds = question.rounds.iter();
            let spare =
                rounds.find(|round| slot_of.contains_key(round) && !scores.is_repeat(idx, **round));
            if let Some(round) = spare {
                plans[slot_of[round]].reserve.push(idx);
            }
        }
        plans
    }

    fn round_plan(
        &self,
        at: usize,
        slot: &Slot,
        asked_in: &BTreeMap<QuestionIdx, usize>,
    ) -> RoundPlan {
        let here = self.candidates.iter();
        let planned: Vec<QuestionIdx> = here
            .filter(|candidate| asked_in.get(&candidate.question) == Some(&at))
            .map(|candidate| candidate.question)
            .collect();
        let questions = || planned.iter().map(|idx| self.rubric.question(*idx));
        let question_minutes =
            questions().fold(0_u32, |sum, question| sum.saturating_add(question.minutes));
        let used = question_minutes.saturating_add(slot.exercise_minutes);
        let asked: HashSet<_> = questions().flat_map(|it| &it.measures).collect();
        RoundPlan {
            round: slot.round,
            unasked: slot
                .scored
                .iter()
                .copied()
                .filter(|idx| !asked.contains(idx))
                .collect(),
            planned,
            reserve: Vec::new(),
            question_minutes,
            exercise_minutes: slot.exercise_minutes,
            allowance: slot.allowance(),
            minutes_over: slot
                .minutes
                .map_or(0, |minutes| used.saturating_sub(minutes)),
        }
    }
}

fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

fn slot(rubric: &Rubric, idx: RoundIdx, level: LevelIdx) -> Slot {
    let round = rubric.round(idx);
    let exercise = round.exercise.map(|idx| rubric.exercise(idx));
    let exercise = exercise.filter(|exercise| exercise.levels.include(level));
    let mut picks: Vec<(String, u32)> = Vec::new();
    for pick in &round.pick {
        match picks.iter_mut().find(|(pool, _)| *pool == *pick.pool) {
            Some((_, n)) => *n = n.saturating_add(pick.n),
            None => picks.push((pick.pool.value.clone(), pick.n)),
        }
    }
    Slot {
        round: idx,
        scored: rubric.scored_in(idx, level),
        exercise_minutes: exercise.and_then(|exercise| exercise.minutes).unwrap_or(0),
        minutes: round.minutes,
        picks,
    }
}

impl Slot {
    /// Whether the round can plan a question that names it: banks are asked through picks.
    fn asks_from(&self, question: &Question) -> bool {
        let Some(pool) = &question.pool else {
            return true;
        };
        self.picks.iter().any(|(name, _)| *name == **pool)
    }
}

/// How a question comes to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// Always.
    Fixed,
    /// Through a pick; whether everybody should get it.
    Bank { core: bool },
    /// Where it fits.
    Rotating,
}

/// Questions that differ in freshness and in the seeded order alone.
pub(super) struct Class {
    pub(super) kind: Kind,
    pub(super) minutes: u32,
    /// The rounds it can be asked in.
    pub(super) choices: Vec<Choice>,
    /// The freshest first, then by the seeded order.
    pub(super) items: Vec<Item>,
}

/// A question of a class.
pub(super) struct Item {
    pub(super) question: QuestionIdx,
    pub(super) fresh: i64,
    pub(super) order: u64,
}

/// Asking a class in one round.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Choice {
    /// A place in [`Problem::times`].
    pub(super) slot: usize,
    /// The pick that it goes to.
    pub(super) demand: Option<usize>,
    /// The criteria of the round that it measures.
    pub(super) pairs: Vec<usize>,
    /// What of it can repeat in the round.
    pub(super) traits: Vec<usize>,
    /// Whether the candidate was asked it elsewhere.
    pub(super) is_repeat: bool,
}

/// A criterion scored in a round.
pub(super) struct Pair {
    pub(super) value: i64,
    pub(super) by_exercise: bool,
    pub(super) required: bool,
}

/// A round's time.
pub(super) struct Time {
    /// Its place in [`Eligible::slots`].
    pub(super) slot: usize,
    pub(super) minutes: Option<u32>,
    /// Minutes that rotating questions may fill up to.
    pub(super) available: Option<u32>,
    pub(super) exercise: u32,
    pub(super) pairs: Vec<usize>,
}

/// Questions that a round picks from a bank.
pub(super) struct Demand {
    pub(super) slot: usize,
    pub(super) n: u32,
}

/// One part of the loop to solve.
pub(super) struct Problem {
    pub(super) times: Vec<Time>,
    pub(super) pairs: Vec<Pair>,
    pub(super) demands: Vec<Demand>,
    pub(super) classes: Vec<Class>,
    /// Slot and sort (tag, difficulty, criterion) of everything that can repeat.
    pub(super) traits: Vec<(usize, usize)>,
}

/// How many sorts of things can repeat.
pub(super) const N_SORTS: usize = 3;

#[derive(PartialEq, Eq, Hash, Clone, Copy)]
enum Trait<'a> {
    Tag(&'a str),
    Difficulty(Option<Difficulty>),
    Home(Option<CriterionIdx>),
}

impl Trait<'_> {
    fn sort(self) -> usize {
        match self {
            Self::Tag(_) => 0,
            Self::Difficulty(_) => 1,
            Self::Home(_) => 2,
        }
    }
}

impl Problem {
    pub(super) fn new(
        eligible: &Eligible<'_>,
        part: &Part,
        order: &[u64],
        scores: &Scores,
    ) -> Self {
        let mut builder = Builder {
            eligible,
            scores,
            problem: Self {
                times: Vec::new(),
                pairs: Vec::new(),
                demands: Vec::new(),
                classes: Vec::new(),
                traits: Vec::new(),
            },
            pair_of: HashMap::new(),
            demand_of: HashMap::new(),
            trait_of: HashMap::new(),
            class_of: HashMap::new(),
        };
        builder.add_slots(part);
        builder.add_traits(part);
        for at in &part.candidates {
            builder.add_question(&eligible.candidates[*at], part, order);
        }
        builder.finish()
    }
}

/// What makes questions one class.
type Signature = (Kind, u32, Vec<Choice>);

struct Builder<'a> {
    eligible: &'a Eligible<'a>,
    scores: &'a Scores,
    problem: Problem,
    pair_of: HashMap<(usize, CriterionIdx), usize>,
    demand_of: HashMap<(usize, &'a str), usize>,
    trait_of: HashMap<(usize, Trait<'a>), usize>,
    class_of: HashMap<Signature, Vec<Item>>,
}

impl<'a> Builder<'a> {
    fn add_slots(&mut self, part: &Part) {
        let rubric = self.eligible.rubric;
        let level = self.eligible.level;
        let weight = |idx: &CriterionIdx| rubric.criterion(*idx).weight(level);
        let scored = self.eligible.slots.iter().flat_map(|slot| &slot.scored);
        let greatest = scored.map(weight).fold(0.0, f64::max);
        for (at, of_all) in part.slots.iter().enumerate() {
            let slot = &self.eligible.slots[*of_all];
            let exercise = rubric.round(slot.round).exercise;
            let exercise = exercise.map(|idx| rubric.exercise(idx));
            let exercise = exercise.filter(|exercise| exercise.levels.include(level));
            let by_exercise: HashSet<_> = exercise
                .iter()
                .flat_map(|exercise| exercise.measures.iter().chain(&exercise.criterion))
                .collect();
            let from = self.problem.pairs.len();
            for criterion in &slot.scored {
                self.pair_of
                    .insert((at, *criterion), self.problem.pairs.len());
                self.problem.pairs.push(Pair {
                    value: value(weight(criterion), greatest),
                    by_exercise: by_exercise.contains(criterion),
                    required: rubric.criterion(*criterion).is_required(level),
                });
            }
            for (pool, n) in &slot.picks {
                self.demand_of
                    .insert((at, pool.as_str()), self.problem.demands.len());
                self.problem.demands.push(Demand { slot: at, n: *n });
            }
            self.problem.times.push(Time {
                slot: *of_all,
                minutes: slot.minutes,
                available: slot.minutes.map(|minutes| minutes - slot.allowance()),
                exercise: slot.exercise_minutes,
                pairs: (from..self.problem.pairs.len()).collect(),
            });
        }
    }

    /// Tags, difficulties and criteria that two questions of a round have. What only one has can't
    /// repeat.
    fn add_traits(&mut self, part: &Part) {
        let mut n_with: HashMap<(usize, Trait<'a>), usize> = HashMap::new();
        let mut seen = Vec::new();
        for at in &part.candidates {
            let candidate = &self.eligible.candidates[*at];
            for (slot, _) in places(part, candidate) {
                for found in self.traits(candidate.question, slot) {
                    let n = n_with.entry((slot, found)).or_default();
                    *n += 1;
                    if *n == 2 {
                        seen.push((slot, found));
                    }
                }
            }
        }
        for (slot, found) in seen {
            self.trait_of
                .insert((slot, found), self.problem.traits.len());
            self.problem.traits.push((slot, found.sort()));
        }
    }

    fn traits(&self, question: QuestionIdx, slot: usize) -> Vec<Trait<'a>> {
        let question = self.eligible.rubric.question(question);
        let mut measures = question.measures.iter().copied();
        let home = measures.find(|idx| self.pair_of.contains_key(&(slot, *idx)));
        let mut found: Vec<_> = question.tags.iter().map(|tag| Trait::Tag(tag)).collect();
        found.sort_unstable_by_key(|found| match found {
            Trait::Tag(tag) => *tag,
            _ => "",
        });
        found.dedup();
        found.push(Trait::Difficulty(question.difficulty));
        found.push(Trait::Home(home));
        found
    }

    fn add_question(&mut self, candidate: &Candidate, part: &Part, order: &[u64]) {
        let idx = candidate.question;
        let question = self.eligible.rubric.question(idx);
        let kind = match (&question.pool, question.core) {
            (Some(_), core) => Kind::Bank { core },
            (None, true) => Kind::Fixed,
            (None, false) => Kind::Rotating,
        };
        let choices = places(part, candidate).map(|(slot, of_all)| {
            let round = self.eligible.slots[of_all].round;
            let measures = question.measures.iter();
            let pool = question.pool.as_deref();
            let traits = self.traits(idx, slot).into_iter();
            Choice {
                slot,
                demand: pool.map(|pool| self.demand_of[&(slot, pool)]),
                pairs: measures
                    .filter_map(|criterion| self.pair_of.get(&(slot, *criterion)).copied())
                    .collect(),
                traits: traits
                    .filter_map(|found| self.trait_of.get(&(slot, found)).copied())
                    .collect(),
                is_repeat: self.scores.is_repeat(idx, round),
            }
        });
        let signature = (kind, question.minutes, choices.collect());
        let fresh = self.scores.fresh[idx.0];
        self.class_of.entry(signature).or_default().push(Item {
            question: idx,
            fresh: if kind == Kind::Fixed { 0 } else { fresh },
            order: order[idx.0],
        });
    }

    fn finish(mut self) -> Problem {
        let classes = self.class_of.into_iter();
        let mut classes: Vec<_> = classes
            .map(|((kind, minutes, choices), mut items)| {
                items.sort_unstable_by_key(|item| (-item.fresh, item.order, item.question));
                Class {
                    kind,
                    minutes,
                    choices,
                    items,
                }
            })
            .collect();
        // The order of a map that hashes must not be seen.
        classes.sort_unstable_by_key(|class| (class.items[0].order, class.items[0].question));
        self.problem.classes = classes;
        self.problem
    }
}

impl Problem {
    /// What asking a question adds to the freshness.
    pub(super) fn freshness(&self, class: &Class, item: &Item, slot: usize) -> i64 {
        match (class.kind, self.times[slot].minutes) {
            (Kind::Rotating, None) => item.fresh - UNTIMED,
            _ => item.fresh,
        }
    }
}

/// The rounds of a part that may ask a question: their places in the part and in the loop.
fn places<'a>(
    part: &'a Part,
    candidate: &'a Candidate,
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let slots = candidate.slots.iter();
    slots.filter_map(|slot| Some((part.slots.binary_search(slot).ok()?, *slot)))
}

/// See [`super::Objective::covered_first`].
fn value(weight: f64, greatest: f64) -> i64 {
    let share = if greatest > 0.0 {
        weight / greatest
    } else {
        0.0
    };
    // Between 0 and a million, so that nothing is lost.
    #[allow(clippy::cast_possible_truncation)]
    let units = (share * WEIGHT_UNITS).round() as i64;
    (units << 20) + 1
}
