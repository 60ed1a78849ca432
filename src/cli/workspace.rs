//! The workspace that a command runs in.

use std::path::{Path, PathBuf};

use super::error::Failure;
use super::ui::Ui;
use super::{exit, input};
use crate::document::Date;
use crate::scorecard::quality::Settings;
use crate::store::{Moment, Person, Stamp};
use crate::text::Sources;
use crate::workspace::{self, FILE, Workspace};

/// The variable that says who runs the commands: over the workspace file, under `--as`.
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

/// The latest day that has begun anywhere on earth.
pub(super) fn latest_day() -> Option<Date> {
    // The first to see a new day are 14 hours ahead of UTC.
    let now = Moment::now().plus_hours(14).to_string();
    now.split('T').next().and_then(Date::parse)
}

/// The workspace named on the command line, or the nearest upwards, with the folder it is in; an
/// empty one where there is none.
///
/// # Errors
/// The file named does not exist, or it cannot be used.
pub(super) fn open(ui: &Ui) -> Result<(PathBuf, Workspace), Failure> {
    let Some(path) = file(ui) else {
        return Ok((PathBuf::new(), Workspace::default()));
    };
    let workspace = read(&path, ui)?.ok_or_else(|| Failure::said(exit::CONFIG))?;
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    Ok((folder, workspace))
}

/// The workspace file named on the command line, or the nearest upwards.
pub(super) fn file(ui: &Ui) -> Option<PathBuf> {
    match &ui.workspace {
        Some(folder) => Some(folder.join(FILE)),
        None => upwards(),
    }
}

/// Reads a workspace file; none where it has errors, which are printed.
///
/// # Errors
/// The file cannot be read.
pub(super) fn read(path: &Path, ui: &Ui) -> Result<Option<Workspace>, Failure> {
    let mut sources = Sources::default();
    let bytes = input::read(path, MAX_BYTES)?;
    let (workspace, found) = workspace::read(&path.display().to_string(), bytes, &mut sources);
    ui.side_findings(&found, &sources);
    Ok(workspace)
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

/// Who runs the command: `--as`, else `PANELKIT_AS`, else the workspace's identity; none where
/// nobody says.
///
/// # Errors
/// The workspace file cannot be used.
pub(super) fn told_identity(ui: &Ui) -> Result<Option<Person>, Failure> {
    let told = std::env::var(IDENTITY).ok();
    let told = told.filter(|name| !name.trim().is_empty());
    let name = match ui.acting.clone().or(told) {
        Some(name) => Some(name),
        None => find(ui)?.identity,
    };
    let name = name.filter(|name| !name.trim().is_empty());
    Ok(name.map(|name| Person::new(&name)))
}

/// The same, for the log, which has a word for nobody.
///
/// # Errors
/// As [`told_identity`].
pub(super) fn identity(ui: &Ui) -> Result<Person, Failure> {
    Ok(told_identity(ui)?.unwrap_or_else(|| Person::new(UNTOLD)))
}

/// Who runs the command and when.
///
/// # Errors
/// As [`told_identity`].
pub(super) fn stamp(ui: &Ui) -> Result<Stamp, Failure> {
    Ok(Stamp {
        time: Moment::now(),
        by: identity(ui)?,
    })
}

/// Who runs the command and when, for a command that must know.
///
/// # Errors
/// Nobody says who it is; as [`told_identity`].
pub(super) fn told_stamp(ui: &Ui) -> Result<Stamp, Failure> {
    let by = told_identity(ui)?.ok_or_else(|| {
        Failure::new(exit::REFUSED, "it is not told who you are").hint(
            "say it as you sign your scorecards: --as you@example.com, PANELKIT_AS, or \
             `identity` in panelkit.toml",
        )
    })?;
    let time = Moment::now();
    Ok(Stamp { time, by })
}
