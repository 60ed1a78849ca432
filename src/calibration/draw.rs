//! Random numbers that a seed decides: the same now and later, on any machine and for any number
//! of threads. The one door to `rand_pcg`.
//!
//! Everything is written out on top of the generator's 32 and 64 bits, so that no later version of
//! a crate draws otherwise.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::{Rng, SeedableRng};

use crate::text::count;

/// A sequence of random numbers.
#[derive(Debug, Clone)]
pub struct Draws {
    random: Pcg64,
    /// Normal numbers come in pairs; the second waits here.
    spare: Option<f64>,
}

impl Draws {
    /// The sequence of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::from(Pcg64::seed_from_u64(seed))
    }

    /// The sequence number `number` of a seed, independent of its others: where work is shared out
    /// among threads, each piece draws from the sequence of its own number.
    ///
    /// Generators that differ in PCG's stream alone can be correlated, so the number decides where
    /// the sequence starts too.
    #[must_use]
    pub fn stream(seed: u64, number: u64) -> Self {
        let high = hash(seed ^ hash(number));
        let low = hash(high ^ seed);
        let state = (u128::from(high) << 64) | u128::from(low);
        Self::from(Pcg64::new(state, u128::from(number)))
    }

    fn from(random: Pcg64) -> Self {
        Self {
            random,
            spare: None,
        }
    }

    /// A number below `range`, each as likely (Lemire 2019, *Fast random integer generation in an
    /// interval*). 0 where `range` is 0.
    pub fn below(&mut self, range: u32) -> u32 {
        let too_low = range.wrapping_neg().checked_rem(range).unwrap_or(0);
        loop {
            let product = u64::from(self.random.next_u32()) * u64::from(range);
            let [high, low] = [(product >> 32) as u32, (product & 0xffff_ffff) as u32];
            if low >= too_low {
                return high;
            }
        }
    }

    /// A number over 0 and under 1: one of the 2⁵² middles of equal parts.
    pub fn uniform(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "52 bits are exact")]
        let part = (self.random.next_u64() >> 12) as f64;
        (part + 0.5) / 4_503_599_627_370_496.0
    }

    /// A standard normal number, by the polar method (Marsaglia & Bray 1964, *A convenient method
    /// for generating normal variables*).
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let x = 2.0 * self.uniform() - 1.0;
            let y = 2.0 * self.uniform() - 1.0;
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                let scale = (-2.0 * square.ln() / square).sqrt();
                self.spare = Some(y * scale);
                return x * scale;
            }
        }
    }

    /// The number of a category with these weights, of 0 and more; the last where all are 0.
    pub fn category(&mut self, weights: &[f64]) -> usize {
        let total: f64 = weights.iter().sum();
        let mut left = self.uniform() * total;
        for (at, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return at;
            }
        }
        // Rounding alone leads here: the last that can be drawn.
        let possible = weights.iter().rposition(|weight| *weight > 0.0);
        possible.unwrap_or(weights.len().saturating_sub(1))
    }

    /// The numbers below `n` in an order in which every order is as likely (Durstenfeld 1964,
    /// *Algorithm 235: random permutation*).
    pub fn permutation(&mut self, n: u32) -> Vec<u32> {
        let mut order: Vec<u32> = (0..n).collect();
        for at in (1..n).rev() {
            let other = self.below(at + 1);
            order.swap(at as usize, other as usize);
        }
        order
    }

    /// `n` different numbers below `range`, ascending; all of them where there are no more.
    pub fn choice(&mut self, range: u32, n: usize) -> Vec<u32> {
        let mut chosen = self.permutation(range);
        chosen.truncate(n);
        chosen.sort_unstable();
        chosen
    }

    /// Normal numbers around 0.
    pub fn normals(&mut self, n: usize, sd: f64) -> Vec<f64> {
        (0..n).map(|_| sd * self.normal()).collect()
    }
}

/// Takes the mean away.
pub fn centre(values: &mut [f64]) {
    let mean = values.iter().sum::<f64>() / count(values.len().max(1));
    for value in values {
        *value -= mean;
    }
}

/// The finaliser of splitmix64 (Steele, Lea & Flood 2014): near numbers have far hashes.
#[must_use]
pub fn hash(number: u64) -> u64 {
    let mut hash = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: usize = 20_000;

    fn mean(values: &[f64]) -> f64 {
        values.iter().sum::<f64>() / count(values.len())
    }

    #[test]
    fn a_seed_gives_the_same_draws_now_and_later() {
        let mut draws = Draws::new(7);
        let below: Vec<_> = (0..8).map(|_| draws.below(10)).collect();
        assert_eq!(below, BELOW);
        let mut draws = Draws::stream(7, 3);
        let found = [draws.uniform(), draws.normal(), draws.normal()];
        for (found, expected) in found.iter().zip(OF_STREAM) {
            assert!((found - expected).abs() < 1e-15, "{found}");
        }
        assert_eq!(draws.permutation(5), PERMUTED);
    }

    /// What was drawn when this was written: a later version must draw the same.
    const BELOW: [u32; 8] = [8, 3, 2, 0, 1, 8, 6, 2];
    const OF_STREAM: [f64; 3] = [
        0.146_996_698_666_681_2,
        -0.873_498_006_977_914_6,
        -0.898_569_211_807_257,
    ];
    const PERMUTED: [u32; 5] = [3, 0, 1, 4, 2];

    /// `splitmix64` from the state 0: the first output of Vigna's `splitmix64.c`.
    #[test]
    fn the_hash_is_that_of_splitmix() {
        assert_eq!(hash(0), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn uniform_and_normal_numbers_have_their_moments() {
        let mut draws = Draws::stream(1, 0);
        let uniform: Vec<f64> = (0..N).map(|_| draws.uniform()).collect();
        assert!(uniform.iter().all(|value| *value > 0.0 && *value < 1.0));
        // Four standard errors: √(1/12/N) and, of normal numbers, 1/√N and √(2/N), √(96/N).
        assert!((mean(&uniform) - 0.5).abs() < 4.0 * (1.0 / 12.0 / count(N)).sqrt());
        let normal = draws.normals(N, 1.0);
        let power = |n: i32| mean(&normal.iter().map(|x| x.powi(n)).collect::<Vec<_>>());
        let near = |found: f64, expected: f64, variance: f64| {
            let bound = 4.0 * (variance / count(N)).sqrt();
            assert!((found - expected).abs() < bound, "{found} {expected}");
        };
        near(power(1), 0.0, 1.0);
        near(power(2), 1.0, 2.0);
        near(power(3), 0.0, 15.0);
        near(power(4), 3.0, 96.0);
    }

    #[test]
    fn streams_of_one_seed_are_not_correlated() {
        for (one, other) in [(0, 1), (1, 2), (0, 1 << 32)] {
            let (mut a, mut b) = (Draws::stream(5, one), Draws::stream(5, other));
            let products: Vec<f64> = (0..N).map(|_| a.normal() * b.normal()).collect();
            assert!(mean(&products).abs() < 4.0 / count(N).sqrt());
        }
        // Neighbouring numbers and neighbouring seeds: the first draws of each.
        let first = |of: &dyn Fn(u64) -> Draws| -> f64 {
            let pairs = (0..2_000).map(|at| (of(at).normal(), of(at + 1).normal()));
            mean(&pairs.map(|(a, b)| a * b).collect::<Vec<_>>())
        };
        assert!(first(&|at| Draws::stream(5, at)).abs() < 0.09);
        assert!(first(&|at| Draws::stream(at, 5)).abs() < 0.09);
    }

    #[test]
    fn categories_come_as_often_as_their_weights_say() {
        let mut draws = Draws::new(3);
        let weights = [1.0, 0.0, 3.0];
        let mut times = [0_usize; 3];
        for _ in 0..N {
            times[draws.category(&weights)] += 1;
        }
        assert_eq!(times[1], 0);
        assert!((count(times[2]) / count(N) - 0.75).abs() < 0.0125);
        assert_eq!(draws.category(&[]), 0);
        assert_eq!(draws.category(&[0.0, 0.0]), 1);
    }

    #[test]
    fn every_order_is_as_likely() {
        let mut draws = Draws::new(11);
        let mut times = std::collections::BTreeMap::new();
        for _ in 0..6_000 {
            *times.entry(draws.permutation(3)).or_insert(0) += 1;
        }
        assert_eq!(times.len(), 6);
        assert!(
            times.values().all(|n| (880..1_120).contains(n)),
            "{times:?}"
        );
        assert_eq!(draws.choice(3, 9), [0, 1, 2]);
        assert_eq!(draws.below(0), 0);
    }
}
