//! `panelkit init`

use std::fs;
use std::path::{Path, PathBuf};

use super::error::Failure;
use super::ui::Ui;
use super::{exit, input, shell, shipped};
use crate::render::json;
use crate::rubric::{LevelIdx, Rubric, schema};
use crate::store::{Access, SqliteStore, file};
use crate::text::{Sources, visible_line};
use crate::workspace::FILE;

/// The workspace file, every key with a few words on it.
const WORKSPACE: &str = include_str!("init/panelkit.toml");

/// What must not get into a repository.
const IGNORED: &str = include_str!("init/gitignore");

/// Where those lines belong.
const GITIGNORE: &str = ".gitignore";

/// The folder of rubrics and the file of the store, as the workspace file names them.
const RUBRICS: &str = "rubrics";
const STORE: &str = "panelkit.db";

/// Where the first line of a rubric looks for the schema.
const SCHEMA: &str = "rubrics/schema/rubric.json";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder of the workspace; it is made where it is not there.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// A rubric to begin with: the id of a shipped one, or a file of your own. It is copied with the
    /// files that it includes, and is yours to change.
    #[arg(long, value_name = "RUBRIC")]
    rubric: Option<PathBuf>,
}

/// A file to be made: its path from the workspace's folder, what it is, and its content.
struct NewFile {
    path: String,
    what: &'static str,
    bytes: Vec<u8>,
}

impl NewFile {
    fn new(path: impl Into<String>, what: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            what,
            bytes: bytes.into(),
        }
    }
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let mut files = vec![NewFile::new(FILE, "the workspace", WORKSPACE)];
    let rubric = match &args.rubric {
        Some(path) => Some(copy_of(path, &mut files, ui)?),
        None => None,
    };
    let has_ignored = is_taken(&args.folder.join(GITIGNORE));
    if !has_ignored {
        files.push(NewFile::new(
            GITIGNORE,
            "what stays out of a repository",
            IGNORED,
        ));
    }
    refuse_taken(&args.folder, &files)?;
    for new in &files {
        make(&args.folder, new)?;
    }
    file::create_folder(&args.folder.join(RUBRICS))?;
    drop(SqliteStore::open(&args.folder.join(STORE), Access::Create)?);
    if has_ignored {
        let lines: Vec<_> = IGNORED
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        ui.warn(
            &format!("{GITIGNORE} was there already and is as it was"),
            &format!("add to it: {}", lines.join(", ")),
        );
    }
    ui.result(report(&args.folder, &files, rubric.as_ref()))
}

/// The files of a rubric, with the schema that editors check it by.
fn copy_of(path: &Path, files: &mut Vec<NewFile>, ui: &Ui) -> Result<Rubric, Failure> {
    let (rubric, snapshot) = input::rubric_to_keep(path, ui)?;
    for (idx, file) in snapshot.files.into_iter().enumerate() {
        // A rubric is found by its id, whatever its file was called before.
        let (name, what) = match idx {
            0 => (format!("{}.toml", rubric.about().id), "the rubric"),
            _ => (file.name, "shared by rubrics"),
        };
        files.push(NewFile::new(format!("{RUBRICS}/{name}"), what, file.bytes));
    }
    let schema = json::text(&schema::of_root());
    files.push(NewFile::new(SCHEMA, "the format, for editors", schema));
    Ok(rubric)
}

/// Whether something has that name, be it a link that leads nowhere.
fn is_taken(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Refuses where anything that is to be made is there: then nothing is made.
fn refuse_taken(folder: &Path, files: &[NewFile]) -> Result<(), Failure> {
    let paths = files.iter().map(|new| new.path.as_str());
    let taken: Vec<_> = paths
        .chain([STORE])
        .filter(|path| is_taken(&folder.join(path)))
        .collect();
    if taken.is_empty() {
        return Ok(());
    }
    let (verb, them) = if taken.len() == 1 {
        ("is", "it")
    } else {
        ("are", "them")
    };
    let message = format!(
        "{} {verb} in {} already; nothing was made",
        taken.join(", "),
        folder.display()
    );
    Err(Failure::new(exit::CANT_CREATE, message).hint(format!(
        "name a new folder: panelkit init DIR; or move {them} away"
    )))
}

fn make(folder: &Path, new: &NewFile) -> Result<(), Failure> {
    let path = folder.join(&new.path);
    file::create_folder(path.parent().unwrap_or(folder))?;
    if file::create_new(&path, &new.bytes)? {
        return Ok(());
    }
    let message = format!("{} appeared while the workspace was made", path.display());
    Err(Failure::new(exit::CANT_CREATE, message).hint("somebody else works in this folder"))
}

fn report(folder: &Path, files: &[NewFile], rubric: Option<&Rubric>) -> String {
    let shown = folder.display().to_string();
    let is_here = folder == Path::new(".");
    let place = if is_here {
        String::new()
    } else {
        format!(" in {}/", visible_line(&shown))
    };
    let store = (STORE, "the store; your user alone can read it");
    let made = files.iter().map(|new| (new.path.as_str(), new.what));
    let made: Vec<_> = made.chain([store]).collect();
    let longest = made.iter().map(|(path, _)| path.len()).max();
    let width = longest.unwrap_or_default();
    let made = made
        .iter()
        .map(|(path, what)| format!("  {path:<width$}  {what}"));
    let enter = (!is_here).then(|| format!("cd {}", shell::quoted(&shown)));
    let next = enter.into_iter().chain(next_commands(rubric));
    let mut lines = vec![format!("The workspace is made{place}:"), String::new()];
    lines.extend(made);
    lines.extend(["", "What to do next:", ""].map(str::to_owned));
    lines.extend(next.map(|command| format!("  {command}")));
    lines.push(String::new());
    lines.push(CLOSING.to_owned());
    lines.join("\n")
}

/// What is said last.
const CLOSING: &str = "\
Say who you are with --as, PANELKIT_AS or `identity` in panelkit.toml: what is kept is kept
with the name of who did it.
";

/// A first panel, with the rubric that was copied, else with a shipped one by its id.
fn next_commands(rubric: Option<&Rubric>) -> Vec<String> {
    let look = match rubric {
        Some(rubric) => format!("panelkit check {RUBRICS}/{}.toml", rubric.about().id),
        None => "panelkit rubric list".to_owned(),
    };
    let mut commands = vec![look];
    let shipped = || {
        let ids = shipped::ids().into_iter();
        let mut rubrics = ids.filter_map(|id| shipped::load(id, &mut Sources::default())?.rubric);
        rubrics.next()
    };
    if let Some(rubric) = rubric.cloned().or_else(shipped) {
        let level = LevelIdx(rubric.levels().len() / 2);
        commands.push(format!(
            "panelkit candidate add ada --name \"Ada Lovelace\" --rubric {} --level {}",
            rubric.about().id,
            rubric.level(level).id
        ));
        let mut rounds = rubric.rounds_at(level).map(|idx| rubric.round(idx));
        let round = rounds.find(|round| round.stage.is_panel());
        commands.extend(round.map(|round| {
            format!(
                "panelkit panel assign ada --round {} --interviewer grace@example.com",
                round.id
            )
        }));
    }
    commands
}
