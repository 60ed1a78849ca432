//! The one sorted table of rules.

mod allow_unexplained;
mod allow_unknown;
mod allow_unused;
mod criterion_never_asked;
mod criterion_never_scored;
mod weight_unexplained;

use super::Rule;

/// Every rule, by code.
pub const ALL: &[Rule] = &[
    criterion_never_scored::RULE,
    criterion_never_asked::RULE,
    weight_unexplained::RULE,
    allow_unexplained::RULE,
    allow_unused::RULE,
    allow_unknown::RULE,
];

/// The rule of a code, in either case.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    ALL.iter()
        .find(|rule| rule.code.as_str().eq_ignore_ascii_case(code))
}
