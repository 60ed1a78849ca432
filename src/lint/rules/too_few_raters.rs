//! R106

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{CriterionIdx, Rubric};
use crate::text::counted;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R106"),
    name: "too-few-raters",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "a required criterion has fewer raters in the loop than it needs",
    explanation: "Fewer interviewers score the criterion than `min-raters` asks for, so that every \
        packet at this level ends as insufficient. Add it to the focus of a further round, let \
        more interviewers score a round that has it, or lower `min-raters` in [decision].",
    bad: r#"[[competency]]
id = "craft"
#    ^ 1 rater for `craft` at `senior`
title = "Craft"
required-at = ["senior"]
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
[[competency.question]]
id = "last-piece"
round = "onsite"
ask = "Walk us through the last thing you finished."

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
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
[[competency.question]]
id = "last-piece"
round = "onsite"
ask = "Walk us through the last thing you finished."

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
interviewers = 2
focus = ["craft"]
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    let needed = rubric.decision().min_raters;
    for (idx, criterion) in rubric.criteria().iter().enumerate() {
        for level in &criterion.required_at {
            let seats: u32 = rubric
                .rounds_at(*level)
                .filter(|round| rubric.round(*round).stage.is_panel())
                .filter(|round| {
                    rubric
                        .scored_in(*round, *level)
                        .contains(&CriterionIdx(idx))
                })
                .map(|round| rubric.round(round).interviewers)
                .sum();
            if seats < needed {
                let message = format!(
                    "the loop has {} for `{}` at `{}`, where {needed} are needed",
                    counted(seats as usize, "rater"),
                    criterion.id,
                    rubric.level(*level).id
                );
                findings
                    .report(criterion.id.span, message)
                    .advise("add it to another round's `focus`, or raise `interviewers` of a round that has it");
            }
        }
    }
}
