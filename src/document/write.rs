//! Values as TOML has them, whatever the text holds.

use std::fmt::Write as _;

/// A text on one line, in quotes.
#[must_use]
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        push(c, &mut quoted);
    }
    quoted.push('"');
    quoted
}

/// A text in quotes; one of several lines keeps them, between three quotes.
#[must_use]
pub(crate) fn long(text: &str) -> String {
    if !text.contains('\n') {
        return quoted(text);
    }
    let mut long = String::from("\"\"\"\n");
    for c in text.chars() {
        match c {
            '\n' => long.push(c),
            c => push(c, &mut long),
        }
    }
    long.push_str("\"\"\"");
    long
}

fn push(c: char, text: &mut String) {
    match c {
        '"' | '\\' => text.extend(['\\', c]),
        '\n' => text.push_str("\\n"),
        '\t' => text.push_str("\\t"),
        c if c.is_control() => {
            // Writing to a String cannot fail.
            let _ = write!(text, "\\u{:04x}", u32::from(c));
        }
        c => text.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_stay_lines() {
        assert_eq!(quoted("Łucja \"Ż\"\\\t"), "\"Łucja \\\"Ż\\\"\\\\\\t\"");
        assert_eq!(long("one"), "\"one\"");
        assert_eq!(
            long("one\ntwo \"\"\""),
            "\"\"\"\none\ntwo \\\"\\\"\\\"\"\"\""
        );
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(text in any::<String>()) {
            for written in [quoted(&text), long(&text)] {
                let document = format!("x = {written}\n");
                let read: toml::Table = document.parse().unwrap();
                prop_assert_eq!(read["x"].as_str().unwrap(), text.as_str());
            }
        }
    }
}
