//! Who rated whom on what: the ratings as the severity model needs them.

use std::collections::BTreeMap;

/// One rating. Candidates, interviewers and criteria are numbered from 0, categories too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Response {
    /// Who was rated.
    pub candidate: u32,
    /// By whom.
    pub interviewer: u32,
    /// On what.
    pub criterion: u32,
    /// The category given, 0 the lowest.
    pub category: u8,
}

/// All that one interviewer gave one candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The interviewer.
    pub interviewer: u32,
    /// The place in [`Design::kinds`].
    pub kind: u32,
}

/// What a pair's likelihood depends on beside the parameters: which criteria were rated, and the
/// sum of the categories given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    /// The place in [`Design::classes`].
    pub class: u32,
    /// The sum of the categories.
    pub sum: u32,
}

/// The ratings, sorted into pairs by candidate.
#[derive(Debug, Clone)]
pub struct Design {
    /// How many candidates there are; those without a rating too.
    pub n_candidates: usize,
    /// How many interviewers there are.
    pub n_interviewers: usize,
    /// How many criteria there are.
    pub n_criteria: usize,
    /// How many categories there are, at least 2.
    pub n_categories: usize,
    /// How many ratings there are.
    pub n_ratings: usize,
    /// The pairs, candidate by candidate, then by interviewer.
    pub pairs: Vec<Pair>,
    /// Where each candidate's pairs begin; one more at the end.
    first_pair: Vec<u32>,
    /// Sets of criteria that were rated together, each ascending, with repeats where one was
    /// rated twice.
    pub classes: Vec<Vec<u32>>,
    /// Distinct kinds of pairs.
    pub kinds: Vec<Kind>,
    /// How many pairs are of each kind.
    pub n_of_kind: Vec<usize>,
    /// For each criterion and each category from 1 on, how many ratings reach it.
    pub at_least: Vec<f64>,
}

impl Design {
    /// Sorts ratings. Their order does not matter.
    ///
    /// # Panics
    /// A number is not under its count.
    #[must_use]
    pub fn new(counts: Counts, mut responses: Vec<Response>) -> Self {
        responses.sort_unstable();
        let n_steps = counts.n_categories - 1;
        let mut at_least = vec![0.0; counts.n_criteria * n_steps];
        let mut classes: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        let mut kinds: BTreeMap<Kind, u32> = BTreeMap::new();
        let mut n_of_kind = Vec::new();
        let mut pairs = Vec::new();
        let mut first_pair = vec![0; counts.n_candidates + 1];
        let same = |a: &Response, b: &Response| {
            a.candidate == b.candidate && a.interviewer == b.interviewer
        };
        for of_pair in responses.chunk_by(same) {
            let (first, sum) = (
                of_pair[0],
                of_pair.iter().map(|one| u32::from(one.category)).sum(),
            );
            for one in of_pair {
                let reached = usize::from(one.category);
                let from = one.criterion as usize * n_steps;
                for count in &mut at_least[from..from + reached] {
                    *count += 1.0;
                }
            }
            let of_class: Vec<u32> = of_pair.iter().map(|one| one.criterion).collect();
            let n_classes = u32::try_from(classes.len()).unwrap_or(u32::MAX);
            let class = *classes.entry(of_class).or_insert(n_classes);
            let n_kinds = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
            let kind = *kinds.entry(Kind { class, sum }).or_insert(n_kinds);
            if kind as usize == n_of_kind.len() {
                n_of_kind.push(0);
            }
            n_of_kind[kind as usize] += 1;
            pairs.push(Pair {
                interviewer: first.interviewer,
                kind,
            });
            first_pair[first.candidate as usize + 1] += 1;
        }
        for at in 0..counts.n_candidates {
            first_pair[at + 1] += first_pair[at];
        }
        let mut by_number = vec![Vec::new(); classes.len()];
        for (class, number) in classes {
            by_number[number as usize] = class;
        }
        let mut of_number = vec![Kind { class: 0, sum: 0 }; kinds.len()];
        for (kind, number) in kinds {
            of_number[number as usize] = kind;
        }
        Self {
            n_candidates: counts.n_candidates,
            n_interviewers: counts.n_interviewers,
            n_criteria: counts.n_criteria,
            n_categories: counts.n_categories,
            n_ratings: responses.len(),
            pairs,
            first_pair,
            classes: by_number,
            kinds: of_number,
            n_of_kind,
            at_least,
        }
    }

    /// The pairs of one candidate, by interviewer.
    #[must_use]
    pub fn pairs_of(&self, candidate: usize) -> &[Pair] {
        let range = self.first_pair[candidate] as usize..self.first_pair[candidate + 1] as usize;
        &self.pairs[range]
    }

    /// Steps between neighbouring categories.
    #[must_use]
    pub fn n_steps(&self) -> usize {
        self.n_categories - 1
    }
}

/// How many there are of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Candidates.
    pub n_candidates: usize,
    /// Interviewers.
    pub n_interviewers: usize,
    /// Criteria.
    pub n_criteria: usize,
    /// Categories, at least 2.
    pub n_categories: usize,
}
