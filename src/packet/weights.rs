//! What criteria count for.

use crate::rubric::{CriterionIdx, LevelIdx, Rubric};

/// What each criterion counts for at a level.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights(Vec<f64>);

impl Weights {
    /// As the rubric has them.
    #[must_use]
    pub fn of(rubric: &Rubric, level: LevelIdx) -> Self {
        let criteria = rubric.criteria().iter();
        Self(criteria.map(|one| one.weight(level)).collect())
    }

    /// What a criterion counts for; 0 or more.
    #[must_use]
    pub fn at(&self, criterion: CriterionIdx) -> f64 {
        self.0[criterion.get()]
    }

    /// All of them, by the criteria's places.
    #[must_use]
    pub fn all(&self) -> &[f64] {
        &self.0
    }

    /// The same with another weight of one criterion. One that is under 0 or not finite counts
    /// nothing.
    #[must_use]
    pub fn with(mut self, criterion: CriterionIdx, weight: f64) -> Self {
        self.0[criterion.get()] = if weight.is_finite() {
            weight.max(0.0)
        } else {
            0.0
        };
        self
    }
}
