//! Fonts of the system, for characters that the shipped ones lack.
//!
//! Nothing is looked for until such a character comes. Which font is taken depends on what is
//! installed, but never on the order in which it is found.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use fontdb::{Database, FaceInfo, ID};
use unicode_script::{Script, UnicodeScript};

use crate::render::pdf::{Face, Fallback, Weight};

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
    fn font_for(&mut self, c: char, weight: Weight) -> Option<Arc<Face>> {
        let found = self.found.get_or_insert_with(Found::search);
        found.font_for(c, weight)
    }
}

/// The faces of one family that text is set in.
#[derive(Debug)]
struct Family {
    name: String,
    regular: ID,
    bold: ID,
}

/// What was found.
#[derive(Debug)]
struct Found {
    database: Database,
    /// In the order of their names.
    families: Vec<Family>,
    read: HashMap<ID, Option<Arc<Face>>>,
    /// Which characters the families have, in their order, where all of them had to be asked.
    coverage: Option<Vec<Ranges>>,
}

impl Found {
    fn search() -> Self {
        let mut database = Database::new();
        database.load_system_fonts();
        Self::new(database)
    }

    fn new(database: Database) -> Self {
        let mut by_name: BTreeMap<&str, Vec<&FaceInfo>> = BTreeMap::new();
        for face in database.faces() {
            if let Some((name, _)) = face.families.first() {
                by_name.entry(name).or_default().push(face);
            }
        }
        let families = by_name.into_iter().filter_map(|(name, faces)| {
            Some(Family {
                name: name.to_owned(),
                regular: nearest(&faces, fontdb::Weight::NORMAL)?,
                bold: nearest(&faces, fontdb::Weight::BOLD)?,
            })
        });
        Self {
            families: families.collect(),
            read: HashMap::new(),
            coverage: None,
            database,
        }
    }

    fn font_for(&mut self, c: char, weight: Weight) -> Option<Arc<Face>> {
        let script = c.script();
        let own = format!("Noto Sans {}", script.full_name().replace('_', " "));
        let named = families(script).iter().copied();
        for name in named.chain([own.as_str()]).chain(GENERAL.iter().copied()) {
            let at = self
                .families
                .binary_search_by(|family| family.name.as_str().cmp(name));
            let face = at.ok().and_then(|at| self.face(at, c, weight));
            if face.is_some() {
                return face;
            }
        }
        let any = self.any_with(c)?;
        self.face(any, c, weight)
    }

    /// A family's face for a character: of that weight if that one has it.
    fn face(&mut self, family: usize, c: char, weight: Weight) -> Option<Arc<Face>> {
        let Family { regular, bold, .. } = self.families[family];
        let ids = match weight {
            Weight::Regular => [regular, bold],
            Weight::Bold => [bold, regular],
        };
        ids.into_iter().find_map(|id| {
            let face = self
                .read
                .entry(id)
                .or_insert_with(|| read(&self.database, id).map(Arc::new));
            face.clone().filter(|face| face.covers(c))
        })
    }

    /// The first family, by name, that has a character.
    fn any_with(&mut self, c: char) -> Option<usize> {
        let coverage = self.coverage.get_or_insert_with(|| {
            let faces = self
                .families
                .iter()
                .map(|family| read(&self.database, family.regular));
            faces
                .map(|face| face.map_or(Ranges(Vec::new()), |face| Ranges::of(face.characters())))
                .collect()
        });
        coverage.iter().position(|ranges| ranges.contains(c))
    }
}

/// The face nearest to a weight: an upright one if there is one, and the same one however the
/// faces were found.
fn nearest(faces: &[&FaceInfo], weight: fontdb::Weight) -> Option<ID> {
    let rank = |face: &&&FaceInfo| {
        (
            face.style != fontdb::Style::Normal,
            face.stretch != fontdb::Stretch::Normal,
            face.weight.0.abs_diff(weight.0),
            face.post_script_name.clone(),
            // The same face may be there twice.
            format!("{:?}", face.source),
            face.index,
        )
    };
    faces.iter().min_by_key(rank).map(|face| face.id)
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

    fn name_for(fonts: &[&[u8]], c: char, weight: Weight) -> Option<String> {
        let mut database = Database::new();
        for font in fonts {
            database.load_font_data(font.to_vec());
        }
        let face = Found::new(database).font_for(c, weight)?;
        Some(face.name().to_owned())
    }

    #[test]
    fn what_is_found_does_not_depend_on_the_order() {
        for fonts in [
            [REGULAR, BOLD, MATH],
            [MATH, BOLD, REGULAR],
            [BOLD, MATH, REGULAR],
        ] {
            let name = |c, weight| name_for(&fonts, c, weight);
            assert_eq!(
                name('Ł', Weight::Regular).as_deref(),
                Some("NotoSans-Regular")
            );
            assert_eq!(name('Ł', Weight::Bold).as_deref(), Some("NotoSans-Bold"));
            assert_eq!(
                name('∞', Weight::Bold).as_deref(),
                Some("NotoSansMath-Regular")
            );
            assert_eq!(name('李', Weight::Regular), None);
        }
        assert_eq!(name_for(&[], 'a', Weight::Bold), None);
    }

    #[test]
    fn ranges_hold_what_was_put_in() {
        let ranges = Ranges::of([5, 3, 4, 9, 0x1_f600, 9].into_iter());
        assert_eq!(ranges.0, [(3, 5), (9, 9), (0x1_f600, 0x1_f600)]);
        assert!(ranges.contains('\u{4}') && ranges.contains('😀'));
        assert!(!ranges.contains('\u{2}') && !ranges.contains('\u{6}') && !ranges.contains('a'));
    }
}
