//! Folders to run the program in, its findings, and tables of cases whose texts mark where a
//! finding is due.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::support::panelkit;

/// Where a finding is due in the text of a case; taken out before the text is used.
pub(crate) const MARK: char = '«';

/// A command with nothing of the caller's environment but the search path.
fn clean(program: &str) -> Command {
    let mut command = Command::new(program);
    command.env_clear();
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
}

/// A folder of one test's own, gone when the test is over.
pub(crate) struct Sandbox(TempDir);

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder can be made"))
    }

    /// A sandbox with one file in it.
    pub(crate) fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        let sandbox = Self::new();
        sandbox.write(name, content);
        sandbox
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file and the folders it lies in.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder"))
            .expect("folders can be made");
        fs::write(path, content).expect("the file can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file is there and is text")
    }

    /// Everything in the sandbox: paths from its root, sorted, folders with a `/` at the end.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        list(self.0.path(), "", &mut found);
        found.sort();
        found
    }

    /// Runs the program in the sandbox.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        let mut command = panelkit();
        command.args(args);
        self.finish(command, &args.join(" "))
    }

    /// Runs a line of shell in the sandbox; the program is `$PANELKIT` there.
    pub(crate) fn sh(&self, script: &str) -> Run {
        let mut command = clean("sh");
        command.args(["-c", script]);
        command.env("PANELKIT", env!("CARGO_BIN_EXE_panelkit"));
        self.finish(command, script)
    }

    /// Runs a prepared command in the sandbox.
    pub(crate) fn finish(&self, mut command: Command, what: &str) -> Run {
        let output = command
            .current_dir(self.0.path())
            .output()
            .expect("the program starts");
        Run::new(what, &output)
    }
}

fn list(folder: &Path, prefix: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().expect("the entry has a type").is_dir() {
            found.push(format!("{name}/"));
            list(&entry.path(), &format!("{name}/"), found);
        } else {
            found.push(name);
        }
    }
}

/// What a run of the program came to.
#[derive(Debug)]
pub(crate) struct Run {
    what: String,
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Words that no message of ours has: panics, and what libraries say for themselves.
const FOREIGN_WORDS: &[&str] = &[
    "panicked",
    "this is a fault of panelkit",
    "RUST_BACKTRACE",
    "os error",
    "TOML parse error",
    "invalid type:",
    "missing field",
    "unwrap",
    "toml::",
    "serde",
    "DeserializeError",
    "the system says",
];

impl Run {
    fn new(what: &str, output: &Output) -> Self {
        let text = |bytes: &[u8]| {
            String::from_utf8(bytes.to_vec())
                .unwrap_or_else(|_| panic!("{what}: the output is not UTF-8"))
        };
        let run = Self {
            what: what.to_owned(),
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        };
        run.assert_own_words();
        run
    }

    fn assert_own_words(&self) {
        for words in FOREIGN_WORDS {
            assert!(!self.stderr.contains(words), "`{words}` in {self:#?}");
        }
        assert!(
            self.code.is_some_and(|code| code != 101),
            "it ended badly: {self:#?}"
        );
    }

    /// Holds the run to an exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Holds the run to words on stderr.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(self.stderr.contains(words), "no `{words}` in {self:#?}");
        self
    }

    /// Holds the run to words on stdout.
    #[track_caller]
    pub(crate) fn shows(self, words: &str) -> Self {
        assert!(self.stdout.contains(words), "no `{words}` in {self:#?}");
        self
    }

    /// Holds the run to nothing on stdout.
    #[track_caller]
    pub(crate) fn shows_nothing(self) -> Self {
        assert_eq!(self.stdout, "", "{}", self.what);
        self
    }

    /// The findings that make a file unusable, in their order.
    pub(crate) fn errors(&self) -> Vec<Finding> {
        let mut found = self.findings();
        found.retain(|finding| finding.severity == "error");
        found
    }

    /// The findings on stdout and stderr, in their order.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let mut found = findings(&self.stdout);
        found.extend(findings(&self.stderr));
        found
    }
}

/// One finding as it was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// `error` or `warning`.
    pub(crate) severity: String,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) file: String,
    /// `line:column`.
    pub(crate) place: String,
}

impl Finding {
    /// `E005 3:1 unknown key …`
    pub(crate) fn line(&self) -> String {
        format!("{} {} {}", self.code, self.place, self.message)
    }
}

fn findings(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut title = None;
    for line in text.lines() {
        if let Some(started) = title_of(line) {
            title = Some(started);
        } else if let Some(place) = line.trim_start().strip_prefix("--> ")
            && let Some((severity, code, message)) = title.take()
        {
            let mut parts = place.rsplitn(3, ':');
            let (column, line) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
            found.push(Finding {
                severity,
                code,
                message,
                file: parts.next().unwrap_or("").to_owned(),
                place: format!("{line}:{column}"),
            });
        }
    }
    found
}

fn title_of(line: &str) -> Option<(String, String, String)> {
    let (severity, rest) = line.split_once('[')?;
    let (code, message) = rest.split_once("]: ")?;
    matches!(severity, "error" | "warning")
        .then(|| (severity.to_owned(), code.to_owned(), message.to_owned()))
}

/// A text without its marks, and the `line:column` of each, in order.
pub(crate) fn unmark(text: &str) -> (String, Vec<String>) {
    let mut clean = String::with_capacity(text.len());
    let mut places = Vec::new();
    let (mut line, mut column) = (1, 1);
    for c in text.chars() {
        match c {
            MARK => places.push(format!("{line}:{column}")),
            '\n' => (line, column) = (line + 1, 1),
            _ => column += 1,
        }
        if c != MARK {
            clean.push(c);
        }
    }
    (clean, places)
}

/// A text with replacements made, each of a fragment's first occurrence; an empty fragment stands
/// for the end of the text.
pub(crate) fn edited(base: &str, edits: &[(&str, &str)]) -> String {
    let mut text = base.to_owned();
    for (find, by) in edits {
        if find.is_empty() {
            text.push_str(by);
        } else {
            assert!(text.contains(find), "the base has no {find:?}");
            text = text.replacen(find, by, 1);
        }
    }
    text
}

/// One case of a table: its name, what it changes in the base text, the findings due at the marks
/// (`E005 message`), and words of advice that must be shown.
pub(crate) type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
    &'static str,
);

/// What is wrong with a run that should report the findings of a case, if anything is.
pub(crate) fn mismatch(
    name: &str,
    found: &[Finding],
    due: &[String],
    (run, help): (&Run, &str),
) -> Option<String> {
    let found: Vec<_> = found.iter().map(Finding::line).collect();
    let mut wrong = String::new();
    if found != due {
        write!(wrong, "\n  due   {due:#?}\n  found {found:#?}").ok()?;
    }
    let output = format!("{}{}", run.stdout, run.stderr);
    if !output.contains(help) {
        write!(wrong, "\n  no `{help}` in\n{output}").ok()?;
    }
    (!wrong.is_empty()).then(|| format!("{name}:{wrong}"))
}

/// Findings due, from messages of a case and the places of its marks.
pub(crate) fn due(messages: &[&str], places: &[String]) -> Vec<String> {
    assert_eq!(
        messages.len(),
        places.len(),
        "a mark for each: {messages:?}"
    );
    let pairs = messages.iter().zip(places);
    pairs
        .map(|(message, place)| {
            let (code, words) = message.split_once(' ').expect("a code and a message");
            format!("{code} {place} {words}")
        })
        .collect()
}

/// Fails with everything that is wrong, not only the first.
#[track_caller]
pub(crate) fn none_wrong(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} wrong:\n\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}
