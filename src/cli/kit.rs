//! `panelkit kit`

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::error::Failure;
use super::output::{Output, extension_of};
use super::ui::Ui;
use super::{input, named};
use crate::kit::{self, Kit};
use crate::render::{self, Documents, Format};
use crate::rubric::{LevelIdx, RoundIdx, Rubric};
use crate::store::file;
use crate::text::counted;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The rubric: a file, a folder with a `rubric.toml`, or a shipped rubric's id.
    #[arg(value_name = "RUBRIC")]
    rubric: PathBuf,
    /// The level interviewed for: an id or an alias.
    #[arg(long, value_name = "LEVEL")]
    level: String,
    #[command(flatten)]
    rounds: Rounds,
    /// How to write it; by default what the output's name ends in, else `text`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<KitFormat>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Rounds {
    /// The round to write the kit of.
    #[arg(long, value_name = "ID")]
    round: Option<String>,
    /// Write the kits of all rounds; the output is then a folder.
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KitFormat {
    /// Markdown.
    Md,
    /// For a terminal.
    Text,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let rubric = input::rubric(&args.rubric, ui)?;
    let level = named::level(&rubric, &args.level)?;
    let rounds = match &args.rounds.round {
        Some(id) => vec![find_round(&rubric, level, id)?],
        None => rubric.rounds_at(level).collect(),
    };
    let format = format(args, ui);
    let kits: Vec<_> = rounds
        .into_iter()
        .map(|round| kit::build(&rubric, round, level))
        .collect();
    match args.output.target() {
        Some(folder) if args.rounds.all => {
            let n = write_all(&kits, folder, format)?;
            ui.note(&format!(
                "wrote {} to {}",
                counted(n, "kit"),
                folder.display()
            ));
            Ok(())
        }
        _ => {
            let documents = Documents::new(&[])?;
            let blocks: Result<Vec<_>, _> = kits
                .iter()
                .map(|kit| documents.blocks("kit.md", kit))
                .collect();
            args.output
                .write(render::write(&blocks?.concat(), format), ui)
        }
    }
}

fn format(args: &Args, ui: &Ui) -> Format {
    let by_name = match args.output.extension().as_deref() {
        Some("md" | "markdown") => KitFormat::Md,
        // A folder of kits is for reading later.
        _ if args.rounds.all && args.output.target().is_some() => KitFormat::Md,
        _ => KitFormat::Text,
    };
    match args.format.unwrap_or(by_name) {
        KitFormat::Md => Format::Markdown,
        KitFormat::Text => Format::Text(args.output.style(ui)),
    }
}

/// Writes one file a round. All are rendered before the first is written.
pub(super) fn write_all(kits: &[Kit], folder: &Path, format: Format) -> Result<usize, Failure> {
    let documents = Documents::new(&[])?;
    let written: Result<Vec<_>, Failure> = kits
        .iter()
        .map(|kit| Ok(render::write(&documents.blocks("kit.md", kit)?, format)))
        .collect();
    let written = written?;
    file::create_folder(folder)?;
    for (kit, bytes) in kits.iter().zip(written) {
        // Numbered, so that a listing is in loop order.
        let name = format!(
            "{:02}-{}.{}",
            kit.round.number,
            kit.round.id,
            extension_of(format)
        );
        file::replace(&folder.join(name), &bytes)?;
    }
    Ok(kits.len())
}

fn find_round(rubric: &Rubric, level: LevelIdx, id: &str) -> Result<RoundIdx, Failure> {
    let known: Vec<_> = rubric
        .rounds_at(level)
        .map(|idx| rubric.round(idx).id.as_str())
        .collect();
    let found = rubric
        .find_round(id)
        .ok_or_else(|| named::unknown("round", id, &known))?;
    if known.contains(&id) {
        return Ok(found);
    }
    let level = &rubric.level(level).id;
    Err(
        Failure::usage(format!("the round `{id}` is not held at level `{level}`"))
            .hint(format!("rounds at this level: {}", known.join(", "))),
    )
}
