//! Grids as lines of text: every cell says what it is, in words where it has no number.

use unicode_width::UnicodeWidthStr;

use super::drawing::label::broken;
use super::drawing::named;
use super::padded;
use crate::chart::{Grid, GridRow, Ground};
use crate::text::visible_line;

/// The narrowest that labels are wrapped to, and the longest word of one that is kept whole.
const MIN_LABEL: usize = 12;
const LONGEST_WORD: usize = 24;
/// The widest that the texts beside rows are.
const BESIDE: usize = 17;
/// Lines of a label or a cell, and of what cells stand for.
const MAX_LINES: usize = 4;
const MAX_KEY_LINES: usize = 40;

pub(super) fn lines(grid: &Grid, width: usize, lines: &mut Vec<String>) {
    let cells: Vec<_> = (0..grid.columns.len())
        .map(|column| cell_width(grid, column))
        .collect();
    let beside = grid
        .rows
        .iter()
        .map(|row| &row.beside)
        .chain([&grid.beside]);
    let beside = beside.map(|text| visible_line(text).width()).max();
    let beside = beside.unwrap_or(0).min(BESIDE);
    let taken = cells.iter().sum::<usize>() + beside + 4;
    let widths = Widths {
        label: label_width(grid, width.saturating_sub(taken)),
        cells,
        beside,
    };
    let numbers = (1..=grid.columns.len()).map(|number| number.to_string());
    widths.push("", numbers, &grid.beside, lines);
    for row in &grid.rows {
        push_row(row, &widths, lines);
    }
    lines.push(String::new());
    for (idx, column) in grid.columns.iter().enumerate() {
        let name = named(idx, column);
        lines.push(format!("  {}", visible_line(&name)));
    }
    if !grid.keys.is_empty() {
        lines.push(String::new());
        push_keys(grid, width, lines);
    }
}

fn push_row(row: &GridRow, widths: &Widths, lines: &mut Vec<String>) {
    let cells = row.cells.iter().map(|cell| cell.text.clone());
    widths.push(&row.label, cells, &row.beside, lines);
}

/// As wide as the longest label, else as there is room, but for words that are broken nowhere.
fn label_width(grid: &Grid, room: usize) -> usize {
    let labels: Vec<_> = (grid.rows.iter())
        .map(|row| visible_line(&row.label))
        .collect();
    let words = labels.iter().flat_map(|label| label.split(' '));
    let word = words.map(UnicodeWidthStr::width).max().unwrap_or(0);
    let least = word.clamp(MIN_LABEL, LONGEST_WORD);
    let widest = labels.iter().map(|label| label.width()).max();
    widest.unwrap_or(0).min(room.max(least))
}

/// As wide as the longest word in a column's cells, and a space on either side.
fn cell_width(grid: &Grid, column: usize) -> usize {
    let cells = grid.rows.iter().filter_map(|row| row.cells.get(column));
    let words = cells.flat_map(|cell| cell.text.split(' '));
    let widest = words.map(|word| visible_line(word).width()).max();
    widest.unwrap_or(1).max(3) + 2
}

fn push_keys(grid: &Grid, width: usize, lines: &mut Vec<String>) {
    let keys = grid.keys.iter().map(|key| {
        let text = visible_line(&key.cell.text);
        let meaning = visible_line(&key.meaning);
        match key.cell.ground {
            Ground::Shade(_) => format!("{text} {meaning}"),
            Ground::Outline | Ground::Bare => format!("{text}: {meaning}"),
        }
    });
    let keys: Vec<_> = keys.collect();
    let width = width.max(MIN_LABEL);
    lines.extend(broken(&keys.join("; "), width, MAX_KEY_LINES));
}

/// The widths of the parts of a row.
struct Widths {
    label: usize,
    cells: Vec<usize>,
    beside: usize,
}

impl Widths {
    /// Pushes a row, over as many lines as its longest part needs.
    fn push(
        &self,
        label: &str,
        cells: impl Iterator<Item = String>,
        beside: &str,
        lines: &mut Vec<String>,
    ) {
        let label = broken(&visible_line(label), self.label, MAX_LINES);
        let cells: Vec<_> = cells
            .zip(&self.cells)
            .map(|(text, width)| broken(&visible_line(&text), width - 1, MAX_LINES))
            .collect();
        let beside = broken(&visible_line(beside), self.beside, MAX_LINES);
        let parts = cells.iter().chain([&label, &beside]);
        let n_lines = parts.map(Vec::len).max().unwrap_or(1);
        let part = |lines: &[String], line: usize| lines.get(line).cloned().unwrap_or_default();
        for line in 0..n_lines {
            let mut text = padded(&part(&label, line), self.label + 1);
            for (cell, width) in cells.iter().zip(&self.cells) {
                text.push_str(&centred(&part(cell, line), *width));
            }
            text.push_str("  ");
            text.push_str(&part(&beside, line));
            lines.push(text);
        }
    }
}

fn centred(text: &str, width: usize) -> String {
    let free = width.saturating_sub(text.width());
    padded(&format!("{}{text}", " ".repeat(free.div_ceil(2))), width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{GridCell, GridColumn, GridKey};

    #[test]
    fn words_stand_in_their_cells_and_columns_are_named_below() {
        let cell = |text: &str, ground| GridCell {
            text: text.to_owned(),
            ground,
        };
        let column = |label: &str, note: &str| GridColumn {
            label: label.to_owned(),
            note: note.to_owned(),
        };
        let grid = Grid {
            title: "Scores".to_owned(),
            columns: vec![column("李雷", "Coding"), column("Zoë", "")],
            beside: "Fair".to_owned(),
            rows: vec![GridRow {
                label: "Safe change".to_owned(),
                cells: vec![
                    cell("4", Ground::Shade(1.0)),
                    cell("no evidence", Ground::Outline),
                ],
                beside: "3.00".to_owned(),
            }],
            keys: vec![
                GridKey {
                    cell: cell("4", Ground::Shade(1.0)),
                    meaning: "Exceeds the bar".to_owned(),
                },
                GridKey {
                    cell: cell("no evidence", Ground::Outline),
                    meaning: "asked".to_owned(),
                },
            ],
        };
        let mut drawn = Vec::new();
        lines(&grid, 80, &mut drawn);
        assert_eq!(
            drawn,
            [
                "              1       2      Fair",
                "Safe change   4      no      3.00",
                "                  evidence   ",
                "",
                "  1 李雷, Coding",
                "  2 Zoë",
                "",
                "4 Exceeds the bar; no evidence: asked",
            ]
        );
    }

    #[test]
    fn the_words_of_labels_are_whole_where_there_is_hardly_room() {
        let row = |label: &str| GridRow {
            label: label.to_owned(),
            cells: Vec::new(),
            beside: String::new(),
        };
        let grid = Grid {
            title: "Scores".to_owned(),
            columns: Vec::new(),
            beside: String::new(),
            rows: vec![row("Observability and capacity"), row("Ż")],
            keys: Vec::new(),
        };
        let mut drawn = Vec::new();
        lines(&grid, 10, &mut drawn);
        let drawn: Vec<_> = drawn.iter().map(|line| line.trim()).collect();
        assert_eq!(drawn, ["", "Observability", "and capacity", "Ż", ""]);
    }
}
