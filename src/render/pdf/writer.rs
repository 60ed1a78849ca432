//! Finished pages as a file.
//!
//! printpdf writes pages and fonts. What it does not know, nested outline, logical structure and
//! language, is added to its objects afterwards, and what it adds by itself, dates and numbers
//! from a counter, is taken out.

mod content;
mod embedded;
mod finish;
mod metadata;
mod pages;
mod structure;

use std::sync::Arc;

use lopdf::SaveOptions;
use printpdf::PdfDocument;

use super::font::Face;
use super::page::Document;
use super::{Options, PdfError};
use embedded::Embedded;
pub(super) use metadata::keywords;
use pages::Pages;

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
    let mut marks = structure::Marks::new(document);
    let pages = Pages::write(document, options.paper.size(), &fonts, &mut marks);
    let mut pdf = PdfDocument::new(&options.title);
    fonts.embed(&mut pdf);
    let objects = pages.and_then(|pages| pages.objects(pdf));
    let mut objects = objects.ok_or(PdfError::Assembly)?;
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
