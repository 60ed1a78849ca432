//! `panelkit panel status`

mod all;
mod one;

use clap::ValueEnum;

use crate::cli::error::Failure;
use crate::cli::listed::Listed;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{named, workspace};
use crate::store::{Access, Panels};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// One candidate, seat by seat; without one, all panels.
    #[arg(value_name = "CANDIDATE", value_parser = named::candidate)]
    candidate: Option<String>,
    /// Of one candidate: the seats of this round alone.
    #[arg(long, value_name = "ID", requires = "candidate")]
    round: Option<String>,
    /// Of one candidate: the seats of this interviewer alone.
    #[arg(long, value_name = "WHO", requires = "candidate", value_parser = named::signature)]
    interviewer: Option<String>,
    /// Which panels to list; by default `open` in text and `all` in JSON and CSV.
    #[arg(long, value_enum, value_name = "WHICH", conflicts_with = "candidate")]
    only: Option<Only>,
    /// In text: every such panel, however many there are.
    #[arg(long, conflicts_with = "candidate")]
    all: bool,
    #[command(flatten)]
    store: Stored,
    #[command(flatten)]
    listed: Listed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Only {
    /// Every one, in the order of adding.
    All,
    /// A card is expected; the one that is due first comes first.
    Open,
    /// A card is late.
    Overdue,
    /// Cards came, and none is expected any more.
    Complete,
    /// A decision was made.
    Decided,
}

impl Only {
    fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Complete => "complete",
            Self::Decided => "decided",
        }
    }

    fn panels(self) -> Panels {
        match self {
            Self::All => Panels::All,
            Self::Open => Panels::Open,
            Self::Overdue => Panels::Overdue,
            Self::Complete => Panels::Complete,
            Self::Decided => Panels::Decided,
        }
    }
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let stamp = workspace::told_stamp(ui)?;
    let mut store = args.store.open(Access::Existing, ui)?;
    if let Some(id) = &args.candidate {
        let panel = one::find(args, id, &mut store, &stamp, ui)?;
        args.listed.write("panel.md", &panel, one::Panel::csv, ui)
    } else {
        let panels = all::find(args, &store, &stamp)?;
        args.listed
            .write("panels.md", &panels, all::Listing::csv, ui)
    }
}
