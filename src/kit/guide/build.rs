//! A rubric at a level as a candidate's guide.

use std::collections::BTreeMap;

use super::{
    Guide, GuideActivity, GuideAnswer, GuideExercise, GuideLevel, GuideRole, GuideRound,
    GuideSelfCheck, GuideSkill, GuideTask, GuideVariant, LooksFor, Pay, Recordings,
};
use crate::kit::FORMAT;
use crate::kit::build::expectations;
use crate::lawful;
use crate::rubric::{
    Criterion, CriterionIdx, CriterionKind, Difficulty, Exercise, ExerciseKind, LevelIdx, Medium,
    PayBase, QualificationKind, RoundIdx, Rubric, Stage, Variant,
};
use crate::text::{Plain, Text, grouped};

/// Builds the guide to all rounds at a level, or to one of them, which must be held at that level.
#[must_use]
pub fn build(rubric: &Rubric, level: LevelIdx, round: Option<RoundIdx>, pay: Pay) -> Guide {
    let about = rubric.about();
    let is_whole = round.is_none();
    let rounds = rubric.rounds_at(level).enumerate();
    let rounds = rounds.filter(|(_, idx)| round.is_none_or(|only| only == *idx));
    let mut told = BTreeMap::new();
    Guide {
        format: FORMAT,
        rubric: rubric.reference(),
        level: level_view(rubric, level),
        role: is_whole.then(|| role(rubric)),
        duration: about.process.duration.plain(),
        feedback_within: about.process.feedback_within.plain(),
        difficulty: about.process.difficulty.plain(),
        pay: match pay {
            Pay::Unsaid => Vec::new(),
            Pay::Said => pay_lines(rubric, level),
        },
        rounds: rounds
            .map(|(place, idx)| round_view(rubric, level, idx, place + 1, &mut told))
            .collect(),
        tips: about.process.tips.plain(),
        self_checks: about
            .self_checks
            .iter()
            .filter(|_| is_whole)
            .map(|check| GuideSelfCheck {
                topic: check.topic.plain(),
                ask: check.ask.plain(),
            })
            .collect(),
        faq: about
            .faq
            .iter()
            .filter(|_| is_whole)
            .map(|faq| GuideAnswer {
                question: faq.question.plain(),
                answer: faq.answer.plain(),
            })
            .collect(),
        not_asked: lawful::ALL.iter().map(|topic| topic.about).collect(),
    }
}

fn level_view(rubric: &Rubric, idx: LevelIdx) -> GuideLevel {
    let level = rubric.level(idx);
    GuideLevel {
        title: level.title.plain(),
        aliases: level.aliases.plain(),
        years: level.years.plain(),
        summary: level.summary.plain(),
        focus: level.focus.plain(),
        education: level.education.plain(),
        expects: expectations(rubric, idx),
    }
}

fn role(rubric: &Rubric) -> GuideRole {
    let about = rubric.about();
    let role = &about.role;
    let texts = [
        ("Education", &role.education),
        ("Experience", &role.experience),
        ("How we work", &role.culture),
    ];
    let qualified = |kind: QualificationKind| {
        let of_kind = about
            .qualifications
            .iter()
            .filter(move |it| it.kind == kind);
        of_kind.map(|it| it.text.plain()).collect()
    };
    GuideRole {
        summary: about.summary.plain(),
        responsibilities: about.responsibilities.plain(),
        lists: lists([
            ("Mostly about", &role.primary_focus),
            ("Languages", &role.languages),
            ("Tools", &role.tools),
        ]),
        texts: texts
            .into_iter()
            .filter_map(|(title, text)| Some((title, text.plain()?)))
            .collect(),
        week: role
            .week
            .iter()
            .map(|it| GuideActivity {
                activity: it.activity.plain(),
                share: it.share,
            })
            .collect(),
        skills: about
            .skills
            .iter()
            .map(|skill| GuideSkill {
                title: skill.title.plain(),
                need: skill.need.as_str(),
                note: skill.note.plain(),
            })
            .collect(),
        must: qualified(QualificationKind::Must),
        nice: qualified(QualificationKind::Nice),
    }
}

fn pay_lines(rubric: &Rubric, level: LevelIdx) -> Vec<String> {
    let mut lines: Vec<String> = rubric.about().role.pay.plain().into_iter().collect();
    let Some(pay) = &rubric.level(level).pay else {
        return lines;
    };
    let currency = &pay.currency;
    match pay.base {
        Some(PayBase::Fixed(base)) => {
            lines.push(format!("Base: {} {currency} a year", grouped(base)));
        }
        Some(PayBase::Range(low, high)) => lines.push(format!(
            "Base: {} to {} {currency} a year",
            grouped(low),
            grouped(high)
        )),
        None => {}
    }
    for (name, amount) in [("Stock", pay.stock_per_year), ("Bonus", pay.bonus)] {
        if let Some(amount) = amount.filter(|amount| *amount > 0.0) {
            lines.push(format!("{name}: {} {currency} a year", grouped(amount)));
        }
    }
    lines
}

/// The number of the round that first tells of a criterion.
type Told = BTreeMap<CriterionIdx, usize>;

fn round_view(
    rubric: &Rubric,
    level: LevelIdx,
    idx: RoundIdx,
    number: usize,
    told: &mut Told,
) -> GuideRound {
    let round = rubric.round(idx);
    // Papers are read without the candidate; how long that takes is not their time.
    let is_attended = round.stage != Stage::Resume;
    let exercise = round.exercise.map(|idx| rubric.exercise(idx));
    GuideRound {
        number,
        title: round.title.plain(),
        stage: stage(round.stage),
        medium: round.medium.filter(|_| is_attended).map(medium),
        minutes: round.minutes.filter(|_| is_attended),
        difficulty: round.difficulty.map(Difficulty::as_str),
        interviewer: round.interviewer.plain(),
        interviewers: round.interviewers,
        looks_for: rubric
            .scored_in(idx, level)
            .into_iter()
            .filter_map(|idx| {
                let found = looks_for(rubric, idx)?;
                let first = *told.entry(idx).or_insert(number);
                Some(if first == number {
                    found
                } else {
                    LooksFor {
                        told_in: Some(first),
                        ..only_title(rubric.criterion(idx))
                    }
                })
            })
            .collect(),
        recordings: recordings(rubric, idx, level),
        exercise: exercise
            .filter(|exercise| exercise.levels.include(level))
            .map(exercise_view),
        tips: round.tips.plain(),
    }
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Application => "application",
        Stage::Resume => "review of your papers",
        Stage::Screen => "first conversation",
        Stage::Assessment => "assessment",
        Stage::Onsite => "interview",
    }
}

fn medium(medium: Medium) -> &'static str {
    match medium {
        Medium::Phone => "by telephone",
        Medium::Video => "by video call",
        Medium::InPerson => "in person",
        Medium::Async => "in your own time",
    }
}

/// A criterion in words for the candidate. An exercise is told of as one, and of what is looked
/// for in papers there is only the title: the rest says what is taken for evidence.
fn looks_for(rubric: &Rubric, idx: CriterionIdx) -> Option<LooksFor> {
    let criterion = rubric.criterion(idx);
    let definition = match &criterion.kind {
        CriterionKind::Exercise(_) => return None,
        CriterionKind::Resume { .. } => return Some(only_title(criterion)),
        CriterionKind::Attitude { definition } => Some(definition.plain()),
        CriterionKind::Competency { .. } => None,
    };
    Some(LooksFor {
        summary: criterion.summary.plain(),
        definition,
        expectation: criterion.expectation.plain(),
        topics: criterion.topics.plain(),
        ..only_title(criterion)
    })
}

fn only_title(criterion: &Criterion) -> LooksFor {
    LooksFor {
        title: criterion.title.plain(),
        told_in: None,
        summary: None,
        definition: None,
        expectation: None,
        topics: Vec::new(),
    }
}

fn recordings(rubric: &Rubric, round: RoundIdx, level: LevelIdx) -> Option<Recordings> {
    let prompts = rubric.video_prompts().iter();
    let seconds: Vec<_> = prompts
        .filter(|prompt| prompt.round == Some(round) && prompt.levels.include(level))
        .map(|prompt| prompt.seconds)
        .collect();
    Some(Recordings {
        n: seconds.len(),
        seconds: seconds.into_iter().max()?,
    })
}

fn exercise_view(exercise: &Exercise) -> GuideExercise {
    // A task that is first seen in the round is not told, and no word that may name it is.
    let is_told = matches!(
        exercise.kind,
        ExerciseKind::Presentation | ExerciseKind::TakeHome
    );
    GuideExercise {
        kind: kind(exercise.kind),
        minutes: exercise.minutes,
        setting: exercise.setting.plain(),
        preparation: exercise.preparation.plain(),
        audience: exercise.audience.plain(),
        language: exercise.language.plain(),
        lists: lists([
            ("Read beforehand", &exercise.review),
            ("Prepare", &exercise.prepare),
            ("Hand in", &exercise.deliverables),
            ("Ground rules", &exercise.ground_rules),
        ]),
        variants: match exercise.kind {
            ExerciseKind::Coding => exercise
                .variants
                .iter()
                .map(|it| it.title.plain())
                .collect(),
            _ => Vec::new(),
        },
        task: is_told.then(|| task(exercise)),
    }
}

fn kind(kind: ExerciseKind) -> &'static str {
    match kind {
        ExerciseKind::Coding => "a coding exercise",
        ExerciseKind::Presentation => "a presentation",
        ExerciseKind::Simulation => "a work simulation",
        ExerciseKind::TakeHome => "a task to do at home",
        ExerciseKind::Design => "a design exercise",
    }
}

fn task(exercise: &Exercise) -> GuideTask {
    GuideTask {
        title: exercise.title.plain(),
        scenario: exercise.scenario.plain(),
        prompt: exercise.prompt.plain(),
        success: exercise.success.plain(),
        variants: exercise.variants.iter().map(variant).collect(),
    }
}

fn variant(variant: &Variant) -> GuideVariant {
    GuideVariant {
        title: variant.title.plain(),
        prompt: variant.prompt.plain(),
    }
}

/// Lists under titles, without those that have no items.
fn lists<const N: usize>(
    lists: [(&'static str, &Vec<Text>); N],
) -> Vec<(&'static str, Vec<String>)> {
    let lists = lists.into_iter().filter(|(_, items)| !items.is_empty());
    lists.map(|(title, items)| (title, items.plain())).collect()
}
