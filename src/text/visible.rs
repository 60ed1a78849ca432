//! Text from outside, made harmless to show.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Shows every character that could act on a terminal or mislead a reader.
///
/// Control characters other than the line feed become escapes (`\x1b`,
/// `\u{9b}`), a tab becomes a space, and invisible or direction-changing
/// characters become `\u{202e}`. Line breaks written as CR LF count as one
/// line feed. Joiners and variation selectors stay: Indic and Persian words
/// and emoji need them. Applying it twice changes nothing.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    // Nearly all text is plain ASCII, which is told byte by byte.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n');
    if text.bytes().all(is_plain) || !text.chars().any(|c| c != '\n' && is_hazard(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' => out.push(c),
            '\r' if chars.peek() == Some(&'\n') => {}
            _ => push_visible(c, &mut out),
        }
    }
    Cow::Owned(out)
}

/// [`visible`] on one line: every run of line breaks becomes a single space.
#[must_use]
pub fn visible_line(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if !shown.contains('\n') {
        return shown;
    }
    let mut out = String::with_capacity(shown.len());
    for (idx, part) in shown
        .split('\n')
        .filter(|part| !part.is_empty())
        .enumerate()
    {
        if idx > 0 || shown.starts_with('\n') {
            out.push(' ');
        }
        out.push_str(part);
    }
    if shown.ends_with('\n') {
        out.push(' ');
    }
    Cow::Owned(out)
}

/// Whether a text shows nothing: it is empty, or all of it is space, acts without showing, or only
/// joins or varies what stands before it.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    let joins = |c: char| {
        matches!(
            c,
            '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}'
        )
    };
    text.chars()
        .all(|c| c.is_whitespace() || is_hazard(c) || joins(c))
}

fn push_visible(c: char, out: &mut String) {
    let written = match c {
        '\t' => {
            out.push(' ');
            Ok(())
        }
        '\0'..='\x1f' | '\x7f' => write!(out, "\\x{:02x}", u32::from(c)),
        _ if is_hazard(c) => write!(out, "\\u{{{:x}}}", u32::from(c)),
        _ => {
            out.push(c);
            Ok(())
        }
    };
    written.expect("writing to a String cannot fail");
}

/// Whether a character acts instead of showing: controls, direction marks,
/// and code points that draw nothing.
fn is_hazard(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' // Arabic letter mark
            | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' // Hangul fillers
            | '\u{180e}' // Mongolian vowel separator
            | '\u{200b}' | '\u{200e}' | '\u{200f}' // zero width space, direction marks
            | '\u{2028}'..='\u{202e}' // separators, embeddings, overrides
            | '\u{2060}'..='\u{206f}' // invisible operators, isolates, deprecated
            | '\u{feff}' // byte order mark
            | '\u{fff9}'..='\u{fffb}' // interlinear annotation
            | '\u{e0000}'..='\u{e007f}' // tags
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shows_what_would_act() {
        let cases = [
            ("plain Łucja 李雷 عمر", "plain Łucja 李雷 عمر"),
            ("bell\x07", "bell\\x07"),
            ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
            ("c1 \u{9b}31m del\x7f", "c1 \\u{9b}31m del\\x7f"),
            ("tab\there", "tab here"),
            ("a\r\nb\rc", "a\nb\\x0dc"),
            ("evil\u{202e}txt", "evil\\u{202e}txt"),
            ("zero\u{200b}width", "zero\\u{200b}width"),
            ("soft\u{ad}hyphen", "soft\u{ad}hyphen"),
            ("👩\u{200d}💻 ❤\u{fe0f}", "👩\u{200d}💻 ❤\u{fe0f}"),
            ("tag\u{e0041}", "tag\\u{e0041}"),
        ];
        for (text, shown) in cases {
            assert_eq!(visible(text), shown);
        }
    }

    #[test]
    fn folds_lines_to_spaces() {
        let cases = [
            ("a\nb", "a b"),
            ("a\n\nb\n", "a b "),
            ("\n", " "),
            ("", ""),
            ("\na", " a"),
        ];
        for (text, shown) in cases {
            assert_eq!(visible_line(text), shown, "{text:?}");
        }
    }

    #[test]
    fn what_shows_nothing_is_blank() {
        for blank in [
            "",
            " \n\t",
            "\u{a0}\u{3000}",
            "\x07\x1b",
            "\u{200b}\u{202e}\u{feff}",
            "\u{200d}\u{fe0f}",
        ] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for shown in ["x", " . ", "李", "👩\u{200d}💻", "\u{202e}txt"] {
            assert!(!is_blank(shown), "{shown:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn is_idempotent_and_leaves_no_control(text in any::<String>()) {
            let once = visible(&text).into_owned();
            prop_assert_eq!(visible(&once), once.as_str());
            prop_assert!(!once.chars().any(|c| c != '\n' && is_hazard(c)));
            prop_assert!(!visible_line(&text).contains('\n'));
        }
    }
}
