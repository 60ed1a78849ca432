//! Ratings of cards that a store keeps.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use crate::calibration::records::{Builder, LeftOut, Records, of_card};
use crate::cli::error::Failure;
use crate::cli::sight::{self, Looker};
use crate::cli::stored::Stored;
use crate::cli::ui::{Progress, Ui};
use crate::cli::{exit, kept, workspace};
use crate::diagnostic::nearest;
use crate::packet::panel::why_uncounted;
use crate::rubric::Rubric;
use crate::scorecard::{Scorecard, read};
use crate::store::{Access, Change, KeptCard, KeptRubric, Revisions, Stamp, Store};
use crate::text::Sources;

/// What the log calls a look.
const WHAT: &str = "calibrate";

/// All ratings on cards that may be read and counted, of one rubric or of all.
///
/// Whoever has a card due for a candidate is given nothing of that candidate, also not in what is
/// computed of all.
///
/// # Errors
/// Nobody says who is looking; there is no such rubric, or no rating; rubrics have different
/// scales; a card cannot be read; the store fails.
pub(super) fn records(stored: &Stored, rubric: Option<&str>, ui: &Ui) -> Result<Records, Failure> {
    let mut store = stored.open(Access::Existing, ui)?;
    of_store(&mut store, &workspace::told_stamp(ui)?, rubric, ui)
}

/// The same of an open store.
///
/// # Errors
/// As [`records`].
pub(in crate::cli) fn of_store(
    store: &mut dyn Store,
    stamp: &Stamp,
    rubric: Option<&str>,
    ui: &Ui,
) -> Result<Records, Failure> {
    let mut desk = Desk {
        owed: Looker::new(stamp).owed(store)?,
        wanted: wanted(store, rubric)?,
        rubrics: BTreeMap::new(),
        scale: None,
        builder: Builder::default(),
        shown: BTreeSet::new(),
        left_out: LeftOut::default(),
        progress: ui.progress(store.standing(stamp.time)?.n_candidates, "candidates"),
    };
    desk.read(store)?;
    drop(desk.progress);
    let shown: Vec<_> = desk.shown.iter().map(String::as_str).collect();
    sight::keep(store, stamp, &shown, WHAT, Change::Show)?;
    if !desk.owed.is_empty() {
        Looker::new(stamp).say_left_out(desk.owed.len(), ui);
        desk.left_out.candidates = desk.owed.len();
    }
    let mut records = desk.builder.finish();
    records.left_out = desk.left_out;
    records.scale = desk.scale.map(|scale| scale.points).unwrap_or_default();
    if records.ratings.is_empty() {
        return Err(nothing(desk.left_out));
    }
    Ok(records)
}

fn nothing(left_out: LeftOut) -> Failure {
    let failure = Failure::no_input("the store has no score that can be read");
    if left_out.sealed_cards > 0 {
        return failure.hint("sealed cards are opened with `panelkit panel open`");
    }
    failure.hint("cards are kept with `panelkit submit`")
}

/// The content hashes of the versions of a rubric; none where all are wanted.
fn wanted(store: &dyn Store, rubric: Option<&str>) -> Result<Option<BTreeSet<String>>, Failure> {
    let Some(id) = rubric else {
        return Ok(None);
    };
    let kept = store.rubrics()?;
    let versions = kept.iter().filter(|kept| kept.id == id);
    let hashes: BTreeSet<String> = versions.map(|kept| kept.hash.clone()).collect();
    if hashes.is_empty() {
        let failure = Failure::no_input(format!("the store has no rubric `{id}`"));
        let known = kept.iter().map(|kept| kept.id.as_str());
        return Err(match nearest(id, known) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None if kept.is_empty() => failure.hint("it has none: `panelkit submit` keeps cards"),
            None => failure.hint(format!("it has {}", known_ids(&kept).join(", "))),
        });
    }
    Ok(Some(hashes))
}

/// Each rubric's id once.
fn known_ids(kept: &[KeptRubric]) -> Vec<&str> {
    let mut ids: Vec<_> = kept.iter().map(|kept| kept.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The scale that all rubrics must share.
struct Scale {
    /// A rubric that has it.
    of: String,
    points: Vec<i32>,
}

/// What reading cards needs, and what was read.
struct Desk {
    /// Candidates for whom whoever asks has a card due.
    owed: BTreeSet<String>,
    wanted: Option<BTreeSet<String>>,
    rubrics: BTreeMap<String, Rubric>,
    scale: Option<Scale>,
    builder: Builder<'static>,
    /// Candidates of whom something was read.
    shown: BTreeSet<String>,
    left_out: LeftOut,
    progress: Progress,
}

impl Desk {
    fn read(&mut self, store: &dyn Store) -> Result<(), Failure> {
        let mut done = Ok(());
        store.cards(None, Revisions::Latest, &mut |kept| {
            self.card(store, &kept).map_or_else(
                |failure| {
                    done = Err(failure);
                    ControlFlow::Break(())
                },
                ControlFlow::Continue,
            )
        })?;
        done
    }

    fn card(&mut self, store: &dyn Store, kept: &KeptCard) -> Result<(), Failure> {
        let candidate = &kept.card.seat.candidate;
        let hash = &kept.card.rubric;
        let is_wanted = self.wanted.as_ref().is_none_or(|set| set.contains(hash));
        if !is_wanted || self.owed.contains(candidate) {
            return Ok(());
        }
        if kept.card.sealed {
            self.left_out.sealed_cards += 1;
            return Ok(());
        }
        self.load(store, hash)?;
        let rubric = &self.rubrics[hash];
        let card = opened(kept, rubric)?;
        if why_uncounted(rubric, &card).is_some() && !card.shadow {
            self.left_out.resume_reviews += 1;
            return Ok(());
        }
        if self.shown.insert(candidate.clone()) {
            self.progress.step();
        }
        for told in of_card(rubric, &card) {
            self.builder.push(told);
        }
        Ok(())
    }

    /// Compiles a rubric where that was not done before.
    fn load(&mut self, store: &dyn Store, hash: &str) -> Result<(), Failure> {
        if self.rubrics.contains_key(hash) {
            return Ok(());
        }
        let rubric = kept::rubric(store, hash)?;
        self.match_scale(&rubric)?;
        self.rubrics.insert(hash.to_owned(), rubric);
        Ok(())
    }

    fn match_scale(&mut self, rubric: &Rubric) -> Result<(), Failure> {
        let points = rubric.scale().points().iter();
        let found = Scale {
            of: format!("{} {}", rubric.about().id, rubric.about().version),
            points: points
                .filter_map(|point| i32::try_from(point.value).ok())
                .collect(),
        };
        match &self.scale {
            Some(known) if known.points != found.points => Err(Failure::new(
                exit::DATA,
                format!(
                    "`{}` scores {}, and `{}` scores {}: they cannot be calibrated together",
                    known.of,
                    shown(&known.points),
                    found.of,
                    shown(&found.points)
                ),
            )
            .hint("name one of them: --rubric ID")),
            Some(_) => Ok(()),
            None => {
                self.scale = Some(found);
                Ok(())
            }
        }
    }
}

fn shown(points: &[i32]) -> String {
    let points: Vec<_> = points.iter().map(ToString::to_string).collect();
    points.join(", ")
}

/// A card, read with the rubric it was made with.
fn opened(kept: &KeptCard, rubric: &Rubric) -> Result<Scorecard, Failure> {
    let name = format!("record {}", kept.sequence);
    let sources = &mut Sources::default();
    let checked = read::read(&name, kept.card.bytes.clone(), rubric, sources);
    checked.card.ok_or_else(|| {
        let message = format!("the card of {name} cannot be read with its rubric");
        let failure = Failure::new(exit::DATA, message);
        let errors = checked.diagnostics.iter();
        errors
            .filter(|finding| finding.is_error())
            .fold(failure, |failure, error| {
                failure.hint(error.message.clone())
            })
    })
}
