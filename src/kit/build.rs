//! A round at a level as a kit.

use std::fmt::Write as _;

use super::plan::{Plan, plan};
use super::{
    AgendaView, BarView, ContrastView, CriterionView, ExerciseView, Expectations, FORMAT,
    IndicatorView, Kit, KnockoutView, LevelView, ListView, OtherRound, PitfallView, QuestionView,
    RoleView, RoundView, StepView, TimeView, VariantView, VideoPromptView,
};
use crate::rubric::{
    ApplicationKnockout, Criterion, CriterionIdx, CriterionKind, Difficulty, Exercise,
    ExerciseRole, LevelIdx, Medium, PointIdx, Question, QuestionIdx, Round, RoundIdx, Rubric,
    Stage, Variant,
};
use crate::text::{Plain, Text};

/// Builds the kit of a round at a level. The round must be held at that level.
#[must_use]
pub fn build(rubric: &Rubric, round: RoundIdx, level: LevelIdx) -> Kit {
    let builder = Builder {
        rubric,
        round,
        level,
        plan: plan(rubric, round, level),
        scored: rubric.scored_in(round, level),
    };
    builder.kit()
}

struct Builder<'a> {
    rubric: &'a Rubric,
    round: RoundIdx,
    level: LevelIdx,
    plan: Plan,
    scored: Vec<CriterionIdx>,
}

impl Builder<'_> {
    fn kit(&self) -> Kit {
        let further = self.placed_under(&self.plan.planned, None);
        Kit {
            format: FORMAT,
            rubric: self.rubric.reference(),
            level: self.level_view(),
            round: self.round_view(),
            other_rounds: self.other_rounds(),
            scale: self.rubric.scale_points(),
            criteria: self.scored.iter().map(|idx| self.criterion(*idx)).collect(),
            further_questions: further,
            time: TimeView {
                question_minutes: self.plan.question_minutes,
                exercise_minutes: self.plan.exercise_minutes,
                minutes_over: self.plan.minutes_over,
            },
            exercise: self.exercise(),
            knock_outs: self.knock_outs(),
            video_prompts: self.video_prompts(),
            card_name: format!("their-id.{}.scorecard.toml", self.round_of().id),
            blank_card: self.blank_card(),
        }
    }

    fn round_of(&self) -> &Round {
        self.rubric.round(self.round)
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
            expects: self.expectations(),
        }
    }

    fn expectations(&self) -> Vec<Expectations> {
        let found = self.rubric.expectations(self.level).into_iter();
        found
            .map(|(idx, items)| Expectations {
                inherited_from: (idx != self.level).then(|| self.rubric.level(idx).title.plain()),
                items: items.iter().map(Plain::plain).collect(),
            })
            .collect()
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

    fn other_rounds(&self) -> Vec<OtherRound> {
        self.rubric
            .rounds_at(self.level)
            .filter(|idx| *idx != self.round)
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

    fn criterion(&self, idx: CriterionIdx) -> CriterionView {
        let criterion = self.rubric.criterion(idx);
        let (discipline, definition) = match &criterion.kind {
            CriterionKind::Competency { discipline, .. } => {
                let discipline = discipline.map(|idx| &self.rubric.disciplines()[idx]);
                (discipline.map(|discipline| discipline.title.plain()), None)
            }
            CriterionKind::Attitude { definition } => (None, Some(definition.plain())),
            CriterionKind::Resume { evidence, .. } => (None, Some(evidence.plain())),
            CriterionKind::Exercise(_) => (None, None),
        };
        CriterionView {
            id: criterion.id.plain(),
            title: criterion.title.plain(),
            kind: criterion.kind.as_str(),
            discipline,
            summary: criterion.summary.plain(),
            definition,
            weight: criterion.weight(self.level),
            required: criterion.is_required(self.level),
            expectation: criterion.expectation.plain(),
            strong: criterion.strong.plain(),
            rationale: criterion.rationale.get(&self.level).map(Plain::plain),
            cell: self.hidden_cell(criterion),
            bar: self.bar(criterion),
            questions: self.placed_under(&self.plan.planned, Some(idx)),
            reserve: self.placed_under(&self.plan.reserve, Some(idx)),
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

    /// The level's own cell, where the rubric's anchor for the bar stands in its place.
    fn hidden_cell(&self, criterion: &Criterion) -> Option<String> {
        let bar = self.rubric.scale().bar();
        let cell = criterion.progression().get(self.level.0)?;
        criterion.anchors.contains_key(&bar).then(|| cell.plain())
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
            .then(|| self.exercise_view(exercise))
    }

    fn exercise_view(&self, exercise: &Exercise) -> ExerciseView {
        let id = &exercise.id;
        let points = self.rubric.scale().points().iter().enumerate().rev();
        let bar = points.filter_map(|(idx, point)| {
            Some(BarView {
                value: point.value,
                label: point.label.plain(),
                is_bar: self.rubric.scale().bar().0 == idx,
                text: exercise.anchors.get(&PointIdx(idx))?.plain(),
                from_level: None,
            })
        });
        ExerciseView {
            id: id.plain(),
            title: exercise.title.plain(),
            kind: exercise.kind.as_str(),
            minutes: exercise.minutes,
            scored: exercise.criterion.is_some(),
            setting: exercise.setting.plain(),
            preparation: exercise.preparation.plain(),
            audience: exercise.audience.plain(),
            scenario: exercise.scenario.plain(),
            prompt: exercise.prompt.plain(),
            lists: lists([
                ("Read beforehand", &exercise.review),
                ("Prepare", &exercise.prepare),
                ("Ground rules", &exercise.ground_rules),
                ("Hand in", &exercise.deliverables),
                ("Counts as success", &exercise.success),
            ]),
            language: exercise.language.plain().unwrap_or_default(),
            starter: exercise.starter.plain(),
            solution: exercise.solution.plain(),
            checks: exercise.checks.plain(),
            positive: indicators(id, '+', &exercise.positive),
            negative: indicators(id, '-', &exercise.negative),
            bar: bar.collect(),
            variants: exercise
                .variants
                .iter()
                .map(|variant| variant_view(id, variant))
                .collect(),
            roles: exercise.roles.iter().map(role_view).collect(),
        }
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

    /// A card for this round with everything filled in that is known beforehand. What is left
    /// open is commented, so that a forgotten line is reported as missing and not taken as given.
    fn blank_card(&self) -> String {
        let about = self.rubric.about();
        let mut card = format!(
            "format = 1\n\
             rubric = \"{}\"\n\
             rubric-version = \"{}\"\n\
             rubric-hash = \"{}\"\n\
             round = \"{}\"\n\
             level = \"{}\"\n\
             # candidate = \"their-id\"\n\
             # interviewer = \"you@example.com\"\n\
             # interviewed-on = 2026-01-31\n\
             # recommendation = \"\"  # strong-no-hire | no-hire | hire | strong-hire\n\
             {}\
             summary = \"\"\"\n\"\"\"\n\
             asked = [{}]\n",
            about.id,
            about.version,
            about.hash,
            self.round_of().id,
            self.rubric.level(self.level).id,
            self.variant_line(),
            self.asked(),
        );
        let values: Vec<_> = self
            .rubric
            .scale()
            .points()
            .iter()
            .map(|point| point.value.to_string())
            .collect();
        for idx in &self.scored {
            // Writing to a String cannot fail.
            let _ = write!(
                card,
                "\n[[score]]\n\
                 criterion = \"{}\"\n\
                 # score =  # {}, \"not-assessed\", \"no-evidence\" or \"declined\"\n\
                 evidence = \"\"\"\n\"\"\"\n\
                 observed = []\n",
                self.rubric.criterion(*idx).id,
                values.join(", "),
            );
        }
        card
    }

    fn variant_line(&self) -> String {
        let exercise = self
            .round_of()
            .exercise
            .map(|idx| self.rubric.exercise(idx));
        let ids: Vec<_> = exercise
            .iter()
            .flat_map(|exercise| &exercise.variants)
            .map(|variant| variant.id.as_str())
            .collect();
        match ids.first() {
            Some(first) => format!("# variant = \"{first}\"  # {}\n", ids.join(" | ")),
            None => String::new(),
        }
    }

    fn asked(&self) -> String {
        let planned: Vec<_> = self
            .plan
            .planned
            .iter()
            .map(|idx| format!("\"{}\"", self.rubric.question(*idx).id))
            .collect();
        planned.join(", ")
    }
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

fn indicators(owner: &str, sign: char, texts: &[Text]) -> Vec<IndicatorView> {
    texts
        .iter()
        .enumerate()
        .map(|(idx, text)| IndicatorView {
            address: format!("{owner}{sign}{}", idx + 1),
            text: text.plain(),
        })
        .collect()
}

fn variant_view(exercise: &str, variant: &Variant) -> VariantView {
    let owner = format!("{exercise}/{}", variant.id);
    VariantView {
        id: variant.id.plain(),
        title: variant.title.plain(),
        instructions: variant.instructions.plain(),
        prompt: variant.prompt.plain(),
        positive: indicators(&owner, '+', &variant.positive),
        negative: indicators(&owner, '-', &variant.negative),
    }
}

fn role_view(role: &ExerciseRole) -> RoleView {
    RoleView {
        title: role.title.plain(),
        stance: role.stance.plain(),
        played_by: role.played_by.plain(),
        motivation: role.motivation.plain(),
        lists: lists([
            ("Constraints", &role.constraints),
            ("Tensions", &role.tensions),
            ("Guidance", &role.guidance),
            ("Do not", &role.do_not),
        ]),
    }
}

fn lists<const N: usize>(lists: [(&'static str, &Vec<Text>); N]) -> Vec<ListView> {
    lists
        .into_iter()
        .filter(|(_, items)| !items.is_empty())
        .map(|(title, items)| ListView {
            title,
            items: items.plain(),
        })
        .collect()
}

fn knockout_view(knockout: &ApplicationKnockout) -> KnockoutView {
    KnockoutView {
        question: knockout.question.plain(),
        passes: knockout.answer.passes(),
        on_fail: knockout.on_fail.as_str(),
        reason: knockout.reason.plain(),
    }
}
