//! What keeps decisions from being recorded, all of it.

use crate::cli::error::Failure;
use crate::cli::exit;
use crate::cli::ui::Ui;
use crate::diagnostic::{Diagnostic, codes};
use crate::render::diagnostics::MAX_SHOWN;
use crate::screen::confirm::{Order, Problem};
use crate::text::{Position, Source, Sources, Span};

/// What was found so far; of many, the first with their places.
#[derive(Default)]
pub(super) struct Found {
    findings: Vec<Diagnostic>,
    n_more: usize,
    /// Whether anything is wrong but that a reason is missing.
    is_data: bool,
}

impl Found {
    pub(super) fn push(&mut self, finding: Diagnostic) {
        self.is_data = true;
        self.findings.push(finding);
    }

    /// A problem with a row of the table.
    pub(super) fn row(
        &mut self,
        name: &str,
        line: usize,
        problem: &Problem,
        sources: &mut Sources,
    ) {
        let is_reason = matches!(problem, Problem::NoReason(..) | Problem::Overturns { .. });
        self.is_data |= !is_reason;
        if self.findings.len() >= MAX_SHOWN {
            self.n_more += 1;
            return;
        }
        let source = sources.add(Source::place(name, Position { line, column: 1 }));
        let span = Span {
            source,
            start: 0,
            end: 0,
        };
        self.findings.push(finding(span, problem));
    }

    /// A problem with what is decided of a candidate by name.
    pub(super) fn order(&mut self, order: &Order, problem: &Problem, sources: &mut Sources) {
        let span = order.at.unwrap_or_else(|| {
            let end = order.candidate.len();
            let source = sources.add(Source::new("--candidate", order.candidate.as_str()));
            Span {
                source,
                start: 0,
                end,
            }
        });
        self.push(finding(span, problem));
    }

    /// Says what was found.
    ///
    /// # Errors
    /// Anything was.
    pub(super) fn stop(&self, sources: &Sources, ui: &Ui) -> Result<(), Failure> {
        if self.findings.is_empty() {
            return Ok(());
        }
        ui.errors(&self.findings, self.n_more, sources);
        ui.note("nothing was recorded");
        Err(Failure::said(if self.is_data {
            exit::DATA
        } else {
            exit::USAGE
        }))
    }
}

fn finding(span: Span, problem: &Problem) -> Diagnostic {
    Diagnostic::error(codes::CONFIRM, span, problem.to_string()).hint(problem.hint())
}
