//! R109

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::Rubric;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R109"),
    name: "exercise-counted-twice",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "an exercise is scored itself and counts for other criteria too",
    explanation: "An exercise with a weight is a criterion: its score enters the verdict. If it also \
        `measures` other criteria, the same twenty minutes are scored again under their names, \
        and weigh double. Keep the weight and drop `measures`, or drop the weight and let it \
        be evidence.",
    bad: r#"[[exercise]]
id = "case"
title = "A case"
kind = "simulation"
minutes = 20
prompt = "Sort these twelve requests and say why."
weight = 1
#        ^ `case` has a weight and measures other criteria
measures = ["craft"]
"#,
    good: r#"[[exercise]]
id = "case"
title = "A case"
kind = "simulation"
minutes = 20
prompt = "Sort these twelve requests and say why."
measures = ["craft"]
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for exercise in rubric.exercises() {
        let Some(idx) = exercise.criterion.filter(|_| !exercise.measures.is_empty()) else {
            continue;
        };
        let at = rubric.criterion(idx).weight_at.unwrap_or(exercise.id.span);
        let message = format!("`{}` has a weight and measures other criteria", exercise.id);
        findings
            .report(at, message)
            .advise("keep `weight` or `measures`, not both");
    }
}
