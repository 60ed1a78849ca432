//! The entries of two rubrics, each with its counterpart.

use std::collections::{BTreeMap, BTreeSet};

use super::Area;
use super::entries::{Entry, entries};
use crate::rubric::{LevelIdx, Named, Rubric};

/// Which of the two rubrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Old,
    New,
}

/// Two rubrics side by side.
#[derive(Debug)]
pub(super) struct Pairs<'a> {
    pub(super) old: &'a Rubric,
    pub(super) new: &'a Rubric,
    old_entries: Vec<Entry>,
    new_entries: Vec<Entry>,
    old_places: BTreeMap<(Area, String), usize>,
    new_places: BTreeMap<(Area, String), usize>,
    /// The old ids of what has a new one.
    renamed: BTreeMap<(Area, String), String>,
    levels: Vec<LevelPair>,
}

/// A level of either rubric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LevelPair {
    pub(super) old: Option<LevelIdx>,
    pub(super) new: Option<LevelIdx>,
}

impl<'a> Pairs<'a> {
    pub(super) fn of(old: &'a Rubric, new: &'a Rubric) -> Self {
        let (old_entries, new_entries) = (entries(old), entries(new));
        let (old_places, new_places) = (places(&old_entries), places(&new_entries));
        let mut pairs = Self {
            old,
            new,
            old_entries,
            new_entries,
            old_places,
            new_places,
            renamed: BTreeMap::new(),
            levels: Vec::new(),
        };
        pairs.renamed = pairs.find_renamed();
        pairs.levels = pairs.find_levels();
        pairs.follow_points();
        pairs
    }

    /// Calls the points of the new facts as the old rubric does, so that they can be matched.
    fn follow_points(&mut self) {
        let mut entries = std::mem::take(&mut self.new_entries);
        for fact in entries.iter_mut().flat_map(|entry| &mut entry.facts) {
            let followed = fact.point.as_deref().map(|id| self.old_id(Area::Scale, id));
            fact.point = followed.map(str::to_owned);
        }
        self.new_entries = entries;
    }

    /// What a point is called, by the id that facts have after [`Self::follow_points`].
    pub(super) fn point_title(&self, id: &str) -> String {
        let is_old = self.old_places.contains_key(&(Area::Scale, id.to_owned()));
        let side = if is_old { Side::Old } else { Side::New };
        self.title(side, Area::Scale, id).to_owned()
    }

    /// What is gone and what is new, where they say the same: each has one counterpart at most.
    fn find_renamed(&self) -> BTreeMap<(Area, String), String> {
        let mut gone: BTreeMap<(Area, &str), Vec<&str>> = BTreeMap::new();
        for entry in self.old_entries.iter().rev() {
            if !self.new_places.contains_key(&key(entry)) && !entry.text.is_empty() {
                let same_text = gone.entry((entry.area, &entry.text)).or_default();
                same_text.push(&entry.id);
            }
        }
        let mut renamed = BTreeMap::new();
        for entry in &self.new_entries {
            if self.old_places.contains_key(&key(entry)) {
                continue;
            }
            let same_text = gone.get_mut(&(entry.area, entry.text.as_str()));
            if let Some(id) = same_text.and_then(Vec::pop) {
                renamed.insert(key(entry), id.to_owned());
            }
        }
        renamed
    }

    /// Entries with their counterparts: those of the new rubric in its order, then what is gone.
    pub(super) fn all(&self) -> Vec<(Option<&Entry>, Option<&Entry>)> {
        let mut taken = BTreeSet::new();
        let mut found = Vec::new();
        for entry in &self.new_entries {
            let id = self.old_id(entry.area, &entry.id).to_owned();
            let place = self.old_places.get(&(entry.area, id));
            taken.extend(place.copied());
            found.push((place.map(|idx| &self.old_entries[*idx]), Some(entry)));
        }
        let gone = (0..self.old_entries.len()).filter(|idx| !taken.contains(idx));
        found.extend(gone.map(|idx| (Some(&self.old_entries[idx]), None)));
        found
    }

    /// What the old rubric calls something of the new one. Scored exercises are criteria too, of
    /// the same id.
    pub(super) fn old_id<'s>(&'s self, area: Area, new_id: &'s str) -> &'s str {
        let as_what = |area: Area| self.renamed.get(&(area, new_id.to_owned()));
        let exercise = || match area {
            Area::Criterion => as_what(Area::Exercise),
            _ => None,
        };
        as_what(area)
            .or_else(exercise)
            .map_or(new_id, String::as_str)
    }

    /// The title of something that one of the rubrics refers to.
    pub(super) fn title<'s>(&'s self, side: Side, area: Area, id: &'s str) -> &'s str {
        let (entries, places) = match side {
            Side::Old => (&self.old_entries, &self.old_places),
            Side::New => (&self.new_entries, &self.new_places),
        };
        let place = |area: Area| places.get(&(area, id.to_owned()));
        let found = place(area).or_else(|| place(Area::Exercise));
        found.map_or(id, |idx| &entries[*idx].title)
    }

    /// The levels of either rubric: those of the new one in its order, then what is gone.
    pub(super) fn levels(&self) -> &[LevelPair] {
        &self.levels
    }

    fn find_levels(&self) -> Vec<LevelPair> {
        let new = (0..self.new.levels().len()).map(|idx| {
            let id = self.old_id(Area::Level, &self.new.levels()[idx].id);
            let old = self.old.levels().iter().position(|level| level.id == *id);
            LevelPair {
                old: old.map(LevelIdx),
                new: Some(LevelIdx(idx)),
            }
        });
        let mut found: Vec<_> = new.collect();
        for old in (0..self.old.levels().len()).map(|idx| Some(LevelIdx(idx))) {
            if found.iter().all(|pair| pair.old != old) {
                found.push(LevelPair { old, new: None });
            }
        }
        found
    }

    /// A level as the newer rubric that has it calls it.
    pub(super) fn level_name(&self, pair: LevelPair) -> Named {
        match (pair.new, pair.old) {
            (Some(idx), _) => self.new.named_level(idx),
            (None, Some(idx)) => self.old.named_level(idx),
            (None, None) => unreachable!("a level is of one of the rubrics"),
        }
    }
}

fn key(entry: &Entry) -> (Area, String) {
    (entry.area, entry.id.clone())
}

fn places(entries: &[Entry]) -> BTreeMap<(Area, String), usize> {
    let keys = entries.iter().map(key);
    keys.enumerate().map(|(idx, key)| (key, idx)).collect()
}
