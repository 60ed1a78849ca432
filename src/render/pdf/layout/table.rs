//! Tables: columns by what is in them, rows that break across pages, heads that come again.

use super::super::font::Style;
use super::super::page::{Colour, NodeIdx, Rect, Role, Shape};
use super::super::paragraph::{Line, Paragraph};
use super::strip::{Head, Strip, keep_pairs};
use super::theme::Type;
use super::widths::{self, Wanted};
use super::{Layout, Setting, Stand, line, set_line, theme};
use crate::render::blocks::{Align, Inline};

/// How a table is set.
struct Grid<'a> {
    alignments: &'a [Align],
    kind: Type,
    widths: Vec<f32>,
    x: f32,
    width: f32,
}

impl Layout<'_, '_> {
    pub(super) fn table(
        &mut self,
        alignments: &[Align],
        header: &[Vec<Inline>],
        rows: &[Vec<Vec<Inline>>],
    ) {
        let outer = self.enter(Role::Table);
        let header = self.cells(header, Style::BOLD);
        let rows: Vec<_> = rows
            .iter()
            .map(|row| self.cells(row, Style::default()))
            .collect();
        let grid = self.grid(alignments, &header, &rows);
        self.space(grid.kind.before);
        let has_head = header.iter().any(|cell| cell.widths().1 > 0.0);
        let head = has_head.then(|| self.head(&header, &grid));
        if !has_head {
            self.top_line(&grid);
        }
        for (idx, row) in rows.iter().enumerate() {
            let is_short = self.row(row, &grid, head);
            // No row stands alone under the head at the foot of a page, nor at the head of one.
            let is_paired = rows.len() > 2 && (idx == 0 || idx + 2 == rows.len());
            if let Some(last) = self.strips.list.last_mut() {
                last.keep = is_short && is_paired;
            }
        }
        self.parent = outer;
        self.space(grid.kind.after);
    }

    fn cells(&mut self, row: &[Vec<Inline>], style: Style) -> Vec<Paragraph> {
        row.iter()
            .map(|cell| Paragraph::new(cell, style, self.shaper))
            .collect()
    }

    /// The largest size of text in which no word must be broken, else the smallest.
    fn grid<'a>(
        &self,
        alignments: &'a [Align],
        header: &[Paragraph],
        rows: &[Vec<Paragraph>],
    ) -> Grid<'a> {
        let is_left =
            |column| !matches!(alignments.get(column), Some(Align::Right | Align::Center));
        let mut wanted: Vec<Wanted> = (0..header.len())
            .map(|column| Wanted {
                is_left: is_left(column),
                ..Wanted::default()
            })
            .collect();
        for row in rows.iter().map(Vec::as_slice).chain([header]) {
            for (column, cell) in wanted.iter_mut().zip(row) {
                let (least, most) = cell.widths();
                column.least = column.least.max(least);
                column.most = column.most.max(most);
            }
        }
        let n = wanted.iter().fold(0.0, |n, _| n + 1.0);
        let side = theme::CELL_SIDE.min(self.area.width / n / 4.0);
        let scaled = |kind: &Type| -> Vec<Wanted> {
            let scale = kind.size / 1000.0;
            // A little more than measured, so that rounding does not wrap.
            let padded = |em: f32| em * scale + 2.0 * side + 0.1;
            (wanted.iter())
                .map(|column| Wanted {
                    least: padded(column.least),
                    most: padded(column.most),
                    ..*column
                })
                .collect()
        };
        let fits = |kind: &&Type| {
            let least: f32 = scaled(kind).iter().map(|column| column.least).sum();
            least <= self.area.width
        };
        let smallest = &theme::TABLE[theme::TABLE.len() - 1];
        let kind = theme::TABLE.iter().find(fits).unwrap_or(smallest);
        Grid {
            alignments,
            kind: *kind,
            widths: widths::share_out(&scaled(kind), self.area.width),
            x: self.area.x,
            width: self.area.width,
        }
    }

    fn head(&mut self, header: &[Paragraph], grid: &Grid<'_>) -> usize {
        let mut strips = self.row_strips(header, grid, Role::ColumnHead);
        let height: f32 = strips.iter().map(|strip| strip.height).sum();
        for strip in &mut strips {
            strip.keep = true;
        }
        let ground = Shape::Fill {
            rect: Rect {
                x: grid.x,
                y: 0.0,
                width: grid.width,
                height,
            },
            colour: theme::GROUND,
        };
        strips[0].shapes.insert(0, ground);
        if let Some(last) = strips.last_mut() {
            last.shapes.push(grid.line(last.height, theme::STRONG_LINE));
        }
        let first = self.strips.list.len();
        self.strips.heads.push(Head {
            strips: first..first + strips.len(),
        });
        let head = self.strips.heads.len() - 1;
        for strip in &mut strips {
            strip.head = Some(head);
        }
        self.push_all(strips);
        head
    }

    /// What a table without heads begins with.
    fn top_line(&mut self, grid: &Grid<'_>) {
        let mut strip = Strip {
            height: theme::HAIRLINE,
            keep: true,
            ..Strip::default()
        };
        strip.shapes.push(grid.line(0.0, theme::STRONG_LINE));
        self.push(strip);
    }

    /// Lays out a row; gives whether it is short.
    fn row(&mut self, row: &[Paragraph], grid: &Grid<'_>, head: Option<usize>) -> bool {
        let mut strips = self.row_strips(row, grid, Role::Cell);
        let (_, page) = self.options.paper.size();
        let height: f32 = strips.iter().map(|strip| strip.height).sum();
        if height < page / 3.0 {
            let last = strips.len() - 1;
            for strip in &mut strips[..last] {
                strip.keep = true;
            }
        } else {
            keep_pairs(&mut strips);
        }
        for strip in &mut strips {
            strip.head = head;
        }
        if let Some(last) = strips.last_mut() {
            last.shapes.push(grid.line(last.height, theme::LINE));
        }
        self.push_all(strips);
        height < page / 8.0
    }

    /// A row as strips, of which each holds one line of every cell.
    fn row_strips(&mut self, row: &[Paragraph], grid: &Grid<'_>, role: Role) -> Vec<Strip> {
        let node = self.node(Role::Row);
        let outer = std::mem::replace(&mut self.parent, node);
        let nodes: Vec<NodeIdx> = row.iter().map(|_| self.node(role)).collect();
        self.parent = outer;
        let lines: Vec<Vec<Line>> = (row.iter().zip(&grid.widths))
            .map(|(cell, width)| cell.lines(room(*width) * 1000.0 / grid.kind.size))
            .collect();
        let n_lines = lines.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let mut strips: Vec<Strip> = (0..n_lines)
            .map(|_| Strip {
                height: grid.kind.leading,
                ..Strip::default()
            })
            .collect();
        let mut x = grid.x;
        for (column, (cell, lines)) in row.iter().zip(&lines).enumerate() {
            let setting = Setting {
                x: x + side(grid.widths[column]),
                width: room(grid.widths[column]),
                stand: grid.stand(column),
                kind: &grid.kind,
                node: Some(nodes[column]),
            };
            for (strip, line) in strips.iter_mut().zip(lines) {
                set_line(cell, line, &setting, 0.0, strip);
            }
            x += grid.widths[column];
        }
        strips[0].push_down(theme::CELL_TOP);
        strips[n_lines - 1].height += theme::CELL_TOP;
        strips
    }
}

impl Grid<'_> {
    /// A line across the table.
    fn line(&self, y: f32, colour: Colour) -> Shape {
        line((self.x, y), (self.x + self.width, y), colour)
    }

    fn stand(&self, column: usize) -> Stand {
        match self.alignments.get(column) {
            Some(Align::Center) => Stand::Center,
            Some(Align::Right) => Stand::Right,
            _ => Stand::Left,
        }
    }
}

/// The space left and right in the cells of a column.
fn side(width: f32) -> f32 {
    theme::CELL_SIDE.min(width / 4.0)
}

/// What a column has for text. Rounding is on the side of the text.
fn room(width: f32) -> f32 {
    width - 2.0 * side(width) + 0.05
}
