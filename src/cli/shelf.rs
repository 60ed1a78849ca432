//! The rubrics of the workspace, by id, and which one a command goes by.

use std::path::{Path, PathBuf};

use super::error::Failure;
use super::ui::Ui;
use super::{input, workspace};
use crate::document::Id;
use crate::store::Candidate;

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
