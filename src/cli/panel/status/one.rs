//! One candidate's panel, seat by seat.

use serde::Serialize;

use super::Args;
use crate::cli::error::Failure;
use crate::cli::panel::find as seats;
use crate::cli::panel::view::{Cards, Decisions, FORMAT, Named, SeatRow};
use crate::cli::ui::Ui;
use crate::cli::{candidate, kept, sight};
use crate::render::csv as tables;
use crate::store::{Candidate, SeatState, SeatStatus, SqliteStore, Stamp, Store};

/// One candidate's panel, seat by seat.
#[derive(Serialize)]
pub(super) struct Panel {
    format: u32,
    candidate: Named,
    rubric: Option<String>,
    level: Option<String>,
    stage: Option<String>,
    decision: Option<Decisions>,
    cards: Cards,
    seats: Vec<SeatRow>,
    /// Rounds with fewer seats than the rubric asks for.
    unassigned: Vec<Unassigned>,
}

/// A round that lacks interviewers.
#[derive(Serialize)]
struct Unassigned {
    round: String,
    title: String,
    assigned: usize,
    expected: usize,
}

/// Finds a panel, unless whoever asks has a card due in it.
///
/// # Errors
/// There is no such candidate, round or interviewer; they have a card due; the store fails.
pub(super) fn find(
    args: &Args,
    id: &str,
    store: &mut SqliteStore,
    stamp: &Stamp,
    ui: &Ui,
) -> Result<Panel, Failure> {
    let record = candidate::known(store, id)?;
    sight::refuse_if_due(store, stamp, &[id], "panel status")?;
    let seats = kept::seats(store, id, stamp.time)?;
    let unassigned = unassigned(&record, &seats, ui)?;
    let (round, who) = (args.round.as_deref(), args.interviewer.as_deref());
    let unassigned = if round.is_some() || who.is_some() {
        Vec::new()
    } else {
        unassigned
    };
    let seats = seats::narrowed(seats, round, who)?;
    let panel = store
        .panel(id, stamp.time)?
        .ok_or_else(|| Failure::no_input(format!("`{id}` was erased a moment ago")))?;
    Ok(Panel {
        format: FORMAT,
        candidate: Named::of(&record),
        rubric: record.rubric,
        level: record.level,
        stage: record.stage,
        decision: Decisions::of(store.decisions(id)?),
        cards: panel.seats.into(),
        seats: seats
            .iter()
            .map(|seat| SeatRow::of(seat, stamp.time))
            .collect(),
        unassigned,
    })
}

/// The rounds that lack interviewers, where rubric and level are recorded and can be found.
fn unassigned(
    record: &Candidate,
    seats: &[SeatStatus],
    ui: &Ui,
) -> Result<Vec<Unassigned>, Failure> {
    let level = record.level.as_deref();
    let rubric = seats::rubric_of(record, ui)?;
    let Some((rubric, level)) = rubric.as_ref().zip(level) else {
        return Ok(Vec::new());
    };
    let Some(level) = rubric.find_level(level) else {
        return Ok(Vec::new());
    };
    let rounds = rubric.rounds_at(level).map(|idx| rubric.round(idx));
    let lacking = rounds
        .filter(|round| round.stage.is_panel())
        .filter_map(|round| {
            let is_held = |seat: &&SeatStatus| {
                let is_left = matches!(seat.state, SeatState::Declined | SeatState::Withdrawn);
                seat.seat.round == round.id.as_str() && !seat.shadow && !is_left
            };
            let assigned = seats.iter().filter(is_held).count();
            let expected = usize::try_from(round.interviewers).unwrap_or(usize::MAX);
            (assigned < expected).then(|| Unassigned {
                round: round.id.to_string(),
                title: round.title.to_string(),
                assigned,
                expected,
            })
        });
    Ok(lacking.collect())
}

impl Panel {
    /// A row a seat.
    pub(super) fn csv(&self) -> String {
        const COLUMNS: [&str; 10] = [
            "candidate",
            "round",
            "interviewer",
            "shadow",
            "state",
            "due",
            "came",
            "late_by",
            "revisions",
            "sealed",
        ];
        tables::table(
            &COLUMNS,
            self.seats.iter().map(|seat| {
                let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
                let text = |field: &Option<String>| field.clone().unwrap_or_default();
                vec![
                    seat.candidate.clone(),
                    seat.round.clone(),
                    seat.interviewer.clone(),
                    yes(seat.shadow),
                    seat.state.to_owned(),
                    text(&seat.due),
                    text(&seat.came),
                    seat.late_by
                        .map(|seconds| seconds.to_string())
                        .unwrap_or_default(),
                    seat.revisions.to_string(),
                    yes(seat.sealed),
                ]
            }),
        )
    }
}
