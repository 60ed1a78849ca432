//! Texts written as TOML, so that they read back as they are.

use std::fmt::Write as _;

/// A text as a TOML string on one line.
#[must_use]
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        push(c, &mut quoted);
    }
    quoted.push('"');
    quoted
}

/// A text as a TOML string whose lines stand as lines; a text of one line as [`quoted`] has it.
#[must_use]
pub(crate) fn quoted_lines(text: &str) -> String {
    if !text.contains('\n') {
        return quoted(text);
    }
    // The line feed behind the opening marks is no part of the text.
    let mut quoted = String::from("\"\"\"\n");
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' | '\t' => quoted.push(c),
            // Marks that stand alone open and close nothing.
            '"' if !quoted.ends_with('"') && chars.peek().is_some_and(|next| *next != '"') => {
                quoted.push(c);
            }
            c => push(c, &mut quoted),
        }
    }
    quoted.push_str("\"\"\"");
    quoted
}

fn push(c: char, quoted: &mut String) {
    match c {
        '"' | '\\' => quoted.extend(['\\', c]),
        '\n' => quoted.push_str("\\n"),
        '\t' => quoted.push_str("\\t"),
        '\r' => quoted.push_str("\\r"),
        c if c.is_control() => {
            // Writing to a String cannot fail.
            let _ = write!(quoted, "\\u{:04x}", u32::from(c));
        }
        c => quoted.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(quoted: &str) -> String {
        let table: toml::Table = format!("text = {quoted}\n").parse().expect(quoted);
        table["text"].as_str().expect("a string").to_owned()
    }

    #[test]
    fn lines_stay_lines_and_marks_stay_readable() {
        let text = "He said \"roll back\",\nthen \"\"\"why\"\"\".\n\n\ttab \\ end\"";
        let due = "\"\"\"\nHe said \"roll back\",\nthen \\\"\\\"\\\"why\\\"\\\"\\\".\n\n\ttab \\\\ end\\\"\"\"\"";
        assert_eq!(quoted_lines(text), due);
        assert_eq!(read(due), text);
        assert_eq!(quoted_lines("one \"line\""), "\"one \\\"line\\\"\"");
        assert_eq!(quoted("a\nb\u{1b}\r"), "\"a\\nb\\u001b\\r\"");
    }

    proptest! {
        #[test]
        fn every_text_reads_back(text in "(?s)[\"\\\\\n\r\ta\u{0}-\u{a0}ł李\u{202e}]{0,40}|.{0,30}") {
            prop_assert_eq!(&read(&quoted(&text)), &text);
            prop_assert_eq!(&read(&quoted_lines(&text)), &text);
        }
    }
}
