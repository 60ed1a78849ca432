//! `panelkit candidate show`

use clap::ValueEnum;
use serde::Serialize;

use crate::cli::error::Failure;
use crate::cli::output::Output;
use crate::cli::panel::Decisions;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{named, templates, workspace};
use crate::render::{Format, json};
use crate::store::{Access, Candidate, Store};

/// Version of the JSON.
const FORMAT: u32 = 1;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The candidate's id.
    #[arg(value_name = "ID", value_parser = named::candidate)]
    id: String,
    #[command(flatten)]
    store: Stored,
    /// How to write it; by default what the output's name ends in, else `text`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<ShowFormat>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ShowFormat {
    /// For a terminal.
    Text,
    /// One object.
    Json,
}

#[derive(Serialize)]
struct Shown {
    format: u32,
    candidate: Candidate,
    decision: Option<Decisions>,
    /// Why the decision is not shown; none where it is, or where there is none.
    withheld: Option<&'static str>,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let store = args.store.open(Access::Existing, ui)?;
    let candidate = super::known(&store, &args.id)?;
    let withheld = withheld(&store, &args.id, ui)?;
    let decisions = match withheld {
        Some(_) => Vec::new(),
        None => store.decisions(&args.id)?,
    };
    let shown = Shown {
        format: FORMAT,
        candidate,
        decision: Decisions::of(decisions),
        withheld,
    };
    let by_name = match args.output.extension().as_deref() {
        Some("json") => ShowFormat::Json,
        _ => ShowFormat::Text,
    };
    let written = match args.format.unwrap_or(by_name) {
        ShowFormat::Text => {
            let style = Format::Text(args.output.style(ui));
            templates::document("candidate.md", &shown, style, ui)?
        }
        ShowFormat::Json => json::text(&shown).into_bytes(),
    };
    args.output.write(written, ui)
}

/// A decision says much of what others wrote.
fn withheld(store: &dyn Store, id: &str, ui: &Ui) -> Result<Option<&'static str>, Failure> {
    let Some(person) = workspace::told_identity(ui)? else {
        return Ok(Some("shown to those who say who they are, with --as"));
    };
    Ok(if store.owes_card(&person, id)? {
        Some("shown once your card is in")
    } else {
        None
    })
}
