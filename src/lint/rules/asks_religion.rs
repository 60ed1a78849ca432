//! R144

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::lawful::{Asked, Finder, topics};
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R144"),
    name: "asks-religion",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a question asks about religion",
    explanation: "Belief has no bearing on the work, and the question tells candidates that it has. Where \
        the worry is about days of work, name the days and ask everybody whether they can work \
        them.",
    bad: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Which religious holidays do you observe?"
#                      ^ asks about religion
"#,
    good: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "The rota includes one weekend in six. Tell us about a rota you have worked."
"#,
    check: Check::Asked(check),
};

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(topics::RELIGION));

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
            "Which church do you attend?",
            "What is your religion?",
            "Are you religious?",
            "Do you go to church?",
            "Do you observe any religious holidays?",
            "What holidays do you observe?",
            "Do you celebrate Christmas?",
            "Are you a Muslim?",
            "Do you believe in God?",
            "Do you observe the Sabbath?",
            "Does your faith allow that?",
            "Is the candidate Jewish?",
            "What are your religious beliefs?",
            "Do you pray during the day?",
            "Religion?",
            "What religion, if any, do you practise?",
            "To which denomination do you belong?",
            "What church do you go to?",
            "Do you attend church regularly?",
            "Which religious holidays do you celebrate?",
            "What holidays do you celebrate?",
            "Are there any religious holidays on which you cannot work?",
            "Is there any religious reason you could not work on Saturdays?",
            "Do you have a religious affiliation?",
            "Do you wear a headscarf for religious reasons?",
            "Does your religion prevent you from working weekends?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "What do you observe in this graph?",
            "Which habits do you follow religiously?",
            "How did you act in good faith there?",
            "Do you have faith in the estimate?",
            "Is your design vendor-agnostic?",
            "Which holidays does the forecast have to know?",
            "How would you split up a god object?",
            "What do you believe is the cause?",
            "Tell us about a religious war over formatting.",
            "How does your store of records handle a field for religion?",
            "What signals would you observe first?",
            "Do you follow the style guide religiously?",
            "Which holidays do you add to the model as features?",
            "What do you observe when the load doubles?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
