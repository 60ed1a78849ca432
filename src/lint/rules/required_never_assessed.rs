//! R125

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{CriterionIdx, Rubric};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R125"),
    name: "required-never-assessed",
    group: Group::Ladder,
    severity: Severity::Warning,
    summary: "a criterion is required at a level at which no round scores it",
    explanation: "The criterion alone can rule a hire out at this level, and no round held at this level \
        scores it: every packet ends as insufficient. Hold a round that focuses on it at this \
        level, or take the level out of `required-at`.",
    bad: r#"[[competency]]
id = "craft"
#    ^ `craft` is required at `junior`, where no round scores it
title = "Craft"
required-at = ["junior"]
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
levels = ["senior"]
minutes = 45
focus = ["craft"]
"#,
    good: r#"[[competency]]
id = "craft"
title = "Craft"
required-at = ["senior"]
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
levels = ["senior"]
minutes = 45
focus = ["craft"]
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for (idx, criterion) in rubric.criteria().iter().enumerate() {
        for level in &criterion.required_at {
            let mut rounds = rubric.rounds_at(*level);
            let scores = |round| rubric.scored_in(round, *level).contains(&CriterionIdx(idx));
            if !rounds.any(scores) {
                let level = &rubric.level(*level).id;
                let message = format!(
                    "`{}` is required at `{level}`, where no round scores it",
                    criterion.id
                );
                findings
                    .report(criterion.id.span, message)
                    .advise(format!("hold a round that focuses on it at `{level}`"));
            }
        }
    }
}
