//! R101

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{CriterionIdx, LevelIdx, Rubric};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R101"),
    name: "criterion-never-scored",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "a criterion is in the focus of no round",
    explanation: "A criterion that no round focuses on gets no score from anybody. Its weight \
        counts against the coverage of every candidate, so that packets end as insufficient. Put \
        it into the focus of a round that can assess it, or take it out of the rubric. Resume \
        criteria are scored in a round with stage = \"resume\".",
    bad: r#"[[attitude]]
id = "patience"
#    ^ no round focuses on `patience`
title = "Patience"
definition = "Hears an explanation to its end before answering it."

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
focus = []
"#,
    good: r#"[[attitude]]
id = "patience"
title = "Patience"
definition = "Hears an explanation to its end before answering it."

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
focus = ["patience"]
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    let mut is_scored = vec![false; rubric.criteria().len()];
    for level in (0..rubric.levels().len()).map(LevelIdx) {
        for round in rubric.rounds_at(level) {
            for idx in rubric.scored_in(round, level) {
                is_scored[idx.0] = true;
            }
        }
    }
    for (idx, _) in is_scored
        .iter()
        .enumerate()
        .filter(|(_, is_scored)| !**is_scored)
    {
        let criterion = rubric.criterion(CriterionIdx(idx));
        // Applications can be reviewed without a round of their own.
        if criterion.is_panel() {
            let message = format!("no round focuses on `{}`", criterion.id);
            findings
                .report(criterion.id.span, message)
                .advise("add it to the `focus` of a round, or take it out");
        }
    }
}
