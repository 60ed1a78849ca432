//! Reviews of papers that a store keeps.

use std::collections::BTreeSet;

use super::report::{Args, Expected, Pile};
use crate::cli::compare::kept::{check_known, known, rubric};
use crate::cli::error::Failure;
use crate::cli::packet::kept::with_records;
use crate::cli::packet::panels;
use crate::cli::sight;
use crate::cli::ui::Ui;
use crate::cli::{cards, kept, workspace};
use crate::packet::Names;
use crate::resume::Review;
use crate::rubric::{Rubric, Stage};
use crate::scorecard::Scorecard;
use crate::store::{Access, Change, KeptCard, PanelStatus, Stamp, Store};

/// What the log calls a look.
const WHAT: &str = "resume report";

/// The candidates named, or all whose papers are reviewed by the rubric.
///
/// Whoever has a card due for a candidate who is named is refused; where none is named, those
/// candidates are left out. Severities are estimated from everybody else's reviews.
///
/// # Errors
/// Nobody says who is looking, or they have a card due for somebody named; there is no such rubric,
/// level or candidate, or no review; a card cannot be read; the store fails.
pub(super) fn review(args: &Args, names: Names, ui: &Ui) -> Result<Review, Failure> {
    let mut store = args.store.open(Access::Existing, ui)?;
    let stamp = workspace::told_stamp(ui)?;
    let rubric = rubric(&store, &args.rubric, ui)?;
    let known = known(&store, &stamp)?;
    check_known(&args.candidates, &known)?;
    let hidden = sight::hidden(&mut store, &stamp, &args.candidates, WHAT, ui)?;
    let seen: Vec<&PanelStatus> = (known.iter())
        .filter(|panel| !hidden.contains(&panel.candidate.id))
        .collect();
    let cards = cards::kept(reviews(&store, &rubric, &seen)?, &rubric);
    panels(&rubric, &cards, ui)?;
    let cards: Vec<&Scorecard> = cards.sound.iter().map(|(card, _)| card).collect();
    let expected = expected(&store, &rubric, &seen, &stamp)?;
    let names = with_records(&store, names)?;
    let head = store.packet_head()?.to_string();
    let pile = Pile::new(&rubric, &cards, expected, args)?;
    let review = pile.review(&args.candidates, &names, Some(head))?;
    let ids: BTreeSet<&str> = (review.candidates.iter())
        .filter(|one| one.n_cards + one.n_trainees > 0)
        .map(|one| one.candidate.id.as_str())
        .collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    sight::keep(&mut store, &stamp, &ids, WHAT, Change::Show)?;
    Ok(review)
}

/// The latest revisions of cards of rounds in which papers are reviewed.
fn reviews(
    store: &dyn Store,
    rubric: &Rubric,
    seen: &[&PanelStatus],
) -> Result<Vec<KeptCard>, Failure> {
    let with_card = seen
        .iter()
        .filter(|panel| panel.seats.n_came() + panel.seats.n_shadow_in > 0);
    let ids: Vec<String> = with_card.map(|panel| panel.candidate.id.clone()).collect();
    let runs = kept::runs(store, &ids)?;
    let own = runs
        .into_iter()
        .find(|run| run.rubric.id == rubric.about().id.as_str());
    let mut cards = own.map(|run| run.cards).unwrap_or_default();
    cards.retain(|kept| is_of_papers(rubric, &kept.card.seat.round));
    Ok(cards)
}

fn is_of_papers(rubric: &Rubric, round: &str) -> bool {
    let found = rubric.find_round(round);
    found.is_some_and(|idx| rubric.round(idx).stage == Stage::Resume)
}

/// Whose review is due, of candidates of the rubric.
fn expected(
    store: &dyn Store,
    rubric: &Rubric,
    seen: &[&PanelStatus],
    stamp: &Stamp,
) -> Result<Expected, Failure> {
    let mut expected = Expected::new();
    let own = rubric.about().id.as_str();
    let of_rubric = seen.iter().filter(|panel| {
        let rubric = panel.candidate.rubric.as_deref();
        rubric.is_none_or(|rubric| rubric == own)
    });
    for panel in of_rubric {
        let id = &panel.candidate.id;
        for seat in kept::seats(store, id, stamp.time)? {
            let round = rubric.find_round(&seat.seat.round);
            let round = round.filter(|_| is_of_papers(rubric, &seat.seat.round));
            if let Some(round) = round.filter(|_| seat.state.is_open() && !seat.shadow) {
                let level = panel.candidate.level.as_deref();
                let due = expected.entry(id.clone()).or_default();
                due.level = level.and_then(|level| rubric.find_level(level));
                due.seats.push((round, seat.seat.interviewer.signature));
            }
        }
    }
    Ok(expected)
}
