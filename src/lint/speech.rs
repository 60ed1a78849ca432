//! Words and phrases in what people write: enough for rules, and fast over whole rubrics.
//! The one door to `aho-corasick`.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::text::{Span, Text};

/// Phrases to look for, and longer phrases that contain them and mean something else.
pub(super) struct Lexicon {
    automaton: AhoCorasick,
    /// For each phrase, whether it stands for all words that begin so.
    open_ended: Vec<bool>,
}

/// A phrase that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// Which of the phrases, from 0.
    pub(super) phrase: usize,
    /// Where it stands in the text.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

impl Lexicon {
    /// Phrases in lower case. A phrase that ends in `*` stands for all words that begin so.
    pub(super) fn new(phrases: &[&str], exceptions: &[&str]) -> Self {
        let patterns = phrases
            .iter()
            .chain(exceptions)
            .map(|phrase| phrase.trim_end_matches('*'));
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(patterns)
            .expect("the lists are short");
        Self {
            automaton,
            open_ended: phrases.iter().map(|phrase| phrase.ends_with('*')).collect(),
        }
    }

    /// The phrases in a text, whole words only, the longest from the left; not those inside an
    /// exception.
    pub(super) fn hits(&self, text: &str) -> Vec<Hit> {
        let found = self.automaton.find_iter(text);
        let mut hits = Vec::new();
        for hit in found {
            let phrase = hit.pattern().as_usize();
            let Some(open_ended) = self.open_ended.get(phrase) else {
                continue;
            };
            if is_inside_word(text, hit.start()) {
                continue;
            }
            if *open_ended || !is_inside_word(text, hit.end()) {
                hits.push(Hit {
                    phrase,
                    start: hit.start(),
                    end: hit.end(),
                });
            }
        }
        hits
    }
}

/// Whether a place lies between two letters or digits of one word.
fn is_inside_word(text: &str, at: usize) -> bool {
    let is_letter = |c: char| c.is_alphanumeric();
    let before = text[..at].chars().next_back().is_some_and(is_letter);
    before && text[at..].chars().next().is_some_and(is_letter)
}

/// How many words a text has.
pub(super) fn count_words(text: &str) -> usize {
    text.split_ascii_whitespace().count()
}

/// A number for each word of a text, in order, the same for the same word in any case: the FNV-1a
/// hash of its letters in lower case. Comparing numbers is many times faster than comparing words;
/// two words that share one are as rare as a collision of 64 bits.
pub(super) fn word_numbers(text: &str) -> Vec<u64> {
    let mut numbers = Vec::with_capacity(text.len() / 5);
    let (mut hash, mut n_letters) = (FNV_BASIS, 0_u32);
    for c in text.chars().chain([' ']) {
        if c.is_ascii_alphanumeric() {
            hash = mixed(hash, c.to_ascii_lowercase());
            n_letters += 1;
        } else if !c.is_ascii() && c.is_alphanumeric() {
            hash = c.to_lowercase().fold(hash, mixed);
            n_letters += 1;
        } else if n_letters > 0 {
            // Short words say little and stand everywhere.
            numbers.push(hash << 1 | u64::from(n_letters > 3));
            (hash, n_letters) = (FNV_BASIS, 0);
        }
    }
    numbers
}

/// Offset basis and prime of the 64-bit FNV-1a hash (Fowler, Noll & Vo).
const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

fn mixed(hash: u64, letter: char) -> u64 {
    (hash ^ u64::from(letter)).wrapping_mul(FNV_PRIME)
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
    fn whole_words_are_found_and_exceptions_are_not() {
        let phrases = ["race", "pregnan*", "how old"];
        let lexicon = Lexicon::new(&phrases, &["race condition", "data race"]);
        let found = |text: &str| -> Vec<usize> {
            let hits = lexicon.hits(text);
            hits.iter().map(|hit| hit.phrase).collect()
        };
        assert_eq!(found("Your race?"), [0]);
        assert_eq!(
            found("A race condition, a data race, a trace, races."),
            [0; 0]
        );
        assert_eq!(found("Pregnancy and HOW OLD"), [1, 2]);
    }

    #[test]
    fn likeness_is_that_of_the_words() {
        assert!((likeness("Writes clear tests", "writes CLEAR tests!") - 1.0).abs() < 1e-12);
        assert!(likeness("Writes clear tests", "Leads several teams") < 1e-12);
        // {alpha, beta, gamma} and {alpha, beta, delta}: 2·2/6.
        assert!((likeness("alpha beta gamma", "alpha beta delta") - 2.0 / 3.0).abs() < 1e-12);
    }
}
