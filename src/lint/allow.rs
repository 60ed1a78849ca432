//! Comments that silence a rule at one place: `# allow(R109): the reason`.
//!
//! A comment holds for findings on its own line, and for those on the next line that is not a
//! comment itself.

use crate::diagnostic::Diagnostic;
use crate::text::{Source, SourceId, Sources, Span};

/// What a comment begins with, after its `#`.
const MARK: &str = " allow(";

/// One comment that silences a rule.
#[derive(Debug, Clone)]
pub struct Comment {
    /// The code that it names, as written.
    pub code: String,
    /// Where the code stands.
    pub code_at: Span,
    /// Why; blank where none is given.
    pub reason: String,
    /// The line that it holds for beside its own, from 1.
    line_below: usize,
    line: usize,
    /// Whether it has silenced anything.
    pub used: bool,
}

/// All such comments of the files from number `first` on, in order.
#[must_use]
pub fn comments(sources: &Sources, first: usize) -> Vec<Comment> {
    let mut found = Vec::new();
    for (id, source) in sources.with_ids().skip(first) {
        let text = source.text();
        for (at, sign) in text.match_indices('#') {
            if text[at + sign.len()..].starts_with(MARK) {
                found.extend(comment(source, id, at));
            }
        }
    }
    found
}

fn comment(source: &Source, id: SourceId, at: usize) -> Option<Comment> {
    let text = source.text();
    let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let code_start = at + "#".len() + MARK.len();
    let code_end = code_start + text[code_start..line_end].find(')')?;
    let reason = text[code_end + 1..line_end].trim();
    let line = source.line(at);
    Some(Comment {
        code: text[code_start..code_end].trim().to_owned(),
        code_at: Span {
            source: id,
            start: code_start,
            end: code_end,
        },
        reason: reason.strip_prefix(':').unwrap_or(reason).trim().to_owned(),
        line_below: line + 1 + n_comment_lines(&text[line_end..]),
        line,
        used: false,
    })
}

/// How many lines that are only comments follow; `rest` begins with a line end.
fn n_comment_lines(rest: &str) -> usize {
    rest.lines()
        .skip(1)
        .take_while(|line| line.trim_start().starts_with('#'))
        .count()
}

/// Whether a comment allows the finding, which is then marked as used.
pub(super) fn is_allowed(
    finding: &Diagnostic,
    comments: &mut [Comment],
    sources: &Sources,
) -> bool {
    let span = finding.primary.span;
    let mut allowed = false;
    for comment in comments {
        if comment.code_at.source != span.source || comment.code != finding.code.as_str() {
            continue;
        }
        let line = sources.get(span.source).line(span.start);
        if line == comment.line || line == comment.line_below {
            comment.used = true;
            // Without a reason it is reported, and holds nothing back.
            allowed |= !comment.reason.is_empty();
        }
    }
    allowed
}
