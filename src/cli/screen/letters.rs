//! `panelkit screen letters`

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::input::Applications;
use crate::cli::error::Failure;
use crate::cli::press::{Paper, Press, Target};
use crate::cli::ui::Ui;
use crate::cli::{exit, input, templates, workspace};
use crate::diagnostic::Diagnostic;
use crate::render::Format;
use crate::rubric::Rubric;
use crate::screen::confirm::{Choice, Screened};
use crate::screen::letter::{LeftOut, Letter, Letters};
use crate::sheet::{Stop, Stream, Taken};
use crate::store::file;
use crate::text::{Sources, counted};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The table that `panelkit screen confirm` wrote.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The rubric that the applications were screened with: its file, or its id.
    #[arg(long, value_name = "RUBRIC")]
    rubric: PathBuf,
    /// Letters for those alone of whom this was decided.
    #[arg(long, value_enum, value_name = "DECISION")]
    outcome: Option<Decided>,
    /// How to write them.
    #[arg(long, value_enum, default_value_t = LetterFormat::Md, value_name = "FORMAT")]
    format: LetterFormat,
    /// The sheet that a PDF is for.
    #[arg(long, value_enum, default_value_t, value_name = "SIZE")]
    paper: Paper,
    /// The folder that they go into, a file each by the candidate's id. Letters of before are
    /// replaced.
    #[arg(short = 'o', long, value_name = "DIR")]
    output: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Decided {
    /// They go on.
    Advance,
    /// They are declined.
    Decline,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LetterFormat {
    /// Markdown.
    Md,
    /// One HTML file each.
    Html,
    /// For printing.
    Pdf,
    /// Plain text, as for e-mail.
    Text,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let folder = args.output.as_path();
    let rubric = input::rubric(&args.rubric, ui)?;
    let wanted = args.outcome.map(|outcome| match outcome {
        Decided::Advance => Choice::Advance,
        Decided::Decline => Choice::Decline,
    });
    let organisation = workspace::find(ui)?.organisation;
    let mut letters = Letters::new(&rubric, organisation.as_deref(), wanted);
    read(&args.file, &rubric, &mut letters, ui)?;
    let (all, left_out) = letters.finish();
    write(args, folder, &all, ui)?;
    ui.note(&format!(
        "wrote {} to {}",
        counted(all.len(), "letter"),
        folder.display()
    ));
    say(&left_out, ui);
    Ok(())
}

/// Reads the table; nothing is written unless all of it can be read.
fn read(path: &Path, rubric: &Rubric, letters: &mut Letters<'_>, ui: &Ui) -> Result<(), Failure> {
    let mut sources = Sources::default();
    let applications = Applications::open(path, ui)?;
    let stop = |findings: &[Diagnostic], sources: &Sources| {
        ui.side_findings(findings, sources);
        ui.note("no letter was written");
        Failure::said(exit::DATA)
    };
    let stopped = |read: Stop, sources: &Sources| match read {
        Stop::Input(error) => applications.broken(&error),
        Stop::Wrong(findings) => stop(&findings, sources),
    };
    let begun = Stream::begin(applications.name(), applications.read(ui)?, &mut sources);
    let mut stream = begun.map_err(|read| stopped(read, &sources))?;
    let screened = Screened::bind(stream.header()).map_err(|found| stop(&found, &sources))?;
    if screened.decided().is_none() {
        let message = format!("nobody has decided on what {} proposes", path.display());
        return Err(Failure::new(exit::REFUSED, message)
            .hint("letters follow decisions: panelkit screen confirm FILE --by WHO -o OUT"));
    }
    let name = stream.header().iter().position(|cell| cell.text == "name");
    loop {
        let next = stream.next_row(&mut sources);
        match next.map_err(|read| stopped(read, &sources))? {
            None => break,
            Some(Taken::Reject(reject)) => {
                let finding = reject.finding(&mut sources);
                return Err(stop(&[finding], &sources));
            }
            Some(Taken::Row(record)) => {
                let row = screened.row(|column| record.cell(column));
                let name = name.map_or("", |name| record.cell(name));
                letters.take(&row, name).map_err(|problem| {
                    let line = record.line();
                    let id = &rubric.about().id;
                    input::bad_line(path, line, &problem.to_string()).hint(format!(
                        "is `{id}` the rubric that the table was screened with?"
                    ))
                })?;
            }
        }
    }
    applications.check_unchanged(stream.n_read())
}

fn write(args: &Args, folder: &Path, letters: &[Letter], ui: &Ui) -> Result<(), Failure> {
    let target = match args.format {
        LetterFormat::Md => Target::Plain(Format::Markdown),
        LetterFormat::Html => Target::Plain(Format::Html),
        LetterFormat::Text => Target::Plain(Format::Text(Ui::plain_style())),
        LetterFormat::Pdf => Target::Pdf(args.paper),
    };
    let mut press = Press::new(templates::documents(ui)?);
    file::create_folder(folder)?;
    let progress = ui.progress(letters.len(), "letters");
    for letter in letters {
        let written = press.write(letter.template(), std::slice::from_ref(letter), target)?;
        let name = format!("{}.{}", letter.id(), target.extension());
        // It names a person.
        file::replace_private(&folder.join(name), &written)?;
        progress.step();
    }
    drop(progress);
    press.report(ui);
    Ok(())
}

/// Says for whom there is no letter, and why.
fn say(left_out: &LeftOut, ui: &Ui) {
    let LeftOut {
        open,
        other,
        without_id,
        repeated,
    } = left_out;
    for (n, why) in [
        (open, "nobody has decided yet"),
        (other, "something else was decided"),
        (without_id, "there is no id to name the letter by"),
        (repeated, "the id stands on another line too"),
    ] {
        if *n > 0 {
            ui.note(&format!("{} without a letter: {why}", counted(*n, "row")));
        }
    }
}
