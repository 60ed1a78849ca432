//! What a card is filled in for, where its draft is, and how it comes into the store.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::Args;
use super::draft::{self, DraftFile};
use crate::cli::cards::{self, CardFile, Cards, Reader};
use crate::cli::error::Failure;
use crate::cli::ui::Ui;
use crate::cli::{exit, input, named, shelf, submit, workspace};
use crate::kit::plan::{History, LoopPlan, plan_loop};
use crate::kit::{self, Kit};
use crate::rubric::{RoundIdx, Rubric};
use crate::scorecard::interview::{Interview, Replies, write};
use crate::scorecard::quality::Settings;
use crate::scorecard::read::draft::Draft;
use crate::store::{
    Access, Moment, Person, SeatFilter, SeatStatus, Snapshot, SqliteStore, Stamp, Store as _,
};
use crate::text::Digest;

/// One seat, with all that is known of it beforehand.
pub(super) struct Place {
    rubric: Rubric,
    snapshot: Snapshot,
    round: RoundIdx,
    plan: LoopPlan,
    candidate: String,
    interviewer: String,
    shadow: bool,
    store: PathBuf,
    /// What the store knows of the seat.
    seat: Option<SeatStatus>,
}

impl Place {
    /// The place that the command line means.
    ///
    /// # Errors
    /// Something is not named and cannot be known, or does not exist.
    pub(super) fn find(args: &Args, ui: &Ui) -> Result<Self, Failure> {
        let interviewer = interviewer(args, ui)?;
        let path = args.store.path(ui)?;
        let store = open_if_there(&path)?;
        let record = match &store {
            Some(store) => store.candidate(&args.candidate)?,
            None => None,
        };
        let file = shelf::choose(args.rubric.as_deref(), record.as_ref(), ui)?;
        let (rubric, snapshot) = input::rubric_to_keep(&file, ui)?;
        let of_record = record.and_then(|record| record.level);
        let level = args.level.as_deref().or(of_record.as_deref());
        let level = named::level_or_only(&rubric, level)?;
        let round = named::round(&rubric, level, &args.round)?;
        if rubric.scored_in(round, level).is_empty() {
            let message = format!("the round `{}` scores nothing", args.round);
            return Err(Failure::usage(message));
        }
        let seat = match &store {
            Some(store) => seat(store, &args.candidate, &args.round, &interviewer)?,
            None => None,
        };
        let history = History::default();
        Ok(Self {
            plan: plan_loop(&rubric, level, Some(&args.candidate), &history),
            rubric,
            snapshot,
            round,
            candidate: args.candidate.clone(),
            interviewer,
            shadow: args.shadow || seat.as_ref().is_some_and(|seat| seat.shadow),
            store: path,
            seat,
        })
    }

    /// The file of the draft: the one that is named, else one in the workspace's folder or here.
    ///
    /// # Errors
    /// It is there and cannot be read; the workspace file cannot be used.
    pub(super) fn draft(&self, named: Option<&Path>, ui: &Ui) -> Result<DraftFile, Failure> {
        if let Some(path) = named {
            return DraftFile::open(path.to_owned());
        }
        let round = &self.rubric.round(self.round).id;
        let name = draft::name(&self.candidate, round, &self.interviewer);
        let (folder, _) = workspace::open(ui)?;
        DraftFile::open(folder.join(name))
    }

    /// What is asked, with what a draft answers already.
    ///
    /// # Errors
    /// The draft cannot be used, or is for another seat.
    pub(super) fn interview(
        &self,
        file: &DraftFile,
        ui: &Ui,
    ) -> Result<(Interview<'_>, Replies), Failure> {
        let planned = self.plan.round(self.round);
        let mut interview = Interview {
            rubric: &self.rubric,
            candidate: self.candidate.clone(),
            round: self.round,
            level: self.plan.level,
            interviewer: self.interviewer.clone(),
            shadow: self.shadow,
            planned: planned.map_or_else(Vec::new, |round| round.planned.clone()),
        };
        let Some(draft) = file.read(&self.rubric, ui)? else {
            let replies = interview.start();
            return Ok((interview, replies));
        };
        self.check_seat(&draft, file.path())?;
        interview.shadow |= draft.shadow;
        interview.interviewer = draft.interviewer;
        let replies = interview.resume(draft.replies);
        Ok((interview, replies))
    }

    /// A draft that was named may be any card's.
    fn check_seat(&self, draft: &Draft, path: &Path) -> Result<(), Failure> {
        let rubric = &self.rubric;
        let level = |level| rubric.level(level).id.to_string();
        let round = |round| rubric.round(round).id.to_string();
        let pairs = [
            ("candidate", draft.candidate.clone(), self.candidate.clone()),
            ("round", round(draft.round), round(self.round)),
            ("level", level(draft.level), level(self.plan.level)),
        ];
        let other = pairs
            .into_iter()
            .find(|(_, drafted, meant)| drafted != meant);
        let is_theirs = Person::new(&draft.interviewer) == Person::new(&self.interviewer);
        let (what, drafted, meant) = match other {
            Some(other) => other,
            None if is_theirs => return Ok(()),
            None => {
                let drafted = draft.interviewer.clone();
                ("interviewer", drafted, self.interviewer.clone())
            }
        };
        let path = path.display();
        let message = format!("the draft {path} is for the {what} `{drafted}`, not `{meant}`");
        Err(Failure::usage(message).hint(format!(
            "name the {what} of the draft, or put the draft aside and start anew"
        )))
    }

    /// Whether the very card is in the store already: a session ended between submitting it and
    /// removing its draft.
    ///
    /// # Errors
    /// Another card is in the seat.
    pub(super) fn is_in(
        &self,
        interview: &Interview<'_>,
        replies: &Replies,
        draft: &DraftFile,
    ) -> Result<bool, Failure> {
        let Some(kept) = self.seat.as_ref().and_then(|seat| seat.card) else {
            return Ok(false);
        };
        let card = write::card(interview, replies);
        if draft.is_there() && Digest::of(&[card.as_bytes()]) == kept {
            return Ok(true);
        }
        let round = &self.rubric.round(self.round).id;
        let message = format!(
            "a card of {} for `{}` in the round `{round}` is in the store already",
            self.interviewer, self.candidate
        );
        Err(Failure::new(exit::REFUSED, message)
            .hint("a card never changes; to correct it, submit another with --amend and a reason"))
    }

    /// The kit that the interviewer had.
    pub(super) fn kit(&self) -> Kit {
        let candidate = Some(self.candidate.as_str());
        kit::build_planned(&self.rubric, self.round, &self.plan, candidate)
    }

    /// Checks a card as `submit` does, also against what the person submitted before.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(super) fn check(&self, card: &str, settings: &Settings) -> Result<Cards, Failure> {
        let file = CardFile {
            path: PathBuf::from("the card"),
            bytes: card.as_bytes().to_vec(),
        };
        let store = open_if_there(&self.store)?;
        let reader = match &store {
            Some(store) => Reader::AuthorOf(settings, store),
            None => Reader::Author(settings),
        };
        cards::check(vec![file], &self.rubric, reader)
    }

    /// Keeps a checked card; false where the very same is kept already.
    ///
    /// # Errors
    /// The store refuses it, or fails.
    pub(super) fn submit(&self, cards: &Cards, ui: &Ui) -> Result<bool, Failure> {
        let by = workspace::told_identity(ui)?;
        let stamp = Stamp {
            time: Moment::now(),
            by: by.unwrap_or_else(|| Person::new(&self.interviewer)),
        };
        let mut store = SqliteStore::open(&self.store, Access::Create)?;
        let snapshot = self.snapshot.clone();
        let receipts = submit::keep(&mut store, &stamp, snapshot, &self.rubric, cards)?;
        Ok(receipts.iter().any(|receipt| receipt.is_new))
    }

    /// Says that the card is in the store, and removes its draft.
    ///
    /// # Errors
    /// Nobody can be told.
    pub(super) fn done(&self, is_new: bool, draft: &DraftFile, ui: &Ui) -> Result<(), Failure> {
        let store = self.store.display();
        let already = if is_new { "" } else { " already" };
        if let Err(failure) = draft.remove() {
            let path = draft.path().display();
            ui.warn(
                failure.message(),
                &format!("the card is in the store: remove {path} yourself"),
            );
        }
        ui.result(format!("1 scorecard kept in {store}{already}\n"))
    }
}

/// Submitting makes a store where there is none.
fn open_if_there(path: &Path) -> Result<Option<SqliteStore>, Failure> {
    match path.try_exists() {
        Ok(false) => Ok(None),
        _ => Ok(Some(SqliteStore::open(path, Access::Existing)?)),
    }
}

fn interviewer(args: &Args, ui: &Ui) -> Result<String, Failure> {
    if let Some(who) = &args.interviewer {
        return Ok(who.clone());
    }
    let told = workspace::told_identity(ui)?;
    told.map(|person| person.signature).ok_or_else(|| {
        Failure::usage("who scores? say it as you sign: --interviewer you@example.com")
            .hint("once for all: `identity` in panelkit.toml, or PANELKIT_AS")
    })
}

/// The seat as the store has it.
fn seat(
    store: &SqliteStore,
    candidate: &str,
    round: &str,
    interviewer: &str,
) -> Result<Option<SeatStatus>, Failure> {
    let filter = SeatFilter {
        candidate: Some(candidate.to_owned()),
        interviewer: Some(Person::new(interviewer)),
        open_only: false,
    };
    let mut found = None;
    store.seats(&filter, Moment::now(), &mut |status| {
        if status.seat.round == round {
            found = Some(status);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}
