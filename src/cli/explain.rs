//! `panelkit explain`

use super::error::Failure;
use super::output::Output;
use super::ui::Ui;
use crate::diagnostic::{codes, nearest};
use crate::lint::rules;
use crate::render::{self, Format, rules as views};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A code such as R110; without one, all rules are listed.
    #[arg(value_name = "CODE")]
    code: Option<String>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let format = match args.output.extension().as_deref() {
        Some("md") => Format::Markdown,
        _ => Format::Text(args.output.style(ui)),
    };
    let written = match &args.code {
        Some(code) => {
            let view = views::explain(code).ok_or_else(|| unknown(code))?;
            render::document("rule.md", &view, format)?
        }
        None => render::document("rules.md", &views::page(), format)?,
    };
    args.output.write(written, ui)
}

fn unknown(code: &str) -> Failure {
    let known = rules::ALL.iter().map(|rule| rule.code.as_str());
    let known = known.chain(codes::ALL.iter().map(|(code, _)| code.as_str()));
    let failure = Failure::usage(format!("there is no code `{code}`"));
    match nearest(code, known) {
        Some(near) => failure.hint(format!("did you mean {near}?")),
        None => failure.hint("`panelkit explain` lists all codes"),
    }
}
