//! Parts of a rubric that several rules look at.

use crate::rubric::Rubric;
use crate::text::Text;

/// Something with indicators.
pub(super) struct Listed<'a> {
    /// What an address of its indicators begins with.
    pub(super) owner: String,
    /// What speaks for the candidate.
    pub(super) positive: &'a [Text],
    /// What speaks against.
    pub(super) negative: &'a [Text],
}

/// Everything that has indicators: questions, exercises, variants, video prompts.
pub(super) fn indicators(rubric: &Rubric) -> impl Iterator<Item = Listed<'_>> {
    let questions = rubric.questions().iter().map(|question| Listed {
        owner: question.id.to_string(),
        positive: &question.positive,
        negative: &question.negative,
    });
    let exercises = rubric.exercises().iter().map(|exercise| Listed {
        owner: exercise.id.to_string(),
        positive: &exercise.positive,
        negative: &exercise.negative,
    });
    let variants = rubric.exercises().iter().flat_map(|exercise| {
        exercise.variants.iter().map(move |variant| Listed {
            owner: format!("{}/{}", exercise.id, variant.id),
            positive: &variant.positive,
            negative: &variant.negative,
        })
    });
    let prompts = rubric.video_prompts().iter().map(|prompt| Listed {
        owner: prompt.id.to_string(),
        positive: &prompt.positive,
        negative: &prompt.negative,
    });
    questions.chain(exercises).chain(variants).chain(prompts)
}
