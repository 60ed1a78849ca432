//! The guide that a candidate is sent.

use super::{KitFormat, Request};
use crate::cli::error::Failure;
use crate::cli::press::Press;
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
    let target = request.target(KitFormat::Text)?;
    let mut press = Press::new(templates::documents(ui)?);
    let written = press.write("guide.md", &[guide], target)?;
    args.output.write(written, ui)?;
    press.report(ui);
    Ok(())
}
