//! Criteria, questions, exercises and video prompts: one id space, resolved in two passes.

use std::collections::BTreeMap;

use super::super::document::{
    AttitudeDoc, CompetencyDoc, ExerciseDoc, ExerciseRoleDoc, QuestionDoc, ResumeCriterionDoc,
    RubricDoc, VariantDoc, VideoPromptDoc, WeightDoc,
};
use super::super::{
    Contrast, Criterion, CriterionIdx, CriterionKind, Exercise, ExerciseIdx, ExerciseKind,
    ExerciseRole, LevelIdx, Levels, Question, QuestionIdx, ResumeAnswer, RoundIdx, Subject,
    Variant, VideoPrompt, VideoPromptIdx,
};
use super::names::Space;
use super::{Compiler, id_of, must, texts};
use crate::diagnostic::{Diagnostic, codes};
use crate::document::{Id, Named};
use crate::text::{Span, Spanned, Text};

/// How long a question takes where the rubric does not say, in minutes.
const DEFAULT_QUESTION_MINUTES: u32 = 10;

/// The keys that competencies and attitudes share.
struct Shared {
    id: Option<Spanned<Id>>,
    title: Option<Text>,
    summary: Option<Text>,
    weight: Option<Spanned<WeightDoc>>,
    weight_reason: Option<Text>,
    topics: Option<Vec<Text>>,
    expectation: Option<Text>,
    strong: Option<Text>,
    required_at: Option<Vec<Text>>,
    rationale: Option<Named<Text>>,
    anchors: Option<Named<Text>>,
}

macro_rules! shared {
    ($doc:ident) => {
        Shared {
            id: $doc.id.take(),
            title: $doc.title.take(),
            summary: $doc.summary.take(),
            weight: $doc.weight.take(),
            weight_reason: $doc.weight_reason.take(),
            topics: $doc.topics.take(),
            expectation: $doc.expectation.take(),
            strong: $doc.strong.take(),
            required_at: $doc.required_at.take(),
            rationale: $doc.rationale.take(),
            anchors: $doc.anchors.take(),
        }
    };
}

impl Compiler {
    /// First pass: every id of the shared space, in the order in which they are numbered.
    pub(super) fn register_subjects(&mut self, doc: &RubricDoc) {
        let competencies = doc.competencies.as_deref().unwrap_or_default();
        let attitudes = doc.attitudes.as_deref().unwrap_or_default();
        let exercises = doc.exercises.as_deref().unwrap_or_default();
        let resume = doc.resume_criteria.as_deref().unwrap_or_default();
        let n_weighted = exercises.iter().filter(|doc| doc.weight.is_some()).count();
        let ids = competencies.iter().map(|doc| doc.id.as_ref());
        let ids = ids.chain(attitudes.iter().map(|doc| doc.id.as_ref()));
        for (idx, id) in ids.enumerate() {
            self.subject(id, Subject::Criterion(CriterionIdx(idx)));
        }
        for (idx, doc) in exercises.iter().enumerate() {
            self.subject(doc.id.as_ref(), Subject::Exercise(ExerciseIdx(idx)));
        }
        let first_resume = competencies.len() + attitudes.len() + n_weighted;
        for (idx, doc) in resume.iter().enumerate() {
            let idx = CriterionIdx(first_resume + idx);
            self.subject(doc.id.as_ref(), Subject::Criterion(idx));
        }
        self.register_askables(doc);
    }

    fn register_askables(&mut self, doc: &RubricDoc) {
        let nested = |list: &Option<Vec<QuestionDoc>>| -> Vec<Option<Spanned<Id>>> {
            let list = list.as_deref().unwrap_or_default();
            list.iter().map(|question| question.id.clone()).collect()
        };
        let mut ids = Vec::new();
        for competency in doc.competencies.as_deref().unwrap_or_default() {
            ids.extend(nested(&competency.questions));
        }
        for attitude in doc.attitudes.as_deref().unwrap_or_default() {
            ids.extend(nested(&attitude.questions));
        }
        ids.extend(nested(&doc.questions));
        for (idx, id) in ids.iter().enumerate() {
            self.subject(id.as_ref(), Subject::Question(QuestionIdx(idx)));
        }
        let prompts = doc.video_prompts.as_deref().unwrap_or_default();
        for (idx, doc) in prompts.iter().enumerate() {
            self.subject(doc.id.as_ref(), Subject::VideoPrompt(VideoPromptIdx(idx)));
        }
        for doc in doc.knockouts.as_deref().unwrap_or_default() {
            self.subject(doc.id.as_ref(), Subject::Knockout);
        }
    }

    fn subject(&mut self, id: Option<&Spanned<Id>>, subject: Subject) {
        self.subjects.insert_id(id, subject, &mut self.diagnostics);
    }

    /// Second pass: the criteria themselves, numbered as the first pass numbered them.
    pub(super) fn compile_criteria(&mut self, doc: &mut RubricDoc) {
        for doc in doc.competencies.iter_mut().flatten() {
            let criterion = self.competency(doc);
            self.criteria.push(criterion);
        }
        for doc in doc.attitudes.iter_mut().flatten() {
            let shared = shared!(doc);
            let definition = must(doc.definition.take());
            let criterion = self.criterion(shared, CriterionKind::Attitude { definition });
            self.criteria.push(criterion);
        }
        for (idx, doc) in doc.exercises.iter_mut().flatten().enumerate() {
            if doc.weight.is_some() {
                let criterion = self.weighted_exercise(ExerciseIdx(idx), doc);
                self.criteria.push(criterion);
            }
        }
        for doc in doc.resume_criteria.take().unwrap_or_default() {
            let criterion = self.resume_criterion(doc);
            self.criteria.push(criterion);
        }
    }

    fn competency(&mut self, doc: &mut CompetencyDoc) -> Criterion {
        let discipline = doc.discipline.take().and_then(|name| {
            self.discipline_names
                .resolve(&name, &mut self.suggest, &mut self.diagnostics)
        });
        let progression = self.progression(doc.id.as_ref(), doc.progression.take());
        let shared = shared!(doc);
        let kind = CriterionKind::Competency {
            discipline,
            progression,
        };
        self.criterion(shared, kind)
    }

    /// One cell a level; each missing one is reported.
    fn progression(&mut self, id: Option<&Spanned<Id>>, table: Option<Named<Text>>) -> Vec<Text> {
        let Some(table) = table else {
            return Vec::new();
        };
        let span = table.span;
        let mut cells = self.by_level(Some(table));
        let missing: Vec<_> = (0..self.levels.len())
            .filter(|idx| !cells.contains_key(&LevelIdx(*idx)))
            .map(|idx| format!("`{}`", self.levels[idx].id))
            .collect();
        if !missing.is_empty() {
            let of = id.map_or(String::new(), |id| format!(" of `{}`", id.value.0));
            self.report(
                Diagnostic::error(
                    codes::LEVEL_CELL,
                    span,
                    format!("the progression{of} has no cell for {}", missing.join(", ")),
                )
                .hint("the table needs one cell for each level of the rubric"),
            );
        }
        (0..self.levels.len())
            .map(|idx| cells.remove(&LevelIdx(idx)).unwrap_or_default())
            .collect()
    }

    fn criterion(&mut self, shared: Shared, kind: CriterionKind) -> Criterion {
        Criterion {
            id: id_of(shared.id),
            title: must(shared.title),
            kind,
            summary: shared.summary,
            weight_at: shared.weight.as_ref().map(|weight| weight.span),
            weights: self.weights(shared.weight),
            weight_reason: shared.weight_reason,
            topics: texts(shared.topics),
            expectation: shared.expectation,
            strong: shared.strong,
            required_at: self.resolve_each_level(&shared.required_at.unwrap_or_default()),
            levels: Levels::All,
            rationale: self.by_level(shared.rationale),
            anchors: self.by_point(shared.anchors),
        }
    }

    fn weights(&mut self, doc: Option<Spanned<WeightDoc>>) -> Vec<f64> {
        let mut weights = vec![1.0; self.levels.len()];
        match doc.map(|doc| doc.value) {
            None => {}
            Some(WeightDoc::Same(weight)) => weights.fill(weight.0),
            Some(WeightDoc::PerLevel(table)) => {
                for (name, weight) in table.entries {
                    let level = self.level_names.resolve_key(
                        &name,
                        &mut self.suggest,
                        &mut self.diagnostics,
                    );
                    if let Some(level) = level {
                        weights[level.0] = weight.0;
                    }
                }
            }
        }
        weights
    }

    /// The criterion that an exercise with a weight is. Its anchors stay with the exercise.
    fn weighted_exercise(&mut self, idx: ExerciseIdx, doc: &mut ExerciseDoc) -> Criterion {
        let levels = doc.levels.clone();
        Criterion {
            id: id_of(doc.id.clone()),
            title: must(doc.title.clone()),
            kind: CriterionKind::Exercise(idx),
            summary: None,
            weight_at: doc.weight.as_ref().map(|weight| weight.span),
            weights: self.weights(doc.weight.take()),
            weight_reason: doc.weight_reason.take(),
            topics: Vec::new(),
            expectation: None,
            strong: None,
            required_at: Vec::new(),
            levels: self.resolve_levels(levels),
            rationale: BTreeMap::new(),
            anchors: BTreeMap::new(),
        }
    }

    fn resume_criterion(&mut self, doc: ResumeCriterionDoc) -> Criterion {
        Criterion {
            id: id_of(doc.id),
            title: must(doc.title),
            kind: CriterionKind::Resume {
                group: doc.group,
                evidence: must(doc.evidence),
                answer: doc.answer.unwrap_or(ResumeAnswer::Scale),
            },
            summary: None,
            weight_at: doc.weight.as_ref().map(|weight| weight.span),
            weights: self.weights(doc.weight),
            weight_reason: None,
            topics: Vec::new(),
            expectation: None,
            strong: None,
            required_at: Vec::new(),
            levels: self.resolve_levels(doc.levels),
            rationale: BTreeMap::new(),
            anchors: BTreeMap::new(),
        }
    }

    pub(super) fn compile_exercises(&mut self, docs: Vec<ExerciseDoc>) {
        for (idx, doc) in docs.into_iter().enumerate() {
            let exercise = self.exercise(ExerciseIdx(idx), doc);
            self.exercises.push(exercise);
        }
    }

    fn exercise(&mut self, idx: ExerciseIdx, doc: ExerciseDoc) -> Exercise {
        let criterion = self.criteria.iter().position(
            |criterion| matches!(criterion.kind, CriterionKind::Exercise(of) if of == idx),
        );
        let mut variant_names = Space::new("variant");
        for variant in doc.variants.as_deref().unwrap_or_default() {
            variant_names.insert_id(variant.id.as_ref(), (), &mut self.diagnostics);
        }
        Exercise {
            id: id_of(doc.id),
            title: must(doc.title),
            kind: doc.kind.unwrap_or(ExerciseKind::Coding),
            minutes: doc.minutes.map_or(0, crate::document::Whole::count),
            levels: self.resolve_levels(doc.levels),
            setting: doc.setting,
            preparation: doc.preparation,
            difficulty: doc.difficulty,
            tags: texts(doc.tags),
            source: doc.source,
            scenario: doc.scenario,
            prompt: must(doc.prompt),
            measures: self.resolve_criteria(doc.measures),
            criterion: criterion.map(CriterionIdx),
            audience: doc.audience,
            prepare: texts(doc.prepare),
            deliverables: texts(doc.deliverables),
            review: texts(doc.review),
            ground_rules: texts(doc.ground_rules),
            success: texts(doc.success),
            language: doc.language,
            starter: doc.starter,
            solution: doc.solution,
            checks: doc.checks,
            positive: texts(doc.positive),
            negative: texts(doc.negative),
            anchors: self.by_point(doc.anchors),
            variants: doc
                .variants
                .unwrap_or_default()
                .into_iter()
                .map(variant)
                .collect(),
            roles: doc
                .roles
                .unwrap_or_default()
                .into_iter()
                .map(exercise_role)
                .collect(),
        }
    }

    /// Questions in the order of the first pass: under competencies, under attitudes, alone.
    pub(super) fn compile_questions(&mut self, doc: &mut RubricDoc) {
        let competencies = doc.competencies.take().unwrap_or_default();
        let attitudes = doc.attitudes.take().unwrap_or_default();
        let under = competencies
            .into_iter()
            .map(|doc: CompetencyDoc| doc.questions)
            .chain(attitudes.into_iter().map(|doc: AttitudeDoc| doc.questions));
        for (idx, questions) in under.enumerate() {
            for doc in questions.unwrap_or_default() {
                let question = self.question(doc, Some(CriterionIdx(idx)));
                self.questions.push(question);
            }
        }
        for doc in doc.questions.take().unwrap_or_default() {
            let question = self.question(doc, None);
            self.questions.push(question);
        }
    }

    fn question(&mut self, mut doc: QuestionDoc, under: Option<CriterionIdx>) -> Question {
        let measures = self.measures(&mut doc, under);
        let rounds = self.question_rounds(&mut doc);
        Question {
            id: id_of(doc.id),
            measures,
            rounds,
            levels: self.resolve_levels(doc.levels),
            ask: must(doc.ask),
            probes: texts(doc.probes),
            minutes: doc
                .minutes
                .map_or(DEFAULT_QUESTION_MINUTES, crate::document::Whole::count),
            core: doc.core.unwrap_or(false),
            difficulty: doc.difficulty,
            tags: texts(doc.tags),
            pool: doc.pool,
            source: doc.source,
            positive: texts(doc.positive),
            negative: texts(doc.negative),
            answer: doc.answer,
            contrast: doc
                .contrast
                .unwrap_or_default()
                .into_iter()
                .map(|doc| Contrast {
                    weak: must(doc.weak),
                    strong: must(doc.strong),
                })
                .collect(),
        }
    }

    fn measures(
        &mut self,
        doc: &mut QuestionDoc,
        under: Option<CriterionIdx>,
    ) -> Vec<CriterionIdx> {
        if under.is_none() && !doc.given.has("measures") {
            self.report(
                Diagnostic::error(
                    codes::MISSING_KEY,
                    doc.span,
                    "a question that stands under no criterion has no `measures`",
                )
                .hint("name the criteria it gives evidence for: measures = [\"…\"]"),
            );
        }
        let mut measures: Vec<_> = under.into_iter().collect();
        measures.extend(self.resolve_criteria(doc.measures.take()));
        measures.extend(self.resolve_criteria(doc.also_measures.take()));
        let mut seen = Vec::new();
        measures.retain(|idx| {
            let fresh = !seen.contains(idx);
            seen.push(*idx);
            fresh
        });
        measures
    }

    fn question_rounds(&mut self, doc: &mut QuestionDoc) -> Vec<RoundIdx> {
        let named = match (doc.round.take(), doc.rounds.take()) {
            (Some(round), Some(rounds)) => {
                let span = rounds.first().map_or(doc.span, |first| first.span);
                self.report(
                    Diagnostic::error(codes::CONFLICT, span, "a question has `round` and `rounds`")
                        .context(round.span, "the single round")
                        .hint("keep one of the two"),
                );
                Vec::new()
            }
            (Some(round), None) => vec![round],
            (None, Some(rounds)) => rounds,
            (None, None) => return self.rounds_that_pick(doc),
        };
        let mut found: Vec<_> = named
            .iter()
            .filter_map(|name| {
                self.round_names
                    .resolve(name, &mut self.suggest, &mut self.diagnostics)
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A question of a bank need not name its rounds: they are those that pick from the bank.
    fn rounds_that_pick(&mut self, doc: &QuestionDoc) -> Vec<RoundIdx> {
        let Some(pool) = &doc.pool else {
            if doc.given.has("round") || doc.given.has("rounds") {
                return Vec::new();
            }
            self.missing(doc.span, "a question", "round");
            return Vec::new();
        };
        self.rounds
            .iter()
            .enumerate()
            .filter(|(_, round)| round.pick.iter().any(|pick| pick.pool == pool.value))
            .map(|(idx, _)| RoundIdx(idx))
            .collect()
    }

    pub(super) fn compile_video_prompts(&mut self, docs: Vec<VideoPromptDoc>) {
        for doc in docs {
            let round = doc.round.and_then(|name| {
                self.round_names
                    .resolve(&name, &mut self.suggest, &mut self.diagnostics)
            });
            let prompt = VideoPrompt {
                id: id_of(doc.id),
                ask: must(doc.ask),
                seconds: doc.seconds.map_or(0, crate::document::Whole::count),
                round: round.unwrap_or(RoundIdx(0)),
                levels: self.resolve_levels(doc.levels),
                measures: self.resolve_criteria(doc.measures),
                positive: texts(doc.positive),
                negative: texts(doc.negative),
            };
            self.video_prompts.push(prompt);
        }
    }

    pub(super) fn resolve_criteria(&mut self, ids: Option<Vec<Spanned<Id>>>) -> Vec<CriterionIdx> {
        ids.unwrap_or_default()
            .iter()
            .filter_map(|id| self.resolve_criterion(id))
            .collect()
    }

    /// The criterion of that id; reports an id that is something else or nothing.
    pub(super) fn resolve_criterion(&mut self, id: &Spanned<Id>) -> Option<CriterionIdx> {
        let name = &id.value.0;
        match self.subjects.get(name) {
            Some(Subject::Criterion(idx)) => Some(idx),
            Some(Subject::Exercise(exercise)) => self.exercise_criterion(exercise, name, id.span),
            Some(other) => {
                self.report(Diagnostic::error(
                    codes::UNKNOWN_REFERENCE,
                    id.span,
                    format!("`{name}` is {}, not a criterion", describe(other)),
                ));
                None
            }
            None => {
                let names: Vec<_> = self.criterion_names();
                let near = self.suggest.nearest(name, names.iter().map(String::as_str));
                let mut finding = Diagnostic::error(
                    codes::UNKNOWN_REFERENCE,
                    id.span,
                    format!("there is no criterion `{name}`"),
                )
                .did_you_mean_text(near);
                if finding.suggestion.is_none() && names.len() <= 12 {
                    finding = finding.hint(format!("known: `{}`", names.join("`, `")));
                }
                self.report(finding);
                None
            }
        }
    }

    fn exercise_criterion(
        &mut self,
        exercise: ExerciseIdx,
        name: &str,
        span: Span,
    ) -> Option<CriterionIdx> {
        let found = self.criteria.iter().position(
            |criterion| matches!(criterion.kind, CriterionKind::Exercise(of) if of == exercise),
        );
        if found.is_none() {
            self.report(
                Diagnostic::error(
                    codes::UNKNOWN_REFERENCE,
                    span,
                    format!("the exercise `{name}` has no weight, so it is not scored itself"),
                )
                .hint("give it a `weight`, or name the criteria it gives evidence for"),
            );
        }
        found.map(CriterionIdx)
    }

    fn criterion_names(&self) -> Vec<String> {
        let mut names: Vec<_> = self
            .criteria
            .iter()
            .map(|criterion| criterion.id.value.clone())
            .collect();
        names.sort_unstable();
        names
    }
}

fn describe(subject: Subject) -> &'static str {
    match subject {
        Subject::Criterion(_) => "a criterion",
        Subject::Question(_) => "a question",
        Subject::Exercise(_) => "an exercise",
        Subject::VideoPrompt(_) => "a video prompt",
        Subject::Knockout => "a knock-out",
    }
}

fn variant(doc: VariantDoc) -> Variant {
    Variant {
        id: id_of(doc.id),
        title: must(doc.title),
        instructions: must(doc.instructions),
        prompt: doc.prompt,
        positive: texts(doc.positive),
        negative: texts(doc.negative),
    }
}

fn exercise_role(doc: ExerciseRoleDoc) -> ExerciseRole {
    ExerciseRole {
        title: must(doc.title),
        stance: doc.stance,
        played_by: doc.played_by,
        motivation: must(doc.motivation),
        constraints: texts(doc.constraints),
        tensions: texts(doc.tensions),
        guidance: texts(doc.guidance),
        do_not: texts(doc.do_not),
    }
}
