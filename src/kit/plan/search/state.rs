//! A plan in the making, with its worth kept up to date.

use super::super::problem::{Kind, N_SORTS, Problem};
use super::Objective;

/// What one question that a bank gives is worth among [`Objective::picks`].
pub(super) const PICK: i64 = 1 << 20;

pub(super) struct State {
    pub(super) worth: Objective,
    /// Minutes taken in each slot, with the exercise.
    pub(super) used: Vec<i64>,
    /// Planned questions that speak to each pair.
    pub(super) counts: Vec<u32>,
    /// Planned questions with each trait.
    pub(super) seen: Vec<u32>,
    /// How many traits of each sort a slot has seen.
    pub(super) n_seen: Vec<[i64; N_SORTS]>,
    /// Picks still open of each demand.
    pub(super) left: Vec<u32>,
    /// Questions taken of each class.
    pub(super) taken: Vec<usize>,
    pub(super) chosen: Vec<(usize, usize)>,
    banned: Vec<Vec<bool>>,
}

impl State {
    pub(super) fn new(problem: &Problem) -> Self {
        let classes = &problem.classes;
        let n_core = classes
            .iter()
            .filter(|class| class.kind == Kind::Bank { core: true })
            .map(|class| class.items.len())
            .sum::<usize>();
        let n_picks = problem.demands.iter().map(|demand| i64::from(demand.n));
        let mut state = Self {
            worth: Objective {
                picks: -(n_picks.sum::<i64>() * PICK) - i64::try_from(n_core).unwrap_or(0),
                ..Objective::default()
            },
            used: vec![0; problem.times.len()],
            counts: vec![0; problem.pairs.len()],
            seen: vec![0; problem.traits.len()],
            n_seen: vec![[0; N_SORTS]; problem.times.len()],
            left: problem.demands.iter().map(|demand| demand.n).collect(),
            taken: vec![0; classes.len()],
            chosen: Vec::new(),
            banned: classes
                .iter()
                .map(|class| vec![false; class.choices.len()])
                .collect(),
        };
        for (slot, time) in problem.times.iter().enumerate() {
            state.add_minutes(problem, slot, i64::from(time.exercise));
        }
        state
    }

    pub(super) fn depth(&self) -> usize {
        self.chosen.len()
    }

    pub(super) fn has_more(&self, problem: &Problem, class: usize) -> bool {
        self.taken[class] < problem.classes[class].items.len()
    }

    pub(super) fn is_open(&self, problem: &Problem, class: usize, choice: usize) -> bool {
        self.has_more(problem, class) && !self.banned[class][choice]
    }

    /// Whether a rotating question can be added there.
    pub(super) fn can_rotate(&self, problem: &Problem, class: usize, choice: usize) -> bool {
        let of = &problem.classes[class];
        let slot = of.choices[choice].slot;
        let after = self.used[slot] + i64::from(of.minutes);
        let available = problem.times[slot].available;
        self.is_open(problem, class, choice)
            && available.is_none_or(|available| after <= i64::from(available))
    }

    pub(super) fn ban(&mut self, class: usize, choice: usize) {
        self.banned[class][choice] = true;
    }

    pub(super) fn allow(&mut self, class: usize, choice: usize) {
        self.banned[class][choice] = false;
    }

    fn add_minutes(&mut self, problem: &Problem, slot: usize, minutes: i64) {
        let before = minutes_over(problem, slot, self.used[slot]);
        self.used[slot] += minutes;
        self.worth.in_time -= minutes_over(problem, slot, self.used[slot]) - before;
    }

    /// Plans the next question of a class.
    pub(super) fn take(&mut self, problem: &Problem, class: usize, choice: usize) {
        let of = &problem.classes[class];
        let way = &of.choices[choice];
        let item = &of.items[self.taken[class]];
        self.taken[class] += 1;
        self.chosen.push((class, choice));
        self.add_minutes(problem, way.slot, i64::from(of.minutes));
        self.worth.fresh += problem.freshness(of, item, way.slot);
        self.worth.new_to_candidate -= i64::from(way.is_repeat);
        if let Some(demand) = way.demand {
            self.left[demand] -= 1;
            self.worth.picks += gain_of_pick(of.kind);
        }
        for idx in &way.pairs {
            self.counts[*idx] += 1;
            self.count_pair(problem, *idx, self.counts[*idx], 1);
        }
        for found in &way.traits {
            let (slot, sort) = problem.traits[*found];
            self.worth.varied -= i64::from(self.seen[*found] > 0);
            self.n_seen[slot][sort] += i64::from(self.seen[*found] == 0);
            self.seen[*found] += 1;
        }
    }

    /// Takes the last question back.
    pub(super) fn undo(&mut self, problem: &Problem) {
        let (class, choice) = self.chosen.pop().expect("something was taken");
        let of = &problem.classes[class];
        let way = &of.choices[choice];
        self.taken[class] -= 1;
        let item = &of.items[self.taken[class]];
        self.add_minutes(problem, way.slot, -i64::from(of.minutes));
        self.worth.fresh -= problem.freshness(of, item, way.slot);
        self.worth.new_to_candidate += i64::from(way.is_repeat);
        if let Some(demand) = way.demand {
            self.left[demand] += 1;
            self.worth.picks -= gain_of_pick(of.kind);
        }
        for idx in &way.pairs {
            self.count_pair(problem, *idx, self.counts[*idx], -1);
            self.counts[*idx] -= 1;
        }
        for found in &way.traits {
            let (slot, sort) = problem.traits[*found];
            self.seen[*found] -= 1;
            self.worth.varied += i64::from(self.seen[*found] > 0);
            self.n_seen[slot][sort] -= i64::from(self.seen[*found] == 0);
        }
    }

    /// Adds or takes off what the n-th question on a pair is worth.
    fn count_pair(&mut self, problem: &Problem, idx: usize, nth: u32, sign: i64) {
        let pair = &problem.pairs[idx];
        if nth == 1 {
            self.worth.covered += sign * pair.value;
            if !pair.by_exercise {
                self.worth.covered_first += sign * pair.value;
            }
        }
        if nth == 2 && pair.required {
            self.worth.twice += sign;
        }
    }
}

pub(super) fn minutes_over(problem: &Problem, slot: usize, used: i64) -> i64 {
    let minutes = problem.times[slot].minutes;
    minutes.map_or(0, |minutes| (used - i64::from(minutes)).max(0))
}

fn gain_of_pick(kind: Kind) -> i64 {
    PICK + i64::from(kind == Kind::Bank { core: true })
}
