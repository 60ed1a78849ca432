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
    fn of(a: Rate, b: Rate) -> Option<Self> {
        let [x, m, y, n] = [a.selected, a.people, b.selected, b.people].map(|n| n as u128);
        let spread = m * n * (x + y) * (m + n - x - y);
        (spread > 0).then(|| Self {
            square: (x * n).abs_diff(y * m).pow(2),
            people: m + n,
            spread,
        })
    }
}
