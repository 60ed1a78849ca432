//! `panelkit candidate erase`

use std::io::{self, BufRead as _, IsTerminal as _};

use crate::cli::error::Failure;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{exit, named, workspace};
use crate::store::{Access, Candidate, Erasure, Store};
use crate::text::{counted, visible_line};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The candidate's id.
    #[arg(value_name = "ID", value_parser = named::candidate, required_unless_present = "scrub")]
    id: Option<String>,
    /// Why; it stays in the log and must not name them.
    #[arg(long, value_name = "WHY", required_unless_present = "scrub")]
    reason: Option<String>,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// Clear what earlier erasures left in the store's files, because another program had them open.
    #[arg(long, conflicts_with_all = ["id", "reason", "yes"])]
    scrub: bool,
    #[command(flatten)]
    store: Stored,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let mut store = args.store.open(Access::Existing, ui)?;
    let (Some(id), Some(reason)) = (&args.id, &args.reason) else {
        if store.scrub()? {
            return ui.result("no file of the store holds what was erased\n");
        }
        return Err(unscrubbed());
    };
    let stamp = workspace::stamp(ui)?;
    let record = super::known(&store, id)?;
    if !args.yes {
        confirm(&record, ui)?;
    }
    let erased = store.erase(&stamp, id, reason)?;
    ui.result(report(id, &erased))?;
    if erased.is_scrubbed {
        return Ok(());
    }
    Err(unscrubbed())
}

/// Asks for the id once more.
///
/// # Errors
/// There is nobody to ask, or they say something else.
fn confirm(record: &Candidate, ui: &Ui) -> Result<(), Failure> {
    let id = &record.id;
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        let message = format!("nobody is here to be asked whether `{id}` is to be erased");
        return Err(Failure::new(exit::REFUSED, message)
            .hint("nothing was erased; --yes erases without asking"));
    }
    let name = record.name.as_ref().map(|name| format!(" ({name})"));
    let name = name.unwrap_or_default();
    ui.ask(&format!(
        "All that is kept of `{id}`{name} will be gone for good. Type the id to go on: "
    ));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    if read.is_ok() && answer.trim() == id {
        return Ok(());
    }
    Err(Failure::new(exit::NO, "nothing was erased"))
}

fn report(id: &str, erased: &Erasure) -> String {
    let records = counted(erased.n_records, "record");
    let mut text = format!("`{id}` is erased, with the content of {records}; the log says so\n");
    if erased.is_scrubbed {
        text.push_str("no file of the store holds it any more\n");
    }
    if !erased.copies.is_empty() {
        text.push_str("these copies still do; delete them:\n");
        for copy in &erased.copies {
            text.extend(["  ", &visible_line(copy), "\n"]);
        }
    }
    text
}

fn unscrubbed() -> Failure {
    let message =
        "another program has the store open, so that its files still hold what was erased";
    Failure::new(exit::BUSY, message)
        .hint("close the other program, then: panelkit candidate erase --scrub")
}
