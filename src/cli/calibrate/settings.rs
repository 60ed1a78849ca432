//! What the command line says of the model.

use clap::ValueEnum;

use crate::calibration::agreement::Bootstrap;
use crate::calibration::analysis::Options;
use crate::calibration::model::{Floor, Settings};
use crate::calibration::steps::Structure;
use crate::cli::error::Failure;

/// Resamples that are enough for anything.
const MOST_RESAMPLES: u32 = 100_000;

#[derive(Debug, clap::Args)]
pub(super) struct Wanted {
    /// Estimate by joint maximum likelihood, without priors, as classic many-facet programs do:
    /// for comparison with them.
    #[arg(long, conflicts_with_all = ["no_halo", "free_severity", "steps"])]
    jml: bool,
    /// Take an interviewer's scores of one candidate as independent of each other.
    #[arg(long)]
    no_halo: bool,
    /// Estimate every severity by itself, in place of a common distribution.
    #[arg(long)]
    free_severity: bool,
    /// How the steps between points relate; by default the number of ratings decides.
    #[arg(long, value_enum, value_name = "STEPS")]
    steps: Option<Steps>,
    /// Candidates that there must be for severities to be estimated.
    #[arg(long, value_name = "N", default_value_t = Floor::default().candidates)]
    min_candidates: usize,
    /// Interviewers with enough candidates that there must be.
    #[arg(long, value_name = "N", default_value_t = Floor::default().interviewers)]
    min_interviewers: usize,
    /// Candidates that are enough for an interviewer.
    #[arg(long, value_name = "N", default_value_t = Floor::default().candidates_each)]
    min_candidates_each: usize,
    /// Say how probable it is that a candidate's fair score is this or more.
    #[arg(long, value_name = "SCORE", allow_negative_numbers = true)]
    bar_line: Option<f64>,
    /// How often intervals should hold the true value.
    #[arg(long, value_name = "SHARE", default_value_t = Options::default().confidence)]
    confidence: f64,
    /// Resample so often for intervals of agreement; 0 is not at all.
    #[arg(long, value_name = "N", default_value_t = 0)]
    bootstrap: u32,
    /// Decides the resamples: the same seed gives the same ones.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// How the steps of criteria relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Steps {
    /// Criteria differ in difficulty alone.
    RatingScale,
    /// Every step of every criterion is free.
    PartialCredit,
}

impl Wanted {
    /// What is asked for.
    ///
    /// # Errors
    /// A number that means nothing.
    pub(super) fn options(&self) -> Result<Options, Failure> {
        if !(self.confidence > 0.0 && self.confidence < 1.0) {
            let message = format!("--confidence {} is not between 0 and 1", self.confidence);
            return Err(Failure::usage(message).hint("it is a share, such as 0.9"));
        }
        if self.bar_line.is_some_and(|line| !line.is_finite()) {
            return Err(Failure::usage("--bar-line is a number on the scale"));
        }
        if self.bootstrap > MOST_RESAMPLES {
            let message = format!("--bootstrap is {MOST_RESAMPLES} at most");
            return Err(Failure::usage(message).hint("1000 is usual"));
        }
        Ok(Options {
            settings: self.model(),
            joint: self.jml,
            confidence: self.confidence,
            bar_line: self.bar_line,
            bootstrap: (self.bootstrap > 0).then_some(Bootstrap {
                n_replicates: self.bootstrap,
                seed: self.seed,
            }),
        })
    }

    fn model(&self) -> Settings {
        Settings {
            structure: self.steps.map(|steps| match steps {
                Steps::RatingScale => Structure::RatingScale,
                Steps::PartialCredit => Structure::PartialCredit,
            }),
            without_halo: self.no_halo,
            free_severity: self.free_severity,
            floor: Floor {
                candidates: self.min_candidates,
                interviewers: self.min_interviewers,
                candidates_each: self.min_candidates_each,
            },
            ..Settings::default()
        }
    }
}
