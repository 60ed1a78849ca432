//! `panelkit rubric diff`

use std::path::PathBuf;

use clap::ValueEnum;

use super::super::error::Failure;
use super::super::output::Output;
use super::super::ui::Ui;
use super::super::{exit, input, templates};
use crate::diff::{self, Diff};
use crate::render::{Format, json};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The rubric before: a file, a folder with a `rubric.toml`, or a rubric's id.
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The rubric after, named in the same ways.
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// How to write it; by default what the output's name ends in, else `text`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<DiffFormat>,
    /// Exit with 1 where they differ in meaning.
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// For a terminal.
    Text,
    /// Markdown.
    Md,
    /// One object with all changes.
    Json,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let old = input::rubric(&args.old, ui)?;
    let new = input::rubric(&args.new, ui)?;
    let diff = diff::diff(&old, &new);
    args.output.write(written(args, &diff, ui)?, ui)?;
    if args.exit_code && diff.differs {
        return Err(Failure::said(exit::NO));
    }
    Ok(())
}

fn written(args: &Args, diff: &Diff, ui: &Ui) -> Result<Vec<u8>, Failure> {
    let by_name = match args.output.extension().as_deref() {
        Some("md" | "markdown") => DiffFormat::Md,
        Some("json") => DiffFormat::Json,
        _ => DiffFormat::Text,
    };
    let format = match args.format.unwrap_or(by_name) {
        DiffFormat::Json => return Ok(json::text(diff).into_bytes()),
        DiffFormat::Md => Format::Markdown,
        DiffFormat::Text => Format::Text(args.output.style(ui)),
    };
    templates::document("diff.md", diff, format, ui)
}
