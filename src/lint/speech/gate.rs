//! Which lists of phrases a text may hold something of, found out for all lists in one pass over its
//! words: looking for each phrase of each list takes many times longer.

use std::collections::HashMap;

/// For each list, words of which one stands in each of its phrases, or words in a row.
pub(in crate::lint) struct Gate {
    /// The bits of the lists by the number of the words.
    lists: HashMap<u64, u16>,
    /// A bit for the [`place`] of each number: most words are not known.
    known: Box<[u64; N_PLACES / 64]>,
}

/// How many words in a row tell a phrase from other texts.
const MOST_WORDS: usize = 3;

/// How many letters a word must have for its beginning to tell it from others.
const BEGINNING: usize = 4;

/// Of a key, the bytes of a beginning.
const BEGINNING_MASK: u64 = (1 << (8 * BEGINNING)) - 1;

const N_PLACES: usize = 1 << 16;

/// The number of a word within a row, the last one, that goes on in any way.
const GOES_ON: u64 = 1 << 63;

impl Gate {
    /// Lists of phrases in lower case, each with the bit that stands for it.
    pub(in crate::lint) fn new<Phrases: IntoIterator<Item = String>>(
        lists: impl Iterator<Item = (u16, Phrases)>,
    ) -> Self {
        let mut gate = Self {
            lists: HashMap::new(),
            known: Box::new([0; N_PLACES / 64]),
        };
        for (bit, phrases) in lists {
            for phrase in phrases {
                gate.admit(&phrase, bit);
            }
        }
        gate
    }

    /// Takes a phrase's longest row of whole words. Of a phrase that goes on in any way, the last
    /// word may be only the beginning of one.
    fn admit(&mut self, phrase: &str, bit: u16) {
        let mut words = Vec::new();
        each_word(phrase.trim_end_matches('*'), |word| words.push(word));
        let is_open = phrase.ends_with('*');
        let (whole, last) = words.split_at(words.len() - usize::from(is_open));
        let rows = whole.windows(MOST_WORDS.min(whole.len()).max(1));
        let longest = rows.max_by_key(|row| row.iter().map(|word| word.len).sum::<usize>());
        let beginning = last.first().filter(|word| word.len >= BEGINNING);
        let number = match (longest, beginning) {
            (Some([word]), Some(beginning)) if word.len <= beginning.len => {
                number_of_beginning(*beginning)
            }
            (None, Some(beginning)) => number_of_beginning(*beginning),
            (Some(row), _) => row
                .iter()
                .fold(0, |number, word| with_word(number, word.key)),
            // A test of the lists holds that no phrase is left without a word to know it by.
            (None, None) => return,
        };
        *self.lists.entry(number).or_default() |= bit;
        self.known[place(number) / 64] |= 1 << (place(number) % 64);
    }

    /// The bits of the lists that a text may hold a phrase of.
    pub(in crate::lint) fn lists(&self, text: &str) -> u16 {
        let mut lists = 0;
        // The numbers of the rows of one word, of two, and so on that end with the word before.
        let mut rows = [0; MOST_WORDS];
        each_word(text, |word| {
            for n_words in (1..MOST_WORDS).rev() {
                rows[n_words] = with_word(rows[n_words - 1], word.key);
                lists |= self.bits(rows[n_words]);
            }
            rows[0] = with_word(0, word.key);
            lists |= self.bits(rows[0]);
            if word.len >= BEGINNING {
                lists |= self.bits(number_of_beginning(word));
            }
        });
        lists
    }

    fn bits(&self, number: u64) -> u16 {
        let place = place(number);
        if self.known[place / 64] >> (place % 64) & 1 == 0 {
            return 0;
        }
        self.lists.get(&number).copied().unwrap_or(0)
    }
}

/// The number of a row of words with one more.
fn with_word(number: u64, key: u64) -> u64 {
    (number.rotate_left(5) ^ key).wrapping_mul(SPREAD)
}

fn number_of_beginning(word: Word) -> u64 {
    with_word(GOES_ON, word.key & BEGINNING_MASK)
}

/// Spreads numbers evenly, by the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

fn place(number: u64) -> usize {
    usize::try_from(number >> (64 - N_PLACES.ilog2())).unwrap_or_default()
}

/// What is compared of a word.
#[derive(Debug, Clone, Copy, Default)]
struct Word {
    /// Its first eight bytes in lower case, the first one lowest; zeros where it is shorter.
    key: u64,
    /// How many bytes it has.
    len: usize,
}

impl Word {
    #[inline]
    fn push(&mut self, byte: u8) {
        if self.len < 8 {
            self.key |= u64::from(byte.to_ascii_lowercase()) << (8 * self.len);
        }
        self.len += 1;
    }
}

/// Gives each word of a text in order.
#[inline]
fn each_word(text: &str, mut take: impl FnMut(Word)) {
    let mut word = Word::default();
    for c in text.chars() {
        if c.is_alphanumeric() {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                word.push(byte);
            }
        } else if word.len > 0 {
            take(std::mem::take(&mut word));
        }
    }
    if word.len > 0 {
        take(word);
    }
}
