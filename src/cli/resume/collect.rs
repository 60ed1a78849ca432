//! `panelkit resume collect`

use std::path::{Path, PathBuf};

use crate::cli::cards::{self, Cards, Reader};
use crate::cli::error::Failure;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{exit, input, submit, workspace};
use crate::diagnostic::{Diagnostic, any_error, codes, sort};
use crate::document::Date;
use crate::resume::key::{self, Key};
use crate::resume::table::{self, Collected};
use crate::rubric::Rubric;
use crate::scorecard::quality::{self, Settings};
use crate::sheet::{self, Sheet};
use crate::store::{Access, Snapshot, today};
use crate::text::{Sources, counted, visible_line};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Tables that reviewers filled in.
    #[arg(required = true, value_name = "TABLE")]
    tables: Vec<PathBuf>,
    /// The key that `resume new` wrote beside them.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The rubric that the booklets were made with; by default the one of the key's id.
    #[arg(long, value_name = "RUBRIC")]
    rubric: Option<PathBuf>,
    /// The day of the review, such as 2026-11-20; by default today.
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<String>,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    store: Stored,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Target {
    /// Write a scorecard for each application and reviewer into this folder.
    #[arg(short = 'o', long = "output", value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Keep the scorecards in the store at once.
    #[arg(long)]
    submit: bool,
}

fn day(text: &str) -> Result<String, String> {
    match Date::parse(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err("a day is written as 2026-11-20".to_owned()),
    }
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    if args.store.is_named() && !args.target.submit {
        return Err(Failure::usage("--store is for --submit"));
    }
    let settings = workspace::quality(ui)?;
    let bytes = input::read(&args.key, key::MAX_BYTES)?;
    let (rubric, snapshot) = rubric(args, &bytes, ui)?;
    let mut sources = Sources::default();
    let name = args.key.display().to_string();
    let (key, findings) = key::read(&name, bytes, &rubric, &mut sources);
    let (sheets, of_tables) = sheets(&args.tables, &mut sources)?;
    let Some(key) = key.filter(|_| !any_error(&of_tables)) else {
        let found: Vec<_> = findings.into_iter().chain(of_tables).collect();
        return Err(refused(&found, &sources, ui));
    };
    let day = args.on.clone().unwrap_or_else(today);
    let mut collected = table::collect(&sheets, &key, &rubric, &day);
    let mut found: Vec<Diagnostic> = findings.into_iter().chain(of_tables).collect();
    found.append(&mut collected.findings);
    quality::weigh(&mut found, &settings);
    if any_error(&found) {
        return Err(refused(&found, &sources, ui));
    }
    let folder = args.target.folder.as_deref().unwrap_or(Path::new(""));
    let (cards, paths) = checked(&collected, folder, &rubric, sources, &settings)?;
    found.extend(cards.findings.iter().filter(|one| is_new(one)).cloned());
    sort(&mut found);
    if any_error(&found) {
        return Err(refused(&found, &cards.sources, ui));
    }
    ui.side_findings(&found, &cards.sources);
    deliver(args, snapshot, &rubric, &cards, &paths, ui)?;
    ui.result(told(args, &collected, &key))
}

/// The findings, and that nothing came of it.
fn refused(found: &[Diagnostic], sources: &Sources, ui: &Ui) -> Failure {
    ui.side_findings(found, sources);
    ui.note("nothing was written");
    Failure::said(exit::DATA)
}

/// What the tables have not said already at their own places.
fn is_new(finding: &Diagnostic) -> bool {
    ![codes::CARD_EVIDENCE, codes::CARD_UNSCORED].contains(&finding.code)
}

fn rubric(args: &Args, key: &[u8], ui: &Ui) -> Result<(Rubric, Snapshot), Failure> {
    if let Some(path) = &args.rubric {
        return input::rubric_to_keep(path, ui);
    }
    let name = args.key.display().to_string();
    match key::rubric_of(&name, key.to_vec()) {
        Some(id) => input::named_rubric_to_keep(&id, ui),
        None => Err(Failure::new(
            exit::DATA,
            format!("{name} is not the key of a review: it names no rubric"),
        )
        .hint("`panelkit resume new` writes it as key.toml")),
    }
}

/// The tables, with what is wrong with them as tables.
fn sheets(
    paths: &[PathBuf],
    sources: &mut Sources,
) -> Result<(Vec<Sheet>, Vec<Diagnostic>), Failure> {
    let (mut sheets, mut findings) = (Vec::new(), Vec::new());
    for path in paths {
        let bytes = input::read_large(path, sheet::MAX_BYTES)?;
        let separated = super::separated(&bytes);
        let name = path.display().to_string();
        let (sheet, found) = sheet::read(&name, bytes, separated, sources);
        sheets.extend(sheet);
        findings.extend(found);
    }
    Ok((sheets, findings))
}

/// The cards, each checked like any other, under the names of their files.
fn checked(
    collected: &Collected,
    folder: &Path,
    rubric: &Rubric,
    sources: Sources,
    settings: &Settings,
) -> Result<(Cards, Vec<PathBuf>), Failure> {
    let mut cards = Cards {
        sources,
        ..Cards::default()
    };
    let mut paths = Vec::new();
    for draft in &collected.drafts {
        let path = folder.join(cards::file_name(draft, rubric));
        let bytes = draft.text(rubric).into_bytes();
        if cards.take(&path.display().to_string(), &bytes, rubric) {
            paths.push(path);
        } else {
            cards.refuse(&format!("the card of {}", draft.candidate), bytes, rubric);
        }
    }
    Ok((cards.checked(rubric, Reader::Author(settings))?, paths))
}

fn deliver(
    args: &Args,
    snapshot: Snapshot,
    rubric: &Rubric,
    cards: &Cards,
    paths: &[PathBuf],
    ui: &Ui,
) -> Result<(), Failure> {
    if let Some(folder) = &args.target.folder {
        let pairs: Vec<_> = paths.iter().zip(&cards.bytes).collect();
        return cards::write_new(folder, &pairs);
    }
    let mut store = args.store.open(Access::Create, ui)?;
    let stamp = workspace::stamp(ui)?;
    submit::keep(&mut store, &stamp, snapshot, rubric, cards)?;
    Ok(())
}

fn told(args: &Args, collected: &Collected, key: &Key) -> String {
    let to = match &args.target.folder {
        Some(folder) => format!("in {}", folder.display()),
        None => "kept".to_owned(),
    };
    let rows = counted(collected.n_rows, "row");
    let cards = counted(collected.drafts.len(), "scorecard");
    let mut lines = vec![format!("{cards} of {rows} {to}")];
    if collected.n_open > 0 {
        let open = counted(collected.n_open, "score");
        lines.push(format!("{open} left open: missing, and never zero"));
    }
    if collected.n_unreviewed > 0 {
        let n = counted(collected.n_unreviewed, "application");
        lines.push(format!("{n} without any score of a reviewer: no card"));
    }
    if !key.anonymised {
        lines.push("reviewed with names shown: each card says so".to_owned());
    }
    let lines: Vec<_> = lines
        .iter()
        .map(|line| visible_line(line).into_owned())
        .collect();
    lines.join("\n") + "\n"
}
