//! A round at a level as a kit.

use super::plan::{History, LoopPlan, RoundPlan, plan_loop};
use super::{
    AgendaView, BarView, CellView, ContrastView, CriterionView, ExerciseView, Expectations, FORMAT,
    IndicatorView, Kit, KnockoutView, LevelView, NextRound, OtherRound, PitfallView, QuestionView,
    RoundForm, RoundView, StepView, TimeView, TopicView, VideoPromptView, YesNoView, card,
    exercise, yes_no,
};
use crate::lawful;
use crate::rubric::{
    ApplicationKnockout, Criterion, CriterionIdx, CriterionKind, Difficulty, LevelIdx, Medium,
    Named, Question, QuestionIdx, Round, RoundIdx, Rubric, Stage,
};
use crate::text::{Plain, Text};

/// How many questions in reserve are shown with all that belongs to them, criterion by criterion;
/// of a bank there can be dozens.
const MAX_RESERVE: usize = 4;

/// Builds the kit of a round at a level for nobody in particular. The round must be held at that
/// level.
#[must_use]
pub fn build(rubric: &Rubric, round: RoundIdx, level: LevelIdx) -> Kit {
    let plan = plan_loop(rubric, level, None, &History::default());
    build_planned(rubric, round, &plan, None)
}

/// Builds the kit of a round of a planned loop, for a candidate or for nobody in particular.
///
/// # Panics
/// The round is not held at the plan's level.
#[must_use]
pub fn build_planned(
    rubric: &Rubric,
    round: RoundIdx,
    plan: &LoopPlan,
    candidate: Option<&str>,
) -> Kit {
    let builder = Builder {
        rubric,
        round,
        level: plan.level,
        plan: plan.round(round).expect("the round is held at the level"),
        candidate,
        scored: rubric.scored_in(round, plan.level),
    };
    builder.kit()
}

struct Builder<'a> {
    rubric: &'a Rubric,
    round: RoundIdx,
    level: LevelIdx,
    plan: &'a RoundPlan,
    candidate: Option<&'a str>,
    scored: Vec<CriterionIdx>,
}

impl Builder<'_> {
    fn kit(&self) -> Kit {
        let further = self.placed_under(&self.plan.planned, None);
        let criteria: Vec<_> = self.scored.iter().map(|idx| self.criterion(*idx)).collect();
        let asked = criteria.iter().filter(|found| !found.questions.is_empty());
        Kit {
            format: FORMAT,
            rubric: self.rubric.reference(),
            candidate: self.candidate.map(str::to_owned),
            level: self.level_view(),
            levels: self.levels(),
            round: self.round_view(),
            other_rounds: self.other_rounds(),
            next_round: self.next_round(),
            feedback_within: self.rubric.about().process.feedback_within.plain(),
            scale: self.rubric.scale_points(),
            uses_scale: self.uses_scale(),
            yes_no: self.yes_no(),
            question_topics: asked.map(|found| found.title.clone()).collect(),
            criteria,
            further_questions: further,
            time: TimeView {
                question_minutes: self.plan.question_minutes,
                exercise_minutes: self.plan.exercise_minutes,
                minutes_over: self.plan.minutes_over,
            },
            exercise: self.exercise(),
            knock_outs: self.knock_outs(),
            video_prompts: self.video_prompts(),
            do_not_ask: lawful::ALL.iter().map(topic).collect(),
            card_name: format!(
                "{}.{}.scorecard.toml",
                self.candidate.unwrap_or("their-id"),
                self.round_of().id
            ),
            blank_card: card::blank(
                self.rubric,
                self.level,
                self.plan,
                self.candidate,
                &self.scored,
            ),
        }
    }

    fn round_of(&self) -> &Round {
        self.rubric.round(self.round)
    }

    fn levels(&self) -> Vec<Named> {
        let levels = self.rubric.levels().iter();
        levels
            .map(|level| Named {
                id: level.id.plain(),
                title: level.title.plain(),
            })
            .collect()
    }

    fn level_view(&self) -> LevelView {
        let level = self.rubric.level(self.level);
        LevelView {
            id: level.id.plain(),
            title: level.title.plain(),
            aliases: level.aliases.plain(),
            years: level.years.plain(),
            summary: level.summary.plain(),
            focus: level.focus.plain(),
            expects: expectations(self.rubric, self.level),
        }
    }

    fn round_view(&self) -> RoundView {
        let round = self.round_of();
        let rounds: Vec<_> = self.rubric.rounds_at(self.level).collect();
        let before = rounds.iter().take_while(|idx| **idx != self.round).count();
        RoundView {
            id: round.id.plain(),
            title: round.title.plain(),
            number: before + 1,
            n_rounds: rounds.len(),
            stage: round.stage.as_str(),
            form: form(round),
            medium: round.medium.map(Medium::as_str),
            minutes: round.minutes,
            interviewer: round.interviewer.plain(),
            interviewer_focus: round.interviewer_focus.plain(),
            interviewers: round.interviewers,
            purpose: round.purpose.plain(),
            difficulty: round.difficulty.map(Difficulty::as_str),
            agenda: agenda(round),
            pitfalls: round
                .pitfalls
                .iter()
                .map(|pitfall| PitfallView {
                    name: pitfall.name.plain(),
                    why: pitfall.why.plain(),
                    weak: pitfall.weak.plain(),
                    strong: pitfall.strong.plain(),
                })
                .collect(),
            great: round.great.plain(),
            good: round.good.plain(),
            tips: round.tips.plain(),
        }
    }

    /// The interviews that score something, but this one.
    fn other_rounds(&self) -> Vec<OtherRound> {
        self.rubric
            .rounds_at(self.level)
            .filter(|idx| *idx != self.round && self.rubric.round(*idx).stage.is_panel())
            .filter(|idx| !self.rubric.scored_in(*idx, self.level).is_empty())
            .map(|idx| OtherRound {
                title: self.rubric.round(idx).title.plain(),
                criteria: self
                    .rubric
                    .scored_in(idx, self.level)
                    .into_iter()
                    .map(|idx| self.rubric.named_criterion(idx))
                    .collect(),
            })
            .collect()
    }

    fn next_round(&self) -> Option<NextRound> {
        let mut rounds = self.rubric.rounds_at(self.level);
        rounds.find(|idx| *idx == self.round)?;
        rounds.next().map(|idx| {
            let round = self.rubric.round(idx);
            NextRound {
                title: round.title.plain(),
                medium: round.medium.map(Medium::as_str),
                minutes: round.minutes,
            }
        })
    }

    fn uses_scale(&self) -> bool {
        let mut scored = self.scored.iter().map(|idx| self.rubric.criterion(*idx));
        scored.any(|criterion| !criterion.is_yes_no())
    }

    fn yes_no(&self) -> Option<YesNoView> {
        let mut scored = self.scored.iter().map(|idx| self.rubric.criterion(*idx));
        scored
            .any(Criterion::is_yes_no)
            .then(|| yes_no(self.rubric))
    }

    fn criterion(&self, idx: CriterionIdx) -> CriterionView {
        let criterion = self.rubric.criterion(idx);
        let (heading, definition) = match &criterion.kind {
            CriterionKind::Competency { discipline, .. } => {
                let discipline = discipline.map(|idx| &self.rubric.disciplines()[idx]);
                (discipline.map(|discipline| discipline.title.plain()), None)
            }
            CriterionKind::Attitude { definition } => (None, Some(definition.plain())),
            CriterionKind::Resume {
                group, evidence, ..
            } => (group.plain(), Some(evidence.plain())),
            CriterionKind::Exercise(_) => (None, None),
        };
        let bar = self.bar(criterion);
        let mut reserve = self.placed_under(&self.plan.reserve, Some(idx));
        let further = reserve.split_off(reserve.len().min(MAX_RESERVE));
        CriterionView {
            id: criterion.id.plain(),
            title: criterion.title.plain(),
            kind: criterion.kind.as_str(),
            heading,
            yes_no: criterion.is_yes_no(),
            summary: criterion.summary.plain(),
            definition,
            weight: criterion.weight(self.level),
            required: criterion.is_required(self.level),
            expectation: criterion.expectation.plain(),
            strong: criterion.strong.plain(),
            rationale: criterion.rationale.get(&self.level).map(Plain::plain),
            cells: self.hidden_cells(criterion),
            bar,
            questions: self.placed_under(&self.plan.planned, Some(idx)),
            reserve,
            further_reserve: further.into_iter().map(|question| question.id).collect(),
        }
    }

    /// A question stands under the first criterion of the round that it measures.
    fn placed_under(
        &self,
        questions: &[QuestionIdx],
        criterion: Option<CriterionIdx>,
    ) -> Vec<QuestionView> {
        questions
            .iter()
            .map(|idx| self.rubric.question(*idx))
            .filter(|question| self.home(question) == criterion)
            .map(|question| self.question(question))
            .collect()
    }

    fn home(&self, question: &Question) -> Option<CriterionIdx> {
        let measures = question.measures.iter().copied();
        measures.into_iter().find(|idx| self.scored.contains(idx))
    }

    fn question(&self, question: &Question) -> QuestionView {
        let home = self.home(question);
        QuestionView {
            id: question.id.plain(),
            ask: question.ask.plain(),
            probes: question.probes.plain(),
            minutes: question.minutes,
            core: question.core,
            difficulty: question.difficulty.map(Difficulty::as_str),
            also_measures: question
                .measures
                .iter()
                .filter(|idx| Some(**idx) != home && self.scored.contains(idx))
                .map(|idx| self.rubric.named_criterion(*idx))
                .collect(),
            positive: indicators(&question.id, '+', &question.positive),
            negative: indicators(&question.id, '-', &question.negative),
            answer: question.answer.plain(),
            contrast: question
                .contrast
                .iter()
                .map(|contrast| ContrastView {
                    weak: contrast.weak.plain(),
                    strong: contrast.strong.plain(),
                })
                .collect(),
        }
    }

    /// The cells of the level and its two neighbours that anchors hide in the bar.
    fn hidden_cells(&self, criterion: &Criterion) -> Vec<CellView> {
        let bar = self.rubric.bar(criterion, self.level);
        let shown = |idx| {
            bar.iter()
                .any(|found| found.from_level == Some(LevelIdx(idx)))
        };
        let places = [
            (-1, "one level below"),
            (0, "this level"),
            (1, "one level above"),
        ];
        places
            .into_iter()
            .filter_map(|(offset, place)| {
                let idx = self.level.0.checked_add_signed(offset)?;
                let cell = criterion.progression().get(idx)?;
                (!shown(idx)).then(|| CellView {
                    level: self.rubric.level(LevelIdx(idx)).title.plain(),
                    place,
                    is_own: offset == 0,
                    text: cell.plain(),
                })
            })
            .collect()
    }

    fn bar(&self, criterion: &Criterion) -> Vec<BarView> {
        let scale = self.rubric.scale();
        let bar = self.rubric.bar(criterion, self.level).into_iter().rev();
        bar.map(|found| BarView {
            value: scale.point(found.point).value,
            label: scale.point(found.point).label.plain(),
            is_bar: found.point == scale.bar(),
            text: found.text.plain(),
            from_level: found
                .from_level
                .map(|idx| self.rubric.level(idx).title.plain()),
        })
        .collect()
    }

    fn exercise(&self) -> Option<ExerciseView> {
        let exercise = self.rubric.exercise(self.round_of().exercise?);
        exercise
            .levels
            .include(self.level)
            .then(|| exercise::view(self.rubric, exercise))
    }

    fn knock_outs(&self) -> Vec<KnockoutView> {
        if self.round_of().stage != Stage::Application {
            return Vec::new();
        }
        self.rubric
            .application_knockouts()
            .iter()
            .filter(|knockout| knockout.levels.include(self.level))
            .map(knockout_view)
            .collect()
    }

    fn video_prompts(&self) -> Vec<VideoPromptView> {
        self.rubric
            .video_prompts()
            .iter()
            .filter(|prompt| prompt.round == Some(self.round) && prompt.levels.include(self.level))
            .map(|prompt| VideoPromptView {
                id: prompt.id.plain(),
                ask: prompt.ask.plain(),
                seconds: prompt.seconds,
                measures: prompt
                    .measures
                    .iter()
                    .map(|idx| self.rubric.named_criterion(*idx))
                    .collect(),
                positive: indicators(&prompt.id, '+', &prompt.positive),
                negative: indicators(&prompt.id, '-', &prompt.negative),
            })
            .collect()
    }
}

pub(super) fn expectations(rubric: &Rubric, level: LevelIdx) -> Vec<Expectations> {
    let found = rubric.expectations(level).into_iter();
    found
        .map(|(idx, items)| Expectations {
            inherited_from: (idx != level).then(|| rubric.level(idx).title.plain()),
            items: items.iter().map(Plain::plain).collect(),
        })
        .collect()
}

fn agenda(round: &Round) -> Vec<AgendaView> {
    let mut from = 0;
    round
        .agenda
        .iter()
        .map(|item| {
            let to = from + item.minutes;
            let view = AgendaView {
                from,
                to,
                title: item.title.plain(),
                guide: item.guide.plain(),
                steps: item
                    .steps
                    .iter()
                    .map(|step| StepView {
                        minutes: step.minutes,
                        title: step.title.plain(),
                    })
                    .collect(),
            };
            from = to;
            view
        })
        .collect()
}

pub(super) fn indicators(owner: &str, sign: char, texts: &[Text]) -> Vec<IndicatorView> {
    texts
        .iter()
        .enumerate()
        .map(|(idx, text)| IndicatorView {
            address: format!("{owner}{sign}{}", idx + 1),
            text: text.plain(),
        })
        .collect()
}

fn form(round: &Round) -> RoundForm {
    match round.stage {
        Stage::Application => RoundForm::Application,
        Stage::Resume => RoundForm::Papers,
        _ if round.medium == Some(Medium::Async) => RoundForm::Task,
        _ => RoundForm::Conversation,
    }
}

fn topic(topic: &lawful::Topic) -> TopicView {
    let mut letters = topic.about.chars();
    let first = letters.next().map(char::to_uppercase);
    TopicView {
        title: first.into_iter().flatten().chain(letters).collect(),
        about: topic.about,
        instead: topic.instead,
    }
}

fn knockout_view(knockout: &ApplicationKnockout) -> KnockoutView {
    KnockoutView {
        question: knockout.question.plain(),
        passes: knockout.answer.passes(),
        on_fail: knockout.on_fail.as_str(),
        reason: knockout.reason.plain(),
    }
}
