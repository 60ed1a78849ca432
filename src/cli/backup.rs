//! `panelkit backup`

use std::path::PathBuf;

use super::error::Failure;
use super::stored::Stored;
use super::ui::Ui;
use crate::store::{Access, SqliteStore, Store};

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
    store.back_up(&args.to)?;
    ui.result(format!(
        "backed up to {}, up to head {}\n",
        args.to.display(),
        SqliteStore::open(&args.to, Access::Existing)?.head()?
    ))
}
