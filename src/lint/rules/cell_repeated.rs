//! R122

use crate::diagnostic::{Code, Severity};
use crate::lint::speech::{likeness, words};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::Rubric;
use std::collections::HashMap;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R122"),
    name: "cell-repeated",
    group: Group::Ladder,
    severity: Severity::Warning,
    summary: "a cell repeats a cell of another competency",
    explanation: "The same behaviour would be scored twice under two names, and weigh double. Keep it \
        where it belongs and say in the other cell what is particular to that competency; if \
        nothing is, they are one competency.",
    bad: r#"[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."

[[competency]]
id = "delivery"
title = "Delivery"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
#        ^ repeats the cell for `junior` of `craft`
senior = "Keeps promised dates over a quarter, or moves them in time and in the open."
"#,
    good: r#"[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."

[[competency]]
id = "delivery"
title = "Delivery"
[competency.progression]
junior = "Says on the day it becomes clear that a date will not hold."
senior = "Keeps promised dates over a quarter, or moves them in time and in the open."
"#,
    check: Check::Rubric(check),
};

/// Share of words in common from which on two cells say the same.
const ALIKE: f64 = 0.85;

/// Runs of words by which likely pairs are found without comparing each cell with each.
const RUN: usize = 4;

fn check(rubric: &Rubric, findings: &mut Findings) {
    let mut seen: HashMap<Vec<String>, (usize, usize)> = HashMap::new();
    for (number, criterion) in rubric.criteria().iter().enumerate() {
        for (level, cell) in criterion.progression().iter().enumerate() {
            let words: Vec<String> = words(cell).collect();
            let mut first: Option<(usize, usize)> = None;
            for run in words.windows(RUN) {
                let at = *seen.entry(run.to_vec()).or_insert((number, level));
                if at.0 != number {
                    first = first.or(Some(at));
                }
            }
            let Some((other, other_level)) = first else {
                continue;
            };
            let other = &rubric.criteria()[other];
            let repeated = &other.progression()[other_level];
            if likeness(cell, repeated) >= ALIKE {
                let level = &rubric.levels()[other_level].id;
                let message = format!("the cell repeats the cell for `{level}` of `{}`", other.id);
                findings
                    .report(cell.span, message)
                    .point_at(repeated.span, "the other cell")
                    .advise("say here what is particular to this competency");
            }
        }
    }
}
