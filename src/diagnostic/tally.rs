//! Findings about rows, as many of each kind as anybody reads, and the number of the others.

use std::collections::BTreeMap;

use super::{Diagnostic, Severity, any_error, codes};
use crate::text::{Span, grouped};

/// Findings of one kind that are shown.
const MOST_OF_A_KIND: usize = 50;

/// Findings, counted by kind.
#[derive(Default)]
pub(crate) struct Tally {
    found: Vec<Diagnostic>,
    kinds: BTreeMap<&'static str, Kind>,
}

/// What is known of a kind.
struct Kind {
    n: usize,
    severity: Severity,
    last: Span,
}

impl Tally {
    /// Takes a finding of a kind, which is said as in `12 more scores that …`.
    pub(crate) fn report(&mut self, kind: &'static str, finding: impl FnOnce() -> Diagnostic) {
        if let Some(known) = self.kinds.get_mut(kind) {
            known.n += 1;
            if known.n > MOST_OF_A_KIND {
                return;
            }
        }
        let finding = finding();
        let known = self.kinds.entry(kind).or_insert(Kind {
            n: 1,
            severity: finding.severity,
            last: finding.primary.span,
        });
        known.last = finding.primary.span;
        self.found.push(finding);
    }

    /// Whether an error is among them.
    pub(crate) fn has_errors(&self) -> bool {
        any_error(&self.found)
    }

    /// All findings, and one more for each kind of which some were left out.
    pub(crate) fn into_findings(mut self) -> Vec<Diagnostic> {
        for (kind, known) in &self.kinds {
            if known.n > MOST_OF_A_KIND {
                let n = grouped(crate::text::count(known.n - MOST_OF_A_KIND));
                let message = format!("there are {n} more {kind}");
                let finding = Diagnostic::error(codes::TOO_MANY, known.last, message);
                self.found.push(Diagnostic {
                    severity: known.severity,
                    ..finding.hint("mend what is listed, and try again")
                });
            }
        }
        self.found
    }
}
