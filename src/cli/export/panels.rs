//! `panelkit export panels`

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::Scope;
use super::sink::Form;
use crate::cli::error::Failure;
use crate::cli::sight::Looker;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{kept, workspace};
use crate::export::panels::{self, COLUMNS, Panel};
use crate::rubric::{LevelIdx, Rubric};
use crate::store::{Access, Candidate, KeptRubric, Store};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Candidates by id; all of them where none is named.
    #[arg(value_name = "CANDIDATE")]
    candidates: Vec<String>,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    store: Stored,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    args.form.check()?;
    let store = args.store.open(Access::Existing, ui)?;
    let stamp = workspace::told_stamp(ui)?;
    let scope = Scope::of(&store, &args.candidates)?;
    let looker = Looker::new(&stamp);
    let owed = scope.owed(&store, &looker)?;
    let mut rubrics = Rubrics::of(&store)?;
    let mut sink = args.form.begin(COLUMNS)?;
    scope.each(&store, stamp.time, |status| {
        let seats = kept::seats(&store, &status.candidate.id, stamp.time)?;
        let panel = Panel {
            candidate: &status.candidate,
            decision: status.decision,
            seats: &seats,
            expected: rubrics.expected(&store, &status.candidate)?,
        };
        let rows = if owed.binary_search(&status.candidate.id).is_ok() {
            panels::blind_rows(&panel, &stamp.by.key, stamp.time)
        } else {
            panels::rows(&panel, stamp.time)
        };
        for row in &rows {
            if sink.row(row)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    if !owed.is_empty() {
        looker.say_left_out(owed.len(), ui);
    }
    sink.finish(ui)
}

/// The store's rubrics, each compiled once.
pub(super) struct Rubrics {
    kept: Vec<KeptRubric>,
    by_hash: BTreeMap<String, Rubric>,
}

impl Rubrics {
    /// # Errors
    /// The store fails.
    pub(super) fn of(store: &dyn Store) -> Result<Self, Failure> {
        Ok(Self {
            kept: store.rubrics()?,
            by_hash: BTreeMap::new(),
        })
    }

    /// All of them, in the order of their keeping.
    pub(super) fn hashes(&self) -> Vec<String> {
        self.kept.iter().map(|kept| kept.hash.clone()).collect()
    }

    /// Compiles one where that was not done before.
    ///
    /// # Errors
    /// It is gone, or cannot be read.
    pub(super) fn load(&mut self, store: &dyn Store, hash: &str) -> Result<(), Failure> {
        if !self.by_hash.contains_key(hash) {
            let rubric = kept::rubric(store, hash)?;
            self.by_hash.insert(hash.to_owned(), rubric);
        }
        Ok(())
    }

    /// One that was loaded.
    pub(super) fn get(&self, hash: &str) -> Option<&Rubric> {
        self.by_hash.get(hash)
    }

    /// The version of the candidate's rubric that was kept last, and their level.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn expected(
        &mut self,
        store: &dyn Store,
        candidate: &Candidate,
    ) -> Result<Option<(&Rubric, LevelIdx)>, Failure> {
        if let Some(hash) = self.hash_of(candidate) {
            self.load(store, &hash)?;
        }
        Ok(self.expected_loaded(candidate))
    }

    fn hash_of(&self, candidate: &Candidate) -> Option<String> {
        let id = candidate.rubric.as_ref()?;
        let latest = self.kept.iter().rev().find(|kept| kept.id == *id)?;
        Some(latest.hash.clone())
    }

    /// The same, of a rubric that was loaded.
    pub(super) fn expected_loaded(&self, candidate: &Candidate) -> Option<(&Rubric, LevelIdx)> {
        let rubric = self.get(&self.hash_of(candidate)?)?;
        let level = rubric.find_level(candidate.level.as_deref()?)?;
        Some((rubric, level))
    }
}
