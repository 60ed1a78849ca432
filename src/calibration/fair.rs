//! Fair scores: abilities on the rubric's own scale.
//!
//! `F(θ) = Σ_i w_i E[value(X) | θ, s = 0, δ_i]` with the halo integrated out: what an interviewer of
//! average severity would give, averaged over the criteria. It rises with `θ`, so that
//! intervals and the bar-line go through it.

use super::ability::Ability;
use super::quadrature::Quadrature;
use super::severity::{Deviations, Rules};
use super::steps::{Expected, Steps};
use super::table;

/// How far abilities are looked for, in logits.
const REACH: f64 = 30.0;

/// Halvings in which the inverse is found: the last is under 1e-9 logits.
const HALVINGS: usize = 40;

/// The scale of fair scores.
#[derive(Debug, Clone)]
pub struct FairScale {
    steps: Steps,
    /// Criteria with their shares, which add up to 1.
    shares: Vec<(usize, f64)>,
    halo: f64,
    rule: Quadrature,
    /// The number of each category.
    values: Vec<f64>,
    /// Nodes for the mean over an ability.
    nodes: Quadrature,
    /// `F` on the grid of [`table`].
    grid: [f64; table::N_POINTS],
}

/// A fair score with its interval, on the rubric's scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fair {
    /// The mean of `F(θ)`.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl FairScale {
    /// The scale over criteria with weights; those without weight are left out. `values` are the
    /// numbers of the categories, ascending.
    #[must_use]
    pub fn new(
        steps: &Steps,
        weights: &[f64],
        deviations: Deviations,
        rules: &Rules,
        values: &[f64],
    ) -> Self {
        let total: f64 = weights.iter().sum();
        let shares = weights
            .iter()
            .enumerate()
            .filter(|(_, weight)| **weight > 0.0);
        let mut scale = Self {
            steps: steps.clone(),
            shares: shares.map(|(at, weight)| (at, weight / total)).collect(),
            halo: deviations.pair,
            rule: rules.pair.clone(),
            values: values.to_vec(),
            nodes: Quadrature::new(9),
            grid: [0.0; table::N_POINTS],
        };
        scale.grid = std::array::from_fn(|point| scale.at(table::position(point)));
        scale
    }

    /// `F(θ)`.
    #[must_use]
    pub fn at(&self, theta: f64) -> f64 {
        let mut expected = Expected::default();
        let mut sum = 0.0;
        for (z, weight) in self.rule.nodes.iter().zip(&self.rule.weights) {
            for (criterion, share) in &self.shares {
                self.steps
                    .at(*criterion, theta + self.halo * z, &mut expected);
                let pairs = expected.probability.iter().zip(&self.values);
                let mean: f64 = pairs.map(|(probability, value)| probability * value).sum();
                sum += weight * share * mean;
            }
        }
        sum
    }

    /// The ability whose fair score this is; beyond the scale's ends the furthest looked at.
    #[must_use]
    pub fn ability(&self, fair: f64) -> f64 {
        let (mut low, mut high) = (-REACH, REACH);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if self.at(middle) < fair {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high)
    }

    /// The fair score of an ability. `z` is the normal quantile of the interval, such as 1.645 for
    /// 90 %.
    #[must_use]
    pub fn score(&self, ability: Ability, z: f64) -> Fair {
        let points = self.nodes.nodes.iter().zip(&self.nodes.weights);
        Fair {
            value: points
                .map(|(node, weight)| weight * self.near(ability.mean + ability.sd * node))
                .sum(),
            low: self.near(ability.mean - z * ability.sd),
            high: self.near(ability.mean + z * ability.sd),
        }
    }

    /// `F(θ)` to some 1e-6 of a point.
    fn near(&self, theta: f64) -> f64 {
        table::between(&self.grid, theta).unwrap_or_else(|| self.at(theta))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::steps::Structure;

    fn scale(halo: f64) -> FairScale {
        let steps = Steps::flat(Structure::RatingScale, 2, 3).with(vec![-0.5, 0.5, -1.6, 0.0]);
        let deviations = Deviations {
            candidate: 1.0,
            interviewer: Some(0.5),
            pair: halo,
        };
        FairScale::new(
            &steps,
            &[1.0, 1.0],
            deviations,
            &Rules::default(),
            &[1.0, 2.0, 3.0, 4.0],
        )
    }

    #[test]
    fn a_symmetric_scale_has_its_middle_in_the_middle() {
        for halo in [0.0, 0.8] {
            assert!((scale(halo).at(0.0) - 2.5).abs() < 1e-12);
            assert!(scale(halo).ability(2.5).abs() < 1e-9);
        }
    }

    #[test]
    fn it_rises_from_end_to_end_and_back_again() {
        let scale = scale(0.8);
        let scores: Vec<_> = (-60..=60).map(|at| scale.at(f64::from(at) * 0.2)).collect();
        assert!(scores.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(scores[0] > 1.0 && scores[120] < 4.0);
        for theta in [-4.0, -0.3, 2.2] {
            assert!((scale.ability(scale.at(theta)) - theta).abs() < 1e-8);
        }
    }

    #[test]
    fn between_grid_points_it_is_as_good_as_anywhere() {
        for halo in [0.0, 0.8] {
            let scale = scale(halo);
            for at in -900..900 {
                let theta = 0.01 * f64::from(at);
                assert!(
                    (scale.near(theta) - scale.at(theta)).abs() < 2e-6,
                    "{theta}"
                );
            }
        }
    }

    #[test]
    fn a_halo_draws_expectations_to_the_middle() {
        assert!(scale(1.5).at(2.0) < scale(0.0).at(2.0));
    }
}
