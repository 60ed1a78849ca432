//! `panelkit resume new`

mod columns;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::error::Failure;
use crate::cli::press::{Paper, Press, Target};
use crate::cli::ui::Ui;
use crate::cli::{exit, input, named, templates};
use crate::diagnostic::any_error;
use crate::render::csv as tables;
use crate::render::{Format, terminal};
use crate::resume::applications::{self, Applications, Choice, Why};
use crate::resume::booklet::{Booklet, Pile};
use crate::resume::key::{Key, MOST};
use crate::resume::{alias, table};
use crate::rubric::{LevelIdx, RoundIdx, Rubric, Stage};
use crate::scorecard::identity_key;
use crate::sheet;
use crate::store::file;
use crate::text::{Sources, counted, sha256_hex};

use columns::Printed;

/// What the key's file is called.
const KEY: &str = "key.toml";

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The rubric: a file, a folder with a `rubric.toml`, or a rubric's id.
    #[arg(value_name = "RUBRIC")]
    rubric: PathBuf,
    /// The applications: a CSV file with a column `candidate`. Of what `screen` wrote, those that go
    /// on are taken.
    #[arg(value_name = "APPLICATIONS")]
    applications: PathBuf,
    /// The level: its id or an alias; by default the only one.
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// The round; by default the only one in which papers are scored at the level.
    #[arg(long, value_name = "ID")]
    round: Option<String>,
    /// Who reviews, as they sign: a booklet and a table for each.
    #[arg(long, required = true, num_args = 1.., value_name = "WHO", value_parser = named::signature)]
    reviewer: Vec<String>,
    /// The folder for booklets, tables and the key.
    #[arg(short = 'o', long = "output", value_name = "DIR")]
    folder: PathBuf,
    /// Give each application an alias, and leave out what says whose it is (the default).
    #[arg(long, conflicts_with = "named")]
    anonymise: bool,
    /// Show ids and every column: the review is not blind, and its cards say so.
    #[arg(long)]
    named: bool,
    /// Leave these columns out besides.
    #[arg(long, num_args = 1.., value_name = "COLUMN")]
    leave_out: Vec<String>,
    /// Show these columns although their names or cells say whose an application is.
    #[arg(long, num_args = 1.., value_name = "COLUMN", conflicts_with = "named")]
    keep: Vec<String>,
    /// Print these columns alone, separated by commas; behind `CRITERION=` for that criterion.
    #[arg(long, num_args = 1.., value_name = "[CRITERION=]COLUMN,…")]
    columns: Vec<String>,
    /// What aliases and orders follow from, besides the applications; a word of your own.
    #[arg(long, value_name = "TEXT")]
    seed: Option<String>,
    /// How to write booklets.
    #[arg(long, value_enum, default_value_t = BookletFormat::Html, value_name = "FORMAT")]
    format: BookletFormat,
    /// The sheet that a PDF is for.
    #[arg(long, value_enum, default_value_t, value_name = "SIZE")]
    paper: Paper,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum BookletFormat {
    /// One HTML file.
    Html,
    /// For printing.
    Pdf,
    /// Markdown.
    Md,
    /// Plain text.
    Text,
}

impl BookletFormat {
    fn target(self, paper: Paper, style: terminal::Style) -> Target {
        match self {
            Self::Html => Target::Plain(Format::Html),
            Self::Pdf => Target::Pdf(paper),
            Self::Md => Target::Plain(Format::Markdown),
            Self::Text => Target::Plain(Format::Text(style)),
        }
    }
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let reviewers = reviewers(&args.reviewer)?;
    let rubric = input::rubric(&args.rubric, ui)?;
    let level = named::level_or_only(&rubric, args.level.as_deref())?;
    let round = round(&rubric, level, args.round.as_deref())?;
    let bytes = input::read_large(&args.applications, sheet::MAX_BYTES)?;
    let seed = seed(&bytes, args.seed.as_deref());
    let applications = read(args, bytes, ui)?;
    let aliases = aliases(&applications, &seed, !args.named);
    let pile = Pile {
        rubric: &rubric,
        level,
        round,
        applications: &applications,
        aliases: &aliases,
        anonymised: !args.named,
        seed: &seed,
    };
    if pile.criteria().is_empty() {
        let message = format!(
            "the round `{}` scores no resume criterion at level `{}`",
            rubric.round(round).id,
            rubric.level(level).id
        );
        return Err(Failure::no_input(message));
    }
    let printed = Printed::of(&pile, &args.columns)?;
    let key = Key {
        round,
        level,
        anonymised: !args.named,
        reviewers,
        seed: seed.clone(),
        applications: (aliases.iter().cloned())
            .zip(applications.all.iter().map(|one| one.candidate.clone()))
            .collect(),
    };
    let files = files(args, &pile, &key, &printed, ui)?;
    write(&args.folder, &key.text(&rubric), &files)?;
    say(args, &pile, &key, &files, ui)
}

/// The signatures, each once.
fn reviewers(named: &[String]) -> Result<Vec<String>, Failure> {
    let mut found: Vec<String> = Vec::new();
    for who in named {
        let is_there = |known: &String| identity_key(known) == identity_key(who);
        if found.iter().any(is_there) {
            return Err(Failure::usage(format!(
                "the reviewer `{who}` is named twice"
            )));
        }
        found.push(who.clone());
    }
    Ok(found)
}

/// The round that is named, or the only one in which papers are scored.
fn round(rubric: &Rubric, level: LevelIdx, name: Option<&str>) -> Result<RoundIdx, Failure> {
    let at_level = rubric.rounds_at(level);
    let rounds: Vec<RoundIdx> = at_level
        .filter(|idx| rubric.round(*idx).stage == Stage::Resume)
        .collect();
    let ids = || -> String {
        let ids: Vec<_> = rounds
            .iter()
            .map(|idx| rubric.round(*idx).id.as_str())
            .collect();
        ids.join(", ")
    };
    if let Some(name) = name {
        let found = named::round(rubric, level, name)?;
        if rounds.contains(&found) {
            return Ok(found);
        }
        return Err(
            Failure::usage(format!("the round `{name}` is no review of papers"))
                .hint(format!("rounds with stage = \"resume\": {}", ids())),
        );
    }
    match rounds[..] {
        [only] => Ok(only),
        [] => Err(Failure::no_input(format!(
            "no round at level `{}` has stage = \"resume\"",
            rubric.level(level).id
        ))),
        _ => Err(Failure::usage("which round? name it with --round").hint(ids())),
    }
}

/// The same applications and the same word give the same aliases and orders.
fn seed(applications: &[u8], word: Option<&str>) -> String {
    let of_file = sha256_hex(applications);
    match word {
        Some(word) => sha256_hex(format!("{of_file}\n{word}").as_bytes()),
        None => of_file,
    }
}

fn read(args: &Args, bytes: Vec<u8>, ui: &Ui) -> Result<Applications, Failure> {
    let name = args.applications.display().to_string();
    let sources = &mut Sources::default();
    let separated = super::separated(&bytes);
    let (sheet, mut findings) = sheet::read(&name, bytes, separated, sources);
    let choice = Choice {
        anonymised: !args.named,
        leave_out: &args.leave_out,
        keep: &args.keep,
    };
    let is_sound = !any_error(&findings);
    let sheet = sheet.filter(|_| is_sound);
    let found = sheet.and_then(|sheet| applications::applications(&sheet, choice, &mut findings));
    ui.side_findings(&findings, sources);
    let found = found.ok_or_else(|| Failure::said(exit::DATA))?;
    match found.all.len() {
        0 if found.n_stopped > 0 => Err(Failure::no_input(
            "no application goes on after screening",
        )
        .hint("what somebody decided stands in the column `decided`, else `outcome` counts")),
        0 => Err(Failure::no_input(format!("{name} has no application"))),
        n if n > MOST => Err(Failure::new(
            exit::DATA,
            format!("{n} applications are more than the {MOST} of one review"),
        )
        .hint("screen them first, or split the file")),
        _ => Ok(found),
    }
}

/// Aliases in the order of the applications; with names shown, the ids.
fn aliases(applications: &Applications, seed: &str, anonymised: bool) -> Vec<String> {
    let ids = || applications.all.iter().map(|one| one.candidate.as_str());
    if !anonymised {
        return ids().map(str::to_owned).collect();
    }
    let aliases = alias::aliases(seed, ids());
    ids().map(|id| aliases[id].clone()).collect()
}

/// One reviewer's files.
struct Files {
    reviewer: String,
    booklet: (String, Vec<u8>),
    table: (String, Vec<u8>),
}

fn files(
    args: &Args,
    pile: &Pile<'_>,
    key: &Key,
    printed: &Printed,
    ui: &Ui,
) -> Result<Vec<Files>, Failure> {
    let target = args.format.target(args.paper, Ui::plain_style());
    let mut press = Press::new(templates::documents(ui)?);
    let progress = ui.progress(key.reviewers.len(), "booklets");
    let mut files = Vec::new();
    for (at, reviewer) in key.reviewers.iter().enumerate() {
        // A signature may hold anything; a hash tells two folders' files apart.
        let hash = sha256_hex(identity_key(reviewer).as_bytes());
        let stem = format!("{:02}-{}", at + 1, &hash[..8]);
        let table = format!("{stem}.table.csv");
        let booklet: Booklet = pile.booklet(reviewer, &table, |idx| printed.columns(idx));
        let rows = tables::table(&table::HEADER, table::blank(&booklet));
        let bytes = press.write("resume-booklet.md", &[booklet], target)?;
        files.push(Files {
            reviewer: reviewer.clone(),
            booklet: (format!("{stem}.booklet.{}", target.extension()), bytes),
            table: (table, rows.into_bytes()),
        });
        progress.step();
    }
    press.report(ui);
    Ok(files)
}

/// Writes everything, or nothing where something else is there: a table that is filled in is
/// somebody's work, and a key belongs to its booklets.
fn write(folder: &Path, key: &str, files: &[Files]) -> Result<(), Failure> {
    let all = files.iter().flat_map(|of| [&of.booklet, &of.table]);
    let all: Vec<(PathBuf, &[u8])> = all
        .map(|(name, bytes)| (folder.join(name), bytes.as_slice()))
        .collect();
    let key = (folder.join(KEY), key.as_bytes());
    for (path, bytes) in all.iter().chain([&key]) {
        if path.exists() && file::read(path)? != *bytes {
            let message = format!(
                "{} is there already and says something else",
                path.display()
            );
            return Err(Failure::new(exit::CANT_CREATE, message)
                .hint("nothing was written: name another folder, or remove that file"));
        }
    }
    file::create_folder(folder)?;
    // Without its key a booklet is of no use, and a key without booklets harms nobody.
    file::create_private(&key.0, key.1)?;
    for (path, bytes) in all {
        file::create_new(&path, bytes)?;
    }
    Ok(())
}

fn say(args: &Args, pile: &Pile<'_>, key: &Key, files: &[Files], ui: &Ui) -> Result<(), Failure> {
    let applications = pile.applications;
    let mut lines = vec![format!(
        "{} for {} in {}",
        counted(applications.all.len(), "application"),
        counted(key.reviewers.len(), "reviewer"),
        args.folder.display()
    )];
    for of in files {
        let (booklet, table) = (&of.booklet.0, &of.table.0);
        lines.push(format!("  {}: {booklet}, to fill in: {table}", of.reviewer));
    }
    if applications.n_stopped > 0 {
        let n = counted(applications.n_stopped, "application");
        lines.push(format!("{n} left out: screening did not advance them"));
    }
    if key.anonymised {
        lines.extend(applications.left_out.iter().map(left_out));
        if !applications.columns.is_empty() {
            lines.push(format!("shown: {}", applications.columns.join(", ")));
        }
        lines.push(format!(
            "{KEY} says who is who, for your eyes alone: keep it from reviewers"
        ));
    } else {
        lines.push("names are shown: the cards will say so".to_owned());
    }
    if key.anonymised && applications.n_unnamed > 0 {
        let n = counted(applications.n_unnamed, "application");
        ui.warn(
            &format!("{n} have no name in a column: it cannot be covered in their texts"),
            "look through them before they go to reviewers",
        );
    }
    let lines: Vec<_> = lines
        .iter()
        .map(|line| crate::text::visible_line(line).into_owned())
        .collect();
    ui.result(lines.join("\n") + "\n")
}

fn left_out((column, why): &(String, Why)) -> String {
    let why = match why {
        Why::Own => "whose it is, and what screening said".to_owned(),
        Why::Says(says) => says.as_str().to_owned(),
        Why::Looks(look) => format!("its cells look like {}; --keep shows it", look.as_str()),
        Why::Asked => "as asked".to_owned(),
        Why::Blank => "nothing in it".to_owned(),
    };
    format!("left out: {column} ({why})")
}
