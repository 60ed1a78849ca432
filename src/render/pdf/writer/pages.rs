//! The contents of pages, made some at a time: instructions take twenty times the room of what
//! they come to.

use lopdf::{Document as Objects, Object, ObjectId, Stream};
use printpdf::{Mm, Op, PdfDocument, PdfPage, PdfSaveOptions};
use rayon::prelude::*;

use super::content;
use super::embedded::Embedded;
use super::structure::Marks;
use crate::render::pdf::page::Document;

/// Millimetres in a point.
const MM_IN_PT: f32 = 25.4 / 72.0;

/// Pages whose instructions are in memory at once.
const AT_ONCE: usize = 128;

/// The pages of a document.
pub(super) struct Pages {
    /// What the document as a whole learns from each: links, and which glyphs there are.
    told: Vec<PdfPage>,
    /// The finished content of each.
    streams: Vec<Stream>,
}

impl Pages {
    /// Writes the contents of pages that are so many points wide and tall. None if they are not
    /// what printpdf writes.
    pub(super) fn write(
        document: &Document,
        (width, height): (f32, f32),
        fonts: &Embedded,
        marks: &mut Marks,
    ) -> Option<Self> {
        let page = |ops| PdfPage::new(Mm(width * MM_IN_PT), Mm(height * MM_IN_PT), ops);
        let mut told = Vec::with_capacity(document.pages.len());
        let mut streams = Vec::with_capacity(document.pages.len());
        for some in document.pages.chunks(AT_ONCE) {
            let some = some.iter();
            let ops: Vec<_> = some
                .map(|of| content::ops(of, height, fonts, marks))
                .collect();
            told.extend(ops.iter().map(|ops| page(telling(ops))));
            let written: Vec<_> = ops.into_par_iter().map(|ops| stream(page(ops))).collect();
            for stream in written {
                streams.push(stream?);
            }
        }
        Some(Self { told, streams })
    }

    /// Makes objects of a document with these pages.
    pub(super) fn objects(self, mut pdf: PdfDocument) -> Option<Objects> {
        pdf.with_pages(self.told);
        let mut objects = pdf.to_lopdf_document(&options(), &mut Vec::new());
        let contents: Vec<ObjectId> = contents(&objects)?;
        for (id, stream) in contents.into_iter().zip(self.streams) {
            objects.set_object(id, stream);
        }
        Some(objects)
    }
}

fn options() -> PdfSaveOptions {
    PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        // Glyphs are shown by an operator that printpdf does not know.
        secure: false,
        image_optimization: None,
    }
}

/// The instructions that say something beyond the page.
fn telling(ops: &[Op]) -> Vec<Op> {
    let mut told = Vec::new();
    let mut font = None;
    for op in ops {
        match op {
            Op::SetFont { .. } => font = Some(op),
            Op::ShowText { .. } => {
                told.extend(font.cloned());
                told.push(op.clone());
            }
            Op::LinkAnnotation { .. } => told.push(op.clone()),
            _ => {}
        }
    }
    told
}

/// The content of one page, compressed. Fonts change nothing in it, as glyphs are shown by number.
fn stream(page: PdfPage) -> Option<Stream> {
    let mut pdf = PdfDocument::new("");
    pdf.with_pages(vec![page]);
    let mut objects = pdf.to_lopdf_document(&options(), &mut Vec::new());
    let id = *contents(&objects)?.first()?;
    let Object::Stream(mut stream) = objects.objects.remove(&id)? else {
        return None;
    };
    // One that does not get smaller stays as it is.
    let _ = stream.compress();
    Some(stream)
}

/// The objects that hold the contents of the pages.
fn contents(objects: &Objects) -> Option<Vec<ObjectId>> {
    let pages = objects.get_pages().into_values();
    let contents = pages.map(|page| {
        let page = objects.get_dictionary(page).ok()?;
        page.get(b"Contents").ok()?.as_reference().ok()
    });
    contents.collect()
}
