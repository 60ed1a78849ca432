//! `panelkit import`

mod report;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::cards::{self, Cards, Reader};
use super::error::Failure;
use super::ui::Ui;
use super::{exit, input, submit, workspace};
use crate::diagnostic::{Diagnostic, any_error, sort};
use crate::import::{self, Import, Kind, MAX_BYTES, Mapping};
use crate::rubric::Rubric;
use crate::store::{Access, Snapshot, SqliteStore};
use crate::text::Sources;

use report::Report;

/// Most bytes that are read of a mapping.
const MAX_MAP: usize = 1024 * 1024;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Make scorecards of those that Greenhouse's Harvest API gives as JSON.
    Greenhouse(Args),
    /// Make scorecards of a table: a row a score, or a row a card.
    Csv(Args),
}

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What is imported.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The rubric that the cards will be of.
    #[arg(long, value_name = "RUBRIC")]
    rubric: PathBuf,
    /// What the file's words mean: a TOML file, see docs/importing.md.
    #[arg(long, value_name = "FILE")]
    map: PathBuf,
    #[command(flatten)]
    target: Target,
    /// How to write what came of it.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ImportFormat::Text)]
    format: ImportFormat,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Target {
    /// Write a file for each card into this folder.
    #[arg(short = 'o', long = "output", value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Keep the cards in this store at once: all of them, or none where anything is wrong.
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    /// Only say what would come of it.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ImportFormat {
    /// For people.
    Text,
    /// One object.
    Json,
}

pub(super) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    match command {
        Command::Greenhouse(args) => of_kind(args, Kind::Greenhouse, ui),
        Command::Csv(args) => of_kind(args, Kind::Table, ui),
    }
}

fn of_kind(args: &Args, kind: Kind, ui: &Ui) -> Result<(), Failure> {
    let settings = workspace::quality(ui)?;
    let (rubric, snapshot) = input::rubric_to_keep(&args.rubric, ui)?;
    let mut sources = Sources::default();
    let mapping = mapping(args, kind, &rubric, &mut sources, ui)?;
    let bytes = input::read(&args.file, MAX_BYTES)?;
    let name = args.file.display().to_string();
    let read = match kind {
        Kind::Greenhouse => import::greenhouse,
        Kind::Table => import::table,
    };
    let mut import = read(&name, bytes, &mapping, &rubric, &mut sources);
    let folder = args.target.folder.as_deref().unwrap_or(Path::new(""));
    let (cards, paths) = checked(&mut import, folder, &rubric, sources);
    let cards = cards.checked(&rubric, Reader::Author(&settings))?;
    let mut findings = std::mem::take(&mut import.findings);
    findings.extend(cards.findings.iter().cloned());
    sort(&mut findings);
    ui.side_findings(&findings, &cards.sources);
    if !import.is_whole() {
        let message = "records of the file were lost on the way: this is a fault of panelkit";
        return Err(Failure::new(exit::INTERNAL, message));
    }
    let report = Report::of(&import, &cards, &findings, &paths);
    let kept = deliver(
        args,
        snapshot,
        &rubric,
        &cards,
        &paths,
        any_error(&findings),
        ui,
    );
    let shown = match args.format {
        ImportFormat::Text => report.text(&name, &args.target, kept.is_ok()),
        ImportFormat::Json => crate::render::json::text(&report),
    };
    ui.result(shown)?;
    kept?;
    if any_error(&findings) || !import.refused.is_empty() {
        return Err(Failure::said(exit::DATA));
    }
    Ok(())
}

fn mapping(
    args: &Args,
    kind: Kind,
    rubric: &Rubric,
    sources: &mut Sources,
    ui: &Ui,
) -> Result<Mapping, Failure> {
    let bytes = input::read(&args.map, MAX_MAP)?;
    let name = args.map.display().to_string();
    let (mapping, findings) = import::mapping(&name, bytes, kind, rubric, sources);
    ui.side_findings(&findings, sources);
    mapping.ok_or_else(|| Failure::said(exit::DATA))
}

/// What was taken, as cards under the names of their files. A record whose card cannot be one is
/// refused; its findings are there.
fn checked(
    import: &mut Import,
    folder: &Path,
    rubric: &Rubric,
    sources: Sources,
) -> (Cards, Vec<PathBuf>) {
    let mut cards = Cards {
        sources,
        ..Cards::default()
    };
    let mut paths = Vec::new();
    for taken in std::mem::take(&mut import.taken) {
        let path = folder.join(cards::file_name(&taken.draft, rubric));
        let bytes = taken.draft.text(rubric).into_bytes();
        if cards.take(&path.display().to_string(), &bytes, rubric) {
            paths.push(path);
            import.taken.push(taken);
        } else {
            // There will be no such file: the record is what the findings are about.
            let name = format!("{} as a card", taken.name);
            cards.refuse(&name, bytes, rubric);
            import.take_back(taken);
        }
    }
    import.refused.sort_by_key(|refused| refused.at);
    (cards, paths)
}

/// Writes the cards where they are to go. A file that is there already and says something else
/// stays, and then none is written.
fn deliver(
    args: &Args,
    snapshot: Snapshot,
    rubric: &Rubric,
    cards: &Cards,
    paths: &[PathBuf],
    has_errors: bool,
    ui: &Ui,
) -> Result<(), Failure> {
    if let Some(path) = &args.target.store {
        if has_errors {
            return Err(Failure::new(exit::DATA, "nothing was kept")
                .hint("mend what is listed; with -o DIR the cards that are sound become files"));
        }
        let mut store = SqliteStore::open(path, Access::Create)?;
        submit::keep(&mut store, &workspace::stamp(ui)?, snapshot, rubric, cards)?;
    }
    if let Some(folder) = &args.target.folder {
        let pairs: Vec<_> = paths.iter().zip(&cards.bytes).collect();
        cards::write_new(folder, &pairs)?;
    }
    Ok(())
}

/// How many of some cards have errors: `submit` would not take them.
fn n_unfit(cards: &Cards, findings: &[Diagnostic]) -> usize {
    let errors = findings.iter().filter(|finding| finding.is_error());
    let unfit: std::collections::BTreeSet<_> =
        errors.map(|finding| finding.primary.span.source).collect();
    let places = cards.sound.iter().map(|(_, places)| places.start.source);
    places.filter(|source| unfit.contains(source)).count()
}
