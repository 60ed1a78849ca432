//! The table row by row: each is written as it stood, with what is decided of it behind.

use super::found::Found;
use crate::cli::error::Failure;
use crate::cli::exit;
use crate::cli::screen::input::Applications;
use crate::cli::screen::output::Sink;
use crate::cli::ui::Ui;
use crate::document::Date;
use crate::render::csv::push_cell;
use crate::screen::Outcome;
use crate::screen::confirm::{
    Choice, Confirmation, Confirmed, DECIDED, Decision, Row, Screened, Stored,
};
use crate::sheet::{Record, Stop, Stream, Taken};
use crate::store::{Change, Passage, Proposal, Proposed, SqliteStore, Stage, StageRecord, Store};
use crate::text::Sources;

/// Everything that a walk through the table needs.
pub(super) struct Walk<'w, 's> {
    pub(super) applications: &'w Applications,
    pub(super) sources: &'w mut Sources,
    pub(super) found: &'w mut Found,
    pub(super) kept: &'w mut Kept<'s>,
}

impl Walk<'_, '_> {
    /// Decides every row and writes it.
    ///
    /// # Errors
    /// The table cannot be read or written. What is wrong with its rows is among what is found.
    pub(super) fn decide(
        self,
        confirmation: &mut Confirmation,
        sink: &mut Sink,
        ui: &Ui,
    ) -> Result<Confirmed, Failure> {
        let input = self.applications.read(ui)?;
        let begun = Stream::begin(self.applications.name(), input, self.sources);
        let mut stream = self.going(begun, ui)?;
        let screened = Screened::bind(stream.header()).map_err(|findings| {
            ui.side_findings(&findings, self.sources);
            Failure::said(exit::DATA)
        })?;
        let table = Table {
            separator: stream.separator().byte(),
            n_kept: screened.decided(),
        };
        let mut row = table.behind(stream.header_bytes(), DECIDED);
        row.extend_from_slice(stream.header_end());
        sink.write(&row)?;
        let mut confirmed = Confirmed::of(confirmation);
        loop {
            let next = stream.next_row(self.sources);
            match self.going(next, ui)? {
                None => break,
                Some(Taken::Reject(reject)) => {
                    let finding = reject.finding(self.sources);
                    self.found.push(finding);
                }
                Some(Taken::Row(record)) => {
                    let said = screened.row(|column| record.cell(column));
                    match confirmation.decide(&said) {
                        Ok(decision) => {
                            confirmed.count(&decision);
                            self.kept.take(&said, &decision)?;
                            table.write(&record, &decision, sink)?;
                        }
                        Err(problem) => {
                            let name = self.applications.name();
                            self.found.row(name, record.line(), &problem, self.sources);
                        }
                    }
                }
            }
        }
        self.applications.check_unchanged(stream.n_read())?;
        Ok(confirmed)
    }

    /// What was read, unless it cannot be read on.
    fn going<T>(&self, read: Result<T, Stop>, ui: &Ui) -> Result<T, Failure> {
        read.map_err(|stop| match stop {
            Stop::Input(error) => self.applications.broken(&error),
            Stop::Wrong(findings) => {
                ui.side_findings(&findings, self.sources);
                ui.note("nothing was recorded");
                Failure::said(exit::DATA)
            }
        })
    }
}

/// How the rows of the table are written.
struct Table {
    separator: u8,
    /// How many of the input's columns stay, where decisions of before stand behind them.
    n_kept: Option<usize>,
}

impl Table {
    /// A row's bytes with other cells in the place of the decisions of before.
    fn behind<T: AsRef<str>>(&self, row: &[u8], cells: [T; 4]) -> Vec<u8> {
        let end = self.n_kept.map_or(row.len(), |n| self.end_of(row, n));
        let mut written = row[..end].to_vec();
        for cell in cells {
            push_cell(&mut written, cell.as_ref(), self.separator);
        }
        written
    }

    /// Where the first so many cells of a row end. The quotes of the row are known to be balanced:
    /// a separator is within a cell where their number before it is odd.
    fn end_of(&self, row: &[u8], n_cells: usize) -> usize {
        let mut is_quoted = false;
        let mut n_ended = 0;
        let end = row.iter().position(|byte| {
            is_quoted ^= *byte == b'"';
            n_ended += usize::from(*byte == self.separator && !is_quoted);
            n_ended == n_cells
        });
        end.unwrap_or(row.len())
    }

    fn write(
        &self,
        record: &Record<'_>,
        decision: &Decision,
        sink: &mut Sink,
    ) -> Result<(), Failure> {
        // What was decided before stays byte by byte.
        if self.n_kept.is_some() && !decision.is_new {
            sink.write(record.bytes())?;
        } else {
            let cells = decision.cells.each_ref().map(String::as_str);
            sink.write(&self.behind(record.bytes(), cells))?;
        }
        sink.write(record.line_end())
    }
}

/// The decisions that a store is to keep.
pub(super) struct Kept<'s> {
    store: Option<&'s SqliteStore>,
    on: Date,
    changes: Vec<Change>,
    n_unknown: u64,
}

impl<'s> Kept<'s> {
    pub(super) fn new(store: Option<&'s SqliteStore>, on: Date) -> Self {
        Self {
            store,
            on,
            changes: Vec::new(),
            n_unknown: 0,
        }
    }

    fn take(&mut self, row: &Row<'_>, decision: &Decision) -> Result<(), Failure> {
        let (Some(store), Some(choice), true) = (self.store, decision.choice, decision.is_new)
        else {
            return Ok(());
        };
        if store.candidate(row.id)?.is_none() {
            self.n_unknown += 1;
            return Ok(());
        }
        let what = match choice {
            Choice::Advance => Passage::Passed,
            Choice::Decline => Passage::Declined,
        };
        let reason = &decision.cells[3];
        self.changes.push(Change::RecordStage(StageRecord {
            reason: (!reason.is_empty()).then(|| reason.clone()),
            proposal: Some(proposal(row, decision.proposed)),
            ..StageRecord::new(row.id, Stage::Application, what, self.on)
        }));
        Ok(())
    }

    /// What the store is to keep, and how much that is; none without a store.
    pub(super) fn finish(self) -> (Vec<Change>, Option<Stored>) {
        let stored = self.store.map(|_| Stored {
            kept: self.changes.len() as u64,
            unknown: self.n_unknown,
        });
        (self.changes, stored)
    }
}

fn proposal(row: &Row<'_>, proposed: Outcome) -> Proposal {
    let ids = row.knockout.split(';').filter(|id| !id.is_empty());
    Proposal {
        outcome: match proposed {
            Outcome::Advance => Proposed::Advance,
            Outcome::Review => Proposed::Review,
            Outcome::Decline => Proposed::Decline,
        },
        knockouts: ids.map(str::to_owned).collect(),
        rubric: None,
    }
}
