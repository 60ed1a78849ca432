//! Why a coefficient has no value.

use std::fmt;

use serde::Serialize;

/// A coefficient, or the reason why there is none.
pub type Figure = Result<f64, Undefined>;

/// Why a coefficient is not defined for some data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Undefined {
    /// There is no rating at all.
    NoRatings,
    /// All ratings are by one rater.
    FewerThanTwoRaters,
    /// The coefficient is for exactly two raters and there are more.
    MoreThanTwoRaters,
    /// No unit was rated by two raters, so nothing can be compared.
    NoUnitWithTwoRatings,
    /// Variance between units needs two units.
    FewerThanTwoUnits,
    /// Every rating that can be compared has the same value: there is nothing to agree about.
    OneValue,
    /// No disagreement is expected by chance, or full agreement is: there is nothing to correct.
    NoExpectedDisagreement,
    /// The ratio metric is for values of 0 and more.
    NegativeValues,
    /// There are more distinct values than the coefficient can be computed for in good time.
    TooManyValues,
    /// The matrix of weights is not as wide as there are values.
    WrongMatrix,
    /// Not every rater rated every unit, which the coefficient asks for.
    NotCrossed,
    /// Units, raters and the rest cannot be told apart: too few raters share units.
    NotSeparable,
    /// All ratings are equal, or the components of variance add up to nothing.
    NoVariance,
    /// The value is finite, but no interval can be computed from these data.
    NoInterval,
    /// Values are so large, or so close to each other, that doubles do not hold what follows.
    OutOfRange,
    /// The coefficient was undefined in more than half of the resamples.
    UnstableResamples,
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRatings => "there are no ratings",
            Self::FewerThanTwoRaters => "there are fewer than two raters",
            Self::MoreThanTwoRaters => "it compares exactly two raters, and there are more",
            Self::NoUnitWithTwoRatings => "nothing was rated by two raters",
            Self::FewerThanTwoUnits => "there are fewer than two units",
            Self::OneValue => "all ratings that can be compared have the same value",
            Self::NoExpectedDisagreement => "chance alone would not lead to disagreement",
            Self::NegativeValues => "it is for values of 0 and more, and some are negative",
            Self::TooManyValues => "there are too many distinct values",
            Self::WrongMatrix => "the matrix of weights does not fit the values",
            Self::NotCrossed => "not every rater rated every unit",
            Self::NotSeparable => "too few raters share units to tell raters and units apart",
            Self::NoVariance => "there is no variance to share out",
            Self::NoInterval => "there is no interval for these data",
            Self::OutOfRange => "the values are too large or too close to calculate with",
            Self::UnstableResamples => "it was undefined in more than half of the resamples",
        })
    }
}

/// A value that was calculated, unless it left the range of doubles.
pub(super) fn finite(value: f64) -> Figure {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(Undefined::OutOfRange)
    }
}

impl std::error::Error for Undefined {}
