//! The rubrics of the workspace, by id, and which one a command goes by.

use std::path::{Path, PathBuf};

use super::error::Failure;
use super::ui::Ui;
use super::{input, shipped, workspace};
use crate::document::Id;
use crate::rubric::Rubric;
use crate::store::Candidate;
use crate::text::Sources;

/// Files that lie beside rubrics and are none.
const OTHERS: &[&str] = &[".scorecard.toml", ".sealed.toml", "panelkit.toml"];

/// The folders that the workspace keeps rubrics in.
fn folders(ui: &Ui) -> Result<Vec<PathBuf>, Failure> {
    let (root, workspace) = workspace::open(ui)?;
    Ok(workspace
        .rubrics
        .iter()
        .map(|folder| root.join(folder))
        .collect())
}

/// The workspace's rubric of that id: `<id>.toml`, or `<id>/rubric.toml`, in the first folder that
/// has one.
///
/// # Errors
/// The workspace file cannot be used.
pub(super) fn find(id: &str, ui: &Ui) -> Result<Option<PathBuf>, Failure> {
    if !Id::is_valid(id) {
        return Ok(None);
    }
    let files = folders(ui)?.into_iter().flat_map(|folder| {
        let file = folder.join(format!("{id}.toml"));
        [file, folder.join(id).join(input::ROOT)]
    });
    Ok(files.into_iter().find(|file| file.is_file()))
}

/// All rubrics of the workspace, folder by folder, in the order of their names.
///
/// # Errors
/// The workspace file cannot be used; a folder it names cannot be read.
pub(super) fn all(ui: &Ui) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for folder in folders(ui)? {
        found.extend(in_folder(&folder)?);
    }
    Ok(found)
}

/// The rubrics of a folder in the order of their names: files, and folders with a `rubric.toml`.
///
/// # Errors
/// The folder cannot be read.
pub(super) fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    input::folder(folder, |path| {
        path.join(input::ROOT).exists() || is_rubric(path)
    })
}

fn is_rubric(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_toml = path
        .extension()
        .is_some_and(|extension| extension == "toml");
    is_toml && path.is_file() && !OTHERS.iter().any(|other| name.ends_with(other))
}

/// The rubric that a command goes by: the one that is named, else the one that the candidate is
/// interviewed with, else the workspace's only one.
///
/// # Errors
/// None of these says which.
pub(super) fn choose(
    named: Option<&Path>,
    candidate: Option<&Candidate>,
    ui: &Ui,
) -> Result<PathBuf, Failure> {
    let of_candidate = candidate.and_then(|record| record.rubric.as_ref());
    match (named, of_candidate) {
        (Some(path), _) => return Ok(path.to_owned()),
        (None, Some(id)) => return Ok(find(id, ui)?.unwrap_or_else(|| PathBuf::from(id))),
        (None, None) => {}
    }
    let all = all(ui)?;
    if let [only] = &all[..] {
        return Ok(only.clone());
    }
    let failure = Failure::usage("which rubric? name it with --rubric");
    let shown: Vec<_> = all.iter().map(|path| path.display().to_string()).collect();
    Err(match shown.len() {
        0 => failure,
        _ => failure.hint(format!("the workspace has: {}", shown.join(", "))),
    })
}

/// The ids of all rubrics that an id can mean: the workspace's and the shipped ones, sorted.
///
/// # Errors
/// As [`all`].
pub(super) fn ids(ui: &Ui) -> Result<Vec<String>, Failure> {
    let mut ids: Vec<String> = shipped::ids().into_iter().map(str::to_owned).collect();
    ids.extend(all(ui)?.iter().filter_map(|path| id_of(path)));
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// The id that a rubric of the workspace is found by.
fn id_of(path: &Path) -> Option<String> {
    let name = if path.is_dir() {
        path.file_name()
    } else {
        path.file_stem()
    };
    name?.to_str().map(str::to_owned)
}

/// What an id means.
pub(super) enum Meant {
    /// A rubric that can be used.
    Sound(Box<Rubric>),
    /// A rubric that cannot.
    Broken,
    /// None.
    Nothing,
}

/// The rubric of the workspace, or the shipped one, that has an id. What is wrong with it is not
/// said.
///
/// # Errors
/// The workspace file cannot be used; the rubric's file cannot be read.
pub(super) fn meant(id: &str, ui: &Ui) -> Result<Meant, Failure> {
    let sources = &mut Sources::default();
    let loaded = match find(id, ui)? {
        Some(path) => input::at_path(&path, sources)?,
        None => match shipped::load(id, sources) {
            Some(loaded) => loaded,
            None => return Ok(Meant::Nothing),
        },
    };
    Ok(match loaded.rubric {
        Some(rubric) => Meant::Sound(Box::new(rubric)),
        None => Meant::Broken,
    })
}
