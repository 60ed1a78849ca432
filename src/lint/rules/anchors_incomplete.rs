//! R124

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{PointIdx, Rubric};
use crate::text::Text;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R124"),
    name: "anchors-incomplete",
    group: Group::Ladder,
    severity: Severity::Warning,
    summary: "anchors are given for some points of the scale and not for others",
    explanation: "Where a point has no anchor, each interviewer draws the line for themselves, and that \
        is where panels disagree. Give every point its anchor. A competency with none at all \
        takes them from the progression table.",
    bad: r#"[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
[competency.anchors]
exceeds = "Cut the work so that two others could start the same day."
#         ^ `craft` has no anchor for `far-below`, `below`, `meets`
"#,
    good: r#"[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
[competency.anchors]
far-below = "Could not say what the pieces were."
below = "Named pieces that all depended on one another."
meets = "Named pieces that could be finished one by one."
exceeds = "Cut the work so that two others could start the same day."
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for criterion in rubric.criteria() {
        check_anchors(rubric, 0, &criterion.id, &criterion.anchors, findings);
    }
    for exercise in rubric.exercises() {
        // Far under the bar an exercise has simply failed: three anchors are the custom.
        let first = usize::from(rubric.scale().points().len() > 3);
        check_anchors(rubric, first, &exercise.id, &exercise.anchors, findings);
    }
}

fn check_anchors(
    rubric: &Rubric,
    first_point: usize,
    id: &Text,
    anchors: &BTreeMap<PointIdx, Text>,
    findings: &mut Findings,
) {
    let points = rubric.scale().points().iter().enumerate();
    let missing: Vec<_> = points
        .skip(first_point)
        .filter(|(idx, _)| !anchors.contains_key(&PointIdx(*idx)))
        .map(|(_, point)| format!("`{}`", point.id))
        .collect();
    let Some(first) = anchors.values().min_by_key(|text| text.span) else {
        return;
    };
    if !missing.is_empty() {
        let message = format!("`{id}` has no anchor for {}", missing.join(", "));
        findings
            .report(first.span, message)
            .advise("say what each point of the scale looks like");
    }
}
