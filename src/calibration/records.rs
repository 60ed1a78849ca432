//! Ratings as they come from outside, with names in place of numbers only where they are shown.
//!
//! ```text
//! file or store → builder → records → analysis
//! ```
//!
//! Ids are compared after Unicode normalisation; interviewers' also without regard to case, as
//! everywhere ([`crate::scorecard::identity_key`]). They are shown as they were first seen.

mod builder;
mod card;
mod check;
mod columns;
mod items;
mod names;
mod read;
mod repeats;

use serde::Serialize;

use crate::document::Date;

pub use builder::{Builder, Told};
pub use card::of_card;
pub use items::Item;
pub use read::{MAX_BYTES, read};

/// Most different points that severities are estimated from: of more there are too few ratings each.
pub const MOST_MODELLED: usize = 20;

/// One rating. Candidates, interviewers and items are numbered from 0 by
/// their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// Who was rated.
    pub candidate: u32,
    /// By whom.
    pub interviewer: u32,
    /// On what: the place in [`Records::items`].
    pub item: u32,
    /// The point given.
    pub score: i32,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grain {
    /// A criterion, the same at every level.
    #[default]
    Criterion,
    /// A criterion at a level.
    CriterionAtLevel,
}

/// A label for each of some things; most files have none of a kind.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    /// The distinct labels, as first seen.
    pub names: Vec<String>,
    /// For each thing the place in `names`, or [`Labels::NONE`]; empty where nothing has one.
    of: Vec<u32>,
}

impl Labels {
    /// In place of a label.
    const NONE: u32 = u32::MAX;

    /// The number of a thing's label.
    #[must_use]
    pub fn number(&self, thing: usize) -> Option<u32> {
        self.of.get(thing).copied().filter(|at| *at != Self::NONE)
    }

    /// A thing's label.
    #[must_use]
    pub fn of(&self, thing: usize) -> Option<&str> {
        let number = self.number(thing)?;
        Some(&self.names[number as usize])
    }

    /// Whether nothing has a label.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// Gives the things new numbers.
    fn renumber(&mut self, places: &[u32]) {
        if self.of.is_empty() {
            return;
        }
        let mut of = vec![Self::NONE; places.len()];
        for (label, place) in self.of.iter().zip(places) {
            of[*place as usize] = *label;
        }
        self.of = of;
    }

    /// Labels the next of the things, of which `n` came before.
    fn push(&mut self, n: usize, number: Option<u32>) {
        if let Some(number) = number {
            self.of.resize(n, Self::NONE);
            self.of.push(number);
        }
    }
}

/// What a source has and does not give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct LeftOut {
    /// Candidates for whom whoever asks has a card due; nothing of them is in any figure.
    pub candidates: usize,
    /// Cards that are sealed.
    pub sealed_cards: usize,
    /// Cards of resume reviews, which are no part of a panel's decision.
    pub resume_reviews: usize,
}

/// All ratings of a run.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// Candidates' ids. Some may have no rating.
    pub candidates: Vec<String>,
    /// Interviewers' signatures.
    pub interviewers: Vec<String>,
    /// What was rated.
    pub items: Vec<Item>,
    /// What an item is.
    pub grain: Grain,
    /// The ratings, in the order of the source; trainees' too.
    pub ratings: Vec<Record>,
    /// Whether a rating is a trainee's, which counts in nothing; empty where none is.
    shadow: Vec<bool>,
    /// The day of each rating; empty where no rating has one.
    dates: Vec<Option<Date>>,
    /// The round of each rating.
    pub rounds: Labels,
    /// The level of each rating.
    pub levels: Labels,
    /// The rubric of each rating.
    pub rubrics: Labels,
    /// The group of each candidate.
    pub groups: Labels,
    /// Rows that say there is no score.
    pub n_missing: usize,
    /// What the source has and did not give.
    pub left_out: LeftOut,
    /// The points of the scale, ascending, where the source says; else empty.
    pub scale: Vec<i32>,
}

impl Records {
    /// Whether a rating is a trainee's.
    #[must_use]
    pub fn is_shadow(&self, rating: usize) -> bool {
        self.shadow.get(rating).copied().unwrap_or_default()
    }

    /// The day of a rating.
    #[must_use]
    pub fn date(&self, rating: usize) -> Option<Date> {
        self.dates.get(rating).copied().flatten()
    }

    /// The ratings that count, which are all but trainees'.
    pub fn counted(&self) -> impl Iterator<Item = &Record> + Clone {
        let ratings = self.ratings.iter().enumerate();
        let counted = ratings.filter(|(at, _)| !self.is_shadow(*at));
        counted.map(|(_, rating)| rating)
    }

    /// How many ratings are trainees'.
    #[must_use]
    pub fn n_shadow(&self) -> usize {
        self.shadow.iter().filter(|shadow| **shadow).count()
    }

    /// The points that were given, ascending, by ratings that count.
    #[must_use]
    pub fn points(&self) -> Vec<i32> {
        let mut points: Vec<i32> = Vec::new();
        for rating in self.counted() {
            if let Err(at) = points.binary_search(&rating.score) {
                points.insert(at, rating.score);
            }
        }
        points
    }
}
