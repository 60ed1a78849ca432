//! Candidates from a table: what each column says, and everything that is wrong at once.

use std::collections::BTreeMap;

use super::list::COLUMNS;
use super::place::{Catalogue, Unknown};
use crate::cli::error::Failure;
use crate::diagnostic::{Diagnostic, codes, keep, nearest};
use crate::document::Id;
use crate::sheet::{Cell, Sheet};
use crate::store::{Candidate, Store};
use crate::text::Span;

/// Other names of a column.
const ALIASES: [(&str, &str); 3] = [
    ("id", "candidate"),
    ("email", "contact"),
    ("e-mail", "contact"),
];

/// What is said for rows that have none of their own.
#[derive(Debug, Clone, Default)]
pub(super) struct Usual {
    pub(super) rubric: Option<String>,
    pub(super) level: Option<String>,
    pub(super) stage: Option<String>,
}

/// A candidate as a row has them.
pub(super) struct Entry {
    pub(super) record: Candidate,
    /// Where the row begins.
    pub(super) place: Span,
}

/// Reads rows as candidates, and remembers what is wrong.
pub(super) struct Roster<'a> {
    sheet: &'a Sheet,
    /// Where each of [`COLUMNS`] stands; none where the table lacks it.
    places: [Option<usize>; COLUMNS.len()],
    usual: &'a Usual,
    catalogue: Catalogue<'a>,
    pub(super) entries: Vec<Entry>,
    pub(super) findings: Vec<Diagnostic>,
}

impl<'a> Roster<'a> {
    pub(super) fn of(sheet: &'a Sheet, usual: &'a Usual, catalogue: Catalogue<'a>) -> Self {
        Self {
            sheet,
            places: [None; COLUMNS.len()],
            usual,
            catalogue,
            entries: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Reads everything.
    ///
    /// # Errors
    /// The workspace cannot be used.
    pub(super) fn read(&mut self) -> Result<(), Failure> {
        self.columns();
        if self.places[0].is_none() {
            return Ok(());
        }
        let sheet = self.sheet;
        for row in &sheet.rows {
            self.row(&row.cells)?;
        }
        self.repeated();
        Ok(())
    }

    fn keep(&mut self, finding: Diagnostic) {
        keep(&mut self.findings, finding);
    }

    /// Finds the columns. One that is nearly called like one of them is meant to be it; any other
    /// is left out.
    fn columns(&mut self) {
        let sheet = self.sheet;
        for (at, cell) in sheet.header.iter().enumerate() {
            let lower = cell.text.to_lowercase();
            let alias = ALIASES.iter().find(|(alias, _)| *alias == lower);
            let name = alias.map_or(lower.as_str(), |(_, name)| name);
            match COLUMNS.iter().position(|column| *column == name) {
                Some(column) => self.column(column, at, cell),
                None => self.unknown_column(cell),
            }
        }
        if self.places[0].is_none() {
            let first = &sheet.header[0];
            let names: Vec<_> = sheet.names().collect();
            let message = format!(
                "there is no column `candidate`; the header has `{}`",
                names.join("`, `")
            );
            let hint = "it holds the id that everything calls the candidate by";
            self.keep(Diagnostic::error(codes::COLUMN, first.span, message).hint(hint));
        }
    }

    fn column(&mut self, column: usize, at: usize, cell: &Cell) {
        let Some(before) = self.places[column] else {
            self.places[column] = Some(at);
            return;
        };
        let before = &self.sheet.header[before];
        // Two columns of the very same name are a finding of the table's already.
        if before.text != cell.text {
            let message = format!("`{}` and `{}` say the same", before.text, cell.text);
            let finding = Diagnostic::error(codes::COLUMN, cell.span, message)
                .context(before.span, "the first is here");
            self.keep(finding.hint("keep one of them"));
        }
    }

    fn unknown_column(&mut self, cell: &Cell) {
        if cell.text.is_empty() {
            return;
        }
        let known = COLUMNS
            .iter()
            .copied()
            .chain(ALIASES.map(|(alias, _)| alias));
        let message = format!("candidates have no column `{}`", cell.text);
        let finding = match nearest(&cell.text, known) {
            Some(near) => {
                Diagnostic::error(codes::COLUMN, cell.span, message).did_you_mean(Some(near))
            }
            None => Diagnostic::warning(codes::COLUMN, cell.span, message)
                .hint(format!("it is left out; known: {}", COLUMNS.join(", "))),
        };
        self.keep(finding);
    }

    fn row(&mut self, row: &[Cell]) -> Result<(), Failure> {
        let places = self.places;
        let cell = |column: usize| {
            let cell = row.get(places[column]?)?;
            (!cell.word().is_empty()).then_some(cell)
        };
        let Some(id) = cell(0) else {
            let place = places[0].and_then(|at| row.get(at));
            if let Some(place) = place {
                let message = "the row names no candidate";
                let finding = Diagnostic::error(codes::MISSING_KEY, place.span, message);
                self.keep(finding.hint("every row has an id in the column `candidate`"));
            }
            return Ok(());
        };
        self.id(id);
        let mut text = |column: usize| {
            let cell = cell(column)?;
            self.one_line(cell);
            Some(cell.word().to_owned())
        };
        let (name, contact, stage) = (text(1), text(2), text(5));
        let rubric = self.rubric(cell(4))?;
        let level = self.level(cell(3), id, rubric.as_deref())?;
        self.entries.push(Entry {
            place: id.span,
            record: Candidate {
                id: id.word().to_owned(),
                name,
                contact,
                level,
                rubric,
                stage: stage.or_else(|| self.usual.stage.clone()),
            },
        });
        Ok(())
    }

    fn id(&mut self, cell: &Cell) {
        if Id::is_valid(cell.word()) {
            return;
        }
        let near = Id::nearest_valid(cell.word());
        let message = format!("`{}` is not an id", cell.word());
        let finding = Diagnostic::error(codes::BAD_ID, cell.span, message)
            .hint("an id has lower-case letters, digits and hyphens, 64 at most")
            .did_you_mean(near.as_deref());
        self.keep(finding);
    }

    /// A line break in a cell is mostly a quote that was closed too late.
    fn one_line(&mut self, cell: &Cell) {
        if cell.word().contains(['\n', '\r']) {
            let message = "the cell goes on over the end of the line";
            let finding = Diagnostic::error(codes::BAD_VALUE, cell.span, message);
            self.keep(finding.hint("close its quote on the same line"));
        }
    }

    fn rubric(&mut self, cell: Option<&Cell>) -> Result<Option<String>, Failure> {
        let Some(cell) = cell else {
            return Ok(self.usual.rubric.clone());
        };
        if let Err(unknown) = self.catalogue.rubric(cell.word())? {
            self.unknown(cell, unknown);
        }
        Ok(Some(cell.word().to_owned()))
    }

    /// The level of a row, from its cell or as is usual; `id` is where a usual one is wrong.
    fn level(
        &mut self,
        cell: Option<&Cell>,
        id: &Cell,
        rubric: Option<&str>,
    ) -> Result<Option<String>, Failure> {
        let usual = self.usual.level.as_deref();
        let (place, name) = match (cell, usual) {
            (Some(cell), _) => (cell, cell.word()),
            (None, Some(name)) => (id, name),
            (None, None) => return Ok(None),
        };
        // What is wrong with the rubric is said where it is named.
        let rubric = match rubric {
            Some(id) if self.catalogue.rubric(id)?.is_ok() => Some(id),
            _ => None,
        };
        Ok(match self.catalogue.level(rubric, name)? {
            Ok(id) => Some(id),
            Err(unknown) => {
                self.unknown(place, unknown);
                None
            }
        })
    }

    fn unknown(&mut self, cell: &Cell, unknown: Unknown) {
        let mut finding = Diagnostic::error(codes::UNKNOWN_REFERENCE, cell.span, unknown.message)
            .did_you_mean(unknown.near.as_deref());
        if let Some(hint) = unknown.hint {
            finding.advise(hint);
        }
        self.keep(finding);
    }

    /// Two rows for one candidate, whether they say the same or not.
    fn repeated(&mut self) {
        let mut first = BTreeMap::new();
        for Entry { record, place } in &self.entries {
            if let Some(before) = first.insert(record.id.as_str(), *place) {
                let message = format!("`{}` has two rows", record.id);
                let finding = Diagnostic::error(codes::DUPLICATE_ID, *place, message)
                    .context(before, "the first is here")
                    .hint("keep one of them, or give one of the two people another id");
                keep(&mut self.findings, finding);
            }
        }
    }

    /// Candidates that the store knows otherwise.
    ///
    /// # Errors
    /// The store fails.
    pub(super) fn differing(&mut self, store: &dyn Store) -> Result<(), Failure> {
        for Entry { record, place } in &self.entries {
            let Some(before) = store.candidate(&record.id)? else {
                continue;
            };
            let fields = differences(&before, &merged(&before, record));
            if !fields.is_empty() {
                let message = format!(
                    "`{}` is in the store already, with another {}",
                    record.id,
                    fields.join(", ")
                );
                let finding = Diagnostic::error(codes::DUPLICATE_ID, *place, message)
                    .hint("--update puts what the file says in its place");
                keep(&mut self.findings, finding);
            }
        }
        Ok(())
    }
}

/// A record with what a row says over it: an empty cell says nothing.
pub(super) fn merged(before: &Candidate, row: &Candidate) -> Candidate {
    let over = |row: &Option<String>, before: &Option<String>| row.clone().or(before.clone());
    Candidate {
        id: before.id.clone(),
        name: over(&row.name, &before.name),
        contact: over(&row.contact, &before.contact),
        level: over(&row.level, &before.level),
        rubric: over(&row.rubric, &before.rubric),
        stage: over(&row.stage, &before.stage),
    }
}

/// What two records of one candidate disagree on, in the words of the columns.
fn differences(a: &Candidate, b: &Candidate) -> Vec<&'static str> {
    let fields = |record: &Candidate| {
        [
            &record.name,
            &record.contact,
            &record.level,
            &record.rubric,
            &record.stage,
        ]
        .map(Clone::clone)
    };
    let pairs = fields(a).into_iter().zip(fields(b)).zip(&COLUMNS[1..]);
    pairs
        .filter(|((a, b), _)| a != b)
        .map(|(_, column)| *column)
        .collect()
}
