//! Findings as a compiler prints them: the line, a caret under the place, and what to do.
//! The one door to `annotate-snippets`.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity, place};
use crate::text::{Source, Sources, Span, counted, visible, visible_line};

/// Most findings that are printed in full; a file broken from end to end has thousands.
const MAX_SHOWN: usize = 200;

/// Columns a snippet may take.
const WIDTH: usize = 120;

/// The findings with a closing line that counts them; empty where there are none.
#[must_use]
pub fn write(diagnostics: &[Diagnostic], sources: &Sources, color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH);
    let mut text = String::new();
    for diagnostic in diagnostics.iter().take(MAX_SHOWN) {
        text.push_str(&one(diagnostic, sources, &renderer));
        text.push_str("\n\n");
    }
    if diagnostics.len() > MAX_SHOWN {
        let more = diagnostics.len() - MAX_SHOWN;
        let next = place(diagnostics[MAX_SHOWN].primary.span, sources);
        text.push_str("… and ");
        text.push_str(&counted(more, "more finding"));
        text.push_str(", the next at ");
        text.push_str(&visible_line(&next));
        text.push_str("\n\n");
    }
    text.push_str(&summary(diagnostics));
    text
}

/// `2 errors, 1 warning`, with a line end; empty where there is nothing to count.
fn summary(diagnostics: &[Diagnostic]) -> String {
    let n_errors = diagnostics.iter().filter(|found| found.is_error()).count();
    let n_warnings = diagnostics.len() - n_errors;
    let mut parts = Vec::new();
    if n_errors > 0 {
        parts.push(counted(n_errors, "error"));
    }
    if n_warnings > 0 {
        parts.push(counted(n_warnings, "warning"));
    }
    if parts.is_empty() {
        return String::new();
    }
    format!("{}\n", parts.join(", "))
}

fn one(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
    };
    let message = visible_line(&diagnostic.message);
    let excerpts = excerpts(diagnostic, sources);
    let mut group = Group::with_title(
        level
            .primary_title(message.as_ref())
            .id(diagnostic.code.as_str()),
    );
    for excerpt in &excerpts {
        group = group.element(excerpt.snippet());
    }
    let hints: Vec<_> = diagnostic.hints.iter().map(|hint| visible(hint)).collect();
    for hint in &hints {
        group = group.element(Level::HELP.message(hint.as_ref()));
    }
    let mut groups = vec![group];
    let patched = diagnostic.suggestion.as_ref().map(|suggestion| {
        let excerpt = Excerpt::new(&[(suggestion.span, "", true)], sources);
        (visible_line(&suggestion.text), suggestion, excerpt)
    });
    if let Some((title, suggestion, excerpt)) = &patched {
        groups.push(
            Level::HELP
                .secondary_title(title.as_ref())
                .element(excerpt.patch(&suggestion.replacement)),
        );
    }
    renderer.render(&groups)
}

/// One excerpt a file and stretch of lines: far-apart labels get one each.
fn excerpts(diagnostic: &Diagnostic, sources: &Sources) -> Vec<Excerpt> {
    let mut found = vec![Excerpt::new(
        &[(diagnostic.primary.span, &diagnostic.primary.text, true)],
        sources,
    )];
    for label in &diagnostic.context {
        found.push(Excerpt::new(&[(label.span, &label.text, false)], sources));
    }
    found
}

/// A few lines of a source, made safe to show, with the marks moved along. Only these lines are
/// handed on, so that a file with thousands of findings is not searched once for each.
struct Excerpt {
    name: String,
    first_line: usize,
    text: String,
    marks: Vec<Mark>,
}

struct Mark {
    range: std::ops::Range<usize>,
    text: String,
    primary: bool,
}

impl Excerpt {
    fn new(labels: &[(Span, &str, bool)], sources: &Sources) -> Self {
        let source = sources.get(labels[0].0.source);
        let start = labels
            .iter()
            .map(|(span, ..)| span.start)
            .min()
            .unwrap_or(0);
        let end = labels
            .iter()
            .map(|(span, ..)| first_line_end(source, *span))
            .max()
            .unwrap_or(start);
        let lines = source.lines_around(start, end);
        let (text, moved) = safe(&source.text()[lines.clone()]);
        let at = |offset: usize| moved[offset.clamp(lines.start, lines.end) - lines.start];
        let marks = labels
            .iter()
            .map(|(span, text, primary)| {
                let start = source.floor_char(span.start);
                let end = source.floor_char(first_line_end(source, *span)).max(start);
                Mark {
                    range: at(start)..at(end),
                    text: visible_line(text).into_owned(),
                    primary: *primary,
                }
            })
            .collect();
        Self {
            name: visible_line(source.name()).into_owned(),
            first_line: source.position(lines.start).line,
            text,
            marks,
        }
    }

    fn snippet(&self) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        let marks = self.marks.iter().map(|mark| {
            let kind = if mark.primary {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            let annotation = kind.span(mark.range.clone());
            if mark.text.is_empty() {
                annotation
            } else {
                annotation.label(mark.text.as_str())
            }
        });
        Snippet::source(self.text.as_str())
            .path(self.name.as_str())
            .line_start(self.first_line)
            .annotations(marks)
    }

    fn patch<'a>(&'a self, replacement: &'a str) -> Snippet<'a, Patch<'a>> {
        Snippet::source(self.text.as_str())
            .path(self.name.as_str())
            .line_start(self.first_line)
            .patch(Patch::new(self.marks[0].range.clone(), replacement))
    }
}

/// A mark that runs over several lines is shown on its first: a whole table says nothing more.
fn first_line_end(source: &Source, span: Span) -> usize {
    let text = source.text();
    let start = source.floor_char(span.start);
    let end = source.floor_char(span.end);
    let marked = text.get(start..end).unwrap_or("");
    let line = marked.find(['\n', '\r']).unwrap_or(marked.len());
    start + line
}

/// The text with control and bidirectional characters made visible, and for each byte offset of
/// the original the offset in the result.
fn safe(text: &str) -> (String, Vec<usize>) {
    let mut shown = String::with_capacity(text.len());
    let mut moved = Vec::with_capacity(text.len() + 1);
    let mut buffer = [0; 4];
    for c in text.chars() {
        moved.extend(std::iter::repeat_n(shown.len(), c.len_utf8()));
        match c {
            '\n' | '\t' => shown.push(c),
            '\r' => {}
            c => shown.push_str(&visible(c.encode_utf8(&mut buffer))),
        }
    }
    moved.push(shown.len());
    (shown, moved)
}
