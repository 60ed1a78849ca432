//! `panelkit check`

use std::path::PathBuf;

use super::error::Failure;
use super::ui::Ui;
use super::{exit, input};
use crate::diagnostic::any_error;
use crate::rubric::Rubric;
use crate::text::{Sources, counted, visible_line};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Rubric files, folders with a `rubric.toml`, or ids of shipped rubrics.
    #[arg(required = true, value_name = "RUBRIC")]
    rubrics: Vec<PathBuf>,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let mut sources = Sources::default();
    let mut found = Vec::new();
    let mut sound = Vec::new();
    for path in &args.rubrics {
        let loaded = input::load(path, &mut sources)?;
        found.extend(loaded.diagnostics);
        sound.extend(loaded.rubric.map(|rubric| (path, rubric)));
    }
    let mut text = String::new();
    for (path, rubric) in &sound {
        text.push_str(&visible_line(&path.display().to_string()));
        text.push_str(": ");
        text.push_str(&visible_line(&summary(rubric)));
        text.push('\n');
    }
    ui.findings(&found, &sources)?;
    ui.result(&text)?;
    if any_error(&found) {
        return Err(Failure::said(exit::DATA));
    }
    Ok(())
}

/// What a sound rubric holds, in a line.
pub(super) fn summary(rubric: &Rubric) -> String {
    format!(
        "{} {}: {}, {} criteria, {}, {}; sound",
        rubric.about().title,
        rubric.about().version,
        counted(rubric.levels().len(), "level"),
        rubric.criteria().len(),
        counted(rubric.questions().len(), "question"),
        counted(rubric.rounds().len(), "round"),
    )
}
