//! Which columns of applications say whose they are, by their names.

#[cfg(test)]
mod tests;
mod words;

use words::{BESIDE, CONTACTS, NAMES, PERSONAL, PHOTOS, WITHIN};

/// What a column says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// What they are called.
    Name,
    /// How they are reached, and where they live.
    Contact,
    /// What they look like.
    Photo,
    /// What must not matter: age, sex, origin and the like.
    Person,
}

impl Says {
    /// In a word or two.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "a name",
            Self::Contact => "contact",
            Self::Photo => "a photo",
            Self::Person => "about the person",
        }
    }
}

/// What a column says of a person, as far as its name tells.
#[must_use]
pub fn says(column: &str) -> Option<Says> {
    let words = words_of(column);
    let kept: Vec<&str> = (words.iter())
        .map(String::as_str)
        .filter(|word| !BESIDE.contains(word))
        .collect();
    let (all, kept) = (words.join(" "), kept.join(" "));
    let lists = [
        (NAMES, Says::Name),
        (CONTACTS, Says::Contact),
        (PHOTOS, Says::Photo),
        (PERSONAL, Says::Person),
    ];
    let listed = lists.into_iter().find(|(list, _)| {
        let mut list = list.iter();
        // `LinkedIn` is one word to whoever wrote it.
        let joined = |known: &str, words: &str| {
            known
                .chars()
                .filter(|c| *c != ' ')
                .eq(words.chars().filter(|c| *c != ' '))
        };
        list.any(|known| joined(known, &all) || joined(known, &kept))
    });
    let within = || WITHIN.iter().find(|(word, _)| column.contains(word));
    listed
        .map(|(_, says)| says)
        .or_else(|| within().map(|(_, says)| *says))
}

/// The words of a name in lower case, also of one written `firstName` or `first_name`.
fn words_of(column: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in crate::scorecard::composed(column).chars() {
        let begins = c.is_uppercase() && was_lower;
        was_lower = c.is_lowercase();
        let is_part = c.is_alphanumeric() || is_mark(c);
        if (begins || !is_part) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if is_part && let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Vowel signs of Indic scripts and Thai, which belong to their words.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}' | '\u{e34}'..='\u{e4e}')
}
