//! What must not be asked of a candidate: topics as data, found in the words that are asked.
//!
//! A phrase such as "how old are you" is found wherever it stands. A word such as "religion" is
//! found where it is the candidate's: after "your" or "do you have any", before "do you have",
//! or standing alone as a heading. In between only small words may stand, so that "how does your
//! service store religion" is silent.

mod someone;
pub(super) mod topics;
#[cfg(test)]
mod wordings;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use self::someone::Turned;
use super::Findings;
use super::asking::{asks, folded, folded_part, word_end, word_places};
use super::speech::{Gate, Hit, Lexicon};
use crate::lawful;
use crate::rubric::{CriterionKind, Rubric};
use crate::text::Text;

/// One topic that is no business of the panel's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Topic {
    /// Its name and what to ask instead.
    pub(super) of: lawful::Topic,
    /// Phrases that ask about it wherever they stand. `{a|b}` stands for either; the words in
    /// [`SETS`] stand for their whole set; `*` at the end for the rest of a word.
    pub(super) says: &'static [&'static str],
    /// Words that ask about it where they are said of the candidate.
    pub(super) yours: &'static [&'static str],
    /// Phrases that mean something else; the words inside are not looked at.
    pub(super) except: &'static [&'static str],
}

/// Ways to speak to or of the candidate.
const SETS: &[(&str, &str)] = &[
    (
        "{are you}",
        "{are you|were you|is the candidate|was the candidate|is the applicant}",
    ),
    (
        "{do you}",
        "{do you|did you|would you|will you|does the candidate|did the candidate|does the applicant}",
    ),
    (
        "{have you}",
        "{have you|has the candidate|has the applicant}",
    ),
    ("{your}", "{your|the candidate's|the applicant's}"),
];

/// Words that may stand between the candidate and what is theirs.
#[rustfmt::skip]
const SMALL: &[&str] = &[
    "a", "already", "also", "an", "annual", "another", "any", "applied", "are", "as", "at",
    "attend", "attended", "base", "be", "become", "been", "being", "believe", "belong", "belonged",
    "claimed", "current", "currently", "declared", "devout", "did", "do", "does", "earlier", "ever",
    "exact", "filed", "final", "follow", "for", "former", "from", "full", "go", "going", "gone",
    "got", "gross", "had", "has", "have", "having", "hold", "hope", "hoping", "identify", "if",
    "in", "intend", "is", "last", "latest", "like", "live", "living", "long", "member", "monthly",
    "most", "net", "now", "of", "official", "on", "or", "other", "outstanding", "own", "part",
    "past", "personal", "personally", "plan", "planning", "practice", "practicing", "practise",
    "practising", "present", "presently", "previous", "prior", "raise", "received", "recent",
    "regular", "s", "some", "starting", "still", "suffer", "suffered", "suffering", "term", "the",
    "to", "total", "true", "u", "uk", "us", "want", "wanted", "was", "were", "with", "yearly",
];

/// Words that make of a word with nothing else around it a heading: "Religion, if any".
const BESIDE: &[&str] = &[
    "previous", "last", "former", "present", "annual", "base", "gross", "status", "year", "of",
    "any", "if", "current", "and", "or", "the", "your",
];

/// What one does with what one has or is. "Which religion do you follow" asks about the candidate,
/// "which religion do you store" does not.
const OWNING: &[&str] = &[
    "attend",
    "been",
    "belong",
    "brought",
    "celebrate",
    "claim",
    "come",
    "consider",
    "currently",
    "earn",
    "ever",
    "follow",
    "from",
    "get",
    "go",
    "have",
    "hold",
    "identify",
    "in",
    "join",
    "live",
    "now",
    "observe",
    "on",
    "own",
    "owe",
    "pay",
    "practice",
    "practise",
    "prefer",
    "raised",
    "receive",
    "received",
    "speak",
    "suffer",
    "support",
    "take",
    "taking",
    "taken",
    "under",
    "vote",
    "worship",
];

/// What looks for one topic.
pub(super) struct Finder {
    topic: Topic,
    n_says: usize,
    lexicon: Lexicon,
    except: Lexicon,
}

impl Finder {
    pub(super) fn new(topic: Topic) -> Self {
        let mut phrases = expanded(topic.says);
        let n_says = phrases.len();
        phrases.extend(expanded(topic.yours));
        let exceptions = expanded(topic.except);
        Self {
            topic,
            lexicon: Lexicon::new(&refs(&phrases), &[]),
            except: Lexicon::new(&refs(&exceptions), &[]),
            n_says,
        }
    }

    /// Reports every text that asks about the topic, once each.
    pub(super) fn look(&self, asked: &[Asked<'_>], findings: &mut Findings) {
        let bit = bit_of(&self.topic);
        for asked in asked.iter().filter(|asked| asked.topics & bit != 0) {
            let Some(place) = self.place(asked) else {
                continue;
            };
            let Asked { text, folded, .. } = asked;
            let words = &folded[place.clone()];
            let message = format!("“{words}” asks about {}", self.topic.of.about);
            findings
                .report(folded_part(text, folded, place), message)
                .advise(self.topic.of.instead);
        }
    }

    /// Where a text first asks about the topic, in either person.
    fn place(&self, asked: &Asked<'_>) -> Option<Range<usize>> {
        let of_somebody = || {
            let turned = asked.turned.as_ref()?;
            Some(turned.before(&self.first(&turned.text)?))
        };
        self.first(&asked.folded).or_else(of_somebody)
    }

    /// Where words first ask about the topic.
    fn first(&self, text: &str) -> Option<Range<usize>> {
        let hits = self.lexicon.hits(text);
        if hits.is_empty() {
            return None;
        }
        let exceptions = self.except.hits(text);
        hits.into_iter()
            .filter(|hit| !is_excepted(hit, &exceptions))
            .find(|hit| hit.phrase < self.n_says || is_of_candidate(text, hit))
            .map(|hit| hit.start..word_end(text, hit.end))
    }
}

/// A text that is put to candidates, with the topics that some word of it may belong to.
pub struct Asked<'a> {
    text: &'a Text,
    folded: Cow<'a, str>,
    /// What it asks about somebody, as it would be asked of them.
    turned: Option<Turned>,
    topics: u16,
}

impl<'a> Asked<'a> {
    /// A text that follows another, as probes do, is read with that in mind.
    fn new(text: &'a Text, follows: bool) -> Self {
        let folded = folded(text);
        let turned = someone::turned(&folded, follows);
        let of_turned = turned.as_ref().map_or(0, |it| GATE.lists(&it.text));
        Self {
            topics: GATE.lists(&folded) | of_turned,
            text,
            folded,
            turned,
        }
    }
}

/// All that is put to candidates. Most texts can belong to no topic by their words, which is found
/// out once for all topics: looking for each phrase of each topic takes many times longer.
pub(super) fn gather(rubric: &Rubric) -> Vec<Asked<'_>> {
    let probes = rubric.questions().iter().flat_map(|it| &it.probes);
    texts(rubric)
        .map(|text| (text, false))
        .chain(probes.map(|text| (text, true)))
        .map(|(text, follows)| Asked::new(text, follows))
        .filter(|asked| asked.topics != 0)
        .collect()
}

static GATE: LazyLock<Gate> = LazyLock::new(|| {
    Gate::new(topics::ALL.iter().map(|topic| {
        let phrases = expanded(topic.says).into_iter();
        (bit_of(topic), phrases.chain(expanded(topic.yours)))
    }))
});

fn bit_of(topic: &Topic) -> u16 {
    let place = topics::ALL.iter().position(|known| known.of == topic.of);
    // A topic that is not in the list is looked for everywhere.
    place.map_or(u16::MAX, |place| 1 << place)
}

/// All that is put to candidates or scored on their papers, with how parts are to be played;
/// without the probes, which follow questions.
fn texts(rubric: &Rubric) -> impl Iterator<Item = &Text> {
    let papers = rubric
        .criteria()
        .iter()
        .filter_map(|criterion| match &criterion.kind {
            CriterionKind::Resume { evidence, .. } => Some([&criterion.title, evidence]),
            _ => None,
        });
    let exercises = rubric.exercises().iter();
    let variants = exercises.clone().flat_map(|exercise| &exercise.variants);
    let roles = exercises.clone().flat_map(|exercise| &exercise.roles);
    let knockouts = rubric.application_knockouts().iter();
    asks(rubric)
        .chain(knockouts.map(|knockout| &knockout.question))
        .chain(papers.flatten())
        .chain(exercises.map(|exercise| &exercise.prompt))
        .chain(variants.filter_map(|variant| variant.prompt.as_ref()))
        .chain(roles.flat_map(|role| &role.guidance))
}

/// Whether some exception overlaps a hit and says more than it. The exceptions stand in order and
/// apart.
fn is_excepted(hit: &Hit, exceptions: &[Hit]) -> bool {
    let first = exceptions.partition_point(|it| it.end <= hit.start);
    exceptions[first..]
        .iter()
        .take_while(|it| it.start < hit.end)
        .any(|it| it.start < hit.start || it.end > hit.end)
}

/// Whether a word is said of the candidate, or stands alone.
fn is_of_candidate(text: &str, hit: &Hit) -> bool {
    let end = word_end(text, hit.end);
    // More than a few words away nothing is said of it; a long text is not read again and again.
    let from = text.floor_char_boundary(hit.start.saturating_sub(REACH));
    let until = text.floor_char_boundary(end + REACH);
    let lower = text[from..until].to_ascii_lowercase();
    let (start, end) = (hit.start - from, end - from);
    let before = words(&lower[sentence_start(&lower, start)..start]);
    let after = words(&lower[end..sentence_end(&lower, end)]);
    let is_whole = from == 0 && until == text.len();
    follows_candidate(&before)
        || precedes_candidate(&before, &after)
        || (is_whole && is_heading(&lower, start..end))
}

/// How many bytes around a word are looked at.
const REACH: usize = 160;

/// "do you have any …", "the candidate is …", "your current …".
fn follows_candidate(before: &[&str]) -> bool {
    for (idx, word) in before.iter().enumerate().rev() {
        if matches!(
            *word,
            "you" | "your" | "yourself" | "you're" | "you've" | "candidate's" | "applicant's"
        ) {
            return true;
        }
        if matches!(*word, "candidate" | "applicant") {
            return is_the_candidate(before, idx);
        }
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number && SMALL.binary_search(word).is_err() {
            return false;
        }
    }
    false
}

/// "is the candidate …" and "the candidate has …", not the candidates that a search has found.
fn is_the_candidate(before: &[&str], idx: usize) -> bool {
    let is_verb = |word: &&str| {
        matches!(
            *word,
            "is" | "was" | "has" | "had" | "have" | "does" | "did" | "be" | "ever" | "belongs"
        )
    };
    let asked = idx.checked_sub(2).and_then(|at| before.get(at));
    asked.is_some_and(is_verb) || before.get(idx + 1).is_some_and(is_verb)
}

/// "what … do you have", "how many … have you".
fn precedes_candidate(before: &[&str], after: &[&str]) -> bool {
    let from = before.len().saturating_sub(4);
    let is_asked = before[from..]
        .iter()
        .any(|word| matches!(*word, "what" | "which" | "whose" | "many" | "much"));
    let skip = usize::from(matches!(after.first(), Some(&"if"))) * 2;
    let after = &after[skip.min(after.len())..];
    let verb = after.first().copied().unwrap_or_default();
    let is_verb = matches!(
        verb,
        "are" | "were" | "do" | "did" | "have" | "would" | "is" | "was" | "does" | "has" | "will"
    );
    let (["you", rest @ ..] | ["the", "candidate" | "applicant", rest @ ..]) =
        after.get(1..).unwrap_or_default()
    else {
        return false;
    };
    is_asked && is_verb && rest.first().is_none_or(|next| OWNING.contains(next))
}

/// Whether a text is no more than the word.
fn is_heading(lower: &str, hit: Range<usize>) -> bool {
    let around = lower.len() - hit.len();
    around <= 24
        && word_places(lower, 0..lower.len())
            .iter()
            .filter(|(at, _)| !hit.contains(at))
            .all(|(_, word)| BESIDE.contains(word))
}

fn words(text: &str) -> Vec<&str> {
    let places = word_places(text, 0..text.len());
    places.into_iter().map(|(_, word)| word).collect()
}

fn sentence_start(text: &str, at: usize) -> usize {
    // "U.S. citizen" stays one sentence.
    text[..at]
        .rfind(['?', '!', ';', ':'])
        .into_iter()
        .chain(
            text[..at]
                .rfind(". ")
                .filter(|at| !text[..*at].ends_with("u.s")),
        )
        .max()
        .map_or(0, |end| end + 1)
}

fn sentence_end(text: &str, at: usize) -> usize {
    text[at..]
        .find(['.', '?', '!', ';', ':'])
        .map_or(text.len(), |end| at + end)
}

fn refs(phrases: &[String]) -> Vec<&str> {
    phrases.iter().map(String::as_str).collect()
}

/// Every phrase that patterns stand for.
pub(super) fn expanded(patterns: &[&str]) -> Vec<String> {
    let mut phrases = Vec::new();
    for pattern in patterns {
        let mut pattern = (*pattern).to_owned();
        for (name, set) in SETS {
            pattern = pattern.replace(name, set);
        }
        expand("", &pattern, &mut phrases);
    }
    phrases
}

fn expand(done: &str, rest: &str, phrases: &mut Vec<String>) {
    let Some((before, choices, after)) = rest
        .split_once('{')
        .and_then(|(before, from)| Some((before, from.split_once('}')?)))
        .map(|(before, (choices, after))| (before, choices, after))
    else {
        phrases.push(format!("{done}{rest}"));
        return;
    };
    for choice in choices.split('|') {
        expand(&format!("{done}{before}{choice}"), after, phrases);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_passes_its_gate() {
        assert!(topics::ALL.len() <= 16);
        for topic in topics::ALL {
            let phrases = expanded(topic.says)
                .into_iter()
                .chain(expanded(topic.yours));
            for phrase in phrases {
                let text = phrase.trim_end_matches('*');
                assert_ne!(GATE.lists(text) & bit_of(topic), 0, "{phrase}");
                if phrase.ends_with('*') {
                    assert_ne!(
                        GATE.lists(&format!("{text}xyz")) & bit_of(topic),
                        0,
                        "{phrase}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_topic_is_looked_for() {
        let looked_for: Vec<_> = topics::ALL.iter().map(|topic| topic.of).collect();
        assert_eq!(looked_for, lawful::ALL);
    }

    #[test]
    fn the_small_words_are_sorted() {
        assert!(SMALL.is_sorted());
    }

    #[test]
    fn patterns_stand_for_phrases() {
        assert_eq!(
            expanded(&["how {tall|old} is {your} cat"])[..2],
            ["how tall is your cat", "how tall is the candidate's cat"]
        );
        assert_eq!(
            expanded(&["{|any }kids", "plain"]),
            ["kids", "any kids", "plain"]
        );
    }
}
