//! Charts: from templates into blocks, as lines of text, and as drawings.

mod drawing;
mod grid;

use unicode_width::UnicodeWidthStr;

use crate::chart::{Bars, Chart, Intervals, Matrix};
use crate::text::visible_line;

pub use drawing::{Anchor, DARKEST, Drawing, HEAT, Mark, ON_DARK, ON_LIGHT, Tone, describe, draw};

/// The narrowest and the widest that a bar or an axis is drawn in text.
const MIN_AXIS: usize = 8;
const MAX_AXIS: usize = 60;

/// A chart as one line of JSON, for a template to carry.
pub(super) fn encoded(chart: &Chart) -> String {
    serde_json::to_string(chart).unwrap_or_default()
}

/// The chart that a template carried, if it is one.
pub(super) fn decoded(text: &str) -> Option<Chart> {
    let chart: Chart = serde_json::from_str(text).ok()?;
    is_drawable(&chart).then_some(chart)
}

fn is_drawable(chart: &Chart) -> bool {
    match chart {
        Chart::Bars(bars) => bars.full > 0.0 && !bars.rows.is_empty(),
        Chart::Intervals(it) => it.to > it.from && !it.rows.is_empty(),
        Chart::Matrix(matrix) => {
            let n_columns = matrix.columns.len();
            let is_whole = |row: &crate::chart::MatrixRow| row.cells.len() == n_columns;
            !matrix.rows.is_empty() && matrix.rows.iter().all(is_whole)
        }
        Chart::Grid(grid) => {
            let n_columns = grid.columns.len();
            let is_whole = |row: &crate::chart::GridRow| row.cells.len() == n_columns;
            n_columns > 0 && !grid.rows.is_empty() && grid.rows.iter().all(is_whole)
        }
    }
}

/// A chart as lines of text of about that many columns, its title first.
#[must_use]
pub fn lines(chart: &Chart, width: usize) -> Vec<String> {
    let mut lines = vec![visible_line(chart.title()).into_owned()];
    match chart {
        Chart::Bars(bars) => bar_lines(bars, width, &mut lines),
        Chart::Intervals(intervals) => interval_lines(intervals, width, &mut lines),
        Chart::Matrix(matrix) => matrix_lines(matrix, &mut lines),
        Chart::Grid(grid) => grid::lines(grid, width, &mut lines),
    }
    for line in &mut lines {
        line.truncate(line.trim_end_matches(' ').len());
    }
    lines
}

/// Labels as text, and the columns that the longest takes.
fn labels<'a>(rows: impl Iterator<Item = &'a str>) -> (Vec<String>, usize) {
    let labels: Vec<_> = rows.map(|row| visible_line(row).into_owned()).collect();
    let widest = labels.iter().map(|label| label.width()).max().unwrap_or(0);
    (labels, widest)
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// How many columns the axis gets beside labels and values.
fn axis_width(width: usize, beside: usize) -> usize {
    width.saturating_sub(beside + 4).clamp(MIN_AXIS, MAX_AXIS)
}

/// Where a value lies on an axis of so many columns, from 0 to its last one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share between 0 and 1 of a small number of columns"
)]
fn column(share: f64, columns: usize) -> usize {
    (share.clamp(0.0, 1.0) * columns as f64).round() as usize
}

fn bar_lines(bars: &Bars, width: usize, lines: &mut Vec<String>) {
    let (names, label_width) = labels(bars.rows.iter().map(|row| row.label.as_str()));
    let (texts, text_width) = labels(bars.rows.iter().map(|row| row.text.as_str()));
    let axis = axis_width(width, label_width + text_width);
    for ((row, name), text) in bars.rows.iter().zip(names).zip(texts) {
        let filled = column(row.value / bars.full, axis);
        let bar = format!("{}{}", "█".repeat(filled), "░".repeat(axis - filled));
        lines.push(format!("{}  {bar}  {text}", padded(&name, label_width)));
    }
}

fn interval_lines(intervals: &Intervals, width: usize, lines: &mut Vec<String>) {
    let (names, label_width) = labels(intervals.rows.iter().map(|row| row.label.as_str()));
    let (texts, text_width) = labels(intervals.rows.iter().map(|row| row.text.as_str()));
    let axis = axis_width(width, label_width + text_width);
    let place = |value: f64| {
        let share = (value - intervals.from) / (intervals.to - intervals.from);
        column(share, axis - 1)
    };
    for ((row, name), text) in intervals.rows.iter().zip(names).zip(texts) {
        let mut marks = vec![' '; axis];
        if let Some(line) = &intervals.line {
            marks[place(line.at)] = '┊';
        }
        let (low, high) = (place(row.low), place(row.high));
        marks[low.min(high)..=high.max(low)].fill('─');
        marks[low] = '├';
        marks[high] = '┤';
        if let Some(line) = &intervals.line {
            let at = place(line.at);
            if low < at && at < high {
                marks[at] = '┼';
            }
        }
        marks[place(row.estimate)] = '●';
        let marks: String = marks.into_iter().collect();
        lines.push(format!("{}  {marks}  {text}", padded(&name, label_width)));
    }
    if let Some(line) = &intervals.line {
        let label = visible_line(&line.label);
        let indent = " ".repeat(label_width + 2 + place(line.at));
        lines.push(format!("{indent}┊ {label}"));
    }
}

fn matrix_lines(matrix: &Matrix, lines: &mut Vec<String>) {
    let (names, label_width) = labels(matrix.rows.iter().map(|row| row.label.as_str()));
    let (columns, _) = labels(matrix.columns.iter().map(String::as_str));
    let counts = matrix.rows.iter().flat_map(|row| &row.cells);
    let digits = counts.flatten().max().map_or(1, |most| digits(*most));
    let wide = digits.max(2) + 1;
    // Columns go by number where their names are longer than what stands in them.
    let are_short = columns.iter().all(|name| name.width() < wide);
    let numbers: Vec<_> = columns
        .iter()
        .enumerate()
        .map(|(idx, name)| {
            if are_short {
                format!("{}{name}", " ".repeat(wide - name.width()))
            } else {
                format!("{:>wide$}", idx + 1)
            }
        })
        .collect();
    lines.push(format!("{}  {}", " ".repeat(label_width), numbers.concat()));
    for (row, name) in matrix.rows.iter().zip(names) {
        let cells: String = row
            .cells
            .iter()
            .map(|cell| match cell {
                Some(count) => format!("{count:>wide$}"),
                None => format!("{:>wide$}", "·"),
            })
            .collect();
        lines.push(format!("{}  {cells}", padded(&name, label_width)));
    }
    for (number, name) in columns.iter().enumerate().filter(|_| !are_short) {
        lines.push(format!("{:>3}  {name}", number + 1));
    }
}

/// How many digits a count has.
fn digits(count: u32) -> usize {
    count.checked_ilog10().unwrap_or(0) as usize + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Bar, Interval, Line, MatrixRow};

    fn bars() -> Chart {
        let bar = |label: &str, value, text: &str| Bar {
            label: label.to_owned(),
            value,
            text: text.to_owned(),
        };
        Chart::Bars(Bars {
            title: "Need".to_owned(),
            full: 4.0,
            rows: vec![bar("Łucja", 4.0, "expert"), bar("李雷", 1.0, "low")],
        })
    }

    #[test]
    fn bars_line_up_whatever_the_script() {
        let drawn = lines(&bars(), 24);
        assert_eq!(
            drawn,
            ["Need", "Łucja  █████████  expert", "李雷   ██░░░░░░░  low",]
        );
    }

    #[test]
    fn intervals_stand_on_one_axis() {
        let chart = Chart::Intervals(Intervals {
            title: "Fair scores".to_owned(),
            from: 1.0,
            to: 4.0,
            line: Some(Line {
                at: 2.5,
                label: "bar-line".to_owned(),
            }),
            rows: vec![Interval {
                label: "a".to_owned(),
                low: 2.8,
                estimate: 3.1,
                high: 3.4,
                text: "3.1".to_owned(),
            }],
        });
        let drawn = lines(&chart, 39);
        assert_eq!(drawn.len(), 3);
        assert!(drawn[1].starts_with("a  ") && drawn[1].ends_with("  3.1"));
        let marks: Vec<char> = drawn[1].chars().collect();
        let place = |mark: char| marks.iter().position(|c| *c == mark).unwrap();
        assert!(place('┊') < place('├') && place('├') < place('●') && place('●') < place('┤'));
        let under: Vec<char> = drawn[2].chars().collect();
        assert_eq!(under[place('┊')], '┊');
    }

    #[test]
    fn what_does_not_meet_is_not_zero() {
        let chart = Chart::Matrix(Matrix {
            darkest: None,
            title: "Coverage".to_owned(),
            columns: vec!["Coding".to_owned(), "Design".to_owned()],
            rows: vec![MatrixRow {
                label: "Depth".to_owned(),
                cells: vec![Some(0), None],
            }],
        });
        assert_eq!(
            lines(&chart, 80),
            [
                "Coverage",
                "         1  2",
                "Depth    0  ·",
                "  1  Coding",
                "  2  Design"
            ]
        );
    }

    #[test]
    fn columns_are_as_wide_as_their_largest_count() {
        let chart = Chart::Matrix(Matrix {
            darkest: Some(12_345),
            title: "Use".to_owned(),
            columns: vec!["1".to_owned(), "2".to_owned()],
            rows: vec![MatrixRow {
                label: "a".to_owned(),
                cells: vec![Some(12_345), None],
            }],
        });
        let drawn = lines(&chart, 80);
        assert_eq!(drawn[1..3], ["        1     2", "a   12345     ·"]);
    }

    #[test]
    fn a_chart_comes_back_and_a_hollow_one_does_not() {
        assert_eq!(decoded(&encoded(&bars())), Some(bars()));
        let Chart::Bars(mut hollow) = bars() else {
            unreachable!("bars are bars");
        };
        hollow.full = f64::NAN;
        assert_eq!(decoded(&encoded(&Chart::Bars(hollow))), None);
    }
}
