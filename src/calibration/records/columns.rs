//! The columns of a table of ratings.

use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::sheet::{Cell, Walk};

/// What there must be.
const NEEDED: [&str; 4] = ["candidate", "interviewer", "criterion", "score"];

/// What there may be.
const OPTIONAL: [&str; 6] = ["round", "level", "rubric", "date", "shadow", "group"];

/// Another name of the criterion.
const COMPETENCY: &str = "competency";

/// Findings about unknown columns that are shown.
const MOST_UNKNOWN: usize = 20;

/// What is expected of the file as a whole.
const EXPECTED: &str = "a row is one rating, under the header candidate,interviewer,criterion,score; a table with a column for each interviewer or criterion has to be turned into rows first";

/// Where each column is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub(super) candidate: usize,
    pub(super) interviewer: usize,
    pub(super) criterion: usize,
    pub(super) score: usize,
    pub(super) round: Option<usize>,
    pub(super) level: Option<usize>,
    pub(super) rubric: Option<usize>,
    pub(super) date: Option<usize>,
    pub(super) shadow: Option<usize>,
    pub(super) group: Option<usize>,
}

impl Columns {
    /// Finds them by their names; none where one is missing, which is among the findings.
    pub(super) fn find(walk: &Walk<'_>, findings: &mut Vec<Diagnostic>) -> Option<Self> {
        let header = walk.header();
        let place = |name: &str| header.iter().position(|cell| cell.text == name);
        let (criterion, competency) = (place("criterion"), place(COMPETENCY));
        if let (Some(first), Some(second)) = (criterion, competency) {
            let message = "there are both a column `criterion` and a column `competency`";
            let finding = Diagnostic::error(codes::COLUMN, header[second].span, message)
                .context(header[first].span, "the other is here")
                .hint("both mean the same: keep one of them");
            findings.push(finding);
        }
        let criterion = criterion.or(competency);
        let needed = NEEDED.map(|name| match name {
            "criterion" => criterion,
            name => place(name),
        });
        // Where no name is known, the first row is no header, or one of something else.
        if needed.iter().any(Option::is_some) {
            unknown(header, findings);
        }
        missing(walk, &needed, findings);
        let [candidate, interviewer, criterion, score] = needed;
        Some(Self {
            candidate: candidate?,
            interviewer: interviewer?,
            criterion: criterion?,
            score: score?,
            round: place("round"),
            level: place("level"),
            rubric: place("rubric"),
            date: place("date"),
            shadow: place("shadow"),
            group: place("group"),
        })
    }
}

/// Every name that a column may have.
fn known() -> impl Iterator<Item = &'static str> {
    NEEDED.into_iter().chain(OPTIONAL).chain([COMPETENCY])
}

fn unknown(header: &[Cell], findings: &mut Vec<Diagnostic>) {
    let is_unknown = |cell: &&Cell| !cell.text.is_empty() && known().all(|name| name != cell.text);
    for cell in header.iter().filter(is_unknown).take(MOST_UNKNOWN) {
        let message = format!(
            "the column `{}` is not one of ratings, and is left out",
            cell.text
        );
        let finding = Diagnostic::warning(codes::COLUMN, cell.span, message);
        findings.push(finding.did_you_mean(nearest(&cell.text, known())));
    }
    let n_more = header.iter().filter(is_unknown).count();
    if let Some(n_more) = n_more.checked_sub(MOST_UNKNOWN).filter(|n| *n > 0) {
        let message = format!("{n_more} more columns are left out");
        let last = header.iter().rfind(is_unknown).map(|cell| cell.span);
        findings.push(Diagnostic::warning(
            codes::COLUMN,
            last.unwrap_or_default(),
            message,
        ));
    }
}

fn missing(walk: &Walk<'_>, needed: &[Option<usize>; 4], findings: &mut Vec<Diagnostic>) {
    let mut names = NEEDED.iter().zip(needed);
    let lacking: Vec<_> = names
        .by_ref()
        .filter(|(_, at)| at.is_none())
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    if lacking.is_empty() {
        return;
    }
    let message = match lacking.as_slice() {
        [one] => format!("there is no column {one}"),
        [others @ .., last] => format!("there are no columns {} and {last}", others.join(", ")),
        [] => return,
    };
    let finding = Diagnostic::error(codes::COLUMN, walk.header_at(), message);
    findings.push(finding.hint(EXPECTED));
}
