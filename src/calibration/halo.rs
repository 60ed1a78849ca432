//! Whether interviewers' scores of one candidate hang together: the likelihood with and without
//! what an interviewer makes of a candidate as a whole.
//!
//! Fit statistics do not show it, since each single rating fits; leaving it out makes intervals
//! far too narrow. The difference of the deviances is tested against an equal mixture of χ² with 0
//! and with 1 degree of freedom, since no halo lies at the edge of what is possible (Self & Liang
//! 1987; Stram & Lee 1994, *Variance components testing in the longitudinal mixed effects model*).

use serde::Serialize;

use super::design::{Design, Response};
use super::fit::counts;
use super::model::Model;
use super::normal;
use super::quadrature::Quadrature;
use super::severity::{Rules, State};
use super::subset;
use super::variances::{self, Variances, Wanted};

/// The line on the halo.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Halo {
    /// Its standard deviation, in logits.
    pub sd: f64,
    /// −2 × the log of the marginal likelihood, severities and steps integrated out too; of the
    /// part of the ratings that variances were estimated from.
    pub deviance: f64,
    /// The same without a halo, all else estimated anew.
    pub deviance_without: f64,
    /// How much better the model is with it; 0 and more.
    pub difference: f64,
    /// How likely a difference as large is where there is no halo; 1 where there is no difference,
    /// and 0 where doubles hold nothing so small.
    pub p_value: f64,
}

/// Compares the model with one without a halo, which is estimated here; this takes about as long
/// as the model did. `responses` are the ratings of the model's design.
///
/// None where the model has no halo itself, or without it nothing can be estimated.
#[must_use]
pub fn halo(model: &Model, responses: &[Response]) -> Option<Halo> {
    let with = &model.variances;
    if with.fit.deviations.pair <= 0.0 {
        return None;
    }
    let without = without(model, responses)?;
    Some(line(with, &without))
}

/// The line of two estimates on the same ratings.
#[must_use]
pub fn line(with: &Variances, without: &Variances) -> Halo {
    let (deviance, deviance_without) = (-2.0 * with.objective, -2.0 * without.objective);
    let difference = (deviance_without - deviance).max(0.0);
    Halo {
        sd: with.fit.deviations.pair,
        deviance,
        deviance_without,
        difference,
        p_value: p_value(difference),
    }
}

/// The tail of the equal mixture of χ² with 0 and 1 degrees of freedom.
#[must_use]
pub fn p_value(difference: f64) -> f64 {
    if difference > 0.0 {
        0.5 * normal::beyond(difference.sqrt())
    } else {
        1.0
    }
}

/// The variances without a halo, on the ratings that the model's own were estimated from.
fn without(model: &Model, responses: &[Response]) -> Option<Variances> {
    let fit = &model.variances.fit;
    let rules = Rules {
        pair: Quadrature::new(1),
        ..model.rules.clone()
    };
    let wanted = Wanted {
        interviewer: fit.deviations.interviewer.is_some(),
        pair: false,
    };
    let start = [
        fit.deviations.candidate,
        fit.deviations.interviewer.unwrap_or(1.0),
        1.0,
    ];
    let on =
        |design: &Design, state: State| variances::estimate(design, &rules, wanted, start, state);
    if subset::is_large(&model.design) {
        let part = subset::choose(counts(&model.design), responses, model.design.groups());
        on(&part, State::start(&part, fit.state.steps.clone()))
    } else {
        on(&model.design, fit.state.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::model::{self, Settings};
    use crate::calibration::simulate::{Setup, panel};

    /// R 4.2.2: `0.5 * pchisq(x, 1, lower.tail = FALSE)`.
    #[test]
    fn the_mixture_has_half_the_tail() {
        for (difference, expected) in [
            (2.705_543_454_095_404, 0.05),
            (0.5, 0.239_750_061_093_477),
            (30.0, 2.160_231_5e-8),
        ] {
            let found = p_value(difference);
            assert!((found / expected - 1.0).abs() < 1e-6, "{found}");
        }
        assert!((p_value(0.0) - 1.0).abs() < 1e-15);
        assert!((p_value(f64::NAN) - 1.0).abs() < 1e-15);
    }

    fn of(data: &model::Data, settings: &Settings) -> Option<Halo> {
        let (_, responses, _) = model::responses(data);
        halo(&model::model(data, settings).unwrap(), &responses)
    }

    fn few() -> Setup {
        Setup {
            n_candidates: 100,
            n_interviewers: 15,
            ..Setup::default()
        }
    }

    #[test]
    fn a_halo_that_is_there_is_beyond_doubt() {
        let setup = Setup {
            sd_halo: 0.8,
            ..few()
        };
        let found = of(&panel(&setup, 8).0, &Settings::default()).unwrap();
        assert!((found.sd - 0.8).abs() < 0.25, "{found:?}");
        assert!(
            found.difference > 50.0 && found.p_value < 1e-10,
            "{found:?}"
        );
        let apart = found.deviance_without - found.deviance;
        assert!((found.difference - apart).abs() < 1e-9);
    }

    #[test]
    fn one_that_is_not_there_is_not_found() {
        let (data, _) = panel(&few(), 8);
        let found = of(&data, &Settings::default()).unwrap();
        assert!(found.sd < 0.35 && found.p_value > 0.01, "{found:?}");
        let settings = Settings {
            without_halo: true,
            ..Settings::default()
        };
        assert_eq!(of(&data, &settings), None);
    }
}
