//! The test of two standard deviations.

use super::rate::Rate;

/// How many standard deviations two rates are apart: under 0 where the first is the lower one.
/// None where nobody or everybody was selected, or one group is of nobody: nothing varies there.
///
/// `z = (x/m − y/n) / √(P(1 − P)(1/m + 1/n))` with `P = (x + y)/(m + n)`, the rate of both together.
/// *Castaneda v. Partida*, 430 U.S. 482, 496 n. 17 (1977), and *Hazelwood School District v. United
/// States*, 433 U.S. 299, 308 n. 14 (1977), took a difference of more than two or three standard
/// deviations from the share that was to be expected as no chance; between the rates of two groups
/// the same is asked of the difference over its pooled standard error.
#[must_use]
pub fn between(a: Rate, b: Rate) -> Option<f64> {
    let parts = Parts::of(a, b)?;
    #[expect(
        clippy::cast_precision_loss,
        reason = "what is left of it is shown with two decimals"
    )]
    let size = (parts.square * parts.people) as f64 / parts.spread as f64;
    let sign = if a.compare(b).is_lt() { -1.0 } else { 1.0 };
    Some(sign * size.sqrt())
}

/// Whether two rates are more than two standard deviations apart: `z² > 4`, in whole numbers.
#[must_use]
pub fn is_over_two(a: Rate, b: Rate) -> bool {
    let parts = Parts::of(a, b);
    parts.is_some_and(|parts| parts.square * parts.people > 4 * parts.spread)
}

/// `z² = (xn − ym)²·(m + n) / (m·n·S·(m + n − S))` with `S = x + y`, part by part. Each product fits
/// 128 bits for at most [`super::rate::MOST_PEOPLE`] people.
struct Parts {
    square: u128,
    people: u128,
    spread: u128,
}

impl Parts {
    fn of(first: Rate, second: Rate) -> Option<Self> {
        let [x, m] = [first.selected, first.people].map(|count| count as u128);
        let [y, n] = [second.selected, second.people].map(|count| count as u128);
        let spread = m * n * (x + y) * (m + n - x - y);
        (spread > 0).then(|| Self {
            square: (x * n).abs_diff(y * m).pow(2),
            people: m + n,
            spread,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::impact::rate::MOST_PEOPLE;

    fn rate(selected: usize, people: usize) -> Rate {
        Rate { selected, people }
    }

    /// The formula, and the root of `chisq.test(…, correct = FALSE)$statistic`, in R 4.2.2.
    #[test]
    fn values_are_those_of_r() {
        for (own, other, expected) in [
            (rate(48, 100), rate(60, 100), -1.702_513_061_517_497),
            (rate(10, 12), rate(1, 9), 3.279_412_364_211_835),
            (rate(30, 300), rate(60, 400), -1.955_795_646_794_893),
            (
                rate(490_000, 1_000_000),
                rate(491_500, 1_000_000),
                -2.121_683_447_710_391,
            ),
        ] {
            let found = between(own, other).unwrap();
            assert!((found - expected).abs() < 1e-9, "{found}");
            assert_eq!(is_over_two(own, other), expected.abs() > 2.0);
        }
    }

    #[test]
    fn exactly_two_is_not_more_than_two() {
        // (0·2 − 2·2)²·4 / (2·2·2·2) = 4.
        assert!((between(rate(0, 2), rate(2, 2)).unwrap() + 2.0).abs() < 1e-12);
        assert!(!is_over_two(rate(0, 2), rate(2, 2)));
        assert!(is_over_two(rate(0, 2), rate(3, 3)));
    }

    #[test]
    fn where_nothing_varies_there_are_none() {
        for (own, other) in [
            (rate(0, 9), rate(0, 4)),
            (rate(9, 9), rate(4, 4)),
            (rate(0, 0), rate(1, 4)),
        ] {
            assert_eq!(between(own, other), None);
            assert!(!is_over_two(own, other));
        }
    }

    #[test]
    fn the_largest_counts_fit() {
        let half = MOST_PEOPLE / 2;
        let found = between(rate(0, half), rate(half, half)).unwrap();
        assert!((found + crate::text::count(MOST_PEOPLE).sqrt()).abs() < 1e-6);
        assert!(is_over_two(rate(1, half), rate(half, half)));
    }
}
