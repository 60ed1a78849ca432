//! The decision rules with their defaults, checked against the scale and against each other.

use super::super::Decision;
use super::super::document::DecisionDoc;
use super::Compiler;
use crate::diagnostic::{Diagnostic, codes};
use crate::document::{Number, Whole};
use crate::text::Spanned;

impl Compiler {
    pub(super) fn decision(&mut self, doc: Option<DecisionDoc>) -> Option<Decision> {
        let doc = doc.unwrap_or_default();
        let bar_line = self.bar_line(doc.bar_line)?;
        let hire_at = doc.hire_at.as_ref().map_or(0.80, |share| share.value.0);
        let no_hire_at = doc.no_hire_at.as_ref().map_or(0.20, |share| share.value.0);
        if no_hire_at >= hire_at {
            let given = doc.no_hire_at.as_ref().or(doc.hire_at.as_ref());
            let span = given.map_or(self.root, |share| share.span);
            self.report(
                Diagnostic::error(
                    codes::DECISION,
                    span,
                    format!("`no-hire-at` ({no_hire_at}) is not under `hire-at` ({hire_at})"),
                )
                .hint("between the two lies the debrief: leave room for it"),
            );
        }
        Some(Decision {
            bar_line,
            hire_at,
            no_hire_at,
            strong_margin: doc.strong_margin.map_or(1.0, |margin| margin.0),
            min_raters: doc.min_raters.map_or(2, Whole::count),
            min_coverage: doc.min_coverage.map_or(0.8, |share| share.0),
            max_spread: doc.max_spread.map_or(2.0, |spread| spread.0),
            split: doc.split.map_or(2, Whole::count),
            resume_advance_at: doc.resume_advance_at.map_or(0.6, |share| share.0),
        })
    }

    /// The bar-line; none where the scale itself is unusable, which is then reported already.
    fn bar_line(&mut self, given: Option<Spanned<Number>>) -> Option<f64> {
        if self.scale.points.len() < 2 || self.scale.bar.0 >= self.scale.points.len() {
            return None;
        }
        let (lowest, highest) = (self.scale.lowest(), self.scale.highest());
        let Some(given) = given else {
            return Some(self.scale.default_bar_line());
        };
        let line = given.value.0;
        if line <= lowest || line > highest {
            self.report(
                Diagnostic::error(
                    codes::DECISION,
                    given.span,
                    format!("the bar-line {line} lies outside the scale, which runs from {lowest} to {highest}"),
                )
                .hint("a fair score could never cross it: set it over the lowest and at most at the highest point"),
            );
        }
        Some(line)
    }
}
