//! Who may see what: nobody is shown others' scores of a candidate while their own card is due.
//!
//! Every command that shows something of others' cards asks here first. What was shown and what
//! was refused is in the log.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::error::Failure;
use super::exit;
use super::ui::Ui;
use crate::store::{Change, Look, Person, SeatFilter, Stamp, Store};
use crate::text::counted;

/// From so many candidates on, all seats are gone through once.
const MANY: usize = 200;

/// Somebody who looks at lists, in which what they may not see is left out.
pub(super) struct Looker<'a> {
    stamp: &'a Stamp,
}

impl<'a> Looker<'a> {
    pub(super) fn new(stamp: &'a Stamp) -> Self {
        Self { stamp }
    }

    /// The candidates for whom they have a card due.
    ///
    /// # Errors
    /// The store fails.
    pub(super) fn owed(&self, store: &dyn Store) -> Result<BTreeSet<String>, Failure> {
        let filter = SeatFilter {
            interviewer: Some(self.stamp.by.clone()),
            open_only: true,
            ..SeatFilter::default()
        };
        let mut owed = BTreeSet::new();
        store.seats(&filter, self.stamp.time, &mut |seat| {
            owed.insert(seat.seat.candidate);
            ControlFlow::Continue(())
        })?;
        Ok(owed)
    }

    /// Says that something was left out.
    pub(super) fn say_left_out(&self, n_candidates: usize, ui: &Ui) {
        let who = &self.stamp.by.signature;
        let candidates = counted(n_candidates, "candidate");
        ui.warn(
            &format!("{who} has a card due for {candidates}: what came from others is left out"),
            "submit your cards first",
        );
    }
}

/// Lets a person see the cards of candidates, and writes into the log that they did. `what` is
/// what the log calls it, such as the command.
///
/// # Errors
/// They have a card due for one of them; that they were refused is in the log too. The store
/// fails.
pub(super) fn look(
    store: &mut dyn Store,
    stamp: &Stamp,
    candidates: &[&str],
    what: &str,
) -> Result<(), Failure> {
    refuse_if_due(store, stamp, candidates, what)?;
    keep(store, stamp, candidates, what, Change::Show)
}

/// Who must be left out of a report on the candidates named, or on all where none is: those for whom a
/// person has a card due. A person who names one of them is refused; left out of all, it is said.
///
/// # Errors
/// They have a card due for one that they name; the store fails.
pub(super) fn hidden(
    store: &mut dyn Store,
    stamp: &Stamp,
    named: &[String],
    what: &str,
    ui: &Ui,
) -> Result<BTreeSet<String>, Failure> {
    let asked: Vec<_> = named.iter().map(String::as_str).collect();
    refuse_if_due(store, stamp, &asked, what)?;
    let looker = Looker::new(stamp);
    let hidden = looker.owed(store)?;
    if named.is_empty() && !hidden.is_empty() {
        looker.say_left_out(hidden.len(), ui);
    }
    Ok(hidden)
}

/// Refuses a person who has a card due for one of the candidates, and writes that into the log.
///
/// # Errors
/// They have one; the store fails.
pub(super) fn refuse_if_due(
    store: &mut dyn Store,
    stamp: &Stamp,
    candidates: &[&str],
    what: &str,
) -> Result<(), Failure> {
    let owed = owed(store, stamp, candidates)?;
    if owed.is_empty() {
        return Ok(());
    }
    keep(store, stamp, &owed, what, Change::RefuseLook)?;
    Err(refused(&stamp.by, &owed))
}

/// Writes into the log that a person looked at candidates' cards, or was refused.
///
/// # Errors
/// The store fails.
pub(super) fn keep(
    store: &mut dyn Store,
    stamp: &Stamp,
    candidates: &[&str],
    what: &str,
    change: impl Fn(Look) -> Change,
) -> Result<(), Failure> {
    let looks = candidates.iter().map(|candidate| {
        change(Look {
            candidate: (*candidate).to_owned(),
            what: what.to_owned(),
        })
    });
    store.keep(stamp, &looks.collect::<Vec<_>>())?;
    Ok(())
}

fn owed<'a>(
    store: &dyn Store,
    stamp: &Stamp,
    candidates: &[&'a str],
) -> Result<Vec<&'a str>, Failure> {
    let mut found = Vec::new();
    if candidates.len() >= MANY {
        let owed = Looker::new(stamp).owed(store)?;
        let all = candidates.iter().copied();
        found.extend(all.filter(|candidate| owed.contains(*candidate)));
        return Ok(found);
    }
    for candidate in candidates {
        if store.owes_card(&stamp.by, candidate)? {
            found.push(*candidate);
        }
    }
    Ok(found)
}

fn refused(by: &Person, owed: &[&str]) -> Failure {
    let named: Vec<_> = owed.iter().take(5).map(|id| format!("`{id}`")).collect();
    let more = match owed.len() - named.len() {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let who = &by.signature;
    Failure::new(
        exit::REFUSED,
        format!(
            "{who} has a card due for {}{more}: what others say is not shown before it is in",
            named.join(", ")
        ),
    )
    .hint("submit your card first; that you asked is in the log")
}
