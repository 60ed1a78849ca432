//! What the command line names inside a rubric.

use super::error::Failure;
use crate::diagnostic::nearest;
use crate::document::Id;
use crate::rubric::{LevelIdx, RoundIdx, Rubric};

/// The level of that id or alias.
pub(super) fn level(rubric: &Rubric, name: &str) -> Result<LevelIdx, Failure> {
    rubric.find_level(name).ok_or_else(|| {
        let levels = rubric.levels().iter();
        let known: Vec<_> = levels.map(|level| level.id.as_str()).collect();
        unknown("level", name, &known)
    })
}

/// The level of that id or alias, or the only one there is.
pub(super) fn level_or_only(rubric: &Rubric, name: Option<&str>) -> Result<LevelIdx, Failure> {
    match (name, rubric.levels()) {
        (Some(name), _) => level(rubric, name),
        (None, [only]) => level(rubric, &only.id),
        (None, levels) => {
            let ids: Vec<_> = levels.iter().map(|level| level.id.as_str()).collect();
            Err(Failure::usage("which level? name it with --level")
                .hint(format!("levels: {}", ids.join(", "))))
        }
    }
}

/// The discipline of that id, or of that title without regard to case.
pub(super) fn discipline(rubric: &Rubric, name: &str) -> Result<usize, Failure> {
    let disciplines = rubric.disciplines();
    let is_called = |title: &str| title.to_lowercase() == name.to_lowercase();
    disciplines
        .iter()
        .position(|discipline| discipline.id == name || is_called(&discipline.title))
        .ok_or_else(|| {
            let ids = disciplines.iter().map(|discipline| discipline.id.as_str());
            unknown("discipline", name, &ids.collect::<Vec<_>>())
        })
}

/// The round of that id, held at a level.
pub(super) fn round(rubric: &Rubric, level: LevelIdx, id: &str) -> Result<RoundIdx, Failure> {
    let known: Vec<_> = rubric
        .rounds_at(level)
        .map(|idx| rubric.round(idx).id.as_str())
        .collect();
    let found = rubric
        .find_round(id)
        .ok_or_else(|| unknown("round", id, &known))?;
    if known.contains(&id) {
        return Ok(found);
    }
    let level = &rubric.level(level).id;
    Err(
        Failure::usage(format!("the round `{id}` is not held at level `{level}`"))
            .hint(format!("rounds at this level: {}", known.join(", "))),
    )
}

/// A candidate's id, for the command line.
pub(super) fn candidate(text: &str) -> Result<String, String> {
    if Id::is_valid(text) {
        return Ok(text.to_owned());
    }
    let form = "an id has lower-case letters, digits and hyphens, 64 at most";
    Err(match Id::nearest_valid(text) {
        Some(near) => format!("{form}; did you mean `{near}`?"),
        None => form.to_owned(),
    })
}

/// Somebody's signature, for the command line.
pub(super) fn signature(text: &str) -> Result<String, String> {
    let signature = text.trim();
    if signature.is_empty() {
        return Err("it says nobody".to_owned());
    }
    Ok(signature.to_owned())
}

/// Says what there is instead.
pub(super) fn unknown(what: &str, name: &str, known: &[&str]) -> Failure {
    let failure = Failure::usage(format!("the rubric has no {what} `{name}`"));
    match nearest(name, known.iter().copied()) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => failure.hint(format!("it has no {what} at all")),
        None => failure.hint(format!("known: {}", known.join(", "))),
    }
}
