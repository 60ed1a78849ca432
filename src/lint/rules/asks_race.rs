//! R146

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::lawful::{Asked, Finder, topics};
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R146"),
    name: "asks-race",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a question asks about race or ethnicity",
    explanation: "No work needs an answer, and none that is given can be forgotten when the score is \
        written. Where figures are wanted for monitoring, they come from a voluntary form that \
        the panel never sees.",
    bad: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "What is your ethnic background?"
#                   ^ asks about race or ethnicity
"#,
    good: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Tell us about a time when you worked with people whose background differed from yours."
"#,
    check: Check::Asked(check),
};

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(topics::RACE));

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
            "What is your race?",
            "What race are you?",
            "Which race do you identify with?",
            "What is your ethnicity?",
            "What is your ethnic background?",
            "Are you of mixed race?",
            "Are you Hispanic?",
            "Are you Latina or Latino?",
            "Are you black or white?",
            "What colour is the colour of your skin?",
            "What is your skin tone?",
            "Is the candidate African American?",
            "Do you belong to an ethnic minority?",
            "Which ethnic group do you belong to?",
            "Race?",
            "Are you Asian?",
            "Is the candidate’s racial background known?",
            "What is your skin color?",
            "Are you a person of colour?",
            "Are you a member of a minority group?",
            "Are you Native American?",
            "Is the candidate Black?",
            "What's your racial origin?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "How did you find the race condition?",
            "Have you ever debugged a data race?",
            "Do you have a race in this code?",
            "Which race conditions are you most afraid of?",
            "Who wins the race between the two writers?",
            "How would you trace a request?",
            "What do you do in a black-box test?",
            "How do you test white space?",
            "Do you have skin in the game?",
            "How did you balance the minority class?",
            "Was it a race against time for you?",
            "Are you a race detector user?",
            "Have you priced Asian options?",
            "Have you ever caused a race condition?",
            "How do you find races between goroutines?",
            "Are you tracing the request?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
