//! `panelkit rubric fmt`

use std::path::{Path, PathBuf};

use crate::cli::error::Failure;
use crate::cli::ui::Ui;
use crate::cli::{exit, input};
use crate::rubric::{compile, format};
use crate::store::file;
use crate::text::{Sources, visible_line};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Rubrics, the files they include, or folders with a `rubric.toml`; `-` reads stdin and writes
    /// to stdout.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Change nothing: name the files that are not in form, and exit with 1 if there are any.
    #[arg(long)]
    check: bool,
}

/// What came of one file.
enum Outcome {
    InForm,
    /// It is, or with `--check` would be, written anew.
    Changed,
    /// It is not TOML, which has been said.
    Broken,
}

pub(in crate::cli) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let mut n_broken = 0;
    let mut out_of_form = String::new();
    for path in &args.files {
        let outcome = match (args.check, path == Path::new("-")) {
            (true, _) => check(path, ui)?,
            (false, true) => filter(ui)?,
            (false, false) => rewrite(path, ui)?,
        };
        match outcome {
            Outcome::InForm => {}
            Outcome::Changed => {
                out_of_form.push_str(&visible_line(&path.display().to_string()));
                out_of_form.push('\n');
            }
            Outcome::Broken => n_broken += 1,
        }
    }
    if args.check {
        ui.result(&out_of_form)?;
    }
    match (n_broken, args.check && !out_of_form.is_empty()) {
        (0, false) => Ok(()),
        (0, true) => Err(Failure::said(exit::NO)),
        _ => Err(Failure::said(exit::DATA)),
    }
}

/// Says whether a file is in form.
fn check(path: &Path, ui: &Ui) -> Result<Outcome, Failure> {
    let (name, bytes) = if path == Path::new("-") {
        ("stdin".to_owned(), input::read_stdin(compile::MAX_BYTES)?)
    } else {
        read(&input::root_of(path))?
    };
    Ok(match formatted(&name, bytes.clone(), ui) {
        None => Outcome::Broken,
        Some(text) if text.as_bytes() == bytes => Outcome::InForm,
        Some(_) => Outcome::Changed,
    })
}

/// Puts stdin into form, to stdout.
fn filter(ui: &Ui) -> Result<Outcome, Failure> {
    let bytes = input::read_stdin(compile::MAX_BYTES)?;
    let Some(text) = formatted("stdin", bytes, ui) else {
        return Ok(Outcome::Broken);
    };
    ui.result(&text)?;
    Ok(Outcome::InForm)
}

/// Puts a file into form, where it stands.
fn rewrite(path: &Path, ui: &Ui) -> Result<Outcome, Failure> {
    let path = input::root_of(path);
    let (name, bytes) = read(&path)?;
    let Some(text) = formatted(&name, bytes.clone(), ui) else {
        return Ok(Outcome::Broken);
    };
    if text.as_bytes() == bytes {
        return Ok(Outcome::InForm);
    }
    file::replace(&path, text.as_bytes())?;
    ui.note(&format!("formatted {name}"));
    Ok(Outcome::Changed)
}

fn read(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let bytes = input::read(path, compile::MAX_BYTES)?;
    Ok((path.display().to_string(), bytes))
}

/// The text in form; none where it cannot be read, which is then said.
fn formatted(name: &str, bytes: Vec<u8>, ui: &Ui) -> Option<String> {
    let mut sources = Sources::default();
    match format::file(name, bytes, &mut sources) {
        Ok(text) => Some(text),
        Err(found) => {
            ui.side_findings(&found, &sources);
            None
        }
    }
}
