//! Words of free text in any script.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Range;

/// A word, or a character of a script that puts no spaces between words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// A hash of its letters in lower case; the same for the same word.
    pub(super) hash: u64,
    /// Where it stands, in bytes.
    pub(super) at: Range<usize>,
    /// How much of a word it is, in sixths.
    pub(super) weight: usize,
}

/// Sixths in a word.
pub(super) const WORD: usize = 6;

/// Letters from which on a word counts as two, and again as three: long compounds say what other
/// languages say in several words.
const LONG: usize = 12;

/// The words of a text, at most so many.
pub(super) fn tokens(text: &str, most: usize) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        if tokens.len() >= most {
            return tokens;
        }
        let alone = weight_alone(c);
        if alone.is_none() && (c.is_alphanumeric() || (open.is_some() && is_mark(c))) {
            open.get_or_insert(at);
            continue;
        }
        tokens.extend(open.take().map(|start| word(text, start..at)));
        tokens.extend(alone.map(|weight| Token {
            hash: hash(&text[at..at + c.len_utf8()]),
            at: at..at + c.len_utf8(),
            weight,
        }));
    }
    tokens.extend(open.map(|start| word(text, start..text.len())));
    tokens
}

fn word(text: &str, at: Range<usize>) -> Token {
    let letters = text[at.clone()].chars().count();
    Token {
        hash: hash(&text[at.clone()]),
        weight: WORD * (letters / LONG + 1).min(3),
        at,
    }
}

/// The same for the same word in any case.
fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.chars()
        .flat_map(char::to_lowercase)
        .for_each(|c| c.hash(&mut hasher));
    hasher.finish()
}

/// A combining mark or a joiner, which does not end a word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
}

/// Sixths of a word that a character is by itself, in scripts without spaces: about two Chinese or
/// Japanese characters are a word, about three Thai, Lao, Burmese or Khmer ones.
fn weight_alone(c: char) -> Option<usize> {
    match c {
        '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' => Some(WORD / 2),
        '\u{e01}'..='\u{e3a}'
        | '\u{e40}'..='\u{e4e}'
        | '\u{e81}'..='\u{edf}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17d3}' => Some(WORD / 3),
        _ => None,
    }
}

/// Whether a text has so many words. A word said again adds nothing.
pub(super) fn has_words(text: &str, least: usize) -> bool {
    let mut seen = HashSet::new();
    let mut before = 0;
    let mut sum = 0;
    for token in tokens(text, MOST) {
        // A single character returns soon; a pair of them says something new.
        let said = if token.weight < WORD {
            token.hash ^ u64::rotate_left(before, 7)
        } else {
            token.hash
        };
        before = token.hash;
        if seen.insert(said) {
            sum += token.weight;
        }
        if sum >= least * WORD {
            return true;
        }
    }
    sum >= least * WORD
}

/// Most words of one text that are looked at: ten pages and more.
pub(super) const MOST: usize = 5_000;

/// Share of different words that two texts have in common, 0 to 1; 1 where both have none.
pub(super) fn likeness(a: &HashSet<u64>, b: &HashSet<u64>) -> f64 {
    let both = a.intersection(b).count();
    let all = a.len() + b.len() - both;
    if all == 0 {
        return 1.0;
    }
    crate::text::count(both) / crate::text::count(all)
}

/// The different words of a text.
pub(super) fn vocabulary(text: &str) -> HashSet<u64> {
    let tokens = tokens(text, MOST);
    tokens.into_iter().map(|token| token.hash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_every_script() {
        let cases = [
            ("Swept the floor.", 3),
            ("good good good good good", 1),
            ("他在两分钟内回滚了发布", 5),
            ("还行", 1),
            ("أعاد الإصدار السابق خلال دقيقتين", 5),
            ("ย้อนกลับการปล่อยภายในสองนาที", 5),
            ("Jose\u{301} said so", 3),
            ("……!!! 👩\u{200d}💻", 0),
            ("", 0),
            ("Järjestelmävastaavuus palautettiin hallitusti", 5),
            (
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                3,
            ),
        ];
        for (text, n) in cases {
            assert!(has_words(text, n), "{text} has {n}");
            assert!(
                n > 4 || !has_words(text, n + 1),
                "{text} has no more than {n}"
            );
        }
    }
}
