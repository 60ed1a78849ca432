//! Looking after the file: backups, clearing what was erased, looking for damage.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use super::open::{self, MAGIC};
use super::{fault, schema, tables};
use crate::store::error::Fault;
use crate::store::event::Head;
use crate::store::{Moment, file};

/// Pages copied between two looks at whether somebody waits.
const PAGES_AT_ONCE: i32 = 1024;

/// Most findings of SQLite that are passed on.
const MAX_FINDINGS: usize = 20;

/// Copies a store as it is now into a new file, which appears whole or not at all.
pub(super) fn copy(from: &Connection, to: &Path) -> Result<(), Fault> {
    let failed = |error: rusqlite::Error| fault::of(&error);
    let cannot = |error: file::WriteError| match fault::of_io(&error.error) {
        fault if error.what != file::Action::Settle && !matches!(fault, Fault::Io(_)) => fault,
        _ => Fault::CannotCreate(error.of_new_file()),
    };
    let temporary = file::private_beside(to).map_err(cannot)?;
    {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut target = Connection::open_with_flags(temporary.path(), flags).map_err(failed)?;
        // The copy is made in one go and thrown away where it fails: it needs no journal.
        target
            .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = FULL;")
            .map_err(failed)?;
        let copying = Backup::new(from, &mut target).map_err(failed)?;
        copying
            .run_to_completion(PAGES_AT_ONCE, Duration::ZERO, None)
            .map_err(failed)?;
        drop(copying);
        target.close().map_err(|(_, error)| fault::of(&error))?;
    }
    match file::persist_new(temporary, to) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Fault::CannotCreate("it exists already".to_owned())),
        Err(error) => Err(cannot(error)),
    }
}

/// Rewrites the file without what was erased and empties the log beside it; false where
/// somebody else has it open and it has to be done again.
pub(super) fn scrub(connection: &Connection) -> Result<bool, Fault> {
    match connection.execute_batch("VACUUM") {
        Ok(()) => {}
        Err(error) if fault::of(&error) == Fault::Busy => return Ok(false),
        Err(error) => return Err(fault::of(&error)),
    }
    checkpoint(connection)
}

/// Moves the log ahead into the file and empties it; false where somebody still reads it.
pub(super) fn checkpoint(connection: &Connection) -> Result<bool, Fault> {
    let busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
        row.get::<_, i64>(0)
    });
    match busy {
        Ok(busy) => Ok(busy == 0),
        Err(error) if fault::of(&error) == Fault::Busy => Ok(false),
        Err(error) => Err(fault::of(&error)),
    }
}

/// Other stores in the folder of a store: backups and copies, which an erasure does not reach.
pub(super) fn copies(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(file::folder_of(path)).into_iter().flatten();
    // Near files are shown as they would be typed.
    let near = |other: PathBuf| match other.strip_prefix(".") {
        Ok(near) => near.to_owned(),
        Err(_) => other,
    };
    let mut found: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|other| other.file_name() != path.file_name() && is_store(other))
        .map(|other| near(other).display().to_string())
        .collect();
    found.sort();
    found
}

fn files(path: &Path) -> Vec<PathBuf> {
    let names = ["", "-wal", "-shm", "-journal"].into_iter();
    let files = names.map(|suffix| open::beside(path, suffix));
    files.filter(|file| file.exists()).collect()
}

/// Where a store's file is: a link is followed.
fn place(path: &Path) -> PathBuf {
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    match fs::canonicalize(path) {
        Ok(real) if is_link => real,
        _ => path.to_owned(),
    }
}

fn is_store(path: &Path) -> bool {
    // A pipe would keep whoever opens it waiting.
    if !fs::symlink_metadata(path).is_ok_and(|found| found.is_file()) {
        return false;
    }
    let mut start = [0; 72];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok()
        && start.starts_with(MAGIC)
        && start[68..72] == schema::APPLICATION_ID.to_be_bytes()
}

/// What a look at a store's file came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// The version of SQLite that is built in.
    pub sqlite: &'static str,
    /// The version of the store's tables.
    pub version: i64,
    /// The version that this program writes.
    pub known_version: i64,
    /// How SQLite keeps what is not in the file yet, such as `wal`.
    pub journal: String,
    /// The size of the file, in bytes.
    pub n_bytes: u64,
    /// What SQLite found damaged; nothing where the file is sound.
    pub damage: Vec<String>,
    /// How many events can be read, from the first on, until one cannot.
    pub n_readable: u64,
    /// The last event that can be read.
    pub head: Head,
    /// When the latest of them happened.
    pub newest: Option<Moment>,
    /// Files in the same folder that are stores too.
    pub copies: Vec<String>,
    /// The file and those that SQLite keeps beside it, as far as they are there.
    pub files: Vec<PathBuf>,
}

/// Looks for damage in the file. What is damaged is an answer, not an error.
pub(super) fn examine(connection: &Connection, path: &Path, fault: Option<Fault>) -> Examination {
    let mut damage = damage(connection).unwrap_or_else(|fault| vec![fault.to_string()]);
    damage.extend(fault.map(|fault| fault.to_string()));
    damage.dedup();
    let place = place(path);
    let readable = readable(connection);
    let journal = connection.pragma_query_value(None, "journal_mode", |row| row.get(0));
    Examination {
        sqlite: rusqlite::version(),
        version: schema::version(connection).unwrap_or_default(),
        known_version: i64::try_from(schema::VERSIONS.len()).unwrap_or(i64::MAX),
        journal: journal.unwrap_or_default(),
        n_bytes: fs::metadata(path).map_or(0, |found| found.len()),
        damage,
        n_readable: readable.n_events,
        head: readable.head,
        newest: readable.newest,
        copies: copies(&place),
        files: files(&place),
    }
}

fn damage(connection: &Connection) -> Result<Vec<String>, Fault> {
    let read = || -> rusqlite::Result<Vec<String>> {
        let mut statement = connection.prepare("PRAGMA quick_check(100)")?;
        let found = statement.query_map([], |row| row.get::<_, String>(0))?;
        found.collect()
    };
    let mut found = read().map_err(|error| fault::of(&error))?;
    found.retain(|line| line != "ok");
    found.truncate(MAX_FINDINGS);
    Ok(found)
}

/// What can be read of a log.
#[derive(Default)]
struct Readable {
    n_events: u64,
    head: Head,
    newest: Option<Moment>,
}

/// Reads the log as far as it can be read.
fn readable(connection: &Connection) -> Readable {
    let mut readable = Readable::default();
    let sql = format!("SELECT {} FROM event e ORDER BY sequence", tables::EVENT);
    let Ok(mut statement) = connection.prepare(&sql) else {
        return readable;
    };
    let Ok(rows) = statement.query_map([], tables::stored) else {
        return readable;
    };
    for stored in rows.map_while(Result::ok) {
        readable.n_events += 1;
        readable.head = stored.head();
        readable.newest = readable.newest.max(Moment::parse(&stored.time));
    }
    readable
}
