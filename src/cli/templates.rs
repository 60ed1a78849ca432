//! Templates of the workspace that take the place of the built-in ones.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::error::{Failure, in_words};
use super::ui::Ui;
use super::{exit, input, workspace};
use crate::render::templates::MAX_OVERRIDES;
use crate::render::{self, Documents, Format};

/// Most bytes that one template may have.
const MAX_BYTES: usize = 1024 * 1024;

/// How deep the folders may go.
const MAX_DEPTH: usize = 8;

/// The templates of the workspace that a command runs in: the built-in ones, with its own in their
/// place.
///
/// # Errors
/// The workspace file, its folder of templates or one of those cannot be used.
pub(super) fn documents(ui: &Ui) -> Result<Documents, Failure> {
    let (folder, workspace) = workspace::open(ui)?;
    let Some(named) = workspace.templates else {
        return Ok(Documents::new(&[])?);
    };
    let root = folder.join(named);
    let overrides = read(&root)?;
    Ok(Documents::new(&overrides)?)
}

/// One view through one template of the workspace, in one format.
///
/// # Errors
/// As [`documents`], and a template that asks for what the view does not have.
pub(super) fn document<V: Serialize>(
    template: &str,
    view: &V,
    format: Format,
    ui: &Ui,
) -> Result<Vec<u8>, Failure> {
    let blocks = documents(ui)?.blocks(template, view)?;
    Ok(render::write(&blocks, format))
}

/// Every `*.md` and `*.html` file under a folder, by its path from there, in the order of the names.
fn read(root: &Path) -> Result<Vec<(String, String)>, Failure> {
    let real = fs::canonicalize(root).map_err(|error| {
        refused(root, &in_words(&error)).hint("`templates` in panelkit.toml names this folder")
    })?;
    let mut found = Vec::new();
    let mut pending = vec![(root.to_owned(), 0)];
    while let Some((folder, depth)) = pending.pop() {
        for path in input::folder(&folder, |_| true)? {
            if path.is_dir() {
                if depth == MAX_DEPTH {
                    return Err(refused(&path, "folders lie too deep in one another"));
                }
                pending.push((path, depth + 1));
            } else if path.extension().is_some_and(is_template) {
                found.push(path);
            }
        }
        if found.len() + pending.len() > MAX_OVERRIDES {
            let message = format!("there are more than {MAX_OVERRIDES} templates");
            return Err(refused(root, &message));
        }
    }
    found.sort();
    found
        .iter()
        .map(|path| Ok((name(path, root), source(path, &real)?)))
        .collect()
}

fn is_template(extension: &OsStr) -> bool {
    extension == "md" || extension == "html"
}

fn name(path: &Path, root: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// A template's text. A link that leads out of the folder would print any file of the system.
fn source(path: &PathBuf, root: &Path) -> Result<String, Failure> {
    let real = fs::canonicalize(path).map_err(|error| refused(path, &in_words(&error)))?;
    if !real.starts_with(root) || !real.is_file() {
        let why = "it is a link that leads out of the folder, or no file";
        return Err(refused(path, why));
    }
    let bytes = input::read(&real, MAX_BYTES)?;
    if bytes.len() > MAX_BYTES {
        return Err(refused(path, "it is larger than 1 MiB"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        refused(path, &format!("line {line} is not UTF-8 text"))
    })
}

fn refused(path: &Path, why: &str) -> Failure {
    let path = path.display();
    Failure::new(
        exit::CONFIG,
        format!("cannot use the template {path}: {why}"),
    )
}
