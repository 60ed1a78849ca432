//! Charts as shapes.

use super::super::font::Style;
use super::super::page::{Colour, NodeIdx, Rect, Role, Shape};
use super::super::paragraph::Paragraph;
use super::strip::Strip;
use super::{Layout, Setting, Stand, line, set_line, theme};
use crate::chart::{Bars, Chart, Interval, Intervals, Matrix};
use crate::text::visible_line;

/// The share of the width that labels may take, and that values may.
const LABELS: f32 = 0.38;
const VALUES: f32 = 0.2;

/// The columns of a chart: labels, the axis, values.
struct Columns {
    axis: f32,
    axis_width: f32,
    value: f32,
    right: f32,
}

impl Layout<'_, '_> {
    pub(super) fn chart(&mut self, chart: &Chart) {
        let node = self.node(Role::Figure);
        let title = visible_line(chart.title()).into_owned();
        self.chart_title(&title, node);
        self.alternatives.insert(node, title);
        match chart {
            Chart::Bars(bars) => self.bars(bars, node),
            Chart::Intervals(intervals) => self.intervals(intervals, node),
            Chart::Matrix(matrix) => self.matrix(matrix, node),
        }
        self.space(theme::TABLE[0].after);
    }

    fn chart_title(&mut self, title: &str, node: NodeIdx) {
        let kind = theme::CHART_TITLE;
        let title = Paragraph::plain(title, Style::BOLD, self.shaper);
        let mut strips = self.line_strips(&title, &kind, Some(node));
        for strip in &mut strips {
            strip.keep = true;
        }
        self.space(kind.before);
        self.push_all(strips);
        self.space(kind.after);
    }

    fn bars(&mut self, bars: &Bars, node: NodeIdx) {
        let rows: Vec<_> = (bars.rows.iter())
            .map(|row| (row.label.as_str(), row.text.as_str()))
            .collect();
        let columns = self.columns(&rows);
        for (row, texts) in bars.rows.iter().zip(&rows) {
            let mut strip = self.chart_row(*texts, &columns, node);
            let bar = |width, colour| fill(columns.axis, strip.height / 2.0, width, 7.0, colour);
            let length = columns.axis_width * share(row.value / bars.full);
            let shapes = [
                bar(columns.axis_width, theme::GROUND),
                bar(length, theme::FILLED),
            ];
            strip.shapes.extend(shapes);
            self.push(strip);
        }
    }

    fn intervals(&mut self, intervals: &Intervals, node: NodeIdx) {
        let rows: Vec<_> = (intervals.rows.iter())
            .map(|row| (row.label.as_str(), row.text.as_str()))
            .collect();
        let columns = self.columns(&rows);
        let span = intervals.to - intervals.from;
        let x =
            |value: f64| columns.axis + columns.axis_width * share((value - intervals.from) / span);
        let marked = intervals.line.as_ref().map(|line| x(line.at));
        for (row, texts) in intervals.rows.iter().zip(&rows) {
            let mut strip = self.chart_row(*texts, &columns, node);
            let end = columns.axis + columns.axis_width;
            let middle = strip.height / 2.0;
            strip
                .shapes
                .push(line((columns.axis, middle), (end, middle), theme::LINE));
            if let Some(x) = marked {
                strip
                    .shapes
                    .push(line((x, 0.0), (x, strip.height), theme::STRONG_LINE));
            }
            strip.shapes.extend(interval(row, x, middle));
            strip.keep = true;
            self.push(strip);
        }
        let label = intervals.line.as_ref().map(|line| line.label.as_str());
        self.axis(&columns, intervals, marked.zip(label), node);
    }

    /// The ends of the axis in figures, and what the line across stands for.
    fn axis(
        &mut self,
        columns: &Columns,
        intervals: &Intervals,
        marked: Option<(f32, &str)>,
        node: NodeIdx,
    ) {
        let mut strip = Strip {
            height: theme::FOOTER.leading,
            ..Strip::default()
        };
        let end = columns.axis + columns.axis_width;
        let mut notes = vec![
            (columns.axis, intervals.from.to_string()),
            (end, intervals.to.to_string()),
        ];
        notes.extend(marked.map(|(x, label)| (x, visible_line(label).into_owned())));
        for (x, note) in notes {
            let text = Paragraph::plain(&note, Style::default(), self.shaper);
            let setting = Setting {
                x: x - 60.0,
                width: 120.0,
                stand: Stand::Center,
                kind: &theme::FOOTER,
                node: Some(node),
            };
            set_line(&text, &text.lines(f32::MAX)[0], &setting, 0.0, &mut strip);
        }
        self.push(strip);
    }

    fn matrix(&mut self, matrix: &Matrix, node: NodeIdx) {
        let labels: Vec<_> = matrix
            .rows
            .iter()
            .map(|row| (row.label.as_str(), ""))
            .collect();
        let columns = self.columns(&labels);
        let n = matrix.columns.iter().fold(0.0_f32, |n, _| n + 1.0).max(1.0);
        let each = (columns.right - columns.axis) / n;
        let cell = |idx: usize| (0..idx).fold(columns.axis, |x, _| x + each);
        let mut head = self.chart_row(("", ""), &columns, node);
        for (idx, name) in matrix.columns.iter().enumerate() {
            self.chart_text(name, Stand::Center, (cell(idx), each), node, &mut head);
        }
        head.keep = true;
        self.push(head);
        for (row, texts) in matrix.rows.iter().zip(&labels) {
            let mut strip = self.chart_row(*texts, &columns, node);
            for (idx, count) in row.cells.iter().enumerate() {
                let Some(count) = count else { continue };
                let colour = if *count == 0 {
                    theme::GROUND
                } else {
                    theme::BAR
                };
                let middle = strip.height / 2.0;
                let height = strip.height - 1.0;
                strip
                    .shapes
                    .push(fill(cell(idx) + 0.5, middle, each - 1.0, height, colour));
                let text = count.to_string();
                self.chart_text(&text, Stand::Center, (cell(idx), each), node, &mut strip);
            }
            self.push(strip);
        }
    }

    /// The columns that a chart's labels and values ask for.
    fn columns(&mut self, rows: &[(&str, &str)]) -> Columns {
        let (mut label, mut value) = (0.0_f32, 0.0_f32);
        for (name, text) in rows {
            label = label.max(self.chart_width(name));
            value = value.max(self.chart_width(text));
        }
        let width = self.area.width;
        let label = label.min(width * LABELS) + 10.0;
        let value = value.min(width * VALUES);
        let right = self.area.x + width;
        let gap = if value > 0.0 { 8.0 } else { 0.0 };
        Columns {
            axis: self.area.x + label,
            axis_width: width - label - value - gap,
            value: right - value,
            right,
        }
    }

    fn chart_width(&mut self, text: &str) -> f32 {
        let text = Paragraph::plain(&visible_line(text), Style::default(), self.shaper);
        text.widths().1 * theme::CHART.size / 1000.0
    }

    /// A strip with a label and a value.
    fn chart_row(&mut self, texts: (&str, &str), columns: &Columns, node: NodeIdx) -> Strip {
        let mut strip = Strip {
            height: theme::CHART.leading,
            ..Strip::default()
        };
        let label = (self.area.x, columns.axis - self.area.x - 9.0);
        self.chart_text(texts.0, Stand::Left, label, node, &mut strip);
        let value = (columns.value, columns.right - columns.value + 0.1);
        self.chart_text(texts.1, Stand::Left, value, node, &mut strip);
        strip
    }

    /// One line of text, cut where its room ends.
    fn chart_text(
        &mut self,
        text: &str,
        stand: Stand,
        (x, width): (f32, f32),
        node: NodeIdx,
        strip: &mut Strip,
    ) {
        let kind = &theme::CHART;
        let text = Paragraph::plain(&visible_line(text), Style::default(), self.shaper);
        let setting = Setting {
            x,
            width,
            stand,
            kind,
            node: Some(node),
        };
        let lines = text.lines(width * 1000.0 / kind.size);
        set_line(&text, &lines[0], &setting, 0.0, strip);
    }
}

/// A line from end to end of an interval, with the estimate on it.
fn interval(row: &Interval, x: impl Fn(f64) -> f32, middle: f32) -> Vec<Shape> {
    let (low, high) = (x(row.low), x(row.high));
    let estimate = x(row.estimate) - 2.5;
    vec![
        fill(low, middle, (high - low).max(0.5), 2.0, theme::FILLED),
        fill(estimate, middle, 5.0, 5.0, theme::HEADING),
    ]
}

fn fill(x: f32, middle: f32, width: f32, height: f32, colour: Colour) -> Shape {
    let y = middle - height / 2.0;
    let rect = Rect {
        x,
        y,
        width,
        height,
    };
    Shape::Fill { rect, colour }
}

/// A number between 0 and 1, whatever the chart says.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a share of a line on paper"
)]
fn share(value: f64) -> f32 {
    if value.is_finite() {
        value.clamp(0.0, 1.0) as f32
    } else {
        0.0
    }
}
