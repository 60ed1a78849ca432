//! How often each value was given to a unit: all that most coefficients need.
//!
//! Units with the same counts are one pattern. A panel of four on a scale of four points has at
//! most 35 patterns of four ratings, so a coefficient of 100,000 units costs as much as one of 35.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::Table;

/// The units of a table as counts by value.
#[derive(Debug, Clone)]
pub struct Counts<'a> {
    values: &'a [f64],
    /// Where each pattern starts in the entries; one more than there are patterns.
    starts: Vec<u32>,
    /// Numbers of values, rising within a pattern, with how often each was given.
    entries: Vec<(u32, u32)>,
    /// The pattern of each unit.
    pattern_of: Vec<u32>,
}

/// What one or more units were given.
#[derive(Debug, Clone, Copy)]
pub struct Pattern<'a> {
    /// Numbers of values, rising, with how often each was given; never 0.
    pub entries: &'a [(u32, u32)],
    /// Ratings of one unit.
    pub n_ratings: f64,
    /// Units with this pattern in the sample; over 0.
    pub n_units: f64,
}

/// Units drawn from a table, some of them perhaps more than once.
#[derive(Debug, Clone)]
pub struct Sample<'a> {
    counts: &'a Counts<'a>,
    /// How many units of each pattern there are.
    times: Vec<u32>,
}

impl<'a> Counts<'a> {
    /// Counts the values of each unit.
    #[must_use]
    pub fn new(table: &'a Table) -> Self {
        let mut counts = Self {
            values: table.values(),
            starts: vec![0],
            entries: Vec::new(),
            pattern_of: Vec::with_capacity(table.n_rows()),
        };
        let mut tally = Tally::new(table.values().len());
        let mut known = Known::default();
        for unit in 0..table.n_rows() {
            let entries = tally.count(table.unit(unit).1);
            let pattern = counts.pattern(entries, &mut known);
            counts.pattern_of.push(pattern);
        }
        counts
    }

    /// The pattern with these entries, which may be a new one.
    fn pattern(&mut self, entries: &[(u32, u32)], known: &mut Known) -> u32 {
        let hash = known.hasher.hash_one(entries);
        let first = known.by_hash.get(&hash).copied();
        let mut at = first;
        while let Some(pattern) = at {
            if self.entries_of(pattern as usize) == entries {
                return pattern;
            }
            at = known.same_hash[pattern as usize];
        }
        let new = u32::try_from(known.same_hash.len()).expect("patterns are at most units");
        known.same_hash.push(first);
        known.by_hash.insert(hash, new);
        self.entries.extend_from_slice(entries);
        let end = u32::try_from(self.entries.len()).expect("entries are at most ratings");
        self.starts.push(end);
        new
    }

    fn entries_of(&self, pattern: usize) -> &[(u32, u32)] {
        &self.entries[self.starts[pattern] as usize..self.starts[pattern + 1] as usize]
    }

    /// Distinct values and points of the scale, rising.
    #[must_use]
    pub fn values(&self) -> &'a [f64] {
        self.values
    }

    /// Every unit once.
    #[must_use]
    pub fn sample(&self) -> Sample<'_> {
        self.resample(std::iter::repeat(1))
    }

    /// Each unit as often as said, by its number.
    #[must_use]
    pub fn resample(&self, times: impl IntoIterator<Item = u32>) -> Sample<'_> {
        let mut by_pattern = vec![0; self.starts.len() - 1];
        for (pattern, times) in self.pattern_of.iter().zip(times) {
            by_pattern[*pattern as usize] += times;
        }
        Sample {
            counts: self,
            times: by_pattern,
        }
    }
}

impl<'a> Sample<'a> {
    /// Distinct values and points of the scale, rising.
    #[must_use]
    pub fn values(&self) -> &'a [f64] {
        self.counts.values
    }

    /// The patterns of units with at least one rating.
    pub fn rated(&self) -> impl Iterator<Item = Pattern<'a>> {
        let counts = self.counts;
        let used = self
            .times
            .iter()
            .enumerate()
            .filter(|(_, times)| **times > 0);
        used.map(move |(pattern, times)| {
            let entries = counts.entries_of(pattern);
            Pattern {
                entries,
                n_ratings: entries.iter().map(|(_, n)| f64::from(*n)).sum(),
                n_units: f64::from(*times),
            }
        })
        .filter(|pattern| pattern.n_ratings > 0.0)
    }

    /// The patterns of units with at least two ratings.
    pub fn pairable(&self) -> impl Iterator<Item = Pattern<'a>> {
        self.rated().filter(|pattern| pattern.n_ratings > 1.0)
    }

    /// How often each value was given in units with at least two ratings.
    #[must_use]
    pub fn pairable_values(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.values().len()];
        for pattern in self.pairable() {
            for (code, n) in pattern.entries {
                sums[*code as usize] += pattern.n_units * f64::from(*n);
            }
        }
        sums
    }

    /// The share of each value: the mean over units of the shares within a unit, which may have
    /// one rating only.
    #[must_use]
    pub fn mean_shares(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.values().len()];
        let mut n_units = 0.0;
        for pattern in self.rated() {
            n_units += pattern.n_units;
            for (code, n) in pattern.entries {
                sums[*code as usize] += pattern.n_units * f64::from(*n) / pattern.n_ratings;
            }
        }
        for sum in &mut sums {
            *sum /= n_units;
        }
        sums
    }
}

/// Patterns by hash. Patterns that share one are chained, so that nothing depends on hashes.
#[derive(Default)]
struct Known {
    hasher: RandomState,
    by_hash: HashMap<u64, u32>,
    same_hash: Vec<Option<u32>>,
}

/// Counts the codes of one unit after the other in the same memory.
struct Tally {
    by_code: Vec<u32>,
    touched: Vec<u32>,
    entries: Vec<(u32, u32)>,
}

impl Tally {
    fn new(n_values: usize) -> Self {
        Self {
            by_code: vec![0; n_values],
            touched: Vec::new(),
            entries: Vec::new(),
        }
    }

    fn count(&mut self, codes: &[u32]) -> &[(u32, u32)] {
        for code in codes {
            let n = &mut self.by_code[*code as usize];
            if *n == 0 {
                self.touched.push(*code);
            }
            *n += 1;
        }
        self.touched.sort_unstable();
        self.entries.clear();
        for code in self.touched.drain(..) {
            let n = std::mem::take(&mut self.by_code[code as usize]);
            self.entries.push((code, n));
        }
        &self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::super::Rating;
    use super::*;

    #[test]
    fn units_with_the_same_counts_are_one_pattern() {
        let ratings = [
            (0, 0, 1.0),
            (0, 1, 2.0),
            (2, 4, 2.0),
            (2, 5, 1.0),
            (3, 0, 2.0),
        ];
        let table = Table::new(ratings.map(|(unit, rater, value)| Rating { unit, rater, value }));
        let table = table.unwrap();
        let counts = Counts::new(&table);
        assert_eq!(counts.pattern_of, [0, 1, 0, 2]);
        let sample = counts.sample();
        let rated: Vec<_> = sample.rated().map(|p| (p.n_ratings, p.n_units)).collect();
        assert_eq!(rated, [(2.0, 2.0), (1.0, 1.0)]);
        assert_eq!(sample.pairable_values(), [2.0, 2.0]);
        // Shares of value 1: a half, a half, none.
        let shares = sample.mean_shares();
        assert!((shares[0] - 1.0 / 3.0).abs() < 1e-15);
        let twice = counts.resample([0, 5, 2, 0]);
        assert_eq!(twice.pairable_values(), [2.0, 2.0]);
        assert_eq!(twice.rated().count(), 1);
    }
}
