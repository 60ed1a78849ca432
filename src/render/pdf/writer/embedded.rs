//! The fonts of a document, cut down to the glyphs that it shows.

use std::cell::Cell;
use std::collections::HashSet;
use std::sync::Arc;

use printpdf::{FontId, ParsedFont, PdfDocument, PdfFont};
use subsetter::GlyphRemapper;

use super::super::PdfError;
use super::super::font::{Face, FaceIdx};
use super::super::page::Document;
use super::super::shape::{Glyph, Word};

/// One face as it is embedded.
struct Font {
    id: FontId,
    parsed: ParsedFont,
    /// By the glyphs' numbers in the face.
    glyphs: Vec<Code>,
}

/// What is known of one glyph.
#[derive(Debug, Clone, Default)]
pub(super) struct Code {
    /// Its number in the embedded font.
    pub(super) number: u16,
    /// What it is read as. Readers know one text a glyph; the first word decides.
    pub(super) text: Box<str>,
    /// Whether the document has shown it with its text.
    pub(super) is_introduced: Cell<bool>,
    is_used: bool,
}

/// The fonts of a document.
pub(super) struct Embedded {
    /// By face; none for those that are not used.
    fonts: Vec<Option<Font>>,
    /// The words whose glyphs, read one after the other, do not give their text.
    misread: HashSet<*const Word>,
}

/// What is used of a face.
#[derive(Default)]
struct Usage {
    remapper: GlyphRemapper,
    glyphs: Vec<Code>,
}

impl Embedded {
    /// Finds what is used, in reading order, and cuts the faces down to it.
    pub(super) fn gather(document: &Document, faces: &[Arc<Face>]) -> Result<Self, PdfError> {
        let words = different_words(document);
        let mut usages: Vec<Usage> = faces.iter().map(|_| Usage::default()).collect();
        for word in &words {
            note(word, &mut usages);
        }
        let misread = words
            .iter()
            .filter(|word| !reads_right(word, &usages))
            .map(|word| std::ptr::from_ref(*word));
        let misread = misread.collect();
        let mut nth = 0;
        let mut fonts = Vec::with_capacity(faces.len());
        for (face, usage) in faces.iter().zip(usages) {
            let font = if usage.glyphs.is_empty() {
                None
            } else {
                nth += 1;
                Some(embedded(nth, face, usage)?)
            };
            fonts.push(font);
        }
        Ok(Self { fonts, misread })
    }

    /// Makes them resources of a document.
    pub(super) fn embed(&self, pdf: &mut PdfDocument) {
        for font in self.fonts.iter().flatten() {
            let parsed = PdfFont::new(font.parsed.clone());
            pdf.resources.fonts.map.insert(font.id.clone(), parsed);
        }
    }

    pub(super) fn id(&self, face: FaceIdx) -> Option<&FontId> {
        let font = self.fonts.get(usize::from(face))?.as_ref()?;
        Some(&font.id)
    }

    /// What is known of a glyph that the document shows.
    pub(super) fn glyph(&self, face: FaceIdx, id: u16) -> Option<&Code> {
        let font = self.fonts.get(usize::from(face))?.as_ref()?;
        font.glyphs.get(usize::from(id))
    }

    /// Whether a word's glyphs, read one after the other, give its text.
    pub(super) fn reads_right(&self, word: &Word) -> bool {
        !self.misread.contains(&std::ptr::from_ref(word))
    }
}

/// Each word that is shown, once. Most words are shown many times.
fn different_words(document: &Document) -> Vec<&Word> {
    let mut seen = HashSet::new();
    let texts = document.pages.iter().flat_map(|page| &page.texts);
    texts
        .map(|text| &*text.word)
        .filter(|word| seen.insert(std::ptr::from_ref(*word)))
        .collect()
}

/// Glyphs that are lifted off the line do not read right: readers would take them for lines of
/// their own.
fn reads_right(word: &Word, usages: &[Usage]) -> bool {
    word.runs.iter().all(|run| {
        let known = &usages[usize::from(run.face)].glyphs;
        let mut glyphs = run.glyphs.iter();
        glyphs.all(|glyph| {
            glyph.dy == 0.0 && *known[usize::from(glyph.id)].text == *glyph_text(word, glyph)
        })
    })
}

fn glyph_text<'w>(word: &'w Word, glyph: &Glyph) -> &'w str {
    let range = usize::from(glyph.text.start)..usize::from(glyph.text.end);
    word.text.get(range).unwrap_or("")
}

fn note(word: &Word, usages: &mut [Usage]) {
    for run in &word.runs {
        let Usage { remapper, glyphs } = &mut usages[usize::from(run.face)];
        for glyph in &run.glyphs {
            let at = usize::from(glyph.id);
            if glyphs.len() <= at {
                glyphs.resize(at + 1, Code::default());
            }
            let code = &mut glyphs[at];
            if !code.is_used {
                code.is_used = true;
                code.number = remapper.remap(glyph.id);
            }
            if code.text.is_empty() {
                code.text = glyph_text(word, glyph).into();
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
        glyphs: usage.glyphs,
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
