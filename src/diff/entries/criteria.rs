//! What is scored and what is asked for it: criteria, questions, exercises, recorded answers.

use super::{Entry, entry};
use crate::diff::Area;
use crate::diff::facts::{Facts, joined};
use crate::rubric::{
    Contrast, Criterion, CriterionIdx, CriterionKind, Difficulty, Exercise, ExerciseRole, LevelIdx,
    Levels, Question, Rubric, Variant, VideoPrompt,
};
use crate::text::Text;

/// The criteria but for exercises, which are entries of their own.
pub(super) fn criteria(rubric: &Rubric) -> impl Iterator<Item = Entry> {
    let all = rubric.criteria().iter();
    all.filter(|criterion| !matches!(criterion.kind, CriterionKind::Exercise(_)))
        .map(|criterion| of_criterion(rubric, criterion))
}

fn of_criterion(rubric: &Rubric, criterion: &Criterion) -> Entry {
    let Criterion {
        id,
        title,
        kind,
        summary,
        weights: _,
        weight_at: _,
        weight_reason,
        topics,
        expectation,
        strong,
        required_at: _,
        levels,
        rationale,
        anchors,
    } = criterion;
    let facts = Facts::default()
        .shown("sort", Some(kind.as_str()))
        .text("title", title)
        .maybe("summary", summary.as_ref());
    let facts = of_kind(facts, rubric, kind)
        .maybe("expectation", expectation.as_ref())
        .maybe("strong showing", strong.as_ref())
        .maybe("reason for the weight", weight_reason.as_ref())
        .list("topics", topics)
        .anchors(rubric.scale(), anchors);
    let facts = rationale.iter().fold(facts, |facts, (level, text)| {
        facts.at("rationale", *level, text)
    });
    let facts = held_at(at_levels(facts, rubric, criterion), rubric, levels);
    let text = known_by(criterion);
    entry(Area::Criterion, id, title, &text, levels, facts)
}

fn of_kind(facts: Facts, rubric: &Rubric, kind: &CriterionKind) -> Facts {
    match kind {
        CriterionKind::Competency { discipline, .. } => {
            let discipline = discipline.map(|idx| &rubric.disciplines()[idx].id);
            facts.refs("discipline", Area::Discipline, discipline)
        }
        CriterionKind::Attitude { definition } => facts.text("definition", definition),
        CriterionKind::Exercise(_) => facts,
        CriterionKind::Resume {
            group,
            evidence,
            answer,
        } => facts
            .maybe("group", group.as_ref())
            .text("evidence", evidence)
            .shown("answer", Some(answer.as_str())),
    }
}

/// Weight, whether it is required and the progression cell, level by level.
fn at_levels(mut facts: Facts, rubric: &Rubric, criterion: &Criterion) -> Facts {
    for level in (0..rubric.levels().len()).map(LevelIdx) {
        facts = facts
            .at("weight", level, &criterion.weight(level).to_string())
            .flag_at("required", level, criterion.is_required(level));
        if let Some(cell) = criterion.progression().get(level.get()) {
            facts = facts.at("progression", level, cell);
        }
    }
    facts
}

/// Whether it is in use, level by level.
pub(super) fn held_at(mut facts: Facts, rubric: &Rubric, levels: &Levels) -> Facts {
    for level in (0..rubric.levels().len()).map(LevelIdx) {
        facts = facts.flag_at("in use", level, levels.include(level));
    }
    facts
}

/// What tells a criterion from every other, whatever its id.
fn known_by(criterion: &Criterion) -> String {
    let title = &criterion.title;
    match &criterion.kind {
        CriterionKind::Competency { progression, .. } => {
            let cells: Vec<_> = progression.iter().map(Text::as_str).collect();
            format!("{title}: {}", cells.join(" / "))
        }
        CriterionKind::Attitude { definition } => format!("{title}: {definition}"),
        CriterionKind::Exercise(_) => title.value.clone(),
        CriterionKind::Resume { evidence, .. } => format!("{title}: {evidence}"),
    }
}

/// Ids of criteria.
pub(super) fn ids<'a>(rubric: &'a Rubric, criteria: &[CriterionIdx]) -> Vec<&'a Text> {
    let all = criteria.iter().map(|idx| &rubric.criterion(*idx).id);
    all.collect()
}

pub(super) fn questions(rubric: &Rubric) -> impl Iterator<Item = Entry> {
    rubric.questions().iter().map(move |question| {
        let Question {
            id,
            measures,
            rounds,
            levels,
            ask,
            probes,
            minutes,
            core,
            difficulty,
            tags,
            pool,
            source,
            positive,
            negative,
            answer,
            contrast,
        } = question;
        let rounds = rounds.iter().map(|idx| &rubric.round(*idx).id);
        let facts = Facts::default()
            .text("wording", ask)
            .refs("measures", Area::Criterion, ids(rubric, measures))
            .refs("rounds", Area::Round, rounds)
            .list("probes", probes)
            .shown("minutes", Some(minutes))
            .flag("asked of everybody", *core)
            .shown("difficulty", difficulty.map(Difficulty::as_str))
            .set("tags", tags)
            .maybe("pool", pool.as_ref())
            .maybe("source", source.as_ref())
            .list("positive indicators", positive)
            .list("negative indicators", negative)
            .maybe("sample answer", answer.as_ref())
            .lines("contrast", contrast.iter().map(contrast_line));
        let facts = held_at(facts, rubric, levels);
        entry(Area::Question, id, id, ask, levels, facts)
    })
}

fn contrast_line(contrast: &Contrast) -> String {
    format!("“{}” / “{}”", contrast.weak, contrast.strong)
}

pub(super) fn exercises(rubric: &Rubric) -> impl Iterator<Item = Entry> {
    let all = rubric.exercises().iter();
    all.map(|exercise| of_exercise(rubric, exercise))
}

fn of_exercise(rubric: &Rubric, exercise: &Exercise) -> Entry {
    let scored = exercise.criterion.map(|idx| rubric.criterion(idx));
    let facts = exercise_facts(rubric, exercise);
    let facts = scored
        .into_iter()
        .fold(facts, |facts, scored| at_levels(facts, rubric, scored));
    let (title, levels) = (&exercise.title, &exercise.levels);
    let facts = held_at(facts, rubric, levels);
    let text = joined(&[Some(title), Some(&exercise.prompt)]);
    entry(Area::Exercise, &exercise.id, title, &text, levels, facts)
}

fn exercise_facts(rubric: &Rubric, exercise: &Exercise) -> Facts {
    let Exercise {
        id: _,
        title,
        kind,
        minutes,
        levels: _,
        setting,
        preparation,
        difficulty,
        tags,
        source,
        scenario,
        prompt,
        measures,
        criterion,
        audience,
        prepare,
        deliverables,
        review,
        ground_rules,
        success,
        language,
        starter,
        solution,
        checks,
        positive,
        negative,
        anchors,
        variants,
        roles,
    } = exercise;
    Facts::default()
        .text("title", title)
        .shown("sort", Some(kind.as_str()))
        .shown("minutes", minutes.as_ref())
        .flag("scored itself", criterion.is_some())
        .maybe("setting", setting.as_ref())
        .maybe("preparation", preparation.as_ref())
        .shown("difficulty", difficulty.map(Difficulty::as_str))
        .set("tags", tags)
        .maybe("source", source.as_ref())
        .maybe("scenario", scenario.as_ref())
        .text("task", prompt)
        .refs("measures", Area::Criterion, ids(rubric, measures))
        .maybe("audience", audience.as_ref())
        .list("to prepare", prepare)
        .list("to hand in", deliverables)
        .list("to read beforehand", review)
        .list("ground rules", ground_rules)
        .list("success", success)
        .maybe("language", language.as_ref())
        .code("starter", starter.as_ref())
        .code("solution", solution.as_ref())
        .code("checks", checks.as_ref())
        .list("positive indicators", positive)
        .list("negative indicators", negative)
        .anchors(rubric.scale(), anchors)
        .lines("variants", variants.iter().map(variant_line))
        .lines("parts that are played", roles.iter().map(role_line))
}

fn variant_line(variant: &Variant) -> String {
    let Variant {
        id,
        title,
        instructions,
        prompt,
        positive,
        negative,
    } = variant;
    let prompt = prompt.as_ref().map_or("", Text::as_str);
    let indicators = indicator_line(positive, negative);
    format!("{id}, {title}: {instructions} {prompt}{indicators}")
}

fn indicator_line(positive: &[Text], negative: &[Text]) -> String {
    let signed = |sign: char, items: &[Text]| {
        let items = items.iter().map(|item| format!(" ({sign}) {item}"));
        items.collect::<Vec<_>>().concat()
    };
    signed('+', positive) + &signed('−', negative)
}

fn role_line(role: &ExerciseRole) -> String {
    let ExerciseRole {
        title,
        stance,
        played_by,
        motivation,
        constraints,
        tensions,
        guidance,
        do_not,
    } = role;
    let who = joined(&[
        Some(title),
        stance.as_ref(),
        played_by.as_ref(),
        Some(motivation),
    ]);
    let rest = [constraints, tensions, guidance, do_not];
    let rest = rest.map(|items| {
        items
            .iter()
            .map(Text::as_str)
            .collect::<Vec<_>>()
            .join("; ")
    });
    format!("{who} {}", rest.join(" / "))
}

pub(super) fn video_prompts(rubric: &Rubric) -> impl Iterator<Item = Entry> {
    rubric.video_prompts().iter().map(move |prompt| {
        let VideoPrompt {
            id,
            ask,
            seconds,
            round,
            levels,
            measures,
            positive,
            negative,
        } = prompt;
        let facts = Facts::default()
            .text("wording", ask)
            .shown("seconds", Some(seconds))
            .refs(
                "rounds",
                Area::Round,
                round.iter().map(|idx| &rubric.round(*idx).id),
            )
            .refs("measures", Area::Criterion, ids(rubric, measures))
            .list("positive indicators", positive)
            .list("negative indicators", negative);
        let facts = held_at(facts, rubric, levels);
        entry(Area::VideoPrompt, id, id, ask, levels, facts)
    })
}
