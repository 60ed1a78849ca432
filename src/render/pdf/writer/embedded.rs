//! The fonts of a document, cut down to the glyphs that it shows.

use std::collections::BTreeMap;
use std::sync::Arc;

use printpdf::{FontId, ParsedFont, PdfDocument, PdfFont};
use subsetter::GlyphRemapper;

use super::super::PdfError;
use super::super::font::{Face, FaceIdx};
use super::super::page::{Document, Text};
use super::super::shape::{Glyph, Word};

/// One face as it is embedded.
struct Font {
    id: FontId,
    parsed: ParsedFont,
    remapper: GlyphRemapper,
    /// What each glyph is read as. Readers know one text a glyph; the first word decides.
    texts: BTreeMap<u16, Box<str>>,
}

/// The fonts of a document.
pub(super) struct Embedded {
    fonts: BTreeMap<FaceIdx, Font>,
}

/// What is used of a face.
#[derive(Default)]
struct Usage {
    remapper: GlyphRemapper,
    texts: BTreeMap<u16, Box<str>>,
}

impl Embedded {
    /// Finds what is used, in reading order, and cuts the faces down to it.
    pub(super) fn gather(document: &Document, faces: &[Arc<Face>]) -> Result<Self, PdfError> {
        let mut usages: BTreeMap<FaceIdx, Usage> = BTreeMap::new();
        for text in document.pages.iter().flat_map(|page| &page.texts) {
            note(text, &mut usages);
        }
        let mut fonts = BTreeMap::new();
        for (nth, (idx, usage)) in usages.into_iter().enumerate() {
            let font = embedded(nth, &faces[usize::from(idx)], usage)?;
            fonts.insert(idx, font);
        }
        Ok(Self { fonts })
    }

    /// Makes them resources of a document.
    pub(super) fn embed(&self, pdf: &mut PdfDocument) {
        for font in self.fonts.values() {
            let parsed = PdfFont::new(font.parsed.clone());
            pdf.resources.fonts.map.insert(font.id.clone(), parsed);
        }
    }

    pub(super) fn id(&self, face: FaceIdx) -> &FontId {
        &self.fonts[&face].id
    }

    /// The glyph's number in the embedded font, and what it is read as.
    pub(super) fn glyph(&self, face: FaceIdx, id: u16) -> (u16, &str) {
        let font = &self.fonts[&face];
        let text = font.texts.get(&id).map_or("", |text| text);
        (font.remapper.get(id).unwrap_or(0), text)
    }

    /// Whether a word's glyphs, read one after the other, give its text. Glyphs that are lifted
    /// off the line do not: readers would take them for lines of their own.
    pub(super) fn reads_right(&self, word: &Word) -> bool {
        word.runs.iter().all(|run| {
            let texts = &self.fonts[&run.face].texts;
            let is_right = |glyph: &Glyph| {
                let known = texts.get(&glyph.id).map_or("", |text| text);
                glyph.dy == 0.0 && known == glyph_text(word, glyph)
            };
            run.glyphs.iter().all(is_right)
        })
    }
}

fn glyph_text<'w>(word: &'w Word, glyph: &Glyph) -> &'w str {
    let range = usize::from(glyph.text.start)..usize::from(glyph.text.end);
    word.text.get(range).unwrap_or("")
}

fn note(text: &Text, usages: &mut BTreeMap<FaceIdx, Usage>) {
    for run in &text.word.runs {
        let usage = usages.entry(run.face).or_default();
        for glyph in &run.glyphs {
            usage.remapper.remap(glyph.id);
            let read = glyph_text(&text.word, glyph);
            if !read.is_empty() {
                usage.texts.entry(glyph.id).or_insert_with(|| read.into());
            }
        }
    }
}

fn embedded(nth: usize, face: &Face, usage: Usage) -> Result<Font, PdfError> {
    let damaged = || PdfError::Font {
        name: face.name().to_owned(),
    };
    let bytes =
        subsetter::subset(face.bytes(), face.index(), &usage.remapper).map_err(|_| damaged())?;
    let mut parsed = ParsedFont::from_bytes(&bytes, 0, &mut Vec::new()).ok_or_else(damaged)?;
    let tag = tag(nth);
    parsed.font_name = Some(format!("{tag}+{}", face.name()));
    Ok(Font {
        id: FontId(tag),
        parsed,
        remapper: usage.remapper,
        texts: usage.texts,
    })
}

/// Six capitals, as names of subsets begin with.
fn tag(nth: usize) -> String {
    let mut rest = nth;
    let mut letters = [b'A'; 6];
    for letter in letters.iter_mut().rev() {
        *letter = b'A' + u8::try_from(rest % 26).unwrap_or(0);
        rest /= 26;
    }
    letters.iter().map(|letter| char::from(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_six_capitals_and_differ() {
        assert_eq!(tag(0), "AAAAAA");
        assert_eq!(tag(1), "AAAAAB");
        assert_eq!(tag(26), "AAAABA");
    }
}
