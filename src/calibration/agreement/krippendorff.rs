//! Krippendorff's alpha: 1 − observed over expected disagreement of pairable values.

use super::undefined::finite;
use super::{Figure, Sample, Undefined};
use ratio::ratio_disagreement;

mod ratio;

/// How values are compared: the squared difference `δ²` of two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Metric {
    /// 1 for any two different values.
    Nominal,
    /// The ratings between two values, half of the values' own with them, squared:
    /// `(Σ_{g=c..k} n_g − (n_c + n_k)/2)²`.
    Ordinal,
    /// `(c − k)²`.
    Interval,
    /// `((c − k)/(c + k))²`; for values of 0 and more.
    Ratio,
}

/// Krippendorff's alpha for any number of raters and missing cells. At most 1; 0 is chance.
///
/// `1 − (n − 1) Σ_ck o_ck δ²_ck / Σ_ck n_c n_k δ²_ck`, with the coincidence matrix
/// `o_ck = Σ_u (pairs of different raters who gave unit u the values c and k) / (m_u − 1)`, `n_c`
/// its row sums and n their sum (Krippendorff 2019, *Content Analysis*, 4th ed., chapter 12).
/// Units with one rating are left out: they have no pair.
///
/// The matrix is not written down, since with many distinct values it would not fit. The sums
/// over pairs have closed forms: a unit's squared deviations from its mean for the interval
/// metric, the same on mid-ranks for the ordinal one, whose difference between two values is that
/// of their mid-ranks.
///
/// # Errors
///
/// [`Undefined::NoUnitWithTwoRatings`]; [`Undefined::OneValue`] where all pairable values are
/// the same; [`Undefined::NegativeValues`] under the ratio metric; [`Undefined::OutOfRange`].
pub fn alpha(sample: &Sample, metric: Metric) -> Figure {
    let counts = sample.pairable_values();
    let n: f64 = counts.iter().sum();
    let n_used = counts.iter().filter(|n| **n > 0.0).count();
    if n == 0.0 {
        return Err(Undefined::NoUnitWithTwoRatings);
    }
    if n_used < 2 {
        return Err(Undefined::OneValue);
    }
    let scores = match metric {
        Metric::Ordinal => mid_ranks(&counts),
        _ => sample.values().to_vec(),
    };
    if metric == Metric::Ratio && is_negative_anywhere(&scores, &counts) {
        return Err(Undefined::NegativeValues);
    }
    let all = scores.iter().copied().zip(counts.iter().copied());
    let expected = disagreement(all.filter(|(_, n)| *n > 0.0), metric) / (n - 1.0);
    finite(1.0 - observed(sample, &scores, metric) / expected)
}

fn is_negative_anywhere(values: &[f64], counts: &[f64]) -> bool {
    let mut used = values.iter().zip(counts).filter(|(_, n)| **n > 0.0);
    used.any(|(value, _)| *value < 0.0)
}

/// `Σ_ck o_ck δ²_ck`.
fn observed(sample: &Sample, scores: &[f64], metric: Metric) -> f64 {
    let mut sum = 0.0;
    for pattern in sample
        .pairable()
        .filter(|pattern| pattern.entries.len() > 1)
    {
        let entries = pattern.entries.iter();
        let unit = entries.map(|(code, n)| (scores[*code as usize], f64::from(*n)));
        sum += pattern.n_units * disagreement(unit, metric) / (pattern.n_ratings - 1.0);
    }
    sum
}

/// The place of each value among all ratings, those of the same value sharing theirs.
fn mid_ranks(counts: &[f64]) -> Vec<f64> {
    let mut before = 0.0;
    let mut ranks = Vec::with_capacity(counts.len());
    for n in counts {
        ranks.push(before + n / 2.0);
        before += n;
    }
    ranks
}

/// `Σ_ck n_c n_k δ²_ck` over scores, rising, with their counts, all over 0.
fn disagreement(counted: impl Iterator<Item = (f64, f64)> + Clone, metric: Metric) -> f64 {
    match metric {
        Metric::Nominal => nominal_disagreement(counted.map(|(_, n)| n)),
        Metric::Ordinal | Metric::Interval => squared_differences(counted),
        Metric::Ratio => ratio_disagreement(counted),
    }
}

fn nominal_disagreement(counts: impl Iterator<Item = f64>) -> f64 {
    let (sum, squares) = counts.fold((0.0, 0.0), |(sum, squares), n| (sum + n, squares + n * n));
    sum * sum - squares
}

/// Twice the count times the squared deviations from the mean, in two passes: one pass over
/// squares would lose all digits where values are large and close.
fn squared_differences(counted: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let sums = counted.clone();
    let (n, sum) = sums.fold((0.0, 0.0), |(n_all, sum), (score, n)| {
        (n_all + n, sum + n * score)
    });
    let mean = sum / n;
    let squares: f64 = counted.map(|(score, n)| n * (score - mean).powi(2)).sum();
    2.0 * n * squares
}

#[cfg(test)]
mod tests;
