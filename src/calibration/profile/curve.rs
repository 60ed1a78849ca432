//! The fair scale of one criterion, worked out once on a grid.

use crate::calibration::fair::FairScale;
use crate::calibration::table::{N_POINTS, around, position};

/// `F_i(θ)`, interpolated as pairs' rows are ([`crate::calibration::table`]); outside the grid it
/// is worked out.
#[derive(Debug, Clone)]
pub(super) struct Curve {
    scale: FairScale,
    grid: Vec<f64>,
}

impl Curve {
    pub(super) fn new(scale: FairScale) -> Self {
        let grid = (0..N_POINTS).map(|point| scale.at(position(point)));
        Self {
            grid: grid.collect(),
            scale,
        }
    }

    pub(super) fn at(&self, theta: f64) -> f64 {
        let Some((first, weights)) = around(theta) else {
            return self.scale.at(theta);
        };
        let points = weights.iter().zip(&self.grid[first..]);
        points.map(|(weight, value)| weight * value).sum()
    }
}
