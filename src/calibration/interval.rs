//! A weighted mean of ratings with its standard error, interval and tail probability.
//! Student's t is `statrs`'s.

use std::collections::BTreeMap;

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::{Options, Rating, Spread};

/// An estimated score on the rubric's scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The score.
    pub value: f64,
    /// Its standard error, in scale units; over 0.
    pub se: f64,
    /// Lower end of the interval, within the scale.
    pub low: f64,
    /// Upper end of the interval, within the scale.
    pub high: f64,
    /// Degrees of freedom of the t distribution behind interval and probability.
    pub df: f64,
    /// Ratings it rests on.
    pub n_ratings: usize,
    /// Interviewers who gave them.
    pub n_interviewers: usize,
}

impl Estimate {
    /// P(true score ≥ `line`): the upper tail of a t distribution around the estimate.
    #[must_use]
    pub fn probability_at_least(&self, line: f64) -> f64 {
        1.0 - students_t(self.df).cdf((line - self.value) / self.se)
    }
}

/// A mean of ratings, to which each contributes with its share; the shares add up to 1.
///
/// Ratings of one interviewer share a part, so the variance is
/// `shared² · Σ_r (Σ_i a_ir)² + own² · Σ_ir a_ir²` with shares `a_ir`.
#[must_use]
pub(super) fn estimate(
    value: f64,
    shares: &[(Rating, f64)],
    spread: Spread,
    options: &Options,
) -> Estimate {
    let mut by_interviewer: BTreeMap<usize, f64> = BTreeMap::new();
    for (rating, share) in shares {
        *by_interviewer.entry(rating.interviewer).or_default() += share;
    }
    let of_interviewers: f64 = by_interviewer.values().map(|share| share * share).sum();
    let of_ratings: f64 = shares.iter().map(|(_, share)| share * share).sum();
    let variance = spread.shared.powi(2) * of_interviewers + spread.own.powi(2) * of_ratings;
    let se = variance.sqrt();
    let half = se * t_quantile(spread.df, f64::midpoint(1.0, options.confidence));
    let (lowest, highest) = options.range;
    Estimate {
        value,
        se,
        low: (value - half).clamp(lowest, highest),
        high: (value + half).clamp(lowest, highest),
        df: spread.df,
        n_ratings: shares.len(),
        n_interviewers: by_interviewer.len(),
    }
}

/// Student's t for a probability over 0 and under 1; `df` is over 0.
pub(super) fn t_quantile(df: f64, probability: f64) -> f64 {
    students_t(df).inverse_cdf(probability)
}

fn students_t(df: f64) -> StudentsT {
    StudentsT::new(0.0, 1.0, df).expect("degrees of freedom are at least the assumption's")
}

#[cfg(test)]
mod tests {
    use super::super::{Calibration, Ratings, calibrate};
    use super::*;

    const OPTIONS: Options = Options {
        step: 1.0,
        range: (1.0, 4.0),
        confidence: 0.9,
    };

    /// Ratings of candidate 0 as (interviewer, criterion, score).
    fn ratings(of: &[(usize, usize, f64)]) -> Ratings {
        of.iter()
            .map(|(interviewer, criterion, score)| Rating {
                candidate: 0,
                interviewer: *interviewer,
                criterion: *criterion,
                score: *score,
            })
            .collect()
    }

    fn equal(calibration: &Calibration) -> Estimate {
        calibration.weighted(0, &|_| 1.0).unwrap()
    }

    #[test]
    fn the_quantile_is_that_of_the_tables() {
        // Student's t, upper 5 % point with 4 degrees of freedom: 2.132 (Fisher & Yates, table III).
        assert!((students_t(4.0).inverse_cdf(0.95) - 2.132).abs() < 5e-4);
    }

    #[test]
    fn one_rating_has_the_assumed_error() {
        let ratings = ratings(&[(0, 0, 3.0)]);
        let found = equal(&calibrate(&ratings, OPTIONS));
        assert!((found.value - 3.0).abs() < 1e-12);
        // Half a step, from nothing but the assumption.
        assert!((found.se - 0.5).abs() < 1e-12);
        assert_eq!((found.n_ratings, found.n_interviewers), (1, 1));
    }

    #[test]
    fn scores_of_one_interviewer_are_not_independent() {
        let one = ratings(&[(0, 0, 3.0), (0, 1, 3.0), (0, 2, 3.0), (0, 3, 3.0)]);
        let four = ratings(&[(0, 0, 3.0), (1, 1, 3.0), (2, 2, 3.0), (3, 3, 3.0)]);
        let one = equal(&calibrate(&one, OPTIONS));
        let four = equal(&calibrate(&four, OPTIONS));
        // 1/8 shared and 1/8 own: 1/8 + 1/8/4 against (1/8 + 1/8)/4.
        assert!((one.se.powi(2) - 0.156_25).abs() < 1e-12);
        assert!((four.se.powi(2) - 0.0625).abs() < 1e-12);
    }

    #[test]
    fn disagreement_widens_the_interval_and_agreement_narrows_it() {
        let agreed = ratings(&[(0, 0, 3.0), (1, 0, 3.0)]);
        let apart = ratings(&[(0, 0, 4.0), (1, 0, 2.0)]);
        let agreed = equal(&calibrate(&agreed, OPTIONS));
        let apart = equal(&calibrate(&apart, OPTIONS));
        // Assumed variance (1/4)/2; scaled by 4/5 and by (4 + 2/(1/4))/5.
        assert!((agreed.se.powi(2) - 0.125 * 0.8).abs() < 1e-12);
        assert!((apart.se.powi(2) - 0.125 * 12.0 / 5.0).abs() < 1e-12);
    }

    #[test]
    fn criteria_count_by_weight_and_not_by_raters() {
        let ratings = ratings(&[(0, 0, 4.0), (1, 0, 4.0), (2, 0, 4.0), (0, 1, 1.0)]);
        let calibration = calibrate(&ratings, OPTIONS);
        assert!((equal(&calibration).value - 2.5).abs() < 1e-12);
        let heavy = calibration
            .weighted(0, &|idx| if idx == 0 { 3.0 } else { 1.0 })
            .unwrap();
        assert!((heavy.value - 3.25).abs() < 1e-12);
    }

    #[test]
    fn nothing_scored_is_none_and_not_zero() {
        let ratings = ratings(&[(0, 0, 3.0)]);
        let calibration = calibrate(&ratings, OPTIONS);
        assert_eq!(calibration.criterion(0, 1), None);
        assert_eq!(calibration.weighted(1, &|_| 1.0), None);
        assert_eq!(calibration.weighted(0, &|_| 0.0), None);
    }

    #[test]
    fn a_candidate_who_meets_the_bar_throughout_is_over_the_line() {
        let one = ratings(&[(0, 0, 3.0)]);
        let found = equal(&calibrate(&one, OPTIONS));
        // One standard error over the line: 0.813 of Student's t with 4 degrees of freedom.
        assert!((found.probability_at_least(2.5) - 0.813).abs() < 5e-4);
        assert!(found.low >= 1.0 && found.high <= 4.0);
    }
}
