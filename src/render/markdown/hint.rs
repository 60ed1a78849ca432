//! What a template says about paper: fences whose info string no other Markdown has.
//!
//! As with charts, `@` is left out of the languages that users name, and users' fences are written
//! anew.

/// How the info string of room for notes begins; the number of lines follows.
pub(super) const NOTES: &str = "@notes";

/// The info string of a page break.
pub(super) const PAGE_BREAK: &str = "@page-break";

/// Room to write by hand, as Markdown for [`super::parse_document`].
#[must_use]
pub fn notes(lines: u8) -> String {
    format!("```{NOTES} {lines}\n```")
}

/// The beginning of a new page, as Markdown for [`super::parse_document`].
#[must_use]
pub fn page_break() -> String {
    format!("```{PAGE_BREAK}\n```")
}
