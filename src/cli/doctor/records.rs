//! The store: its file, what is in it as far as that is nobody's cards, and its copies.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::{Args, Report, disk, keys};
use crate::cli::press;
use crate::cli::ui::Ui;
use crate::store::{
    Examination, Fault, Moment, Panels, SeatFilter, SqliteStore, Store, StoreError,
};
use crate::text::{Digest, counted};

const STORE: &str = "store";
const COPIES: &str = "copies";
const CLOCK: &str = "clock";
const FONTS: &str = "fonts";

/// The oldest SQLite without a known way to lose what was written.
const SQLITE: [u32; 3] = [3, 51, 3];

/// Looks at the store; gives its path where there is one.
pub(super) fn look(
    args: &Args,
    report: &mut Report,
    ui: &Ui,
    has_workspace: bool,
) -> Option<PathBuf> {
    if !args.store.is_named() && !has_workspace {
        return None;
    }
    let path = match args.store.path(ui) {
        Ok(path) => path,
        Err(failure) => {
            let help = failure.hints().join("; ");
            report.note(STORE, failure.message(), help);
            return None;
        }
    };
    let shown = path.display();
    let found = match SqliteStore::examine(&path) {
        Ok(found) => found,
        Err(StoreError::Failed {
            fault: Fault::Missing,
            ..
        }) => {
            let message = format!("there is no store at {shown} yet");
            report.note(STORE, message, "the first `panelkit submit` makes it");
            return None;
        }
        Err(error) => {
            report.wrong(STORE, error.to_string(), error.hint().unwrap_or_default());
            return None;
        }
    };
    look_at_file(&path, &found, report);
    let store = to_read(&path, &found, report);
    if let Some(store) = &store {
        verify(store, args, report);
    }
    disk::look(&path, found.n_bytes, report);
    look_at_clock(&found, report);
    if let Some(store) = &store {
        look_at_copies(store, &found.copies, report);
        look_at_fonts(store, report);
    }
    Some(path)
}

/// The store to read from, where it is sound and of the version that is known.
fn to_read(path: &Path, found: &Examination, report: &mut Report) -> Option<SqliteStore> {
    if !found.damage.is_empty() || found.version != found.known_version {
        return None;
    }
    match SqliteStore::open_to_read(path) {
        Ok(store) => Some(store),
        Err(error) => {
            report.wrong(STORE, error.to_string(), error.hint().unwrap_or_default());
            None
        }
    }
}

fn look_at_file(path: &Path, found: &Examination, report: &mut Report) {
    let shown = path.display();
    for what in &found.damage {
        report.wrong(
            STORE,
            format!("{shown} is damaged: {what}"),
            format!(
                "keep the file as it is and take the last backup; {} can be read still",
                records(found.n_readable)
            ),
        );
    }
    if found.damage.is_empty() {
        let message = format!("{shown} opens, {} in its log", records(found.n_readable));
        report.good(STORE, message);
    }
    if found.version < found.known_version {
        let message = format!(
            "its tables have version {}, and version {} is written now",
            found.version, found.known_version
        );
        let help = "they are brought up to date, and a copy is kept, when it is next written";
        report.note(STORE, message, help);
    }
    if found.journal != "wal" && found.damage.is_empty() {
        let message = format!("it has no write-ahead log, but `{}`", found.journal);
        let help = "it is switched on when the store is next written, unless another program \
                    keeps it off";
        report.note(STORE, message, help);
    }
    if is_older(found.sqlite, SQLITE) {
        let message = format!("the SQLite built in is {}", found.sqlite);
        let due = SQLITE.map(|part| part.to_string()).join(".");
        let help = format!("build panelkit with SQLite {due} or newer");
        report.wrong(STORE, message, help);
    }
    look_at_rights(found, report);
}

fn records(n: u64) -> String {
    counted(usize::try_from(n).unwrap_or(usize::MAX), "record")
}

fn is_older(version: &str, than: [u32; 3]) -> bool {
    let parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    parts.collect::<Vec<u32>>()[..] < than[..]
}

fn look_at_rights(found: &Examination, report: &mut Report) {
    let mut is_private = true;
    for file in &found.files {
        is_private &= keys::is_private(file, STORE, report);
    }
    if is_private && cfg!(unix) {
        report.good(STORE, "its files are their owner's alone");
    }
}

fn look_at_clock(found: &Examination, report: &mut Report) {
    let now = Moment::now();
    match found.newest {
        Some(newest) if newest > now => report.wrong(
            CLOCK,
            format!("it is {now} by the clock, and the newest record is of {newest}"),
            "set the clock: what is due, late or first is told by it",
        ),
        _ => report.good(CLOCK, "it is not behind the newest record"),
    }
}

fn verify(store: &SqliteStore, args: &Args, report: &mut Report) {
    if args.quick {
        let message = "whether its log was changed was not looked at";
        return report.note(STORE, message, "leave --quick out");
    }
    match store.verify(None) {
        Ok(found) if found.holds() => {
            report.good(STORE, "nothing in its log was changed, removed or moved");
        }
        Ok(found) => {
            let n = counted(found.problems.len(), "problem");
            report.wrong(STORE, format!("its log has {n}"), "panelkit audit verify");
        }
        Err(error) => report.wrong(STORE, error.to_string(), error.hint().unwrap_or_default()),
    }
}

fn look_at_copies(store: &SqliteStore, copies: &[String], report: &mut Report) {
    if copies.is_empty() {
        return;
    }
    let Ok(erased) = erased(store) else {
        // What cannot be read is reported as that.
        return;
    };
    for path in copies.iter().map(Path::new) {
        let shown = path.display();
        keys::is_private(path, COPIES, report);
        let held = SqliteStore::open_to_read(path).and_then(|copy| held(&copy, &erased));
        match held {
            Ok(0) => report.good(
                COPIES,
                format!("{shown} holds nothing that was erased here"),
            ),
            Ok(n) => report.wrong(
                COPIES,
                format!("{shown} still holds {} that were erased here", records(n)),
                "delete it, and make a new one: panelkit backup FILE",
            ),
            Err(error) => report.note(
                COPIES,
                error.to_string(),
                "what it holds of erased candidates cannot be told: delete it if it is not needed",
            ),
        }
    }
}

/// The records whose content was erased, by their number and hash.
fn erased(store: &SqliteStore) -> Result<BTreeMap<u64, Digest>, StoreError> {
    let mut erased = BTreeMap::new();
    store.events(1, &mut |event| {
        if event.content.is_none() {
            erased.insert(event.sequence, event.hash);
        }
        ControlFlow::Continue(())
    })?;
    Ok(erased)
}

/// How many of them a copy holds with their content.
fn held(copy: &SqliteStore, erased: &BTreeMap<u64, Digest>) -> Result<u64, StoreError> {
    let mut n_held = 0;
    copy.events(1, &mut |event| {
        let is_same = erased.get(&event.sequence) == Some(&event.hash);
        n_held += u64::from(is_same && event.content.is_some());
        ControlFlow::Continue(())
    })?;
    Ok(n_held)
}

fn look_at_fonts(store: &SqliteStore, report: &mut Report) {
    let Ok(names) = names(store) else {
        return;
    };
    match press::without_font(names.iter().map(String::as_str)) {
        None => report.good(
            FONTS,
            "every letter of the names in the store can be printed",
        ),
        Some(missing) => report.note(
            FONTS,
            format!("no font has {missing}; PDFs show the numbers instead"),
            "install a font for them, such as the Noto fonts of your system",
        ),
    }
}

/// The names of candidates and the signatures of interviewers.
fn names(store: &SqliteStore) -> Result<Vec<String>, StoreError> {
    let mut names = Vec::new();
    let now = Moment::now();
    store.panels(Panels::All, now, &mut |panel| {
        names.extend(panel.candidate.name);
        ControlFlow::Continue(())
    })?;
    store.seats(&SeatFilter::default(), now, &mut |seat| {
        names.push(seat.seat.interviewer.signature);
        ControlFlow::Continue(())
    })?;
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(
            is_older("3.51.2", SQLITE) && is_older("3.9.10", SQLITE) && is_older("3.51", SQLITE)
        );
        assert!(
            !is_older("3.51.3", SQLITE)
                && !is_older("3.100.0", SQLITE)
                && !is_older("4.0.0", SQLITE)
        );
    }
}
