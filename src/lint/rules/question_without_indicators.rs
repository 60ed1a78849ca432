//! R112

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::Rubric;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R112"),
    name: "question-without-indicators",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "a question says nothing about what to listen for",
    explanation: "Without indicators each interviewer judges the answer by their own idea of a good one; \
        agreement between raters drops to little more than chance. List what would be seen or \
        heard in a strong answer, and what in a weak one.",
    bad: r#"[[question]]
id = "handover"
#    ^ `handover` has no indicators
measures = ["craft"]
round = "onsite"
ask = "Tell us about the last work that you handed over."
"#,
    good: r#"[[question]]
id = "handover"
measures = ["craft"]
round = "onsite"
ask = "Tell us about the last work that you handed over."
positive = ["Names who runs it today"]
negative = ["Still answers every call about it"]
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for question in rubric.questions() {
        if question.positive.is_empty() && question.negative.is_empty() {
            let message = format!("`{}` has no indicators", question.id);
            findings
                .report(question.id.span, message)
                .advise("add `positive` and `negative`: what would be seen or heard");
        }
    }
}
