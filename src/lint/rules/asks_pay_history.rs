//! R150

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::lawful::{Asked, Finder, topics};
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R150"),
    name: "asks-pay-history",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a question asks what somebody earns or earned",
    explanation: "Past pay carries old injustice into the next contract, and many places forbid the \
        question. It also measures the last employer rather than the candidate. Name the range \
        of the role and ask what the candidate expects.",
    bad: r#"[[knockout]]
id = "pay"
at = "application"
question = "What is your current salary?"
#                                ^ asks about present or past pay
answer = "number"
max = 80000
on-fail = "review"
reason = "Offers follow pay."
"#,
    good: r#"[[knockout]]
id = "pay"
at = "application"
question = "Is the published range of the role within your salary expectations?"
answer = "yes-no"
accept = ["yes"]
on-fail = "review"
reason = "The range is fixed for this year."
"#,
    check: Check::Asked(check),
};

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(topics::PAY));

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
            "What is your current salary?",
            "What was your previous salary?",
            "What was your last salary?",
            "How much do you earn?",
            "How much did you make in your last job?",
            "What do you earn?",
            "What are you currently earning?",
            "What is your salary history?",
            "How much are you paid?",
            "What is the candidate’s current compensation?",
            "What did your last employer pay you?",
            "What was your bonus?",
            "What is your hourly rate?",
            "What are your current earnings?",
            "Please send us your last payslip.",
            "What were you paid?",
            "What salary do you have?",
            "Current salary?",
            "What's your current salary?",
            "What are you making now?",
            "How much do you currently make?",
            "How much were you paid in your last job?",
            "What is your current compensation?",
            "What was your starting salary at your last job?",
            "What's your salary history?",
            "Previous salary?",
            "What did you earn in your previous role?",
            "What does the candidate earn?",
            "What is the candidate's current salary?",
            "What was your final salary?",
            "How much does your current employer pay you?",
            "What was your last pay?",
            "What do you get paid?",
            "What is your present annual base salary?",
        ] {
            fires_on(&RULE, ask);
        }
    }

    #[test]
    fn it_is_silent_on() {
        for ask in [
            "What are your salary expectations?",
            "What salary do you expect?",
            "What salary range are you looking for?",
            "How did you pay down the debt?",
            "What did you pay attention to?",
            "What do you make of this graph?",
            "Which compensation logic do you run when a step fails?",
            "How would you design the pay range of a team?",
            "Is the published range within your pay expectations?",
            "How would you predict the wages of a region?",
            "What salary would you like to earn here?",
            "How much did you make of that chance?",
            "What is your desired salary?",
            "What salary are you looking for?",
            "What are your compensation expectations?",
            "What salary would you expect?",
            "Does this salary range work for you?",
            "How would you predict salaries from postings?",
            "What do you expect to earn?",
            "What did you make in that hackathon?",
            "What did you make of it?",
        ] {
            silent_on(&RULE, ask);
        }
    }
}
