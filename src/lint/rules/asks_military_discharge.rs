//! R152

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::lawful::{Asked, Finder, topics};
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R152"),
    name: "asks-military-discharge",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a question asks how military service ended",
    explanation: "The type of a discharge often rests on health, on belief or on orientation, none of \
        which may be asked about. What was learnt and done in the service can be worth a great \
        deal. Ask about that.",
    bad: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "What type of discharge did you receive?"
#           ^ asks about discharge from military service
"#,
    good: r#"[[question]]
id = "first-talk"
measures = ["craft"]
round = "onsite"
ask = "Tell us about something from your time in the service that you would use here."
"#,
    check: Check::Asked(check),
};

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(topics::MILITARY));

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
            "What type of discharge did you receive?",
            "What type of military discharge do you have?",
            "Were you honorably discharged?",
            "Was your discharge honourable?",
            "Did you receive a dishonorable discharge?",
            "Why were you discharged?",
            "Why did you leave the army?",
            "Has the candidate been discharged?",
            "Have you ever been court-martialed?",
            "What were the conditions of your discharge?",
            "Were you discharged from the military?",
            "What is on your DD-214?",
            "Are you a conscientious objector?",
            "Were you dismissed from the service?",
            "Did you have a medical discharge?",
            "Are you in the National Guard?",
            "What kind of discharge did you get?",
            "Was it an honorable discharge?",
            "Under what conditions were you discharged?",
            "How were you discharged from the army?",
            "Why did you leave the military?",
            "What was the type of your discharge?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "How deep is the discharge of the battery?",
            "Have you discharged a battery below its limit?",
            "Which discharge rate did you plan for?",
            "What did you learn in the army?",
            "How would you charge and discharge the storage?",
            "How do you handle static discharge?",
            "Why did you leave the old platform behind?",
            "What service record do you keep for a device?",
            "Which hospital discharge summaries did you use?",
            "How did you separate the services?",
            "How do you model the discharge of a battery?",
            "Which batteries did you discharge?",
            "Describe the discharge of a battery.",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
