//! Which candidates and interviewers are linked by ratings, directly or through others. Severities
//! of people who are not linked cannot be told from differences between their candidates.

use super::design::Design;

/// The groups that candidates and interviewers fall into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connectivity {
    /// Each candidate's group; none where nobody rated them.
    pub of_candidate: Vec<Option<usize>>,
    /// Each interviewer's group; none where they rated nobody.
    pub of_interviewer: Vec<Option<usize>>,
    /// The groups, the largest first, then by their first candidate.
    pub groups: Vec<Group>,
}

/// People who are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Candidates.
    pub n_candidates: usize,
    /// Interviewers.
    pub n_interviewers: usize,
    /// Pairs of a candidate and an interviewer.
    pub n_pairs: usize,
}

/// Sets that are joined step by step; each is known by its smallest member.
struct Sets(Vec<usize>);

impl Sets {
    fn find(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// Finds the groups.
#[must_use]
pub fn connectivity(design: &Design) -> Connectivity {
    let n = design.n_candidates;
    let mut sets = Sets((0..n + design.n_interviewers).collect());
    for candidate in 0..n {
        for pair in design.pairs_of(candidate) {
            sets.join(candidate, n + pair.interviewer as usize);
        }
    }
    let mut groups: Vec<(usize, Group)> = Vec::new();
    let mut number = vec![None; n + design.n_interviewers];
    for candidate in 0..n {
        let pairs = design.pairs_of(candidate);
        if pairs.is_empty() {
            continue;
        }
        let root = sets.find(candidate);
        let at = *number[root].get_or_insert_with(|| {
            let empty = Group {
                n_candidates: 0,
                n_interviewers: 0,
                n_pairs: 0,
            };
            groups.push((root, empty));
            groups.len() - 1
        });
        groups[at].1.n_candidates += 1;
        groups[at].1.n_pairs += pairs.len();
    }
    for interviewer in 0..design.n_interviewers {
        let root = sets.find(n + interviewer);
        if let Some(at) = number[root] {
            groups[at].1.n_interviewers += 1;
        }
    }
    let mut order: Vec<usize> = (0..groups.len()).collect();
    let size = |at: usize| groups[at].1.n_candidates + groups[at].1.n_interviewers;
    order.sort_by_key(|at| (std::cmp::Reverse(size(*at)), groups[*at].0));
    let mut place = vec![0; groups.len()];
    for (to, from) in order.iter().enumerate() {
        place[*from] = to;
    }
    let mut group_of = |at: usize| number[sets.find(at)].map(|number| place[number]);
    Connectivity {
        of_candidate: (0..n).map(&mut group_of).collect(),
        of_interviewer: (n..n + design.n_interviewers).map(&mut group_of).collect(),
        groups: order.into_iter().map(|at| groups[at].1).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::design::{Counts, Response};

    fn of(pairs: &[(u32, u32)]) -> Connectivity {
        let responses = pairs.iter().map(|(candidate, interviewer)| Response {
            candidate: *candidate,
            interviewer: *interviewer,
            criterion: 0,
            category: 1,
        });
        let counts = Counts {
            n_candidates: 6,
            n_interviewers: 4,
            n_criteria: 1,
            n_categories: 3,
        };
        connectivity(&Design::new(counts, responses.collect()))
    }

    #[test]
    fn groups_are_told_apart_and_ordered_by_size() {
        let found = of(&[(0, 3), (1, 0), (2, 0), (2, 1), (4, 1)]);
        let sizes: Vec<_> = (found.groups.iter())
            .map(|group| (group.n_candidates, group.n_interviewers, group.n_pairs))
            .collect();
        assert_eq!(sizes, [(3, 2, 4), (1, 1, 1)]);
        assert_eq!(
            found.of_candidate,
            [Some(1), Some(0), Some(0), None, Some(0), None]
        );
        assert_eq!(found.of_interviewer, [Some(0), Some(0), None, Some(1)]);
    }

    #[test]
    fn one_link_joins_two_groups() {
        assert_eq!(of(&[(0, 0), (1, 1)]).groups.len(), 2);
        assert_eq!(of(&[(0, 0), (1, 1), (1, 0)]).groups.len(), 1);
        assert_eq!(of(&[]).groups.len(), 0);
    }
}
