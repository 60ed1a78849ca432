//! Adverse impact: whether groups of people fared differently, as a screening check.
//!
//! ```text
//! outcomes + groups → records → tables → suppression → analysis → report
//! ```
//!
//! [`read`] joins two tables, what became of candidates and which groups they are of, into
//! [`Records`], in which nobody has a name. [`analysis`] is everything that is said of them as one
//! value: for each kind of group the rate of each group ([`mod@rate`]), its ratio to the highest, Fisher's
//! exact test ([`mod@fisher`]), the test of two standard deviations ([`deviations`]), how few outcomes
//! would turn each ([`flips`]), adjusted for how many tests there are ([`holm`]). Groups that are too
//! small are left out, and others with them, so that nobody can work them out ([`suppression`],
//! [`nested`]).
//! [`report`] says it in words, tables and charts.
//!
//! The groups of people are for this alone: `tests/architecture.rs` holds that nothing but
//! `cli/impact.rs` names this module.

pub mod analysis;
mod columns;
pub mod deviations;
pub mod fisher;
pub mod flips;
pub mod groups;
pub mod holm;
mod key;
pub mod nested;
pub mod outcomes;
pub mod rate;
pub mod report;
pub mod suppression;
pub mod tables;

use groups::{Groups, Kind, Membership};
use outcomes::Person;

use crate::diagnostic::{Diagnostic, any_error};
use crate::sheet;
use crate::text::{SourceId, Sources};

/// Most bytes that a file may have.
pub const MAX_BYTES: usize = 512 * 1024 * 1024;

/// A file to be read.
pub struct File<'a> {
    /// The name that messages show.
    pub name: &'a str,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// The column of ids; `candidate` or `id` where none is named.
    pub id: Option<&'a str>,
}

/// Outcomes and groups of people without names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Records {
    /// Everybody with a row among the outcomes, in its order.
    pub people: Vec<Person>,
    /// Whether the outcomes had a column of scores.
    pub has_scores: bool,
    /// The kinds of groups.
    pub kinds: Vec<Kind>,
    /// What each person is, person by person, one for each kind.
    pub cells: Vec<Membership>,
    /// Rows of the table of groups.
    pub n_group_rows: usize,
    /// Those of them whose candidate has no outcome.
    pub n_without_outcome: usize,
}

/// Reads both files. None where an error is among the findings, which repeat nothing that a row of
/// groups says, and no id.
#[must_use]
pub fn read(
    outcomes: File<'_>,
    groups: File<'_>,
    wanted: &[String],
    sources: &mut Sources,
) -> (Option<Records>, Vec<Diagnostic>) {
    let (outcomes_id, groups_id) = match (open(outcomes, sources), open(groups, sources)) {
        (Ok(outcomes), Ok(groups)) => (outcomes, groups),
        (outcomes, groups) => {
            let errors = [outcomes.err(), groups.err()];
            return (
                None,
                errors.into_iter().flatten().map(|error| *error).collect(),
            );
        }
    };
    let ((outcomes_id, id), (groups_id, groups_key)) = (outcomes_id, groups_id);
    let (found, mut findings) = outcomes::read(outcomes_id, sources.get(outcomes_id), id);
    let (groups, of_groups) = groups::read(
        groups_id,
        sources.get(groups_id),
        groups_key,
        wanted,
        &found,
    );
    findings.extend(of_groups);
    let Groups {
        kinds,
        cells,
        n_rows,
        n_without_outcome,
    } = groups;
    let records = Records {
        people: found.people,
        has_scores: found.has_scores,
        kinds,
        cells,
        n_group_rows: n_rows,
        n_without_outcome,
    };
    ((!any_error(&findings)).then_some(records), findings)
}

/// A file as a source, with what its column of ids is called.
fn open<'a>(
    file: File<'a>,
    sources: &mut Sources,
) -> Result<(SourceId, Option<&'a str>), Box<Diagnostic>> {
    let id = sheet::open(file.name, file.bytes, MAX_BYTES, sources)?;
    Ok((id, file.id))
}
