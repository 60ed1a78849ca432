//! How documents look. Measures are in points.

use super::super::page::Colour;

/// Around the text: above and below, left and right.
pub(super) const MARGIN_TOP: f32 = 60.0;
pub(super) const MARGIN_BOTTOM: f32 = 66.0;
pub(super) const MARGIN_SIDE: f32 = 64.0;

pub(super) const INK: Colour = [0x21, 0x24, 0x29];
pub(super) const HEADING: Colour = [0x17, 0x2b, 0x4a];
pub(super) const MUTED: Colour = [0x6e, 0x73, 0x7d];
pub(super) const LINK: Colour = [0x14, 0x52, 0x94];
pub(super) const LINE: Colour = [0xd1, 0xd6, 0xde];
pub(super) const STRONG_LINE: Colour = [0x8c, 0x99, 0xab];
pub(super) const GROUND: Colour = [0xf4, 0xf5, 0xf8];
pub(super) const BAR: Colour = [0xb8, 0xc7, 0xdb];
pub(super) const TRACK: Colour = [0xdd, 0xe4, 0xee];
/// Grounds of counts, the lightest first: one hue, each readable under `INK`.
pub(super) const GROUNDS: [Colour; 5] = [
    [0xf1, 0xf5, 0xfa],
    [0xd9, 0xe6, 0xf3],
    [0xbb, 0xd3, 0xea],
    [0x9a, 0xbd, 0xdf],
    [0x79, 0xa6, 0xd2],
];
pub(super) const FILLED: Colour = [0x4c, 0x7d, 0xb0];

/// What of a page's height a chart may take and still not be broken.
pub(super) const WHOLE: f32 = 0.8;

pub(super) const HAIRLINE: f32 = 0.5;

/// How a kind of text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Type {
    pub(super) size: f32,
    /// From baseline to baseline.
    pub(super) leading: f32,
    pub(super) colour: Colour,
    /// Above and below it.
    pub(super) before: f32,
    pub(super) after: f32,
}

impl Type {
    const fn new(size: f32, leading: f32, colour: Colour, before: f32, after: f32) -> Self {
        Self {
            size,
            leading,
            colour,
            before,
            after,
        }
    }

    /// Where the baseline is below the upper edge of a line.
    pub(super) fn baseline(&self) -> f32 {
        // Half the height of capitals below the middle.
        self.leading / 2.0 + self.size * 0.36
    }
}

pub(super) const BODY: Type = Type::new(10.0, 14.6, INK, 0.0, 7.0);
pub(super) const CODE: Type = Type::new(8.6, 12.4, INK, 4.0, 10.0);
pub(super) const FOOTER: Type = Type::new(8.0, 10.0, MUTED, 0.0, 0.0);
pub(super) const CHART_TITLE: Type = Type::new(9.4, 14.0, HEADING, 6.0, 3.0);

/// The sizes that a table may be set in, from the one it should have down to the smallest.
pub(super) const TABLE: [Type; 3] = [
    Type::new(9.0, 12.6, INK, 4.0, 12.0),
    Type::new(8.0, 11.2, INK, 4.0, 12.0),
    Type::new(7.0, 9.8, INK, 4.0, 12.0),
];

/// Headings by level.
pub(super) fn heading(level: u8) -> Type {
    match level {
        1 => Type::new(21.0, 27.0, HEADING, 24.0, 9.0),
        2 => Type::new(14.0, 19.0, HEADING, 20.0, 5.0),
        3 => Type::new(11.6, 16.0, HEADING, 13.0, 3.5),
        4 => Type::new(10.2, 14.6, HEADING, 10.0, 2.5),
        _ => Type::new(10.0, 14.6, MUTED, 9.0, 2.0),
    }
}

/// How far lists and quotes are set in, and what width must remain.
pub(super) const INDENT: f32 = 17.0;
pub(super) const NARROWEST: f32 = 150.0;

/// Between the items of a list whose items are single lines, and of one whose are not.
pub(super) const TIGHT: f32 = 2.2;
pub(super) const LOOSE: f32 = 6.0;

/// Inside table cells, left and right, above and below.
pub(super) const CELL_SIDE: f32 = 5.0;
pub(super) const CELL_TOP: f32 = 3.4;

/// Around code on its ground.
pub(super) const CODE_PAD: f32 = 7.0;

/// From line to line where people write by hand.
pub(super) const NOTE_LEADING: f32 = 23.0;

/// A task's box.
pub(super) const BOX: f32 = 7.4;
