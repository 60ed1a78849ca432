//! R141

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::lawful::{Asked, Finder, topics};
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R141"),
    name: "asks-age",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a question asks how old somebody is",
    explanation: "Age says nothing about how somebody works, and a no after such a question looks like a \
        no to the age. The year of a degree or of birth asks the same by a detour. Ask for the \
        experience that the work needs, whenever it was gained.",
    bad: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "What year did you graduate?"
#      ^ asks about age
"#,
    good: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Tell us about the first project that you carried alone."
"#,
    check: Check::Asked(check),
};

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(topics::AGE));

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
            "How old are you?",
            "How old is the candidate?",
            "What year were you born?",
            "In which year did you finish school?",
            "When did you graduate?",
            "What is your date of birth?",
            "What is your age?",
            "May I ask your exact age?",
            "At what age did you start working?",
            "When do you plan to retire?",
            "Are you over 50?",
            "Are you too old for a job like this?",
            "Which age group are you in?",
            "What’s your birthday?",
            "The candidate’s age?",
            "How\nold are you, roughly?",
            "Tell us your year of birth.",
            "How old would you say you are?",
            "How old are the candidate's parents and how old is the candidate?",
            "When did you finish school?",
            "What year did you finish school?",
            "In what year did you leave high school?",
            "What year were you born in?",
            "Can you tell me your age?",
            "How many years until you retire?",
            "Do you mind telling us your date of birth?",
            "How long do you plan to keep working?",
            "What is the candidate's age?",
            "What is the age of the candidate?",
            "Would you be comfortable reporting to somebody younger than you?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "How do you choose the age of the cache?",
            "Design age-based eviction for a store of sessions.",
            "What did you do when the age out of stale keys failed?",
            "How would you retire the old cluster?",
            "Tell us about a page you built.",
            "Which stage are you responsible for?",
            "How old is the oldest code that you maintain?",
            "Are you at least of the legal minimum age?",
            "What did you learn at that stage of the project?",
            "Tell us about a message that was lost.",
            "How did you manage a service that was ten years old?",
            "What is the age of your oldest queue entry?",
            "How does your cache treat age?",
            "How long did you keep the service running?",
            "Which average did you use?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
