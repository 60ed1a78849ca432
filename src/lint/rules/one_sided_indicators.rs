//! R111

use crate::diagnostic::{Code, Severity};
use crate::lint::parts::indicators;
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::Rubric;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R111"),
    name: "one-sided-indicators",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "indicators speak for the candidate only, or against only",
    explanation: "Interviewers find what they are told to look for. With positive indicators alone \
        nobody records what was wrong, with negative ones alone nobody records what was right, \
        and the scores drift to one side. List both kinds, at least two of each.",
    bad: r#"[[question]]
id = "handover"
measures = ["craft"]
round = "onsite"
ask = "Tell us about the last work that you handed over."
positive = ["Names who runs it today"]
#           ^ `handover` has positive indicators only
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
    for listed in indicators(rubric) {
        let (side, first) = match (listed.positive.first(), listed.negative.first()) {
            (Some(first), None) => ("positive", first),
            (None, Some(first)) => ("negative", first),
            _ => continue,
        };
        let message = format!("`{}` has {side} indicators only", listed.owner);
        findings
            .report(first.span, message)
            .advise("say what would speak for the other side as well");
    }
}
