//! Who may see what: nobody is shown others' scores of a candidate while their own card is due.
//!
//! Every command that shows something of others' cards asks here first. What was shown and what
//! was refused is in the log.

use super::error::Failure;
use super::exit;
use crate::store::{Change, Look, Person, Stamp, Store};

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
    let mut owed = Vec::new();
    for candidate in candidates {
        if store.owes_card(&stamp.by, candidate)? {
            owed.push(*candidate);
        }
    }
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
