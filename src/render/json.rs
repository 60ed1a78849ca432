//! Results as JSON: one documented object each, with a `format` version.

pub mod claim;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::packet::{Feedback, Packet, feedback::FORMAT as FEEDBACK_FORMAT};
use crate::text::{Position, Sources, Span};

/// Version of the JSON of findings.
const FINDINGS_FORMAT: u32 = 1;

/// A view as JSON text, indented, with a line end.
///
/// # Panics
/// On a map with keys that are no text, which no view has.
#[must_use]
pub fn text<T: Serialize>(view: &T) -> String {
    let mut text =
        serde_json::to_string_pretty(view).expect("views are plain data with text for keys");
    text.push('\n');
    text
}

/// A view as JSON on one line, with a line end.
///
/// # Panics
/// On a map with keys that are no text, which no view has.
#[must_use]
pub fn line<T: Serialize>(view: &T) -> String {
    let mut line = serde_json::to_string(view).expect("views are plain data with text for keys");
    line.push('\n');
    line
}

/// One object with all packets.
#[must_use]
pub fn packets(packets: &[Packet]) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        format: u32,
        packets: &'a [Packet],
    }
    text(&Document {
        format: crate::packet::FORMAT,
        packets,
    })
}

/// One object with the feedback for all candidates.
#[must_use]
pub fn feedback(feedback: &[Feedback]) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        format: u32,
        feedback: &'a [Feedback],
    }
    text(&Document {
        format: FEEDBACK_FORMAT,
        feedback,
    })
}

/// A place in a file: lines and columns from 1, columns in characters; the end is excluded.
#[derive(Debug, Serialize)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl Place {
    pub(super) fn new(span: Span, sources: &Sources) -> Self {
        let source = sources.get(span.source);
        let Position { line, column } = source.position(span.start);
        let end = source.position(span.end.max(span.start));
        Self {
            file: source.name().to_owned(),
            line,
            column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

#[derive(Serialize)]
struct Finding {
    code: &'static str,
    severity: &'static str,
    message: String,
    #[serde(flatten)]
    place: Place,
    label: String,
    hints: Vec<String>,
    related: Vec<Related>,
    suggestion: Option<Replacement>,
}

#[derive(Serialize)]
struct Related {
    #[serde(flatten)]
    place: Place,
    label: String,
}

#[derive(Serialize)]
struct Replacement {
    #[serde(flatten)]
    place: Place,
    #[serde(rename = "replacement")]
    with: String,
    text: String,
}

/// One object with all findings.
#[must_use]
pub fn findings(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    #[derive(Serialize)]
    struct Document {
        format: u32,
        errors: usize,
        warnings: usize,
        notes: usize,
        findings: Vec<Finding>,
    }
    let n_of = |severity: Severity| {
        let of = diagnostics
            .iter()
            .filter(|found| found.severity == severity);
        of.count()
    };
    text(&Document {
        format: FINDINGS_FORMAT,
        errors: n_of(Severity::Error),
        warnings: n_of(Severity::Warning),
        notes: n_of(Severity::Note),
        findings: diagnostics
            .iter()
            .map(|found| finding(found, sources))
            .collect(),
    })
}

fn finding(found: &Diagnostic, sources: &Sources) -> Finding {
    Finding {
        code: found.code.as_str(),
        severity: found.severity.as_str(),
        message: found.message.clone(),
        place: Place::new(found.primary.span, sources),
        label: found.primary.text.clone(),
        hints: found.hints.clone(),
        related: found
            .context
            .iter()
            .map(|label| Related {
                place: Place::new(label.span, sources),
                label: label.text.clone(),
            })
            .collect(),
        suggestion: found.suggestion.as_ref().map(|suggestion| Replacement {
            place: Place::new(suggestion.span, sources),
            with: suggestion.replacement.clone(),
            text: suggestion.text.clone(),
        }),
    }
}
