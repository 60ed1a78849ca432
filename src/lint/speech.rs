//! Words and phrases in what people write: enough for rules, and fast over whole rubrics.

mod gate;
mod lexicon;

pub(super) use gate::Gate;
pub(super) use lexicon::{Hit, Lexicon};

use crate::text::{Span, Text};

/// How many words a text has.
pub(super) fn count_words(text: &str) -> usize {
    let first = text.bytes().next();
    let begins = first.is_some_and(|byte| !byte.is_ascii_whitespace());
    let is_space = |byte| one_of(byte, *b" \t\n\x0c\r");
    usize::from(begins)
        + count_pairs(text, |before, after| {
            is_space(before) * (1 - is_space(after))
        })
}

/// 1 where a byte is one of these, which are all different, else 0.
#[inline]
pub(super) fn one_of<const N: usize>(byte: u8, bytes: [u8; N]) -> u8 {
    bytes.iter().map(|of| u8::from(byte == *of)).sum()
}

/// How often two bytes that stand side by side are such as are looked for: `is_such` gives 1 for
/// them, else 0. Sums that fit into a byte, of what is reckoned without a branch, are many times
/// faster than others, and than to stop at the first.
#[inline]
pub(super) fn count_pairs(text: &str, is_such: impl Fn(u8, u8) -> u8) -> usize {
    const MOST: usize = u8::MAX as usize;
    let bytes = text.as_bytes();
    let after = bytes.get(1..).unwrap_or_default();
    let parts = bytes.chunks(MOST).zip(after.chunks(MOST));
    let counts = parts.map(|(before, after)| {
        let pairs = before.iter().zip(after);
        usize::from(pairs.map(|(a, b)| is_such(*a, *b)).sum::<u8>())
    });
    counts.sum()
}

/// A number for each word of a text, in order, the same for the same word in any case: a hash of
/// its letters in lower case. Comparing numbers is many times faster than comparing words;
/// two words that share one are as rare as a collision of 64 bits.
pub(super) fn word_numbers(text: &str) -> Vec<u64> {
    let mut numbers = Vec::with_capacity(text.len() / 5);
    let mut word = Letters::default();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            word.n += 1;
            word.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() && c.is_alphanumeric() {
            word.n += 1;
            c.to_lowercase().for_each(|c| word.push(c));
        } else if word.n > 0 {
            numbers.push(word.number());
            word = Letters::default();
        }
    }
    if word.n > 0 {
        numbers.push(word.number());
    }
    numbers
}

/// The letters of a word, of which three at a time go into its hash.
#[derive(Default)]
struct Letters {
    n: u32,
    hash: u64,
    /// Those that are not in the hash yet.
    last: u64,
}

impl Letters {
    #[inline]
    fn push(&mut self, letter: char) {
        // No letter is zero, so that a third one shows.
        if self.last >> 42 != 0 {
            self.hash = mixed(self.hash, self.last);
            self.last = 0;
        }
        self.last = self.last << 21 | u64::from(letter);
    }

    fn number(&self) -> u64 {
        let hash = mixed(self.hash, self.last);
        // Short words say little and stand everywhere.
        hash << 1 | u64::from(self.n > 3)
    }
}

/// Mixes three letters into a hash: the golden ratio spreads them over its upper half, from where
/// they are brought down.
fn mixed(hash: u64, letters: u64) -> u64 {
    let spread = (hash.rotate_left(5) ^ letters).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    spread ^ spread >> 32
}

/// How alike two texts are by their words, from 0 to 1: the Sørensen–Dice coefficient of the sets
/// of words longer than three letters, `2·|A ∩ B| / (|A| + |B|)`.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    likeness_of(&content(a), &content(b))
}

/// The longer words of a text, sorted, each once.
pub(super) fn content(text: &str) -> Vec<u64> {
    let mut words = word_numbers(text);
    words.retain(|number| number & 1 == 1);
    words.sort_unstable();
    words.dedup();
    words
}

/// [`likeness`] of two texts by their [`content`].
pub(super) fn likeness_of(a: &[u64], b: &[u64]) -> f64 {
    let total = a.len() + b.len();
    if total == 0 {
        return 0.0;
    }
    let shared = a
        .iter()
        .filter(|word| b.binary_search(word).is_ok())
        .count();
    crate::text::ratio(2 * shared, total)
}

/// The place of a part of a text, given by byte offsets into its value.
///
/// A text that holds escapes or stands over several lines is longer in the file than its value;
/// its whole span is given then.
pub(super) fn part_of(text: &Text, start: usize, end: usize) -> Span {
    let quotes = text.span.end - text.span.start;
    if quotes == text.value.len() + 2 {
        Span {
            source: text.span.source,
            start: text.span.start + 1 + start,
            end: text.span.start + 1 + end,
        }
    } else {
        text.span
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_that_of_the_words() {
        assert!((likeness("Writes clear tests", "writes CLEAR tests!") - 1.0).abs() < 1e-12);
        assert!(likeness("Writes clear tests", "Leads several teams") < 1e-12);
        // {alpha, beta, gamma} and {alpha, beta, delta}: 2·2/6.
        assert!((likeness("alpha beta gamma", "alpha beta delta") - 2.0 / 3.0).abs() < 1e-12);
    }
}
