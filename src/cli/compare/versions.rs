//! Cards of other versions of a rubric: whether their scores can stand beside those of this one.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::error::Failure;
use crate::cli::kept;
use crate::diff::{self, Comparable};
use crate::rubric::{LevelIdx, Rubric};
use crate::scorecard::read::{self, Pin};
use crate::store::{KeptCard, Store};
use crate::text::Sources;

/// Takes the cards away whose scores, made with another version, cannot be compared at the level,
/// with all others of their candidates. Gives the candidates with the reason.
///
/// # Errors
/// A version cannot be read; the store fails.
pub(super) fn take_incomparable(
    store: &dyn Store,
    rubric: &Rubric,
    level: LevelIdx,
    cards: &mut Vec<KeptCard>,
) -> Result<BTreeMap<String, String>, Failure> {
    let own = rubric.reference().hash;
    let others: BTreeSet<String> = (cards.iter())
        .map(|kept| kept.card.rubric.clone())
        .filter(|hash| *hash != own)
        .collect();
    let (mut out, mut elsewhere) = (BTreeMap::new(), BTreeSet::new());
    for hash in others {
        let old = kept::rubric(store, &hash)?;
        let Some(why) = why_incomparable(&old, rubric, level) else {
            continue;
        };
        for kept in cards.iter().filter(|kept| kept.card.rubric == hash) {
            let candidate = kept.card.seat.candidate.clone();
            if is_for(kept, &old, &rubric.level(level).id) {
                out.insert(candidate, why.clone());
            } else {
                elsewhere.insert(candidate);
            }
        }
    }
    cards.retain(|kept| {
        let candidate = &kept.card.seat.candidate;
        !out.contains_key(candidate) && !elsewhere.contains(candidate)
    });
    Ok(out)
}

/// Whether a card is for a level; one that cannot be read may be.
fn is_for(kept: &KeptCard, rubric: &Rubric, level: &str) -> bool {
    let sources = &mut Sources::default();
    let read = read::read_pinned(
        "card",
        kept.card.bytes.clone(),
        rubric,
        Pin::AnyVersion,
        sources,
    );
    read.card
        .is_none_or(|card| rubric.level(card.level).id == level)
}

fn why_incomparable(old: &Rubric, new: &Rubric, level: LevelIdx) -> Option<String> {
    let found = diff::diff(old, new);
    let level = &new.level(level).id;
    let of_level = found
        .levels
        .iter()
        .find(|row| row.level.id == level.as_str());
    let (verdict, except) = match of_level {
        Some(row) => (row.verdict, &row.except),
        None => (found.comparability.verdict, &found.comparability.except),
    };
    let versions = format!(
        "Cards were made with version {}, and scores are not comparable with {}",
        old.about().version,
        new.about().version
    );
    match verdict {
        Comparable::Yes => None,
        Comparable::No => {
            let why = found.comparability.reasons.join(" ");
            Some(format!("{versions}. {why}").trim_end().to_owned())
        }
        Comparable::Except => {
            let titles: Vec<_> = except.iter().map(|of| of.title.as_str()).collect();
            Some(format!("{versions} on {}.", titles.join(", ")))
        }
    }
}
