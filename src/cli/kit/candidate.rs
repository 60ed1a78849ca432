//! The guide that a candidate is sent.

use super::{KitFormat, Request};
use crate::cli::error::Failure;
use crate::cli::templates;
use crate::kit::guide::{self, Pay};

pub(super) fn run(request: &Request<'_>) -> Result<(), Failure> {
    let Request { args, ui, .. } = request;
    let pay = if args.with_pay {
        Pay::Said
    } else {
        Pay::Unsaid
    };
    let guide = guide::build(request.rubric, request.level, request.round, pay);
    let format = request.format(KitFormat::Text);
    let written = templates::document("guide.md", &guide, format, ui)?;
    args.output.write(written, ui)
}
