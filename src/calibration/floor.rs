//! Under the data floor: severities from an assumed ratio, on the rubric's own scale.
//!
//! A first panel cannot tell severe interviewers from weak candidates. Where somebody configures
//! how much interviewers differ, `σ_s = ratio · σ_t`, severities are predicted with that much
//! shrinkage and nothing is estimated but them. For pair means `y_cr` (candidate `c`, interviewer
//! `r`, mean over the criteria both share with others, see below) the severities minimise
//!
//! ```text
//! Σ_cr (y_cr − t_c + s_r)² / ω_cr + Σ_r s_r² / σ_s²
//! ω_cr = shared² + own² / n_cr
//! ```
//!
//! with every candidate's level `t_c` free: the best linear unbiased prediction of random severities
//! with fixed candidates (Robinson 1991, *That BLUP is a good thing*). The scatter is that of
//! [`super::spread`]: half a step a rating, half of its variance shared by what one interviewer
//! gives one candidate. `σ_t` is assumed too: [`CANDIDATE_STEPS`]. A pair mean is taken after each
//! criterion's own mean, so that hard criteria are not taken for severe interviewers.
//!
//! An interviewer with fewer than [`LEAST`] candidates has severity 0. Adjusted scores stay within
//! the scale. Intervals are those of raw means: they hold severity in the shared part already.

use std::collections::BTreeMap;

use super::model::LEAST_CANDIDATES_EACH;
use super::ratings::Rating;
use super::spread::{RATING_STEPS, SHARED};
use crate::text::count;

/// Standard deviation of candidates, in steps of the scale. An assumption, not an estimate.
pub const CANDIDATE_STEPS: f64 = 0.7;

/// Candidates of an interviewer under which nothing is said of their severity.
pub const LEAST: usize = LEAST_CANDIDATES_EACH;

/// Rounds before it is given up.
const MOST_ROUNDS: usize = 2_000;

/// It has converged where no severity moves by more than this share of a step.
const TOLERANCE: f64 = 1e-10;

/// What is assumed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumption {
    /// `σ_s / σ_t`, such as 0.5; nothing is corrected at 0.
    pub ratio: f64,
    /// Distance of neighbouring points on the scale.
    pub step: f64,
    /// Lowest and highest number of the scale.
    pub range: (f64, f64),
}

/// Predicted severities.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumed {
    /// Each interviewer's severity, in points of the scale; over 0 for one who scores lower than
    /// others. None who has too few candidates, and counts as 0.
    pub severity: BTreeMap<usize, Option<f64>>,
    /// Rounds taken.
    pub n_rounds: usize,
    /// Whether they converged.
    pub converged: bool,
}

/// All that one interviewer gave one candidate.
struct Pair {
    candidate: usize,
    interviewer: usize,
    mean: f64,
    precision: f64,
}

/// Predicts severities. Nothing in the ratings makes it fail; scores that are no number count as
/// not given.
#[must_use]
pub fn severities(ratings: &[Rating], assumption: Assumption) -> Assumed {
    let pairs = pairs(ratings, assumption.step);
    let mut n_of: BTreeMap<usize, usize> = BTreeMap::new();
    for pair in &pairs {
        *n_of.entry(pair.interviewer).or_default() += 1;
    }
    let deviation = assumption.ratio * CANDIDATE_STEPS * assumption.step;
    let is_said = deviation > 0.0 && deviation.is_finite();
    let mut severity: BTreeMap<usize, f64> = n_of
        .iter()
        .filter(|(_, n)| is_said && **n >= LEAST)
        .map(|(interviewer, _)| (*interviewer, 0.0))
        .collect();
    let (mut n_rounds, mut converged) = (0, severity.is_empty());
    while !converged && n_rounds < MOST_ROUNDS {
        n_rounds += 1;
        converged = round(&pairs, &mut severity, deviation) < TOLERANCE * assumption.step;
    }
    let all = n_of.into_keys();
    Assumed {
        severity: all.map(|at| (at, severity.get(&at).copied())).collect(),
        n_rounds,
        converged,
    }
}

/// One round: candidates' levels, then severities. How far the furthest moved.
fn round(pairs: &[Pair], severity: &mut BTreeMap<usize, f64>, deviation: f64) -> f64 {
    let mut levels: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for pair in pairs {
        let own = severity.get(&pair.interviewer).copied().unwrap_or_default();
        let level = levels.entry(pair.candidate).or_default();
        level.0 += pair.precision * (pair.mean + own);
        level.1 += pair.precision;
    }
    let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for pair in pairs {
        let level = levels[&pair.candidate];
        let sum = sums.entry(pair.interviewer).or_default();
        sum.0 += pair.precision * (level.0 / level.1 - pair.mean);
        sum.1 += pair.precision;
    }
    let mut furthest = 0.0_f64;
    for (interviewer, severity) in severity {
        let (sum, precision) = sums[interviewer];
        let next = sum / (precision + 1.0 / (deviation * deviation));
        furthest = furthest.max((next - *severity).abs());
        *severity = next;
    }
    furthest
}

/// Pair means around their criteria's means.
fn pairs(ratings: &[Rating], step: f64) -> Vec<Pair> {
    let given = || ratings.iter().filter(|rating| rating.score.is_finite());
    let mut of_criterion: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for rating in given() {
        let sum = of_criterion.entry(rating.criterion).or_default();
        *sum = (sum.0 + rating.score, sum.1 + 1.0);
    }
    let mut sums: BTreeMap<(usize, usize), (f64, usize)> = BTreeMap::new();
    for rating in given() {
        let (sum, n) = of_criterion[&rating.criterion];
        let pair = sums
            .entry((rating.candidate, rating.interviewer))
            .or_default();
        *pair = (pair.0 + rating.score - sum / n, pair.1 + 1);
    }
    let variance = (RATING_STEPS * step).powi(2);
    let all = sums.into_iter();
    all.map(|((candidate, interviewer), (sum, n))| Pair {
        candidate,
        interviewer,
        mean: sum / count(n),
        precision: 1.0 / (variance * (SHARED + (1.0 - SHARED) / count(n))),
    })
    .collect()
}

/// The ratings with severities taken out, each within the scale.
#[must_use]
pub fn adjusted(ratings: &[Rating], assumed: &Assumed, range: (f64, f64)) -> Vec<Rating> {
    let adjust = |rating: &Rating| {
        let severity = assumed.severity.get(&rating.interviewer);
        let severity = severity.copied().flatten().unwrap_or_default();
        Rating {
            score: (rating.score + severity).max(range.0).min(range.1),
            ..*rating
        }
    };
    ratings.iter().map(adjust).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{DMatrix, DVector};

    const HALF: Assumption = Assumption {
        ratio: 0.5,
        step: 1.0,
        range: (1.0, 4.0),
    };

    /// Each candidate by two or three of four interviewers, of whom the last is severe.
    fn ratings() -> Vec<Rating> {
        let mut ratings = Vec::new();
        for candidate in 0..9_usize {
            for interviewer in 0..4_usize {
                if (candidate + interviewer) % 3 == 0 {
                    continue;
                }
                for criterion in 0..2_usize {
                    let level = 2.0 + count((candidate * 5 + criterion) % 3);
                    let severity = if interviewer == 3 { 1.0 } else { 0.0 };
                    ratings.push(Rating {
                        candidate,
                        interviewer,
                        criterion,
                        score: level - severity,
                    });
                }
            }
        }
        ratings
    }

    /// The same from the normal equations of the whole system, candidates and severities together.
    #[test]
    fn severities_are_those_of_the_mixed_model_equations() {
        let ratings = ratings();
        let found = severities(&ratings, HALF);
        assert!(found.converged);
        let pairs = pairs(&ratings, 1.0);
        let mut left = DMatrix::zeros(13, 13);
        let mut right = DVector::zeros(13);
        for pair in &pairs {
            let (c, r, w) = (pair.candidate, 9 + pair.interviewer, pair.precision);
            left[(c, c)] += w;
            left[(r, r)] += w;
            left[(c, r)] -= w;
            left[(r, c)] -= w;
            right[c] += w * pair.mean;
            right[r] -= w * pair.mean;
        }
        for r in 9..13 {
            left[(r, r)] += 1.0 / (0.5 * CANDIDATE_STEPS).powi(2);
        }
        let solution = left.lu().solve(&right).unwrap();
        for (interviewer, severity) in &found.severity {
            let expected: f64 = solution[9 + interviewer];
            assert!((severity.unwrap() - expected).abs() < 1e-8, "{interviewer}");
        }
        let last = found.severity[&3].unwrap();
        assert!(last > 0.3 && last < 1.0, "severe, and shrunk: {last}");
    }

    #[test]
    fn without_a_ratio_or_with_few_candidates_nothing_is_corrected() {
        let all = ratings();
        let none = severities(&all, Assumption { ratio: 0.0, ..HALF });
        assert!(none.converged && none.severity.values().all(Option::is_none));
        assert_eq!(adjusted(&all, &none, HALF.range), all);
        let few: Vec<Rating> = all.into_iter().filter(|one| one.candidate < 4).collect();
        let found = severities(&few, HALF);
        assert!(found.severity.values().all(Option::is_none));
    }

    #[test]
    fn one_rating_none_and_nonsense_are_no_trouble() {
        assert!(severities(&[], HALF).converged);
        let mut one = ratings()[..1].to_vec();
        let found = severities(&one, HALF);
        assert_eq!(found.severity.values().copied().collect::<Vec<_>>(), [None]);
        one[0].score = f64::NAN;
        assert!(severities(&one, HALF).severity.is_empty());
        for (ratio, step) in [
            (f64::NAN, 1.0),
            (f64::INFINITY, 1.0),
            (-1.0, 1.0),
            (0.5, 0.0),
        ] {
            let odd = severities(
                &ratings(),
                Assumption {
                    ratio,
                    step,
                    ..HALF
                },
            );
            let mut all = odd.severity.values().flatten();
            assert!(all.all(|severity| severity.is_finite()), "{ratio} {step}");
        }
    }

    #[test]
    fn adjusted_scores_are_nearer_to_each_other_and_stay_on_the_scale() {
        let ratings = ratings();
        let found = adjusted(&ratings, &severities(&ratings, HALF), HALF.range);
        assert!(found.iter().all(|one| (1.0..=4.0).contains(&one.score)));
        let gap = |of: &[Rating]| {
            let mean = |severe: bool| {
                let of = of.iter().filter(|one| (one.interviewer == 3) == severe);
                let of: Vec<f64> = of.map(|one| one.score).collect();
                of.iter().sum::<f64>() / count(of.len())
            };
            mean(false) - mean(true)
        };
        assert!(gap(&found) < 0.6 * gap(&ratings));
    }
}
