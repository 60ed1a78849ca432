//! Whether a trainee who shadows interviews is ready to interview: the trainee's ratings against
//! those that counted, of the same candidates on the same criteria.
//!
//! Differences are in steps of the scale. Ratings of one candidate hang together, so the interval
//! of the mean difference goes by candidate: `Var = G/(G−1) · Σ_g (Σ_i d_i − d̄)² / n²`, with
//! Student's t of `G − 1` degrees of freedom for `G` candidates (Liang & Zeger 1986, with the usual
//! correction for few clusters).

use serde::Serialize;

use super::agreement::cohen::{CrossTable, kappa};
use super::agreement::{Undefined, Weights};
use super::interval::t_quantile;
use crate::text::count;

/// With fewer candidates in common there is too little data.
pub const LEAST_CANDIDATES: usize = 6;

/// With fewer ratings in common there is too little data.
pub const LEAST_RATINGS: usize = 20;

/// The interval of the mean difference must lie within so many steps of 0.
pub const MOST_DIFFERENCE: f64 = 0.5;

/// At least this share of the ratings must be within one step.
pub const LEAST_ADJACENT: f64 = 0.9;

/// The weighted kappa must be at least this: what Cicchetti (1994, *Guidelines, criteria, and rules
/// of thumb*) calls fair begins there.
pub const LEAST_KAPPA: f64 = 0.4;

/// One rating: the candidate, the criterion and the score.
pub type Rating = (u32, u32, i32);

/// A trainee's readiness.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Readiness {
    /// Ratings compared.
    pub n: usize,
    /// Candidates they are of.
    pub n_candidates: usize,
    /// The mean of the trainee's less the counted rating, in steps; over 0 is milder.
    pub difference: Option<f64>,
    /// The difference's interval; none with one candidate.
    pub interval: Option<(f64, f64)>,
    /// How often such intervals hold the true difference.
    pub confidence: f64,
    /// The share of equal ratings, 0 to 1.
    pub exact: Option<f64>,
    /// The share of ratings at most one step apart, 0 to 1.
    pub adjacent: Option<f64>,
    /// Cohen's kappa with quadratic weights.
    pub kappa: Option<f64>,
    /// Why there is no kappa.
    pub kappa_reason: Option<Undefined>,
    /// What follows.
    pub verdict: Verdict,
    /// Limits that were missed.
    pub missed: Vec<Limit>,
    /// Limits that there is too little data for.
    pub open: Vec<Limit>,
}

/// What follows from the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every limit is met.
    Ready,
    /// There are ratings enough and a limit is missed.
    NotYet,
    /// There are too few ratings, or no limit is missed and one cannot be told.
    TooLittleData,
}

/// A limit to be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// [`LEAST_CANDIDATES`] and [`LEAST_RATINGS`].
    Number,
    /// [`MOST_DIFFERENCE`]: missed where the mean difference itself is larger, open where its
    /// interval reaches further.
    Difference,
    /// [`LEAST_ADJACENT`].
    Adjacent,
    /// [`LEAST_KAPPA`]: open where there is no kappa.
    Kappa,
}

/// Two ratings of a candidate on a criterion: places on the scale.
struct Compared {
    candidate: u32,
    shadow: usize,
    counted: usize,
}

/// Compares a trainee's ratings with those that counted, in any order. Where several counted, each
/// is compared; ratings without a counterpart are left out. `scale` are the points that there are;
/// scores that are no point of it are added.
#[must_use]
pub fn readiness(
    shadow: &[Rating],
    counted: &[Rating],
    scale: &[i32],
    confidence: f64,
) -> Readiness {
    let points = points(shadow, counted, scale);
    let compared = compare(shadow, counted, &points);
    let n = compared.len();
    let step = |one: &Compared| count(one.shadow) - count(one.counted);
    let steps: Vec<(u32, f64)> = compared
        .iter()
        .map(|one| (one.candidate, step(one)))
        .collect();
    let n_candidates = steps.chunk_by(|a, b| a.0 == b.0).count();
    let share = |most: f64| {
        let close = steps.iter().filter(|(_, step)| step.abs() <= most).count();
        (n > 0).then(|| count(close) / count(n))
    };
    let kappa = kappa_of(&compared, points.len());
    let mut found = Readiness {
        n,
        n_candidates,
        difference: mean(&steps),
        interval: interval(&steps, n_candidates, confidence),
        confidence,
        exact: share(0.5),
        adjacent: share(1.5),
        kappa: kappa.ok(),
        kappa_reason: kappa.err(),
        verdict: Verdict::TooLittleData,
        missed: Vec::new(),
        open: Vec::new(),
    };
    found.judge();
    found
}

fn points(shadow: &[Rating], counted: &[Rating], scale: &[i32]) -> Vec<i32> {
    let given = shadow.iter().chain(counted).map(|(.., score)| *score);
    let mut points: Vec<i32> = given.chain(scale.iter().copied()).collect();
    points.sort_unstable();
    points.dedup();
    points
}

/// The pairs of ratings, by candidate.
fn compare(shadow: &[Rating], counted: &[Rating], points: &[i32]) -> Vec<Compared> {
    let place = |score: i32| points.binary_search(&score).unwrap_or_default();
    let mut shadow = shadow.to_vec();
    let mut counted = counted.to_vec();
    shadow.sort_unstable();
    counted.sort_unstable();
    let mut compared = Vec::new();
    for (candidate, criterion, score) in shadow {
        let cell = (candidate, criterion);
        let first = counted.partition_point(|one| (one.0, one.1) < cell);
        let same = counted[first..]
            .iter()
            .take_while(|one| (one.0, one.1) == cell);
        compared.extend(same.map(|one| Compared {
            candidate,
            shadow: place(score),
            counted: place(one.2),
        }));
    }
    compared
}

fn mean(steps: &[(u32, f64)]) -> Option<f64> {
    let sum: f64 = steps.iter().map(|(_, step)| step).sum();
    (!steps.is_empty()).then(|| sum / count(steps.len()))
}

/// The mean's interval, by candidate; none with fewer than two.
fn interval(steps: &[(u32, f64)], n_candidates: usize, confidence: f64) -> Option<(f64, f64)> {
    let mean = mean(steps).filter(|_| n_candidates > 1)?;
    let of_candidate = |of: &[(u32, f64)]| of.iter().map(|(_, step)| step - mean).sum::<f64>();
    let squares: f64 = steps
        .chunk_by(|a, b| a.0 == b.0)
        .map(|of| of_candidate(of).powi(2))
        .sum();
    let groups = count(n_candidates);
    let se = (squares * groups / (groups - 1.0)).sqrt() / count(steps.len());
    let half = se * t_quantile(groups - 1.0, f64::midpoint(1.0, confidence));
    Some((mean - half, mean + half))
}

fn kappa_of(compared: &[Compared], n_points: usize) -> Result<f64, Undefined> {
    let mut counts = vec![vec![0.0; n_points]; n_points];
    for one in compared {
        counts[one.shadow][one.counted] += 1.0;
    }
    let values: Vec<f64> = (0..n_points).map(count).collect();
    let table = CrossTable::of_counts(&values, &counts).ok_or(Undefined::NoRatings)?;
    kappa(&table, &Weights::Quadratic).map(|found| found.value)
}

impl Readiness {
    /// Goes through the limits.
    fn judge(&mut self) {
        if self.n < LEAST_RATINGS || self.n_candidates < LEAST_CANDIDATES {
            self.open.push(Limit::Number);
            return;
        }
        let within = |at: f64| at.abs() <= MOST_DIFFERENCE;
        match (self.difference, self.interval) {
            (Some(mean), _) if !within(mean) => self.missed.push(Limit::Difference),
            (_, Some((low, high))) if within(low) && within(high) => {}
            _ => self.open.push(Limit::Difference),
        }
        if self.adjacent.is_none_or(|share| share < LEAST_ADJACENT) {
            self.missed.push(Limit::Adjacent);
        }
        match self.kappa {
            Some(kappa) if kappa < LEAST_KAPPA => self.missed.push(Limit::Kappa),
            Some(_) => {}
            None => self.open.push(Limit::Kappa),
        }
        self.verdict = match (self.missed.is_empty(), self.open.is_empty()) {
            (false, _) => Verdict::NotYet,
            (true, false) => Verdict::TooLittleData,
            (true, true) => Verdict::Ready,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::tests::close;

    const SCALE: &[i32] = &[1, 2, 3, 4, 5];

    /// Ten candidates on four criteria.
    fn lead() -> Vec<Rating> {
        let score = |at: u32| 1 + i32::try_from((at * 7 + at / 4) % 5).unwrap();
        (0..40).map(|at| (at / 4, at % 4, score(at))).collect()
    }

    fn of(shadow: impl Fn(u32, i32) -> i32) -> Readiness {
        let lead = lead();
        let mut own: Vec<Rating> = (0_u32..)
            .zip(&lead)
            .map(|(at, one)| (one.0, one.1, shadow(at, one.2).clamp(1, 5)))
            .collect();
        own.reverse();
        // Nobody else rated these.
        own.extend([(50, 0, 1), (0, 9, 5)]);
        readiness(&own, &lead, SCALE, 0.9)
    }

    /// statsmodels 0.15.0: `OLS(d, 1).fit(cov_type="cluster", use_t=True)` with groups by candidate;
    /// scikit-learn 1.9.1: `cohen_kappa_score(weights="quadratic")`.
    #[test]
    fn figures_are_those_of_statsmodels_and_scikit_learn() {
        let found = of(|at, score| {
            let up = i32::from(at * 11 % 6 == 0) + i32::from(at / 4 == 3);
            score + up - i32::from(at * 5 % 9 == 0)
        });
        assert_eq!((found.n, found.n_candidates), (40, 10));
        close(found.difference.unwrap(), 0.15, 1e-12, "difference");
        let (low, high) = found.interval.unwrap();
        close(low, -0.033_311_29, 1e-8, "low");
        close(high, 0.333_311_29, 1e-8, "high");
        close(
            found.kappa.unwrap(),
            0.952_941_176_470_588_2,
            1e-12,
            "kappa",
        );
        close(found.exact.unwrap(), 0.875, 1e-12, "exact");
        close(found.adjacent.unwrap(), 0.975, 1e-12, "adjacent");
        assert_eq!(found.verdict, Verdict::Ready);
    }

    #[test]
    fn who_is_off_or_lost_is_not_ready_and_told_why() {
        let same = of(|_, score| score);
        assert_eq!((same.verdict, same.kappa), (Verdict::Ready, Some(1.0)));
        assert_eq!(same.interval, Some((0.0, 0.0)));
        let milder = of(|_, score| score + 1);
        assert_eq!(
            (milder.verdict, &milder.missed[..]),
            (Verdict::NotYet, &[Limit::Difference][..])
        );
        let lost = of(|at, _| 1 + i32::try_from(at * 3 % 5).unwrap());
        assert_eq!(lost.verdict, Verdict::NotYet);
        assert!(lost.missed.contains(&Limit::Adjacent) && lost.missed.contains(&Limit::Kappa));
    }

    #[test]
    fn what_cannot_be_told_is_too_little_data() {
        let lead = lead();
        for part in [&lead[..0], &lead[..1], &lead[..4], &lead[..20], &lead[..23]] {
            let found = readiness(part, &lead, SCALE, 0.9);
            let enough = part.len() == 23;
            let expected = if enough {
                Verdict::Ready
            } else {
                Verdict::TooLittleData
            };
            assert_eq!(found.verdict, expected, "{}", part.len());
            assert_eq!(found.interval.is_some(), part.len() > 4);
            assert_eq!(found.open.is_empty(), enough);
        }
        // Nothing but one value: agreement cannot be told from habit.
        let flat: Vec<Rating> = lead.iter().map(|one| (one.0, one.1, 3)).collect();
        let found = readiness(&flat, &flat, &[], 0.9);
        assert_eq!(
            (found.verdict, &found.open[..]),
            (Verdict::TooLittleData, &[Limit::Kappa][..])
        );
        assert_eq!(found.kappa_reason, Some(Undefined::NoExpectedDisagreement));
        // Half of the candidates a step up, half a step down, and more of them at the one end.
        let unsure = of(|at, score| score + if at / 4 % 3 == 0 { 1 } else { -1 });
        assert_eq!(
            (unsure.verdict, &unsure.open[..]),
            (Verdict::TooLittleData, &[Limit::Difference][..])
        );
    }

    #[test]
    fn several_counted_ratings_are_compared_each() {
        let found = readiness(&[(0, 0, 3)], &[(0, 0, 3), (0, 0, 5), (1, 0, 1)], SCALE, 0.9);
        assert_eq!(
            (found.n, found.exact, found.difference),
            (2, Some(0.5), Some(-1.0))
        );
        let far = readiness(&[(0, 0, i32::MIN)], &[(0, 0, i32::MAX)], &[], 0.9);
        assert_eq!(far.difference, Some(-1.0));
    }

    proptest::proptest! {
        #[test]
        fn no_ratings_give_what_is_no_number(
            shadow in proptest::collection::vec((0_u32..9, 0_u32..3, 0_i32..4), 0..60),
            counted in proptest::collection::vec((0_u32..9, 0_u32..3, 0_i32..4), 0..60),
            is_flat in proptest::bool::ANY,
        ) {
            let level = |one: &Rating| (one.0, one.1, if is_flat { 3 } else { one.2 });
            let shadow: Vec<Rating> = shadow.iter().map(level).collect();
            let found = readiness(&shadow, &counted, SCALE, 0.9);
            let numbers = [found.difference, found.exact, found.adjacent, found.kappa];
            proptest::prop_assert!(numbers.iter().flatten().all(|number| number.is_finite()));
            proptest::prop_assert_eq!(found.kappa.is_none(), found.kappa_reason.is_some());
            if let Some((low, high)) = found.interval {
                proptest::prop_assert!(low <= high && high.is_finite());
            }
            let is_told = !found.missed.is_empty() || !found.open.is_empty();
            proptest::prop_assert_eq!(found.verdict == Verdict::Ready, !is_told);
        }
    }
}
