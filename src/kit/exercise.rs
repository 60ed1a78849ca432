//! A round's exercise as an interviewer sees it.

use super::build::indicators;
use super::{BarView, ExerciseView, ListView, RoleView, VariantView};
use crate::rubric::{Exercise, ExerciseRole, PointIdx, Rubric, Variant};
use crate::text::{Plain, Text};

pub(super) fn view(rubric: &Rubric, exercise: &Exercise) -> ExerciseView {
    let id = &exercise.id;
    ExerciseView {
        id: id.plain(),
        title: exercise.title.plain(),
        kind: exercise.kind.as_str(),
        minutes: exercise.minutes,
        scored: exercise.criterion.is_some(),
        measures: exercise
            .measures
            .iter()
            .map(|idx| rubric.named_criterion(*idx))
            .collect(),
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
        ]),
        success: exercise.success.plain(),
        language: exercise.language.plain().unwrap_or_default(),
        starter: exercise.starter.plain(),
        solution: exercise.solution.plain(),
        checks: exercise.checks.plain(),
        positive: indicators(id, '+', &exercise.positive),
        negative: indicators(id, '-', &exercise.negative),
        bar: bar(rubric, exercise),
        variants: exercise
            .variants
            .iter()
            .map(|variant| variant_view(id, variant))
            .collect(),
        roles: exercise.roles.iter().map(role_view).collect(),
    }
}

fn bar(rubric: &Rubric, exercise: &Exercise) -> Vec<BarView> {
    let points = rubric.scale().points().iter().enumerate().rev();
    points
        .filter_map(|(idx, point)| {
            Some(BarView {
                value: point.value,
                label: point.label.plain(),
                is_bar: rubric.scale().bar().get() == idx,
                text: exercise.anchors.get(&PointIdx(idx))?.plain(),
                from_level: None,
            })
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
