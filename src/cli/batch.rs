//! Cards that come in together, each with the rubric that it was made with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::cards::{self, CardFile, Cards, Reader};
use super::error::Failure;
use super::ui::Ui;
use super::{exit, input, kept, shelf, workspace};
use crate::rubric::Rubric;
use crate::scorecard::quality::Settings;
use crate::scorecard::read::{self, Claim};
use crate::store::{Snapshot, Store};

/// Sound cards of one rubric, with its files.
pub(super) struct Sheaf {
    pub(super) rubric: Rubric,
    pub(super) snapshot: Snapshot,
    pub(super) cards: Cards,
}

/// Which rubric cards are read with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    /// The one that the command line names.
    Given(PathBuf),
    /// One that the store keeps, by its content hash.
    Kept(String),
    /// One of the workspace or a shipped one, by its id.
    Named(String),
    /// The cards name none.
    Untold,
}

/// Reads and checks cards on their way into a store; findings are printed.
///
/// # Errors
/// A file or a rubric cannot be read; a card has errors, and then all are kept out.
pub(super) fn sound(
    paths: &[PathBuf],
    rubric: Option<&Path>,
    store: Option<&dyn Store>,
    ui: &Ui,
) -> Result<Vec<Sheaf>, Failure> {
    let sheaves = read(paths, rubric, store, ui)?;
    for sheaf in &sheaves {
        ui.side_findings(&sheaf.cards.findings, &sheaf.cards.sources);
    }
    if sheaves.iter().any(|sheaf| sheaf.cards.has_errors()) {
        ui.note("nothing was kept");
        return Err(Failure::said(exit::DATA));
    }
    Ok(sheaves)
}

/// Reads and checks cards for their author.
///
/// # Errors
/// A file or a rubric cannot be read.
pub(super) fn read(
    paths: &[PathBuf],
    rubric: Option<&Path>,
    store: Option<&dyn Store>,
    ui: &Ui,
) -> Result<Vec<Sheaf>, Failure> {
    let settings = workspace::quality(ui)?;
    let mut sheaves = Vec::new();
    for (source, files) in sorted(cards::files(paths)?, rubric, store)? {
        let (rubric, snapshot) = source.rubric(store, ui)?;
        let cards = cards::check(files, &rubric, reader(&settings, store))?;
        sheaves.push(Sheaf {
            rubric,
            snapshot,
            cards,
        });
    }
    Ok(sheaves)
}

fn reader<'a>(settings: &'a Settings, store: Option<&'a dyn Store>) -> Reader<'a> {
    match store {
        Some(store) => Reader::AuthorOf(settings, store),
        None => Reader::Author(settings),
    }
}

/// The cards by what they are read with. Those that name no rubric go with the first that do, so
/// that what else is wrong with them is found too.
fn sorted(
    files: Vec<CardFile>,
    rubric: Option<&Path>,
    store: Option<&dyn Store>,
) -> Result<BTreeMap<Source, Vec<CardFile>>, Failure> {
    let mut groups: BTreeMap<Source, Vec<CardFile>> = BTreeMap::new();
    for file in files {
        let source = match rubric {
            Some(path) => Source::Given(path.to_owned()),
            None => Source::of(read::claim(file.bytes.clone()), store)?,
        };
        groups.entry(source).or_default().push(file);
    }
    if groups.len() > 1
        && let Some(untold) = groups.remove(&Source::Untold)
        && let Some(first) = groups.values_mut().next()
    {
        first.extend(untold);
    }
    Ok(groups)
}

impl Source {
    fn of(claim: Claim, store: Option<&dyn Store>) -> Result<Self, Failure> {
        if let (Some(hash), Some(store)) = (&claim.hash, store)
            && store.rubrics()?.iter().any(|kept| kept.hash == *hash)
        {
            return Ok(Self::Kept(hash.clone()));
        }
        Ok(claim.rubric.map_or(Self::Untold, Self::Named))
    }

    fn rubric(&self, store: Option<&dyn Store>, ui: &Ui) -> Result<(Rubric, Snapshot), Failure> {
        match (self, store) {
            (Self::Given(path), _) => input::rubric_to_keep(path, ui),
            (Self::Kept(hash), Some(store)) => kept::snapshot(store, hash),
            (Self::Kept(id) | Self::Named(id), _) => input::named_rubric_to_keep(id, ui),
            (Self::Untold, _) => input::rubric_to_keep(&shelf::choose(None, None, ui)?, ui),
        }
    }
}
