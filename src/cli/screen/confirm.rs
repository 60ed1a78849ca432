//! `panelkit screen confirm`

mod found;
mod orders;
mod rows;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::input::{Applications, unkept};
use super::output::Sink;
use super::place::{self, Used};
use crate::cli::error::Failure;
use crate::cli::signals::Work;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{exit, named, templates, workspace};
use crate::document::Date;
use crate::render::terminal::Style;
use crate::render::{Format, json};
use crate::screen::Outcome;
use crate::screen::confirm::{Choice, Confirmation, Confirmed};
use crate::store::{Change, Moment, Person, SqliteStore, Stamp, Store, today};
use crate::text::Sources;

use found::Found;
use rows::Kept;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The table that `panelkit screen` wrote, or one that was confirmed before.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Who decides, as they sign: it stands beside each decision.
    #[arg(long, value_name = "WHO", value_parser = named::signature)]
    by: String,
    /// The day of the decision, such as 2026-11-20; today, if not given.
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<Date>,
    /// Confirm the proposals to advance; without this, `--declines`, `--candidate` and
    /// `--decisions`, both kinds are confirmed.
    #[arg(long)]
    advances: bool,
    /// Confirm the proposals to decline.
    #[arg(long)]
    declines: bool,
    /// Decide on this candidate, whatever is proposed; may be given again.
    #[arg(long = "candidate", value_name = "ID", value_parser = named::candidate, requires = "outcome")]
    candidates: Vec<String>,
    /// What is decided of those.
    #[arg(long, value_enum, value_name = "DECISION", requires = "candidates")]
    outcome: Option<Decided>,
    /// Why: needed where it is not what was proposed, or overturns an earlier decision. It stands in
    /// the table, never in a letter.
    #[arg(long, value_name = "WHY", requires = "candidates")]
    reason: Option<String>,
    /// Decide on the candidates of a CSV file with the columns `candidate`, `outcome` and `reason`.
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// Write the table back into FILE.
    #[arg(long, conflicts_with = "output")]
    in_place: bool,
    #[command(flatten)]
    store: Stored,
    /// How to write the summary, where the table goes into a file.
    #[arg(long, value_enum, default_value_t = Summary::Text, value_name = "FORMAT")]
    format: Summary,
    /// Write the table there, with the columns `decided`, `decided_by`, `decided_on` and
    /// `decided_reason` behind it; `-` is stdout.
    #[arg(short = 'o', long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Decided {
    /// They go on.
    Advance,
    /// They are declined.
    Decline,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Summary {
    /// For a terminal.
    Text,
    /// One object.
    Json,
}

impl From<Decided> for Choice {
    fn from(decided: Decided) -> Self {
        match decided {
            Decided::Advance => Self::Advance,
            Decided::Decline => Self::Decline,
        }
    }
}

fn day(text: &str) -> Result<Date, String> {
    let day = Date::parse(text.trim()).ok_or("a day is written 2026-11-20")?;
    if workspace::latest_day().is_some_and(|latest| day > latest) {
        return Err("the day is still to come".to_owned());
    }
    Ok(day)
}

/// What is said to somebody who ends the program.
const UNDONE: &str = "stopped; nothing was recorded";
const DONE: &str = "stopped; everything is recorded";

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    check_places(args)?;
    let on = args.on.or_else(|| Date::parse(&today()));
    let on = on.ok_or_else(|| Failure::usage("which day is it? give it with --on"))?;
    let mut sources = Sources::default();
    let mut found = Found::default();
    let mut confirmation = Confirmation::new(&args.by, on, &kinds(args));
    orders::take(args, &mut confirmation, &mut sources, &mut found)?;
    let work = Work::begin(UNDONE, exit::UNFINISHED).map_err(|error| unkept(&error))?;
    let mut store = args.store.open_if_any(ui)?;
    let mut kept = Kept::new(store.as_ref(), on);
    let applications = Applications::open(&args.file, ui)?;
    let mut sink = Sink::begin(target(args), &work)?;
    let walk = rows::Walk {
        applications: &applications,
        sources: &mut sources,
        found: &mut found,
        kept: &mut kept,
    };
    let mut confirmed = walk.decide(&mut confirmation, &mut sink, ui)?;
    for (order, problem) in confirmation.unmet() {
        found.order(order, &problem, &mut sources);
    }
    found.stop(&sources, ui)?;
    let (changes, stored) = kept.finish();
    confirmed.stored = stored;
    let held = work.finish(DONE, || {
        keep(args, &changes, store.as_mut())?;
        sink.place()
    })?;
    if let Some(held) = held {
        held.give(ui)?;
    }
    say(args, &confirmed, ui)
}

/// The kinds of proposals to confirm: those asked for, and both where nothing is asked for.
fn kinds(args: &Args) -> Vec<Outcome> {
    let is_plain =
        !args.advances && !args.declines && args.candidates.is_empty() && args.decisions.is_none();
    let mut kinds = Vec::new();
    if args.advances || is_plain {
        kinds.push(Outcome::Advance);
    }
    if args.declines || is_plain {
        kinds.push(Outcome::Decline);
    }
    kinds
}

/// Where the table goes; `-` is stdout.
fn target(args: &Args) -> Option<&Path> {
    if args.in_place {
        return Some(&args.file);
    }
    args.output.as_deref()
}

fn is_to_stdout(args: &Args) -> bool {
    target(args) == Some(Path::new("-"))
}

/// # Errors
/// Nothing says where to write; something is written to what is read.
fn check_places(args: &Args) -> Result<(), Failure> {
    if target(args).is_none() {
        let message = "nothing says where the confirmed table goes";
        return Err(Failure::usage(message)
            .hint("name a file, as in -o confirmed.csv, or write it back with --in-place"));
    }
    if is_to_stdout(args) && args.format == Summary::Json {
        let message = "with -o - the rows go to stdout, and a summary in JSON would run into them";
        return Err(
            Failure::usage(message).hint("name a file for the rows, as in -o confirmed.csv")
        );
    }
    if args.in_place && args.file == Path::new("-") {
        return Err(Failure::usage("stdin cannot be written back into"));
    }
    let output = match (args.in_place, args.output.as_deref()) {
        (false, Some(path)) => path,
        _ => Path::new("-"),
    };
    let used = |what, path, is_read| Used {
        what,
        path,
        is_read,
    };
    let mut all = vec![used("the table", args.file.as_path(), true)];
    all.extend(
        args.decisions
            .iter()
            .map(|path| used("the file of decisions", path, true)),
    );
    all.push(used("the output", output, false));
    place::check(&all).map_err(|failure| failure.hint("--in-place writes the table back"))
}

/// Keeps the decisions in the store, all or none. It is done before the table is written: where
/// writing fails, the same command keeps nothing twice.
fn keep(args: &Args, changes: &[Change], store: Option<&mut SqliteStore>) -> Result<(), Failure> {
    let Some(store) = store.filter(|_| !changes.is_empty()) else {
        return Ok(());
    };
    let stamp = Stamp {
        time: Moment::now(),
        by: Person::new(&args.by),
    };
    store.keep(&stamp, changes)?;
    Ok(())
}

fn say(args: &Args, confirmed: &Confirmed, ui: &Ui) -> Result<(), Failure> {
    if is_to_stdout(args) {
        let summary = summary(confirmed, ui.side_style(), ui)?;
        Ui::show(&String::from_utf8_lossy(&summary));
        return Ok(());
    }
    if let Some(path) = target(args) {
        ui.note(&format!("wrote {}", path.display()));
    }
    ui.result(match args.format {
        Summary::Text => summary(confirmed, ui.style(), ui)?,
        Summary::Json => json::text(confirmed).into_bytes(),
    })
}

fn summary(confirmed: &Confirmed, style: Style, ui: &Ui) -> Result<Vec<u8>, Failure> {
    templates::document("confirmed.md", confirmed, Format::Text(style), ui)
}
