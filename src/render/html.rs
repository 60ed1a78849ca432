//! Blocks → one HTML file that asks nothing of the network.
//!
//! The page carries its style inside, and a content security policy that allows this style, by
//! its hash, and nothing else. It is light or dark as the reader's system is, prints without
//! colours, and can be read by keyboard and by ear: landmarks, a skip link, contents from the
//! headings, headings without gaps, table headers with their scope. Every text goes through
//! [`escape()`].

mod body;
mod direction;
mod escape;
mod form;
mod page;
mod svg;

#[cfg(test)]
mod tests;

pub use escape::escape;
pub(super) use form::form;

use super::blocks::Block;

/// What a page says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options<'a> {
    /// The title that browsers show; plain text.
    pub title: &'a str,
    /// The language of the text, such as `en`, as HTML's `lang` takes it.
    pub language: &'a str,
}

/// Writes blocks as a whole HTML file ending in a line feed.
///
/// The blocks must be in normal form (see [`crate::render::blocks`]). Where no heading is of the
/// first level, the title becomes one.
#[must_use]
pub fn write(blocks: &[Block], options: &Options<'_>) -> String {
    let body = body::write(blocks, options.title);
    page::document(&body, options)
}
