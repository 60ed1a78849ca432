//! What `doctor` says of a workspace, and that it changes nothing.

use std::collections::BTreeMap;
use std::fs;

use panelkit::store::{Access, Candidate, Change, Moment, Person, SqliteStore, Stamp, Store as _};

use crate::panel::{CARD, RUBRIC};
use crate::sandbox::{Run, Sandbox};

/// A workspace with a rubric, a template, a store with a card, and a key elsewhere.
fn workspace() -> Sandbox {
    let sandbox = Sandbox::with("w/rubrics/baker.toml", RUBRIC);
    sandbox.write(
        "w/panelkit.toml",
        "rubrics = \"rubrics\"\ntemplates = \"templates\"\nstore = \"kept.db\"\nidentity = \"grace\"\n",
    );
    sandbox.write("w/templates/opening.md", "Welcome.\n");
    sandbox.write("a.scorecard.toml", CARD);
    sandbox
        .run(&["--workspace", "w", "submit", "a.scorecard.toml"])
        .exits(0);
    sandbox.run(&["panel", "key", "-o", "panel.key"]).exits(0);
    sandbox
}

fn doctor(sandbox: &Sandbox, more: &[&str]) -> Run {
    let mut args = vec!["--workspace", "w", "doctor"];
    args.extend(more);
    sandbox.run(&args)
}

/// Every file with its content.
fn contents(sandbox: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    let files = sandbox
        .files()
        .into_iter()
        .filter(|file| !file.ends_with('/'));
    files
        .map(|file| (file.clone(), fs::read(sandbox.path(&file)).unwrap()))
        .collect()
}

fn store(sandbox: &Sandbox) -> SqliteStore {
    SqliteStore::open(&sandbox.path("w/kept.db"), Access::Existing).unwrap()
}

fn stamp(time: &str) -> Stamp {
    Stamp {
        time: Moment::parse(time).unwrap(),
        by: Person::new("boss"),
    }
}

#[cfg(unix)]
fn set_mode(sandbox: &Sandbox, file: &str, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(sandbox.path(file), fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_sound_workspace_is_called_so_and_left_as_it_is() {
    let sandbox = workspace();
    let before = contents(&sandbox);
    for more in [&[][..], &["--quick"], &["--key", "panel.key"]] {
        let run = doctor(&sandbox, more).exits(0).shows("nothing is wrong");
        assert!(!run.stdout.contains("wrong  "), "{run:#?}");
        assert_eq!(run.stderr, "");
        // Nothing of the panel: neither who was interviewed nor what was said.
        for word in ["ada", "dough", "Good hands", "exceeds", "hire", "score"] {
            assert!(!run.stdout.contains(word), "{word} in {run:#?}");
        }
    }
    assert_eq!(contents(&sandbox), before);
    let run = doctor(&sandbox, &["--key", "panel.key"]);
    for due in [
        "w/panelkit.toml can be used",
        "you are grace",
        "w/rubrics/baker.toml has no errors",
        "those in templates can be used",
        "w/kept.db opens, 3 records in its log",
        "nothing in its log was changed",
        "it is not behind the newest record",
        "every letter of the names",
    ] {
        assert!(run.stdout.contains(due), "{due} in {}", run.stdout);
    }
}

#[test]
#[cfg(unix)]
fn everything_that_is_wrong_is_said_at_once() {
    let sandbox = workspace();
    sandbox.write("w/rubrics/broken.toml", RUBRIC.replace("title", "titel"));
    sandbox.write("w/templates/opening.md", "{{ nothing");
    sandbox.write("w/mine.key", fs::read(sandbox.path("panel.key")).unwrap());
    set_mode(&sandbox, "w/mine.key", 0o640);
    set_mode(&sandbox, "w/kept.db", 0o644);
    let before = contents(&sandbox);
    let run = doctor(&sandbox, &[]).exits(1);
    for due in [
        "wrong  w/rubrics/broken.toml has ",
        "help: panelkit check w/rubrics/broken.toml",
        "opening.md",
        "wrong  w/kept.db is not its owner's alone (mode 0644)",
        "help: chmod 600 w/kept.db",
        "wrong  w/mine.key is not its owner's alone (mode 0640)",
        "note   w/mine.key lies beside the store",
        "4 things are wrong",
    ] {
        assert!(run.stdout.contains(due), "{due} in {}", run.stdout);
    }
    assert_eq!(contents(&sandbox), before);
    let run = doctor(&sandbox, &["--format", "json"]).exits(1);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (&report["format"], &report["sound"]),
        (&1.into(), &false.into())
    );
    let checks = report["checks"].as_array().unwrap();
    let wrong = checks.iter().filter(|check| check["state"] == "wrong");
    assert_eq!(wrong.count(), 4);
    let mode = |file: &str| {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(sandbox.path(file))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(
        (mode("w/kept.db"), mode("w/mine.key")),
        (0o644, 0o640),
        "nothing is mended"
    );
}

#[test]
fn what_cannot_be_used_is_wrong_and_what_is_not_there_yet_is_not() {
    let sandbox = workspace();
    fs::remove_file(sandbox.path("w/kept.db")).unwrap();
    doctor(&sandbox, &[])
        .exits(0)
        .shows("note   there is no store at w/kept.db yet");
    assert!(!sandbox.path("w/kept.db").exists());
    let files: &[(&[u8], &str)] = &[
        (b"", "the file is empty"),
        (b"hello", "the file is not a store"),
        (b"SQLite format 3\0", "is damaged: the file is cut short"),
    ];
    for (bytes, due) in files {
        sandbox.write("w/kept.db", bytes);
        doctor(&sandbox, &[]).exits(1).shows(due);
    }
    sandbox.write("w/panelkit.toml", "stores = 3\n");
    let run = doctor(&sandbox, &[]).exits(1).says("unknown key `stores`");
    run.shows("w/panelkit.toml cannot be used");
    let nowhere = sandbox.run(&["--workspace", "none", "doctor"]).exits(1);
    nowhere.shows("cannot read none/panelkit.toml");
    sandbox
        .run(&["doctor"])
        .exits(1)
        .shows("there is no panelkit.toml");
    sandbox.write(
        "w/panelkit.toml",
        "rubrics = \"nowhere\"\nstore = \"postgres://x\"\n",
    );
    let run = doctor(&sandbox, &[])
        .exits(1)
        .shows("wrong  cannot read w/nowhere");
    run.shows("this program keeps stores in files");
}

#[test]
fn damage_in_the_store_is_found() {
    let sandbox = workspace();
    let sound = fs::read(sandbox.path("w/kept.db")).unwrap();
    // A word of the card is where the log keeps it.
    let at = sound
        .windows(10)
        .position(|part| part == b"Good hands")
        .unwrap();
    let mut bytes = sound.clone();
    bytes[at] = b'B';
    fs::write(sandbox.path("w/kept.db"), &bytes).unwrap();
    let run = doctor(&sandbox, &[])
        .exits(1)
        .shows("wrong  its log has 3 problems");
    run.shows("help: panelkit audit verify");
    doctor(&sandbox, &["--quick"]).exits(0);
    fs::write(sandbox.path("w/kept.db"), &sound[..sound.len() / 2]).unwrap();
    doctor(&sandbox, &[])
        .exits(1)
        .shows("w/kept.db is damaged: the file is cut short");
}

#[test]
fn copies_that_hold_what_was_erased_are_named() {
    let sandbox = workspace();
    sandbox
        .run(&["--workspace", "w", "backup", "w/before.db"])
        .exits(0);
    doctor(&sandbox, &[])
        .exits(0)
        .shows("good   w/before.db holds nothing that was erased here");
    let stamp = stamp("2020-01-01T10:00:00Z");
    store(&sandbox)
        .erase(&stamp, "ada", "asked to be forgotten")
        .unwrap();
    sandbox
        .run(&["--workspace", "w", "backup", "w/after.db"])
        .exits(0);
    sandbox.write("w/other.db", "SQLite format 3\0 and nothing else");
    let run = doctor(&sandbox, &[]).exits(1);
    let run = run.shows("wrong  w/before.db still holds 2 records that were erased here");
    let run = run.shows("good   w/after.db holds nothing that was erased here");
    assert!(
        !run.stdout.contains("ada") && !run.stdout.contains("other.db"),
        "{run:#?}"
    );
}

#[test]
fn a_clock_that_is_behind_is_noticed() {
    let sandbox = workspace();
    let add = [Change::AddCandidate(Candidate::new("bob"))];
    store(&sandbox)
        .keep(&stamp("9998-01-01T00:00:00Z"), &add)
        .unwrap();
    let run = doctor(&sandbox, &[]).exits(1);
    run.shows("the newest record is of 9998-01-01T00:00:00Z")
        .shows("set the clock");
}

#[test]
fn letters_that_no_font_has_are_named() {
    let sandbox = workspace();
    let add = [Change::AddCandidate(Candidate {
        // Nothing was ever assigned to this place.
        name: Some("Łucja \u{2fe0}".to_owned()),
        ..Candidate::new("lucja")
    })];
    store(&sandbox)
        .keep(&stamp("2020-01-01T10:00:00Z"), &add)
        .unwrap();
    let run = doctor(&sandbox, &[]).exits(0).shows("U+2FE0");
    assert!(!run.stdout.contains("ucja"), "{run:#?}");
}

#[test]
fn a_store_in_use_is_read_as_it_is() {
    let sandbox = workspace();
    let mut open = store(&sandbox);
    let add = [Change::AddCandidate(Candidate::new("bob"))];
    open.keep(&stamp("2020-01-01T10:00:00Z"), &add).unwrap();
    let log = sandbox.path("w/kept.db-wal");
    let before = fs::read(&log).unwrap();
    assert!(!before.is_empty());
    let run = doctor(&sandbox, &[]).exits(0).shows("4 records in its log");
    run.shows("nothing in its log was changed");
    assert_eq!(
        fs::read(&log).unwrap(),
        before,
        "it is not moved into the file"
    );
    open.keep(
        &stamp("2020-01-01T10:00:01Z"),
        &[Change::AddCandidate(Candidate::new("eve"))],
    )
    .unwrap();
}

#[test]
fn hostile_names_are_shown_harmlessly() {
    let sandbox = workspace();
    let who = "\u{1b}[31mevil\u{202e}";
    let run = sandbox
        .run(&["--workspace", "w", "--as", who, "doctor"])
        .exits(0);
    run.shows("you are \\x1b[31mevil\\u{202e}");
    sandbox.write(
        "w/a\u{1b}[2J.key",
        fs::read(sandbox.path("panel.key")).unwrap(),
    );
    let run = doctor(&sandbox, &[]).exits(1);
    assert!(!run.stdout.contains('\u{1b}'), "{run:#?}");
    sandbox.write("w/x.key", "not a key");
    let named = doctor(&sandbox, &["--key", "w/x.key"]).exits(1);
    named.shows("w/x.key is no key file");
}
