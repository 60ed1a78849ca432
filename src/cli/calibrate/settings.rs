//! What the command line says of the model.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::calibration::agreement::Bootstrap;
use crate::calibration::analysis::Options;
use crate::calibration::model::{Floor, GroupMeans, Settings};
use crate::calibration::records::Records;
use crate::calibration::steps::Structure;
use crate::cli::error::Failure;
use crate::cli::input::{self, Two};
use crate::diagnostic::nearest;
use crate::scorecard::{identity_key, normal_form};

/// A larger ratio would take nearly every difference for severity.
const MOST_RATIO: f64 = 10.0;

/// Resamples that are enough for anything.
const MOST_RESAMPLES: u32 = 100_000;

#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
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
    /// Look at everything beside scores: shares of variance, reliability, fit, halo, use of the
    /// scale, drift. Reports for people do it anyway; JSON and CSV only when asked, since it takes
    /// about as long again.
    #[arg(long)]
    checks: bool,
    /// Give fair scores as from these interviewers, in place of the average one.
    #[arg(long, value_name = "WHO", value_delimiter = ',', num_args = 1.., conflicts_with = "jml")]
    reference_panel: Vec<String>,
    /// What groups that hardly share an interviewer are taken for: `shrunk` takes a gap between
    /// them for severity and chance, `fixed` gives each a mean of its own. Groups are those of the
    /// column `group`, else people who are linked by ratings.
    #[arg(long, value_enum, default_value_t, value_name = "HOW", conflicts_with_all = ["jml", "free_severity"])]
    group_means: Means,
    /// Where there are too few ratings for severities: assume that they spread this much of what
    /// candidates do, such as 0.5, and correct by that; 0 corrects nothing.
    #[arg(long, value_name = "RATIO", default_value_t = 0.0)]
    severity_ratio: f64,
    /// What came of candidates: a CSV file with the columns `candidate` and `outcome`, which is 1
    /// where it went well and 0 where not. Compared with the probabilities of --bar-line.
    #[arg(long, value_name = "FILE", requires = "bar_line")]
    outcomes: Option<PathBuf>,
}

/// The means of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Means {
    /// One for all.
    #[default]
    Shrunk,
    /// Each has its own.
    Fixed,
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
    /// What is asked for of some ratings; `checks` are made anyway where it is set.
    ///
    /// # Errors
    /// A number that means nothing; an interviewer whom nobody knows; a file that cannot be used.
    pub(super) fn options(&self, records: &Records, checks: bool) -> Result<Options, Failure> {
        Ok(Options {
            settings: self.model(records),
            joint: self.jml,
            confidence: self.confidence,
            bar_line: self.bar_line,
            bootstrap: (self.bootstrap > 0).then_some(Bootstrap {
                n_replicates: self.bootstrap,
                seed: self.seed,
            }),
            checks: checks || self.checks,
            seed: self.seed,
            reference: self.reference(records)?,
            severity_ratio: (self.severity_ratio > 0.0).then_some(self.severity_ratio),
            outcomes: self.outcomes.as_deref().map(outcomes).transpose()?,
        })
    }

    /// Says what is wrong before anything is read.
    ///
    /// # Errors
    /// A number that means nothing.
    pub(super) fn check(&self) -> Result<(), Failure> {
        if !(self.confidence > 0.0 && self.confidence < 1.0) {
            let message = format!("--confidence {} is not between 0 and 1", self.confidence);
            return Err(Failure::usage(message).hint("it is a share, such as 0.9"));
        }
        if self.bar_line.is_some_and(|line| !line.is_finite()) {
            return Err(Failure::usage("--bar-line is a number on the scale"));
        }
        if !(0.0..=MOST_RATIO).contains(&self.severity_ratio) {
            let message = format!("--severity-ratio is from 0 to {MOST_RATIO}");
            return Err(Failure::usage(message).hint("0.5 is usual"));
        }
        if self.bootstrap > MOST_RESAMPLES {
            let message = format!("--bootstrap is {MOST_RESAMPLES} at most");
            return Err(Failure::usage(message).hint("1000 is usual"));
        }
        Ok(())
    }

    fn model(&self, records: &Records) -> Settings {
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
            group_means: match self.group_means {
                Means::Shrunk => GroupMeans::Shrunk,
                Means::Fixed if records.groups.is_empty() => GroupMeans::Components,
                Means::Fixed => GroupMeans::Fixed(groups(records)),
            },
        }
    }

    /// The numbers of the interviewers named.
    fn reference(&self, records: &Records) -> Result<Vec<usize>, Failure> {
        let number = |who: &String| {
            let key = identity_key(who);
            let known = records.interviewers.iter();
            let found = known.clone().position(|known| identity_key(known) == key);
            found.ok_or_else(|| {
                let failure = Failure::no_input(format!("nobody named `{who}` rated anybody"));
                match nearest(who, known.map(String::as_str)) {
                    Some(near) => failure.hint(format!("did you mean `{near}`?")),
                    None => failure.hint("--reference-panel names interviewers as they sign"),
                }
            })
        };
        self.reference_panel.iter().map(number).collect()
    }
}

/// Each candidate's group; those who are in none are one together.
fn groups(records: &Records) -> Vec<u32> {
    let none = u32::try_from(records.groups.names.len()).unwrap_or(u32::MAX);
    let all = 0..records.candidates.len();
    all.map(|at| records.groups.number(at).unwrap_or(none))
        .collect()
}

/// What came of candidates, by id.
///
/// # Errors
/// The file cannot be used.
fn outcomes(path: &Path) -> Result<BTreeMap<String, bool>, Failure> {
    let mut found = BTreeMap::new();
    for Two { line, words } in input::two_columns(path, ["candidate", "outcome"])? {
        let [id, outcome] = words;
        let happened = match outcome.as_str() {
            "1" | "true" => true,
            "0" | "false" => false,
            _ => {
                let message = format!("`{outcome}` is no outcome");
                return Err(input::bad_line(path, line, &message)
                    .hint("1 is where it went well, and 0 where not"));
            }
        };
        if found
            .insert(normal_form(&id), happened)
            .is_some_and(|earlier| earlier != happened)
        {
            return Err(input::bad_line(
                path,
                line,
                &format!("`{id}` has two outcomes"),
            ));
        }
    }
    Ok(found)
}
