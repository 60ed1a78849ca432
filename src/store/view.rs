//! What a store answers.

use super::books::{CandidateRow, Expectation, RubricRow, SeatRow};
use super::change::{Candidate, Choice, Decision, Person, Seat};
use super::error::Problem;
use super::event::{Card, Entry, Event, Head};
use super::{Moment, Receipt, StageRecord, StoreError};
use crate::document::Date;
use crate::text::Digest;

impl Receipt {
    pub(crate) fn already(sequence: u64) -> Self {
        Self {
            sequence,
            is_new: false,
            after_seeing_others: false,
        }
    }
}

/// Where a card stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeatState {
    /// Expected; its deadline is not past, or there is none.
    Due,
    /// Expected, and its deadline is past.
    Overdue,
    /// It came in time, or there was no deadline.
    In,
    /// It came after its deadline.
    InLate,
    /// The interviewer declined.
    Declined,
    /// The interviewer was taken off.
    Withdrawn,
}

impl SeatState {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Overdue => "overdue",
            Self::In => "in",
            Self::InLate => "in-late",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether a card is still expected.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Due | Self::Overdue)
    }

    pub(crate) fn of(row: &SeatRow, now: Moment) -> Self {
        let came = row.card.map(|card| card.came);
        Self::at(row.expectation, row.due, came, now)
    }

    pub(crate) fn at(
        expectation: Expectation,
        due: Option<Moment>,
        came: Option<Moment>,
        now: Moment,
    ) -> Self {
        match (came, expectation) {
            (Some(came), _) if due.is_some_and(|due| came > due) => Self::InLate,
            (Some(_), _) => Self::In,
            (None, Expectation::Declined) => Self::Declined,
            (None, Expectation::Withdrawn) => Self::Withdrawn,
            (None, _) if due.is_some_and(|due| due < now) => Self::Overdue,
            (None, _) => Self::Due,
        }
    }
}

/// One seat as it stands at some moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatStatus {
    /// The seat.
    pub seat: Seat,
    /// Where its card stands.
    pub state: SeatState,
    /// Whether it is a trainee's.
    pub shadow: bool,
    /// False where a card came that nobody was assigned for.
    pub was_assigned: bool,
    /// The event that last assigned it or gave it up.
    pub assigned: Option<u64>,
    /// When the card is or was due.
    pub due: Option<Moment>,
    /// When its first revision came.
    pub came: Option<Moment>,
    /// The id of its latest revision.
    pub card: Option<Digest>,
    /// How many revisions there are.
    pub n_revisions: u32,
    /// Whether its latest revision is sealed.
    pub sealed: bool,
}

impl SeatStatus {
    pub(crate) fn of(row: SeatRow, candidate: &str, now: Moment) -> Self {
        let state = SeatState::of(&row, now);
        Self {
            state,
            shadow: row.shadow,
            was_assigned: row.expectation != Expectation::Unasked,
            assigned: row.assigned,
            due: row.due,
            came: row.card.map(|card| card.came),
            card: row.card.map(|card| card.id),
            n_revisions: row.card.map_or(0, |card| card.revision),
            sealed: row.card.is_some_and(|card| card.sealed),
            seat: Seat {
                candidate: candidate.to_owned(),
                round: row.round,
                interviewer: row.interviewer,
            },
        }
    }
}

/// How many seats stand where. Trainees' seats are counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Expected and not late.
    pub n_due: usize,
    /// Expected and late.
    pub n_overdue: usize,
    /// In, in time.
    pub n_in: usize,
    /// In, late.
    pub n_in_late: usize,
    /// Declined.
    pub n_declined: usize,
    /// Withdrawn.
    pub n_withdrawn: usize,
    /// Trainees' seats that are not given up.
    pub n_shadow: usize,
    /// Trainees' cards that are in.
    pub n_shadow_in: usize,
}

impl Counts {
    /// Cards that are still expected.
    #[must_use]
    pub fn n_open(&self) -> usize {
        self.n_due + self.n_overdue
    }

    /// Cards that came.
    #[must_use]
    pub fn n_came(&self) -> usize {
        self.n_in + self.n_in_late
    }

    /// What is left without the seats of others.
    #[must_use]
    pub fn without(&self, others: &Self) -> Self {
        let left = usize::saturating_sub;
        Self {
            n_due: left(self.n_due, others.n_due),
            n_overdue: left(self.n_overdue, others.n_overdue),
            n_in: left(self.n_in, others.n_in),
            n_in_late: left(self.n_in_late, others.n_in_late),
            n_declined: left(self.n_declined, others.n_declined),
            n_withdrawn: left(self.n_withdrawn, others.n_withdrawn),
            n_shadow: left(self.n_shadow, others.n_shadow),
            n_shadow_in: left(self.n_shadow_in, others.n_shadow_in),
        }
    }

    pub(crate) fn add(&mut self, state: SeatState, shadow: bool, n: usize) {
        use SeatState::{Declined, Due, In, InLate, Overdue, Withdrawn};
        match (state, shadow) {
            (Due | Overdue, true) => self.n_shadow += n,
            (In | InLate, true) => {
                self.n_shadow += n;
                self.n_shadow_in += n;
            }
            (Due, false) => self.n_due += n,
            (Overdue, false) => self.n_overdue += n,
            (In, false) => self.n_in += n,
            (InLate, false) => self.n_in_late += n,
            (Declined, _) => self.n_declined += n,
            (Withdrawn, _) => self.n_withdrawn += n,
        }
    }
}

/// What was decided on a candidate, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    /// What was decided.
    pub choice: Choice,
    /// When.
    pub at: Moment,
}

/// One candidate with the state of their panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelStatus {
    /// Their record.
    pub candidate: Candidate,
    /// The latest decision.
    pub decision: Option<Decided>,
    /// Their seats.
    pub seats: Counts,
}

impl PanelStatus {
    pub(crate) fn of(row: CandidateRow, seats: Counts) -> Self {
        Self {
            candidate: row.record,
            decision: row.decided.map(|(decided, _)| decided),
            seats,
        }
    }
}

/// All panels in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// How many candidates there are.
    pub n_candidates: usize,
    /// How many of them have a decision.
    pub n_decided: usize,
    /// All their seats.
    pub seats: Counts,
}

/// Panels in which a card is expected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waiting {
    /// How many there are.
    pub n_panels: usize,
    /// Those that are waited for longest.
    pub first: Vec<PanelStatus>,
}

/// All panels in numbers, with those that are waited for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Survey {
    /// The numbers.
    pub standing: Standing,
    /// Those that are waited for.
    pub waiting: Waiting,
}

/// Which panels are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Panels {
    /// Every one.
    #[default]
    All,
    /// Some card is expected still.
    Open,
    /// Some card is late.
    Overdue,
    /// At least one card came, and none is expected any more.
    Complete,
    /// A decision was made.
    Decided,
}

impl Panels {
    pub(crate) fn takes(self, panel: &PanelStatus) -> bool {
        let seats = &panel.seats;
        match self {
            Self::All => true,
            Self::Open => seats.n_open() > 0,
            Self::Overdue => seats.n_overdue > 0,
            Self::Complete => seats.n_open() == 0 && seats.n_came() > 0,
            Self::Decided => panel.decision.is_some(),
        }
    }
}

/// Which seats are asked for; everything that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeatFilter {
    /// Those of one candidate.
    pub candidate: Option<String>,
    /// Those of one interviewer.
    pub interviewer: Option<Person>,
    /// Those whose card is expected still.
    pub open_only: bool,
}

impl SeatFilter {
    pub(crate) fn takes(&self, status: &SeatStatus) -> bool {
        let seat = &status.seat;
        let candidate = self.candidate.as_ref();
        let interviewer = self.interviewer.as_ref();
        candidate.is_none_or(|candidate| *candidate == seat.candidate)
            && interviewer.is_none_or(|interviewer| *interviewer == seat.interviewer)
            && (!self.open_only || status.state.is_open())
    }
}

/// Which revisions of a card are asked for, or which records of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revisions {
    /// The one that holds.
    Latest,
    /// Every one, first to last.
    All,
}

/// A card with when it was kept and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCard {
    /// The card.
    pub card: Card,
    /// Who submitted it.
    pub by: Person,
    /// When, as RFC 3339.
    pub time: String,
    /// The event that holds it.
    pub sequence: u64,
}

impl KeptCard {
    /// The card of an event; none where it holds none.
    pub(crate) fn of(event: Event) -> Option<Self> {
        use Entry::{CardAmended, CardSubmitted, SealOpened};
        match event.content {
            Some((by, CardSubmitted(card) | CardAmended(card) | SealOpened(card))) => Some(Self {
                card,
                by,
                time: event.time,
                sequence: event.sequence,
            }),
            _ => None,
        }
    }
}

/// A decision with when it was kept and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDecision {
    /// The decision.
    pub decision: Decision,
    /// Who made it.
    pub by: Person,
    /// When.
    pub at: Moment,
    /// The event that holds it.
    pub sequence: u64,
}

impl KeptDecision {
    /// The decision of an event; none where it holds none.
    pub(crate) fn of(event: Event) -> Option<Self> {
        match event.content {
            Some((by, Entry::DecisionMade(decision))) => Some(Self {
                decision,
                by,
                at: Moment::parse(&event.time)?,
                sequence: event.sequence,
            }),
            _ => None,
        }
    }

    /// The decisions that lead to the latest one, first to last.
    pub(crate) fn history(
        latest: Option<u64>,
        read: impl Fn(u64) -> Result<Self, StoreError>,
    ) -> Result<Vec<Self>, StoreError> {
        let mut history = Vec::new();
        let mut next = latest;
        while let Some(sequence) = next {
            let kept = read(sequence)?;
            // Earlier events have lower numbers, so that no log leads in a circle.
            let before = kept.decision.supersedes;
            next = before.filter(|before| *before < sequence);
            history.push(kept);
        }
        history.reverse();
        Ok(history)
    }
}

/// A record of a stage with when it was kept and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptStage {
    /// The record.
    pub record: StageRecord,
    /// The day that they came to the stage, by this record or else by those before it.
    pub entered: Option<Date>,
    /// Who recorded it.
    pub by: Person,
    /// When.
    pub at: Moment,
    /// The event that holds it.
    pub sequence: u64,
}

impl KeptStage {
    /// The record of an event; none where it holds none.
    pub(crate) fn of(event: Event, entered: Option<Date>) -> Option<Self> {
        match event.content {
            Some((by, Entry::StageRecorded(record))) => Some(Self {
                record,
                entered,
                by,
                at: Moment::parse(&event.time)?,
                sequence: event.sequence,
            }),
            _ => None,
        }
    }
}

/// A rubric that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRubric {
    /// Its content hash, `sha256:…`.
    pub hash: String,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The event that holds its files.
    pub sequence: u64,
}

impl From<RubricRow> for KeptRubric {
    fn from(row: RubricRow) -> Self {
        Self {
            hash: row.hash,
            id: row.id,
            version: row.version,
            sequence: row.sequence,
        }
    }
}

/// What an erasure did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The event that says so.
    pub sequence: u64,
    /// How many records lost their content.
    pub n_records: usize,
    /// Files that still hold what they held before: backups and copies made by Panelkit.
    pub copies: Vec<String>,
    /// False where somebody else kept the store open, so that traces are left in its files until
    /// [`super::Store::scrub`] has run.
    pub is_scrubbed: bool,
}

/// What `audit verify` came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The end of the log.
    pub head: Head,
    /// How many events there are.
    pub n_events: u64,
    /// How many of them were erased, by events that say so.
    pub n_erased: u64,
    /// The erasures, and how many records each took.
    pub erasures: Vec<(u64, u64)>,
    /// Everything that is wrong, in the order of the log.
    pub problems: Vec<Problem>,
}

impl Verification {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.problems.is_empty()
    }
}
