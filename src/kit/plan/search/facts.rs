//! What holds of a problem throughout the search.

use super::super::problem::{Class, Kind, N_SORTS, Problem};
use super::state::State;

/// Parts of a minute that shares of one are counted in: divisible by every small number.
pub(super) const SCALE: u64 = 5040;

/// Most steps to a table of freshness.
const MAX_CELLS: i64 = 2_000_000;

/// A rotating question that speaks to a criterion.
pub(super) struct Coverer {
    /// Its minutes over the criteria of the round that it speaks to, in parts of a minute.
    pub(super) share: u64,
    pub(super) class: usize,
    pub(super) choice: usize,
}

/// The questions that a pick has to choose from.
#[derive(Default)]
pub(super) struct Bank {
    /// Class and choice; core questions first, then the freshest.
    pub(super) entries: Vec<(usize, usize)>,
    /// What there is from each entry on.
    tails: Vec<Tail>,
    /// Minutes of the shortest and freshness of the freshest for the whole pick.
    whole_minutes: i64,
    whole_fresh: i64,
}

/// The questions of a bank from an entry on.
#[derive(Default, Clone, Copy)]
struct Tail {
    n: i64,
    n_core: i64,
    shortest: i64,
    freshest: i64,
    /// Whether the entry itself is core.
    is_core: bool,
}

/// What a demand can still give at best.
pub(super) struct Rest {
    pub(super) n: i64,
    pub(super) n_core: i64,
    pub(super) minutes: i64,
    pub(super) fresh: i64,
}

/// The rotating questions of a slot.
#[derive(Default)]
pub(super) struct Rotation {
    pub(super) freshest: i64,
    pub(super) shortest: i64,
    pub(super) n: i64,
    pub(super) most_pairs: i64,
    /// Fewest traits of each sort that a question has.
    pub(super) fewest: [i64; N_SORTS],
    /// Traits of each sort in the slot.
    pub(super) n_traits: [i64; N_SORTS],
    /// The freshness of the freshest questions: of none, of one, of two, …
    sums: Vec<i64>,
    width: usize,
    table: Vec<i64>,
}

pub(super) struct Facts {
    /// The class of every core question that more than one round may ask.
    pub(super) movable: Vec<usize>,
    pub(super) banks: Vec<Bank>,
    /// Rotating classes in the order they are filled in.
    pub(super) order: Vec<usize>,
    /// The rotating questions for each pair, the cheapest first.
    pub(super) coverers: Vec<Vec<Coverer>>,
    /// The demands that may give a question for each pair.
    pub(super) demands_for: Vec<Vec<usize>>,
    /// The places in `movable` of core questions for each pair.
    pub(super) movable_for: Vec<Vec<usize>>,
    /// Pairs with rotating questions, those with the fewest first.
    pub(super) scarce_first: Vec<usize>,
    pub(super) rotations: Vec<Rotation>,
}

impl Facts {
    pub(super) fn of(problem: &Problem) -> Self {
        let n_pairs = problem.pairs.len();
        let mut facts = Self {
            movable: Vec::new(),
            banks: (0..problem.demands.len())
                .map(|demand| bank(problem, demand))
                .collect(),
            order: Vec::new(),
            coverers: (0..n_pairs).map(|_| Vec::new()).collect(),
            demands_for: vec![Vec::new(); n_pairs],
            movable_for: vec![Vec::new(); n_pairs],
            scarce_first: Vec::new(),
            rotations: rotations(problem),
        };
        for (idx, class) in problem.classes.iter().enumerate() {
            facts.add_class(idx, class);
        }
        for coverers in &mut facts.coverers {
            coverers.sort_by_key(|coverer| coverer.share);
        }
        let mut scarce: Vec<_> = (0..n_pairs)
            .filter(|pair| !facts.coverers[*pair].is_empty())
            .collect();
        scarce.sort_by_key(|pair| facts.coverers[*pair].len());
        facts.scarce_first = scarce;
        facts
    }

    fn add_class(&mut self, idx: usize, class: &Class) {
        match class.kind {
            Kind::Fixed if class.choices.len() > 1 => {
                for _ in &class.items {
                    let pairs = class.choices.iter().flat_map(|choice| &choice.pairs);
                    for pair in pairs {
                        self.movable_for[*pair].push(self.movable.len());
                    }
                    self.movable.push(idx);
                }
            }
            Kind::Fixed => {}
            Kind::Bank { .. } => {
                for choice in &class.choices {
                    for pair in &choice.pairs {
                        let demands = &mut self.demands_for[*pair];
                        let demand = choice.demand.filter(|demand| !demands.contains(demand));
                        demands.extend(demand);
                    }
                }
            }
            Kind::Rotating => {
                self.order.push(idx);
                for (number, choice) in class.choices.iter().enumerate() {
                    let n = choice.pairs.len().max(1) as u64;
                    for pair in &choice.pairs {
                        self.coverers[*pair].push(Coverer {
                            share: u64::from(class.minutes) * SCALE / n,
                            class: idx,
                            choice: number,
                        });
                    }
                }
            }
        }
    }

    /// Fills the tables of freshness, for the time that core questions leave.
    pub(super) fn tabulate(&mut self, problem: &Problem, state: &State) {
        for slot in 0..problem.times.len() {
            let Some(available) = problem.times[slot].available else {
                continue;
            };
            let most = i64::from(available) - state.used[slot];
            let width = usize::try_from(most).unwrap_or(0) + 1;
            let n = self.rotations[slot].n + to_i64(self.order.len()) + 1;
            if to_i64(width).saturating_mul(n) <= MAX_CELLS {
                let table = table(problem, &self.order, slot, width);
                self.rotations[slot].width = width;
                self.rotations[slot].table = table;
            }
        }
    }
}

impl Rotation {
    /// The fewest questions that reach some freshness.
    pub(super) fn fewest_for(&self, fresh: i64) -> i64 {
        to_i64(self.sums.partition_point(|sum| *sum < fresh))
    }

    /// The most freshness that rotating questions from a place in the order on add in some minutes.
    pub(super) fn fresh_within(&self, from: usize, minutes: i64) -> i64 {
        if self.n == 0 || minutes <= 0 {
            return 0;
        }
        if self.table.is_empty() {
            let n = usize::try_from((minutes / self.shortest).min(self.n)).unwrap_or(0);
            return self.sums[n];
        }
        let at = usize::try_from(minutes).unwrap_or(0).min(self.width - 1);
        self.table[from * self.width + at]
    }
}

impl Bank {
    /// Whether there is nothing to choose: no more than is picked, and no other round picks it.
    pub(super) fn is_taken_whole(&self, problem: &Problem, n: u32) -> bool {
        let n_here = self.tails.first().map_or(0, |tail| tail.n);
        let mut classes = self.entries.iter().map(|entry| &problem.classes[entry.0]);
        n_here <= n.into() && classes.all(|class| class.choices.len() == 1)
    }

    /// What is left of a demand before it is begun.
    pub(super) fn whole(&self, n: u32) -> Rest {
        let all = self.tails.first().copied().unwrap_or_default();
        let n = all.n.min(n.into());
        Rest {
            n,
            n_core: n.min(all.n_core),
            minutes: self.whole_minutes,
            fresh: self.whole_fresh,
        }
    }

    /// What is left of a demand from an entry on, of whose class some are taken.
    pub(super) fn rest(&self, left: u32, from: usize, taken: usize) -> Rest {
        let tail = self.tails.get(from).copied().unwrap_or_default();
        let taken = to_i64(taken);
        let n = (tail.n - taken).clamp(0, left.into());
        let taken_core = if tail.is_core { taken } else { 0 };
        Rest {
            n,
            n_core: (tail.n_core - taken_core).clamp(0, n),
            minutes: n * tail.shortest,
            fresh: n * tail.freshest,
        }
    }
}

pub(super) fn to_i64(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn bank(problem: &Problem, demand: usize) -> Bank {
    let mut entries: Vec<(usize, usize)> = Vec::new();
    for (idx, class) in problem.classes.iter().enumerate() {
        let choices = class.choices.iter().enumerate();
        let here = choices.filter(|(_, choice)| choice.demand == Some(demand));
        entries.extend(here.map(|(number, _)| (idx, number)));
    }
    let class = |entry: &(usize, usize)| &problem.classes[entry.0];
    let is_core = |of: &Class| of.kind == Kind::Bank { core: true };
    entries.sort_by_key(|entry| {
        let first = &class(entry).items[0];
        (!is_core(class(entry)), -first.fresh, first.order)
    });
    let mut tails = Vec::new();
    let mut tail = Tail {
        shortest: i64::MAX,
        ..Tail::default()
    };
    let (mut minutes, mut fresh) = (Vec::new(), Vec::new());
    for entry in entries.iter().rev() {
        let of = class(entry);
        let n = to_i64(of.items.len());
        tail.n += n;
        tail.is_core = is_core(of);
        tail.n_core += if tail.is_core { n } else { 0 };
        tail.shortest = tail.shortest.min(of.minutes.into());
        tail.freshest = tail.freshest.max(of.items[0].fresh);
        tails.push(tail);
        minutes.extend(of.items.iter().map(|_| i64::from(of.minutes)));
        fresh.extend(of.items.iter().map(|item| item.fresh));
    }
    tails.reverse();
    minutes.sort_unstable();
    fresh.sort_unstable_by_key(|fresh| -fresh);
    let n_wanted = problem.demands[demand].n as usize;
    Bank {
        whole_minutes: minutes.iter().take(n_wanted).sum(),
        whole_fresh: fresh.iter().take(n_wanted).sum(),
        entries,
        tails,
    }
}

fn rotations(problem: &Problem) -> Vec<Rotation> {
    let mut rotations: Vec<Rotation> = problem
        .times
        .iter()
        .map(|_| Rotation {
            shortest: i64::MAX,
            fewest: [i64::MAX; N_SORTS],
            ..Rotation::default()
        })
        .collect();
    for (slot, sort) in &problem.traits {
        rotations[*slot].n_traits[*sort] += 1;
    }
    let rotating = |class: &&Class| class.kind == Kind::Rotating;
    for class in problem.classes.iter().filter(rotating) {
        for choice in &class.choices {
            let rotation = &mut rotations[choice.slot];
            let fresh = problem.freshness(class, &class.items[0], choice.slot);
            rotation.freshest = if rotation.n == 0 {
                fresh
            } else {
                rotation.freshest.max(fresh)
            };
            rotation.shortest = rotation.shortest.min(i64::from(class.minutes));
            rotation.n += to_i64(class.items.len());
            let fresh = class.items.iter();
            let fresh = fresh.map(|item| problem.freshness(class, item, choice.slot));
            rotation.sums.extend(fresh);
            rotation.most_pairs = rotation.most_pairs.max(to_i64(choice.pairs.len()));
            let mut n = [0; N_SORTS];
            for found in &choice.traits {
                n[problem.traits[*found].1] += 1;
            }
            for (fewest, n) in rotation.fewest.iter_mut().zip(n) {
                *fewest = n.min(*fewest);
            }
        }
    }
    for rotation in &mut rotations {
        rotation.sums.sort_unstable_by_key(|fresh| -fresh);
        let mut sum = 0;
        for fresh in &mut rotation.sums {
            sum += *fresh;
            *fresh = sum;
        }
        rotation.sums.insert(0, 0);
    }
    rotations
}

/// A knapsack for each suffix of the order: row by row, minute by minute.
fn table(problem: &Problem, order: &[usize], slot: usize, width: usize) -> Vec<i64> {
    let mut table = vec![0; width * (order.len() + 1)];
    for (row, idx) in order.iter().enumerate().rev() {
        let (rows, after) = table.split_at_mut((row + 1) * width);
        let (own, next) = (&mut rows[row * width..], &after[..width]);
        own.copy_from_slice(next);
        let class = &problem.classes[*idx];
        if !class.choices.iter().any(|choice| choice.slot == slot) {
            continue;
        }
        let step = class.minutes as usize;
        let mut fresh = 0;
        for (n, item) in class.items.iter().enumerate() {
            let minutes = (n + 1) * step;
            if minutes >= width {
                break;
            }
            fresh += problem.freshness(class, item, slot);
            for at in minutes..width {
                own[at] = own[at].max(next[at - minutes] + fresh);
            }
        }
    }
    table
}
