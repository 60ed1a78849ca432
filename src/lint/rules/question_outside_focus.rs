//! R105

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::Rubric;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R105"),
    name: "question-outside-focus",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "a question is asked in a round that scores none of its criteria",
    explanation: "The interviewer asks the question and has nowhere to put what they heard, or scores a \
        criterion that the round was not meant for. Add the criterion to the round's focus, \
        move the question to a round that has it, or name what else the question gives \
        evidence for in `also-measures`.",
    bad: r#"[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
[[competency.question]]
id = "last-piece"
#    ^ `chat` scores nothing that `last-piece` measures
rounds = ["onsite", "chat"]
ask = "Walk us through the last thing you finished."

[[attitude]]
id = "patience"
title = "Patience"
definition = "Hears an explanation to its end before answering it."

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
focus = ["craft"]

[[round]]
id = "chat"
title = "Chat"
stage = "onsite"
minutes = 30
focus = ["patience"]
"#,
    good: r#"[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
[[competency.question]]
id = "last-piece"
rounds = ["onsite", "chat"]
ask = "Walk us through the last thing you finished."
also-measures = ["patience"]

[[attitude]]
id = "patience"
title = "Patience"
definition = "Hears an explanation to its end before answering it."

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
focus = ["craft"]

[[round]]
id = "chat"
title = "Chat"
stage = "onsite"
minutes = 30
focus = ["patience"]
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for question in rubric.questions() {
        for idx in &question.rounds {
            let round = rubric.round(*idx);
            let exercise = round
                .exercise
                .and_then(|idx| rubric.exercise(idx).criterion);
            let scores =
                |criterion| round.focus.contains(criterion) || exercise == Some(*criterion);
            if !question.measures.iter().any(scores) {
                let message = format!(
                    "`{}` scores nothing that `{}` measures",
                    round.id, question.id
                );
                findings.report(question.id.span, message).advise(
                    "add a criterion of the question to the round's `focus`, or ask it elsewhere",
                );
            }
        }
    }
}
