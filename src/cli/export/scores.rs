//! `panelkit export scores`

use std::ops::ControlFlow;

use super::Scope;
use super::panels::Rubrics;
use super::sink::{Form, Format, Sink};
use crate::cli::error::Failure;
use crate::cli::sight::{self, Looker};
use crate::cli::stored::Stored;
use crate::cli::ui::{Progress, Ui};
use crate::cli::{exit, kept, workspace};
use crate::diagnostic::Diagnostic;
use crate::export::panels::Panel;
use crate::export::scores::{self, ReadCard, Scored, WIDE};
use crate::render::csv::with_criteria;
use crate::rubric::{LevelIdx, Rubric};
use crate::scorecard::read;
use crate::store::{Access, KeptCard, Moment, PanelStatus, Revisions, SqliteStore, Stamp, Store};
use crate::text::Sources;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Candidates by id; all of them where none is named.
    #[arg(value_name = "CANDIDATE")]
    candidates: Vec<String>,
    #[command(flatten)]
    shape: Shape,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    store: Stored,
}

#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct Shape {
    /// A row a score, and one for each missing card (the default).
    #[arg(long)]
    long: bool,
    /// In CSV: a row a candidate, with the mean of the scores given for each criterion.
    #[arg(long)]
    wide: bool,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    args.form.check()?;
    if args.shape.wide && args.form.format() == Format::Jsonl {
        return Err(
            Failure::usage("--wide is for --format csv").hint("JSON Lines have an object a score")
        );
    }
    let mut store = args.store.open(Access::Existing, ui)?;
    let stamp = workspace::told_stamp(ui)?;
    let scope = Scope::of(&store, &args.candidates)?;
    look(&mut store, &scope, &stamp)?;
    let mut desk = Desk {
        rubrics: Rubrics::of(&store)?,
        store: &store,
        now: stamp.time,
        progress: ui.progress(scope.n_candidates(&store, stamp.time)?, "candidates"),
    };
    if args.shape.wide {
        wide(&mut desk, &scope, args, ui)
    } else {
        let mut sink = args.form.begin(&scores::columns())?;
        desk.each(&scope, |scored| {
            let rows = scores::long(scored);
            until_gone(&rows, |row| sink.row(row))
        })?;
        sink.finish(ui)
    }
}

/// Writes into the log whose scores are shown, unless somebody has a card due.
fn look(store: &mut SqliteStore, scope: &Scope, stamp: &Stamp) -> Result<(), Failure> {
    let mut ids = scope.owed(store, &Looker::new(stamp))?;
    if ids.is_empty() {
        scope.each(store, stamp.time, |panel| {
            if panel.seats.n_came() + panel.seats.n_shadow_in > 0 {
                ids.push(panel.candidate.id);
            }
            Ok(ControlFlow::Continue(()))
        })?;
    }
    let ids: Vec<_> = ids.iter().map(String::as_str).collect();
    sight::look(store, stamp, &ids, "export scores")
}

fn until_gone<T>(
    rows: &[T],
    mut write: impl FnMut(&T) -> Result<ControlFlow<()>, Failure>,
) -> Result<ControlFlow<()>, Failure> {
    for row in rows {
        if write(row)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn wide(desk: &mut Desk<'_>, scope: &Scope, args: &Args, ui: &Ui) -> Result<(), Failure> {
    let criteria = desk.criteria()?;
    let criteria: Vec<_> = criteria.iter().map(String::as_str).collect();
    let columns = with_criteria(WIDE, "mean", &criteria);
    let columns: Vec<_> = columns.iter().map(String::as_str).collect();
    let mut sink: Sink = args.form.begin(&columns)?;
    desk.each(scope, |scored| sink.row(&scores::wide(scored, &criteria)))?;
    sink.finish(ui)
}

/// What reading panels needs.
struct Desk<'a> {
    store: &'a dyn Store,
    rubrics: Rubrics,
    now: Moment,
    progress: Progress,
}

/// A card with whether its author had seen others' scores before any of its revisions.
struct Latest {
    kept: KeptCard,
    after_seeing_others: bool,
}

impl Desk<'_> {
    /// The panel criteria of all rubrics that are kept, each once, in the order of their keeping.
    fn criteria(&mut self) -> Result<Vec<String>, Failure> {
        let mut criteria: Vec<String> = Vec::new();
        for hash in self.rubrics.hashes() {
            self.rubrics.load(self.store, &hash)?;
            let rubric = self.rubrics.get(&hash).into_iter();
            for criterion in rubric.flat_map(Rubric::criteria) {
                if criterion.is_panel() && !criteria.iter().any(|id| *id == *criterion.id) {
                    criteria.push(criterion.id.to_string());
                }
            }
        }
        Ok(criteria)
    }

    /// Reads panel after panel and gives each, until told to stop.
    fn each(
        &mut self,
        scope: &Scope,
        mut visit: impl FnMut(&Scored<'_>) -> Result<ControlFlow<()>, Failure>,
    ) -> Result<(), Failure> {
        let (store, now) = (self.store, self.now);
        scope.each(store, now, |status| self.panel(&status, &mut visit))
    }

    fn panel(
        &mut self,
        status: &PanelStatus,
        visit: &mut impl FnMut(&Scored<'_>) -> Result<ControlFlow<()>, Failure>,
    ) -> Result<ControlFlow<()>, Failure> {
        let id = &status.candidate.id;
        let seats = kept::seats(self.store, id, self.now)?;
        let latest = self.latest(id)?;
        for card in &latest {
            self.rubrics.load(self.store, &card.kept.card.rubric)?;
        }
        self.rubrics.expected(self.store, &status.candidate)?;
        self.progress.step();
        let mut cards = Vec::new();
        for card in &latest {
            cards.extend(self.read(card)?);
        }
        let expected = match of_cards(&cards) {
            Some(expected) => Some(expected),
            None => self.rubrics.expected_loaded(&status.candidate),
        };
        visit(&Scored {
            panel: Panel {
                candidate: &status.candidate,
                decision: status.decision,
                seats: &seats,
                expected,
            },
            cards: &cards,
        })
    }

    /// The latest revisions of a candidate's cards, in the store's order.
    fn latest(&self, candidate: &str) -> Result<Vec<Latest>, Failure> {
        let mut latest: Vec<Latest> = Vec::new();
        self.store
            .cards(Some(candidate), Revisions::All, &mut |kept| {
                let mut after_seeing_others = kept.card.after_seeing_others;
                let before = latest.pop_if(|before| before.kept.card.seat == kept.card.seat);
                after_seeing_others |= before.is_some_and(|before| before.after_seeing_others);
                latest.push(Latest {
                    kept,
                    after_seeing_others,
                });
                ControlFlow::Continue(())
            })?;
        Ok(latest)
    }

    /// Reads a card with the rubric it was made with; none of a sealed one.
    fn read<'a>(&'a self, latest: &'a Latest) -> Result<Option<ReadCard<'a>>, Failure> {
        let kept = &latest.kept;
        if kept.card.sealed {
            return Ok(None);
        }
        let rubric = self.rubrics.get(&kept.card.rubric);
        let Some(rubric) = rubric else {
            return Ok(None);
        };
        let name = format!("record {}", kept.sequence);
        let sources = &mut Sources::default();
        let checked = read::read(&name, kept.card.bytes.clone(), rubric, sources);
        match checked.card {
            Some(card) => Ok(Some(ReadCard {
                kept,
                card,
                rubric,
                after_seeing_others: latest.after_seeing_others,
            })),
            None => Err(unreadable(kept, &checked.diagnostics)),
        }
    }
}

/// The rubric and level of the card that came last.
fn of_cards<'a>(cards: &[ReadCard<'a>]) -> Option<(&'a Rubric, LevelIdx)> {
    let last = cards.iter().max_by_key(|read| read.kept.sequence)?;
    Some((last.rubric, last.card.level))
}

fn unreadable(kept: &KeptCard, found: &[Diagnostic]) -> Failure {
    let message = format!(
        "the card of record {} cannot be read with its rubric",
        kept.sequence
    );
    let failure = Failure::new(exit::DATA, message);
    let errors = found.iter().filter(|finding| finding.is_error());
    errors.fold(failure, |failure, error| {
        failure.hint(error.message.clone())
    })
}
