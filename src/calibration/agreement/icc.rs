//! Intraclass correlations: how much of the variance of ratings is between units.
//!
//! On crossed data, where every rater rated every unit, the six forms of Shrout & Fleiss (1979)
//! with their intervals ([`crossed`]). On the usual panel, where each candidate has other raters
//! and not the same number of them, the same six forms by components of variance
//! ([`unbalanced`]).

use serde::Serialize;

use super::{Figure, Table, Undefined};

pub mod crossed;
mod quantile;
pub mod unbalanced;

/// The six forms of Shrout & Fleiss, one of something for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forms<T> {
    /// ICC(1,1): one rating, raters differ from unit to unit and are not told apart.
    pub icc1: T,
    /// ICC(2,1): one rating, raters are a sample; their severity counts as error.
    pub icc2: T,
    /// ICC(3,1): one rating, these raters and no others; their severity does not count.
    pub icc3: T,
    /// ICC(1,k): the mean of k ratings, as ICC(1,1).
    pub icc1k: T,
    /// ICC(2,k): the mean of k ratings, as ICC(2,1).
    pub icc2k: T,
    /// ICC(3,k): the mean of k ratings, as ICC(3,1).
    pub icc3k: T,
}

/// The names of the forms, in the order of [`Forms::into_array`].
pub const NAMES: [&str; 6] = ["icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k"];

impl<T> Forms<T> {
    /// (1,1), (2,1), (3,1), (1,k), (2,k), (3,k).
    #[must_use]
    pub fn into_array(self) -> [T; 6] {
        [
            self.icc1, self.icc2, self.icc3, self.icc1k, self.icc2k, self.icc3k,
        ]
    }

    /// From the order of [`Forms::into_array`].
    #[must_use]
    pub fn from_array([icc1, icc2, icc3, icc1k, icc2k, icc3k]: [T; 6]) -> Self {
        Self {
            icc1,
            icc2,
            icc3,
            icc1k,
            icc2k,
            icc3k,
        }
    }
}

impl<T: Copy> Forms<Result<T, Undefined>> {
    /// The same reason for every form.
    #[must_use]
    pub fn undefined(reason: Undefined) -> Self {
        Self::from_array([Err(reason); 6])
    }
}

/// Which raters rated which units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Design {
    /// Every rater rated every unit.
    Crossed,
    /// Units have different raters, perhaps different numbers of them.
    Unbalanced,
}

/// Which raters rated which units.
#[must_use]
pub fn design(table: &Table) -> Design {
    if table.n_ratings() == table.n_units() * table.n_raters() {
        Design::Crossed
    } else {
        Design::Unbalanced
    }
}

/// `part / whole` where there is a whole: more than rounding leaves of terms of this size.
fn share(part: f64, whole: f64, size: f64) -> Figure {
    if whole > ROUNDING * size {
        super::undefined::finite(part / whole)
    } else if whole.is_nan() || size.is_nan() {
        Err(Undefined::OutOfRange)
    } else {
        Err(Undefined::NoVariance)
    }
}

/// The reliability of a mean of k ratings from that of one, `k ρ/(1 + (k − 1) ρ)` (Spearman 1910,
/// Brown 1910). None where the mean would vary less than not at all.
fn spearman_brown(single: f64, k: f64) -> Option<f64> {
    let whole = 1.0 + (k - 1.0) * single;
    (whole > ROUNDING * k).then_some(k * single / whole)
}

/// What is left of rounding where a mean square is 0, in terms of all squares' mean.
const ROUNDING: f64 = 1e-13;

/// A mean square, or 0 where it is nothing but rounding.
fn without_rounding(square: f64, of_all: f64) -> f64 {
    if square <= ROUNDING * of_all {
        0.0
    } else {
        square
    }
}

/// What makes any of the forms undefined before anything is computed.
fn check(table: &Table) -> Result<(), Undefined> {
    if table.n_ratings() == 0 {
        return Err(Undefined::NoRatings);
    }
    if table.n_units() < 2 {
        return Err(Undefined::FewerThanTwoUnits);
    }
    if table.n_raters() < 2 {
        return Err(Undefined::FewerThanTwoRaters);
    }
    let mut units = (0..table.n_rows()).map(|unit| table.unit(unit).1);
    if units.all(|codes| codes.len() < 2) {
        return Err(Undefined::NoUnitWithTwoRatings);
    }
    let mut codes = (0..table.n_rows()).flat_map(|unit| table.unit(unit).1);
    let first = codes.next();
    if codes.all(|code| Some(code) == first) {
        return Err(Undefined::NoVariance);
    }
    Ok(())
}
