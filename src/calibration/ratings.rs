//! Ratings: one number that one interviewer gave one candidate on one criterion.

use std::collections::BTreeMap;

/// One rating. Candidates, interviewers and criteria are numbered from 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rating {
    /// Who was rated.
    pub candidate: usize,
    /// By whom.
    pub interviewer: usize,
    /// On what.
    pub criterion: usize,
    /// The scale value given.
    pub score: f64,
}

/// All ratings of a run, by candidate.
#[derive(Debug, Clone, Default)]
pub struct Ratings {
    by_candidate: BTreeMap<usize, Vec<Rating>>,
}

/// One candidate's ratings on one criterion; at least one.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The criterion.
    pub criterion: usize,
    /// Its ratings.
    pub ratings: Vec<Rating>,
}

impl Cell {
    /// The mean of its ratings.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let sum: f64 = self.ratings.iter().map(|rating| rating.score).sum();
        sum / crate::text::count(self.ratings.len())
    }
}

impl Ratings {
    /// The ratings of one candidate, a cell a criterion, in the order of the criteria.
    #[must_use]
    pub fn cells(&self, candidate: usize) -> Vec<Cell> {
        let mut cells: BTreeMap<usize, Vec<Rating>> = BTreeMap::new();
        for rating in self.by_candidate.get(&candidate).into_iter().flatten() {
            cells.entry(rating.criterion).or_default().push(*rating);
        }
        cells
            .into_iter()
            .map(|(criterion, ratings)| Cell { criterion, ratings })
            .collect()
    }
}

impl FromIterator<Rating> for Ratings {
    fn from_iter<I: IntoIterator<Item = Rating>>(ratings: I) -> Self {
        let mut found = Self::default();
        for rating in ratings {
            found
                .by_candidate
                .entry(rating.candidate)
                .or_default()
                .push(rating);
        }
        found
    }
}
