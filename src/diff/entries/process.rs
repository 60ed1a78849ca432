//! How it is run and decided: rounds, knock-outs, decision rules.

use super::criteria::{held_at, ids};
use super::{Entry, entry};
use crate::diff::Area;
use crate::diff::facts::{Facts, joined};
use crate::rubric::{
    AgendaItem, ApplicationKnockout, Decision, Difficulty, Levels, Medium, PanelKnockout, Pitfall,
    Raters, Round, Rubric,
};
use crate::text::Text;

pub(super) fn rounds(rubric: &Rubric) -> impl Iterator<Item = Entry> {
    rubric.rounds().iter().map(move |round| {
        let Round {
            id,
            title,
            stage,
            medium,
            levels,
            minutes,
            minutes_at: _,
            interviewer,
            interviewer_focus,
            interviewers,
            purpose,
            difficulty,
            tags,
            pick,
            focus,
            exercise,
            agenda,
            tips,
            pitfalls,
            great,
            good,
        } = round;
        let exercise = exercise.map(|idx| &rubric.exercise(idx).id);
        let picks = pick
            .iter()
            .map(|pick| format!("{} of {}", pick.n, pick.pool));
        let facts = Facts::default()
            .text("title", title)
            .shown("stage", Some(stage.as_str()))
            .shown("medium", medium.map(Medium::as_str))
            .shown("minutes", minutes.as_ref())
            .maybe("interviewer", interviewer.as_ref())
            .maybe("interviewer's focus", interviewer_focus.as_ref())
            .shown("interviewers", Some(interviewers))
            .maybe("purpose", purpose.as_ref())
            .shown("difficulty", difficulty.map(Difficulty::as_str))
            .set("tags", tags)
            .lines("picks", picks)
            .refs("focus", Area::Criterion, ids(rubric, focus))
            .refs("exercise", Area::Exercise, exercise)
            .lines("agenda", agenda.iter().map(agenda_line))
            .list("tips", tips)
            .lines("pitfalls", pitfalls.iter().map(pitfall_line))
            .list("great", great)
            .list("good", good);
        let facts = held_at(facts, rubric, levels);
        let text = joined(&[Some(title), purpose.as_ref()]);
        entry(Area::Round, id, title, &text, levels, facts)
    })
}

fn agenda_line(item: &AgendaItem) -> String {
    let AgendaItem {
        minutes,
        title,
        guide,
        steps,
    } = item;
    let guide = guide.as_ref().map(|guide| format!(" – {guide}"));
    let steps = steps
        .iter()
        .map(|step| format!("; {} min {}", step.minutes, step.title));
    let steps = steps.collect::<Vec<_>>().concat();
    format!("{minutes} min {title}{steps}{}", guide.unwrap_or_default())
}

fn pitfall_line(pitfall: &Pitfall) -> String {
    let Pitfall {
        name,
        why,
        weak,
        strong,
    } = pitfall;
    joined(&[Some(name), why.as_ref(), weak.as_ref(), strong.as_ref()])
}

pub(super) fn knockouts(rubric: &Rubric) -> Vec<Entry> {
    let on_applications = rubric.application_knockouts().iter();
    let on_scores = rubric.panel_knockouts().iter();
    on_applications
        .map(|knockout| application(rubric, knockout))
        .chain(on_scores.map(|knockout| panel(rubric, knockout)))
        .collect()
}

fn application(rubric: &Rubric, knockout: &ApplicationKnockout) -> Entry {
    let ApplicationKnockout {
        id,
        levels,
        question,
        answer,
        on_fail,
        column,
        reason,
    } = knockout;
    let facts = Facts::default()
        .shown("on", Some("applications"))
        .text("question", question)
        .text("passes", &answer.passes())
        .shown("otherwise", Some(on_fail.as_str()))
        .text("column", column)
        .text("reason", reason);
    let facts = held_at(facts, rubric, levels);
    entry(Area::Knockout, id, id, question, levels, facts)
}

fn panel(rubric: &Rubric, knockout: &PanelKnockout) -> Entry {
    let PanelKnockout {
        id,
        levels,
        criterion,
        at_most,
        raters,
        needs_evidence,
        effect,
        reason,
    } = knockout;
    let raters = match raters {
        Raters::Word(word) => word.as_str().to_owned(),
        Raters::AtLeast(n) => n.to_string(),
    };
    let criterion = &rubric.criterion(*criterion).id;
    let facts = Facts::default()
        .shown("on", Some("the panel's scores"))
        .refs("criterion", Area::Criterion, [criterion])
        .refs("at most", Area::Scale, [&rubric.scale().point(*at_most).id])
        .text("raters", &raters)
        .flag("needs evidence", *needs_evidence)
        .shown("effect", Some(effect.as_str()))
        .text("reason", reason);
    let facts = held_at(facts, rubric, levels);
    entry(Area::Knockout, id, id, reason, levels, facts)
}

pub(super) fn decision(rubric: &Rubric) -> Entry {
    let Decision {
        bar_line,
        hire_at,
        no_hire_at,
        strong_margin,
        min_raters,
        min_coverage,
        max_spread,
        split,
        resume_advance_at,
    } = rubric.decision();
    let facts = Facts::default()
        .shown("bar-line", Some(bar_line))
        .shown("hire at", Some(hire_at))
        .shown("no hire at", Some(no_hire_at))
        .shown("strong margin", Some(strong_margin))
        .shown("least raters", Some(min_raters))
        .shown("least coverage", Some(min_coverage))
        .shown("greatest spread", Some(max_spread))
        .shown("split", Some(split))
        .shown("a resume advances at", Some(resume_advance_at));
    let id = Text::from("decision");
    entry(
        Area::Decision,
        &id,
        "Decision rules",
        "",
        &Levels::All,
        facts,
    )
}
