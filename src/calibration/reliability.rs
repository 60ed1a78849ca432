//! How far a score can be relied on: of one interviewer, and of a panel.
//!
//! The coefficients of generalizability theory (Brennan 2001, *Generalizability Theory*, chapters
//! 2 and 4) from the components of one score's variance ([`super::shares`]). A panel of `n`
//! interviewers each rates `m` of the rubric's `I` criteria, drawn for each anew; the score is the
//! mean. The rubric's criteria are all there are, so that what is to be measured is the candidate's
//! mean over them, `τ = candidate + candidate×criterion / I`. What blurs it:
//!
//! ```text
//! relative = (pair + rest/m + candidate×criterion·(1/m − 1/I)) / n
//! absolute = relative + (interviewer + criterion·I/(I−1)·(1/m − 1/I)) / n
//! ```
//!
//! with sampling without replacement for criteria (Cochran 1977, *Sampling Techniques*, theorem
//! 2.2). The coefficient is `τ / (τ + error)`: relative where all candidates of a comparison have
//! the same panel, or severity is corrected for and known; absolute where candidates have
//! different panels and raw scores are compared.

use serde::Serialize;

use super::shares::Components;
use crate::text::count;

/// More interviewers than this are none that a panel could have.
pub const MOST: usize = 1_000;

/// What a panel's reliability is worked out from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panels {
    components: Components,
    n_criteria: usize,
    n_each: usize,
}

/// Two coefficients, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reliability {
    /// Without severity among the errors.
    pub relative: f64,
    /// With it.
    pub absolute: f64,
}

/// How many interviewers are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Needed {
    /// For the relative coefficient; none where [`MOST`] would not do.
    pub relative: Option<usize>,
    /// For the absolute one.
    pub absolute: Option<usize>,
}

impl Panels {
    /// Panels over a rubric of `n_criteria`, of which each interviewer rates `n_each`; more than
    /// there are is all, and at least one.
    #[must_use]
    pub fn new(components: Components, n_criteria: usize, n_each: usize) -> Self {
        let n_criteria = n_criteria.max(1);
        Self {
            components,
            n_criteria,
            n_each: n_each.clamp(1, n_criteria),
        }
    }

    /// What is to be measured, and the errors of one interviewer's mean: relative and absolute.
    fn variances(&self) -> (f64, f64, f64) {
        let of = self.components;
        let (all, each) = (count(self.n_criteria), count(self.n_each));
        let left_out = 1.0 / each - 1.0 / all;
        let relative = of.pair + of.rest / each + of.candidate_criterion * left_out;
        let corrected = if self.n_criteria > 1 {
            all / (all - 1.0)
        } else {
            1.0
        };
        let absolute = relative + of.interviewer + of.criterion * corrected * left_out;
        (
            of.candidate + of.candidate_criterion / all,
            relative,
            absolute,
        )
    }

    /// The reliability of the mean of `n` interviewers, 1 or more. None where candidates do not
    /// differ and there is no error either.
    #[must_use]
    pub fn of(&self, n: usize) -> Option<Reliability> {
        let (true_variance, relative, absolute) = self.variances();
        let n = count(n.max(1));
        let coefficient = |error: f64| {
            let found = true_variance / (true_variance + error / n);
            found.is_finite().then_some(found)
        };
        Some(Reliability {
            relative: coefficient(relative)?,
            absolute: coefficient(absolute)?,
        })
    }

    /// How many interviewers bring the reliability to a target over 0 and under 1, such as .8.
    #[must_use]
    pub fn needed(&self, target: f64) -> Needed {
        let (true_variance, relative, absolute) = self.variances();
        let n = |error: f64| {
            // n ≥ target/(1 − target) · error/τ; a coefficient that is hit exactly is enough.
            let least = target / (1.0 - target) * error / true_variance;
            (1..=MOST).find(|n| count(*n) >= least - 1e-9)
        };
        Needed {
            relative: n(relative),
            absolute: n(absolute),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::draw::Draws;
    use crate::calibration::shares::tests::{draw, sources};

    const COMPONENTS: Components = Components {
        candidate: 0.3,
        interviewer: 0.1,
        pair: 0.1,
        criterion: 0.05,
        candidate_criterion: 0.04,
        rest: 0.4,
    };

    #[test]
    fn all_criteria_and_one_are_what_the_formula_says() {
        let all = Panels::new(COMPONENTS, 4, 4);
        let found = all.of(2).unwrap();
        assert!((found.relative - 0.31 / (0.31 + 0.2 / 2.0)).abs() < 1e-12);
        assert!((found.absolute - 0.31 / (0.31 + 0.3 / 2.0)).abs() < 1e-12);
        let one = Panels::new(COMPONENTS, 4, 1).of(1).unwrap();
        assert!((one.relative - 0.31 / (0.31 + 0.1 + 0.4 + 0.03)).abs() < 1e-12);
        // More criteria than there are is all.
        assert_eq!(Panels::new(COMPONENTS, 4, 9), all);
    }

    #[test]
    fn so_many_are_needed_and_one_fewer_does_not_do() {
        let panels = Panels::new(COMPONENTS, 4, 2);
        let needed = panels.needed(0.8);
        let n = needed.relative.unwrap();
        assert!(panels.of(n).unwrap().relative > 0.8 - 1e-9);
        assert!(panels.of(n - 1).unwrap().relative < 0.8 - 1e-9);
        assert!(needed.absolute.unwrap() > n);
        // 0.31 / (0.31 + 0.2/n) = 0.8 at n = 2.58.
        assert_eq!(Panels::new(COMPONENTS, 4, 4).needed(0.8).relative, Some(3));
    }

    #[test]
    fn candidates_who_do_not_differ_need_more_than_there_are() {
        let alike = Components {
            candidate: 0.0,
            candidate_criterion: 0.0,
            ..COMPONENTS
        };
        let panels = Panels::new(alike, 0, 0);
        assert_eq!(panels.needed(0.8).relative, None);
        assert!(panels.of(3).unwrap().relative.abs() < 1e-12);
        let nothing = Components {
            interviewer: 0.0,
            pair: 0.0,
            criterion: 0.0,
            rest: 0.0,
            ..alike
        };
        assert_eq!(Panels::new(nothing, 1, 1).of(1), None);
        assert_eq!(Panels::new(nothing, 1, 1).needed(0.8).absolute, None);
    }

    /// Two panels of two interviewers each, all new, rate 40,000 candidates on two of three
    /// criteria: the correlation of their means is the absolute coefficient, to .01.
    #[test]
    fn the_absolute_coefficient_is_the_correlation_of_two_panels() {
        let of = sources();
        let mut draws = Draws::new(5);
        let (n, mut sums) = (40_000, [0.0; 5]);
        for _ in 0..n {
            let ability = of.candidate * draws.normal();
            let profile = draws.normals(3, of.candidate_criterion);
            let mut panel = || {
                let mut sum = 0.0;
                for _ in 0..2 {
                    let severity = of.interviewer * draws.normal();
                    let position = ability - severity + of.pair * draws.normal();
                    for criterion in draws.choice(3, 2) {
                        let at = criterion as usize;
                        sum += draw(&of, at, position + profile[at], &mut draws) / 4.0;
                    }
                }
                sum
            };
            let (a, b) = (panel(), panel());
            for (sum, by) in sums.iter_mut().zip([a, b, a * a, b * b, a * b]) {
                *sum += by / f64::from(n);
            }
        }
        let [a, b, aa, bb, ab] = sums;
        let correlation = (ab - a * b) / ((aa - a * a) * (bb - b * b)).sqrt();
        let found = Panels::new(of.components(), 3, 2).of(2).unwrap().absolute;
        assert!((found - correlation).abs() < 0.015, "{found} {correlation}");
    }
}
