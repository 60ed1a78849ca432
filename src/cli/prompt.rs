//! Questions at a terminal, asked on stderr. The one door to `inquire` and `crossterm`.
//!
//! The terminal takes key by key from the first question to the last, so that nothing typed or
//! pasted between two questions is echoed, changed or lost. Whatever ends the program, the terminal
//! is as it was.

mod editor;
mod guard;

use std::time::Duration;

use crossterm::{event, terminal};
use inquire::ui::{Attributes, Color, ErrorMessageRenderConfig, RenderConfig, StyleSheet, Styled};
use inquire::validator::Validation;
use inquire::{InquireError, MultiSelect, Select, Text};

use super::ui::Ui;
use crate::render::terminal::wrapped;
use crate::text::visible;
pub(super) use editor::Editor;
pub(super) use guard::Guard;

/// Rows that an option takes at most; the rest of its text is left out.
const MAX_OPTION_ROWS: usize = 6;

/// How many options can be seen at a time at least.
const FEWEST_OPTIONS: usize = 5;

/// Where the cursor is before anything was chosen.
const NONE_YET: &str = "(none yet)";

/// How to tick.
const TICKING: &str = "space ticks, enter goes on, → ticks all, ← none";

/// Columns before an option's text: the cursor, and the box where there is one, each with a space.
const CURSOR: usize = 2;
const CURSOR_AND_BOX: usize = 6;

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum NoAnswer {
    /// Back to the question before.
    Back,
    /// Stop here: Ctrl-C, or the terminal is gone.
    Stop,
}

/// What came of a question.
pub(super) type Answered<T> = Result<T, NoAnswer>;

/// Asks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prompts {
    color: bool,
}

/// A line to be typed.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// The question.
    pub(super) message: &'a str,
    /// What Enter alone gives.
    pub(super) default: Option<&'a str>,
    /// What can be typed.
    pub(super) help: &'a str,
    /// What is wrong with a line, if something is.
    pub(super) check: &'a dyn Fn(&str) -> Option<String>,
}

impl Prompts {
    pub(super) fn new(ui: &Ui) -> Self {
        Self {
            color: ui.side_color(),
        }
    }

    /// Asks for one line.
    pub(super) fn line(self, line: Line<'_>) -> Answered<String> {
        let check = line.check;
        let validator = move |text: &str| {
            let wrong = control_in(text).or_else(|| check(text));
            Ok(wrong.map_or(Validation::Valid, |why| Validation::Invalid(why.into())))
        };
        let help = wrapped(line.help, size().0.saturating_sub(3)).join("\n");
        let mut prompt = Text::new(line.message)
            .with_help_message(&help)
            .with_validator(validator)
            .with_render_config(self.config());
        prompt.default = line.default;
        prompt.prompt().map_err(|error| no_answer(&error))
    }

    /// Asks for one of some options, by its place. Typing the beginning of an option leads to it.
    /// Where none is at hand, Enter alone chooses nothing.
    pub(super) fn choose(
        self,
        message: &str,
        options: &[String],
        at: Option<usize>,
    ) -> Answered<usize> {
        if let Some(at) = at {
            return self.select(message, options, at);
        }
        let none = std::iter::once(NONE_YET.to_owned());
        let options: Vec<_> = none.chain(options.iter().cloned()).collect();
        loop {
            if let Some(chosen) = self.select(message, &options, 0)?.checked_sub(1) {
                return Ok(chosen);
            }
        }
    }

    fn select(self, message: &str, options: &[String], at: usize) -> Answered<usize> {
        let scorer = |typed: &str, _: &String, option: &str, _: usize| {
            let is_meant = option.to_lowercase().starts_with(&typed.to_lowercase());
            is_meant.then_some(0)
        };
        let window = size();
        let options = laid_out(options, window, CURSOR);
        let page_size = page_size(&options, window);
        Select::new(message, options)
            .with_starting_cursor(at)
            .with_page_size(page_size)
            .with_scorer(&scorer)
            .without_help_message()
            .with_render_config(self.config())
            .raw_prompt()
            .map(|chosen| chosen.index)
            .map_err(|error| no_answer(&error))
    }

    /// Asks which of some options hold, by their places. `ticked` are ticked beforehand.
    pub(super) fn tick(
        self,
        message: &str,
        options: &[String],
        ticked: &[usize],
    ) -> Answered<Vec<usize>> {
        let window = size();
        let options = laid_out(options, window, CURSOR_AND_BOX);
        let page_size = page_size(&options, window);
        let help = wrapped(TICKING, window.0.saturating_sub(3)).join("\n");
        let prompt = MultiSelect::new(message, options)
            .with_default(ticked)
            .with_page_size(page_size)
            .without_filtering()
            .with_help_message(&help)
            .with_formatter(&|ticked| match ticked.len() {
                0 => "none".to_owned(),
                n => format!("{n} ticked"),
            })
            .with_render_config(self.config());
        let ticked = prompt.raw_prompt().map_err(|error| no_answer(&error))?;
        Ok(ticked.into_iter().map(|option| option.index).collect())
    }

    /// Asks for one more line of a text. Several come where several were pasted; none where an
    /// empty line ends the text.
    pub(super) fn more(self) -> Answered<Option<String>> {
        let bar = Styled::new("│").with_fg(Color::DarkGrey);
        let config = if self.color {
            self.config()
                .with_prompt_prefix(bar)
                .with_answered_prompt_prefix(bar)
        } else {
            let bar = Styled::new("│");
            self.config()
                .with_prompt_prefix(bar)
                .with_answered_prompt_prefix(bar)
        };
        let validator = |text: &str| {
            let wrong = control_in(text);
            Ok(wrong.map_or(Validation::Valid, |why| Validation::Invalid(why.into())))
        };
        let prompt = Text::new("")
            .with_validator(validator)
            .with_render_config(config.with_answer(StyleSheet::empty()));
        let line = prompt.prompt().map_err(|error| no_answer(&error))?;
        // Nobody types on within no time: that is a paste, and the empty line is part of it.
        let is_paste = event::poll(Duration::ZERO).unwrap_or(false);
        let is_end = line.trim().is_empty() && !is_paste;
        Ok(Some(line).filter(|_| !is_end))
    }

    fn config(self) -> RenderConfig<'static> {
        let canceled = Styled::new("(back)");
        if !self.color {
            return RenderConfig::empty()
                .with_answered_prompt_prefix(Styled::new(">"))
                .with_canceled_prompt_indicator(canceled);
        }
        let dim = StyleSheet::new().with_fg(Color::DarkGrey);
        let mut config = RenderConfig::default_colored()
            .with_help_message(dim)
            .with_canceled_prompt_indicator(canceled.with_style_sheet(dim))
            .with_error_message(ErrorMessageRenderConfig::default_colored());
        config.prompt = StyleSheet::new().with_attr(Attributes::BOLD);
        config
    }
}

/// What a text must not hold: a character that acts instead of showing.
pub(super) fn control_in(text: &str) -> Option<String> {
    let is_hazard = |c: &char| !matches!(c, '\n' | '\t') && c.is_control();
    let found = text.chars().find(is_hazard)?;
    let shown = visible(found.encode_utf8(&mut [0; 4])).into_owned();
    Some(format!("the text holds the control character {shown}"))
}

fn no_answer(error: &InquireError) -> NoAnswer {
    if matches!(error, InquireError::OperationCanceled) {
        return NoAnswer::Back;
    }
    // Everything else means that there is nobody to ask any more. The question still stands on
    // the screen.
    Ui::show("\n");
    NoAnswer::Stop
}

/// Columns and rows of the terminal.
fn size() -> (usize, usize) {
    let told = terminal::size().ok();
    // One that does not know its size says that it has none.
    let known = told.filter(|(columns, rows)| *columns > 0 && *rows > 0);
    let (columns, rows) = known.unwrap_or((80, 24));
    (usize::from(columns), usize::from(rows))
}

/// Options as they are shown in a window of some columns and rows: broken between words, each in
/// few enough rows that several can be seen at a time.
fn laid_out(options: &[String], (width, rows): (usize, usize), indent: usize) -> Vec<String> {
    let room = width.saturating_sub(indent + 1).max(1);
    let most = (rows / FEWEST_OPTIONS).clamp(1, MAX_OPTION_ROWS);
    let lay_out = |option: &String| {
        let mut lines = wrapped(option, room);
        if lines.len() > most {
            lines.truncate(most);
            let mut last = lines.pop().unwrap_or_default();
            while !last.is_empty() && wrapped(&format!("{last}…"), room).len() > 1 {
                last.pop();
            }
            lines.push(format!("{last}…"));
        }
        lines.join(&format!("\n{}", " ".repeat(indent)))
    };
    options.iter().map(lay_out).collect()
}

/// How many options can be shown at a time: more rows than the terminal has cannot be drawn over.
fn page_size(options: &[String], (_, rows): (usize, usize)) -> usize {
    let rows_of = |option: &String| option.lines().count();
    let highest = options.iter().map(rows_of).max().unwrap_or(1);
    // The question and the lines of help take the rest.
    (rows.saturating_sub(5) / highest.max(1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_broken_between_words_and_fit_the_window() {
        let options = [
            "for: one two three four".to_owned(),
            "李雷 ".repeat(40),
            String::new(),
        ];
        let shown = laid_out(&options, (20, 10), 6);
        assert_eq!(shown[0], "for: one two\n      three four");
        assert_eq!(shown[1], "李雷 李雷 李\n      雷 李雷 李雷…");
        assert_eq!(shown[2], "");
        let long = ["aaa bbb ccc ddd".to_owned()];
        assert_eq!(laid_out(&long, (10, 5), 2), ["aaa bb…"]);
        assert_eq!(page_size(&shown, (20, 24)), 9);
        assert_eq!(page_size(&shown, (20, 3)), 1);
        for window in [(0, 0), (1, 1), (7, 2), (300, 90)] {
            for option in laid_out(&options, window, 6) {
                assert!(option.lines().count() <= MAX_OPTION_ROWS, "{option}");
            }
        }
    }

    #[test]
    fn controls_are_no_part_of_a_text() {
        assert_eq!(control_in("lines\nand\ttabs, łódź 👩\u{200d}💻"), None);
        let found = control_in("a\u{1b}[31m");
        assert_eq!(
            found.as_deref(),
            Some("the text holds the control character \\x1b")
        );
    }
}
