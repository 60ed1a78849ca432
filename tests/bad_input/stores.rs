//! Files that are no store, or no longer one: what verifying and submitting say, and that the file
//! stays as it was.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use crate::panel::{CARD, RUBRIC};
use crate::sandbox::{Run, Sandbox, none_wrong};

/// A store that is wrong.
pub(super) struct Bad {
    pub(super) name: &'static str,
    /// Makes `k.db`, which is a sound store with one card, into what it is.
    make: fn(&Path),
    /// The exit code of `audit verify`, and what it says.
    verify: (i32, &'static str),
    /// The same of a submit of another card.
    submit: (i32, &'static str),
}

/// A case where both commands say the same.
const fn both(name: &'static str, make: fn(&Path), code: i32, says: &'static str) -> Bad {
    let (verify, submit) = ((code, says), (code, says));
    Bad {
        name,
        make,
        verify,
        submit,
    }
}

const NO_STORE: &str = "k.db: the file is not a store\n  help: nothing was touched";
const FOREIGN: &str = "k.db: it is the database of another program\n  help: nothing was touched";
const CUT: &str = "k.db: the file is cut short\n  help: keep the file as it is and take the last";
const KEPT: &str = "1 scorecard kept";

pub(super) const ALL: &[Bad] = &[
    both(
        "a text",
        |path| write(path, b"candidate,score\nada,3\n"),
        65,
        NO_STORE,
    ),
    both(
        "SQL",
        |path| write(path, b"CREATE TABLE event (x);\n"),
        65,
        NO_STORE,
    ),
    both("zeros", |path| write(path, &[0; 8192]), 65, NO_STORE),
    both(
        "an archive",
        |path| write(path, b"\x1f\x8b\x08\0\0\0\0\0"),
        65,
        NO_STORE,
    ),
    both("the start of a store", |path| cut(path, 16), 65, CUT),
    both("the header of a store", |path| cut(path, 100), 65, CUT),
    both("the first page of a store", |path| cut(path, 4096), 65, CUT),
    both("half a store", |path| cut(path, 20_000), 65, CUT),
    both(
        "all but a byte",
        |path| cut(path, fs::metadata(path).unwrap().len() - 1),
        65,
        CUT,
    ),
    both(
        "another program's database",
        |path| database(path, "CREATE TABLE song (title TEXT)"),
        65,
        FOREIGN,
    ),
    both(
        "another program's name",
        |path| sql(path, "PRAGMA application_id = 77"),
        65,
        FOREIGN,
    ),
    both(
        "a newer version",
        |path| sql(path, "PRAGMA user_version = 9"),
        65,
        "k.db: the store has version 9, and this panelkit knows versions up to 2\n  \
         help: use a newer panelkit; nothing was touched",
    ),
    both(
        "a version below none",
        |path| sql(path, "PRAGMA user_version = -1"),
        65,
        "k.db: the file is damaged: it says that it has version -1",
    ),
    both(
        "no version",
        |path| sql(path, "PRAGMA user_version = 0"),
        65,
        "k.db: the file is damaged: it says that it has version 0",
    ),
    both(
        "no log",
        |path| sql(path, "DROP TABLE event"),
        65,
        "k.db: the file is damaged: no such table: event",
    ),
    both(
        "a column under another name",
        |path| sql(path, "ALTER TABLE seat RENAME COLUMN came TO arrived"),
        65,
        "k.db: the file is damaged: no such column: came",
    ),
    both(
        "pages of noise",
        |path| {
            let mut bytes = fs::read(path).unwrap();
            bytes[4096..].fill(0xaa);
            write(path, &bytes);
        },
        65,
        "k.db: the file is damaged: its pages do not fit together",
    ),
    both(
        "a folder",
        |path| fs::create_dir(absent(path)).unwrap(),
        73,
        "k.db: it is a folder",
    ),
    both(
        "a link to nowhere",
        |path| link("nowhere", absent(path)),
        73,
        "k.db: it is a link to something that does not exist\n  help: mend the link",
    ),
    both(
        "a pipe",
        |path| {
            let made = std::process::Command::new("mkfifo")
                .arg(absent(path))
                .status();
            assert!(made.unwrap().success());
        },
        73,
        "k.db: it is not a plain file",
    ),
    Bad {
        name: "an empty file",
        make: |path| write(path, b""),
        verify: (65, "k.db: the file is empty\n  help: make one"),
        // Somebody made the file for it.
        submit: (0, KEPT),
    },
    Bad {
        name: "nothing",
        make: |path| {
            absent(path);
        },
        verify: (66, "k.db: there is no store here\n  help: make one"),
        submit: (0, KEPT),
    },
    Bad {
        name: "a table of its own making",
        make: |path| {
            sql(
                path,
                "DROP TABLE shown; CREATE VIEW shown AS \
                 SELECT 1 AS candidate, 'x' AS viewer, 9 AS sequence",
            );
        },
        verify: (
            1,
            "what `x` was shown is in the tables, and no record says so",
        ),
        submit: (0, KEPT),
    },
    Bad {
        name: "a card that was changed",
        make: |path| {
            sql(
                path,
                "DROP TRIGGER event_never_changes; UPDATE event SET payload = \
                 CAST(replace(payload, 'Good hands', 'No hands at all') AS BLOB) \
                 WHERE kind = 'card-submitted'",
            );
        },
        verify: (1, "record 3: its content was changed"),
        // A card is compared with its author's earlier ones.
        submit: (65, "k.db: record 3 is not what it was when it was kept"),
    },
    Bad {
        name: "a record that is gone",
        make: |path| {
            sql(
                path,
                "DROP TRIGGER event_is_never_deleted; DELETE FROM event WHERE sequence = 2",
            );
        },
        verify: (1, "record 2: it is gone"),
        submit: (0, KEPT),
    },
    Bad {
        name: "a candidate under another name",
        make: |path| sql(path, "UPDATE candidate SET name = 'Eve'"),
        verify: (
            1,
            "record 2: the candidate `ada` is not as the record has it",
        ),
        submit: (0, KEPT),
    },
];

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap();
}

fn cut(path: &Path, length: u64) {
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_len(length).unwrap();
}

/// Runs statements on the store as another program could.
fn sql(path: &Path, statements: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(statements).unwrap();
}

fn database(path: &Path, statements: &str) {
    sql(absent(path), statements);
}

fn absent(path: &Path) -> &Path {
    fs::remove_file(path).unwrap();
    path
}

#[cfg(unix)]
fn link(target: &str, at: &Path) {
    std::os::unix::fs::symlink(target, at).unwrap();
}

/// A store with one card, and another card to submit.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    sandbox.write("one.toml", CARD);
    sandbox.write("two.toml", CARD.replace("\"ada\"", "\"bob\""));
    submit(&sandbox, "one.toml").exits(0);
    sandbox
}

fn submit(sandbox: &Sandbox, card: &str) -> Run {
    sandbox.run(&["submit", card, "--rubric", "r.toml", "--store", "k.db"])
}

fn differs(name: &str, run: &Run, (code, says): (i32, &str)) -> Option<String> {
    let said = format!("{}{}", run.stdout, run.stderr);
    (run.code != Some(code) || !said.contains(says))
        .then(|| format!("{name}: due {code}, {says}\n{run:#?}"))
}

#[cfg(unix)]
#[test]
fn every_one_is_told_apart_and_left_alone() {
    let mut wrong = Vec::new();
    for bad in ALL {
        let sandbox = sandbox();
        let path = sandbox.path("k.db");
        (bad.make)(&path);
        let content = || path.is_file().then(|| fs::read(&path).unwrap());
        let before = content();
        let verified = sandbox.run(&["audit", "verify", "--store", "k.db"]);
        wrong.extend(differs(bad.name, &verified, bad.verify));
        // What is a store still may have been read into; what is none was not written to.
        if bad.verify.0 != 1 && content() != before {
            wrong.push(format!("{}: the file was changed", bad.name));
        }
        let submitted = submit(&sandbox, "two.toml");
        wrong.extend(differs(bad.name, &submitted, bad.submit));
    }
    none_wrong(&wrong);
}

/// Somebody else writes, for longer than anybody waits: exit code 75, and nothing is kept.
#[test]
fn a_store_that_stays_locked_is_busy() {
    let sandbox = sandbox();
    let connection = Connection::open(sandbox.path("k.db")).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    submit(&sandbox, "two.toml")
        .exits(75)
        .says("k.db: the store is busy")
        .says("try again in a moment");
    drop(connection);
    submit(&sandbox, "two.toml").exits(0).shows(KEPT);
}
