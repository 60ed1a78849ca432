//! Parts of a loop in which few questions may be asked in more than one round.
//!
//! Once each of these is given to one of its rounds, to be asked there or not at all, the rounds
//! have nothing more to do with each other. Each round is solved for every set of them that it may
//! be given, and the best sets that do not overlap are found round by round. Objectives add up part
//! by part and compare from the first on, so that the best of a sum is made of the best of each.

use std::collections::BTreeMap;

use super::Objective;
use super::history::Scores;
use super::problem::{Eligible, Part, Problem};
use super::search::{self, Outcome};

/// Most rounds to solve for a part.
const MOST_SOLVED: usize = 2_048;
/// Most steps to join them.
const MOST_JOINED: usize = 1_000_000;

/// What a part is planned by.
pub(super) struct Given<'a> {
    pub(super) eligible: &'a Eligible<'a>,
    pub(super) order: &'a [u64],
    pub(super) scores: &'a Scores,
}

/// A round with the questions that it shares.
struct Sharing {
    slot: usize,
    own: Vec<usize>,
    /// Places in the list of shared questions.
    shared: Vec<usize>,
}

/// The best way so far to give questions to the rounds gone through.
struct Way {
    worth: Objective,
    /// For each round the number of its set.
    sets: Vec<usize>,
}

impl Given<'_> {
    /// Solves a part within some effort.
    pub(super) fn solve(&self, part: &Part, effort: u64) -> Outcome {
        let shared = self.eligible.shared(part);
        let sharing = self.sharing(part, &shared);
        let n_solved = sharing
            .iter()
            .map(|it| 1_usize.checked_shl(u32::try_from(it.shared.len()).unwrap_or(u32::MAX)))
            .try_fold(0_usize, |sum, n| sum.checked_add(n?));
        if part.slots.len() > 1
            && n_solved.is_some_and(|n| n <= MOST_SOLVED)
            && let Some(outcome) = self.join(&sharing, &shared, effort)
        {
            return outcome;
        }
        self.search(part, effort)
    }

    /// Solves a part without taking it apart.
    pub(super) fn search(&self, part: &Part, effort: u64) -> Outcome {
        search::solve(
            &Problem::new(self.eligible, part, self.order, self.scores),
            effort,
        )
    }

    fn sharing(&self, part: &Part, shared: &[usize]) -> Vec<Sharing> {
        let of = |slot: &usize| {
            let here = |at: &usize| self.eligible.can_ask(*at, *slot);
            let places = shared.iter().enumerate();
            let own = part.candidates.iter().copied();
            Sharing {
                slot: *slot,
                own: own
                    .filter(|at| here(at) && shared.binary_search(at).is_err())
                    .collect(),
                shared: places
                    .filter(|(_, at)| here(at))
                    .map(|(place, _)| place)
                    .collect(),
            }
        };
        part.slots.iter().map(of).collect()
    }

    fn join(&self, sharing: &[Sharing], shared: &[usize], effort: u64) -> Option<Outcome> {
        if shared.len() > 64 {
            return None;
        }
        let n_sets: usize = sharing.iter().map(|it| 1 << it.shared.len()).sum();
        let share = effort / n_sets as u64;
        let mut solved: Vec<Vec<Outcome>> = Vec::new();
        // By the questions that are given away and that a later round could have had.
        let mut ways = BTreeMap::from([(
            0_u64,
            Way {
                worth: Objective::default(),
                sets: Vec::new(),
            },
        )]);
        let mut n_steps = 0_usize;
        for (number, round) in sharing.iter().enumerate() {
            let outcomes = self.solve_sets(round, shared, share);
            n_steps = n_steps.saturating_add(ways.len().saturating_mul(outcomes.len()));
            if n_steps > MOST_JOINED {
                return None;
            }
            let later: u64 = sharing[number + 1..]
                .iter()
                .flat_map(|it| &it.shared)
                .fold(0, |mask, place| mask | 1 << place);
            ways = extend(&ways, round, &outcomes, later);
            solved.push(outcomes);
        }
        let best = ways.into_values().next()?;
        let work = solved.iter().flatten().map(|it| it.work).sum();
        let proven = solved.iter().flatten().all(|it| it.proven);
        let chosen = solved.iter().zip(&best.sets);
        Some(Outcome {
            worth: best.worth,
            asked: chosen
                .flat_map(|(outcomes, set)| outcomes[*set].asked.clone())
                .collect(),
            proven,
            work,
        })
    }

    /// The best plan of a round for every set of shared questions.
    fn solve_sets(&self, round: &Sharing, shared: &[usize], effort: u64) -> Vec<Outcome> {
        (0..1_usize << round.shared.len())
            .map(|set| {
                let given = round.shared.iter().enumerate();
                let given = given.filter(|(bit, _)| set >> bit & 1 == 1);
                let mut candidates = round.own.clone();
                candidates.extend(given.map(|(_, place)| shared[*place]));
                candidates.sort_unstable();
                let part = Part {
                    slots: vec![round.slot],
                    candidates,
                };
                self.search(&part, effort)
            })
            .collect()
    }
}

/// Goes on by one round. Every question is given to some round, so what no later one could have
/// must be given by now.
fn extend(
    ways: &BTreeMap<u64, Way>,
    round: &Sharing,
    outcomes: &[Outcome],
    later: u64,
) -> BTreeMap<u64, Way> {
    let mut extended: BTreeMap<u64, Way> = BTreeMap::new();
    let here: u64 = round.shared.iter().fold(0, |mask, place| mask | 1 << place);
    for (given, way) in ways {
        for (set, outcome) in outcomes.iter().enumerate() {
            let bits = round.shared.iter().enumerate();
            let mask = bits
                .filter(|(bit, _)| set >> bit & 1 == 1)
                .fold(0, |mask, (_, place)| mask | 1 << place);
            let is_missing = here & !later & !(given | mask) != 0;
            if given & mask != 0 || is_missing {
                continue;
            }
            let mut worth = way.worth;
            worth.add(&outcome.worth);
            let key = (given | mask) & later;
            if extended.get(&key).is_none_or(|known| worth > known.worth) {
                let mut sets = way.sets.clone();
                sets.push(set);
                extended.insert(key, Way { worth, sets });
            }
        }
    }
    extended
}
