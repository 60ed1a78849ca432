//! `panelkit submit`

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::batch::{self, Sheaf};
use super::cards::Cards;
use super::error::Failure;
use super::stored::Stored;
use super::ui::Ui;
use super::{exit, workspace};
use crate::rubric::Rubric;
use crate::scorecard::Scorecard;
use crate::store::{
    Access, Candidate, Change, Person, Receipt, Seat, Snapshot, SqliteStore, Stamp, Store,
    StoreError, Submission,
};
use crate::text::counted;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Scorecards, sealed ones too, or folders of them.
    #[arg(required = true, value_name = "FILE")]
    cards: Vec<PathBuf>,
    /// The rubric they were made with; by default the one that each card names.
    #[arg(long, value_name = "RUBRIC")]
    rubric: Option<PathBuf>,
    /// Keep them as new revisions of your cards; what was kept before stays.
    #[arg(long, requires = "reason")]
    amend: bool,
    /// Why a card is amended: it is kept beside the card, and the packet shows it.
    #[arg(long, requires = "amend", value_name = "WHY")]
    reason: Option<String>,
    #[command(flatten)]
    store: Stored,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let path = args.store.path(ui)?;
    // A new one is made only when there is something to keep.
    let is_there = path.try_exists().unwrap_or(true);
    let open = || SqliteStore::open(&path, Access::Create);
    let before = is_there.then(open).transpose()?;
    let kept = before.as_ref().map(|store| store as &dyn Store);
    let sheaves = batch::sound(&args.cards, args.rubric.as_deref(), kept, ui)?;
    let (changes, stamp) = match &args.reason {
        Some(reason) => {
            let stamp = workspace::told_stamp(ui)?;
            (amendments(&sheaves, reason, &stamp.by)?, stamp)
        }
        None => (submissions(&sheaves, kept)?, workspace::stamp(ui)?),
    };
    let mut store = match before {
        Some(store) => store,
        None => open()?,
    };
    let receipts = of_cards(&changes, store.keep(&stamp, &changes)?);
    if receipts.iter().any(|receipt| receipt.after_seeing_others) {
        ui.note("amended after its author had seen others' scores: packets say so");
    }
    let n_repeated: usize = sheaves.iter().map(|sheaf| sheaf.cards.n_repeated).sum();
    let what = if args.amend { "amended" } else { "kept" };
    let n_new = receipts.iter().filter(|receipt| receipt.is_new).count();
    let already = match receipts.len() - n_new + n_repeated {
        0 => String::new(),
        n => format!(", {} kept already", counted(n, "card")),
    };
    let cards = counted(n_new, "scorecard");
    ui.result(format!("{cards} {what} in {}{already}\n", path.display()))
}

/// The receipts of the changes that are about cards.
fn of_cards(changes: &[Change], receipts: Vec<Receipt>) -> Vec<Receipt> {
    let is_card = |change: &Change| matches!(change, Change::Submit(_) | Change::Amend(..));
    let pairs = changes.iter().zip(receipts);
    pairs
        .filter(|(change, _)| is_card(change))
        .map(|(_, receipt)| receipt)
        .collect()
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
    changes.extend(new_candidates(
        rubric,
        cards,
        Some(store),
        &mut BTreeSet::new(),
    )?);
    changes.extend(cards_of(rubric, cards).map(|(_, card)| Change::Submit(card)));
    let receipts = store.keep(stamp, &changes)?;
    Ok(of_cards(&changes, receipts))
}

/// Everything that submitting keeps: rubrics, candidates that are not known yet, cards.
fn submissions(sheaves: &[Sheaf], store: Option<&dyn Store>) -> Result<Vec<Change>, StoreError> {
    let mut known = BTreeSet::new();
    let mut changes = Vec::new();
    for Sheaf {
        rubric,
        snapshot,
        cards,
    } in sheaves
    {
        changes.push(Change::KeepRubric(snapshot.clone()));
        changes.extend(new_candidates(rubric, cards, store, &mut known)?);
        changes.extend(cards_of(rubric, cards).map(|(_, card)| Change::Submit(card)));
    }
    Ok(changes)
}

/// New revisions, with the rubrics they were made with.
///
/// # Errors
/// A card is somebody else's.
fn amendments(sheaves: &[Sheaf], reason: &str, by: &Person) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    for sheaf in sheaves {
        changes.push(Change::KeepRubric(sheaf.snapshot.clone()));
        for (file, submission) in cards_of(&sheaf.rubric, &sheaf.cards) {
            let author = &submission.seat.interviewer;
            if author != by {
                return Err(not_theirs(file, author, by));
            }
            changes.push(Change::Amend(submission, reason.to_owned()));
        }
    }
    Ok(changes)
}

fn not_theirs(file: &str, author: &Person, by: &Person) -> Failure {
    let message = format!(
        "{file}: the card is of {}, and you are {}",
        author.signature, by.signature
    );
    Failure::new(exit::REFUSED, message)
        .hint("only its author amends a card; say who you are with --as")
}

/// Candidates that the store does not know; those named before are left out.
fn new_candidates(
    rubric: &Rubric,
    cards: &Cards,
    store: Option<&dyn Store>,
    known: &mut BTreeSet<String>,
) -> Result<Vec<Change>, StoreError> {
    let level = |card: &Scorecard| rubric.level(card.level).id.to_string();
    let open = cards.sound.iter();
    let open = open.map(|(card, _)| (card.candidate.as_str(), Some(level(card))));
    // A sealed card does not say for which level it is.
    let sealed = cards.sealed.candidates().map(|id| (id, None));
    let mut changes = Vec::new();
    for (id, level) in open.chain(sealed) {
        if !known.insert(id.to_owned()) {
            continue;
        }
        let record = store.map(|store| store.candidate(id)).transpose()?;
        if record.flatten().is_none() {
            changes.push(Change::AddCandidate(Candidate {
                level,
                rubric: Some(rubric.about().id.to_string()),
                ..Candidate::new(id)
            }));
        }
    }
    Ok(changes)
}

/// Sound cards on their way into a store, open and sealed ones, each with the name of its file.
fn cards_of<'a>(
    rubric: &'a Rubric,
    cards: &'a Cards,
) -> impl Iterator<Item = (&'a str, Submission)> {
    let sound = cards.sound.iter().zip(&cards.bytes);
    let open = sound.map(|((card, _), bytes)| {
        let submission = Submission {
            seat: Seat {
                candidate: card.candidate.clone(),
                round: rubric.round(card.round).id.to_string(),
                interviewer: Person::new(&card.interviewer),
            },
            rubric: rubric.about().hash.clone(),
            shadow: card.shadow,
            sealed: false,
            bytes: bytes.clone(),
        };
        (card.file.as_str(), submission)
    });
    open.chain(cards.sealed.submissions())
}
