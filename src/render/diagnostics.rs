//! Findings as a compiler prints them: the line, a caret under the place, and what to do.
//! The one door to `annotate-snippets`.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity, place};
use crate::text::{Position, Source, Sources, Span, counted, visible, visible_line};

/// Most findings that are printed in full; a file broken from end to end has thousands.
pub const MAX_SHOWN: usize = 200;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Bytes of the longest line that is shown.
const LONGEST_LINE: usize = 4_000;

/// Columns a snippet may take.
const WIDTH: usize = 120;

/// The findings with a closing line that counts them; empty where there are none.
#[must_use]
pub fn write(diagnostics: &[Diagnostic], sources: &Sources, color: bool) -> String {
    write_some(diagnostics, 0, sources, color)
}

/// The same where so many errors more were found, and only counted.
#[must_use]
pub fn write_some(
    diagnostics: &[Diagnostic],
    n_more: usize,
    sources: &Sources,
    color: bool,
) -> String {
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
        let more = diagnostics.len() - MAX_SHOWN + n_more;
        let next = place(diagnostics[MAX_SHOWN].primary.span, sources);
        text.push_str("… and ");
        text.push_str(&counted(more, "more finding"));
        text.push_str(", the next at ");
        text.push_str(&visible_line(&next));
        text.push_str("\n\n");
    }
    text.push_str(&summary(diagnostics, n_more));
    text
}

/// `2 errors, 1 warning`, with a line end; empty where there is nothing to count.
fn summary(diagnostics: &[Diagnostic], n_more: usize) -> String {
    let mut parts = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let of = diagnostics
            .iter()
            .filter(|found| found.severity == severity);
        let n_more = if severity == Severity::Error {
            n_more
        } else {
            0
        };
        match of.count() + n_more {
            0 => {}
            n => parts.push(counted(n, severity.as_str())),
        }
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
        group = match excerpt {
            Excerpt::Lines(lines) => group.element(lines.snippet()),
            Excerpt::Place(place) => group.element(place.origin()),
        };
    }
    let mut hints: Vec<_> = diagnostic.hints.iter().map(|hint| visible(hint)).collect();
    let patched = diagnostic
        .suggestion
        .as_ref()
        .map(|suggestion| (suggestion, Excerpt::new(suggestion.span, "", true, sources)));
    if let Some((suggestion, Excerpt::Place(_))) = &patched {
        hints.push(visible(&suggestion.text));
    }
    for hint in &hints {
        group = group.element(Level::HELP.message(hint.as_ref()));
    }
    let mut groups = vec![group];
    let title = patched
        .as_ref()
        .map(|(suggestion, _)| visible_line(&suggestion.text));
    if let (Some((suggestion, Excerpt::Lines(lines))), Some(title)) = (&patched, &title) {
        groups.push(
            Level::HELP
                .secondary_title(title.as_ref())
                .element(lines.patch(&suggestion.replacement)),
        );
    }
    renderer.render(&groups)
}

/// One excerpt a label: far-apart labels need one each.
fn excerpts(diagnostic: &Diagnostic, sources: &Sources) -> Vec<Excerpt> {
    let primary = &diagnostic.primary;
    let mut found = vec![Excerpt::new(primary.span, &primary.text, true, sources)];
    for label in &diagnostic.context {
        found.push(Excerpt::new(label.span, &label.text, false, sources));
    }
    found
}

/// What is shown of a source.
enum Excerpt {
    Lines(Lines),
    /// Of a line that nobody reads on a screen, only the place.
    Place(Place),
}

impl Excerpt {
    fn new(span: Span, text: &str, primary: bool, sources: &Sources) -> Self {
        let source = sources.get(span.source);
        let end = first_line_end(source, span);
        let mut lines = source.lines_around(span.start, end);
        if source.is_bare() || lines.len() > LONGEST_LINE {
            return Self::Place(Place::new(source, span));
        }
        if source.text()[lines.clone()].starts_with(BYTE_ORDER_MARK) {
            // It takes no column in any editor.
            lines.start += BYTE_ORDER_MARK.len_utf8();
        }
        let (shown, moved) = safe(&source.text()[lines.clone()]);
        let at = |offset: usize| moved[offset.clamp(lines.start, lines.end) - lines.start];
        let start = source.floor_char(span.start);
        let end = source.floor_char(end).max(start);
        Self::Lines(Lines {
            name: visible_line(source.name()).into_owned(),
            first_line: source.line(lines.start),
            text: shown,
            range: at(start)..at(end),
            label: visible_line(text).into_owned(),
            primary,
        })
    }
}

/// The line of a mark, made safe to show, with the mark moved along. Only this line is handed on,
/// so that a file with thousands of findings is not searched once for each.
struct Lines {
    name: String,
    first_line: usize,
    text: String,
    range: std::ops::Range<usize>,
    label: String,
    primary: bool,
}

impl Lines {
    fn snippet(&self) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        let kind = if self.primary {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let mut annotation = kind.span(self.range.clone());
        if !self.label.is_empty() {
            annotation = annotation.label(self.label.as_str());
        }
        Snippet::source(self.text.as_str())
            .path(self.name.as_str())
            .line_start(self.first_line)
            .annotation(annotation)
    }

    fn patch<'a>(&'a self, replacement: &'a str) -> Snippet<'a, Patch<'a>> {
        Snippet::source(self.text.as_str())
            .path(self.name.as_str())
            .line_start(self.first_line)
            .patch(Patch::new(self.range.clone(), replacement))
    }
}

struct Place {
    name: String,
    position: Position,
}

impl Place {
    fn new(source: &Source, span: Span) -> Self {
        Self {
            name: visible_line(source.name()).into_owned(),
            position: source.position(span.start),
        }
    }

    fn origin(&self) -> Origin<'_> {
        Origin::path(self.name.as_str())
            .line(self.position.line)
            .char_column(self.position.column)
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
