//! Finding, making and opening the file.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::{fault, schema, upkeep};
use crate::store::error::Fault;
use crate::store::{file, random};

/// Whether a store is made where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It must be there.
    Existing,
    /// It is made where there is nothing, or an empty file.
    Create,
}

/// What an SQLite file begins with.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";

/// What the files are called that SQLite keeps beside one.
const BESIDE: &[&str] = &["-wal", "-shm", "-journal"];

/// The longest single wait while somebody else writes, in milliseconds.
const LONGEST_WAIT: u64 = 25;

/// How often a file that seems cut short is looked at.
const N_LOOKS: usize = 5;

pub(super) fn open(
    path: &Path,
    access: Access,
    patience: Duration,
) -> Result<(Connection, PathBuf), Fault> {
    let real = locate(path, access)?;
    inspect(&real, access)?;
    keep_private(&real);
    let mut connection = connect(&real, patience)?;
    identify(&connection, access)?;
    prepare(&mut connection, &real, patience)?;
    Ok((connection, real))
}

/// Opens a store for a look that changes nothing, damaged or not; says what opening it found.
pub(super) fn look(path: &Path) -> Result<(Connection, Option<Fault>), Fault> {
    let real = locate(path, Access::Existing)?;
    let cut = match inspect(&real, Access::Existing) {
        Ok(()) => None,
        Err(Fault::Truncated) => Some(Fault::Truncated),
        Err(fault) => return Err(fault),
    };
    let has_log = beside(&real, "-wal").exists();
    let connection = connect(&real, Duration::ZERO)?;
    let failed = |error| fault::of(&error);
    // What lies beside the file stays there; what only this look puts there goes again.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log)
        .map_err(failed)?;
    connection
        .execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")
        .map_err(failed)?;
    match identify(&connection, Access::Existing) {
        Ok(()) => Ok((connection, cut)),
        Err(fault @ (Fault::Empty | Fault::Foreign | Fault::Newer { .. } | Fault::Busy)) => {
            Err(fault)
        }
        Err(fault) => Ok((connection, cut.or(Some(fault)))),
    }
}

/// The plain file that a path means; it is made where that is asked for.
fn locate(path: &Path, access: Access) -> Result<PathBuf, Fault> {
    match fs::symlink_metadata(path) {
        Ok(found) => {
            let target = fs::metadata(path).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound if found.is_symlink() => Fault::DanglingLink,
                _ => fault::of_io(&error),
            })?;
            plain_file(&target)?;
        }
        Err(error) if is_absent(&error) => make(path, access)?,
        Err(error) => return Err(fault::of_io(&error)),
    }
    // SQLite is given the whole path: some relative ones mean something else to it.
    fs::canonicalize(path).map_err(|error| fault::of_io(&error))
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

fn plain_file(found: &Metadata) -> Result<(), Fault> {
    if found.is_dir() {
        Err(Fault::IsFolder)
    } else if found.is_file() {
        Ok(())
    } else {
        Err(Fault::NotAFile)
    }
}

/// Makes a store under another name and moves it into place, so that nobody sees half of one.
fn make(path: &Path, access: Access) -> Result<(), Fault> {
    if !file::folder_of(path).is_dir() {
        return Err(Fault::NoFolder);
    }
    if access == Access::Existing {
        return Err(Fault::Missing);
    }
    let cannot = |error: file::WriteError| Fault::CannotCreate(error.of_new_file());
    let temporary = file::private_beside(path).map_err(cannot)?;
    let made = make_tables(temporary.path());
    sweep(temporary.path());
    made?;
    // Where somebody else was faster, theirs is the store.
    file::persist_new(temporary, path)
        .map(|_| ())
        .map_err(cannot)
}

fn make_tables(path: &Path) -> Result<(), Fault> {
    let mut connection = connect(path, Duration::ZERO)?;
    schema::advance(&mut connection, schema::VERSIONS).map_err(|error| fault::of(&error))?;
    use_log_ahead(&connection, Duration::ZERO)?;
    connection.close().map_err(|(_, error)| fault::of(&error))
}

/// Removes what SQLite may have left beside a new file: where all went well, nothing.
fn sweep(path: &Path) {
    for suffix in BESIDE {
        let _ = fs::remove_file(beside(path, suffix));
    }
}

/// Takes everybody else's rights to the store's files away. SQLite gives those beside a database
/// the rights that it has. Where a file is somebody else's, they have seen to it or not.
pub(super) fn keep_private(path: &Path) {
    #[cfg(unix)]
    for suffix in [""].iter().chain(BESIDE) {
        use std::os::unix::fs::PermissionsExt as _;
        let name = beside(path, suffix);
        let Ok(found) = fs::symlink_metadata(&name) else {
            continue;
        };
        let mode = found.permissions().mode();
        if found.is_file() && mode & 0o077 != 0 {
            let _ = fs::set_permissions(&name, fs::Permissions::from_mode(mode & 0o700));
        }
    }
}

/// The path with something behind its name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A look at the file itself, before SQLite touches it. While somebody else has it open it can
/// seem cut short for a moment, so that is said only of a file that stays so.
fn inspect(path: &Path, access: Access) -> Result<(), Fault> {
    for _ in 0..N_LOOKS {
        let is_open = || beside(path, "-shm").exists() || beside(path, "-wal").exists();
        match inspect_once(path, access) {
            Err(Fault::Truncated) if is_open() => {
                thread::sleep(Duration::from_millis(LONGEST_WAIT));
            }
            seen => return seen,
        }
    }
    inspect_once(path, access)
}

fn inspect_once(path: &Path, access: Access) -> Result<(), Fault> {
    // Where a writer was cut off, what is missing in the file is in the one beside it.
    let has = |suffix| fs::metadata(beside(path, suffix)).is_ok_and(|found| found.len() > 0);
    let is_unfinished = has("-wal") || has("-journal");
    let mut file = File::open(path).map_err(|error| fault::of_io(&error))?;
    let mut start = Vec::new();
    let read = file.by_ref().take(100).read_to_end(&mut start);
    read.map_err(|error| fault::of_io(&error))?;
    let length = file.metadata().map_or(0, |found| found.len());
    if start.is_empty() {
        return match access {
            Access::Existing if !is_unfinished => Err(Fault::Empty),
            _ => Ok(()),
        };
    }
    if !start.starts_with(&MAGIC[..MAGIC.len().min(start.len())]) {
        return Err(Fault::NotADatabase);
    }
    if start.len() < 100 || (length < declared_length(&start) && !is_unfinished) {
        return Err(Fault::Truncated);
    }
    Ok(())
}

/// How long a database file is by its own header, in bytes.
fn declared_length(header: &[u8]) -> u64 {
    let page = u64::from(u16::from_be_bytes([header[16], header[17]]));
    // The largest size does not fit and is written as 1.
    let page = if page == 1 { 65_536 } else { page };
    let n_pages = [header[28], header[29], header[30], header[31]];
    page * u64::from(u32::from_be_bytes(n_pages))
}

/// Opens without making anything. Waits are of random length, so that nobody starves.
fn connect(path: &Path, patience: Duration) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection =
        Connection::open_with_flags(path, flags).map_err(|error| fault::of(&error))?;
    let mut since = Instant::now();
    let waits = connection.busy_handler(Some(move |n_waits: i32| {
        if n_waits == 0 {
            since = Instant::now();
        }
        wait(since, patience)
    }));
    waits.map_err(|error| fault::of(&error))?;
    Ok(connection)
}

/// Waits a little; false where patience is at its end.
fn wait(since: Instant, patience: Duration) -> bool {
    if since.elapsed() >= patience {
        return false;
    }
    thread::sleep(Duration::from_millis(1 + random::below(LONGEST_WAIT)));
    true
}

/// Whether it is a store at all. Nothing is changed before this is known.
fn identify(connection: &Connection, access: Access) -> Result<(), Fault> {
    let failed = |error| fault::of(&error);
    let application: i32 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(failed)?;
    let version = schema::version(connection).map_err(failed)?;
    let n_tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(failed)?;
    let known = i64::try_from(schema::VERSIONS.len()).unwrap_or(i64::MAX);
    let is_blank = application == 0 && version == 0 && n_tables == 0;
    match application {
        _ if is_blank && access == Access::Existing => Err(Fault::Empty),
        _ if is_blank => Ok(()),
        schema::APPLICATION_ID if version > known => Err(Fault::Newer {
            found: version,
            known,
        }),
        schema::APPLICATION_ID if version < 1 => Err(Fault::Corrupt(format!(
            "it says that it has version {version}"
        ))),
        schema::APPLICATION_ID => Ok(()),
        _ => Err(Fault::Foreign),
    }
}

fn prepare(connection: &mut Connection, path: &Path, patience: Duration) -> Result<(), Fault> {
    let failed = |error| fault::of(&error);
    connection
        .execute_batch(
            "PRAGMA trusted_schema = OFF;
             PRAGMA cell_size_check = ON;
             PRAGMA secure_delete = ON;
             PRAGMA temp_store = MEMORY;
             PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -32768;",
        )
        .map_err(failed)?;
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)
        .map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(48);
    migrate(connection, path, schema::VERSIONS)?;
    use_log_ahead(connection, patience)
}

/// Brings the tables to the last version; a file that holds something is backed up first.
pub(super) fn migrate(
    connection: &mut Connection,
    path: &Path,
    versions: &[&str],
) -> Result<(), Fault> {
    let failed = |error| fault::of(&error);
    let found = schema::version(connection).map_err(failed)?;
    let known = i64::try_from(versions.len()).unwrap_or(i64::MAX);
    if found == known {
        return Ok(());
    }
    if found > 0 {
        let copy = beside(path, &format!(".before-version-{known}"));
        match upkeep::copy(connection, &copy) {
            // An earlier attempt got as far as the backup.
            Ok(()) | Err(Fault::CannotCreate(_)) if copy.is_file() => {}
            Ok(()) => {}
            Err(fault) => return Err(fault),
        }
    }
    schema::advance(connection, versions).map_err(failed)
}

/// Switches to the write-ahead log, once for the file's life. SQLite does not wait here itself.
fn use_log_ahead(connection: &Connection, patience: Duration) -> Result<(), Fault> {
    let since = Instant::now();
    loop {
        let mode = connection
            .pragma_update_and_check(None, "journal_mode", "wal", |row| row.get::<_, String>(0));
        let fault = match mode {
            Ok(mode) if mode.eq_ignore_ascii_case("wal") => return Ok(()),
            Ok(_) => Fault::Io(
                "the file system does not take a write-ahead log: keep the store on a local disk"
                    .to_owned(),
            ),
            Err(error) => fault::of(&error),
        };
        if fault != Fault::Busy || !wait(since, patience) {
            return Err(fault);
        }
    }
}
