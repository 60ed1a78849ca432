//! R121

use crate::diagnostic::{Code, Severity};
use crate::lint::speech::{content, likeness_of};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::Rubric;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R121"),
    name: "cells-alike",
    group: Group::Ladder,
    severity: Severity::Warning,
    summary: "two neighbouring cells of the progression table say the same",
    explanation: "If two levels read alike, interviewers cannot tell at which of them a candidate \
        stands, and the bar between the levels is whatever each of them imagines. Say what the \
        higher level does that the lower one does not: a wider scope, a harder problem, more \
        people who depend on it.",
    bad: r#"[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Writes clear tests for small changes and reviews changes made by colleagues."
senior = "Writes clear tests for large changes and reviews changes made by colleagues."
#        ^ the cells for `junior` and `senior` say nearly the same
"#,
    good: r#"[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
"#,
    check: Check::Rubric(check),
};

/// Share of words in common from which on two cells say the same.
const ALIKE: f64 = 0.8;

fn check(rubric: &Rubric, findings: &mut Findings) {
    for criterion in rubric.criteria() {
        let cells = criterion.progression();
        let words: Vec<_> = cells.iter().map(|cell| content(cell)).collect();
        for (idx, pair) in cells.windows(2).enumerate() {
            if likeness_of(&words[idx], &words[idx + 1]) < ALIKE {
                continue;
            }
            let levels = rubric.levels();
            let message = format!(
                "the cells for `{}` and `{}` say nearly the same",
                levels[idx].id,
                levels[idx + 1].id
            );
            findings
                .report(pair[1].span, message)
                .point_at(pair[0].span, "the other cell")
                .advise("say what the higher level does that the lower one does not");
        }
    }
}
