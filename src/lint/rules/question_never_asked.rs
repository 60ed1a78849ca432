//! R115

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{LevelIdx, Rubric};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R115"),
    name: "question-never-asked",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "a question can be asked in no round",
    explanation: "The question belongs to a bank that no round picks from, or its rounds are not held at \
        any of its levels. Pick from the bank in a round, correct the rounds or levels, or \
        retire the question.",
    bad: r#"[[question]]
id = "handover"
#    ^ no round asks `handover`
measures = ["craft"]
pool = "stories"
ask = "Tell us about the last work that you handed over."
"#,
    good: r#"[[question]]
id = "handover"
measures = ["craft"]
round = "onsite"
ask = "Tell us about the last work that you handed over."
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for question in rubric.questions() {
        let is_asked = question.rounds.iter().any(|idx| {
            let round = rubric.round(*idx);
            let picked = match &question.pool {
                Some(pool) => round.pick.iter().any(|pick| pick.pool == **pool),
                None => true,
            };
            let mut levels = (0..rubric.levels().len()).map(LevelIdx);
            picked
                && levels.any(|level| round.levels.include(level) && question.levels.include(level))
        });
        if !is_asked {
            let message = format!("no round asks `{}` at any level", question.id);
            findings
                .report(question.id.span, message)
                .advise("pick from its bank in a round, or correct its rounds and levels");
        }
    }
}
