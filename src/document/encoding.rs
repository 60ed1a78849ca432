//! Bytes to text: size and encoding, with the place of the first byte that is not UTF-8.

use super::Extent;
use crate::diagnostic::{Diagnostic, codes};
use crate::text::{Source, SourceId, Sources, Span};

/// Takes a TOML file's bytes as a source, unless it is too large, not UTF-8 text, or holds more than
/// can be read in little memory.
///
/// # Errors
/// The finding that says so. The source is there all the same, to show the finding in.
pub(crate) fn open(
    name: &str,
    bytes: Vec<u8>,
    limit: usize,
    sources: &mut Sources,
) -> Result<SourceId, Box<Diagnostic>> {
    let id = open_text(name, bytes, limit, sources)?;
    match Extent::READ.check(sources.get(id), id) {
        Some(finding) => Err(Box::new(finding)),
        None => Ok(id),
    }
}

/// Takes a file's bytes as a source, unless it is too large or not UTF-8 text.
///
/// # Errors
/// As [`open`].
pub(crate) fn open_text(
    name: &str,
    bytes: Vec<u8>,
    limit: usize,
    sources: &mut Sources,
) -> Result<SourceId, Box<Diagnostic>> {
    open_lines(name, bytes, 1, limit, sources)
}

/// The same of some lines of a file, the first of them line `line`.
///
/// # Errors
/// As [`open`].
pub(crate) fn open_lines(
    name: &str,
    bytes: Vec<u8>,
    line: usize,
    limit: usize,
    sources: &mut Sources,
) -> Result<SourceId, Box<Diagnostic>> {
    if bytes.len() > limit {
        let id = sources.add(Source::new(name, ""));
        let message = format!("the file is larger than {} MiB", limit / (1024 * 1024));
        let finding = at(id, 0..0, message);
        return Err(Box::new(Diagnostic {
            code: codes::TOO_LARGE,
            ..finding
        }));
    }
    if line == 1
        && let Some(finding) = foreign(name, &bytes, sources)
    {
        return Err(Box::new(finding));
    }
    match String::from_utf8(bytes) {
        Ok(text) => check_text(Source::part(name, text, line), sources),
        Err(error) => {
            let start = error.utf8_error().valid_up_to();
            let byte = error.as_bytes()[start];
            // Up to the bad byte the text is as it was, so the place stays right.
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let id = sources.add(Source::part(name, text, line));
            let message = format!("byte 0x{byte:02x} is not UTF-8 text");
            let finding = at(id, start..start + '\u{fffd}'.len_utf8(), message)
                .label("shown here as �")
                .hint("the file was probably saved as Latin-1 or Windows-1252: save it again as UTF-8");
            Err(Box::new(finding))
        }
    }
}

/// Says what a file is that shows at its first bytes to be no UTF-8 text.
pub(crate) fn foreign(name: &str, bytes: &[u8], sources: &mut Sources) -> Option<Diagnostic> {
    let encoding = foreign_encoding(bytes)?;
    let id = sources.add(Source::new(name, ""));
    let message = format!("the file is {encoding}, not UTF-8");
    Some(at(id, 0..0, message).hint("save it again as UTF-8"))
}

fn check_text(source: Source, sources: &mut Sources) -> Result<SourceId, Box<Diagnostic>> {
    let nul = source.text().find('\0');
    let id = sources.add(source);
    if let Some(start) = nul {
        let finding = at(id, start..start + 1, "the file holds a NUL byte".to_owned());
        return Err(Box::new(finding.hint(
            "this is not a text file, or it was saved as UTF-16: save it as UTF-8",
        )));
    }
    Ok(id)
}

fn foreign_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [0x1f, 0x8b, ..] => Some("compressed with gzip"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some("an office document of the old kind"),
        [b'P', b'K', 3, 4, ..] => Some("a ZIP archive or an office document"),
        [b'%', b'P', b'D', b'F', ..] => Some("a PDF"),
        _ => None,
    }
}

fn at(source: SourceId, range: std::ops::Range<usize>, message: String) -> Diagnostic {
    let span = Span {
        source,
        start: range.start,
        end: range.end,
    };
    Diagnostic::error(codes::ENCODING, span, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::place;

    fn refused(bytes: &[u8]) -> (String, String) {
        let mut sources = Sources::default();
        let finding = open("a.toml", bytes.to_vec(), 1024 * 1024, &mut sources).unwrap_err();
        (place(finding.primary.span, &sources), finding.message)
    }

    #[test]
    fn what_is_not_utf8_is_named_with_its_place() {
        let cases: &[(&[u8], &str, &str)] = &[
            (
                b"id = 1\nt = \"Jos\xe9\"\n",
                "a.toml:2:9",
                "byte 0xe9 is not UTF-8 text",
            ),
            (
                b"\xff\xfei\0d\0",
                "a.toml:1:1",
                "the file is UTF-16, not UTF-8",
            ),
            (b"i\0d\0", "a.toml:1:2", "the file holds a NUL byte"),
            (
                b"PK\x03\x04..",
                "a.toml:1:1",
                "the file is a ZIP archive or an office document, not UTF-8",
            ),
        ];
        for (bytes, place, message) in cases {
            assert_eq!(refused(bytes), ((*place).to_owned(), (*message).to_owned()));
        }
    }

    #[test]
    fn a_file_over_the_limit_is_not_read() {
        let (_, message) = refused(&vec![b'#'; 1024 * 1024 + 1]);
        assert_eq!(message, "the file is larger than 1 MiB");
    }
}
