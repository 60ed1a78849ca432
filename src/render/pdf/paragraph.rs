//! Running text as pieces, and pieces as lines.

use std::fmt::Write as _;
use std::ops::Range;
use std::rc::Rc;

use unicode_bidi::{BidiInfo, Level};
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_script::{Script, UnicodeScript};

use super::font::Style;
use super::shape::{LONGEST_WORD, Shaper, Word};
use crate::render::blocks::Inline;

/// What a piece of text looks like and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Look {
    pub(super) style: Style,
    pub(super) link: Option<Rc<str>>,
}

/// What may happen after a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Break {
    /// The next piece belongs to it.
    No,
    Allowed,
    Forced,
}

/// A word or the spaces after one.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) word: Rc<Word>,
    /// Which of the paragraph's looks it has.
    pub(super) look: usize,
    level: Level,
    is_space: bool,
    after: Break,
}

/// Pieces that stand on one line, in reading order.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    /// Without spaces at the end; in thousandths of the font size.
    pub(super) width: f32,
}

/// Text that has been shaped, but not yet broken into lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    pub(super) looks: Vec<Look>,
    pieces: Vec<Piece>,
    /// Whether it reads from right to left.
    pub(super) is_rtl: bool,
}

impl Paragraph {
    /// Shapes inlines whose plain text is set in `style`.
    pub(super) fn new(content: &[Inline], style: Style, shaper: &mut Shaper<'_>) -> Self {
        let mut gathered = Gathered::default();
        let look = Look { style, link: None };
        gathered.push_all(content, &look, shaper);
        gathered.shape(shaper)
    }

    /// Shapes one plain text.
    pub(super) fn plain(text: &str, style: Style, shaper: &mut Shaper<'_>) -> Self {
        let mut gathered = Gathered::default();
        gathered.push(text, Look { style, link: None }, shaper);
        gathered.shape(shaper)
    }

    /// Its last character that is no space.
    pub(super) fn ends_with(&self, c: char) -> bool {
        let last = self.pieces.iter().rev().find(|piece| !piece.is_space);
        last.is_some_and(|piece| piece.word.text.ends_with(c))
    }

    /// The width of its longest part that should not be broken, and of its longest line if none
    /// is broken, in thousandths of the font size.
    pub(super) fn widths(&self) -> (f32, f32) {
        let (mut longest, mut widest) = (0.0_f32, 0.0_f32);
        let (mut part, mut line, mut spaces) = (0.0, 0.0, 0.0);
        for piece in &self.pieces {
            if piece.is_space {
                spaces += piece.word.advance;
            } else {
                part += piece.word.advance;
                line += spaces + piece.word.advance;
                spaces = 0.0;
            }
            longest = longest.max(part);
            widest = widest.max(line);
            if piece.after != Break::No {
                part = 0.0;
            }
            if piece.after == Break::Forced {
                (line, spaces) = (0.0, 0.0);
            }
        }
        (longest, widest)
    }

    /// Breaks it into lines no wider than `room` thousandths of the font size. A part that does
    /// not fit on a line of its own is broken anywhere. There is at least one line.
    pub(super) fn lines(&self, room: f32) -> Vec<Line> {
        let mut breaker = Breaker {
            room,
            lines: Vec::new(),
            line: Vec::new(),
            width: 0.0,
            last_break: 0,
        };
        for piece in &self.pieces {
            breaker.add(piece);
        }
        breaker.end_line();
        breaker.lines
    }
}

struct Breaker {
    room: f32,
    lines: Vec<Line>,
    line: Vec<Piece>,
    width: f32,
    /// How many pieces of the line stand before the last place where it may be broken.
    last_break: usize,
}

impl Breaker {
    fn add(&mut self, piece: &Piece) {
        if !piece.is_space && self.width + piece.word.advance > self.room {
            if self.last_break > 0 {
                self.break_line();
            }
            if self.width + piece.word.advance > self.room {
                self.add_in_parts(piece);
                return;
            }
        }
        self.push(piece.clone());
    }

    fn push(&mut self, piece: Piece) {
        self.width += piece.word.advance;
        let after = piece.after;
        self.line.push(piece);
        match after {
            Break::No => {}
            Break::Allowed => self.last_break = self.line.len(),
            Break::Forced => self.end_line(),
        }
    }

    /// Ends the line at the last place where that may be done.
    fn break_line(&mut self) {
        let rest = self.line.split_off(self.last_break);
        self.end_line();
        self.width = rest.iter().map(|piece| piece.word.advance).sum();
        self.line = rest;
    }

    /// A piece that is too long for what is left of a line on which nothing may be broken.
    fn add_in_parts(&mut self, piece: &Piece) {
        let parts = piece.word.chop(self.room - self.width, self.room);
        let n = parts.len();
        for (idx, part) in parts.into_iter().enumerate() {
            let is_last = idx + 1 == n;
            if idx > 0 {
                self.end_line();
            }
            if part.text.is_empty() {
                continue;
            }
            self.push(Piece {
                word: Rc::new(part),
                after: if is_last { piece.after } else { Break::No },
                ..piece.clone()
            });
        }
    }

    fn end_line(&mut self) {
        let is_only = self.lines.is_empty();
        if self.line.is_empty() && !is_only {
            return;
        }
        let pieces = std::mem::take(&mut self.line);
        let n_shown = (pieces.iter().rposition(|piece| !piece.is_space)).map_or(0, |last| last + 1);
        let width = pieces[..n_shown]
            .iter()
            .map(|piece| piece.word.advance)
            .sum();
        self.lines.push(Line { pieces, width });
        self.width = 0.0;
        self.last_break = 0;
    }
}

impl Line {
    /// The pieces from left to right, without the spaces that end the line where some of it runs
    /// from right to left.
    pub(super) fn visual(&self) -> Vec<&Piece> {
        let has_rtl = self.pieces.iter().any(|piece| piece.level.number() > 0);
        if !has_rtl {
            return self.pieces.iter().collect();
        }
        let n_shown = self.pieces.iter().rposition(|piece| !piece.is_space);
        let pieces = &self.pieces[..n_shown.map_or(0, |last| last + 1)];
        let levels: Vec<Level> = pieces.iter().map(|piece| piece.level).collect();
        let order = BidiInfo::reorder_visual(&levels);
        order.into_iter().map(|idx| &pieces[idx]).collect()
    }
}

/// Text with its looks, before shaping.
#[derive(Default)]
struct Gathered {
    text: String,
    looks: Vec<Look>,
    /// Where each look ends.
    ends: Vec<usize>,
}

impl Gathered {
    fn push_all(&mut self, content: &[Inline], look: &Look, shaper: &mut Shaper<'_>) {
        for inline in content {
            let mut look = look.clone();
            match inline {
                Inline::Text(text) => self.push(text, look, shaper),
                Inline::Code(text) => {
                    look.style.mono = true;
                    self.push(text, look, shaper);
                }
                Inline::Emphasis(content) => {
                    look.style.italic = true;
                    self.push_all(content, &look, shaper);
                }
                Inline::Strong(content) => {
                    look.style.bold = true;
                    self.push_all(content, &look, shaper);
                }
                Inline::Link { url, content } => {
                    look.link = Some(url.as_str().into());
                    self.push_all(content, &look, shaper);
                }
                Inline::Break => self.push("\n", look, shaper),
            }
        }
    }

    /// Adds text; a character that no font has becomes its number.
    fn push(&mut self, text: &str, look: Look, shaper: &mut Shaper<'_>) {
        for c in text.chars() {
            // The shipped faces have the first blocks whole, and most text is of them.
            if c < '\u{250}' || shaper.covers(c, look.style) {
                self.text.push(c);
            } else {
                write!(self.text, "[U+{:04X}]", u32::from(c)).expect("a String takes all writes");
            }
        }
        if self.looks.last() == Some(&look) {
            self.ends.pop();
        } else {
            self.looks.push(look);
        }
        self.ends.push(self.text.len());
    }

    fn shape(self, shaper: &mut Shaper<'_>) -> Paragraph {
        let levels = Levels::new(&self.text);
        let mut pieces = Vec::new();
        let mut start = 0;
        let mut cutter = Cutter {
            text: &self.text,
            ends: &self.ends,
            levels: &levels,
            look: 0,
        };
        for (end, kind) in linebreaks(&self.text) {
            let shown = self.text[start..end].trim_end_matches('\n').len();
            let word = self.text[start..start + shown].trim_end_matches(' ').len();
            for (from, to) in [(start, start + word), (start + word, start + shown)] {
                cutter.cut(from..to, |range, look, level| {
                    let style = self.looks[look].style;
                    pieces.push(Piece {
                        word: shaper.word(&self.text[range], style, level.is_rtl()),
                        look,
                        level,
                        is_space: from > start || word == 0,
                        after: Break::No,
                    });
                });
            }
            if let Some(last) = pieces.last_mut() {
                let is_forced = kind == BreakOpportunity::Mandatory && end < self.text.len();
                let is_mono = self.looks[last.look].style.mono;
                last.after = match (is_forced, last.is_space) {
                    (true, _) => Break::Forced,
                    // What is code is often a name, which should stay in one piece.
                    (_, false) if is_mono || is_within_word(&self.text, end) => Break::No,
                    _ => Break::Allowed,
                };
            }
            start = end;
        }
        Paragraph {
            is_rtl: levels.is_base_rtl,
            looks: self.looks,
            pieces,
        }
    }
}

/// Whether a hyphen before `at` joins two parts of a word. Readers that copy text take hyphens at
/// the end of lines for breaks of words, and drop them.
fn is_within_word(text: &str, at: usize) -> bool {
    let before = text[..at].strip_suffix(['-', '\u{2010}']);
    let is_joined = before.is_some_and(|part| part.ends_with(char::is_alphanumeric));
    is_joined && text[at..].starts_with(char::is_alphanumeric)
}

/// How deep every byte of a text lies in right-to-left runs.
struct Levels {
    /// Empty where all of it runs from left to right.
    of_bytes: Vec<Level>,
    is_base_rtl: bool,
}

impl Levels {
    fn new(text: &str) -> Self {
        if !text.chars().any(may_run_left) {
            return Self {
                of_bytes: Vec::new(),
                is_base_rtl: false,
            };
        }
        // A line that merely begins with a name in another script goes on as the document does.
        let letters = text.chars().filter(|c| c.is_alphabetic());
        let (to_left, to_right): (Vec<char>, Vec<char>) = letters.partition(|c| may_run_left(*c));
        let is_base_rtl = to_left.len() > to_right.len();
        let base = if is_base_rtl {
            Level::rtl()
        } else {
            Level::ltr()
        };
        Self {
            is_base_rtl,
            of_bytes: BidiInfo::new(text, Some(base)).levels,
        }
    }

    fn at(&self, byte: usize) -> Level {
        let level = self.of_bytes.get(byte).copied();
        level.unwrap_or_else(Level::ltr)
    }
}

/// Whether a character is in a block of right-to-left scripts.
fn may_run_left(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
    )
}

/// How many marks may sit on one letter before further ones start anew. Fonts stack marks, and a
/// stack of hundreds would cover the page above it.
const MOST_MARKS: usize = 8;

/// Cuts ranges of a text where looks or levels change and where words would grow too long.
struct Cutter<'a> {
    text: &'a str,
    ends: &'a [usize],
    levels: &'a Levels,
    /// The look at the end of the range cut last.
    look: usize,
}

impl Cutter<'_> {
    /// Ranges must come in order.
    fn cut(&mut self, range: Range<usize>, mut take: impl FnMut(Range<usize>, usize, Level)) {
        self.skip_to(range.start);
        let mut start = range.start;
        let (mut n_chars, mut n_marks) = (0, 0);
        for (at, c) in self.text[range.clone()].char_indices() {
            let at = range.start + at;
            let is_mark = c > '\u{2ff}' && c.script() == Script::Inherited;
            n_marks = if is_mark { n_marks + 1 } else { 0 };
            let is_full = n_chars >= LONGEST_WORD && !is_mark || n_marks > MOST_MARKS;
            let level = self.levels.at(start);
            if at > start && (is_full || self.ends[self.look] <= at || self.levels.at(at) != level)
            {
                take(start..at, self.look, level);
                start = at;
                (n_chars, n_marks) = (0, 0);
                self.skip_to(at);
            }
            n_chars += 1;
        }
        if start < range.end {
            take(start..range.end, self.look, self.levels.at(start));
        }
    }

    fn skip_to(&mut self, byte: usize) {
        while self.ends[self.look] <= byte && self.look + 1 < self.ends.len() {
            self.look += 1;
        }
    }
}
