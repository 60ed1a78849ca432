//! `panelkit scorecard new`

use std::path::PathBuf;

use crate::cli::error::Failure;
use crate::cli::output::Output;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{exit, input, named, shelf, workspace};
use crate::kit::{self, plan};
use crate::store::Store as _;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The rubric: a file, a folder with a `rubric.toml`, or a rubric's id; by default the one that
    /// the candidate is interviewed with, else the workspace's only one.
    #[arg(long, value_name = "RUBRIC")]
    rubric: Option<PathBuf>,
    /// The round that is scored.
    #[arg(long, value_name = "ID")]
    round: String,
    /// Who is assessed, by id; the questions are those of their kit.
    #[arg(long, value_name = "ID", value_parser = named::candidate)]
    candidate: String,
    /// The level interviewed for: an id or an alias; by default the candidate's, or the only one.
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Who scores, as they sign; by default whoever runs the command.
    #[arg(long, value_name = "WHO")]
    interviewer: Option<String>,
    #[command(flatten)]
    store: Stored,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let record = match args.store.open_if_any(ui)? {
        Some(store) => store.candidate(&args.candidate)?,
        None => None,
    };
    let path = shelf::choose(args.rubric.as_deref(), record.as_ref(), ui)?;
    let rubric = input::rubric(&path, ui)?;
    let of_record = record.and_then(|record| record.level);
    let level = named::level_or_only(&rubric, args.level.as_deref().or(of_record.as_deref()))?;
    let round = named::round(&rubric, level, &args.round)?;
    let interviewer = match &args.interviewer {
        Some(who) => Some(who.clone()),
        None => workspace::told_identity(ui)?.map(|person| person.signature),
    };
    let history = plan::History::default();
    let candidate = Some(args.candidate.as_str());
    let plan = plan::plan_loop(&rubric, level, candidate, &history);
    let card = kit::new_card(
        &rubric,
        round,
        &plan,
        &args.candidate,
        interviewer.as_deref(),
    );
    // A card that is filled in already is somebody's work.
    if let Some(path) = args.output.target().filter(|path| path.exists()) {
        let message = format!("{} is there already", path.display());
        return Err(Failure::new(exit::CANT_CREATE, message)
            .hint("name another file with -o, or remove that one"));
    }
    args.output.write(card, ui)
}
