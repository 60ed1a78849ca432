//! `panelkit candidate change`

use super::add::Fields;
use crate::cli::error::Failure;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{named, workspace};
use crate::store::{Access, Change, Store};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The candidate's id.
    #[arg(value_name = "ID", value_parser = named::candidate)]
    id: String,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    store: Stored,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    if args.fields.is_empty() {
        return Err(Failure::usage("nothing is named to change")
            .hint("name at least one of --name, --contact, --level, --rubric and --stage"));
    }
    let stamp = workspace::stamp(ui)?;
    let mut store = args.store.open(Access::Existing, ui)?;
    let before = super::known(&store, &args.id)?;
    let record = args.fields.onto(before, ui)?;
    let receipts = store.keep(&stamp, &[Change::ChangeCandidate(record)])?;
    let id = &args.id;
    let is_new = receipts.iter().any(|receipt| receipt.is_new);
    ui.result(if is_new {
        format!("`{id}` is changed\n")
    } else {
        format!("`{id}` was recorded so already\n")
    })
}
