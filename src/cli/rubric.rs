//! `panelkit rubric`

mod diff;
mod fmt;
mod list;
mod progression;
mod schema;
mod show;

use clap::ValueEnum;

use super::error::Failure;
use super::output::Output;
use super::ui::Ui;
use crate::render::{Format, terminal};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// List rubrics: the shipped ones, or those in files and folders.
    List(list::Args),
    /// Show the role page and the rubric, at all levels or at one.
    Show(show::Args),
    /// Show the progression table: each competency at each level.
    Progression(progression::Args),
    /// Say what changed in meaning from one rubric to another, and whether scores stay comparable.
    Diff(diff::Args),
    /// Write the format of rubrics as JSON Schema, for editors.
    Schema(schema::Args),
    /// Put rubric files into their usual form: keys in order, even space, every comment kept.
    ///
    /// What a file says stays the same, but its content hash is a new one, as after any edit: put
    /// a rubric into form before cards are made with it.
    Fmt(fmt::Args),
}

pub(super) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    match command {
        Command::List(args) => list::run(args, ui),
        Command::Show(args) => show::run(args, ui),
        Command::Progression(args) => progression::run(args, ui),
        Command::Diff(args) => diff::run(args, ui),
        Command::Schema(args) => schema::run(args, ui),
        Command::Fmt(args) => fmt::run(args, ui),
    }
}

/// For documents that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PageFormat {
    /// For a terminal.
    Text,
    /// Markdown.
    Md,
}

/// The format asked for, else what the output's name ends in, else text.
fn page_format(asked: Option<PageFormat>, output: &Output, style: terminal::Style) -> Format {
    let by_name = match output.extension().as_deref() {
        Some("md" | "markdown") => PageFormat::Md,
        _ => PageFormat::Text,
    };
    match asked.unwrap_or(by_name) {
        PageFormat::Md => Format::Markdown,
        PageFormat::Text => Format::Text(style),
    }
}
