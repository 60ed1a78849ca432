//! What was rated: a criterion, or a criterion at a level.
//!
//! A criterion of one rubric is never that of another. At different levels the same criterion may
//! ask for more, so it is an item of its own at each, unless that leaves too few ratings to tell
//! how hard it is.

use std::collections::HashMap;

use super::{Grain, Labels};

/// Ratings that there must be for an item on average, for a criterion to be one at each level.
pub(super) const ENOUGH_FOR_LEVELS: usize = 200;

/// One item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// `criterion`, `rubric/criterion`, with `@level` behind it where levels are told apart.
    pub id: String,
    /// The criterion.
    pub criterion: String,
    /// Its rubric, where ratings have one.
    pub rubric: Option<String>,
    /// The level, where levels are told apart.
    pub level: Option<String>,
}

/// Numbers of distinct combinations, as first seen.
#[derive(Default)]
struct Numbers {
    by_parts: HashMap<Parts, u32>,
    parts: Vec<Parts>,
}

/// Criterion, rubric, level.
type Parts = (u32, Option<u32>, Option<u32>);

impl Numbers {
    fn number(&mut self, parts: Parts) -> u32 {
        *self.by_parts.entry(parts).or_insert_with(|| {
            self.parts.push(parts);
            u32::try_from(self.parts.len() - 1).unwrap_or(u32::MAX)
        })
    }
}

/// Items with the number that each rating has.
pub(super) struct Chosen {
    pub(super) items: Vec<Item>,
    pub(super) grain: Grain,
    pub(super) of_rating: Vec<u32>,
}

/// For each rating the number of its criterion within its rubric.
pub(super) fn within_rubrics(criteria: &[u32], rubrics: &Labels) -> Vec<u32> {
    if rubrics.is_empty() {
        return criteria.to_vec();
    }
    let mut numbers = Numbers::default();
    let parts = criteria.iter().enumerate();
    parts
        .map(|(at, criterion)| numbers.number((*criterion, rubrics.number(at), None)))
        .collect()
}

/// Decides what is an item.
pub(super) fn choose(
    criteria: &[u32],
    names: &[String],
    rubrics: &Labels,
    levels: &Labels,
) -> Chosen {
    let at_levels = number(criteria, rubrics, levels);
    let n_least = ENOUGH_FOR_LEVELS * at_levels.0.parts.len();
    let tells = levels.names.len() > 1 && criteria.len() >= n_least;
    let (numbers, of_rating) = if tells {
        at_levels
    } else {
        number(criteria, rubrics, &Labels::default())
    };
    let items = numbers.parts.iter().map(|(criterion, rubric, level)| {
        let name =
            |labels: &Labels, at: &Option<u32>| at.map(|at| labels.names[at as usize].clone());
        item(
            names[*criterion as usize].clone(),
            name(rubrics, rubric),
            name(levels, level),
        )
    });
    Chosen {
        items: items.collect(),
        grain: if tells {
            Grain::CriterionAtLevel
        } else {
            Grain::Criterion
        },
        of_rating,
    }
}

fn number(criteria: &[u32], rubrics: &Labels, levels: &Labels) -> (Numbers, Vec<u32>) {
    let mut numbers = Numbers::default();
    let parts = criteria.iter().enumerate();
    let of_rating = parts
        .map(|(at, criterion)| numbers.number((*criterion, rubrics.number(at), levels.number(at))))
        .collect();
    (numbers, of_rating)
}

fn item(criterion: String, rubric: Option<String>, level: Option<String>) -> Item {
    let mut id = match &rubric {
        Some(rubric) => format!("{rubric}/{criterion}"),
        None => criterion.clone(),
    };
    if let Some(level) = &level {
        id.push('@');
        id.push_str(level);
    }
    Item {
        id,
        criterion,
        rubric,
        level,
    }
}
