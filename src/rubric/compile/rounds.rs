//! The rounds of the loop.

use std::collections::BTreeSet;

use super::super::document::{AgendaDoc, RoundDoc};
use super::super::{
    AgendaItem, CriterionIdx, ExerciseIdx, Pick, Pitfall, Round, RoundIdx, Stage, Step, Subject,
};
use super::{Compiler, id_of, must, texts};
use crate::diagnostic::{Diagnostic, codes};
use crate::document::{Id, Whole};
use crate::text::{Spanned, Text};

/// Most rounds of a rubric.
const MAX_ROUNDS: usize = 100;

impl Compiler {
    /// First pass: the ids, which questions refer to.
    pub(super) fn register_rounds(&mut self, docs: &[RoundDoc]) {
        for (idx, doc) in docs.iter().enumerate() {
            self.round_names
                .insert_id(doc.id.as_ref(), RoundIdx(idx), &mut self.diagnostics);
        }
    }

    pub(super) fn compile_rounds(&mut self, docs: Vec<RoundDoc>) {
        if let Some(doc) = docs.get(MAX_ROUNDS) {
            let message = format!("a rubric has at most {MAX_ROUNDS} rounds");
            self.report(
                Diagnostic::error(codes::TOO_LARGE, doc.span, message)
                    .label("one too many")
                    .hint("each kit names the other rounds: split what is no single loop into rubrics"),
            );
        }
        for doc in docs {
            let round = self.round(doc);
            self.rounds.push(round);
        }
    }

    fn round(&mut self, mut doc: RoundDoc) -> Round {
        let stage = doc.stage.as_ref().map(|stage| stage.value);
        let focus = self.focus(&mut doc, stage);
        let agenda = doc.agenda.take().unwrap_or_default();
        self.check_agenda(&doc, &agenda);
        Round {
            id: id_of(doc.id),
            title: must(doc.title),
            stage: stage.unwrap_or(Stage::Onsite),
            medium: doc.medium,
            levels: self.resolve_levels("a round", doc.levels),
            minutes_at: doc.minutes.as_ref().map(|minutes| minutes.span),
            minutes: doc.minutes.map(|minutes| minutes.value.count()),
            interviewer: doc.interviewer,
            interviewer_focus: doc.interviewer_focus,
            interviewers: doc.interviewers.map_or(1, Whole::count),
            purpose: doc.purpose,
            difficulty: doc.difficulty,
            tags: texts(doc.tags),
            pick: doc
                .pick
                .unwrap_or_default()
                .into_iter()
                .map(|pick| Pick {
                    pool: must(pick.pool),
                    n: pick.n.map_or(1, Whole::count),
                })
                .collect(),
            focus,
            exercise: doc.exercise.and_then(|id| self.resolve_exercise(&id)),
            agenda: agenda.into_iter().map(agenda_item).collect(),
            tips: texts(doc.tips),
            pitfalls: doc
                .pitfalls
                .unwrap_or_default()
                .into_iter()
                .map(|pitfall| Pitfall {
                    name: must(pitfall.name),
                    why: pitfall.why,
                    weak: pitfall.weak,
                    strong: pitfall.strong,
                })
                .collect(),
            great: texts(doc.great),
            good: texts(doc.good),
        }
    }

    fn focus(&mut self, doc: &mut RoundDoc, stage: Option<Stage>) -> Vec<CriterionIdx> {
        let Some(ids) = doc.focus.take() else {
            if !doc.given.has("focus") && stage.is_some_and(|stage| stage != Stage::Application) {
                self.missing(doc.span, "a round", "focus");
            }
            return Vec::new();
        };
        self.check_list("a round", "focus", &ids);
        let mut focus: Vec<CriterionIdx> = Vec::new();
        let mut seen: BTreeSet<CriterionIdx> = BTreeSet::new();
        for id in &ids.value {
            let Some(idx) = self.resolve_criterion(id) else {
                continue;
            };
            if !seen.insert(idx) {
                self.report(Diagnostic::error(
                    codes::DUPLICATE_ID,
                    id.span,
                    format!("`{}` is in this focus twice", id.value.0),
                ));
                continue;
            }
            let is_panel = self.criteria[idx.0].is_panel();
            if stage.is_some_and(Stage::is_panel) && !is_panel {
                self.report(
                    Diagnostic::error(
                        codes::CONFLICT,
                        id.span,
                        format!(
                            "`{}` is a resume criterion; an interview does not score it",
                            id.value.0
                        ),
                    )
                    .hint("resume criteria are scored in a round with stage = \"resume\""),
                );
            }
            focus.push(idx);
        }
        focus
    }

    fn resolve_exercise(&mut self, id: &Spanned<Id>) -> Option<ExerciseIdx> {
        let name = &id.value.0;
        if let Some(Subject::Exercise(idx)) = self.subjects.get(name) {
            return Some(idx);
        }
        let names: Vec<_> = self
            .exercises
            .iter()
            .map(|exercise| exercise.id.clone())
            .collect();
        let near = self.suggest.nearest(name, names.iter().map(Text::as_str));
        self.report(
            Diagnostic::error(
                codes::UNKNOWN_REFERENCE,
                id.span,
                format!("there is no exercise `{name}`"),
            )
            .did_you_mean_text(near),
        );
        None
    }

    fn check_agenda(&mut self, doc: &RoundDoc, agenda: &[AgendaDoc]) {
        for item in agenda {
            let steps = item.steps.as_deref().unwrap_or_default();
            let of_steps = total(steps.iter().map(|step| step.minutes.as_ref()));
            let Some(minutes) = &item.minutes else {
                continue;
            };
            if of_steps > minutes.value.0 {
                self.report(
                    Diagnostic::error(
                        codes::TIME,
                        minutes.span,
                        format!(
                            "the steps take {of_steps} minutes, the item has {}",
                            minutes.value.0
                        ),
                    )
                    .hint("shorten the steps or lengthen the item"),
                );
            }
        }
        let of_items = total(agenda.iter().map(|item| item.minutes.as_ref()));
        if let Some(minutes) = doc
            .minutes
            .as_ref()
            .filter(|minutes| of_items > minutes.value.0)
        {
            self.report(
                Diagnostic::error(
                    codes::TIME,
                    minutes.span,
                    format!(
                        "the agenda takes {of_items} minutes, the round has {}",
                        minutes.value.0
                    ),
                )
                .hint("shorten the agenda or lengthen the round"),
            );
        }
    }
}

fn total<'a, const MIN: i64, const MAX: i64>(
    minutes: impl Iterator<Item = Option<&'a Spanned<Whole<MIN, MAX>>>>,
) -> i64 {
    minutes.flatten().map(|minutes| minutes.value.0).sum()
}

fn agenda_item(doc: AgendaDoc) -> AgendaItem {
    AgendaItem {
        minutes: doc.minutes.map_or(0, |minutes| minutes.value.count()),
        title: must(doc.title),
        guide: doc.guide,
        steps: doc
            .steps
            .unwrap_or_default()
            .into_iter()
            .map(|step| Step {
                minutes: step.minutes.map_or(0, |minutes| minutes.value.count()),
                title: must(step.title),
            })
            .collect(),
    }
}
