//! `panelkit rubric`

mod fmt;
mod schema;

use super::error::Failure;
use super::ui::Ui;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Write the format of rubrics as JSON Schema, for editors.
    Schema(schema::Args),
    /// Put rubric files into their usual form: keys in order, even space, every comment kept.
    ///
    /// What a file says stays the same, but its content hash is a new one, as after any edit: put
    /// a rubric into form before cards are made with it.
    Fmt(fmt::Args),
}

pub(super) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    match command {
        Command::Schema(args) => schema::run(args, ui),
        Command::Fmt(args) => fmt::run(args, ui),
    }
}
