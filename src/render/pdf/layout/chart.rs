//! Charts as shapes: the marks of a drawing, on strips that a page may end between.

use super::super::font::Style;
use super::super::page::{Colour, NodeIdx, Rect, Role, Shape};
use super::super::paragraph::Paragraph;
use super::strip::Strip;
use super::theme::Type;
use super::{Layout, Setting, Stand, set_line, theme};
use crate::chart::Chart;
use crate::render::chart::{
    Anchor, DARKEST, Drawing, HEAT, Mark, ON_DARK, ON_LIGHT, Tone, describe, draw,
};
use crate::text::visible_line;

/// The length of a dash, and of the gap after it.
const DASH: f32 = 3.0;

/// Corners that make a circle of the size of a dot.
const CORNERS: u8 = 24;

impl Layout<'_, '_> {
    pub(super) fn chart(&mut self, chart: &Chart) {
        let node = self.node(Role::Figure);
        let title = visible_line(chart.title()).into_owned();
        self.chart_title(&title, node);
        self.alternatives
            .insert(node, format!("{title}. {}", describe(chart)));
        let drawing = draw(chart, f64::from(self.area.width));
        let cuts = cuts(&drawing);
        let (_, page) = self.options.paper.size();
        let is_short = float(drawing.height) < page * theme::WHOLE;
        for pair in cuts.windows(2) {
            let is_last = pair[1] >= float(drawing.height);
            let mut strip = Strip {
                height: pair[1] - pair[0],
                // The head of a matrix stands above a row of it.
                keep: (is_short && !is_last) || (pair[0] <= 0.0 && cuts.len() > 2),
                ..Strip::default()
            };
            for mark in &drawing.marks {
                self.chart_mark(mark, (pair[0], pair[1]), node, &mut strip);
            }
            self.push(strip);
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

    /// Puts what of a mark lies between two heights of the drawing on the strip of that band.
    fn chart_mark(&mut self, mark: &Mark, band: (f32, f32), node: NodeIdx, strip: &mut Strip) {
        let left = self.area.x;
        if let Mark::Line {
            from,
            to,
            thickness,
            dashed,
            tone,
        } = mark
        {
            let ends = (points(*from), points(*to));
            if let Some((from, to)) = within(ends, band) {
                let (from, to) = ((left + from.0, from.1), (left + to.0, to.1));
                let look = (float(*thickness), colour(*tone));
                strip.shapes.extend(stroke(from, to, *dashed, look));
            }
            return;
        }
        let Some((top, bottom)) = extent(mark) else {
            return;
        };
        let middle = f32::midpoint(top, bottom);
        if middle < band.0 || middle >= band.1 {
            return;
        }
        match mark {
            Mark::Rectangle {
                at,
                width,
                height,
                tone,
            } => {
                let rect = Rect {
                    x: left + float(at.0),
                    y: top - band.0,
                    width: float(*width),
                    height: float(*height),
                };
                let colour = colour(*tone);
                strip.shapes.push(Shape::Fill { rect, colour });
            }
            Mark::Circle { at, radius, tone } => {
                let centre = (left + float(at.0), middle - band.0);
                strip.shapes.push(dot(centre, float(*radius), *tone));
            }
            Mark::Text { .. } => self.chart_text(mark, band.0, node, strip),
            Mark::Line { .. } => {}
        }
    }

    fn chart_text(&mut self, mark: &Mark, top: f32, node: NodeIdx, strip: &mut Strip) {
        let Mark::Text {
            at,
            anchor,
            size,
            tone,
            text,
        } = mark
        else {
            return;
        };
        let kind = Type {
            size: float(*size),
            leading: 0.0,
            colour: colour(*tone),
            before: 0.0,
            after: 0.0,
        };
        let text = Paragraph::plain(text, Style::default(), self.shaper);
        let lines = text.lines(f32::MAX);
        let Some(line) = lines.first() else { return };
        let width = line.width * kind.size / 1000.0;
        let x = self.area.x + float(at.0);
        let setting = Setting {
            x: match anchor {
                Anchor::Start => x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            },
            width,
            stand: Stand::Left,
            kind: &kind,
            node: Some(node),
        };
        set_line(
            &text,
            line,
            &setting,
            float(at.1) - top - kind.baseline(),
            strip,
        );
    }
}

/// The heights at which a drawing may be cut, from its top to its foot: nothing but lines goes on
/// across them.
fn cuts(drawing: &Drawing) -> Vec<f32> {
    let mut extents: Vec<_> = drawing.marks.iter().filter_map(extent).collect();
    extents.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut cuts = vec![0.0];
    // The first mark's band begins with the drawing.
    let mut end = extents.first().map_or(0.0, |(_, bottom)| *bottom);
    for (top, bottom) in extents {
        if top > end {
            cuts.push(top);
        }
        end = end.max(bottom);
    }
    cuts.push(float(drawing.height));
    cuts
}

/// From where to where a mark reaches down the drawing; nothing for lines, which may be cut.
fn extent(mark: &Mark) -> Option<(f32, f32)> {
    let (top, bottom) = match mark {
        Mark::Line { .. } => return None,
        Mark::Rectangle { at, height, .. } => (at.1, at.1 + height),
        Mark::Circle { at, radius, .. } => (at.1 - radius, at.1 + radius),
        Mark::Text { at, size, .. } => (at.1 - size * 0.8, at.1 + size * 0.25),
    };
    Some((float(top), float(bottom)))
}

/// The part of an upright or level line that lies in a band, measured from the band's top.
fn within(ends: (Point, Point), band: (f32, f32)) -> Option<(Point, Point)> {
    let (from, to) = ends;
    let (top, bottom) = (from.1.min(to.1), from.1.max(to.1));
    if bottom < band.0 || top >= band.1 {
        return None;
    }
    let cut = |(x, y): Point| (x, y.clamp(band.0, band.1) - band.0);
    Some((cut(from), cut(to)))
}

type Point = (f32, f32);

/// A line, as one stroke or as dashes.
fn stroke(from: Point, to: Point, dashed: bool, (width, colour): (f32, Colour)) -> Vec<Shape> {
    let piece = |from, to| Shape::Stroke {
        points: vec![from, to],
        width,
        colour,
        is_closed: false,
    };
    let length = (to.0 - from.0).hypot(to.1 - from.1);
    if !dashed || length <= DASH {
        return vec![piece(from, to)];
    }
    let at = |along: f32| {
        let share = along / length;
        (
            from.0 + (to.0 - from.0) * share,
            from.1 + (to.1 - from.1) * share,
        )
    };
    let mut pieces = Vec::new();
    let mut start = 0.0;
    while start < length {
        pieces.push(piece(at(start), at((start + DASH).min(length))));
        start += 2.0 * DASH;
    }
    pieces
}

/// A filled circle: a ring half as large whose line is as thick as its radius is long.
fn dot(centre: Point, radius: f32, tone: Tone) -> Shape {
    let corner = |number: u8| {
        let (sine, cosine) =
            (f32::from(number) / f32::from(CORNERS) * std::f32::consts::TAU).sin_cos();
        (
            centre.0 + cosine * radius / 2.0,
            centre.1 + sine * radius / 2.0,
        )
    };
    Shape::Stroke {
        points: (0..CORNERS).map(corner).collect(),
        width: radius,
        colour: colour(tone),
        is_closed: true,
    }
}

fn colour(tone: Tone) -> Colour {
    match tone {
        Tone::Ink => theme::INK,
        Tone::Soft => theme::MUTED,
        Tone::Shape => theme::FILLED,
        Tone::Track => theme::TRACK,
        Tone::Ground(step) => theme::GROUNDS[usize::from(step.min(DARKEST))],
        Tone::Heat(step) => HEAT[usize::from(step).min(HEAT.len() - 1)],
        Tone::OnLight => ON_LIGHT,
        Tone::OnDark => ON_DARK,
    }
}

fn points((x, y): (f64, f64)) -> Point {
    (float(x), float(y))
}

/// A measure on paper.
#[expect(
    clippy::cast_possible_truncation,
    reason = "points on a sheet, to far less than a printer's dot"
)]
fn float(points: f64) -> f32 {
    points as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Interval, Intervals, Line, Matrix, MatrixRow};

    fn matrix(n_rows: usize) -> Chart {
        Chart::Matrix(Matrix {
            darkest: None,
            title: "Coverage".to_owned(),
            columns: vec!["Coding".to_owned(), "Design".to_owned()],
            rows: (0..n_rows)
                .map(|number| MatrixRow {
                    label: format!("Criterion {number}"),
                    cells: vec![Some(2), None],
                })
                .collect(),
        })
    }

    #[test]
    fn a_matrix_can_be_cut_between_its_rows() {
        let drawing = draw(&matrix(5), 400.0);
        let cuts = cuts(&drawing);
        // The head, five rows, and the foot.
        assert_eq!(cuts.len(), 7);
        for mark in &drawing.marks {
            let (top, bottom) = extent(mark).expect("a matrix has no lines");
            let crossed = cuts.iter().filter(|cut| top < **cut && **cut < bottom);
            assert_eq!(crossed.count(), 0, "{mark:?}");
        }
    }

    #[test]
    fn a_line_across_all_rows_is_cut_with_them_and_loses_nothing() {
        let row = |label: &str| Interval {
            label: label.to_owned(),
            low: 2.0,
            estimate: 2.5,
            high: 3.0,
            text: "2.5".to_owned(),
        };
        let chart = Chart::Intervals(Intervals {
            title: "Fair scores".to_owned(),
            from: 1.0,
            to: 4.0,
            line: Some(Line {
                at: 2.5,
                label: "bar-line".to_owned(),
            }),
            rows: vec![row("Łucja"), row("李雷"), row("عمر")],
        });
        let drawing = draw(&chart, 400.0);
        let cuts = cuts(&drawing);
        assert!(cuts.len() > 3, "{cuts:?}");
        let upright = drawing.marks.iter().find_map(|mark| match mark {
            Mark::Line {
                from,
                to,
                dashed: true,
                ..
            } => Some((points(*from), points(*to))),
            _ => None,
        });
        let (from, to) = upright.expect("the line is drawn");
        let parts = cuts
            .windows(2)
            .filter_map(|pair| within((from, to), (pair[0], pair[1])));
        let length: f32 = parts.map(|(from, to)| to.1 - from.1).sum();
        assert!((length - (to.1 - from.1)).abs() < 0.01, "{length}");
    }
}
