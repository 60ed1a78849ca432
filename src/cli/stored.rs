//! The store that a command works on.

use std::path::PathBuf;

use clap::Args;

use super::error::Failure;
use super::ui::Ui;
use super::{exit, workspace};
use crate::store::{Access, SqliteStore};

/// `--store`.
#[derive(Debug, Args)]
pub(super) struct Stored {
    /// The file that submitted cards are kept in, such as panelkit.db; else the workspace's.
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
}

impl Stored {
    /// Whether the command line names it.
    pub(super) fn is_named(&self) -> bool {
        self.store.is_some()
    }

    /// Opens it.
    ///
    /// # Errors
    /// As [`Stored::path`]; it cannot be opened.
    pub(super) fn open(&self, access: Access, ui: &Ui) -> Result<SqliteStore, Failure> {
        Ok(SqliteStore::open(&self.path(ui)?, access)?)
    }

    /// Opens it where one is named and there is one: for what a store may add to a command that
    /// does without.
    ///
    /// # Errors
    /// It is there and cannot be opened; one that the command line names is not there.
    pub(super) fn open_if_any(&self, ui: &Ui) -> Result<Option<SqliteStore>, Failure> {
        let is_named = self.store.is_some() || workspace::find(ui)?.store.is_some();
        if !is_named {
            return Ok(None);
        }
        let path = self.path(ui)?;
        if self.store.is_none() && !path.exists() {
            return Ok(None);
        }
        Ok(Some(SqliteStore::open(&path, Access::Existing)?))
    }

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
