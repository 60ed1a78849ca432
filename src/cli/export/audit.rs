//! `panelkit export audit`

use std::ops::ControlFlow;

use super::sink::Form;
use crate::cli::error::Failure;
use crate::cli::sight::Looker;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::workspace;
use crate::export::audit::{self, COLUMNS};
use crate::store::{Access, Store};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    store: Stored,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    args.form.check()?;
    let store = args.store.open(Access::Existing, ui)?;
    let stamp = workspace::told_stamp(ui)?;
    let looker = Looker::new(&stamp);
    let owed = looker.owed(&store)?;
    let mut sink = args.form.begin(COLUMNS)?;
    let mut done = Ok(());
    store.events(1, &mut |event| {
        let row = audit::row(&event, |candidate| owed.contains(candidate));
        sink.row(&row).unwrap_or_else(|failure| {
            done = Err(failure);
            ControlFlow::Break(())
        })
    })?;
    done?;
    if !owed.is_empty() {
        looker.say_left_out(owed.len(), ui);
    }
    sink.finish(ui)
}
