//! Blocks → canonical Markdown.

use unicode_width::UnicodeWidthStr;

use super::escape::fenced;
use super::inline::{Context, write_inlines};
use crate::render::blocks::{Align, Block, Inline, Item};
use crate::render::chart;

/// Tables up to this many columns are padded so that their bars line up.
const PADDED_WIDTH: usize = 120;

/// How wide charts are drawn.
const CHART_WIDTH: usize = 78;

/// Most empty lines that stand for room to write.
const NOTE_LINES: u8 = 3;

/// The largest number Markdown takes for a list item.
const LAST_NUMBER: u64 = 999_999_999;

/// Writes blocks as canonical Markdown ending in one line feed.
///
/// Reading the result with [`super::parse()`] gives the same blocks, provided
/// they are in normal form (see [`crate::render::blocks`]). No blocks give an
/// empty string.
#[must_use]
pub fn write(blocks: &[Block]) -> String {
    let mut out = write_blocks(blocks, None).join("\n");
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// The marker of a list item: bullets and numbers come in two kinds, used in
/// turn where two lists would otherwise become one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    Usual,
    Other,
}

impl Marker {
    fn other(self) -> Self {
        match self {
            Self::Usual => Self::Other,
            Self::Other => Self::Usual,
        }
    }

    fn text(self, number: Option<u64>) -> String {
        match (number, self) {
            (None, Self::Usual) => "- ".to_owned(),
            (None, Self::Other) => "+ ".to_owned(),
            (Some(number), Self::Usual) => format!("{number}. "),
            (Some(number), Self::Other) => format!("{number}) "),
        }
    }
}

/// The lines of blocks set apart by blank lines. `outer` is the marker of the
/// item they stand in.
fn write_blocks(blocks: &[Block], outer: Option<Marker>) -> Vec<String> {
    write_spaced(blocks, outer, false)
}

fn write_spaced(blocks: &[Block], outer: Option<Marker>, tight: bool) -> Vec<String> {
    let mut lines = Vec::new();
    // A list that begins an item differs from it: `- - -` would be a rule.
    let mut marker = outer.map_or(Marker::Usual, Marker::other);
    let mut before: Option<&Block> = None;
    for block in blocks.iter().filter(|block| **block != Block::PageBreak) {
        if let Some(before) = before.replace(block) {
            if !tight {
                lines.push(String::new());
            }
            marker = if same_list(before, block) {
                marker.other()
            } else {
                Marker::Usual
            };
        }
        write_block(block, marker, &mut lines);
    }
    lines
}

/// Whether two blocks are lists that would run together.
fn same_list(a: &Block, b: &Block) -> bool {
    match (a, b) {
        (Block::List { start: a, .. }, Block::List { start: b, .. }) => a.is_some() == b.is_some(),
        _ => false,
    }
}

fn write_block(block: &Block, marker: Marker, lines: &mut Vec<String>) {
    match block {
        Block::Heading { level, content } => lines.push(heading(*level, content)),
        Block::Paragraph(content) => {
            lines.extend(
                write_inlines(content, Context::Line)
                    .split('\n')
                    .map(str::to_owned),
            );
        }
        Block::List { start, items } => write_list(*start, items, marker, lines),
        Block::Quote(blocks) => {
            let inner = write_blocks(blocks, None);
            lines.extend(inner.iter().map(|line| indented("> ", line)));
            if inner.is_empty() {
                lines.push(">".to_owned());
            }
        }
        Block::Code { language, text } => {
            lines.extend(fenced(text, language).split('\n').map(str::to_owned));
        }
        Block::Table {
            alignments,
            header,
            rows,
        } => {
            write_table(alignments, header, rows, lines);
        }
        Block::Rule => lines.push("***".to_owned()),
        // An empty quote: a place to type in, which grows.
        Block::Notes { lines: n } => {
            lines.extend((0..(*n).min(NOTE_LINES)).map(|_| ">".to_owned()));
        }
        Block::PageBreak => {}
        Block::Chart(drawn) => {
            let text = chart::lines(drawn, CHART_WIDTH).join("\n");
            lines.extend(fenced(&text, "text").split('\n').map(str::to_owned));
        }
    }
}

fn heading(level: u8, content: &[Inline]) -> String {
    let hashes = "#".repeat(usize::from(level.clamp(1, 6)));
    let text = write_inlines(content, Context::Line).replace("\\\n", " ");
    format!("{hashes} {text}").trim_end_matches(' ').to_owned()
}

fn write_list(start: Option<u64>, items: &[Item], marker: Marker, lines: &mut Vec<String>) {
    let tight = items.iter().all(|item| is_tight(&item.blocks));
    for (idx, item) in items.iter().enumerate() {
        if idx > 0 && !tight {
            lines.push(String::new());
        }
        let number = start.map(|start| start.saturating_add(idx as u64).min(LAST_NUMBER));
        write_item(item, marker, number, tight, lines);
    }
}

fn write_item(
    item: &Item,
    marker: Marker,
    number: Option<u64>,
    tight: bool,
    lines: &mut Vec<String>,
) {
    let lead = marker.text(number);
    let indent = " ".repeat(lead.len());
    let task = match (item.checked, item.blocks.first()) {
        (Some(true), Some(Block::Paragraph(_))) => "[x] ",
        (Some(false), Some(Block::Paragraph(_))) => "[ ] ",
        _ => "",
    };
    let inner = write_spaced(&item.blocks, Some(marker), tight);
    let first = inner.first().map_or("", String::as_str);
    lines.push(
        format!("{lead}{task}{first}")
            .trim_end_matches(' ')
            .to_owned(),
    );
    lines.extend(inner.iter().skip(1).map(|line| indented(&indent, line)));
}

/// Whether an item needs no blank lines: text, then lists that may follow
/// text directly.
fn is_tight(blocks: &[Block]) -> bool {
    match blocks {
        [Block::Paragraph(_), rest @ ..] => {
            rest.iter().all(interrupts_text)
                && rest.windows(2).all(|pair| !same_list(&pair[0], &pair[1]))
        }
        _ => false,
    }
}

/// Markdown lets only a list from 1 that begins with text follow text
/// without a blank line.
fn interrupts_text(block: &Block) -> bool {
    let Block::List { start, items } = block else {
        return false;
    };
    let begins_with_text = items
        .first()
        .is_some_and(|item| matches!(item.blocks.first(), Some(Block::Paragraph(_))));
    start.is_none_or(|start| start == 1)
        && begins_with_text
        && items.iter().all(|item| is_tight(&item.blocks))
}

fn indented(prefix: &str, line: &str) -> String {
    if line.is_empty() {
        prefix.trim_end_matches(' ').to_owned()
    } else {
        format!("{prefix}{line}")
    }
}

fn write_table(
    alignments: &[Align],
    header: &[Vec<Inline>],
    rows: &[Vec<Vec<Inline>>],
    lines: &mut Vec<String>,
) {
    let cells = |row: &[Vec<Inline>]| -> Vec<String> {
        row.iter()
            .map(|cell| write_inlines(cell, Context::Cell).replace("\\\n", " "))
            .collect()
    };
    let header = cells(header);
    let rows: Vec<Vec<String>> = rows.iter().map(|row| cells(row)).collect();
    let mut widths = vec![3; header.len()];
    for row in std::iter::once(&header).chain(&rows) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    if widths.iter().map(|width| width + 3).sum::<usize>() >= PADDED_WIDTH {
        widths.fill(0);
    }
    lines.push(table_row(&header, &widths, alignments));
    lines.push(delimiter_row(&widths, alignments));
    lines.extend(rows.iter().map(|row| table_row(row, &widths, alignments)));
}

fn table_row(cells: &[String], widths: &[usize], alignments: &[Align]) -> String {
    let mut line = String::from("|");
    for ((cell, width), align) in cells.iter().zip(widths).zip(alignments) {
        let free = width.saturating_sub(cell.width());
        let before = match align {
            Align::None | Align::Left => 0,
            Align::Center => free / 2,
            Align::Right => free,
        };
        line.push_str(&" ".repeat(before + 1));
        line.push_str(cell);
        line.push_str(&" ".repeat(free - before + 1));
        line.push('|');
    }
    line
}

fn delimiter_row(widths: &[usize], alignments: &[Align]) -> String {
    let mut line = String::from("|");
    for (width, align) in widths.iter().zip(alignments) {
        let (left, right) = match align {
            Align::None => ('-', '-'),
            Align::Left => (':', '-'),
            Align::Center => (':', ':'),
            Align::Right => ('-', ':'),
        };
        line.push(' ');
        line.push(left);
        line.push_str(&"-".repeat((*width).max(3) - 2));
        line.push(right);
        line.push_str(" |");
    }
    line
}
