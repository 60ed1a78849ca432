//! The scale that scores are given on.

use super::PointIdx;
use crate::text::Text;

/// 2 to 9 points in ascending order, one of them the bar and not the lowest.
#[derive(Debug, Clone)]
pub struct Scale {
    pub(super) points: Vec<Point>,
    pub(super) bar: PointIdx,
}

/// One point of the scale.
#[derive(Debug, Clone)]
pub struct Point {
    /// Its id.
    pub id: Text,
    /// Its number.
    pub value: i64,
    /// What to call it.
    pub label: Text,
    /// What it means.
    pub meaning: Text,
}

impl Scale {
    /// The points, lowest first.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// One point.
    #[must_use]
    pub fn point(&self, idx: PointIdx) -> &Point {
        &self.points[idx.0]
    }

    /// Its number, as calculations use it.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "values lie within ±1000")]
    pub fn value(&self, idx: PointIdx) -> f64 {
        self.point(idx).value as f64
    }

    /// The point a candidate must reach.
    #[must_use]
    pub fn bar(&self) -> PointIdx {
        self.bar
    }

    /// The point of that id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<PointIdx> {
        self.points
            .iter()
            .position(|point| point.id == id)
            .map(PointIdx)
    }

    /// The point of that value.
    #[must_use]
    pub fn find_value(&self, value: i64) -> Option<PointIdx> {
        self.points
            .iter()
            .position(|point| point.value == value)
            .map(PointIdx)
    }

    /// The lowest number of the scale.
    #[must_use]
    pub fn lowest(&self) -> f64 {
        self.value(PointIdx(0))
    }

    /// The highest number of the scale.
    #[must_use]
    pub fn highest(&self) -> f64 {
        self.value(PointIdx(self.points.len() - 1))
    }

    /// The lowest and the highest point: no and yes where a criterion is answered so.
    #[must_use]
    pub fn ends(&self) -> (PointIdx, PointIdx) {
        (PointIdx(0), PointIdx(self.points.len() - 1))
    }

    /// The distance between the bar and the point under it.
    #[must_use]
    pub fn step(&self) -> f64 {
        self.value(self.bar) - self.value(PointIdx(self.bar.0 - 1))
    }

    /// Half-way between the bar and the point under it: where the bar-line is unless it is set.
    #[must_use]
    pub fn default_bar_line(&self) -> f64 {
        let under = PointIdx(self.bar.0 - 1);
        f64::midpoint(self.value(under), self.value(self.bar))
    }
}
