//! C211

use super::{Check, Findings, Look, Reviewed};
use crate::diagnostic::{Severity, codes};
use crate::rubric::{CriterionIdx, Sign, VideoPrompt};

pub(super) const CHECK: Check = Check {
    code: codes::CARD_EXTREME,
    name: "extreme-without-indicator",
    severity: Severity::Warning,
    summary: "the lowest or highest score is given and no indicator is ticked",
    explanation: "The ends of the scale decide panels, and they are where first impressions land. \
        Where the round lists indicators for the criterion, tick those that were seen. If none of \
        them was, the score belongs nearer to the middle, or the evidence has to carry it alone. \
        Silent where the round lists nothing to tick on that side.",
    bad: r#"recommendation = "strong-hire"
summary = "Kept the line calm and the order of steps clear."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 4
#       ^ no indicator is ticked
evidence = "Swapped one cable at a time and timed each swap."
"#,
    good: r#"recommendation = "strong-hire"
summary = "Kept the line calm and the order of steps clear."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 4
evidence = "Swapped one cable at a time and timed each swap."
observed = ["outage+1"]
"#,
    look: Look::Card(look),
};

fn look(card: &Reviewed<'_>, findings: &mut Findings) {
    let highest = card.rubric.scale().points().len() - 1;
    for (score, point, places) in card.points() {
        let (which, sign) = match point.get() {
            0 => ("lowest", Sign::Negative),
            at if at == highest => ("highest", Sign::Positive),
            _ => continue,
        };
        let Some(example) = to_tick(card, score.criterion, sign) else {
            continue;
        };
        if score.observed.is_empty() {
            let message = format!("the {which} score is given and no indicator is ticked");
            let finding = findings.at(places.score, message).hint(format!(
                "tick what was seen, such as observed = [\"{example}\"]; if nothing listed was, \
                 see whether the score holds"
            ));
            findings.report(finding);
        }
    }
}

/// The address of an indicator that the round lists for a criterion on that side.
fn to_tick(card: &Reviewed<'_>, criterion: CriterionIdx, sign: Sign) -> Option<String> {
    let mut listed = Vec::new();
    let (rubric, round, level) = (card.rubric, card.card.round, card.card.level);
    for question in rubric.questions() {
        let is_here = question.rounds.contains(&round) && question.levels.include(level);
        if is_here && question.measures.contains(&criterion) {
            let lists = [&question.positive, &question.negative];
            listed.push((question.id.to_string(), lists));
        }
    }
    if let Some(idx) = rubric.round(round).exercise {
        let exercise = rubric.exercise(idx);
        let speaks =
            exercise.measures.contains(&criterion) || exercise.criterion == Some(criterion);
        if speaks && exercise.levels.include(level) {
            let lists = [&exercise.positive, &exercise.negative];
            listed.push((exercise.id.to_string(), lists));
            for variant in &exercise.variants {
                let id = format!("{}/{}", exercise.id, variant.id);
                if card.card.variant.as_deref() == Some(variant.id.as_str()) {
                    listed.push((id, [&variant.positive, &variant.negative]));
                }
            }
        }
    }
    let is_here = |prompt: &&VideoPrompt| {
        prompt.round == Some(round)
            && prompt.levels.include(level)
            && prompt.measures.contains(&criterion)
    };
    for prompt in rubric.video_prompts().iter().filter(is_here) {
        listed.push((prompt.id.to_string(), [&prompt.positive, &prompt.negative]));
    }
    let (side, mark) = match sign {
        Sign::Positive => (0, '+'),
        Sign::Negative => (1, '-'),
    };
    let found = listed
        .into_iter()
        .find(|(_, lists)| !lists[side].is_empty())?;
    Some(format!("{}{mark}1", found.0))
}
