//! `panelkit screen`

mod confirm;
mod ids;
mod input;
mod letters;
mod output;
mod pass;
mod place;

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};

use self::ids::Ids;
use self::input::{Applications, unkept};
use self::pass::{Ask, Order, Pass};
use self::place::Used;
use super::error::Failure;
use super::press::{Press, Target};
use super::signals::Work;
use super::ui::Ui;
use super::{exit, input as files, named, templates};
use crate::render::{Format as Rendered, json};
use crate::screen::Summary;
use crate::text::counted;

/// How the summary is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// One object.
    Json,
}

/// Screening, or what follows it.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Command {
    #[command(subcommand)]
    then: Option<Then>,
    #[command(flatten)]
    screen: Option<Args>,
}

#[derive(Debug, Subcommand)]
enum Then {
    /// Record what a named person decides of applications that were screened.
    Confirm(confirm::Args),
    /// Write a letter to each whose application was decided on.
    Letters(letters::Args),
}

#[derive(Debug, clap::Args)]
struct Args {
    /// The rubric: a file, a folder with a `rubric.toml`, or the id of one.
    #[arg(value_name = "RUBRIC")]
    rubric: PathBuf,
    /// The applications: a CSV file with a header, an application a row, the column `candidate` and
    /// one for each knock-out. Comma, semicolon or tab, found from the header; `-` is stdin.
    #[arg(value_name = "APPLICATIONS")]
    applications: PathBuf,
    /// The level of all of them: an id or an alias; else what their column `level` says.
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Write there what was read, byte for byte, with the columns `outcome`, `knockout`, `reason`
    /// and `cell` behind it; `-` is stdout.
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    output: Option<PathBuf>,
    /// Set rows aside that cannot be read, into a file of its own: as they stand, behind the
    /// columns `line` and `reject`. Mend them there and screen that file. Without it one such row
    /// stops the command.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// How to write the summary.
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

/// What is said to somebody who ends the program.
const UNDONE: &str = "stopped; nothing was written";
const DONE: &str = "stopped; the files that were asked for are written";

pub(super) fn run(command: &Command, ui: &Ui) -> Result<(), Failure> {
    match (&command.then, &command.screen) {
        (Some(Then::Confirm(args)), _) => confirm::run(args, ui),
        (Some(Then::Letters(args)), _) => letters::run(args, ui),
        (None, Some(args)) => screen(args, ui),
        (None, None) => Err(Failure::usage("name a rubric and a table of applications")
            .hint("panelkit screen RUBRIC APPLICATIONS -o screened.csv")),
    }
}

fn screen(args: &Args, ui: &Ui) -> Result<(), Failure> {
    args.check()?;
    let rubric = files::rubric(&args.rubric, ui)?;
    let level = args.level.as_deref();
    let level = level.map(|name| named::level(&rubric, name)).transpose()?;
    let work = Work::begin(UNDONE, exit::UNFINISHED).map_err(|error| unkept(&error))?;
    let applications = Applications::open(&args.applications, ui)?;
    let order = Order {
        ui,
        work: &work,
        rubric: &rubric,
        level,
        output: args.output.as_deref(),
        rejects: args.rejects.as_deref(),
    };
    let pass = read(&order, &applications)?;
    args.finish(pass, &applications, &order)
}

/// Reads the applications, and again where an id is on more than one row.
fn read<'a>(order: &Order<'a>, applications: &Applications) -> Result<Pass<'a>, Failure> {
    let mut ids = Ids::new();
    let pass = order.read(applications, Ask::Take(&mut ids))?;
    if pass.tally.rejects > 0 && order.rejects.is_none() {
        pass.wrong.show(order.ui);
        return Err(rejected(&pass, applications.name()));
    }
    let repeated = {
        let _sign = order.ui.working("looking for ids that repeat");
        ids.repeated().map_err(|error| unkept(&error))?
    };
    let Some(mut repeated) = repeated else {
        return Ok(pass);
    };
    let before = (pass.tally.read, pass.tally.rejects);
    drop(pass);
    let again = order.read(applications, Ask::Tell(&mut repeated))?;
    if (again.tally.read, again.tally.rejects) == before {
        Ok(again)
    } else {
        Err(applications.changed())
    }
}

fn rejected(pass: &Pass<'_>, name: &str) -> Failure {
    let (n_rejects, n_read) = (pass.tally.rejects, pass.tally.read);
    let message = format!(
        "{} of {} in {name} cannot be read; nothing was written",
        n_rejects,
        counted(usize::try_from(n_read).unwrap_or(usize::MAX), "row"),
    );
    Failure::new(exit::DATA, message)
        .hint("mend them, or set them aside with --rejects FILE and screen the others")
}

impl Args {
    /// Refuses what contradicts itself, before anything is read.
    fn check(&self) -> Result<(), Failure> {
        if self.is_to_stdout() && self.format == Format::Json {
            return Err(Failure::usage(
                "with -o - the rows go to stdout, and a summary in JSON would run into them",
            )
            .hint("name a file for the rows, as in -o screened.csv"));
        }
        if self.rejects.as_deref() == Some(Path::new("-")) {
            return Err(Failure::usage("--rejects names a file"));
        }
        let used = |what, path: &Option<PathBuf>| path.clone().map(|path| (what, path));
        let written = [
            used("the output", &self.output),
            used("the file of --rejects", &self.rejects),
        ];
        let mut all = vec![
            Used {
                what: "the rubric",
                path: &self.rubric,
                is_read: true,
            },
            Used {
                what: "the table of applications",
                path: &self.applications,
                is_read: true,
            },
        ];
        all.extend(written.iter().flatten().map(|(what, path)| Used {
            what,
            path,
            is_read: false,
        }));
        place::check(&all)
    }

    fn is_to_stdout(&self) -> bool {
        self.output.as_deref() == Some(Path::new("-"))
    }

    /// Puts everything in place, and says what it came to.
    fn finish(
        &self,
        pass: Pass<'_>,
        applications: &Applications,
        order: &Order<'_>,
    ) -> Result<(), Failure> {
        let ui = order.ui;
        let Pass {
            screen,
            rows,
            rejects,
            tally,
            n_blank,
            separated,
            ..
        } = pass;
        if !tally.adds_up() {
            let message = "the rows do not add up; nothing was written";
            return Err(Failure::new(exit::INTERNAL, message)
                .hint("this is a fault of panelkit: please report it"));
        }
        let summary = self.summary(&Summary::of(&screen, &tally), ui)?;
        let held = order.work.finish(DONE, || {
            let rejects = rejects.place()?;
            Ok::<_, Failure>([rejects, rows.place()?])
        })?;
        for held in held.into_iter().flatten() {
            held.give(ui)?;
        }
        let n_rows = counted(usize::try_from(tally.read).unwrap_or(usize::MAX), "row");
        let blank = match usize::try_from(n_blank).unwrap_or(usize::MAX) {
            0 => String::new(),
            n_blank => format!(", {} left out", counted(n_blank, "blank line")),
        };
        ui.note(&format!(
            "read {}: {n_rows}, separated by {separated}{blank}",
            applications.name()
        ));
        self.tell_written(tally.rejects, ui);
        if self.is_to_stdout() {
            Ui::show(&summary);
            return Ok(());
        }
        ui.result(summary)
    }

    /// Says what was written, and what was not.
    fn tell_written(&self, n_rejects: u64, ui: &Ui) {
        match &self.output {
            None => ui.note("no rows were written: -o FILE writes each with its outcome"),
            Some(_) if self.is_to_stdout() => {}
            Some(path) => ui.note(&format!("wrote {}", path.display())),
        }
        if let Some(path) = self.rejects.as_ref().filter(|_| n_rejects > 0) {
            let n_rejects = counted(usize::try_from(n_rejects).unwrap_or(usize::MAX), "row");
            ui.warn(
                &format!(
                    "{n_rejects} could not be read and went to {}",
                    path.display()
                ),
                "mend them there, and screen that file as well: nobody has judged them",
            );
        }
    }

    fn summary(&self, summary: &Summary, ui: &Ui) -> Result<String, Failure> {
        if self.format == Format::Json {
            return Ok(json::text(summary));
        }
        let style = if self.is_to_stdout() {
            ui.side_style()
        } else {
            ui.style()
        };
        let mut press = Press::new(templates::documents(ui)?);
        let target = Target::Plain(Rendered::Text(style));
        let written = press.write("screening.md", std::slice::from_ref(summary), target)?;
        Ok(String::from_utf8_lossy(&written).into_owned())
    }
}
