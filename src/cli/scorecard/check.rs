//! `panelkit scorecard check`

use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::cards::{self, Reader};
use crate::cli::error::Failure;
use crate::cli::ui::Ui;
use crate::cli::{exit, input, workspace};
use crate::render::json;
use crate::text::counted;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Scorecards, or folders of `*.scorecard.toml` files.
    #[arg(required = true, value_name = "FILE")]
    cards: Vec<PathBuf>,
    /// The rubric they were made with.
    #[arg(long, value_name = "FILE")]
    rubric: PathBuf,
    /// How to write the findings.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = CheckFormat::Text)]
    format: CheckFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people: the line, a caret, and what to do.
    Text,
    /// One object.
    Json,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let settings = workspace::quality(ui)?;
    let rubric = input::rubric(&args.rubric, ui)?;
    let cards = cards::load(&args.cards, &rubric, Reader::Author(&settings))?;
    match args.format {
        CheckFormat::Text => ui.findings(&cards.findings, &cards.sources)?,
        CheckFormat::Json => ui.result(json::findings(&cards.findings, &cards.sources))?,
    }
    if cards.has_errors() {
        return Err(Failure::said(exit::DATA));
    }
    if args.format == CheckFormat::Json {
        return Ok(());
    }
    let n = counted(cards.sound.len(), "scorecard");
    ui.result(format!("{n} can be submitted\n"))
}
