//! A table of applications, and what of it is shown to reviewers.

use std::collections::BTreeMap;

use super::columns::{Says, says};
use super::covered::Cover;
use super::looks::{Look, look};
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::document::Id;
use crate::sheet::{Row, Sheet};

/// The column that says whose application a row is.
pub const CANDIDATE: &str = "candidate";

/// The columns that screening puts behind those of applications, and those of a confirmation.
const SCREENED: [&str; 4] = ["outcome", "knockout", "reason", "cell"];
const DECIDED: [&str; 4] = ["decided", "decided_by", "decided_on", "decided_reason"];

/// What goes on.
const ADVANCE: &str = "advance";

/// One part in so many of a column's cells that look like an address makes it one.
const ONE_IN: usize = 5;

/// What is asked of applications.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// Whether everything that says whose they are is left out.
    pub anonymised: bool,
    /// Columns that are left out besides.
    pub leave_out: &'a [String],
    /// Columns that are shown although they would be left out.
    pub keep: &'a [String],
}

/// Why a column is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is the candidate's id, or what screening added.
    Own,
    /// Its name says what it says of the person.
    Says(Says),
    /// Its cells look like this.
    Looks(Look),
    /// It was asked for.
    Asked,
    /// It has no name, and nothing in it.
    Blank,
}

/// The applications that are reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applications {
    /// The columns that are shown.
    pub columns: Vec<String>,
    /// Those that are not, with the reason, in the order of the file.
    pub left_out: Vec<(String, Why)>,
    /// The applications, in the order of the file.
    pub all: Vec<Application>,
    /// Rows whose application does not go on after screening.
    pub n_stopped: usize,
    /// Applicants of whom no name is known to be covered in texts.
    pub n_unnamed: usize,
}

/// One application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The candidate's id.
    pub candidate: String,
    /// One text a column that is shown.
    pub cells: Vec<String>,
}

/// Takes the applications of a table. None where an error is among the findings.
pub fn applications(
    sheet: &Sheet,
    choice: Choice<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Applications> {
    let n_before = findings.len();
    let Some(id) = sheet.column(CANDIDATE) else {
        findings.push(no_candidate(sheet));
        return None;
    };
    for named in choice.leave_out.iter().chain(choice.keep) {
        check_named(sheet, named, findings);
    }
    let rows = candidates(sheet, id, findings);
    if findings.len() > n_before {
        return None;
    }
    let (rows, n_stopped) = going_on(sheet, rows);
    let whys: Vec<Option<Why>> = (0..sheet.header.len())
        .map(|at| why(sheet, at, choice))
        .collect();
    let shown: Vec<usize> = (0..whys.len()).filter(|at| whys[*at].is_none()).collect();
    let names: Vec<usize> = (0..whys.len())
        .filter(|at| says(&sheet.header[*at].text) == Some(Says::Name))
        .collect();
    let texts = |row: &Row| {
        let cover = Cover::of(
            row.cells[id].word(),
            names.iter().map(|at| row.cells[*at].word()),
        );
        let text = |at: &usize| {
            let said = row.cells[*at].text.trim();
            if choice.anonymised {
                cover.text(said)
            } else {
                said.to_owned()
            }
        };
        Application {
            candidate: row.cells[id].word().to_owned(),
            cells: shown.iter().map(text).collect(),
        }
    };
    let is_unnamed = |row: &&&Row| names.iter().all(|at| row.cells[*at].word().is_empty());
    let left_out = whys.iter().zip(&sheet.header);
    Some(Applications {
        columns: (shown.iter())
            .map(|at| sheet.header[*at].text.clone())
            .collect(),
        left_out: left_out
            .filter_map(|(why, cell)| Some((cell.text.clone(), (*why)?)))
            .filter(|(_, why)| !matches!(why, Why::Blank))
            .collect(),
        n_unnamed: rows.iter().filter(is_unnamed).count(),
        all: rows.into_iter().map(texts).collect(),
        n_stopped,
    })
}

fn no_candidate(sheet: &Sheet) -> Diagnostic {
    let known: Vec<&str> = sheet.names().collect();
    let message = format!("there is no column `{CANDIDATE}`");
    Diagnostic::error(codes::COLUMN, sheet.at, message)
        .hint(format!("the header has `{}`", known.join("`, `")))
        .hint("it holds an id for each application: lower-case letters, digits and hyphens")
}

fn check_named(sheet: &Sheet, named: &str, findings: &mut Vec<Diagnostic>) {
    if sheet.column(named).is_none() {
        let message = format!("there is no column `{named}`");
        let finding = Diagnostic::error(codes::COLUMN, sheet.at, message);
        findings.push(match nearest(named, sheet.names()) {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding,
        });
    }
}

/// The rows whose id is one, each once.
fn candidates<'a>(sheet: &'a Sheet, id: usize, findings: &mut Vec<Diagnostic>) -> Vec<&'a Row> {
    let mut first = BTreeMap::new();
    let mut rows = Vec::new();
    for row in &sheet.rows {
        let cell = &row.cells[id];
        let word = cell.word();
        if !Id::is_valid(word) {
            let message = if word.is_empty() {
                "the row has no candidate".to_owned()
            } else {
                format!("`{word}` is not an id: lower-case letters, digits and hyphens, 64 at most")
            };
            crate::diagnostic::keep(
                findings,
                Diagnostic::error(codes::BAD_ID, cell.span, message),
            );
            continue;
        }
        if let Some(before) = first.insert(word, cell.span) {
            let message = format!("`{word}` has two applications");
            let finding = Diagnostic::error(codes::DUPLICATE_ID, cell.span, message)
                .context(before, "the first is here");
            crate::diagnostic::keep(findings, finding.hint("keep the one that holds"));
            continue;
        }
        rows.push(row);
    }
    rows
}

/// Of a table that screening wrote, the applications that go on: by what a person decided, else by
/// what was proposed.
fn going_on<'a>(sheet: &Sheet, rows: Vec<&'a Row>) -> (Vec<&'a Row>, usize) {
    if !is_screened(sheet) {
        return (rows, 0);
    }
    let (decided, outcome) = (sheet.column(DECIDED[0]), sheet.column(SCREENED[0]));
    let n_all = rows.len();
    let goes_on = |row: &&Row| {
        let word = |at: Option<usize>| at.map_or("", |at| row.cells[at].word());
        match word(decided) {
            "" => word(outcome) == ADVANCE,
            decided => decided == ADVANCE,
        }
    };
    let rows: Vec<&Row> = rows.into_iter().filter(goes_on).collect();
    let n_stopped = n_all - rows.len();
    (rows, n_stopped)
}

fn is_screened(sheet: &Sheet) -> bool {
    SCREENED.iter().all(|name| sheet.column(name).is_some())
}

/// Why a column is not shown; none where it is.
fn why(sheet: &Sheet, at: usize, choice: Choice<'_>) -> Option<Why> {
    let name = sheet.header[at].text.as_str();
    let is_among = |list: &[String]| list.iter().any(|named| named.trim() == name);
    let added = SCREENED.iter().chain(&DECIDED);
    if name == CANDIDATE || (is_screened(sheet) && added.clone().any(|own| *own == name)) {
        return Some(Why::Own);
    }
    if name.is_empty() {
        return Some(Why::Blank);
    }
    if is_among(choice.leave_out) {
        return Some(Why::Asked);
    }
    if !choice.anonymised || is_among(choice.keep) {
        return None;
    }
    says(name)
        .map(Why::Says)
        .or_else(|| looks(sheet, at).map(Why::Looks))
}

/// What a column's cells look like, where enough of them do.
fn looks(sheet: &Sheet, at: usize) -> Option<Look> {
    let mut n_cells = 0;
    let mut n_like: BTreeMap<Look, usize> = BTreeMap::new();
    let words = sheet.rows.iter().map(|row| row.cells[at].word());
    for word in words.filter(|word| !word.is_empty()) {
        n_cells += 1;
        if let Some(found) = look(word) {
            *n_like.entry(found).or_default() += 1;
        }
    }
    let most = n_like
        .iter()
        .max_by_key(|(found, n)| (**n, std::cmp::Reverse(**found)))?;
    let n_all: usize = n_like.values().sum();
    (n_all * ONE_IN >= n_cells).then_some(*most.0)
}
