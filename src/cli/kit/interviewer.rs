//! Kits for those who run the rounds.

use std::path::Path;

use super::{KitFormat, Request};
use crate::cli::error::Failure;
use crate::cli::output::extension_of;
use crate::cli::templates;
use crate::kit::{self, Kit};
use crate::render::{self, Documents, Format};
use crate::rubric::RoundIdx;
use crate::store::file;
use crate::text::counted;

pub(super) fn run(request: &Request<'_>) -> Result<(), Failure> {
    let Request {
        args, ui, rubric, ..
    } = request;
    let rounds = rounds(request)?;
    let documents = templates::documents(ui)?;
    let plan = args.choice.plan(rubric, request.level, ui)?;
    let candidate = args.choice.candidate.as_deref();
    let kits: Vec<_> = rounds
        .into_iter()
        .map(|round| kit::build_planned(rubric, round, &plan, candidate))
        .collect();
    match args.output.target() {
        Some(folder) if args.rounds.all => {
            // A folder of kits is for reading later.
            let n = write_all(&documents, &kits, folder, request.format(KitFormat::Md))?;
            ui.note(&format!(
                "wrote {} to {}",
                counted(n, "kit"),
                folder.display()
            ));
            Ok(())
        }
        _ => {
            let format = request.format(KitFormat::Text);
            args.output.write(joined(&documents, &kits, format)?, ui)
        }
    }
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
fn written(documents: &Documents, kit: &Kit, format: Format) -> Result<Vec<u8>, Failure> {
    Ok(match format {
        Format::Html => documents.form(kit)?,
        _ => render::write(&documents.blocks("kit.md", kit)?, format),
    })
}

/// Kits in one file: one is as it is by itself, several are one document to read.
fn joined(documents: &Documents, kits: &[Kit], format: Format) -> Result<Vec<u8>, Failure> {
    if let [kit] = kits {
        return written(documents, kit, format);
    }
    let blocks: Result<Vec<_>, _> = kits
        .iter()
        .map(|kit| documents.blocks("kit.md", kit))
        .collect();
    Ok(render::write(&blocks?.concat(), format))
}

/// Writes one file a round. All are rendered before the first is written.
pub(in crate::cli) fn write_all(
    documents: &Documents,
    kits: &[Kit],
    folder: &Path,
    format: Format,
) -> Result<usize, Failure> {
    let written: Result<Vec<_>, Failure> = kits
        .iter()
        .map(|kit| written(documents, kit, format))
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
