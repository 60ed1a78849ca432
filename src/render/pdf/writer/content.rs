//! One page as drawing instructions.

use std::collections::BTreeMap;

use printpdf::{
    Actions, BorderArray, Codepoint, Color, DictItem, Line, LinePoint, LinkAnnotation, Op,
    PaintMode, PdfFontHandle, Point, Pt, Rect, Rgb, TextItem, TextMatrix, TextRenderingMode,
};

use super::embedded::{Code, Embedded};
use super::structure::Marks;
use crate::render::pdf::font::FaceIdx;
use crate::render::pdf::page::{Colour, Link, NodeIdx, Page, Rect as Area, Shape, Text};
use crate::render::pdf::shape::Glyph;

/// The instructions for a page that is `height` points tall.
pub(super) fn ops(page: &Page, height: f32, fonts: &Embedded, marks: &mut Marks) -> Vec<Op> {
    let mut ops = Vec::new();
    marks.begin_page();
    if !page.shapes.is_empty() {
        ops.push(artifact());
        for shape in &page.shapes {
            draw(shape, height, &mut ops);
        }
        ops.push(Op::EndMarkedContent);
    }
    for texts in page.texts.chunk_by(|one, next| one.node == next.node) {
        ops.push(begin(texts[0].node, marks));
        ops.push(Op::StartTextSection);
        let mut pen = Pen::new(height, fonts, &mut ops);
        for text in texts {
            pen.write(text);
        }
        pen.finish();
        ops.push(Op::EndTextSection);
        ops.push(Op::EndMarkedContent);
    }
    ops.extend(page.links.iter().map(|link| link_op(link, height)));
    ops
}

/// What is on the page but is no part of the document's content.
fn artifact() -> Op {
    Op::BeginMarkedContent {
        tag: "Artifact".into(),
    }
}

fn begin(node: Option<NodeIdx>, marks: &mut Marks) -> Op {
    let Some((tag, number)) = node.and_then(|node| marks.open(node)) else {
        return artifact();
    };
    let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(number))]);
    Op::BeginMarkedContentWithProperties {
        tag: tag.into(),
        properties: DictItem::Dict { map },
    }
}

fn draw(shape: &Shape, height: f32, ops: &mut Vec<Op>) {
    match shape {
        Shape::Fill { rect, colour } => {
            ops.push(Op::SetFillColor { col: rgb(*colour) });
            let mut rectangle = flipped(*rect, height);
            rectangle.mode = Some(PaintMode::Fill);
            ops.push(Op::DrawRectangle { rectangle });
        }
        Shape::Stroke {
            points,
            width,
            colour,
            is_closed,
        } => {
            ops.push(Op::SetOutlineColor { col: rgb(*colour) });
            ops.push(Op::SetOutlineThickness { pt: Pt(*width) });
            let points = points.iter().map(|(x, y)| LinePoint {
                p: Point {
                    x: Pt(rounded(*x)),
                    y: Pt(rounded(height - y)),
                },
                bezier: false,
            });
            ops.push(Op::DrawLine {
                line: Line {
                    points: points.collect(),
                    is_closed: *is_closed,
                },
            });
        }
    }
}

fn link_op(link: &Link, height: f32) -> Op {
    Op::LinkAnnotation {
        link: LinkAnnotation::new(
            flipped(link.rect, height),
            Actions::Uri(encoded(&link.url)),
            Some(BorderArray::Solid([0.0; 3])),
            None,
            None,
        ),
    }
}

/// An address in the characters that addresses may have.
fn encoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic()
            && !matches!(
                byte,
                b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'
            )
        {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(half), 16).unwrap_or('0');
                out.push(digit.to_ascii_uppercase());
            }
        }
    }
    out
}

fn flipped(rect: Area, height: f32) -> Rect {
    Rect {
        x: Pt(rounded(rect.x)),
        y: Pt(rounded(height - rect.y - rect.height)),
        width: Pt(rounded(rect.width)),
        height: Pt(rounded(rect.height)),
        mode: None,
        winding_order: None,
    }
}

fn rgb(colour: Colour) -> Color {
    // Three digits are more than 255 steps need.
    let [red, green, blue] = colour.map(|part| (f32::from(part) / 0.255).round() / 1000.0);
    Color::Rgb(Rgb::new(red, green, blue, None))
}

/// To hundredths of a point, which is finer than any printer and short to write.
fn rounded(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

/// How the pen writes: what must be said again when it changes.
#[derive(Clone, Copy, PartialEq)]
struct Hand {
    face: FaceIdx,
    size: f32,
    colour: Colour,
    is_hidden: bool,
}

/// Gathers the glyphs of words that follow one another on a line.
struct Pen<'a> {
    height: f32,
    fonts: &'a Embedded,
    ops: &'a mut Vec<Op>,
    hand: Option<Hand>,
    /// Where the gathered glyphs begin and end, and how far they are lifted.
    start: (f32, f32),
    end: f32,
    /// What moves the first glyph, in thousandths of the size.
    before: f32,
    glyphs: Vec<Shown<'a>>,
}

/// One gathered glyph, and what moves the pen after it.
struct Shown<'a> {
    code: &'a Code,
    offset: f32,
}

impl<'a> Pen<'a> {
    fn new(height: f32, fonts: &'a Embedded, ops: &'a mut Vec<Op>) -> Self {
        Self {
            height,
            fonts,
            ops,
            hand: None,
            start: (0.0, 0.0),
            end: f32::NAN,
            before: 0.0,
            glyphs: Vec::new(),
        }
    }

    fn write(&mut self, text: &Text) {
        // Where glyphs alone do not give the text, it is said. Readers turn such text around
        // where it runs from right to left, so that it is better left alone there.
        let is_said = !text.word.is_rtl && !self.fonts.reads_right(&text.word);
        if is_said {
            self.flush();
            self.ops.push(said(&text.word.text));
        }
        let mut x = text.x;
        for run in &text.word.runs {
            let hand = Hand {
                face: run.face,
                size: text.size,
                colour: text.colour,
                is_hidden: text.is_hidden,
            };
            for glyph in &run.glyphs {
                self.put(glyph, hand, (x, text.y));
                x += glyph.advance * text.size / 1000.0;
            }
        }
        if is_said {
            self.flush();
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn put(&mut self, glyph: &Glyph, hand: Hand, (x, y): (f32, f32)) {
        let y = y - glyph.dy * hand.size / 1000.0;
        let goes_on = (self.end - x).abs() < 0.02 && (self.start.1 - y).abs() < 0.01;
        if !goes_on || self.hand != Some(hand) {
            self.flush();
            self.take(hand);
            self.start = (x, y);
        }
        if glyph.dx != 0.0 {
            match self.glyphs.last_mut() {
                Some(last) => last.offset -= tenth(glyph.dx),
                None => self.before = -tenth(glyph.dx),
            }
        }
        if let Some(code) = self.fonts.glyph(hand.face, glyph.id) {
            let offset = tenth(glyph.nominal - glyph.advance + glyph.dx);
            self.glyphs.push(Shown { code, offset });
        }
        self.end = x + glyph.advance * hand.size / 1000.0;
    }

    /// Says what is different from the hand before.
    fn take(&mut self, hand: Hand) {
        let before = self.hand.replace(hand);
        let is_same = before.is_some_and(|it| (it.face, it.size) == (hand.face, hand.size));
        if let Some(id) = self.fonts.id(hand.face).filter(|_| !is_same) {
            self.ops.push(Op::SetFont {
                font: PdfFontHandle::External(id.clone()),
                size: Pt(hand.size),
            });
        }
        if before.is_none_or(|before| before.colour != hand.colour) {
            self.ops.push(Op::SetFillColor {
                col: rgb(hand.colour),
            });
        }
        if before.is_some_and(|before| before.is_hidden) != hand.is_hidden {
            let mode = if hand.is_hidden {
                TextRenderingMode::Invisible
            } else {
                TextRenderingMode::Fill
            };
            self.ops.push(Op::SetTextRenderingMode { mode });
        }
    }

    fn flush(&mut self) {
        if self.glyphs.is_empty() {
            return;
        }
        let (x, y) = (rounded(self.start.0), rounded(self.height - self.start.1));
        self.ops.push(Op::SetTextMatrix {
            matrix: TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, x, y]),
        });
        let is_new = |shown: &Shown<'_>| !shown.code.is_introduced.replace(true);
        let n_new = self.glyphs.iter().filter(|shown| is_new(shown)).count();
        let op = if n_new > 0 {
            introduced(self.before, &self.glyphs)
        } else {
            shown(self.before, &self.glyphs)
        };
        self.ops.push(op);
        self.glyphs.clear();
        self.before = 0.0;
        self.end = f32::NAN;
    }

    /// The mode of painting outlives a text section, so it is put back.
    fn finish(mut self) {
        self.flush();
        if self.hand.is_some_and(|hand| hand.is_hidden) {
            let mode = TextRenderingMode::Fill;
            self.ops.push(Op::SetTextRenderingMode { mode });
        }
    }
}

/// Shows glyphs and says what each is read as, which must be said once of every glyph.
fn introduced(before: f32, glyphs: &[Shown<'_>]) -> Op {
    let mut items = Vec::new();
    if before != 0.0 {
        items.push(TextItem::Offset(before));
    }
    let points = glyphs.iter().map(|shown| Codepoint {
        gid: shown.code.number,
        offset: shown.offset,
        cid: Some(shown.code.text.to_string()),
    });
    items.push(TextItem::GlyphIds(points.collect()));
    Op::ShowText { items }
}

/// Shows glyphs that have been introduced: as strings, which are a fraction of the size.
fn shown(before: f32, glyphs: &[Shown<'_>]) -> Op {
    let mut items = Vec::new();
    if before != 0.0 {
        items.push(DictItem::Real(before));
    }
    let mut data = Vec::with_capacity(glyphs.len() * 2);
    for shown in glyphs {
        data.extend(shown.code.number.to_be_bytes());
        if shown.offset != 0.0 {
            let data = std::mem::take(&mut data);
            items.push(DictItem::String {
                data,
                literal: true,
            });
            items.push(DictItem::Real(shown.offset));
        }
    }
    if !data.is_empty() {
        items.push(DictItem::String {
            data,
            literal: true,
        });
    }
    Op::Unknown {
        key: "TJ".into(),
        value: vec![DictItem::Array(items)],
    }
}

fn tenth(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}

/// The text that the glyphs up to the end of this mark stand for.
fn said(text: &str) -> Op {
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    let data = [0xfe, 0xff].into_iter().chain(units).collect();
    let text = DictItem::String {
        data,
        literal: false,
    };
    let map = BTreeMap::from([("ActualText".to_owned(), text)]);
    Op::BeginMarkedContentWithProperties {
        tag: "Span".into(),
        properties: DictItem::Dict { map },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_percent_encoded_once() {
        assert_eq!(
            encoded("https://example.org/a?b=1&c=(2)#d"),
            "https://example.org/a?b=1&c=(2)#d"
        );
        assert_eq!(
            encoded("https://example.org/ü%20x"),
            "https://example.org/%C3%BC%20x"
        );
        assert_eq!(encoded("mailto:李@x"), "mailto:%E6%9D%8E@x");
    }
}
