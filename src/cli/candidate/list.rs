//! `panelkit candidate list`

use std::ops::ControlFlow;

use serde::Serialize;

use crate::cli::error::Failure;
use crate::cli::listed::Listed;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::render::csv as tables;
use crate::store::{Access, Candidate, Moment, Panels, Store};

/// Version of the JSON.
const FORMAT: u32 = 1;

/// Rows that a person reads.
const MOST_SHOWN: usize = 50;

/// The columns of the CSV, which `candidate import` reads.
pub(super) const COLUMNS: [&str; 6] = ["candidate", "name", "contact", "level", "rubric", "stage"];

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// In text: every candidate, however many there are.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    store: Stored,
    #[command(flatten)]
    listed: Listed,
}

#[derive(Serialize)]
struct Listing {
    format: u32,
    candidates: Vec<Candidate>,
    /// How many there are beside those listed.
    #[serde(skip_serializing_if = "is_none")]
    more: usize,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_none(n: &usize) -> bool {
    *n == 0
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let store = args.store.open(Access::Existing, ui)?;
    let most = if args.all || !args.listed.is_text() {
        usize::MAX
    } else {
        MOST_SHOWN
    };
    let listing = listing(&store, most)?;
    let csv = |listing: &Listing| tables::table(&COLUMNS, listing.candidates.iter().map(cells));
    args.listed.write("candidates.md", &listing, csv, ui)
}

fn listing(store: &dyn Store, most: usize) -> Result<Listing, Failure> {
    let mut listing = Listing {
        format: FORMAT,
        candidates: Vec::new(),
        more: 0,
    };
    store.panels(Panels::All, Moment::now(), &mut |panel| {
        if listing.candidates.len() < most {
            listing.candidates.push(panel.candidate);
        } else {
            listing.more += 1;
        }
        ControlFlow::Continue(())
    })?;
    Ok(listing)
}

fn cells(record: &Candidate) -> Vec<String> {
    let fields = [
        &record.name,
        &record.contact,
        &record.level,
        &record.rubric,
        &record.stage,
    ];
    let mut cells = vec![record.id.clone()];
    cells.extend(fields.map(|field| field.clone().unwrap_or_default()));
    cells
}
