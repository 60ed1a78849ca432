//! R110

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{CriterionKind, Rubric};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R110"),
    name: "weight-unexplained",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "a weight differs from the others without a reason",
    explanation: "Equal weights are hard to beat: weights set by feeling rarely predict better and \
        are the first thing a rejected candidate's lawyer asks about. Where one criterion really \
        counts for more, or for nothing, say why in `weight-reason`.",
    bad: r#"[[attitude]]
id = "patience"
title = "Patience"
definition = "Hears an explanation to its end before answering it."
weight = 3
#        ^ the weight of `patience` is not 1
"#,
    good: r#"[[attitude]]
id = "patience"
title = "Patience"
definition = "Hears an explanation to its end before answering it."
weight = 3
weight-reason = "Most of the day is spent on the telephone with people who are upset."
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for criterion in rubric.criteria() {
        // Resume criteria have no key for a reason.
        let needs_reason = !matches!(criterion.kind, CriterionKind::Resume { .. });
        let differs = criterion
            .weights
            .iter()
            .any(|weight| (weight - 1.0).abs() > 1e-9);
        let Some(at) = criterion.weight_at.filter(|_| needs_reason && differs) else {
            continue;
        };
        if criterion.weight_reason.is_none() {
            let message = format!(
                "the weight of `{}` is not 1 and has no reason",
                criterion.id
            );
            findings
                .report(at, message)
                .advise("add `weight-reason = \"…\"`, or leave the weight out");
        }
    }
}
