//! `panelkit rubric`

mod schema;

use super::error::Failure;
use super::ui::Ui;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Write the format of rubrics as JSON Schema, for editors.
    Schema(schema::Args),
}

pub(super) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    match command {
        Command::Schema(args) => schema::run(args, ui),
    }
}
