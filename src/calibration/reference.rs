//! Fair scores against named interviewers in place of the average one.
//!
//! What a panel of known people would give: `F(θ − s̄)` with `s̄` the mean of their severities, as if
//! one interviewer had that severity. The uncertainty of `s̄`, and how it hangs together with that of
//! `θ`, is in the interval: `Var(θ − s̄) = Var_ω(θ) + (a − p)' S⁻¹ (a − p)`, with `a` how the ability
//! moves with severities and steps ([`super::ability`]) and `p` the panel's mean.

use std::collections::{BTreeMap, BTreeSet};

use super::ability::{self, Ability, product, quadratic};
use super::fair::Fair;
use super::model::Model;
use crate::text::count;

/// Everybody's abilities against one panel.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The panel's mean severity, in logits, against the average interviewer.
    pub severity: f64,
    /// Its standard error.
    pub se: f64,
    /// Each candidate's ability less that.
    pub abilities: Vec<Ability>,
}

impl Model {
    /// Abilities against a panel. Who is named twice counts twice. None where the panel is empty
    /// or somebody in it is not known.
    #[must_use]
    pub fn against(&self, panel: &[usize]) -> Option<Reference> {
        let all: Vec<usize> = (0..self.design.n_candidates).collect();
        let (share, severity) = self.mean_of(panel)?;
        let covariance = &self.uncertainty.covariance;
        let abilities = self.shifted(&all, &share, severity);
        Some(Reference {
            severity,
            se: quadratic(covariance, &share).sqrt(),
            abilities,
        })
    }

    /// One candidate's fair score from a panel; `z` is the normal quantile of the interval. None
    /// where the panel is empty or somebody is not known. For many candidates take
    /// [`Model::against`] once.
    #[must_use]
    pub fn fair_against(&self, panel: &[usize], candidate: usize, z: f64) -> Option<Fair> {
        let (share, severity) = self.mean_of(panel)?;
        let is_known = candidate < self.design.n_candidates;
        let shifted = is_known.then(|| self.shifted(&[candidate], &share, severity))?;
        Some(self.scale.score(*shifted.first()?, z))
    }

    /// Each interviewer's share in a panel's mean severity, and that mean. Severities that are free
    /// have no origin of their own: there it is the difference from the mean of all who rated.
    fn mean_of(&self, panel: &[usize]) -> Option<(Vec<(usize, f64)>, f64)> {
        let severities = &self.variances.fit.state.severity;
        let mut shares: BTreeMap<usize, f64> = BTreeMap::new();
        let mut mean = 0.0;
        for at in panel {
            let share = 1.0 / count(panel.len());
            mean += share * severities.get(*at)?;
            *shares.entry(*at).or_default() += share;
        }
        if self.variances.fit.deviations.interviewer.is_none() {
            let rated: BTreeSet<usize> = (self.design.pairs.iter())
                .map(|pair| pair.interviewer as usize)
                .collect();
            for at in &rated {
                *shares.entry(*at).or_default() -= 1.0 / count(rated.len());
            }
            mean -= self.mean_severity;
        }
        (!panel.is_empty()).then(|| (shares.into_iter().collect(), mean))
    }

    /// Abilities less a mean of severities.
    fn shifted(&self, candidates: &[usize], share: &[(usize, f64)], mean: f64) -> Vec<Ability> {
        let covariance = &self.uncertainty.covariance;
        let of_panel = quadratic(covariance, share);
        let with = |(candidate, by): (&usize, &Vec<(usize, f64)>)| {
            let own = self.ability(*candidate);
            // (a − p)' S⁻¹ (a − p), of which a' S⁻¹ a is in the ability's variance.
            let more = of_panel - 2.0 * product(covariance, by, share);
            Ability {
                mean: own.mean - mean,
                sd: (own.sd * own.sd + more)
                    .max(own.sd_given * own.sd_given)
                    .sqrt(),
                ..own
            }
        };
        let moves = ability::moves(self, candidates);
        candidates.iter().zip(&moves).map(with).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::calibration::model::{self, Settings};
    use crate::calibration::simulate::{self, Setup};

    const Z: f64 = 1.644_854;

    #[test]
    fn a_panel_shifts_abilities_by_its_mean_severity_with_its_uncertainty() {
        let setup = Setup {
            n_candidates: 60,
            n_interviewers: 12,
            sd_halo: 0.8,
            ..Setup::default()
        };
        let (data, _) = simulate::panel(&setup, 2);
        let model = model::model(&data, &Settings::default()).unwrap();
        let severities = &model.variances.fit.state.severity;
        let found = model.against(&[3]).unwrap().abilities[0];
        let own = model.ability(0);
        assert!((found.mean - (own.mean - severities[3])).abs() < 1e-12);
        // All of them in one panel: the covariance written out in full.
        let all: Vec<usize> = (0..12).collect();
        let mut by = vec![0.0; model.uncertainty.covariance.size()];
        for (at, slope) in &crate::calibration::ability::moves(&model, &[0])[0] {
            by[*at] += slope;
        }
        let square = |by: &[f64]| {
            let mut sum = 0.0;
            for (a, x) in by.iter().enumerate() {
                for (b, y) in by.iter().enumerate() {
                    sum += x * y * model.uncertainty.covariance.at(a, b);
                }
            }
            sum
        };
        // Without a panel it is what the ability has.
        let plain = (own.sd_given.powi(2) + square(&by)).sqrt();
        assert!((plain - own.sd).abs() < 1e-6, "{plain} {}", own.sd);
        for by in &mut by[..12] {
            *by -= 1.0 / 12.0;
        }
        let expected = (own.sd_given.powi(2) + square(&by)).sqrt();
        let found = model.against(&all).unwrap().abilities[0];
        assert!((found.sd - expected).abs() < 1e-9);
        // A severe panel gives less than a lenient one.
        let mut order = all;
        order.sort_by(|a, b| severities[*a].total_cmp(&severities[*b]));
        let lenient = model.fair_against(&order[..3], 0, Z).unwrap();
        let severe = model.fair_against(&order[9..], 0, Z).unwrap();
        assert!(severe.value < lenient.value && severe.low < severe.high);
    }

    /// Severities that are free have their mean in the fair scale: everybody together is no shift.
    #[test]
    fn a_panel_of_everybody_is_the_average_interviewer() {
        let setup = Setup {
            n_candidates: 60,
            n_interviewers: 10,
            ..Setup::default()
        };
        let (data, _) = simulate::panel(&setup, 2);
        let settings = Settings {
            free_severity: true,
            ..Settings::default()
        };
        let model = model::model(&data, &settings).unwrap();
        let all: Vec<usize> = (0..10).collect();
        let fair = model.fair_against(&all, 4, Z).unwrap();
        assert!(
            (fair.value - model.fair(4, Z).value).abs() < 0.01,
            "{fair:?}"
        );
        let none = crate::calibration::profile::Profiles::estimate(&model);
        if none.sd == 0.0 {
            let ask = crate::calibration::profile::Ask { z: Z, line: None };
            let equal = none.of(&model, 4).weighted(&[1.0; 4], ask).unwrap();
            assert!((equal.value - model.fair(4, Z).value).abs() < 1e-5);
        }
    }

    #[test]
    fn a_panel_of_nobody_or_of_strangers_is_none() {
        let setup = Setup {
            n_candidates: 40,
            n_interviewers: 10,
            ..Setup::default()
        };
        let (data, _) = simulate::panel(&setup, 2);
        let model = model::model(&data, &Settings::default()).unwrap();
        assert_eq!(model.fair_against(&[], 0, Z), None);
        assert_eq!(model.fair_against(&[10], 0, Z), None);
        assert_eq!(model.fair_against(&[0], 40, Z), None);
    }
}
