//! The cards that an author submitted before: what a new one is compared with.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::cli::error::Failure;
use crate::rubric::Rubric;
use crate::scorecard::read::{self, Pin, Places};
use crate::scorecard::{Scorecard, identity_key};
use crate::store::{KeptCard, Moment, Person, Revisions, SeatFilter, Store};
use crate::text::{Digest, Sources};

/// An author's latest cards are compared with, so many of them: copying is from recent ones.
const MOST: usize = 50;

/// A batch of more authors than these is no author's submission: nothing is compared.
const MOST_AUTHORS: usize = 50;

/// The latest cards of the authors of these cards on other candidates, as far as they can be read
/// with the rubric.
///
/// # Errors
/// A card that was altered; the store fails.
pub(super) fn cards(
    store: &dyn Store,
    rubric: &Rubric,
    of: &[(Scorecard, Places)],
    sources: &mut Sources,
) -> Result<Vec<(Scorecard, Places)>, Failure> {
    let authors: BTreeMap<String, &str> = of
        .iter()
        .map(|(card, _)| (identity_key(&card.interviewer), card.interviewer.as_str()))
        .collect();
    let mut found = Vec::new();
    if authors.len() > MOST_AUTHORS {
        return Ok(found);
    }
    for signature in authors.into_values() {
        let author = Person::new(signature);
        for (candidate, id) in latest(store, &author)? {
            if let Some(kept) = card(store, &candidate, &id)? {
                found.extend(read(kept, rubric, sources));
            }
        }
    }
    Ok(found)
}

/// The author's latest cards: of whom, and which.
fn latest(store: &dyn Store, author: &Person) -> Result<Vec<(String, Digest)>, Failure> {
    let filter = SeatFilter {
        interviewer: Some(author.clone()),
        ..SeatFilter::default()
    };
    let mut seats = Vec::new();
    store.seats(&filter, Moment::now(), &mut |seat| {
        if let (Some(id), Some(came)) = (seat.card, seat.came) {
            seats.push((came, seat.seat.candidate, id));
        }
        ControlFlow::Continue(())
    })?;
    seats.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    seats.truncate(MOST);
    Ok(seats
        .into_iter()
        .map(|(_, candidate, id)| (candidate, id))
        .collect())
}

fn card(store: &dyn Store, candidate: &str, id: &Digest) -> Result<Option<KeptCard>, Failure> {
    let mut found = None;
    store.cards(Some(candidate), Revisions::Latest, &mut |kept| {
        if kept.card.id == *id {
            found = Some(kept);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

/// The card, unless it is sealed or another rubric's.
fn read(kept: KeptCard, rubric: &Rubric, sources: &mut Sources) -> Option<(Scorecard, Places)> {
    if kept.card.sealed {
        return None;
    }
    let name = format!("record {}", kept.sequence);
    let checked = read::read_pinned(&name, kept.card.bytes, rubric, Pin::AnyVersion, sources);
    Some((checked.card?, checked.places))
}
