//! The one door to Tera: templates that write Markdown.
//!
//! Every value a template prints is escaped, so that it shows as plain text;
//! only the filters below put Markdown in. A template sees the view it is
//! given and the other templates, never a file or the environment.

mod error;
mod filters;

use serde::Serialize;
use tera::{Context, Tera};

pub use error::TemplateError;

use super::markdown;

/// Where overrides and built-in templates live inside the engine. The first
/// prefix that has the name wins.
const USER: &str = "user/";
const BUILTIN: &str = "builtin/";

/// Templates, checked and ready to render.
#[derive(Debug)]
pub struct Templates {
    engine: Tera,
}

impl Templates {
    /// Loads `(name, source)` pairs, such as `("packet.md", …)`.
    ///
    /// An override takes the place of the built-in template of its name, also
    /// where other templates extend or include it, and may itself say
    /// `{% extends "builtin/packet.md" %}`.
    ///
    /// Filters for templates, beside Tera's own:
    /// - `markdown(base=2, indent=0)`: a field that is Markdown, its headings
    ///   moved down by `base` levels;
    /// - `quote(indent=0)`: plain text of several paragraphs as a block quote;
    /// - `num(places=2)`: a number with fixed decimals; nothing gives `–`;
    /// - `plain`: a number with at most two decimals; nothing gives `–`;
    /// - `percent`: a share such as 0.8137 as `81 %`; nothing gives `–`;
    /// - `chance`: a probability, never as certain; nothing gives `–`;
    /// - `code`: plain text as a code span, good in table cells too;
    /// - `fence(language="", indent=0)`: plain text as a code block;
    /// - `chart`: a [`crate::chart::Chart`], standing by itself.
    ///
    /// And functions, each on a line of its own between blank lines:
    /// - `notes(lines=4)`: room to write by hand;
    /// - `page_break()`: what follows begins a new page.
    ///
    /// `indent` is for use inside list items: it indents all lines but the
    /// first.
    ///
    /// # Errors
    /// The first template that does not parse, or that names a template,
    /// block or filter that does not exist.
    pub fn new(
        builtin: &[(&str, &str)],
        overrides: &[(String, String)],
    ) -> Result<Self, TemplateError> {
        let mut engine = Tera::default();
        engine.set_fallback_prefixes([USER, BUILTIN])?;
        // Every template writes Markdown, whatever its name ends in.
        engine.autoescape_on([""]);
        engine.set_escape_fn(markdown::escape);
        filters::register(&mut engine);
        let builtin = builtin
            .iter()
            .map(|(name, source)| (format!("{BUILTIN}{name}"), (*source).to_owned()));
        let overrides = overrides
            .iter()
            .map(|(name, source)| (format!("{USER}{name}"), source.clone()));
        engine.add_raw_templates(builtin.chain(overrides))?;
        Ok(Self { engine })
    }

    /// Renders a template with a view: a struct or map whose fields become the
    /// template's variables.
    ///
    /// # Errors
    /// An unknown template, a view that is not a struct or map, or a template
    /// that asks for what the view does not have.
    pub fn render<V: Serialize>(&self, name: &str, view: &V) -> Result<String, TemplateError> {
        let context = Context::from_serialize(view)?;
        Ok(self.engine.render(name, &context)?)
    }
}

#[cfg(test)]
mod tests;
