//! How much a text holds, found before it is read into memory.
//!
//! Reading takes some hundred bytes for each token and some thousand for each table, so that four
//! mebibytes of brackets would take gigabytes. Long text costs little more than its bytes.

use toml_parser::lexer::{Token, TokenKind};

use crate::diagnostic::{Diagnostic, codes};
use crate::text::{Source, SourceId, Span};

/// The most that a file may hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    /// Keys, values, comments, line ends, brackets, commas, dots and equals signs.
    pub(crate) tokens: usize,
    /// Tables, and the dots in keys, each of which may make one.
    pub(crate) tables: usize,
    /// Backslashes and control characters in text, and what is neither letter nor digit outside of
    /// it: each may be an error of its own.
    pub(crate) escapes: usize,
}

impl Extent {
    /// What can be read.
    pub(crate) const READ: Self = Self {
        tokens: 600_000,
        tables: 50_000,
        escapes: 100_000,
    };

    /// Whether a text cannot hold more, whatever is in it: each token and each escape takes a byte
    /// at least, and each table that can be read takes two.
    fn holds_all_of(self, text: &str) -> bool {
        text.len() <= self.tokens.min(self.escapes).min(2 * self.tables)
    }

    /// What is wrong with a text that holds more, at the place where the limit is passed.
    pub(crate) fn check(self, source: &Source, id: SourceId) -> Option<Diagnostic> {
        let (place, message) = self.excess(source.text())?;
        let span = Span {
            source: id,
            start: place,
            end: place + 1,
        };
        Some(
            Diagnostic::error(codes::TOO_LARGE, span, message)
                .label("there is more from here on")
                .hint("no rubric for people needs as many: split the file or shorten it"),
        )
    }

    fn excess(self, text: &str) -> Option<(usize, String)> {
        if self.holds_all_of(text) {
            return None;
        }
        let mut found = Self {
            tokens: 0,
            tables: 0,
            escapes: 0,
        };
        let mut line = Line::START;
        for token in toml_parser::Source::new(text).lex() {
            found.count(token, line, text);
            if let Some(message) = self.passed_by(found) {
                return Some((token.span().start(), message));
            }
            line = line.after(token.kind());
        }
        None
    }

    fn count(&mut self, token: Token, line: Line, text: &str) {
        let span = token.span();
        let n = |is_escape: fn(u8, Option<&u8>) -> bool| {
            let bytes = &text.as_bytes()[span.start()..];
            let pairs = (0..span.len()).map(|at| (bytes[at], bytes.get(at + 1)));
            pairs.filter(|(byte, next)| is_escape(*byte, *next)).count()
        };
        match token.kind() {
            TokenKind::Whitespace | TokenKind::Eof => return,
            TokenKind::LeftCurlyBracket => self.tables += 1,
            TokenKind::LeftSquareBracket if line == Line::START => self.tables += 1,
            TokenKind::Dot if line != Line::HEADER => self.tables += 1,
            TokenKind::Atom => self.escapes += n(is_odd),
            TokenKind::Comment
            | TokenKind::LiteralString
            | TokenKind::BasicString
            | TokenKind::MlLiteralString
            | TokenKind::MlBasicString => self.escapes += n(is_escape),
            _ => {}
        }
        self.tokens += 1;
    }

    fn passed_by(self, found: Self) -> Option<String> {
        let limits = [
            (
                found.tokens,
                self.tokens,
                "keys, values and marks between them",
            ),
            (found.tables, self.tables, "tables"),
            (
                found.escapes,
                self.escapes,
                "backslashes and odd characters",
            ),
        ];
        let passed = limits.iter().find(|(n, most, _)| n > most);
        passed.map(|(_, most, what)| format!("the file has more than {most} {what}"))
    }
}

/// How far a line has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line {
    is_empty: bool,
    /// It is a header whose first dot is still to come: that one leads to a table that is there.
    leads_down: bool,
}

impl Line {
    const START: Self = Self {
        is_empty: true,
        leads_down: false,
    };
    const HEADER: Self = Self {
        is_empty: false,
        leads_down: true,
    };

    fn after(self, token: TokenKind) -> Self {
        match token {
            TokenKind::Whitespace => self,
            TokenKind::Newline => Self::START,
            TokenKind::LeftSquareBracket if self.is_empty => Self::HEADER,
            TokenKind::Dot => Self {
                is_empty: false,
                leads_down: false,
            },
            _ => Self {
                is_empty: false,
                ..self
            },
        }
    }
}

/// Whether a byte of text escapes another or may not stand in text; line ends may, in long text.
fn is_escape(byte: u8, next: Option<&u8>) -> bool {
    match byte {
        b'\\' => true,
        b'\t' | b'\n' => false,
        b'\r' => next != Some(&b'\n'),
        byte => byte.is_ascii_control(),
    }
}

/// Whether a byte outside of text is none that keys, numbers and dates are mostly made of.
fn is_odd(byte: u8, _next: Option<&u8>) -> bool {
    !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'+' | b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Extent = Extent {
        tokens: 18,
        tables: 3,
        escapes: 2,
    };

    fn excess(text: &str) -> Option<(usize, String)> {
        SMALL.excess(text)
    }

    #[test]
    fn a_text_is_followed_to_what_passes_the_limit() {
        assert_eq!(excess("a = [1, 2, 3, 4]"), None);
        let (place, message) = excess("a = [1, 2, 3, 4, 5, 6, 7, 8, 9]").unwrap();
        assert_eq!(
            (place, message.as_str()),
            (
                27,
                "the file has more than 18 keys, values and marks between them"
            )
        );
        let (place, message) = excess("[a]\n[b.c]\n[c.d.e]\n").unwrap();
        assert_eq!(
            (place, message.as_str()),
            (14, "the file has more than 3 tables")
        );
        let (_, message) = excess("a = \"\\a\\b\\c \"").unwrap();
        assert_eq!(
            message,
            "the file has more than 2 backslashes and odd characters"
        );
    }

    #[test]
    fn long_text_counts_once() {
        let text = format!("a = \"\"\"\n{}\"\"\"", "[[x]] = { y. }\n".repeat(1000));
        assert_eq!(excess(&text), None);
    }
}
