//! Fisher's exact test of two rates, two-sided.

use std::cmp::Ordering;

use super::rate::Rate;
use crate::text::count;

/// A p-value under this is evidence that a difference is more than chance.
pub const LEVEL: f64 = 0.05;

/// What a p-value too small for a number is given as; none is 0.
pub const SMALLEST: f64 = 1e-300;

/// Tables whose probabilities differ by no more than this, in relation, count as equally likely,
/// as in R's `fisher.test`: rounding must not decide which table is as extreme as the one seen.
const TIE: f64 = 1e-7;

/// The probability, where selection does not depend on the group, of a table with the same margins
/// that is as likely as the one seen or less so (Fisher 1935, *The logic of inductive inference*;
/// two-sided as in R and `SciPy`). Over 0 and at most 1; 1 where there is nothing to compare.
///
/// The hypergeometric probabilities are worked out from the likeliest table outwards, each in terms
/// of its neighbour, until they are too small for a number. So no factorial is ever taken, and
/// millions of people take some ten thousand steps.
#[must_use]
pub fn two_sided(a: Rate, b: Rate) -> f64 {
    let tables = Tables::of(a, b);
    let seen = a.selected;
    let (below, above) = (tables.outwards(Side::Below), tables.outwards(Side::Above));
    let weight = match seen.cmp(&tables.mode) {
        Ordering::Less => below.get(tables.mode - seen - 1),
        Ordering::Equal => Some(&1.0),
        Ordering::Greater => above.get(seen - tables.mode - 1),
    };
    let Some(weight) = weight else {
        return SMALLEST;
    };
    // Both sides fall from the mode on, so what is no likelier than the one seen is their ends.
    let most = weight * (1.0 + TIE);
    let ends = |side: &[f64]| -> f64 {
        let small = side.iter().rev().take_while(|weight| **weight <= most);
        small.sum()
    };
    let at_mode = if most >= 1.0 { 1.0 } else { 0.0 };
    let all: f64 = 1.0 + below.iter().rev().sum::<f64>() + above.iter().rev().sum::<f64>();
    ((ends(&below) + ends(&above) + at_mode) / all).clamp(SMALLEST, 1.0)
}

/// All tables with the margins of one: how many of the first group were selected tells them apart.
struct Tables {
    /// People of the first group.
    first: usize,
    /// People of the second.
    second: usize,
    /// Who was selected of both.
    selected: usize,
    /// The likeliest count of the first group.
    mode: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Below,
    Above,
}

impl Tables {
    fn of(a: Rate, b: Rate) -> Self {
        let (first, second) = (a.people, b.people);
        let selected = a.selected + b.selected;
        let all = (first + second + 2) as u128;
        let mode = (first as u128 + 1) * (selected as u128 + 1) / all;
        let mode = usize::try_from(mode).unwrap_or(first);
        let lowest = selected.saturating_sub(second);
        Self {
            first,
            second,
            selected,
            mode: mode.clamp(lowest, first.min(selected)),
        }
    }

    /// Probabilities from the mode outwards, in terms of the mode's, as far as they are numbers.
    fn outwards(&self, side: Side) -> Vec<f64> {
        let mut weights = Vec::new();
        let (mut weight, mut at) = (1.0, self.mode);
        loop {
            let (step, next) = match side {
                Side::Above => (self.odds(at), at + 1),
                Side::Below if at == 0 => return weights,
                Side::Below => (1.0 / self.odds(at - 1), at - 1),
            };
            weight *= step;
            // At the end of what the margins allow, a step is 0.
            if weight.is_nan() || weight < f64::MIN_POSITIVE {
                return weights;
            }
            weights.push(weight);
            at = next;
        }
    }

    /// How much likelier one more is than `at`: 0 above the most there can be, infinite below the
    /// least.
    fn odds(&self, at: usize) -> f64 {
        let up = count(self.first - at) * count(self.selected - at);
        let rest = (self.second + at + 1).saturating_sub(self.selected);
        up / (count(at + 1) * count(rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(x: usize, m: usize, y: usize, n: usize) -> f64 {
        let rate = |selected, people| Rate { selected, people };
        two_sided(rate(x, m), rate(y, n))
    }

    /// `fisher.test` of R 4.2.2; `scipy.stats.fisher_exact` 1.17.1 gives the same to 1e-9. The first
    /// is the tea of Fisher 1935.
    #[test]
    fn values_are_those_of_r_and_scipy() {
        for (x, m, y, n, expected) in [
            (3, 4, 1, 4, 0.485_714_285_714_285_8),
            (48, 100, 60, 100, 0.118_388_137_804_041),
            (4, 7, 5, 7, 1.0),
            (0, 10, 0, 10, 1.0),
            (0, 10, 10, 10, 1.082_508_822_446_902_8e-5),
            (1, 24, 20, 24, 2.303_892_119_554_173_5e-8),
            (10, 12, 1, 9, 0.001_905_215_527_506_552_8),
            (2, 15, 7, 15, 0.108_645_677_161_419_3),
            (30, 300, 60, 400, 0.053_019_275_744_045_8),
            (480, 1000, 600, 1000, 9.028_553_815_493_067e-8),
            (0, 1, 1, 1000, 1.0),
            (8, 20, 8, 20, 1.0),
            (5, 50, 45, 300, 0.511_619_164_866_538),
            (12_000, 40_000, 13_000, 40_000, 2.520_636_409_784_123e-14),
            (490_000, 1_000_000, 491_500, 1_000_000, 0.033_983_341_005),
            (1000, 1_000_000, 1100, 900_000, 4.338_762_596_428e-6),
            (100, 2000, 900, 2000, 1.965_426_904_571e-208),
        ] {
            let found = p(x, m, y, n);
            assert!(
                (found / expected - 1.0).abs() < 1e-9,
                "{x}/{m} {y}/{n}: {found}"
            );
        }
    }

    /// By the definition, in whole numbers: every table with the margins, as ratios of binomials.
    #[test]
    fn small_tables_are_those_of_the_definition() {
        let choose = |n: u128, k: u128| (0..k).fold(1, |product, i| product * (n - i) / (i + 1));
        for (m, n) in [(1, 1), (3, 9), (8, 8), (12, 5), (1, 20)] {
            for x in 0..=m {
                for y in 0..=n {
                    let s = x + y;
                    let ways = |k: u128| choose(m, k) * choose(n, s - k);
                    let all = (s.saturating_sub(n)..=m.min(s)).map(ways);
                    let extreme = all.clone().filter(|of| *of <= ways(x)).sum::<u128>();
                    #[expect(clippy::cast_precision_loss, reason = "under 2^40")]
                    let expected = extreme as f64 / all.sum::<u128>() as f64;
                    let of = |n: u128| usize::try_from(n).unwrap();
                    let found = p(of(x), of(m), of(y), of(n));
                    assert!((found - expected).abs() < 1e-12, "{x}/{m} {y}/{n}");
                }
            }
        }
    }

    #[test]
    fn what_is_too_small_for_a_number_is_not_zero() {
        assert!(p(0, 100_000, 100_000, 100_000) >= SMALLEST);
        assert!(p(0, 1 << 25, 1 << 25, 1 << 25) >= SMALLEST);
        assert!((p(0, 0, 3, 5) - 1.0).abs() < 1e-12);
        assert!((p(0, 0, 0, 0) - 1.0).abs() < 1e-12);
        assert!((p(5, 5, 9, 9) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn it_does_not_matter_which_group_comes_first() {
        for (x, m, y, n) in [(3, 11, 8, 9), (2, 40, 9, 31), (0, 6, 2, 90)] {
            assert!((p(x, m, y, n) - p(y, n, x, m)).abs() < 1e-12);
            assert!((p(x, m, y, n) - p(m - x, m, n - y, n)).abs() < 1e-12);
        }
    }
}
