//! `panelkit impact`: the one command that reads which groups people are of.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::Failure;
use super::output::Output;
use super::press::Written;
use super::ui::Ui;
use super::{exit, input};
use crate::diagnostic::{Diagnostic, place};
use crate::impact::analysis::{self, Options};
use crate::impact::report::report;
use crate::impact::{self, File, Records};
use crate::render::csv as tables;
use crate::text::Sources;

/// From so many bytes on there is a sign that work goes on.
const LONG: usize = 4 * 1024 * 1024;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What became of candidates: a CSV file with the columns `candidate`, `outcome` and, where
    /// there are scores, `score`; also what `screen` and `packet --wide --format csv` write. `-` is stdin.
    #[arg(long, value_name = "FILE")]
    outcomes: PathBuf,
    /// Which groups they are of: a CSV file with the column `candidate` and one for each kind of
    /// group. No other command reads it, and nothing of it is kept. `-` is stdin.
    #[arg(long, value_name = "FILE")]
    groups: PathBuf,
    /// The column of both files that says who a row is about; by default `candidate`, else `id`.
    #[arg(long, value_name = "COLUMN")]
    id: Option<String>,
    /// Look at these columns of the groups alone; may be given several times.
    #[arg(long, value_name = "COLUMN")]
    by: Vec<String>,
    /// Take the columns together: groups such as women of one age in place of women, and of one age.
    #[arg(long)]
    combine: bool,
    /// Show no group of fewer people, nor what would tell of one.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = at_least_one)]
    min_group: usize,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    output: Output,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    let n = text.parse().ok().filter(|n: &usize| *n > 0);
    n.ok_or_else(|| "a whole number from 1 on; 1 shows every group".to_owned())
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    args.written.to(&args.output)?;
    check_paths(args)?;
    let analysis = {
        let (outcomes, groups) = (bytes(&args.outcomes)?, bytes(&args.groups)?);
        let is_long = outcomes.len() + groups.len() >= LONG;
        let _sign = is_long.then(|| ui.working("comparing groups"));
        let records = records(args, outcomes, groups, ui)?;
        let options = Options {
            min_group: args.min_group,
            combine: args.combine,
        };
        analysis::analyse(&records, options)
    };
    let document = ("impact.md", || report(&analysis));
    let table = || tables::impact(&analysis);
    args.written
        .publish(&analysis, table, document, &args.output, ui)
}

/// Refuses to read one file as both, and to write over what is read.
fn check_paths(args: &Args) -> Result<(), Failure> {
    let is_same = |a: &Path, b: &Path| {
        let real = |path: &Path| fs::canonicalize(path).ok();
        a == b || real(a).is_some_and(|real_a| real(b) == Some(real_a))
    };
    if is_same(&args.outcomes, &args.groups) {
        return Err(Failure::usage("outcomes and groups are the same file")
            .hint("groups stand in a file of their own, which nothing else reads"));
    }
    let inputs = [&args.outcomes, &args.groups];
    let target = args.output.target();
    let target = target.filter(|target| inputs.iter().any(|input| is_same(input, target)));
    target.map_or(Ok(()), |target| {
        let message = format!("{} is read, and would be written over", target.display());
        Err(Failure::usage(message).hint("name another file with -o"))
    })
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    if path == Path::new("-") {
        input::read_stdin(impact::MAX_BYTES)
    } else {
        input::read_large(path, impact::MAX_BYTES)
    }
}

fn records(args: &Args, outcomes: Vec<u8>, groups: Vec<u8>, ui: &Ui) -> Result<Records, Failure> {
    let shown = |path: &Path| match path.to_str() {
        Some("-") => "stdin".to_owned(),
        _ => path.display().to_string(),
    };
    let names = [shown(&args.outcomes), shown(&args.groups)];
    let file = |name, bytes| File {
        name,
        bytes,
        id: args.id.as_deref(),
    };
    let mut sources = Sources::default();
    let (outcomes, groups) = (file(&names[0], outcomes), file(&names[1], groups));
    let (records, findings) = impact::read(outcomes, groups, &args.by, &mut sources);
    for finding in &findings {
        say(finding, &sources, ui);
    }
    records.ok_or_else(|| Failure::said(exit::DATA))
}

/// Says what is wrong and where, and does not show the line: it is about a person.
fn say(finding: &Diagnostic, sources: &Sources, ui: &Ui) {
    let at = place(finding.primary.span, sources);
    let message = format!("{at}: {}", finding.message);
    if finding.is_error() {
        let failure = Failure::new(exit::DATA, message);
        ui.failure(&finding.hints.iter().fold(failure, Failure::hint));
    } else {
        ui.warn(&message, &finding.hints.join("; "));
    }
}
