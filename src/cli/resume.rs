//! `panelkit resume`

mod kept;
mod report;

use super::error::Failure;
use super::ui::Ui;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Say what reviewers' scores of papers come to: a share, how sure it is, and a proposal.
    Report(report::Args),
}

pub(super) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    match command {
        Command::Report(args) => report::run(args, ui),
    }
}
