//! R123

use crate::diagnostic::{Code, Severity};
use crate::lint::speech::count_words;
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::Rubric;
use crate::text::count;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R123"),
    name: "ladder-falls",
    group: Group::Ladder,
    severity: Severity::Note,
    summary: "the lowest level asks for more than the highest",
    explanation: "The cell of the lowest level is much longer than that of the highest. Usually the \
        junior cell has collected everything that was thought of first, and the senior one \
        only says more of it. The higher level should be broader: more systems, more people, \
        longer horizons.",
    bad: r#"[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Writes, tests, documents, reviews, measures, ships and watches every change, asks for help in time, answers questions from support, and improves the tools of the team whenever there is time."
#        ^ the cell for `junior` is much longer than that for `senior`
senior = "Does all of it alone."
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

/// How much longer the lowest cell may be than the highest.
const TIMES: f64 = 1.5;

/// Cells this short say nothing by their length.
const FEW: usize = 12;

fn check(rubric: &Rubric, findings: &mut Findings) {
    for criterion in rubric.criteria() {
        let [lowest, .., highest] = criterion.progression() else {
            continue;
        };
        let (n_lowest, n_highest) = (count_words(lowest), count_words(highest));
        if n_lowest <= FEW || count(n_lowest) <= TIMES * count(n_highest) {
            continue;
        }
        let levels = rubric.levels();
        let message = format!(
            "the cell for `{}` is much longer than that for `{}`: {n_lowest} words against {n_highest}",
            levels[0].id,
            levels[levels.len() - 1].id
        );
        findings
            .report(lowest.span, message)
            .point_at(highest.span, "the highest level")
            .advise("let the higher level be broader: more systems, more people, a longer horizon");
    }
}
