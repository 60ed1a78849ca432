//! `panelkit rubric progression`

use std::path::PathBuf;

use super::super::error::Failure;
use super::super::output::Output;
use super::super::ui::Ui;
use super::super::{input, named, templates};
use super::{PageFormat, page_format};
use crate::overview::{self, Narrowing};
use crate::render::{Format, terminal};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The rubric: a file, a folder with a `rubric.toml`, or a rubric's id.
    #[arg(value_name = "RUBRIC")]
    rubric: PathBuf,
    /// Only the competencies of this discipline: its id or its title.
    #[arg(long, value_name = "DISCIPLINE")]
    discipline: Option<String>,
    /// Only these levels: ids or aliases.
    #[arg(long = "level", num_args = 1.., value_delimiter = ',', value_name = "LEVEL")]
    levels: Vec<String>,
    /// How to write it; by default what the output's name ends in, else `text`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<PageFormat>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let rubric = input::rubric(&args.rubric, ui)?;
    let discipline = args.discipline.as_deref();
    let levels = args.levels.iter();
    let format = page_format(args.format, &args.output, args.output.wide_style(ui));
    let narrowing = Narrowing {
        discipline: discipline
            .map(|name| named::discipline(&rubric, name))
            .transpose()?,
        levels: levels
            .map(|name| named::level(&rubric, name))
            .collect::<Result<_, _>>()?,
        side_by_side: side_by_side(format),
    };
    let view = overview::progression(&rubric, &narrowing);
    args.output.write(
        templates::document("progression.md", &view, format, ui)?,
        ui,
    )
}

/// A terminal is as wide as it is: levels that find no room there go into further tables.
fn side_by_side(format: Format) -> Option<usize> {
    match format {
        Format::Text(style) => Some(terminal::text_columns(style.width)),
        Format::Markdown | Format::Html => None,
    }
}
