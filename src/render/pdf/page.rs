//! Finished pages: what stands where. The seam between layout and the file format.
//!
//! Measures are in points; x grows to the right and y **down** from the sheet's upper left
//! corner.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::shape::Word;

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// A laid-out document.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) pages: Vec<Page>,
    /// In reading order; the first is the document itself.
    pub(super) nodes: Vec<Node>,
    /// Words for what is drawn.
    pub(super) alternatives: BTreeMap<NodeIdx, String>,
    pub(super) outline: Vec<Entry>,
}

/// One page, in the order of painting.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) shapes: Vec<Shape>,
    /// In reading order.
    pub(super) texts: Vec<Text>,
    pub(super) links: Vec<Link>,
}

/// Where an upright rectangle stands: its upper left corner and its size.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rect {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// Something drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// A filled rectangle.
    Fill { rect: Rect, colour: Colour },
    /// Straight lines from point to point.
    Stroke {
        points: Vec<(f32, f32)>,
        width: f32,
        colour: Colour,
        is_closed: bool,
    },
}

impl Shape {
    /// The same, further right and down.
    pub(super) fn shifted(&self, dx: f32, dy: f32) -> Self {
        match self {
            Self::Fill { rect, colour } => Self::Fill {
                rect: rect.shifted(dx, dy),
                colour: *colour,
            },
            Self::Stroke {
                points,
                width,
                colour,
                is_closed,
            } => Self::Stroke {
                points: points.iter().map(|(x, y)| (x + dx, y + dy)).collect(),
                width: *width,
                colour: *colour,
                is_closed: *is_closed,
            },
        }
    }
}

impl Rect {
    pub(super) fn shifted(self, dx: f32, dy: f32) -> Self {
        Self {
            x: self.x + dx,
            y: self.y + dy,
            ..self
        }
    }
}

/// A word on its baseline.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) colour: Colour,
    pub(super) word: Rc<Word>,
    /// What it belongs to; none for what is repeated on every page.
    pub(super) node: Option<NodeIdx>,
    /// Whether it can be read but is not painted, since a shape shows it.
    pub(super) is_hidden: bool,
}

/// A place that leads somewhere.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) rect: Rect,
    pub(super) url: Rc<str>,
}

/// A heading in the outline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// 1 to 6.
    pub(super) level: u8,
    pub(super) title: String,
    /// From 0.
    pub(super) page: usize,
    /// The upper edge of the heading.
    pub(super) y: f32,
}

/// A node's place among the document's.
pub(super) type NodeIdx = usize;

/// One element of the document's logical structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) role: Role,
    /// The element around it, which stands before it; none for the first.
    pub(super) parent: Option<NodeIdx>,
}

/// What an element of the structure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Document,
    /// 1 to 6.
    Heading(u8),
    Paragraph,
    List,
    Item,
    Label,
    ItemBody,
    Quote,
    Code,
    Figure,
    Table,
    Row,
    /// The head of a column.
    ColumnHead,
    Cell,
}
