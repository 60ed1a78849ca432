//! `panelkit panel`

mod assign;
mod find;
mod key;
mod leave;
mod open;
mod overdue;
mod remind;
mod status;
mod view;

use super::error::Failure;
use super::ui::Ui;

pub(super) use view::Decisions;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Say who scores a candidate in which round, and until when; again moves the deadline.
    Assign(assign::Args),
    /// Give up a seat because its interviewer declined.
    Decline(leave::Args),
    /// Take an interviewer off a seat.
    Withdraw(leave::Args),
    /// Show where cards stand: of one candidate seat by seat, or of all in numbers.
    ///
    /// Whoever has a card due for a candidate sees nobody else's part in that panel before it is in.
    Status(status::Args),
    /// Show whose card is late, and by how much; the answer is no (exit code 1) where somebody's is.
    Overdue(overdue::Args),
    /// Write a reminder for each interviewer whose card is due or late, and a calendar entry.
    Remind(remind::Args),
    /// Make the panel's key, which opens sealed cards.
    Key(key::Args),
    /// Open a candidate's sealed cards, once every card that is expected is in.
    Open(open::Args),
}

pub(super) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    match command {
        Command::Assign(args) => assign::run(args, ui),
        Command::Decline(args) => leave::run(args, leave::Why::Declined, ui),
        Command::Withdraw(args) => leave::run(args, leave::Why::Withdrawn, ui),
        Command::Status(args) => status::run(args, ui),
        Command::Overdue(args) => overdue::run(args, ui),
        Command::Remind(args) => remind::run(args, ui),
        Command::Key(args) => key::run(args, ui),
        Command::Open(args) => open::run(args, ui),
    }
}
