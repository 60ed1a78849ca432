//! What a plan in the making can reach at best.
//!
//! Each part of the bound holds for plans that reach the parts before it, which is enough: a plan
//! that does not is less in an earlier part.

use super::super::problem::{N_SORTS, Pair};
use super::facts::{Rest, Rotation, SCALE, to_i64};
use super::state::{PICK, minutes_over};
use super::{Objective, Search};

/// How far a branch has come.
#[derive(Default)]
pub(super) struct Stage {
    /// Core questions placed, of those that can be placed in several rounds.
    n_placed: usize,
    /// The demand that is being picked, and from which entry of its bank.
    demand: usize,
    from: Option<usize>,
    /// The place in the order of classes, once all that can be is covered.
    fill: usize,
}

impl Stage {
    pub(super) fn fixed(n_placed: usize) -> Self {
        Self {
            n_placed,
            ..Self::default()
        }
    }

    pub(super) fn bank(demand: usize, from: usize) -> Self {
        Self {
            n_placed: usize::MAX,
            demand,
            from: Some(from),
            fill: 0,
        }
    }

    /// All picks are made.
    pub(super) fn open() -> Self {
        Self::bank(usize::MAX, 0)
    }

    pub(super) fn filling(fill: usize) -> Self {
        Self {
            fill,
            ..Self::open()
        }
    }
}

/// What is still to be covered in a slot, and what that takes.
#[derive(Default)]
struct Needs<'a> {
    /// The pairs that rotating questions can cover, with the least parts of a minute each.
    open: Vec<(&'a Pair, u64)>,
    cost: u64,
    /// The least cost of each further piece of evidence on a required criterion.
    further: Vec<u64>,
}

impl<'a> Search<'a> {
    pub(super) fn bound(&mut self, stage: &Stage) -> Objective {
        let mut reach = self.state.worth;
        let mut minutes = vec![0; self.problem.times.len()];
        for demand in stage.demand..self.problem.demands.len() {
            let rest = self.rest(demand, stage);
            reach.picks += rest.n * PICK + rest.n_core;
            reach.fresh += rest.fresh;
            minutes[self.problem.demands[demand].slot] += rest.minutes;
        }
        self.work += (self.problem.times.len() + self.problem.pairs.len()) as u64;
        reach.in_time = 0;
        for (slot, minutes) in minutes.into_iter().enumerate() {
            let used = self.state.used[slot] + minutes;
            reach.in_time -= minutes_over(self.problem, slot, used);
            let available = self.problem.times[slot].available;
            let room = available.map(|available| (i64::from(available) - used).max(0));
            self.bound_slot(slot, room, stage, &mut reach);
        }
        reach
    }

    fn rest(&self, demand: usize, stage: &Stage) -> Rest {
        let bank = &self.facts.banks[demand];
        match stage.from {
            Some(from) if demand == stage.demand => {
                let entry = bank.entries.get(from);
                let taken = entry.map_or(0, |(class, _)| self.state.taken[*class]);
                bank.rest(self.state.left[demand], from, taken)
            }
            _ => bank.whole(self.state.left[demand]),
        }
    }

    fn bound_slot(&mut self, slot: usize, room: Option<i64>, stage: &Stage, reach: &mut Objective) {
        let mut needs = self.needs(slot, room, stage, reach);
        let room_parts = room.map(|room| room.unsigned_abs() * SCALE);
        let fits = room_parts.is_none_or(|room| needs.cost <= room);
        if let Some(room) = room_parts.filter(|_| !fits) {
            reach.covered += most(&needs.open, room, |pair| pair.value);
            reach.covered_first += most(&needs.open, room, first_value);
        } else {
            reach.covered += needs.open.iter().map(|(pair, _)| pair.value).sum::<i64>();
            reach.covered_first += needs
                .open
                .iter()
                .map(|(pair, _)| first_value(pair))
                .sum::<i64>();
        }
        let spent = if fits { needs.cost } else { 0 };
        let open = if fits { needs.open } else { Vec::new() };
        let n = self.add_fresh(slot, room, stage, &open, reach);
        let n_twice = affordable(&mut needs.further, room_parts.map(|room| room - spent));
        reach.twice += match room {
            Some(_) => n_twice,
            None => n_twice.min(self.spare_evidence(slot, n, &open, &needs.further)),
        };
        let rotation = &self.facts.rotations[slot];
        for sort in 0..N_SORTS {
            // Each question more has a trait, and there are only so many new ones.
            let n_new = rotation.n_traits[sort] - self.state.n_seen[slot][sort];
            reach.varied -= (n.saturating_mul(rotation.fewest[sort]) - n_new).max(0);
        }
    }

    /// Adds the freshness that rotating questions reach in a slot, and gives the fewest questions
    /// that reach it.
    fn add_fresh(
        &self,
        slot: usize,
        room: Option<i64>,
        stage: &Stage,
        open: &[(&Pair, u64)],
        reach: &mut Objective,
    ) -> i64 {
        let rotation = &self.facts.rotations[slot];
        if rotation.n == 0 {
            return 0;
        }
        let n_open = to_i64(open.len());
        let (fresh, n) = match room {
            // Every question costs, so there are no more than coverage needs.
            None => {
                let n = divide_up(n_open, rotation.most_pairs.max(1));
                (n * rotation.freshest, n)
            }
            Some(room) => {
                let within = rotation.fresh_within(stage.fill, room);
                let fresh = within.min(fresh_if_covered(rotation, room, open));
                (fresh, rotation.fewest_for(fresh))
            }
        };
        reach.fresh += fresh;
        n
    }

    /// How much further evidence there can be in a round without minutes: what picks may give, and
    /// what the questions have over that are there to cover what is open.
    fn spare_evidence(&self, slot: usize, n: i64, open: &[(&Pair, u64)], further: &[u64]) -> i64 {
        let n_free = further.iter().filter(|share| **share == 0).count();
        let evidence = n * self.facts.rotations[slot].most_pairs + to_i64(n_free);
        evidence - to_i64(open.len())
    }

    /// What is open in a slot. What fixed and picked questions may still cover counts as covered.
    fn needs(
        &mut self,
        slot: usize,
        room: Option<i64>,
        stage: &Stage,
        reach: &mut Objective,
    ) -> Needs<'a> {
        let problem = self.problem;
        let mut needs = Needs::default();
        for idx in &problem.times[slot].pairs {
            let pair = &problem.pairs[*idx];
            let wanted = if pair.required { 2 } else { 1 };
            let count = self.state.counts[*idx];
            if count >= wanted {
                continue;
            }
            self.work += 1;
            let share = if self.is_free(*idx, stage) {
                Some(0)
            } else {
                self.cheapest(*idx, room)
            };
            let Some(share) = share else { continue };
            if count == 0 && share == 0 {
                reach.covered += pair.value;
                reach.covered_first += first_value(pair);
            } else if count == 0 {
                needs.open.push((pair, share));
                needs.cost += share;
            }
            if pair.required {
                needs.further.push(share);
            }
        }
        needs
    }

    /// Whether core questions or picks that are still to be placed may cover a pair.
    fn is_free(&self, pair: usize, stage: &Stage) -> bool {
        let movable = self.facts.movable_for[pair].last();
        movable.is_some_and(|last| *last >= stage.n_placed)
            || self.facts.demands_for[pair]
                .iter()
                .any(|demand| *demand >= stage.demand && self.gives(*demand))
    }

    fn gives(&self, demand: usize) -> bool {
        self.state.left[demand] > 0 && !self.facts.banks[demand].entries.is_empty()
    }

    /// The least parts of a minute that a rotating question spends on a pair.
    fn cheapest(&mut self, pair: usize, room: Option<i64>) -> Option<u64> {
        for coverer in &self.facts.coverers[pair] {
            self.work += 1;
            let minutes = i64::from(self.problem.classes[coverer.class].minutes);
            let is_open = self
                .state
                .is_open(self.problem, coverer.class, coverer.choice);
            if is_open && room.is_none_or(|room| minutes <= room) {
                return Some(coverer.share);
            }
        }
        None
    }
}

/// The most freshness in some minutes of which what is open takes its share.
fn fresh_if_covered(rotation: &Rotation, room: i64, open: &[(&Pair, u64)]) -> i64 {
    let shares = open.iter().map(|(_, share)| *share);
    let (n, needed) = if rotation.most_pairs == 1 {
        (open.len(), shares.sum())
    } else {
        (open.len().min(1), shares.max().unwrap_or(0))
    };
    let n = to_i64(n);
    let minutes = i64::try_from(needed.div_ceil(SCALE)).unwrap_or(i64::MAX);
    n * rotation.freshest + rotation.fresh_within(0, room - minutes)
}

fn first_value(pair: &Pair) -> i64 {
    if pair.by_exercise { 0 } else { pair.value }
}

/// The most value within a cost, parts of pairs allowed.
fn most(open: &[(&Pair, u64)], room: u64, value: impl Fn(&Pair) -> i64) -> i64 {
    let mut by_gain: Vec<(i64, u64)> = open
        .iter()
        .map(|(pair, share)| (value(pair), *share))
        .collect();
    let gain = |(value, share): &(i64, u64)| (i128::from(*value), i128::from(*share));
    by_gain.sort_by(|a, b| {
        let ((a, a_share), (b, b_share)) = (gain(a), gain(b));
        (b * a_share).cmp(&(a * b_share))
    });
    let mut left = room;
    let mut sum = 0;
    for (value, share) in by_gain {
        if share > left {
            let part = i128::from(value) * i128::from(left) / i128::from(share) + 1;
            return sum + i64::try_from(part).unwrap_or(value).min(value);
        }
        left -= share;
        sum += value;
    }
    sum
}

/// How many of these costs fit.
fn affordable(costs: &mut [u64], room: Option<u64>) -> i64 {
    costs.sort_unstable();
    let mut left = room.unwrap_or(u64::MAX);
    let mut n = 0;
    for cost in costs.iter().copied() {
        if cost > left {
            break;
        }
        left -= cost;
        n += 1;
    }
    n
}

fn divide_up(n: i64, by: i64) -> i64 {
    (n + by - 1) / by
}
