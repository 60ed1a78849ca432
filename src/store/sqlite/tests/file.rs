//! The file: how it is made, opened, refused, backed up and brought up to date.

use std::fs;

use rusqlite::config::DbConfig;

use super::*;
use crate::store::sqlite::{open, schema, upkeep};

fn pragma(store: &SqliteStore, name: &str) -> String {
    let read = |row: &Row<'_>| row.get::<_, rusqlite::types::Value>(0);
    let value = store.connection.pragma_query_value(None, name, read);
    match value.unwrap() {
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        other => format!("{other:?}"),
    }
}

#[test]
fn it_is_opened_with_the_settings_that_keep_data_safe() {
    let (_store, folder) = fresh();
    let store = reopen(&folder.path().join("panelkit.db")).unwrap();
    for (name, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("secure_delete", "1"),
        ("trusted_schema", "0"),
        ("cell_size_check", "1"),
        ("temp_store", "2"),
        ("application_id", "1347119476"),
        ("user_version", "2"),
    ] {
        assert_eq!(pragma(&store, name), value, "{name}");
    }
    let defensive = DbConfig::SQLITE_DBCONFIG_DEFENSIVE;
    assert!(store.connection.db_config(defensive).unwrap());
}

#[test]
fn events_cannot_be_changed_by_mistake() {
    let (mut store, _folder) = fresh();
    fill(&mut store);
    for sql in [
        "UPDATE event SET payload = x'00' WHERE sequence = 3",
        "UPDATE event SET time = 'x' WHERE sequence = 3",
        "UPDATE event SET hash = digest",
        "DELETE FROM event WHERE sequence = 12",
        "DELETE FROM candidate",
    ] {
        assert!(store.connection.execute(sql, []).is_err(), "{sql}");
    }
    assert!(store.verify(None).unwrap().holds());
}

#[cfg(unix)]
#[test]
fn every_file_of_it_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (mut store, folder) = fresh();
    let modes = || -> Vec<(String, u32)> {
        let mut modes: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
                (entry.file_name().to_string_lossy().into_owned(), mode)
            })
            .collect();
        modes.sort();
        modes
    };
    fill(&mut store);
    store.back_up(&folder.path().join("copy.db")).unwrap();
    let names = [
        "copy.db",
        "panelkit.db",
        "panelkit.db-shm",
        "panelkit.db-wal",
    ];
    assert_eq!(modes(), names.map(|name| (name.to_owned(), 0o600)));
    drop(store);
    assert_eq!(
        modes(),
        names[..2]
            .iter()
            .map(|name| ((*name).to_owned(), 0o600))
            .collect::<Vec<_>>()
    );
    // A copy made by hand is often readable by all.
    let path = folder.path().join("panelkit.db");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let _store = reopen(&path).unwrap();
    assert_eq!(modes(), names.map(|name| (name.to_owned(), 0o600)));
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_the_files_beside_it_are_beside_the_store() {
    let (store, folder) = fresh();
    drop(store);
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("link.db");
    std::os::unix::fs::symlink(folder.path().join("panelkit.db"), &link).unwrap();
    let mut store = reopen(&link).unwrap();
    fill(&mut store);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
    assert!(folder.path().join("panelkit.db-wal").exists());
}

/// Files that are no store, each with what is said; they stay as they are.
#[test]
fn what_is_no_store_is_told_apart_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let database = |name: &str, sql: &str| {
        let connection = Connection::open(path(name)).unwrap();
        connection.execute_batch(sql).unwrap();
    };
    fs::write(path("text"), "candidate,score\nada,3\n").unwrap();
    fs::write(path("start"), &open::MAGIC[..9]).unwrap();
    fs::write(path("header"), open::MAGIC).unwrap();
    fs::write(path("zeros"), [0; 8192]).unwrap();
    fs::write(path("empty"), "").unwrap();
    fs::create_dir(path("folder")).unwrap();
    database(
        "foreign",
        "CREATE TABLE song (title TEXT); INSERT INTO song VALUES ('x')",
    );
    database("named", "PRAGMA application_id = 77");
    database(
        "wal",
        "PRAGMA journal_mode = WAL; CREATE TABLE song (title TEXT)",
    );
    database("blank", "CREATE TABLE x (y); DROP TABLE x");
    let ours = schema::APPLICATION_ID;
    database(
        "newer",
        &format!("PRAGMA application_id = {ours}; PRAGMA user_version = 9"),
    );
    database(
        "unborn",
        &format!("PRAGMA application_id = {ours}; PRAGMA user_version = -3"),
    );
    let newer = Fault::Newer { found: 9, known: 2 };
    let unborn = Fault::Corrupt("it says that it has version -3".to_owned());
    let cases = [
        ("text", Fault::NotADatabase),
        ("start", Fault::Truncated),
        ("header", Fault::Truncated),
        ("zeros", Fault::NotADatabase),
        ("folder", Fault::IsFolder),
        ("foreign", Fault::Foreign),
        ("named", Fault::Foreign),
        ("wal", Fault::Foreign),
        ("newer", newer),
        ("unborn", unborn),
        ("none/panelkit.db", Fault::NoFolder),
        ("text/panelkit.db", Fault::NoFolder),
    ];
    for (name, fault) in cases {
        let before = fs::read(path(name)).ok();
        for access in [Access::Existing, Access::Create] {
            let opened = SqliteStore::open(&path(name), access);
            assert_eq!(fault_of(opened), fault, "{name} {access:?}");
        }
        assert_eq!(fs::read(path(name)).ok(), before, "{name}");
    }
    for (name, fault) in [
        ("none.db", Fault::Missing),
        ("empty", Fault::Empty),
        ("blank", Fault::Empty),
    ] {
        let opened = SqliteStore::open(&path(name), Access::Existing);
        assert_eq!(fault_of(opened), fault, "{name}");
        let mut made = SqliteStore::open(&path(name), Access::Create).unwrap();
        fill(&mut made);
    }
}

#[cfg(unix)]
#[test]
fn links_to_nowhere_and_pipes_are_no_store() {
    use std::os::unix::net::UnixListener;
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink("nowhere.db", &link).unwrap();
    let socket = folder.path().join("socket.db");
    let _listener = UnixListener::bind(&socket).unwrap();
    for access in [Access::Existing, Access::Create] {
        assert_eq!(
            fault_of(SqliteStore::open(&link, access)),
            Fault::DanglingLink
        );
        assert_eq!(
            fault_of(SqliteStore::open(&socket, access)),
            Fault::NotAFile
        );
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

/// Names that mean something to SQLite are plain names here.
#[test]
fn an_odd_name_is_a_name() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["file:x?mode=memory", ":memory:", "ü 'q\" ?.db", "-x"] {
        let path = folder.path().join(name);
        let mut store = SqliteStore::open(&path, Access::Create).unwrap();
        fill(&mut store);
        drop(store);
        assert!(fs::metadata(&path).unwrap().len() > 8192, "{name}");
        assert_eq!(reopen(&path).unwrap().head().unwrap().sequence, 12);
    }
}

#[test]
fn a_store_that_somebody_writes_is_busy() {
    let (mut store, folder) = fresh();
    fill(&mut store);
    let path = folder.path().join("panelkit.db");
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut late = reopen(&path).unwrap();
    let changes = [Change::AddCandidate(Candidate::new("eve"))];
    assert_eq!(fault_of(late.keep(&stamp(9, "x"), &changes)), Fault::Busy);
    assert!(late.candidate("ada").unwrap().is_some(), "readers go on");
    other.execute_batch("COMMIT").unwrap();
    keep(&mut late, 9, &changes);
    drop((store, late));
    let exclusive = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE";
    other.execute_batch(exclusive).unwrap();
    assert_eq!(fault_of(reopen(&path)), Fault::Busy);
}

#[test]
fn a_store_that_cannot_be_written_says_so() {
    let (mut store, _folder) = fresh();
    fill(&mut store);
    // What a read-only file system answers, without the rights to mount one.
    store
        .connection
        .execute_batch("PRAGMA query_only = ON")
        .unwrap();
    let changes = [Change::AddCandidate(Candidate::new("eve"))];
    let refused = store.keep(&stamp(9, "x"), &changes);
    assert_eq!(fault_of(refused), Fault::ReadOnly);
    assert!(store.candidate("ada").unwrap().is_some());
}

#[test]
fn a_full_disk_keeps_nothing_and_then_goes_on() {
    let (mut store, folder) = fresh();
    fill(&mut store);
    let before = store.head().unwrap();
    let pages: i64 = pragma(&store, "page_count").parse().unwrap();
    let limit = format!("PRAGMA max_page_count = {}", pages + 2);
    store.connection.execute_batch(&limit).unwrap();
    let large = Change::Submit(card("bob", "ian", &"x".repeat(100_000)));
    let refused = store.keep(&stamp(9, "x"), std::slice::from_ref(&large));
    assert_eq!(fault_of(refused), Fault::Full);
    assert_eq!(store.head().unwrap(), before);
    drop(store);
    let mut store = reopen(&folder.path().join("panelkit.db")).unwrap();
    assert!(keep(&mut store, 9, &[large])[0].is_new);
    assert!(store.verify(Some(&before)).unwrap().holds());
}

/// A program that dies leaves the log beside the file; the next one goes on from there.
#[test]
fn what_was_kept_before_a_crash_is_there_after_it() {
    let (mut store, folder) = fresh();
    fill(&mut store);
    let after = tempfile::tempdir().unwrap();
    for name in ["panelkit.db", "panelkit.db-wal"] {
        fs::copy(folder.path().join(name), after.path().join(name)).unwrap();
    }
    let found = reopen(&after.path().join("panelkit.db")).unwrap();
    assert_eq!(found.head().unwrap(), store.head().unwrap());
    assert!(found.verify(Some(&store.head().unwrap())).unwrap().holds());
}

#[test]
fn a_backup_is_a_store_and_takes_nobodys_place() {
    let (mut store, folder) = fresh();
    fill(&mut store);
    let copy = folder.path().join("copy.db");
    store.back_up(&copy).unwrap();
    let found = reopen(&copy).unwrap();
    let head = store.head().unwrap();
    assert!(found.verify(Some(&head)).unwrap().holds());
    assert_eq!(
        cards(&found, None, Revisions::All),
        cards(&store, None, Revisions::All)
    );
    drop(found);
    let before = fs::read(&copy).unwrap();
    let taken = Fault::CannotCreate("it exists already".to_owned());
    assert_eq!(fault_of(store.back_up(&copy)), taken);
    assert_eq!(fs::read(&copy).unwrap(), before);
    let lost = folder.path().join("none/copy.db");
    assert!(matches!(
        fault_of(store.back_up(&lost)),
        Fault::CannotCreate(_)
    ));
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(names.len(), 4, "no temporary file is left: {names:?}");
    assert_eq!(
        upkeep::copies(&store.path),
        [store.path.with_file_name("copy.db").display().to_string()]
    );
}

#[test]
fn a_newer_version_comes_with_a_backup_first() {
    let (mut store, folder) = fresh();
    fill(&mut store);
    let head = store.head().unwrap();
    let path = store.path.clone();
    let with = |last| [schema::VERSIONS, &[last]].concat();
    let next = with("ALTER TABLE candidate ADD COLUMN pronouns TEXT");
    let wrong = with("CREATE TABLE new (x); SELECT nonsense");
    let failed = open::migrate(&mut store.connection, &path, &wrong);
    assert!(failed.is_err());
    assert_eq!(pragma(&store, "user_version"), "2");
    let n_new = "SELECT count(*) FROM sqlite_schema WHERE name = 'new'";
    let n_new: i64 = store
        .connection
        .query_row(n_new, [], |row| row.get(0))
        .unwrap();
    assert_eq!(n_new, 0, "half a change is none");
    // The backup of the failed attempt is as good as a new one.
    open::migrate(&mut store.connection, &path, &next).unwrap();
    assert_eq!(pragma(&store, "user_version"), "3");
    drop(store);
    assert_eq!(fault_of(reopen(&path)), Fault::Newer { found: 3, known: 2 });
    let copy = reopen(&folder.path().join("panelkit.db.before-version-3")).unwrap();
    assert!(copy.verify(Some(&head)).unwrap().holds());
}

#[test]
fn an_examination_says_what_is_there() {
    let (mut store, folder) = fresh();
    fill(&mut store);
    let path = folder.path().join("panelkit.db");
    store.back_up(&folder.path().join("copy.db")).unwrap();
    let found = SqliteStore::examine(&path).unwrap();
    assert_eq!(found.damage, [""; 0]);
    assert_eq!((found.version, found.n_readable), (2, 12));
    assert_eq!(found.head, store.head().unwrap());
    assert_eq!(found.copies.len(), 1);
    let text = folder.path().join("text");
    fs::write(&text, "x").unwrap();
    assert_eq!(fault_of(SqliteStore::examine(&text)), Fault::NotADatabase);
    let none = folder.path().join("none");
    assert_eq!(fault_of(SqliteStore::examine(&none)), Fault::Missing);
}
