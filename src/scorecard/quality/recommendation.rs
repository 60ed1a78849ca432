//! C213

use super::{Check, Findings, Look, Reviewed};
use crate::diagnostic::{Severity, codes};
use crate::rubric::PointIdx;
use crate::scorecard::Score;
use crate::text::plain;

pub(super) const CHECK: Check = Check {
    code: codes::CARD_AGAINST,
    name: "recommendation-against-scores",
    severity: Severity::Warning,
    summary: "the recommendation contradicts the scores",
    explanation: "A hire is questioned where the weighted mean of the card is under the bar-line and \
        either a criterion required at this level or every criterion is under the bar; a no-hire \
        where every score reaches the bar. Then something weighs that is not on the card: score it \
        under its criterion, or change the recommendation. Reviews of papers are left out: they \
        advance by their own share.",
    bad: r#"recommendation = "hire"
#                ^ everything scored is under the bar
summary = "Kept the line calm, and the order of steps was lost."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 2
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
    let is_panel = card.rubric.round(card.card.round).stage.is_panel();
    let Some(recommendation) = card.card.recommendation.filter(|_| is_panel) else {
        return;
    };
    let scores: Vec<_> = card
        .points()
        .filter(|(score, ..)| card.rubric.criterion(score.criterion).is_panel())
        .map(|(score, point, _)| (score, point))
        .collect();
    if scores.is_empty() {
        return;
    }
    let why = if recommendation.is_hire() {
        against_hire(card, &scores)
    } else {
        against_no_hire(card, &scores)
    };
    if let Some(why) = why {
        let finding = findings
            .at(
                card.places.recommendation,
                format!("the recommendation contradicts the scores: {why}"),
            )
            .hint("correct one of the two; what weighs here belongs under its criterion");
        findings.report(finding);
    }
}

fn against_hire(card: &Reviewed<'_>, scores: &[(&Score, PointIdx)]) -> Option<String> {
    let mean = weighted_mean(card, scores)?;
    let line = card.rubric.decision().bar_line;
    if mean >= line {
        return None;
    }
    let bar = card.rubric.scale().bar();
    if scores.iter().all(|(_, point)| *point < bar) {
        return Some("everything scored is under the bar".to_owned());
    }
    let required = scores.iter().find(|(score, point)| {
        let criterion = card.rubric.criterion(score.criterion);
        *point < bar && criterion.is_required(card.card.level)
    })?;
    Some(format!(
        "their mean is {}, under the bar-line of {}, and `{}`, which is required, is under the bar",
        plain(mean),
        plain(line),
        card.rubric.criterion(required.0.criterion).id
    ))
}

fn against_no_hire(card: &Reviewed<'_>, scores: &[(&Score, PointIdx)]) -> Option<String> {
    let bar = card.rubric.scale().bar();
    let all_reach = scores.iter().all(|(_, point)| *point >= bar);
    all_reach.then(|| "everything scored reaches the bar".to_owned())
}

/// The mean by the weights of the level; none where nothing has weight.
fn weighted_mean(card: &Reviewed<'_>, scores: &[(&Score, PointIdx)]) -> Option<f64> {
    let weight = |score: &Score| {
        let criterion = card.rubric.criterion(score.criterion);
        criterion.weight(card.card.level)
    };
    let total: f64 = scores.iter().map(|(score, _)| weight(score)).sum();
    let value = |point: PointIdx| card.rubric.scale().value(point);
    let sum: f64 = scores
        .iter()
        .map(|(score, point)| weight(score) * value(*point))
        .sum();
    (total > 0.0).then(|| sum / total)
}
