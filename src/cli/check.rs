//! `panelkit check`

use std::env;
use std::path::PathBuf;

use clap::ValueEnum;

use super::error::{Failure, in_words};
use super::output::Output;
use super::ui::Ui;
use super::{exit, input, shelf, workspace};
use crate::diagnostic::{Diagnostic, Severity, sort};
use crate::lint;
use crate::render::{diagnostics, json, sarif};
use crate::rubric::Rubric;
use crate::text::{Sources, counted, visible_line};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Rubric files, folders with a `rubric.toml`, or ids of the workspace's or of shipped rubrics;
    /// without any, all rubrics of the workspace.
    #[arg(value_name = "RUBRIC")]
    rubrics: Vec<PathBuf>,
    /// How to write the findings.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = CheckFormat::Text)]
    format: CheckFormat,
    /// Findings that make the answer no: with `warnings`, a warning is enough.
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Deny>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people: the line, a caret, and what to do.
    Text,
    /// One object.
    Json,
    /// SARIF 2.1.0, for code hosts.
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings.
    Warnings,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let severities = workspace::find(ui)?.severities;
    let mut sources = Sources::default();
    let mut found = Vec::new();
    let mut sound = Vec::new();
    let rubrics = match &args.rubrics[..] {
        [] => of_workspace(ui)?,
        named => named.to_vec(),
    };
    for path in &rubrics {
        let first = sources.len();
        let loaded = input::load(path, &mut sources, ui)?;
        found.extend(loaded.diagnostics);
        if let Some(rubric) = loaded.rubric {
            found.extend(lint::lint(&rubric, &sources, first, &severities));
            sound.push((path, rubric));
        }
    }
    sort(&mut found);
    let text = match args.format {
        CheckFormat::Text => text(&found, &sources, &sound, args, ui),
        CheckFormat::Json => json::findings(&found, &sources),
        CheckFormat::Sarif => sarif::write_log(&found, &sources, &folder()?),
    };
    args.output.write(&text, ui)?;
    answer(&found, args.deny)
}

fn of_workspace(ui: &Ui) -> Result<Vec<PathBuf>, Failure> {
    let rubrics = shelf::all(ui)?;
    if rubrics.is_empty() {
        return Err(Failure::usage("no rubric is named").hint(
            "name one, or run this in a workspace whose panelkit.toml names a folder of `rubrics`",
        ));
    }
    Ok(rubrics)
}

/// Where the command runs: paths are told from there.
fn folder() -> Result<PathBuf, Failure> {
    env::current_dir().map_err(|error| {
        let message = format!("cannot tell the current folder: {}", in_words(&error));
        Failure::no_input(message)
    })
}

fn text(
    found: &[Diagnostic],
    sources: &Sources,
    sound: &[(&PathBuf, Rubric)],
    args: &Args,
    ui: &Ui,
) -> String {
    let mut text = diagnostics::write(found, sources, args.output.style(ui).color);
    for (path, rubric) in sound {
        let name = path.display().to_string();
        text.push_str(&visible_line(&format!("{name}: {}", summary(rubric))));
        text.push('\n');
    }
    text
}

/// 65 where a rubric cannot be used; 1 where it can and a finding matters too much; else 0.
fn answer(found: &[Diagnostic], deny: Option<Deny>) -> Result<(), Failure> {
    let unusable = found
        .iter()
        .any(|finding| finding.is_error() && !finding.code.as_str().starts_with('R'));
    if unusable {
        return Err(Failure::said(exit::DATA));
    }
    let worst = found.iter().map(|finding| finding.severity).max();
    let denied = match deny {
        Some(Deny::Warnings) => Severity::Warning,
        None => Severity::Error,
    };
    if worst >= Some(denied) {
        return Err(Failure::said(exit::NO));
    }
    Ok(())
}

/// What a sound rubric holds, in a line.
pub(super) fn summary(rubric: &Rubric) -> String {
    format!(
        "{} {}: {}, {} criteria, {}, {}",
        rubric.about().title,
        rubric.about().version,
        counted(rubric.levels().len(), "level"),
        rubric.criteria().len(),
        counted(rubric.questions().len(), "question"),
        counted(rubric.rounds().len(), "round"),
    )
}
