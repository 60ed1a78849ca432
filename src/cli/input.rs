//! Rubrics and names from files.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::error::{Failure, in_words};
use super::ui::Ui;
use super::{exit, shelf, shipped};
use crate::diagnostic::{Diagnostic, any_error, nearest, place};
use crate::packet::Names;
use crate::rubric::Rubric;
use crate::rubric::compile::{self, FileProblem, Files, Included, Loaded};
use crate::sheet::{self, Separated};
use crate::store::{RubricFile, Snapshot};
use crate::text::Sources;

/// What a folder's root rubric is called.
pub(super) const ROOT: &str = "rubric.toml";

/// What a folder holds that is wanted, in the order of the names.
///
/// # Errors
/// The folder cannot be read.
pub(super) fn folder(
    folder: &Path,
    is_wanted: impl Fn(&Path) -> bool,
) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error: io::Error| {
        let message = format!("cannot read {}: {}", folder.display(), in_words(&error));
        Failure::no_input(message)
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if is_wanted(&path) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Reads a file that the command line names, one byte over the limit at most: that is enough to
/// say that it is too large, and an endless device does not fill the memory.
///
/// # Errors
/// It does not exist or cannot be read.
pub(super) fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    read_sized(path, limit, 0)
}

/// Reads a file of about so many bytes.
fn read_sized(path: &Path, limit: usize, size: usize) -> Result<Vec<u8>, Failure> {
    let failed = |error: &io::Error| {
        let message = format!("cannot read {}: {}", path.display(), in_words(error));
        Failure::no_input(message)
    };
    let file = fs::File::open(path).map_err(|error| failed(&error))?;
    read_from(file, limit, size).map_err(|error| failed(&error))
}

/// The same of a file that may be large: one that is too large is refused before it is read.
///
/// # Errors
/// It does not exist, cannot be read or is larger than the limit.
pub(super) fn read_large(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let size = fs::metadata(path).map_or(0, |known| known.len());
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    if size > limit {
        let mib = limit / (1024 * 1024);
        let message = format!("{} is larger than {mib} MiB", path.display());
        return Err(Failure::new(exit::DATA, message));
    }
    read_sized(path, limit, size)
}

/// Reads stdin, one byte over the limit at most.
///
/// # Errors
/// It cannot be read.
pub(super) fn read_stdin(limit: usize) -> Result<Vec<u8>, Failure> {
    read_from(io::stdin().lock(), limit, 0).map_err(|error| {
        let message = format!("cannot read stdin: {}", in_words(&error));
        Failure::no_input(message)
    })
}

fn read_from(reader: impl io::Read, limit: usize, size: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // A byte more tells the end of the file without making room for twice of it.
    bytes.try_reserve(size.saturating_add(1))?;
    reader.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The file that a path means: itself, or a folder's `rubric.toml`.
pub(super) fn root_of(path: &Path) -> PathBuf {
    if path.is_dir() {
        path.join(ROOT)
    } else {
        path.to_owned()
    }
}

/// Loads a rubric: a file, a folder with a `rubric.toml`, or by its id one of the workspace's or a
/// shipped one. What exists as a path is a path.
///
/// # Errors
/// There is none, or the file cannot be read. What is wrong inside it is among the findings.
pub(super) fn load(path: &Path, sources: &mut Sources, ui: &Ui) -> Result<Loaded, Failure> {
    if fs::symlink_metadata(path).is_ok() {
        return at_path(path, sources);
    }
    let name = path.to_str().unwrap_or_default();
    if let Some(file) = shelf::find(name, ui)? {
        return at_path(&file, sources);
    }
    shipped::load(name, sources).map_or_else(|| at_path(path, sources).map_err(no_rubric(name)), Ok)
}

/// Says that there is neither a file nor a shipped rubric, and which one may have been meant.
fn no_rubric(name: &str) -> impl FnOnce(Failure) -> Failure {
    move |failure| {
        let ids = shipped::ids();
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let word = file.strip_suffix(".toml").unwrap_or(file);
        // A path that is not there may mean the rubric that its file is called after.
        let failure = if word == name && !name.is_empty() {
            Failure::no_input(format!("`{name}` is neither a file nor a shipped rubric"))
        } else {
            failure
        };
        match nearest(word, ids.iter().copied()) {
            Some(near) => failure.hint(format!("did you mean the shipped rubric `{near}`?")),
            None if word == name && !ids.is_empty() => {
                failure.hint(format!("shipped rubrics: {}", ids.join(", ")))
            }
            None => failure,
        }
    }
}

/// Loads the rubric at a path.
///
/// # Errors
/// The file cannot be read.
pub(super) fn at_path(path: &Path, sources: &mut Sources) -> Result<Loaded, Failure> {
    let path = root_of(path);
    let bytes = read(&path, compile::MAX_BYTES)?;
    let mut files = Folder::of(&path);
    let name = path.display().to_string();
    Ok(compile::load(&name, bytes, &mut files, sources))
}

/// The rubric at a path or of a shipped id, for a command that needs a sound one.
///
/// # Errors
/// It cannot be read, or it has errors, which are then printed.
pub(super) fn rubric(path: &Path, ui: &Ui) -> Result<Rubric, Failure> {
    let mut sources = Sources::default();
    let loaded = load(path, &mut sources, ui)?;
    ui.side_findings(&loaded.diagnostics, &sources);
    loaded.rubric.ok_or_else(|| Failure::said(exit::DATA))
}

/// The rubric at a path or of an id, with its files as a store keeps them.
///
/// # Errors
/// It cannot be read, or it has errors, which are then printed.
pub(super) fn rubric_to_keep(path: &Path, ui: &Ui) -> Result<(Rubric, Snapshot), Failure> {
    let mut sources = Sources::default();
    let loaded = load(path, &mut sources, ui)?;
    to_keep(loaded, &sources, ui)
}

/// The same of a name that comes from a file, such as a card: an id, never a path.
///
/// # Errors
/// As [`rubric_to_keep`].
pub(super) fn named_rubric_to_keep(id: &str, ui: &Ui) -> Result<(Rubric, Snapshot), Failure> {
    let mut sources = Sources::default();
    let loaded = match shelf::find(id, ui)? {
        Some(file) => at_path(&file, &mut sources)?,
        None => shipped::load(id, &mut sources).ok_or_else(|| {
            let message =
                format!("there is no rubric `{id}` in the workspace or among the shipped");
            let failure = Failure::no_input(message);
            match nearest(id, shipped::ids()) {
                Some(near) => failure.hint(format!("did you mean the shipped rubric `{near}`?")),
                None => failure.hint("name the rubric's file: --rubric FILE"),
            }
        })?,
    };
    to_keep(loaded, &sources, ui)
}

fn to_keep(loaded: Loaded, sources: &Sources, ui: &Ui) -> Result<(Rubric, Snapshot), Failure> {
    ui.side_findings(&loaded.diagnostics, sources);
    let rubric = loaded.rubric.ok_or_else(|| Failure::said(exit::DATA))?;
    let files = loaded.files.into_iter().map(|(name, id)| RubricFile {
        name,
        bytes: sources.get(id).text().as_bytes().to_vec(),
    });
    let snapshot = Snapshot {
        id: rubric.about().id.to_string(),
        version: rubric.about().version.to_string(),
        hash: rubric.about().hash.clone(),
        files: files.collect(),
    };
    Ok((rubric, snapshot))
}

/// The files around a root rubric.
struct Folder {
    shown: PathBuf,
    root: io::Result<PathBuf>,
}

impl Folder {
    fn of(rubric: &Path) -> Self {
        let shown = match rubric.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::new(),
        };
        let root = if shown.as_os_str().is_empty() {
            fs::canonicalize(".")
        } else {
            fs::canonicalize(&shown)
        };
        Self { shown, root }
    }
}

impl Files for Folder {
    fn read(&mut self, path: &str) -> Result<Included, FileProblem> {
        let problem = |error: &io::Error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileProblem::NotFound,
            _ => FileProblem::Unreadable(in_words(error)),
        };
        let root = self.root.as_ref().map_err(problem)?;
        let shown = self.shown.join(path);
        let real = fs::canonicalize(&shown).map_err(|error| problem(&error))?;
        let inside = real.strip_prefix(root).map_err(|_| FileProblem::Outside)?;
        if !real.is_file() {
            return Err(FileProblem::NotAFile);
        }
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        let file = fs::File::open(&real).map_err(|error| problem(&error))?;
        let mut bytes = Vec::new();
        file.take(compile::MAX_BYTES as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| problem(&error))?;
        Ok(Included {
            name: shown.display().to_string(),
            identity: parts.join("/"),
            bytes,
        })
    }
}

/// Names to show, from a CSV file with the columns `id` and `name`.
///
/// # Errors
/// The file cannot be read or understood.
pub(super) fn names(path: Option<&Path>) -> Result<Names, Failure> {
    let mut names = Names::default();
    let Some(path) = path else {
        return Ok(names);
    };
    for Two { line, words } in two_columns(path, ["id", "name"])? {
        let [id, name] = words;
        let earlier = names.insert(&id, &name);
        if earlier.is_some_and(|earlier| earlier != name) {
            return Err(bad_line(path, line, &format!("`{id}` has two names")));
        }
    }
    Ok(names)
}

/// A row of two columns.
pub(super) struct Two {
    pub(super) line: usize,
    pub(super) words: [String; 2],
}

/// What is wrong with a line of a file.
pub(super) fn bad_line(path: &Path, line: usize, message: &str) -> Failure {
    Failure::new(exit::DATA, format!("{}:{line}: {message}", path.display()))
}

/// Two columns of a CSV file by their names; others are left out.
///
/// # Errors
/// It cannot be read; a column is missing, or a row has nothing in it.
pub(super) fn two_columns(path: &Path, names: [&str; 2]) -> Result<Vec<Two>, Failure> {
    let bytes = read(path, sheet::MAX_BYTES)?;
    let shown = path.display().to_string();
    let sources = &mut Sources::default();
    let (sheet, findings) = sheet::read(&shown, bytes, Separated::BY_COMMAS, sources);
    let sheet = sheet.filter(|_| !any_error(&findings));
    let sheet = sheet.ok_or_else(|| malformed(&findings, sources))?;
    let column = |name: &str| {
        sheet.column(name).ok_or_else(|| {
            let found = sheet.names().collect::<Vec<_>>().join("`, `");
            let message = format!("there is no column `{name}`; the header has `{found}`");
            let line = sources.get(sheet.at.source).line(sheet.at.start);
            bad_line(path, line, &message)
        })
    };
    let places = [column(names[0])?, column(names[1])?];
    let row = |row: &sheet::Row| {
        let words = places.map(|at| row.cells[at].word().to_owned());
        let missing = names.iter().zip(&words).find(|(_, word)| word.is_empty());
        if let Some((name, _)) = missing {
            return Err(bad_line(
                path,
                row.line,
                &format!("the row has no `{name}`"),
            ));
        }
        Ok(Two {
            line: row.line,
            words,
        })
    };
    sheet.rows.iter().map(row).collect()
}

/// The first of what keeps a table from being read.
fn malformed(findings: &[Diagnostic], sources: &Sources) -> Failure {
    let failure = |finding: &Diagnostic| {
        let at = place(finding.primary.span, sources);
        let failure = Failure::new(exit::DATA, format!("{at}: {}", finding.message));
        finding.hints.iter().fold(failure, Failure::hint)
    };
    let first = findings.first().map(failure);
    first.unwrap_or_else(|| Failure::said(exit::DATA))
}
