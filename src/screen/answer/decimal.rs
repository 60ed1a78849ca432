//! Decimal numbers compared as they are written.
//!
//! A cell is never made a binary number, in which 0.1 is a little more than a tenth: its digits are
//! compared with the bound's. A bound comes from the rubric as a binary number; its digits are the
//! fewest that name this number, which are the ones that stand in the rubric for as long as those
//! are not more than fifteen.

use std::cmp::Ordering;

/// A number as its digits, in one form: no zeros before the whole part or behind the decimals, and
/// no sign before zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal<'a> {
    is_negative: bool,
    whole: &'a str,
    decimals: &'a str,
}

impl<'a> Decimal<'a> {
    /// Takes what is written as digits, with a hyphen before and a point between where they are.
    pub(super) fn of(written: &'a str) -> Self {
        let digits = written.strip_prefix('-');
        let (whole, decimals) = match digits.unwrap_or(written).split_once('.') {
            Some((whole, decimals)) => (whole, decimals.trim_end_matches('0')),
            None => (digits.unwrap_or(written), ""),
        };
        let whole = whole.trim_start_matches('0');
        Self {
            is_negative: digits.is_some() && !(whole.is_empty() && decimals.is_empty()),
            whole,
            decimals,
        }
    }

    /// How many digits it takes to write it.
    pub(super) fn n_digits(self) -> usize {
        if self.whole.is_empty() {
            return self.decimals.trim_start_matches('0').len();
        }
        self.whole.len() + self.decimals.len()
    }

    /// The order of two without their signs.
    fn cmp_size(self, other: Self) -> Ordering {
        (self.whole.len(), self.whole, self.decimals).cmp(&(
            other.whole.len(),
            other.whole,
            other.decimals,
        ))
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.is_negative, other.is_negative) {
            (false, false) => self.cmp_size(*other),
            (true, true) => other.cmp_size(*self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What a number must lie between, both bounds included.
#[derive(Debug)]
pub(in crate::screen) struct Bounds {
    min: Option<String>,
    max: Option<String>,
}

impl Bounds {
    /// Takes finite numbers.
    pub(super) fn of(min: Option<f64>, max: Option<f64>) -> Self {
        let digits = |bound: f64| bound.to_string();
        Self {
            min: min.map(digits),
            max: max.map(digits),
        }
    }

    pub(super) fn include(&self, number: Decimal<'_>) -> bool {
        let bound = |written: &Option<String>, wrong: Ordering| {
            let bound = written.as_deref().map(Decimal::of);
            bound.is_none_or(|bound| number.cmp(&bound) != wrong)
        };
        bound(&self.min, Ordering::Less) && bound(&self.max, Ordering::Greater)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn order_is_of_the_numbers_and_not_of_their_digits() {
        let rising = [
            "-10", "-9.5", "-9.49", "-1", "-0.1", "0", "0.09", "0.1", "0.10001", "0.2", "1", "9",
            "10", "10.5", "100",
        ];
        for pair in rising.windows(2) {
            assert!(Decimal::of(pair[0]) < Decimal::of(pair[1]), "{pair:?}");
        }
        for same in [["0", "-0"], ["007", "7"], ["1.50", "1.5"], ["-0.0", "0"]] {
            assert_eq!(Decimal::of(same[0]), Decimal::of(same[1]));
        }
    }

    #[test]
    fn bounds_belong_to_what_passes() {
        let bounds = Bounds::of(Some(0.1), Some(0.3));
        for passes in ["0.1", "0.10", "0.2", "0.3", "0.30000"] {
            assert!(bounds.include(Decimal::of(passes)), "{passes}");
        }
        // In binary, 0.1 + 0.2 is over 0.3 and 0.1 itself is over a tenth.
        for fails in ["0.09999999999999", "0.30000000000001", "-0.2", "1"] {
            assert!(!bounds.include(Decimal::of(fails)), "{fails}");
        }
        assert!(Bounds::of(None, Some(-1.5)).include(Decimal::of("-1.5")));
        assert!(Bounds::of(Some(1e22), None).include(Decimal::of("10000000000000000000000")));
    }

    proptest! {
        #[test]
        fn whole_numbers_keep_their_order(one: i64, other: i64) {
            let (a, b) = (one.to_string(), other.to_string());
            prop_assert_eq!(Decimal::of(&a).cmp(&Decimal::of(&b)), one.cmp(&other));
        }

        /// As hundred-thousandths, which an integer holds exactly.
        #[test]
        fn decimals_keep_their_order(
            (one, places) in (-9_999_999_i64..9_999_999, 0_usize..5),
            (other, more) in (-9_999_999_i64..9_999_999, 0_usize..5),
        ) {
            let (a, b) = (written(one, places), written(other, more));
            let exact = |n: i64, places: usize| {
                n * 10_i64.pow(u32::try_from(5 - places).unwrap())
            };
            prop_assert_eq!(
                Decimal::of(&a).cmp(&Decimal::of(&b)),
                exact(one, places).cmp(&exact(other, more)),
                "{} {}", a, b
            );
        }
    }

    /// A whole number with a point before its last places.
    fn written(n: i64, places: usize) -> String {
        let digits = format!("{:0>8}", n.abs());
        let sign = if n < 0 { "-" } else { "" };
        let (whole, decimals) = digits.split_at(digits.len() - places);
        if places == 0 {
            return format!("{sign}{whole}");
        }
        format!("{sign}{whole}.{decimals}")
    }
}
