//! R134

use crate::diagnostic::{Code, Severity};
use crate::lint::asking::{Sentence, asks, blotted, sentences};
use crate::lint::speech::part_of;
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::Rubric;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R134"),
    name: "question-yes-no",
    group: Group::Language,
    severity: Severity::Warning,
    summary: "a question can be answered with yes or no",
    explanation: "A yes tells nothing about how well, and leaves the interviewer to think of the \
        real question on the spot, a different one each time. Ask for the story: tell us about, \
        walk us through, what did you do. Yes and no belong in application knock-outs.",
    bad: r#"[[question]]
id = "incidents"
measures = ["craft"]
round = "onsite"
ask = "Have you ever led an incident?"
#      ^ invites yes or no
"#,
    good: r#"[[question]]
id = "incidents"
measures = ["craft"]
round = "onsite"
ask = "Could you walk us through the last incident that you led?"
"#,
    check: Check::Rubric(check),
};

const VERBS: &[&str] = &[
    "do", "does", "did", "have", "has", "had", "are", "is", "was", "were", "can", "could", "would",
    "will", "should", "may", "might", "must", "ever", "any",
];

/// Who may be asked about with a verb that orders too: an imperative such as "Have a look" has none of these after its verb.
const PERSONS: &[&str] = &[
    "you", "your", "we", "they", "he", "she", "it", "there", "that", "this", "these", "those",
    "the", "anybody", "anyone", "somebody", "someone", "people", "our", "their", "i", "every",
    "all",
];

/// Verbs that ask for more than a yes when they follow "could you".
const TELLING: &[&str] = &[
    "tell",
    "walk",
    "describe",
    "explain",
    "talk",
    "take",
    "give",
    "share",
    "show",
    "name",
    "outline",
    "sketch",
    "guide",
    "lead",
    "elaborate",
    "summarise",
    "summarize",
    "recall",
    "recount",
    "remember",
    "think",
    "compare",
    "expand",
    "draw",
    "list",
    "say",
    "define",
    "discuss",
    "illustrate",
    "introduce",
    "paint",
    "demonstrate",
    "clarify",
    "provide",
    "help",
    "describing",
    "sharing",
    "giving",
    "taking",
    "telling",
    "explaining",
    "walking",
    "talking",
];

/// The same after "could you" and "would you", which ask for a task where "can you" asks whether.
const TASKS: &[&str] = &[
    "write", "run", "go", "build", "design", "read", "present", "choose", "pick", "estimate",
    "teach", "bring", "break", "put", "start", "begin", "imagine", "do", "make",
];

/// What may stand between "could you" and its verb.
const POLITE: &[&str] = &[
    "please", "just", "briefly", "quickly", "also", "maybe", "then", "perhaps", "now", "be",
    "able", "willing", "to", "mind", "kindly", "first", "possibly", "happy", "prepared",
];

fn check(rubric: &Rubric, findings: &mut Findings) {
    for ask in asks(rubric) {
        if !ask.contains('?') {
            continue;
        }
        let text = blotted(ask);
        if let [sentence] = sentences(&text).as_slice()
            && let Some((start, end)) = yes_or_no(sentence)
        {
            findings
                .report(part_of(ask, start, end), "this invites yes or no")
                .advise("begin with “tell us about a time when” or “what did you”");
        }
    }
}

/// Where a question that can be answered with yes begins.
fn yes_or_no(sentence: &Sentence) -> Option<(usize, usize)> {
    let at = opening(sentence);
    let (verb, next) = (sentence.word(at), sentence.word(at + 1));
    let is_short = matches!(verb, "ever" | "any");
    let asks = sentence.is_question()
        && VERBS.contains(&verb)
        && (!matches!(verb, "do" | "have" | "will")
            || PERSONS.contains(&next)
            || next.ends_with('s'))
        && !is_telling(sentence, at)
        && !is_choice(sentence, verb)
        && !goes_on(sentence, at);
    let (start, _) = sentence.words[at];
    let (end, word) = sentence.words[(at + usize::from(!is_short)).min(sentence.words.len() - 1)];
    asks.then_some((start, end + word.len()))
}

/// Which word the question begins with: "In your last team, did …" begins with "did".
fn opening(sentence: &Sentence) -> usize {
    let leads = matches!(
        sentence.word(0),
        "in" | "at"
            | "during"
            | "when"
            | "since"
            | "for"
            | "if"
            | "as"
            | "on"
            | "with"
            | "so"
            | "and"
            | "after"
            | "before"
            | "while"
            | "from"
            | "looking"
    );
    let after_comma = (1..sentence.words.len()).find(|idx| sentence.is_parted_before(*idx));
    if leads { after_comma.unwrap_or(0) } else { 0 }
}

/// "Could you tell us", "would you mind describing", "may I ask how", "would you be willing to".
fn is_telling(sentence: &Sentence, at: usize) -> bool {
    if !matches!(
        sentence.word(at),
        "can" | "could" | "would" | "will" | "may" | "might" | "are"
    ) {
        return false;
    }
    if sentence.word(at + 1) == "i" {
        return true;
    }
    if sentence.is_parted_before(at + 2) {
        // "Could you, in your own words, describe …"
        return (at + 2..at + 12).any(|idx| TELLING.contains(&sentence.word(idx)));
    }
    let verb = (at + 2..sentence.words.len())
        .map(|idx| sentence.word(idx))
        .find(|word| !POLITE.contains(word))
        .unwrap_or_default();
    let is_request = matches!(sentence.word(at), "could" | "would");
    TELLING.contains(&verb) || (is_request && TASKS.contains(&verb))
}

/// "Would you shard or replicate?" wants one of two.
fn is_choice(sentence: &Sentence, verb: &str) -> bool {
    let or = sentence.words.iter().position(|(_, word)| *word == "or");
    let choice = or.is_some_and(|idx| sentence.word(idx + 1) != "not");
    choice && !matches!(verb, "have" | "has" | "had" | "did" | "ever" | "any")
}

/// "Did you measure it, and how?" wants more.
fn goes_on(sentence: &Sentence, at: usize) -> bool {
    (at..sentence.words.len()).any(|idx| {
        sentence.word(idx) == "and"
            && matches!(
                sentence.word(idx + 1),
                "how" | "why" | "what" | "where" | "when" | "who" | "which"
            )
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::lint::testing::{fires_on, silent_on};

    #[test]
    fn it_fires_on() {
        for ask in [
            "Have you ever led a team?",
            "Do you like working in teams?",
            "Did the release go well?",
            "Are you comfortable with ambiguity?",
            "Is there anything you would change?",
            "Can you write SQL?",
            "Would you call yourself organised?",
            "Will you be on call?",
            "In your last job, did you write tests?",
            "Has your team ever missed a date?",
            "Do you know how a hash map works?",
            "Have you led or mentored others?",
            "Ever missed a deadline?",
            "Is testing important?",
            "Do teams matter to you?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "Can you walk us through your last project?",
            "Could you describe a failure?",
            "Would you tell us about a conflict?",
            "Would you please briefly explain how it works?",
            "Would you mind telling us what happened?",
            "Would you shard or replicate?",
            "What did you do?",
            "Could you, in your own words, describe the outage?",
            "Have a look at this log: what do you see?",
            "Do the first part alone.",
            "Are you able to share an example?",
            "The queue grows. Do you page somebody?",
            "In your last job, what did you do first?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
