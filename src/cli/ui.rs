//! The terminal: results to stdout, everything else to stderr.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};

use super::error::{Failure, in_words};
use super::exit;
use crate::diagnostic::Diagnostic;
use crate::render::{diagnostics, terminal};
use crate::text::{Sources, visible, visible_line};

/// The width of text that goes to no terminal.
const DEFAULT_WIDTH: usize = 100;

/// Lines longer than this are hard to read, however wide the window.
const MAX_WIDTH: usize = 120;

/// Wider than this the eye loses the row.
const MAX_TABLE_WIDTH: usize = 240;

/// Fewer things than this take no time that anybody would wait for.
const LONG_WORK: usize = 2_000;

/// Fewer bytes than this are read before anybody looks.
const LONG_READING: u64 = 32 * 1024 * 1024;

/// How often a sign of work moves.
const TICK: Duration = Duration::from_millis(200);

/// The width to fill: what `COLUMNS` says, else the terminal's; none where there is neither.
fn width() -> Option<usize> {
    let told = std::env::var("COLUMNS").ok();
    let told = told.and_then(|columns| columns.trim().parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    told.filter(|columns| *columns > 0).or_else(terminal)
}

/// When to use color and bold type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How to talk to whoever runs the command.
#[derive(Debug)]
pub(super) struct Ui {
    color: Color,
    quiet: bool,
    /// The workspace that the command line names.
    pub(super) workspace: Option<PathBuf>,
    /// Who the command line says runs the command.
    pub(super) acting: Option<String>,
}

impl Ui {
    pub(super) fn new(color: Color, quiet: bool, workspace: Option<PathBuf>) -> Self {
        Self {
            color,
            quiet,
            workspace,
            acting: None,
        }
    }

    /// The same, with who runs the command.
    pub(super) fn acting_as(self, acting: Option<String>) -> Self {
        Self { acting, ..self }
    }

    fn wants_color(&self, is_terminal: bool) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let no_color = std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty());
                let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
                is_terminal && !no_color && !dumb
            }
        }
    }

    /// How documents look on stdout.
    pub(super) fn style(&self) -> terminal::Style {
        self.style_within(MAX_WIDTH)
    }

    /// How tables look on stdout that get better with every column.
    pub(super) fn wide_style(&self) -> terminal::Style {
        self.style_within(MAX_TABLE_WIDTH)
    }

    fn style_within(&self, most: usize) -> terminal::Style {
        terminal::Style {
            width: width().unwrap_or(DEFAULT_WIDTH).min(most),
            color: self.wants_color(io::stdout().is_terminal()),
        }
    }

    /// How documents look on stderr, between questions.
    pub(super) fn side_style(&self) -> terminal::Style {
        terminal::Style {
            width: width().unwrap_or(DEFAULT_WIDTH).min(MAX_WIDTH),
            color: self.side_color(),
        }
    }

    /// Whether stderr takes color.
    pub(super) fn side_color(&self) -> bool {
        self.wants_color(io::stderr().is_terminal())
    }

    /// How documents look in a file.
    pub(super) fn plain_style() -> terminal::Style {
        terminal::Style {
            width: DEFAULT_WIDTH,
            color: false,
        }
    }

    /// Whether results go to a terminal.
    pub(super) fn is_on_terminal() -> bool {
        io::stdout().is_terminal()
    }

    /// Whether somebody can be asked: input comes from a terminal, and questions go to one.
    pub(super) fn can_ask() -> bool {
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        io::stdin().is_terminal() && io::stderr().is_terminal() && !is_dumb
    }

    /// Shows what belongs to a question. Other than a note it is shown with `--quiet` too.
    pub(super) fn show(text: &str) {
        say(text);
    }

    /// Writes results.
    ///
    /// # Errors
    /// The output cannot be written. A reader who has gone away has what they wanted.
    #[expect(
        clippy::unused_self,
        reason = "whoever writes results has been given the terminal"
    )]
    pub(super) fn result(&self, result: impl AsRef<[u8]>) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        match stdout
            .write_all(result.as_ref())
            .and_then(|()| stdout.flush())
        {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(Failure::new(
                exit::IO,
                format!("cannot write the output: {}", in_words(&error)),
            )),
        }
    }

    /// Says what was done.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            say(&format!("{}\n", visible_line(text)));
        }
    }

    /// Asks somebody at the terminal; the answer is typed behind it.
    #[expect(
        clippy::unused_self,
        reason = "whoever asks has been given the terminal"
    )]
    pub(super) fn ask(&self, question: &str) {
        say(&visible_line(question));
    }

    /// A bar on stderr for work on so many things, called by their plural; gone when it is
    /// dropped. There is none where nobody watches, where it would run into results on the same
    /// terminal, and where the work is done before anybody reads it.
    pub(super) fn progress(&self, n_things: usize, things: &str) -> Progress {
        let is_watched = io::stderr().is_terminal() && !Self::is_on_terminal();
        if self.quiet || !is_watched || n_things < LONG_WORK {
            return Progress(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(n_things as u64);
        let template = format!("{{bar:30}} {{pos}} of {{len}} {things}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        Progress(bar)
    }

    /// The same for a file that is read, whose bytes are counted. Results come only when it is
    /// gone, so that they may go to the same terminal.
    pub(super) fn reading(&self, n_bytes: u64) -> Progress {
        if self.quiet || !io::stderr().is_terminal() || n_bytes < LONG_READING {
            return Progress(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(n_bytes);
        let template = "{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Progress(bar)
    }

    /// A sign on stderr that long work goes on whose end nobody can tell, until it is dropped;
    /// where [`Ui::progress`] would show none there is none.
    pub(super) fn working(&self, what: &str) -> Progress {
        let is_watched = io::stderr().is_terminal() && !Self::is_on_terminal();
        if self.quiet || !is_watched {
            return Progress(ProgressBar::hidden());
        }
        let sign = ProgressBar::new_spinner().with_message(what.to_owned());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}, {elapsed}") {
            sign.set_style(style);
        }
        sign.enable_steady_tick(TICK);
        Progress(sign)
    }

    /// Findings as the result of a command that looks for them.
    pub(super) fn findings(&self, found: &[Diagnostic], sources: &Sources) -> Result<(), Failure> {
        let color = self.wants_color(io::stdout().is_terminal());
        self.result(diagnostics::write(found, sources, color))
    }

    /// Findings beside another result. With `--quiet` only errors.
    pub(super) fn side_findings(&self, found: &[Diagnostic], sources: &Sources) {
        let shown: Vec<_> = found
            .iter()
            .filter(|finding| !self.quiet || finding.is_error())
            .cloned()
            .collect();
        let color = self.side_color();
        say(&diagnostics::write(&shown, sources, color));
    }

    /// Findings that stop a command, with so many errors more that are only counted.
    pub(super) fn errors(&self, found: &[Diagnostic], n_more: usize, sources: &Sources) {
        let color = self.side_color();
        say(&diagnostics::write_some(found, n_more, sources, color));
    }

    /// Findings that a question is about: all of them, with `--quiet` too.
    pub(super) fn show_findings(&self, found: &[Diagnostic], sources: &Sources) {
        say(&diagnostics::write(found, sources, self.side_color()));
    }

    /// Says what is not as it should be although the command is done. With `--quiet` it is not.
    pub(super) fn warn(&self, message: &str, hint: &str) {
        if self.quiet {
            return;
        }
        let color = self.side_color();
        let (on, off) = if color {
            ("\x1b[1;33m", "\x1b[0m")
        } else {
            ("", "")
        };
        let message = visible_line(message);
        let hint = visible_line(hint);
        say(&format!("{on}warning{off}: {message}\n  help: {hint}\n"));
    }

    /// What stopped a command, if that is not said already.
    pub(super) fn failure(&self, failure: &Failure) {
        if failure.message().is_empty() {
            return;
        }
        let color = self.side_color();
        let (on, off) = if color {
            ("\x1b[1;91m", "\x1b[0m")
        } else {
            ("", "")
        };
        let mut text = format!("{on}error{off}: {}\n", visible_line(failure.message()));
        for hint in failure.hints() {
            text.push_str("  help: ");
            text.push_str(&visible(hint).replace('\n', "\n        "));
            text.push('\n');
        }
        say(&text);
    }
}

/// How far some work has come, on stderr.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// One more is done.
    pub(super) fn step(&self) {
        self.advance(1);
    }

    /// So many more are done.
    pub(super) fn advance(&self, n_more: u64) {
        self.0.inc(n_more);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Writes to stderr. Where even that fails there is nobody to tell.
fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// What clap has to say: help and version as results, mistakes as errors.
pub(super) fn clap_message(error: &clap::Error) -> ExitCode {
    let is_help = !error.use_stderr();
    let is_terminal = if is_help {
        io::stdout().is_terminal()
    } else {
        io::stderr().is_terminal()
    };
    let ui = Ui::new(Color::Auto, false, None);
    let text = error.render();
    let text = if ui.wants_color(is_terminal) {
        text.ansi().to_string()
    } else {
        // An argument may hold anything.
        visible(&text.to_string()).into_owned()
    };
    if !is_help {
        say(&text);
        return ExitCode::from(exit::USAGE);
    }
    match ui.result(&text) {
        Ok(()) => ExitCode::from(exit::DONE),
        Err(failure) => {
            ui.failure(&failure);
            ExitCode::from(failure.code())
        }
    }
}
