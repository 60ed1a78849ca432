//! `panelkit calibrate`

mod settings;

use std::path::PathBuf;

use clap::ValueEnum;

use super::error::Failure;
use super::output::Output;
use super::ui::Ui;
use super::{exit, input};
use crate::calibration::analysis::{self, Analysis, Method};
use crate::calibration::records::{self, Records};
use crate::render::json;
use crate::text::Sources;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Ratings: a CSV file with the columns `candidate`, `interviewer`, `criterion` and `score`,
    /// a rating a row; `-` is stdin.
    #[arg(long, value_name = "FILE")]
    ratings: PathBuf,
    #[command(flatten)]
    settings: settings::Wanted,
    /// How to write it.
    #[arg(long, value_enum, default_value = "json", value_name = "FORMAT")]
    format: CalibrationFormat,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CalibrationFormat {
    /// One object.
    Json,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let options = args.settings.options()?;
    let records = of_file(args, ui)?;
    let analysis = analysis::analyse(&records, &options);
    drop(records);
    warn(&analysis, ui);
    match args.format {
        CalibrationFormat::Json => args.output.write(json::text(&analysis), ui),
    }
}

fn of_file(args: &Args, ui: &Ui) -> Result<Records, Failure> {
    let path = &args.ratings;
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
            &format!("too few ratings for severities: {reason}"),
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
