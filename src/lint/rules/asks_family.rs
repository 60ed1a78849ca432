//! R142

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::lawful::{Asked, Finder, topics};
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R142"),
    name: "asks-family",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a question asks about family or marital status",
    explanation: "Whether somebody is married or has children is no measure of what they can do, and in \
        practice it is women who are asked and turned down. What worries the interviewer is \
        nearly always hours or travel. State those, and ask everybody the same.",
    bad: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Who looks after your children while you travel?"
#          ^ asks about family or marital status
"#,
    good: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "The work means two nights away each month. Tell us how you have organised work like that before."
"#,
    check: Check::Asked(check),
};

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(topics::FAMILY));

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
            "Are you married?",
            "Is the candidate married?",
            "Are you single?",
            "Do you have children?",
            "Do you have any kids?",
            "How many children do you have?",
            "Who looks after your kids?",
            "Do you plan to start a family?",
            "What does your husband do?",
            "Does your wife mind the travel?",
            "What is your marital status?",
            "What is your maiden name?",
            "Do you have any caring responsibilities?",
            "Have you ever been divorced?",
            "Do you live alone?",
            "Marital status?",
            "What childcare do you have?",
            "Are you planning to get married?",
            "Do you have or plan to have children?",
            "Do you have children or plan to have any?",
            "Do you want kids?",
            "What does your spouse do for a living?",
            "Who takes care of the children when you are at work?",
            "Is your husband OK with you travelling?",
            "How does your family feel about moving here?",
            "Does the candidate have kids?",
            "How will you manage child care?",
            "What are your childcare arrangements?",
            "How old are your children?",
            "Tell us about your family.",
            "Are you a single parent?",
            "Are you in a relationship?",
            "Mrs or Miss?",
            "Do you live with your parents?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "How does the parent process learn that a child process has died?",
            "When does your child component render?",
            "Which font family would you choose?",
            "Compare this family of algorithms with the one you used.",
            "How would you marry two data sets without a common key?",
            "Is your service single-threaded?",
            "Which children of the node do you visit first?",
            "Tell us about your partner team.",
            "What do you do with a single point of failure?",
            "Have you a parent node for each leaf?",
            "How does a child theme differ?",
            "Walk us through a merge of two product lines.",
            "Do you have a child workflow per tenant?",
            "Which child processes did you have to kill?",
            "What happens to your parent process?",
            "Do you have parents and children in that tree model?",
            "Do you keep a single source of truth?",
            "Are you single threaded there?",
            "What do you do for a family of related metrics?",
            "How do you marry two data sets?",
            "How would you get the children of a node?",
            "Which partner teams did you work with?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
