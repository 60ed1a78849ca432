//! A scorecard's ratings.

use super::Told;
use crate::rubric::Rubric;
use crate::scorecard::{Score, Scorecard};

/// A rating for each score of a card, also where there is no number.
pub fn of_card<'a>(
    rubric: &'a Rubric,
    card: &'a Scorecard,
) -> impl Iterator<Item = Told<'static>> + 'a {
    let told = |score: &Score| Told {
        candidate: card.candidate.clone().into(),
        interviewer: card.interviewer.clone().into(),
        criterion: rubric.criterion(score.criterion).id.to_string().into(),
        score: score
            .point()
            .and_then(|point| i32::try_from(rubric.scale().point(point).value).ok()),
        round: Some(rubric.round(card.round).id.to_string().into()),
        level: Some(rubric.level(card.level).id.to_string().into()),
        rubric: Some(rubric.about().id.to_string().into()),
        group: None,
        date: Some(card.interviewed_on),
        shadow: card.shadow,
    };
    card.scores.iter().map(told)
}
