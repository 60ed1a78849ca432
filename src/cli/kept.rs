//! Rubrics and cards as a store keeps them.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::error::Failure;
use super::exit;
use crate::rubric::Rubric;
use crate::rubric::compile::{self, FileProblem, Files, Included};
use crate::store::{
    KeptCard, KeptRubric, Moment, Revisions, RubricFile, SeatFilter, SeatStatus, Snapshot, Store,
};
use crate::text::Sources;

/// The rubric that is kept under a content hash.
///
/// # Errors
/// There is none; this version of the program cannot read it; the store fails.
pub(super) fn rubric(store: &dyn Store, hash: &str) -> Result<Rubric, Failure> {
    snapshot(store, hash).map(|(rubric, _)| rubric)
}

/// The same, with its files.
///
/// # Errors
/// As [`rubric`].
pub(super) fn snapshot(store: &dyn Store, hash: &str) -> Result<(Rubric, Snapshot), Failure> {
    let snapshot = store.rubric(hash)?.ok_or_else(|| {
        let message = format!("the store has cards of the rubric {hash}, and not the rubric");
        Failure::new(exit::DATA, message).hint("`panelkit audit verify` says what is missing")
    })?;
    let rubric = compiled(&snapshot).ok_or_else(|| {
        let message = format!(
            "the rubric `{}` {} that the store keeps cannot be read by this version of panelkit",
            snapshot.id, snapshot.version
        );
        Failure::new(exit::DATA, message)
            .hint("read it with the version of panelkit that it was kept with")
    })?;
    Ok((rubric, snapshot))
}

fn compiled(snapshot: &Snapshot) -> Option<Rubric> {
    let (root, others) = snapshot.files.split_first()?;
    let mut files = Kept(others);
    let sources = &mut Sources::default();
    compile::load(&root.name, root.bytes.clone(), &mut files, sources).rubric
}

/// The files beside a kept rubric's root.
struct Kept<'a>(&'a [RubricFile]);

impl Files for Kept<'_> {
    fn read(&mut self, path: &str) -> Result<Included, FileProblem> {
        let found = self.0.iter().find(|file| file.name == path);
        let file = found.ok_or(FileProblem::NotFound)?;
        Ok(Included {
            name: file.name.clone(),
            identity: file.name.clone(),
            bytes: file.bytes.clone(),
        })
    }
}

/// The seats that a filter takes, in the store's order.
///
/// # Errors
/// The store fails.
pub(super) fn seats_by(
    store: &dyn Store,
    filter: &SeatFilter,
    now: Moment,
) -> Result<Vec<SeatStatus>, Failure> {
    let mut seats = Vec::new();
    store.seats(filter, now, &mut |seat| {
        seats.push(seat);
        ControlFlow::Continue(())
    })?;
    Ok(seats)
}

/// A candidate's seats, in the store's order.
///
/// # Errors
/// The store fails.
pub(super) fn seats(
    store: &dyn Store,
    candidate: &str,
    now: Moment,
) -> Result<Vec<SeatStatus>, Failure> {
    let filter = SeatFilter {
        candidate: Some(candidate.to_owned()),
        ..SeatFilter::default()
    };
    seats_by(store, &filter, now)
}

/// The latest revisions of cards that were made with versions of one rubric.
pub(super) struct Run {
    /// The version that was kept last.
    pub(super) rubric: KeptRubric,
    /// Cards that can be read, in the store's order.
    pub(super) cards: Vec<KeptCard>,
}

/// The cards of candidates that are not sealed, by the id of their rubric.
///
/// # Errors
/// A card that was altered; the store fails.
pub(super) fn runs(store: &dyn Store, candidates: &[String]) -> Result<Vec<Run>, Failure> {
    let mut by_hash = BTreeMap::new();
    let mut runs = BTreeMap::new();
    for rubric in store.rubrics()? {
        by_hash.insert(rubric.hash.clone(), rubric.id.clone());
        // In the order of their keeping: the last one stays.
        let cards = Vec::new();
        runs.insert(rubric.id.clone(), Run { rubric, cards });
    }
    for candidate in candidates {
        for kept in open_cards(store, candidate)? {
            let id = by_hash.get(&kept.card.rubric);
            match id.and_then(|id| runs.get_mut(id)) {
                Some(run) => run.cards.push(kept),
                None => drop(rubric(store, &kept.card.rubric)?),
            }
        }
    }
    Ok(runs.into_values().collect())
}

/// The latest revisions of a candidate's cards that are not sealed.
fn open_cards(store: &dyn Store, candidate: &str) -> Result<Vec<KeptCard>, Failure> {
    let mut cards = Vec::new();
    store.cards(Some(candidate), Revisions::Latest, &mut |kept| {
        if !kept.card.sealed {
            cards.push(kept);
        }
        ControlFlow::Continue(())
    })?;
    Ok(cards)
}
