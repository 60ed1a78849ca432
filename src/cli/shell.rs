//! Commands to be copied into a shell.

use crate::text::visible_line;

/// A word as a shell takes it for one.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-@+:,".contains(c);
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", visible_line(word).replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_one_word() {
        let cases = [
            ("grace@example.com", "grace@example.com"),
            ("李雷", "李雷"),
            ("Thị Ánh", "'Thị Ánh'"),
            ("it's; rm -rf $HOME", "'it'\\''s; rm -rf $HOME'"),
            ("-o", "'-o'"),
            ("", "''"),
            ("a\nb\u{202e}", "'a b\\u{202e}'"),
        ];
        for (word, shown) in cases {
            assert_eq!(quoted(word), shown);
        }
    }
}
