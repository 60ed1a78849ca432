//! The role, the levels, the scale, the disciplines.

use super::{Entry, entry};
use crate::diff::Area;
use crate::diff::facts::{Facts, joined};
use crate::rubric::{
    About, Discipline, Level, Levels, Pay, PayBase, Point, Process, Role, Rubric, Skill,
};
use crate::text::{Text, plain};

pub(super) fn role(rubric: &Rubric) -> Entry {
    // Id, version and hash stand beside every comparison.
    let About {
        id: _,
        title,
        version: _,
        hash: _,
        summary,
        author,
        challenge,
        responsibilities,
        role,
        process,
        skills,
        qualifications,
        self_checks,
        faq,
    } = rubric.about();
    let facts = Facts::default()
        .text("title", title)
        .text("summary", summary)
        .maybe("author", author.as_ref())
        .maybe("challenge", challenge.as_ref())
        .list("responsibilities", responsibilities);
    let facts = of_process(of_role(facts, role), process)
        .lines("skills", skills.iter().map(skill))
        .lines(
            "qualifications",
            qualifications
                .iter()
                .map(|found| format!("{}: {}", found.kind.as_str(), found.text)),
        )
        .lines(
            "self-check",
            self_checks
                .iter()
                .map(|check| format!("{}: {}", check.topic, check.ask)),
        )
        .lines(
            "questions that candidates ask",
            faq.iter()
                .map(|faq| format!("{} {}", faq.question, faq.answer)),
        );
    // There is one role a rubric, whatever the rubric is called.
    entry(
        Area::Role,
        &Text::from("role"),
        title,
        "",
        &Levels::All,
        facts,
    )
}

fn of_role(facts: Facts, role: &Role) -> Facts {
    let Role {
        primary_focus,
        languages,
        tools,
        education,
        experience,
        culture,
        pay,
        week,
    } = role;
    let week = week
        .iter()
        .map(|part| format!("{}: {} %", part.activity, plain(part.share)));
    facts
        .list("primary focus", primary_focus)
        .set("languages", languages)
        .set("tools", tools)
        .maybe("education", education.as_ref())
        .maybe("experience", experience.as_ref())
        .maybe("culture", culture.as_ref())
        .maybe("pay", pay.as_ref())
        .lines("week", week)
}

fn of_process(facts: Facts, process: &Process) -> Facts {
    let Process {
        duration,
        feedback_within,
        difficulty,
        tips,
    } = process;
    facts
        .maybe("duration of the process", duration.as_ref())
        .maybe("feedback within", feedback_within.as_ref())
        .maybe("difficulty", difficulty.as_ref())
        .list("tips", tips)
}

fn skill(skill: &Skill) -> String {
    let Skill {
        id: _,
        title,
        need,
        note,
    } = skill;
    let note = note.as_ref().map(|note| format!(", {note}"));
    format!("{title}: {}{}", need.as_str(), note.unwrap_or_default())
}

pub(super) fn levels(rubric: &Rubric) -> impl Iterator<Item = Entry> {
    rubric.levels().iter().map(|level| {
        let Level {
            id,
            title,
            aliases,
            years,
            summary,
            focus,
            challenge,
            education,
            expects,
            cumulative,
            pay,
        } = level;
        let facts = Facts::default()
            .text("title", title)
            .set("aliases", aliases)
            .maybe("years", years.as_ref())
            .maybe("summary", summary.as_ref())
            .maybe("focus", focus.as_ref())
            .maybe("challenge", challenge.as_ref())
            .maybe("education", education.as_ref())
            .list("expectations", expects)
            .flag("includes the level below", *cumulative)
            .shown("pay", pay.as_ref().map(pay_line));
        let text = joined(&[Some(title), summary.as_ref()]);
        entry(Area::Level, id, title, &text, &Levels::All, facts)
    })
}

fn pay_line(pay: &Pay) -> String {
    let Pay {
        currency,
        base,
        stock_per_year,
        bonus,
    } = pay;
    let base = match base {
        Some(PayBase::Fixed(base)) => format!(", base {}", plain(*base)),
        Some(PayBase::Range(low, high)) => format!(", base {} to {}", plain(*low), plain(*high)),
        None => String::new(),
    };
    let part = |name: &str, value: &Option<f64>| {
        value.map_or_else(String::new, |value| format!(", {name} {}", plain(value)))
    };
    let stock = part("stock", stock_per_year);
    format!("{currency}{base}{stock}{}", part("bonus", bonus))
}

pub(super) fn scale(rubric: &Rubric) -> Vec<Entry> {
    let points = rubric.scale().points();
    let bar = &rubric.scale().point(rubric.scale().bar()).id;
    let facts = Facts::default().refs("bar", Area::Scale, [bar]);
    let whole = Text::from("(the scale)");
    let mut found = vec![entry(
        Area::Scale,
        &whole,
        "The scale",
        "",
        &Levels::All,
        facts,
    )];
    found.extend(points.iter().map(|point| {
        let Point {
            id,
            value,
            label,
            meaning,
        } = point;
        let facts = Facts::default()
            .shown("value", Some(value))
            .text("label", label)
            .text("meaning", meaning);
        let text = format!("{value} {label}: {meaning}");
        entry(Area::Scale, id, label, &text, &Levels::All, facts)
    }));
    found
}

pub(super) fn disciplines(rubric: &Rubric) -> impl Iterator<Item = Entry> {
    rubric.disciplines().iter().map(|discipline| {
        let Discipline { id, title } = discipline;
        let facts = Facts::default().text("title", title);
        entry(Area::Discipline, id, title, title, &Levels::All, facts)
    })
}
