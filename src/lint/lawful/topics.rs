//! The topics: our own wording, gathered from what interviewers say.

mod home;
mod record;
mod who;

pub(in crate::lint) use home::{FAMILY, GENETICS, HEALTH, PREGNANCY};
pub(in crate::lint) use record::{ARREST, FINANCES, MILITARY, PAY, POLITICS};
pub(in crate::lint) use who::{AGE, ORIENTATION, ORIGIN, RACE, RELIGION};
