//! `panelkit doctor`

mod disk;
mod keys;
mod records;
mod workspace;

use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::error::Failure;
use super::exit;
use super::output::Output;
use super::stored::Stored;
use super::ui::Ui;
use crate::render::json;
use crate::text::{counted, visible_line};

/// Version of the JSON.
const FORMAT: u32 = 1;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    store: Stored,
    /// Key files to look at, besides the `*.key` files of the workspace and beside the store.
    #[arg(long, value_name = "FILE")]
    key: Vec<PathBuf>,
    /// Leave out what `audit verify` does, which reads everything that is kept.
    #[arg(long)]
    quick: bool,
    /// How to write it; by default what the output's name ends in, else `text`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<DoctorFormat>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DoctorFormat {
    /// For a terminal.
    Text,
    /// One object.
    Json,
}

/// What a look at something came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    /// It is as it should be.
    Good,
    /// Something to know.
    Note,
    /// Something to mend.
    Wrong,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Good => "good ",
            Self::Note => "note ",
            Self::Wrong => "wrong",
        }
    }
}

#[derive(Debug, Serialize)]
struct Check {
    /// What was looked at, such as `store`.
    about: &'static str,
    state: State,
    message: String,
    help: Option<String>,
}

/// Everything that was looked at.
#[derive(Debug, Serialize)]
struct Report {
    format: u32,
    /// Whether nothing is wrong.
    sound: bool,
    checks: Vec<Check>,
}

impl Report {
    fn add(&mut self, about: &'static str, state: State, message: String, help: Option<String>) {
        self.sound &= state != State::Wrong;
        self.checks.push(Check {
            about,
            state,
            message,
            help,
        });
    }

    fn good(&mut self, about: &'static str, message: impl Into<String>) {
        self.add(about, State::Good, message.into(), None);
    }

    fn note(&mut self, about: &'static str, message: impl Into<String>, help: impl Into<String>) {
        self.add(about, State::Note, message.into(), Some(help.into()));
    }

    fn wrong(&mut self, about: &'static str, message: impl Into<String>, help: impl Into<String>) {
        self.add(about, State::Wrong, message.into(), Some(help.into()));
    }

    /// What stopped a command would be wrong here too.
    fn failed(&mut self, about: &'static str, failure: &Failure) {
        let hints = failure.hints().join("; ");
        let help = (!hints.is_empty()).then_some(hints);
        self.add(about, State::Wrong, failure.message().to_owned(), help);
    }
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let mut report = Report {
        format: FORMAT,
        sound: true,
        checks: Vec::new(),
    };
    let folder = workspace::look(args, &mut report, ui);
    let store = records::look(args, &mut report, ui, folder.is_some());
    keys::look(args, folder.as_deref(), store.as_deref(), &mut report);
    let by_name = match args.output.extension().as_deref() {
        Some("json") => DoctorFormat::Json,
        _ => DoctorFormat::Text,
    };
    let written = match args.format.unwrap_or(by_name) {
        DoctorFormat::Text => text(&report),
        DoctorFormat::Json => json::text(&report),
    };
    args.output.write(written, ui)?;
    if report.sound {
        Ok(())
    } else {
        Err(Failure::said(exit::NO))
    }
}

fn text(report: &Report) -> String {
    let mut lines = Vec::new();
    let mut about = "";
    for check in &report.checks {
        if check.about != about {
            about = check.about;
            lines.push(about.to_owned());
        }
        let message = visible_line(&check.message);
        lines.push(format!("  {}  {message}", check.state.word()));
        if let Some(help) = &check.help {
            lines.push(format!("         help: {}", visible_line(help)));
        }
    }
    let is_wrong = |check: &&Check| check.state == State::Wrong;
    let n_wrong = report.checks.iter().filter(is_wrong).count();
    lines.push(match n_wrong {
        0 => "nothing is wrong".to_owned(),
        1 => "1 thing is wrong".to_owned(),
        n => format!("{} are wrong", counted(n, "thing")),
    });
    lines.join("\n") + "\n"
}
