//! What is wrong with a text, where, and what to do about it.

pub mod codes;
mod tally;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::text::{Sources, Span};

pub use codes::Code;
pub(crate) use tally::Tally;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something to know; nothing is wrong.
    Note,
    /// The file can be used; something in it deserves a look.
    Warning,
    /// The file cannot be used as it is.
    Error,
}

/// How much findings matter where that differs from the usual, by code; none turns a code off.
pub type Severities = BTreeMap<String, Option<Severity>>;

/// A marked place with a few words on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to say about it; may be empty.
    pub text: String,
}

/// A replacement that would mend the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What to replace.
    pub span: Span,
    /// With what.
    pub replacement: String,
    /// The advice in words.
    pub text: String,
}

/// One finding: a coded message at a place, with further places and advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of finding.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong: a lower-case fragment without a full stop.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// Other places that belong to it.
    pub context: Vec<Label>,
    /// What to do.
    pub hints: Vec<String>,
    /// A mechanical way to mend it.
    pub suggestion: Option<Suggestion>,
}

impl Severity {
    /// As it is written and printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: Label {
                span,
                text: String::new(),
            },
            context: Vec::new(),
            hints: Vec::new(),
            suggestion: None,
        }
    }

    /// A warning at a place.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, span, message)
        }
    }

    /// Says a few words at the place itself.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Marks a further place.
    #[must_use]
    pub fn context(mut self, span: Span, text: impl Into<String>) -> Self {
        self.context.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Adds advice.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.advise(text);
        self
    }

    /// Adds advice to a finding that is reported already.
    pub fn advise(&mut self, text: impl Into<String>) -> &mut Self {
        self.hints.push(text.into());
        self
    }

    /// Marks a further place on a finding that is reported already.
    pub fn point_at(&mut self, span: Span, text: impl Into<String>) -> &mut Self {
        self.context.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Offers the nearest known key in place of the one at the finding's own span.
    #[must_use]
    pub fn did_you_mean(self, nearest: Option<&str>) -> Self {
        match nearest {
            Some(nearest) => self.replace_with(nearest.to_owned(), nearest),
            None => self,
        }
    }

    /// Offers the nearest known word in place of the quoted text at the finding's own span.
    #[must_use]
    pub fn did_you_mean_text(self, nearest: Option<&str>) -> Self {
        match nearest {
            Some(nearest) => self.replace_with(format!("\"{nearest}\""), nearest),
            None => self,
        }
    }

    fn replace_with(mut self, replacement: String, shown: &str) -> Self {
        self.suggestion = Some(Suggestion {
            span: self.primary.span,
            replacement,
            text: format!("did you mean `{shown}`?"),
        });
        self
    }

    /// Whether it makes the file unusable.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Puts findings into the order in which they are shown: by file, then by place, then by code.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        (a.primary.span, a.code, &a.message).cmp(&(b.primary.span, b.code, &b.message))
    });
}

/// Most findings that one reading of a rubric keeps; a file broken from end to end would fill the
/// memory with them.
const MAX_KEPT: usize = 20_000;

/// Adds a finding, unless there are too many: the last then says that there are more, and is as
/// severe as the worst of these.
pub(crate) fn keep(findings: &mut Vec<Diagnostic>, finding: Diagnostic) {
    match findings.len().cmp(&MAX_KEPT) {
        Ordering::Less => findings.push(finding),
        Ordering::Equal => {
            let span = finding.primary.span;
            let message = "there is more wrong with the file than is listed";
            let last = Diagnostic::error(codes::TOO_MANY, span, message);
            findings.push(Diagnostic {
                severity: finding.severity,
                ..last.hint("mend what is listed, and check again")
            });
        }
        Ordering::Greater => {
            let mut backwards = findings.iter_mut().rev();
            if let Some(last) = backwards.find(|known| known.code == codes::TOO_MANY) {
                last.severity = last.severity.max(finding.severity);
            }
        }
    }
}

/// Whether any of the findings makes its file unusable.
#[must_use]
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}

/// The finding's place as `file:line:column`.
#[must_use]
pub fn place(span: Span, sources: &Sources) -> String {
    let source = sources.get(span.source);
    let position = source.position(span.start);
    format!("{}:{}:{}", source.name(), position.line, position.column)
}

/// The known word nearest to `word`, if one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let n_chars = word.chars().count();
    // A word of one or two letters is near to everything.
    let limit = if n_chars < 3 { 0 } else { (n_chars / 3).max(1) };
    known
        .into_iter()
        // The distance is at least the difference of the lengths: skip the costly comparison.
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= 4 * limit.max(1))
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&candidate.to_lowercase(), &word);
            (distance, candidate)
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_findings_are_as_bad_as_the_worst_that_is_not_listed() {
        let span = Span::default();
        let warning = || Diagnostic::warning(codes::CARD_EVIDENCE, span, "thin");
        let mut found = Vec::new();
        for _ in 0..MAX_KEPT + 5 {
            keep(&mut found, warning());
        }
        assert_eq!(found.len(), MAX_KEPT + 1);
        assert_eq!(found[MAX_KEPT].code, codes::TOO_MANY);
        assert!(!any_error(&found));
        keep(
            &mut found,
            Diagnostic::error(codes::CARD_EVIDENCE, span, "none"),
        );
        assert_eq!(found.len(), MAX_KEPT + 1);
        assert!(any_error(&found));
    }

    #[test]
    fn the_nearest_word_is_offered_only_when_near() {
        let known = ["weight", "anchors", "title"];
        assert_eq!(nearest("wieght", known), Some("weight"));
        assert_eq!(nearest("Titel", known), Some("title"));
        assert_eq!(nearest("sumary", known), None);
        assert_eq!(nearest("x", known), None);
    }
}
