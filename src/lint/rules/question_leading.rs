//! R133

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::asking::{asked, folded, folded_part, sentences, word_end};
use crate::lint::lawful::expanded;
use crate::lint::speech::{Lexicon, count_pairs, one_of};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::Rubric;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R133"),
    name: "question-leading",
    group: Group::Language,
    severity: Severity::Warning,
    summary: "a question gives away the answer it wants",
    explanation: "“Don't you think” tells the candidate what to say, and most will say it. The \
        answer then shows who listens to hints, not who can do the work. Ask openly, so that a \
        good candidate could answer in more than one way.",
    bad: r#"[[question]]
id = "tests-first"
measures = ["craft"]
round = "onsite"
ask = "Don't you think that tests should be written first?"
#      ^ “Don't you think” gives away
"#,
    good: r#"[[question]]
id = "tests-first"
measures = ["craft"]
round = "onsite"
ask = "Tell us about a piece of work for which you wrote the tests first or last, by choice."
"#,
    check: Check::Rubric(check),
};

const HINTS: &[&str] = &[
    "{don't|do not|wouldn't|would not|didn't} you {think|agree|say|feel|believe|find|prefer|accept}",
    "{you would|you'd|you will|you'll|you do|surely you|you must|you surely|i take it you|i assume you|i'm sure you|i am sure you} {agree|admit|accept}",
    "surely",
    "presumably you",
    "you obviously",
    "obviously you",
    "of course you",
    "you of course",
    "as you surely know",
    "{isn't|is not|wasn't} it {|also |much |far |really }{better|best|true|fair|right|obvious|clear|important|wrong|bad|good|worse|always|just|simply|easier|the case|a bad|a good|a mistake|wiser|safer}",
    "{is it|it is|it's} not {better|true|obvious|clear} that",
    "wouldn't it be",
    "wouldn't it make",
    "shouldn't {we|you|one|every|a|an|the|it|they|all}*",
    "{i take it|i assume|i presume|i suppose|i imagine|i trust|i hope} {that |}you",
    "you agree that",
    "am i right",
    "isn't that {so|right|true|the}",
    "as everybody knows",
    "as everyone knows",
    "we all know",
    "everybody agrees",
    "everyone agrees",
    "needless to say",
    "it goes without saying",
    "you must {have been|be} {proud|angry|happy|upset|glad|disappointed|frustrated}*",
];

/// Tags that turn a statement into a question whose answer is given.
const TAGS: &[&str] = &[
    "right?",
    "correct?",
    "yes?",
    "no?",
    "okay?",
    "ok?",
    "isn't it?",
    "aren't you?",
    "don't you?",
    "didn't you?",
    "haven't you?",
    "won't you?",
    "wouldn't you?",
    "doesn't it?",
    "don't they?",
    "wasn't it?",
    "can't you?",
    "couldn't you?",
    "do you?",
    "would you?",
    "isn't that so?",
    "shouldn't it?",
    "shouldn't you?",
    "shouldn't we?",
    "don't we?",
    "weren't you?",
    "do you not?",
];

const EXCEPTIONS: &[&str] = &[
    "slowly but surely",
    "why {don't|didn't|wouldn't|shouldn't}*",
    "do you think you agree",
    "whether {you|they} agree",
];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let phrases = expanded(HINTS);
    let exceptions = expanded(EXCEPTIONS);
    let exceptions: Vec<_> = exceptions.iter().map(String::as_str).collect();
    let refs: Vec<_> = phrases.iter().map(String::as_str).collect();
    Lexicon::new(&refs, &exceptions)
});

fn check(rubric: &Rubric, findings: &mut Findings) {
    for ask in asked(rubric) {
        let folded = folded(ask);
        let hit = LEXICON.hits(&folded);
        let place = hit
            .first()
            .map(|hit| (hit.start, word_end(&folded, hit.end)));
        let Some((start, end)) = place.or_else(|| hint_of_form(&folded)) else {
            continue;
        };
        let message = format!("“{}” gives away the answer it wants", &folded[start..end]);
        findings
            .report(folded_part(ask, &folded, start..end), message)
            .advise("ask openly: what they did, saw or would weigh, without your own view");
    }
}

/// A question that begins "Isn't …" or ends "…, right?".
fn hint_of_form(folded: &str) -> Option<(usize, usize)> {
    if !may_hint(folded) {
        return None;
    }
    let lower = folded.to_ascii_lowercase();
    sentences(&lower).iter().find_map(|sentence| {
        let (start, first) = *sentence.words.first()?;
        let is_asked = sentence.is_question();
        if is_asked && first.ends_with("n't") {
            return Some((start, start + first.len()));
        }
        let said = sentence
            .text
            .trim_end_matches(['"', ')', '*', '_', '”', ' ']);
        let tag = TAGS.iter().find(|tag| {
            said.strip_suffix(**tag)
                .is_some_and(|before| before.trim_end().ends_with([',', '–', '—']))
        })?;
        let end = sentence.start + said.len();
        Some((end - tag.len(), end))
    })
}

/// The longest of [`TAGS`] with what parts it from the rest.
const LONGEST_TAG: usize = "— isn't that so?".len();

/// Whether a text holds what both forms need: a question mark, and "n't" or a comma or dash shortly
/// before one. Most texts do not, and need not be taken apart.
fn may_hint(folded: &str) -> bool {
    let bytes = folded.as_bytes();
    let mut marks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'?');
    let is_tagged = |(at, _): (usize, &u8)| {
        let before = &bytes[at.saturating_sub(LONGEST_TAG)..at];
        before.iter().any(|byte| *byte == b',' || !byte.is_ascii())
    };
    let is_negated = |n, sign| one_of(n, *b"nN") * one_of(sign, *b"'");
    marks.clone().next().is_some() && (marks.any(is_tagged) || count_pairs(folded, is_negated) > 0)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::lint::testing::{fires_on, silent_on};

    #[test]
    fn it_fires_on() {
        for ask in [
            "Don't you think tests come first?",
            "Don’t you think tests come first?",
            "Wouldn't you agree that speed matters?",
            "Surely you wrote tests?",
            "Isn't it better to ship early?",
            "You would roll back, right?",
            "You have led a team, haven't you?",
            "You wrote it yourself, correct?",
            "Shouldn't every change be reviewed?",
            "Aren't microservices slower?",
            "I assume you tested it. How?",
            "You'd agree that it was late. What then?",
            "As everybody knows, speed matters. How do you get it?",
            "Wouldn't it be simpler to buy it?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "Why didn't you roll back?",
            "What do you think of tests?",
            "How did you know that it was right?",
            "Which of the two is right?",
            "The queue grew slowly but surely. What do you look at?",
            "What do you do when it isn't clear who decides?",
            "Do you agree or disagree with the review you got?",
            "Tell us about something that you didn't think would work.",
            "What would you not do again?",
            "Don't name customers. What went wrong?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
