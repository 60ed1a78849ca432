//! The command line: what is asked for, where it is read from and written to.
//!
//! Files, the terminal and the environment are touched here and in the stores alone.

mod audit;
mod backup;
mod batch;
mod calibrate;
mod candidate;
mod cards;
mod check;
mod compare;
mod decide;
mod demo;
mod doctor;
mod error;
mod excel;
mod exit;
mod explain;
mod export;
mod fonts;
mod impact;
mod import;
mod init;
mod input;
mod kept;
mod kit;
mod listed;
mod named;
mod output;
mod packet;
mod panel;
mod pipeline;
mod press;
mod prompt;
mod resume;
mod rubric;
mod score;
mod scorecard;
mod screen;
mod seal;
mod shelf;
mod shell;
mod shipped;
mod sight;
mod signals;
mod stored;
mod submit;
mod templates;
mod ui;
mod workspace;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use ui::{Color, Ui};

/// Run a structured interview panel from plain text.
///
/// A rubric in TOML goes in; interview kits come out; scorecards come back; an explained packet
/// goes to the debrief. A person always decides.
#[derive(Debug, Parser)]
#[command(name = "panelkit", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to use color and bold type.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
    /// Say nothing but results and errors.
    #[arg(short, long, global = true)]
    quiet: bool,
    /// The folder with the `panelkit.toml` to go by; else the nearest one upwards from here.
    #[arg(long, global = true, value_name = "DIR")]
    workspace: Option<PathBuf>,
    /// Who you are, as you sign scorecards; else what `PANELKIT_AS` says, else the workspace's
    /// `identity`.
    #[arg(long = "as", global = true, value_name = "WHO", value_parser = named::signature)]
    acting: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the example panel and run the whole pipeline on it.
    Demo(demo::Args),
    /// Make a workspace: a folder for rubrics, candidates and submitted cards.
    Init(init::Args),
    /// Check rubrics: every finding at once, with its place and what to do.
    Check(check::Args),
    /// Say what a code means, with an example and the example mended.
    Explain(explain::Args),
    /// Write the interview kit of one round, or of all rounds, at one level.
    Kit(kit::Args),
    /// Look at rubrics and write them well.
    #[command(subcommand)]
    Rubric(rubric::Command),
    /// Say who is a candidate, and erase who is no longer one.
    #[command(subcommand)]
    Candidate(candidate::Command),
    /// Say who interviews whom, see whose card is due or late, open what is sealed.
    #[command(subcommand)]
    Panel(panel::Command),
    /// Look at scorecards before they are submitted.
    #[command(subcommand)]
    Scorecard(scorecard::Command),
    /// Screen applications against the rubric's knock-outs: who advances, who needs a look, who is
    /// proposed for decline and why.
    Screen(screen::Command),
    /// Encrypt scorecards to the panel's key: nobody reads them before every card is in.
    Seal(seal::Args),
    /// Fill in a scorecard question by question, and submit it.
    Score(score::Args),
    /// Check scorecards and keep them.
    Submit(submit::Args),
    /// Turn a panel's scorecards into packets with a verdict and its reasons.
    Packet(packet::Args),
    /// Keep what a person decided, with the packet it was made on.
    Decide(decide::Args),
    /// Review papers at volume: booklets without names, and what their reviewers' scores come to.
    #[command(subcommand)]
    Resume(resume::Command),
    /// Put candidates side by side at one level, and say which differences are within noise.
    Compare(compare::Args),
    /// Estimate how severe interviewers are, and what candidates would have got from an average one.
    Calibrate(calibrate::Args),
    /// Compare how groups of people fared: a screening check for adverse impact.
    Impact(impact::Args),
    /// Show how candidates go through the stages: the funnel, as a table, charts or JSON.
    ///
    /// What was recorded of a stage counts; else what follows from seats, cards and decisions. A day
    /// that is not known is missing. `panelkit export pipeline` has a row a candidate and stage.
    Pipeline(pipeline::Args),
    /// Make scorecards of other systems' files, by a mapping.
    #[command(subcommand)]
    Import(import::Command),
    /// Write what is kept as tables or JSON Lines.
    #[command(subcommand)]
    Export(export::Command),
    /// Check what is kept.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Look at the workspace and its store, and say what is wrong and what to do.
    Doctor(doctor::Args),
    /// Copy a store as it is now into a new file.
    Backup(backup::Args),
}

/// Runs the program on the process's arguments and gives its exit code.
#[must_use]
pub fn main() -> ExitCode {
    signals::outlive_size_limits();
    exit::with_panics_caught(|| run(std::env::args_os()))
}

fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return ui::clap_message(&error),
    };
    let ui = Ui::new(cli.color, cli.quiet, cli.workspace).acting_as(cli.acting);
    let done = match cli.command {
        Command::Demo(args) => demo::run(&args, &ui),
        Command::Init(args) => init::run(&args, &ui),
        Command::Check(args) => check::run(&args, &ui),
        Command::Explain(args) => explain::run(&args, &ui),
        Command::Kit(args) => kit::run(&args, &ui),
        Command::Rubric(command) => rubric::run(&command, &ui),
        Command::Candidate(command) => candidate::run(&command, &ui),
        Command::Panel(command) => panel::run(&command, &ui),
        Command::Scorecard(command) => scorecard::run(&command, &ui),
        Command::Screen(args) => screen::run(&args, &ui),
        Command::Seal(args) => seal::run(&args, &ui),
        Command::Score(args) => score::run(&args, &ui),
        Command::Submit(args) => submit::run(&args, &ui),
        Command::Packet(args) => packet::run(&args, &ui),
        Command::Decide(args) => decide::run(&args, &ui),
        Command::Resume(command) => resume::run(&command, &ui),
        Command::Compare(args) => compare::run(&args, &ui),
        Command::Calibrate(args) => calibrate::run(&args, &ui),
        Command::Impact(args) => impact::run(&args, &ui),
        Command::Pipeline(args) => pipeline::run(&args, &ui),
        Command::Import(command) => import::run(&command, &ui),
        Command::Export(command) => export::run(&command, &ui),
        Command::Audit(command) => audit::run(&command, &ui),
        Command::Doctor(args) => doctor::run(&args, &ui),
        Command::Backup(args) => backup::run(&args, &ui),
    };
    match done {
        Ok(()) => ExitCode::from(exit::DONE),
        Err(failure) => {
            ui.failure(&failure);
            ExitCode::from(failure.code())
        }
    }
}
