//! `panelkit resume`

mod collect;
mod kept;
mod new;
mod report;

use super::error::Failure;
use super::ui::Ui;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Write booklets and tables for reviewers: applications without names, criterion by criterion.
    New(new::Args),
    /// Make scorecards of filled-in tables: all of them, or none where anything is wrong.
    Collect(collect::Args),
    /// Say what reviewers' scores of papers come to: a share, how sure it is, and a proposal.
    Report(report::Args),
}

pub(super) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    match command {
        Command::New(args) => new::run(args, ui),
        Command::Collect(args) => collect::run(args, ui),
        Command::Report(args) => report::run(args, ui),
    }
}
