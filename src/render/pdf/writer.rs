//! Finished pages as a file.
//!
//! printpdf writes pages and fonts. What it does not know, nested outline, logical structure and
//! language, is added to its objects afterwards, and what it adds by itself, dates and numbers
//! from a counter, is taken out.

mod content;
mod embedded;
mod finish;
mod metadata;
mod structure;

use std::sync::Arc;

use lopdf::{Document as Objects, SaveOptions};
use printpdf::{Mm, PdfDocument, PdfPage, PdfSaveOptions};

use super::font::Face;
use super::page::Document;
use super::{Options, PdfError};
use embedded::Embedded;
pub(super) use metadata::keywords;

/// Millimetres in a point.
const MM_IN_PT: f32 = 25.4 / 72.0;

/// Writes a document that uses these faces.
///
/// # Errors
/// A face that cannot be cut down to what is used of it.
pub(super) fn write(
    document: &Document,
    faces: &[Arc<Face>],
    options: &Options,
) -> Result<Vec<u8>, PdfError> {
    let fonts = Embedded::gather(document, faces)?;
    let (width, height) = options.paper.size();
    let mut pdf = PdfDocument::new(&options.title);
    fonts.embed(&mut pdf);
    let mut marks = structure::Marks::new(document);
    let mut pages = Vec::with_capacity(document.pages.len());
    for page in &document.pages {
        let ops = content::ops(page, height, &fonts, &mut marks);
        pages.push(PdfPage::new(
            Mm(width * MM_IN_PT),
            Mm(height * MM_IN_PT),
            ops,
        ));
    }
    pdf.with_pages(pages);
    let save = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        // Glyphs are shown by an operator that printpdf does not know.
        secure: false,
        image_optimization: None,
    };
    let mut objects: Objects = pdf.to_lopdf_document(&save, &mut Vec::new());
    drop(pdf);
    finish::finish(&mut objects, document, &marks, options).ok_or(PdfError::Assembly)?;
    let mut bytes = Vec::new();
    let save = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .compression_level(6)
        .build();
    let saved = objects.save_with_options(&mut bytes, save);
    saved.map_err(|_| PdfError::Assembly)?;
    finish::identify(&mut bytes);
    Ok(bytes)
}
