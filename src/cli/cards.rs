//! Scorecards from files and folders, checked against their rubric.

mod own;
mod sealed;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::error::Failure;
use super::{exit, input, workspace};
use crate::diagnostic::{Diagnostic, any_error, sort};
use crate::packet::Panels;
use crate::rubric::Rubric;
use crate::scorecard::dated;
use crate::scorecard::draft::Draft;
use crate::scorecard::quality::{self, Settings};
use crate::scorecard::read::{self, MAX_BYTES, Pin, Places};
use crate::scorecard::{Scorecard, identity_key};
use crate::seal::envelope;
use crate::store::{KeptCard, Store, file};
use crate::text::{Sources, sha256_hex};

use sealed::SealedCards;

/// What a card's file name ends in; a folder stands for all such files in it, sealed ones too.
pub(super) const SUFFIX: &str = ".scorecard.toml";

/// Cards with all that was found wrong with them.
#[derive(Debug, Default)]
pub(super) struct Cards {
    pub(super) sources: Sources,
    /// The cards without errors, with the place and the bytes of each.
    pub(super) sound: Vec<(Scorecard, Places)>,
    pub(super) bytes: Vec<Vec<u8>>,
    /// Those that only the panel's key opens.
    pub(super) sealed: SealedCards,
    pub(super) findings: Vec<Diagnostic>,
    /// Cards that were given twice, byte for byte; they count once.
    pub(super) n_repeated: usize,
}

/// Whom the findings are for.
#[derive(Clone, Copy)]
pub(super) enum Reader<'a> {
    /// The author, who can still mend the card: its quality is checked too.
    Author(&'a Settings),
    /// The same, with the store that they submitted other cards to.
    AuthorOf(&'a Settings, &'a dyn Store),
    /// The panel: the card is as it is.
    Panel,
}

/// A card's file as it was read.
#[derive(Debug)]
pub(super) struct CardFile {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

/// Reads the files that hold cards; folders stand for the cards in them.
///
/// # Errors
/// A file or folder that cannot be read.
pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<CardFile>, Failure> {
    let files = expand(paths)?.into_iter().map(|path| {
        let bytes = input::read(&path, MAX_BYTES.max(envelope::MAX_BYTES))?;
        Ok(CardFile { path, bytes })
    });
    files.collect()
}

/// Reads cards and checks each by itself and all against each other.
///
/// # Errors
/// A file or folder that cannot be read.
pub(super) fn load(
    paths: &[PathBuf],
    rubric: &Rubric,
    reader: Reader<'_>,
) -> Result<Cards, Failure> {
    check(files(paths)?, rubric, reader)
}

/// Checks cards of one rubric, each by itself and all against each other.
///
/// # Errors
/// The author's earlier cards cannot be read.
pub(super) fn check(
    files: Vec<CardFile>,
    rubric: &Rubric,
    reader: Reader<'_>,
) -> Result<Cards, Failure> {
    let mut cards = Cards::default();
    let mut digests = BTreeSet::new();
    for CardFile { path, bytes } in files {
        let name = path.display().to_string();
        if !digests.insert(sha256_hex(&bytes)) {
            cards.n_repeated += 1;
        } else if envelope::is_sealed(&name, &bytes) {
            cards.read_sealed(&name, bytes, rubric);
        } else {
            cards.read(&name, bytes, rubric, Pin::Exact);
        }
    }
    cards.checked(rubric, reader)
}

/// Cards that a store gave: their latest revisions, made with versions of one rubric.
pub(super) fn kept(kept: Vec<KeptCard>, rubric: &Rubric) -> Cards {
    let mut cards = Cards::default();
    for KeptCard { card, sequence, .. } in kept {
        let name = format!("record {sequence}");
        cards.read(&name, card.bytes, rubric, Pin::AnyVersion);
    }
    cards.gathered(rubric)
}

impl Cards {
    fn read(&mut self, name: &str, bytes: Vec<u8>, rubric: &Rubric, pin: Pin) {
        let checked = read::read_pinned(name, bytes.clone(), rubric, pin, &mut self.sources);
        self.findings.extend(checked.diagnostics);
        if let Some(card) = checked.card {
            self.sound.push((card, checked.places));
            self.bytes.push(bytes);
        }
    }

    /// Takes a card in the making where it is sound, or does nothing and says so.
    pub(super) fn take(&mut self, name: &str, bytes: &[u8], rubric: &Rubric) -> bool {
        let alone = &mut Sources::default();
        let is_sound = read::read(name, bytes.to_vec(), rubric, alone)
            .card
            .is_some();
        if is_sound {
            self.read(name, bytes.to_vec(), rubric, Pin::Exact);
        }
        is_sound
    }

    /// Gathers what is wrong with one that is not.
    pub(super) fn refuse(&mut self, name: &str, bytes: Vec<u8>, rubric: &Rubric) {
        let checked = read::read(name, bytes, rubric, &mut self.sources);
        let errors = checked.diagnostics.into_iter();
        self.findings.extend(errors.filter(Diagnostic::is_error));
    }

    /// What can be said once all are read.
    ///
    /// # Errors
    /// The author's earlier cards cannot be read.
    pub(super) fn checked(mut self, rubric: &Rubric, reader: Reader<'_>) -> Result<Self, Failure> {
        let (settings, store) = match reader {
            Reader::Author(settings) => (settings, None),
            Reader::AuthorOf(settings, store) => (settings, Some(store)),
            Reader::Panel => return Ok(self.gathered(rubric)),
        };
        quality::weigh(&mut self.findings, settings);
        let kept = match store {
            Some(store) => own::cards(store, rubric, &self.sound, &mut self.sources)?,
            None => Vec::new(),
        };
        let found = quality::review(rubric, &self.sound, &kept, &self.sources, settings);
        self.findings.extend(found);
        if let Some(latest) = workspace::latest_day() {
            self.findings.extend(dated::in_future(&self.sound, latest));
        }
        Ok(self.gathered(rubric))
    }

    fn gathered(mut self, rubric: &Rubric) -> Self {
        if let Err(conflicts) = Panels::gather(rubric, &self.sound) {
            self.findings.extend(conflicts);
        }
        let conflicts = self.sealed_conflicts(rubric);
        self.findings.extend(conflicts);
        sort(&mut self.findings);
        self
    }

    /// How many cards have no errors, sealed ones included.
    pub(super) fn n_sound(&self) -> usize {
        self.sound.len() + self.sealed.names().count()
    }

    pub(super) fn has_errors(&self) -> bool {
        any_error(&self.findings)
    }
}

/// What a new card's file is called: ids and a hash, since a signature may hold anything.
pub(super) fn file_name(draft: &Draft, rubric: &Rubric) -> String {
    let hash = sha256_hex(identity_key(&draft.interviewer).as_bytes());
    let round = &rubric.round(draft.round).id;
    format!("{}.{round}.{}{SUFFIX}", draft.candidate, &hash[..8])
}

/// Writes new cards into a folder. A file that is there already and says something else stays, and
/// then none is written.
///
/// # Errors
/// There is such a file; one cannot be written.
pub(super) fn write_new(folder: &Path, cards: &[(&PathBuf, &Vec<u8>)]) -> Result<(), Failure> {
    for (path, bytes) in cards {
        let taken = path.exists() && file::read(path)? != **bytes;
        if taken {
            let message = format!(
                "{} is there already and says something else",
                path.display()
            );
            return Err(Failure::new(exit::CANT_CREATE, message)
                .hint("no card was written: name another folder, or remove that file"));
        }
    }
    file::create_folder(folder)?;
    for (path, bytes) in cards {
        file::create_new(path, bytes)?;
    }
    Ok(())
}

/// Files as they are, folders as the cards in them, in the order of their names.
fn expand(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(cards_in(path)?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn cards_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let found = input::folder(folder, |path| {
        let name = path.to_string_lossy();
        name.ends_with(SUFFIX) || name.ends_with(envelope::SUFFIX)
    })?;
    if found.is_empty() {
        let message = format!("no file in {} ends in {SUFFIX}", folder.display());
        return Err(Failure::no_input(message));
    }
    Ok(found)
}
