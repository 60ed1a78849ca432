//! `panelkit rubric show`

use std::path::PathBuf;

use super::super::error::Failure;
use super::super::output::Output;
use super::super::ui::Ui;
use super::super::{input, named, templates};
use super::{PageFormat, page_format};
use crate::overview;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The rubric: a file, a folder with a `rubric.toml`, or a rubric's id.
    #[arg(value_name = "RUBRIC")]
    rubric: PathBuf,
    /// Only what concerns this level: an id or an alias.
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// How to write it; by default what the output's name ends in, else `text`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<PageFormat>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let rubric = input::rubric(&args.rubric, ui)?;
    let level = args.level.as_deref();
    let level = level.map(|name| named::level(&rubric, name)).transpose()?;
    let format = page_format(args.format, &args.output, args.output.style(ui));
    let page = overview::role(&rubric, level);
    args.output
        .write(templates::document("role.md", &page, format, ui)?, ui)
}
