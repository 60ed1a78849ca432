//! The funnel: how many came to each stage, what became of them, and how long it took.

use serde::Serialize;

use super::stay::Stay;
use crate::document::Date;
use crate::store::{Passage, Stage};
use crate::text::count;

/// Version of the JSON.
const FORMAT: u32 = 1;

/// Who and what a funnel is of.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Scope {
    /// Candidates of that rubric alone, by its id.
    pub rubric: Option<String>,
    /// Candidates of that level alone, by its id.
    pub level: Option<String>,
    /// Candidates who came to the application on that day or later.
    pub from: Option<Date>,
    /// Candidates who came to it on that day or earlier.
    pub to: Option<Date>,
}

/// A funnel in the making.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    n_candidates: usize,
    n_otherwise: usize,
    n_between: usize,
    stages: [StageTally; Stage::ALL.len()],
}

#[derive(Debug, Clone, Default)]
struct StageTally {
    n_in: usize,
    passed: usize,
    declined: usize,
    withdrew: usize,
    waiting: usize,
    /// Days in the stage of those who left, where they are known.
    days: Vec<u32>,
    /// Days so far of those who wait, where they are known.
    waiting_days: Vec<u32>,
}

impl Tally {
    /// Takes a candidate.
    pub fn add(&mut self, stays: &[Stay], now: Date) {
        self.n_candidates += 1;
        self.n_between += usize::from(is_between(stays));
        for stay in stays {
            self.n_otherwise += usize::from(!stay.otherwise.is_empty());
            let at = Stage::ALL.iter().position(|stage| *stage == stay.stage);
            if let Some(stage) = at.and_then(|at| self.stages.get_mut(at)) {
                stage.add(stay, now);
            }
        }
    }

    /// The funnel at the end of a day.
    #[must_use]
    pub fn finish(self, now: Date, scope: Scope, unseen: Unseen) -> Funnel {
        let stages = Stage::ALL.into_iter().zip(self.stages);
        Funnel {
            format: FORMAT,
            on: now,
            scope,
            candidates: self.n_candidates,
            erased: unseen.erased,
            withheld: unseen.withheld,
            unplaced_seats: unseen.unplaced_seats,
            otherwise: self.n_otherwise,
            between: self.n_between,
            stages: stages.map(|(stage, tally)| tally.finish(stage)).collect(),
        }
    }
}

/// Whether somebody passed whatever they came to and waits nowhere, the decision still before them.
fn is_between(stays: &[Stay]) -> bool {
    let goes_on = |stay: &Stay| stay.what == Passage::Passed && stay.stage != Stage::Decision;
    !stays.is_empty() && stays.iter().all(goes_on)
}

/// What a funnel does not hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unseen {
    /// Candidates who were erased.
    pub erased: usize,
    /// Candidates for whom whoever asks has a card due.
    pub withheld: usize,
    /// Seats in rounds that no known rubric of the candidate has.
    pub unplaced_seats: usize,
}

impl StageTally {
    fn add(&mut self, stay: &Stay, now: Date) {
        self.n_in += 1;
        match stay.what {
            Passage::Entered => self.waiting += 1,
            Passage::Passed => self.passed += 1,
            Passage::Declined => self.declined += 1,
            Passage::Withdrew => self.withdrew += 1,
        }
        let days = if stay.waits() {
            &mut self.waiting_days
        } else {
            &mut self.days
        };
        days.extend(stay.days(now));
    }

    fn finish(self, stage: Stage) -> StageCounts {
        let n_left = self.passed + self.declined + self.withdrew;
        let (days, waiting_days) = (sorted(self.days), sorted(self.waiting_days));
        StageCounts {
            stage: stage.as_str(),
            n_in: self.n_in,
            passed: self.passed,
            declined: self.declined,
            withdrew: self.withdrew,
            waiting: self.waiting,
            share_passed: share(self.passed, n_left),
            median_days: median(&days),
            median_days_of: days.len(),
            waiting_median_days: median(&waiting_days),
            waiting_days_of: waiting_days.len(),
            waiting_longest_days: waiting_days.last().copied(),
            missing: missing(n_left, days.len()),
        }
    }
}

/// The funnel of candidates at the end of a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Funnel {
    /// Version of this shape.
    pub format: u32,
    /// The day at whose end it stood so.
    pub on: Date,
    /// Whom it is of.
    pub scope: Scope,
    /// How many candidates it holds.
    pub candidates: usize,
    /// How many were erased by that day, of whatever rubric: nothing else is known of them.
    pub erased: usize,
    /// How many are left out, since whoever asks has a card due for them.
    pub withheld: usize,
    /// Seats whose round no known rubric of the candidate has, so that they tell of no stage.
    pub unplaced_seats: usize,
    /// At how many stages of candidates a record says otherwise than what else is kept.
    pub otherwise: usize,
    /// How many passed the last stage they came to, and have not come to another.
    pub between: usize,
    /// The stages, in the order of the process.
    pub stages: Vec<StageCounts>,
}

/// One stage of a funnel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageCounts {
    /// The stage.
    pub stage: &'static str,
    /// How many came to it.
    #[serde(rename = "in")]
    pub n_in: usize,
    /// How many passed it.
    pub passed: usize,
    /// How many were declined at it.
    pub declined: usize,
    /// How many withdrew at it.
    pub withdrew: usize,
    /// How many are in it still.
    pub waiting: usize,
    /// The part of those who left it that passed, from 0 to 1; none where nobody left.
    pub share_passed: Option<f64>,
    /// The median of the days in it of those who left; none where no such length is known.
    pub median_days: Option<f64>,
    /// How many lengths that rests on.
    pub median_days_of: usize,
    /// The median of the days so far of those who wait.
    pub waiting_median_days: Option<f64>,
    /// How many lengths that rests on.
    pub waiting_days_of: usize,
    /// The most days that somebody waits.
    pub waiting_longest_days: Option<u32>,
    /// Why a share or a median of those who left is missing: `nobody-left` or `days-not-known`.
    pub missing: Option<&'static str>,
}

impl StageCounts {
    /// How many left it.
    #[must_use]
    pub fn n_left(&self) -> usize {
        self.passed + self.declined + self.withdrew
    }

    /// Whether everybody who came is accounted for, and no length of time is anybody else's.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.n_in == self.n_left() + self.waiting
            && self.median_days_of <= self.n_left()
            && self.waiting_days_of <= self.waiting
    }
}

impl Funnel {
    /// The stage whose numbers do not add up; none where all do.
    #[must_use]
    pub fn wrong(&self) -> Option<&StageCounts> {
        let is_over = |stage: &&StageCounts| !stage.adds_up() || stage.n_in > self.candidates;
        self.stages.iter().find(is_over)
    }
}

fn sorted(mut days: Vec<u32>) -> Vec<u32> {
    days.sort_unstable();
    days
}

/// The middle of ascending numbers, or halfway between the two in the middle.
fn median(days: &[u32]) -> Option<f64> {
    let upper = f64::from(*days.get(days.len() / 2)?);
    if days.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = f64::from(*days.get(days.len() / 2 - 1)?);
    Some(f64::midpoint(lower, upper))
}

fn share(n: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| count(n) / count(of))
}

fn missing(n_left: usize, n_days: usize) -> Option<&'static str> {
    match (n_left, n_days) {
        (0, _) => Some("nobody-left"),
        (_, 0) => Some("days-not-known"),
        _ => None,
    }
}
