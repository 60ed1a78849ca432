//! Rubrics to look at, as finished views: a list of them, one as a whole, its progression table.

mod listing;
mod progression;
mod role;

pub use listing::{Listing, Minutes, Row, broken, sound};
pub use progression::{
    Group, Narrowing, Progression, ProgressionRow, ProgressionTable, progression,
};
pub use role::{
    CriteriaGroup, CriterionRow, LevelPart, RolePage, RoundPart, Rule, ShareView, SkillView, role,
};

/// Version of these views' JSON.
pub const FORMAT: u32 = 1;
