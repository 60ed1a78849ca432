//! Where rows go: CSV or JSON Lines, to stdout or into a file, row by row.

use std::io::{self, BufWriter, StdoutLock, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::error::{Failure, in_words};
use crate::cli::excel::Excel;
use crate::cli::exit;
use crate::cli::output::Output;
use crate::cli::ui::Ui;
use crate::export::Row;
use crate::render::csv::{Dialect, Table};
use crate::render::json;
use crate::store::file::{Action, Readers, Replacement, WriteError};
use crate::text::counted;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A table.
    Csv,
    /// JSON Lines: one object a line.
    Jsonl,
}

/// What every export can be told.
#[derive(Debug, clap::Args)]
pub(super) struct Form {
    /// How to write it; by default what the output's name ends in, else `csv`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// In CSV: begin with a byte-order mark, without which Excel takes the file for another
    /// encoding when it is opened with a double click.
    #[arg(long)]
    bom: bool,
    #[command(flatten)]
    excel: Excel,
    #[command(flatten)]
    output: Output,
}

impl Form {
    pub(super) fn format(&self) -> Format {
        let by_name = match self.output.extension().as_deref() {
            Some("jsonl" | "ndjson") => Format::Jsonl,
            _ => Format::Csv,
        };
        self.format.unwrap_or(by_name)
    }

    /// Refuses what contradicts itself, before anything is read or written.
    ///
    /// # Errors
    /// A byte-order mark is asked for where none belongs.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let is_table = self.bom || self.excel.is_asked();
        if is_table && self.format() == Format::Jsonl {
            return Err(Failure::usage("--bom and --excel are for --format csv"));
        }
        Ok(())
    }

    fn dialect(&self) -> Dialect {
        match self.excel.dialect() {
            Dialect::Plain if self.bom => Dialect::Marked,
            dialect => dialect,
        }
    }

    /// Begins the output. Files are made readable by their owner alone: they name people.
    ///
    /// # Errors
    /// It cannot be made.
    pub(super) fn begin(&self, columns: &[&str]) -> Result<Sink, Failure> {
        let format = self.format();
        let path = self.output.target();
        let place = match path {
            None => Place::Stdout(BufWriter::new(io::stdout().lock())),
            Some(path) => Place::File(Replacement::begin(path, Readers::Owner)?),
        };
        let begun = || -> io::Result<Writer> {
            Ok(match format {
                Format::Csv => Writer::Csv(Box::new(Table::begin(place, columns, self.dialect())?)),
                Format::Jsonl => Writer::Lines(place),
            })
        };
        let path = path.map(std::path::Path::to_owned);
        let written = begun();
        let writer = written.map_err(|error| failed(path.as_deref(), error))?;
        let n_rows = 0;
        Ok(Sink {
            writer,
            path,
            n_rows,
        })
    }
}

enum Place {
    Stdout(BufWriter<StdoutLock<'static>>),
    File(Replacement),
}

impl Write for Place {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(output) => output.write(bytes),
            Self::File(output) => output.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(output) => output.flush(),
            Self::File(output) => output.flush(),
        }
    }
}

enum Writer {
    Csv(Box<Table<Place>>),
    Lines(Place),
}

/// Rows on their way out.
pub(super) struct Sink {
    writer: Writer,
    path: Option<PathBuf>,
    n_rows: usize,
}

impl Sink {
    /// Writes a row; says to stop where the reader has gone away.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn row(&mut self, row: &impl Row) -> Result<ControlFlow<()>, Failure> {
        let written = match &mut self.writer {
            Writer::Csv(table) => table.push(row.cells()),
            Writer::Lines(output) => output.write_all(json::line(row).as_bytes()),
        };
        self.written(written)
    }

    fn written(&mut self, written: io::Result<()>) -> Result<ControlFlow<()>, Failure> {
        match written {
            Ok(()) => {
                self.n_rows += 1;
                Ok(ControlFlow::Continue(()))
            }
            Err(error) if self.is_gone(&error) => Ok(ControlFlow::Break(())),
            Err(error) => Err(failed(self.path.as_deref(), error)),
        }
    }

    /// Whether the reader of stdout has what they wanted.
    fn is_gone(&self, error: &io::Error) -> bool {
        self.path.is_none() && error.kind() == io::ErrorKind::BrokenPipe
    }

    /// Puts a file in place, and says so.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn finish(self, ui: &Ui) -> Result<(), Failure> {
        let Self {
            writer,
            path,
            n_rows,
        } = self;
        let place = match writer {
            Writer::Csv(table) => table.finish(),
            Writer::Lines(place) => Ok(place),
        };
        let finished = place.and_then(|mut place| place.flush().map(|()| place));
        match finished {
            Ok(Place::Stdout(_)) => Ok(()),
            Ok(Place::File(replacement)) => {
                replacement.finish()?;
                let shown = path.unwrap_or_default();
                ui.note(&format!(
                    "wrote {}, {}",
                    shown.display(),
                    counted(n_rows, "row")
                ));
                Ok(())
            }
            Err(error) if path.is_none() && error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(failed(path.as_deref(), error)),
        }
    }
}

fn failed(path: Option<&std::path::Path>, error: io::Error) -> Failure {
    match path {
        Some(path) => Failure::from(WriteError {
            what: Action::Write,
            path: path.to_owned(),
            error,
        }),
        None => Failure::new(
            exit::IO,
            format!("cannot write the output: {}", in_words(&error)),
        ),
    }
}
