//! Review of papers: what reviewers' cards say of an application, and the applications themselves.
//!
//! ```text
//! cards → weighing → estimate → outcome → report
//! ```
//!
//! Papers are weighed by the rubric's resume criteria alone: the weighted share of the most that
//! they can give, `Σ w·value / Σ w·most` over those that hold at the level, a yes counting 1 and a
//! no 0 of 1. Criteria that nobody gave a number count on neither side; what share of the weight
//! that leaves is the coverage. What comes of it is a proposal. A person decides.

pub mod alias;
pub mod applications;
pub mod booklet;
pub mod columns;
pub mod covered;
pub mod estimate;
pub mod key;
pub mod looks;
pub mod outcome;
pub mod report;
pub mod review;
pub mod table;
pub mod weighing;

pub use estimate::{Severity, Share};
pub use outcome::{Outcome, Reason};
pub use report::{Report, report};
pub use review::{Awaited, Frame, Person, Review, Reviewed, review};
pub use weighing::Weighing;

/// Version of the review's JSON.
pub const FORMAT: u32 = 1;
