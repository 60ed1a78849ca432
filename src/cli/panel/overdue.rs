//! `panelkit panel overdue`

use serde::Serialize;

use super::find;
use super::view::{FORMAT, Owed, SeatRow};
use crate::cli::error::Failure;
use crate::cli::listed::Listed;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{exit, kept, workspace};
use crate::render::csv as tables;
use crate::store::{Access, SeatFilter, SeatState, Stamp, Store};

/// Seats that a person reads.
const MOST_SHOWN: usize = 50;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// In text: every late card, however many there are.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    store: Stored,
    #[command(flatten)]
    listed: Listed,
}

#[derive(Serialize)]
struct Overdue {
    format: u32,
    /// Those that are late longest come first.
    seats: Vec<SeatRow>,
    /// How many more there are.
    more: usize,
    /// Candidates of whom only the card of whoever asks is listed: it is due.
    withheld: usize,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let stamp = workspace::told_stamp(ui)?;
    let store = args.store.open(Access::Existing, ui)?;
    let mut overdue = overdue(&store, &stamp)?;
    let is_none = overdue.seats.is_empty();
    if args.listed.is_text() && !args.all {
        overdue.more = overdue.seats.len().saturating_sub(MOST_SHOWN);
        overdue.seats.truncate(MOST_SHOWN);
    }
    args.listed
        .write("overdue.md", &overdue, Overdue::csv, ui)?;
    if is_none {
        Ok(())
    } else {
        Err(Failure::said(exit::NO))
    }
}

fn overdue(store: &dyn Store, stamp: &Stamp) -> Result<Overdue, Failure> {
    let owed = Owed::of(find::owed(store, &stamp.by, stamp.time)?);
    let open = SeatFilter {
        open_only: true,
        ..SeatFilter::default()
    };
    let mut seats = kept::seats_by(store, &open, stamp.time)?;
    seats.retain(|seat| {
        let is_own = seat.seat.interviewer == stamp.by;
        seat.state == SeatState::Overdue && (is_own || !owed.has(&seat.seat.candidate))
    });
    seats.sort_by_key(|seat| seat.due);
    let rows = seats.iter().map(|seat| SeatRow::of(seat, stamp.time));
    Ok(Overdue {
        format: FORMAT,
        seats: rows.collect(),
        more: 0,
        withheld: owed.candidates().count(),
    })
}

impl Overdue {
    fn csv(&self) -> String {
        const COLUMNS: [&str; 6] = [
            "candidate",
            "round",
            "interviewer",
            "shadow",
            "due",
            "late_by",
        ];
        tables::table(
            &COLUMNS,
            self.seats.iter().map(|seat| {
                vec![
                    seat.candidate.clone(),
                    seat.round.clone(),
                    seat.interviewer.clone(),
                    if seat.shadow { "yes" } else { "no" }.to_owned(),
                    seat.due.clone().unwrap_or_default(),
                    seat.late_by
                        .map(|seconds| seconds.to_string())
                        .unwrap_or_default(),
                ]
            }),
        )
    }
}
