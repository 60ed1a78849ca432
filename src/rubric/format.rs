//! A rubric file in its usual form: keys in the order of the format, even space, every comment
//! kept. The one door to `toml_edit`, which reads a file with its comments.

mod comments;
mod order;
mod sections;
#[cfg(test)]
mod tests;
mod value;

use toml_edit::DocumentMut;

use self::comments::Gap;
use self::sections::Section;
use super::compile::MAX_BYTES;
use super::document::RubricDoc;
use crate::diagnostic::{Diagnostic, codes};
use crate::document::{self, Decode as _, Extent};
use crate::text::{SourceId, Sources, Span};

/// What can be put into form: comments and space between tokens take more memory than a reader of
/// the rubric needs.
const EXTENT: Extent = Extent {
    tokens: 400_000,
    tables: 25_000,
    ..Extent::READ
};

/// Puts a file into its usual form: a root rubric or an included file.
///
/// # Errors
/// Why it cannot be read as TOML; findings on what it says are no concern of its form.
pub fn file(name: &str, bytes: Vec<u8>, sources: &mut Sources) -> Result<String, Vec<Diagnostic>> {
    let id = document::open(name, bytes, MAX_BYTES, sources).map_err(|finding| vec![*finding])?;
    let source = sources.get(id);
    if let Some(finding) = EXTENT.check(source, id) {
        return Err(vec![finding]);
    }
    let broken = document::syntax(source, id);
    if !broken.is_empty() {
        return Err(broken);
    }
    format(source.text()).map_err(|unreadable| vec![unreadable.into_diagnostic(id)])
}

/// Why a text was not put into form.
#[derive(Debug)]
struct Unreadable {
    message: String,
    span: std::ops::Range<usize>,
}

impl Unreadable {
    fn into_diagnostic(self, source: SourceId) -> Diagnostic {
        let span = Span {
            source,
            start: self.span.start,
            end: self.span.end,
        };
        Diagnostic::error(codes::SYNTAX, span, self.message)
    }
}

/// What reads as TOML and is refused here all the same is a number that no program can hold.
impl From<toml_edit::TomlError> for Unreadable {
    fn from(error: toml_edit::TomlError) -> Self {
        Self {
            message: "this value is too large to put the file into form".to_owned(),
            span: error.span().unwrap_or(0..0),
        }
    }
}

/// Puts a text into form. Line ends become LF, inside long text too, where TOML leaves their kind
/// to the reader; nothing else changes its meaning.
fn format(text: &str) -> Result<String, Unreadable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n");
    let parsed: DocumentMut = text.parse()?;
    let formatted = write(&parsed);
    drop(parsed);
    if document::reads_alike(&text, &formatted) {
        return Ok(formatted);
    }
    // No text is known to come here; whoever writes one keeps the file as it is.
    Err(Unreadable {
        message: "this file cannot be put into form without a change of its meaning".to_owned(),
        span: 0..0,
    })
}

fn write(parsed: &DocumentMut) -> String {
    let mut sections = sections::gather(parsed.as_table(), RubricDoc::SHAPE);
    let mut end = Gap::at_line_start(value::raw(Some(parsed.trailing()))).into_block();
    // Nothing comes next.
    end.leads = false;
    let head = sections::settle_comments(&mut sections, &mut end);
    sections.sort_by(|a, b| a.order.cmp(&b.order));

    let mut out = String::new();
    sections::write_paragraphs(&head.paragraphs, &mut out);
    let has_root_keys = sections.first().is_some_and(Section::has_keys);
    if !head.is_empty() && has_root_keys && !head.leads {
        out.push('\n');
    }
    for section in &sections {
        section.write(&mut out);
    }
    if !end.is_empty() {
        sections::write_blank(&mut out);
        sections::write_paragraphs(&end.paragraphs, &mut out);
    }
    out
}
