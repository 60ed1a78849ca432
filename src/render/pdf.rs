//! PDF: blocks are laid out as placed items, which a writer puts into a file.
//!
//! Layout knows nothing of the file format, and the writer nothing of blocks: `page` is all
//! that lies between them. Fonts are shipped for Latin, Greek, Cyrillic and Vietnamese; for the
//! rest the caller may know one (see [`Fallback`]).
//!
//! The same input gives the same bytes: there is no clock, no counter that outlives a document,
//! and no hash order in them.

mod font;
mod layout;
mod page;
mod paragraph;
mod shape;
mod writer;

use std::fmt;
use std::sync::Arc;

pub use font::Face;

use super::blocks::Block;
use layout::Layout;
use shape::Shaper;

/// The sheet that is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

impl Paper {
    /// Width and height in points, of which an inch has 72.
    fn size(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.276, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }
}

/// What is not in the blocks.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The sheet.
    pub paper: Paper,
    /// The document's title: in its metadata, and at the foot of every page.
    pub title: String,
    /// The language it is written in, as BCP 47 has it, such as `en`.
    pub language: Option<String>,
    /// Keywords: in its metadata, where [`keywords`] finds them.
    pub keywords: Option<String>,
}

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// As in running text.
    Regular,
    /// As in headings.
    Bold,
}

/// Where fonts come from for characters that the shipped ones lack.
pub trait Fallback {
    /// A font with an outline for `c`, a bold one if there is one. Asked once a document for each
    /// character and weight; the same question must get the same answer.
    fn font_for(&mut self, c: char, weight: Weight) -> Option<Arc<Face>>;
}

/// No fonts beyond those that are shipped.
#[derive(Debug, Clone, Copy, Default)]
pub struct ShippedFonts;

impl Fallback for ShippedFonts {
    fn font_for(&mut self, _: char, _: Weight) -> Option<Arc<Face>> {
        None
    }
}

/// A finished document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters that no font had, each once, in order. The pages show their numbers instead,
    /// such as `[U+1F600]`.
    pub missing: Vec<char>,
}

/// Why a document could not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PdfError {
    /// A font that was found for some character cannot be cut down to what is used of it.
    Font {
        /// The font's name.
        name: String,
    },
    /// The finished document could not be put into bytes.
    Assembly,
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Font { name } => write!(f, "the font {name} cannot be embedded"),
            Self::Assembly => write!(f, "the pages cannot be put together"),
        }
    }
}

impl std::error::Error for PdfError {}

/// Writes blocks as a PDF.
///
/// # Errors
/// A fallback font that is damaged.
pub fn write(
    blocks: &[Block],
    options: &Options,
    fallback: &mut dyn Fallback,
) -> Result<Written, PdfError> {
    let mut shaper = Shaper::new(fallback);
    let document = Layout::new(options, &mut shaper).lay_out(blocks);
    let (faces, missing) = shaper.finish();
    let bytes = writer::write(&document, &faces, options)?;
    Ok(Written { bytes, missing })
}

/// The keywords of a PDF that [`write()`] wrote; none where it has none.
#[must_use]
pub fn keywords(bytes: &[u8]) -> Option<String> {
    writer::keywords(bytes)
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
