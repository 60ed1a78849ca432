//! Branch and bound over one part of a loop.
//!
//! Picks come first, demand by demand. Then a criterion that nothing planned speaks to is taken,
//! one with the fewest questions first, and each of its questions is tried, then none of them.
//! Then what time is left is filled. A branch is left as soon as what it could reach at best, by
//! [`bound`], is no better than the best plan known. Questions of one class
//! are exchanged freely, so only the freshest are tried.

mod bound;
mod facts;
mod state;

use super::Objective;
use super::problem::{Kind, Problem};
use crate::rubric::QuestionIdx;
use bound::Stage;
use facts::Facts;
use state::State;

/// Most steps of the search for a loop, about a second.
pub const EFFORT: u64 = 10_000_000;

/// How many questions deep branches go; deeper ones are filled up without a search.
const DEEPEST: usize = 300;

/// What came of a search.
pub(super) struct Outcome {
    pub(super) worth: Objective,
    /// The questions asked, each with its slot in the loop.
    pub(super) asked: Vec<(QuestionIdx, usize)>,
    pub(super) proven: bool,
    pub(super) work: u64,
}

/// Finds a plan of the greatest worth.
pub(super) fn solve(problem: &Problem, effort: u64) -> Outcome {
    let mut search = Search {
        problem,
        facts: Facts::of(problem),
        state: State::new(problem),
        best: Objective::default(),
        best_choices: None,
        effort,
        work: problem.classes.len() as u64,
        is_cut: false,
    };
    search.run();
    let choices = search.best_choices.unwrap_or_default();
    Outcome {
        worth: search.best,
        asked: asked(problem, &choices),
        proven: !search.is_cut,
        work: search.work,
    }
}

/// The questions behind choices of classes, which are used up in their order.
fn asked(problem: &Problem, choices: &[(usize, usize)]) -> Vec<(QuestionIdx, usize)> {
    let mut taken = vec![0; problem.classes.len()];
    choices
        .iter()
        .map(|(class, choice)| {
            let of = &problem.classes[*class];
            let item = &of.items[taken[*class]];
            taken[*class] += 1;
            let slot = of.choices[*choice].slot;
            (item.question, problem.times[slot].slot)
        })
        .collect()
}

struct Search<'a> {
    problem: &'a Problem,
    facts: Facts,
    state: State,
    best: Objective,
    best_choices: Option<Vec<(usize, usize)>>,
    effort: u64,
    work: u64,
    /// Whether a branch was left that might have held something better.
    is_cut: bool,
}

impl Search<'_> {
    fn run(&mut self) {
        for (idx, class) in self.problem.classes.iter().enumerate() {
            if class.kind == Kind::Fixed && class.choices.len() == 1 {
                for _ in &class.items {
                    self.state.take(self.problem, idx, 0);
                }
            }
        }
        self.empty_small_banks();
        self.facts.tabulate(self.problem, &self.state);
        let root = self.bound(&Stage::default());
        self.settle_greedily();
        if self.is_better(&root) {
            self.place_fixed(0, &root);
        }
        // A plan that reaches the bound is the best, whatever was left out.
        self.is_cut &= self.is_better(&root);
    }

    /// Where a bank has no more than its round picks, and no other round picks from it, there is
    /// nothing to choose.
    fn empty_small_banks(&mut self) {
        let problem = self.problem;
        for (bank, demand) in self.facts.banks.iter_mut().zip(&problem.demands) {
            if bank.is_taken_whole(problem, demand.n) {
                for (class, choice) in std::mem::take(bank).entries {
                    while self.state.has_more(problem, class) {
                        self.state.take(problem, class, choice);
                    }
                }
            }
        }
    }

    fn is_better(&self, bound: &Objective) -> bool {
        self.best_choices.is_none() || *bound > self.best
    }

    fn consider(&mut self) {
        if self.is_better(&self.state.worth) {
            self.best = self.state.worth;
            self.best_choices = Some(self.state.chosen.clone());
        }
    }

    /// Whether to stop here: the effort is used up, or there is no use in going on.
    fn is_over(&mut self, bound: &Objective) -> bool {
        if self.work > self.effort {
            self.is_cut |= self.is_better(bound);
            return true;
        }
        !self.is_better(bound)
    }

    /// Core questions that more than one round may ask.
    fn place_fixed(&mut self, number: usize, bound: &Objective) {
        if self.is_over(bound) {
            return;
        }
        let Some(class) = self.facts.movable.get(number).copied() else {
            return self.pick(0, 0, bound);
        };
        if self.is_too_deep(number) {
            return;
        }
        for choice in 0..self.problem.classes[class].choices.len() {
            self.state.take(self.problem, class, choice);
            let reach = self.bound(&Stage::fixed(number + 1));
            self.place_fixed(number + 1, &reach);
            self.state.undo(self.problem);
        }
    }

    fn is_too_deep(&mut self, depth: usize) -> bool {
        let is_too_deep = depth > DEEPEST;
        self.is_cut |= is_too_deep;
        is_too_deep
    }

    /// The picks of a demand, from a place in its bank.
    fn pick(&mut self, demand: usize, from: usize, bound: &Objective) {
        if self.is_over(bound) || self.is_too_deep(self.state.depth()) {
            return;
        }
        if demand == self.problem.demands.len() {
            return self.cover(bound);
        }
        if self.state.left[demand] > 0 {
            for at in from..self.facts.banks[demand].entries.len() {
                let (class, choice) = self.facts.banks[demand].entries[at];
                self.work += 1;
                if !self.state.has_more(self.problem, class) {
                    continue;
                }
                self.state.take(self.problem, class, choice);
                let reach = self.bound(&Stage::bank(demand, at));
                self.pick(demand, at, &reach);
                self.state.undo(self.problem);
                if self.is_over(bound) {
                    return;
                }
            }
        }
        // A bank is left early only where its questions may be wanted elsewhere; what a bound says
        // of the next demand is never more than it said of this one.
        let reach = self.bound(&Stage::bank(demand + 1, 0));
        self.pick(demand + 1, 0, &reach);
    }

    /// Questions for criteria that nothing planned speaks to.
    fn cover(&mut self, bound: &Objective) {
        self.consider();
        if self.is_over(bound) || self.is_too_deep(self.state.depth()) {
            return;
        }
        let Some((pair, mut ways)) = self.uncovered() else {
            return self.fill(0, bound);
        };
        ways.sort_unstable_by_key(|(class, choice)| self.preference(*class, *choice));
        self.work += ways.len() as u64;
        let mut n_banned = 0;
        for (class, choice) in &ways {
            self.state.take(self.problem, *class, *choice);
            let reach = self.bound(&Stage::open());
            self.cover(&reach);
            self.state.undo(self.problem);
            self.state.ban(*class, *choice);
            n_banned += 1;
            if self.is_over(bound) {
                break;
            }
        }
        if n_banned == ways.len() && self.state.counts[pair] == 0 {
            let reach = self.bound(&Stage::open());
            self.cover(&reach);
        }
        for (class, choice) in &ways[..n_banned] {
            self.state.allow(*class, *choice);
        }
    }

    /// The first criterion without a question for which there is one, with all ways to ask one.
    fn uncovered(&mut self) -> Option<(usize, Vec<(usize, usize)>)> {
        for pair in &self.facts.scarce_first {
            if self.state.counts[*pair] > 0 {
                continue;
            }
            let coverers = &self.facts.coverers[*pair];
            self.work += coverers.len() as u64 + 1;
            let ways: Vec<_> = coverers
                .iter()
                .map(|coverer| (coverer.class, coverer.choice))
                .filter(|(class, choice)| self.state.can_rotate(self.problem, *class, *choice))
                .collect();
            if !ways.is_empty() {
                return Some((*pair, ways));
            }
        }
        None
    }

    /// What to try first; less goes first. Nothing in it depends on the rubric's order but the
    /// order given, so that questions which are alike have like chances.
    fn preference(&self, class: usize, choice: usize) -> (i64, i64, i64, i64, u64) {
        let of = &self.problem.classes[class];
        let way = &of.choices[choice];
        let item = &of.items[self.state.taken[class]];
        let gain = way
            .pairs
            .iter()
            .filter(|pair| self.state.counts[**pair] == 0)
            .map(|pair| self.problem.pairs[*pair].value)
            .sum::<i64>();
        let n_repeats = way
            .traits
            .iter()
            .filter(|found| self.state.seen[**found] > 0)
            .count();
        let n_repeats = i64::try_from(n_repeats).unwrap_or(i64::MAX);
        let is_repeat = i64::from(way.is_repeat);
        (-gain, is_repeat, -item.fresh, n_repeats, item.order)
    }

    /// Questions for the time that is left, from a place in the order of classes.
    fn fill(&mut self, from: usize, bound: &Objective) {
        self.consider();
        if self.is_over(bound) || self.is_too_deep(self.state.depth()) {
            return;
        }
        let mut later = Vec::new();
        for at in from..self.facts.order.len() {
            let class = self.facts.order[at];
            self.work += 1;
            for choice in 0..self.problem.classes[class].choices.len() {
                if !self.state.can_rotate(self.problem, class, choice) {
                    continue;
                }
                self.state.take(self.problem, class, choice);
                let reach = self.bound(&Stage::filling(at));
                if reach == *bound {
                    self.fill(at, &reach);
                } else if self.is_better(&reach) {
                    later.push((reach, at, choice));
                }
                self.state.undo(self.problem);
                if self.is_over(bound) {
                    return;
                }
            }
        }
        // The most promising first; the order among equals stays.
        later.sort_by_key(|(reach, _, _)| std::cmp::Reverse(*reach));
        for (reach, at, choice) in later {
            if self.is_over(&reach) {
                return;
            }
            self.state.take(self.problem, self.facts.order[at], choice);
            self.fill(at, &reach);
            self.state.undo(self.problem);
        }
    }

    /// A plan to start from, found without a search.
    fn settle_greedily(&mut self) {
        let before = self.state.depth();
        for number in 0..self.facts.movable.len() {
            self.state.take(self.problem, self.facts.movable[number], 0);
        }
        for demand in 0..self.problem.demands.len() {
            for at in 0..self.facts.banks[demand].entries.len() {
                let (class, choice) = self.facts.banks[demand].entries[at];
                while self.state.left[demand] > 0 && self.state.has_more(self.problem, class) {
                    self.state.take(self.problem, class, choice);
                }
            }
        }
        while let Some((_, ways)) = self.uncovered().filter(|_| self.work < self.effort) {
            let first = ways
                .into_iter()
                .min_by_key(|(class, choice)| self.preference(*class, *choice));
            let (class, choice) = first.expect("there is a way");
            self.state.take(self.problem, class, choice);
        }
        for at in 0..self.facts.order.len() {
            self.add_while_better(self.facts.order[at]);
        }
        self.consider();
        while self.state.depth() > before {
            self.state.undo(self.problem);
        }
    }

    fn add_while_better(&mut self, class: usize) {
        for choice in 0..self.problem.classes[class].choices.len() {
            while self.state.can_rotate(self.problem, class, choice) {
                let before = self.state.worth;
                self.state.take(self.problem, class, choice);
                self.work += 1;
                if self.state.worth <= before {
                    self.state.undo(self.problem);
                    break;
                }
            }
        }
    }
}
