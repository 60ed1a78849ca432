//! Probabilities that were given against what came of it later.
//!
//! The Brier score is `mean (p − y)²` (Brier 1950, *Verification of forecasts expressed in terms of
//! probability*), taken apart over bins of equal width as
//! `reliability − resolution + uncertainty + within` (Murphy 1973; the last part is what lies
//! within bins, Stephenson, Coelho & Jolliffe 2008). The expected calibration error is
//! `Σ_k n_k/n |mean p − mean y|` over the same bins (Naeini, Cooper & Hauskrecht 2015).
//!
//! Outcomes are known of those who were hired, who are not like those who were not: the figures
//! are about people like them.

use serde::Serialize;

use super::normal;
use crate::text::count;

/// Bins of equal width, from 0 to 1.
pub const N_BINS: usize = 10;

/// With fewer outcomes nothing is said.
pub const LEAST_OUTCOMES: usize = 50;

/// With fewer outcomes of either kind nothing is said.
pub const LEAST_OF_EACH: usize = 10;

/// A probability that was given, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// That it would happen; 0 to 1.
    pub probability: f64,
    /// Whether it did.
    pub happened: bool,
}

/// How well probabilities were borne out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcomes {
    /// Outcomes with a probability from 0 to 1.
    pub n: usize,
    /// Of these, how many happened.
    pub n_happened: usize,
    /// Left out: what was given is no probability.
    pub n_left_out: usize,
    /// The figures; none where there are too few outcomes.
    pub scores: Option<Scores>,
    /// Why there are none.
    pub reason: Option<TooFew>,
}

/// Why there are no figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TooFew {
    /// Fewer than [`LEAST_OUTCOMES`].
    TooFewOutcomes,
    /// Fewer than [`LEAST_OF_EACH`] happened, or did not.
    TooFewOfOneKind,
}

/// The figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scores {
    /// The Brier score, 0 to 1: 0 is perfect, 0.25 is saying one half always.
    pub brier: f64,
    /// How far bins are from what came of them: 0 is perfect.
    pub reliability: f64,
    /// How far bins are apart in what came of them: more is better.
    pub resolution: f64,
    /// The score of always giving the share that happened.
    pub uncertainty: f64,
    /// What lies within bins.
    pub within: f64,
    /// The part of `uncertainty` that the probabilities take away: `1 − brier / uncertainty`.
    pub skill: f64,
    /// The expected calibration error, 0 to 1.
    pub calibration_error: f64,
    /// The reliability diagram: bins with at least one probability, ascending.
    pub bins: Vec<Bin>,
    /// How often the bins' intervals hold the true share.
    pub confidence: f64,
}

/// A bin of the reliability diagram.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// Its lower end, which belongs to it.
    pub from: f64,
    /// Its upper end, which belongs to the next; 1 belongs to the last.
    pub to: f64,
    /// Probabilities in it.
    pub n: usize,
    /// Their mean.
    pub predicted: f64,
    /// The share that happened.
    pub happened: f64,
    /// Lower end of the share's interval (Wilson 1927).
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Compares probabilities with outcomes, in any order. `confidence` is that of the bins' intervals,
/// such as 0.9.
#[must_use]
pub fn outcomes(forecasts: &[Forecast], confidence: f64) -> Outcomes {
    let proper = |one: &&Forecast| (0.0..=1.0).contains(&one.probability);
    let mut kept: Vec<Forecast> = forecasts.iter().filter(proper).copied().collect();
    kept.sort_by(|a, b| {
        let by_probability = f64::total_cmp(&a.probability, &b.probability);
        by_probability.then(a.happened.cmp(&b.happened))
    });
    let n_happened = kept.iter().filter(|one| one.happened).count();
    let rarer = n_happened.min(kept.len() - n_happened);
    let reason = match (kept.len(), rarer) {
        (0..LEAST_OUTCOMES, _) => Some(TooFew::TooFewOutcomes),
        (_, 0..LEAST_OF_EACH) => Some(TooFew::TooFewOfOneKind),
        _ => None,
    };
    Outcomes {
        n: kept.len(),
        n_happened,
        n_left_out: forecasts.len() - kept.len(),
        scores: reason.is_none().then(|| scores(&kept, confidence)),
        reason,
    }
}

/// The figures of at least one proper forecast, by rising probability.
fn scores(forecasts: &[Forecast], confidence: f64) -> Scores {
    let bins: Vec<Bin> = forecasts
        .chunk_by(|a, b| bin_of(a) == bin_of(b))
        .map(|of| bin(of, confidence))
        .collect();
    let n = count(forecasts.len());
    let share = mean(forecasts, Forecast::happened);
    let brier = mean(forecasts, |one| (one.probability - one.happened()).powi(2));
    let over = |of: &dyn Fn(&Bin) -> f64| -> f64 {
        bins.iter().map(|bin| count(bin.n) / n * of(bin)).sum()
    };
    let reliability = over(&|bin| (bin.predicted - bin.happened).powi(2));
    let resolution = over(&|bin| (bin.happened - share).powi(2));
    let uncertainty = share * (1.0 - share);
    Scores {
        brier,
        reliability,
        resolution,
        uncertainty,
        within: brier - (reliability - resolution + uncertainty),
        skill: 1.0 - brier / uncertainty,
        calibration_error: over(&|bin| (bin.predicted - bin.happened).abs()),
        bins,
        confidence,
    }
}

impl Forecast {
    /// 1 where it happened, 0 where it did not.
    fn happened(&self) -> f64 {
        f64::from(u8::from(self.happened))
    }
}

fn mean(forecasts: &[Forecast], of: impl Fn(&Forecast) -> f64) -> f64 {
    forecasts.iter().map(of).sum::<f64>() / count(forecasts.len())
}

fn bin_of(forecast: &Forecast) -> usize {
    let last = N_BINS - 1;
    let over = |edge: &usize| forecast.probability >= edge_at(*edge);
    (1..=last).filter(over).count()
}

/// Where a bin begins.
fn edge_at(bin: usize) -> f64 {
    count(bin) / count(N_BINS)
}

fn bin(forecasts: &[Forecast], confidence: f64) -> Bin {
    let number = forecasts.first().map_or(0, bin_of);
    let happened = mean(forecasts, Forecast::happened);
    let (low, high) = wilson(happened, count(forecasts.len()), confidence);
    Bin {
        from: edge_at(number),
        to: edge_at(number + 1),
        n: forecasts.len(),
        predicted: mean(forecasts, |one| one.probability),
        happened,
        low,
        high,
    }
}

/// The interval of Wilson (1927, *Probable inference, the law of succession, and statistical
/// inference*) for a share of `n`.
#[must_use]
pub fn wilson(share: f64, n: f64, confidence: f64) -> (f64, f64) {
    let z = normal::reach(confidence);
    let square = z * z / n;
    let centre = (share + square / 2.0) / (1.0 + square);
    let half = z * (share * (1.0 - share) / n + square / (4.0 * n)).sqrt() / (1.0 + square);
    // Rounding alone would put an end beyond the share itself.
    let low = (centre - half).max(0.0).min(share);
    (low, (centre + half).min(1.0).max(share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::tests::close;

    /// The forecasts that the figures of other packages are about.
    fn example() -> Vec<Forecast> {
        let one = |at: usize| {
            let part = (count(at * 37 % 200) + 0.5) / 200.0;
            let probability = 0.8 * part * part;
            Forecast {
                probability,
                happened: count(at * 53 % 97) / 97.0 < probability * 0.8 + 0.1,
            }
        };
        (0..200).map(one).collect()
    }

    /// scikit-learn 1.9.1: `brier_score_loss`, and `calibration_curve` with ten uniform bins, whose
    /// differences weighted by counts are the calibration error.
    const BRIER: f64 = 0.229_902_333_345;
    const ERROR: f64 = 0.135_610_5;

    /// numpy 2.4.6 from that curve: reliability, resolution, uncertainty, and the rest.
    const PARTS: [f64; 4] = [
        0.025_878_062_575_384,
        0.022_018_054_559_717,
        0.2244,
        0.001_642_325_329_333,
    ];

    /// Counts, how many happened, the curve's mean probability, and statsmodels 0.15.0:
    /// `proportion_confint(…, alpha=0.1, method="wilson")`.
    const BINS: &[(usize, f64, f64, f64, f64)] = &[
        (
            71,
            19.0,
            0.033_605,
            0.190_888_533_221_7,
            0.361_383_949_233_4,
        ),
        (29, 8.0, 0.147_605, 0.163_033_166_427_1, 0.426_943_898_031_0),
        (22, 6.0, 0.247_225, 0.148_147_979_708_9, 0.447_084_563_198_6),
        (19, 4.0, 0.346_445, 0.098_220_592_703_1, 0.394_996_427_029_0),
        (17, 5.0, 0.447_485, 0.151_201_061_929_6, 0.493_568_948_280_7),
        (
            15,
            8.0,
            0.548_178_333_333_3,
            0.333_154_929_637_6,
            0.723_324_556_721_7,
        ),
        (14, 9.0, 0.648_325, 0.425_507_453_341_9, 0.813_934_023_733_7),
        (13, 9.0, 0.749_125, 0.464_774_314_723_0, 0.853_584_614_696_7),
    ];

    #[test]
    fn figures_are_those_of_scikit_learn_and_statsmodels() {
        let found = outcomes(&example(), 0.9);
        let scores = found.scores.unwrap();
        close(scores.brier, BRIER, 1e-12, "Brier score");
        close(scores.calibration_error, ERROR, 1e-12, "calibration error");
        for (found, expected) in [
            (scores.reliability, PARTS[0]),
            (scores.resolution, PARTS[1]),
            (scores.uncertainty, PARTS[2]),
            (scores.within, PARTS[3]),
        ] {
            close(found, expected, 1e-12, "part of the Brier score");
        }
        assert_eq!(scores.bins.len(), BINS.len());
        for (bin, (n, n_happened, predicted, low, high)) in scores.bins.iter().zip(BINS) {
            assert_eq!(bin.n, *n);
            close(bin.happened, n_happened / count(*n), 1e-12, "share");
            close(bin.predicted, *predicted, 1e-12, "predicted");
            close(bin.low, *low, 1e-9, "low");
            close(bin.high, *high, 1e-9, "high");
        }
    }

    fn of(n: usize, forecast: impl Fn(usize) -> (f64, bool)) -> Outcomes {
        let one = |at: usize| {
            let (probability, happened) = forecast(at);
            Forecast {
                probability,
                happened,
            }
        };
        outcomes(&(0..n).map(one).collect::<Vec<_>>(), 0.9)
    }

    /// By hand: 50 forecasts of 0.8, of which 40 came true, and 50 of 0.2, of which 20 did.
    #[test]
    fn the_parts_add_up_as_by_hand() {
        let found = of(100, |at| {
            if at < 50 {
                (0.8, at < 40)
            } else {
                (0.2, at < 70)
            }
        });
        let scores = found.scores.unwrap();
        // (40·0.04 + 10·0.64 + 20·0.64 + 30·0.04) / 100
        close(scores.brier, 0.22, 1e-12, "Brier score");
        close(scores.reliability, 0.02, 1e-12, "reliability");
        close(scores.resolution, 0.04, 1e-12, "resolution");
        close(scores.uncertainty, 0.24, 1e-12, "uncertainty");
        close(scores.within, 0.0, 1e-12, "within");
        close(scores.calibration_error, 0.1, 1e-12, "calibration error");
        close(scores.skill, 1.0 - 0.22 / 0.24, 1e-12, "skill");
    }

    #[test]
    fn too_few_are_said_and_nonsense_is_left_out() {
        assert_eq!(of(0, |_| (0.5, true)).reason, Some(TooFew::TooFewOutcomes));
        assert_eq!(of(49, |at| (0.5, at % 2 == 0)).scores, None);
        let one_kind = of(500, |at| (0.5, at < 9));
        assert_eq!(one_kind.reason, Some(TooFew::TooFewOfOneKind));
        assert_eq!(
            of(500, |_| (1.0, true)).reason,
            Some(TooFew::TooFewOfOneKind)
        );
        let odd = [f64::NAN, f64::INFINITY, -0.1, 1.1];
        let mixed = of(104, |at| (odd.get(at).copied().unwrap_or(1.0), at % 2 == 0));
        assert_eq!((mixed.n, mixed.n_left_out), (100, 4));
        let bins = mixed.scores.unwrap().bins;
        assert_eq!(bins.len(), 1, "all in the last, to which 1 belongs");
        assert!((bins[0].to - 1.0).abs() < 1e-15 && bins[0].high < 1.0);
    }

    proptest::proptest! {
        #[test]
        fn no_forecasts_give_what_is_no_number(
            forecasts in proptest::collection::vec((proptest::num::f64::ANY, proptest::bool::ANY), 0..200),
        ) {
            // Every second is made a probability, many of them equal.
            let found = of(forecasts.len(), |at| {
                let (any, happened) = forecasts[at];
                (if at % 2 == 0 { count(at % 7) / 6.0 } else { any }, happened)
            });
            proptest::prop_assert_eq!(found.scores.is_none(), found.reason.is_some());
            if let Some(scores) = found.scores {
                let all = [scores.brier, scores.skill, scores.calibration_error, scores.within];
                proptest::prop_assert!(all.iter().all(|number| number.is_finite()));
                for bin in scores.bins {
                    proptest::prop_assert!(bin.low <= bin.happened && bin.happened <= bin.high);
                }
            }
        }
    }
}
