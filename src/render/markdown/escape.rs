//! Plain text → Markdown that shows exactly this text.

use std::fmt::Write as _;
use std::io;

use crate::text::{visible, visible_line};

/// Escapes plain text so that it comes back as exactly this text wherever a
/// template puts it: in a paragraph, item, cell, heading, emphasis or quote.
///
/// The text becomes one line with its spaces folded and its ends trimmed.
/// Ordinary prose comes through unchanged; only what Markdown would act on
/// gets a backslash. The signature is that of Tera's escape functions.
///
/// # Errors
/// Whatever the writer reports.
pub fn escape(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(escape_to_string(text).as_bytes())
}

/// [`escape()`] into a new string.
#[must_use]
pub fn escape_to_string(text: &str) -> String {
    let line = visible_line(text);
    let folded = fold_spaces(line.trim());
    let mut out = String::with_capacity(folded.len() + 8);
    push_text(&folded, Place::LINE_START, &mut out);
    out
}

/// Plain text as a code span on one line; good in table cells too.
///
/// Tables and paragraphs disagree about a bar inside a code span, so the span
/// is interrupted for it. Blank text gives an empty string.
#[must_use]
pub fn code_span(text: &str) -> String {
    let line = visible_line(text);
    let mut out = String::with_capacity(line.len() + 4);
    for (idx, part) in line.trim().split('|').enumerate() {
        if idx > 0 {
            out.push_str("\\|");
        }
        if !part.is_empty() {
            push_code(part, &mut out);
        }
    }
    out
}

/// Plain text as a fenced code block, without a final line feed; tabs become
/// four spaces.
#[must_use]
pub fn fence(text: &str, language: &str) -> String {
    let spaced = text.replace('\t', "    ");
    let shown = visible(&spaced);
    let language: String = language
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "+-_.#".contains(*c))
        .collect();
    fenced(shown.trim_end_matches('\n'), &language)
}

/// A fenced code block of exactly these lines.
pub(super) fn fenced(text: &str, language: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    if text.is_empty() {
        return format!("{fence}{language}\n{fence}");
    }
    format!("{fence}{language}\n{text}\n{fence}")
}

/// Where a text stands among its neighbours.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Nothing precedes it on its line.
    pub(super) line_start: bool,
    /// A link follows, which a `!` would turn into an image.
    pub(super) before_link: bool,
}

impl Place {
    const LINE_START: Self = Self {
        line_start: true,
        before_link: false,
    };
}

/// Writes text whose ends may touch anything: they count as hazards.
pub(super) fn push_text(text: &str, place: Place, out: &mut String) {
    let start = if place.line_start {
        block_marker(text)
    } else {
        None
    };
    let hashes = closing_hashes(text);
    let mut before = None;
    for (idx, c) in text.char_indices() {
        let rest = &text[idx + c.len_utf8()..];
        let after = rest.chars().next();
        if c == '|' && before == Some('\\') {
            // `\\|` would be a backslash and a cell border.
            out.push_str("&#124;");
        } else {
            let marks = start == Some(idx) || hashes == Some(idx);
            let image = c == '!' && after.is_none() && place.before_link;
            if marks || image || acts(c, before, rest) {
                out.push('\\');
            }
            out.push(c);
        }
        before = Some(c);
    }
}

/// Writes one character as a numeric reference, which no rule looks into.
pub(super) fn push_reference(c: char, out: &mut String) {
    write!(out, "&#{};", u32::from(c)).expect("writing to a String cannot fail");
}

/// Writes a code span around text that is not empty.
pub(super) fn push_code(text: &str, out: &mut String) {
    let fence = "`".repeat(unused_run(text));
    let tick = text.starts_with('`') || text.ends_with('`');
    let spaces = text.starts_with(' ') && text.ends_with(' ') && !text.trim_matches(' ').is_empty();
    let pad = if tick || spaces { " " } else { "" };
    out.push_str(&fence);
    out.push_str(pad);
    out.push_str(text);
    out.push_str(pad);
    out.push_str(&fence);
}

/// Whether Markdown would act on a character between these neighbours.
fn acts(c: char, before: Option<char>, rest: &str) -> bool {
    let after = rest.chars().next();
    match c {
        '*' | '`' | '[' | ']' | '|' => true,
        '\\' => after.is_none_or(|c| c.is_ascii_punctuation()),
        '<' => after.is_none_or(|c| !c.is_whitespace()),
        '_' => !(is_word(before) && is_word(after)),
        // Not a mark in CommonMark, but strikes through on the common sites.
        '~' => !(before.is_none_or(char::is_whitespace) && is_word(after)),
        '&' => may_be_reference(rest),
        _ => false,
    }
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(is_letter)
}

/// Letters and digits, which marks beside them certainly take for part of a
/// word. Enclosed letters are alphabetic to Rust, but symbols to Markdown.
pub(super) fn is_letter(c: char) -> bool {
    let enclosed = matches!(c, 'Ⓐ'..='ⓩ' | '\u{1f130}'..='\u{1f149}' | '\u{1f150}'..='\u{1f169}' | '\u{1f170}'..='\u{1f189}');
    c.is_alphanumeric() && !enclosed
}

/// Whether what follows an ampersand is, or may go on to become, a reference.
fn may_be_reference(rest: &str) -> bool {
    // The longest entity name has 31 letters; looking no further keeps
    // hostile text linear.
    let end = rest
        .bytes()
        .take(34)
        .position(|b| !b.is_ascii_alphanumeric() && b != b'#')
        .unwrap_or(rest.len().min(34));
    end == rest.len() || (end > 0 && rest.as_bytes()[end] == b';')
}

/// The character that would make a line starting with this text a block of
/// its own, or a heading of the line above.
fn block_marker(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let ends_marker = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let only = |set: &str| text.chars().all(|c| set.contains(c));
    let acts = match first {
        '>' => true,
        '#' => ends_marker(text.trim_start_matches('#')),
        '+' => ends_marker(&text[1..]),
        '-' => ends_marker(&text[1..]) || only("-: "),
        ':' => only("-: "),
        '=' => only("= "),
        _ => false,
    };
    if acts {
        return Some(0);
    }
    let digits = text.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix(['.', ')'])?;
    ((1..=9).contains(&digits) && ends_marker(rest)).then_some(digits)
}

/// The first of the hashes that would be taken for the end of a heading.
fn closing_hashes(text: &str) -> Option<usize> {
    let body = text.trim_end_matches('#');
    let closes = body.len() < text.len() && (body.is_empty() || body.ends_with(' '));
    closes.then_some(body.len())
}

fn fold_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out
}

fn runs(text: &str, of: char) -> impl Iterator<Item = usize> {
    text.split(move |c| c != of)
        .map(str::len)
        .filter(|&len| len > 0)
}

fn longest_run(text: &str, of: char) -> usize {
    runs(text, of).max().unwrap_or(0)
}

/// The shortest run of backticks that does not occur in the text.
fn unused_run(text: &str) -> usize {
    let mut lengths: Vec<usize> = runs(text, '`').collect();
    lengths.sort_unstable();
    lengths.dedup();
    lengths
        .iter()
        .zip(1..)
        .find(|(len, expected)| *len != expected)
        .map_or(lengths.len() + 1, |(_, n)| n)
}
