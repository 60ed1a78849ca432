//! Words as glyphs.
//!
//! Text is shaped a word at a time, so that a word that comes again, in this document or the
//! next, is looked up. Spaces join no letters, and the shipped faces do not kern them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use harfrust::{
    Buffer, Direction, Feature, GlyphId, Script, ShapeOptions, ShapePlan, ShaperFont, Tag,
};
use unicode_script::{Script as Writing, UnicodeScript};

use super::Fallback;
use super::font::{Face, FaceIdx, Faces, Style};

/// One glyph. Measures are in thousandths of the font size.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub(super) id: u16,
    /// How far the pen moves.
    pub(super) advance: f32,
    /// How far it moves by the face's own table of widths, as a whole number.
    pub(super) nominal: f32,
    pub(super) dx: f32,
    pub(super) dy: f32,
    /// The bytes of the word that it stands for. A cluster of several glyphs shares its
    /// characters out in their order; glyphs beyond the last character have none.
    pub(super) text: Range<u16>,
    /// Where its cluster begins in the word.
    cluster: u16,
}

/// Glyphs of one face, from left to right.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) face: FaceIdx,
    pub(super) glyphs: Vec<Glyph>,
}

/// A shaped piece of text that is set in one go.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) text: Box<str>,
    pub(super) is_rtl: bool,
    /// From left to right.
    pub(super) runs: Vec<Run>,
    /// In thousandths of the font size.
    pub(super) advance: f32,
}

impl Word {
    /// Cuts it, between clusters, into parts no wider than `room` and then `next` each. A
    /// cluster that is wider stands by itself. The first part is empty if nothing fits in `room`.
    pub(super) fn chop(&self, room: f32, next: f32) -> Vec<Self> {
        let mut cuts = vec![0];
        let (mut room, mut used) = (room, 0.0);
        for (start, advance) in self.clusters() {
            let is_first_of_later = cuts.len() > 1 && cuts.last() == Some(&start);
            if used + advance > room && !is_first_of_later {
                cuts.push(start);
                (room, used) = (next, 0.0);
            }
            used += advance;
        }
        cuts.push(self.text.len());
        cuts.windows(2)
            .map(|pair| self.part(pair[0]..pair[1]))
            .collect()
    }

    /// Where clusters begin, in order, and how wide each is.
    fn clusters(&self) -> Vec<(usize, f32)> {
        let glyphs = self.runs.iter().flat_map(|run| &run.glyphs);
        let mut all: Vec<(usize, f32)> = glyphs
            .map(|glyph| (usize::from(glyph.cluster), glyph.advance))
            .collect();
        all.sort_by_key(|(start, _)| *start);
        all.dedup_by(|later, kept| {
            let is_same = later.0 == kept.0;
            kept.1 += if is_same { later.1 } else { 0.0 };
            is_same
        });
        all
    }

    fn part(&self, range: Range<usize>) -> Self {
        let shift = |at: u16| at - u16::try_from(range.start).unwrap_or(0);
        let runs: Vec<Run> = self
            .runs
            .iter()
            .map(|run| Run {
                face: run.face,
                glyphs: (run.glyphs.iter())
                    .filter(|glyph| range.contains(&usize::from(glyph.cluster)))
                    .map(|glyph| Glyph {
                        text: shift(glyph.text.start)..shift(glyph.text.end),
                        cluster: shift(glyph.cluster),
                        ..glyph.clone()
                    })
                    .collect(),
            })
            .filter(|run| !run.glyphs.is_empty())
            .collect();
        Self {
            text: self.text[range.clone()].into(),
            is_rtl: self.is_rtl,
            advance: width(&runs),
            runs,
        }
    }
}

fn width(runs: &[Run]) -> f32 {
    let glyphs = runs.iter().flat_map(|run| &run.glyphs);
    glyphs.map(|glyph| glyph.advance).sum()
}

/// The longest text that is shaped as one word, in characters.
pub(super) const LONGEST_WORD: usize = 120;

/// How many words are kept for later documents.
const MOST_KEPT: usize = 50_000;

type Words = HashMap<Box<str>, Rc<Word>>;

/// One map for each style and direction.
#[derive(Default)]
struct Cache {
    words: [Words; Style::N * 2],
}

impl Cache {
    fn of(&mut self, style: Style, is_rtl: bool) -> &mut Words {
        &mut self.words[style.index() * 2 + usize::from(is_rtl)]
    }

    fn len(&self) -> usize {
        self.words.iter().map(Words::len).sum()
    }
}

thread_local! {
    /// Words in shipped faces, which look the same in every document.
    static KEPT: RefCell<Cache> = RefCell::default();
}

/// Shapes the words of one document.
pub(super) struct Shaper<'f> {
    faces: Faces<'f>,
    /// Taken from [`KEPT`], and given back at the end.
    kept: Cache,
    /// Words with glyphs of other faces, whose indices hold in this document alone.
    own: Cache,
    plans: HashMap<(FaceIdx, bool, Writing), ShapePlan>,
    buffer: Buffer,
    features: [Feature; 3],
}

impl<'f> Shaper<'f> {
    pub(super) fn new(fallback: &'f mut dyn Fallback) -> Self {
        // A ligature is one glyph for several letters; readers that copy text would stumble.
        let off = |tag| Feature::new(Tag::new(tag), 0, ..);
        Self {
            faces: Faces::new(fallback),
            kept: KEPT.take(),
            own: Cache::default(),
            plans: HashMap::new(),
            buffer: Buffer::new(),
            features: [off(b"liga"), off(b"clig"), off(b"dlig")],
        }
    }

    /// The faces of the document, and the characters that none has.
    pub(super) fn finish(mut self) -> (Vec<Arc<Face>>, Vec<char>) {
        if self.kept.len() > MOST_KEPT {
            self.kept = Cache::default();
        }
        KEPT.set(self.kept);
        self.faces.finish()
    }

    /// Whether there is a glyph for a character; where there is none, it is noted.
    pub(super) fn covers(&mut self, c: char, style: Style) -> bool {
        is_unseen(c) || self.faces.choose(c, style).is_some()
    }

    /// Shapes at most [`LONGEST_WORD`] characters that are set in one style and direction.
    pub(super) fn word(&mut self, text: &str, style: Style, is_rtl: bool) -> Rc<Word> {
        let known = self.kept.of(style, is_rtl).get(text);
        if let Some(word) = known.or_else(|| self.own.of(style, is_rtl).get(text)) {
            return Rc::clone(word);
        }
        let word = Rc::new(self.shape(text, style, is_rtl));
        let is_shipped = word.runs.iter().all(|run| Faces::is_shipped(run.face));
        let cache = if is_shipped {
            &mut self.kept
        } else {
            &mut self.own
        };
        cache
            .of(style, is_rtl)
            .insert(text.into(), Rc::clone(&word));
        word
    }

    fn shape(&mut self, text: &str, style: Style, is_rtl: bool) -> Word {
        let parts = self.parts(text, style);
        let mut runs: Vec<Run> = parts
            .into_iter()
            .map(|(face, script, range)| Run {
                face,
                glyphs: self.glyphs(text, range, face, script, is_rtl),
            })
            .collect();
        if is_rtl {
            runs.reverse();
        }
        Word {
            text: text.into(),
            is_rtl,
            advance: width(&runs),
            runs,
        }
    }

    /// Parts of one face and script. Marks and joiners stay with what they follow.
    fn parts(&mut self, text: &str, style: Style) -> Vec<(FaceIdx, Writing, Range<usize>)> {
        let mut parts: Vec<(FaceIdx, Writing, Range<usize>)> = Vec::new();
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            let script = c.script();
            let is_neutral = matches!(script, Writing::Common | Writing::Inherited);
            if let Some((face, known, range)) = parts.last_mut() {
                let stays =
                    is_unseen(c) || script == Writing::Inherited && self.faces.get(*face).covers(c);
                let fits = is_neutral || *known == script || *known == Writing::Common;
                let chosen = if stays {
                    Some(*face)
                } else {
                    self.faces.choose(c, style)
                };
                if fits && chosen.unwrap_or(0) == *face {
                    range.end = end;
                    if *known == Writing::Common && !is_neutral {
                        *known = script;
                    }
                    continue;
                }
            }
            let chosen = (!is_unseen(c))
                .then(|| self.faces.choose(c, style))
                .flatten();
            let face = chosen.unwrap_or(style.first_face());
            let script = if is_neutral { Writing::Common } else { script };
            parts.push((face, script, at..end));
        }
        parts
    }

    fn glyphs(
        &mut self,
        text: &str,
        range: Range<usize>,
        face: FaceIdx,
        script: Writing,
        is_rtl: bool,
    ) -> Vec<Glyph> {
        let direction = if is_rtl {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        };
        let key = (face, is_rtl, script);
        let script = script_of(script);
        let shown = self.faces.get(face);
        let plan = self.plans.entry(key).or_insert_with(|| {
            ShapePlan::new(shown.font(), direction, script, None, &self.features)
        });
        self.buffer.clear();
        self.buffer.push_str(&text[range.clone()]);
        self.buffer.set_direction(direction);
        self.buffer.set_script(script);
        let options = ShapeOptions::new()
            .plan(Some(plan))
            .features(&self.features);
        let font = ShaperFont::new(shown.font());
        if harfrust::shape(&font, &mut self.buffer, options).is_err() {
            return Vec::new();
        }
        read_glyphs(
            &self.buffer,
            &font,
            shown,
            &text[range.clone()],
            range.start,
            is_rtl,
        )
    }
}

fn read_glyphs(
    buffer: &Buffer,
    font: &ShaperFont<'_, '_>,
    face: &Face,
    text: &str,
    offset: usize,
    is_rtl: bool,
) -> Vec<Glyph> {
    let scale = 1000.0 / face.units_per_em();
    let small = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
    let mut glyphs: Vec<Glyph> = (buffer.glyph_infos().iter())
        .zip(buffer.glyph_positions())
        .map(|(info, position)| {
            let nominal = font.default_glyph_h_advance(GlyphId::new(info.glyph_id));
            #[expect(clippy::cast_precision_loss, reason = "font units are small")]
            let measure = |value: i32| value as f32 * scale;
            Glyph {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                advance: measure(position.x_advance),
                nominal: measure(nominal).trunc(),
                dx: measure(position.x_offset),
                dy: measure(position.y_offset),
                text: 0..0,
                cluster: small(info.cluster as usize),
            }
        })
        .collect();
    if is_rtl {
        glyphs.reverse();
    }
    share_out(&mut glyphs, text);
    for glyph in &mut glyphs {
        glyph.cluster += small(offset);
        glyph.text = glyph.text.start + small(offset)..glyph.text.end + small(offset);
    }
    if is_rtl {
        glyphs.reverse();
    }
    glyphs
}

/// Gives every cluster's characters to its glyphs, which are in reading order: one each, what
/// remains to the first.
fn share_out(glyphs: &mut [Glyph], text: &str) {
    let mut start = 0;
    while start < glyphs.len() {
        let cluster = glyphs[start].cluster;
        let n = (glyphs[start..].iter())
            .take_while(|glyph| glyph.cluster == cluster)
            .count();
        let end = (glyphs.get(start + n)).map_or(text.len(), |next| usize::from(next.cluster));
        let from = usize::from(cluster);
        let chars = text.get(from..end.max(from)).unwrap_or("");
        let n_spare = chars.chars().count().saturating_sub(n);
        let mut ends = chars
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .skip(n_spare);
        let mut at = from;
        for glyph in &mut glyphs[start..start + n] {
            let end = ends.next().map_or(at, |end| from + end);
            let range = at..end;
            glyph.text =
                u16::try_from(range.start).unwrap_or(0)..u16::try_from(range.end).unwrap_or(0);
            at = end;
        }
        start += n;
    }
}

/// Whether a character shows nothing of its own and needs no glyph.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}' | '\n'
    )
}

fn script_of(script: Writing) -> Option<Script> {
    let tag = Tag::new(script.short_name().as_bytes().first_chunk()?);
    Script::from_iso15924_tag(tag).filter(|_| script != Writing::Common)
}
