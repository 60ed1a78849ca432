//! Font faces: those that are shipped, and those that a document found besides.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use harfrust::Font;
use harfrust::font::Blob;

use super::{Fallback, Weight};
use crate::render::builtin_file;

/// A face's place in a document: the shipped ones first.
pub(super) type FaceIdx = u16;

/// One face of a font file.
pub struct Face {
    name: String,
    bytes: Blob,
    index: u32,
    font: Font,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Face")
            .field("name", &self.name)
            .field("index", &self.index)
            .finish_non_exhaustive()
    }
}

impl Face {
    /// Reads face number `index` of a TrueType or OpenType file or collection. The name is what
    /// readers of the document show; characters that names may not have are left out.
    ///
    /// None where the bytes are no such font, or it has no outlines.
    #[must_use]
    pub fn new(name: &str, bytes: Vec<u8>, index: u32) -> Option<Self> {
        Self::from_blob(name, Blob::from(bytes), index)
    }

    fn from_blob(name: &str, bytes: Blob, index: u32) -> Option<Self> {
        let font = Font::new(bytes.clone(), index)?;
        let is_sane = (16..=16_384).contains(&font.units_per_em());
        let has_outlines = font.outline_glyphs().source().is_some();
        let name: String = name
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .take(63)
            .collect();
        (is_sane && has_outlines).then_some(Self {
            name,
            bytes,
            index,
            font,
        })
    }

    /// The name it has in documents.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn index(&self) -> u32 {
        self.index
    }

    pub(super) fn font(&self) -> &Font {
        &self.font
    }

    pub(super) fn units_per_em(&self) -> f32 {
        f32::from(self.font.units_per_em())
    }

    /// The characters it has glyphs for, as code points in no order.
    pub fn characters(&self) -> impl Iterator<Item = u32> + '_ {
        let mapped = self.font.charmap().unicodes();
        mapped.map(|(character, _)| character)
    }

    /// Whether it has a glyph for a character.
    #[must_use]
    pub fn covers(&self, c: char) -> bool {
        self.font.charmap().map_unicode(c).is_some()
    }
}

/// How a piece of text is set: upright or not, light or not, and all of one width or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) mono: bool,
}

impl Style {
    pub(super) const N: usize = 8;

    pub(super) const BOLD: Self = Self {
        bold: true,
        italic: false,
        mono: false,
    };

    pub(super) const MONO: Self = Self {
        bold: false,
        italic: false,
        mono: true,
    };

    /// A number under [`Self::N`].
    pub(super) fn index(self) -> usize {
        usize::from(self.bold) | usize::from(self.italic) << 1 | usize::from(self.mono) << 2
    }

    /// The shipped face that most of its text is in.
    pub(super) fn first_face(self) -> FaceIdx {
        self.chain()[0]
    }

    /// Which shipped faces are asked for a character, in order.
    fn chain(self) -> &'static [FaceIdx] {
        match (self.mono, self.bold, self.italic) {
            (true, _, _) => &[MONO, REGULAR, MATH, SYMBOLS_2, SYMBOLS],
            (_, false, false) => &[REGULAR, MATH, SYMBOLS_2, SYMBOLS, MONO],
            (_, true, false) => &[BOLD, MATH, SYMBOLS_2, SYMBOLS, MONO],
            (_, false, true) => &[ITALIC, MATH, SYMBOLS_2, SYMBOLS, MONO],
            (_, true, true) => &[BOLD_ITALIC, MATH, SYMBOLS_2, SYMBOLS, MONO],
        }
    }
}

const REGULAR: FaceIdx = 0;
const BOLD: FaceIdx = 1;
const ITALIC: FaceIdx = 2;
const BOLD_ITALIC: FaceIdx = 3;
const MONO: FaceIdx = 4;
const MATH: FaceIdx = 5;
const SYMBOLS_2: FaceIdx = 6;
const SYMBOLS: FaceIdx = 7;

/// In the order of their indices.
const SHIPPED_NAMES: [&str; 8] = [
    "NotoSans-Regular",
    "NotoSans-Bold",
    "NotoSans-Italic",
    "NotoSans-BoldItalic",
    "NotoSansMono-Regular",
    "NotoSansMath-Regular",
    "NotoSansSymbols2-Regular",
    "NotoSansSymbols-Regular",
];

/// The shipped faces, read once.
static SHIPPED: LazyLock<Vec<Arc<Face>>> = LazyLock::new(|| {
    SHIPPED_NAMES
        .iter()
        .map(|name| {
            let bytes = builtin_file(&format!("fonts/{name}.ttf"));
            let face = Face::from_blob(name, Blob::from(bytes), 0);
            Arc::new(face.expect("shipped fonts are sound"))
        })
        .collect()
});

/// The faces of one document.
pub(super) struct Faces<'f> {
    list: Vec<Arc<Face>>,
    fallback: &'f mut dyn Fallback,
    found: BTreeMap<(char, Weight), Option<FaceIdx>>,
    missing: BTreeSet<char>,
}

impl<'f> Faces<'f> {
    pub(super) fn new(fallback: &'f mut dyn Fallback) -> Self {
        Self {
            list: SHIPPED.clone(),
            fallback,
            found: BTreeMap::new(),
            missing: BTreeSet::new(),
        }
    }

    pub(super) fn get(&self, idx: FaceIdx) -> &Face {
        &self.list[usize::from(idx)]
    }

    /// Whether a face is in every document.
    pub(super) fn is_shipped(idx: FaceIdx) -> bool {
        usize::from(idx) < SHIPPED_NAMES.len()
    }

    /// The face for a character: of the chain, else what the caller finds. None is noted down.
    pub(super) fn choose(&mut self, c: char, style: Style) -> Option<FaceIdx> {
        let shipped = style.chain().iter().copied();
        let shipped = shipped.into_iter().find(|idx| self.get(*idx).covers(c));
        let weight = if style.bold {
            Weight::Bold
        } else {
            Weight::Regular
        };
        shipped.or_else(|| self.choose_fallback(c, weight))
    }

    fn choose_fallback(&mut self, c: char, weight: Weight) -> Option<FaceIdx> {
        if let Some(known) = self.found.get(&(c, weight)) {
            return *known;
        }
        let face = self.fallback.font_for(c, weight);
        let idx = face.and_then(|face| self.add(face));
        if idx.is_none() {
            self.missing.insert(c);
        }
        self.found.insert((c, weight), idx);
        idx
    }

    fn add(&mut self, face: Arc<Face>) -> Option<FaceIdx> {
        let same = |known: &Arc<Face>| Arc::ptr_eq(known, &face);
        let idx = self.list.iter().position(same).unwrap_or_else(|| {
            self.list.push(face);
            self.list.len() - 1
        });
        FaceIdx::try_from(idx).ok()
    }

    /// The faces, and the characters that none of them has.
    pub(super) fn finish(self) -> (Vec<Arc<Face>>, Vec<char>) {
        (self.list, self.missing.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::ShippedFonts;
    use super::*;

    #[test]
    fn shipped_faces_cover_what_is_promised() {
        let mut none = ShippedFonts;
        let mut faces = Faces::new(&mut none);
        let texts = [
            "AZaz09 ŁóśćŻőűğşțăêøæß",
            "Thị Ánh Đặng Văn Hữu Nguyễn ₫",
            "Γιώργος ἀρχή Ωω",
            "Щербаков Иван Ґґ Її Ђђ",
            "‘’“”„–—…•·€№™×÷−±¼",
            "✓✗☐☑☒★☆→←↑↓↔⇒■□▲▼●○≤≥≠≈∞√∑│─┌┐",
        ];
        for text in texts {
            for bits in 0..Style::N {
                let style = Style {
                    bold: bits & 1 != 0,
                    italic: bits & 2 != 0,
                    mono: bits & 4 != 0,
                };
                assert_eq!(style.index(), bits);
                for c in text.chars() {
                    assert!(faces.choose(c, style).is_some(), "{c:?} in {style:?}");
                }
            }
        }
        assert!(faces.finish().1.is_empty());
    }

    #[test]
    fn what_no_face_has_is_noted_once_and_in_order() {
        let mut none = ShippedFonts;
        let mut faces = Faces::new(&mut none);
        for c in "李雷李ع".chars() {
            assert_eq!(faces.choose(c, Style::default()), None);
        }
        assert_eq!(faces.finish().1, ['ع', '李', '雷']);
    }

    #[test]
    fn what_is_no_font_is_no_face() {
        assert!(Face::new("x", b"not a font".to_vec(), 0).is_none());
        assert!(Face::new("x", Vec::new(), 3).is_none());
    }
}
