//! Finished values as text for people and programs. A renderer reads a view and decides nothing.
//!
//! A document goes through one template into Markdown, is parsed once into blocks, and the blocks
//! are written in the format asked for, so that formats cannot disagree.

pub mod blocks;
pub mod csv;
pub mod diagnostics;
pub mod json;
pub mod markdown;
pub mod rules;
pub mod sarif;
pub mod templates;
pub mod terminal;

use include_dir::{Dir, include_dir};
use serde::Serialize;

use templates::{TemplateError, Templates};

/// The built-in templates.
static BUILTIN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Text(terminal::Style),
    /// `CommonMark` with tables and task lists.
    Markdown,
}

/// Writes one view through one of the built-in templates, such as `packet.md`.
///
/// # Errors
/// A template that cannot be loaded or rendered.
pub fn document<V: Serialize>(
    template: &str,
    view: &V,
    format: Format,
) -> Result<String, TemplateError> {
    let builtin: Vec<(&str, &str)> = BUILTIN
        .files()
        .filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
        .collect();
    let engine = Templates::new(&builtin, &[])?;
    let blocks = markdown::parse(&engine.render(template, view)?);
    Ok(match format {
        Format::Text(style) => terminal::write(&blocks, &style),
        Format::Markdown => markdown::write(&blocks),
    })
}
