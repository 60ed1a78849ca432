//! The shape of a rubric file, table by table and key by key, with spans and nothing resolved.
//!
//! FORMATS, section 1. A key is `required` where the format marks it so, else `optional`; `root` and
//! `root_optional` keys belong to the root file alone. Keys stand in the order that
//! `panelkit rubric fmt` puts them into, each under the text that editors show for it.

mod values;

use crate::document::{Fraction, Id, Named, NonNegative, Number, Version, Whole, tables};
use crate::rubric::{
    AnswerForm, At, Difficulty, Effect, ExerciseKind, Medium, Need, OnFail, QualificationKind,
    ResumeAnswer, Stage,
};
use crate::text::{Spanned, Text};

pub(crate) use values::{RatersDoc, WeightDoc};

type Minutes = Whole<1, 100_000>;
type Ids = Vec<Spanned<Id>>;
type Texts = Vec<Text>;

tables! {
    /// The root of a rubric, and of a file it includes.
    RubricDoc, "a rubric" {
        /// The version of this format: 1.
        root format: Spanned<Version<1>> = "format",
        /// What scorecards call this rubric; best the name of its file or folder.
        root id: Spanned<Id> = "id",
        /// The name of the role, as candidates and interviewers read it.
        root title: Text = "title",
        /// The rubric's own version, such as `1.0.0`; raise it with every change.
        root version: Text = "version",
        /// What the role is about. Markdown.
        root summary: Text = "summary",
        /// Who wrote the rubric and answers questions about it.
        root_optional author: Text = "author",
        /// Why it is hard to hire for this role. Markdown.
        root_optional challenge: Text = "challenge",
        /// What the person hired will do, one responsibility an item.
        optional responsibilities: Texts = "responsibilities",
        /// Further files with tables of this same shape, relative to this file and inside the root
        /// rubric's folder.
        optional include: Texts = "include",
        /// What the job is like, for the role page and the candidate guide.
        optional role: RoleDoc = "role",
        /// The points that scores are given on; left out, there are four with the bar at `meets`.
        optional scale: ScaleDoc = "scale",
        /// What a candidate can expect from end to end.
        optional process: ProcessDoc = "process",
        /// The levels of the role, junior first; at least one.
        optional levels: Vec<LevelDoc> = "level",
        /// The role's skill profile, drawn as bars.
        optional skills: Vec<SkillDoc> = "skill",
        /// What candidates must or should bring.
        optional qualifications: Vec<QualificationDoc> = "qualification",
        /// Groups that competencies belong to.
        optional disciplines: Vec<DisciplineDoc> = "discipline",
        /// What people are scored on, with a text for each level.
        optional competencies: Vec<CompetencyDoc> = "competency",
        /// Questions that stand under no single criterion; `measures` names theirs.
        optional questions: Vec<QuestionDoc> = "question",
        /// How somebody works with others, scored as a competency is but alike at every level.
        optional attitudes: Vec<AttitudeDoc> = "attitude",
        /// The rounds of the loop, in their order.
        optional rounds: Vec<RoundDoc> = "round",
        /// Tasks: coding, presentations, simulations, work at home, designs.
        optional exercises: Vec<ExerciseDoc> = "exercise",
        /// What rules somebody out, on the application or at the panel.
        optional knockouts: Vec<KnockoutDoc> = "knockout",
        /// Questions that candidates answer in a recording, at the application stage.
        optional video_prompts: Vec<VideoPromptDoc> = "video-prompt",
        /// What resume reviewers score; never part of the panel's fair score.
        optional resume_criteria: Vec<ResumeCriterionDoc> = "resume-criterion",
        /// Questions with which candidates can tell whether they are ready.
        optional self_checks: Vec<SelfCheckDoc> = "self-check",
        /// Questions that candidates often ask, with their answers.
        optional faq: Vec<FaqDoc> = "faq",
        /// The lines that separate the verdicts; every one has a default.
        optional decision: DecisionDoc = "decision",
    }
    /// What the job is like.
    RoleDoc, "the role" {
        /// What most of the work is about.
        optional primary_focus: Texts = "primary-focus",
        /// Programming languages or human ones, whichever the job uses.
        optional languages: Texts = "languages",
        /// What the job is done with.
        optional tools: Texts = "tools",
        /// What education is asked for, if any.
        optional education: Text = "education",
        /// What experience is asked for.
        optional experience: Text = "experience",
        /// How people work together here.
        optional culture: Text = "culture",
        /// What the candidate guide may say about pay.
        optional pay: Text = "pay",
        /// How a usual week divides into activities.
        optional week: Vec<ActivityDoc> = "week",
    }
    /// A part of the week.
    ActivityDoc, "an activity of the week" {
        /// What the time goes into.
        required activity: Text = "activity",
        /// Its share of the week, in percent.
        required share: Spanned<NonNegative> = "share",
    }
    /// The points that scores are given on.
    ScaleDoc, "the scale" {
        /// The id of the point that a candidate must reach.
        optional bar: Text = "bar",
        /// Two to nine points, their values ascending.
        optional points: Vec<PointDoc> = "points",
    }
    /// One point of the scale.
    PointDoc, "a scale point" {
        /// What scorecards and knock-outs call the point.
        required id: Spanned<Id> = "id",
        /// The number behind it; higher is better.
        required value: Spanned<Whole<{ -1_000 }, 1_000>> = "value",
        /// The point in a few words.
        required label: Text = "label",
        /// When to give it.
        required meaning: Text = "meaning",
    }
    /// What a candidate can expect from end to end.
    ProcessDoc, "the process" {
        /// How long it takes from the application to the answer, such as `4 to 6 weeks`.
        optional duration: Text = "duration",
        /// When candidates hear from you after a round, such as `1 week`.
        optional feedback_within: Text = "feedback-within",
        /// How hard candidates should expect it to be, in a word or two.
        optional difficulty: Text = "difficulty",
        /// Advice for the whole loop, for the candidate.
        optional tips: Texts = "tips",
    }
    /// One level of the role.
    LevelDoc, "a level" {
        /// What the rest of the rubric and scorecards call the level.
        required id: Spanned<Id> = "id",
        /// The level's name.
        required title: Text = "title",
        /// Other names, such as `L4`; accepted wherever a level is named, in upper or lower case.
        optional aliases: Texts = "aliases",
        /// Years of experience that are usual, such as `2-5`.
        optional years: Text = "years",
        /// What this level looks like. Markdown.
        optional summary: Text = "summary",
        /// What interviews look for at this level.
        optional focus: Text = "focus",
        /// Why it is hard to hire at this level. Markdown.
        optional challenge: Text = "challenge",
        /// What education is usual at this level.
        optional education: Text = "education",
        /// What a person at this level does, one expectation an item.
        optional expects: Texts = "expects",
        /// Whether all that the level before expects is expected here too.
        optional cumulative: bool = "cumulative",
        /// What the level is paid; kept out of candidate guides unless asked for.
        optional pay: PayDoc = "pay",
    }
    /// What a level is paid.
    PayDoc, "the pay of a level" {
        /// The currency of all amounts, such as `USD`.
        required currency: Text = "currency",
        /// The base pay of a year; or give `base-low` and `base-high`.
        optional base: Spanned<NonNegative> = "base",
        /// The lower end of the base pay of a year.
        optional base_low: Spanned<NonNegative> = "base-low",
        /// The upper end of the base pay of a year.
        optional base_high: Spanned<NonNegative> = "base-high",
        /// Stock that vests in a year.
        optional stock_per_year: NonNegative = "stock-per-year",
        /// The bonus of a year.
        optional bonus: NonNegative = "bonus",
    }
    /// One bar of the role's skill profile.
    SkillDoc, "a skill" {
        /// The skill's id.
        required id: Spanned<Id> = "id",
        /// The skill's name.
        required title: Text = "title",
        /// How much of it the role needs.
        required need: Need = "need",
        /// What is meant by it here.
        optional note: Text = "note",
    }
    /// Something candidates must or should bring.
    QualificationDoc, "a qualification" {
        /// Whether it is asked for or only welcome.
        required kind: QualificationKind = "kind",
        /// The qualification itself.
        required text: Text = "text",
    }
    /// A group of competencies.
    DisciplineDoc, "a discipline" {
        /// What competencies call it.
        required id: Spanned<Id> = "id",
        /// The discipline's name.
        required title: Text = "title",
    }
    /// Something people are scored on, with a text for each level.
    CompetencyDoc, "a competency" {
        /// What scorecards, rounds and questions call it.
        required id: Spanned<Id> = "id",
        /// The competency's name.
        required title: Text = "title",
        /// The id of the discipline it belongs to.
        optional discipline: Text = "discipline",
        /// What it covers. Markdown.
        optional summary: Text = "summary",
        /// How much it counts: a number, or a table of one number a level; 1 where it is left out.
        optional weight: Spanned<WeightDoc> = "weight",
        /// Why it does not count as much as the others.
        optional weight_reason: Text = "weight-reason",
        /// What candidates should be ready to go over.
        optional topics: Texts = "topics",
        /// What is expected of a candidate, for the candidate guide.
        optional expectation: Text = "expectation",
        /// What a strong showing looks like, for the candidate guide.
        optional strong: Text = "strong",
        /// Levels at which falling short of this alone can rule a hire out.
        optional required_at: Texts = "required-at",
        /// One cell a level: what the bar looks like there.
        required progression: Named<Text> = "progression",
        /// Why the bar sits where it does, by level.
        optional rationale: Named<Text> = "rationale",
        /// What a score means here, by scale point; where one is left out, kits derive it from the
        /// progression.
        optional anchors: Named<Text> = "anchors",
        /// Questions that give evidence for it.
        optional questions: Vec<QuestionDoc> = "question",
    }
    /// How somebody works with others; scored like a competency.
    AttitudeDoc, "an attitude" {
        /// What scorecards, rounds and questions call it.
        required id: Spanned<Id> = "id",
        /// The attitude's name.
        required title: Text = "title",
        /// What is meant by it.
        required definition: Text = "definition",
        /// What it covers. Markdown.
        optional summary: Text = "summary",
        /// How much it counts: a number, or a table of one number a level; 1 where it is left out.
        optional weight: Spanned<WeightDoc> = "weight",
        /// Why it does not count as much as the others.
        optional weight_reason: Text = "weight-reason",
        /// What candidates should be ready to go over.
        optional topics: Texts = "topics",
        /// What is expected of a candidate, for the candidate guide.
        optional expectation: Text = "expectation",
        /// What a strong showing looks like, for the candidate guide.
        optional strong: Text = "strong",
        /// Levels at which falling short of this alone can rule a hire out.
        optional required_at: Texts = "required-at",
        /// Why the bar sits where it does, by level.
        optional rationale: Named<Text> = "rationale",
        /// What a score means here, by scale point.
        optional anchors: Named<Text> = "anchors",
        /// Questions that give evidence for it.
        optional questions: Vec<QuestionDoc> = "question",
    }
    /// One question, with what to listen for.
    QuestionDoc, "a question" {
        /// What scorecards call the question; unique in the rubric.
        required id: Spanned<Id> = "id",
        /// The id of the round that asks it; or give `rounds`.
        optional round: Text = "round",
        /// The ids of several rounds that ask it.
        optional rounds: Spanned<Texts> = "rounds",
        /// The levels it is asked at; left out, every level.
        optional levels: Spanned<Texts> = "levels",
        /// The question as it is asked. Markdown.
        required ask: Text = "ask",
        /// What to ask next, to get from a story to evidence.
        optional probes: Texts = "probes",
        /// How long it takes; 10 where it is left out.
        optional minutes: Minutes = "minutes",
        /// Whether every candidate is asked it, so that answers can be compared; others take turns.
        optional core: bool = "core",
        /// How hard it is.
        optional difficulty: Difficulty = "difficulty",
        /// Words of your own to find it by.
        optional tags: Texts = "tags",
        /// The bank it belongs to; `pick` in a round says how many are taken.
        optional pool: Text = "pool",
        /// The criteria it gives evidence for, where it stands under none.
        optional measures: Ids = "measures",
        /// Further criteria it gives evidence for, beside the one it stands under.
        optional also_measures: Ids = "also-measures",
        /// Where the question comes from.
        optional source: Text = "source",
        /// What speaks for a candidate: things an interviewer can see or hear.
        optional positive: Texts = "positive",
        /// What speaks against a candidate: things an interviewer can see or hear.
        optional negative: Texts = "negative",
        /// A sample answer. Markdown.
        optional answer: Text = "answer",
        /// Pairs of a weak and a strong way to say the same.
        optional contrast: Vec<ContrastDoc> = "contrast",
    }
    /// The same said weakly and strongly.
    ContrastDoc, "a contrast" {
        /// What a weak answer sounds like.
        required weak: Text = "weak",
        /// What a strong answer sounds like.
        required strong: Text = "strong",
    }
    /// One round of the loop.
    RoundDoc, "a round" {
        /// What questions and scorecards call the round.
        required id: Spanned<Id> = "id",
        /// The round's name.
        required title: Text = "title",
        /// Where in the process it stands.
        required stage: Spanned<Stage> = "stage",
        /// How people meet.
        optional medium: Medium = "medium",
        /// The levels that have this round; left out, every level.
        optional levels: Spanned<Texts> = "levels",
        /// How long it takes; the kit fits its questions to it.
        optional minutes: Spanned<Minutes> = "minutes",
        /// Who runs it, such as `Senior engineer`.
        optional interviewer: Text = "interviewer",
        /// What this interviewer is known to look for.
        optional interviewer_focus: Text = "interviewer-focus",
        /// How many people score it; 1 where it is left out.
        optional interviewers: Whole<1, 100> = "interviewers",
        /// What the round is for.
        optional purpose: Text = "purpose",
        /// How hard it is.
        optional difficulty: Difficulty = "difficulty",
        /// Words of your own to find it by.
        optional tags: Texts = "tags",
        /// How many questions to take from which bank.
        optional pick: Vec<PickDoc> = "pick",
        /// The criteria scored in this round.
        optional focus: Spanned<Ids> = "focus",
        /// The id of the exercise that is set in it.
        optional exercise: Spanned<Id> = "exercise",
        /// The round minute by minute; it must fit into `minutes`.
        optional agenda: Vec<AgendaDoc> = "agenda",
        /// Advice for the candidate.
        optional tips: Texts = "tips",
        /// Common mistakes.
        optional pitfalls: Vec<PitfallDoc> = "pitfalls",
        /// What great looks like, beyond good.
        optional great: Texts = "great",
        /// What good looks like.
        optional good: Texts = "good",
    }
    /// So many questions of one bank.
    PickDoc, "a pick" {
        /// The bank to take from.
        required pool: Text = "pool",
        /// How many to take.
        required n: Whole<1, 1_000> = "n",
    }
    /// A part of a round.
    AgendaDoc, "an agenda item" {
        /// How long this part takes.
        required minutes: Spanned<Minutes> = "minutes",
        /// What happens.
        required title: Text = "title",
        /// What the interviewer does. Markdown.
        optional guide: Text = "guide",
        /// The parts of this part.
        optional steps: Vec<StepDoc> = "steps",
    }
    /// A part of an agenda item.
    StepDoc, "a step of an agenda item" {
        /// How long this step takes.
        required minutes: Spanned<Minutes> = "minutes",
        /// What happens.
        required title: Text = "title",
    }
    /// A common mistake.
    PitfallDoc, "a pitfall" {
        /// The mistake in a few words.
        required name: Text = "name",
        /// Why it costs a candidate.
        optional why: Text = "why",
        /// What it sounds like.
        optional weak: Text = "weak",
        /// What would be better.
        optional strong: Text = "strong",
    }
    /// A task; a criterion of its own where it has a weight.
    ExerciseDoc, "an exercise" {
        /// What rounds and scorecards call the exercise.
        required id: Spanned<Id> = "id",
        /// The exercise's name.
        required title: Text = "title",
        /// What sort of task it is.
        required kind: ExerciseKind = "kind",
        /// The levels it is set at; left out, every level.
        optional levels: Spanned<Texts> = "levels",
        /// How long it takes.
        optional minutes: Minutes = "minutes",
        /// How it is held, such as `deck and walkthrough`.
        optional setting: Text = "setting",
        /// How much time there is to prepare, such as `2 hours`.
        optional preparation: Text = "preparation",
        /// How hard it is.
        optional difficulty: Difficulty = "difficulty",
        /// Words of your own to find it by.
        optional tags: Texts = "tags",
        /// Where the exercise comes from.
        optional source: Text = "source",
        /// The situation, told apart from the task. Markdown.
        optional scenario: Text = "scenario",
        /// The task as the candidate reads it. Markdown.
        required prompt: Text = "prompt",
        /// The criteria it gives evidence for.
        optional measures: Ids = "measures",
        /// Makes it a criterion of its own that counts so much: a number, or a table of one number
        /// a level.
        optional weight: Spanned<WeightDoc> = "weight",
        /// Why it does not count as much as the others.
        optional weight_reason: Text = "weight-reason",
        /// Whom a presentation is for.
        optional audience: Text = "audience",
        /// What the candidate brings.
        optional prepare: Texts = "prepare",
        /// What the candidate hands in.
        optional deliverables: Texts = "deliverables",
        /// What to read beforehand.
        optional review: Texts = "review",
        /// What is allowed and what is not.
        optional ground_rules: Texts = "ground-rules",
        /// What makes it a success.
        optional success: Texts = "success",
        /// The language of `starter`, `solution` and `checks`.
        optional language: Text = "language",
        /// The code that the candidate starts from.
        optional starter: Text = "starter",
        /// A sample solution; no candidate ever sees it.
        optional solution: Text = "solution",
        /// Reference tests.
        optional checks: Text = "checks",
        /// What speaks for a candidate: things an interviewer can see or hear.
        optional positive: Texts = "positive",
        /// What speaks against a candidate: things an interviewer can see or hear.
        optional negative: Texts = "negative",
        /// What a score means here, by scale point.
        optional anchors: Named<Text> = "anchors",
        /// Ways to set the same task, such as with and without an AI assistant.
        optional variants: Vec<VariantDoc> = "variant",
        /// Who plays whom in a simulation.
        optional roles: Vec<ExerciseRoleDoc> = "role",
    }
    /// A way to set an exercise.
    VariantDoc, "a variant" {
        /// What scorecards call the variant.
        required id: Spanned<Id> = "id",
        /// The variant's name.
        required title: Text = "title",
        /// What the candidate is told. Markdown.
        required instructions: Text = "instructions",
        /// Takes the place of the exercise's prompt. Markdown.
        optional prompt: Text = "prompt",
        /// Indicators added to the exercise's positive ones.
        optional positive: Texts = "positive",
        /// Indicators added to the exercise's negative ones.
        optional negative: Texts = "negative",
    }
    /// A person whom an interviewer plays.
    ExerciseRoleDoc, "a role in an exercise" {
        /// Whom the interviewer plays.
        required title: Text = "title",
        /// How this person meets the candidate.
        optional stance: Text = "stance",
        /// Who should play it.
        optional played_by: Text = "played-by",
        /// What this person wants.
        required motivation: Text = "motivation",
        /// What this person cannot give way on.
        optional constraints: Texts = "constraints",
        /// What pulls this person in two directions.
        optional tensions: Texts = "tensions",
        /// What to do while playing it.
        optional guidance: Texts = "guidance",
        /// What not to do while playing it.
        optional do_not: Texts = "do-not",
    }
    /// Something that rules a candidate out.
    KnockoutDoc, "a knock-out" {
        /// What records call the knock-out.
        required id: Spanned<Id> = "id",
        /// Whether it looks at the application or at the panel's scores.
        required at: Spanned<At> = "at",
        /// The levels it applies to; left out, every level.
        optional levels: Spanned<Texts> = "levels",
        /// The question on the application.
        optional question: Text = "question",
        /// How the application's question is answered.
        optional answer: Spanned<AnswerForm> = "answer",
        /// The answers that pass, for `yes-no` and `choice`.
        optional accept: Spanned<Texts> = "accept",
        /// The smallest number that passes.
        optional min: Spanned<Number> = "min",
        /// The largest number that passes.
        optional max: Spanned<Number> = "max",
        /// What follows where the answer does not pass.
        optional on_fail: Spanned<OnFail> = "on-fail",
        /// The column of the applications file; the id where it is left out.
        optional column: Text = "column",
        /// The criterion whose scores the panel's knock-out looks at.
        optional criterion: Spanned<Id> = "criterion",
        /// The scale point that triggers it, or any under it.
        optional at_most: Text = "at-most",
        /// How many raters must have scored so low: `any`, `majority`, `all` or a number.
        optional raters: Spanned<RatersDoc> = "raters",
        /// Whether a score without evidence only asks for a debrief; true where it is left out.
        optional needs_evidence: Spanned<bool> = "needs-evidence",
        /// What follows where it triggers.
        optional effect: Spanned<Effect> = "effect",
        /// What the record says, and what a letter may say.
        required reason: Text = "reason",
    }
    /// A question that candidates answer in a recording.
    VideoPromptDoc, "a video prompt" {
        /// What scorecards call the prompt.
        required id: Spanned<Id> = "id",
        /// The question as it is asked. Markdown.
        required ask: Text = "ask",
        /// How long the answer may be.
        required seconds: Whole<1, 86_400> = "seconds",
        /// The id of the round that it belongs to.
        optional round: Text = "round",
        /// The levels it is asked at; left out, every level.
        optional levels: Spanned<Texts> = "levels",
        /// The criteria it gives evidence for.
        optional measures: Ids = "measures",
        /// What speaks for a candidate: things a reviewer can see or hear.
        optional positive: Texts = "positive",
        /// What speaks against a candidate: things a reviewer can see or hear.
        optional negative: Texts = "negative",
    }
    /// Something resume reviewers score.
    ResumeCriterionDoc, "a resume criterion" {
        /// What scorecards call it.
        required id: Spanned<Id> = "id",
        /// What is looked for.
        optional title: Text = "title",
        /// A heading to print it under.
        optional group: Text = "group",
        /// The levels it is scored at; left out, every level.
        optional levels: Spanned<Texts> = "levels",
        /// What on a resume counts as evidence of it.
        required evidence: Text = "evidence",
        /// Whether it is scored on the scale or by yes or no; `scale` where it is left out.
        optional answer: ResumeAnswer = "answer",
        /// How much it counts among the resume criteria: a number, or a table of one number a
        /// level.
        optional weight: Spanned<WeightDoc> = "weight",
    }
    /// A question by which candidates can tell whether they are ready.
    SelfCheckDoc, "a self-check" {
        /// What it is about.
        required topic: Text = "topic",
        /// The question that candidates ask themselves.
        required ask: Text = "ask",
    }
    /// A question that candidates often ask.
    FaqDoc, "a question of the FAQ" {
        /// The question.
        required q: Text = "q",
        /// The answer.
        required a: Text = "a",
    }
    /// The lines that separate the verdicts.
    DecisionDoc, "the decision rules" {
        /// The fair score that reaches the bar; left out, half-way between the bar point and the
        /// one under it.
        optional bar_line: Spanned<Number> = "bar-line",
        /// The probability of reaching the bar from which it is a hire; default 0.8.
        optional hire_at: Spanned<Fraction> = "hire-at",
        /// The probability of reaching the bar up to which it is no hire; default 0.2.
        optional no_hire_at: Spanned<Fraction> = "no-hire-at",
        /// Scale points over or under the bar line that make a verdict a strong one; default 1.
        optional strong_margin: NonNegative = "strong-margin",
        /// Independent raters that a required criterion needs; default 2.
        optional min_raters: Whole<1, 1_000> = "min-raters",
        /// The share of weight that must have been scored; default 0.8.
        optional min_coverage: Fraction = "min-coverage",
        /// Points between two raters of one criterion that put it on the debrief's agenda; default
        /// 2.
        optional max_spread: NonNegative = "max-spread",
        /// So many interviewers on each side of hire and no hire make it a debrief; default 2.
        optional split: Whole<1, 1_000> = "split",
        /// The share of the resume criteria's weighted maximum that advances; default 0.6.
        optional resume_advance_at: Fraction = "resume-advance-at",
    }
}
