//! R117

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{CriterionKind, Rubric};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R117"),
    name: "discipline-empty",
    group: Group::Structure,
    severity: Severity::Note,
    summary: "a discipline has no competency",
    explanation: "The discipline is declared and no competency belongs to it, so it appears nowhere. \
        Often the competencies lack their `discipline`. Set it, or take the discipline out.",
    bad: r#"[[discipline]]
id = "operations"
#    ^ no competency belongs to `operations`
title = "Operations"
"#,
    good: r#"[[discipline]]
id = "operations"
title = "Operations"

[[competency]]
id = "craft"
title = "Craft"
discipline = "operations"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for (idx, discipline) in rubric.disciplines().iter().enumerate() {
        let has = rubric.criteria().iter().any(|criterion| {
            matches!(criterion.kind, CriterionKind::Competency { discipline: Some(of), .. } if of == idx)
        });
        if !has {
            let message = format!("no competency belongs to `{}`", discipline.id);
            findings
                .report(discipline.id.span, message)
                .advise("name it as the `discipline` of a competency, or take it out");
        }
    }
}
