//! `panelkit kit`

mod candidate;
mod history;
mod interviewer;
mod manager;

use std::path::PathBuf;

use clap::ValueEnum;

use super::error::Failure;
use super::output::Output;
use super::press::{Paper, Target};
use super::ui::Ui;
use super::{input, named};
use crate::render::Format;
use crate::rubric::{LevelIdx, RoundIdx, Rubric};

use history::Choice;

pub(super) use interviewer::write_all;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The rubric: a file, a folder with a `rubric.toml`, or a rubric's id.
    #[arg(value_name = "RUBRIC")]
    rubric: PathBuf,
    /// The level interviewed for: an id or an alias.
    #[arg(long, value_name = "LEVEL")]
    level: String,
    #[command(flatten)]
    rounds: Rounds,
    /// Whom it is for.
    #[arg(long, value_enum, value_name = "WHO", default_value_t = Audience::Interviewer)]
    audience: Audience,
    #[command(flatten)]
    choice: Choice,
    /// Say in a candidate's guide what the role pays.
    #[arg(long)]
    with_pay: bool,
    /// How to write it; by default what the output's name ends in, else `text`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<KitFormat>,
    /// The sheet that a PDF is for.
    #[arg(long, value_enum, default_value_t, value_name = "SIZE")]
    paper: Paper,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct Rounds {
    /// The round to write the kit of; a candidate's guide is then for this round alone.
    #[arg(long, value_name = "ID")]
    round: Option<String>,
    /// Write the kits of all rounds; the output is then a folder.
    #[arg(long)]
    all: bool,
}

/// Whom a kit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Audience {
    /// Whoever runs a round: agenda, questions, what to listen for, a card.
    Interviewer,
    /// A guide to all rounds: what to expect and how to get ready; nothing of how it is scored.
    Candidate,
    /// Whoever answers for the loop: who scores what, where the time goes, what is missing.
    Manager,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KitFormat {
    /// Markdown.
    Md,
    /// For printing.
    Pdf,
    /// One HTML file.
    Html,
    /// For a terminal.
    Text,
}

/// What every audience's command goes by.
struct Request<'a> {
    args: &'a Args,
    ui: &'a Ui,
    rubric: &'a Rubric,
    level: LevelIdx,
    /// The one round asked for.
    round: Option<RoundIdx>,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    if args.with_pay && args.audience != Audience::Candidate {
        return Err(Failure::usage("--with-pay is for --audience candidate"));
    }
    if args.choice.has_log() && args.audience == Audience::Candidate {
        return Err(Failure::usage(
            "--scorecards is for --audience interviewer and manager",
        ));
    }
    let rubric = input::rubric(&args.rubric, ui)?;
    let level = named::level(&rubric, &args.level)?;
    let round = args.rounds.round.as_deref();
    let round = round
        .map(|id| named::round(&rubric, level, id))
        .transpose()?;
    let request = Request {
        args,
        ui,
        rubric: &rubric,
        level,
        round,
    };
    match args.audience {
        Audience::Interviewer => interviewer::run(&request),
        Audience::Candidate => candidate::run(&request),
        Audience::Manager => manager::run(&request),
    }
}

impl Request<'_> {
    /// The format asked for, else what the output's name ends in, else this one.
    ///
    /// # Errors
    /// A PDF for a terminal.
    fn target(&self, usual: KitFormat) -> Result<Target, Failure> {
        let output = &self.args.output;
        let by_name = match output.extension().as_deref() {
            Some("md" | "markdown") => KitFormat::Md,
            Some("html" | "htm") => KitFormat::Html,
            Some("pdf") => KitFormat::Pdf,
            _ => usual,
        };
        let target = match self.args.format.unwrap_or(by_name) {
            KitFormat::Md => Target::Plain(Format::Markdown),
            KitFormat::Html => Target::Plain(Format::Html),
            KitFormat::Pdf => Target::Pdf(self.args.paper),
            KitFormat::Text => Target::Plain(Format::Text(output.style(self.ui))),
        };
        output.accept(target)?;
        Ok(target)
    }
}
