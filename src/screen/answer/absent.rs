//! Cells that say that there is no answer.

use super::{Kind, Unclear};
use crate::text::is_blank;

/// Words and signs for no answer, in lower case.
const STAND_INS: &[&str] = &[
    "n/a",
    "na",
    "n.a.",
    "n.a",
    "n\\a",
    "n-a",
    "not applicable",
    "not available",
    "not provided",
    "not specified",
    "not given",
    "not stated",
    "not answered",
    "no answer",
    "no response",
    "no data",
    "none",
    "null",
    "nil",
    "undefined",
    "unknown",
    "missing",
    "blank",
    "empty",
    "prefer not to say",
    "rather not say",
    "tbd",
    "tba",
    "tbc",
    "todo",
    "to do",
    "to be determined",
    "to be confirmed",
    "to be announced",
    "pending",
    "k.a.",
    "k. a.",
    "keine angabe",
    "s.o.",
    "-",
    "_",
    ".",
    "?",
    "/",
    "\\",
    "*",
    "~",
    "–",
    "—",
    "―",
    "−",
    "…",
    "·",
    "？",
];

/// Why there is no answer in a cell without space around it, where there is none.
pub(super) fn absent(answer: &str) -> Option<Unclear> {
    if answer.is_empty() {
        return Some(Unclear::new(Kind::Empty, "there is no answer"));
    }
    if is_blank(answer) {
        let why = "nothing in it can be seen";
        return Some(Unclear::new(Kind::Hidden, why));
    }
    if is_sheet_error(answer) {
        let why = "it is an error that a spreadsheet put there";
        return Some(Unclear::new(Kind::SheetError, why));
    }
    is_stand_in(answer).then(|| {
        let why = "it stands for no answer";
        Unclear::new(Kind::StandIn, why)
    })
}

/// `#REF!`, `#N/A`, `#NAME?` and what a column that is too narrow shows: `####`.
fn is_sheet_error(answer: &str) -> bool {
    let Some(name) = answer.strip_prefix('#') else {
        return false;
    };
    let letters = name.strip_suffix(['!', '?']);
    let is_name = |name: &str| {
        let word = |byte: u8| byte.is_ascii_uppercase() || matches!(byte, b'/' | b'0' | b'_');
        !name.is_empty() && name.bytes().all(word)
    };
    letters.is_some_and(is_name)
        || matches!(name, "N/A" | "n/a" | "N/D" | "NV" | "NULL")
        || !name.is_empty() && name.bytes().all(|byte| byte == b'#')
}

fn is_stand_in(answer: &str) -> bool {
    // The longest is short; a sign may be there many times.
    let inner = unbracketed(answer);
    let is_known = |text: &str| {
        text.len() <= 24 && {
            let lower = text.to_lowercase();
            STAND_INS.contains(&lower.as_str())
        }
    };
    is_known(inner) || is_known(&once(inner))
}

/// Without the brackets around it: `(blank)`, `<none>`.
fn unbracketed(answer: &str) -> &str {
    const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('<', '>'), ('{', '}'), ('"', '"')];
    let inner = PAIRS.iter().find_map(|(open, close)| {
        let inner = answer.strip_prefix(*open)?.strip_suffix(*close)?;
        Some(inner.trim()).filter(|inner| !inner.is_empty())
    });
    inner.unwrap_or(answer)
}

/// The one sign that a text repeats; the text where it does not.
fn once(text: &str) -> String {
    let mut signs = text.chars().filter(|c| !c.is_whitespace());
    let first = signs.next();
    let is_repeated =
        first.is_some_and(|first| !first.is_alphanumeric() && signs.all(|sign| sign == first));
    match first {
        Some(first) if is_repeated => first.to_string(),
        _ => String::new(),
    }
}
