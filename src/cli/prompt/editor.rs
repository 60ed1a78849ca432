//! The editor of whoever is asked.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::cli::error::in_words;

/// The variables that name it, the first one first.
const VARIABLES: [&str; 2] = ["VISUAL", "EDITOR"];

/// A command that edits the file whose name is put behind it.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Editor {
    command: String,
}

impl Editor {
    /// The one that the environment names.
    pub(in crate::cli) fn told() -> Option<Self> {
        let told = VARIABLES.iter().filter_map(|name| std::env::var(name).ok());
        let command = told
            .into_iter()
            .find(|command| !command.trim().is_empty())?;
        Some(Self { command })
    }

    /// What to call it: the program, without its folder and its options.
    pub(in crate::cli) fn name(&self) -> &str {
        let program = self.command.split_whitespace().next().unwrap_or_default();
        program.rsplit(['/', '\\']).next().unwrap_or(program)
    }

    /// Runs it on a file until it ends. The command may have options, as `code --wait` has.
    ///
    /// # Errors
    /// Why it did not do its work, in words: it cannot be started, or says that it failed.
    pub(in crate::cli) fn run(&self, file: &Path) -> Result<(), String> {
        let mut shell = if cfg!(windows) {
            let mut shell = Command::new("cmd");
            shell.arg("/C").arg(format!("{} %1", self.command));
            shell
        } else {
            let mut shell = Command::new("sh");
            shell
                .arg("-c")
                .arg(format!("{} \"$1\"", self.command))
                .arg("sh");
            shell
        };
        // Results may go to a file; the editor needs the terminal.
        let ran = shell.arg(file).stdout(Stdio::from(io::stderr())).status();
        match ran {
            Err(error) => Err(in_words(&error)),
            Ok(status) if status.success() => Ok(()),
            Ok(_) => Err("it ended with a failure".to_owned()),
        }
    }
}
