//! A table row by row, without a text of its own for every cell.

use std::borrow::Cow;

use super::cells::{Cells, Extent, Raw};
use super::{Cell, MAX_COLUMNS, Reading, Row, Separated, kind, nameless, without_name};
use crate::diagnostic::{Diagnostic, sort};
use crate::text::{Source, SourceId, Span};

/// A table that is walked row by row; what is wrong with it is collected on the way.
pub struct Walk<'a> {
    reading: Reading<'a>,
    cells: Cells<'a>,
    raw: Vec<Raw<'a>>,
    header: Vec<Cell>,
    at: Span,
    /// Columns without a name, and whether something stands in them.
    nameless: Vec<(usize, bool)>,
    is_over: bool,
}

/// A row with as many cells as the header.
pub struct Line<'w, 'a> {
    source: &'w Source,
    id: SourceId,
    cells: &'w [Raw<'a>],
    extent: Extent,
}

impl<'a> Walk<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// There is none to go by: the findings, one of them an error.
    pub fn begin(
        id: SourceId,
        source: &'a Source,
        separated: Separated,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut reading = Reading::of(id, source, separated);
        let text: &'a str = source.text();
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let begins = text[start..].trim_start();
        if let Some((message, hint)) = kind::other_kind(begins) {
            let at = text.len() - begins.len();
            let finding = reading.fault(at..at + 1, message);
            return Err(vec![finding.hint(hint)]);
        }
        let mut cells = Cells::of(text, start, separated.by.byte());
        let mut raw = Vec::new();
        let extent = reading.first_row(&mut cells, &mut raw)?;
        let header = reading.columns(&raw, &extent)?;
        Ok(Self {
            nameless: without_name(&header),
            at: reading.span(extent.range),
            reading,
            cells,
            raw,
            header,
            is_over: false,
        })
    }

    /// The columns, as in [`super::Sheet::header`].
    #[must_use]
    pub fn header(&self) -> &[Cell] {
        &self.header
    }

    /// Where the header stands.
    #[must_use]
    pub fn header_at(&self) -> Span {
        self.at
    }

    /// The next row that is not blank and has a cell for each column; none at the end, and where
    /// nothing that follows can be trusted.
    pub fn next_row(&mut self) -> Option<Line<'_, 'a>> {
        let extent = loop {
            if self.is_over {
                return None;
            }
            let extent = self.cells.row(&mut self.raw, MAX_COLUMNS)?;
            if self.takes(&extent) {
                break extent;
            }
        };
        for (column, says) in &mut self.nameless {
            *says |= !self.raw[*column].text.trim().is_empty();
        }
        for cell in &self.raw {
            self.reading.check_size(cell);
        }
        Some(Line {
            source: self.reading.source,
            id: self.reading.id,
            cells: &self.raw,
            extent,
        })
    }

    /// Whether the row that was just read is one to give.
    fn takes(&mut self, extent: &Extent) -> bool {
        if let Some(finding) = self.reading.untrusted(&self.raw, extent) {
            self.reading.report(finding);
            self.is_over = true;
            return false;
        }
        if extent.is_blank {
            return false;
        }
        let n_columns = self.header.len();
        if extent.n_cells == n_columns {
            return true;
        }
        let finding = self.reading.ragged(&self.raw, extent, n_columns);
        self.reading.report(finding);
        // Of the cells beyond, the quotes were not looked at.
        self.is_over = extent.n_cells > MAX_COLUMNS;
        false
    }

    /// Ends the walk: the columns, where the header stands, and what is wrong with the table, by
    /// place.
    #[must_use]
    pub fn finish(mut self) -> (Vec<Cell>, Span, Vec<Diagnostic>) {
        for finding in nameless(&self.header, &self.nameless) {
            self.reading.report(finding);
        }
        let mut findings = self.reading.findings;
        sort(&mut findings);
        (self.header, self.at, findings)
    }
}

impl<'a> Line<'_, 'a> {
    /// What a cell says.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        &self.cells[column].text
    }

    /// The same without the space around it.
    #[must_use]
    pub fn word(&self, column: usize) -> &str {
        self.text(column).trim()
    }

    /// The same, for as long as the source is there.
    #[must_use]
    pub fn kept_word(&self, column: usize) -> Cow<'a, str> {
        match &self.cells[column].text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        }
    }

    /// Where a cell stands, quotes included.
    #[must_use]
    pub fn span(&self, column: usize) -> Span {
        span(self.id, &self.cells[column])
    }

    /// Where the row stands.
    #[must_use]
    pub fn at(&self) -> Span {
        Span {
            source: self.id,
            start: self.extent.range.start,
            end: self.extent.range.end,
        }
    }

    /// The row with texts of its own.
    pub(super) fn to_row(&self) -> Row {
        let cells = self.cells.iter().map(|cell| Cell {
            text: cell.text.clone().into_owned(),
            span: span(self.id, cell),
        });
        Row {
            at: self.at(),
            line: self.source.line(self.extent.range.start),
            cells: cells.collect(),
        }
    }
}

impl Reading<'_> {
    /// Reads up to the first row that says anything: the header.
    fn first_row<'t>(
        &mut self,
        cells: &mut Cells<'t>,
        raw: &mut Vec<Raw<'t>>,
    ) -> Result<Extent, Vec<Diagnostic>> {
        loop {
            let Some(extent) = cells.row(raw, MAX_COLUMNS) else {
                let text = self.source.text().trim_matches('\u{feff}');
                return Err(vec![self.nothing(text.trim().is_empty())]);
            };
            if !extent.is_blank || self.untrusted(raw, &extent).is_some() {
                return Ok(extent);
            }
        }
    }
}

fn span(id: SourceId, cell: &Raw<'_>) -> Span {
    Span {
        source: id,
        start: cell.range.start,
        end: cell.range.end,
    }
}
