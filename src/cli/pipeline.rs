//! `panelkit pipeline`

mod gather;

use super::error::Failure;
use super::output::Output;
use super::press::Written;
use super::stored::Stored;
use super::ui::Ui;
use super::{exit, workspace};
use crate::export::pipeline as export;
use crate::pipeline::{self, Funnel};
use crate::render::csv as tables;
use crate::store::Access;

pub(super) use gather::{Filter, Pipeline};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    store: Stored,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    args.written.to(&args.output)?;
    let stamp = workspace::told_stamp(ui)?;
    let store = args.store.open(Access::Existing, ui)?;
    let pipeline = Pipeline::of(&store, &stamp, &args.filter, ui)?;
    let funnel = pipeline.funnel()?;
    check(&funnel)?;
    pipeline.say_left_out(ui);
    let document = ("pipeline.md", || pipeline::report(&funnel));
    let table = || tables::table(export::FUNNEL_COLUMNS, export::funnel_rows(&funnel));
    args.written
        .publish(&funnel, table, document, &args.output, ui)
}

/// # Errors
/// The numbers of a stage do not add up: somebody was lost or counted twice.
fn check(funnel: &Funnel) -> Result<(), Failure> {
    match funnel.wrong() {
        None => Ok(()),
        Some(stage) => Err(Failure::new(
            exit::INTERNAL,
            format!("the numbers of the stage `{}` do not add up", stage.stage),
        )
        .hint("this is an error in panelkit: please report it")),
    }
}
