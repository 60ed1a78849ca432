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
pub(super) struct Linked(Connectivity);

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
        Self(connectivity(&Design::new(counts, responses.collect())))
    }

    pub(super) fn of_candidate(&self, candidate: usize) -> Option<usize> {
        self.0.of_candidate[candidate].map(|at| at + 1)
    }

    pub(super) fn of_interviewer(&self, interviewer: usize) -> Option<usize> {
        self.0.of_interviewer[interviewer].map(|at| at + 1)
    }

    pub(super) fn view(&self) -> Connection {
        let groups = self.0.groups.iter().enumerate();
        Connection {
            components: self.0.groups.len(),
            groups: groups
                .map(|(at, group)| Component {
                    component: at + 1,
                    candidates: group.n_candidates,
                    interviewers: group.n_interviewers,
                    pairs: group.n_pairs,
                })
                .collect(),
        }
    }
}
