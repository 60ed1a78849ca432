//! Plain text → HTML that shows exactly this text.

use std::io;

use crate::text::visible;

/// Escapes plain text for element content and for quoted attribute values.
///
/// Characters that act instead of showing are made visible first. The signature is that of
/// Tera's escape functions.
///
/// # Errors
/// Whatever the writer reports.
pub fn escape(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(escaped(text).as_bytes())
}

/// [`escape()`] into a new string.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_escaped(text, &mut out);
    out
}

/// [`escape()`] onto the end of a string.
pub(super) fn push_escaped(text: &str, out: &mut String) {
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // HTML has no such characters, not even as references.
            '\u{fdd0}'..='\u{fdef}' => out.push('\u{fffd}'),
            _ if u32::from(c) & 0xfffe == 0xfffe => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
}
