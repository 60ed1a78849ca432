//! `panelkit rubric schema`

use crate::cli::error::Failure;
use crate::cli::output::Output;
use crate::cli::ui::Ui;
use crate::render::json;
use crate::rubric::schema;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// For files that a rubric includes: no key is required, and those of a root are refused.
    #[arg(long)]
    library: bool,
    #[command(flatten)]
    output: Output,
}

pub(in crate::cli) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let text = if args.library {
        json::text(&schema::of_included())
    } else {
        json::text(&schema::of_root())
    };
    args.output.write(&text, ui)
}
