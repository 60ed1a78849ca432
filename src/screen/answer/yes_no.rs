//! Yes or no, and what is neither.

use super::{Kind, Unclear, number, shown};
use crate::diagnostic::nearest;
use crate::text::{Look, bare, looks};

/// The words, in lower case, and whether they say yes. No others are taken.
const WORDS: [(&str, bool); 6] = [
    ("yes", true),
    ("y", true),
    ("true", true),
    ("no", false),
    ("n", false),
    ("false", false),
];

/// Yes or no, where it is plainly one.
pub(super) fn plain(answer: &str) -> Option<bool> {
    let mut words = WORDS.iter();
    let found = words.find(|(word, _)| answer.eq_ignore_ascii_case(word));
    found.map(|(_, is_yes)| *is_yes)
}

/// Why an answer is neither.
pub(super) fn unclear(answer: &str) -> Unclear {
    unclear_number(answer)
        .or_else(|| unclear_mark(answer))
        .or_else(|| near(answer))
        .or_else(|| among_others(answer))
        .unwrap_or_else(|| Unclear::new(Kind::Other, "it is neither `yes` nor `no`"))
}

fn unclear_number(answer: &str) -> Option<Unclear> {
    let is_number = number::plain(answer).is_ok()
        || answer.chars().all(|c| c.is_numeric() || "-+.,".contains(c));
    is_number.then(|| {
        let why = "it is a number, and yes or no is asked";
        Unclear::new(Kind::Number, why)
    })
}

/// A cross can mean yes as well as no.
fn unclear_mark(answer: &str) -> Option<Unclear> {
    let is_mark = answer.eq_ignore_ascii_case("x") || !answer.chars().any(char::is_alphanumeric);
    is_mark.then(|| {
        let why = "it is a sign that may mean either";
        Unclear::new(Kind::Mark, why)
    })
}

fn near(answer: &str) -> Option<Unclear> {
    let look = Look::of(answer);
    let known = || WORDS.iter().map(|(word, _)| *word);
    if let Some(word) = known().find(|word| Look::of(word).is_like(&look)) {
        return Some(if bare(answer) == word {
            let why = format!("it is `{word}` with other signs or accents");
            Unclear::new(Kind::Near, why)
        } else {
            let why = format!("some of it only looks like the letters of `{word}`");
            Unclear::new(Kind::LookAlike, why)
        });
    }
    let word = nearest(answer, known())?;
    let why = format!("it is nearly `{word}`, and not that");
    Some(Unclear::new(Kind::Near, why))
}

/// Yes or no with more around it, or both.
fn among_others(answer: &str) -> Option<Unclear> {
    let seen = looks(answer);
    let said = seen
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| plain(word).map(|is_yes| (word, is_yes)));
    let said: Vec<_> = said.collect();
    let (first, is_yes) = *said.first()?;
    if said.iter().any(|(_, other)| *other != is_yes) {
        let why = "it says yes and no both";
        return Some(Unclear::new(Kind::Several, why));
    }
    let why = format!("it says `{}` with more around it", shown(first));
    Some(Unclear::new(Kind::Longer, why))
}
