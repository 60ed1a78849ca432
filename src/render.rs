//! Finished values as text for people and programs. A renderer reads a view and decides nothing.
//!
//! A document goes through one template into Markdown, is parsed once into blocks, and the blocks
//! are written in the format asked for, so that formats cannot disagree.

pub mod blocks;
pub mod chart;
pub mod csv;
pub mod diagnostics;
pub mod json;
pub mod markdown;
pub mod pdf;
pub mod rules;
pub mod sarif;
pub mod templates;
pub mod terminal;

use include_dir::{Dir, include_dir};
use serde::Serialize;

use blocks::Block;
use templates::{TemplateError, Templates};

/// The built-in templates.
static BUILTIN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// One of the files that are built in beside the templates.
///
/// # Panics
/// Where there is none of that name, which is a mistake in the program.
fn builtin_file(path: &str) -> &'static [u8] {
    let file = BUILTIN.get_file(path).expect("the file is built in");
    file.contents()
}

/// The language of the templates.
pub const LANGUAGE: &str = "en";

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Text(terminal::Style),
    /// `CommonMark` with tables and task lists.
    Markdown,
}

/// The templates of every document, read once.
#[derive(Debug)]
pub struct Documents {
    templates: Templates,
}

impl Documents {
    /// The built-in templates, and `(name, source)` pairs that take the place of those of their
    /// name.
    ///
    /// # Errors
    /// A template that does not parse or names what does not exist.
    pub fn new(overrides: &[(String, String)]) -> Result<Self, TemplateError> {
        let builtin: Vec<(&str, &str)> = BUILTIN
            .files()
            .filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
            .collect();
        let templates = Templates::new(&builtin, overrides)?;
        Ok(Self { templates })
    }

    /// One view through one template, such as `packet.md`, as blocks.
    ///
    /// # Errors
    /// A template that asks for what the view does not have.
    pub fn blocks<V: Serialize>(
        &self,
        template: &str,
        view: &V,
    ) -> Result<Vec<Block>, TemplateError> {
        let text = self.templates.render(template, view)?;
        Ok(markdown::parse_document(&text))
    }
}

/// Writes blocks in one format.
#[must_use]
pub fn write(blocks: &[Block], format: Format) -> Vec<u8> {
    match format {
        Format::Text(style) => terminal::write(blocks, &style).into_bytes(),
        Format::Markdown => markdown::write(blocks).into_bytes(),
    }
}

/// What a document is called: its first heading.
#[must_use]
pub fn title(blocks: &[Block]) -> String {
    let headings = blocks.iter().find_map(|block| match block {
        Block::Heading { content, .. } => Some(blocks::plain(content)),
        _ => None,
    });
    headings.unwrap_or_else(|| "Panelkit".to_owned())
}

/// Writes one view through one of the built-in templates.
///
/// # Errors
/// A template that cannot be loaded or rendered.
pub fn document<V: Serialize>(
    template: &str,
    view: &V,
    format: Format,
) -> Result<Vec<u8>, TemplateError> {
    let blocks = Documents::new(&[])?.blocks(template, view)?;
    Ok(write(&blocks, format))
}
