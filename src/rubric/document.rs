//! The shape of a rubric file, table by table and key by key, with spans and nothing resolved.
//!
//! FORMATS, section 1. A key is `required` where the format marks it so, else `optional`.

use crate::document::{
    DeValue, Decode, Fraction, Id, Named, NonNegative, Number, Reader, Value, Whole, tables,
};
use crate::rubric::{
    AnswerForm, At, Difficulty, Effect, ExerciseKind, Medium, Need, OnFail, QualificationKind,
    ResumeAnswer, Stage,
};
use crate::text::{Spanned, Text};

type Minutes = Whole<1, 100_000>;
type Ids = Vec<Spanned<Id>>;
type Texts = Vec<Text>;

tables! {
    /// The root of a rubric, and of a file it includes.
    RubricDoc, "a rubric" {
        optional format: Spanned<Whole<0, { i64::MAX }>> = "format",
        optional id: Spanned<Id> = "id",
        optional title: Text = "title",
        optional version: Text = "version",
        optional summary: Text = "summary",
        optional author: Text = "author",
        optional challenge: Text = "challenge",
        optional responsibilities: Texts = "responsibilities",
        optional include: Texts = "include",
        optional role: RoleDoc = "role",
        optional scale: ScaleDoc = "scale",
        optional process: ProcessDoc = "process",
        optional levels: Vec<LevelDoc> = "level",
        optional skills: Vec<SkillDoc> = "skill",
        optional qualifications: Vec<QualificationDoc> = "qualification",
        optional disciplines: Vec<DisciplineDoc> = "discipline",
        optional competencies: Vec<CompetencyDoc> = "competency",
        optional questions: Vec<QuestionDoc> = "question",
        optional attitudes: Vec<AttitudeDoc> = "attitude",
        optional rounds: Vec<RoundDoc> = "round",
        optional exercises: Vec<ExerciseDoc> = "exercise",
        optional knockouts: Vec<KnockoutDoc> = "knockout",
        optional video_prompts: Vec<VideoPromptDoc> = "video-prompt",
        optional resume_criteria: Vec<ResumeCriterionDoc> = "resume-criterion",
        optional self_checks: Vec<SelfCheckDoc> = "self-check",
        optional faq: Vec<FaqDoc> = "faq",
        optional decision: DecisionDoc = "decision",
    }
    RoleDoc, "the role" {
        optional primary_focus: Texts = "primary-focus",
        optional languages: Texts = "languages",
        optional tools: Texts = "tools",
        optional education: Text = "education",
        optional experience: Text = "experience",
        optional culture: Text = "culture",
        optional pay: Text = "pay",
        optional week: Vec<ActivityDoc> = "week",
    }
    ActivityDoc, "an activity of the week" {
        required activity: Text = "activity",
        required share: Spanned<NonNegative> = "share",
    }
    ScaleDoc, "the scale" {
        optional bar: Text = "bar",
        optional points: Vec<PointDoc> = "points",
    }
    PointDoc, "a scale point" {
        required id: Spanned<Id> = "id",
        required value: Spanned<Whole<{ -1_000 }, 1_000>> = "value",
        required label: Text = "label",
        required meaning: Text = "meaning",
    }
    ProcessDoc, "the process" {
        optional duration: Text = "duration",
        optional feedback_within: Text = "feedback-within",
        optional difficulty: Text = "difficulty",
        optional tips: Texts = "tips",
    }
    LevelDoc, "a level" {
        required id: Spanned<Id> = "id",
        required title: Text = "title",
        optional aliases: Texts = "aliases",
        optional years: Text = "years",
        optional summary: Text = "summary",
        optional focus: Text = "focus",
        optional challenge: Text = "challenge",
        optional education: Text = "education",
        optional expects: Texts = "expects",
        optional cumulative: bool = "cumulative",
        optional pay: PayDoc = "pay",
    }
    PayDoc, "the pay of a level" {
        required currency: Text = "currency",
        optional base: Spanned<NonNegative> = "base",
        optional base_low: Spanned<NonNegative> = "base-low",
        optional base_high: Spanned<NonNegative> = "base-high",
        optional stock_per_year: NonNegative = "stock-per-year",
        optional bonus: NonNegative = "bonus",
    }
    SkillDoc, "a skill" {
        required id: Spanned<Id> = "id",
        required title: Text = "title",
        required need: Need = "need",
        optional note: Text = "note",
    }
    QualificationDoc, "a qualification" {
        required kind: QualificationKind = "kind",
        required text: Text = "text",
    }
    DisciplineDoc, "a discipline" {
        required id: Spanned<Id> = "id",
        required title: Text = "title",
    }
    CompetencyDoc, "a competency" {
        required id: Spanned<Id> = "id",
        required title: Text = "title",
        optional discipline: Text = "discipline",
        optional summary: Text = "summary",
        optional weight: Spanned<WeightDoc> = "weight",
        optional weight_reason: Text = "weight-reason",
        optional topics: Texts = "topics",
        optional expectation: Text = "expectation",
        optional strong: Text = "strong",
        optional required_at: Texts = "required-at",
        required progression: Named<Text> = "progression",
        optional rationale: Named<Text> = "rationale",
        optional anchors: Named<Text> = "anchors",
        optional questions: Vec<QuestionDoc> = "question",
    }
    AttitudeDoc, "an attitude" {
        required id: Spanned<Id> = "id",
        required title: Text = "title",
        required definition: Text = "definition",
        optional summary: Text = "summary",
        optional weight: Spanned<WeightDoc> = "weight",
        optional weight_reason: Text = "weight-reason",
        optional topics: Texts = "topics",
        optional expectation: Text = "expectation",
        optional strong: Text = "strong",
        optional required_at: Texts = "required-at",
        optional rationale: Named<Text> = "rationale",
        optional anchors: Named<Text> = "anchors",
        optional questions: Vec<QuestionDoc> = "question",
    }
    QuestionDoc, "a question" {
        required id: Spanned<Id> = "id",
        required ask: Text = "ask",
        optional round: Text = "round",
        optional rounds: Texts = "rounds",
        optional levels: Texts = "levels",
        optional probes: Texts = "probes",
        optional minutes: Minutes = "minutes",
        optional core: bool = "core",
        optional difficulty: Difficulty = "difficulty",
        optional tags: Texts = "tags",
        optional pool: Text = "pool",
        optional measures: Ids = "measures",
        optional also_measures: Ids = "also-measures",
        optional source: Text = "source",
        optional positive: Texts = "positive",
        optional negative: Texts = "negative",
        optional answer: Text = "answer",
        optional contrast: Vec<ContrastDoc> = "contrast",
    }
    ContrastDoc, "a contrast" {
        required weak: Text = "weak",
        required strong: Text = "strong",
    }
    RoundDoc, "a round" {
        required id: Spanned<Id> = "id",
        required title: Text = "title",
        required stage: Spanned<Stage> = "stage",
        optional medium: Medium = "medium",
        optional levels: Texts = "levels",
        optional minutes: Spanned<Minutes> = "minutes",
        optional interviewer: Text = "interviewer",
        optional interviewer_focus: Text = "interviewer-focus",
        optional interviewers: Whole<1, 100> = "interviewers",
        optional purpose: Text = "purpose",
        optional difficulty: Difficulty = "difficulty",
        optional tags: Texts = "tags",
        optional pick: Vec<PickDoc> = "pick",
        optional focus: Ids = "focus",
        optional exercise: Spanned<Id> = "exercise",
        optional agenda: Vec<AgendaDoc> = "agenda",
        optional tips: Texts = "tips",
        optional pitfalls: Vec<PitfallDoc> = "pitfalls",
        optional great: Texts = "great",
        optional good: Texts = "good",
    }
    PickDoc, "a pick" {
        required pool: Text = "pool",
        required n: Whole<1, 1_000> = "n",
    }
    AgendaDoc, "an agenda item" {
        required minutes: Spanned<Minutes> = "minutes",
        required title: Text = "title",
        optional guide: Text = "guide",
        optional steps: Vec<StepDoc> = "steps",
    }
    StepDoc, "a step of an agenda item" {
        required minutes: Spanned<Minutes> = "minutes",
        required title: Text = "title",
    }
    PitfallDoc, "a pitfall" {
        required name: Text = "name",
        optional why: Text = "why",
        optional weak: Text = "weak",
        optional strong: Text = "strong",
    }
    ExerciseDoc, "an exercise" {
        required id: Spanned<Id> = "id",
        required title: Text = "title",
        required kind: ExerciseKind = "kind",
        required minutes: Minutes = "minutes",
        required prompt: Text = "prompt",
        optional levels: Texts = "levels",
        optional setting: Text = "setting",
        optional preparation: Text = "preparation",
        optional difficulty: Difficulty = "difficulty",
        optional tags: Texts = "tags",
        optional source: Text = "source",
        optional scenario: Text = "scenario",
        optional measures: Ids = "measures",
        optional weight: Spanned<WeightDoc> = "weight",
        optional weight_reason: Text = "weight-reason",
        optional audience: Text = "audience",
        optional prepare: Texts = "prepare",
        optional deliverables: Texts = "deliverables",
        optional review: Texts = "review",
        optional ground_rules: Texts = "ground-rules",
        optional success: Texts = "success",
        optional language: Text = "language",
        optional starter: Text = "starter",
        optional solution: Text = "solution",
        optional checks: Text = "checks",
        optional positive: Texts = "positive",
        optional negative: Texts = "negative",
        optional anchors: Named<Text> = "anchors",
        optional variants: Vec<VariantDoc> = "variant",
        optional roles: Vec<ExerciseRoleDoc> = "role",
    }
    VariantDoc, "a variant" {
        required id: Spanned<Id> = "id",
        required title: Text = "title",
        required instructions: Text = "instructions",
        optional prompt: Text = "prompt",
        optional positive: Texts = "positive",
        optional negative: Texts = "negative",
    }
    ExerciseRoleDoc, "a role in an exercise" {
        required title: Text = "title",
        required motivation: Text = "motivation",
        optional stance: Text = "stance",
        optional played_by: Text = "played-by",
        optional constraints: Texts = "constraints",
        optional tensions: Texts = "tensions",
        optional guidance: Texts = "guidance",
        optional do_not: Texts = "do-not",
    }
    KnockoutDoc, "a knock-out" {
        required id: Spanned<Id> = "id",
        required at: Spanned<At> = "at",
        required reason: Text = "reason",
        optional levels: Texts = "levels",
        optional question: Text = "question",
        optional answer: Spanned<AnswerForm> = "answer",
        optional accept: Spanned<Texts> = "accept",
        optional min: Spanned<Number> = "min",
        optional max: Spanned<Number> = "max",
        optional on_fail: Spanned<OnFail> = "on-fail",
        optional column: Text = "column",
        optional criterion: Spanned<Id> = "criterion",
        optional at_most: Text = "at-most",
        optional raters: Spanned<RatersDoc> = "raters",
        optional needs_evidence: Spanned<bool> = "needs-evidence",
        optional effect: Spanned<Effect> = "effect",
    }
    VideoPromptDoc, "a video prompt" {
        required id: Spanned<Id> = "id",
        required ask: Text = "ask",
        required seconds: Whole<1, 86_400> = "seconds",
        required round: Text = "round",
        optional levels: Texts = "levels",
        optional measures: Ids = "measures",
        optional positive: Texts = "positive",
        optional negative: Texts = "negative",
    }
    ResumeCriterionDoc, "a resume criterion" {
        required id: Spanned<Id> = "id",
        required title: Text = "title",
        required evidence: Text = "evidence",
        optional levels: Texts = "levels",
        optional group: Text = "group",
        optional answer: ResumeAnswer = "answer",
        optional weight: Spanned<WeightDoc> = "weight",
    }
    SelfCheckDoc, "a self-check" {
        required topic: Text = "topic",
        required ask: Text = "ask",
    }
    FaqDoc, "a question of the FAQ" {
        required q: Text = "q",
        required a: Text = "a",
    }
    DecisionDoc, "the decision rules" {
        optional bar_line: Spanned<Number> = "bar-line",
        optional hire_at: Spanned<Fraction> = "hire-at",
        optional no_hire_at: Spanned<Fraction> = "no-hire-at",
        optional strong_margin: NonNegative = "strong-margin",
        optional min_raters: Whole<1, 1_000> = "min-raters",
        optional min_coverage: Fraction = "min-coverage",
        optional max_spread: NonNegative = "max-spread",
        optional split: Whole<1, 1_000> = "split",
        optional resume_advance_at: Fraction = "resume-advance-at",
    }
}

/// A weight: one number for every level, or one a level.
#[derive(Debug)]
pub(crate) enum WeightDoc {
    Same(NonNegative),
    PerLevel(Named<NonNegative>),
}

impl Decode for WeightDoc {
    const EXPECTED: &'static str = "a number, or a table of one number a level";

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(_) => Named::decode(value, reader).map(Self::PerLevel),
            DeValue::Integer(_) | DeValue::Float(_) => {
                NonNegative::decode(value, reader).map(Self::Same)
            }
            _ => reader.wrong_type(value, Self::EXPECTED),
        }
    }
}

/// How many raters must agree: a word or a number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RatersDoc(pub(crate) crate::rubric::Raters);

impl Decode for RatersDoc {
    const EXPECTED: &'static str = "`any`, `majority`, `all` or a number of raters";

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        use crate::rubric::{Raters, RatersWord};
        match value.get_ref() {
            DeValue::Integer(_) => {
                Whole::<1, 1_000>::decode(value, reader).map(|n| Self(Raters::AtLeast(n.count())))
            }
            DeValue::String(_) => {
                RatersWord::decode(value, reader).map(|word| Self(Raters::Word(word)))
            }
            _ => reader.wrong_type(value, Self::EXPECTED),
        }
    }
}
