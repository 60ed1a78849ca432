//! `panelkit rubric schema`

use crate::cli::error::Failure;
use crate::cli::exit;
use crate::cli::output::Output;
use crate::cli::ui::Ui;
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
    let schema = if args.library {
        schema::of_included()
    } else {
        schema::of_root()
    };
    let mut text = serde_json::to_string_pretty(&schema).map_err(|error| {
        Failure::new(
            exit::INTERNAL,
            format!("the schema cannot be written: {error}"),
        )
    })?;
    text.push('\n');
    args.output.write(&text, ui)
}
