//! Percentile intervals from resampled units.

use serde::Serialize;

use super::{Figure, Undefined};
use crate::calibration::draw::Draws;

/// How to resample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrap {
    /// How many resamples; 1,000 is usual.
    pub n_replicates: u32,
    /// Decides the resamples: the same seed gives the same ones.
    pub seed: u64,
}

/// A range for a coefficient.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// How often such intervals hold the true value: over 0, under 1.
    pub confidence: f64,
    /// Where it comes from.
    pub basis: Basis,
}

/// Where an interval comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The F distribution of ratios of mean squares: ratings are taken as normal.
    F,
    /// Resampled units.
    Bootstrap {
        /// Resamples in which the coefficient was defined.
        n_defined: u32,
        /// Resamples in all.
        n_replicates: u32,
    },
}

impl Bootstrap {
    /// Percentile intervals of several coefficients from the same resamples (Efron & Tibshirani
    /// 1993, *An Introduction to the Bootstrap*, chapter 13).
    ///
    /// `figures` gets how often each of the units was drawn, by number. A replicate draws as many
    /// units as there are, so units, and not single ratings, are taken as independent: what one
    /// panel gave one candidate stays together. Where a unit is a candidate on one criterion,
    /// a candidate's units are not independent and the interval is too narrow; make the unit the
    /// candidate. An end is between two order statistics, as R's and numpy's default has it.
    ///
    /// # Errors
    ///
    /// Each on its own: [`Undefined::UnstableResamples`] where a coefficient was undefined in
    /// more than half of the resamples; [`Undefined::FewerThanTwoUnits`]. Resamples in which it
    /// was undefined are otherwise left out and counted.
    pub fn intervals<const N: usize>(
        &self,
        n_units: usize,
        confidence: f64,
        mut figures: impl FnMut(&[u32]) -> [Figure; N],
    ) -> [Result<Interval, Undefined>; N] {
        let Some(range) = u32::try_from(n_units).ok().filter(|range| *range > 1) else {
            return [Err(Undefined::FewerThanTwoUnits); N];
        };
        let mut draws = Draws::new(self.seed);
        let mut times = vec![0; n_units];
        let mut found: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
        for _ in 0..self.n_replicates {
            draw(&mut draws, range, &mut times);
            for (found, figure) in found.iter_mut().zip(figures(&times)) {
                found.extend(figure.ok());
            }
        }
        found.map(|found| self.interval(found, confidence))
    }

    fn interval(&self, mut found: Vec<f64>, confidence: f64) -> Result<Interval, Undefined> {
        let n_defined = u32::try_from(found.len()).expect("there are no more than replicates");
        if n_defined == 0 || n_defined < self.n_replicates.div_ceil(2) {
            return Err(Undefined::UnstableResamples);
        }
        found.sort_unstable_by(f64::total_cmp);
        let tail = f64::midpoint(1.0, -confidence).clamp(0.0, 0.5);
        Ok(Interval {
            low: quantile(&found, tail),
            high: quantile(&found, 1.0 - tail),
            confidence,
            basis: Basis::Bootstrap {
                n_defined,
                n_replicates: self.n_replicates,
            },
        })
    }
}

/// Draws as many units as there are, with replacement.
fn draw(draws: &mut Draws, range: u32, times: &mut [u32]) {
    times.fill(0);
    for _ in 0..range {
        times[draws.below(range) as usize] += 1;
    }
}

/// The quantile of sorted numbers, of which there is at least one: between the two order
/// statistics around `share · (n − 1)` (type 7 of Hyndman & Fan 1996).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * crate::text::count(sorted.len() - 1);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the place is from 0 to the last"
    )]
    let before = at as usize;
    let after = (before + 1).min(sorted.len() - 1);
    let part = at - crate::text::count(before);
    sorted[before] + part * (sorted[after] - sorted[before])
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOTSTRAP: Bootstrap = Bootstrap {
        n_replicates: 2_000,
        seed: 7,
    };

    #[test]
    fn quantiles_are_those_of_numpy() {
        let sorted = [1.0, 2.0, 4.0, 8.0];
        // numpy.quantile([1, 2, 4, 8], [0, .05, .5, .9, 1])
        for (share, expected) in [(0.0, 1.0), (0.05, 1.15), (0.5, 3.0), (0.9, 6.8), (1.0, 8.0)] {
            assert!((quantile(&sorted, share) - expected).abs() < 1e-12);
        }
        assert!((quantile(&[3.0], 0.95) - 3.0).abs() < 1e-15);
    }

    #[test]
    fn the_interval_of_a_mean_is_as_wide_as_its_standard_error_says() {
        let values: Vec<f64> = (0..400).map(|idx| f64::from(idx % 20)).collect();
        let mean = |times: &[u32]| {
            let drawn = times.iter().zip(&values);
            [Ok(
                drawn.map(|(n, v)| f64::from(*n) * v).sum::<f64>() / 400.0
            )]
        };
        let [interval] = BOOTSTRAP.intervals(400, 0.9, mean);
        let interval = interval.unwrap();
        // Variance (20² − 1)/12, 1.645 standard errors to both sides of 9.5.
        let half = 1.645 * (399.0_f64 / 12.0 / 400.0).sqrt();
        assert!((interval.low - (9.5 - half)).abs() < 0.03, "{interval:?}");
        assert!((interval.high - (9.5 + half)).abs() < 0.03, "{interval:?}");
    }

    #[test]
    fn undefined_resamples_are_counted_and_too_many_are_refused() {
        let mut n = 0;
        let [often, seldom] = BOOTSTRAP.intervals(5, 0.9, |_| {
            n += 1;
            let when = |defined: bool| {
                if defined {
                    Ok(1.0)
                } else {
                    Err(Undefined::OneValue)
                }
            };
            [when(n % 4 == 0), when(n % 4 != 0)]
        });
        assert_eq!(often, Err(Undefined::UnstableResamples));
        let basis = Basis::Bootstrap {
            n_defined: 1_500,
            n_replicates: 2_000,
        };
        assert_eq!(seldom.unwrap().basis, basis);
        let [one] = BOOTSTRAP.intervals(1, 0.9, |_| [Ok(1.0)]);
        assert_eq!(one, Err(Undefined::FewerThanTwoUnits));
    }
}
