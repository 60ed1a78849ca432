//! The way of candidates through the stages of a process: where each stands and since when, and the
//! funnel of all of them.
//!
//! What a person recorded of a stage holds. Where nothing was recorded, it follows from what else is
//! kept: a candidate enters the application when they are added, a stage of the panel when the first
//! seat of one of its rounds is assigned, the decision when the last card of the loop is in; they pass
//! a stage when they enter a later one, and leave the decision when somebody decides. A day that is
//! not known is missing: it is never guessed, and no length of time rests on it.
//!
//! ```text
//! Course ─ stays ─▶ Vec<Stay> ─ Funnel::add ─▶ Funnel ─ report ─▶ Report
//! ```

mod course;
mod funnel;
mod report;
mod stay;
#[cfg(test)]
mod tests;

pub use course::{Cards, Course, Recorded};
pub use funnel::{Funnel, Scope, StageCounts, Tally, Unseen};
pub use report::{Report, report};
pub use stay::{Source, Stay, stays};
