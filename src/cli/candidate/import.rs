//! `panelkit candidate import`

use std::path::{Path, PathBuf};

use super::place::Catalogue;
use super::roster::{Entry, Roster, Usual, merged};
use crate::cli::error::Failure;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{exit, input, workspace};
use crate::diagnostic::{Diagnostic, any_error, sort};
use crate::sheet::{self, Separated};
use crate::store::{Access, Change, SqliteStore, Store};
use crate::text::{Sources, counted};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The CSV file: a header, then a row a candidate. Columns: `candidate` (the id), `name`,
    /// `contact` or `email`, `level`, `rubric`, `stage`; others are left out.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The rubric of rows that name none, by id.
    #[arg(long, value_name = "ID")]
    rubric: Option<String>,
    /// The level of rows that name none: an id or an alias of that rubric's.
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// The stage of rows that name none.
    #[arg(long, value_name = "WORDS")]
    stage: Option<String>,
    /// Where a candidate is in the store already, put what the file says in place of what it has;
    /// an empty cell says nothing.
    #[arg(long)]
    update: bool,
    /// Say what would be done, and keep nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    store: Stored,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let mut sources = Sources::default();
    let bytes = input::read(&args.file, sheet::MAX_BYTES)?;
    let name = args.file.display().to_string();
    let (sheet, mut findings) = sheet::read(&name, bytes, Separated::BY_COMMAS, &mut sources);
    let usual = usual(args, ui)?;
    let stamp = workspace::stamp(ui)?;
    let Some(sheet) = sheet else {
        return say(&mut findings, &sources, ui);
    };
    let mut roster = Roster::of(&sheet, &usual, Catalogue::new(ui));
    let mut store = open(args, ui)?;
    roster.read()?;
    if let (Some(store), false) = (&store, args.update) {
        roster.differing(store)?;
    }
    findings.append(&mut roster.findings);
    say(&mut findings, &sources, ui)?;
    let changes = changes(&roster.entries, store.as_ref())?;
    if !args.dry_run && !changes.all.is_empty() {
        let store = match &mut store {
            Some(store) => store,
            None => &mut args.store.open(Access::Create, ui)?,
        };
        store.keep(&stamp, &changes.all)?;
    }
    ui.result(changes.report(&args.file, args.dry_run))
}

/// Findings in their order; with an error among them nothing is kept.
fn say(findings: &mut [Diagnostic], sources: &Sources, ui: &Ui) -> Result<(), Failure> {
    sort(findings);
    ui.side_findings(findings, sources);
    if any_error(findings) {
        ui.note("nothing was kept");
        return Err(Failure::said(exit::DATA));
    }
    Ok(())
}

/// The store, where there is one already: without an import that can be kept none is made.
fn open(args: &Args, ui: &Ui) -> Result<Option<SqliteStore>, Failure> {
    let path = args.store.path(ui)?;
    if path.exists() {
        return Ok(Some(args.store.open(Access::Existing, ui)?));
    }
    Ok(None)
}

fn usual(args: &Args, ui: &Ui) -> Result<Usual, Failure> {
    let mut catalogue = Catalogue::new(ui);
    let rubric = args.rubric.clone();
    if let Some(id) = &rubric {
        catalogue.rubric(id)??;
    }
    let level = match &args.level {
        Some(name) => Some(catalogue.level(rubric.as_deref(), name)??),
        None => None,
    };
    Ok(Usual {
        rubric,
        level,
        stage: args.stage.clone(),
    })
}

struct Changes {
    all: Vec<Change>,
    n_new: usize,
    n_changed: usize,
    n_known: usize,
}

fn changes(entries: &[Entry], store: Option<&SqliteStore>) -> Result<Changes, Failure> {
    let mut changes = Changes {
        all: Vec::new(),
        n_new: 0,
        n_changed: 0,
        n_known: 0,
    };
    for Entry { record, .. } in entries {
        let before = match store {
            Some(store) => store.candidate(&record.id)?,
            None => None,
        };
        match before {
            None => {
                changes.n_new += 1;
                changes.all.push(Change::AddCandidate(record.clone()));
            }
            Some(before) if merged(&before, record) == before => changes.n_known += 1,
            Some(before) => {
                changes.n_changed += 1;
                changes
                    .all
                    .push(Change::ChangeCandidate(merged(&before, record)));
            }
        }
    }
    Ok(changes)
}

impl Changes {
    fn report(&self, file: &Path, dry_run: bool) -> String {
        let added = counted(self.n_new, "candidate");
        let done = if dry_run { "would be added" } else { "added" };
        let mut parts = vec![format!("{}: {added} {done}", file.display())];
        if self.n_changed > 0 {
            parts.push(format!("{} changed", self.n_changed));
        }
        if self.n_known > 0 {
            parts.push(format!("{} there already", self.n_known));
        }
        format!("{}\n", parts.join(", "))
    }
}
