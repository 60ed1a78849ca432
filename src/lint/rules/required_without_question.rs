//! R104

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{CriterionIdx, LevelIdx, RoundIdx, Rubric};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R104"),
    name: "required-without-question",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "a required criterion has no question at a level where it is required",
    explanation: "A required criterion alone can rule a hire out. At this level no question, exercise or \
        video prompt of a round that scores it speaks to it, so it would be decided by \
        impression. Write a question for the level, or stop requiring the criterion there.",
    bad: r#"[[competency]]
id = "craft"
#    ^ nothing asks about `craft` at `senior`
title = "Craft"
required-at = ["senior"]
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
[[competency.question]]
id = "last-piece"
round = "onsite"
levels = ["junior"]
ask = "Walk us through the last thing you finished."
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
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for (idx, criterion) in rubric.criteria().iter().enumerate() {
        for level in &criterion.required_at {
            if !is_asked(rubric, CriterionIdx(idx), *level) {
                let level = &rubric.level(*level).id;
                let message = format!(
                    "nothing asks about `{}` at `{level}`, where it is required",
                    criterion.id
                );
                findings.report(criterion.id.span, message).advise(format!(
                    "write a question for `{level}`, or take it out of `required-at`"
                ));
            }
        }
    }
}

fn is_asked(rubric: &Rubric, criterion: CriterionIdx, level: LevelIdx) -> bool {
    let rounds: Vec<RoundIdx> = rubric
        .rounds_at(level)
        .filter(|round| rubric.scored_in(*round, level).contains(&criterion))
        .collect();
    let by_question = rubric.questions().iter().any(|question| {
        question.measures.contains(&criterion)
            && question.levels.include(level)
            && question.rounds.iter().any(|round| rounds.contains(round))
    });
    let by_exercise = rounds.iter().any(|round| {
        let exercise = rubric
            .round(*round)
            .exercise
            .map(|idx| rubric.exercise(idx));
        exercise.is_some_and(|exercise| {
            exercise.levels.include(level)
                && (exercise.measures.contains(&criterion) || exercise.criterion == Some(criterion))
        })
    });
    by_question || by_exercise
}
