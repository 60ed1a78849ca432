//! R114

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{LevelIdx, Question, RoundIdx, Rubric};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R114"),
    name: "pool-too-small",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "a round picks more questions than its bank has",
    explanation: "The kit can only pick what is there. With fewer questions in the bank than the round \
        asks for, the round has less to go on than planned, and every candidate gets the same \
        questions. Write more questions for the bank at this level, or pick fewer.",
    bad: r#"[[question]]
id = "handover"
measures = ["craft"]
pool = "stories"
ask = "Tell us about the last work that you handed over."

[[round]]
id = "onsite"
#    ^ `onsite` picks 2 of `stories`, which has 1 at `junior`
title = "Onsite"
stage = "onsite"
minutes = 45
pick = [{ pool = "stories", n = 2 }]
focus = ["craft"]
"#,
    good: r#"[[question]]
id = "handover"
measures = ["craft"]
pool = "stories"
ask = "Tell us about the last work that you handed over."

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
pick = [{ pool = "stories", n = 1 }]
focus = ["craft"]
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for (idx, round) in rubric.rounds().iter().enumerate() {
        for pick in &round.pick {
            let short = (0..rubric.levels().len())
                .map(LevelIdx)
                .filter(|level| round.levels.include(*level))
                .map(|level| (bank_size(rubric, RoundIdx(idx), &pick.pool, level), level))
                .find(|(size, _)| *size < pick.n as usize);
            if let Some((size, level)) = short {
                let message = format!(
                    "`{}` picks {} of `{}`, which has {size} at `{}`",
                    round.id,
                    pick.n,
                    pick.pool,
                    rubric.level(level).id
                );
                findings
                    .report(round.id.span, message)
                    .advise("pick fewer, or write more questions with this `pool`");
            }
        }
    }
}

fn bank_size(rubric: &Rubric, round: RoundIdx, pool: &str, level: LevelIdx) -> usize {
    let in_bank = |question: &&Question| {
        question.pool.as_ref().is_some_and(|of| *of == *pool)
            && question.rounds.contains(&round)
            && question.levels.include(level)
    };
    rubric.questions().iter().filter(in_bank).count()
}
