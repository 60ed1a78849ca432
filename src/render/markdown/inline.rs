//! Inlines → Markdown. The delicate part is emphasis: whether a `*` or `_`
//! opens or closes depends on the characters on both sides of it. Where they
//! are wrong, they are written as numeric references, which count as
//! punctuation and set every case right.

use super::escape::{Place, is_letter, push_code, push_reference, push_text};
use crate::render::blocks::Inline;

/// What the inlines stand in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// A paragraph, or the heading it could become.
    Line,
    /// A table cell, where bars in code need a backslash.
    Cell,
}

/// A flat piece of a line.
enum Piece<'a> {
    Text {
        text: &'a str,
        encode_first: bool,
        encode_last: bool,
    },
    /// Emphasis begins here.
    Open(&'static str),
    /// Emphasis ends here.
    Close(&'static str),
    Code(&'a str),
    LinkStart,
    LinkEnd(&'a str),
    Autolink(&'a str),
    Break,
}

/// Writes inlines in normal form; forced breaks become `\` and a line feed.
pub(super) fn write_inlines(inlines: &[Inline], context: Context) -> String {
    let mut pieces = Vec::new();
    flatten(inlines, false, &mut pieces);
    while encode_neighbours(&mut pieces) {}
    let mut out = String::new();
    for (idx, piece) in pieces.iter().enumerate() {
        let place = Place {
            line_start: context == Context::Line && (out.is_empty() || out.ends_with('\n')),
            before_link: matches!(pieces.get(idx + 1), Some(Piece::LinkStart)),
        };
        push_piece(piece, place, context, &mut out);
    }
    out
}

fn flatten<'a>(inlines: &'a [Inline], in_strong: bool, out: &mut Vec<Piece<'a>>) {
    for (idx, inline) in inlines.iter().enumerate() {
        match inline {
            Inline::Text(text) => {
                out.push(Piece::Text {
                    text,
                    encode_first: false,
                    encode_last: false,
                });
            }
            Inline::Code(code) => out.push(Piece::Code(code)),
            Inline::Break => out.push(Piece::Break),
            Inline::Strong(content) => {
                out.push(Piece::Open("**"));
                flatten(content, true, out);
                out.push(Piece::Close("**"));
            }
            Inline::Emphasis(content) => {
                let before = idx.checked_sub(1).map(|idx| &inlines[idx]);
                let mark = emphasis_mark(content, before, inlines.get(idx + 1), in_strong);
                out.push(Piece::Open(mark));
                flatten(content, in_strong, out);
                out.push(Piece::Close(mark));
            }
            Inline::Link { url, content } => flatten_link(url, content, out),
        }
    }
}

fn flatten_link<'a>(url: &'a str, content: &'a [Inline], out: &mut Vec<Piece<'a>>) {
    let bare = matches!(content, [Inline::Text(text)] if text == url);
    if bare && !url.starts_with("mailto:") {
        out.push(Piece::Autolink(url));
        return;
    }
    out.push(Piece::LinkStart);
    // Brackets set their content apart, so it is never inside a strong.
    flatten(content, false, out);
    out.push(Piece::LinkEnd(url));
}

/// `_`, or inside a word `*`, unless that could run into a `**`.
fn emphasis_mark(
    content: &[Inline],
    before: Option<&Inline>,
    after: Option<&Inline>,
    in_strong: bool,
) -> &'static str {
    let strong = |inline: &Inline| matches!(inline, Inline::Strong(_));
    let joins_word = matches!(before, Some(Inline::Text(text)) if text.ends_with(is_wordish))
        || matches!(after, Some(Inline::Text(text)) if text.starts_with(is_wordish));
    let near_strong = in_strong
        || before.is_some_and(strong)
        || after.is_some_and(strong)
        || content.iter().any(strong);
    if joins_word && !near_strong { "*" } else { "_" }
}

/// Anything that may fail to count as white space or punctuation.
fn is_wordish(c: char) -> bool {
    !c.is_whitespace() && !c.is_ascii_punctuation()
}

/// Marks the characters around emphasis marks that must be references.
/// Returns whether it marked one more; a reference can make another needed.
fn encode_neighbours(pieces: &mut [Piece<'_>]) -> bool {
    let mut changed = false;
    let mut start = 0;
    while start < pieces.len() {
        let marks = pieces[start..]
            .iter()
            .take_while(|piece| is_mark(piece))
            .count();
        if marks > 0 {
            changed |= encode_around(pieces, start, start + marks);
        }
        start += marks + 1;
    }
    changed
}

fn encode_around(pieces: &mut [Piece<'_>], start: usize, end: usize) -> bool {
    let run = &pieces[start..end];
    let opens = run.iter().any(|piece| matches!(piece, Piece::Open(_)));
    let closes = run.iter().any(|piece| matches!(piece, Piece::Close(_)));
    let single_star =
        matches!(run, [Piece::Open(mark) | Piece::Close(mark)] if mark.starts_with('*'));
    let left = start.checked_sub(1).and_then(|idx| last_char(&pieces[idx]));
    let right = pieces.get(end).and_then(first_char);
    let needs = |side: Option<char>, inside: bool, across: Option<char>| match side {
        Some(c) if inside => c.is_whitespace(),
        // A star beside letters works within a word.
        Some(c) => is_wordish(c) && !(single_star && across.is_some_and(is_letter)),
        None => false,
    };
    let encode_left = needs(left, closes, right);
    let encode_right = needs(right, opens, left);
    if encode_left && let Some(Piece::Text { encode_last, .. }) = pieces.get_mut(start - 1) {
        *encode_last = true;
    }
    if encode_right && let Some(Piece::Text { encode_first, .. }) = pieces.get_mut(end) {
        *encode_first = true;
    }
    encode_left || encode_right
}

fn is_mark(piece: &Piece<'_>) -> bool {
    matches!(piece, Piece::Open(_) | Piece::Close(_))
}

/// The character of the source a mark before this piece sees, if it is text
/// as it stands. A reference or any other piece begins with punctuation.
fn first_char(piece: &Piece<'_>) -> Option<char> {
    match piece {
        Piece::Text {
            text,
            encode_first,
            encode_last,
        } => {
            let c = text.chars().next()?;
            let encoded = *encode_first || (*encode_last && text.len() == c.len_utf8());
            (!encoded).then_some(c)
        }
        _ => None,
    }
}

fn last_char(piece: &Piece<'_>) -> Option<char> {
    match piece {
        Piece::Text {
            text,
            encode_first,
            encode_last,
        } => {
            let c = text.chars().next_back()?;
            let encoded = *encode_last || (*encode_first && text.len() == c.len_utf8());
            (!encoded).then_some(c)
        }
        _ => None,
    }
}

fn push_piece(piece: &Piece<'_>, place: Place, context: Context, out: &mut String) {
    match piece {
        Piece::Text {
            text,
            encode_first,
            encode_last,
        } => {
            push_encoded(text, *encode_first, *encode_last, place, out);
        }
        Piece::Open(mark) | Piece::Close(mark) => out.push_str(mark),
        Piece::Code(code) if context == Context::Cell && code.contains('|') => {
            push_code(&code.replace('|', "\\|"), out);
        }
        Piece::Code(code) => push_code(code, out),
        Piece::LinkStart => out.push('['),
        Piece::LinkEnd(url) => push_link_end(url, out),
        Piece::Autolink(url) => {
            out.push('<');
            out.push_str(url);
            out.push('>');
        }
        Piece::Break => out.push_str("\\\n"),
    }
}

fn push_encoded(text: &str, first: bool, last: bool, mut place: Place, out: &mut String) {
    let mut chars = text.chars();
    let head = if first { chars.next() } else { None };
    let tail = if last { chars.next_back() } else { None };
    if let Some(c) = head {
        push_reference(c, out);
        place.line_start = false;
    }
    place.before_link &= tail.is_none();
    push_text(chars.as_str(), place, out);
    if let Some(c) = tail {
        push_reference(c, out);
    }
}

fn push_link_end(url: &str, out: &mut String) {
    out.push_str("](");
    for (idx, c) in url.char_indices() {
        let reference = c == '&' && url[idx..].contains(';');
        if reference || "()[]".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out.push(')');
}
