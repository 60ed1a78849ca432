//! What the tests share: the program in a clean environment, and long expected outputs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The program, with nothing of the caller's environment but the search path.
pub(crate) fn panelkit() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_panelkit"));
    command.env_clear();
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
}

/// Runs the program in a folder.
pub(crate) fn run(folder: &Path, args: &[&str]) -> Output {
    panelkit()
        .current_dir(folder)
        .args(args)
        .output()
        .expect("the program starts")
}

/// What a run that must succeed wrote to stdout.
pub(crate) fn succeed(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    stdout(&output)
}

/// What a run wrote to stdout.
pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("stdout is UTF-8")
}

/// What a run wrote to stderr.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("stderr is UTF-8")
}

/// The project's folder.
pub(crate) fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether expected outputs are to be written anew.
pub(crate) fn is_blessing() -> bool {
    std::env::var_os("PANELKIT_BLESS").is_some()
}

/// Compares a text with the file that holds what is expected, or writes that file anew.
pub(crate) fn expect_file(path: &str, actual: &str) {
    let file = project().join(path);
    if is_blessing() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        expected == actual,
        "{path} is not what the program gives; the first difference: {}\n\
         if it is meant: PANELKIT_BLESS=1 cargo test, then read git diff",
        first_difference(&expected, actual)
    );
}

fn first_difference(expected: &str, actual: &str) -> String {
    let n_lines = expected.lines().count().max(actual.lines().count());
    let line = |text: &str, idx: usize| text.lines().nth(idx).unwrap_or("(no line)").to_owned();
    (0..n_lines)
        .find(|idx| line(expected, *idx) != line(actual, *idx))
        .map_or("line ends".to_owned(), |idx| {
            let (expected, actual) = (line(expected, idx), line(actual, idx));
            format!(
                "line {}\n  expected {expected}\n  actual   {actual}",
                idx + 1
            )
        })
}
