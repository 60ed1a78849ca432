//! The workspace file, and what it names besides the store.

use std::path::{Path, PathBuf};

use super::{Args, Report};
use crate::cli::ui::Ui;
use crate::cli::{input, shelf, templates, workspace};
use crate::lint;
use crate::text::{Sources, counted};
use crate::workspace::Workspace;

const WORKSPACE: &str = "workspace";
const RUBRICS: &str = "rubrics";
const TEMPLATES: &str = "templates";

/// Looks at the workspace; gives its folder where the file can be used.
pub(super) fn look(args: &Args, report: &mut Report, ui: &Ui) -> Option<PathBuf> {
    let Some(path) = workspace::file(ui) else {
        let message = "there is no panelkit.toml here or in a folder above";
        let help = "make one: panelkit init";
        if args.store.is_named() {
            report.note(WORKSPACE, message, help);
        } else {
            report.wrong(WORKSPACE, message, help);
        }
        look_at_identity(report, ui);
        return None;
    };
    let shown = path.display();
    let workspace = match workspace::read(&path, ui) {
        Ok(Some(workspace)) => workspace,
        Ok(None) => {
            let message = format!("{shown} cannot be used: nothing that it names is looked at");
            report.wrong(WORKSPACE, message, "mend what is said of it on stderr");
            return None;
        }
        Err(failure) => {
            report.failed(WORKSPACE, &failure);
            return None;
        }
    };
    report.good(WORKSPACE, format!("{shown} can be used"));
    look_at_identity(report, ui);
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    look_at_rubrics(&folder, &workspace, report, ui);
    look_at_templates(&workspace, report, ui);
    Some(folder)
}

fn look_at_identity(report: &mut Report, ui: &Ui) {
    match workspace::told_identity(ui) {
        Ok(Some(person)) => report.good(WORKSPACE, format!("you are {}", person.signature)),
        Ok(None) => report.note(
            WORKSPACE,
            "nobody says who you are: commands that show cards will refuse",
            "--as you@example.com, PANELKIT_AS, or `identity` in panelkit.toml",
        ),
        Err(failure) => report.failed(WORKSPACE, &failure),
    }
}

fn look_at_rubrics(folder: &Path, workspace: &Workspace, report: &mut Report, ui: &Ui) {
    for named in &workspace.rubrics {
        let folder = folder.join(named);
        let shown = folder.display();
        match shelf::in_folder(&folder) {
            Err(failure) => report.failed(RUBRICS, &failure),
            Ok(found) if found.is_empty() => {
                let message = format!("there is no rubric in {shown}");
                report.note(
                    RUBRICS,
                    message,
                    "a rubric is a file whose name ends in .toml",
                );
            }
            Ok(found) => {
                for path in found {
                    look_at_rubric(&path, workspace, report, ui);
                }
            }
        }
    }
}

fn look_at_rubric(path: &Path, workspace: &Workspace, report: &mut Report, ui: &Ui) {
    let shown = path.display();
    let mut sources = Sources::default();
    let loaded = match input::load(path, &mut sources, ui) {
        Ok(loaded) => loaded,
        Err(failure) => return report.failed(RUBRICS, &failure),
    };
    let mut found = loaded.diagnostics;
    if let Some(rubric) = &loaded.rubric {
        found.extend(lint::lint(rubric, &sources, 0, &workspace.severities));
    }
    let n_errors = found.iter().filter(|finding| finding.is_error()).count();
    match n_errors {
        0 => report.good(RUBRICS, format!("{shown} has no errors")),
        n => report.wrong(
            RUBRICS,
            format!("{shown} has {}", counted(n, "error")),
            format!("panelkit check {shown}"),
        ),
    }
}

fn look_at_templates(workspace: &Workspace, report: &mut Report, ui: &Ui) {
    let Some(named) = &workspace.templates else {
        return;
    };
    match templates::documents(ui) {
        Ok(_) => report.good(TEMPLATES, format!("those in {named} can be used")),
        Err(failure) => report.failed(TEMPLATES, &failure),
    }
}
