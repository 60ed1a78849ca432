//! R108

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{Answer, LevelIdx, PanelKnockout, Raters, Rubric};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R108"),
    name: "knockout-unreachable",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "a knock-out can never trigger, or always does",
    explanation: "A knock-out that no round can trigger is a rule on paper only; one that everybody \
        triggers rejects everybody. The criterion must be scored by a round at a level where \
        the rule holds, by at least as many interviewers as the rule asks for, and the point \
        must lie under the top of the scale. On an application, some answer must pass and some \
        must fail.",
    bad: r#"[[attitude]]
id = "patience"
title = "Patience"
definition = "Hears an explanation to its end before answering it."

[[knockout]]
id = "impatience"
#    ^ every score triggers `impatience`
at = "panel"
criterion = "patience"
at-most = "exceeds"
raters = "any"
effect = "no-hire"
reason = "The work needs patience."
"#,
    good: r#"[[attitude]]
id = "patience"
title = "Patience"
definition = "Hears an explanation to its end before answering it."

[[knockout]]
id = "impatience"
at = "panel"
criterion = "patience"
at-most = "far-below"
raters = "any"
effect = "no-hire"
reason = "The work needs patience."

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
focus = ["patience"]
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for knockout in rubric.panel_knockouts() {
        if let Some(message) = panel(rubric, knockout) {
            findings.report(knockout.id.span, message);
        }
    }
    for knockout in rubric.application_knockouts() {
        let passes_all = match &knockout.answer {
            Answer::YesNo { accept } => {
                accept.iter().any(|answer| *answer == "yes")
                    && accept.iter().any(|answer| *answer == "no")
            }
            _ => false,
        };
        if passes_all {
            let message = format!("every answer passes `{}`", knockout.id);
            findings.report(knockout.id.span, message);
        }
    }
}

fn panel(rubric: &Rubric, knockout: &PanelKnockout) -> Option<String> {
    let id = &knockout.id;
    if knockout.at_most.get() + 1 == rubric.scale().points().len() {
        return Some(format!(
            "every score triggers `{id}`: its point is the top of the scale"
        ));
    }
    let seats = (0..rubric.levels().len())
        .map(LevelIdx)
        .filter(|level| knockout.levels.include(*level))
        .map(|level| seats(rubric, knockout, level))
        .max()
        .unwrap_or(0);
    let criterion = &rubric.criterion(knockout.criterion).id;
    match knockout.raters {
        _ if seats == 0 => Some(format!(
            "no round scores `{criterion}`, so `{id}` cannot trigger"
        )),
        Raters::AtLeast(needed) if needed > seats => Some(format!(
            "`{id}` asks for {needed} raters, the loop has {seats} for `{criterion}`"
        )),
        _ => None,
    }
}

/// How many interviewers score the knock-out's criterion at a level.
fn seats(rubric: &Rubric, knockout: &PanelKnockout, level: LevelIdx) -> u32 {
    rubric
        .rounds_at(level)
        .filter(|round| {
            rubric
                .scored_in(*round, level)
                .contains(&knockout.criterion)
        })
        .map(|round| rubric.round(round).interviewers)
        .sum()
}
