//! `panelkit submit`

use std::path::PathBuf;

use super::cards::{self, Cards, Evidence};
use super::error::Failure;
use super::ui::Ui;
use super::{exit, input};
use crate::rubric::Rubric;
use crate::scorecard::identity_key;
use crate::store::{FolderStore, Receipt, Store, Submission};
use crate::text::counted;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Scorecards, or folders of `*.scorecard.toml` files.
    #[arg(required = true, value_name = "FILE")]
    cards: Vec<PathBuf>,
    /// The rubric they were made with.
    #[arg(long, value_name = "FILE")]
    rubric: PathBuf,
    /// The folder that submitted cards are kept in.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let rubric = input::rubric(&args.rubric, ui)?;
    let cards = cards::load(&args.cards, &rubric, Evidence::Required)?;
    ui.side_findings(&cards.findings, &cards.sources);
    if cards.has_errors() {
        ui.note("nothing was kept");
        return Err(Failure::said(exit::DATA));
    }
    let mut store = FolderStore::new(&args.store);
    let receipts = store.submit(&submissions(&rubric, &cards))?;
    let n_kept = receipts
        .iter()
        .filter(|receipt| **receipt == Receipt::Kept)
        .count();
    let n_before = receipts.len() - n_kept + cards.n_repeated;
    let already = match n_before {
        0 => String::new(),
        n => format!(", {} kept already", counted(n, "card")),
    };
    let kept = counted(n_kept, "scorecard");
    ui.result(format!(
        "{kept} kept in {}{already}\n",
        args.store.display()
    ))
}

/// Sound cards on their way into a store.
pub(super) fn submissions(rubric: &Rubric, cards: &Cards) -> Vec<Submission> {
    let sound = cards.sound.iter().zip(&cards.bytes);
    sound
        .map(|((card, _), bytes)| Submission {
            candidate: card.candidate.clone(),
            round: rubric.round(card.round).id.to_string(),
            interviewer: identity_key(&card.interviewer),
            bytes: bytes.clone(),
        })
        .collect()
}
