//! Where results go: stdout, a file or a folder.

use std::path::{Path, PathBuf};

use clap::Args;

use super::error::Failure;
use super::ui::Ui;
use crate::render::{Format, terminal};
use crate::store::file;

/// `-o`.
#[derive(Debug, Args)]
pub(super) struct Output {
    /// Write there instead of to stdout; `-` is stdout.
    #[arg(short = 'o', long = "output", value_name = "PATH")]
    pub(super) path: Option<PathBuf>,
}

impl Output {
    /// The file or folder to write to; none is stdout.
    pub(super) fn target(&self) -> Option<&Path> {
        self.path.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// What the target's name ends in, in lower case.
    pub(super) fn extension(&self) -> Option<String> {
        let extension = self.target()?.extension()?;
        Some(extension.to_string_lossy().to_lowercase())
    }

    /// How terminal text looks where it goes.
    pub(super) fn style(&self, ui: &Ui) -> terminal::Style {
        match self.target() {
            None => ui.style(),
            Some(_) => Ui::plain_style(),
        }
    }

    /// How tables look there that get better with every column.
    pub(super) fn wide_style(&self, ui: &Ui) -> terminal::Style {
        match self.target() {
            None => ui.wide_style(),
            Some(_) => Ui::plain_style(),
        }
    }

    /// Writes one result.
    pub(super) fn write(&self, result: impl AsRef<[u8]>, ui: &Ui) -> Result<(), Failure> {
        match self.target() {
            None => ui.result(result),
            Some(path) => {
                file::replace(path, result.as_ref())?;
                ui.note(&format!("wrote {}", path.display()));
                Ok(())
            }
        }
    }
}

/// What a document's file name ends in.
pub(super) fn extension_of(format: Format) -> &'static str {
    match format {
        Format::Markdown => "md",
        Format::Html => "html",
        Format::Text(_) => "txt",
    }
}
