//! Which file a path means, so that nothing is written over what is read.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::error::Failure;
use crate::store::file;

/// A file by what does not change with how its path is spelt.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// A file that is there: its device and number.
    #[cfg(unix)]
    There(u64, u64),
    /// One that may be there: the path without links.
    Path(PathBuf),
}

impl Place {
    /// None for what is no plain file, which can be read and written as often as one likes.
    fn of(path: &Path) -> Option<Self> {
        match fs::metadata(path) {
            Ok(found) if !found.is_file() => None,
            Ok(found) => Self::of_file(&found).or_else(|| Self::of_path(path)),
            Err(_) => Self::of_path(path),
        }
    }

    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "other systems do not tell")]
    fn of_file(found: &fs::Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        Some(Self::There(found.dev(), found.ino()))
    }

    #[cfg(not(unix))]
    fn of_file(_: &fs::Metadata) -> Option<Self> {
        None
    }

    fn of_path(path: &Path) -> Option<Self> {
        let target = file::resolve(path);
        let name = target.file_name()?;
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        Some(Self::Path(folder.join(name)))
    }

    /// The file that stdin or stdout is, if it is one.
    #[cfg(unix)]
    fn of_stream(stream: &impl std::os::fd::AsFd) -> Option<Self> {
        let stream = stream.as_fd().try_clone_to_owned().ok()?;
        let found = fs::File::from(stream).metadata().ok()?;
        if found.is_file() {
            Self::of_file(&found)
        } else {
            None
        }
    }

    #[cfg(not(unix))]
    fn of_stream<T>(_: &T) -> Option<Self> {
        None
    }
}

/// Something that is read or written, with what to call it; `-` is the stream.
pub(super) struct Used<'a> {
    pub(super) what: &'static str,
    pub(super) path: &'a Path,
    pub(super) is_read: bool,
}

impl Used<'_> {
    fn place(&self) -> Option<Place> {
        match (self.path == Path::new("-"), self.is_read) {
            (true, true) => Place::of_stream(&std::io::stdin()),
            (true, false) => Place::of_stream(&std::io::stdout()),
            (false, _) => Place::of(self.path),
        }
    }
}

/// Refuses to write to what is read, or twice to the same file, also by way of links.
///
/// # Errors
/// Which two are the same file.
pub(super) fn check(used: &[Used<'_>]) -> Result<(), Failure> {
    let places: Vec<_> = used.iter().map(Used::place).collect();
    for (second, place) in places
        .iter()
        .enumerate()
        .filter(|(_, place)| place.is_some())
    {
        let before = places[..second].iter().position(|other| other == place);
        let Some(first) = before.filter(|first| !used[*first].is_read || !used[second].is_read)
        else {
            continue;
        };
        let (first, second) = (&used[first], &used[second]);
        let message = format!("{} and {} are the same file", first.what, second.what);
        return Err(Failure::usage(message).hint(format!(
            "{} would be written over; name another file",
            second.path.display()
        )));
    }
    Ok(())
}
