//! Charts as marks on a surface, for formats that can draw: SVG and PDF.
//!
//! A drawing has its origin at the top left, `x` to the right, `y` down, in points. The title is
//! not part of it. Text widths are estimates, on the safe side: a format that can measure may set
//! a text in a narrower type, and never needs a wider space.

mod grid;
pub(super) mod label;

use crate::chart::{Bars, Chart, Interval, Intervals, Matrix, MatrixRow};
use crate::text::{plain, visible_line};
pub(super) use grid::named;
pub use grid::{HEAT, ON_DARK, ON_LIGHT};
use label::{text_width, wrapped};

/// A chart, ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// How wide it is, in points.
    pub width: f64,
    /// How high it is, in points.
    pub height: f64,
    /// What to draw, in this order.
    pub marks: Vec<Mark>,
}

/// One thing to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A straight line.
    Line {
        /// Where it begins: `x`, `y`.
        from: (f64, f64),
        /// Where it ends.
        to: (f64, f64),
        /// How thick it is.
        thickness: f64,
        /// Whether it is broken into dashes of three points.
        dashed: bool,
        /// Its colour.
        tone: Tone,
    },
    /// A filled rectangle.
    Rectangle {
        /// Its upper left corner.
        at: (f64, f64),
        /// How wide it is.
        width: f64,
        /// How high it is.
        height: f64,
        /// Its colour.
        tone: Tone,
    },
    /// A filled circle.
    Circle {
        /// Its centre.
        at: (f64, f64),
        /// Its radius.
        radius: f64,
        /// Its colour.
        tone: Tone,
    },
    /// One line of text, in the type that the document is set in.
    Text {
        /// Where its baseline begins, is centred or ends.
        at: (f64, f64),
        /// Which part of the text stands there.
        anchor: Anchor,
        /// Its size in points.
        size: f64,
        /// Its colour.
        tone: Tone,
        /// What it says: one line, without characters that act.
        text: String,
    },
}

/// Which part of a text its place is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// What a colour is for. In black and white, `Shape` may be dark grey and `Track` very light.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Text and what must be seen first.
    Ink,
    /// Lesser text and axes.
    Soft,
    /// What the numbers are drawn as.
    Shape,
    /// The ground that shapes stand on; text in `Ink` on it is readable.
    Track,
    /// The ground of a count, from 0 for the lightest to [`DARKEST`]: one hue, told apart by
    /// lightness alone. Text in `Ink` on each is readable.
    Ground(u8),
    /// The ground of a cell in a grid, an index into [`HEAT`].
    Heat(u8),
    /// Text on the lighter and on the darker half of [`HEAT`].
    OnLight,
    /// See [`Tone::OnLight`].
    OnDark,
}

/// The darkest ground of a count.
pub const DARKEST: u8 = 4;

/// The ground of a count, where `darkest` stands for the darkest.
fn ground(count: u32, darkest: Option<u32>) -> Tone {
    match darkest {
        Some(darkest) if darkest > 0 => {
            let share = f64::from(count) / f64::from(darkest) * f64::from(DARKEST);
            let steps = (0..DARKEST).filter(|step| share >= f64::from(*step) + 0.5);
            Tone::Ground(steps.map(|step| step + 1).max().unwrap_or(0))
        }
        _ => Tone::Track,
    }
}

/// The size of labels and values, and of what stands in a matrix's head and on an axis.
const SIZE: f64 = 9.5;
const SMALL: f64 = 8.0;
/// From one line of a label to the next.
const LEADING: f64 = 11.5;
/// What a row has above and below its lines.
const PADDING: f64 = 4.5;
/// Between label, axis and value.
const GUTTER: f64 = 10.0;
/// Labels get this share of the width at most.
const LABEL_SHARE: f64 = 0.38;
/// The narrowest column of a matrix that can hold its name.
const MIN_CELL: f64 = 36.0;

/// Draws a chart that wide, in points; 200 at least.
#[must_use]
pub fn draw(chart: &Chart, width: f64) -> Drawing {
    let width = width.max(200.0);
    match chart {
        Chart::Bars(bars) => draw_bars(bars, width),
        Chart::Intervals(intervals) => draw_intervals(intervals, width),
        Chart::Matrix(matrix) => draw_matrix(matrix, width),
        Chart::Grid(grid) => grid::draw(grid, width),
    }
}

/// What a chart shows, in sentences, for those who cannot see it.
#[must_use]
pub fn describe(chart: &Chart) -> String {
    let said: Vec<String> = match chart {
        Chart::Bars(bars) => {
            let rows = bars.rows.iter();
            rows.map(|row| format!("{}: {}.", row.label, row.text))
                .collect()
        }
        Chart::Intervals(intervals) => {
            let line = intervals.line.iter();
            let line = line.map(|line| format!("{}: {}.", line.label, plain(line.at)));
            let rows = intervals.rows.iter().map(describe_interval);
            line.chain(rows).collect()
        }
        Chart::Matrix(matrix) => matrix
            .rows
            .iter()
            .map(|row| {
                let cells = row.cells.iter().zip(&matrix.columns);
                let met: Vec<_> = cells
                    .filter_map(|(cell, column)| Some(format!("{column} {}", (*cell)?)))
                    .collect();
                format!("{}: {}.", row.label, met.join(", "))
            })
            .collect(),
        Chart::Grid(grid) => grid::describe(grid),
    };
    visible_line(&said.join(" ")).into_owned()
}

fn describe_interval(row: &Interval) -> String {
    let (low, high) = (plain(row.low), plain(row.high));
    format!("{}: {}, from {low} to {high}.", row.label, row.text)
}

fn draw_bars(bars: &Bars, width: f64) -> Drawing {
    let rows = bars.rows.iter();
    let mut table = Table::new(width, rows.map(|row| (&row.label[..], &row.text[..])));
    for (idx, row) in bars.rows.iter().enumerate() {
        let (top, height) = table.row(idx);
        let at = (table.left, top + height / 2.0 - 4.0);
        let share = (row.value / bars.full).clamp(0.0, 1.0);
        for (part, tone) in [(1.0, Tone::Track), (share, Tone::Shape)] {
            table.marks.push(Mark::Rectangle {
                at,
                width: table.axis * part,
                height: 8.0,
                tone,
            });
        }
    }
    table.finish(0.0)
}

fn draw_intervals(intervals: &Intervals, width: f64) -> Drawing {
    let rows = intervals.rows.iter();
    let mut table = Table::new(width, rows.map(|row| (&row.label[..], &row.text[..])));
    let (left, axis, bottom) = (table.left, table.axis, table.bottom());
    let place = |value: f64| {
        let share = (value - intervals.from) / (intervals.to - intervals.from);
        left + share.clamp(0.0, 1.0) * axis
    };
    if let Some(line) = &intervals.line {
        let x = place(line.at);
        table.line((x, 0.0), (x, bottom + 4.0), 1.0, true, Tone::Ink);
    }
    for (idx, row) in intervals.rows.iter().enumerate() {
        let (top, height) = table.row(idx);
        let y = top + height / 2.0;
        table.line((left, y), (left + axis, y), 0.5, false, Tone::Track);
        table.interval(row, y, place);
    }
    table.scale(intervals, place);
    table.finish(16.0)
}

fn draw_matrix(matrix: &Matrix, width: f64) -> Drawing {
    let columns: Vec<_> = matrix
        .columns
        .iter()
        .map(|name| visible_line(name))
        .collect();
    let labels = matrix.rows.iter().map(|row| &row.label[..]);
    let left = label_width(labels.clone(), width) + GUTTER;
    #[expect(clippy::cast_precision_loss, reason = "a small number of columns")]
    let cell = ((width - left) / columns.len().max(1) as f64).min(72.0);
    let is_named = cell >= MIN_CELL;
    let heads: Vec<Vec<String>> = columns
        .iter()
        .enumerate()
        .map(|(idx, name)| {
            if is_named {
                wrapped(name, cell - 4.0, SMALL)
            } else {
                vec![(idx + 1).to_string()]
            }
        })
        .collect();
    let mut table = Table::matrix(width, left, labels, &heads);
    for (idx, row) in matrix.rows.iter().enumerate() {
        table.cells(idx, row, matrix.darkest, cell);
    }
    if !is_named {
        for (number, name) in columns.iter().enumerate() {
            table.legend(&format!("{} {name}", number + 1));
        }
    }
    table.heads(&heads, cell);
    table.finish(0.0)
}

/// Rows with a label on the left, an axis, and a value on the right.
struct Table {
    width: f64,
    /// Where the axis begins, and how long it is.
    left: f64,
    axis: f64,
    /// Above the rows.
    head: f64,
    /// The height of each row.
    heights: Vec<f64>,
    /// What stands below the rows.
    foot: f64,
    marks: Vec<Mark>,
}

impl Table {
    fn new<'a>(width: f64, rows: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Self {
        let left = label_width(rows.clone().map(|(label, _)| label), width) + GUTTER;
        let values = rows.clone().map(|(_, value)| text_width(value, SIZE));
        let right = values.fold(0.0, f64::max).min(width * LABEL_SHARE) + GUTTER;
        let mut table = Self {
            width,
            left,
            axis: width - left - right,
            head: 0.0,
            heights: Vec::new(),
            foot: 0.0,
            marks: Vec::new(),
        };
        for (label, value) in rows {
            let value = wrapped(&visible_line(value), right - GUTTER, SIZE);
            table.add_row(label, &value);
        }
        table
    }

    fn matrix<'a>(
        width: f64,
        left: f64,
        labels: impl Iterator<Item = &'a str>,
        heads: &[Vec<String>],
    ) -> Self {
        let n_lines = heads.iter().map(Vec::len).max().unwrap_or(0);
        let mut table = Self {
            width,
            left,
            axis: width - left,
            head: lines_height(n_lines) + 2.0,
            heights: Vec::new(),
            foot: 0.0,
            marks: Vec::new(),
        };
        for label in labels {
            table.add_row(label, &[]);
        }
        table
    }

    fn add_row(&mut self, label: &str, value: &[String]) {
        let label = wrapped(&visible_line(label), self.left - GUTTER, SIZE);
        let height = lines_height(label.len().max(value.len())) + 2.0 * PADDING;
        let middle = self.bottom() + height / 2.0;
        self.heights.push(height);
        self.lines(&label, (0.0, middle), Anchor::Start, SIZE, Tone::Ink);
        let right = self.left + self.axis + GUTTER;
        self.lines(value, (right, middle), Anchor::Start, SIZE, Tone::Ink);
    }

    /// Where the rows end.
    fn bottom(&self) -> f64 {
        self.head + self.heights.iter().sum::<f64>()
    }

    /// The top and the height of a row.
    fn row(&self, idx: usize) -> (f64, f64) {
        let above: f64 = self.heights[..idx].iter().sum();
        (self.head + above, self.heights[idx])
    }

    /// Lines of text around a middle.
    fn lines(
        &mut self,
        lines: &[String],
        middle: (f64, f64),
        anchor: Anchor,
        size: f64,
        tone: Tone,
    ) {
        let mut y = middle.1 - lines_height(lines.len()) / 2.0 + size * 0.35 + LEADING / 2.0;
        for line in lines {
            self.marks.push(Mark::Text {
                at: (middle.0, y),
                anchor,
                size,
                tone,
                text: line.clone(),
            });
            y += LEADING;
        }
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64), thickness: f64, dashed: bool, tone: Tone) {
        self.marks.push(Mark::Line {
            from,
            to,
            thickness,
            dashed,
            tone,
        });
    }

    fn interval(&mut self, row: &Interval, y: f64, place: impl Fn(f64) -> f64) {
        let (low, high) = (place(row.low), place(row.high));
        self.line((low, y), (high, y), 2.0, false, Tone::Shape);
        for end in [low, high] {
            self.line((end, y - 4.0), (end, y + 4.0), 2.0, false, Tone::Shape);
        }
        self.marks.push(Mark::Circle {
            at: (place(row.estimate), y),
            radius: 3.6,
            tone: Tone::Ink,
        });
    }

    /// The ends of the axis and the line across it, in words below the rows.
    fn scale(&mut self, intervals: &Intervals, place: impl Fn(f64) -> f64) {
        let y = self.bottom() + 12.0;
        let mut free = (self.left, self.left + self.axis);
        if let Some(line) = &intervals.line {
            let text = format!("{} {}", visible_line(&line.label), plain(line.at));
            let half = text_width(&text, SMALL) / 2.0;
            let x = place(line.at);
            free = (x - half - 4.0, x + half + 4.0);
            self.small((x, y), Anchor::Middle, text);
        }
        for (end, anchor) in [(intervals.from, Anchor::Start), (intervals.to, Anchor::End)] {
            let text = plain(end);
            let (x, size) = (place(end), text_width(&text, SMALL));
            let is_free = intervals.line.is_none()
                || match anchor {
                    Anchor::Start => x + size < free.0,
                    _ => x - size > free.1,
                };
            if is_free {
                self.small((x, y), anchor, text);
            }
        }
    }

    fn small(&mut self, at: (f64, f64), anchor: Anchor, text: String) {
        self.marks.push(Mark::Text {
            at,
            anchor,
            size: SMALL,
            tone: Tone::Soft,
            text,
        });
    }

    /// A row of a matrix: a filled cell where row and column meet, a dot where they do not.
    fn cells(&mut self, idx: usize, row: &MatrixRow, darkest: Option<u32>, width: f64) {
        let (top, height) = self.row(idx);
        let mut x = self.left;
        for cell in &row.cells {
            let middle = (x + width / 2.0, top + height / 2.0);
            if let Some(count) = cell {
                self.marks.push(Mark::Rectangle {
                    at: (x + 1.0, top + 1.0),
                    width: width - 2.0,
                    height: height - 2.0,
                    tone: ground(*count, darkest),
                });
            }
            let (text, tone) = match cell {
                Some(count) => (count.to_string(), Tone::Ink),
                None => ("·".to_owned(), Tone::Soft),
            };
            self.lines(&[text], middle, Anchor::Middle, SIZE, tone);
            x += width;
        }
    }

    fn heads(&mut self, heads: &[Vec<String>], width: f64) {
        let mut x = self.left;
        for head in heads {
            let middle = self.head - 2.0 - lines_height(head.len()) / 2.0;
            self.lines(
                head,
                (x + width / 2.0, middle),
                Anchor::Middle,
                SMALL,
                Tone::Soft,
            );
            x += width;
        }
    }

    /// A line below the rows that says what a column's number stands for.
    fn legend(&mut self, text: &str) {
        for line in wrapped(text, self.width, SMALL) {
            self.foot += LEADING;
            let y = self.bottom() + self.foot;
            self.small((0.0, y), Anchor::Start, line);
        }
    }

    fn finish(self, foot: f64) -> Drawing {
        Drawing {
            width: self.width,
            height: self.bottom() + self.foot.max(foot) + 2.0,
            marks: self.marks,
        }
    }
}

/// How wide the widest label is, within its share of the width.
fn label_width<'a>(labels: impl Iterator<Item = &'a str>, width: f64) -> f64 {
    labels
        .map(|label| text_width(&visible_line(label), SIZE))
        .fold(0.0, f64::max)
        .min(width * LABEL_SHARE)
}

#[expect(clippy::cast_precision_loss, reason = "a small number of lines")]
fn lines_height(n_lines: usize) -> f64 {
    n_lines as f64 * LEADING
}

#[cfg(test)]
mod tests;
