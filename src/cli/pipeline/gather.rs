//! What a store has of every candidate's way, brought together.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use crate::cli::error::Failure;
use crate::cli::kept;
use crate::cli::shelf::{self, Meant};
use crate::cli::sight::Looker;
use crate::cli::ui::Ui;
use crate::document::Date;
use crate::pipeline::{Cards, Course, Funnel, Recorded, Scope, Stay, Tally, Unseen, stays};
use crate::rubric::{LevelIdx, Rubric};
use crate::store::{
    Candidate, Entry, KeptRubric, Panels, Revisions, SeatFilter, SeatState, SeatStatus, Stage,
    Stamp, Store, today,
};

/// What narrows a pipeline down, and the day it is of.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Filter {
    /// Candidates interviewed with that rubric, by its id.
    #[arg(long, value_name = "ID")]
    rubric: Option<String>,
    /// Candidates interviewed for that level, by its id.
    #[arg(long, value_name = "ID")]
    level: Option<String>,
    /// Candidates who came to the application on that day or later.
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Option<Date>,
    /// Candidates who came to the application on that day or earlier.
    #[arg(long, value_name = "DATE", value_parser = day)]
    to: Option<Date>,
    /// The day at whose end things stood so: who left a stage later waits in it; by default today.
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Date>,
}

/// A day, for the command line.
fn day(text: &str) -> Result<Date, String> {
    Date::parse(text.trim()).ok_or_else(|| "a day is written as 2026-11-20".to_owned())
}

impl Filter {
    /// # Errors
    /// It asks for nobody.
    fn check(&self) -> Result<(), Failure> {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            return Err(Failure::usage(format!(
                "--from {from} is after --to {to}: that is nobody"
            ))
            .hint("name them the other way round"));
        }
        Ok(())
    }

    fn scope(&self) -> Scope {
        Scope {
            rubric: self.rubric.clone(),
            level: self.level.clone(),
            from: self.from,
            to: self.to,
        }
    }

    fn takes(&self, record: &Candidate) -> bool {
        let is = |wanted: &Option<String>, has: &Option<String>| wanted.is_none() || wanted == has;
        is(&self.rubric, &record.rubric) && is(&self.level, &record.level)
    }

    /// Whether somebody applied in time. Of whom that is not known they are not of these.
    fn takes_day(&self, stays: &[Stay]) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let applied = stays.iter().find(|stay| stay.stage == Stage::Application);
        let Some((day, _)) = applied.and_then(|stay| stay.entered) else {
            return false;
        };
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// Every candidate's way, as far as whoever asks may see it.
pub(in crate::cli) struct Pipeline<'a> {
    filter: &'a Filter,
    looker: Looker<'a>,
    /// The day it is of.
    pub(in crate::cli) now: Date,
    /// In the order that they were added.
    candidates: Vec<(Candidate, Course)>,
    withheld: BTreeSet<String>,
    n_erased: usize,
    n_unplaced: usize,
}

impl<'a> Pipeline<'a> {
    /// # Errors
    /// The filter asks for nobody; the store fails.
    pub(in crate::cli) fn of(
        store: &dyn Store,
        stamp: &'a Stamp,
        filter: &'a Filter,
        ui: &Ui,
    ) -> Result<Self, Failure> {
        filter.check()?;
        // What is kept has the day in UTC, what people record that of where they are.
        let today = Date::parse(&today()).max(stamp.time.day());
        let now = filter.on.or(today).unwrap_or(Date::EPOCH);
        let looker = Looker::new(stamp);
        let withheld = looker.owed(store)?;
        let mut found = Found::of(store, now)?;
        found.seats(store, stamp)?;
        let mut records = records(store)?;
        let mut pipeline = Self {
            filter,
            looker,
            now,
            candidates: Vec::new(),
            withheld: BTreeSet::new(),
            n_erased: found.n_erased,
            n_unplaced: 0,
        };
        let mut rubrics = Rubrics::of(store, ui)?;
        let mut failed = Ok(());
        store.panels(Panels::All, stamp.time, &mut |panel| {
            let record = panel.candidate;
            if !filter.takes(&record) {
                return ControlFlow::Continue(());
            }
            if withheld.contains(&record.id) {
                pipeline.withheld.insert(record.id.clone());
                pipeline.candidates.push((record, Course::default()));
                return ControlFlow::Continue(());
            }
            let course = Course {
                added: found.added.get(&record.id).copied(),
                records: records.remove(&record.id).unwrap_or_default(),
                decided: (panel.decision).and_then(|made| Some((made.choice, made.at.day()?))),
                ..Course::default()
            };
            let seats = found.seats.remove(&record.id).unwrap_or_default();
            match rubrics.place(&record, &seats, &found.rounds, course) {
                Ok((course, n_unplaced)) => {
                    pipeline.n_unplaced += n_unplaced;
                    pipeline.candidates.push((record, course));
                    ControlFlow::Continue(())
                }
                Err(failure) => {
                    failed = Err(failure);
                    ControlFlow::Break(())
                }
            }
        })?;
        failed?;
        Ok(pipeline)
    }

    /// Gives each candidate whom the filter takes with their stages: none for whom whoever asks has a
    /// card due.
    ///
    /// # Errors
    /// What the visitor says.
    pub(in crate::cli) fn each(
        &self,
        mut visit: impl FnMut(&Candidate, Option<&[Stay]>) -> Result<ControlFlow<()>, Failure>,
    ) -> Result<(), Failure> {
        for (record, course) in &self.candidates {
            let flow = if self.withheld.contains(&record.id) {
                visit(record, None)?
            } else {
                let stays = stays(course, self.now);
                if stays.is_empty() || !self.filter.takes_day(&stays) {
                    continue;
                }
                visit(record, Some(&stays))?
            };
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The funnel.
    ///
    /// # Errors
    /// None of its own.
    pub(in crate::cli) fn funnel(&self) -> Result<Funnel, Failure> {
        let mut tally = Tally::default();
        self.each(|_, stays| {
            if let Some(stays) = stays {
                tally.add(stays, self.now);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let unseen = Unseen {
            erased: self.n_erased,
            withheld: self.withheld.len(),
            unplaced_seats: self.n_unplaced,
        };
        Ok(tally.finish(self.now, self.filter.scope(), unseen))
    }

    /// Says whose part was left out.
    pub(in crate::cli) fn say_left_out(&self, ui: &Ui) {
        if !self.withheld.is_empty() {
            self.looker.say_left_out(self.withheld.len(), ui);
        }
    }
}

/// The last record of each stage, by candidate.
fn records(store: &dyn Store) -> Result<BTreeMap<String, BTreeMap<Stage, Recorded>>, Failure> {
    let mut records: BTreeMap<String, BTreeMap<Stage, Recorded>> = BTreeMap::new();
    store.stages(None, Revisions::Latest, &mut |kept| {
        let of = records.entry(kept.record.candidate.clone()).or_default();
        of.insert(kept.record.stage, kept.into());
        ControlFlow::Continue(())
    })?;
    Ok(records)
}

/// A seat that stands, with its round by number.
struct Held {
    round: usize,
    assigned: Option<Date>,
    came: Option<Date>,
}

/// What the log and the seats say.
#[derive(Default)]
struct Found {
    added: BTreeMap<String, Date>,
    n_erased: usize,
    /// Rounds by id.
    rounds: BTreeMap<String, usize>,
    /// The first day on which somebody was assigned to a seat: candidate, round, interviewer's key.
    assigned: BTreeMap<(String, usize, String), Date>,
    /// By candidate.
    seats: BTreeMap<String, Vec<Held>>,
}

impl Found {
    /// What the log says of days until now.
    fn of(store: &dyn Store, now: Date) -> Result<Self, Failure> {
        let mut found = Self::default();
        let kinds = ["candidate-added", "candidate-erased", "seat-assigned"];
        store.events_of(&kinds, &mut |event| {
            let day = event.time.get(..10).and_then(Date::parse);
            if let (Some((_, entry)), Some(day)) = (event.content, day) {
                found.take(entry, day, now);
            }
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    fn take(&mut self, entry: Entry, day: Date, now: Date) {
        match entry {
            Entry::CandidateAdded(record) => {
                self.added.insert(record.id, day);
            }
            Entry::CandidateErased(_) => self.n_erased += usize::from(day <= now),
            Entry::SeatAssigned(assignment) => {
                let seat = assignment.seat;
                let round = self.round(&seat.round);
                let key = (seat.candidate, round, seat.interviewer.key);
                self.assigned.entry(key).or_insert(day);
            }
            _ => {}
        }
    }

    fn round(&mut self, id: &str) -> usize {
        let next = self.rounds.len();
        match self.rounds.get(id) {
            Some(round) => *round,
            None => *self.rounds.entry(id.to_owned()).or_insert(next),
        }
    }

    /// The seats that stand: a seat that was given up, or is a trainee's, tells of no stage.
    fn seats(&mut self, store: &dyn Store, stamp: &Stamp) -> Result<(), Failure> {
        store.seats(&SeatFilter::default(), stamp.time, &mut |status| {
            if !status.shadow && stands(&status) {
                let round = self.round(&status.seat.round);
                let came = status.came.and_then(crate::store::Moment::day);
                let seat = status.seat;
                let key = (seat.candidate, round, seat.interviewer.key);
                let held = Held {
                    round,
                    assigned: self.assigned.get(&key).copied(),
                    came,
                };
                self.seats.entry(key.0).or_default().push(held);
            }
            ControlFlow::Continue(())
        })?;
        Ok(())
    }
}

fn stands(status: &SeatStatus) -> bool {
    !matches!(status.state, SeatState::Declined | SeatState::Withdrawn)
}

/// The rubrics of candidates' records, each read once: the version that was kept last, else that of
/// the workspace.
struct Rubrics<'a> {
    store: &'a dyn Store,
    ui: &'a Ui,
    kept: Vec<KeptRubric>,
    by_id: BTreeMap<String, Option<Rubric>>,
}

impl<'a> Rubrics<'a> {
    fn of(store: &'a dyn Store, ui: &'a Ui) -> Result<Self, Failure> {
        Ok(Self {
            store,
            ui,
            kept: store.rubrics()?,
            by_id: BTreeMap::new(),
        })
    }

    fn find(&mut self, id: &str) -> Result<Option<&Rubric>, Failure> {
        if !self.by_id.contains_key(id) {
            let kept = self.kept.iter().rev().find(|kept| kept.id == id);
            let found = match kept {
                Some(kept) => Some(kept::rubric(self.store, &kept.hash)?),
                None => match shelf::meant(id, self.ui)? {
                    Meant::Sound(rubric) => Some(*rubric),
                    Meant::Broken | Meant::Nothing => None,
                },
            };
            self.by_id.insert(id.to_owned(), found);
        }
        Ok(self.by_id.get(id).and_then(Option::as_ref))
    }

    /// A course with the seats put into the stages of their rounds, and how many have no stage.
    fn place(
        &mut self,
        record: &Candidate,
        seats: &[Held],
        rounds: &BTreeMap<String, usize>,
        mut course: Course,
    ) -> Result<(Course, usize), Failure> {
        if seats.is_empty() {
            return Ok((course, 0));
        }
        let rubric = match &record.rubric {
            Some(id) => self.find(id)?,
            None => None,
        };
        let Some(rubric) = rubric else {
            return Ok((course, seats.len()));
        };
        let stages: BTreeMap<usize, Stage> = (rubric.rounds().iter())
            .filter_map(|round| Some((*rounds.get(round.id.as_str())?, round.stage.into())))
            .collect();
        let mut n_unplaced = 0;
        for seat in seats {
            match stages.get(&seat.round) {
                Some(stage) => {
                    let cards: &mut Cards = course.cards.entry(*stage).or_default();
                    cards.add(seat.assigned, seat.came);
                }
                None => n_unplaced += 1,
            }
        }
        let level = record.level.as_ref().and_then(|id| rubric.find_level(id));
        course.complete = level.and_then(|level| complete(rubric, level, seats, rounds, &course));
        Ok((course, n_unplaced))
    }
}

/// The day on which the last card of a loop came, where nobody is waited for and the last stage's
/// rounds have every card that the rubric asks for.
fn complete(
    rubric: &Rubric,
    level: LevelIdx,
    seats: &[Held],
    rounds: &BTreeMap<String, usize>,
    course: &Course,
) -> Option<Date> {
    let held: Vec<_> = rubric
        .rounds_at(level)
        .map(|idx| rubric.round(idx))
        .filter(|round| round.stage.is_panel())
        .collect();
    let last = held.iter().map(|round| Stage::from(round.stage)).max()?;
    let is_full = held
        .iter()
        .filter(|round| Stage::from(round.stage) == last)
        .all(|round| {
            let number = rounds.get(round.id.as_str());
            let came = seats.iter().filter(|seat| Some(&seat.round) == number);
            let n_came = came.filter(|seat| seat.came.is_some()).count();
            n_came >= usize::try_from(round.interviewers).unwrap_or(usize::MAX)
        });
    let is_waited_for = course.cards.values().any(|cards| cards.n_open > 0);
    let days = course.cards.values().filter_map(|cards| cards.last_came);
    days.max().filter(|_| is_full && !is_waited_for)
}
