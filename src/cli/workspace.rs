//! The workspace that a command runs in.

use std::path::{Path, PathBuf};

use super::error::Failure;
use super::ui::Ui;
use super::{exit, input};
use crate::scorecard::quality::Settings;
use crate::store::Person;
use crate::text::Sources;
use crate::workspace::{self, FILE, Workspace};

/// The variable that says who runs the commands, over the workspace file.
const IDENTITY: &str = "PANELKIT_AS";

/// What the log has where nobody said who they are.
const UNTOLD: &str = "(not told)";

/// Most bytes that are read of a workspace file.
const MAX_BYTES: usize = 1024 * 1024;

/// The workspace, as [`open`] finds it.
///
/// # Errors
/// As [`open`].
pub(super) fn find(ui: &Ui) -> Result<Workspace, Failure> {
    open(ui).map(|(_, workspace)| workspace)
}

/// What the workspace sets for the quality of cards.
///
/// # Errors
/// As [`open`].
pub(super) fn quality(ui: &Ui) -> Result<Settings, Failure> {
    let workspace = find(ui)?;
    Ok(Settings {
        severities: workspace.severities,
        evidence_words: workspace.evidence_words,
    })
}

/// The workspace named on the command line, or the nearest upwards, with the folder it is in; an
/// empty one where there is none.
///
/// # Errors
/// The file named does not exist, or it cannot be used.
pub(super) fn open(ui: &Ui) -> Result<(PathBuf, Workspace), Failure> {
    let path = match &ui.workspace {
        Some(folder) => Some(folder.join(FILE)),
        None => upwards(),
    };
    let Some(path) = path else {
        return Ok((PathBuf::new(), Workspace::default()));
    };
    let mut sources = Sources::default();
    let bytes = input::read(&path, MAX_BYTES)?;
    let (workspace, found) = workspace::read(&path.display().to_string(), bytes, &mut sources);
    ui.side_findings(&found, &sources);
    let workspace = workspace.ok_or_else(|| Failure::said(exit::CONFIG))?;
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    Ok((folder, workspace))
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

/// Who runs the command: `PANELKIT_AS`, else the workspace's identity.
///
/// # Errors
/// The workspace file cannot be used.
pub(super) fn identity(ui: &Ui) -> Result<Person, Failure> {
    let told = std::env::var(IDENTITY).ok();
    let told = told.filter(|name| !name.trim().is_empty());
    let name = match told {
        Some(name) => Some(name),
        None => find(ui)?.identity,
    };
    Ok(Person::new(name.as_deref().unwrap_or(UNTOLD)))
}
