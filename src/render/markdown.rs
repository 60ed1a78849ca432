//! Markdown in and out: `CommonMark` with tables and task lists.
//!
//! [`parse()`] takes any text, [`write()`] gives back the one canonical spelling
//! of its blocks, and `parse(&write(&blocks)) == blocks` for all blocks in
//! normal form, without what only print shows: room for notes and page breaks.
//! [`escape()`] makes plain text inert wherever a template puts it,
//! and [`embed`] makes a fragment of Markdown self-contained.

mod escape;
mod hint;
mod inline;
mod parse;
mod write;

#[cfg(test)]
mod tests;

pub use escape::{code_span, escape, escape_to_string, fence};
pub use hint::{notes, page_break};
pub(super) use parse::CHART;
pub use parse::{parse, parse_document};
pub use write::write;

use super::blocks::Block;

/// A fragment of Markdown, respelled so that it can stand inside a document.
///
/// What it opens it also closes, so a fence, list or heading in it cannot
/// swallow what follows. Headings move down by `heading_base` levels, to six at
/// most. The result has no trailing line feed; set it apart by blank lines.
#[must_use]
pub fn embed(markdown: &str, heading_base: u8) -> String {
    let mut blocks = parse(markdown);
    demote(&mut blocks, heading_base);
    let mut out = write(&blocks);
    out.truncate(out.trim_end_matches('\n').len());
    out
}

fn demote(blocks: &mut [Block], base: u8) {
    for block in blocks {
        match block {
            Block::Heading { level, .. } => *level = level.saturating_add(base).clamp(1, 6),
            Block::Quote(inner) => demote(inner, base),
            Block::List { items, .. } => {
                for item in items {
                    demote(&mut item.blocks, base);
                }
            }
            _ => {}
        }
    }
}
