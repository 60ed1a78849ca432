//! Source text, positions in it, and the safe display of text that somebody else wrote.

mod digest;
mod letters;
mod number;
mod spanned;
mod visible;

use std::sync::Arc;

pub use digest::{Digest, sha256_base64, sha256_hex};
pub use letters::{Look, bare, composed, folded, is_folded, looks};
pub use number::{chance, count, counted, fixed, grouped, percent, plain, ratio, trimmed};
pub use spanned::{Plain, Spanned, Text};
pub use visible::{is_blank, visible, visible_line};

/// Names one [`Source`] among [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(u32);

/// A byte range in one source: `start..end`, end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The source it lies in.
    pub source: SourceId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A place as a person counts: line and column from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
}

/// One file's text, or a part of it, with the name to show for it and an index of its lines.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: Arc<str>,
    line_starts: Vec<usize>,
    /// Where the text begins in its file.
    first: Position,
    /// Whether the text itself is not kept, only the place.
    is_bare: bool,
}

impl Source {
    /// Takes a text under the name that messages show.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        let text: Arc<str> = text.into();
        let line_starts = line_starts(&text);
        Self {
            name: name.into(),
            text,
            line_starts,
            first: Position { line: 1, column: 1 },
            is_bare: false,
        }
    }

    /// Takes whole lines of a file that is not kept as a whole, the first of them line `line`.
    pub fn part(name: impl Into<String>, text: impl Into<Arc<str>>, line: usize) -> Self {
        let first = Position { line, column: 1 };
        Self {
            first,
            ..Self::new(name, text)
        }
    }

    /// A place in a file of which nothing is kept; it is named and nothing of it is shown.
    pub fn place(name: impl Into<String>, first: Position) -> Self {
        Self {
            first,
            is_bare: true,
            ..Self::new(name, "")
        }
    }

    /// Whether there is nothing to show of it but places.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.is_bare
    }

    /// The name that messages show.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Line and column of a byte offset; an offset past the end counts as the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor_char(offset);
        let line = self.line_idx(offset);
        let start = self.line_starts[line];
        // The byte-order mark takes no column: no editor counts it.
        let is_first = start == 0 && self.first.line == 1;
        let start = if is_first && self.text.starts_with('\u{feff}') {
            start + '\u{feff}'.len_utf8()
        } else {
            start
        };
        let column = self.text.get(start..offset).unwrap_or("").chars().count();
        let before = if line == 0 { self.first.column } else { 1 };
        Position {
            line: line + self.first.line,
            column: column + before,
        }
    }

    /// The line of a byte offset, from 1: much faster than its whole position on long lines.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.line_idx(offset.min(self.text.len())) + self.first.line
    }

    /// The byte range of the whole lines that `start..end` touches, without the last line's end.
    #[must_use]
    pub fn lines_around(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let first = self.line_starts[self.line_idx(start)];
        let last = self.line_idx(end.max(start));
        let until = self
            .line_starts
            .get(last + 1)
            .map_or(self.text.len(), |next| next - 1);
        first..until
    }

    fn line_idx(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset) - 1
    }

    /// The nearest character boundary at or before `offset`.
    #[must_use]
    pub fn floor_char(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset)
    }
}

/// Where each line begins.
fn line_starts(text: &str) -> Vec<usize> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    std::iter::once(0).chain(ends.map(|at| at + 1)).collect()
}

/// All files that one run has read, in the order of reading.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a file and names it.
    ///
    /// # Panics
    /// When more than `u32::MAX` files are added.
    pub fn add(&mut self, source: Source) -> SourceId {
        let id = u32::try_from(self.0.len()).expect("fewer than 2^32 files are read in one run");
        self.0.push(source);
        SourceId(id)
    }

    /// The file of that name.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// Every file with its name among these, in the order of reading.
    ///
    /// # Panics
    /// Never: no more files are added than can be named.
    pub fn with_ids(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.0.iter().enumerate().map(|(idx, source)| {
            let id = u32::try_from(idx).expect("every file was given a name");
            (SourceId(id), source)
        })
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every file, in the order of reading.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let source = Source::new("a.toml", "one\nŻółć = 2\r\nlast");
        let at = |needle: &str| source.position(source.text().find(needle).unwrap());
        assert_eq!(at("one"), Position { line: 1, column: 1 });
        assert_eq!(at("= 2"), Position { line: 2, column: 6 });
        assert_eq!(at("last"), Position { line: 3, column: 1 });
        assert_eq!(source.position(999), Position { line: 3, column: 5 });
    }

    #[test]
    fn parts_of_a_file_know_where_they_stand() {
        let part = Source::part("a.csv", "x,y\nz", 7);
        assert_eq!(part.position(2), Position { line: 7, column: 3 });
        assert_eq!(part.position(5), Position { line: 8, column: 2 });
        assert_eq!((part.line(0), part.line(4)), (7, 8));
        let first = Position {
            line: 9,
            column: 40,
        };
        let place = Source::place("a.csv", first);
        assert_eq!(place.position(0), first);
        assert!(place.is_bare() && !part.is_bare());
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let source = Source::new("a.toml", "\u{feff}id = 1");
        assert_eq!(source.position(3), Position { line: 1, column: 1 });
    }

    #[test]
    fn lines_around_a_span_are_whole() {
        let source = Source::new("a.toml", "one\ntwo\nthree\n");
        assert_eq!(&source.text()[source.lines_around(5, 9)], "two\nthree");
        assert_eq!(&source.text()[source.lines_around(14, 14)], "");
    }
}
