//! Syntax errors in our own words, one a line, and what they make of later findings.
//!
//! The parser recovers from most errors by itself. After a line without `=`, and after a table
//! header that is not closed, it gives the rest of the file up: such lines are blanked out and the
//! rest is parsed again, so that what is wrong further down is reported too.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::Value;
use super::wording::wording;
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::text::{Source, SourceId, Span};

/// How many broken lines are blanked out before the rest of the file is given up.
const MAX_BLANKED: usize = 30;

/// Findings that may only follow from what a syntax error has hidden.
const FOLLOW_ON: &[Code] = &[codes::MISSING_KEY, codes::EMPTY, codes::LEVEL_CELL];

/// An error as the parser has it: its place and its message.
type Raw = (Range<usize>, String);

/// The syntax errors of a document.
pub(super) struct Broken {
    diagnostics: Vec<Diagnostic>,
    lines: BTreeSet<usize>,
    /// From here on nothing that was read can be trusted: something was opened and never closed.
    lost_from: Option<usize>,
}

/// The text with its irrecoverable lines blanked out, of the same length, and the errors on them.
pub(super) struct Mended {
    pub(super) text: String,
    errors: Vec<Raw>,
}

/// Blanks out what the parser cannot get past.
pub(super) fn mend(source: &Source) -> Mended {
    let mut mended = Mended {
        text: source.text().to_string(),
        errors: Vec::new(),
    };
    for _ in 0..MAX_BLANKED {
        let found = raw(&DeTable::parse_recoverable(&mended.text).1);
        let Some((at, message)) = found.iter().find(|(_, message)| is_fatal(message)) else {
            break;
        };
        let region = fatal_region(&mended.text, at.start, message);
        let on_it = found
            .iter()
            .filter(|(at, _)| region.contains(&at.start) || at.start == region.end);
        mended.errors.extend(on_it.cloned());
        blank(&mut mended.text, region);
    }
    mended
}

fn raw(errors: &[toml::de::Error]) -> Vec<Raw> {
    let mut errors: Vec<Raw> = errors
        .iter()
        .map(|error| (error.span().unwrap_or(0..0), error.message().to_owned()))
        .collect();
    errors.sort_by_key(|(range, _)| range.start);
    errors
}

fn is_fatal(message: &str) -> bool {
    let fatal = [
        "key with no value",
        "unclosed table",
        "unclosed array table",
    ];
    fatal.iter().any(|fragment| message.contains(fragment))
}

/// The line of a key without a value; of a broken header, all lines up to the next header, since
/// nobody can say whose keys they are.
fn fatal_region(text: &str, at: usize, message: &str) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    if message.contains("key with no value") {
        return start..line_end;
    }
    let next_header = text[line_end..].find("\n[").map(|end| line_end + end);
    start..next_header.unwrap_or(text.len())
}

/// Puts spaces where text was, so that every place stays where it is.
fn blank(text: &mut String, region: Range<usize>) {
    let blanked: String = text[region.clone()]
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect();
    text.replace_range(region, &blanked);
}

/// Words the parser's errors, the first of each line.
pub(super) fn report(
    source: &Source,
    id: SourceId,
    root: &Value<'_>,
    errors: &[toml::de::Error],
    mended: Option<Mended>,
) -> Broken {
    let mut errors = raw(errors);
    errors.extend(mended.map(|mended| mended.errors).unwrap_or_default());
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
    drop_keys_of_repeated_tables(source, &mut errors);
    for (range, message) in errors {
        if lost_from.is_none_or(|start| range.start < start) {
            broken.push(source, id, &range, &message);
        }
    }
    broken
}

/// The keys of a table that is given twice are all given twice: the table alone is to blame.
fn drop_keys_of_repeated_tables(source: &Source, errors: &mut Vec<Raw>) {
    let text = source.text();
    let mut until = 0;
    errors.retain(|(range, message)| {
        let is_duplicate = message.contains("duplicate key");
        let line = text[..range.start.min(text.len())]
            .rfind('\n')
            .map_or(0, |end| end + 1);
        if is_duplicate && text[line..].starts_with('[') {
            let next = text[range.start..].find("\n[").map(|end| range.start + end);
            until = next.unwrap_or(text.len());
            return true;
        }
        !(is_duplicate && range.start < until)
    });
}

fn runs_to_the_end(source: &Source, range: &Range<usize>, message: &str) -> bool {
    let rest = source.text().get(range.start..).unwrap_or("");
    let is_open = ["unclosed array,", "unclosed inline table", "multi-line"];
    rest.trim().is_empty() && is_open.iter().any(|fragment| message.contains(fragment))
}

/// Where the value starts that was never closed: the first of those that end where the text does.
fn lost_from(source: &Source, root: &Value<'_>) -> usize {
    let end = source.text().trim_end().len();
    let mut found = end;
    let mut pending = vec![root];
    while let Some(value) = pending.pop() {
        let span = value.span();
        let open = span.end >= end && span.start < found;
        let starts_with = |mark: char| {
            let text = source.text().get(span.clone());
            text.is_some_and(|text| text.starts_with(mark))
        };
        match value.get_ref() {
            DeValue::Array(items) => {
                if open && starts_with('[') {
                    found = span.start;
                }
                pending.extend(items.iter());
            }
            DeValue::Table(entries) => {
                if open && starts_with('{') {
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

impl Broken {
    fn push(&mut self, source: &Source, id: SourceId, range: &Range<usize>, message: &str) {
        if !self.lines.insert(source.line(range.start)) {
            return;
        }
        let (text, hint) = wording(message);
        let diagnostic = Diagnostic::error(codes::SYNTAX, span(id, range), text);
        self.diagnostics.push(diagnostic.hint(hint));
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
        self.lines.insert(source.line(start));
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

    pub(super) fn has_gaps(&self) -> bool {
        !self.diagnostics.is_empty()
    }

    /// Joins the findings on what was read, less those that only follow from the syntax errors.
    pub(super) fn merge(self, source: &Source, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let has_gaps = self.has_gaps();
        let Self {
            mut diagnostics,
            lines,
            lost_from,
        } = self;
        diagnostics.extend(findings.into_iter().filter(|finding| {
            let start = finding.primary.span.start;
            let is_read = lost_from.is_none_or(|lost| start < lost);
            let is_sure = !has_gaps || !is_follow_on(finding);
            is_read && is_sure && !lines.contains(&source.line(start))
        }));
        diagnostics
    }
}

/// Whether a finding may be there only because something else could not be read.
pub(crate) fn is_follow_on(finding: &Diagnostic) -> bool {
    // A name that is nearly right was meant; one that is not may stand in what was not read.
    let dangles = finding.code == codes::UNKNOWN_REFERENCE && finding.suggestion.is_none();
    dangles || FOLLOW_ON.contains(&finding.code)
}

fn span(id: SourceId, range: &Range<usize>) -> Span {
    Span {
        source: id,
        start: range.start,
        end: range.end,
    }
}
