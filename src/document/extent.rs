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
    pub(crate) n_tokens: usize,
    /// Tables, and the dots in keys, each of which makes one.
    pub(crate) n_tables: usize,
    /// Backslashes and control characters in text, and underscores outside of it: what may be
    /// wrong once for each.
    pub(crate) n_escapes: usize,
}

impl Extent {
    /// What can be read.
    pub(crate) const READ: Self = Self {
        n_tokens: 1_000_000,
        n_tables: 50_000,
        n_escapes: 100_000,
    };

    /// Whether a text is too short to hold more, whatever is in it: a token takes a byte, a table
    /// two.
    fn holds_all_of(self, n_bytes: usize) -> bool {
        n_bytes <= self.n_tokens.min(2 * self.n_tables).min(self.n_escapes)
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
        if self.holds_all_of(text.len()) {
            return None;
        }
        let mut found = Self {
            n_tokens: 0,
            n_tables: 0,
            n_escapes: 0,
        };
        let mut starts_line = true;
        for token in toml_parser::Source::new(text).lex() {
            found.count(token, starts_line, text);
            if let Some(message) = self.passed_by(found) {
                return Some((token.span().start(), message));
            }
            match token.kind() {
                TokenKind::Whitespace => {}
                kind => starts_line = kind == TokenKind::Newline,
            }
        }
        None
    }

    fn count(&mut self, token: Token, starts_line: bool, text: &str) {
        let inner = || text[token.span().start()..token.span().end()].bytes();
        let is_escape = |byte: &u8| *byte == b'\\' || is_control(*byte);
        match token.kind() {
            TokenKind::Whitespace | TokenKind::Eof => return,
            TokenKind::LeftCurlyBracket | TokenKind::Dot => self.n_tables += 1,
            TokenKind::LeftSquareBracket if starts_line => self.n_tables += 1,
            TokenKind::Atom => self.n_escapes += inner().filter(|byte| *byte == b'_').count(),
            TokenKind::Comment
            | TokenKind::LiteralString
            | TokenKind::BasicString
            | TokenKind::MlLiteralString
            | TokenKind::MlBasicString => self.n_escapes += inner().filter(is_escape).count(),
            _ => {}
        }
        self.n_tokens += 1;
    }

    fn passed_by(self, found: Self) -> Option<String> {
        let limits = [
            (
                found.n_tokens,
                self.n_tokens,
                "keys, values and marks between them",
            ),
            (found.n_tables, self.n_tables, "tables"),
            (
                found.n_escapes,
                self.n_escapes,
                "backslashes and control characters",
            ),
        ];
        let passed = limits.iter().find(|(n, most, _)| n > most);
        passed.map(|(_, most, what)| format!("the file has more than {most} {what}"))
    }
}

/// Whether a byte may not stand in text as it is; a line end may, in long text.
fn is_control(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Extent = Extent {
        n_tokens: 12,
        n_tables: 3,
        n_escapes: 2,
    };

    fn excess(text: &str) -> Option<(usize, String)> {
        SMALL.excess(text)
    }

    #[test]
    fn a_text_is_followed_to_what_passes_the_limit() {
        assert_eq!(excess("a = [1, 2, 3, 4]"), None);
        let (place, message) = excess("a = [1, 2, 3, 4, 5, 6]").unwrap();
        assert_eq!((place, &message[..26]), (20, "the file has more than 12 "));
        let (place, message) = excess("[a]\n[b]\n[c.d]\n").unwrap();
        assert_eq!(
            (place, message.as_str()),
            (10, "the file has more than 3 tables")
        );
        let (_, message) = excess("a = \"\\a\\b\\c \"").unwrap();
        assert_eq!(
            message,
            "the file has more than 2 backslashes and control characters"
        );
    }

    #[test]
    fn long_text_counts_once() {
        let text = format!("a = \"\"\"\n{}\"\"\"", "[[x]] = { y. }\n".repeat(1000));
        assert_eq!(excess(&text), None);
    }
}
