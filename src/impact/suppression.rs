//! Which groups are too small to be shown, and which others have to be left out with them so that
//! nobody can work the small ones out.
//!
//! A reader may know how many people there were in all, and how many of them were selected: both
//! are in the report's first lines. What is left of these after everybody shown, and everybody
//! whose group is unknown, is the sum of the groups that are not shown. So that the sum gives none
//! of them away, it is always
//!
//! - of two groups or more, and of as many people as a group must have to be shown;
//! - of people who were selected as well as people who were not;
//! - not so small or so large that each group must be of one person, or of one too few.
//!
//! The next smallest groups are left out until that holds, those of one size together: so nothing
//! but their sizes tells groups that are left out apart, and a reader who knows all of this, and
//! what the groups are called, still cannot tell which is which. `tests.rs` tries it for every table
//! of a few small groups. How many groups were left out, and which, is not said.

use super::rate::Rate;

/// Adds to the groups that are left out until these are safe; `is_hidden` has a place for each
/// group. Where none is left out, nothing is added.
pub fn complete(rates: &[Rate], is_hidden: &mut [bool], least: usize) {
    let everybody = sum(rates.iter());
    loop {
        let hidden = rates.iter().zip(&*is_hidden).filter(|(_, hidden)| **hidden);
        let n_hidden = hidden.clone().count();
        let left = sum(hidden.map(|(rate, _)| rate));
        if n_hidden == 0 || is_safe(left, n_hidden, everybody, least) {
            return;
        }
        let shown = (0..rates.len()).filter(|at| !is_hidden[*at]);
        let Some(next) = shown.map(|at| rates[at].people).min() else {
            return;
        };
        for (rate, hidden) in rates.iter().zip(&mut *is_hidden) {
            *hidden |= rate.people == next;
        }
    }
}

/// Whether a sum of groups tells nothing of any one of them. Where nobody at all was selected, or
/// everybody, that is known of every group.
fn is_safe(left: Rate, n_hidden: usize, everybody: Rate, least: usize) -> bool {
    let all_alike = everybody.selected == 0 || everybody.selected == everybody.people;
    let is_mixed = left.selected > 0 && left.selected < left.people;
    let is_told = left.people == n_hidden || left.people == n_hidden * least.saturating_sub(1);
    n_hidden > 1 && left.people >= least && !is_told && (is_mixed || all_alike)
}

/// All groups as one.
fn sum<'a>(rates: impl Iterator<Item = &'a Rate>) -> Rate {
    rates.fold(Rate::default(), |sum, rate| sum.and(*rate))
}

#[cfg(test)]
mod tests;
