//! Ratings in a compact form: sorted by unit and rater, values as numbers of distinct values.

use std::collections::BTreeMap;
use std::fmt;

/// What one rater gave one unit.
///
/// Units and raters are numbers from 0 on without large gaps: memory grows with the largest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rating {
    /// What was rated.
    pub unit: u32,
    /// Who rated it.
    pub rater: u32,
    /// The value given; finite.
    pub value: f64,
}

/// Why ratings make no table. Places count ratings from 0 in the order they were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableError {
    /// One rater rated one unit twice.
    Repeated {
        /// The unit.
        unit: u32,
        /// The rater.
        rater: u32,
        /// Place of the rater's first rating of the unit.
        first: usize,
        /// Place of the second.
        second: usize,
    },
    /// A value is infinite or not a number.
    NotFinite {
        /// Place of the rating.
        place: usize,
    },
    /// More ratings than 32 bits count.
    TooMany,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repeated {
                unit,
                rater,
                first,
                second,
            } => write!(
                f,
                "rater {rater} rated unit {unit} twice: ratings {} and {}",
                first + 1,
                second + 1
            ),
            Self::NotFinite { place } => {
                write!(f, "rating {} is not a finite number", place + 1)
            }
            Self::TooMany => f.write_str("there are more than 4,294,967,295 ratings"),
        }
    }
}

impl std::error::Error for TableError {}

/// All ratings by unit, within a unit by rater: 8 bytes a rating, 4 a unit, 8 a distinct value.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Distinct values, rising.
    values: Vec<f64>,
    /// Where each unit's ratings start; one more than there are units.
    starts: Vec<u32>,
    raters: Vec<u32>,
    /// For each rating the place of its value in `values`.
    codes: Vec<u32>,
    n_raters: usize,
    n_units: usize,
}

impl Table {
    /// Makes the table of ratings in any order. They are gone through three times and not kept.
    ///
    /// # Errors
    ///
    /// A rater who rated a unit twice, with both places; a value that is not finite.
    pub fn new<R>(ratings: R) -> Result<Self, TableError>
    where
        R: IntoIterator<Item = Rating>,
        R::IntoIter: Clone,
    {
        Self::on_scale(ratings, &[])
    }

    /// The same, with the points of the scale, some of which may not have been used.
    ///
    /// Points nobody used matter to Gwet's coefficients, and to weights that depend on the width
    /// of the scale; the other coefficients do not mind them. Points that are not finite are
    /// left out.
    ///
    /// # Errors
    ///
    /// As [`Table::new`].
    pub fn on_scale<R>(ratings: R, scale: &[f64]) -> Result<Self, TableError>
    where
        R: IntoIterator<Item = Rating>,
        R::IntoIter: Clone,
    {
        let ratings = ratings.into_iter();
        let coding = Coding::of(ratings.clone(), scale)?;
        let mut table = place(ratings.clone(), coding)?;
        let mut sorted = Vec::new();
        for unit in 0..table.starts.len() - 1 {
            if let Err(rater) = table.sort_unit(unit, &mut sorted) {
                return Err(repeated(ratings, unit, rater));
            }
        }
        Ok(table)
    }

    /// Distinct values and points of the scale, rising.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Units by number, with those that nobody rated.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// Units that somebody rated.
    #[must_use]
    pub fn n_units(&self) -> usize {
        self.n_units
    }

    /// Raters who rated something.
    #[must_use]
    pub fn n_raters(&self) -> usize {
        self.n_raters
    }

    /// Ratings.
    #[must_use]
    pub fn n_ratings(&self) -> usize {
        self.codes.len()
    }

    /// One more than the largest number of a rater.
    #[must_use]
    pub(super) fn n_rater_numbers(&self) -> usize {
        let last = self.raters.iter().max();
        last.map_or(0, |rater| *rater as usize + 1)
    }

    /// Who rated a unit, rising, and beside it the numbers of their values.
    #[must_use]
    pub fn unit(&self, unit: usize) -> (&[u32], &[u32]) {
        let range = self.starts[unit] as usize..self.starts[unit + 1] as usize;
        (&self.raters[range.clone()], &self.codes[range])
    }

    /// The value with a number.
    #[must_use]
    pub fn value(&self, code: u32) -> f64 {
        self.values[code as usize]
    }

    /// The two raters' numbers where there are exactly two.
    #[must_use]
    pub fn only_two_raters(&self) -> Option<(u32, u32)> {
        if self.n_raters != 2 {
            return None;
        }
        let low = self.raters.iter().min()?;
        let high = self.raters.iter().max()?;
        Some((*low, *high))
    }

    /// Sorts a unit's ratings by rater; fails with a rater who stands there twice.
    ///
    /// `pairs` is memory to sort in.
    fn sort_unit(&mut self, unit: usize, pairs: &mut Vec<(u32, u32)>) -> Result<(), u32> {
        let range = self.starts[unit] as usize..self.starts[unit + 1] as usize;
        let (raters, codes) = (
            &mut self.raters[range.clone()],
            &mut self.codes[range.clone()],
        );
        if raters.is_sorted_by(|one, next| one < next) {
            return Ok(());
        }
        pairs.clear();
        pairs.extend(raters.iter().copied().zip(codes.iter().copied()));
        // Ratings mostly come in runs by rater, which this sort finds and the unstable one does not.
        pairs.sort_by_key(|(rater, _)| *rater);
        for (idx, (rater, code)) in pairs.drain(..).enumerate() {
            if idx > 0 && raters[idx - 1] == rater {
                return Err(rater);
            }
            (raters[idx], codes[idx]) = (rater, code);
        }
        Ok(())
    }
}

/// Puts ratings by unit, within a unit in the order they were given.
fn place(
    ratings: impl Iterator<Item = Rating> + Clone,
    coding: Coding,
) -> Result<Table, TableError> {
    let (mut starts, n_raters) = count_units(ratings.clone());
    let n_units = starts.iter().filter(|n| **n > 0).count();
    let n_ratings = cumulate(&mut starts).ok_or(TableError::TooMany)?;
    let mut raters = vec![0; n_ratings as usize];
    let mut codes = vec![0; n_ratings as usize];
    // While placing, `starts[unit]` is where the unit's next rating goes: in the end that is
    // where the next unit starts.
    for rating in ratings {
        let next = &mut starts[rating.unit as usize];
        raters[*next as usize] = rating.rater;
        codes[*next as usize] = coding.code(rating.value);
        *next += 1;
    }
    starts.insert(0, 0);
    Ok(Table {
        values: coding.values,
        starts,
        raters,
        codes,
        n_raters,
        n_units,
    })
}

/// How many ratings each unit has, and how many raters there are.
fn count_units(ratings: impl Iterator<Item = Rating>) -> (Vec<u32>, usize) {
    let mut counts: Vec<u32> = Vec::new();
    let mut seen: Vec<bool> = Vec::new();
    for rating in ratings {
        *entry(&mut counts, rating.unit) += 1;
        *entry(&mut seen, rating.rater) = true;
    }
    (counts, seen.into_iter().filter(|seen| *seen).count())
}

/// The entry with a number, with defaults up to it where there was none.
fn entry<T: Default + Clone>(entries: &mut Vec<T>, idx: u32) -> &mut T {
    let idx = idx as usize;
    if idx >= entries.len() {
        entries.resize(idx + 1, T::default());
    }
    &mut entries[idx]
}

/// Turns counts into the sums of those before; the sum of all, where 32 bits hold it.
fn cumulate(counts: &mut [u32]) -> Option<u32> {
    let mut sum = 0_u32;
    for count in counts {
        let before = sum;
        sum = sum.checked_add(*count)?;
        *count = before;
    }
    Some(sum)
}

/// The error for a rater who is known to have rated a unit twice.
fn repeated(ratings: impl Iterator<Item = Rating>, unit: usize, rater: u32) -> TableError {
    let mut places = ratings
        .enumerate()
        .filter(|(_, rating)| rating.unit as usize == unit && rating.rater == rater);
    let mut next = || {
        let (place, rating) = places.next().expect("the rater was found twice");
        (place, rating.unit)
    };
    let ((first, unit), (second, _)) = (next(), next());
    TableError::Repeated {
        unit,
        rater,
        first,
        second,
    }
}

/// How many whole numbers from 0 on have a place of their own in the code table.
const N_SMALL: usize = 256;

/// From values to their numbers.
struct Coding {
    values: Vec<f64>,
    /// The numbers of 0, 1, 2, …: most scales are among them.
    small: [u32; N_SMALL],
}

impl Coding {
    fn of(ratings: impl Iterator<Item = Rating>, scale: &[f64]) -> Result<Self, TableError> {
        let mut seen = [false; N_SMALL];
        let mut values: Vec<f64> = scale
            .iter()
            .filter(|v| v.is_finite())
            .map(|v| v + 0.0)
            .collect();
        for (place, rating) in ratings.enumerate() {
            match small(rating.value) {
                Some(idx) => seen[idx] = true,
                None if rating.value.is_finite() => values.push(rating.value),
                None => return Err(TableError::NotFinite { place }),
            }
        }
        let whole = (0_u32..).zip(seen).filter(|(_, seen)| *seen);
        values.extend(whole.map(|(value, _)| f64::from(value)));
        Ok(Self::new(values))
    }

    fn new(mut values: Vec<f64>) -> Self {
        values.sort_unstable_by(f64::total_cmp);
        // No zero has a sign here, so equal values have equal bits.
        values.dedup_by(|next, kept| next.total_cmp(kept).is_eq());
        values.shrink_to_fit();
        let mut table = [0; N_SMALL];
        for (code, value) in (0_u32..).zip(&values) {
            if let Some(idx) = small(*value) {
                table[idx] = code;
            }
        }
        Self {
            values,
            small: table,
        }
    }

    fn code(&self, value: f64) -> u32 {
        if let Some(idx) = small(value) {
            return self.small[idx];
        }
        let before = self.values.partition_point(|other| *other < value);
        u32::try_from(before).expect("there are no more values than ratings")
    }
}

/// A value that is a small whole number; both zeros are 0.
fn small(value: f64) -> Option<usize> {
    if !(0.0..256.0).contains(&value) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the value is from 0 to under 256"
    )]
    let whole = value as u8;
    #[expect(clippy::float_cmp, reason = "only exact whole numbers have a place")]
    (f64::from(whole) == value).then_some(usize::from(whole))
}

/// One rating for each unit and rater: the mean of all that the rater gave the unit, such as a
/// candidate's mean over criteria. Sorted by unit, then rater.
///
/// The sum is taken in the order given, so whole numbers give the same bits in any order.
#[must_use]
pub fn means(ratings: impl IntoIterator<Item = Rating>) -> Vec<Rating> {
    let mut sums: BTreeMap<(u32, u32), (f64, u32)> = BTreeMap::new();
    for rating in ratings {
        let sum = sums.entry((rating.unit, rating.rater)).or_default();
        sum.0 += rating.value;
        sum.1 += 1;
    }
    sums.into_iter()
        .map(|((unit, rater), (sum, n))| Rating {
            unit,
            rater,
            value: sum / f64::from(n),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rating((unit, rater, value): (u32, u32, f64)) -> Rating {
        Rating { unit, rater, value }
    }

    fn table(of: &[(u32, u32, f64)]) -> Result<Table, TableError> {
        Table::new(of.iter().copied().map(rating))
    }

    #[test]
    fn ratings_are_sorted_by_unit_and_rater() {
        let table = table(&[(2, 1, 0.5), (0, 3, 4.0), (2, 0, 4.0), (0, 1, -1.0)]).unwrap();
        assert_eq!(table.values(), [-1.0, 0.5, 4.0]);
        assert_eq!(table.unit(0), (&[1, 3][..], &[0, 2][..]));
        assert_eq!(table.unit(1), (&[][..], &[][..]));
        assert_eq!(table.unit(2), (&[0, 1][..], &[2, 1][..]));
        let n = (table.n_rows(), table.n_units(), table.n_raters());
        assert_eq!(n, (3, 2, 3));
    }

    #[test]
    fn a_second_rating_is_named_with_both_places() {
        let found = table(&[(1, 7, 2.0), (0, 7, 2.0), (1, 8, 1.0), (1, 7, 2.0)]);
        let error = TableError::Repeated {
            unit: 1,
            rater: 7,
            first: 0,
            second: 3,
        };
        assert_eq!(found, Err(error));
        assert_eq!(
            error.to_string(),
            "rater 7 rated unit 1 twice: ratings 1 and 4"
        );
    }

    #[test]
    fn values_are_finite_and_zero_has_no_sign() {
        let place = 1;
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let found = table(&[(0, 0, 1.0), (0, 1, value)]);
            assert_eq!(found, Err(TableError::NotFinite { place }));
        }
        let zeros = table(&[(0, 0, 0.0), (0, 1, -0.0), (1, 0, 255.0), (1, 1, 256.0)]).unwrap();
        assert_eq!(zeros.values(), [0.0, 255.0, 256.0]);
        assert_eq!(zeros.unit(0).1, [0, 0]);
        assert_eq!(zeros.unit(1).1, [1, 2]);
    }

    #[test]
    fn a_scale_has_points_that_nobody_used() {
        let ratings = [rating((0, 0, 2.0)), rating((0, 1, 3.0))];
        let table = Table::on_scale(ratings, &[4.0, 3.0, 2.0, 1.0, f64::NAN, -0.0]).unwrap();
        assert_eq!(table.values(), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(table.unit(0).1, [2, 3]);
    }

    #[test]
    fn nothing_is_a_table_too() {
        let table = table(&[]).unwrap();
        assert_eq!((table.n_rows(), table.n_ratings()), (0, 0));
    }

    #[test]
    fn a_candidate_as_a_whole_has_the_mean_of_a_raters_ratings() {
        let means = means([(1, 0, 2.0), (0, 0, 1.0), (1, 0, 3.0), (1, 2, 4.0)].map(rating));
        let expected = [(0, 0, 1.0), (1, 0, 2.5), (1, 2, 4.0)].map(rating);
        assert_eq!(means, expected);
    }
}
