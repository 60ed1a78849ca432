//! Syntax errors in our own words, one a line, and what they make of later findings.

use std::collections::BTreeSet;

use toml::de::DeValue;

use super::Value;
use crate::diagnostic::{Diagnostic, codes};
use crate::text::{Source, SourceId, Span};

/// The parser's messages that writers of rubrics and cards really meet, each with our wording and
/// advice. The first entry whose fragment occurs in the message is used.
const WORDING: &[(&str, &str, &str)] = &[
    (
        "string values must be quoted",
        "a value is missing, or is text without quotes",
        "write text as \"…\", and long text as \"\"\"…\"\"\"",
    ),
    (
        "duplicate key",
        "this key or table is given twice",
        "keep one of the two; a list of tables is written with [[…]]",
    ),
    (
        "extra newlines",
        "an inline table must stand on one line",
        "close it with `}` on the same line, or write it as a table of its own",
    ),
    (
        "unclosed array table",
        "this table header is never closed",
        "one of a list of tables is written [[name]]",
    ),
    (
        "unclosed array",
        "this list is never closed",
        "close it with `]`",
    ),
    (
        "unclosed inline table",
        "this inline table is never closed",
        "close it with `}`",
    ),
    (
        "unclosed table",
        "this table header is never closed",
        "a table is written [name], one of a list [[name]]",
    ),
    (
        "missing comma",
        "a comma is missing between two items",
        "separate items with `,`",
    ),
    (
        "missing escaped value",
        "a backslash is followed by a character that it cannot escape",
        "write `\\\\` for a backslash, or use single quotes '…'",
    ),
    (
        "multi-line",
        "this long text is never closed",
        "close it with three quotes of the kind it was opened with",
    ),
    (
        "invalid literal string",
        "this text is never closed",
        "close it with `'` on the same line",
    ),
    (
        "invalid basic string, expected `\"`",
        "this text is never closed",
        "close it with `\"` on the same line; long text stands between three quotes \"\"\"…\"\"\"",
    ),
    (
        "non-double-quote visible characters",
        "text holds a control character",
        "remove it, or write it as an escape such as \\u001b",
    ),
    (
        "non-single-quote visible characters",
        "text holds a control character",
        "remove it; text in single quotes cannot escape it",
    ),
    (
        "carriage return",
        "a carriage return stands alone",
        "save the file with line ends LF or CRLF",
    ),
    (
        "max recursion depth",
        "values are nested too deeply to read",
        "no rubric or scorecard needs more than a few levels",
    ),
    (
        "date",
        "this is not a date of the calendar",
        "write it as 2026-11-20",
    ),
    (
        "unicode",
        "an escape does not name a character",
        "write \\uXXXX with four hexadecimal digits, or the character itself",
    ),
    (
        "key with no value",
        "a key has no value",
        "write `key = value`",
    ),
    ("missing value", "a key has no value", "write `key = value`"),
    (
        "missing key",
        "a key is missing before this",
        "write `key = value`",
    ),
    (
        "invalid unquoted key",
        "a key holds a character that it cannot",
        "a key is letters, digits, `-` and `_`",
    ),
];

/// The syntax errors of a document.
pub(super) struct Broken {
    diagnostics: Vec<Diagnostic>,
    lines: BTreeSet<usize>,
    /// From here on nothing that was read can be trusted: something was opened and never closed.
    lost_from: Option<usize>,
}

/// Words the parser's errors, the first of each line.
pub(super) fn report(
    source: &Source,
    id: SourceId,
    root: &Value<'_>,
    errors: &[toml::de::Error],
) -> Broken {
    let mut errors: Vec<_> = errors
        .iter()
        .map(|error| (error.span().unwrap_or(0..0), error.message()))
        .collect();
    errors.sort_by_key(|(range, _)| range.start);
    let lost_from = errors
        .iter()
        .any(|(range, message)| runs_to_the_end(source, range, message))
        .then(|| lost_from(source, root));
    let mut broken = Broken {
        diagnostics: Vec::new(),
        lines: BTreeSet::new(),
        lost_from,
    };
    if let Some(start) = lost_from {
        broken.push_unclosed(source, id, start);
    }
    for (range, message) in errors {
        if lost_from.is_none_or(|start| range.start < start) {
            broken.push(source, id, &range, message);
        }
    }
    broken
}

fn runs_to_the_end(source: &Source, range: &std::ops::Range<usize>, message: &str) -> bool {
    let rest = source.text().get(range.start..).unwrap_or("");
    rest.trim().is_empty() && (message.contains("unclosed") || message.contains("multi-line"))
}

/// Where the value starts that was never closed: the first of those that end where the text does.
fn lost_from(source: &Source, root: &Value<'_>) -> usize {
    let end = source.text().trim_end().len();
    let mut found = end;
    let mut pending = vec![root];
    while let Some(value) = pending.pop() {
        let span = value.span();
        let open = span.end >= end && span.start < found;
        match value.get_ref() {
            DeValue::Array(items) => {
                if open
                    && source
                        .text()
                        .get(span.clone())
                        .is_some_and(|t| t.starts_with('['))
                {
                    found = span.start;
                }
                pending.extend(items.iter());
            }
            DeValue::Table(entries) => {
                if open
                    && source
                        .text()
                        .get(span.clone())
                        .is_some_and(|t| t.starts_with('{'))
                {
                    found = span.start;
                }
                pending.extend(entries.values());
            }
            DeValue::String(_) if open => found = span.start,
            _ => {}
        }
    }
    found
}

fn wording(message: &str) -> (String, Option<&'static str>) {
    let known = WORDING
        .iter()
        .find(|(fragment, _, _)| message.contains(fragment));
    match known {
        Some((_, text, hint)) => ((*text).to_owned(), Some(hint)),
        None => ("this cannot be read as TOML".to_owned(), None),
    }
}

impl Broken {
    fn push(
        &mut self,
        source: &Source,
        id: SourceId,
        range: &std::ops::Range<usize>,
        message: &str,
    ) {
        if !self.lines.insert(source.position(range.start).line) {
            return;
        }
        let (text, hint) = wording(message);
        let mut diagnostic = Diagnostic::error(codes::SYNTAX, span(id, range), text);
        match hint {
            Some(hint) => diagnostic = diagnostic.hint(hint),
            None => diagnostic = diagnostic.label(message.to_owned()),
        }
        self.diagnostics.push(diagnostic);
    }

    fn push_unclosed(&mut self, source: &Source, id: SourceId, start: usize) {
        let opening = source.text().get(start..).unwrap_or("");
        let (what, hint) = match opening.as_bytes().first() {
            Some(b'[') => ("list", "close it with `]`"),
            Some(b'{') => ("inline table", "close it with `}`"),
            _ => ("text", "close it with the quotes it was opened with"),
        };
        let n_marks = if opening.starts_with("\"\"\"") || opening.starts_with("'''") {
            3
        } else {
            1
        };
        let range = start..(start + n_marks).min(source.text().len());
        self.lines.insert(source.position(start).line);
        self.diagnostics.push(
            Diagnostic::error(
                codes::SYNTAX,
                span(id, &range),
                format!("this {what} is never closed"),
            )
            .label("opened here; nothing after it could be read")
            .hint(hint),
        );
    }

    pub(super) fn is_whole(&self) -> bool {
        self.lost_from.is_none()
    }

    /// Joins the findings on what was read, less those that only follow from the syntax errors.
    pub(super) fn merge(self, source: &Source, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let Self {
            mut diagnostics,
            lines,
            lost_from,
        } = self;
        diagnostics.extend(findings.into_iter().filter(|finding| {
            let start = finding.primary.span.start;
            let trusted = match lost_from {
                Some(lost) => start < lost && finding.code != codes::MISSING_KEY,
                None => true,
            };
            trusted && !lines.contains(&source.position(start).line)
        }));
        diagnostics
    }
}

fn span(id: SourceId, range: &std::ops::Range<usize>) -> Span {
    Span {
        source: id,
        start: range.start,
        end: range.end,
    }
}
