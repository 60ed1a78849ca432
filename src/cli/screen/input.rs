//! The table that is screened: a file, or what a stream gives, kept where it can be read twice.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::cli::error::{Failure, in_words};
use crate::cli::exit;
use crate::cli::ui::{Progress, Ui};
use crate::store::file;

/// How much of a stream is kept at once.
const AT_ONCE: usize = 256 * 1024;

/// A table to be read, from its beginning as often as needed.
pub(super) struct Applications {
    name: String,
    file: File,
    /// The path and what was there before it was read; none for a stream, which nobody changes.
    before: Option<(PathBuf, Seen)>,
    size: u64,
}

/// What tells whether a file is as it was.
#[derive(PartialEq, Eq)]
struct Seen {
    size: u64,
    modified: Option<SystemTime>,
    identity: Option<(u64, u64)>,
}

impl Seen {
    fn of(found: &Metadata) -> Self {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt as _;
            Some((found.dev(), found.ino()))
        };
        #[cfg(not(unix))]
        let identity = None;
        Self {
            size: found.len(),
            modified: found.modified().ok(),
            identity,
        }
    }
}

impl Applications {
    /// Opens a file; `-` is stdin. What is no plain file is read to its end first.
    ///
    /// # Errors
    /// It cannot be read, or not be kept.
    pub(super) fn open(path: &Path, ui: &Ui) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Self::spool("stdin", io::stdin().lock(), ui);
        }
        let name = path.display().to_string();
        let failed = |error: io::Error| unreadable(&name, &error);
        // A pipe that nobody writes to would be waited for before it is known to be one.
        let found = fs::metadata(path).map_err(failed)?;
        if found.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        let file = File::open(path).map_err(failed)?;
        if !found.is_file() {
            return Self::spool(&name, file, ui);
        }
        let found = file.metadata().map_err(failed)?;
        let seen = Seen::of(&found);
        Ok(Self {
            file,
            size: seen.size,
            before: Some((path.to_owned(), seen)),
            name,
        })
    }

    fn spool(name: &str, mut input: impl Read, ui: &Ui) -> Result<Self, Failure> {
        let _sign = ui.working(&format!("reading {name}"));
        let mut file = file::nameless()?;
        let mut bytes = vec![0; AT_ONCE];
        let mut size = 0;
        loop {
            let n_bytes = match input.read(&mut bytes) {
                Ok(0) => break,
                Ok(n_bytes) => n_bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(unreadable(name, &error)),
            };
            file.write_all(&bytes[..n_bytes])
                .map_err(|error| unkept(&error))?;
            size += n_bytes as u64;
        }
        Ok(Self {
            name: name.to_owned(),
            file,
            before: None,
            size,
        })
    }

    /// What to call it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Reads it from its beginning.
    ///
    /// # Errors
    /// It cannot be.
    pub(super) fn read(&self, ui: &Ui) -> Result<Watched<'_>, Failure> {
        let mut file = &self.file;
        file.rewind()
            .map_err(|error| unreadable(&self.name, &error))?;
        Ok(Watched {
            file,
            progress: ui.reading(self.size),
        })
    }

    /// Says that reading failed half-way.
    pub(super) fn broken(&self, error: &io::Error) -> Failure {
        unreadable(&self.name, error)
    }

    /// Makes sure that what was read is what is there.
    ///
    /// # Errors
    /// It changed meanwhile.
    pub(super) fn check_unchanged(&self, n_read: u64) -> Result<(), Failure> {
        let is_same = self.before.as_ref().is_none_or(|(path, before)| {
            let now = |found: io::Result<Metadata>| found.is_ok_and(|it| Seen::of(&it) == *before);
            now(self.file.metadata()) && now(fs::metadata(path))
        });
        if is_same && n_read == self.size {
            return Ok(());
        }
        Err(self.changed())
    }

    /// Says that the file changed while it was read.
    pub(super) fn changed(&self) -> Failure {
        let message = format!(
            "{} changed while it was read; nothing was written",
            self.name
        );
        Failure::new(exit::BUSY, message)
            .hint("run the same again once nobody writes to it any more")
    }
}

/// A table on its way in, shown as it comes.
pub(super) struct Watched<'f> {
    file: &'f File,
    progress: Progress,
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.file.read(into)?;
        self.progress.advance(n_bytes as u64);
        Ok(n_bytes)
    }
}

fn unreadable(name: &str, error: &io::Error) -> Failure {
    Failure::no_input(format!("cannot read {name}: {}", in_words(error)))
}

/// Says that what is kept between two readings cannot be.
pub(super) fn unkept(error: &io::Error) -> Failure {
    let folder = std::env::temp_dir();
    let message = format!(
        "cannot write a temporary file in {}: {}",
        folder.display(),
        in_words(error)
    );
    Failure::new(exit::IO, message).hint("TMPDIR names another folder for temporary files")
}
