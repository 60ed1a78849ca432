//! R148

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::lawful::{Asked, Finder, topics};
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R148"),
    name: "asks-genetics",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a question asks about genes or the family's medical history",
    explanation: "What runs in a family says nothing about a person at work today. In the United States \
        and elsewhere an employer may not even ask. Leave it out; tasks and adjustments are all \
        that the panel needs to know.",
    bad: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Is there a family history of heart disease?"
#                 ^ asks about genetics or the family's medical history
"#,
    good: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Tell us about a time when a heavy workload met a deadline."
"#,
    check: Check::Asked(check),
};

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(topics::GENETICS));

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
            "Is there a family medical history we should know of?",
            "Does cancer run in your family?",
            "Has anyone in your family had heart disease?",
            "Have you ever taken a genetic test?",
            "Do you have any genetic conditions?",
            "Do you have a hereditary disease?",
            "Did your parents die young?",
            "Are you a carrier of a genetic disorder?",
            "Do you have a family history of diabetes?",
            "Have you had a DNA test?",
            "Does anyone in your family suffer from depression?",
            "What illnesses run in your family?",
            "Is the candidate predisposed to cancer?",
            "Would you take a genetic screening?",
            "How did your father die?",
            "Is there any history of cancer in your family?",
            "What is your family's medical history?",
            "Do you have a family history of mental illness?",
            "Are there hereditary illnesses in your family?",
            "Have you been genetically tested?",
            "Does anyone in your family have a disability?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "When would you choose a genetic algorithm?",
            "Have you used genetic programming?",
            "How would you store DNA sequencing reads?",
            "Which settings are inherited from the parent?",
            "Does a family of models share a history of releases?",
            "How does your tool show the history of a branch?",
            "What is the gene expression matrix for?",
            "How does inheritance help you here?",
            "Which carrier does the parcel have?",
            "What runs in your cluster at night?",
            "Which genetic algorithms have you used?",
            "Have you a genetic algorithm in production?",
            "Do you have a history of releases?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
