//! `panelkit submit`

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::cards::{self, Cards, Reader};
use super::error::Failure;
use super::stored::Stored;
use super::ui::Ui;
use super::{exit, input, workspace};
use crate::rubric::Rubric;
use crate::store::{
    Access, Candidate, Change, Person, Receipt, Seat, Snapshot, SqliteStore, Stamp, Store,
    StoreError, Submission,
};
use crate::text::counted;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Scorecards, or folders of `*.scorecard.toml` files.
    #[arg(required = true, value_name = "FILE")]
    cards: Vec<PathBuf>,
    /// The rubric they were made with.
    #[arg(long, value_name = "FILE")]
    rubric: PathBuf,
    #[command(flatten)]
    store: Stored,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let (rubric, snapshot) = input::rubric_to_keep(&args.rubric, ui)?;
    let settings = workspace::quality(ui)?;
    let cards = cards::load(&args.cards, &rubric, Reader::Author(&settings))?;
    ui.side_findings(&cards.findings, &cards.sources);
    if cards.has_errors() {
        ui.note("nothing was kept");
        return Err(Failure::said(exit::DATA));
    }
    let stamp = workspace::stamp(ui)?;
    let path = args.store.path(ui)?;
    let mut store = SqliteStore::open(&path, Access::Create)?;
    let receipts = keep(&mut store, &stamp, snapshot, &rubric, &cards)?;
    let n_kept = receipts.iter().filter(|receipt| receipt.is_new).count();
    let n_before = receipts.len() - n_kept + cards.n_repeated;
    let already = match n_before {
        0 => String::new(),
        n => format!(", {} kept already", counted(n, "card")),
    };
    let kept = counted(n_kept, "scorecard");
    ui.result(format!("{kept} kept in {}{already}\n", path.display()))
}

/// Keeps sound cards with their rubric, and candidates that the store does not know yet. Gives a
/// receipt for each card.
pub(super) fn keep(
    store: &mut dyn Store,
    stamp: &Stamp,
    snapshot: Snapshot,
    rubric: &Rubric,
    cards: &Cards,
) -> Result<Vec<Receipt>, StoreError> {
    let mut changes = vec![Change::KeepRubric(snapshot)];
    let mut candidates = BTreeSet::new();
    for (card, _) in &cards.sound {
        let id = card.candidate.as_str();
        if candidates.insert(id) && store.candidate(id)?.is_none() {
            changes.push(Change::AddCandidate(Candidate {
                level: Some(rubric.level(card.level).id.to_string()),
                rubric: Some(rubric.about().id.to_string()),
                ..Candidate::new(id)
            }));
        }
    }
    let n_before = changes.len();
    changes.extend(submissions(rubric, cards).map(Change::Submit));
    let mut receipts = store.keep(stamp, &changes)?;
    Ok(receipts.split_off(n_before))
}

/// Sound cards on their way into a store.
fn submissions(rubric: &Rubric, cards: &Cards) -> impl Iterator<Item = Submission> {
    let sound = cards.sound.iter().zip(&cards.bytes);
    sound.map(|((card, _), bytes)| Submission {
        seat: Seat {
            candidate: card.candidate.clone(),
            round: rubric.round(card.round).id.to_string(),
            interviewer: Person::new(&card.interviewer),
        },
        rubric: rubric.about().hash.clone(),
        shadow: card.shadow,
        sealed: false,
        bytes: bytes.clone(),
    })
}
