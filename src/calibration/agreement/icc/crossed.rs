//! The six intraclass correlations of Shrout & Fleiss on crossed data, with intervals.

use super::super::bootstrap::Basis;
use super::super::{Figure, Interval, Table, Undefined};
use super::quantile::f_quantile;
use super::{Design, Forms, check, design, share, spearman_brown, without_rounding};

/// Mean squares of crossed data: n units, each rated by the same k raters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanSquares {
    /// Units.
    pub n: f64,
    /// Raters.
    pub k: f64,
    /// Between units, n − 1 degrees of freedom (BMS).
    pub between: f64,
    /// Within units, n(k − 1) degrees of freedom (WMS).
    pub within: f64,
    /// Between raters, k − 1 degrees of freedom (JMS).
    pub raters: f64,
    /// What is left, (n − 1)(k − 1) degrees of freedom (EMS).
    pub error: f64,
}

impl MeanSquares {
    /// The analysis of variance of crossed data.
    ///
    /// Mean squares that are nothing but rounding are made 0.
    ///
    /// # Errors
    ///
    /// [`Undefined::NotCrossed`]; [`Undefined::FewerThanTwoUnits`];
    /// [`Undefined::FewerThanTwoRaters`]; [`Undefined::NoVariance`] where all ratings are equal.
    pub fn new(table: &Table) -> Result<Self, Undefined> {
        check(table)?;
        if design(table) != Design::Crossed {
            return Err(Undefined::NotCrossed);
        }
        let (n, k) = (
            crate::text::count(table.n_units()),
            crate::text::count(table.n_raters()),
        );
        let means = Means::new(table, n, k);
        let sums = means.squares(table);
        let all = sums.within + sums.between;
        let of_all = all / (n * k - 1.0);
        let mean = |sum: f64, df: f64| without_rounding(sum / df, of_all);
        Ok(Self {
            n,
            k,
            between: mean(sums.between, n - 1.0),
            within: mean(sums.within, n * (k - 1.0)),
            raters: mean(sums.raters, k - 1.0),
            error: mean(sums.error, (n - 1.0) * (k - 1.0)),
        })
    }

    /// The six forms (Shrout & Fleiss 1979, *Intraclass correlations: uses in assessing rater
    /// reliability*, Psychological Bulletin 86:420–428). At most 1; below 0 where units differ
    /// less than ratings of one unit.
    ///
    /// ```text
    /// (1,1) (BMS − WMS)/(BMS + (k − 1) WMS)                        (1,k) (BMS − WMS)/BMS
    /// (2,1) (BMS − EMS)/(BMS + (k − 1) EMS + k (JMS − EMS)/n)      (2,k) (BMS − EMS)/(BMS + (JMS − EMS)/n)
    /// (3,1) (BMS − EMS)/(BMS + (k − 1) EMS)                        (3,k) (BMS − EMS)/BMS
    /// ```
    ///
    /// Each is [`Undefined::NoVariance`] where its denominator is not over 0.
    #[must_use]
    pub fn forms(&self) -> Forms<Figure> {
        let Self { n, k, .. } = *self;
        let of_raters = (self.raters - self.error) / n;
        let (apart, apart_by_rater) = (self.between - self.within, self.between - self.error);
        let size = self.between + self.within + self.raters + self.error;
        let with_error = self.between + (k - 1.0) * self.error;
        Forms {
            icc1: share(apart, self.between + (k - 1.0) * self.within, size),
            icc2: share(apart_by_rater, with_error + k * of_raters, size),
            icc3: share(apart_by_rater, with_error, size),
            icc1k: share(apart, self.between, size),
            icc2k: share(apart_by_rater, self.between + of_raters, size),
            icc3k: share(apart_by_rater, self.between, size),
        }
    }

    /// Their intervals from the F distribution (Shrout & Fleiss 1979; those of (2,1)
    /// and (2,k) by Satterthwaite's approximation). Ratings are taken as normal.
    ///
    /// # Errors
    ///
    /// Each on its own: [`Undefined::NoInterval`] where an end would be infinite.
    #[must_use]
    pub fn intervals(&self, confidence: f64) -> Forms<Result<Interval, Undefined>> {
        let Self { n, k, .. } = *self;
        let upper = f64::midpoint(1.0, confidence);
        let df = n - 1.0;
        let one_way = f_range(self.between, self.within, (df, n * (k - 1.0)), upper);
        let two_way = f_range(self.between, self.error, (df, df * (k - 1.0)), upper);
        let absolute = self.absolute_range(upper);
        let of_one = |range: Range| range.map(|f| correlation(f, k));
        let of_mean = |range: Range| range.map(|f| 1.0 - 1.0 / f);
        let stepped = |[low, high]: Range| {
            let ends = spearman_brown(low, k).zip(spearman_brown(high, k));
            ends.map(|(low, high)| [low, high])
        };
        Forms {
            icc1: one_way.map(of_one),
            icc2: absolute,
            icc3: two_way.map(of_one),
            icc1k: one_way.map(of_mean),
            icc2k: absolute.and_then(stepped),
            icc3k: two_way.map(of_mean),
        }
        .map_each(|range| interval(range, confidence))
    }

    /// The range of ICC(2,1).
    fn absolute_range(&self, upper: f64) -> Option<Range> {
        let Self {
            n,
            k,
            between,
            raters,
            error,
            ..
        } = *self;
        let icc = self.forms().icc2.ok()?;
        let rest = n * (1.0 + (k - 1.0) * icc) - k * icc;
        let part = k * icc * raters;
        // Both multiplied by the squared error mean square, which may be 0.
        let top = (k - 1.0) * (n - 1.0) * (part + rest * error).powi(2);
        let bottom = (n - 1.0) * part.powi(2) + (rest * error).powi(2);
        let df = top / bottom;
        if !(df.is_finite() && df > 0.0) {
            return None;
        }
        let weighted = k * raters + (k * n - k - n) * error;
        let f_low = f_quantile(n - 1.0, df, upper)?;
        let f_high = f_quantile(df, n - 1.0, upper)?;
        Some([
            n * (between - f_low * error) / (f_low * weighted + n * between),
            n * (f_high * between - error) / (weighted + n * f_high * between),
        ])
    }
}

/// Lower and upper end.
type Range = [f64; 2];

impl<T> Forms<T> {
    fn map_each<U>(self, each: impl FnMut(T) -> U) -> Forms<U> {
        Forms::from_array(self.into_array().map(each))
    }
}

/// The range of a ratio of mean squares.
pub(super) fn f_range(top: f64, bottom: f64, df: (f64, f64), upper: f64) -> Option<Range> {
    let ratio = top / bottom;
    if ratio.is_nan() {
        return None;
    }
    let low = ratio / f_quantile(df.0, df.1, upper)?;
    let high = ratio * f_quantile(df.1, df.0, upper)?;
    Some([low, high])
}

/// The correlation that a ratio of mean squares stands for, with k ratings a unit.
pub(super) fn correlation(f: f64, k: f64) -> f64 {
    if f.is_infinite() {
        1.0
    } else {
        (f - 1.0) / (f + k - 1.0)
    }
}

pub(super) fn interval(range: Option<Range>, confidence: f64) -> Result<Interval, Undefined> {
    match range {
        Some([low, high]) if low.is_finite() && high.is_finite() => Ok(Interval {
            low,
            high,
            confidence,
            basis: Basis::F,
        }),
        _ => Err(Undefined::NoInterval),
    }
}

/// Means of crossed data, above the lowest value: large values must not drown small differences.
struct Means {
    lowest: f64,
    all: f64,
    units: Vec<f64>,
    raters: Vec<f64>,
}

struct Squares {
    between: f64,
    within: f64,
    raters: f64,
    error: f64,
}

impl Means {
    fn new(table: &Table, n: f64, k: f64) -> Self {
        let lowest = table.values()[0];
        let mut units = vec![0.0; table.n_rows()];
        let mut raters = vec![0.0; table.n_rater_numbers()];
        for (unit, of_unit) in units.iter_mut().enumerate() {
            let (who, codes) = table.unit(unit);
            for (rater, code) in who.iter().zip(codes) {
                let value = table.value(*code) - lowest;
                *of_unit += value / k;
                raters[*rater as usize] += value / n;
            }
        }
        let all = units.iter().sum::<f64>() / n;
        Self {
            lowest,
            all,
            units,
            raters,
        }
    }

    fn squares(&self, table: &Table) -> Squares {
        let mut squares = Squares {
            between: 0.0,
            within: 0.0,
            raters: 0.0,
            error: 0.0,
        };
        for (unit, of_unit) in self.units.iter().enumerate() {
            let (who, codes) = table.unit(unit);
            for (rater, code) in who.iter().zip(codes) {
                let value = table.value(*code) - self.lowest;
                let of_rater = self.raters[*rater as usize];
                squares.between += (of_unit - self.all).powi(2);
                squares.within += (value - of_unit).powi(2);
                squares.raters += (of_rater - self.all).powi(2);
                squares.error += (value - of_unit - of_rater + self.all).powi(2);
            }
        }
        squares
    }
}

#[cfg(test)]
mod tests;
