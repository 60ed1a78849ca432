//! C218

mod phrases;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use self::phrases::{ADVERBS, BE, HER, TOPICS, WHO};
use super::{Check, Findings, Look, Reviewed};
use crate::diagnostic::{Severity, codes};

pub(super) const CHECK: Check = Check {
    code: codes::CARD_TOPIC,
    name: "prohibited-topic",
    severity: Severity::Warning,
    summary: "a text is about what must not matter",
    explanation: "A card is read in the debrief, and by a court if it comes to that. What it says about \
        somebody's age, family, pregnancy, belief, origin, health or orientation cannot be unread, \
        whether or not it weighed. Leave it out; where such a thing came up, score only what the \
        work needs. Found are English statements about a person (“her husband”, “is pregnant”, \
        “too old for”); what is said of things, customers or data is left alone. It finds the \
        plain cases and is no proof that a card is clean.",
    bad: r#"recommendation = "hire"
summary = "Calm and clear. Her husband works here too."
#                          ^ this is about family or marital status
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 3
evidence = "Swapped one cable at a time and timed each swap."
"#,
    good: r#"recommendation = "hire"
summary = "Calm and clear."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 3
evidence = "Swapped one cable at a time and timed each swap."
"#,
    look: Look::Card(look),
};

/// Most adverbs and small words between the parts of a phrase.
const MOST_BETWEEN: usize = 3;

/// One place of a phrase.
#[derive(Debug, Clone)]
enum Part {
    /// One of these words.
    Words(Vec<&'static str>),
    /// Up to [`MOST_BETWEEN`] adverbs.
    Adverbs,
    /// The beginning of a sentence.
    Start,
    /// The end of a sentence.
    End,
}

/// A phrase with its topic, as a place in [`TOPICS`]; none where it means something else.
#[derive(Debug)]
struct Phrase {
    topic: Option<usize>,
    parts: Vec<Part>,
}

/// Phrases by the words that they can begin with.
struct Lexicon {
    phrases: Vec<Phrase>,
    by_word: HashMap<&'static str, Vec<usize>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

/// A word of a text, in lower case.
struct Word {
    text: String,
    at: Range<usize>,
    /// Whether a sentence begins with it, and whether one ends with it.
    starts: bool,
    ends: bool,
}

fn look(card: &Reviewed<'_>, findings: &mut Findings) {
    for field in card.fields() {
        let mut seen = Vec::new();
        for (topic, at) in LEXICON.hits(field.text) {
            // One finding a topic: the rest will be read when that is mended.
            if seen.contains(&topic) {
                continue;
            }
            seen.push(topic);
            let place = card.place_of(&field, &field.text[at]);
            let about = TOPICS[topic].of.about;
            let finding = findings
                .at(place, format!("this is about {about}"))
                .label(format!("in the {}", field.what))
                .hint("leave it out: keep to what was said or done that the work needs");
            findings.report(finding);
        }
    }
}

impl Lexicon {
    fn new() -> Self {
        let mut phrases = Vec::new();
        for (topic, list) in TOPICS.iter().enumerate() {
            phrases.extend(list.says.iter().map(|says| Phrase::new(Some(topic), says)));
            phrases.extend(list.except.iter().map(|says| Phrase::new(None, says)));
        }
        let mut by_word: HashMap<_, Vec<usize>> = HashMap::new();
        for (number, phrase) in phrases.iter().enumerate() {
            let first = phrase.parts.iter().find_map(|part| match part {
                Part::Words(words) => Some(words),
                _ => None,
            });
            for word in first.into_iter().flatten() {
                by_word.entry(*word).or_default().push(number);
            }
        }
        Self { phrases, by_word }
    }

    /// Topics with the bytes that are about them, in the order of the text.
    fn hits(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        let words = words(text);
        let mut hits = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let numbers = self.by_word.get(words[at].text.as_str());
            let found = numbers
                .into_iter()
                .flatten()
                .map(|number| &self.phrases[*number])
                .filter_map(|phrase| Some((phrase.end(&words, at)?, phrase.topic)))
                // The longest holds; of equal ones, the one that means something else.
                .max_by_key(|(end, topic)| (*end, topic.is_none()));
            if let Some((end, Some(topic))) = found {
                hits.push((topic, words[at].at.start..words[end - 1].at.end));
            }
            at = found.map_or(at + 1, |(end, _)| end);
        }
        hits
    }
}

impl Phrase {
    fn new(topic: Option<usize>, says: &'static str) -> Self {
        let parts = says.split(' ').map(|part| match part {
            "^" => Part::Start,
            "$" => Part::End,
            "~" => Part::Adverbs,
            words => Part::Words(words.split('|').flat_map(expanded).collect()),
        });
        Self {
            topic,
            parts: parts.collect(),
        }
    }

    /// One past the last word, where the phrase stands at a word.
    fn end(&self, words: &[Word], start: usize) -> Option<usize> {
        let mut at = start;
        for part in &self.parts {
            match part {
                Part::Start if !words[start].starts => return None,
                Part::End if !words[at - 1].ends => return None,
                Part::Start | Part::End => {}
                Part::Adverbs => {
                    let is_small = |word: &&Word| ADVERBS.contains(&word.text.as_str());
                    let rest = words[at..].iter().take(MOST_BETWEEN);
                    at += rest.take_while(is_small).count();
                }
                Part::Words(known) => {
                    let word = words.get(at)?;
                    if !known.contains(&word.text.as_str()) || (at > start && word.starts) {
                        return None;
                    }
                    at += 1;
                }
            }
        }
        Some(at)
    }
}

/// A word of a phrase, or the set that it stands for.
fn expanded(word: &'static str) -> Vec<&'static str> {
    match word {
        "{who}" => WHO.to_vec(),
        "{her}" => HER.to_vec(),
        "{be}" => BE.to_vec(),
        word => vec![word],
    }
}

/// The words of a text in lower case. “She's” is two words, “candidate's” is one.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_new = true;
    let mut open: Option<usize> = None;
    let ends = std::iter::once((text.len(), '\n'));
    for (at, c) in text.char_indices().chain(ends) {
        if c.is_alphanumeric() || (open.is_some() && matches!(c, '\'' | '’' | '-' | '_')) {
            open.get_or_insert(at);
            continue;
        }
        if let Some(start) = open.take() {
            push_word(&mut words, text, start..at, is_new);
            is_new = false;
        }
        // A single line end may stand inside of a sentence; a list or a heading ends at it too.
        if matches!(c, '.' | '!' | '?' | ';' | ':' | '\n' | '•' | '。') {
            if let Some(last) = words.last_mut() {
                last.ends = true;
            }
            is_new = true;
        }
    }
    words
}

fn push_word(words: &mut Vec<Word>, text: &str, at: Range<usize>, starts: bool) {
    let word = text[at.clone()].to_lowercase().replace('’', "'");
    let word = word.trim_end_matches(['\'', '-', '_']);
    let (first, second) = match word.split_once('\'') {
        Some((who @ ("she" | "he"), "s")) => (who, Some("is")),
        Some(("they", "re")) => ("they", Some("are")),
        _ => (word, None),
    };
    let entry = |text: &str, starts| Word {
        text: text.to_owned(),
        at: at.clone(),
        starts,
        ends: false,
    };
    words.push(entry(first, starts));
    words.extend(second.map(|be| entry(be, false)));
}

#[cfg(test)]
mod tests;
