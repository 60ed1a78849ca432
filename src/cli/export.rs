//! `panelkit export`

mod audit;
mod panels;
mod pipeline;
mod scores;
mod sink;

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::error::Failure;
use super::ui::Ui;
use super::{candidate, sight};
use crate::store::{Moment, PanelStatus, Panels, Store};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Write the scores that are kept, with a row for every card that is missing.
    Scores(scores::Args),
    /// Write who scores whom: a row a seat, with its deadline and when the card came.
    Panels(panels::Args),
    /// Write where candidates stand: a row for each stage that one came to, with its days.
    Pipeline(pipeline::Args),
    /// Write the log: a row an event, without what is on the cards.
    Audit(audit::Args),
}

pub(super) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    match command {
        Command::Scores(args) => scores::run(args, ui),
        Command::Panels(args) => panels::run(args, ui),
        Command::Pipeline(args) => pipeline::run(args, ui),
        Command::Audit(args) => audit::run(args, ui),
    }
}

/// The candidates that a command is about.
struct Scope {
    /// Those named; none where all are meant.
    named: Option<BTreeSet<String>>,
}

impl Scope {
    /// # Errors
    /// The store has no such candidate; it fails.
    fn of(store: &dyn Store, named: &[String]) -> Result<Self, Failure> {
        for id in named {
            candidate::known(store, id)?;
        }
        let named = (!named.is_empty()).then(|| named.iter().cloned().collect());
        Ok(Self { named })
    }

    fn has(&self, candidate: &str) -> bool {
        let named = self.named.as_ref();
        named.is_none_or(|named| named.contains(candidate))
    }

    /// How many there are.
    ///
    /// # Errors
    /// The store fails.
    fn n_candidates(&self, store: &dyn Store, now: Moment) -> Result<usize, Failure> {
        Ok(match &self.named {
            Some(named) => named.len(),
            None => store.standing(now)?.n_candidates,
        })
    }

    /// Gives each panel, in the store's order, until told to stop.
    ///
    /// # Errors
    /// What the visitor says; the store fails.
    fn each(
        &self,
        store: &dyn Store,
        now: Moment,
        mut visit: impl FnMut(PanelStatus) -> Result<ControlFlow<()>, Failure>,
    ) -> Result<(), Failure> {
        let mut done = Ok(());
        store.panels(Panels::All, now, &mut |panel| {
            if !self.has(&panel.candidate.id) {
                return ControlFlow::Continue(());
            }
            visit(panel).unwrap_or_else(|failure| {
                done = Err(failure);
                ControlFlow::Break(())
            })
        })?;
        done
    }

    /// The candidates for whom somebody has a card due.
    ///
    /// # Errors
    /// The store fails.
    fn owed(&self, store: &dyn Store, looker: &sight::Looker<'_>) -> Result<Vec<String>, Failure> {
        let owed = looker.owed(store)?.into_iter();
        Ok(owed.filter(|candidate| self.has(candidate)).collect())
    }
}
