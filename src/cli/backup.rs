//! `panelkit backup`

use std::path::PathBuf;

use super::error::Failure;
use super::stored::Stored;
use super::ui::Ui;
use crate::store::{Access, SqliteStore};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The new file; one that is there already is left as it is.
    #[arg(value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    store: Stored,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let store = SqliteStore::open(&args.store.path(ui)?, Access::Existing)?;
    let head = store.back_up(&args.to)?;
    let to = args.to.display();
    ui.result(format!("backed up to {to}, up to head {head}\n"))
}
