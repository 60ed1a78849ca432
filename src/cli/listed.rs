//! Commands that list: as a table for people, as one object, as a row each.

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::error::Failure;
use super::output::Output;
use super::templates;
use super::ui::Ui;
use crate::render::{Format, json};

/// `--format` and `-o` of a list.
#[derive(Debug, Args)]
pub(super) struct Listed {
    /// How to write it; by default what the output's name ends in, else `text`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<ListFormat>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// A table for a terminal.
    Text,
    /// One object.
    Json,
    /// A row each.
    Csv,
}

impl Listed {
    fn format(&self) -> ListFormat {
        let by_name = match self.output.extension().as_deref() {
            Some("json") => ListFormat::Json,
            Some("csv") => ListFormat::Csv,
            _ => ListFormat::Text,
        };
        self.format.unwrap_or(by_name)
    }

    /// Whether it is for people, who read no endless lists.
    pub(super) fn is_text(&self) -> bool {
        self.format() == ListFormat::Text
    }

    /// Writes a view: through its template, as JSON, or as `csv` gives it.
    ///
    /// # Errors
    /// A template of the workspace fails; the output cannot be written.
    pub(super) fn write<V: Serialize>(
        &self,
        template: &str,
        view: &V,
        csv: impl FnOnce(&V) -> String,
        ui: &Ui,
    ) -> Result<(), Failure> {
        let written = match self.format() {
            ListFormat::Text => {
                let style = Format::Text(self.output.wide_style(ui));
                templates::document(template, view, style, ui)?
            }
            ListFormat::Json => json::text(view).into_bytes(),
            ListFormat::Csv => csv(view).into_bytes(),
        };
        self.output.write(written, ui)
    }
}
