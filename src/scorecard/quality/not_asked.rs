//! C217

use super::{Check, Findings, Look, Reviewed};
use crate::diagnostic::{Severity, codes};
use crate::rubric::{CriterionIdx, Question, Subject};

pub(super) const CHECK: Check = Check {
    code: codes::CARD_NOT_ASKED,
    name: "criterion-not-asked",
    severity: Severity::Warning,
    summary: "a criterion is scored and nothing was asked about it",
    explanation: "What was not asked about is judged by impression. Where the round has questions for \
        the criterion, “asked” should hold one of them; else the score is \"not-assessed\". The \
        round's exercise and video prompts count as given. Silent where the round has no question \
        for the criterion, since it can then only be seen in passing. A card without “asked” gets \
        one note.",
    bad: r#"recommendation = "hire"
summary = "Kept the line calm and the order of steps clear."
asked = ["outage"]

[[score]]
criterion = "clarity"
#           ^ nothing was asked about `clarity`
score = 3
evidence = "Told me what a drifting clock does without any jargon."
"#,
    good: r#"recommendation = "hire"
summary = "Kept the line calm and the order of steps clear."
asked = ["outage", "explain"]

[[score]]
criterion = "clarity"
score = 3
evidence = "Told me what a drifting clock does without any jargon."
"#,
    look: Look::Card(look),
};

fn look(card: &Reviewed<'_>, findings: &mut Findings) {
    for (score, _, places) in card.points() {
        let Some(question) = question_for(card, score.criterion) else {
            continue;
        };
        if !card.places.says_asked {
            let mut finding = findings
                .at(card.places.start, "the card does not say what was asked")
                .hint(format!(
                    "list the ids of the questions: asked = [\"{}\"]",
                    question.id
                ));
            finding.severity = Severity::Note;
            findings.found.push(finding);
            return;
        }
        let is_asked = |subject: &Subject| measures(card, *subject, score.criterion);
        if !card.card.asked.iter().any(is_asked) && !is_given(card, score.criterion) {
            let id = &card.rubric.criterion(score.criterion).id;
            let finding = findings
                .at(places.criterion, format!("nothing was asked about `{id}`"))
                .hint(format!(
                    "add what was asked to `asked`, such as \"{}\"; if nothing was, write score = \
                     \"not-assessed\"",
                    question.id
                ));
            findings.report(finding);
        }
    }
}

/// A question that the round has for a criterion.
fn question_for<'a>(card: &Reviewed<'a>, criterion: CriterionIdx) -> Option<&'a Question> {
    card.rubric.questions().iter().find(|question| {
        question.rounds.contains(&card.card.round)
            && question.levels.include(card.card.level)
            && question.measures.contains(&criterion)
    })
}

fn measures(card: &Reviewed<'_>, subject: Subject, criterion: CriterionIdx) -> bool {
    match subject {
        Subject::Question(idx) => card.rubric.question(idx).measures.contains(&criterion),
        Subject::Exercise(idx) => {
            let exercise = card.rubric.exercise(idx);
            exercise.measures.contains(&criterion) || exercise.criterion == Some(criterion)
        }
        Subject::VideoPrompt(idx) => {
            let prompt = &card.rubric.video_prompts()[idx.get()];
            prompt.measures.contains(&criterion)
        }
        Subject::Criterion(_) | Subject::Knockout => false,
    }
}

/// Whether the round's exercise or one of its video prompts speaks to a criterion.
fn is_given(card: &Reviewed<'_>, criterion: CriterionIdx) -> bool {
    let round = card.card.round;
    let exercise = card.rubric.round(round).exercise.map(Subject::Exercise);
    let prompts = card.rubric.video_prompts().iter();
    exercise.is_some_and(|subject| measures(card, subject, criterion))
        || prompts
            .filter(|prompt| prompt.round == Some(round))
            .any(|prompt| prompt.measures.contains(&criterion))
}
