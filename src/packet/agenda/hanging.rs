//! What hangs on raters who differ: the panel as it would be if one or the other were right.

use super::views::Sides;
use super::{Supposed, Table};
use crate::packet::{Step, Verdict};
use crate::rubric::{CriterionIdx, PointIdx};

/// The panel with everybody at the highest and at the lowest rater's point.
#[derive(Debug, Clone)]
pub(super) struct Hanging {
    /// Everybody at the highest.
    pub highest: Supposed,
    /// Everybody at the lowest.
    pub lowest: Supposed,
    /// How far the probability moves between the two, 0 to 1.
    pub moved: f64,
}

impl Hanging {
    pub(super) fn verdict_differs(&self) -> bool {
        plainly(self.highest.verdict) != plainly(self.lowest.verdict)
    }
}

/// The verdict whether strong or not: what is done about either is the same.
fn plainly(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::StrongHire => Verdict::Hire,
        Verdict::StrongNoHire => Verdict::NoHire,
        other => other,
    }
}

impl Table<'_> {
    pub(super) fn hanging(&self, idx: CriterionIdx, sides: &Sides<'_>) -> Hanging {
        let highest = self.supposed(idx, sides.highest.point);
        let lowest = self.supposed(idx, sides.lowest.point);
        let moved = |of: fn(&Supposed) -> Option<f64>| {
            let (high, low) = (of(&highest)?, of(&lowest)?);
            Some((high - low).abs())
        };
        let panel = moved(|supposed| supposed.probability);
        let own = moved(|supposed| supposed.own_probability);
        Hanging {
            moved: panel.into_iter().chain(own).fold(0.0, f64::max),
            highest,
            lowest,
        }
    }

    /// What would be if everybody who scored a criterion gave it the same point.
    fn supposed(&self, idx: CriterionIdx, point: PointIdx) -> Supposed {
        let scenario = self.base.scenario().with_every_score(idx, point);
        let outcome = scenario.outcome();
        let id = self.base.rubric.criterion(idx).id.to_string();
        // The policy looks at a required criterion by itself, and records what it finds.
        let mut reasons = outcome.reasons.iter();
        let own = reasons.find(|reason| {
            reason.step == Step::RequiredCriteria && reason.criterion.as_ref() == Some(&id)
        });
        let point = self.base.rubric.scale().point(point);
        Supposed {
            value: point.value,
            label: point.label.to_string(),
            probability: outcome.fair.as_ref().map(|fair| fair.probability),
            own_probability: own.and_then(|reason| reason.numbers.get("probability").copied()),
            verdict: outcome.verdict,
            verdict_title: outcome.verdict.title(),
        }
    }
}
