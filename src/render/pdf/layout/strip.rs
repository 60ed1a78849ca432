//! Strips: what a document is cut into. A strip stands on one page, below the one before it.

use std::ops::Range;

use super::super::page::{Colour, Link, Shape, Text};

/// A band across the page. What is on it is measured from its upper left corner.
#[derive(Debug, Default)]
pub(super) struct Strip {
    /// Space above it, left out at the head of a page.
    pub(super) gap: f32,
    pub(super) height: f32,
    /// Whether the next strip belongs on the same page.
    pub(super) keep: bool,
    /// Whether it begins a page.
    pub(super) starts_page: bool,
    /// The table head that is shown again if a page begins with this strip.
    pub(super) head: Option<usize>,
    /// The heading that it shows first, by level and text.
    pub(super) heading: Option<(u8, String)>,
    pub(super) shapes: Vec<Shape>,
    pub(super) texts: Vec<Text>,
    pub(super) links: Vec<Link>,
}

impl Strip {
    /// Moves what is on it down by `dy`, and makes it that much taller.
    pub(super) fn push_down(&mut self, dy: f32) {
        self.height += dy;
        for text in &mut self.texts {
            text.y += dy;
        }
        for link in &mut self.links {
            link.rect = link.rect.shifted(0.0, dy);
        }
        for shape in &mut self.shapes {
            *shape = shape.shifted(0.0, dy);
        }
    }
}

/// Something painted behind consecutive strips and the gaps between them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ground {
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) colour: Colour,
    pub(super) strips: Range<usize>,
}

/// The strips of a table's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) strips: Range<usize>,
}

/// A document as strips.
#[derive(Debug, Default)]
pub(super) struct Strips {
    pub(super) list: Vec<Strip>,
    pub(super) grounds: Vec<Ground>,
    pub(super) heads: Vec<Head>,
}

/// Keeps the first two and the last two of a paragraph's strips together, so that no line stands
/// alone at the foot or the head of a page.
pub(super) fn keep_pairs(strips: &mut [Strip]) {
    let n = strips.len();
    if n >= 2 {
        strips[0].keep = true;
        strips[n - 2].keep = true;
    }
}
