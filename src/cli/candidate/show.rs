//! `panelkit candidate show`

use std::ops::ControlFlow;

use clap::ValueEnum;
use serde::Serialize;

use crate::cli::error::Failure;
use crate::cli::output::Output;
use crate::cli::panel::Decisions;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{named, templates, workspace};
use crate::render::{Format, json};
use crate::store::{Access, Candidate, KeptStage, Revisions, Store};

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
    /// What was recorded of each stage, in the order of the process.
    stages: Vec<Passed>,
    /// Why stages and decision are not shown; none where they are.
    withheld: Option<&'static str>,
}

/// What was recorded last of one stage.
#[derive(Serialize)]
struct Passed {
    stage: &'static str,
    what: &'static str,
    /// The day of that.
    on: String,
    /// The day that they came to the stage; none where it is not known.
    entered: Option<String>,
    by: String,
    reason: Option<String>,
}

impl Passed {
    fn of(kept: KeptStage) -> Self {
        Self {
            stage: kept.record.stage.as_str(),
            what: kept.record.what.as_str(),
            on: kept.record.on.to_string(),
            entered: kept.entered.map(|day| day.to_string()),
            by: kept.by.signature,
            reason: kept.record.reason,
        }
    }
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let store = args.store.open(Access::Existing, ui)?;
    let candidate = super::known(&store, &args.id)?;
    let withheld = withheld(&store, &args.id, ui)?;
    let (decisions, stages) = match withheld {
        Some(_) => (Vec::new(), Vec::new()),
        None => (store.decisions(&args.id)?, stages(&store, &args.id)?),
    };
    let shown = Shown {
        format: FORMAT,
        candidate,
        decision: Decisions::of(decisions),
        stages,
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

fn stages(store: &dyn Store, id: &str) -> Result<Vec<Passed>, Failure> {
    let mut found = Vec::new();
    store.stages(Some(id), Revisions::Latest, &mut |kept| {
        found.push(kept);
        ControlFlow::Continue(())
    })?;
    found.sort_by_key(|kept| kept.record.stage);
    Ok(found.into_iter().map(Passed::of).collect())
}

/// A decision, and how far somebody came, say much of what others wrote.
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
