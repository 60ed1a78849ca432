//! `panelkit resume`

mod collect;
mod kept;
mod new;
mod report;

use super::error::Failure;
use super::ui::Ui;
use crate::sheet::{Separated, Separator};

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

/// What stands between the cells of a table, by its header: a spreadsheet writes what its country
/// uses. What stands in quotes separates nothing.
fn separated(table: &[u8]) -> Separated {
    let line = table
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let bare = line.split(|byte| *byte == b'"').step_by(2).flatten();
    let n_of = |separator: u8| bare.clone().filter(|byte| **byte == separator).count();
    let kinds = [
        (Separator::Comma, n_of(b',')),
        (Separator::Semicolon, n_of(b';')),
        (Separator::Tab, n_of(b'\t')),
    ];
    let most = kinds.into_iter().rev().max_by_key(|(_, n)| *n);
    Separated {
        by: most.map_or(Separator::Comma, |(by, _)| by),
        ..Separated::BY_COMMAS
    }
}
