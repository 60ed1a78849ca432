//! R149

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::lawful::{Asked, Finder, topics};
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R149"),
    name: "asks-arrest-record",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a question asks about arrests or convictions",
    explanation: "An arrest is no proof of anything, and arrests fall on some groups far more than on \
        others. A conviction may be asked about only where the law makes it matter for this very \
        work, and then after the offer. Leave it out of interviews.",
    bad: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Have you ever been arrested?"
#                    ^ asks about arrests or convictions
"#,
    good: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Tell us about a time when you were trusted with something of value."
"#,
    check: Check::Asked(check),
};

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(topics::ARREST));

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
            "Have you ever been arrested?",
            "Were you ever arrested?",
            "Have you ever been convicted of a crime?",
            "Has the candidate been convicted?",
            "Do you have a criminal record?",
            "Do you have any convictions?",
            "Have you ever been in prison?",
            "Have you ever been in jail?",
            "Have you committed any crimes?",
            "Are you on probation?",
            "Have you been charged with a felony?",
            "Have you ever been in trouble with the law?",
            "What were you arrested for?",
            "Have you ever served time?",
            "Do you have a police record?",
            "Criminal record?",
            "Did you ever plead guilty?",
            "Have you ever been arrested or convicted?",
            "Any arrests?",
            "Do you have an arrest record?",
            "Have you been convicted of a felony in the last seven years?",
            "Have you got a criminal record?",
            "Has the candidate ever been arrested?",
            "Have you ever been to jail?",
            "Do you have any pending charges?",
            "Have you ever broken the law?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "Tell us about an experiment you worked on with conviction.",
            "How did you arrest the decline?",
            "Do you have a probation period for new models?",
            "Which record do you lock first?",
            "What convinced you?",
            "How would you charge customers by the minute?",
            "Do you have strong convictions about naming?",
            "Which case did the classifier get wrong?",
            "How does the sentence splitter work?",
            "What is in the record that you keep?",
            "Which data records do you keep?",
            "Did the bad sample convict the classifier?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
