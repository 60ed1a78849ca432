//! `panelkit panel decline` and `panelkit panel withdraw`

use super::find;
use crate::cli::error::Failure;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{candidate, kept, named, sight, workspace};
use crate::store::{Access, Change, Leave, Person, Seat, SeatFilter, Store};
use crate::text::visible_line;

/// Why a seat is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The interviewer declined.
    Declined,
    /// The interviewer was taken off.
    Withdrawn,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Who is interviewed, by id.
    #[arg(value_name = "CANDIDATE", value_parser = named::candidate)]
    candidate: String,
    /// The round, by id.
    #[arg(long, value_name = "ID")]
    round: String,
    /// Whose seat it is, as they sign.
    #[arg(long, value_name = "WHO", value_parser = named::signature)]
    interviewer: String,
    /// Why; it is kept beside the change.
    #[arg(long, value_name = "WHY")]
    reason: String,
    #[command(flatten)]
    store: Stored,
}

pub(super) fn run(args: &Args, why: Why, ui: &Ui) -> Result<(), Failure> {
    let stamp = workspace::told_stamp(ui)?;
    let mut store = args.store.open(Access::Existing, ui)?;
    candidate::known(&store, &args.candidate)?;
    // Whether somebody else's seat can be given up tells whether their card is in.
    let is_own = Person::new(&args.interviewer) == stamp.by;
    if !is_own {
        sight::refuse_if_due(&mut store, &stamp, &[&args.candidate], "panel withdraw")?;
    }
    let filter = SeatFilter {
        candidate: Some(args.candidate.clone()),
        interviewer: is_own.then(|| stamp.by.clone()),
        open_only: false,
    };
    let seats = kept::seats_by(&store, &filter, stamp.time)?;
    find::narrowed(seats, Some(&args.round), Some(&args.interviewer))?;
    let leave = Leave {
        seat: Seat::new(&args.candidate, &args.round, &args.interviewer),
        declined: why == Why::Declined,
        reason: args.reason.trim().to_owned(),
    };
    store.keep(&stamp, &[Change::Unassign(leave)])?;
    let done = match why {
        Why::Declined => "declined",
        Why::Withdrawn => "is taken off",
    };
    ui.result(format!(
        "{} {done}: no card is expected of them for `{}` in `{}`\n",
        visible_line(&args.interviewer),
        args.candidate,
        visible_line(&args.round)
    ))
}
