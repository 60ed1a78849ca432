//! R103

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{LevelIdx, Question, RoundIdx, Rubric};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R103"),
    name: "round-over-time",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "what a round must ask takes longer than the round",
    explanation: "Core questions, the questions that a round picks from its banks and its exercise are \
        for everybody. Where they do not fit, each interviewer leaves out something else, and \
        scores can no longer be compared. Lengthen the round, shorten the questions, or mark \
        fewer of them as core.",
    bad: r#"[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
[[competency.question]]
id = "last-piece"
round = "onsite"
ask = "Walk us through the last thing you finished."
minutes = 30
core = true
[[competency.question]]
id = "unfinished-piece"
round = "onsite"
ask = "Tell us about something that you never finished."
minutes = 25
core = true

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
#         ^ core questions and exercise take 55 minutes
focus = ["craft"]
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
minutes = 20
core = true
[[competency.question]]
id = "unfinished-piece"
round = "onsite"
ask = "Tell us about something that you never finished."
minutes = 15
core = true

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
focus = ["craft"]
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for (idx, round) in rubric.rounds().iter().enumerate() {
        let Some(minutes) = round.minutes else {
            continue;
        };
        let levels = (0..rubric.levels().len()).map(LevelIdx);
        let at_worst = levels
            .filter(|level| round.levels.include(*level))
            .map(|level| (needed(rubric, RoundIdx(idx), level), level))
            .max_by_key(|(needed, level)| (*needed, std::cmp::Reverse(*level)));
        if let Some((needed, level)) = at_worst.filter(|(needed, _)| *needed > u64::from(minutes)) {
            let message = format!(
                "core questions and exercise take {needed} minutes at `{}`, `{}` has {minutes}",
                rubric.level(level).id,
                round.id
            );
            findings
                .report(round.minutes_at.unwrap_or(round.id.span), message)
                .advise("lengthen the round, or mark fewer questions as core");
        }
    }
}

/// Minutes of what everybody gets: core questions, picks at their shortest, and the exercise. A core
/// question that another round may ask too need not be asked in this one.
fn needed(rubric: &Rubric, round_idx: RoundIdx, level: LevelIdx) -> u64 {
    let round = rubric.round(round_idx);
    let asked = |question: &&Question| {
        question.rounds.contains(&round_idx) && question.levels.include(level)
    };
    let is_only_here = |question: &&Question| {
        let mut others = question.rounds.iter().filter(|idx| **idx != round_idx);
        !others.any(|idx| rubric.round(*idx).levels.include(level))
    };
    let questions = || rubric.questions().iter().filter(asked);
    let core = questions().filter(|question| question.core && question.pool.is_none());
    let core = core.filter(is_only_here);
    let mut minutes: u64 = core.map(|question| u64::from(question.minutes)).sum();
    for pick in &round.pick {
        let in_pool = |question: &&Question| {
            question
                .pool
                .as_ref()
                .is_some_and(|pool| *pool == *pick.pool)
        };
        let mut bank: Vec<_> = questions()
            .filter(in_pool)
            .map(|question| u64::from(question.minutes))
            .collect();
        bank.sort_unstable();
        minutes += bank.iter().take(pick.n as usize).sum::<u64>();
    }
    let exercise = round.exercise.map(|idx| rubric.exercise(idx));
    let exercise = exercise.filter(|exercise| exercise.levels.include(level));
    minutes + u64::from(exercise.and_then(|exercise| exercise.minutes).unwrap_or(0))
}
