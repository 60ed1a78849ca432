//! Panels and seats as they are shown and written as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::find;
use crate::store::{
    self, Counts, KeptDecision, Moment, PanelStatus, SeatState, SeatStatus, Standing,
};

/// Version of the JSON.
pub(super) const FORMAT: u32 = 1;

/// A candidate by id, with the name to show.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) name: String,
}

impl Named {
    pub(super) fn of(record: &store::Candidate) -> Self {
        let name = record.name.as_ref().unwrap_or(&record.id);
        Self {
            id: record.id.clone(),
            name: name.clone(),
        }
    }
}

/// What was decided.
#[derive(Debug, Clone, Serialize)]
pub(in crate::cli) struct Decided {
    choice: &'static str,
    title: &'static str,
    at: String,
    shown: String,
}

impl From<store::Decided> for Decided {
    fn from(decided: store::Decided) -> Self {
        Self {
            choice: decided.choice.as_str(),
            title: decided.choice.title(),
            at: decided.at.to_string(),
            shown: find::shown(decided.at),
        }
    }
}

impl Decided {
    pub(super) fn choice(&self) -> &'static str {
        self.choice
    }

    pub(super) fn at(&self) -> String {
        self.at.clone()
    }
}

/// What was decided last, by whom and why, and what was before.
#[derive(Debug, Clone, Serialize)]
pub(in crate::cli) struct Decisions {
    #[serde(flatten)]
    latest: DecidedBy,
    /// Those whose place it took, first to last.
    earlier: Vec<DecidedBy>,
}

/// What was decided, by whom and why.
#[derive(Debug, Clone, Serialize)]
struct DecidedBy {
    #[serde(flatten)]
    decided: Decided,
    by: String,
    reason: Option<String>,
    /// Whether it departs from what the packet recommended.
    departs: bool,
}

impl Decisions {
    /// Of those that a store gives; none where there is none.
    pub(in crate::cli) fn of(kept: Vec<KeptDecision>) -> Option<Self> {
        let mut all: Vec<_> = kept.into_iter().map(DecidedBy::of).collect();
        let latest = all.pop()?;
        Some(Self {
            latest,
            earlier: all,
        })
    }
}

impl DecidedBy {
    fn of(kept: KeptDecision) -> Self {
        let decided = store::Decided {
            choice: kept.decision.choice,
            at: kept.at,
        };
        Self {
            decided: decided.into(),
            by: kept.by.signature,
            reason: kept.decision.reason,
            departs: kept.decision.departs,
        }
    }
}

/// How many cards stand where; trainees' are counted apart.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Cards {
    /// That came, late ones included.
    #[serde(rename = "in")]
    pub(super) came: usize,
    /// Of these, after their deadline.
    pub(super) in_late: usize,
    /// That are expected, late ones included.
    pub(super) due: usize,
    /// Of these, past their deadline.
    pub(super) overdue: usize,
    pub(super) declined: usize,
    pub(super) withdrawn: usize,
    pub(super) shadow: Shadow,
}

/// Trainees' cards.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Shadow {
    #[serde(rename = "in")]
    pub(super) came: usize,
    /// Those that came and those that are expected.
    pub(super) seats: usize,
}

impl From<Counts> for Cards {
    fn from(counts: Counts) -> Self {
        Self {
            came: counts.n_came(),
            in_late: counts.n_in_late,
            due: counts.n_open(),
            overdue: counts.n_overdue,
            declined: counts.n_declined,
            withdrawn: counts.n_withdrawn,
            shadow: Shadow {
                came: counts.n_shadow_in,
                seats: counts.n_shadow,
            },
        }
    }
}

/// All panels in numbers, without those in which whoever asks has a card due.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Totals {
    pub(super) candidates: usize,
    /// How many of them are left out of everything below.
    pub(super) withheld: usize,
    pub(super) decided: usize,
    pub(super) cards: Cards,
}

impl Totals {
    /// `owed` are the panels that are left out.
    pub(super) fn of(standing: &Standing, owed: &[PanelStatus]) -> Self {
        let mut seats = standing.seats;
        let mut n_decided = standing.n_decided;
        for panel in owed {
            seats = seats.without(&panel.seats);
            n_decided -= usize::from(panel.decision.is_some()).min(n_decided);
        }
        Self {
            candidates: standing.n_candidates,
            withheld: owed.len(),
            decided: n_decided,
            cards: seats.into(),
        }
    }
}

/// The cards that whoever asks has due, by candidate.
pub(super) struct Owed(BTreeMap<String, Vec<Own>>);

impl Owed {
    pub(super) fn of(seats: Vec<SeatStatus>) -> Self {
        let mut by_candidate: BTreeMap<String, Vec<Own>> = BTreeMap::new();
        for seat in seats {
            let own = Own::of(&seat);
            by_candidate
                .entry(seat.seat.candidate)
                .or_default()
                .push(own);
        }
        Self(by_candidate)
    }

    pub(super) fn candidates(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(super) fn has(&self, candidate: &str) -> bool {
        self.0.contains_key(candidate)
    }
}

/// A card that whoever asks has due.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Own {
    pub(super) round: String,
    pub(super) state: &'static str,
    pub(super) due: Option<String>,
    pub(super) due_shown: Option<String>,
}

impl Own {
    fn of(seat: &SeatStatus) -> Self {
        Self {
            round: seat.seat.round.clone(),
            state: seat.state.as_str(),
            due: seat.due.map(|due| due.to_string()),
            due_shown: seat.due.map(find::shown),
        }
    }
}

/// One candidate's panel in numbers; of one in which whoever asks has a card due, only that.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Panel {
    pub(super) candidate: Named,
    pub(super) rubric: Option<String>,
    pub(super) level: Option<String>,
    pub(super) stage: Option<String>,
    pub(super) cards: Option<Cards>,
    pub(super) decision: Option<Decided>,
    /// True where the rest is left out.
    pub(super) withheld: bool,
    pub(super) yours: Vec<Own>,
}

impl Panel {
    pub(super) fn of(panel: PanelStatus, owed: &Owed) -> Self {
        let yours = owed.0.get(&panel.candidate.id).cloned();
        let withheld = yours.is_some();
        Self {
            candidate: Named::of(&panel.candidate),
            rubric: panel.candidate.rubric,
            level: panel.candidate.level,
            stage: panel.candidate.stage,
            cards: (!withheld).then(|| panel.seats.into()),
            decision: panel.decision.filter(|_| !withheld).map(Decided::from),
            withheld,
            yours: yours.unwrap_or_default(),
        }
    }
}

/// One seat as it stands.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SeatRow {
    pub(super) candidate: String,
    pub(super) round: String,
    pub(super) interviewer: String,
    pub(super) shadow: bool,
    pub(super) state: &'static str,
    /// The state in words, with what can be said of its time.
    pub(super) shown: String,
    pub(super) due: Option<String>,
    pub(super) due_shown: Option<String>,
    pub(super) came: Option<String>,
    /// Seconds past the deadline; none where the card is not late.
    pub(super) late_by: Option<i64>,
    pub(super) late_shown: Option<String>,
    pub(super) revisions: u32,
    pub(super) sealed: bool,
    pub(super) was_assigned: bool,
}

impl SeatRow {
    pub(super) fn of(seat: &SeatStatus, now: Moment) -> Self {
        let until = seat.came.unwrap_or(now);
        let is_late = matches!(seat.state, SeatState::Overdue | SeatState::InLate);
        let late_by = seat.due.filter(|_| is_late);
        let late_by = late_by.map(|due| until.seconds() - due.seconds());
        let late_shown = late_by.map(duration);
        Self {
            candidate: seat.seat.candidate.clone(),
            round: seat.seat.round.clone(),
            interviewer: seat.seat.interviewer.signature.clone(),
            shadow: seat.shadow,
            state: seat.state.as_str(),
            shown: state_in_words(seat, late_shown.as_deref()),
            due: seat.due.map(|due| due.to_string()),
            due_shown: seat.due.map(find::shown),
            came: seat.came.map(|came| came.to_string()),
            late_by,
            late_shown,
            revisions: seat.n_revisions,
            sealed: seat.sealed,
            was_assigned: seat.was_assigned,
        }
    }
}

fn state_in_words(seat: &SeatStatus, late: Option<&str>) -> String {
    let late = late.unwrap_or_default();
    let mut words = vec![match seat.state {
        SeatState::Due => "due".to_owned(),
        SeatState::Overdue => format!("overdue, {late}"),
        SeatState::In => "in".to_owned(),
        SeatState::InLate => format!("in, {late} late"),
        SeatState::Declined => "declined".to_owned(),
        SeatState::Withdrawn => "withdrawn".to_owned(),
    }];
    if seat.n_revisions > 1 {
        words.push(format!("revision {}", seat.n_revisions));
    }
    if seat.sealed {
        words.push("sealed".to_owned());
    }
    if !seat.was_assigned {
        words.push("nobody was assigned".to_owned());
    }
    words.join(", ")
}

/// A length of time in its largest unit, rounded down.
pub(super) fn duration(seconds: i64) -> String {
    const UNITS: [(i64, &str); 3] = [(86_400, "day"), (3_600, "hour"), (60, "minute")];
    let fits = UNITS.iter().find(|(length, _)| seconds >= *length);
    match fits {
        Some((length, unit)) => {
            let n = usize::try_from(seconds / length).unwrap_or_default();
            crate::text::counted(n, unit)
        }
        None => "under a minute".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_in_their_largest_unit() {
        let cases = [
            (0, "under a minute"),
            (59, "under a minute"),
            (60, "1 minute"),
            (3_599, "59 minutes"),
            (3_600, "1 hour"),
            (86_399, "23 hours"),
            (86_400, "1 day"),
            (200_000, "2 days"),
        ];
        for (seconds, shown) in cases {
            assert_eq!(duration(seconds), shown);
        }
    }
}
