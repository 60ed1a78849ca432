//! The variances, by their marginal likelihood: Laplace's approximation over severities and steps.
//!
//! What is highest at the estimate is
//! `Φ − R log σ_s − ½ log|S| − ½ σ_s²` over the logs of the three standard deviations, where `Φ` is
//! the objective of [`super::severity`] at its mode and `S` the information there. The last term is
//! the log of a half-normal prior with scale 1 on `σ_s`: it keeps few interviewers from running
//! off. Each logarithm is held within −3.5 and 1.
//!
//! The gradient of `Φ` is exact, and so is that of `log|S|` as far as `σ_s` is in it directly. How
//! it moves with the ratings' information is taken by differences and held fixed while a
//! quasi-Newton search (BFGS) runs on the exact objective, then taken again, until all stays.
//!
//! Severities and steps follow the variances on a path that is nearly straight: its slope, found
//! on the way, tells where each fit begins. What such a fit leaves undone is corrected for to the
//! second order, in the value and in the slope, so that most fits need no step at all.

use nalgebra::{DMatrix, DVector};

use super::design::Design;
use super::factor::Factor;
use super::severity::{self, Deviations, Fit, Rules, State};
use crate::text::count;

/// Bounds of the log of a standard deviation.
const BOUNDS: (f64, f64) = (-3.5, 1.0);

/// Difference by which the slope of `log|S|` is taken.
const DIFFERENCE: f64 = 0.03;

/// Searches before it is given up.
const MOST_ROUNDS: usize = 8;

/// Fits before it is given up; some fifteen are needed.
const MOST_FITS: usize = 150;

/// A step is this long at most, in logs of standard deviations.
const LONGEST: f64 = 0.7;

/// Steps of one search before it is given up.
const MOST_STEPS: usize = 40;

/// A search ends where the next step would gain less than this in the log-likelihood, where a part
/// of the slope is held fixed.
const TOLERANCE: f64 = 1e-5;

/// What interpolation may take from a pair's log-likelihood: less is no fall.
const NOISE: f64 = 1e-7;

/// How exact severities and steps are while the variances are searched: the gain of one more step
/// in the log-likelihood, which is corrected for.
const ROUGH: f64 = 2e-5;

/// The same where it is only looked around.
const AROUND: f64 = 5e-4;

/// The same while the first search is far from its end, for each severity and parameter.
const FAR: f64 = 0.02;

/// The first search ends where the next step would gain less than this in the log-likelihood: a
/// third of a standard error.
const ENOUGH: f64 = 0.05;

/// A search takes no step under this in the log of a standard deviation.
const MOVED: f64 = 2e-3;

/// All ends where no log of a standard deviation moves by more than this between two looks around:
/// what is held fixed in the slope changes less there than would move it by [`MOVED`].
const NEAR: f64 = 0.03;

/// What is to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Whether interviewers' severities have a variance; else each is free.
    pub interviewer: bool,
    /// Whether pairs have an effect of their own.
    pub pair: bool,
}

/// The variances with the fit at them.
#[derive(Debug, Clone)]
pub struct Variances {
    /// Severities and steps there.
    pub fit: Fit,
    /// What was highest there.
    pub objective: f64,
    /// Fits that it took.
    pub n_fits: usize,
    /// The largest component of the gradient at the end, over the logs of the deviations.
    pub gradient: f64,
    /// Whether it converged.
    pub converged: bool,
}

/// What is found a little further along each axis.
struct Nearby {
    /// What is missing in the slope.
    of_log: [f64; 3],
    /// The negative second derivative of the rest.
    bend: [[f64; 3]; 3],
}

struct Search<'a> {
    design: &'a Design,
    rules: &'a Rules,
    wanted: Wanted,
    /// Places among the three that are searched.
    free: Vec<usize>,
    /// How severities and steps move with each log of a standard deviation; none before it is
    /// known.
    path: Option<[DVector<f64>; 3]>,
    /// Whether the first search is on its way.
    is_far: bool,
    n_fits: usize,
}

/// Finds the variances, from a start; none where the information is singular throughout.
#[must_use]
pub fn estimate(
    design: &Design,
    rules: &Rules,
    wanted: Wanted,
    start: [f64; 3],
    state: State,
) -> Option<Variances> {
    let mut free = vec![0];
    free.extend(wanted.interviewer.then_some(1));
    free.extend(wanted.pair.then_some(2));
    let mut search = Search {
        design,
        rules,
        wanted,
        free,
        path: None,
        is_far: wanted.interviewer,
        n_fits: 0,
    };
    let mut at = start.map(|sd: f64| sd.ln().clamp(BOUNDS.0, BOUNDS.1));
    let mut here = search.fit_to(at, state, ROUGH)?;
    let mut converged = false;
    let mut gradient = f64::INFINITY;
    for _ in 0..MOST_ROUNDS {
        let nearby = search.look_around(at, &here);
        let before = at;
        let value = search.value(at, &here);
        (at, here, gradient) = search.climb(at, here, &nearby);
        let moved = (0..3).map(|place| (at[place] - before[place]).abs());
        if search.is_far {
            search.is_far = false;
            here = search.fit(at, at, &here, ROUGH)?;
            continue;
        }
        let gained = search.value(at, &here) - value;
        converged = moved.fold(0.0, f64::max) < search.near() || gained < search.little();
        if converged || search.n_fits > MOST_FITS {
            break;
        }
    }
    if here.gain() >= severity::TOLERANCE {
        let start = here.state.moved(&here.next_step);
        here = search.fit_within(at, start, severity::TOLERANCE)?;
    }
    let objective = search.value(at, &here);
    Some(Variances {
        objective,
        n_fits: search.n_fits,
        fit: here,
        gradient,
        converged,
    })
}

impl Search<'_> {
    /// A fit near another, from where the path leads.
    fn fit(&mut self, there: [f64; 3], at: [f64; 3], here: &Fit, tolerance: f64) -> Option<Fit> {
        let mut step = here.next_step.clone();
        if let Some(path) = &self.path {
            for place in 0..3 {
                step.axpy(there[place] - at[place], &path[place], 1.0);
            }
        }
        self.fit_to(there, here.state.moved(&step), tolerance)
    }

    fn fit_to(&mut self, at: [f64; 3], state: State, tolerance: f64) -> Option<Fit> {
        let size = count(state.severity.len() + state.steps.parameters().len());
        let tolerance = match (self.wanted.interviewer, self.is_far) {
            (false, _) => severity::TOLERANCE,
            (true, true) => FAR * size,
            (true, false) => tolerance,
        };
        self.fit_within(at, state, tolerance)
    }

    fn fit_within(&mut self, at: [f64; 3], state: State, tolerance: f64) -> Option<Fit> {
        self.n_fits += 1;
        let deviations = Deviations {
            candidate: at[0].exp(),
            interviewer: self.wanted.interviewer.then(|| at[1].exp()),
            pair: if self.wanted.pair { at[2].exp() } else { 0.0 },
        };
        severity::fit(self.design, self.rules, deviations, state, tolerance)
    }

    /// A search ends where the next step would gain less than this in the log-likelihood.
    fn tolerance(&self) -> f64 {
        match (self.wanted.interviewer, self.is_far) {
            (false, _) => severity::TOLERANCE,
            (true, true) => ENOUGH,
            (true, false) => TOLERANCE,
        }
    }

    /// All ends where nothing moves by more than this between two looks around.
    fn near(&self) -> f64 {
        if self.wanted.interviewer { NEAR } else { MOVED }
    }

    /// All ends where a search between two looks around gains less than this.
    fn little(&self) -> f64 {
        if self.wanted.interviewer {
            2.0 * ENOUGH
        } else {
            0.0
        }
    }

    /// What is to be highest.
    fn value(&self, at: [f64; 3], fit: &Fit) -> f64 {
        let reached = fit.objective + fit.gain();
        if !self.wanted.interviewer {
            return reached;
        }
        let variance = (2.0 * at[1]).exp();
        let of_severities = count(self.design.n_interviewers) * at[1] + 0.5 * variance;
        reached - of_severities - 0.5 * fit.factor.log_determinant()
    }

    /// Its slope, without how `log|S|` moves with the ratings' information.
    fn slope(&self, at: [f64; 3], fit: &Fit) -> [f64; 3] {
        let mut slope = fit.slope;
        if let Some(path) = &self.path {
            for place in 0..3 {
                slope[place] += path[place].dot(&fit.slopes);
            }
        }
        if self.wanted.interviewer {
            let variance = (2.0 * at[1]).exp();
            slope[1] -= count(self.design.n_interviewers) + variance;
            slope[1] += self.direct(at, fit);
        }
        slope
    }

    /// Fits a little further along each axis: how `log|S|` changes, how the slope of the rest, and
    /// how severities and steps.
    fn look_around(&mut self, at: [f64; 3], here: &Fit) -> Nearby {
        let size = here.next_step.len();
        let mut path = [0, 1, 2].map(|_| DVector::zeros(size));
        let mut seen = Vec::new();
        for place in self.free.clone() {
            // Away from the nearer bound.
            let by = if at[place] + DIFFERENCE > BOUNDS.1 {
                -DIFFERENCE
            } else {
                DIFFERENCE
            };
            let mut there = at;
            there[place] += by;
            let Some(fit) = self.fit(there, at, here, AROUND) else {
                continue;
            };
            path[place] = (fit.mode() - here.mode()) / by;
            seen.push((place, by, there, fit));
        }
        self.path = Some(path);
        let slope = self.slope(at, here);
        let of_log = -0.5 * here.factor.log_determinant();
        let mut nearby = Nearby {
            of_log: [0.0; 3],
            bend: [[0.0; 3]; 3],
        };
        for (place, by, there, fit) in seen {
            let of_there = self.slope(there, &fit);
            for (other, bend) in nearby.bend[place].iter_mut().enumerate() {
                *bend = (slope[other] - of_there[other]) / by;
            }
            if self.wanted.interviewer {
                nearby.of_log[place] = (-0.5 * fit.factor.log_determinant() - of_log) / by;
            }
            if self.wanted.interviewer && place == 1 {
                // What the slope has of it already.
                let own = f64::midpoint(self.direct(at, here), self.direct(there, &fit));
                nearby.of_log[1] -= own;
            }
        }
        nearby
    }

    /// How `−½ log|S|` changes with the log of `σ_s` where it is in it directly.
    fn direct(&self, at: [f64; 3], fit: &Fit) -> f64 {
        let variance = (2.0 * at[1]).exp();
        fit.factor.trace_of_inverse(self.design.n_interviewers) / variance
    }

    /// Climbs from a place with the slope of `log|S|` held fixed.
    fn climb(&mut self, mut at: [f64; 3], mut here: Fit, nearby: &Nearby) -> ([f64; 3], Fit, f64) {
        let mut slope = self.free_slope(at, &here, nearby);
        let mut value = self.value(at, &here);
        let mut inverse = self.inverse(nearby).unwrap_or_else(|| self.first_guess());
        for _ in 0..MOST_STEPS {
            let step = times(&inverse, slope);
            if self.n_fits > MOST_FITS || dot(step, slope) < self.tolerance() {
                break;
            }
            let Some((there, fit, reached)) = self.rise(at, &here, value, step) else {
                break;
            };
            let next = self.free_slope(there, &fit, nearby);
            let moved = [0, 1, 2].map(|place| there[place] - at[place]);
            let bent = [0, 1, 2].map(|place| slope[place] - next[place]);
            update(&mut inverse, moved, bent);
            (at, here, value, slope) = (there, fit, reached, next);
        }
        let gradient = slope.iter().fold(0.0_f64, |most, by| most.max(by.abs()));
        (at, here, gradient)
    }

    /// The slope in what is searched and not held by a bound.
    fn free_slope(&self, at: [f64; 3], fit: &Fit, nearby: &Nearby) -> [f64; 3] {
        let mut slope = self.slope(at, fit);
        for place in 0..3 {
            slope[place] += nearby.of_log[place];
            let is_free = self.free.contains(&place);
            let is_stuck = (at[place] <= BOUNDS.0 && slope[place] < 0.0)
                || (at[place] >= BOUNDS.1 && slope[place] > 0.0);
            if !is_free || is_stuck {
                slope[place] = 0.0;
            }
        }
        slope
    }

    /// The first place along a step, halved again and again, where the value is no lower; none
    /// where the step has become too short.
    fn rise(
        &mut self,
        at: [f64; 3],
        here: &Fit,
        value: f64,
        step: [f64; 3],
    ) -> Option<([f64; 3], Fit, f64)> {
        let noise = NOISE * count(self.design.pairs.len());
        let length = step.iter().fold(0.0_f64, |most, by| most.max(by.abs()));
        let longest = length.min(LONGEST);
        let step = if length > LONGEST {
            step.map(|by| by * LONGEST / length)
        } else {
            step
        };
        // What is missing in the slope leads astray near the top: look around again.
        let least = if self.wanted.interviewer { MOVED } else { 1e-7 };
        let mut share = 1.0;
        loop {
            let mut there = at;
            for place in 0..3 {
                there[place] = (at[place] + share * step[place]).clamp(BOUNDS.0, BOUNDS.1);
            }
            if let Some(fit) = self.fit(there, at, here, ROUGH) {
                let reached = self.value(there, &fit);
                if reached >= value - noise {
                    return Some((there, fit, reached));
                }
            }
            share /= 2.0;
            if share * longest < least {
                return None;
            }
        }
    }

    /// The inverse of the second derivative found around; none where it does not bend down.
    fn inverse(&self, nearby: &Nearby) -> Option<[[f64; 3]; 3]> {
        let n = self.free.len();
        let bend = |a: usize, b: usize| {
            let (a, b) = (self.free[a], self.free[b]);
            f64::midpoint(nearby.bend[a][b], nearby.bend[b][a])
        };
        let of_free = Factor::new(DMatrix::from_fn(n, n, bend))?.inverse();
        let mut inverse = [[0.0; 3]; 3];
        for (a, row) in self.free.iter().enumerate() {
            for (b, column) in self.free.iter().enumerate() {
                inverse[*row][*column] = of_free.at(a, b);
            }
        }
        Some(inverse)
    }

    /// The inverse of a rough second derivative: twice the number of what varies, less what is
    /// uncertain.
    fn first_guess(&self) -> [[f64; 3]; 3] {
        let design = self.design;
        let counts = [
            design.n_candidates,
            design.n_interviewers,
            design.pairs.len() / 2,
        ];
        let mut inverse = [[0.0; 3]; 3];
        for place in 0..3 {
            inverse[place][place] = 1.0 / count(counts[place].max(1));
        }
        inverse
    }
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(&b).map(|(a, b)| a * b).sum()
}

fn times(matrix: &[[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    [0, 1, 2].map(|row| dot(matrix[row], vector))
}

/// The update of Broyden, Fletcher, Goldfarb and Shanno to the inverse; left out where the
/// curvature is not positive.
fn update(inverse: &mut [[f64; 3]; 3], moved: [f64; 3], bent: [f64; 3]) {
    let curvature = dot(moved, bent);
    if curvature <= 1e-12 {
        return;
    }
    let image = times(inverse, bent);
    let scale = 1.0 + dot(bent, image) / curvature;
    for row in 0..3 {
        for column in 0..3 {
            inverse[row][column] += (scale * moved[row] * moved[column]
                - image[row] * moved[column]
                - moved[row] * image[column])
                / curvature;
        }
    }
}
