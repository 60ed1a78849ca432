//! `panelkit export pipeline`

use std::ops::ControlFlow;

use super::sink::Form;
use crate::cli::error::Failure;
use crate::cli::pipeline::{Filter, Pipeline};
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::workspace;
use crate::export::pipeline::{self, COLUMNS};
use crate::store::Access;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    store: Stored,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    args.form.check()?;
    let store = args.store.open(Access::Existing, ui)?;
    let stamp = workspace::told_stamp(ui)?;
    let found = Pipeline::of(&store, &stamp, &args.filter, ui)?;
    let mut sink = args.form.begin(COLUMNS)?;
    found.each(|candidate, stays| {
        let Some(stays) = stays else {
            return sink.row(&pipeline::withheld(candidate));
        };
        for stay in stays {
            if sink
                .row(&pipeline::row(candidate, stay, found.now))?
                .is_break()
            {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    found.say_left_out(ui);
    sink.finish(ui)
}
