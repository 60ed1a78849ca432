//! `panelkit candidate`

mod add;
mod change;
mod erase;
mod import;
mod list;
mod place;
mod roster;
mod show;
mod stage;

use std::ops::ControlFlow;

use super::error::Failure;
use super::ui::Ui;
use crate::diagnostic::nearest;
use crate::store::{Candidate, Moment, Panels, Store};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Add a candidate to the store.
    Add(add::Args),
    /// Change what is recorded of a candidate; what is not named stays as it is.
    Change(change::Args),
    /// List the candidates.
    List(list::Args),
    /// Show what is recorded of a candidate.
    Show(show::Args),
    /// Add candidates from a CSV file: all of them, or none and everything that is wrong.
    Import(import::Args),
    /// Record what happened to candidates at a stage of the process, and on which day.
    ///
    /// A later record of a stage takes the place of the earlier one; both stay in the log.
    Stage(stage::Args),
    /// Erase what is kept of a candidate; the log still verifies.
    ///
    /// Record, seats, cards and the content of every event about them are removed from the store and
    /// from its files. That they were erased, when, by whom and why stays in the log.
    Erase(erase::Args),
}

pub(super) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    match command {
        Command::Add(args) => add::run(args, ui),
        Command::Change(args) => change::run(args, ui),
        Command::List(args) => list::run(args, ui),
        Command::Show(args) => show::run(args, ui),
        Command::Import(args) => import::run(args, ui),
        Command::Stage(args) => stage::run(args, ui),
        Command::Erase(args) => erase::run(args, ui),
    }
}

/// The record of a candidate who must be there.
///
/// # Errors
/// There is none of that id; the store fails.
pub(super) fn known(store: &dyn Store, id: &str) -> Result<Candidate, Failure> {
    if let Some(record) = store.candidate(id)? {
        return Ok(record);
    }
    let mut ids = Vec::new();
    store.panels(Panels::All, Moment::now(), &mut |panel| {
        ids.push(panel.candidate.id);
        ControlFlow::Continue(())
    })?;
    let failure = Failure::no_input(format!("there is no candidate `{id}`"));
    Err(match nearest(id, ids.iter().map(String::as_str)) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint("`panelkit candidate list` shows them all"),
    })
}
