//! One reading of the table from its first row to its last: rows are judged, written and counted.

use std::io::Read;

use super::ids::{Ids, Repeated};
use super::input::{Applications, unkept};
use super::output::Sink;
use crate::cli::error::Failure;
use crate::cli::exit;
use crate::cli::signals::Work;
use crate::cli::ui::Ui;
use crate::diagnostic::{Diagnostic, any_error};
use crate::render::csv::push_cell;
use crate::render::diagnostics::MAX_SHOWN;
use crate::rubric::{LevelIdx, Rubric};
use crate::screen::{ADDED, Doubt, Judged, Screen, Tally};
use crate::sheet::{Record, Reject, Stop, Stream, Taken};
use crate::text::Sources;

/// What is to be done, the same in every reading.
pub(super) struct Order<'a> {
    pub(super) ui: &'a Ui,
    pub(super) work: &'a Work,
    pub(super) rubric: &'a Rubric,
    pub(super) level: Option<LevelIdx>,
    pub(super) output: Option<&'a std::path::Path>,
    pub(super) rejects: Option<&'a std::path::Path>,
}

/// What a reading came to.
pub(super) struct Pass<'a> {
    pub(super) screen: Screen<'a>,
    pub(super) rows: Sink,
    pub(super) rejects: Sink,
    pub(super) tally: Tally,
    /// Rejects, the first of them as findings.
    pub(super) wrong: Wrong,
    pub(super) n_blank: u64,
    /// What separates the cells, in a sentence.
    pub(super) separated: &'static str,
}

/// What is wrong with a table: the first findings, and how many more there are.
#[derive(Default)]
pub(super) struct Wrong {
    pub(super) sources: Sources,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) n_more: usize,
}

impl Wrong {
    fn take(&mut self, reject: &Reject<'_>) {
        // One more than is shown says where the next is.
        if self.findings.len() > MAX_SHOWN {
            self.n_more += 1;
        } else {
            self.findings.push(reject.finding(&mut self.sources));
        }
    }

    /// Shows all of it.
    pub(super) fn show(&self, ui: &Ui) {
        ui.errors(&self.findings, self.n_more, &self.sources);
    }
}

/// Behind which columns of rejects their own cells stand.
const REJECTED: [&str; 2] = ["line", "reject"];

/// Where the rows of a reading are: what is written of each is put together here.
struct Rows {
    separator: u8,
    line_end: Vec<u8>,
    row: Vec<u8>,
    /// Whether rejects get cells of their own.
    says_why: bool,
}

/// What the ids of rows are asked.
pub(super) enum Ask<'i> {
    /// Whether they repeat.
    Take(&'i mut Ids),
    /// What is known of them.
    Tell(&'i mut Repeated),
}

impl<'a> Order<'a> {
    /// Reads the table once.
    ///
    /// # Errors
    /// It cannot be read, or the output not be written; nothing is then in place.
    pub(super) fn read(
        &self,
        applications: &Applications,
        mut ask: Ask<'_>,
    ) -> Result<Pass<'a>, Failure> {
        let mut wrong = Wrong::default();
        let input = applications.read(self.ui)?;
        let begun = Stream::begin(applications.name(), input, &mut wrong.sources);
        let mut stream = begun.map_err(|stop| self.stopped(stop, &mut wrong, applications))?;
        let bound = Screen::bind(self.rubric, self.level, stream.header());
        let screen =
            bound.map_err(|found| self.stopped(Stop::Wrong(found), &mut wrong, applications))?;
        let mut pass = Pass {
            tally: Tally::of(&screen),
            screen,
            rows: Sink::begin(self.output, self.work)?,
            rejects: Sink::begin(self.rejects, self.work)?,
            wrong,
            n_blank: 0,
            separated: stream.separator().shown(),
        };
        let done = pass.take_all(&mut stream, &mut ask);
        done.map_err(|broken| match broken {
            Broken::Stop(stop) => self.stopped(stop, &mut pass.wrong, applications),
            Broken::Failure(failure) => failure,
        })?;
        pass.n_blank = stream.n_blank();
        let found = stream.finish();
        if any_error(&found) {
            return Err(self.stopped(Stop::Wrong(found), &mut pass.wrong, applications));
        }
        applications.check_unchanged(stream.n_read())?;
        Ok(pass)
    }

    /// Says what ends the reading, behind what was found before.
    fn stopped(&self, stop: Stop, wrong: &mut Wrong, applications: &Applications) -> Failure {
        match stop {
            Stop::Input(error) => applications.broken(&error),
            Stop::Wrong(found) => {
                // The last that is known is kept where only the first are shown.
                wrong
                    .findings
                    .truncate(MAX_SHOWN.saturating_sub(found.len()));
                wrong.findings.extend(found);
                wrong.show(self.ui);
                Failure::said(exit::DATA)
            }
        }
    }
}

enum Broken {
    Stop(Stop),
    Failure(Failure),
}

impl From<Stop> for Broken {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl From<Failure> for Broken {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl Pass<'_> {
    fn take_all<R: Read>(
        &mut self,
        stream: &mut Stream<R>,
        ask: &mut Ask<'_>,
    ) -> Result<(), Broken> {
        let mut rows = self.begin(stream)?;
        let names: Vec<_> = stream
            .header()
            .iter()
            .map(|cell| cell.text.clone())
            .collect();
        let id_column = self.screen.id_column();
        let (mut doubts, mut judged) = (Vec::new(), Judged::default());
        while let Some(taken) = stream.next_row(&mut self.wrong.sources)? {
            self.tally.read += 1;
            let record = match taken {
                Taken::Row(record) => record,
                Taken::Reject(reject) => {
                    self.reject(&reject, &mut rows)?;
                    continue;
                }
            };
            doubts.clear();
            let asked = match ask {
                Ask::Take(ids) => ids.push(record.cell(id_column).trim(), record.line() as u64),
                Ask::Tell(repeated) => repeated.next(&mut doubts),
            };
            asked.map_err(|error| unkept(&error))?;
            doubts.extend(
                record
                    .swallowed(id_column)
                    .map(|swallowed| Doubt::Swallowed {
                        column: names[swallowed.column].clone(),
                        n_lines: swallowed.n_lines,
                    }),
            );
            self.screen
                .judge(|column| record.cell(column), &doubts, &mut judged);
            self.tally.count(&judged);
            if self.rows.is_wanted() {
                self.rows.write(rows.judged(&record, &judged))?;
            }
        }
        Ok(())
    }

    /// Writes the headers.
    fn begin<R: Read>(&mut self, stream: &Stream<R>) -> Result<Rows, Failure> {
        let is_there = |name: &&str| stream.header().iter().any(|cell| cell.text == **name);
        let mut rows = Rows {
            separator: stream.separator().byte(),
            line_end: stream.header_end().to_vec(),
            row: Vec::new(),
            says_why: !REJECTED.iter().any(is_there),
        };
        if rows.line_end.is_empty() {
            rows.line_end.push(b'\n');
        }
        self.rows
            .write(rows.header(stream.header_bytes(), stream.header_end()))?;
        self.rejects
            .write(rows.rejects_header(stream.header_bytes()))?;
        Ok(rows)
    }

    fn reject(&mut self, reject: &Reject<'_>, rows: &mut Rows) -> Result<(), Failure> {
        self.tally.rejects += 1;
        if !self.rejects.is_wanted() {
            self.wrong.take(reject);
            return Ok(());
        }
        self.rejects.write(rows.rejected(reject))
    }
}

impl Rows {
    fn header(&mut self, bytes: &[u8], end: &[u8]) -> &[u8] {
        self.row.clear();
        self.row.extend_from_slice(bytes);
        for name in ADDED {
            push_cell(&mut self.row, name, self.separator);
        }
        self.row.extend_from_slice(end);
        &self.row
    }

    fn judged(&mut self, record: &Record<'_>, judged: &Judged) -> &[u8] {
        self.row.clear();
        self.row.extend_from_slice(record.bytes());
        for cell in judged.cells() {
            push_cell(&mut self.row, cell, self.separator);
        }
        self.row.extend_from_slice(record.line_end());
        &self.row
    }

    /// The header of rejects. Their own columns stand before the others: behind them they would
    /// move with each cell that a row has too many or too few.
    fn rejects_header(&mut self, bytes: &[u8]) -> &[u8] {
        const MARK: &[u8] = "\u{feff}".as_bytes();
        self.row.clear();
        let (mark, names) = match bytes.strip_prefix(MARK) {
            Some(names) => (MARK, names),
            None => (&[][..], bytes),
        };
        self.row.extend_from_slice(mark);
        if self.says_why {
            for name in REJECTED {
                self.row.extend_from_slice(name.as_bytes());
                self.row.push(self.separator);
            }
        }
        self.row.extend_from_slice(names);
        self.row.extend_from_slice(&self.line_end);
        &self.row
    }

    fn rejected(&mut self, reject: &Reject<'_>) -> &[u8] {
        self.row.clear();
        if self.says_why {
            let why = reject.finding(&mut Sources::default()).message;
            self.row
                .extend_from_slice(reject.line().to_string().as_bytes());
            push_cell(&mut self.row, &why, self.separator);
            self.row.push(self.separator);
        }
        self.row.extend_from_slice(reject.bytes());
        let end = match reject.line_end() {
            [] => &self.line_end,
            end => end,
        };
        self.row.extend_from_slice(end);
        &self.row
    }
}
