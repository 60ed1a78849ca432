//! Writing a file so that it is either wholly new or as it was. The one door to `tempfile`.

use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// How much is written at once.
const AT_ONCE: usize = 128 * 1024;

/// Why a file could not be written; nothing of it is left behind.
#[derive(Debug)]
pub struct WriteError {
    /// What was to be done, such as `create`.
    pub what: Action,
    /// The file or folder.
    pub path: PathBuf,
    /// The system's word.
    pub error: io::Error,
}

/// The step that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Making a file or folder.
    Create,
    /// Writing, syncing or moving it into place.
    Write,
    /// Putting its new name on the disk for good: the new content is in place already.
    Settle,
    /// Reading it.
    Read,
}

impl WriteError {
    fn at(what: Action, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self { what, path, error }
    }
}

/// Who may read a file that was not there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Whoever the process's mask lets.
    Usual,
    /// Its owner alone.
    Owner,
}

/// A new content on its way into a file: what is written goes into a temporary file beside it,
/// which takes the file's place at the end. Dropped before, it leaves the file as it was. A link
/// is followed to its target; what is not a plain file, such as `/dev/null`, is written to as it
/// is.
#[derive(Debug)]
pub struct Replacement {
    output: BufWriter<Place>,
    target: PathBuf,
    existed: bool,
}

#[derive(Debug)]
enum Place {
    Beside(tempfile::NamedTempFile),
    Special(File),
}

impl Replacement {
    /// Makes the temporary file.
    ///
    /// # Errors
    /// It cannot be made, or the path is a folder.
    pub fn begin(path: &Path, readers: Readers) -> Result<Self, WriteError> {
        let existing = match fs::metadata(path) {
            Ok(found) if found.is_dir() => {
                let error = io::Error::from(io::ErrorKind::IsADirectory);
                return Err(WriteError::at(Action::Create, path)(error));
            }
            // The link of a pipe has no name to follow it by.
            Ok(found) if !found.is_file() => {
                let file = File::options().write(true).open(path);
                let file = file.map_err(WriteError::at(Action::Create, path))?;
                return Ok(Self::into(Place::Special(file), path.to_owned(), true));
            }
            Ok(found) => Some(found.permissions()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(WriteError::at(Action::Create, path)(error)),
        };
        let target = resolve(path);
        let existed = existing.is_some();
        let file = match (existing, readers) {
            (None, Readers::Owner) => private_beside(&target)?,
            (permissions, _) => beside(&target, permissions)?,
        };
        Ok(Self::into(Place::Beside(file), target, existed))
    }

    fn into(place: Place, target: PathBuf, existed: bool) -> Self {
        Self {
            output: BufWriter::with_capacity(AT_ONCE, place),
            target,
            existed,
        }
    }

    /// The temporary file; none where it is written to what is there.
    #[must_use]
    pub fn temporary(&self) -> Option<&Path> {
        match self.output.get_ref() {
            Place::Beside(file) => Some(file.path()),
            Place::Special(_) => None,
        }
    }

    /// Syncs what was written and puts it in place.
    ///
    /// # Errors
    /// The step that failed; the file is then as it was.
    pub fn finish(self) -> Result<(), WriteError> {
        let target = &self.target;
        let place = self.output.into_inner();
        let place = place.map_err(|error| WriteError::at(Action::Write, target)(error.into()))?;
        let Place::Beside(temporary) = place else {
            return Ok(());
        };
        let synced = temporary.as_file().sync_all();
        synced.map_err(WriteError::at(Action::Write, target))?;
        let failed = if self.existed {
            Action::Write
        } else {
            Action::Create
        };
        temporary
            .persist(target)
            .map_err(|error| WriteError::at(failed, target)(error.error))?;
        sync_folder(target)
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.output.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

impl Write for Place {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Beside(file) => file.write(bytes),
            Self::Special(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Beside(file) => file.flush(),
            Self::Special(file) => file.flush(),
        }
    }
}

/// Replaces a file's content, as [`Replacement`] does.
///
/// # Errors
/// The step that failed; the target is then as it was, unless that is [`Action::Settle`].
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let mut replacement = Replacement::begin(path, Readers::Usual)?;
    let written = replacement.write_all(bytes);
    written.map_err(WriteError::at(Action::Write, path))?;
    replacement.finish()
}

/// Makes a new file in the same way, or says `false` and does nothing where the name is taken.
///
/// # Errors
/// The step that failed; there is then no such file, unless that is [`Action::Settle`].
pub fn create_new(path: &Path, bytes: &[u8]) -> Result<bool, WriteError> {
    persist_new(write_beside(path, bytes)?, path)
}

/// Makes a new file that its owner alone may read, or says `false` and does nothing where the name
/// is taken.
///
/// # Errors
/// The step that failed; there is then no such file.
pub fn create_private(path: &Path, bytes: &[u8]) -> Result<bool, WriteError> {
    let mut file = private_beside(path)?;
    let written = file.write_all(bytes);
    written.map_err(WriteError::at(Action::Write, path))?;
    persist_new(file, path)
}

/// Replaces a file's content as [`replace`] does, by a file that its owner alone can read.
///
/// # Errors
/// As [`replace`]; what is there is no plain file.
pub fn replace_private(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let target = resolve(path);
    let failed = match fs::metadata(&target) {
        Ok(found) if found.is_dir() => {
            let error = io::Error::from(io::ErrorKind::IsADirectory);
            return Err(WriteError::at(Action::Create, path)(error));
        }
        Ok(found) if !found.is_file() => {
            let error = io::Error::other("it is no plain file");
            return Err(WriteError::at(Action::Create, path)(error));
        }
        Ok(_) => Action::Write,
        Err(_) => Action::Create,
    };
    let mut temporary = private_beside(&target)?;
    let file = temporary.as_file_mut();
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(WriteError::at(Action::Write, &target))?;
    temporary
        .persist(&target)
        .map_err(|error| WriteError::at(failed, &target)(error.error))?;
    sync_folder(&target)
}

/// A file in the folder for temporary files that has no name: it is gone when it is closed,
/// however the program ends.
///
/// # Errors
/// It cannot be made.
pub fn nameless() -> Result<File, WriteError> {
    let folder = std::env::temp_dir();
    tempfile::tempfile_in(&folder).map_err(WriteError::at(Action::Create, &folder))
}

/// Removes a file for good: what follows can rely on it being gone.
///
/// # Errors
/// It could not be removed. That there is none is no error.
pub fn remove(path: &Path) -> Result<(), WriteError> {
    match fs::remove_file(path) {
        Ok(()) => sync_folder(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(WriteError::at(Action::Write, path)(error)),
    }
}

/// An empty file beside a path, readable by its owner alone, which goes again unless it is put
/// in place by [`persist_new`].
///
/// # Errors
/// It could not be made.
pub(super) fn private_beside(path: &Path) -> Result<tempfile::NamedTempFile, WriteError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".panelkit-").suffix(".tmp");
    let file = builder
        .tempfile_in(folder_of(path))
        .map_err(WriteError::at(Action::Create, path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // A mask can take away the owner's rights too.
        let permissions = Permissions::from_mode(0o600);
        let set = file.as_file().set_permissions(permissions);
        set.map_err(WriteError::at(Action::Create, path))?;
    }
    Ok(file)
}

/// Syncs a file and puts it in place, or says `false` where the name is taken.
///
/// # Errors
/// The step that failed; there is then no such file, unless that is [`Action::Settle`].
pub(super) fn persist_new(
    temporary: tempfile::NamedTempFile,
    path: &Path,
) -> Result<bool, WriteError> {
    let synced = temporary.as_file().sync_all();
    synced.map_err(WriteError::at(Action::Write, path))?;
    match temporary.persist_noclobber(path) {
        Ok(_) => sync_folder(path).map(|()| true),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(WriteError::at(Action::Write, path)(error.error)),
    }
}

impl WriteError {
    /// Why a new file is not there as it should be.
    pub(super) fn of_new_file(&self) -> String {
        let why = in_words(&self.error);
        match self.what {
            Action::Settle => {
                format!("it is there, but its name is not on the disk for good: {why}")
            }
            _ => why,
        }
    }
}

/// The system's reason in a few words of our own.
#[must_use]
pub fn in_words(error: &io::Error) -> String {
    use io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "it does not exist, or its folder does not",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "a part of the path is not a folder",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the quota is used up",
        ErrorKind::FileTooLarge => "it would be larger than the limit for files",
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        ErrorKind::AlreadyExists => "it exists already",
        ErrorKind::InvalidFilename => "the system does not take that name",
        ErrorKind::InvalidInput => "the path holds a character that no path can have",
        kind => return kind.to_string(),
    }
    .to_owned()
}

/// The mode of a plain file that others than its owner have rights to; none where nobody has, where
/// there is no such file, and where files have no modes.
#[must_use]
pub fn shared_mode(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let found = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let mode = found.permissions().mode() & 0o777;
        (mode & 0o077 != 0).then_some(mode)
    }
    #[cfg(not(unix))]
    None
}

/// Makes a folder and those it lies in.
///
/// # Errors
/// The folder could not be made.
pub fn create_folder(path: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(path).map_err(WriteError::at(Action::Create, path))
}

/// Reads a whole file.
///
/// # Errors
/// The file could not be read.
pub fn read(path: &Path) -> Result<Vec<u8>, WriteError> {
    fs::read(path).map_err(WriteError::at(Action::Read, path))
}

/// Where a chain of links ends, also where nothing is there yet.
#[must_use]
pub fn resolve(path: &Path) -> PathBuf {
    let mut target = path.to_owned();
    // More links than any real chain has; a circle is then reported by the write itself.
    for _ in 0..40 {
        let Ok(next) = fs::read_link(&target) else {
            break;
        };
        target = match target.parent() {
            Some(folder) => folder.join(next),
            None => next,
        };
    }
    target
}

fn write_beside(target: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile, WriteError> {
    let mut file = beside(target, None)?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(WriteError::at(Action::Write, target))?;
    Ok(file)
}

/// An empty file beside a path with the permissions given, else those of any new file.
fn beside(
    target: &Path,
    permissions: Option<Permissions>,
) -> Result<tempfile::NamedTempFile, WriteError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".panelkit-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What an ordinary new file would have: the process's mask takes its part away.
        builder.permissions(Permissions::from_mode(0o666));
    }
    let file = builder
        .tempfile_in(folder_of(target))
        .map_err(WriteError::at(Action::Create, target))?;
    if let Some(permissions) = permissions {
        fs::set_permissions(file.path(), permissions)
            .map_err(WriteError::at(Action::Create, target))?;
    }
    Ok(file)
}

fn sync_folder(path: &Path) -> Result<(), WriteError> {
    // A folder can only be opened as a file on Unix; elsewhere the rename itself has to do.
    if cfg!(unix) {
        let folder = folder_of(path);
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(WriteError::at(Action::Settle, path))?;
    }
    Ok(())
}

pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_keeps_its_mode_and_its_link() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real.txt");
        let link = folder.path().join("link.txt");
        fs::write(&real, "old").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&real, Permissions::from_mode(0o640)).unwrap();
            std::os::unix::fs::symlink("real.txt", &link).unwrap();
            replace(&link, b"new").unwrap();
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
            let mode = fs::metadata(&real).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o640);
        }
        #[cfg(not(unix))]
        replace(&real, b"new").unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"new");
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert!(names.len() <= 2, "no temporary file is left");
    }

    #[test]
    #[cfg(unix)]
    fn a_private_file_is_its_owners_alone_whatever_was_there() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real.txt");
        let link = folder.path().join("link.txt");
        std::os::unix::fs::symlink("real.txt", &link).unwrap();
        let mode = || fs::metadata(&real).unwrap().permissions().mode() & 0o777;
        replace_private(&link, b"first").unwrap();
        assert_eq!(
            (fs::read(&real).unwrap(), mode()),
            (b"first".to_vec(), 0o600)
        );
        fs::set_permissions(&real, Permissions::from_mode(0o644)).unwrap();
        replace_private(&link, b"second").unwrap();
        assert_eq!(
            (fs::read(&link).unwrap(), mode()),
            (b"second".to_vec(), 0o600)
        );
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        let error = replace_private(folder.path(), b"x").unwrap_err();
        assert_eq!(error.what, Action::Create);
        assert!(replace_private(Path::new("/dev/null"), b"x").is_err());
        remove(&real).unwrap();
        remove(&real).unwrap();
        assert!(!real.exists());
    }

    #[test]
    fn a_content_that_is_not_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scores.csv");
        let mut replacement = Replacement::begin(&path, Readers::Owner).unwrap();
        replacement.write_all("Łucja".as_bytes()).unwrap();
        drop(replacement);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut replacement = Replacement::begin(&path, Readers::Owner).unwrap();
        replacement.write_all("Łucja".as_bytes()).unwrap();
        replacement.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), "Łucja".as_bytes());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_name_that_is_taken_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("card.toml");
        assert!(create_new(&path, b"first").unwrap());
        assert!(!create_new(&path, b"second").unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"first");
    }

    #[test]
    fn a_missing_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none").join("x.txt");
        let error = replace(&path, b"x").unwrap_err();
        assert_eq!((error.what, error.path), (Action::Create, path));
    }
}
