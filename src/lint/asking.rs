//! What a rubric asks people, and how its wording falls into sentences and words.

use std::borrow::Cow;
use std::ops::Range;

use crate::rubric::Rubric;
use crate::text::{Span, Text};

use super::speech::{count_pairs, one_of, part_of};

/// What interviewers ask first: the questions and the prompts for recorded answers.
pub(super) fn asks(rubric: &Rubric) -> impl Iterator<Item = &Text> {
    let questions = rubric.questions().iter().map(|question| &question.ask);
    questions.chain(rubric.video_prompts().iter().map(|prompt| &prompt.ask))
}

/// All that anybody asks a candidate: also follow-ups and the questions of applications.
pub(super) fn asked(rubric: &Rubric) -> impl Iterator<Item = &Text> {
    let probes = rubric.questions().iter().flat_map(|it| &it.probes);
    let knockouts = rubric.application_knockouts().iter();
    asks(rubric)
        .chain(probes)
        .chain(knockouts.map(|knockout| &knockout.question))
}

/// All indicators, each list once: of questions, exercises, their variants and video prompts.
pub(super) fn indicators(rubric: &Rubric) -> impl Iterator<Item = &Text> {
    let questions = rubric.questions().iter();
    let exercises = rubric.exercises().iter();
    let variants = exercises.clone().flat_map(|it| &it.variants);
    questions
        .flat_map(|it| it.positive.iter().chain(&it.negative))
        .chain(exercises.flat_map(|it| it.positive.iter().chain(&it.negative)))
        .chain(variants.flat_map(|it| it.positive.iter().chain(&it.negative)))
        .chain(
            rubric
                .video_prompts()
                .iter()
                .flat_map(|it| it.positive.iter().chain(&it.negative)),
        )
}

/// A text with plain apostrophes and with spaces for line ends and tabs, so that phrases match.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    if is_folded(text) {
        return Cow::Borrowed(text);
    }
    let straight = text.replace(['’', '‘'], "'");
    let words: Vec<_> = straight.split_whitespace().collect();
    Cow::Owned(words.join(" "))
}

fn is_folded(text: &str) -> bool {
    let is_moved =
        |byte, next| one_of(byte, *b"\n\r\t") + one_of(byte, *b" ") * one_of(next, *b" ");
    count_pairs(text, is_moved) == 0
        && !text.ends_with(['\n', '\r', '\t'])
        && (text.is_ascii() || !text.contains(['’', '‘', '\u{a0}']))
}

/// The place of a part of a text, given by its place in the folded text: the whole text where
/// folding has moved it.
pub(super) fn folded_part(text: &Text, folded: &str, range: Range<usize>) -> Span {
    if folded.len() == text.value.len() {
        part_of(text, range.start, range.end)
    } else {
        text.span
    }
}

/// The end of the word that a place lies in.
pub(super) fn word_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let len = rest.find(|c: char| !c.is_alphanumeric());
    at + len.unwrap_or(rest.len())
}

/// A text in lower case, as long as before, whose code and quotations are blotted out: what is
/// quoted is not asked.
pub(super) fn blotted(text: &str) -> String {
    let mut blotted = String::with_capacity(text.len());
    let mut rest = text;
    // Where the last closing mark is; past it none needs to be looked for.
    let last_closing = text.rfind('”').unwrap_or_default();
    while let Some(at) = rest.find(['`', '"', '“']) {
        let (before, from) = rest.split_at(at);
        blotted.push_str(&before.to_ascii_lowercase());
        let opening = from.chars().next().unwrap_or_default();
        let closing = if opening == '“' { '”' } else { opening };
        let inside = &from[opening.len_utf8()..];
        let place = text.len() - inside.len();
        let len = (closing != '”' || place <= last_closing)
            .then(|| inside.find(closing))
            .flatten()
            .map(|end| opening.len_utf8() + end + closing.len_utf8());
        // A quotation mark without its other half stands for inches, or nothing.
        let len = len.unwrap_or(opening.len_utf8());
        blotted.extend(std::iter::repeat_n('x', len));
        rest = &from[len..];
    }
    blotted.push_str(&rest.to_ascii_lowercase());
    blotted
}

/// One sentence of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence<'a> {
    /// Its words, each with its place in the text.
    pub(super) words: Vec<(usize, &'a str)>,
    /// What it says, with its full stop or question mark.
    pub(super) text: &'a str,
    /// Where it begins in the text.
    pub(super) start: usize,
}

impl Sentence<'_> {
    /// Whether it ends in a question mark.
    pub(super) fn is_question(&self) -> bool {
        self.text
            .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?')
            .ends_with('?')
    }

    /// The word of that number; empty past the end.
    pub(super) fn word(&self, idx: usize) -> &str {
        self.words.get(idx).map_or("", |(_, word)| word)
    }

    /// Whether a comma, a dash, a colon or a semicolon stands before the word of that number.
    pub(super) fn is_parted_before(&self, idx: usize) -> bool {
        let (Some((start, _)), Some(before)) = (self.words.get(idx), idx.checked_sub(1)) else {
            return false;
        };
        let (last, word) = self.words[before];
        let between = last + word.len() - self.start..start - self.start;
        self.text[between].contains([',', ';', ':', '–', '—', '-'])
    }
}

/// The sentences of a text in order; those without a word are left out. A blank line and an item
/// of a list end a sentence too.
pub(super) fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if is_end(c, &text[start..at], &text[end..]) {
            found.extend(sentence(text, start..end));
            start = end;
        }
    }
    found.extend(sentence(text, start..text.len()));
    found
}

fn is_end(c: char, before: &str, rest: &str) -> bool {
    match c {
        '.' | '…' => {
            let next = rest.trim_start_matches([')', '*', '_', '”', '"']);
            next.is_empty() || (next.starts_with(char::is_whitespace) && !is_abbreviation(before))
        }
        '?' | '!' => !rest.starts_with(['?', '!', ')', '”', '*', '_']),
        '\n' => {
            let line = rest.trim_start_matches([' ', '\t']);
            line.starts_with('\n') || line.starts_with("- ") || line.starts_with("* ")
        }
        _ => false,
    }
}

fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit([' ', '\n', '(']).next().unwrap_or_default();
    ["e.g", "i.e", "vs", "cf", "approx", "u.s"]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(word))
}

fn sentence(text: &str, range: Range<usize>) -> Option<Sentence<'_>> {
    let words = word_places(text, range.clone());
    (!words.is_empty()).then(|| Sentence {
        words,
        start: range.start,
        text: &text[range],
    })
}

/// The words of a part of a text with their places. Apostrophes within a word belong to it.
pub(super) fn word_places(text: &str, range: Range<usize>) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = range.start;
    let is_letter = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
    for piece in text[range].split_inclusive(|c: char| !is_letter(c)) {
        let word = piece.trim_end_matches(|c: char| !is_letter(c) || c == '\'');
        let inner = word.trim_start_matches('\'');
        if !inner.is_empty() {
            found.push((at + word.len() - inner.len(), inner));
        }
        at += piece.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_they_end() {
        let count = |text: &str| sentences(text).len();
        assert_eq!(count("One. Two! Three?"), 3);
        assert_eq!(count("Some, e.g. these two, cost 3.5 s."), 1);
        assert_eq!(count("Look at:\n\n- the first\n- the second\n"), 3);
        assert_eq!(count("What happened?)"), 1);
        assert!(sentences("*What happened?*")[0].is_question());
    }

    #[test]
    fn what_is_quoted_is_blotted_out() {
        assert_eq!(
            blotted("Ask “Why?” of `a ? b`."),
            "ask xxxxxxxxxx of xxxxxxx."
        );
        assert_eq!(blotted("A 5\" disk"), "a 5x disk");
        let text = "Żółw “ąę” X";
        assert_eq!(blotted(text).len(), text.len());
    }

    #[test]
    fn a_comma_before_a_word_is_seen() {
        let found = sentences("One (two), and three four.");
        let parted: Vec<_> = (0..5).map(|idx| found[0].is_parted_before(idx)).collect();
        assert_eq!(parted, [false, false, true, false, false]);
    }
}
