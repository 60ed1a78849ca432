//! R102

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{CriterionIdx, Rubric};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R102"),
    name: "criterion-never-asked",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "nothing in any round asks about a criterion",
    explanation: "A criterion without a question, an exercise or a video prompt is scored by \
        impression: each interviewer asks something else or nothing, and scores cannot be \
        compared. Write a question for it, name it in `also-measures` of one that brings it up, or \
        let an exercise measure it.",
    bad: r#"[[competency]]
id = "craft"
#    ^ nothing asks about `craft`
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
"#,
    good: r#"[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
[[competency.question]]
id = "last-piece"
round = "onsite"
ask = "Walk us through the last thing you finished."
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    let mut asked: BTreeSet<CriterionIdx> = BTreeSet::new();
    for question in rubric
        .questions()
        .iter()
        .filter(|question| !question.rounds.is_empty())
    {
        asked.extend(&question.measures);
    }
    for exercise in rubric.exercises() {
        asked.extend(&exercise.measures);
        asked.extend(exercise.criterion);
    }
    for prompt in rubric.video_prompts() {
        asked.extend(&prompt.measures);
    }
    for (idx, criterion) in rubric.criteria().iter().enumerate() {
        if criterion.is_panel() && !asked.contains(&CriterionIdx(idx)) {
            let message = format!("nothing asks about `{}`", criterion.id);
            findings
                .report(criterion.id.span, message)
                .advise("write a question for it, or name it where another one brings it up");
        }
    }
}
