//! R107

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{LevelIdx, RoundIdx, Rubric};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R107"),
    name: "rounds-alike",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "two rounds score the same and do not differ",
    explanation: "Two rounds of one stage with the same focus, the same exercise and the same questions \
        cost the candidate twice the time and tell the panel the same thing. If a second \
        opinion is the purpose, use `interviewers = 2` in one round; else give each round \
        criteria of its own.",
    bad: r#"[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
[[competency.question]]
id = "last-piece"
rounds = ["first", "second"]
ask = "Walk us through the last thing you finished."

[[round]]
id = "first"
title = "First conversation"
stage = "onsite"
minutes = 45
focus = ["craft"]

[[round]]
id = "second"
#    ^ `second` scores the same as `first`
title = "Second conversation"
stage = "onsite"
minutes = 45
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
round = "first"
ask = "Walk us through the last thing you finished."
[[competency.question]]
id = "unfinished-piece"
round = "second"
ask = "Tell us about something that you never finished."

[[round]]
id = "first"
title = "First conversation"
stage = "onsite"
minutes = 45
focus = ["craft"]

[[round]]
id = "second"
title = "Second conversation"
stage = "onsite"
minutes = 45
focus = ["craft"]
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    let mut seen: BTreeMap<_, usize> = BTreeMap::new();
    for (idx, round) in rubric.rounds().iter().enumerate() {
        if round.focus.is_empty() {
            continue;
        }
        let mut focus = round.focus.clone();
        focus.sort_unstable();
        let asked: Vec<usize> = rubric
            .questions()
            .iter()
            .enumerate()
            .filter(|(_, question)| question.rounds.contains(&RoundIdx(idx)))
            .map(|(number, _)| number)
            .collect();
        let levels: Vec<bool> = (0..rubric.levels().len())
            .map(|level| round.levels.include(LevelIdx(level)))
            .collect();
        let first = *seen
            .entry((focus, round.stage, round.exercise, asked, levels))
            .or_insert(idx);
        if first != idx {
            let first = rubric.round(RoundIdx(first));
            let message = format!(
                "`{}` scores the same as `{}` by the same questions",
                round.id, first.id
            );
            findings
                .report(round.id.span, message)
                .point_at(first.id.span, "the other round")
                .advise("give each round criteria or questions of its own, or make it one round with `interviewers = 2`");
        }
    }
}
