//! `panelkit scorecard`

use std::path::PathBuf;

use super::cards::{self, Evidence};
use super::error::Failure;
use super::ui::Ui;
use super::{exit, input};
use crate::text::counted;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Check cards against their rubric: every finding at once.
    Check(CheckArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Scorecards, or folders of `*.scorecard.toml` files.
    #[arg(required = true, value_name = "FILE")]
    cards: Vec<PathBuf>,
    /// The rubric they were made with.
    #[arg(long, value_name = "FILE")]
    rubric: PathBuf,
}

pub(super) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    match command {
        Command::Check(args) => check(args, ui),
    }
}

fn check(args: &CheckArgs, ui: &Ui) -> Result<(), Failure> {
    let rubric = input::rubric(&args.rubric, ui)?;
    let cards = cards::load(&args.cards, &rubric, Evidence::Required)?;
    ui.findings(&cards.findings, &cards.sources)?;
    if cards.has_errors() {
        return Err(Failure::said(exit::DATA));
    }
    let n = counted(cards.sound.len(), "scorecard");
    ui.result(format!("{n} can be submitted\n"))
}
