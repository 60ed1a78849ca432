//! What each resume criterion counts for at a level, and how far its numbers reach.

use crate::rubric::{CriterionIdx, LevelIdx, PointIdx, Rubric};

/// The resume criteria that hold at a level.
#[derive(Debug, Clone)]
pub struct Weighing {
    parts: Vec<Part>,
    /// Distance between the bar and the point under it.
    step: f64,
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Which.
    pub criterion: CriterionIdx,
    /// Its weight at the level; 0 or more.
    pub weight: f64,
    /// The least it can get: the scale's lowest number, or 0 for no.
    pub least: f64,
    /// The most: the scale's highest number, or 1 for yes.
    pub most: f64,
    /// Whether it is answered with yes or no.
    pub is_yes_no: bool,
}

impl Weighing {
    /// Of a rubric's level.
    #[must_use]
    pub fn of(rubric: &Rubric, level: LevelIdx) -> Self {
        let scale = rubric.scale();
        let parts = rubric.criterion_places().filter_map(|idx| {
            let criterion = rubric.criterion(idx);
            let is_here = !criterion.is_panel() && criterion.levels.include(level);
            let is_yes_no = criterion.is_yes_no();
            let (least, most) = if is_yes_no {
                (0.0, 1.0)
            } else {
                (scale.lowest(), scale.highest())
            };
            is_here.then(|| Part {
                criterion: idx,
                weight: criterion.weight(level),
                least,
                most,
                is_yes_no,
            })
        });
        Self {
            parts: parts.collect(),
            step: scale.step(),
        }
    }

    /// The criteria, in the rubric's order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// A criterion's part; none where it is no resume criterion of the level.
    #[must_use]
    pub fn part(&self, criterion: CriterionIdx) -> Option<&Part> {
        self.parts.iter().find(|part| part.criterion == criterion)
    }

    /// Distance between the bar and the point under it, in points of the scale.
    #[must_use]
    pub fn step(&self) -> f64 {
        self.step
    }

    /// Whether anything counts at all.
    #[must_use]
    pub fn has_weight(&self) -> bool {
        self.parts.iter().any(|part| part.weight > 0.0)
    }

    /// The share of the weight that lies on some criteria, 0 to 1; 0 where nothing counts.
    #[must_use]
    pub fn coverage(&self, is_scored: impl Fn(CriterionIdx) -> bool) -> f64 {
        let all: f64 = self.parts.iter().map(|part| part.weight).sum();
        let scored = self.parts.iter().filter(|part| is_scored(part.criterion));
        let scored: f64 = scored.map(|part| part.weight).sum();
        if all > 0.0 { scored / all } else { 0.0 }
    }

    /// The weighted share of the most, `Σ w·value / Σ w·most`, over the criteria that have a
    /// value. None where that most is not over 0.
    #[must_use]
    pub fn share(&self, value: impl Fn(&Part) -> Option<f64>) -> Option<f64> {
        let scored = self
            .parts
            .iter()
            .filter_map(|part| Some((part, value(part)?)));
        let (sum, most) = scored.fold((0.0, 0.0), |(sum, most), (part, value)| {
            (sum + part.weight * value, most + part.weight * part.most)
        });
        (most > 0.0).then(|| sum / most)
    }
}

impl Part {
    /// A point as a number of this criterion: the scale's, or how far it lies from no to yes.
    #[must_use]
    pub fn value(&self, rubric: &Rubric, point: PointIdx) -> f64 {
        let scale = rubric.scale();
        let value = scale.value(point);
        if self.is_yes_no {
            (value - scale.lowest()) / (scale.highest() - scale.lowest())
        } else {
            value
        }
    }
}
