//! R147

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::lawful::{Asked, Finder, topics};
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R147"),
    name: "asks-health",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a question asks about disability or health",
    explanation: "Health is private, and guesses about what an illness prevents are mostly wrong. Describe \
        the tasks that the work cannot do without and ask everybody whether they can do them, \
        with or without an adjustment.",
    bad: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "How many sick days did you take last year?"
#      ^ asks about disability or health
"#,
    good: r#"[[knockout]]
id = "on-call"
at = "application"
question = "Can you take one week in six on call, with or without an adjustment?"
answer = "yes-no"
accept = ["yes"]
on-fail = "review"
reason = "Nobody else covers the nights."
"#,
    check: Check::Asked(check),
};

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(topics::HEALTH));

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
            "Do you have any disabilities?",
            "Do you have a disability?",
            "Are you disabled?",
            "Does the candidate have a disability?",
            "Do you have any medical conditions?",
            "How many sick days did you take?",
            "How often were you off sick?",
            "Are you taking any medication?",
            "Do you suffer from a chronic illness?",
            "How is your health?",
            "Have you ever been hospitalised?",
            "Have you ever had a mental illness?",
            "Do you smoke?",
            "Have you seen a psychiatrist?",
            "Do you have any allergies?",
            "Have you ever filed for workers’ compensation?",
            "How tall are you?",
            "What medications do you take?",
            "Are you healthy?",
            "Have you been vaccinated?",
            "Any disabilities?",
            "Do you have any disabilities or medical conditions?",
            "Are you in good health?",
            "Do you have health problems?",
            "Have you any medical condition that we should know of?",
            "How many days were you sick last year?",
            "How many days were you absent due to illness?",
            "What medication are you on?",
            "Are you on medication?",
            "Have you ever had cancer?",
            "Have you ever been treated for depression?",
            "Do you suffer from any mental illness?",
            "Do you have a drinking problem?",
            "Have you ever been injured at work?",
            "Do you need a wheelchair?",
            "Is the candidate disabled?",
            "Do you have a history of back problems?",
            "Have you ever suffered from burnout?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "How does your health check work?",
            "Are you sure the service is healthy?",
            "Have you disabled a feature flag in production?",
            "Do you have a disabled feature flag left?",
            "How would you disable an account?",
            "What does your health endpoint return?",
            "Do you have healthy disagreements in the team?",
            "How do you measure the health of a queue?",
            "What did the post-mortem call the condition?",
            "Walk us through a medical imaging model.",
            "How would you treat missing values?",
            "Which symptoms did you see on the dashboard?",
            "Can you lift 20 kg with or without an adjustment?",
            "Which exercise was hardest for you?",
            "What are health checks for in your cluster?",
            "Why did you disable the feature?",
            "Have you ever disabled the alerts?",
            "How did you keep the system healthy?",
            "What is your health check doing?",
            "What are your health checks doing?",
            "Is your on-call rota healthy?",
            "Have you built accessible pages for people with disabilities?",
            "How do you test your page with users with disabilities?",
            "How do you treat a disability claim in the data?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
