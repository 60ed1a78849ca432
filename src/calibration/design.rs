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
    /// The categories given, pair by pair, each in the order of its class.
    categories: Vec<u8>,
    /// Where each pair's categories begin.
    first_category: Vec<u32>,
    /// Sets of criteria that were rated together, each ascending, with repeats where one was
    /// rated twice.
    pub classes: Vec<Vec<u32>>,
    /// Distinct kinds of pairs.
    pub kinds: Vec<Kind>,
    /// How many pairs are of each kind.
    pub n_of_kind: Vec<usize>,
    /// For each criterion and each category from 1 on, how many ratings reach it.
    pub at_least: Vec<f64>,
    /// How many groups of candidates have a mean of their own; 0 where all have one.
    pub n_groups: usize,
    /// Each candidate's group; empty where all candidates have one mean.
    groups: Vec<Option<u32>>,
}

impl Design {
    /// Sorts ratings. Their order does not matter.
    ///
    /// # Panics
    /// A number is not under its count.
    #[must_use]
    pub fn new(counts: Counts, mut responses: Vec<Response>) -> Self {
        responses.sort_unstable();
        let mut numbers = Numbers::default();
        let (mut pairs, mut first_category) = (Vec::new(), Vec::new());
        let mut first_pair = vec![0; counts.n_candidates + 1];
        let mut n_before = 0;
        let same = |a: &Response, b: &Response| {
            a.candidate == b.candidate && a.interviewer == b.interviewer
        };
        for of_pair in responses.chunk_by(same) {
            pairs.push(Pair {
                interviewer: of_pair[0].interviewer,
                kind: numbers.kind(of_pair),
            });
            first_pair[of_pair[0].candidate as usize + 1] += 1;
            first_category.push(n_before);
            n_before += u32::try_from(of_pair.len()).unwrap_or(u32::MAX);
        }
        for at in 0..counts.n_candidates {
            first_pair[at + 1] += first_pair[at];
        }
        Self {
            n_candidates: counts.n_candidates,
            n_interviewers: counts.n_interviewers,
            n_criteria: counts.n_criteria,
            n_categories: counts.n_categories,
            n_ratings: responses.len(),
            pairs,
            first_pair,
            categories: responses.iter().map(|one| one.category).collect(),
            first_category,
            classes: by_number(numbers.classes),
            kinds: by_number(numbers.kinds),
            n_of_kind: numbers.n_of_kind,
            at_least: at_least(counts, &responses),
            n_groups: 0,
            groups: Vec::new(),
        }
    }

    /// The same ratings with groups of candidates that have a mean of their own. One group, or
    /// none, is as if nothing was said.
    ///
    /// # Panics
    /// There are groups, and not one for each candidate.
    #[must_use]
    pub fn with_groups(mut self, groups: Vec<Option<u32>>) -> Self {
        let n_groups = groups
            .iter()
            .flatten()
            .max()
            .map_or(0, |most| *most as usize + 1);
        if n_groups > 1 {
            assert_eq!(groups.len(), self.n_candidates);
            (self.n_groups, self.groups) = (n_groups, groups);
        }
        self
    }

    /// Each candidate's group; empty where all candidates have one mean.
    #[must_use]
    pub fn groups(&self) -> &[Option<u32>] {
        &self.groups
    }

    /// A candidate's group; none where the candidate has the mean of all, which is 0.
    #[must_use]
    pub fn group_of(&self, candidate: usize) -> Option<usize> {
        let group = self.groups.get(candidate).copied().flatten();
        group.map(|group| group as usize)
    }

    /// The pairs of one candidate, by interviewer.
    #[must_use]
    pub fn pairs_of(&self, candidate: usize) -> &[Pair] {
        let range = self.first_pair[candidate] as usize..self.first_pair[candidate + 1] as usize;
        &self.pairs[range]
    }

    /// The ratings of one candidate: the number of the pair among the candidate's, the criterion
    /// and the category.
    pub fn ratings_of(&self, candidate: usize) -> impl Iterator<Item = (usize, u32, u8)> + '_ {
        let from = self.first_pair[candidate] as usize;
        let pairs = self.pairs_of(candidate).iter().enumerate();
        pairs.flat_map(move |(own, pair)| {
            let class = &self.classes[self.kinds[pair.kind as usize].class as usize];
            let first = self.first_category[from + own] as usize;
            let given = &self.categories[first..first + class.len()];
            let both = class.iter().zip(given);
            both.map(move |(criterion, category)| (own, *criterion, *category))
        })
    }

    /// How often each category was given, criterion by criterion.
    #[must_use]
    pub fn given(&self) -> Vec<Vec<f64>> {
        let mut totals = vec![0.0; self.n_criteria];
        for (kind, n) in self.kinds.iter().zip(&self.n_of_kind) {
            for criterion in &self.classes[kind.class as usize] {
                totals[*criterion as usize] += crate::text::count(*n);
            }
        }
        let reached = self.at_least.chunks(self.n_steps());
        let of_criterion = |(total, reached): (&f64, &[f64])| {
            let from = std::iter::once(*total).chain(reached.iter().copied());
            let next = reached.iter().copied().chain(std::iter::once(0.0));
            from.zip(next).map(|(from, next)| from - next).collect()
        };
        totals.iter().zip(reached).map(of_criterion).collect()
    }

    /// Steps between neighbouring categories.
    #[must_use]
    pub fn n_steps(&self) -> usize {
        self.n_categories - 1
    }
}

/// Classes and kinds by the numbers they get as they come.
#[derive(Default)]
struct Numbers {
    classes: BTreeMap<Vec<u32>, u32>,
    kinds: BTreeMap<Kind, u32>,
    n_of_kind: Vec<usize>,
}

impl Numbers {
    /// The kind of a pair's ratings, counted once more.
    fn kind(&mut self, of_pair: &[Response]) -> u32 {
        let criteria = of_pair.iter().map(|one| one.criterion).collect();
        let kind = Kind {
            class: number(&mut self.classes, criteria),
            sum: of_pair.iter().map(|one| u32::from(one.category)).sum(),
        };
        let kind = number(&mut self.kinds, kind);
        if kind as usize == self.n_of_kind.len() {
            self.n_of_kind.push(0);
        }
        self.n_of_kind[kind as usize] += 1;
        kind
    }
}

/// The number of something; the next where it is new.
fn number<T: Ord>(numbers: &mut BTreeMap<T, u32>, of: T) -> u32 {
    let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    *numbers.entry(of).or_insert(next)
}

fn by_number<T>(numbers: BTreeMap<T, u32>) -> Vec<T> {
    let mut pairs: Vec<_> = numbers.into_iter().collect();
    pairs.sort_by_key(|(_, number)| *number);
    pairs.into_iter().map(|(of, _)| of).collect()
}

/// For each criterion and each category from 1 on, how many ratings reach it.
fn at_least(counts: Counts, responses: &[Response]) -> Vec<f64> {
    let n_steps = counts.n_categories - 1;
    let mut at_least = vec![0.0; counts.n_criteria * n_steps];
    for one in responses {
        let from = one.criterion as usize * n_steps;
        for count in &mut at_least[from..from + usize::from(one.category)] {
            *count += 1.0;
        }
    }
    at_least
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
