//! Letters as they are compared: one normal form, and what a word looks like. The one door to the
//! normal forms and the confusable letters of Unicode.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// A text in the normal form that names are compared in.
#[must_use]
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// A text in one normal form and one case, as words are compared.
#[must_use]
pub fn folded(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).collect()
}

/// Whether a text is this one that was [`folded`]; allocates nothing.
#[must_use]
pub fn is_folded(text: &str, folded: &str) -> bool {
    if text.is_ascii() {
        return text.eq_ignore_ascii_case(folded);
    }
    text.nfc().flat_map(char::to_lowercase).eq(folded.chars())
}

/// A text's letters and digits alone, in lower case and without accents; empty where it has none.
#[must_use]
pub fn bare(text: &str) -> String {
    let lower = text.to_lowercase();
    lower.nfd().filter(|c| is_sound(*c)).collect()
}

/// What a text looks like, by the confusable characters of Unicode (UTS 39): texts of one look may
/// be written with letters of different scripts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Capitals of two scripts may look alike where their small letters do not, and the other way
    /// round.
    small: String,
    capital: String,
}

impl Look {
    /// The look of a text, accents and signs left out.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let look = |text: &str| skeleton(text).filter(|c| is_sound(*c)).collect();
        Self {
            small: look(&text.to_lowercase()),
            capital: look(&text.to_uppercase()),
        }
    }

    /// Whether two texts look alike. A text without letters and digits looks like nothing.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let alike = |one: &str, other: &str| !one.is_empty() && one == other;
        alike(&self.small, &other.small) || alike(&self.capital, &other.capital)
    }
}

/// A text with each character in the place of its look: letters and signs of other scripts as the
/// ones of ASCII that they look like, where there are such.
#[must_use]
pub fn looks(text: &str) -> String {
    skeleton(text).collect()
}

fn is_sound(c: char) -> bool {
    c.is_alphanumeric() && !is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_one_in_either_normal_form_and_any_case() {
        for (text, word) in [
            ("Łódź", "łódź"),
            ("JOSE\u{301}", "josé"),
            ("Remote", "REMOTE"),
            ("Thị Ánh", "thị ánh"),
        ] {
            assert_eq!(folded(text), folded(word));
            assert!(is_folded(text, &folded(word)), "{text}");
            assert!(!is_folded(text, "other"));
        }
    }

    #[test]
    fn letters_of_other_scripts_look_alike() {
        // Cyrillic; Cyrillic capitals whose small letters differ; full width; accents; signs.
        for (text, word) in [
            ("уеѕ", "yes"),
            ("НYBRID", "hybrid"),
            ("ｒｅｍｏｔｅ", "remote"),
            ("Munchen", "München"),
            ("Lodz", "Łódź"),
            ("full time", "Full-time"),
            ("B-2.", "b2"),
        ] {
            assert!(Look::of(text).is_like(&Look::of(word)), "{text}");
        }
        assert!(!Look::of("yes").is_like(&Look::of("no")));
        assert!(!Look::of("…").is_like(&Look::of("—")));
    }

    #[test]
    fn accents_and_signs_are_taken_off() {
        assert_eq!(bare(" Málaga, (ES) "), "malagaes");
        assert_eq!(bare("李雷"), "李雷");
        assert_eq!(bare("?!"), "");
    }
}
