//! Seats by what people call them.

use crate::cli::error::Failure;
use crate::cli::kept;
use crate::cli::shelf::{self, Meant};
use crate::cli::ui::Ui;
use crate::diagnostic::nearest;
use crate::rubric::Rubric;
use crate::store::{Candidate, Moment, Person, SeatFilter, SeatStatus, Store};

/// A moment, for the command line.
pub(super) fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text.trim()).ok_or_else(|| {
        "a moment is a date, a time and an offset, such as 2026-11-20T09:30:00+01:00".to_owned()
    })
}

/// A moment as people read it.
pub(super) fn shown(moment: Moment) -> String {
    let text = moment.to_string();
    let minutes = text.get(..16).unwrap_or(&text);
    format!("{} UTC", minutes.replace('T', " "))
}

/// The cards that a person has due, by candidate.
///
/// # Errors
/// The store fails.
pub(super) fn owed(
    store: &dyn Store,
    person: &Person,
    now: Moment,
) -> Result<Vec<SeatStatus>, Failure> {
    let filter = SeatFilter {
        interviewer: Some(person.clone()),
        open_only: true,
        candidate: None,
    };
    kept::seats_by(store, &filter, now)
}

/// The rubric that a candidate is interviewed with, as far as it is recorded and can be found.
///
/// # Errors
/// The workspace cannot be used.
pub(super) fn rubric_of(record: &Candidate, ui: &Ui) -> Result<Option<Box<Rubric>>, Failure> {
    let Some(id) = &record.rubric else {
        return Ok(None);
    };
    Ok(match shelf::meant(id, ui)? {
        Meant::Sound(rubric) => Some(rubric),
        Meant::Broken | Meant::Nothing => None,
    })
}

/// Seats narrowed down to a round and an interviewer.
///
/// # Errors
/// There is none of that name among them.
pub(super) fn narrowed(
    seats: Vec<SeatStatus>,
    round: Option<&str>,
    interviewer: Option<&str>,
) -> Result<Vec<SeatStatus>, Failure> {
    let seats = match round {
        Some(round) => by(seats, "seat in the round", round, |seat| {
            (seat.seat.round.clone(), seat.seat.round == round)
        })?,
        None => seats,
    };
    let Some(who) = interviewer else {
        return Ok(seats);
    };
    let person = Person::new(who);
    by(seats, "seat of the interviewer", who, |seat| {
        let interviewer = &seat.seat.interviewer;
        (interviewer.signature.clone(), *interviewer == person)
    })
}

fn by(
    seats: Vec<SeatStatus>,
    what: &str,
    name: &str,
    field: impl Fn(&SeatStatus) -> (String, bool),
) -> Result<Vec<SeatStatus>, Failure> {
    let mut known: Vec<String> = seats.iter().map(|seat| field(seat).0).collect();
    let found: Vec<_> = seats.into_iter().filter(|seat| field(seat).1).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    known.sort_unstable();
    known.dedup();
    let failure = Failure::no_input(format!("there is no {what} `{name}`"));
    Err(match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => failure.hint("nobody is assigned yet: panelkit panel assign"),
        None => failure.hint(format!("there are: {}", known.join(", "))),
    })
}
