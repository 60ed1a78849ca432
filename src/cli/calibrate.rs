//! `panelkit calibrate`

pub(super) mod kept;
mod settings;

use std::path::{Path, PathBuf};

use super::error::Failure;
use super::output::Output;
use super::press::{ResultFormat, Written};
use super::stored::Stored;
use super::ui::Ui;
use super::{exit, input};
use crate::calibration::analysis::{self, Analysis, Method};
use crate::calibration::records::{self, Records};
use crate::calibration::report::report;
use crate::render::csv as tables;
use crate::text::{Sources, count, grouped};

/// From so many ratings on there is a sign that work goes on.
const LONG: usize = 20_000;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Ratings in place of a store's cards: a CSV file with the columns `candidate`,
    /// `interviewer`, `criterion` and `score`, a rating a row; `-` is stdin.
    #[arg(long, value_name = "FILE", conflicts_with = "store")]
    ratings: Option<PathBuf>,
    /// Of a store: only cards of this rubric, by its id.
    #[arg(long, value_name = "ID", conflicts_with = "ratings")]
    rubric: Option<String>,
    #[command(flatten)]
    store: Stored,
    #[command(flatten)]
    settings: settings::Wanted,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    args.settings.check()?;
    let format = args.written.to(&args.output)?;
    let records = match &args.ratings {
        Some(path) => of_file(path, ui)?,
        None => kept::records(&args.store, args.rubric.as_deref(), ui)?,
    };
    let is_data = matches!(format, ResultFormat::Json | ResultFormat::Csv);
    let options = args.settings.options(&records, !is_data)?;
    let analysis = {
        let n = grouped(count(records.ratings.len()));
        let _sign =
            (records.ratings.len() >= LONG).then(|| ui.working(&format!("working on {n} ratings")));
        analysis::analyse(&records, &options)
    };
    drop(records);
    warn(&analysis, ui);
    let document = ("calibration.md", || report(&analysis));
    let table = || tables::calibration(&analysis);
    args.written
        .publish(&analysis, table, document, &args.output, ui)
}

fn of_file(path: &Path, ui: &Ui) -> Result<Records, Failure> {
    let (name, bytes) = if path.as_os_str() == "-" {
        ("stdin".to_owned(), input::read_stdin(records::MAX_BYTES)?)
    } else {
        let bytes = input::read_large(path, records::MAX_BYTES)?;
        (path.display().to_string(), bytes)
    };
    let mut sources = Sources::default();
    let (records, findings) = records::read(&name, bytes, &mut sources);
    ui.side_findings(&findings, &sources);
    records.ok_or_else(|| Failure::said(exit::DATA))
}

/// Says what keeps the figures from being all that was asked for.
fn warn(analysis: &Analysis, ui: &Ui) {
    let given_up = analysis.estimation.iter().flat_map(|how| &how.given_up);
    for given_up in given_up {
        let hint = "the figures are where it stopped; `converged` in the JSON is false";
        ui.warn(&format!("not converged: {given_up}"), hint);
    }
    let reason = analysis.floor.reason.as_ref();
    if let Some(reason) = reason.filter(|_| analysis.method == Method::RawMeans) {
        ui.warn(
            &format!("no severities: {reason}"),
            "fair scores are the means of scores as given, with wide intervals",
        );
    }
    let n = analysis.connectivity.components;
    if n > 1 {
        ui.warn(
            &format!("candidates and interviewers fall into {n} groups that no rating links"),
            "scores of different groups cannot be compared: `component` says who is in which",
        );
    }
}
