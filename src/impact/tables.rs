//! Records counted: for each kind of group a table of its groups.

use std::collections::BTreeMap;

use super::Records;
use super::groups::Membership;
use super::outcomes::{Outcome, Person};
use super::rate::Rate;

/// What stands between the groups of several kinds in the name of one combined of them.
const AND: &str = " · ";

/// The groups of one kind, or of several kinds at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns that it is about: one, or more where they are combined.
    pub kinds: Vec<String>,
    /// Groups with anybody in them who has an outcome or a score, by name.
    pub groups: Vec<Counts>,
    /// People with an outcome whose group is not known.
    pub unknown: Unknown,
}

/// One group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// What it is called.
    pub label: String,
    /// Who was selected of those whose outcome is decided.
    pub outcomes: Rate,
    /// Who scored over the median of those with a score.
    pub scores: Rate,
}

/// People with an outcome whose group is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unknown {
    /// Those who are not in the table of groups.
    pub absent: Rate,
    /// Those whose cell is blank.
    pub blank: Rate,
    /// Those who did not want to say.
    pub refused: Rate,
}

impl Unknown {
    /// All of them.
    #[must_use]
    pub fn all(self) -> Rate {
        self.absent.and(self.blank).and(self.refused)
    }
}

/// The median of scores: the middle one, or both of the middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Median {
    low: f64,
    high: f64,
}

impl Median {
    /// None where nobody has a score.
    #[must_use]
    pub fn of(people: &[Person]) -> Option<Self> {
        let mut scores: Vec<f64> = people.iter().filter_map(|person| person.score).collect();
        scores.sort_unstable_by(f64::total_cmp);
        let last = scores.len().checked_sub(1)?;
        Some(Self {
            low: scores[last / 2],
            high: scores[last.div_ceil(2)],
        })
    }

    /// The median as one number: the middle between both.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::midpoint(self.low, self.high)
    }

    /// Whether a score is over it. No score is between the two of the middle, so what is over the
    /// lower is over the median, and nothing is rounded.
    #[must_use]
    pub fn is_under(self, score: f64) -> bool {
        score > self.low
    }
}

/// A table for each kind of group.
#[must_use]
pub fn by_kind(records: &Records, median: Option<Median>) -> Vec<Table> {
    let kinds = 0..records.kinds.len();
    kinds.map(|kind| table(records, &[kind], median)).collect()
}

/// One table of all kinds at once.
#[must_use]
pub fn combined(records: &Records, median: Option<Median>) -> Table {
    let kinds: Vec<_> = (0..records.kinds.len()).collect();
    table(records, &kinds, median)
}

fn table(records: &Records, kinds: &[usize], median: Option<Median>) -> Table {
    let mut unknown = Unknown::default();
    let mut groups: BTreeMap<Vec<u8>, Counts> = BTreeMap::new();
    let n_kinds = records.kinds.len();
    let mut of = Vec::with_capacity(kinds.len());
    for (at, person) in records.people.iter().enumerate() {
        let cells = &records.cells[at * n_kinds..][..n_kinds];
        match membership(cells, kinds, &mut of) {
            None => {
                let counts = match groups.get_mut(&of) {
                    Some(counts) => counts,
                    None => groups.entry(of.clone()).or_default(),
                };
                count_outcome(&mut counts.outcomes, *person);
                count_score(&mut counts.scores, *person, median);
            }
            Some(Membership::Refused) => count_outcome(&mut unknown.refused, *person),
            Some(Membership::Absent) => count_outcome(&mut unknown.absent, *person),
            Some(_) => count_outcome(&mut unknown.blank, *person),
        }
    }
    let label = |of: &[u8]| {
        let of = kinds.iter().zip(of);
        let labels =
            of.map(|(kind, group)| records.kinds[*kind].labels[usize::from(*group)].as_str());
        labels.collect::<Vec<_>>().join(AND)
    };
    let mut groups: Vec<_> = groups
        .into_iter()
        .filter(|(_, counts)| counts.outcomes.people > 0 || counts.scores.people > 0)
        .map(|(of, counts)| Counts {
            label: label(&of),
            ..counts
        })
        .collect();
    groups.sort_by(|a, b| a.label.cmp(&b.label));
    let names = kinds.iter().map(|kind| records.kinds[*kind].name.clone());
    Table {
        kinds: names.collect(),
        groups,
        unknown,
    }
}

/// Puts the groups of a person into `of`; where one of them is not known, gives why, the plainest
/// reason first.
fn membership(cells: &[Membership], kinds: &[usize], of: &mut Vec<u8>) -> Option<Membership> {
    of.clear();
    let mut unknown = None;
    for kind in kinds {
        match cells[*kind] {
            Membership::Group(group) => of.push(group),
            other => unknown = unknown.max(Some(other)),
        }
    }
    unknown
}

fn count_outcome(rate: &mut Rate, person: Person) {
    rate.people += usize::from(person.outcome != Outcome::Pending);
    rate.selected += usize::from(person.outcome == Outcome::Selected);
}

fn count_score(rate: &mut Rate, person: Person, median: Option<Median>) {
    let (Some(score), Some(median)) = (person.score, median) else {
        return;
    };
    rate.people += 1;
    rate.selected += usize::from(median.is_under(score));
}
