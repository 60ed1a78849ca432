//! The plan of the whole loop.

use super::{KitFormat, Request};
use crate::cli::error::Failure;
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
    let format = request.format(KitFormat::Text);
    let written = templates::document("loop.md", &view, format, ui)?;
    args.output.write(written, ui)
}
