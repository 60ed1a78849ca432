//! R151

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::lawful::{Asked, Finder, topics};
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R151"),
    name: "asks-orientation",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a question asks about sex, gender or orientation",
    explanation: "Neither sex nor gender nor whom somebody loves has to do with the work, and a candidate \
        who is asked can only lose by the answer. Leave it out, and word questions so that they \
        fit everybody.",
    bad: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "As a woman, how do you handle a room full of engineers?"
#      ^ asks about sex, gender or sexual orientation
"#,
    good: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Tell us about a time when you had to win over a sceptical room."
"#,
    check: Check::Asked(check),
};

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(topics::ORIENTATION));

fn check(asked: &[Asked<'_>], findings: &mut Findings) {
    FINDER.look(asked, findings);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::lint::testing::{fires_on, silent_on};

    #[test]
    fn it_fires_on() {
        for ask in [
            "What is your gender?",
            "What gender are you?",
            "What gender do you identify with?",
            "Are you male or female?",
            "Are you a man or a woman?",
            "What is your sexual orientation?",
            "Are you gay?",
            "Is the candidate gay?",
            "Are you straight?",
            "Are you transgender?",
            "What sex were you assigned at birth?",
            "Do you identify as queer?",
            "Are you out at work?",
            "Do you date men or women?",
            "What is the candidate’s gender?",
            "Gender?",
            "Are you non-binary?",
            "What is your sex?",
            "Are you a man or woman?",
            "Do you have a boyfriend or a girlfriend, are you straight or gay?",
            "What is your sexual preference?",
            "Are you a lesbian?",
            "Is the candidate a woman?",
            "What is your sexuality?",
            "How do you handle being the only woman?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "How did you keep the wording gender-neutral?",
            "How would you measure gender bias in a ranker?",
            "Do you have an orientation week for newcomers?",
            "Are you straight to the point in reviews?",
            "Have you a non-binary target?",
            "How would you translate transitive verbs?",
            "What is object orientation good for?",
            "Which same-site rule do you set?",
            "How did you reach gender balance in the data?",
            "What is a straight-line fit?",
            "Which transition did you lead?",
            "Is your language gender-neutral wording?",
            "How do you write gender-neutral wording?",
            "How would you orient the map?",
            "How do you test an object-oriented design?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
