//! Finished values as text for people and programs. A renderer reads a view and decides nothing.
//!
//! A document goes through one template into Markdown, is parsed once into blocks, and the blocks
//! are written in the format asked for, so that formats cannot disagree.

pub mod blocks;
pub mod calendar;
pub mod chart;
pub mod csv;
pub mod diagnostics;
pub mod html;
pub mod json;
pub mod markdown;
pub mod pdf;
pub mod rules;
pub mod sarif;
pub mod templates;
pub mod terminal;

use std::path::Path;

use include_dir::{Dir, include_dir};
use serde::Serialize;

use crate::kit::Kit;
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
    /// One HTML file.
    Html,
}

/// The templates of every document, read once.
#[derive(Debug)]
pub struct Documents {
    templates: Templates,
    /// Those that write HTML: the form's.
    forms: Templates,
}

impl Documents {
    /// The built-in templates, and `(name, source)` pairs that take the place of those of their
    /// name.
    ///
    /// # Errors
    /// A template that does not parse or names what does not exist.
    pub fn new(overrides: &[(String, String)]) -> Result<Self, TemplateError> {
        let (html, markdown): (Vec<_>, Vec<_>) = overrides
            .iter()
            .cloned()
            .partition(|(name, _)| Path::new(name).extension() == Some("html".as_ref()));
        Ok(Self {
            templates: Templates::new(&builtin(Some(&BUILTIN), "md"), &markdown)?,
            forms: Templates::html(&builtin(BUILTIN.get_dir("html"), "html"), &html)?,
        })
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

    /// A kit as a form that saves a scorecard: one HTML file. A kit that scores nothing has
    /// nothing to fill in and is the document alone.
    ///
    /// # Errors
    /// A template that asks for what the view does not have.
    pub fn form(&self, kit: &Kit) -> Result<Vec<u8>, TemplateError> {
        let blocks = self.blocks("kit.md", kit)?;
        if kit.criteria.is_empty() {
            return Ok(write(&blocks, Format::Html));
        }
        let title = title(&blocks);
        let options = html::Options {
            title: &title,
            language: LANGUAGE,
        };
        let form = html::form(kit, &blocks, &options);
        Ok(self.forms.render("html/form.html", &form)?.into_bytes())
    }
}

/// The built-in templates of a folder whose names end so.
fn builtin(
    folder: Option<&'static Dir<'static>>,
    extension: &str,
) -> Vec<(&'static str, &'static str)> {
    let files = folder.into_iter().flat_map(Dir::files);
    files
        .filter(|file| file.path().extension() == Some(extension.as_ref()))
        .filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
        .collect()
}

/// Writes blocks in one format.
#[must_use]
pub fn write(blocks: &[Block], format: Format) -> Vec<u8> {
    match format {
        Format::Text(style) => terminal::write(blocks, &style).into_bytes(),
        Format::Markdown => markdown::write(blocks).into_bytes(),
        Format::Html => html::write(
            blocks,
            &html::Options {
                title: &title(blocks),
                language: LANGUAGE,
            },
        )
        .into_bytes(),
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
