//! R116

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{ExerciseIdx, Rubric};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R116"),
    name: "exercise-unused",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "an exercise is done in no round",
    explanation: "Nobody gets to do the exercise: no round names it. Name it as the `exercise` of a \
        round, or take it out; an exercise with a weight that nobody does counts against the \
        coverage of every candidate.",
    bad: r#"[[exercise]]
id = "case"
#    ^ no round sets `case`
title = "A case"
kind = "simulation"
minutes = 20
prompt = "Sort these twelve requests and say why."
measures = ["craft"]
"#,
    good: r#"[[exercise]]
id = "case"
title = "A case"
kind = "simulation"
minutes = 20
prompt = "Sort these twelve requests and say why."
measures = ["craft"]

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
focus = ["craft"]
exercise = "case"
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for (idx, exercise) in rubric.exercises().iter().enumerate() {
        let mut rounds = rubric.rounds().iter();
        if !rounds.any(|round| round.exercise == Some(ExerciseIdx(idx))) {
            let message = format!("no round sets `{}`", exercise.id);
            findings
                .report(exercise.id.span, message)
                .advise("name it as the `exercise` of a round");
        }
    }
}
