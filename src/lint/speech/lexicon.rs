//! Phrases found in texts, as an Aho–Corasick automaton would find them, leftmost and longest, but
//! ready in a fraction of the time: a sorted list narrowed down letter by letter.

use std::ops::Range;

/// Phrases to look for, and longer phrases that contain them and mean something else.
pub(in crate::lint) struct Lexicon {
    /// In lower case, ordered by [`bucket`], then by their bytes; each once.
    phrases: Vec<Phrase>,
    /// Where the phrases of each bucket begin, and where the last one's end.
    starts: Vec<u16>,
    openings: Openings,
}

struct Phrase {
    text: Box<str>,
    /// Which of the phrases it was given as; none for an exception.
    number: Option<usize>,
    /// Whether it stands for all words that begin so.
    is_open: bool,
}

/// A phrase that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) struct Hit {
    /// Which of the phrases, from 0.
    pub(in crate::lint) phrase: usize,
    /// Where it stands in the text.
    pub(in crate::lint) start: usize,
    /// Where it ends.
    pub(in crate::lint) end: usize,
}

/// How many buckets the phrases fall into.
const N_BUCKETS: usize = 1024;

/// Which bucket a text belongs to by its first two bytes: the same in either case.
fn bucket(first: u8, second: u8) -> usize {
    usize::from(first & 31) << 5 | usize::from(second & 31)
}

impl Lexicon {
    /// Phrases in lower case, of two bytes at least. A phrase that ends in `*` stands for all words
    /// that begin so.
    pub(in crate::lint) fn new(phrases: &[&str], exceptions: &[&str]) -> Self {
        let numbered = phrases.iter().enumerate().map(|(n, it)| (Some(n), *it));
        let excepted = exceptions.iter().map(|it| (None, *it));
        let mut phrases: Vec<_> = numbered
            .chain(excepted)
            .map(|(number, text)| Phrase::new(number, text))
            .collect();
        // The first of equal phrases stays: the order is kept among them.
        phrases.sort_by(|a, b| (a.bucket(), &a.text).cmp(&(b.bucket(), &b.text)));
        phrases.dedup_by(|later, first| later.text == first.text);
        let starts = (0..=N_BUCKETS)
            .map(|bucket| phrases.partition_point(|it| it.bucket() < bucket))
            .map(|start| u16::try_from(start).expect("the lists are short"))
            .collect();
        let openings = Openings::of(&phrases);
        Self {
            phrases,
            starts,
            openings,
        }
    }

    /// The phrases in a text, whole words only, the longest from the left; not those inside an
    /// exception.
    pub(in crate::lint) fn hits(&self, text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        if !self.begins_a_word(text) {
            return hits;
        }
        let mut at = 0;
        while let Some((phrase, start)) = self.next(text, at) {
            let end = start + phrase.text.len();
            at = end;
            let Some(number) = phrase.number else {
                continue;
            };
            let is_whole = phrase.is_open || !is_inside_word(text, end);
            if is_whole && !is_inside_word(text, start) {
                hits.push(Hit {
                    phrase: number,
                    start,
                    end,
                });
            }
        }
        hits
    }

    /// Whether any phrase stands where a word begins. Most texts end here: a phrase found inside of
    /// words alone hides nothing.
    fn begins_a_word(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let mut before = b' ';
        (0..bytes.len()).any(|at| {
            let is_inside = IS_LETTER[usize::from(before)];
            before = bytes[at];
            !is_inside
                && self.openings.may_have(&bytes[at..])
                && self.longest(&bytes[at..]).is_some()
        })
    }

    /// The first phrase from a place on.
    fn next(&self, text: &str, from: usize) -> Option<(&Phrase, usize)> {
        let bytes = text.as_bytes();
        (from..bytes.len()).find_map(|at| Some((self.longest(&bytes[at..])?, at)))
    }

    /// The longest phrase that a text begins with.
    #[inline]
    fn longest(&self, text: &[u8]) -> Option<&Phrase> {
        let [first, second, ..] = *text else {
            return None;
        };
        let bucket = bucket(first, second);
        let (start, end) = (self.starts[bucket], self.starts[bucket + 1]);
        if start == end {
            return None;
        }
        self.longest_of(usize::from(start)..usize::from(end), text)
    }

    /// The same among a few phrases in order: those that begin as the text does become fewer with
    /// each letter.
    fn longest_of(&self, range: Range<usize>, text: &[u8]) -> Option<&Phrase> {
        let mut left = &self.phrases[range];
        let mut found = None;
        for (at, byte) in text.iter().map(u8::to_ascii_lowercase).enumerate() {
            left = narrowed(left, at, byte);
            let Some((first, others)) = left.split_first() else {
                break;
            };
            if first.text.len() == at + 1 {
                found = Some(first);
                left = others;
            }
        }
        found
    }
}

/// The ways in which phrases begin, as a bit for the number of each: most words begin none.
struct Openings {
    bits: Box<[u64; N_OPENINGS / 64]>,
    /// Covers as many bytes as every short phrase has.
    short: u64,
}

const N_OPENINGS: usize = 1 << 15;

/// How many bytes of a phrase tell it from other texts; one that has fewer is short.
const OPENING: usize = 6;

/// Covers that many bytes.
const LONG: u64 = covering(OPENING);

/// Of each byte, whether it is a letter or a digit.
static IS_LETTER: [bool; 256] = {
    let mut are = [false; 256];
    let mut byte = 0;
    while byte < are.len() {
        #[allow(clippy::cast_possible_truncation, reason = "it is below 256")]
        let letter = byte as u8;
        are[byte] = letter.is_ascii_alphanumeric();
        byte += 1;
    }
    are
};

impl Openings {
    fn of(phrases: &[Phrase]) -> Self {
        let shortest = phrases.iter().map(|it| it.text.len()).min();
        let mut openings = Self {
            bits: Box::new([0; N_OPENINGS / 64]),
            short: covering(shortest.unwrap_or(OPENING).min(OPENING)),
        };
        for phrase in phrases {
            let is_long = phrase.text.len() >= OPENING;
            let mask = if is_long { LONG } else { openings.short };
            let number = opening(phrase.text.as_bytes()) & mask;
            openings.bits[place(number) / 64] |= 1 << (place(number) % 64);
        }
        openings
    }

    #[inline]
    fn may_have(&self, text: &[u8]) -> bool {
        let opening = opening(text);
        self.has(opening & LONG) || self.has(opening & self.short)
    }

    #[inline]
    fn has(&self, number: u64) -> bool {
        let place = place(number);
        self.bits[place / 64] >> (place % 64) & 1 == 1
    }
}

/// Covers the first bytes of an [`opening`].
const fn covering(n_bytes: usize) -> u64 {
    (1 << (8 * n_bytes)) - 1
}

/// The first bytes of a text as a number, the same in either case. Spaces fill up a text that is
/// too short.
#[inline]
fn opening(text: &[u8]) -> u64 {
    let first = text.first_chunk().copied().unwrap_or_else(|| {
        let mut filled = [b' '; 8];
        filled[..text.len()].copy_from_slice(text);
        filled
    });
    u64::from_le_bytes(first) | 0x2020_2020_2020_2020
}

/// Spreads openings evenly, by the golden ratio.
#[inline]
fn place(number: u64) -> usize {
    let spread = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - N_OPENINGS.ilog2());
    usize::try_from(spread).unwrap_or_default()
}

impl Phrase {
    fn new(number: Option<usize>, text: &str) -> Self {
        let is_open = text.ends_with('*');
        Self {
            text: text.trim_end_matches('*').into(),
            number,
            is_open,
        }
    }

    fn bucket(&self) -> usize {
        let bytes = self.text.as_bytes();
        bucket(bytes[0], bytes[1])
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes()[at]
    }
}

/// Those of some phrases whose byte at a place is the given one. They are longer than that, agree
/// up to there, and stand in order.
fn narrowed(phrases: &[Phrase], at: usize, byte: u8) -> &[Phrase] {
    let (Some(first), Some(last)) = (phrases.first(), phrases.last()) else {
        return phrases;
    };
    if first.byte(at) == byte && last.byte(at) == byte {
        return phrases;
    }
    let start = phrases.partition_point(|it| it.byte(at) < byte);
    let len = phrases[start..].partition_point(|it| it.byte(at) == byte);
    &phrases[start..start + len]
}

/// Whether a place lies between two letters or digits of one word.
fn is_inside_word(text: &str, at: usize) -> bool {
    let is_letter = |c: char| c.is_alphanumeric();
    let before = text[..at].chars().next_back().is_some_and(is_letter);
    before && text[at..].chars().next().is_some_and(is_letter)
}

#[cfg(test)]
mod tests {
    use aho_corasick::{AhoCorasick, MatchKind};
    use proptest::prelude::*;

    use super::*;

    fn found(lexicon: &Lexicon, text: &str) -> Vec<usize> {
        let hits = lexicon.hits(text);
        hits.iter().map(|hit| hit.phrase).collect()
    }

    #[test]
    fn whole_words_are_found_and_exceptions_are_not() {
        let phrases = ["race", "pregnan*", "how old"];
        let lexicon = Lexicon::new(&phrases, &["race condition", "data race"]);
        assert_eq!(found(&lexicon, "Your race?"), [0]);
        assert_eq!(
            found(&lexicon, "A race condition, a data race, a trace, races."),
            [0; 0]
        );
        assert_eq!(found(&lexicon, "Pregnancy and HOW OLD"), [1, 2]);
    }

    #[test]
    fn the_longest_of_several_is_found_and_of_equal_ones_the_first() {
        let phrases = ["age", "age group", "age*", "agen", "agenda x", "zoo", "ag"];
        let lexicon = Lexicon::new(&phrases, &["zoo"]);
        assert_eq!(found(&lexicon, "age, age group, zoo, ag"), [0, 1, 5, 6]);
        assert_eq!(found(&lexicon, "agenda"), [0; 0]);
        // What stands inside of a word is passed over as a whole.
        assert_eq!(found(&lexicon, "zoo sage group"), [5]);
        assert_eq!(found(&lexicon, "agenda X"), [4]);
    }

    /// The same by an automaton.
    fn hits_by_automaton(phrases: &[&str], exceptions: &[&str], text: &str) -> Vec<Hit> {
        let patterns = phrases.iter().chain(exceptions);
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(patterns.map(|phrase| phrase.trim_end_matches('*')))
            .unwrap();
        let hits = automaton.find_iter(text).map(|hit| Hit {
            phrase: hit.pattern().as_usize(),
            start: hit.start(),
            end: hit.end(),
        });
        hits.filter(|hit| {
            let phrase = phrases.get(hit.phrase);
            let is_whole = |phrase: &&str| phrase.ends_with('*') || !is_inside_word(text, hit.end);
            phrase.is_some_and(is_whole) && !is_inside_word(text, hit.start)
        })
        .collect()
    }

    proptest! {
        #[test]
        fn an_automaton_finds_the_same(
            phrases in proptest::collection::vec("[abé]{1,2}[ab ]{0,3}[aé][*]?", 0..12),
            exceptions in proptest::collection::vec("[ab]{2}[ab ']{0,4}[*]?", 0..4),
            text in "[abABé '\\-]{0,40}",
        ) {
            let phrases: Vec<_> = phrases.iter().map(String::as_str).collect();
            let exceptions: Vec<_> = exceptions.iter().map(String::as_str).collect();
            let found = Lexicon::new(&phrases, &exceptions).hits(&text);
            prop_assert_eq!(found, hits_by_automaton(&phrases, &exceptions, &text));
        }
    }
}
