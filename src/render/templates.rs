//! The one door to Tera: templates that write Markdown.
//!
//! Every value a template prints is escaped, so that it shows as plain text;
//! only the filters below put Markdown in. A template sees the view it is
//! given and the other templates, never a file or the environment.

mod error;
mod filters;

use std::io;
use std::thread;

use serde::Serialize;
use tera::{Context, Tera};

pub use error::TemplateError;

use super::{html, markdown};

/// How values are made inert.
type EscapeFn = fn(&str, &mut dyn io::Write) -> io::Result<()>;

/// Where overrides and built-in templates live inside the engine. The first
/// prefix that has the name wins.
const USER: &str = "user/";
const BUILTIN: &str = "builtin/";

/// Most templates that may take the place of built-in ones or stand beside them. Each may include
/// the next, which takes some of the stack.
pub const MAX_OVERRIDES: usize = 80;

/// Bytes of stack for templates of others: four times what as many as there may be were seen to
/// take, one in the other.
const STACK: usize = 32 * 1024 * 1024;

/// Most bytes that a document may have as Markdown: templates that include one another twice each
/// would fill any memory.
const MAX_OUTPUT: usize = 64 * 1024 * 1024;

/// Templates, checked and ready to render.
#[derive(Debug)]
pub struct Templates {
    engine: Tera,
    overridden: bool,
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
    /// block or filter that does not exist; an override that defines a component; more than
    /// [`MAX_OVERRIDES`].
    pub fn new(
        builtin: &[(&str, &str)],
        overrides: &[(String, String)],
    ) -> Result<Self, TemplateError> {
        Self::escaping(markdown::escape, builtin, overrides)
    }

    /// As [`Templates::new`], for templates that write HTML. What is HTML already is put in by
    /// Tera's own filter `safe`.
    ///
    /// # Errors
    /// As [`Templates::new`].
    pub fn html(
        builtin: &[(&str, &str)],
        overrides: &[(String, String)],
    ) -> Result<Self, TemplateError> {
        Self::escaping(html::escape, builtin, overrides)
    }

    fn escaping(
        escape: EscapeFn,
        builtin: &[(&str, &str)],
        overrides: &[(String, String)],
    ) -> Result<Self, TemplateError> {
        if overrides.len() > MAX_OVERRIDES {
            let message = format!("there are more than {MAX_OVERRIDES} templates");
            return Err(TemplateError::new(message));
        }
        if let Some((name, line)) = overrides.iter().find_map(|(name, source)| {
            let line = component_line(source)?;
            Some((name, line))
        }) {
            // Tera does not see where components and includes call one another in a circle.
            let message = format!("{name}:{line}: a template cannot define components");
            return Err(TemplateError::new(message));
        }
        let overridden = !overrides.is_empty();
        let mut engine = Tera::default();
        engine.set_fallback_prefixes([USER, BUILTIN])?;
        // Every template writes one format, whatever its name ends in.
        engine.autoescape_on([""]);
        engine.set_escape_fn(escape);
        filters::register(&mut engine);
        let builtin = builtin
            .iter()
            .map(|(name, source)| (format!("{BUILTIN}{name}"), (*source).to_owned()));
        let overrides = overrides
            .iter()
            .map(|(name, source)| (format!("{USER}{name}"), source.clone()));
        engine
            .add_raw_templates(builtin.chain(overrides))
            .map_err(|error| TemplateError::of(error, overridden))?;
        Ok(Self { engine, overridden })
    }

    /// Renders a template with a view: a struct or map whose fields become the
    /// template's variables.
    ///
    /// # Errors
    /// An unknown template, a view that is not a struct or map, or a template
    /// that asks for what the view does not have, or writes without end.
    pub fn render<V: Serialize>(&self, name: &str, view: &V) -> Result<String, TemplateError> {
        let context = Context::from_serialize(view)?;
        if !self.overridden {
            return self.page(name, &context);
        }
        // The built-in templates lie a few deep in one another; those of others may lie deeper
        // than the caller's stack has room for.
        thread::scope(|scope| {
            let page = thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, || self.page(name, &context));
            let page = page.map_err(|error| error.to_string());
            page.and_then(|page| page.join().map_err(|_| "it panicked".to_owned()))
                .map_err(|why| TemplateError::new(format!("`{name}` cannot be rendered: {why}")))?
        })
    }

    fn page(&self, name: &str, context: &Context) -> Result<String, TemplateError> {
        let mut page = Page::default();
        let rendered = self.engine.render_to(name, context, &mut page);
        if page.is_over {
            let message = format!("`{name}` writes more than {} MiB", MAX_OUTPUT >> 20);
            return Err(TemplateError::new(message));
        }
        rendered.map_err(|error| TemplateError::of(error, self.overridden))?;
        // Tera writes text, piece by piece.
        Ok(String::from_utf8_lossy(&page.bytes).into_owned())
    }
}

/// The line of the first tag that defines a component.
fn component_line(source: &str) -> Option<usize> {
    let mut tags = source.match_indices("{%");
    let (at, _) = tags.find(|(at, _)| {
        let tag = source[at + 2..].trim_start_matches(|c: char| c == '-' || c.is_whitespace());
        tag.starts_with("component")
    })?;
    Some(source[..at].split('\n').count())
}

/// What a template has written so far.
#[derive(Default)]
struct Page {
    bytes: Vec<u8>,
    is_over: bool,
}

impl io::Write for Page {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + piece.len() > MAX_OUTPUT {
            self.is_over = true;
            return Err(io::Error::other("the document is too large"));
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
