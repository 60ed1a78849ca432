//! `panelkit panel`

mod key;
mod open;

use super::error::Failure;
use super::ui::Ui;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Make the panel's key, which opens sealed cards.
    Key(key::Args),
    /// Open a candidate's sealed cards, once every card that is expected is in.
    Open(open::Args),
}

pub(super) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    match command {
        Command::Key(args) => key::run(args, ui),
        Command::Open(args) => open::run(args, ui),
    }
}
