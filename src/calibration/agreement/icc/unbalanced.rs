//! Intraclass correlations where units have different raters, and not the same number of them.

use serde::Serialize;

use super::super::{Figure, Interval, Table, Undefined};
use super::crossed::{correlation, f_range, interval};
use super::{Forms, check, share, spearman_brown, without_rounding};

/// The one-way analysis of variance of units with unequal numbers of ratings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OneWay {
    /// Units with at least one rating.
    pub n_units: f64,
    /// Ratings.
    pub n_ratings: f64,
    /// Mean square between units.
    pub between: f64,
    /// Mean square within units.
    pub within: f64,
    /// The number of ratings of a unit that the mean square between units stands for:
    /// `n0 = (N − Σ n_u²/N)/(a − 1)`.
    pub n0: f64,
    /// The harmonic mean of the ratings of a unit: what its mean rests on.
    pub k: f64,
}

impl OneWay {
    /// ICC(1,1): `(MSB − MSW)/(MSB + (n0 − 1) MSW)` (Donner 1986, *A review of inference
    /// procedures for the intraclass correlation coefficient in the one-way random effects
    /// model*). With equal numbers it is that of Shrout & Fleiss. At most 1.
    ///
    /// # Errors
    ///
    /// [`Undefined::NoVariance`].
    pub fn single(&self) -> Figure {
        let part = self.between - self.within;
        let whole = self.between + (self.n0 - 1.0) * self.within;
        share(part, whole, self.between + self.within)
    }

    /// ICC(1,k) by Spearman & Brown, `k ρ/(1 + (k − 1) ρ)`, with k the harmonic mean of the
    /// ratings that units actually had.
    ///
    /// # Errors
    ///
    /// [`Undefined::NoVariance`].
    pub fn mean(&self) -> Figure {
        let single = self.single()?;
        spearman_brown(single, self.k).ok_or(Undefined::NoVariance)
    }

    /// The interval of [`OneWay::single`] from the F distribution with n0 in place of k (Searle
    /// 1971, *Linear Models*; as `ICCest` of R's ICC has it). Exact with equal numbers,
    /// else approximate.
    ///
    /// # Errors
    ///
    /// [`Undefined::NoInterval`].
    pub fn single_interval(&self, confidence: f64) -> Result<Interval, Undefined> {
        let range = self.range(confidence);
        let range = range.map(|range| range.map(|f| correlation(f, self.n0)));
        interval(range, confidence)
    }

    /// The interval of [`OneWay::mean`]: the ends of the other, by Spearman & Brown.
    ///
    /// # Errors
    ///
    /// [`Undefined::NoInterval`].
    pub fn mean_interval(&self, confidence: f64) -> Result<Interval, Undefined> {
        let single = self.single_interval(confidence)?;
        let ends = spearman_brown(single.low, self.k).zip(spearman_brown(single.high, self.k));
        interval(ends.map(|(low, high)| [low, high]), confidence)
    }

    fn range(&self, confidence: f64) -> Option<[f64; 2]> {
        let df = (self.n_units - 1.0, self.n_ratings - self.n_units);
        f_range(
            self.between,
            self.within,
            df,
            f64::midpoint(1.0, confidence),
        )
    }
}

/// Components of variance of units, raters and the rest, in squared units of the scale.
///
/// Those of units and raters may come out below 0 where they are small; that is said and not
/// hidden, since cutting them off would bias the rest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Components {
    /// Between units.
    pub units: f64,
    /// Between raters: severity.
    pub raters: f64,
    /// The rest: rater by unit, and error. At least 0.
    pub rest: f64,
    /// The harmonic mean of the ratings of a unit.
    #[serde(skip)]
    pub k: f64,
}

impl Components {
    /// ICC(2,1) and (3,1) and, of means of k ratings, (2,k) and (3,k): the share of `units` in
    /// itself with `raters + rest`, and with `rest` alone, each over k for means. On crossed
    /// data they are those of Shrout & Fleiss. At most 1.
    ///
    /// Each is [`Undefined::NoVariance`] where the components add up to nothing.
    pub fn forms(&self) -> [Figure; 4] {
        let size = self.units.abs() + self.raters.abs() + self.rest;
        let of = |error: f64| share(self.units, self.units + error, size);
        let absolute = self.raters + self.rest;
        [
            of(absolute),
            of(self.rest),
            of(absolute / self.k),
            of(self.rest / self.k),
        ]
    }
}

/// Ratings by unit and rater, ready for analyses of many resamples.
#[derive(Debug, Clone)]
pub struct Unbalanced<'a> {
    table: &'a Table,
    /// The lowest value: what is analysed is the distance to it.
    lowest: f64,
    /// For each unit: ratings, their mean and their squared deviations from it.
    units: Vec<Unit>,
}

#[derive(Debug, Clone, Copy)]
struct Unit {
    n: f64,
    mean: f64,
    squares: f64,
}

impl<'a> Unbalanced<'a> {
    /// Sums up each unit.
    ///
    /// # Errors
    ///
    /// [`Undefined::NoRatings`]; [`Undefined::FewerThanTwoUnits`];
    /// [`Undefined::FewerThanTwoRaters`]; [`Undefined::NoUnitWithTwoRatings`];
    /// [`Undefined::NoVariance`] where all ratings are equal.
    pub fn new(table: &'a Table) -> Result<Self, Undefined> {
        check(table)?;
        let lowest = table.values()[0];
        let units = (0..table.n_rows()).map(|unit| {
            let codes = table.unit(unit).1;
            let values = || codes.iter().map(|code| table.value(*code) - lowest);
            let n = crate::text::count(codes.len());
            let mean = if n > 0.0 {
                values().sum::<f64>() / n
            } else {
                0.0
            };
            let squares = values().map(|value| (value - mean).powi(2)).sum();
            Unit { n, mean, squares }
        });
        Ok(Self {
            table,
            lowest,
            units: units.collect(),
        })
    }

    /// All six forms, with each unit as often as said.
    #[must_use]
    pub fn forms(&self, times: &[u32]) -> Forms<Figure> {
        let one_way = self.one_way(times);
        let two_way = self.components(times).map(|found| found.forms());
        let [icc2, icc3, icc2k, icc3k] = two_way.unwrap_or_else(|reason| [Err(reason); 4]);
        Forms {
            icc1: one_way.and_then(|found| found.single()),
            icc1k: one_way.and_then(|found| found.mean()),
            icc2,
            icc3,
            icc2k,
            icc3k,
        }
    }

    fn counted<'t>(
        &self,
        times: &'t [u32],
    ) -> impl Iterator<Item = (f64, &Unit)> + use<'_, 't, 'a> {
        let counted = times.iter().map(|times| f64::from(*times)).zip(&self.units);
        counted.filter(|(times, unit)| *times > 0.0 && unit.n > 0.0)
    }

    /// The one-way analysis of variance, with each unit as often as said.
    ///
    /// # Errors
    ///
    /// [`Undefined::FewerThanTwoUnits`]; [`Undefined::NoUnitWithTwoRatings`];
    /// [`Undefined::NoVariance`].
    pub fn one_way(&self, times: &[u32]) -> Result<OneWay, Undefined> {
        let sizes = self.sizes(times)?;
        let (mut between, mut within) = (0.0, 0.0);
        for (times, unit) in self.counted(times) {
            between += times * unit.n * (unit.mean - sizes.mean).powi(2);
            within += times * unit.squares;
        }
        let of_all = (between + within) / (sizes.n_ratings - 1.0);
        if of_all.is_nan() || of_all <= 0.0 {
            return Err(Undefined::NoVariance);
        }
        let df = (sizes.n_units - 1.0, sizes.n_ratings - sizes.n_units);
        Ok(OneWay {
            n_units: sizes.n_units,
            n_ratings: sizes.n_ratings,
            between: without_rounding(between / df.0, of_all),
            within: without_rounding(within / df.1, of_all),
            n0: (sizes.n_ratings - sizes.squared / sizes.n_ratings) / df.0,
            k: sizes.n_units / sizes.reciprocal,
        })
    }

    fn sizes(&self, times: &[u32]) -> Result<Sizes, Undefined> {
        let mut sizes = Sizes::default();
        for (times, unit) in self.counted(times) {
            sizes.n_units += times;
            sizes.n_ratings += times * unit.n;
            sizes.squared += times * unit.n * unit.n;
            sizes.reciprocal += times / unit.n;
            sizes.mean += times * unit.n * unit.mean;
        }
        sizes.mean /= sizes.n_ratings;
        if sizes.n_units < 2.0 {
            return Err(Undefined::FewerThanTwoUnits);
        }
        if sizes.n_ratings <= sizes.n_units {
            return Err(Undefined::NoUnitWithTwoRatings);
        }
        Ok(sizes)
    }

    /// Components of variance in the two-way random model without interaction, rating = mean +
    /// unit + rater + rest, with each unit as often as said: Henderson's method 1 (Henderson
    /// 1953, *Estimation of variance and covariance components*; Searle, Casella &
    /// `McCulloch` 1992, *Variance Components*, chapter 5). Unbiased for any pattern of missing cells that
    /// does not depend on the values, and less precise than restricted maximum likelihood.
    ///
    /// As each rater rated a unit once, three of the four sums of squares give
    /// `raters + rest = S` from within units, `units + rest = Q` from within raters, and
    /// `rest = ((N − A) Q + (a − B) S − SSB)/(N + 1 − A − B)` with `A = Σ_u n_u²/N`,
    /// `B = Σ_r n_r²/N`, a units and SSB the sum of squares between units. A rest below 0 is 0.
    ///
    /// # Errors
    ///
    /// [`Undefined::NotSeparable`] where no rater rated two units, or all ratings are of one;
    /// those of [`Unbalanced::one_way`].
    pub fn components(&self, times: &[u32]) -> Result<Components, Undefined> {
        let one_way = self.one_way(times)?;
        let sizes = self.sizes(times)?;
        let raters = self.raters(times, sizes.mean);
        let n = sizes.n_ratings;
        let df = n - raters.count;
        let (of_units, of_raters) = (sizes.squared / n, raters.squared / n);
        let separation = n + 1.0 - of_units - of_raters;
        if df <= 0.0 || separation <= 1e-9 * n || raters.count < 2.0 {
            return Err(Undefined::NotSeparable);
        }
        let between = one_way.between * (one_way.n_units - 1.0);
        let all = between + one_way.within * (n - one_way.n_units);
        let within_raters = (all - raters.between) / df;
        let parts = (n - of_units) * within_raters + (sizes.n_units - of_raters) * one_way.within;
        let rest = without_rounding((parts - between) / separation, all / (n - 1.0));
        Ok(Components {
            units: within_raters - rest,
            raters: one_way.within - rest,
            rest,
            k: one_way.k,
        })
    }

    fn raters(&self, times: &[u32], mean: f64) -> Raters {
        let mut sums = vec![(0.0, 0.0); self.table.n_rater_numbers()];
        for (unit, times) in times.iter().enumerate().filter(|(_, times)| **times > 0) {
            let times = f64::from(*times);
            let (who, codes) = self.table.unit(unit);
            for (rater, code) in who.iter().zip(codes) {
                let (n, sum) = &mut sums[*rater as usize];
                *n += times;
                *sum += times * (self.table.value(*code) - self.lowest - mean);
            }
        }
        let mut raters = Raters::default();
        for (n, sum) in sums.into_iter().filter(|(n, _)| *n > 0.0) {
            raters.count += 1.0;
            raters.squared += n * n;
            raters.between += sum * sum / n;
        }
        raters
    }
}

/// How units are filled.
#[derive(Default)]
struct Sizes {
    n_units: f64,
    n_ratings: f64,
    /// `Σ n_u²`
    squared: f64,
    /// `Σ 1/n_u`
    reciprocal: f64,
    /// The mean of all ratings.
    mean: f64,
}

/// How raters are filled, and the sum of squares between them.
#[derive(Default)]
struct Raters {
    count: f64,
    squared: f64,
    between: f64,
}

#[cfg(test)]
mod tests;
