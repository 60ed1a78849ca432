//! Whether a score given with the one rubric means what it means with the other.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Value, spaced_alike};
use super::pairs::{LevelPair, Pairs};
use super::{Area, AreaChanges, Change, Comparability, Comparable, Kind, LevelSummary};
use crate::rubric::{Criterion, CriterionIdx, CriterionKind, LevelIdx, Named, Rubric, Subject};
use crate::text::Text;

/// The judgement over all levels that both rubrics have.
pub(super) fn judge(pairs: &Pairs<'_>) -> Comparability {
    let judged: Vec<_> = pairs
        .levels()
        .iter()
        .copied()
        .map(|pair| at_level(pairs, pair))
        .collect();
    let mut reasons: Vec<String> = scale_reason(pairs).into_iter().collect();
    reasons.extend(judged.iter().flat_map(|level| level.reasons.clone()));
    reasons.extend(by_criterion(&judged));
    let verdict = judged
        .iter()
        .filter(|level| level.is_shared)
        .map(|level| level.verdict)
        .max()
        .unwrap_or(Comparable::No);
    Comparability {
        verdict,
        title: verdict.title(),
        except: excepted(&judged),
        reasons,
    }
}

/// The levels of either rubric, with how many changes concern each.
pub(super) fn levels(pairs: &Pairs<'_>, areas: &[AreaChanges]) -> Vec<LevelSummary> {
    let levels = pairs.levels().iter().copied();
    levels
        .map(|pair| {
            let level = pairs.level_name(pair);
            let judged = at_level(pairs, pair);
            let concerns = all_changes(areas)
                .filter(|(_, change)| change.only_at.is_empty() || change.only_at.contains(&level));
            LevelSummary {
                n_changes: concerns.count(),
                verdict: judged.verdict,
                title: match (pair.old, pair.new) {
                    (None, _) => "the level is new",
                    (_, None) => "the level is gone",
                    _ => judged.verdict.title(),
                },
                except: excepted(&[judged]),
                level,
            }
        })
        .collect()
}

/// The criteria that changed, each once.
fn excepted(judged: &[Judged]) -> Vec<Named> {
    let mut seen = BTreeSet::new();
    let changes = judged.iter().flat_map(|level| &level.changes);
    changes
        .filter(|change| seen.insert(change.criterion.id.as_str()))
        .map(|change| change.criterion.clone())
        .collect()
}

/// One level judged.
struct Judged {
    verdict: Comparable,
    is_shared: bool,
    /// Why nothing at this level can be compared.
    reasons: Vec<String>,
    changes: Vec<Part>,
}

/// A part of a criterion that is different at a level.
struct Part {
    criterion: Named,
    what: &'static str,
    level: String,
}

fn at_level(pairs: &Pairs<'_>, pair: LevelPair) -> Judged {
    let title = pairs.level_name(pair).title;
    let (Some(old), Some(new)) = (pair.old, pair.new) else {
        let gone = format!("{title} is no level any more: scores given for it stand alone.");
        return Judged {
            verdict: Comparable::No,
            is_shared: false,
            reasons: pair.new.map_or(vec![gone], |_| Vec::new()),
            changes: Vec::new(),
        };
    };
    let reasons = set_reasons(pairs, old, new, &title);
    let changes = parts(pairs, old, new, &title);
    let verdict = if scale_reason(pairs).is_some() || !reasons.is_empty() {
        Comparable::No
    } else if changes.is_empty() {
        Comparable::Yes
    } else {
        Comparable::Except
    };
    Judged {
        verdict,
        is_shared: true,
        reasons,
        changes,
    }
}

/// The scale: its numbers, what they are called and mean, and the bar.
fn scale_reason(pairs: &Pairs<'_>) -> Option<String> {
    let bar = |rubric: &Rubric| rubric.scale().point(rubric.scale().bar()).value;
    let points = |rubric: &Rubric| {
        let points = rubric.scale().points().iter();
        let point = points.map(|point| {
            let (label, meaning) = (spaced_alike(&point.label), spaced_alike(&point.meaning));
            (point.value, label, meaning)
        });
        point.collect::<Vec<_>>()
    };
    if points(pairs.old) != points(pairs.new) {
        return Some("The scale is another one: the same number means something else.".to_owned());
    }
    let (old, new) = (bar(pairs.old), bar(pairs.new));
    (old != new).then(|| format!("The bar moved on the scale, from {old} to {new}."))
}

/// The criteria that a panel scores at a level, by their old ids.
fn scored(rubric: &Rubric, level: LevelIdx) -> Vec<&Text> {
    let ids = rubric
        .panel_criteria(level)
        .map(|idx| &rubric.criterion(idx).id);
    ids.collect()
}

fn set_reasons(pairs: &Pairs<'_>, old: LevelIdx, new: LevelIdx, level: &str) -> Vec<String> {
    let before = scored(pairs.old, old);
    let now = scored(pairs.new, new);
    let followed = now
        .iter()
        .map(|id| (pairs.old_id(Area::Criterion, id), *id));
    let followed: Vec<_> = followed.collect();
    let known: BTreeSet<&str> = before.iter().map(|id| id.as_str()).collect();
    let kept: BTreeSet<&str> = followed.iter().map(|(old_id, _)| *old_id).collect();
    let gone = before.iter().filter(|id| !kept.contains(id.as_str()));
    let come = followed
        .iter()
        .filter(|(old_id, _)| !known.contains(old_id));
    let gone: Vec<_> = gone.map(|id| title_of(pairs.old, id)).collect();
    let come: Vec<_> = come.map(|(_, id)| title_of(pairs.new, id)).collect();
    let said = [(gone, "not scored any more"), (come, "scored now")];
    said.into_iter()
        .filter(|(titles, _)| !titles.is_empty())
        .map(|(titles, what)| {
            format!(
                "At {level} other criteria are scored: {} {what}.",
                titles.join(", ")
            )
        })
        .collect()
}

fn title_of(rubric: &Rubric, id: &str) -> String {
    let found = called(rubric, id);
    found
        .map_or(id, |criterion| criterion.title.as_str())
        .to_owned()
}

/// The criterion of that id: an exercise too, where it is scored.
fn called<'a>(rubric: &'a Rubric, id: &str) -> Option<&'a Criterion> {
    let idx = match rubric.subject(id)? {
        Subject::Criterion(idx) => idx,
        Subject::Exercise(idx) => rubric.exercise(idx).criterion?,
        Subject::Question(_) | Subject::VideoPrompt(_) | Subject::Knockout => return None,
    };
    Some(rubric.criterion(idx))
}

/// What is different of the criteria that both score at a level.
fn parts(pairs: &Pairs<'_>, old: LevelIdx, new: LevelIdx, level: &str) -> Vec<Part> {
    let mut found = Vec::new();
    for idx in (0..pairs.new.criteria().len()).map(CriterionIdx) {
        let criterion = pairs.new.criterion(idx);
        let id = pairs.old_id(Area::Criterion, &criterion.id);
        let Some(before) = called(pairs.old, id) else {
            continue;
        };
        if !before.levels.include(old) || !criterion.levels.include(new) {
            continue;
        }
        let sides = (
            Bar::of(pairs.old, before, old),
            Bar::of(pairs.new, criterion, new),
        );
        found.extend(sides.0.differences(&sides.1).into_iter().map(|what| Part {
            criterion: pairs.new.named_criterion(idx),
            what,
            level: level.to_owned(),
        }));
    }
    found
}

/// What a rater holds a candidate against.
struct Bar {
    meaning: Vec<String>,
    task: Vec<String>,
    cell: Option<String>,
    /// The text of each point that the rubric writes itself, by the point's number.
    anchors: BTreeMap<i64, String>,
    /// The text of each point that comes from a level's cell.
    derived: BTreeMap<i64, String>,
}

impl Bar {
    fn of(rubric: &Rubric, criterion: &Criterion, level: LevelIdx) -> Self {
        let mut anchors = BTreeMap::new();
        let mut derived = BTreeMap::new();
        for found in rubric.bar(criterion, level) {
            let value = rubric.scale().point(found.point).value;
            let texts = match found.from_level {
                None => &mut anchors,
                Some(_) => &mut derived,
            };
            texts.insert(value, spaced_alike(found.text));
        }
        let cell = criterion.progression().get(level.get());
        Self {
            meaning: meaning(criterion),
            task: task(rubric, criterion, &mut anchors),
            cell: cell.map(|cell| spaced_alike(cell)),
            anchors,
            derived,
        }
    }

    fn differences(&self, other: &Self) -> Vec<&'static str> {
        let cell = self.cell != other.cell;
        let anchors = self.anchors != other.anchors;
        let found = [
            (self.meaning != other.meaning, "definition"),
            (self.task != other.task, "task"),
            (cell, "progression"),
            (anchors, "anchors"),
            // The bar of a level leans on the cells beside its own.
            (
                self.derived != other.derived && !cell && !anchors,
                "bar, by a neighbouring cell,",
            ),
        ];
        let found = found.into_iter().filter(|(differs, _)| *differs);
        found.map(|(_, what)| what).collect()
    }
}

fn meaning(criterion: &Criterion) -> Vec<String> {
    let own = match &criterion.kind {
        CriterionKind::Attitude { definition } => Some(definition),
        CriterionKind::Resume { evidence, .. } => Some(evidence),
        CriterionKind::Competency { .. } | CriterionKind::Exercise(_) => None,
    };
    let Criterion {
        summary,
        expectation,
        strong,
        ..
    } = criterion;
    let texts = [own, summary.as_ref(), expectation.as_ref(), strong.as_ref()];
    let texts = texts.map(|text| text.map(|text| spaced_alike(text)).unwrap_or_default());
    [vec![criterion.kind.as_str().to_owned()], texts.to_vec()].concat()
}

/// What a scored exercise sets; its anchors are taken in with the others.
fn task(
    rubric: &Rubric,
    criterion: &Criterion,
    anchors: &mut BTreeMap<i64, String>,
) -> Vec<String> {
    let CriterionKind::Exercise(idx) = criterion.kind else {
        return Vec::new();
    };
    let exercise = rubric.exercise(idx);
    for (point, text) in &exercise.anchors {
        anchors.insert(rubric.scale().point(*point).value, spaced_alike(text));
    }
    let scenario = exercise.scenario.as_ref().map_or("", Text::as_str);
    let starter = exercise.starter.as_ref().map_or("", Text::as_str);
    let minutes = exercise.minutes.map(|minutes| minutes.to_string());
    let mut task = vec![minutes.unwrap_or_default()];
    task.extend([&exercise.prompt.value, scenario].map(spaced_alike));
    task.push(starter.trim_end().to_owned());
    task.extend(exercise.success.iter().map(|text| spaced_alike(text)));
    task.extend(exercise.variants.iter().flat_map(|variant| {
        let prompt = variant.prompt.as_ref().map_or("", Text::as_str);
        [&variant.title.value, &variant.instructions.value, prompt].map(spaced_alike)
    }));
    task.extend(exercise.roles.iter().map(|role| {
        let parts = [&role.title, &role.motivation];
        parts.map(|part| spaced_alike(part)).concat()
    }));
    task
}

/// A sentence a criterion: which of its parts is different at which levels.
fn by_criterion(judged: &[Judged]) -> Vec<String> {
    let mut found: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for part in judged.iter().flat_map(|level| &level.changes) {
        let parts = found.entry(&part.criterion.id).or_default();
        parts.entry(part.what).or_default().push(&part.level);
    }
    let n_shared = judged.iter().filter(|level| level.is_shared).count();
    let said = |(what, levels): (&&str, &Vec<&str>)| {
        if levels.len() == n_shared {
            format!("{what} changed")
        } else {
            format!("{what} changed at {}", levels.join(", "))
        }
    };
    let sentence = |criterion: &Named| {
        let parts = found[criterion.id.as_str()].iter().map(said);
        let parts: Vec<_> = parts.collect();
        format!("{}: {}.", criterion.title, parts.join("; "))
    };
    excepted(judged).iter().map(sentence).collect()
}

/// What else to know before the new rubric is used.
pub(super) fn notes(pairs: &Pairs<'_>, areas: &[AreaChanges]) -> Vec<String> {
    let (old, new) = (pairs.old.about(), pairs.new.about());
    let mut notes = Vec::new();
    if old.id.value != new.id.value {
        notes.push(format!(
            "These are two rubrics: a card made with {} is no card of {}.",
            old.id, new.id
        ));
    } else if !areas.is_empty() && old.version == new.version {
        notes.push(format!("Both call themselves version {}: raise it, so that a card says which one it was made with.", old.version));
    }
    if changes_verdicts(areas) {
        notes.push("Weights, required criteria, knock-outs or decision rules changed: equal scores can lead to another verdict, so compute the verdicts that you compare with one of the two.".to_owned());
    }
    let renamed = renamed(areas);
    if !renamed.is_empty() {
        notes.push(format!(
            "Cards made with the older one use the old ids: {}.",
            renamed.join(", ")
        ));
    }
    let renumbered = renumbered(pairs);
    if !renumbered.is_empty() {
        notes.push(format!(
            "Indicators are ticked by their number, and these are numbered anew: {}.",
            renumbered.join(", ")
        ));
    }
    notes
}

fn changes_verdicts(areas: &[AreaChanges]) -> bool {
    all_changes(areas).any(|(area, change)| match area {
        Area::Decision => true,
        Area::Knockout => {
            let in_words_only = matches!(change.aspect, Some("question" | "reason" | "column"));
            change.kind != Kind::Renamed && !in_words_only
        }
        _ => matches!(change.aspect, Some("weight" | "required")),
    })
}

/// The renames of what cards name.
fn renamed(areas: &[AreaChanges]) -> Vec<String> {
    let on_cards = all_changes(areas).filter(|(area, change)| {
        change.kind == Kind::Renamed && !matches!(area, Area::Discipline | Area::Knockout)
    });
    on_cards
        .filter_map(|(_, change)| {
            let (old, new) = change.old.as_ref().zip(change.new.as_ref())?;
            Some(format!("{old} for {new}"))
        })
        .collect()
}

fn all_changes(areas: &[AreaChanges]) -> impl Iterator<Item = (Area, &Change)> {
    areas.iter().flat_map(|area| {
        let changes = area.subjects.iter().flat_map(|subject| &subject.changes);
        changes.map(|change| (area.area, change))
    })
}

/// What keeps its indicators but counts them differently.
fn renumbered(pairs: &Pairs<'_>) -> Vec<String> {
    let both = pairs
        .all()
        .into_iter()
        .filter_map(|(old, new)| old.zip(new));
    let moved = both.filter(|(old, new)| {
        old.facts.iter().any(|fact| {
            let Value::List(before) = &fact.value else {
                return false;
            };
            let now = new.facts.iter().find(|now| now.aspect == fact.aspect);
            let Some(Value::List(now)) = now.map(|now| &now.value) else {
                return false;
            };
            let stays = |(idx, text): (usize, &String)| match now.iter().position(|at| at == text) {
                Some(place) => place == idx,
                None => true,
            };
            fact.aspect.ends_with("indicators") && !before.iter().enumerate().all(stays)
        })
    });
    moved.map(|(_, new)| new.id.clone()).collect()
}
