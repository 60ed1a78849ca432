//! Blocks → text for a terminal of a given width.
//!
//! All text goes through [`visible`] before anything is added to it, so the
//! only escape sequences in the result are the ones written here.

mod lines;
mod table;

use unicode_width::UnicodeWidthStr;

use super::blocks::{Block, Inline, Item, is_tight};
use super::chart;
use crate::text::visible;
use lines::{BOLD, DIM, chunks, paint, wrap_inlines};

/// Narrower terminals are written to as if they were this wide.
pub const MIN_WIDTH: usize = 40;

/// The least room that indentation leaves for text.
const MIN_TEXT: usize = 16;

/// Nobody writes on a screen: lines for notes show only where notes belong.
const NOTE_LINES: u8 = 2;

/// What titles get of a table's width, and what running text needs to be read with ease.
const TITLE_COLUMN: usize = 20;
const TEXT_COLUMN: usize = 24;

/// How to write for a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns to fill; at least [`MIN_WIDTH`] are used.
    pub width: usize,
    /// Whether to use bold, dim and underlined type.
    pub color: bool,
}

/// Writes blocks as lines of at most the given width, ending in a line feed.
///
/// A table too wide for that without breaking words is written row by row.
#[must_use]
pub fn write(blocks: &[Block], style: &Style) -> String {
    let room = Room {
        width: style.width.max(MIN_WIDTH),
        color: style.color,
        depth: 0,
    };
    let mut out = String::new();
    for line in write_blocks(blocks, room) {
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// A text of one line, which must be harmless already, in lines of at most some columns: at least
/// one line, broken between words.
#[must_use]
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    lines::wrap(text, columns.max(1))
}

/// How many columns of running text stand well beside a column of titles in a table of that
/// width; at least one.
#[must_use]
pub fn text_columns(width: usize) -> usize {
    // Beside each column stand a line and two spaces, and one more line ends the table.
    let left = width.saturating_sub(TITLE_COLUMN + 3 + 1);
    (left / (TEXT_COLUMN + 3)).max(1)
}

/// The space a block has.
#[derive(Clone, Copy)]
struct Room {
    width: usize,
    color: bool,
    /// How many lists the block is in.
    depth: usize,
}

impl Room {
    /// The room beside a prefix, or none where too little would be left.
    fn beside(self, prefix: usize) -> Option<Self> {
        let width = self
            .width
            .checked_sub(prefix)
            .filter(|&width| width >= MIN_TEXT)?;
        Some(Self { width, ..self })
    }
}

fn write_blocks(blocks: &[Block], room: Room) -> Vec<String> {
    let mut lines = Vec::new();
    let mut before: Option<&Block> = None;
    for block in blocks.iter().filter(|block| **block != Block::PageBreak) {
        if let Some(before) = before.replace(block) {
            if !hugs_next(before) {
                lines.push(String::new());
            }
            // The top title and each section get some air.
            if matches!(block, Block::Heading { level: 1, .. }) {
                lines.push(String::new());
            }
        }
        write_block(block, room, &mut lines);
    }
    lines
}

/// Lesser headings stand right above what they head.
fn hugs_next(block: &Block) -> bool {
    matches!(block, Block::Heading { level: 3.., .. })
}

fn write_block(block: &Block, room: Room, lines: &mut Vec<String>) {
    match block {
        Block::Heading { level, content } => write_heading(*level, content, room, lines),
        Block::Paragraph(content) => {
            lines.extend(wrap_inlines(content, room.width, room.color, ""));
        }
        Block::List { start, items } => write_list(*start, items, room, lines),
        Block::Quote(blocks) => write_quote(blocks, room, lines),
        Block::Code { text, .. } => {
            let inner = room.beside(4);
            let indent = if inner.is_some() { "    " } else { "" };
            let width = inner.unwrap_or(room).width;
            for line in visible(text)
                .split('\n')
                .flat_map(|line| chunks(line, width))
            {
                lines.push(format!("{indent}{line}").trim_end_matches(' ').to_owned());
            }
        }
        Block::Table {
            alignments,
            header,
            rows,
        } => {
            lines.extend(table::write(
                alignments, header, rows, room.width, room.color,
            ));
        }
        Block::Chart(drawn) => lines.extend(chart::lines(drawn, room.width)),
        Block::Rule => lines.push(paint(&"─".repeat(room.width), DIM, room.color)),
        Block::Notes { lines: n } => {
            let rule = paint(&"┈".repeat(room.width), DIM, room.color);
            lines.extend((0..(*n).min(NOTE_LINES)).map(|_| rule.clone()));
        }
        Block::PageBreak => {}
    }
}

fn write_heading(level: u8, content: &[Inline], room: Room, lines: &mut Vec<String>) {
    let (mark, underline) = match level {
        0 | 1 => ("", "═"),
        2 => ("", "─"),
        3 => ("▸ ", ""),
        _ => ("▹ ", ""),
    };
    let inner = room.beside(mark.width()).unwrap_or(room);
    let text = wrap_inlines(content, inner.width, room.color, BOLD);
    let longest = wrap_inlines(content, inner.width, false, "")
        .iter()
        .map(|line| line.width())
        .max()
        .unwrap_or(0);
    for (idx, line) in text.into_iter().enumerate() {
        let mark = if idx == 0 {
            mark.to_owned()
        } else {
            " ".repeat(mark.width())
        };
        lines.push(format!("{}{line}", paint(&mark, BOLD, room.color)));
    }
    if !underline.is_empty() {
        lines.push(paint(
            &underline.repeat(longest.min(room.width)),
            DIM,
            room.color,
        ));
    }
}

fn write_quote(blocks: &[Block], room: Room, lines: &mut Vec<String>) {
    let Some(inner) = room.beside(2) else {
        lines.extend(write_blocks(blocks, room));
        return;
    };
    let bar = paint("│", DIM, room.color);
    for line in write_blocks(blocks, inner) {
        lines.push(if line.is_empty() {
            bar.clone()
        } else {
            format!("{bar} {line}")
        });
    }
}

fn write_list(start: Option<u64>, items: &[Item], room: Room, lines: &mut Vec<String>) {
    let tight = is_tight(items);
    let number = |idx: usize| start.map(|start| format!("{}.", start.saturating_add(idx as u64)));
    let bullet = ["•", "◦", "▪"][room.depth % 3];
    let markers: Vec<String> = items
        .iter()
        .enumerate()
        .map(|(idx, item)| match (number(idx), item.checked) {
            (None, None) => bullet.to_owned(),
            (None, Some(done)) => tick(done).to_owned(),
            (Some(number), None) => number,
            (Some(number), Some(done)) => format!("{number} {}", tick(done)),
        })
        .collect();
    let hang = markers
        .iter()
        .map(|marker| marker.width())
        .max()
        .unwrap_or(0);
    for (idx, (item, marker)) in items.iter().zip(&markers).enumerate() {
        if idx > 0 && !tight {
            lines.push(String::new());
        }
        write_item(item, marker, hang, tight, room, lines);
    }
}

fn tick(done: bool) -> &'static str {
    if done { "☑" } else { "☐" }
}

fn write_item(
    item: &Item,
    marker: &str,
    hang: usize,
    tight: bool,
    room: Room,
    lines: &mut Vec<String>,
) {
    let room = Room {
        depth: room.depth + 1,
        ..room
    };
    let (indent, inner) = match room.beside(hang + 1) {
        Some(inner) => (" ".repeat(hang + 1), inner),
        None => (String::new(), room),
    };
    let mut body = Vec::new();
    if tight {
        item.blocks
            .iter()
            .for_each(|block| write_block(block, inner, &mut body));
    } else {
        body = write_blocks(&item.blocks, inner);
    }
    if indent.is_empty() {
        // Too deep to indent: the marker gets a line of its own.
        lines.push(marker.to_owned());
        lines.extend(body);
        return;
    }
    let lead = format!("{}{marker} ", " ".repeat(hang - marker.width()));
    let mut prefix = lead.as_str();
    for line in &body {
        lines.push(if line.is_empty() {
            String::new()
        } else {
            format!("{prefix}{line}")
        });
        prefix = &indent;
    }
}

#[cfg(test)]
mod tests;
