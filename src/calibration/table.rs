//! What pairs say, worked out once for each kind of pair on a grid of positions.
//!
//! Between grid points a row is interpolated by the polynomial through the six around it (Lagrange;
//! with a distance of 1/8 logit the error of values and slopes is under 2e-6). Kinds with few
//! pairs, and positions outside the grid, are worked out directly.

use rayon::prelude::*;

use super::design::Design;
use super::pair::{Evaluator, Layout};
use super::quadrature::Quadrature;
use super::steps::Steps;
use crate::text::count;

/// Distance of grid points, in logits.
const DISTANCE: f64 = 0.125;

/// The grid reaches from the negative of this to this, in logits.
const REACH: f64 = 8.0;

/// Grid points that a position is interpolated from.
const AROUND: usize = 6;

/// A kind of fewer pairs than this is not worth a grid.
const WORTH_A_GRID: usize = 12;

/// The rows of all kinds of pairs, for one state of the steps and one halo.
#[derive(Debug)]
pub struct Tables<'a> {
    design: &'a Design,
    steps: &'a Steps,
    halo: f64,
    rule: &'a Quadrature,
    layouts: Vec<Layout>,
    grids: Vec<Option<Vec<f64>>>,
}

impl<'a> Tables<'a> {
    /// Works out the grids.
    #[must_use]
    pub fn new(design: &'a Design, steps: &'a Steps, halo: f64, rule: &'a Quadrature) -> Self {
        let layouts: Vec<_> = (design.classes.iter())
            .map(|class| Layout::new(steps, class))
            .collect();
        let classes: Vec<_> = (0..layouts.len()).collect();
        let by_class: Vec<Vec<(usize, Vec<f64>)>> = classes
            .par_iter()
            .map(|class| {
                grids_of(
                    design,
                    &mut Evaluator::new(steps, halo, rule),
                    &layouts[*class],
                    *class,
                )
            })
            .collect();
        let mut grids = vec![None; design.kinds.len()];
        for (kind, grid) in by_class.into_iter().flatten() {
            grids[kind] = Some(grid);
        }
        Self {
            design,
            steps,
            halo,
            rule,
            layouts,
            grids,
        }
    }

    /// The layout of a kind's rows.
    #[must_use]
    pub fn layout(&self, kind: u32) -> &Layout {
        &self.layouts[self.design.kinds[kind as usize].class as usize]
    }

    /// How many parameters the steps have.
    #[must_use]
    pub fn n_parameters(&self) -> usize {
        self.steps.parameters().len()
    }

    /// What works out rows where there is no grid.
    #[must_use]
    pub fn evaluator(&self) -> Evaluator<'_> {
        Evaluator::new(self.steps, self.halo, self.rule)
    }

    /// The first `n` numbers of a kind's row at a position.
    pub fn row(
        &self,
        evaluator: &mut Evaluator<'_>,
        kind: u32,
        xi: f64,
        row: &mut Vec<f64>,
        n: usize,
    ) {
        let layout = self.layout(kind);
        if let (Some(grid), Some((first, weights))) = (&self.grids[kind as usize], around(xi)) {
            let width = layout.width();
            row.clear();
            row.resize(n, 0.0);
            for (point, weight) in weights.iter().enumerate() {
                let from = (first + point) * width;
                for (sum, value) in row.iter_mut().zip(&grid[from..from + n]) {
                    *sum += weight * value;
                }
            }
        } else {
            let of = self.design.kinds[kind as usize];
            row.clear();
            row.resize(layout.width(), 0.0);
            evaluator.row(layout, of, xi, row);
            row.truncate(n);
        }
    }

    /// Whether a kind has a grid.
    #[must_use]
    pub fn has_grid(&self, kind: u32) -> bool {
        self.grids[kind as usize].is_some()
    }

    /// The sum of a kind's rows from the number `from` on, each grid point with its weight.
    #[must_use]
    pub fn sum(&self, kind: u32, weights: &[f64], from: usize) -> Vec<f64> {
        let width = self.layout(kind).width();
        let mut sum = vec![0.0; width - from];
        let grid = self.grids[kind as usize].as_deref().unwrap_or_default();
        for (row, weight) in grid.chunks(width).zip(weights) {
            if *weight != 0.0 {
                for (sum, value) in sum.iter_mut().zip(&row[from..]) {
                    *sum += weight * value;
                }
            }
        }
        sum
    }
}

/// Points of a grid.
pub const N_POINTS: usize = 129;

/// Where a grid point is, in logits.
#[must_use]
pub fn position(point: usize) -> f64 {
    count(point) * DISTANCE - REACH
}

/// The first of the grid points that a position is interpolated from, with their weights; none
/// outside the grid.
#[must_use]
pub fn around(xi: f64) -> Option<(usize, [f64; AROUND])> {
    if xi.abs() >= REACH {
        return None;
    }
    let at = (xi + REACH) / DISTANCE;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies within the grid"
    )]
    let under = at as usize;
    let first = under.saturating_sub(2).min(N_POINTS - AROUND);
    Some((first, lagrange(at - count(first))))
}

/// The grids of a class's kinds that are worth one, with their numbers.
fn grids_of(
    design: &Design,
    evaluator: &mut Evaluator<'_>,
    layout: &Layout,
    class: usize,
) -> Vec<(usize, Vec<f64>)> {
    let width = layout.width();
    let kinds = design.kinds.iter().zip(&design.n_of_kind).enumerate();
    let mut grids: Vec<_> = kinds
        .filter(|(_, (kind, n))| kind.class as usize == class && **n >= WORTH_A_GRID)
        .map(|(number, _)| (number, vec![0.0; N_POINTS * width]))
        .collect();
    if grids.is_empty() {
        return grids;
    }
    for point in 0..N_POINTS {
        evaluator.place(layout, position(point));
        for (number, grid) in &mut grids {
            let row = &mut grid[point * width..(point + 1) * width];
            evaluator.weigh(layout, design.kinds[*number].sum, row);
        }
    }
    grids
}

/// The weights of six points at 0 … 5 for the value at `at`.
fn lagrange(at: f64) -> [f64; AROUND] {
    let to = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0].map(|point| at - point);
    let (first, middle, last) = (to[0] * to[1], to[2] * to[3], to[4] * to[5]);
    [
        to[1] * middle * last / -120.0,
        to[0] * middle * last / 24.0,
        to[3] * first * last / -12.0,
        to[2] * first * last / 12.0,
        to[5] * first * middle / -24.0,
        to[4] * first * middle / 120.0,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::design::{Counts, Response};
    use crate::calibration::steps::Structure;

    #[test]
    fn the_grid_reaches_from_end_to_end() {
        assert!((count(N_POINTS - 1) * DISTANCE - 2.0 * REACH).abs() < 1e-12);
    }

    #[test]
    fn a_grid_gives_what_working_out_gives() {
        let responses = (0..40_u32).flat_map(|candidate| {
            [(0, 3), (1, 2), (2, 3)].map(|(criterion, category)| Response {
                candidate,
                interviewer: 0,
                criterion,
                category,
            })
        });
        let counts = Counts {
            n_candidates: 40,
            n_interviewers: 1,
            n_criteria: 3,
            n_categories: 4,
        };
        let design = Design::new(counts, responses.collect());
        let steps = Steps::flat(Structure::RatingScale, 3, 3).with(vec![-0.5, 0.1, 0.4, -1.5, 0.2]);
        let rule = Quadrature::new(9);
        let tables = Tables::new(&design, &steps, 0.8, &rule);
        let layout = tables.layout(0);
        let mut evaluator = tables.evaluator();
        let (mut row, mut exact) = (Vec::new(), vec![0.0; layout.width()]);
        for at in -800..800 {
            let xi = f64::from(at) * 0.01;
            tables.row(&mut evaluator, 0, xi, &mut row, layout.width());
            evaluator.row(layout, design.kinds[0], xi, &mut exact);
            for (place, (found, exact)) in row.iter().zip(&exact).enumerate() {
                let close = if place < 2 { 2e-6 } else { 2e-5 };
                assert!(
                    (found - exact).abs() < close,
                    "{xi} {place}: {found} {exact}"
                );
            }
        }
    }
}
