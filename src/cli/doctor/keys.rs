//! The rights of files, and key files that lie where they can be read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Args, Report};
use crate::cli::input;
use crate::seal::Keys;
use crate::seal::key::NotKeys;
use crate::store::file;

const KEYS: &str = "keys";

/// Most bytes that are read of a file that may be a key file.
const MAX_BYTES: usize = 64 * 1024;

/// Looks at the key files named, in the workspace and beside the store.
pub(super) fn look(
    args: &Args,
    workspace: Option<&Path>,
    store: Option<&Path>,
    report: &mut Report,
) {
    let beside = store.map(folder_of);
    let mut files: BTreeSet<PathBuf> = BTreeSet::new();
    for folder in workspace.map(or_here).into_iter().chain(beside) {
        let is_key = |path: &Path| path.extension().is_some_and(|extension| extension == "key");
        let found = input::folder(&folder, is_key).unwrap_or_default();
        // Near files are shown as they would be typed.
        files.extend(
            found
                .iter()
                .map(|path| path.strip_prefix(".").unwrap_or(path).to_owned()),
        );
    }
    for path in &args.key {
        if !look_at(path, report) {
            let message = format!("{} is no key file", path.display());
            report.wrong(KEYS, message, "`panelkit panel key -o FILE` makes one");
        }
    }
    for path in files.iter().filter(|path| !args.key.contains(path)) {
        let is_key = look_at(path, report);
        let is_beside = store.is_some_and(|store| folder_of(store) == folder_of(path));
        if is_key && is_beside {
            report.note(
                KEYS,
                format!("{} lies beside the store", path.display()),
                "whoever reads both can read sealed cards: keep the key elsewhere",
            );
        }
    }
}

/// Looks at one file; false where it is no key file.
fn look_at(path: &Path, report: &mut Report) -> bool {
    let bytes = input::read(path, MAX_BYTES).unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    match Keys::parse(&text) {
        Ok(_) => {}
        Err(NotKeys::Locked) => return true,
        Err(_) => return false,
    }
    if is_private(path, KEYS, report) {
        let message = format!("{} is its owner's alone", path.display());
        report.good(KEYS, message);
    }
    true
}

fn or_here(folder: &Path) -> PathBuf {
    if folder.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        folder.to_owned()
    }
}

fn folder_of(path: &Path) -> PathBuf {
    or_here(path.parent().unwrap_or(Path::new("")))
}

/// Whether nobody but its owner has rights to a file; reports it where somebody has. A file that is
/// not there is nobody's.
pub(super) fn is_private(path: &Path, about: &'static str, report: &mut Report) -> bool {
    let Some(mode) = file::shared_mode(path) else {
        return true;
    };
    let shown = path.display();
    let message = format!("{shown} is not its owner's alone (mode {mode:04o})");
    report.wrong(about, message, format!("chmod 600 {shown}"));
    false
}
