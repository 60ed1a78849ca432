//! Kits for those who run the rounds.

use std::path::Path;

use super::{KitFormat, Request};
use crate::cli::error::Failure;
use crate::cli::press::{Press, Target};
use crate::cli::templates;
use crate::kit::{self, Kit};
use crate::render::Format;
use crate::rubric::RoundIdx;
use crate::store::file;
use crate::text::counted;

pub(super) fn run(request: &Request<'_>) -> Result<(), Failure> {
    let Request {
        args, ui, rubric, ..
    } = request;
    let rounds = rounds(request)?;
    let mut press = Press::new(templates::documents(ui)?);
    let plan = args.choice.plan(rubric, request.level, ui)?;
    let candidate = args.choice.candidate.as_deref();
    let kits: Vec<_> = rounds
        .into_iter()
        .map(|round| kit::build_planned(rubric, round, &plan, candidate))
        .collect();
    match args.output.target() {
        Some(folder) if args.rounds.all => {
            // A folder of kits is for reading later.
            let target = request.target(KitFormat::Md)?;
            let n = write_all(&mut press, &kits, folder, target)?;
            ui.note(&format!(
                "wrote {} to {}",
                counted(n, "kit"),
                folder.display()
            ));
        }
        _ => {
            let target = request.target(KitFormat::Text)?;
            args.output.write(joined(&mut press, &kits, target)?, ui)?;
        }
    }
    press.report(ui);
    Ok(())
}

fn rounds(request: &Request<'_>) -> Result<Vec<RoundIdx>, Failure> {
    let at_level = request.rubric.rounds_at(request.level);
    match request.round {
        Some(round) => Ok(vec![round]),
        None if request.args.rounds.all => Ok(at_level.collect()),
        None => {
            let ids: Vec<_> = at_level
                .map(|idx| request.rubric.round(idx).id.as_str())
                .collect();
            Err(
                Failure::usage("which round? name it with --round ID, or write --all")
                    .hint(format!("rounds at this level: {}", ids.join(", "))),
            )
        }
    }
}

/// One kit; in HTML it is a form to fill in.
fn written(press: &mut Press, kit: &Kit, target: Target) -> Result<Vec<u8>, Failure> {
    match target {
        Target::Plain(Format::Html) => press.form(kit),
        _ => press.write("kit.md", std::slice::from_ref(kit), target),
    }
}

/// Kits in one file: one is as it is by itself, several are one document to read.
fn joined(press: &mut Press, kits: &[Kit], target: Target) -> Result<Vec<u8>, Failure> {
    match kits {
        [kit] => written(press, kit, target),
        _ => press.write("kit.md", kits, target),
    }
}

/// Writes one file a round. All are rendered before the first is written.
pub(in crate::cli) fn write_all(
    press: &mut Press,
    kits: &[Kit],
    folder: &Path,
    target: Target,
) -> Result<usize, Failure> {
    let written: Result<Vec<_>, Failure> =
        kits.iter().map(|kit| written(press, kit, target)).collect();
    let written = written?;
    file::create_folder(folder)?;
    for (kit, bytes) in kits.iter().zip(written) {
        // Numbered, so that a listing is in loop order.
        let name = format!(
            "{:02}-{}.{}",
            kit.round.number,
            kit.round.id,
            target.extension()
        );
        file::replace(&folder.join(name), &bytes)?;
    }
    Ok(kits.len())
}
