//! R143

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::lawful::{Asked, Finder, topics};
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R143"),
    name: "asks-pregnancy",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a question asks about pregnancy or plans for children",
    explanation: "In most places a refusal for pregnancy is discrimination by sex, and the question alone \
        is taken as evidence. It also tells nothing about the work. State when it begins and \
        what cannot be moved, and ask everybody whether they can meet that.",
    bad: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Tell us about a project that you saw through to its end."
probes = ["Are you planning to have a baby soon?"]
#                           ^ asks about pregnancy or plans for children
"#,
    good: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Tell us about a project that you saw through to its end."
probes = ["What had to be handed over, and to whom?"]
"#,
    check: Check::Asked(check),
};

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(topics::PREGNANCY));

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
            "Are you pregnant?",
            "Is the candidate pregnant?",
            "Are you currently pregnant or nursing?",
            "Do you plan to become pregnant?",
            "Are you expecting a baby?",
            "Are you planning to have children?",
            "Do you want to have kids one day?",
            "Will you be taking maternity leave?",
            "When is the baby due?",
            "Have you ever had a miscarriage?",
            "Are you trying for a baby?",
            "Do you use birth control?",
            "Have you had any pregnancies?",
            "Are you hoping to have another child?",
            "Would you need parental leave?",
            "Do you intend to have children?",
            "Do you plan to have children in the next years?",
            "Are you thinking about having a baby?",
            "How far along are you?",
            "Is the applicant pregnant?",
            "Have you been pregnant before?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "What did you say after the pregnant pause?",
            "How would you model the risk of a pregnancy from claims data?",
            "When is the project due?",
            "What are you expecting from this round?",
            "Which delivery date did you give?",
            "Tell us about a baby step that paid off.",
            "How did you deliver early?",
            "Are you expecting more load in December?",
            "What did you conceive and then drop?",
            "How do you plan to have fewer alerts?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
