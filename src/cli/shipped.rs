//! The rubrics that are built into the program, by id.

use include_dir::{Dir, include_dir};

use crate::rubric::compile::{self, FileProblem, Files, Included, Loaded};
use crate::text::Sources;

/// The folder `rubrics/`: one file a rubric, and what they include under `library/`.
static RUBRICS: Shelf = Shelf(include_dir!("$CARGO_MANIFEST_DIR/rubrics"));

/// Before the path of a shipped file in messages. The hash names the root by its last part, so that
/// it is the one of the same files on a disk.
const SHOWN: &str = "shipped/";

/// What a rubric's file name ends in, after its id.
const SUFFIX: &str = ".toml";

/// A folder of rubrics inside the program.
struct Shelf(Dir<'static>);

/// The ids of the shipped rubrics, sorted.
pub(super) fn ids() -> Vec<&'static str> {
    RUBRICS.ids()
}

/// Loads a shipped rubric; none where there is none of that id.
pub(super) fn load(id: &str, sources: &mut Sources) -> Option<Loaded> {
    RUBRICS.load(id, sources)
}

impl Shelf {
    fn ids(&self) -> Vec<&str> {
        let mut ids: Vec<_> = self
            .0
            .files()
            .filter_map(|file| file.path().to_str()?.strip_suffix(SUFFIX))
            .collect();
        ids.sort_unstable();
        ids
    }

    fn load(&self, id: &str, sources: &mut Sources) -> Option<Loaded> {
        let file = format!("{id}{SUFFIX}");
        let found = self.ids().contains(&id).then(|| self.0.get_file(&file))??;
        let bytes = found.contents().to_vec();
        let name = format!("{SHOWN}{file}");
        Some(compile::load(&name, bytes, &mut Embedded(self), sources))
    }
}

/// The files around a shipped rubric. There are no links and nothing is outside.
struct Embedded<'a>(&'a Shelf);

impl Files for Embedded<'_> {
    fn read(&mut self, path: &str) -> Result<Included, FileProblem> {
        let dir = &self.0.0;
        let file = dir.get_file(path).ok_or_else(|| match dir.get_dir(path) {
            Some(_) => FileProblem::NotAFile,
            None => FileProblem::NotFound,
        })?;
        Ok(Included {
            name: format!("{SHOWN}{path}"),
            identity: path.to_owned(),
            bytes: file.contents().to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic;

    fn fixture() -> Shelf {
        Shelf(include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/shelf"))
    }

    #[test]
    fn only_whole_rubrics_have_an_id() {
        assert_eq!(fixture().ids(), ["baker", "lost-library"]);
    }

    #[test]
    fn includes_are_read_from_the_shelf_and_hash_as_on_the_disk() {
        let mut sources = Sources::default();
        let loaded = fixture().load("baker", &mut sources).unwrap();
        let rubric = loaded.rubric.expect("it is sound");
        assert_eq!(rubric.criteria().len(), 2);
        let dir = fixture().0;
        let file = |path: &str| {
            let bytes = dir.get_file(path).unwrap().contents();
            (path.to_owned(), bytes)
        };
        let files = [file("baker.toml"), file("library/attitudes.toml")];
        assert_eq!(rubric.about().hash, compile::content_hash(&files));
    }

    #[test]
    fn what_is_wrong_in_a_shipped_file_is_placed_there() {
        let mut sources = Sources::default();
        let loaded = fixture().load("lost-library", &mut sources).unwrap();
        assert!(loaded.rubric.is_none());
        let place = diagnostic::place(loaded.diagnostics[0].primary.span, &sources);
        assert!(
            place.starts_with("shipped/lost-library.toml:6:"),
            "{place}: {}",
            loaded.diagnostics[0].message
        );
    }

    #[test]
    fn nothing_but_an_id_finds_a_rubric() {
        let mut sources = Sources::default();
        for name in ["", "bakre", "baker.toml", "library/attitudes", "./baker"] {
            assert!(fixture().load(name, &mut sources).is_none(), "{name}");
        }
    }

    #[test]
    fn every_shipped_rubric_is_called_as_its_file() {
        for id in ids() {
            let mut sources = Sources::default();
            let loaded = load(id, &mut sources).unwrap();
            let rubric = loaded.rubric.unwrap_or_else(|| panic!("{id} is broken"));
            assert_eq!(rubric.about().id, id);
        }
    }
}
