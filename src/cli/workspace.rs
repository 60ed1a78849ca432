//! The workspace that a command runs in.

use std::path::{Path, PathBuf};

use super::error::Failure;
use super::ui::Ui;
use super::{exit, input};
use crate::text::Sources;
use crate::workspace::{self, FILE, Workspace};

/// Most bytes that are read of a workspace file.
const MAX_BYTES: usize = 1024 * 1024;

/// The workspace named on the command line, or the nearest upwards; an empty one where there is
/// none.
///
/// # Errors
/// The file named does not exist, or it cannot be used.
pub(super) fn find(ui: &Ui) -> Result<Workspace, Failure> {
    let path = match &ui.workspace {
        Some(folder) => Some(folder.join(FILE)),
        None => upwards(),
    };
    let Some(path) = path else {
        return Ok(Workspace::default());
    };
    let mut sources = Sources::default();
    let bytes = input::read(&path, MAX_BYTES)?;
    let (workspace, found) = workspace::read(&path.display().to_string(), bytes, &mut sources);
    ui.side_findings(&found, &sources);
    workspace.ok_or_else(|| Failure::said(exit::CONFIG))
}

fn upwards() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let found = here
        .ancestors()
        .map(|folder| folder.join(FILE))
        .find(|path| path.is_file())?;
    // Near files are shown as they would be typed.
    let near = found.parent() == Some(here.as_path());
    Some(if near {
        Path::new(FILE).to_owned()
    } else {
        found
    })
}
