//! What interviewers' severity is estimated from: the cards given, or all that a store keeps.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use crate::calibration::model::Floor;
use crate::calibration::records::Builder;
use crate::cli::error::Failure;
use crate::cli::kept;
use crate::cli::ui::{Progress, Ui};
use crate::packet::{Panels, Pool, Severity, pool};
use crate::rubric::Rubric;
use crate::store::{KeptCard, Revisions, Store};
use crate::text::counted;

/// The points of a scale: scores on the same points are calibrated together.
type Points = Vec<i64>;

/// By the cards of panels alone.
pub(in crate::cli) fn of_panels(rubric: &Rubric, panels: &Panels<'_>) -> Severity {
    let mut builder = Builder::default();
    for card in panels.iter().flat_map(|panel| &panel.cards) {
        pool::tell(&mut builder, rubric, card);
    }
    severity(builder)
}

/// By everything that a store keeps on each scale.
pub(in crate::cli) struct OfStore(BTreeMap<Points, Severity>);

impl OfStore {
    /// By the cards of everybody but some candidates, whom whoever asks may not see. `n_candidates`
    /// is how many have a card.
    ///
    /// # Errors
    /// The store fails.
    pub(in crate::cli) fn estimate(
        store: &dyn Store,
        n_candidates: usize,
        hidden: &BTreeSet<String>,
        ui: &Ui,
    ) -> Result<Self, Failure> {
        let mut reading = Reading {
            rubrics: BTreeMap::new(),
            builders: BTreeMap::new(),
            n_unread: 0,
            waiting: Vec::new(),
            progress: ui.progress(n_candidates, "candidates"),
            last: String::new(),
        };
        reading.cards(store, hidden)?;
        if reading.n_unread > 0 {
            let cards = counted(reading.n_unread, "card");
            ui.warn(
                &format!("{cards} cannot be read, and nothing is learnt from them about severity"),
                "`panelkit doctor` says which and why",
            );
        }
        let builders = reading.builders.into_iter();
        Ok(Self(
            builders
                .map(|(points, builder)| (points, severity(builder)))
                .collect(),
        ))
    }

    /// What is known for a rubric's scale; none where there is no score on it.
    pub(in crate::cli) fn on(&self, rubric: &Rubric) -> Option<&Severity> {
        self.0.get(&points(rubric))
    }
}

fn severity(builder: Builder<'_>) -> Severity {
    match Pool::estimate(builder) {
        Ok(pool) => Severity::Estimated(Box::new(pool)),
        Err(why) => Severity::Unknown(why.text(Floor::default())),
    }
}

fn points(rubric: &Rubric) -> Points {
    let points = rubric.scale().points().iter();
    points.map(|point| point.value).collect()
}

/// Cards that are read at once.
const AT_ONCE: usize = 1_000;

/// Cards of a store, read some at a time.
struct Reading {
    /// By content hash; none that cannot be read.
    rubrics: BTreeMap<String, Option<Rubric>>,
    builders: BTreeMap<Points, Builder<'static>>,
    n_unread: usize,
    /// Cards yet to be read, with the hash of their rubric.
    waiting: Vec<(Vec<u8>, String)>,
    progress: Progress,
    last: String,
}

impl Reading {
    fn cards(&mut self, store: &dyn Store, hidden: &BTreeSet<String>) -> Result<(), Failure> {
        for rubric in store.rubrics()? {
            let read = kept::rubric(store, &rubric.hash).ok();
            self.rubrics.insert(rubric.hash, read);
        }
        store.cards(None, Revisions::Latest, &mut |kept| {
            if !kept.card.sealed && !hidden.contains(&kept.card.seat.candidate) {
                self.card(kept);
            }
            ControlFlow::Continue(())
        })?;
        self.read();
        Ok(())
    }

    fn card(&mut self, kept: KeptCard) {
        let card = kept.card;
        if self.last != card.seat.candidate {
            self.last.clone_from(&card.seat.candidate);
            self.progress.step();
        }
        self.waiting.push((card.bytes, card.rubric));
        if self.waiting.len() >= AT_ONCE {
            self.read();
        }
    }

    /// Reads the cards that wait, and learns from them in the store's order.
    fn read(&mut self) {
        let (mut cards, mut rubrics) = (Vec::new(), Vec::new());
        for (bytes, hash) in self.waiting.drain(..) {
            match self.rubrics.get(&hash) {
                Some(Some(rubric)) => {
                    cards.push((bytes, rubric));
                    rubrics.push(rubric);
                }
                _ => self.n_unread += 1,
            }
        }
        for (card, rubric) in pool::read(cards).into_iter().zip(rubrics) {
            match card {
                Some(card) => {
                    let builder = self.builders.entry(points(rubric)).or_default();
                    pool::tell(builder, rubric, &card);
                }
                None => self.n_unread += 1,
            }
        }
    }
}
