//! Blocks as pages: first as strips, which know their height, and then strips on pages.

mod chart;
mod list;
mod pages;
mod strip;
mod table;
mod theme;
mod widths;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Options;
use super::font::Style;
use super::page::{Colour, Document, Link, Node, NodeIdx, Rect, Role, Shape, Text};
use super::paragraph::{Line, Paragraph};
use super::shape::Shaper;
use crate::render::blocks::{Block, Inline, plain};
use list::Marker;
use strip::{Ground, Strip, Strips, keep_pairs};
use theme::Type;

/// Lays out one document.
pub(super) struct Layout<'a, 'f> {
    options: &'a Options,
    shaper: &'a mut Shaper<'f>,
    strips: Strips,
    nodes: Vec<Node>,
    /// Words for what is drawn.
    alternatives: BTreeMap<NodeIdx, String>,
    /// The node around what is laid out.
    parent: NodeIdx,
    area: Area,
    /// The space above the next strip.
    gap: f32,
    /// Whether the next strip begins a page.
    is_page_due: bool,
    /// The marker that belongs beside the next strip.
    marker: Option<Marker>,
}

/// What part of the page's width is written on.
#[derive(Debug, Clone, Copy)]
struct Area {
    x: f32,
    width: f32,
    /// The space after paragraphs.
    after: f32,
}

/// How a line stands in its area.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stand {
    /// Where reading begins: at the right for text that runs to the left.
    Start,
    Left,
    Center,
    Right,
}

/// Where and how lines are set.
struct Setting<'t> {
    x: f32,
    width: f32,
    stand: Stand,
    kind: &'t Type,
    node: Option<NodeIdx>,
}

impl<'a, 'f> Layout<'a, 'f> {
    pub(super) fn new(options: &'a Options, shaper: &'a mut Shaper<'f>) -> Self {
        let (width, _) = options.paper.size();
        Self {
            options,
            shaper,
            strips: Strips::default(),
            nodes: vec![Node {
                role: Role::Document,
                parent: None,
            }],
            alternatives: BTreeMap::new(),
            parent: 0,
            area: Area {
                x: 0.0,
                width: width - 2.0 * theme::MARGIN_SIDE,
                after: theme::BODY.after,
            },
            gap: 0.0,
            is_page_due: false,
            marker: None,
        }
    }

    pub(super) fn lay_out(mut self, blocks: &[Block]) -> Document {
        self.blocks(blocks);
        let (_, height) = self.options.paper.size();
        let text_height = height - theme::MARGIN_TOP - theme::MARGIN_BOTTOM;
        let placed = pages::paginate(&self.strips, text_height);
        let corner = (theme::MARGIN_SIDE, theme::MARGIN_TOP);
        let (mut pages, outline) = pages::assemble(&mut self.strips, &placed, corner);
        let n_pages = pages.len();
        for (idx, page) in pages.iter_mut().enumerate() {
            page.texts.extend(self.footer(idx + 1, n_pages));
        }
        Document {
            pages,
            nodes: self.nodes,
            alternatives: self.alternatives,
            outline,
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for (idx, block) in blocks.iter().enumerate() {
            self.block(block, blocks.get(idx + 1));
        }
    }

    fn block(&mut self, block: &Block, next: Option<&Block>) {
        match block {
            Block::Heading { level, content } => self.heading(*level, content),
            Block::Paragraph(content) => self.paragraph(content, next),
            Block::List { start, items } => self.list(*start, items),
            Block::Quote(blocks) => self.quote(blocks),
            Block::Code { text, .. } => self.code(text),
            Block::Table {
                alignments,
                header,
                rows,
            } => self.table(alignments, header, rows),
            Block::Chart(chart) => self.chart(chart),
            Block::Rule => self.rule(),
            Block::Notes { lines } => self.notes(*lines),
            Block::PageBreak => self.is_page_due = true,
        }
    }

    fn heading(&mut self, level: u8, content: &[Inline]) {
        let kind = theme::heading(level);
        let node = self.node(Role::Heading(level));
        let paragraph = Paragraph::new(content, Style::BOLD, self.shaper);
        let mut strips = self.line_strips(&paragraph, &kind, Some(node));
        for strip in &mut strips {
            strip.keep = true;
        }
        strips[0].heading = Some((level, plain(content)));
        strips[0].starts_page = level == 1 && !self.strips.list.is_empty();
        self.space(kind.before);
        self.push_all(strips);
        self.space(kind.after);
    }

    fn paragraph(&mut self, content: &[Inline], next: Option<&Block>) {
        let node = self.node(Role::Paragraph);
        let paragraph = Paragraph::new(content, Style::default(), self.shaper);
        let mut strips = self.line_strips(&paragraph, &theme::BODY, Some(node));
        keep_pairs(&mut strips);
        let is_lead_in = paragraph.ends_with(':') && leads_in(next);
        let is_title = matches!(content, [Inline::Strong(_)]);
        if let Some(last) = strips.last_mut() {
            last.keep |= is_lead_in || is_title || matches!(next, Some(Block::Notes { .. }));
        }
        self.push_all(strips);
        let is_close = is_lead_in || is_title;
        self.space(if is_close {
            theme::LOOSE / 2.0
        } else {
            self.area.after
        });
    }

    fn quote(&mut self, blocks: &[Block]) {
        let outer = self.enter(Role::Quote);
        let first = self.strips.list.len();
        let ground = self.strips.grounds.len();
        self.strips.grounds.push(Ground {
            x: self.area.x,
            width: 2.2,
            colour: theme::BAR,
            strips: first..first,
        });
        let area = self.set_in(theme::INDENT * 0.8);
        self.blocks(blocks);
        self.area = area;
        self.strips.grounds[ground].strips.end = self.strips.list.len();
        self.parent = outer;
        self.space(theme::BODY.after);
    }

    fn code(&mut self, text: &str) {
        let node = self.node(Role::Code);
        let kind = theme::CODE;
        let area = self.area;
        self.area.x += theme::CODE_PAD;
        self.area.width -= 2.0 * theme::CODE_PAD;
        let mut strips = Vec::new();
        for line in text.split('\n') {
            let paragraph = Paragraph::plain(line, Style::MONO, self.shaper);
            strips.extend(self.line_strips(&paragraph, &kind, Some(node)));
        }
        self.area = area;
        keep_pairs(&mut strips);
        if let Some(first) = strips.first_mut() {
            first.push_down(theme::CODE_PAD * 0.8);
        }
        if let Some(last) = strips.last_mut() {
            last.height += theme::CODE_PAD * 0.8;
        }
        let first = self.strips.list.len();
        self.strips.grounds.push(Ground {
            x: area.x,
            width: area.width,
            colour: theme::GROUND,
            strips: first..first + strips.len(),
        });
        self.space(kind.before);
        self.push_all(strips);
        self.space(kind.after);
    }

    fn rule(&mut self) {
        self.space(12.0);
        let mut strip = Strip {
            height: 1.0,
            ..Strip::default()
        };
        strip.shapes.push(line(
            (self.area.x, 0.5),
            (self.area.x + self.area.width, 0.5),
            theme::LINE,
        ));
        self.push(strip);
        self.space(12.0);
    }

    /// Ruled lines to write on, on one page.
    fn notes(&mut self, n_lines: u8) {
        for number in 1..=n_lines {
            let mut strip = Strip {
                height: theme::NOTE_LEADING,
                keep: number < n_lines,
                ..Strip::default()
            };
            let y = theme::NOTE_LEADING - theme::HAIRLINE;
            let end = self.area.x + self.area.width;
            let ruled = line((self.area.x, y), (end, y), theme::LINE);
            strip.shapes.push(ruled);
            self.push(strip);
        }
        self.space(theme::LOOSE * 2.0);
    }

    /// The lines of a paragraph in the area, one a strip.
    fn line_strips(
        &mut self,
        paragraph: &Paragraph,
        kind: &Type,
        node: Option<NodeIdx>,
    ) -> Vec<Strip> {
        let setting = Setting {
            x: self.area.x,
            width: self.area.width,
            stand: Stand::Start,
            kind,
            node,
        };
        let lines = paragraph.lines(self.area.width * 1000.0 / kind.size);
        let strips = lines.iter().map(|line| {
            let mut strip = Strip {
                height: kind.leading,
                ..Strip::default()
            };
            set_line(paragraph, line, &setting, 0.0, &mut strip);
            strip
        });
        strips.collect()
    }

    /// Asks for space above the next strip, of which the widest asked for is given.
    fn space(&mut self, gap: f32) {
        self.gap = self.gap.max(gap);
    }

    fn push(&mut self, mut strip: Strip) {
        strip.gap = std::mem::take(&mut self.gap);
        strip.starts_page |= std::mem::take(&mut self.is_page_due);
        if let Some(marker) = self.marker.take() {
            self.mark(&marker, &mut strip);
        }
        self.strips.list.push(strip);
    }

    fn push_all(&mut self, strips: Vec<Strip>) {
        for strip in strips {
            self.push(strip);
        }
    }

    fn node(&mut self, role: Role) -> NodeIdx {
        self.nodes.push(Node {
            role,
            parent: Some(self.parent),
        });
        self.nodes.len() - 1
    }

    /// Lays out what follows inside a new node. Gives the node to come back to.
    fn enter(&mut self, role: Role) -> NodeIdx {
        let node = self.node(role);
        std::mem::replace(&mut self.parent, node)
    }

    /// Makes the area smaller from the left, as far as enough of it remains. Gives the area to
    /// come back to.
    fn set_in(&mut self, by: f32) -> Area {
        let area = self.area;
        if area.width - by >= theme::NARROWEST {
            self.area.x += by;
            self.area.width -= by;
        }
        area
    }

    /// The title at the left and the page's number at the right.
    fn footer(&mut self, number: usize, n_pages: usize) -> Vec<Text> {
        let (width, height) = self.options.paper.size();
        let kind = &theme::FOOTER;
        let mut strip = Strip::default();
        let mut setting = Setting {
            x: theme::MARGIN_SIDE,
            width: width - 2.0 * theme::MARGIN_SIDE,
            stand: Stand::Right,
            kind,
            node: None,
        };
        let numbers = format!("page {number} of {n_pages}");
        let y = height - theme::MARGIN_BOTTOM / 2.0 - kind.leading;
        let texts = [
            (numbers, Stand::Right),
            (self.options.title.clone(), Stand::Left),
        ];
        for (text, stand) in texts {
            let paragraph = Paragraph::plain(&text, Style::default(), self.shaper);
            setting.stand = stand;
            let lines = paragraph.lines((setting.width - 80.0) * 1000.0 / kind.size);
            set_line(&paragraph, &lines[0], &setting, y, &mut strip);
        }
        strip.texts
    }
}

/// Whether a block is something that a sentence before it may announce.
fn leads_in(next: Option<&Block>) -> bool {
    matches!(
        next,
        Some(Block::List { .. } | Block::Table { .. } | Block::Code { .. } | Block::Chart(_))
    )
}

/// Puts a line's words, and its links, on a strip; `top` is the line's upper edge there.
fn set_line(
    paragraph: &Paragraph,
    line: &Line,
    setting: &Setting<'_>,
    top: f32,
    strip: &mut Strip,
) {
    let Setting { kind, width, .. } = setting;
    let scale = kind.size / 1000.0;
    let spare = width - line.width * scale;
    let mut x = setting.x
        + match setting.stand {
            Stand::Center => spare / 2.0,
            Stand::Right => spare,
            Stand::Start if paragraph.is_rtl => spare,
            Stand::Start | Stand::Left => 0.0,
        };
    let y = top + kind.baseline();
    let mut links: Vec<Link> = Vec::new();
    for piece in line.visual() {
        let look = &paragraph.looks[piece.look];
        let advance = piece.word.advance * scale;
        if let Some(url) = &look.link {
            extend_links(
                &mut links,
                url,
                Rect {
                    x,
                    y: top,
                    width: advance,
                    height: kind.leading,
                },
            );
        }
        strip.texts.push(Text {
            x,
            y,
            size: kind.size,
            colour: if look.link.is_some() {
                theme::LINK
            } else {
                kind.colour
            },
            word: Rc::clone(&piece.word),
            node: setting.node,
            is_hidden: false,
        });
        x += advance;
    }
    for link in &links {
        let y = y + kind.size * 0.14;
        let end = link.rect.x + link.rect.width;
        strip
            .shapes
            .push(self::line((link.rect.x, y), (end, y), theme::LINK));
    }
    strip.links.extend(links);
}

/// Words of one link that stand side by side are one place to click.
fn extend_links(links: &mut Vec<Link>, url: &Rc<str>, rect: Rect) {
    if let Some(last) = links.last_mut() {
        let is_beside = (last.rect.x + last.rect.width - rect.x).abs() < 0.01;
        if last.url == *url && is_beside {
            last.rect.width += rect.width;
            return;
        }
    }
    links.push(Link {
        rect,
        url: Rc::clone(url),
    });
}

fn line(from: (f32, f32), to: (f32, f32), colour: Colour) -> Shape {
    Shape::Stroke {
        points: vec![from, to],
        width: theme::HAIRLINE,
        colour,
        is_closed: false,
    }
}
