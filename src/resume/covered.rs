//! Texts of an application with what says whose they are covered: the applicant's own name where it
//! can be found, e-mail addresses, international phone numbers, links to profiles and pictures.
//!
//! A name is found as it was given, as its parts, and as the parts of the id. What is spelt in
//! another way is not: a short form, other letters, a name within a longer word, what a referee is
//! called, a former employer of one person.

mod needle;

use super::looks::{is_mail, is_phone, is_profile};
use crate::scorecard::composed;

use needle::{Needle, replace};

/// What an applicant is called.
#[derive(Debug, Clone, Default)]
pub struct Cover {
    needles: Vec<Needle>,
}

/// What stands in place of a name.
const NAME: &str = "[name]";

impl Cover {
    /// Of the id and the cells of columns that are names.
    #[must_use]
    pub fn of<'a>(id: &str, names: impl Iterator<Item = &'a str>) -> Self {
        let mut needles = Vec::new();
        let names: Vec<String> = names.map(|name| composed(name.trim())).collect();
        let full = names.join(" ");
        for name in names.iter().chain([&full]) {
            needles.extend(Needle::whole(name));
        }
        let parts = names.iter().flat_map(|name| name.split_whitespace());
        for part in parts {
            needles.extend(Needle::part(part));
        }
        // `ada-lovelace` is a name; `c0042` is none.
        let is_name = !id.bytes().any(|byte| byte.is_ascii_digit());
        if is_name && id.contains('-') {
            needles.extend(Needle::whole(id));
            needles.extend(Needle::whole(&id.replace('-', " ")));
        }
        // Longer ones first, so that a whole name is covered once.
        needles.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        needles.dedup();
        Self { needles }
    }

    /// A text with all of that covered.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let text = without_contact(&composed(text));
        let mut text = text;
        for needle in &self.needles {
            text = replace(&text, needle, NAME);
        }
        text
    }
}

/// A text without the words that reach somebody.
fn without_contact(text: &str) -> String {
    let mut covered = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| !c.is_whitespace()) {
        covered.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(end) = phone_at(rest) {
            covered.push_str("[phone]");
            rest = &rest[end..];
            continue;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        covered.push_str(&word(&rest[..end]));
        rest = &rest[end..];
    }
    covered.push_str(rest);
    covered
}

/// A word, or what stands for it; brackets and points around it stay.
fn word(word: &str) -> String {
    let is_around = |c: char| "<>()[]{}\"'“”„«».,;:!?".contains(c);
    let begun = word.trim_start_matches(is_around);
    let own = begun.trim_end_matches(is_around);
    let bare = own.strip_prefix("mailto:").unwrap_or(own);
    let bare = bare.strip_prefix("E-mail:").unwrap_or(bare);
    let stand_in = if is_mail(bare) {
        "[e-mail]"
    } else if is_profile(bare) {
        "[link]"
    } else {
        return word.to_owned();
    };
    let before = &word[..word.len() - begun.len()];
    let after = &begun[own.len()..];
    format!("{before}{stand_in}{after}")
}

/// Where a phone number with a plus ends, if a text begins with one.
fn phone_at(text: &str) -> Option<usize> {
    if !text.starts_with('+') {
        return None;
    }
    let is_part = |c: char| c.is_ascii_digit() || " -()./\u{a0}+".contains(c);
    let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let number = text[..end].trim_end_matches(|c: char| !c.is_ascii_digit());
    is_phone(number).then_some(number.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(name: &str, text: &str) -> String {
        Cover::of("c0001", [name].into_iter()).text(text)
    }

    #[test]
    fn a_name_is_covered_in_every_script_and_normal_form() {
        for (name, text, expected) in [
            (
                "Łucja Żółć",
                "I, Łucja Żółć, and ŁUCJA again.",
                "I, [name], and [name] again.",
            ),
            (
                "José Núñez",
                "Jose\u{301} built it with Mr Núñez.",
                "[name] built it with Mr [name].",
            ),
            ("李雷", "我叫李雷，做过。", "我叫[name]，做过。"),
            ("عمر حداد", "أنا عمر حداد وعملت", "أنا [name] وعملت"),
            (
                "Thị Ánh Nguyễn",
                "nguyễn Thị Ánh: thị ánh nguyễn",
                "nguyễn [name] [name]: [name]",
            ),
            (
                "Ada Lovelace",
                "ada lovelace; Adaptive; canada; Lovelace's",
                "[name]; Adaptive; canada; [name]'s",
            ),
        ] {
            assert_eq!(covered(name, text), expected, "{name}");
        }
    }

    #[test]
    fn short_parts_and_ordinary_words_stay() {
        assert_eq!(
            covered("Li Wu", "Li Wu saw li and wu and Li."),
            "[name] saw li and wu and Li."
        );
        assert_eq!(
            covered("Will May", "will may in a sentence"),
            "[name] in a sentence",
            "the whole name in any case"
        );
        assert_eq!(
            covered("Grace May", "with grace in a year"),
            "with grace in a year"
        );
        assert_eq!(covered("", "nothing to cover"), "nothing to cover");
    }

    #[test]
    fn ways_to_reach_somebody_are_covered_within_texts() {
        let text = "Write to <ada@example.com>, +44 20 7946 0958, https://github.com/ada/x. See https://example.org/paper (2019).";
        assert_eq!(
            covered("Bo Li", text),
            "Write to <[e-mail]>, [phone], [link]. See https://example.org/paper (2019)."
        );
        assert_eq!(
            covered("Bo Li", "+5 % and +3 points in 2019"),
            "+5 % and +3 points in 2019"
        );
    }

    #[test]
    fn an_id_that_is_a_name_is_covered() {
        let cover = Cover::of("ada-lovelace", std::iter::empty());
        assert_eq!(
            cover.text("See ada-lovelace/cv by Ada Lovelace."),
            "See [name]/cv by [name]."
        );
        assert_eq!(
            Cover::of("c-0001", std::iter::empty()).text("c-0001"),
            "c-0001"
        );
    }
}
