//! Tables, laid out by comfy-table; those that would break words are stacked.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table,
    TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::lines::{BOLD, DIM, flat, paint, wrap};
use crate::render::blocks::{Align, Inline};

const PLAIN: TableStyle = TableStyle::new()
    .top_border(LineStyle::new('┌', '─', '┬', '┐'))
    .header_lines(ContentLineStyle::new('│', '│', '│'))
    .header_separator(LineStyle::new('├', '─', '┼', '┤'))
    .content_lines(ContentLineStyle::new('│', '│', '│'))
    .bottom_border(LineStyle::new('└', '─', '┴', '┘'));

/// For tables in which a row takes several lines.
const RULED: TableStyle = PLAIN.row_separator(LineStyle::new('├', '╌', '┼', '┤'));

/// The longest word that a column must be wide enough for.
const LONGEST_WORD: usize = 16;

/// The longest text, in bytes, that a cell is laid out with: the layout takes time that grows with
/// the square of a cell, and columns are counted in 16 bits there. Longer ones are stacked.
const LONGEST_CELL: usize = 2_000;

/// How many lines of a header are repeated beside each of its cells.
const LABEL_LINES: usize = 4;

/// The lines of a table.
pub(super) fn write(
    alignments: &[Align],
    header: &[Vec<Inline>],
    rows: &[Vec<Vec<Inline>>],
    width: usize,
    color: bool,
) -> Vec<String> {
    let cells = |row: &[Vec<Inline>]| row.iter().map(|cell| flat(cell)).collect::<Vec<String>>();
    let header = cells(header);
    let rows: Vec<Vec<String>> = rows.iter().map(|row| cells(row)).collect();
    let words = longest_words(&header, &rows);
    let is_long = |cell: &String| cell.len() > LONGEST_CELL;
    let any_long = header.iter().chain(rows.iter().flatten()).any(is_long);
    if any_long || words.iter().map(|word| word + 3).sum::<usize>() + 1 > width {
        return stacked(&header, &rows, width, color);
    }
    let mut table = Table::new();
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.load_style(PLAIN);
    table.set_header(header.iter().map(Cell::new));
    table.add_rows(rows.iter().map(|row| row.iter().map(Cell::new)));
    for ((column, align), word) in table.column_iter_mut().zip(alignments).zip(words) {
        column.set_cell_alignment(match align {
            Align::None | Align::Left => CellAlignment::Left,
            Align::Center => CellAlignment::Center,
            Align::Right => CellAlignment::Right,
        });
        let least = u16::try_from(word + 2).unwrap_or(u16::MAX);
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
    }
    let mut lines: Vec<String> = table.lines().collect();
    // Below the header come its rule, the rows and the border.
    if lines.len() - header_lines(&lines) > rows.len() + 2 {
        table.load_style(RULED);
        lines = table.lines().collect();
    }
    if color { painted(&lines) } else { lines }
}

/// How many lines come before the rule under the header.
fn header_lines(lines: &[String]) -> usize {
    lines
        .iter()
        .position(|line| line.starts_with('├'))
        .unwrap_or(0)
}

/// The width of the longest word in each column.
fn longest_words(header: &[String], rows: &[Vec<String>]) -> Vec<usize> {
    let mut words = vec![1; header.len()];
    for row in std::iter::once(header).chain(rows.iter().map(Vec::as_slice)) {
        for (longest, cell) in words.iter_mut().zip(row) {
            let word = cell
                .split(' ')
                .map(|word| word.width().min(LONGEST_WORD))
                .max();
            *longest = (*longest).max(word.unwrap_or(0));
        }
    }
    words
}

/// A table too wide for its place: each row under its first cell, the other
/// cells below it beside their headers.
fn stacked(header: &[String], rows: &[Vec<String>], width: usize, color: bool) -> Vec<String> {
    let labels = header.iter().skip(1);
    let column = labels
        .clone()
        .map(|label| label.width())
        .max()
        .unwrap_or(0)
        .min(width / 2 - 2);
    let labels: Vec<Vec<String>> = labels.map(|label| label_lines(label, column)).collect();
    let mut lines = Vec::new();
    for row in rows {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let Some((title, cells)) = row.split_first() else {
            continue;
        };
        lines.extend(
            wrap(title, width)
                .iter()
                .map(|line| paint(line, BOLD, color)),
        );
        for (label, cell) in labels.iter().zip(cells) {
            let value = wrap(cell, width - column - 4);
            push_beside(label, &value, column, color, &mut lines);
        }
    }
    lines
}

/// A header for the margin. It is printed once a row, so a very long one is
/// cut: otherwise a small document could print without end.
fn label_lines(label: &str, column: usize) -> Vec<String> {
    let mut lines = wrap(label, column);
    if lines.len() > LABEL_LINES {
        lines.truncate(LABEL_LINES);
        lines.push("…".to_owned());
    }
    lines
}

/// Sets the lines of a label and of its value side by side.
fn push_beside(
    labels: &[String],
    values: &[String],
    column: usize,
    color: bool,
    lines: &mut Vec<String>,
) {
    for idx in 0..labels.len().max(values.len()) {
        let label = labels.get(idx).map_or("", String::as_str);
        let value = values.get(idx).map_or("", String::as_str);
        let gap = " ".repeat(column.saturating_sub(label.width()) + 2);
        let line = format!("  {}{gap}{value}", paint(label, DIM, color));
        lines.push(line.trim_end_matches(' ').to_owned());
    }
}

/// Dims the frame and sets the header in bold.
fn painted(lines: &[String]) -> Vec<String> {
    let rule = header_lines(lines);
    let is_frame = |line: &str| line.starts_with(['┌', '├', '└']);
    lines
        .iter()
        .enumerate()
        .map(|(idx, line)| {
            if is_frame(line) {
                return paint(line, DIM, true);
            }
            let type_ = if idx < rule { BOLD } else { "" };
            let cells: Vec<String> = line
                .split('│')
                .map(|cell| paint(cell, type_, true))
                .collect();
            cells.join(&paint("│", DIM, true))
        })
        .collect()
}
