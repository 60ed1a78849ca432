//! R132

use crate::diagnostic::{Code, Severity};
use crate::lint::asking::{Sentence, asks, blotted, sentences};
use crate::lint::speech::part_of;
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::Rubric;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R132"),
    name: "question-double-barrelled",
    group: Group::Language,
    severity: Severity::Warning,
    summary: "a question asks two things at once",
    explanation: "Asked two things, people answer the one they like better, and which one that is \
        differs from candidate to candidate, so that answers cannot be compared. Ask the first \
        thing alone. Put the second one into `probes`, where everybody gets it after their answer.",
    bad: r#"[[question]]
id = "rollback"
measures = ["craft"]
round = "onsite"
ask = "Why did you roll back, and how did you tell the customers?"
#                             ^ a second question
"#,
    good: r#"[[question]]
id = "rollback"
measures = ["craft"]
round = "onsite"
ask = "Tell us about a release that you rolled back."
probes = ["What were the customers told?"]
"#,
    check: Check::Rubric(check),
};

const ADVICE: &str = "ask the first thing alone and put the second into `probes`";

const QUESTION_WORDS: &[&str] = &[
    "how", "why", "what", "which", "who", "whom", "whose", "when", "where",
];

const VERBS: &[&str] = &[
    "am", "are", "is", "was", "were", "do", "does", "did", "have", "has", "had", "can", "could",
    "will", "would", "should", "shall", "may", "might", "must",
];

const PERSONS: &[&str] = &["you", "we", "they", "your"];

/// Nobody asks a sentence longer than this aloud; what comes after is not looked at.
const MOST_WORDS: usize = 300;

/// What a request to tell something begins with.
const REQUESTS: &[&str] = &[
    "tell", "describe", "explain", "say", "show", "share", "outline", "talk", "walk", "take",
    "give", "discuss", "name",
];

fn check(rubric: &Rubric, findings: &mut Findings) {
    for ask in asks(rubric) {
        // Most have neither a second question mark nor an “and”.
        if ask.matches('?').count() < 2 && !ask.contains("and") {
            continue;
        }
        let text = blotted(ask);
        if let Some((start, end)) = second_question(&sentences(&text)) {
            findings
                .report(
                    part_of(ask, start, end),
                    "a second question in the same breath",
                )
                .advise(ADVICE);
        }
    }
}

/// Where a second thing is asked.
fn second_question(sentences: &[Sentence]) -> Option<(usize, usize)> {
    let joined = sentences.iter().find_map(joined_question);
    joined.or_else(|| {
        let mut questions = sentences.iter().filter(|it| it.is_question());
        questions.next()?;
        // "Or would you …?" goes on with the same question.
        let second = questions.find(|it| it.word(0) != "or")?;
        let (start, _) = second.words[0];
        let (last, word) = second.words[second.words.len() - 1];
        Some((start, last + word.len()))
    })
}

/// The "and how …" of a sentence that asks.
fn joined_question(sentence: &Sentence) -> Option<(usize, usize)> {
    let is_request = REQUESTS.contains(&sentence.word(0));
    let is_question = sentence.is_question();
    if !is_request && !is_question {
        return None;
    }
    let found = (2..sentence.words.len().min(MOST_WORDS))
        .filter(|idx| sentence.word(*idx) == "and")
        .find(|idx| is_second(sentence, *idx, is_question))?;
    let (start, _) = sentence.words[found];
    let last = (found + 3).min(sentence.words.len() - 1);
    let (at, word) = sentence.words[last];
    Some((start, at + word.len()))
}

/// Whether what follows an "and" is a question of its own.
fn is_second(sentence: &Sentence, and: usize, is_question: bool) -> bool {
    let parted = sentence.is_parted_before(and);
    let preposition = matches!(
        sentence.word(and + 1),
        "in" | "on" | "at" | "for" | "by" | "with" | "to" | "from" | "of" | "then"
    );
    let skip = if parted && preposition { 2 } else { 1 };
    let (word, next) = (sentence.word(and + skip), sentence.word(and + skip + 1));
    if VERBS.contains(&word) && PERSONS.contains(&next) {
        return is_question;
    }
    if matches!(word, "tell" | "describe" | "explain") {
        // "Choose a project and describe it" asks once.
        return matches!(sentence.word(0), "tell" | "describe" | "explain");
    }
    if !QUESTION_WORDS.contains(&word) || is_pair(sentence, and, word) {
        return false;
    }
    match word {
        _ if next == "to" => false,
        _ if is_inverted(sentence, and + skip) => is_question,
        "how" | "why" | "what" => asks_before(sentence, and),
        // "an engineer who left and who came back" describes; ", and who decided?" asks.
        _ => is_question && (parted || next.is_empty()) && asks_before(sentence, and),
    }
}

/// "what did you", "which of them would we", "how long did they": a verb with its person.
fn is_inverted(sentence: &Sentence, at: usize) -> bool {
    (at + 1..at + 5)
        .any(|idx| VERBS.contains(&sentence.word(idx)) && PERSONS.contains(&sentence.word(idx + 1)))
}

/// "between what they say and what they do", "both how … and how …", "which wake somebody and
/// which can wait", "how and why": the two belong to one question.
fn is_pair(sentence: &Sentence, and: usize, word: &str) -> bool {
    let before = &sentence.words[..and];
    let has = |wanted: &str| before.iter().any(|(_, it)| *it == wanted);
    let same_inside = before
        .iter()
        .enumerate()
        .skip(1)
        .any(|(idx, (_, it))| *it == word && !is_asked_at(sentence, idx));
    let close = QUESTION_WORDS.contains(&sentence.word(and - 1));
    // "When do you page somebody and when do you wait?" asks for one line between two.
    let line = matches!(word, "when" | "where") && sentence.word(0) == word;
    has("between") || has("both") || same_inside || close || line
}

/// Whether a question word is what the sentence itself asks: "tell us what …", "…, what would".
fn is_asked_at(sentence: &Sentence, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |idx| sentence.word(idx));
    matches!(before, "us" | "me") || REQUESTS.contains(&before) || sentence.is_parted_before(at)
}

/// Whether something has been asked already before a word.
fn asks_before(sentence: &Sentence, before: usize) -> bool {
    if REQUESTS.contains(&sentence.word(0)) {
        return true;
    }
    (0..before).any(|idx| {
        let word = sentence.word(idx);
        let asks = QUESTION_WORDS.contains(&word) || VERBS.contains(&word);
        asks && (idx == 0 || sentence.is_parted_before(idx))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::lint::testing::{fires_on, silent_on};

    #[test]
    fn it_fires_on() {
        for ask in [
            "What happened? What did you learn?",
            "What did you build and how did you test it?",
            "How did you choose it, and what would you do differently?",
            "What did you decide and why?",
            "Tell us what you built and how you tested it.",
            "Describe a failure and what you learned from it.",
            "Did you find the cause, and did you tell anyone?",
            "Have you led a team and have you hired for it?",
            "What went wrong, and who noticed it?",
            "Which model did you choose, and for how long did you keep it?",
            "Why did you leave and where did you go?",
            "Tell us about the launch and explain the design.",
            "In that week, what did you do and what would you change?",
            "Have you used it? If so, how?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "What did you build and ship?",
            "Walk us through the design and the release.",
            "What is the difference between what users say and what they do?",
            "How do you decide which alerts wake somebody and which can wait?",
            "How do you decide what to test and what to leave?",
            "How and why did it change?",
            "Choose a project that was late, and take us through the week in which you knew.",
            "Tell us about a time when sales and support disagreed.",
            "Tell us about a colleague who left and who came back.",
            "A queue grows and nobody knows why. Users complain and so does the boss. What do you do?",
            "You see:\n\n- how it fails\n- what it costs and why\n\nWhat do you do first?",
            "Would you rather mend it? Or would you rather replace it?",
            "A user writes “Why is it gone? Where is it?” to you. How do you answer?",
            "What do you do when the disk is full and how-to pages are no help?",
            "Tell us about a time when a label or an example turned out wrong.",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
