//! The topics: our own wording, gathered from what interviewers say.

mod home;
mod record;
mod who;

pub(in crate::lint) use home::{FAMILY, GENETICS, HEALTH, PREGNANCY};
pub(in crate::lint) use record::{ARREST, FINANCES, MILITARY, PAY, POLITICS};
pub(in crate::lint) use who::{AGE, ORIENTATION, ORIGIN, RACE, RELIGION};

use super::Topic;

/// Every topic.
pub(in crate::lint) const ALL: &[Topic] = &[
    AGE,
    FAMILY,
    PREGNANCY,
    RELIGION,
    ORIGIN,
    RACE,
    HEALTH,
    GENETICS,
    ARREST,
    PAY,
    ORIENTATION,
    MILITARY,
    POLITICS,
    FINANCES,
];
