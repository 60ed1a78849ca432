//! Who is linked with whom by interviewers.

use std::collections::BTreeMap;

use crate::calibration::connectivity::connectivity;
use crate::calibration::design::{Counts, Design, Response};
use crate::packet::{Panels, Severity};
use crate::scorecard::identity_key;

/// The group of each panel, in the order of the panels; none where nobody gave a number.
///
/// Where severities are estimated, whoever was estimated from links: all cards of the pool. Else
/// the cards of the panels do.
#[must_use]
pub fn groups(panels: &Panels<'_>, severity: Option<&Severity>) -> Vec<Option<usize>> {
    if let Some(Severity::Estimated(pool)) = severity {
        let candidates: Vec<_> = panels.iter().map(|panel| panel.candidate).collect();
        return pool.groups(panels.rubric, &candidates);
    }
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut responses = Vec::new();
    for (candidate, panel) in (0..).zip(panels.iter()) {
        for card in &panel.cards {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            let interviewer = *numbers
                .entry(identity_key(&card.interviewer))
                .or_insert(next);
            let scored = card.scores.iter().filter(|score| score.point().is_some());
            let scored = scored.filter(|score| panels.rubric.criterion(score.criterion).is_panel());
            responses.extend(scored.map(|_| Response {
                candidate,
                interviewer,
                criterion: 0,
                category: 0,
            }));
        }
    }
    let counts = Counts {
        n_candidates: panels.iter().count(),
        n_interviewers: numbers.len(),
        n_criteria: 1,
        n_categories: 2,
    };
    connectivity(&Design::new(counts, responses)).of_candidate
}
