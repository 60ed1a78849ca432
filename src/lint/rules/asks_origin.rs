//! R145

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::lawful::{Asked, Finder, topics};
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R145"),
    name: "asks-origin",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a question asks where somebody comes from",
    explanation: "“Where are you from?” is meant kindly and tells a candidate that they are seen as \
        foreign. Origin, mother tongue and passport say nothing of the work. Ask everybody \
        whether they may work in the country, and name the languages that the work needs.",
    bad: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Where are you from?"
#      ^ asks about national origin or citizenship
"#,
    good: r#"[[knockout]]
id = "work-permit"
at = "application"
question = "Are you authorised to work in Ireland?"
answer = "yes-no"
accept = ["yes"]
on-fail = "review"
reason = "The employment contract is made under Irish law."
"#,
    check: Check::Asked(check),
};

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(topics::ORIGIN));

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
            "Where are you from?",
            "Where are you originally from?",
            "So where do you come from?",
            "Where is the candidate from?",
            "Where were you born?",
            "What country are you from?",
            "What is your nationality?",
            "Are you a U.S. citizen?",
            "What is your citizenship?",
            "Is English your first language?",
            "What is your native language?",
            "What is your mother tongue?",
            "Where is your accent from?",
            "Do you have an accent?",
            "Where are your parents from?",
            "What kind of name is that?",
            "Which passport do you hold?",
            "How long have you lived in this country?",
            "Where did you grow up?",
            "What languages do you speak at home?",
            "What is your country of origin?",
            "Where’s your family from?",
            "Where do your parents come from?",
            "You have a lovely accent, where is that from?",
            "Is that a foreign accent?",
            "Are you an American citizen?",
            "Are you a citizen of this country?",
            "What's your nationality?",
            "Were you born in the United States?",
            "Are you a native English speaker?",
            "Is English your native language?",
            "What is your ethnic or national origin?",
            "Are you from here?",
            "How did you learn to speak Spanish?",
            "What's your immigration status?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "Are you authorised to work in Ireland?",
            "Will you need visa sponsorship?",
            "What does the origin server return?",
            "Which country code do you store?",
            "Which native code do you call?",
            "Which idea was born from that failure?",
            "Where does the data come from?",
            "Which accent colour did you choose?",
            "How well do you speak German?",
            "What languages do you speak?",
            "Where are the logs of your service?",
            "How would you write a native language binding?",
            "From where do you read the configuration?",
            "Which first-class citizens does your design have?",
            "Are you legally authorized to work in the United States?",
            "Are you authorised to work in the EU without sponsorship?",
            "Will you now or in the future require visa sponsorship?",
            "Which native libraries do you link?",
            "Where are you in the design?",
            "Where does your service run?",
            "Which origin do you allow in CORS?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
