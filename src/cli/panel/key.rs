//! `panelkit panel key`

use std::path::PathBuf;

use crate::cli::error::Failure;
use crate::cli::exit;
use crate::cli::seal::cipher;
use crate::cli::ui::Ui;
use crate::store::file;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The new key file, readable by its owner alone; one that is there already is left as it is.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let path = &args.output;
    let shown = path.display();
    let (content, public) =
        cipher::new_keys("a panel's key: it opens cards sealed to the public key");
    if !file::create_private(path, content.as_bytes())? {
        return Err(
            Failure::new(exit::CANT_CREATE, format!("{shown} is there already"))
                .hint("a key that is lost takes its sealed cards with it: name another file"),
        );
    }
    ui.note(&format!(
        "wrote {shown}: keep it, and a copy, from whoever has a card due"
    ));
    ui.note(&format!(
        "cards are sealed to its public key, in panelkit.toml: [seal] recipient = \"{public}\""
    ));
    ui.result(format!("{public}\n"))
}
