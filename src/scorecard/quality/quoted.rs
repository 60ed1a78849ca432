//! C215

use std::collections::HashSet;

use super::runs::{covered, hashes, joined, n_words};
use super::words::{MOST, WORD, tokens};
use super::{Check, Findings, Look, Reviewed};
use crate::diagnostic::{Severity, codes};
use crate::rubric::{CriterionKind, Exercise, Question, Rubric};
use crate::text::{Text, counted};

pub(super) const CHECK: Check = Check {
    code: codes::CARD_QUOTES,
    name: "text-from-rubric",
    severity: Severity::Warning,
    summary: "a text is the rubric's and not what was heard or seen",
    explanation: "A cell, an anchor or an indicator says what would be good; it is no evidence that \
        it happened. Evidence is questioned where two thirds of it, and six words at least, are \
        the rubric's, or where 25 words in a row are. To quote an indicator beside what was said \
        is fine; to tick it is shorter.",
    bad: r#"recommendation = "hire"
summary = "Kept the line calm and the order of steps clear."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 3
evidence = "Finds the cause of a fault that crosses two teams."
#           ^ are the rubric's own
"#,
    good: r#"recommendation = "hire"
summary = "Kept the line calm and the order of steps clear."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 3
evidence = "Traced the lost calls through the carrier's logs and ours, and met in the middle."
"#,
    look: Look::Run(look),
};

/// Words of a run by which the rubric's text is found.
const RUN: usize = 5;

/// Words of the rubric's that are no accident.
const LEAST: usize = 6;

/// Words in a row that are too many, whatever stands around them.
const LONG: usize = 25;

fn look(cards: &[Reviewed<'_>], findings: &mut Findings) {
    let Some(first) = cards.first() else {
        return;
    };
    let of_rubric = rubric_runs(first.rubric, RUN);
    for card in cards.iter().filter(|card| !card.is_kept) {
        for field in card.fields() {
            let words = tokens(field.text, MOST);
            let runs = hashes(&words, RUN).enumerate();
            let starts = runs.filter_map(|(at, run)| of_rubric.contains(&run).then_some(at));
            let shared = joined(starts, RUN);
            let n_shared: usize = shared.iter().map(|run| n_words(&words, run)).sum();
            let n_all = words.iter().map(|word| word.weight).sum::<usize>() / WORD;
            let longest = shared.iter().max_by_key(|run| n_words(&words, run));
            let Some(longest) = longest else {
                continue;
            };
            let is_much = n_shared >= LEAST && 3 * n_shared >= 2 * n_all;
            if is_much || n_words(&words, longest) >= LONG {
                let place = card.place_of(&field, covered(field.text, &words, longest));
                let n = counted(n_words(&words, longest), "word");
                let finding = findings
                    .at(
                        place,
                        format!("{n} of the {} are the rubric's own", field.what),
                    )
                    .hint("write what the candidate said or did; tick an indicator in `observed`");
                findings.report(finding);
            }
        }
    }
}

/// A hash of each run of so many words in the rubric's texts.
pub(super) fn rubric_runs(rubric: &Rubric, length: usize) -> HashSet<u64> {
    let mut runs = HashSet::new();
    for text in texts(rubric) {
        let words = tokens(text, usize::MAX);
        runs.extend(hashes(&words, length));
    }
    runs
}

/// What the rubric says of good and bad showings, and what it asks.
fn texts(rubric: &Rubric) -> impl Iterator<Item = &str> {
    let criteria = rubric.criteria().iter().flat_map(|criterion| {
        let (definition, evidence) = match &criterion.kind {
            CriterionKind::Attitude { definition } => (Some(definition), None),
            CriterionKind::Resume { evidence, .. } => (None, Some(evidence)),
            CriterionKind::Competency { .. } | CriterionKind::Exercise(_) => (None, None),
        };
        let further = [
            &criterion.summary,
            &criterion.expectation,
            &criterion.strong,
        ];
        criterion
            .progression()
            .iter()
            .chain(criterion.anchors.values())
            .chain(criterion.rationale.values())
            .chain(further.into_iter().flatten())
            .chain(definition)
            .chain(evidence)
    });
    let prompts = rubric.video_prompts().iter();
    let prompts = prompts.flat_map(|prompt| {
        let asked = std::iter::once(&prompt.ask);
        asked.chain(&prompt.positive).chain(&prompt.negative)
    });
    let points = rubric.scale().points().iter().map(|point| &point.meaning);
    let all = criteria
        .chain(rubric.questions().iter().flat_map(of_question))
        .chain(rubric.exercises().iter().flat_map(of_exercise))
        .chain(prompts)
        .chain(points);
    all.map(Text::as_str)
}

fn of_question(question: &Question) -> impl Iterator<Item = &Text> {
    let contrast = question.contrast.iter();
    std::iter::once(&question.ask)
        .chain(&question.positive)
        .chain(&question.negative)
        .chain(&question.answer)
        .chain(contrast.flat_map(|contrast| [&contrast.weak, &contrast.strong]))
}

fn of_exercise(exercise: &Exercise) -> impl Iterator<Item = &Text> {
    let variants = exercise.variants.iter();
    std::iter::once(&exercise.prompt)
        .chain(&exercise.scenario)
        .chain(&exercise.success)
        .chain(&exercise.positive)
        .chain(&exercise.negative)
        .chain(exercise.anchors.values())
        .chain(variants.flat_map(|variant| variant.positive.iter().chain(&variant.negative)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, many};
    use super::CHECK;

    #[test]
    fn a_short_quotation_beside_evidence_is_fine() {
        let cases = [
            ("Changes one thing at a time, and says why.", 1),
            (
                "Changes one thing at a time: swapped the first cable, waited two minutes by the clock, \
              wrote down the loss, and only then touched the second one.",
                0,
            ),
            ("Swapped one cable at a time and timed each swap.", 0),
            (
                "Finds the cause of a fault that crosses two teams, as with the carrier.",
                1,
            ),
            ("", 0),
        ];
        for (text, n) in cases {
            let found = many(&CHECK, &[evidence(text)]);
            assert_eq!(found.len(), n, "{text}: {found:#?}");
        }
    }
}
