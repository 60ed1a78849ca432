//! Charts → SVG in the page: colours by class, and what they show in words.

use std::fmt::Write as _;

use super::escape::push_escaped;
use crate::chart::Chart;
use crate::render::chart::{
    Anchor, DARKEST, Drawing, HEAT, Mark, ON_DARK, ON_LIGHT, Tone, describe, draw,
};

/// How wide charts are drawn, in points; the page scales them.
const WIDTH: f64 = 440.0;

/// Writes a chart as a figure; `number` tells it from the other charts of the page.
pub(super) fn push_chart(chart: &Chart, number: usize, out: &mut String) {
    let drawing = draw(chart, WIDTH);
    out.push_str("<figure class=\"chart\" tabindex=\"0\">\n<figcaption dir=\"auto\">");
    push_escaped(chart.title(), out);
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "</figcaption>\n<svg viewBox=\"0 0 {} {}\" role=\"img\" \
         aria-labelledby=\"chart-{number}-title chart-{number}-desc\">\n\
         <title id=\"chart-{number}-title\">",
        unit(drawing.width),
        unit(drawing.height),
    );
    push_escaped(chart.title(), out);
    let _ = write!(out, "</title>\n<desc id=\"chart-{number}-desc\">");
    push_escaped(&describe(chart), out);
    out.push_str("</desc>\n");
    push_marks(&drawing, out);
    out.push_str("</svg>\n</figure>\n");
}

fn push_marks(drawing: &Drawing, out: &mut String) {
    for mark in &drawing.marks {
        match mark {
            Mark::Line { .. } => push_line(mark, out),
            Mark::Rectangle {
                at,
                width,
                height,
                tone,
            } => {
                let [x, y, width, height] = [at.0, at.1, *width, *height].map(unit);
                let fill = fill(*tone);
                let _ = writeln!(
                    out,
                    "<rect {fill} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
                );
            }
            Mark::Circle { at, radius, tone } => {
                let [x, y, radius] = [at.0, at.1, *radius].map(unit);
                let fill = fill(*tone);
                let _ = writeln!(out, "<circle {fill} cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
            }
            Mark::Text { .. } => push_text(mark, out),
        }
    }
}

fn push_line(mark: &Mark, out: &mut String) {
    let Mark::Line {
        from,
        to,
        thickness,
        dashed,
        tone,
    } = mark
    else {
        return;
    };
    let [x1, y1, x2, y2, thickness] = [from.0, from.1, to.0, to.1, *thickness].map(unit);
    let class = stroke(*tone);
    let dashes = if *dashed {
        " stroke-dasharray=\"3 3\""
    } else {
        ""
    };
    let _ = writeln!(
        out,
        "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke-width=\"{thickness}\"{dashes}/>"
    );
}

fn push_text(mark: &Mark, out: &mut String) {
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
    let anchor = match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let [x, y, size] = [at.0, at.1, *size].map(unit);
    let fill = fill(*tone);
    let _ = write!(
        out,
        "<text {fill} x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"{anchor}\">"
    );
    push_escaped(text, out);
    out.push_str("</text>\n");
}

/// A number of points with at most two decimals.
fn unit(points: f64) -> f64 {
    (points * 100.0).round() / 100.0
}

/// The classes of the grounds of counts, the lightest first.
const GROUNDS: [&str; DARKEST as usize + 1] =
    ["ground-0", "ground-1", "ground-2", "ground-3", "ground-4"];

/// What fills a shape: a class, which goes by the page's colours, or a colour that is always the
/// same.
fn fill(tone: Tone) -> String {
    let class = match tone {
        Tone::Ink => "ink",
        Tone::Soft => "soft",
        Tone::Shape => "shape",
        Tone::Track => "track",
        Tone::Ground(step) => GROUNDS[usize::from(step.min(DARKEST))],
        Tone::Heat(step) => return fixed(HEAT[usize::from(step).min(HEAT.len() - 1)]),
        Tone::OnLight => return fixed(ON_LIGHT),
        Tone::OnDark => return fixed(ON_DARK),
    };
    format!("class=\"{class}\"")
}

fn fixed([red, green, blue]: [u8; 3]) -> String {
    format!("fill=\"#{red:02x}{green:02x}{blue:02x}\"")
}

fn stroke(tone: Tone) -> &'static str {
    match tone {
        Tone::Ink | Tone::OnLight | Tone::OnDark => "ink-line",
        Tone::Soft => "soft-line",
        Tone::Shape => "shape-line",
        Tone::Track | Tone::Ground(_) | Tone::Heat(_) => "track-line",
    }
}
