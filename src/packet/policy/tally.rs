//! Who scored a knock-out's criterion, and how low.

use std::collections::BTreeSet;

use crate::packet::Panel;
use crate::rubric::{PanelKnockout, Raters, RatersWord};
use crate::scorecard::identity_key;

/// Raters of a knock-out's criterion, those low enough, and those of them with evidence.
pub(super) struct Tally {
    pub(super) raters: usize,
    pub(super) low: usize,
    pub(super) evidenced: usize,
}

impl Tally {
    pub(super) fn of(panel: &Panel<'_>, rule: &PanelKnockout) -> Self {
        let mut raters = BTreeSet::new();
        let mut low = BTreeSet::new();
        let mut evidenced = BTreeSet::new();
        for (card, score) in panel.scores(rule.criterion) {
            let Some(point) = score.point() else {
                continue;
            };
            let rater = identity_key(&card.interviewer);
            raters.insert(rater.clone());
            if point <= rule.at_most {
                low.insert(rater.clone());
                if score.evidence.is_some() {
                    evidenced.insert(rater);
                }
            }
        }
        Self {
            raters: raters.len(),
            low: low.len(),
            evidenced: evidenced.len(),
        }
    }

    /// Whether `n` raters are as many as the rule asks for.
    pub(super) fn reaches(&self, needed: Raters, n: usize) -> bool {
        match needed {
            Raters::Word(RatersWord::Any) => n > 0,
            Raters::Word(RatersWord::Majority) => 2 * n > self.raters,
            Raters::Word(RatersWord::All) => n > 0 && n == self.raters,
            Raters::AtLeast(least) => n >= least as usize,
        }
    }
}
