//! R113

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{Medium, Rubric};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R113"),
    name: "interview-without-minutes",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "an interview does not say how long it is",
    explanation: "Without `minutes` the kit cannot fit its questions to the round, and candidates cannot \
        be told how long it takes. Set the minutes of every interview.",
    bad: r#"[[round]]
id = "onsite"
#    ^ `onsite` has no `minutes`
title = "Onsite"
stage = "onsite"
focus = ["craft"]
"#,
    good: r#"[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
focus = ["craft"]
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for round in rubric.rounds() {
        let is_interview = round.stage.is_panel() && round.medium != Some(Medium::Async);
        if is_interview && round.minutes.is_none() {
            let message = format!("`{}` has no `minutes`", round.id);
            findings
                .report(round.id.span, message)
                .advise("add `minutes = …`");
        }
    }
}
