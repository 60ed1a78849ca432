//! `panelkit packet`

pub(super) mod kept;
mod profile;
pub(super) mod record;
pub(super) mod severity;
mod verify;

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::cards::{self, Cards, Reader};
use super::error::Failure;
use super::excel::Excel;
use super::output::Output;
use super::press::{Press, ResultFormat, Written};
use super::stored::Stored;
use super::ui::Ui;
use super::{exit, input, shelf, templates};
use crate::diagnostic::nearest;
use crate::packet::{self, Make, Names, Packet, Panels, Profile, Record, feedback};
use crate::render::{csv as tables, json};
use crate::rubric::Rubric;
use crate::store::Head;
use crate::text::counted;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Candidates by id; all of them where none is named.
    #[arg(value_name = "CANDIDATE")]
    candidates: Vec<String>,
    /// With --scorecards: the rubric that the cards were made with. Cards in a store are read with
    /// the one that is kept there.
    #[arg(
        long,
        value_name = "RUBRIC",
        requires = "scorecards",
        conflicts_with = "store"
    )]
    rubric: Option<PathBuf>,
    /// Scorecards, or folders of `*.scorecard.toml` files, in place of a store.
    #[arg(long, num_args = 1.., value_name = "FILE", conflicts_with = "store")]
    scorecards: Vec<PathBuf>,
    #[command(flatten)]
    store: Stored,
    /// Names to show: a CSV file with the columns `id` and `name`, for candidates and interviewers.
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    #[command(flatten)]
    written: Written,
    /// Who is to read it, which says what is left out.
    #[arg(long, value_enum, default_value_t, value_name = "READER")]
    profile: profile::Reader,
    /// Print the steps of the policy alone, each with the numbers it used. JSON always has them.
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    shape: Shape,
    /// The packets as they were when the log of the store stood there, as a packet says it:
    /// without what was amended, decided or added since.
    #[arg(long, value_name = "NUMBER:HASH", value_parser = head, conflicts_with = "scorecards")]
    at: Option<Head>,
    /// Compare a packet that was written before with what is written now, with the same other
    /// options, at the head that it names. Exit code 1 where they differ.
    #[arg(long, value_name = "FILE", conflicts_with = "path")]
    verify: Option<PathBuf>,
    #[command(flatten)]
    excel: Excel,
    #[command(flatten)]
    output: Output,
}

/// Where a log stood, for the command line.
fn head(text: &str) -> Result<Head, String> {
    Head::parse(text).ok_or_else(|| {
        "it is a number, a colon and 64 hexadecimal digits, as packets print it".to_owned()
    })
}

#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct Shape {
    /// In CSV: a row a score, missing ones included (the default).
    #[arg(long)]
    long: bool,
    /// In CSV: a row a candidate.
    #[arg(long)]
    wide: bool,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    if let Some(file) = &args.verify {
        return verify::run(args, file, ui);
    }
    let by_name = ResultFormat::by_name(&args.output);
    let format = format(args, by_name)?;
    args.written.accept(format, &args.output)?;
    profile::check(args, format)?;
    match args.profile.profile() {
        Some(profile) => packets(args, format, profile, ui),
        None => feedback_alone(args, format, ui),
    }
}

fn packets(args: &Args, format: ResultFormat, profile: Profile, ui: &Ui) -> Result<(), Failure> {
    let mut packets = all(args, |names| profile.names(names), packet::build, ui)?;
    profile.trim_all(&mut packets);
    let Some(target) = format.target(args.written.paper, args.output.style(ui)) else {
        return args.output.write(data(args, format, &packets), ui);
    };
    let mut press = Press::new(templates::documents(ui)?);
    let written = press.write_packets(template(args), &packets, target)?;
    args.output.write(written, ui)?;
    press.report(ui);
    Ok(())
}

fn feedback_alone(args: &Args, format: ResultFormat, ui: &Ui) -> Result<(), Failure> {
    let feedback = all(args, |names| names, feedback::build, ui)?;
    let Some(target) = format.target(args.written.paper, args.output.style(ui)) else {
        return args.output.write(json::feedback(&feedback), ui);
    };
    let mut press = Press::new(templates::documents(ui)?);
    let written = press.write("feedback.md", &feedback, target)?;
    args.output.write(written, ui)?;
    press.report(ui);
    Ok(())
}

/// The template that documents go through.
fn template(args: &Args) -> &'static str {
    if args.explain {
        "explain.md"
    } else {
        "packet.md"
    }
}

/// Packets as data, in a format that is no document.
fn data(args: &Args, format: ResultFormat, packets: &[Packet]) -> String {
    match format {
        ResultFormat::Json => json::packets(packets),
        _ if args.shape.wide => tables::wide(packets, args.excel.dialect()),
        _ => tables::long(packets, args.excel.dialect()),
    }
}

/// What is made of each candidate asked for, with the names as they are to be shown.
fn all<T: Send>(
    args: &Args,
    show: impl Fn(Names) -> Names,
    make: Make<T>,
    ui: &Ui,
) -> Result<Vec<T>, Failure> {
    let names = show(input::names(args.names.as_deref())?);
    if args.scorecards.is_empty() {
        let ask = kept::Ask {
            at: args.at,
            ..kept::Ask::of(&args.candidates)
        };
        kept::made(args, &ask, names, make, ui)
    } else {
        of_files(args, &args.candidates, &names, make, ui)
    }
}

/// What is made of cards in files.
fn of_files<T: Send>(
    args: &Args,
    candidates: &[String],
    names: &Names,
    make: Make<T>,
    ui: &Ui,
) -> Result<Vec<T>, Failure> {
    let rubric = shelf::choose(args.rubric.as_deref(), None, ui)?;
    let rubric = input::rubric(&rubric, ui)?;
    let cards = cards_of(&args.scorecards, &rubric, ui)?;
    let panels = panels(&rubric, &cards, ui)?;
    build(&rubric, &panels, (names, make), candidates)
}

/// The cards of files that can be read; says how many are sealed.
///
/// # Errors
/// A file cannot be read.
pub(super) fn cards_of(paths: &[PathBuf], rubric: &Rubric, ui: &Ui) -> Result<Cards, Failure> {
    let cards =
        cards::load(paths, rubric, Reader::Panel).map_err(|failure| hint_order(failure, paths))?;
    let n_sealed = cards.sealed.names().count();
    if n_sealed > 0 {
        ui.warn(
            &format!("{} left out: sealed", counted(n_sealed, "card")),
            "sealed cards are submitted to a store and opened there: panelkit panel open",
        );
    }
    Ok(cards)
}

/// The panels of cards without errors, whose findings are printed.
///
/// # Errors
/// A card has errors.
pub(super) fn panels<'a>(
    rubric: &'a Rubric,
    cards: &'a Cards,
    ui: &Ui,
) -> Result<Panels<'a>, Failure> {
    ui.side_findings(&cards.findings, &cards.sources);
    if cards.has_errors() {
        return Err(Failure::said(exit::DATA));
    }
    // What is wrong between cards is among the findings, so there is nothing to report here.
    Panels::gather(rubric, &cards.sound).map_err(|_| Failure::said(exit::DATA))
}

/// All words after `--scorecards` are files, candidates too.
fn hint_order(failure: Failure, scorecards: &[PathBuf]) -> Failure {
    let is_bare = |path: &PathBuf| path.components().count() == 1 && path.extension().is_none();
    let stray = scorecards
        .iter()
        .skip(1)
        .find(|path| is_bare(path) && !path.exists());
    match stray {
        Some(path) => failure.hint(format!(
            "if {} is a candidate, name it before --scorecards",
            path.display()
        )),
        None => failure,
    }
}

/// The format asked for, or that a file's name asks for.
///
/// # Errors
/// Shapes of tables for what is no table.
fn format(args: &Args, by_name: Option<ResultFormat>) -> Result<ResultFormat, Failure> {
    let is_table = args.shape.long || args.shape.wide || args.excel.is_asked();
    let by_shape = if is_table {
        ResultFormat::Csv
    } else {
        ResultFormat::Text
    };
    let format = args.written.format(by_name).unwrap_or(by_shape);
    if format != ResultFormat::Csv && is_table {
        return Err(Failure::usage(
            "--long, --wide and --excel are for --format csv",
        ));
    }
    if args.explain && format == ResultFormat::Csv {
        return Err(Failure::usage(
            "--explain has no CSV; --format json holds every step",
        ));
    }
    Ok(format)
}

/// What is made of the candidates named, or of all.
///
/// # Errors
/// A candidate who has no card.
fn build<T: Send>(
    rubric: &Rubric,
    panels: &Panels<'_>,
    (names, make): (&Names, Make<T>),
    candidates: &[String],
) -> Result<Vec<T>, Failure> {
    let severity = severity::of_panels(rubric, panels);
    let known: Vec<_> = panels.iter().map(|panel| panel.candidate).collect();
    let mut wanted: Vec<&str> = candidates.iter().map(String::as_str).collect();
    if wanted.is_empty() {
        wanted.clone_from(&known);
    }
    let mut seen = BTreeSet::new();
    wanted.retain(|candidate| seen.insert(*candidate));
    let of = wanted.into_iter().map(|candidate| {
        let panel = panels.find(candidate);
        let panel = panel.ok_or_else(|| no_cards(candidate, &known))?;
        Ok((panel, Record::default()))
    });
    let of = of.collect::<Result<Vec<_>, Failure>>()?;
    Ok(packet::build_each(
        panels,
        Some(&severity),
        names,
        &of,
        make,
    ))
}

pub(super) fn no_cards(candidate: &str, known: &[&str]) -> Failure {
    let failure = Failure::no_input(format!("there is no scorecard for `{candidate}`"));
    match nearest(candidate, known.iter().copied()) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None if known.len() <= 12 => {
            failure.hint(format!("there are cards for: {}", known.join(", ")))
        }
        None => failure,
    }
}
