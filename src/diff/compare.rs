//! The changes, entry by entry and fact by fact.

use std::collections::{BTreeMap, BTreeSet};

use super::entries::Entry;
use super::facts::{Fact, Value};
use super::pairs::{LevelPair, Pairs, Side};
use super::{Area, AreaChanges, Change, Kind, SubjectChanges};
use crate::rubric::{LevelIdx, Named, Rubric};

/// Everything that changed, by area. Areas and subjects without a change are left out.
pub(super) fn areas(pairs: &Pairs<'_>) -> Vec<AreaChanges> {
    let mut found: BTreeMap<Area, Vec<SubjectChanges>> = BTreeMap::new();
    for (old, new) in pairs.all() {
        let Some(shown) = new.or(old) else { continue };
        let changes = entry(pairs, old, new);
        if !changes.is_empty() {
            let subject = Named {
                id: shown.id.clone(),
                title: shown.title.clone(),
            };
            let subjects = found.entry(shown.area).or_default();
            subjects.push(SubjectChanges { subject, changes });
        }
    }
    for (area, subject) in orders(pairs) {
        found.entry(area).or_default().push(subject);
    }
    let areas = found.into_iter();
    areas
        .map(|(area, subjects)| AreaChanges {
            area,
            title: area.title(),
            subjects,
        })
        .collect()
}

fn entry(pairs: &Pairs<'_>, old: Option<&Entry>, new: Option<&Entry>) -> Vec<Change> {
    let only_at = concerned(pairs, old, new);
    let whole = |kind: Kind, old: Option<&str>, new: Option<&str>| Change {
        kind,
        aspect: None,
        point: None,
        only_at: only_at.clone(),
        old: old.map(str::to_owned),
        new: new.map(str::to_owned),
        short: false,
        reworded: None,
        removed: Vec::new(),
        added: Vec::new(),
    };
    match (old, new) {
        (Some(old), Some(new)) => {
            let renamed =
                (old.id != new.id).then(|| whole(Kind::Renamed, Some(&old.id), Some(&new.id)));
            let mut changes: Vec<_> = renamed.into_iter().collect();
            changes.extend(facts(pairs, old, new, &only_at));
            changes
        }
        (Some(old), None) => vec![whole(Kind::Removed, Some(&old.text), None)],
        (None, Some(new)) => vec![whole(Kind::Added, None, Some(&new.text))],
        (None, None) => Vec::new(),
    }
}

/// The levels that an entry concerns in either rubric; none where it concerns all.
fn concerned(pairs: &Pairs<'_>, old: Option<&Entry>, new: Option<&Entry>) -> Vec<Named> {
    let levels = pairs.levels();
    let is_level = |entry: &Entry, rubric: &Rubric, idx| *rubric.level(idx).id == *entry.id;
    let holds = |entry: Option<&Entry>, rubric: &Rubric, level| {
        entry
            .zip(level)
            .is_some_and(|(entry, idx)| match entry.area {
                Area::Level => is_level(entry, rubric, idx),
                _ => entry.levels.include(idx),
            })
    };
    let concerns =
        |pair: &LevelPair| holds(old, pairs.old, pair.old) || holds(new, pairs.new, pair.new);
    named_where(pairs, levels, concerns)
}

/// The levels for which something holds; none where it holds for all.
fn named_where(
    pairs: &Pairs<'_>,
    levels: &[LevelPair],
    holds: impl Fn(&LevelPair) -> bool,
) -> Vec<Named> {
    let found: Vec<_> = levels.iter().filter(|pair| holds(pair)).collect();
    if found.len() == levels.len() {
        return Vec::new();
    }
    let names = found.into_iter().map(|pair| pairs.level_name(*pair));
    names.collect()
}

/// What tells the facts of an entry apart.
type Key<'a> = (&'static str, Option<&'a str>);

/// Compares two entries fact by fact. What changed alike at several levels is one change.
fn facts(pairs: &Pairs<'_>, old: &Entry, new: &Entry, only_at: &[Named]) -> Vec<Change> {
    let mut changes = Vec::new();
    for key in keys(old, new) {
        let whole = (find(old, key, None), find(new, key, None));
        if let Some(change) = change(pairs, key, whole) {
            let only_at = only_at.to_vec();
            changes.push(Change { only_at, ..change });
        }
        changes.extend(at_levels(pairs, key, old, new));
    }
    changes
}

fn at_levels(pairs: &Pairs<'_>, key: Key<'_>, old: &Entry, new: &Entry) -> Vec<Change> {
    let levels = pairs.levels();
    let mut found: Vec<(Change, Vec<LevelPair>)> = Vec::new();
    for pair in levels {
        // What comes or goes with a level is told with the level.
        let (Some(old_level), Some(new_level)) = (pair.old, pair.new) else {
            continue;
        };
        let values = (
            find(old, key, Some(old_level)),
            find(new, key, Some(new_level)),
        );
        let Some(change) = change(pairs, key, values) else {
            continue;
        };
        match found.iter_mut().find(|(earlier, _)| *earlier == change) {
            Some((_, at)) => at.push(*pair),
            None => found.push((change, vec![*pair])),
        }
    }
    let named = |at: Vec<LevelPair>| named_where(pairs, levels, |pair| at.contains(pair));
    let found = found.into_iter().map(|(change, at)| Change {
        only_at: named(at),
        ..change
    });
    found.collect()
}

/// The kinds of facts that either entry has, each once, in their order.
fn keys<'e>(old: &'e Entry, new: &'e Entry) -> Vec<Key<'e>> {
    let mut keys: Vec<Key<'e>> = Vec::new();
    for fact in new.facts.iter().chain(&old.facts) {
        let key = (fact.aspect, fact.point.as_deref());
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

fn find<'e>(entry: &'e Entry, key: Key<'_>, level: Option<LevelIdx>) -> Option<&'e Value> {
    let is_it = |fact: &&Fact| (fact.aspect, fact.point.as_deref()) == key && fact.level == level;
    entry.facts.iter().find(is_it).map(|fact| &fact.value)
}

/// How one fact differs, if it does.
fn change(
    pairs: &Pairs<'_>,
    (aspect, point): Key<'_>,
    (old, new): (Option<&Value>, Option<&Value>),
) -> Option<Change> {
    let bare = Change {
        kind: Kind::Changed,
        aspect: Some(aspect),
        point: point.map(|id| pairs.point_title(id)),
        only_at: Vec::new(),
        old: None,
        new: None,
        short: false,
        reworded: None,
        removed: Vec::new(),
        added: Vec::new(),
    };
    match (old, new) {
        (Some(Value::Text(_)), _) | (_, Some(Value::Text(_))) => {
            let text = |value: Option<&Value>| match value {
                Some(Value::Text(text)) => Some(text.clone()),
                _ => None,
            };
            texts(bare, text(old), text(new))
        }
        (Some(Value::Refs(area, _)), _) | (_, Some(Value::Refs(area, _))) => {
            refs(pairs, bare, *area, items(old), items(new))
        }
        (Some(Value::List(_)), _) | (_, Some(Value::List(_))) => {
            let change = lists(bare.clone(), items(old), items(new));
            change.or_else(|| reordered(bare, items(old), items(new)))
        }
        _ => lists(bare, items(old), items(new)),
    }
}

fn items(value: Option<&Value>) -> &[String] {
    match value {
        Some(Value::List(items) | Value::Set(items) | Value::Refs(_, items)) => items,
        Some(Value::Text(_)) | None => &[],
    }
}

fn texts(bare: Change, old: Option<String>, new: Option<String>) -> Option<Change> {
    (old != new).then(|| bare.between(old, new))
}

/// References differ where they lead elsewhere, not where what they lead to has a new id.
fn refs(
    pairs: &Pairs<'_>,
    bare: Change,
    area: Area,
    old: &[String],
    new: &[String],
) -> Option<Change> {
    let followed: Vec<_> = new.iter().map(|id| pairs.old_id(area, id)).collect();
    let (before, now): (BTreeSet<&str>, BTreeSet<&str>) = (
        old.iter().map(String::as_str).collect(),
        followed.iter().copied().collect(),
    );
    let gone = old.iter().filter(|id| !now.contains(id.as_str()));
    let come = new
        .iter()
        .zip(&followed)
        .filter(|(_, old_id)| !before.contains(*old_id));
    let title = |side: Side, id: &str| pairs.title(side, area, id).to_owned();
    let removed: Vec<_> = gone.map(|id| title(Side::Old, id)).collect();
    let added: Vec<_> = come.map(|(id, _)| title(Side::New, id)).collect();
    if removed.is_empty() && added.is_empty() {
        return None;
    }
    let moved = area == Area::Round && !removed.is_empty() && !added.is_empty();
    let kind = if moved { Kind::Moved } else { Kind::Changed };
    let bare = Change { kind, ..bare };
    if old.len() <= 1 && new.len() <= 1 {
        return texts(bare, removed.into_iter().next(), added.into_iter().next());
    }
    Some(Change {
        removed,
        added,
        ..bare
    })
}

fn lists(bare: Change, old: &[String], new: &[String]) -> Option<Change> {
    let without = |items: &[String], others: &[String]| -> Vec<String> {
        let others: BTreeSet<_> = others.iter().collect();
        let rest = items.iter().filter(|item| !others.contains(item));
        rest.cloned().collect()
    };
    let (removed, added) = (without(old, new), without(new, old));
    (!removed.is_empty() || !added.is_empty()).then_some(Change {
        removed,
        added,
        ..bare
    })
}

fn reordered(bare: Change, old: &[String], new: &[String]) -> Option<Change> {
    (old != new).then(|| Change {
        kind: Kind::Reordered,
        old: Some(old.join("; ")),
        new: Some(new.join("; ")),
        ..bare
    })
}

/// Levels and rounds have an order of their own; that of questions decides which are planned.
fn orders(pairs: &Pairs<'_>) -> Vec<(Area, SubjectChanges)> {
    let ordered = [
        (Area::Level, "the levels"),
        (Area::Round, "the rounds"),
        (Area::Question, "the questions of a round"),
    ];
    let found = ordered.into_iter().filter_map(|(area, title)| {
        let change = match area {
            Area::Question => question_order(pairs),
            _ => order(&kept(pairs, area)),
        }?;
        let subject = Named {
            id: "order".to_owned(),
            title: format!("Order of {title}"),
        };
        let changes = vec![change];
        Some((area, SubjectChanges { subject, changes }))
    });
    found.collect()
}

/// What both rubrics have of an area, in the order of the new one.
fn kept<'s>(pairs: &'s Pairs<'_>, area: Area) -> Vec<(&'s Entry, &'s Entry)> {
    let both = pairs
        .all()
        .into_iter()
        .filter_map(|(old, new)| old.zip(new));
    both.filter(|(old, _)| old.area == area).collect()
}

/// Whether entries stand in another order than before.
fn order(kept: &[(&Entry, &Entry)]) -> Option<Change> {
    let mut before = kept.to_vec();
    before.sort_by_key(|(old, _)| old.place);
    let titles = |entries: &[(&Entry, &Entry)]| -> Vec<String> {
        let titles = entries.iter().map(|(_, new)| new.title.clone());
        titles.collect()
    };
    let is_same = before
        .iter()
        .zip(kept)
        .all(|((before, _), (now, _))| before.place == now.place);
    (!is_same).then(|| Change {
        kind: Kind::Reordered,
        aspect: None,
        point: None,
        only_at: Vec::new(),
        old: Some(titles(&before).join(", ")),
        new: Some(titles(kept).join(", ")),
        short: false,
        reworded: None,
        removed: Vec::new(),
        added: Vec::new(),
    })
}

/// The first round whose questions stand in another order. Questions that speak to something else
/// now have moved with it and are told by themselves.
fn question_order(pairs: &Pairs<'_>) -> Option<Change> {
    let kept = kept(pairs, Area::Question);
    let refs = |entry: &'_ Entry, aspect| items(find(entry, (aspect, None), None)).to_vec();
    let rounds = pairs.new.rounds().iter();
    let mut changes = rounds.filter_map(|round| {
        let here: Vec<_> = kept
            .iter()
            .copied()
            .filter(|(old, new)| {
                let followed = refs(new, "rounds");
                followed.contains(&round.id.value)
                    && change(pairs, ("rounds", None), both(old, new, "rounds")).is_none()
                    && change(pairs, ("measures", None), both(old, new, "measures")).is_none()
            })
            .collect();
        order(&here)
    });
    changes.next()
}

fn both<'s>(
    old: &'s Entry,
    new: &'s Entry,
    aspect: &'static str,
) -> (Option<&'s Value>, Option<&'s Value>) {
    let key = (aspect, None);
    (find(old, key, None), find(new, key, None))
}
