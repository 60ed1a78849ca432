//! Inlines → lines of type, wrapped.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::render::blocks::{Inline, plain};
use crate::text::visible_line;

/// Select Graphic Rendition parameters.
pub(super) const BOLD: &str = "1";
pub(super) const DIM: &str = "2";
const UNDERLINE: &str = "4";

const RESET: &str = "\x1b[0m";

/// Forbids a line break, while wrapping. Text never has one of its own:
/// `visible` shows it.
const JOINER: char = '\u{2060}';

/// Text in a type, or as it is where there is no colour.
pub(super) fn paint(text: &str, type_: &str, color: bool) -> String {
    if color && !type_.is_empty() && !text.is_empty() {
        format!("\x1b[{type_}m{text}{RESET}")
    } else {
        text.to_owned()
    }
}

/// The lines of a paragraph no wider than `width`, all in the type `base`.
pub(super) fn wrap_inlines(
    inlines: &[Inline],
    width: usize,
    color: bool,
    base: &str,
) -> Vec<String> {
    let mut text = String::new();
    push_inlines(inlines, base, color, &mut text);
    let mut lines = Vec::new();
    for part in text.split('\n') {
        lines.extend(wrap(part, width));
    }
    if color { carry_types(lines) } else { lines }
}

/// Text wrapped between words as Unicode has it, over-long words cut.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let options = Options::new(width)
        .word_separator(WordSeparator::UnicodeBreakProperties)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let mut lines = Vec::new();
    for line in textwrap::wrap(text, &options) {
        let line = line.replace(JOINER, "");
        // What textwrap counts character by character can be wider as a whole.
        let fits = line.contains('\x1b') || line.width() <= width;
        if fits {
            lines.push(line);
        } else {
            lines.extend(chunks(&line, width));
        }
    }
    lines
}

/// The text of inlines on one line, links with their address.
pub(super) fn flat(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_inlines(inlines, "", false, &mut text);
    text.replace('\n', " ").replace(JOINER, "")
}

fn push_inlines(inlines: &[Inline], type_: &str, color: bool, out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(&paint(&visible_line(text), type_, color)),
            Inline::Code(text) if color => {
                out.push_str(&paint(&visible_line(text), &with(type_, DIM), color));
            }
            Inline::Code(text) => {
                out.push('`');
                out.push_str(&visible_line(text));
                out.push('`');
            }
            Inline::Emphasis(content) => {
                push_inlines(content, &with(type_, UNDERLINE), color, out);
            }
            Inline::Strong(content) => push_inlines(content, &with(type_, BOLD), color, out),
            Inline::Link { url, content } => push_link(url, content, type_, color, out),
            Inline::Break => out.push('\n'),
        }
    }
}

/// A link with its address, unless its text already says it.
fn push_link(url: &str, content: &[Inline], type_: &str, color: bool, out: &mut String) {
    let text = plain(content);
    let bare = visible_line(url.strip_prefix("mailto:").unwrap_or(url));
    if text == bare || text == url {
        out.push_str(&paint(&unbroken(&text), &with(type_, UNDERLINE), color));
        return;
    }
    push_inlines(content, type_, color, out);
    let address = format!(" <{}>", unbroken(&bare));
    out.push_str(&paint(&address, &with(type_, DIM), color));
}

/// An address that stays on one line where it can.
fn unbroken(address: &str) -> String {
    let mut out = String::with_capacity(address.len() * 2);
    for c in visible_line(address).chars() {
        out.push(c);
        if !c.is_ascii_alphanumeric() {
            out.push(JOINER);
        }
    }
    out
}

fn with(type_: &str, more: &str) -> String {
    if type_.split(';').any(|part| part == more) {
        type_.to_owned()
    } else if type_.is_empty() {
        more.to_owned()
    } else {
        format!("{type_};{more}")
    }
}

/// Ends the type at the end of each line and takes it up on the next, so that
/// margins and bars between them keep their own.
fn carry_types(mut lines: Vec<String>) -> Vec<String> {
    let mut open = String::new();
    for line in &mut lines {
        let mut current = open.clone();
        for (at, _) in line.match_indices("\x1b[") {
            let end = line[at..].find('m').map_or(line.len(), |len| at + len + 1);
            let code = &line[at..end];
            current = if code == RESET {
                String::new()
            } else {
                code.to_owned()
            };
        }
        let close = if current.is_empty() { "" } else { RESET };
        *line = format!("{open}{line}{close}");
        open = current;
    }
    lines
}

/// Text cut every `width` columns, for what must not be wrapped at words.
pub(super) fn chunks(text: &str, width: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut used = 0;
    for c in text.chars() {
        let columns = c.width().unwrap_or(0);
        if used + columns > width {
            out.push(String::new());
            used = 0;
        }
        used += columns;
        let last = out.len() - 1;
        out[last].push(c);
    }
    out
}
