//! The document between the templates and the writers: a small tree of
//! blocks that every format is written from.
//!
//! [`crate::render::markdown::parse()`] gives it in *normal form*, which is
//! what writers may rely on:
//! - text has gone through [`crate::text::visible_line`], runs of spaces are
//!   one space, and no paragraph, heading or cell begins or ends with a space;
//! - neighbouring texts are one text, as are neighbouring codes, emphases and
//!   strongs, and no inline is empty;
//! - emphasis does not contain emphasis, nor strong strong, nor a link a link,
//!   so inlines nest at most three deep;
//! - breaks occur only inside paragraphs, never first or last in anything;
//! - no list, item or quote is empty;
//! - every table row has as many cells as the header;
//! - lists and quotes nest at most [`MAX_DEPTH`] deep;
//! - [`Block::PageBreak`] stands in no list and no quote.

use crate::chart::Chart;

/// How deep lists and quotes may nest before further levels are flattened.
pub const MAX_DEPTH: usize = 32;

/// Most lines of one [`Block::Notes`].
pub const MAX_NOTE_LINES: u8 = 60;

/// One block of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// What it says.
        content: Vec<Inline>,
    },
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A bulleted or numbered list.
    List {
        /// The first number, or `None` for bullets.
        start: Option<u64>,
        /// At least one.
        items: Vec<Item>,
    },
    /// A block quote.
    Quote(Vec<Block>),
    /// Code, shown as it is.
    Code {
        /// The language named after the fence; empty when none was.
        language: String,
        /// The lines, without the last line feed.
        text: String,
    },
    /// A table.
    Table {
        /// One a column.
        alignments: Vec<Align>,
        /// One cell a column.
        header: Vec<Vec<Inline>>,
        /// Rows of cells, each as long as the header.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A thematic break.
    Rule,
    /// A chart. Only templates make them: users' Markdown cannot, and Markdown shows them as text.
    Chart(Chart),
    /// Room to write by hand: `lines` ruled lines, 1 to [`MAX_NOTE_LINES`].
    ///
    /// Only templates make it, with `{{ notes(lines=4) }}`; no field of a view can. Print shows
    /// ruled lines with room between them for handwriting, kept together on a page where they
    /// fit; a form shows a field to type in.
    Notes {
        /// How many lines.
        lines: u8,
    },
    /// What follows begins a new page where there are pages; elsewhere it is nothing.
    ///
    /// Only templates make it, with `{{ page_break() }}`, and only outside of lists and quotes.
    PageBreak,
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// For a task, whether it is done. A task begins with a paragraph.
    pub checked: Option<bool>,
    /// What the entry holds; at least one block.
    pub blocks: Vec<Block>,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Emphasised, usually italic.
    Emphasis(Vec<Inline>),
    /// Strongly emphasised, usually bold.
    Strong(Vec<Inline>),
    /// Code in a line of text.
    Code(String),
    /// A link to an `http`, `https` or `mailto` address.
    Link {
        /// Where it leads, without spaces or control characters.
        url: String,
        /// What is shown.
        content: Vec<Inline>,
    },
    /// A forced line break.
    Break,
}

/// How a table column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// As the format likes.
    None,
    /// Flush left.
    Left,
    /// Centred.
    Center,
    /// Flush right.
    Right,
}

/// Whether a list reads well without blank lines between its items: each is a
/// line of text, perhaps with lists below it.
#[must_use]
pub fn is_tight(items: &[Item]) -> bool {
    items.iter().all(|item| match &item.blocks[..] {
        [Block::Paragraph(_), rest @ ..] => rest
            .iter()
            .all(|block| matches!(block, Block::List { items, .. } if is_tight(items))),
        _ => false,
    })
}

/// The text of inlines without any mark-up; breaks become spaces.
#[must_use]
pub fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_plain(inlines, &mut out);
    out
}

fn push_plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Link { content, .. } => {
                push_plain(content, out);
            }
            Inline::Break => out.push(' '),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_drops_marks_and_keeps_words_apart() {
        let inlines = [
            Inline::Text("a ".into()),
            Inline::Strong(vec![Inline::Emphasis(vec![Inline::Text("b".into())])]),
            Inline::Break,
            Inline::Link {
                url: "https://x".into(),
                content: vec![Inline::Code("c".into())],
            },
        ];
        assert_eq!(plain(&inlines), "a b c");
    }
}
