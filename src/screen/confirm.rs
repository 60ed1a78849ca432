//! What a named person decides of applications that were screened. Nothing is declined before this.

mod confirmed;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use super::{ADDED, Outcome};
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::document::{Date, Word as _, words};
use crate::sheet::Cell;
use crate::text::{Span, visible_line};

pub use confirmed::{Confirmed, Open, Stored};

/// The columns that a confirmation adds behind those of screening, in this order.
pub const DECIDED: [&str; 4] = ["decided", "decided_by", "decided_on", "decided_reason"];

words! {
    /// What a person decides of an application.
    Choice, "a decision" {
        /// It goes on.
        Advance = "advance",
        /// It is declined.
        Decline = "decline",
    }
}

/// The columns of a table that screening wrote.
#[derive(Debug)]
pub struct Screened {
    id: usize,
    outcome: usize,
    knockout: usize,
    /// Where the decisions of before begin: its last four columns.
    decided: Option<usize>,
}

/// What a row of such a table says.
#[derive(Debug, Clone, Copy)]
pub struct Row<'c> {
    /// The candidate's id.
    pub id: &'c str,
    /// What screening proposes, in a word.
    pub outcome: &'c str,
    /// Ids of the knock-outs that decided, `;`-joined.
    pub knockout: &'c str,
    /// What was decided before, in the order of [`DECIDED`].
    pub before: Option<[&'c str; 4]>,
}

impl Screened {
    /// Finds the columns.
    ///
    /// # Errors
    /// The table is not one that screening wrote, or its columns were moved.
    pub fn bind(header: &[Cell]) -> Result<Self, Vec<Diagnostic>> {
        let find = |name: &str| header.iter().position(|cell| cell.text == name);
        let fault = |column: Option<usize>, message: String| {
            let cell = column.map_or_else(|| header.first(), |column| header.get(column));
            let span = cell.map_or_else(Span::default, |cell| cell.span);
            Diagnostic::error(codes::COLUMN, span, message)
        };
        let wanted = ["candidate"].into_iter().chain(ADDED);
        let missing: Vec<_> = wanted.filter(|name| find(name).is_none()).collect();
        if !missing.is_empty() {
            let names = missing.join("`, `");
            let message = format!("the file was not screened: it has no column `{names}`");
            let finding = fault(None, message);
            return Err(vec![
                finding.hint("give the file that `panelkit screen` wrote"),
            ]);
        }
        let decided = DECIDED.iter().filter_map(|name| find(name)).min();
        if let Some(first) = decided {
            let names = header[first..].iter().map(|cell| cell.text.as_str());
            if !names.eq(DECIDED) {
                let names = DECIDED.join("`, `");
                let message = format!("the last columns are not `{names}`");
                let finding = fault(Some(first), message);
                return Err(vec![
                    finding.hint("put them last in this order, or take all four out"),
                ]);
            }
        }
        let place = |name: &str| find(name).unwrap_or_default();
        Ok(Self {
            id: place("candidate"),
            outcome: place(ADDED[0]),
            knockout: place(ADDED[1]),
            decided,
        })
    }

    /// Where the decisions of before begin, if there are any.
    #[must_use]
    pub fn decided(&self) -> Option<usize> {
        self.decided
    }

    /// Where the candidates' ids stand.
    #[must_use]
    pub fn id(&self) -> usize {
        self.id
    }

    /// A row by its cells.
    pub fn row<'c>(&self, cell: impl Fn(usize) -> &'c str) -> Row<'c> {
        Row {
            id: cell(self.id).trim(),
            outcome: cell(self.outcome).trim(),
            knockout: cell(self.knockout).trim(),
            before: self
                .decided
                .map(|first| [0, 1, 2, 3].map(|more| cell(first + more))),
        }
    }
}

impl Row<'_> {
    /// What was decided of it before, if anything was.
    ///
    /// # Errors
    /// Its cells say something that they cannot.
    pub fn decided(&self) -> Result<Option<Choice>, Problem> {
        Ok(earlier(self)?.map(|(choice, _)| choice))
    }

    /// What screening proposed.
    ///
    /// # Errors
    /// The cell says something else.
    pub fn proposed(&self) -> Result<Outcome, Problem> {
        word(ADDED[0], self.outcome)
    }
}

/// What is decided of one candidate by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The candidate's id.
    pub candidate: String,
    /// What is decided.
    pub choice: Choice,
    /// Why; needed unless it confirms the proposal.
    pub reason: Option<String>,
    /// Where it stands in a file of decisions.
    pub at: Option<Span>,
}

/// Why a decision cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// There are two decisions on the candidate.
    Twice(String),
    /// The candidate has no row, and one of the table's is called nearly the same, or none.
    Unknown(String),
    /// The candidate has more than one row.
    Repeated(String),
    /// It differs from the proposal, in a word, and no reason is given.
    NoReason(String, String),
    /// It differs from what a person decided before, and no reason is given.
    Overturns {
        /// The candidate.
        candidate: String,
        /// What was decided, by whom and on which day.
        before: [String; 3],
    },
    /// The cell of a column says something that it cannot.
    Foreign {
        /// The column.
        column: &'static str,
        /// What stands there.
        found: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Twice(id) => write!(f, "there are two decisions on `{}`", visible_line(id)),
            Self::Unknown(id) => write!(f, "no row is for `{}`", visible_line(id)),
            Self::Repeated(id) => write!(f, "several rows are for `{}`", visible_line(id)),
            Self::NoReason(id, proposed) => {
                let id = visible_line(id);
                write!(
                    f,
                    "the proposal for `{id}` is {proposed}, and no reason is given"
                )
            }
            Self::Overturns { candidate, before } => {
                let [choice, by, on] = before.each_ref().map(|text| visible_line(text));
                let id = visible_line(candidate);
                write!(
                    f,
                    "{by} decided {choice} on `{id}` on {on}, and no reason is given"
                )
            }
            Self::Foreign { column, found } => {
                let found: String = found.chars().take(60).collect();
                write!(f, "`{column}` says `{}`", visible_line(&found))
            }
        }
    }
}

impl Problem {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Twice(_) => "take one of them out",
            Self::Unknown(_) => "is it the id in the column `candidate`?",
            Self::Repeated(_) => "give each an id of its own, and screen the file again",
            Self::NoReason(..) | Self::Overturns { .. } => {
                "say why: what differs from a proposal, or from an earlier decision, has a reason beside it"
            }
            Self::Foreign { .. } => "leave the columns as `panelkit screen` wrote them",
        }
    }
}

/// What was decided of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What; none where it is still open.
    pub choice: Option<Choice>,
    /// The cells, in the order of [`DECIDED`].
    pub cells: [String; 4],
    /// Whether it was decided now.
    pub is_new: bool,
    /// Whether it departs from the proposal.
    pub overrides: bool,
    /// What was proposed.
    pub proposed: Outcome,
}

/// A named person's decisions on the applications of one table.
#[derive(Debug)]
pub struct Confirmation {
    by: String,
    on: String,
    /// The kinds of proposals that are confirmed.
    kinds: Vec<Outcome>,
    orders: BTreeMap<String, (Order, u64)>,
}

impl Confirmation {
    /// Confirms proposals of some kinds; a review is no proposal.
    #[must_use]
    pub fn new(by: &str, on: Date, kinds: &[Outcome]) -> Self {
        Self {
            by: by.trim().to_owned(),
            on: on.to_string(),
            kinds: kinds.to_vec(),
            orders: BTreeMap::new(),
        }
    }

    /// Adds what is decided of one candidate by name.
    ///
    /// # Errors
    /// There is a decision on the same already.
    pub fn order(&mut self, order: Order) -> Result<(), Problem> {
        let id = order.candidate.clone();
        match self.orders.insert(id.clone(), (order, 0)) {
            None => Ok(()),
            Some(_) => Err(Problem::Twice(id)),
        }
    }

    /// Decides a row.
    ///
    /// # Errors
    /// It cannot be decided so.
    pub fn decide(&mut self, row: &Row<'_>) -> Result<Decision, Problem> {
        let proposed = word(ADDED[0], row.outcome)?;
        let before = earlier(row)?;
        let Some((order, n_rows)) = self.orders.get_mut(row.id) else {
            return Ok(self.without_order(row, proposed, before));
        };
        *n_rows += 1;
        if *n_rows > 1 {
            return Err(Problem::Repeated(row.id.to_owned()));
        }
        let (choice, reason) = (order.choice, order.reason.clone());
        match before {
            Some((was, cells)) if was == choice => Ok(kept(was, cells, proposed)),
            Some((_, cells)) => {
                let reason = reason.ok_or_else(|| Problem::Overturns {
                    candidate: row.id.to_owned(),
                    before: [0, 1, 2].map(|column| cells[column].to_owned()),
                })?;
                Ok(self.decided(choice, &with_earlier(&reason, cells), proposed))
            }
            None if reason.is_none() && overrides(proposed, choice) => {
                let proposed = proposed.as_str().to_owned();
                Err(Problem::NoReason(row.id.to_owned(), proposed))
            }
            None => Ok(self.decided(choice, &reason.unwrap_or_default(), proposed)),
        }
    }

    fn without_order(
        &self,
        row: &Row<'_>,
        proposed: Outcome,
        before: Option<(Choice, [&str; 4])>,
    ) -> Decision {
        let confirmed = match proposed {
            Outcome::Advance => Some(Choice::Advance),
            Outcome::Decline => Some(Choice::Decline),
            Outcome::Review => None,
        };
        match (before, confirmed.filter(|_| self.kinds.contains(&proposed))) {
            (Some((was, cells)), _) => kept(was, cells, proposed),
            (None, Some(choice)) => self.decided(choice, "", proposed),
            (None, None) => Decision {
                choice: None,
                cells: row.before.unwrap_or_default().map(str::to_owned),
                is_new: false,
                overrides: false,
                proposed,
            },
        }
    }

    fn decided(&self, choice: Choice, reason: &str, proposed: Outcome) -> Decision {
        let choice_word = choice.as_str().to_owned();
        Decision {
            choice: Some(choice),
            cells: [
                choice_word,
                self.by.clone(),
                self.on.clone(),
                reason.trim().to_owned(),
            ],
            is_new: true,
            overrides: overrides(proposed, choice),
            proposed,
        }
    }

    /// The decisions whose candidate had no row, once all rows were decided.
    pub fn unmet(&self) -> impl Iterator<Item = (&Order, Problem)> {
        let orders = self.orders.values().filter(|(_, n_rows)| *n_rows == 0);
        orders.map(|(order, _)| (order, Problem::Unknown(order.candidate.clone())))
    }
}

fn kept(was: Choice, cells: [&str; 4], proposed: Outcome) -> Decision {
    Decision {
        choice: Some(was),
        cells: cells.map(str::to_owned),
        is_new: false,
        overrides: overrides(proposed, was),
        proposed,
    }
}

/// Whether a decision is anything but what was proposed.
fn overrides(proposed: Outcome, choice: Choice) -> bool {
    !matches!(
        (proposed, choice),
        (Outcome::Advance, Choice::Advance) | (Outcome::Decline, Choice::Decline)
    )
}

/// A new reason that keeps what was decided before.
fn with_earlier(reason: &str, [choice, by, on, why]: [&str; 4]) -> String {
    let why = why.trim();
    let because = if why.is_empty() { "" } else { ": " };
    format!(
        "{} (before: {choice}, {by}, {on}{because}{why})",
        reason.trim()
    )
}

/// What was decided of a row before.
fn earlier<'c>(row: &Row<'c>) -> Result<Option<(Choice, [&'c str; 4])>, Problem> {
    match row.before {
        Some(cells) if !cells[0].trim().is_empty() => {
            let foreign = |column: usize| Problem::Foreign {
                column: DECIDED[column],
                found: cells[column].to_owned(),
            };
            let choice = Choice::of_word(cells[0].trim()).ok_or_else(|| foreign(0))?;
            if cells[1].trim().is_empty() {
                return Err(foreign(1));
            }
            Date::parse(cells[2].trim()).ok_or_else(|| foreign(2))?;
            Ok(Some((choice, cells)))
        }
        _ => Ok(None),
    }
}

impl Choice {
    /// What a word stands for.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        let known = Self::WORDS.iter().find(|(known, _)| *known == word);
        known.map(|(_, choice)| *choice)
    }

    /// The word nearest to one that is none.
    #[must_use]
    pub fn nearest(word: &str) -> Option<&'static str> {
        nearest(word, Self::NAMES.iter().copied())
    }
}

fn word(column: &'static str, found: &str) -> Result<Outcome, Problem> {
    let known = Outcome::WORDS.iter().find(|(known, _)| *known == found);
    known
        .map(|(_, outcome)| *outcome)
        .ok_or_else(|| Problem::Foreign {
            column,
            found: found.to_owned(),
        })
}
