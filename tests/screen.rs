//! `panelkit screen`: what is read, what is written, and what happens when something is wrong.

mod interrupted;
mod malformed;
mod output;

use crate::panel::RUBRIC;
use crate::sandbox::{Run, Sandbox};

/// A knock-out that one column answers.
const KNOCKOUT: &str = r#"
[[knockout]]
id = "papers"
at = "application"
question = "May you work here?"
answer = "yes-no"
accept = ["yes"]
on-fail = "decline"
reason = "The role cannot be done without."
"#;

/// A sandbox with a rubric whose knock-out asks for the column `papers`.
fn sandbox() -> Sandbox {
    // A criterion is called so too, and ids are there once.
    let rubric = RUBRIC.replace("\"papers\"", "\"certificates\"");
    Sandbox::with("r.toml", format!("{rubric}{KNOCKOUT}"))
}

/// Screens a table.
fn screen(sandbox: &Sandbox, content: impl AsRef<[u8]>, more: &[&str]) -> Run {
    sandbox.write("a.csv", content);
    sandbox.run(&[&["screen", "r.toml", "a.csv"], more].concat())
}
