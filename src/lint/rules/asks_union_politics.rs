//! R153

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::lawful::{Asked, Finder, topics};
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R153"),
    name: "asks-union-politics",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a question asks about unions or politics",
    explanation: "Membership in a union is protected, and so in many places is a political view. Asking \
        shows a preference whichever answer is wanted. Ask how somebody works with people who \
        see things differently, by an example.",
    bad: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "How do you feel about unions?"
#                 ^ asks about union membership or politics
"#,
    good: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Tell us about a disagreement with a group of colleagues."
"#,
    check: Check::Asked(check),
};

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(topics::POLITICS));

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
            "Are you a union member?",
            "Are you a member of a union?",
            "Have you ever belonged to a trade union?",
            "Have you joined a union?",
            "How do you feel about unions?",
            "Would you join a union?",
            "Which union are you in?",
            "Who did you vote for?",
            "Do you vote?",
            "How did you vote in the last election?",
            "Which political party do you support?",
            "What are your political views?",
            "Are you a Republican?",
            "Are you politically active?",
            "Have you ever gone on strike?",
            "Is the candidate a union member?",
            "What are your politics?",
            "Political affiliation?",
            "Are you a member of a trade union?",
            "Have you been a member of a union?",
            "Do you belong to a union?",
            "Were you ever a union member?",
            "What do you think about unions?",
            "Do you support unions?",
            "Whom did you vote for?",
            "Who will you vote for?",
            "Did you vote in the last election?",
            "What party do you vote for?",
            "What political party do you belong to?",
            "Are you a member of a political party?",
            "What are the candidate's political views?",
            "Are you a conservative?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "When would you choose a union type?",
            "How do you match on a tagged union?",
            "Do you use a union in C?",
            "What does the union of the two sets contain?",
            "Have you ever used union find?",
            "How did you deal with office politics?",
            "Which third-party service do you call?",
            "How does a node vote in a leader election?",
            "Do you vote on designs?",
            "Have you been in a politically difficult project?",
            "How would you rank political news?",
            "Was it a good party planning app?",
            "Are you conservative with estimates?",
            "Which unions in TypeScript do you avoid?",
            "What is a union type?",
            "When do you use union types?",
            "How does UNION differ from UNION ALL?",
            "Which third party do you trust?",
            "How do you handle office politics?",
            "How do nodes vote?",
            "Did you vote against the proposal in the design review?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
