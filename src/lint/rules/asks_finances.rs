//! R154

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::lawful::{Asked, Finder, topics};
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R154"),
    name: "asks-finances",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a question asks about personal finances",
    explanation: "Debts and credit scores follow illness, divorce and where somebody was born rather than \
        honesty, and they do not predict work. Leave them out. Where the law asks for a check \
        for this very work, it comes after the offer.",
    bad: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Do you own your home?"
#             ^ asks about personal finances
"#,
    good: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Tell us about a budget that you were responsible for."
"#,
    check: Check::Asked(check),
};

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(topics::FINANCES));

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
            "What is your credit score?",
            "Do you own your home?",
            "Do you own or rent?",
            "Do you have any debts?",
            "Have you ever been bankrupt?",
            "Have you declared bankruptcy?",
            "Do you have a mortgage?",
            "Have your wages ever been garnished?",
            "What is your financial situation?",
            "Do you have student loans?",
            "Do you own a car?",
            "How much do you owe?",
            "What is the candidate’s credit history?",
            "Are you in debt?",
            "Do you have other sources of income?",
            "Is your credit rating good?",
            "Do you pay child support?",
            "Have you fallen behind on your rent?",
            "Do you own a home?",
            "Do you own or rent your home?",
            "Do you rent?",
            "How much debt do you have?",
            "Have you ever filed for bankruptcy?",
            "Have you ever gone bankrupt?",
            "Do you have any outstanding loans?",
            "How is your credit?",
            "What's your credit rating?",
            "Do you have financial difficulties?",
            "Are you financially independent?",
            "Do you own your own home?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "How did you pay down technical debt?",
            "Have you built a credit scoring model?",
            "Do you have tech debt in that service?",
            "How would you explain a credit score model to a customer?",
            "Who got the credit for the idea?",
            "How would you predict loan default?",
            "What did you own in that project?",
            "Which savings did the cache bring?",
            "Do you own the service you describe?",
            "How do you store credit card numbers?",
            "Where did you take credit for others?",
            "How did you finance the migration?",
            "How did you reduce technical debt?",
            "How do you evaluate a credit scoring model?",
            "What is your credit scoring model's baseline?",
            "Do you have technical debt?",
            "How do you own a service?",
            "What do you give credit for?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
