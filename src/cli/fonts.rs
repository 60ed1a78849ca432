//! Fonts of the system, for characters that the shipped ones lack.
//!
//! Nothing is looked for until such a character comes. Which font is taken depends on what is
//! installed, but never on the order in which it is found.

use std::collections::HashMap;
use std::sync::Arc;

use fontdb::{Database, FaceInfo, ID};
use unicode_script::{Script, UnicodeScript};

use crate::render::pdf::{Face, Fallback};

/// Asked for every script after its own families.
const GENERAL: &[&str] = &[
    "Noto Sans",
    "DejaVu Sans",
    "FreeSans",
    "Segoe UI",
    "Arial Unicode MS",
    "Noto Sans CJK SC",
];

/// Families for a script, the best first. Where none is named here, it is `Noto Sans` and the
/// script's name.
fn families(script: Script) -> &'static [&'static str] {
    match script {
        Script::Han | Script::Bopomofo => &[
            "Noto Sans CJK SC",
            "Noto Sans SC",
            "Source Han Sans SC",
            "Source Han Sans CN",
            "WenQuanYi Micro Hei",
            "WenQuanYi Zen Hei",
            "Droid Sans Fallback",
            "PingFang SC",
            "Microsoft YaHei",
        ],
        Script::Hiragana | Script::Katakana => &[
            "Noto Sans CJK JP",
            "Noto Sans JP",
            "IPAexGothic",
            "IPAGothic",
            "TakaoGothic",
            "Hiragino Sans",
            "Yu Gothic",
        ],
        Script::Hangul => &[
            "Noto Sans CJK KR",
            "Noto Sans KR",
            "NanumGothic",
            "Apple SD Gothic Neo",
            "Malgun Gothic",
        ],
        Script::Arabic => &[
            "Noto Sans Arabic",
            "Noto Naskh Arabic",
            "DejaVu Sans",
            "Amiri",
            "Geeza Pro",
        ],
        Script::Common | Script::Inherited => &[
            "Noto Sans Symbols",
            "Noto Sans Symbols2",
            "Noto Sans Math",
            "Noto Emoji",
            "DejaVu Sans",
            "Symbola",
            "Segoe UI Symbol",
            "Apple Symbols",
        ],
        _ => &[],
    }
}

/// The fonts of the system.
#[derive(Debug, Default)]
pub(super) struct SystemFonts {
    found: Option<Found>,
}

impl Fallback for SystemFonts {
    fn font_for(&mut self, c: char) -> Option<Arc<Face>> {
        self.found.get_or_insert_with(Found::search).font_for(c)
    }
}

/// What was found, by preference within each family.
#[derive(Debug)]
struct Found {
    database: Database,
    /// In the order of their names.
    families: Vec<(String, ID)>,
    read: HashMap<ID, Option<Arc<Face>>>,
    /// Which characters the families have, where all of them had to be asked.
    coverage: Option<Vec<(ID, Ranges)>>,
}

impl Found {
    fn search() -> Self {
        let mut database = Database::new();
        database.load_system_fonts();
        Self::new(database)
    }

    fn new(database: Database) -> Self {
        let mut faces: Vec<(String, &FaceInfo)> = database
            .faces()
            .filter_map(|face| Some((face.families.first()?.0.clone(), face)))
            .collect();
        // Of a family the upright regular face comes first; the same face may be there twice.
        faces.sort_by_cached_key(|(family, face)| {
            let weight = face.weight.0.abs_diff(400);
            let is_upright = face.style == fontdb::Style::Normal;
            (
                family.clone(),
                !is_upright,
                weight,
                face.post_script_name.clone(),
                format!("{:?}", face.source),
                face.index,
            )
        });
        faces.dedup_by(|next, first| next.0 == first.0);
        Self {
            families: faces
                .into_iter()
                .map(|(family, face)| (family, face.id))
                .collect(),
            database,
            read: HashMap::new(),
            coverage: None,
        }
    }

    fn font_for(&mut self, c: char) -> Option<Arc<Face>> {
        let script = c.script();
        let own = format!("Noto Sans {}", script.full_name().replace('_', " "));
        let named = families(script).iter().copied();
        for family in named.chain([own.as_str()]).chain(GENERAL.iter().copied()) {
            let id = self
                .families
                .binary_search_by(|(name, _)| name.as_str().cmp(family));
            let Ok(at) = id else { continue };
            let face = self.face(self.families[at].1);
            if let Some(face) = face.filter(|face| face.covers(c)) {
                return Some(face);
            }
        }
        let any = self.any_with(c)?;
        self.face(any)
    }

    fn face(&mut self, id: ID) -> Option<Arc<Face>> {
        let database = &self.database;
        self.read
            .entry(id)
            .or_insert_with(|| read(database, id).map(Arc::new))
            .clone()
    }

    /// The first family, by name, that has a character.
    fn any_with(&mut self, c: char) -> Option<ID> {
        let coverage = self.coverage.get_or_insert_with(|| {
            let all = self.families.iter().filter_map(|(_, id)| {
                let face = read(&self.database, *id)?;
                Some((*id, Ranges::of(face.characters())))
            });
            all.collect()
        });
        let with = coverage.iter().find(|(_, ranges)| ranges.contains(c));
        with.map(|(id, _)| *id)
    }
}

fn read(database: &Database, id: ID) -> Option<Face> {
    let name = &database.face(id)?.post_script_name;
    database.with_face_data(id, |bytes, index| Face::new(name, bytes.to_vec(), index))?
}

/// Characters as ranges, in order.
#[derive(Debug)]
struct Ranges(Vec<(u32, u32)>);

impl Ranges {
    fn of(characters: impl Iterator<Item = u32>) -> Self {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        let mut all: Vec<u32> = characters.collect();
        all.sort_unstable();
        for character in all {
            match ranges.last_mut() {
                Some((_, last)) if character <= *last + 1 => *last = character,
                _ => ranges.push((character, character)),
            }
        }
        Self(ranges)
    }

    fn contains(&self, c: char) -> bool {
        let at = self.0.partition_point(|(first, _)| *first <= u32::from(c));
        at > 0 && u32::from(c) <= self.0[at - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGULAR: &[u8] = include_bytes!("../../templates/fonts/NotoSans-Regular.ttf");
    const BOLD: &[u8] = include_bytes!("../../templates/fonts/NotoSans-Bold.ttf");
    const MATH: &[u8] = include_bytes!("../../templates/fonts/NotoSansMath-Regular.ttf");

    fn name_for(fonts: &[&[u8]], c: char) -> Option<String> {
        let mut database = Database::new();
        for font in fonts {
            database.load_font_data(font.to_vec());
        }
        let face = Found::new(database).font_for(c)?;
        Some(face.name().to_owned())
    }

    #[test]
    fn what_is_found_does_not_depend_on_the_order() {
        for fonts in [
            [REGULAR, BOLD, MATH],
            [MATH, BOLD, REGULAR],
            [BOLD, MATH, REGULAR],
        ] {
            assert_eq!(name_for(&fonts, 'Ł').as_deref(), Some("NotoSans-Regular"));
            assert_eq!(
                name_for(&fonts, '∞').as_deref(),
                Some("NotoSansMath-Regular")
            );
            assert_eq!(name_for(&fonts, '李'), None);
        }
        assert_eq!(name_for(&[], 'a'), None);
    }

    #[test]
    fn ranges_hold_what_was_put_in() {
        let ranges = Ranges::of([5, 3, 4, 9, 0x1_f600, 9].into_iter());
        assert_eq!(ranges.0, [(3, 5), (9, 9), (0x1_f600, 0x1_f600)]);
        assert!(ranges.contains('\u{4}') && ranges.contains('😀'));
        assert!(!ranges.contains('\u{2}') && !ranges.contains('\u{6}') && !ranges.contains('a'));
    }
}
