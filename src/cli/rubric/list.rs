//! `panelkit rubric list`

use std::path::PathBuf;

use clap::ValueEnum;

use super::super::error::Failure;
use super::super::output::Output;
use super::super::ui::Ui;
use super::super::{exit, input, shelf, shipped, templates};
use crate::overview::{self, Listing, Row};
use crate::render::Format;
use crate::render::json;
use crate::rubric::compile::Loaded;
use crate::text::Sources;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Rubric files, or folders of them; without any, the workspace's and the shipped ones.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to write it; by default what the output's name ends in, else `text`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<ListFormat>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// A table for a terminal.
    Text,
    /// One object with all rubrics.
    Json,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let rubrics = if args.paths.is_empty() {
        let mut rows = of_files(&shelf::all(ui)?, ui)?;
        rows.extend(of_shipped());
        rows
    } else {
        of_files(&expand(&args.paths)?, ui)?
    };
    let n_broken = rubrics.iter().filter(|row| row.id.is_none()).count();
    let listing = Listing {
        format: overview::FORMAT,
        rubrics,
    };
    let by_name = match args.output.extension().as_deref() {
        Some("json") => ListFormat::Json,
        _ => ListFormat::Text,
    };
    let written = match args.format.unwrap_or(by_name) {
        ListFormat::Json => json::text(&listing).into_bytes(),
        ListFormat::Text => {
            let style = Format::Text(args.output.style(ui));
            templates::document("rubrics.md", &listing, style, ui)?
        }
    };
    args.output.write(written, ui)?;
    if n_broken > 0 {
        ui.note("panelkit check says what is wrong with those that are broken");
        return Err(Failure::said(exit::DATA));
    }
    Ok(())
}

fn of_shipped() -> Vec<Row> {
    let ids = shipped::ids().into_iter();
    ids.filter_map(|id| Some(row(shipped::load(id, &mut Sources::default())?, None, id)))
        .collect()
}

fn of_files(paths: &[PathBuf], ui: &Ui) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for path in paths {
        let loaded = input::load(path, &mut Sources::default(), ui)?;
        let name = path.display().to_string();
        rows.push(row(loaded, Some(name.clone()), &name));
    }
    Ok(rows)
}

fn row(loaded: Loaded, file: Option<String>, name: &str) -> Row {
    if let Some(rubric) = loaded.rubric {
        return overview::sound(&rubric, file);
    }
    let errors = loaded.diagnostics.iter();
    let n_errors = errors.filter(|finding| finding.is_error()).count();
    overview::broken(name.to_owned(), n_errors)
}

/// Files as they are; a folder stands for its `rubric.toml`, else for the rubrics in it.
fn expand(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() && !path.join(input::ROOT).exists() {
            let found = shelf::in_folder(path)?;
            if found.is_empty() {
                let message = format!("there is no rubric in {}", path.display());
                return Err(
                    Failure::no_input(message).hint("a rubric is a file whose name ends in .toml")
                );
            }
            files.extend(found);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}
