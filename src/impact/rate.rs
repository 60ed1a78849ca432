//! The share of a group that was selected, and how two of them compare: in whole numbers, so that
//! no rounding decides on which side of a line a figure falls.

use std::cmp::Ordering;

use crate::calibration::normal;
use crate::text::{count, ratio};

/// Most people that are compared with each other: the squares and products of such counts fit
/// 128 bits.
pub const MOST_PEOPLE: usize = 1 << 26;

/// How much of the time an interval holds the truth.
pub const CONFIDENCE: f64 = 0.95;

/// How many of a group were selected, or scored over the median; at most as many as there are,
/// and at most [`MOST_PEOPLE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rate {
    /// Who was selected.
    pub selected: usize,
    /// Everybody, those who were not selected among them.
    pub people: usize,
}

impl Rate {
    /// The rate as a number from 0 to 1; none where there is nobody.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.people > 0).then(|| ratio(self.selected, self.people))
    }

    /// Compares two rates by `a·n ⋚ b·m`. A group of nobody equals every other.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        let (own, of_other) = cross(self, other);
        own.cmp(&of_other)
    }

    /// Whether this rate is under four fifths of another: `5·a·n < 4·b·m`.
    #[must_use]
    pub fn is_under_four_fifths_of(self, highest: Self) -> bool {
        let (own, of_highest) = cross(self, highest);
        5 * own < 4 * of_highest
    }

    /// This rate in terms of another; none where the other is 0 or one of them is of nobody.
    #[must_use]
    pub fn in_terms_of(self, highest: Self) -> Option<f64> {
        let is_defined = self.people > 0 && highest.people > 0 && highest.selected > 0;
        is_defined.then(|| {
            let own = count(self.selected) * count(highest.people);
            own / (count(highest.selected) * count(self.people))
        })
    }

    /// Wilson's score interval, from 0 to 1, which holds the rate behind this one for
    /// [`CONFIDENCE`] of such groups; none where there is nobody.
    ///
    /// `(x + z²/2 ± z·√(x(n − x)/n + z²/4)) / (n + z²)`: Wilson 1927, *Probable inference, the law of
    /// succession, and statistical inference*.
    #[must_use]
    pub fn interval(self) -> Option<(f64, f64)> {
        if self.people == 0 {
            return None;
        }
        let (x, n) = (count(self.selected), count(self.people));
        let z = normal::reach(CONFIDENCE);
        let half = z * (x * (n - x) / n + z * z / 4.0).sqrt();
        let at = |middle: f64| (middle / (n + z * z)).clamp(0.0, 1.0);
        let (low, high) = (at(x + z * z / 2.0 - half), at(x + z * z / 2.0 + half));
        // Where nobody or everybody was selected, the end is that and no rounding of it.
        let low = if self.selected == 0 { 0.0 } else { low };
        let high = if self.selected == self.people {
            1.0
        } else {
            high
        };
        Some((low, high))
    }

    /// The same group with so many more selected, at most everybody.
    #[must_use]
    pub fn with_more(self, n: usize) -> Self {
        Self {
            selected: self.people.min(self.selected + n),
            ..self
        }
    }

    /// The same group with so many fewer selected, at least nobody.
    #[must_use]
    pub fn with_fewer(self, n: usize) -> Self {
        Self {
            selected: self.selected.saturating_sub(n),
            ..self
        }
    }

    /// Two groups as one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            selected: self.selected + other.selected,
            people: self.people + other.people,
        }
    }
}

/// Both rates over their common denominator.
fn cross(a: Rate, b: Rate) -> (u128, u128) {
    let product = |x: usize, y: usize| x as u128 * y as u128;
    (product(a.selected, b.people), product(b.selected, a.people))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(selected: usize, people: usize) -> Rate {
        Rate { selected, people }
    }

    /// Questions and Answers on the Uniform Guidelines (44 FR 11996, 1979), no. 12: 60 % of one
    /// group, 45, 48 and 51 % of others give 75, 80 and 85 %; only the first is under four fifths.
    #[test]
    fn the_example_of_the_guidelines_is_theirs() {
        let highest = rate(60, 100);
        for (selected, ratio, is_under) in [(45, 0.75, true), (48, 0.8, false), (51, 0.85, false)] {
            let own = rate(selected, 100);
            assert!((own.in_terms_of(highest).unwrap() - ratio).abs() < 1e-12);
            assert_eq!(own.is_under_four_fifths_of(highest), is_under, "{selected}");
        }
    }

    #[test]
    fn exactly_four_fifths_is_not_under() {
        // In floating point (4/7) / (5/7) is under 0.8.
        let rates = [4, 5].map(|n| rate(n, 7).value().unwrap());
        assert!(rates[0] / rates[1] < 0.8);
        assert!(!rate(4, 7).is_under_four_fifths_of(rate(5, 7)));
        assert!(!rate(48, 100).is_under_four_fifths_of(rate(60, 100)));
        assert!(rate(479, 1000).is_under_four_fifths_of(rate(60, 100)));
        for n in 1..200 {
            for b in 1..=n {
                let exact = rate(4 * b, 5 * n);
                assert!(!exact.is_under_four_fifths_of(rate(b, n)), "{b} of {n}");
                assert!(exact.with_fewer(1).is_under_four_fifths_of(rate(b, n)));
            }
        }
    }

    #[test]
    fn what_has_no_ratio_has_none() {
        assert_eq!(rate(0, 9).in_terms_of(rate(0, 9)), None);
        assert_eq!(rate(0, 0).value(), None);
        assert_eq!(rate(0, 0).in_terms_of(rate(1, 2)), None);
        assert!(!rate(0, 9).is_under_four_fifths_of(rate(0, 9)));
        assert_eq!(rate(0, 9).in_terms_of(rate(3, 9)), Some(0.0));
        assert!(rate(0, 9).is_under_four_fifths_of(rate(1, MOST_PEOPLE)));
    }

    /// `prop.test(x, n, correct = FALSE)$conf.int` of R 4.2.2.
    #[test]
    fn intervals_are_those_of_r() {
        for (x, n, low, high) in [
            (48, 100, 0.384_645_517_580_519, 0.576_834_222_347_760_3),
            (0, 7, 0.0, 0.354_330_435_066_687_3),
            (3, 3, 0.438_502_968_244_954_7, 1.0),
            (
                700_000,
                1_000_000,
                0.699_101_064_775_870_5,
                0.700_897_398_646_503_8,
            ),
        ] {
            let found = rate(x, n).interval().unwrap();
            assert!((found.0 - low).abs() < 1e-9, "{x} of {n}: {found:?}");
            assert!((found.1 - high).abs() < 1e-9, "{x} of {n}: {found:?}");
        }
        assert_eq!(rate(0, 0).interval(), None);
    }
}
