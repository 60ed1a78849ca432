//! Syntax errors in our own words, one a line, and what they make of later findings.
//!
//! The parser recovers from most errors by itself. After a line without `=`, and after a table
//! header that is not closed, it gives the rest of the file up: such lines are found by the grammar
//! alone and blanked out, so that what is wrong further down is reported too.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::DeValue;
use toml_parser::decoder::Encoding;
use toml_parser::parser::{EventReceiver, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, Expected, ParseError, Raw};

use super::Value;
use super::gaps::Gaps;
use super::wording::wording;
use crate::diagnostic::{Diagnostic, codes};
use crate::text::{Source, SourceId, Span};

/// How many broken lines of a file are reported one by one.
const MAX_REPORTED: usize = 1000;

/// How deep values may be nested, as the `toml` crate has it.
const MAX_DEPTH: u32 = 80;

/// An error as the parser has it: its place and its message.
type Problem = (Range<usize>, String);

/// The syntax errors of a document.
pub(super) struct Broken {
    diagnostics: Vec<Diagnostic>,
    lines: BTreeSet<usize>,
    /// Where each of them is.
    places: Vec<usize>,
    /// From here on nothing that was read can be trusted: something was opened and never closed.
    lost_from: Option<usize>,
}

/// The text with its irrecoverable lines blanked out, of the same length, and the errors on them.
pub(super) struct Mended {
    pub(super) text: String,
    errors: Vec<Problem>,
}

/// Blanks out what the parser cannot get past.
pub(super) fn mend(source: &Source) -> Mended {
    let mut text = source.text().to_string();
    let mut errors = Vec::new();
    let mut blanked = 0..0;
    let found = grammar(source.text());
    for (idx, (at, message)) in found.iter().enumerate() {
        if !is_fatal(message) || at.start < blanked.end {
            continue;
        }
        let region = fatal_region(&text, at.start, message);
        let before = found[..idx].iter().rev();
        let on_it = before.take_while(|(at, _)| at.start >= region.start);
        errors.extend(on_it.cloned());
        let rest = found[idx..].iter();
        errors.extend(rest.take_while(|(at, _)| at.start <= region.end).cloned());
        blank(&mut text, region.clone());
        blanked = region;
    }
    Mended { text, errors }
}

/// All that is wrong with a text as to its grammar and its keys. This reads on after every error,
/// since it builds nothing.
fn grammar(text: &str) -> Vec<Problem> {
    let source = toml_parser::Source::new(text);
    let tokens = source.lex().into_vec();
    let mut found = Vec::new();
    let mut keys = Keys { source };
    let mut receiver = RecursionGuard::new(&mut keys, MAX_DEPTH);
    parse_document(&tokens, &mut receiver, &mut |error: ParseError| {
        let at = error.unexpected().map_or(0..0, |at| at.start()..at.end());
        found.push((at, message(&error)));
    });
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// The message as the `toml` crate would put it.
fn message(error: &ParseError) -> String {
    let expected = error.expected().unwrap_or_default().iter();
    let expected: Vec<_> = expected
        .map(|expected| match expected {
            Expected::Literal("\n") => "newline".to_owned(),
            Expected::Literal(literal) => format!("`{literal}`"),
            Expected::Description(words) => (*words).to_owned(),
            _ => String::new(),
        })
        .collect();
    if expected.is_empty() {
        return error.description().to_owned();
    }
    format!("{}, expected {}", error.description(), expected.join(", "))
}

/// Checks keys, and takes all else as it comes.
struct Keys<'s> {
    source: toml_parser::Source<'s>,
}

impl EventReceiver for Keys<'_> {
    fn simple_key(
        &mut self,
        span: toml_parser::Span,
        encoding: Option<Encoding>,
        errors: &mut dyn ErrorSink,
    ) {
        let text = self.source.input().get(span.start()..span.end());
        let key = Raw::new_unchecked(text.unwrap_or_default(), encoding, span);
        key.decode_key(&mut (), errors);
    }
}

fn raw(errors: Vec<toml::de::Error>) -> Vec<Problem> {
    let mut errors: Vec<Problem> = errors
        .into_iter()
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
    errors: Vec<toml::de::Error>,
    mended: Option<Mended>,
) -> Broken {
    let mut errors = raw(errors);
    errors.extend(mended.map(|mended| mended.errors).unwrap_or_default());
    errors.sort_by_key(|(range, _)| range.start);
    let end = source.text().trim_end().len();
    let lost_from = errors
        .iter()
        .any(|(range, message)| range.start >= end && is_open(message))
        .then(|| lost_from(source, root));
    let mut broken = Broken {
        diagnostics: Vec::new(),
        lines: BTreeSet::new(),
        places: Vec::new(),
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
fn drop_keys_of_repeated_tables(source: &Source, errors: &mut Vec<Problem>) {
    let text = source.text();
    let mut until = 0;
    errors.retain(|(range, message)| {
        let is_duplicate = message.contains("duplicate key");
        if !is_duplicate || range.start < until {
            return !is_duplicate;
        }
        let line = source.lines_around(range.start, range.start).start;
        if text[line..].starts_with('[') {
            let next = text[range.start..].find("\n[").map(|end| range.start + end);
            until = next.unwrap_or(text.len());
        }
        true
    });
}

/// Whether something was opened that may go on over many lines.
fn is_open(message: &str) -> bool {
    let is_open = ["unclosed array,", "unclosed inline table", "multi-line"];
    is_open.iter().any(|fragment| message.contains(fragment))
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
        self.places.push(range.start);
        let (text, hint) = wording(message);
        match self.places.len().cmp(&MAX_REPORTED) {
            Ordering::Less => {
                let diagnostic = Diagnostic::error(codes::SYNTAX, span(id, range), text);
                self.diagnostics.push(diagnostic.hint(hint));
            }
            Ordering::Equal => {
                let text = "there are more lines that cannot be read than are listed";
                let diagnostic = Diagnostic::error(codes::SYNTAX, span(id, range), text);
                let hint = "mend those above, and check again";
                self.diagnostics.push(diagnostic.hint(hint));
            }
            Ordering::Greater => {}
        }
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

    /// Joins the findings on what was read, less those that only follow from the syntax errors.
    pub(super) fn merge(
        self,
        source: &Source,
        findings: Vec<Diagnostic>,
    ) -> (Vec<Diagnostic>, Gaps) {
        let gaps = Gaps::new(source, &self.places, self.lost_from);
        let Self {
            mut diagnostics,
            lines,
            lost_from,
            ..
        } = self;
        diagnostics.extend(findings.into_iter().filter(|finding| {
            let start = finding.primary.span.start;
            let is_read = lost_from.is_none_or(|lost| start < lost);
            is_read && !gaps.explain(finding) && !lines.contains(&source.line(start))
        }));
        (diagnostics, gaps)
    }
}

fn span(id: SourceId, range: &Range<usize>) -> Span {
    Span {
        source: id,
        start: range.start,
        end: range.end,
    }
}
