//! C216

use std::collections::HashSet;

use super::words::{has_words, likeness, vocabulary};
use super::{Check, Findings, Look, Reviewed};
use crate::diagnostic::{Severity, codes};
use crate::rubric::PointIdx;
use crate::scorecard::Score;
use crate::scorecard::read::ScorePlaces;

pub(super) const CHECK: Check = Check {
    code: codes::CARD_HALO,
    name: "scores-all-same",
    severity: Severity::Warning,
    summary: "every score is the same, and not each rests on evidence of its own",
    explanation: "One strong impression spreads over everything that is scored after it. Four or more \
        equal scores and nothing else are questioned where the evidence of one is missing, short, \
        or much the same as that of another. With evidence of its own for each, equal scores are \
        what was found, and there is no finding. Criteria answered with yes or no are left out.",
    bad: r#"recommendation = "hire"
summary = "Kept the line calm and the order of steps clear."
asked = ["outage", "explain"]

[[score]]
criterion = "diagnosis"
score = 3
#       ^ all 4 scores are the same
evidence = "A good talk with good answers all the way through."

[[score]]
criterion = "clarity"
score = 3
evidence = "A good talk with good answers all the way through."

[[score]]
criterion = "calm"
score = 3
evidence = "A good talk with good answers all the way through it."

[[score]]
criterion = "care"
score = 3
evidence = "Good answers all the way through a good talk."
"#,
    good: r#"recommendation = "hire"
summary = "Kept the line calm and the order of steps clear."
asked = ["outage", "explain"]

[[score]]
criterion = "diagnosis"
score = 3
evidence = "Swapped one cable at a time and timed each swap."

[[score]]
criterion = "clarity"
score = 3
evidence = "Told me what a drifting clock does without any jargon."

[[score]]
criterion = "calm"
score = 3
evidence = "Said “give me a minute” twice and used it to look at the graph."

[[score]]
criterion = "care"
score = 3
evidence = "Rang the customer back in the evening to hear whether it had held."
"#,
    look: Look::Card(look),
};

/// Equal scores from which on they are questioned.
const LEAST: usize = 4;

/// Share of words in common from which on two texts are one evidence.
const ALIKE: f64 = 0.6;

fn look(card: &Reviewed<'_>, findings: &mut Findings) {
    let scores: Vec<_> = card
        .points()
        .filter(|(score, ..)| !is_yes_no(card, score))
        .collect();
    if scores.len() < LEAST || scores.iter().any(|(_, point, _)| *point != scores[0].1) {
        return;
    }
    let Some(why) = unbacked(card, &scores) else {
        return;
    };
    let message = format!("all {} scores are the same, and {}", scores.len(), why.0);
    let finding = findings
        .at(scores[0].2.score, message)
        .context(why.1, "this one")
        .hint("look at each criterion by itself again: what was said or done for this one?");
    findings.report(finding);
}

fn is_yes_no(card: &Reviewed<'_>, score: &Score) -> bool {
    card.rubric.criterion(score.criterion).is_yes_no()
}

/// Why not every score rests on evidence of its own, and where.
fn unbacked(
    card: &Reviewed<'_>,
    scores: &[(&Score, PointIdx, &ScorePlaces)],
) -> Option<(String, crate::text::Span)> {
    let mut seen: Vec<(&str, HashSet<u64>)> = Vec::new();
    for (score, _, places) in scores {
        let id = card.rubric.criterion(score.criterion).id.as_str();
        let evidence = score.evidence.as_deref().unwrap_or_default();
        if !has_words(evidence, card.min_words) {
            return Some((format!("`{id}` has hardly any evidence"), places.evidence));
        }
        let words = vocabulary(evidence);
        let same = seen
            .iter()
            .find(|(_, other)| likeness(&words, other) >= ALIKE);
        if let Some((other, _)) = same {
            let why = format!("`{id}` and `{other}` rest on much the same words");
            return Some((why, places.evidence));
        }
        seen.push((id, words));
    }
    None
}
