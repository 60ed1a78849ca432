//! One of a few words, and what is nearly one.

use super::{Kind, Unclear, shown};
use crate::diagnostic::nearest;
use crate::text::{Look, Text, bare, folded, is_folded};

/// The words that are accepted.
#[derive(Debug)]
pub(in crate::screen) struct Choice {
    words: Vec<Word>,
}

#[derive(Debug)]
struct Word {
    /// As the rubric has it.
    written: String,
    folded: String,
    bare: String,
    look: Look,
}

impl Choice {
    pub(super) fn of(accept: &[Text]) -> Self {
        let words = accept.iter().map(|word| Word {
            written: word.value.clone(),
            folded: folded(word.trim()),
            bare: bare(word),
            look: Look::of(word),
        });
        Self {
            words: words.collect(),
        }
    }

    /// Whether the answer, without space around it, is one of the words in any case.
    pub(super) fn accepts(&self, answer: &str) -> bool {
        self.words
            .iter()
            .any(|word| is_folded(answer, &word.folded))
    }

    /// Why an answer that is not accepted may be one all the same; none where it plainly is not.
    pub(super) fn unclear(&self, answer: &str) -> Option<Unclear> {
        self.alike(answer)
            .or_else(|| self.near(answer))
            .or_else(|| self.among_others(answer))
    }

    fn alike(&self, answer: &str) -> Option<Unclear> {
        let look = Look::of(answer);
        let word = self.words.iter().find(|word| word.look.is_like(&look))?;
        let written = shown(&word.written);
        Some(if bare(answer) == word.bare || answer.is_ascii() {
            let why = format!("it differs from `{written}` in signs, spaces or accents");
            Unclear::new(Kind::Near, why)
        } else {
            let why = format!("some of it only looks like the letters of `{written}`");
            Unclear::new(Kind::LookAlike, why)
        })
    }

    fn near(&self, answer: &str) -> Option<Unclear> {
        let known = self.words.iter().map(|word| word.folded.as_str());
        let near = nearest(&folded(answer), known)?;
        let word = self.words.iter().find(|word| word.folded == near)?;
        let why = format!("it is nearly `{}`, and not that", shown(&word.written));
        Some(Unclear::new(Kind::Near, why))
    }

    /// A list of answers, or a text that a word stands in: it may say more, less, or the opposite.
    fn among_others(&self, answer: &str) -> Option<Unclear> {
        let said = folded(answer);
        if let Some(word) = self
            .words
            .iter()
            .find(|word| stands_in(&said, &word.folded))
        {
            let why = format!("`{}` stands in it among others", shown(&word.written));
            return Some(Unclear::new(Kind::Several, why));
        }
        is_list(&said).then(|| {
            let why = "it looks like several answers";
            Unclear::new(Kind::Several, why)
        })
    }
}

/// Whether a word stands in a text as a whole one.
fn stands_in(text: &str, word: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let behind = text[at + word.len()..].chars().next();
            !is_part(before) && !is_part(behind)
        })
}

/// Whether two parts that say something are joined by what joins a list.
fn is_list(text: &str) -> bool {
    const SIGNS: [char; 9] = [',', ';', '|', '/', '&', '+', '、', '،', '•'];
    const WORDS: [&str; 8] = [
        " and ", " or ", " und ", " oder ", " et ", " ou ", " y ", " o ",
    ];
    let says = |part: &&str| part.contains(char::is_alphanumeric);
    let is_joined = |word: &str| text.split(word).filter(says).count() > 1;
    text.split(SIGNS).filter(says).count() > 1 || WORDS.iter().any(|word| is_joined(word))
}
