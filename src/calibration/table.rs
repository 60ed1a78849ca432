//! What pairs say, worked out once for each kind of pair on a grid of positions.
//!
//! Between grid points a row is interpolated by the polynomial through the six around it (Lagrange;
//! with a distance of 1/8 logit the error of values and slopes is under 2e-6). Kinds with few
//! pairs, and positions outside the grid, are worked out directly.

use rayon::prelude::*;

use super::design::Design;
use super::pair::{Evaluator, HEAD, Layout, add_square};
use super::quadrature::Quadrature;
use super::steps::Steps;
use crate::text::count;

/// Distance of grid points, in logits.
const DISTANCE: f64 = 0.125;

/// The grid reaches from the negative of this to this, in logits.
const REACH: f64 = 8.0;

/// Grid points that a position is interpolated from.
const AROUND: usize = 6;

/// A class of fewer pairs than this is not worth grids.
const PAIRS_WORTH_GRIDS: usize = 12;

/// A kind of fewer pairs than this is not worth one.
const WORTH_A_GRID: usize = 3;

/// The rows of all kinds of pairs, for one state of the steps and one halo.
#[derive(Debug)]
pub struct Tables<'a> {
    design: &'a Design,
    steps: &'a Steps,
    halo: f64,
    rule: &'a Quadrature,
    layouts: Vec<Layout>,
    /// The kinds of each class.
    kinds: Vec<Vec<usize>>,
    grids: Vec<Option<Grid>>,
}

/// A kind of pairs on the grid.
#[derive(Debug, Clone)]
struct Grid {
    /// The heads of rows, point by point.
    heads: Vec<f64>,
    /// The scores, point by point.
    scores: Vec<f64>,
    /// How much lies at each node of the halo, point by point.
    nodes: Vec<f64>,
}

impl<'a> Tables<'a> {
    /// Works out the grids.
    #[must_use]
    pub fn new(design: &'a Design, steps: &'a Steps, halo: f64, rule: &'a Quadrature) -> Self {
        let layouts: Vec<_> = (design.classes.iter())
            .map(|class| Layout::new(steps, class))
            .collect();
        let mut kinds = vec![Vec::new(); layouts.len()];
        for (number, kind) in design.kinds.iter().enumerate() {
            kinds[kind.class as usize].push(number);
        }
        let by_class: Vec<Vec<(usize, Grid)>> = (layouts.par_iter().zip(&kinds))
            .map(|(layout, kinds)| {
                let evaluator = Evaluator::new(steps, halo, rule);
                grids_of(design, evaluator, layout, kinds)
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
            kinds,
            grids,
        }
    }

    /// The layout of a kind's rows.
    #[must_use]
    pub fn layout(&self, kind: u32) -> &Layout {
        &self.layouts[self.design.kinds[kind as usize].class as usize]
    }

    /// What works out rows where there is no grid.
    #[must_use]
    pub fn evaluator(&self) -> Evaluator<'_> {
        Evaluator::new(self.steps, self.halo, self.rule)
    }

    /// The first numbers of a kind's row at a position, which are about no parameter.
    #[must_use]
    pub fn head(&self, evaluator: &mut Evaluator<'_>, kind: u32, xi: f64) -> [f64; HEAD] {
        if let (Some(grid), Some(near)) = (&self.grids[kind as usize], around(xi)) {
            let mut head = [0.0; HEAD];
            blend(&grid.heads, HEAD, near, &mut head);
            head
        } else {
            let of = self.design.kinds[kind as usize];
            evaluator.head(self.layout(kind), of, xi)
        }
    }

    /// Appends a kind's row at a position: no more of it than is before the information where it
    /// comes from a grid, and then gives the grid points around the position; else the whole row.
    pub fn append_row(
        &self,
        evaluator: &mut Evaluator<'_>,
        kind: u32,
        xi: f64,
        rows: &mut Vec<f64>,
    ) -> Option<Near> {
        let layout = self.layout(kind);
        let from = rows.len();
        if let (Some(grid), Some(near)) = (&self.grids[kind as usize], around(xi)) {
            let n = layout.parameters.len();
            rows.resize(from + HEAD + n, 0.0);
            let (head, scores) = rows[from..].split_at_mut(HEAD);
            blend(&grid.heads, HEAD, near, head);
            blend(&grid.scores, n, near, scores);
            return Some(near);
        }
        rows.resize(from + layout.width(), 0.0);
        let row = &mut rows[from..];
        evaluator.row(layout, self.design.kinds[kind as usize], xi, row);
        None
    }

    /// How many parameters the steps have.
    #[must_use]
    pub fn n_parameters(&self) -> usize {
        self.steps.parameters().len()
    }

    /// How many classes there are.
    #[must_use]
    pub fn n_classes(&self) -> usize {
        self.layouts.len()
    }

    /// The layout of a class.
    #[must_use]
    pub fn layout_of_class(&self, class: usize) -> &Layout {
        &self.layouts[class]
    }

    /// The information of each two parameters of a class, summed over its kinds' grids with a
    /// weight for each point; the lower triangle.
    ///
    /// At a point the kinds share what the halo's nodes say and differ in how much lies at each.
    #[must_use]
    pub fn information(&self, class: usize, mass: &Mass) -> Vec<f64> {
        let layout = &self.layouts[class];
        let n = layout.parameters.len();
        let n_nodes = self.rule.nodes.len();
        let mut sum = vec![0.0; n * (n + 1) / 2];
        let mut evaluator = self.evaluator();
        let mut at_nodes = vec![0.0; n_nodes];
        for point in 0..N_POINTS {
            at_nodes.fill(0.0);
            for kind in &self.kinds[class] {
                let (Some(grid), Some(mass)) = (&self.grids[*kind], mass.of(*kind)) else {
                    continue;
                };
                let mass = mass[point];
                if mass == 0.0 {
                    continue;
                }
                let nodes = &grid.nodes[point * n_nodes..(point + 1) * n_nodes];
                for (sum, share) in at_nodes.iter_mut().zip(nodes) {
                    *sum += mass * share;
                }
                let scores = &grid.scores[point * n..(point + 1) * n];
                add_square(&mut sum, scores, mass);
            }
            if at_nodes.iter().any(|weight| *weight != 0.0) {
                evaluator.place(layout, position(point));
                evaluator.add_information(layout, &at_nodes, &mut sum);
            }
        }
        sum
    }
}

/// How much of the posterior lies at each grid point, kind by kind: what is summed over candidates
/// with the same row needs the row only once.
#[derive(Debug, Clone, Default)]
pub struct Mass(Vec<Option<Box<[f64; N_POINTS]>>>);

impl Mass {
    /// Adds to a kind's points from the number `first` on.
    pub fn put(&mut self, kind: u32, (first, weights): Near, weight: f64) {
        let kind = kind as usize;
        if self.0.len() <= kind {
            self.0.resize_with(kind + 1, || None);
        }
        let mass = self.0[kind].get_or_insert_with(|| Box::new([0.0; N_POINTS]));
        for (mass, share) in mass[first..first + AROUND].iter_mut().zip(weights) {
            *mass += weight * share;
        }
    }

    /// Adds all of another.
    pub fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize_with(other.0.len(), || None);
        }
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            let Some(other) = other else {
                continue;
            };
            let own = own.get_or_insert_with(|| Box::new([0.0; N_POINTS]));
            own.iter_mut()
                .zip(other.iter())
                .for_each(|(own, other)| *own += other);
        }
    }

    fn of(&self, kind: usize) -> Option<&[f64; N_POINTS]> {
        self.0.get(kind)?.as_deref()
    }
}

/// The first of the grid points around a position, with their weights.
pub type Near = (usize, [f64; AROUND]);

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
pub fn around(xi: f64) -> Option<Near> {
    if xi.abs() >= REACH || xi.is_nan() {
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

/// The value at a position of what is known at the grid points; none outside the grid.
#[must_use]
pub fn between(values: &[f64; N_POINTS], xi: f64) -> Option<f64> {
    let mut out = [0.0];
    blend(values, 1, around(xi)?, &mut out);
    Some(out[0])
}

/// The first numbers of the rows around a position, each row with its weight.
fn blend(rows: &[f64], width: usize, (first, weights): Near, out: &mut [f64]) {
    let row = |at: usize| &rows[(first + at) * width..][..out.len()];
    // All six at once, each a slice of one length: this is the innermost loop of all.
    let [one, two, three] = [row(0), row(1), row(2)];
    let [four, five, six] = [row(3), row(4), row(5)];
    for (at, out) in out.iter_mut().enumerate() {
        let left = weights[0] * one[at] + weights[1] * two[at] + weights[2] * three[at];
        let right = weights[3] * four[at] + weights[4] * five[at] + weights[5] * six[at];
        *out = left + right;
    }
}

/// The grids of a class's kinds that are worth one, with their numbers.
fn grids_of(
    design: &Design,
    mut evaluator: Evaluator<'_>,
    layout: &Layout,
    kinds: &[usize],
) -> Vec<(usize, Grid)> {
    let n_pairs: usize = kinds.iter().map(|kind| design.n_of_kind[*kind]).sum();
    if n_pairs < PAIRS_WORTH_GRIDS {
        return Vec::new();
    }
    let n_nodes = evaluator.n_nodes();
    let empty = || Grid {
        heads: Vec::with_capacity(N_POINTS * HEAD),
        scores: Vec::with_capacity(N_POINTS * layout.parameters.len()),
        nodes: Vec::with_capacity(N_POINTS * n_nodes),
    };
    let mut grids: Vec<_> = kinds
        .iter()
        .filter(|kind| design.n_of_kind[**kind] >= WORTH_A_GRID)
        .map(|kind| (*kind, empty()))
        .collect();
    let mut row = vec![0.0; layout.without_information()];
    for point in 0..N_POINTS {
        evaluator.place(layout, position(point));
        for (kind, grid) in &mut grids {
            evaluator.weigh(layout, design.kinds[*kind].sum, &mut row);
            grid.heads.extend_from_slice(&row[..HEAD]);
            grid.scores.extend_from_slice(&row[HEAD..]);
            grid.nodes.extend_from_slice(evaluator.weights());
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
    use crate::calibration::pair::Terms;
    use crate::calibration::steps::Structure;

    #[test]
    fn the_grid_reaches_from_end_to_end() {
        assert!((count(N_POINTS - 1) * DISTANCE - 2.0 * REACH).abs() < 1e-12);
    }

    fn design() -> Design {
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
        Design::new(counts, responses.collect())
    }

    fn steps() -> Steps {
        Steps::flat(Structure::RatingScale, 3, 3).with(vec![-0.5, 0.1, 0.4, -1.5, 0.2])
    }

    #[test]
    fn a_grid_gives_what_working_out_gives() {
        let (design, steps, rule) = (design(), steps(), Quadrature::new(9));
        let tables = Tables::new(&design, &steps, 0.8, &rule);
        let layout = tables.layout(0);
        let mut evaluator = tables.evaluator();
        let (mut row, mut exact) = (Vec::new(), vec![0.0; layout.width()]);
        for at in -799..800 {
            let xi = f64::from(at) * 0.01;
            row.clear();
            let near = tables.append_row(&mut evaluator, 0, xi, &mut row);
            assert_eq!(
                (near.is_some(), row.len()),
                (true, layout.without_information())
            );
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
    #[test]
    fn information_of_a_mass_is_the_sum_of_rows() {
        let (design, steps, rule) = (design(), steps(), Quadrature::new(9));
        let tables = Tables::new(&design, &steps, 0.8, &rule);
        let layout = tables.layout(0);
        let mut evaluator = tables.evaluator();
        let n = layout.parameters.len();
        let mut mass = Mass::default();
        let mut expected = vec![0.0; n * (n + 1) / 2];
        for (xi, weight) in [(-1.5, 0.25), (0.125, 2.0), (3.0, 0.5)] {
            mass.put(0, around(xi).unwrap(), weight);
            let mut row = vec![0.0; layout.width()];
            evaluator.row(layout, design.kinds[0], xi, &mut row);
            let information = Terms(&row);
            for (sum, value) in expected.iter_mut().zip(information.information(n)) {
                *sum += weight * value;
            }
        }
        for (found, expected) in tables.information(0, &mass).iter().zip(&expected) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
    }
}
