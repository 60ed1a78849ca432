//! C212

use super::{Check, Findings, Look, Reviewed};
use crate::diagnostic::{Severity, codes};
use crate::rubric::{IndicatorOwner, PointIdx, Rubric, Sign};
use crate::scorecard::Score;

pub(super) const CHECK: Check = Check {
    code: codes::CARD_CONTRADICTS,
    name: "score-against-indicators",
    severity: Severity::Warning,
    summary: "the indicators ticked speak for another score than the one given",
    explanation: "What was seen and what was scored should tell one story. A score at the bar or over \
        it is questioned where at least two ticks of three speak against the candidate. A score \
        under the bar is questioned where most of what is listed in favour was seen and at least \
        two ticks of three speak for the candidate: a few good things beside much that never came \
        are no contradiction. Correct the score, correct the ticks, or say in the evidence what \
        outweighs them.",
    bad: r#"recommendation = "hire"
summary = "Kept the line calm and the order of steps clear."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 3
#       ^ read like a 2 or less, submitted as a 3
evidence = "Changed four cables at once and guessed which one it was."
observed = ["outage-1"]
"#,
    good: r#"recommendation = "no-hire"
summary = "Kept the line calm, and the order of steps was lost."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 2
evidence = "Changed four cables at once and guessed which one it was."
observed = ["outage-1"]
"#,
    look: Look::Card(look),
};

fn look(card: &Reviewed<'_>, findings: &mut Findings) {
    let bar = card.rubric.scale().bar();
    for (score, point, places) in card.points() {
        let (for_them, against) = ticks(score);
        let reads = if point >= bar && against >= 1 && against >= 2 * for_them {
            format!("a {} or less", card.value(PointIdx(bar.get() - 1)))
        } else if point < bar
            && for_them >= 2 * against
            && for_them >= 2
            && 2 * for_them > listed(card.rubric, score)
        {
            format!("a {} or more", card.value(bar))
        } else {
            continue;
        };
        let given = card.value(point);
        let message = format!("the indicators ticked read like {reads}, submitted as a {given}");
        let finding = findings
            .at(places.score, message)
            .label(format!("{for_them} ticked for, {against} against"))
            .hint("correct the score or the ticks, or say in the evidence what outweighs them");
        findings.report(finding);
    }
}

/// Indicators ticked for and against the candidate.
fn ticks(score: &Score) -> (usize, usize) {
    let observed = score.observed.iter();
    let positive = observed.filter(|tick| tick.sign == Sign::Positive).count();
    (positive, score.observed.len() - positive)
}

/// How many indicators in favour are listed where something was ticked.
fn listed(rubric: &Rubric, score: &Score) -> usize {
    let mut owners: Vec<IndicatorOwner> = Vec::new();
    for tick in &score.observed {
        if !owners.contains(&tick.owner) {
            owners.push(tick.owner);
        }
    }
    let lists = owners
        .into_iter()
        .map(|owner| rubric.indicator_lists(owner));
    lists.map(|[positive, _]| positive.len()).sum()
}
