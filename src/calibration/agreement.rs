//! How far raters agree: the coefficients of the literature, from long data with missing cells.
//!
//! ```text
//! ratings → table → counts → sample → { percent, fleiss, gwet, krippendorff }
//!             ├───→ cross table ────→ cohen
//!             └───→ mean squares ───→ icc
//! ```
//!
//! A [`Table`] is made once and everything is computed from it. A unit is whatever is rated: a
//! candidate on one criterion, or a candidate as a whole ([`table::means`]). Each coefficient is
//! a function that can be called alone; [`Agreement`] holds all of them for one data set. Where a
//! coefficient is not defined it is an [`Undefined`] reason and never a NaN.
//!
//! All is single-threaded and sums in a fixed order: the same ratings in the same order and the
//! same seed give the same bits.

pub mod bootstrap;
pub mod cohen;
pub mod counts;
pub mod fleiss;
pub mod gwet;
pub mod icc;
pub mod krippendorff;
pub mod percent;
pub mod summary;
pub mod table;
pub mod undefined;
pub mod weights;

pub use bootstrap::{Bootstrap, Interval};
pub use counts::{Counts, Sample};
pub use summary::{Agreement, Options};
pub use table::{Rating, Table, TableError};
pub use undefined::{Figure, Undefined};
pub use weights::{Matrix, Weights};

#[cfg(test)]
mod tests;
