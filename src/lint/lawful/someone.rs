//! Questions about the candidate in the third person: "is she married", "ask what his religion is".
//!
//! They are turned into the words that one would say to the candidate, so that the topics know one
//! wording only. "She" and "he" are people; "they" may be caches, and counts only where nothing
//! else can be meant: in the first sentence of a text that follows no other.

use std::ops::Range;
use std::sync::LazyLock;

use crate::lint::asking::{Sentence, sentences};
use crate::lint::speech::Lexicon;

/// A text whose questions in the third person are turned to the second.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Turned {
    /// The text after the turn.
    pub(super) text: String,
    /// Where a word was replaced: its place in the turned text, and in the text as it was.
    moved: Vec<(Range<usize>, Range<usize>)>,
}

/// What speaks of somebody, with what one would say to them.
const PRONOUNS: &[(&str, &str)] = &[
    ("she", "you"),
    ("he", "you"),
    ("they", "you"),
    ("she's", "you are"),
    ("he's", "you are"),
    ("they're", "you are"),
    ("her", "your"),
    ("his", "your"),
    ("their", "your"),
];

static FINDER: LazyLock<Lexicon> = LazyLock::new(|| {
    let words: Vec<_> = PRONOUNS.iter().map(|(word, _)| *word).collect();
    Lexicon::new(&words, &[])
});

/// What stands before the one who is asked about, with its form beside "you".
const VERBS: &[(&str, &str)] = &[
    ("is", "are"),
    ("was", "were"),
    ("does", "do"),
    ("has", "have"),
    ("are", "are"),
    ("were", "were"),
    ("do", "do"),
    ("did", "did"),
    ("have", "have"),
    ("had", "had"),
    ("will", "will"),
    ("would", "would"),
    ("can", "can"),
    ("could", "could"),
];

/// What a question begins with, apart from its verb.
const OPENINGS: &[&str] = &[
    "what", "what's", "which", "who", "who's", "whose", "whom", "when", "where", "where's", "why",
    "how",
];

/// How interviewers are told to ask.
const TELLING: &[&str] = &[
    "ask",
    "check",
    "clarify",
    "confirm",
    "determine",
    "discover",
    "enquire",
    "establish",
    "explore",
    "find",
    "inquire",
    "learn",
    "probe",
    "verify",
];

/// Words that may stand before all that.
const BEFORE: &[&str] = &[
    "please", "then", "also", "and", "so", "but", "first", "gently", "politely", "casually",
    "subtly", "try", "to",
];

/// Words that make of "they" things over time or in numbers.
const OF_THINGS: &[&str] = &[
    "when",
    "before",
    "after",
    "once",
    "until",
    "while",
    "than",
    "per",
    "average",
    "usually",
    "typically",
    "each",
    "these",
    "those",
];

/// Words before the pronoun, at most: what is further away belongs to something else.
const FAR: usize = 8;

/// The text with its questions about somebody turned into questions to them; none where there is
/// none. A text that `follows` another may mean the things named there by "they".
pub(super) fn turned(text: &str, follows: bool) -> Option<Turned> {
    if FINDER.hits(text).is_empty() {
        return None;
    }
    let mut turned = Turned {
        text: String::with_capacity(text.len()),
        moved: Vec::new(),
    };
    let mut done = 0;
    for (idx, sentence) in sentences(text).iter().enumerate() {
        for (at, old, new) in replacements(sentence, idx == 0 && !follows) {
            turned.text.push_str(&text[done..at]);
            let start = turned.text.len();
            turned.text.push_str(&new);
            done = at + old;
            turned.moved.push((start..turned.text.len(), at..done));
        }
    }
    turned.text.push_str(&text[done..]);
    (!turned.moved.is_empty()).then_some(turned)
}

impl Turned {
    /// The place in the text as it was.
    pub(super) fn before(&self, place: &Range<usize>) -> Range<usize> {
        let whole = |at: usize, is_end: bool| {
            let mut old = at;
            for (new, was) in &self.moved {
                if new.start >= at + usize::from(!is_end) {
                    break;
                }
                old = match (at < new.end, is_end) {
                    (true, false) => was.start,
                    (true, true) => was.end,
                    (false, _) => was.end + (at - new.end),
                };
            }
            old
        };
        whole(place.start, false)..whole(place.end, true)
    }
}

/// The words to replace in one sentence: place, length, and what to say.
fn replacements(sentence: &Sentence<'_>, is_opening: bool) -> Vec<(usize, usize, String)> {
    let words: Vec<String> = sentence
        .words
        .iter()
        .map(|(_, word)| word.to_ascii_lowercase())
        .collect();
    let Some(idx) = words.iter().position(|word| form(PRONOUNS, word).is_some()) else {
        return Vec::new();
    };
    let is_they = words[idx].starts_with("the");
    if !asks_about(sentence, &words, idx)
        || (is_they && !(is_opening && is_of_people(sentence, idx)))
    {
        return Vec::new();
    }
    let forms = |idx: usize, new: String| (sentence.words[idx].0, words[idx].len(), new);
    let mut found = Vec::new();
    if let Some(verb) = idx.checked_sub(1).and_then(|at| form(VERBS, &words[at])) {
        found.push(forms(idx - 1, verb.to_owned()));
    }
    found.push(forms(
        idx,
        form(PRONOUNS, &words[idx]).unwrap_or_default().to_owned(),
    ));
    let is_subject = matches!(words[idx].as_str(), "she" | "he");
    if let Some(next) = words.get(idx + 1).filter(|_| is_subject) {
        if let Some(verb) = form(VERBS, next) {
            found.push(forms(idx + 1, verb.to_owned()));
        } else if let Some(verb) = next.strip_suffix('s').filter(|verb| !verb.ends_with('s')) {
            found.push(forms(
                idx + 1,
                verb.strip_suffix("oe")
                    .map_or(verb.to_owned(), |go| format!("{go}o")),
            ));
        }
    }
    let theirs = match words[idx].as_str() {
        "she" => "her",
        "he" => "his",
        _ => "their",
    };
    let later = (idx + 1..words.len()).filter(|at| words[*at] == theirs);
    found.extend(later.map(|at| forms(at, "your".to_owned())));
    found
}

fn form(forms: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    let found = forms.iter().find(|(known, _)| *known == word);
    found.map(|(_, form)| *form)
}

/// Whether a sentence asks about the one that its first pronoun means: "does she", "what is his",
/// "ask whether they", not "what would you do if she".
fn asks_about(sentence: &Sentence<'_>, words: &[String], idx: usize) -> bool {
    let from = words
        .iter()
        .position(|word| !BEFORE.contains(&word.as_str()));
    let Some(from) = from.filter(|from| *from < idx) else {
        return false;
    };
    let before = &words[from..idx];
    let speaks_to_somebody =
        |word: &String| matches!(word.as_str(), "you" | "your" | "we" | "our" | "i");
    let is_apart = (from + 1..=idx).any(|at| sentence.is_parted_before(at));
    if before.len() > FAR || before.iter().any(speaks_to_somebody) || is_apart {
        return false;
    }
    let first = before[0].as_str();
    if TELLING.contains(&first) {
        return true;
    }
    let is_question = OPENINGS.contains(&first) || form(VERBS, first).is_some();
    is_question
        && match words[idx].as_str() {
            "her" | "his" => true,
            "their" => before.len() <= 4,
            _ => form(VERBS, &words[idx - 1]).is_some(),
        }
}

/// Whether nothing after "they" speaks of things.
fn is_of_people(sentence: &Sentence<'_>, idx: usize) -> bool {
    let after = idx + 1..sentence.words.len();
    after.len() <= FAR
        && !after.clone().any(|at| {
            sentence.is_parted_before(at)
                || OF_THINGS
                    .iter()
                    .any(|of| of.eq_ignore_ascii_case(sentence.word(at)))
        })
}

#[cfg(test)]
mod tests {
    use super::turned;

    fn text(text: &str) -> Option<String> {
        turned(text, false).map(|turned| turned.text)
    }

    #[test]
    fn questions_about_somebody_become_questions_to_them() {
        for (of, to) in [
            ("Is she married?", "are you married?"),
            ("Ask where he comes from.", "Ask where you come from."),
            ("Find out if she's well.", "Find out if you are well."),
            (
                "Is there cancer in her family?",
                "Is there cancer in your family?",
            ),
            ("Does she live with her son?", "do you live with your son?"),
            ("Good. Does he go to church?", "Good. do you go to church?"),
        ] {
            assert_eq!(text(of).as_deref(), Some(to));
        }
    }

    #[test]
    fn stories_and_things_are_left_alone() {
        for of in [
            "What would you do if she is ill?",
            "The caches, how old are they?",
            "Good. How old are they?",
            "How old are they when you drop them?",
            "There is an item.",
        ] {
            assert_eq!(text(of), None, "{of}");
        }
    }

    #[test]
    fn places_are_those_of_the_text_as_it_was() {
        let of = "Ask if she's ill, or what he does.";
        let turned = turned(of, false).unwrap();
        assert_eq!(turned.text, "Ask if you are ill, or what he does.");
        for (new, old) in [("ill", "ill"), ("you are ill", "she's ill"), ("Ask", "Ask")] {
            let at = turned.text.find(new).unwrap();
            assert_eq!(&of[turned.before(&(at..at + new.len()))], old);
        }
    }
}
