//! What can be wrong with a template, said for the person who wrote it.

use std::error::Error;
use std::fmt;

use tera::{ErrorKind, ReportError};

use super::{BUILTIN, USER};

/// Why a template could not be loaded or rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    message: String,
    detail: Option<String>,
    overridden: bool,
}

impl TemplateError {
    /// What is wrong with templates of the workspace, by our own rules.
    pub(super) fn new(message: String) -> Self {
        Self {
            message,
            detail: None,
            overridden: true,
        }
    }

    /// The error of an engine, which may have overrides.
    pub(super) fn of(error: tera::Error, overridden: bool) -> Self {
        Self {
            overridden,
            ..Self::from(error)
        }
    }

    /// Whether some template took the place of a built-in one. The built-in ones work by
    /// themselves, so that the fault is then an override's, wherever it shows.
    #[must_use]
    pub fn is_overridden(&self) -> bool {
        self.overridden
    }

    /// The report of several lines that shows the place in the template.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for TemplateError {}

impl From<tera::Error> for TemplateError {
    fn from(error: tera::Error) -> Self {
        let message = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => located(report),
            ErrorKind::CircularExtend {
                tpl,
                inheritance_chain,
            } => {
                format!(
                    "{} extends itself{}",
                    shown(tpl),
                    by_way_of(inheritance_chain)
                )
            }
            ErrorKind::CircularInclude { tpl, include_chain } => {
                format!("{} includes itself{}", shown(tpl), by_way_of(include_chain))
            }
            ErrorKind::MissingParent { current, parent } => {
                format!(
                    "{} extends `{parent}`, which does not exist",
                    shown(current)
                )
            }
            ErrorKind::TemplateNotFound(name) => format!("there is no template `{name}`"),
            kind => reported(&kind.to_string()),
        };
        let report = error.kind().to_string();
        let detail = report.contains(PLACE).then_some(report);
        Self {
            message,
            detail,
            overridden: false,
        }
    }
}

/// What stands before file, line and column in Tera's reports.
const PLACE: &str = "\n --> ";

/// Some errors come as text only: a report, with the place on its second line.
fn reported(report: &str) -> String {
    let headline = report.lines().next().unwrap_or_default();
    let message = fragment(headline.strip_prefix("error: ").unwrap_or(headline));
    match report
        .split_once(PLACE)
        .and_then(|(_, rest)| rest.lines().next())
    {
        Some(place) => format!("{}: {message}", shown(place)),
        None => message,
    }
}

fn located(report: &ReportError) -> String {
    let span = report.span();
    format!(
        "{}:{}:{}: {}",
        shown(report.filename()),
        span.start_line,
        span.start_col + 1,
        fragment(report.message())
    )
}

/// The name of a template as its author knows it.
fn shown(name: &str) -> String {
    match (name.strip_prefix(USER), name.strip_prefix(BUILTIN)) {
        (Some(name), _) => name.to_owned(),
        (None, Some(name)) => format!("built-in {name}"),
        (None, None) => name.to_owned(),
    }
}

fn by_way_of(chain: &[String]) -> String {
    let names: Vec<String> = chain.iter().map(|name| shown(name)).collect();
    if names.len() > 1 {
        format!(", by way of {}", names.join(", "))
    } else {
        String::new()
    }
}

/// Tera's sentences in the house form: lower case, no full stop, one line.
fn fragment(sentence: &str) -> String {
    let line = sentence
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    let mut chars = line.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}
