//! Scorecards of other systems: records of a file, a mapping that says what they mean here, and
//! cards that come of them.
//!
//! Nothing is guessed and nothing is dropped in silence. A record becomes part of a card, or it is
//! refused with the reason at its place; what the mapping leaves out on purpose is counted.

mod greenhouse;
mod html;
mod json;
mod map;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, codes, sort};
use crate::rubric::Rubric;
use crate::scorecard::draft::Draft;
use crate::scorecard::identity_key;
use crate::text::Span;

pub use greenhouse::{MAX_BYTES, greenhouse};
pub use map::{Dates, Delimiter, Kind, Mapping, QuestionUse, Rows, mapping};
pub use table::table;

/// What came of a file's records. Each of them is on a card, repeated, left out or refused.
#[derive(Debug, Default)]
pub struct Import {
    /// How many records the file has.
    pub n_records: usize,
    /// What can become cards.
    pub taken: Vec<Taken>,
    /// Records that say the very same as others before them.
    pub n_repeated: usize,
    /// Records that the mapping leaves out.
    pub n_left_out: usize,
    /// Records of which nothing becomes.
    pub refused: Vec<Refused>,
    /// What was found, in the order of the files.
    pub findings: Vec<Diagnostic>,
}

/// A card in the making, with where it comes from.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The record, or the first of several.
    pub at: Span,
    /// What the record is called.
    pub name: String,
    /// How many records are on it.
    pub n_records: usize,
    /// What it says.
    pub draft: Draft,
}

/// A record of which nothing becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands.
    pub at: Span,
    /// What it is called.
    pub name: String,
    /// How many records it stands for.
    pub n_records: usize,
}

impl Import {
    fn report(&mut self, finding: Diagnostic) {
        crate::diagnostic::keep(&mut self.findings, finding);
    }

    fn refuse(&mut self, at: Span, name: String, n_records: usize) {
        self.refused.push(Refused {
            at,
            name,
            n_records,
        });
    }

    /// Refuses one that was taken.
    pub fn take_back(&mut self, taken: Taken) {
        self.refuse(taken.at, taken.name, taken.n_records);
    }

    /// How many records are on cards.
    #[must_use]
    pub fn n_on_cards(&self) -> usize {
        self.taken.iter().map(|taken| taken.n_records).sum()
    }

    /// How many records are refused.
    #[must_use]
    pub fn n_refused(&self) -> usize {
        self.refused.iter().map(|refused| refused.n_records).sum()
    }

    /// Whether every record went somewhere.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let n_known = self.n_on_cards() + self.n_repeated + self.n_left_out + self.n_refused();
        n_known == self.n_records
    }

    /// Keeps one of several that say the same, and refuses all that fill one seat differently:
    /// which of them is right is not for a program to say.
    fn settle_seats(&mut self, rubric: &Rubric) {
        let mut seats: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (place, taken) in self.taken.iter().enumerate() {
            let draft = &taken.draft;
            let interviewer = identity_key(&draft.interviewer);
            let seat = (draft.candidate.clone(), draft.round, interviewer);
            seats.entry(seat).or_default().push(place);
        }
        let taken = std::mem::take(&mut self.taken);
        let mut refused: BTreeSet<usize> = BTreeSet::new();
        let mut repeated: BTreeSet<usize> = BTreeSet::new();
        for places in seats.values().filter(|places| places.len() > 1) {
            let first = &taken[places[0]];
            let is_same = |place: &&usize| taken[**place].draft == first.draft;
            if places.iter().all(|place| is_same(&place)) {
                repeated.extend(&places[1..]);
            } else {
                let others: Vec<_> = places.iter().map(|place| &taken[*place]).collect();
                self.report(one_seat(&others, rubric));
                refused.extend(places);
            }
        }
        for (place, taken) in taken.into_iter().enumerate() {
            if refused.contains(&place) {
                self.take_back(taken);
            } else if repeated.contains(&place) {
                self.n_repeated += taken.n_records;
            } else {
                self.taken.push(taken);
            }
        }
    }

    /// Puts everything into the order of the files.
    fn finish(mut self, rubric: &Rubric) -> Self {
        self.settle_seats(rubric);
        self.refused.sort_by_key(|refused| refused.at);
        sort(&mut self.findings);
        self
    }
}

fn one_seat(others: &[&Taken], rubric: &Rubric) -> Diagnostic {
    let first = others[0];
    let draft = &first.draft;
    let message = format!(
        "different records are cards of `{}` by {} in the round `{}`",
        draft.candidate,
        draft.interviewer,
        rubric.round(draft.round).id
    );
    let finding = Diagnostic::error(codes::CARD_SEAT, first.at, message)
        .label(format!("{} is one", first.name))
        .hint("none of them is taken: map their rounds apart, or take out what does not hold");
    others[1..].iter().fold(finding, |finding, other| {
        finding.context(other.at, format!("{} is another", other.name))
    })
}
