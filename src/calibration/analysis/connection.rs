//! Who is linked with whom, by components numbered from 1.

use serde::Serialize;

use crate::calibration::connectivity::{Connectivity, connectivity};
use crate::calibration::design::{Counts, Design, Response};
use crate::calibration::records::Records;

/// Who is linked with whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Connection {
    /// How many components there are. Fair scores are comparable within one alone.
    pub components: usize,
    /// Each of them, the largest first.
    pub groups: Vec<Component>,
    /// Candidates whom interviewers share; of very many interviewers those who saw most.
    pub shared: Shared,
}

/// Interviewers whose shared candidates are counted at most.
pub const MOST_SHARING: usize = 20;

/// Candidates whom each two of some interviewers saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// The interviewers, by number of candidates.
    pub interviewers: Vec<String>,
    /// A row and a column an interviewer; on the diagonal all candidates of one.
    pub candidates: Vec<Vec<u32>>,
}

/// Candidates and interviewers who are linked, directly or through others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Component {
    /// Its number, from 1.
    pub component: usize,
    /// Candidates.
    pub candidates: usize,
    /// Interviewers.
    pub interviewers: usize,
    /// Pairs of a candidate and an interviewer.
    pub pairs: usize,
}

/// The same by the numbers of candidates and interviewers.
pub(super) struct Linked {
    found: Connectivity,
    shared: Shared,
}

impl Linked {
    pub(super) fn of(records: &Records) -> Self {
        // What was rated, and how, links nobody.
        let responses = records.counted().map(|rating| Response {
            candidate: rating.candidate,
            interviewer: rating.interviewer,
            criterion: 0,
            category: 0,
        });
        let counts = Counts {
            n_candidates: records.candidates.len(),
            n_interviewers: records.interviewers.len(),
            n_criteria: 1,
            n_categories: 2,
        };
        let design = Design::new(counts, responses.collect());
        Self {
            found: connectivity(&design),
            shared: shared(&design, records),
        }
    }

    pub(super) fn of_candidate(&self, candidate: usize) -> Option<usize> {
        self.found.of_candidate[candidate].map(|at| at + 1)
    }

    pub(super) fn of_interviewer(&self, interviewer: usize) -> Option<usize> {
        self.found.of_interviewer[interviewer].map(|at| at + 1)
    }

    pub(super) fn view(&self) -> Connection {
        let groups = self.found.groups.iter().enumerate();
        Connection {
            components: self.found.groups.len(),
            groups: groups
                .map(|(at, group)| Component {
                    component: at + 1,
                    candidates: group.n_candidates,
                    interviewers: group.n_interviewers,
                    pairs: group.n_pairs,
                })
                .collect(),
            shared: self.shared.clone(),
        }
    }
}

fn shared(design: &Design, records: &Records) -> Shared {
    let mut n_of = vec![0_usize; design.n_interviewers];
    for pair in &design.pairs {
        n_of[pair.interviewer as usize] += 1;
    }
    let mut most: Vec<usize> = (0..design.n_interviewers)
        .filter(|at| n_of[*at] > 0)
        .collect();
    most.sort_by_key(|at| (std::cmp::Reverse(n_of[*at]), *at));
    most.truncate(MOST_SHARING);
    let place_of = |interviewer: u32| most.iter().position(|at| *at == interviewer as usize);
    let mut candidates = vec![vec![0; most.len()]; most.len()];
    for candidate in 0..design.n_candidates {
        let pairs = design.pairs_of(candidate).iter();
        let places: Vec<usize> = pairs
            .filter_map(|pair| place_of(pair.interviewer))
            .collect();
        for a in &places {
            for b in &places {
                candidates[*a][*b] += 1;
            }
        }
    }
    Shared {
        interviewers: most
            .iter()
            .map(|at| records.interviewers[*at].clone())
            .collect(),
        candidates,
    }
}
