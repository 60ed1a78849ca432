//! The plan of the whole loop.

use super::{KitFormat, Request};
use crate::cli::error::Failure;
use crate::cli::press::Press;
use crate::cli::templates;
use crate::kit::view_loop;

pub(super) fn run(request: &Request<'_>) -> Result<(), Failure> {
    let Request {
        args, ui, rubric, ..
    } = request;
    if args.rounds.round.is_some() || args.rounds.all {
        return Err(Failure::usage("--audience manager is about all rounds")
            .hint("leave out --round and --all"));
    }
    let plan = args.choice.plan(rubric, request.level, ui)?;
    let view = view_loop(rubric, &plan, args.choice.candidate.as_deref());
    let target = request.target(KitFormat::Text)?;
    let mut press = Press::new(templates::documents(ui)?);
    let written = press.write("loop.md", &[view], target)?;
    args.output.write(written, ui)?;
    press.report(ui);
    Ok(())
}
