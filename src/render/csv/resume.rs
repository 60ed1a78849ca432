//! A resume review as a table: a row an application, two columns a criterion.

use super::{Dialect, decimal, in_memory, text, with_criteria};
use crate::resume::{Review, Reviewed};

/// The columns before those of the criteria.
const COLUMNS: &[&str] = &[
    "candidate",
    "name",
    "level",
    "rubric",
    "rubric_version",
    "outcome",
    "sufficient",
    "share",
    "low",
    "high",
    "p_advance",
    "share_as_given",
    "coverage",
    "reviews",
    "reviews_missing",
    "trainees",
    "above",
    "below",
    "within_noise",
    "reason",
];

/// The table, in the order of the review. A share that is not there is an empty cell; beside each
/// criterion's mean stands what its reviewers said without a number, and `apart` where they
/// disagree.
#[must_use]
pub fn resume_review(of: &Review) -> String {
    let criteria: Vec<&str> = of.criteria.iter().map(|one| one.id.as_str()).collect();
    let columns = with_criteria(COLUMNS, "mean", &criteria);
    let columns: Vec<_> = columns.iter().map(String::as_str).collect();
    let rows = of.candidates.iter().map(|one| row(of, one));
    in_memory(&columns, rows, Dialect::Plain)
}

fn row(of: &Review, one: &Reviewed) -> Vec<String> {
    let share = one.share;
    let number = |x: Option<f64>| x.map(decimal).unwrap_or_default();
    let deciding = one.reasons.iter().find(|reason| reason.decides);
    let mut cells = vec![
        text(&one.candidate.id),
        text(&one.candidate.name),
        of.level.id.clone(),
        of.rubric.id.clone(),
        of.rubric.version.clone(),
        one.outcome.as_str().to_owned(),
        if one.sufficient { "yes" } else { "no" }.to_owned(),
        number(share.map(|share| share.value)),
        number(share.map(|share| share.low)),
        number(share.map(|share| share.high)),
        number(share.map(|share| share.probability)),
        number(one.share_as_given),
        decimal(one.coverage),
    ];
    let counts = [
        one.n_cards,
        one.missing.len(),
        one.n_trainees,
        one.others.n_above,
        one.others.n_below,
        one.others.n_within_noise,
    ];
    cells.extend(counts.map(|n| n.to_string()));
    cells.push(
        deciding
            .map(|reason| text(&reason.text))
            .unwrap_or_default(),
    );
    for scores in &one.criteria {
        cells.push(number(scores.mean));
        let counted = scores.scores.iter().filter(|said| !said.shadow);
        let mut states: Vec<&str> = counted.map(|said| said.state).collect();
        states.retain(|state| *state != "scored");
        states.extend(scores.apart.then_some("apart"));
        states.sort_unstable();
        states.dedup();
        cells.push(states.join(";"));
    }
    cells
}
