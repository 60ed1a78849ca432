//! `panelkit scorecard`

mod check;
mod new;

use super::error::Failure;
use super::ui::Ui;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Write a blank card to fill in, with what can be scored and ticked as comments.
    New(new::Args),
    /// Check cards against their rubric, and whether they say enough: every finding at once.
    Check(check::Args),
}

pub(super) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    match command {
        Command::New(args) => new::run(args, ui),
        Command::Check(args) => check::run(args, ui),
    }
}
