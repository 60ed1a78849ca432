//! Where rows go: into a file that is put in place at the end, or to where nothing can be taken
//! back, once everything is known to be right.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, Write};
use std::path::{Path, PathBuf};

use super::input::unkept;
use crate::cli::error::{Failure, in_words};
use crate::cli::exit;
use crate::cli::signals::Work;
use crate::cli::ui::Ui;
use crate::store::file::{self, Action, Readers, Replacement, WriteError};

/// How much is written at once.
const AT_ONCE: usize = 128 * 1024;

/// Rows on their way out.
pub(super) enum Sink {
    /// Nobody asked for them.
    Nowhere,
    /// Into a file.
    File(Replacement, PathBuf),
    /// To stdout, or to a device or pipe of that path: kept until the end.
    Held(BufWriter<File>, Option<PathBuf>),
}

impl Sink {
    /// Begins it; `-` is stdout. Files are made readable by their owner alone: they name people.
    ///
    /// # Errors
    /// It cannot be made.
    pub(super) fn begin(path: Option<&Path>, work: &Work) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(Self::Nowhere);
        };
        let is_stdout = path == Path::new("-");
        let is_special = || std::fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir());
        if is_stdout || is_special() {
            let file = BufWriter::with_capacity(AT_ONCE, file::nameless()?);
            return Ok(Self::Held(file, (!is_stdout).then(|| path.to_owned())));
        }
        let replacement = work.make(
            || Replacement::begin(path, Readers::Owner),
            |replacement| replacement.temporary().map(Path::to_owned),
        )?;
        Ok(Self::File(replacement, path.to_owned()))
    }

    /// Whether anybody asked for rows.
    pub(super) fn is_wanted(&self) -> bool {
        !matches!(self, Self::Nowhere)
    }

    /// Writes bytes behind those that are there.
    ///
    /// # Errors
    /// They cannot be written.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Nowhere => Ok(()),
            Self::File(replacement, path) => replacement.write_all(bytes).map_err(|error| {
                Failure::from(WriteError {
                    what: Action::Write,
                    path: path.clone(),
                    error,
                })
            }),
            Self::Held(file, _) => file.write_all(bytes).map_err(|error| unkept(&error)),
        }
    }

    /// Puts a file in place; what was held is still to be given.
    ///
    /// # Errors
    /// It cannot be; a file is then as it was.
    pub(super) fn place(self) -> Result<Option<Held>, Failure> {
        match self {
            Self::Nowhere => Ok(None),
            Self::File(replacement, _) => Ok(replacement.finish().map(|()| None)?),
            Self::Held(file, path) => {
                let file = file.into_inner().map_err(|error| unkept(error.error()))?;
                Ok(Some(Held { file, path }))
            }
        }
    }
}

/// Rows that were held until everything was known to be right.
pub(super) struct Held {
    file: File,
    path: Option<PathBuf>,
}

impl Held {
    /// Gives them to stdout, or to what is there under a path. A reader who has gone away has what
    /// they wanted.
    ///
    /// # Errors
    /// They cannot be written.
    pub(super) fn give(mut self, ui: &Ui) -> Result<(), Failure> {
        self.file.rewind().map_err(|error| unkept(&error))?;
        let mut special = self.path.as_deref().map(open).transpose()?;
        let mut bytes = vec![0; AT_ONCE];
        loop {
            let n_bytes = self.file.read(&mut bytes).map_err(|error| unkept(&error))?;
            let bytes = &bytes[..n_bytes];
            match &mut special {
                _ if n_bytes == 0 => return Ok(()),
                None => ui.result(bytes)?,
                Some(special) => match special.write_all(bytes) {
                    Ok(()) => {}
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
                    Err(error) => {
                        let message = format!("cannot write the output: {}", in_words(&error));
                        return Err(Failure::new(exit::IO, message));
                    }
                },
            }
        }
    }
}

fn open(path: &Path) -> Result<File, Failure> {
    let opened = File::options().write(true).open(path);
    opened.map_err(|error| {
        Failure::from(WriteError {
            what: Action::Create,
            path: path.to_owned(),
            error,
        })
    })
}
