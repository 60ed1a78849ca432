//! `panelkit audit`

use clap::{Subcommand, ValueEnum};
use serde::Serialize;

use super::error::Failure;
use super::exit;
use super::output::Output;
use super::stored::Stored;
use super::ui::Ui;
use crate::render::json;
use crate::store::{Access, Head, Store, Verification};
use crate::text::counted;

/// Version of the JSON of a verification.
const FORMAT: u32 = 1;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Prove that nothing kept was changed, removed or put into another order.
    Verify(Verify),
}

#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    #[command(flatten)]
    store: Stored,
    /// The end of the log as it was saved elsewhere, as NUMBER:HASH. Without it a log that was cut
    /// short, or written anew from the start, cannot be told from a whole one.
    #[arg(long, value_name = "HEAD", value_parser = head)]
    head: Option<Head>,
    /// How to write it; by default what the output's name ends in, else `text`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<AuditFormat>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AuditFormat {
    /// For a terminal.
    Text,
    /// One object.
    Json,
}

fn head(text: &str) -> Result<Head, String> {
    Head::parse(text).ok_or_else(|| {
        "a head is a number, a colon and 64 hexadecimal digits, as `audit verify` prints it"
            .to_owned()
    })
}

pub(super) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    let Command::Verify(args) = command;
    let store = args.store.open(Access::Existing, ui)?;
    let found = store.verify(args.head.as_ref())?;
    let by_name = match args.output.extension().as_deref() {
        Some("json") => AuditFormat::Json,
        _ => AuditFormat::Text,
    };
    let written = match args.format.unwrap_or(by_name) {
        AuditFormat::Text => text(&found, args.head.is_some()),
        AuditFormat::Json => json::text(&Report::of(&found, args.head.is_some())),
    };
    args.output.write(written, ui)?;
    if found.holds() {
        Ok(())
    } else {
        Err(Failure::said(exit::NO))
    }
}

fn text(found: &Verification, has_head: bool) -> String {
    let mut lines: Vec<String> = (found.problems.iter()).map(ToString::to_string).collect();
    let events = number(found.n_events, "event");
    let erased = match found.n_erased {
        0 => String::new(),
        n => format!(", {n} of them erased as the log says"),
    };
    lines.push(if found.holds() {
        format!("{events}{erased}: nothing was changed, removed or put into another order")
    } else {
        let problems = counted(found.problems.len(), "problem");
        format!("{events}{erased}: {problems}")
    });
    lines.push(format!("head {}", found.head));
    if !has_head && found.holds() {
        lines.push(
            "Save the head elsewhere and give it with --head: only then is a log that was cut \
             short found out."
                .to_owned(),
        );
    }
    lines.join("\n") + "\n"
}

fn number(n: u64, what: &str) -> String {
    counted(usize::try_from(n).unwrap_or(usize::MAX), what)
}

#[derive(Serialize)]
struct Report {
    format: u32,
    holds: bool,
    /// Whether the log was compared with a head that was saved.
    against_head: bool,
    head: String,
    events: u64,
    erased: u64,
    problems: Vec<Found>,
}

#[derive(Serialize)]
struct Found {
    /// The record's number, where it is about one.
    event: Option<u64>,
    message: String,
}

impl Report {
    fn of(found: &Verification, against_head: bool) -> Self {
        let problems = found.problems.iter().map(|problem| Found {
            event: problem.sequence,
            message: problem.to_string(),
        });
        Self {
            format: FORMAT,
            holds: found.holds(),
            against_head,
            head: found.head.to_string(),
            events: found.n_events,
            erased: found.n_erased,
            problems: problems.collect(),
        }
    }
}
