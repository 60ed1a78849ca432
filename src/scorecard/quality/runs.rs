//! Runs of words that two texts share, found without comparing each text with each.

use std::ops::Range;

use super::words::{Token, WORD};

/// A hash of each run of so many words, in order.
pub(super) fn hashes(tokens: &[Token], length: usize) -> impl Iterator<Item = u64> {
    tokens.windows(length).map(|run| {
        run.iter().fold(0, |mixed: u64, token| {
            (mixed.rotate_left(5) ^ token.hash).wrapping_mul(SPREAD)
        })
    })
}

/// Spreads numbers evenly, by the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Words that stand in a row, in tokens.
pub(super) type Run = Range<usize>;

/// Joins runs of `length` words that begin one after the other. `starts` ascends.
pub(super) fn joined(starts: impl IntoIterator<Item = usize>, length: usize) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::new();
    for start in starts {
        match joined.last_mut() {
            Some(last) if last.end + 1 >= start + length => last.end = start + length,
            _ => joined.push(start..start + length),
        }
    }
    joined
}

/// How many words a run has, rounded down.
pub(super) fn n_words(tokens: &[Token], run: &Run) -> usize {
    let weight: usize = tokens[run.clone()].iter().map(|token| token.weight).sum();
    weight / WORD
}

/// The part of a text that a run covers.
pub(super) fn covered<'a>(text: &'a str, tokens: &[Token], run: &Run) -> &'a str {
    &text[tokens[run.start].at.start..tokens[run.end - 1].at.end]
}
