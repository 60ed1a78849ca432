//! The store that a command works on.

use std::path::PathBuf;

use clap::Args;

use super::error::Failure;
use super::ui::Ui;
use super::{exit, workspace};

/// `--store`.
#[derive(Debug, Args)]
pub(super) struct Stored {
    /// The file that submitted cards are kept in, such as panelkit.db; else the workspace's.
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
}

impl Stored {
    /// Where the store is.
    ///
    /// # Errors
    /// Neither the command line nor the workspace names a file.
    pub(super) fn path(&self, ui: &Ui) -> Result<PathBuf, Failure> {
        if let Some(path) = &self.store {
            return Ok(path.clone());
        }
        let (folder, workspace) = workspace::open(ui)?;
        match workspace.store {
            Some(address) if address.contains("://") => Err(Failure::new(
                exit::UNAVAILABLE,
                format!("this program keeps stores in files, not at {address}"),
            )
            .hint("name a file: --store panelkit.db")),
            Some(name) => Ok(folder.join(name)),
            None => Err(Failure::usage("no store is named")
                .hint("name its file: --store panelkit.db, or `store` in panelkit.toml")),
        }
    }
}
