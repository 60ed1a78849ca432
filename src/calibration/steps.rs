//! The steps between categories: how hard each is on each criterion, and what follows for one
//! rating at a given position.
//!
//! `P(X = k) ∝ exp(Σ_{h≤k} (η − δ_ih))` for categories `k = 0 … K−1` of criterion `i`
//! (Masters 1982; with `δ_ih = d_i + τ_h`, Andrich 1978).

use crate::text::count;

/// How the steps of the criteria relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Structure {
    /// `δ_ih = d_i + τ_h` with `Στ = 0`: the criteria differ in difficulty alone.
    RatingScale,
    /// Every `δ_ih` is free.
    PartialCredit,
}

/// The steps of all criteria, in logits.
///
/// Parameters, in this order: for a rating scale `d_1 … d_I, τ_1 … τ_{K−2}` (`τ_{K−1}` makes the
/// sum 0); for partial credit `δ_11 … δ_1(K−1), δ_21, …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Steps {
    structure: Structure,
    n_criteria: usize,
    n_of_each: usize,
    parameters: Vec<f64>,
    /// `δ_ih`, criterion by criterion.
    delta: Vec<f64>,
}

impl Steps {
    /// All steps at 0.
    #[must_use]
    pub fn flat(structure: Structure, n_criteria: usize, n_steps: usize) -> Self {
        let n = match structure {
            Structure::RatingScale => n_criteria + n_steps.saturating_sub(1),
            Structure::PartialCredit => n_criteria * n_steps,
        };
        Self {
            structure,
            n_criteria,
            n_of_each: n_steps,
            parameters: vec![0.0; n],
            delta: vec![0.0; n_criteria * n_steps],
        }
    }

    /// Steps where ratings fall as often as they do, were they all of one position: where a search
    /// for steps begins. `given` has how often each category was given, criterion by criterion;
    /// each counts as given a little, so that none is infinitely far.
    #[must_use]
    pub fn rough(structure: Structure, given: &[Vec<f64>]) -> Self {
        let n_categories = given.first().map_or(2, Vec::len);
        let flat = Self::flat(structure, given.len(), n_categories - 1);
        let little = 0.5;
        let of_step = |of: &[f64]| ((of[0] + little) / (of[1] + little)).ln();
        let delta: Vec<f64> = given
            .iter()
            .flat_map(|counts| counts.windows(2).map(of_step))
            .collect();
        if structure == Structure::PartialCredit {
            return flat.with(delta);
        }
        let n_steps = flat.n_of_each;
        let free = flat.with_delta(delta);
        let difficulty: Vec<f64> = (0..given.len()).map(|at| free.difficulty(at)).collect();
        let threshold = |step: usize| {
            let apart = (0..given.len()).map(|at| free.of(at)[step] - difficulty[at]);
            apart.sum::<f64>() / count(given.len().max(1))
        };
        let thresholds = (0..n_steps - 1).map(threshold);
        free.with(difficulty.iter().copied().chain(thresholds).collect())
    }

    fn with_delta(&self, delta: Vec<f64>) -> Self {
        Self {
            delta,
            ..self.clone()
        }
    }

    /// How the criteria relate.
    #[must_use]
    pub fn structure(&self) -> Structure {
        self.structure
    }

    /// Steps of one criterion: categories less one.
    #[must_use]
    pub fn n_steps(&self) -> usize {
        self.n_of_each
    }

    /// The parameters.
    #[must_use]
    pub fn parameters(&self) -> &[f64] {
        &self.parameters
    }

    /// The same steps with other parameters.
    ///
    /// # Panics
    /// There are not as many.
    #[must_use]
    pub fn with(&self, parameters: Vec<f64>) -> Self {
        assert_eq!(parameters.len(), self.parameters.len());
        let mut steps = Self {
            parameters,
            ..self.clone()
        };
        for criterion in 0..self.n_criteria {
            for step in 0..self.n_of_each {
                steps.delta[criterion * self.n_of_each + step] = match self.structure {
                    Structure::RatingScale => steps.parameters[criterion] + steps.threshold(step),
                    Structure::PartialCredit => steps.parameters[criterion * self.n_of_each + step],
                };
            }
        }
        steps
    }

    /// The same steps, every one harder by so much.
    #[must_use]
    pub fn harder(&self, by: f64) -> Self {
        let n_moved = match self.structure {
            Structure::RatingScale => self.n_criteria,
            Structure::PartialCredit => self.parameters.len(),
        };
        let moved = self.parameters.iter().enumerate();
        let moved = moved.map(|(at, own)| if at < n_moved { own + by } else { *own });
        self.with(moved.collect())
    }

    /// `τ_h` of a rating scale.
    fn threshold(&self, step: usize) -> f64 {
        let free = &self.parameters[self.n_criteria..];
        if step + 1 < self.n_of_each {
            free[step]
        } else {
            // An empty sum is −0, which is no difficulty anybody wants to read.
            0.0 - free.iter().sum::<f64>()
        }
    }

    /// `δ_i1 … δ_i(K−1)`.
    #[must_use]
    pub fn of(&self, criterion: usize) -> &[f64] {
        &self.delta[criterion * self.n_of_each..(criterion + 1) * self.n_of_each]
    }

    /// A criterion's difficulty: the mean of its steps.
    #[must_use]
    pub fn difficulty(&self, criterion: usize) -> f64 {
        self.of(criterion).iter().sum::<f64>() / count(self.n_of_each)
    }

    /// Whether a parameter rises with how hard a criterion is as a whole; else it is a threshold
    /// that criteria share.
    #[must_use]
    pub fn is_difficulty(&self, parameter: usize) -> bool {
        match self.structure {
            Structure::RatingScale => parameter < self.n_criteria,
            Structure::PartialCredit => true,
        }
    }

    /// The parameters that the steps of some criteria depend on, each once: first those of the
    /// criteria in their order, then shared ones. Repeated criteria are named once.
    #[must_use]
    pub fn parameters_of(&self, class: &[u32]) -> Vec<u32> {
        let mut criteria = class.to_vec();
        criteria.dedup();
        let n_criteria = u32::try_from(self.n_criteria).unwrap_or(u32::MAX);
        let n_steps = u32::try_from(self.n_of_each).unwrap_or(u32::MAX);
        match self.structure {
            Structure::RatingScale => {
                let shared = n_criteria..n_criteria + n_steps - 1;
                criteria.into_iter().chain(shared).collect()
            }
            Structure::PartialCredit => criteria
                .into_iter()
                .flat_map(|criterion| criterion * n_steps..(criterion + 1) * n_steps)
                .collect(),
        }
    }

    /// How much each parameter moves `Σ_h counts_h δ_ih` of a criterion.
    #[must_use]
    pub fn gradient_of(&self, criterion: usize, counts: &[f64]) -> Vec<(usize, f64)> {
        match self.structure {
            Structure::RatingScale => {
                let last = self.n_of_each - 1;
                let thresholds =
                    (0..last).map(|step| (self.n_criteria + step, counts[step] - counts[last]));
                std::iter::once((criterion, counts.iter().sum()))
                    .chain(thresholds)
                    .collect()
            }
            Structure::PartialCredit => {
                let first = criterion * self.n_of_each;
                counts
                    .iter()
                    .enumerate()
                    .map(|(step, count)| (first + step, *count))
                    .collect()
            }
        }
    }

    /// What is expected of one rating on a criterion at the position `eta`.
    pub fn at(&self, criterion: usize, eta: f64, out: &mut Expected) {
        out.fill(self.of(criterion), eta);
    }
}

/// What is expected of one rating.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expected {
    /// `log Σ_k exp(kη − Σ_{h≤k} δ_h)`.
    pub log_total: f64,
    /// The mean of the category.
    pub mean: f64,
    /// Its variance.
    pub variance: f64,
    /// `P(X = k)`, k from 0.
    pub probability: Vec<f64>,
    /// `P(X ≥ h)`, h from 1.
    pub at_least: Vec<f64>,
    /// `Cov(X, 1[X ≥ h])`, h from 1.
    pub covariance: Vec<f64>,
}

impl Expected {
    fn fill(&mut self, delta: &[f64], eta: f64) {
        let n = delta.len() + 1;
        self.probability.resize(n, 0.0);
        self.at_least.resize(n - 1, 0.0);
        self.covariance.resize(n - 1, 0.0);
        let (mut sum, mut highest) = (0.0, 0.0_f64);
        self.probability[0] = 0.0;
        for (k, step) in delta.iter().enumerate() {
            sum += eta - step;
            self.probability[k + 1] = sum;
            highest = highest.max(sum);
        }
        let mut total = 0.0;
        for probability in &mut self.probability {
            *probability = (*probability - highest).exp();
            total += *probability;
        }
        self.log_total = highest + total.ln();
        let (mut mean, mut square) = (0.0, 0.0);
        for (k, probability) in self.probability.iter_mut().enumerate() {
            *probability /= total;
            mean += count(k) * *probability;
            square += count(k * k) * *probability;
        }
        self.mean = mean;
        self.variance = (square - mean * mean).max(0.0);
        let (mut above, mut weighted) = (0.0, 0.0);
        for k in (1..n).rev() {
            above += self.probability[k];
            weighted += count(k) * self.probability[k];
            self.at_least[k - 1] = above;
            self.covariance[k - 1] = weighted - mean * above;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_categories_are_the_logistic_curve() {
        let steps = Steps::flat(Structure::RatingScale, 1, 1).with(vec![0.5]);
        let mut found = Expected::default();
        steps.at(0, 1.3, &mut found);
        let p = 1.0 / (1.0 + (-0.8_f64).exp());
        assert!((found.mean - p).abs() < 1e-15);
        assert!((found.variance - p * (1.0 - p)).abs() < 1e-15);
        assert!((found.covariance[0] - p * (1.0 - p)).abs() < 1e-15);
    }

    #[test]
    fn moments_are_those_of_the_probabilities_far_out_too() {
        let steps = Steps::flat(Structure::PartialCredit, 2, 3);
        let steps = steps.with(vec![-1.0, 0.2, 0.8, 2.0, -2.0, 0.0]);
        for eta in [-900.0, -3.0, 0.0, 0.7, 5.0, 900.0] {
            for criterion in 0..2 {
                let mut found = Expected::default();
                steps.at(criterion, eta, &mut found);
                let total: f64 = found.probability.iter().sum();
                assert!((total - 1.0).abs() < 1e-14);
                let mean: f64 = (0..4).map(|k| count(k) * found.probability[k]).sum();
                assert!((found.mean - mean).abs() < 1e-14);
                let sum: f64 = found.covariance.iter().sum();
                assert!(
                    (sum - found.variance).abs() < 1e-12,
                    "X is the sum of the steps taken"
                );
                assert!(found.log_total.is_finite());
            }
        }
    }

    #[test]
    fn rough_steps_give_the_shares_there_are() {
        let given = [vec![20.0, 50.0, 30.0], vec![40.0, 60.0, 0.0]];
        let free = Steps::rough(Structure::PartialCredit, &given);
        let mut found = Expected::default();
        free.at(0, 0.0, &mut found);
        for (found, expected) in found.probability.iter().zip([0.2, 0.5, 0.3]) {
            assert!((found - expected).abs() < 0.01);
        }
        assert!(free.of(1)[1].is_finite());
        let scale = Steps::rough(Structure::RatingScale, &given);
        assert!((scale.difficulty(1) - free.difficulty(1)).abs() < 1e-12);
        let apart = |steps: &Steps, at: usize| steps.of(at)[1] - steps.of(at)[0];
        let mean = f64::midpoint(apart(&free, 0), apart(&free, 1));
        assert!((apart(&scale, 0) - mean).abs() < 1e-12);
    }

    #[test]
    fn thresholds_of_a_rating_scale_add_up_to_nothing() {
        let steps = Steps::flat(Structure::RatingScale, 2, 3).with(vec![0.3, -0.3, -1.5, 0.4]);
        assert!((steps.difficulty(0) - 0.3).abs() < 1e-15);
        assert!((steps.of(1)[2] - (-0.3 + 1.1)).abs() < 1e-15);
        assert_eq!(steps.parameters_of(&[0, 0, 1]), [0, 1, 2, 3]);
        assert_eq!(steps.parameters_of(&[1]), [1, 2, 3]);
    }
}
