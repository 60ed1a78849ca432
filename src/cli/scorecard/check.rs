//! `panelkit scorecard check`

use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::batch::{self, Sheaf};
use crate::cli::error::Failure;
use crate::cli::exit;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::render::json;
use crate::store::Store;
use crate::text::counted;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Scorecards, or folders of `*.scorecard.toml` files.
    #[arg(required = true, value_name = "FILE")]
    cards: Vec<PathBuf>,
    /// The rubric they were made with; by default the one that each card names.
    #[arg(long, value_name = "RUBRIC")]
    rubric: Option<PathBuf>,
    #[command(flatten)]
    store: Stored,
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
    let store = args.store.open_if_any(ui)?;
    let store = store.as_ref().map(|store| store as &dyn Store);
    let sheaves = batch::read(&args.cards, args.rubric.as_deref(), store, ui)?;
    match (args.format, &sheaves[..]) {
        (CheckFormat::Text, _) => {
            for Sheaf { cards, .. } in &sheaves {
                ui.findings(&cards.findings, &cards.sources)?;
            }
        }
        (CheckFormat::Json, [Sheaf { cards, .. }]) => {
            ui.result(json::findings(&cards.findings, &cards.sources))?;
        }
        (CheckFormat::Json, _) => {
            return Err(Failure::usage("the cards are of several rubrics")
                .hint("with --format json, check those of one at a time"));
        }
    }
    if sheaves.iter().any(|sheaf| sheaf.cards.has_errors()) {
        return Err(Failure::said(exit::DATA));
    }
    if args.format == CheckFormat::Json {
        return Ok(());
    }
    let n = sheaves.iter().map(|sheaf| sheaf.cards.n_sound()).sum();
    ui.result(format!("{} can be submitted\n", counted(n, "scorecard")))
}
