//! `panelkit candidate`: who is a candidate, by what is recorded of them.

mod import;
mod stage;

use panelkit::store::{Access, SqliteStore, Store as _};
use serde_json::json;

use crate::panel::{CARD, RUBRIC};
use crate::sandbox::{Run, Sandbox};

/// A workspace with one rubric.
pub(crate) fn workspace() -> Sandbox {
    let sandbox = Sandbox::with("panelkit.toml", "rubrics = \"r\"\nstore = \"kept.db\"\n");
    sandbox.write("r/baker.toml", RUBRIC);
    sandbox
}

pub(crate) fn store(sandbox: &Sandbox) -> SqliteStore {
    SqliteStore::open(&sandbox.path("kept.db"), Access::Existing).unwrap()
}

fn candidate(sandbox: &Sandbox, args: &[&str]) -> Run {
    sandbox.run(&[&["candidate"], args].concat())
}

fn listed(sandbox: &Sandbox) -> serde_json::Value {
    let listed = candidate(sandbox, &["list", "--format", "json"]).exits(0);
    let listed: serde_json::Value = serde_json::from_str(&listed.stdout).unwrap();
    assert_eq!(listed["format"], 1);
    listed["candidates"].clone()
}

#[test]
fn a_candidate_is_added_once() {
    let sandbox = workspace();
    let ada = [
        "add",
        "ada",
        "--name",
        "Łucja Żółć",
        "--rubric",
        "baker",
        "--level",
        "L3",
    ];
    candidate(&sandbox, &ada).exits(0).shows("`ada` is added");
    candidate(&sandbox, &ada)
        .exits(0)
        .shows("`ada` was there already");
    candidate(&sandbox, &["add", "ada"])
        .exits(65)
        .says("there is another candidate `ada`")
        .says("panelkit candidate change ada");
    let due = json!([{
        "id": "ada", "name": "Łucja Żółć", "contact": null, "level": "junior", "rubric": "baker",
        "stage": null,
    }]);
    assert_eq!(
        listed(&sandbox),
        due,
        "an alias is recorded as the level's id"
    );
    assert_eq!(store(&sandbox).head().unwrap().sequence, 1);
}

#[test]
fn what_is_named_changes_and_the_rest_stays() {
    let sandbox = workspace();
    let add = [
        "add",
        "ada",
        "--name",
        "Ada",
        "--contact",
        "a@x",
        "--rubric",
        "baker",
    ];
    candidate(&sandbox, &add).exits(0);
    let change = |args: &[&str]| candidate(&sandbox, &[&["change", "ada"], args].concat());
    change(&["--level", "SENIOR", "--name", " "])
        .exits(0)
        .shows("`ada` is changed");
    change(&["--level", "senior"])
        .exits(0)
        .shows("recorded so already");
    let ada = &listed(&sandbox)[0];
    assert_eq!(ada["name"], json!(null), "an empty one is taken away");
    assert_eq!(
        (&ada["level"], &ada["contact"]),
        (&json!("senior"), &json!("a@x"))
    );
    change(&[]).exits(2).says("nothing is named to change");
    candidate(&sandbox, &["change", "adda", "--name", "x"])
        .exits(66)
        .says("there is no candidate `adda`")
        .says("did you mean `ada`?");
}

#[test]
fn rubric_and_level_are_checked() {
    let sandbox = workspace();
    let cases: &[(&[&str], &str, &str)] = &[
        (
            &["--rubric", "bakr"],
            "there is no rubric `bakr`",
            "did you mean `baker`?",
        ),
        (
            &["--rubric", "backend-enginer"],
            "no rubric",
            "did you mean `backend-engineer`?",
        ),
        (
            &["--rubric", "zzz"],
            "there is no rubric `zzz`",
            "known: backend-engineer, baker,",
        ),
        (
            &["--rubric", "../r/baker"],
            "there is no rubric `../r/baker`",
            "baker",
        ),
        (
            &["--rubric", "baker", "--level", "seniour"],
            "the rubric `baker` has no level `seniour`",
            "did you mean `senior`?",
        ),
        (
            &["--rubric", "baker", "--level", "zzz"],
            "no level `zzz`",
            "levels: junior, senior",
        ),
    ];
    for (args, words, help) in cases {
        candidate(&sandbox, &[&["add", "ada"], *args].concat())
            .exits(2)
            .says(words)
            .says(help);
    }
    sandbox.write("r/broken.toml", "format = 1\n");
    candidate(&sandbox, &["add", "ada", "--rubric", "broken"])
        .exits(2)
        .says("the rubric `broken` cannot be used")
        .says("panelkit check broken says why");
    assert!(!sandbox.path("kept.db").exists(), "nothing was kept");
    candidate(&sandbox, &["add", "Ada_L"])
        .exits(2)
        .says("did you mean `ada-l`?");
}

/// Names as people have them, and as nobody should show them.
#[test]
fn names_are_shown_as_they_are_and_what_would_act_is_made_visible() {
    let sandbox = workspace();
    let names = [
        "Łucja",
        "Thị Ánh",
        "李雷",
        "عمر",
        "José",
        "Jose\u{301}",
        "👩\u{200d}💻 Ada",
        "a\x1b[31mb",
        "evil\u{202e}txt",
        "=cmd|' /C calc'!A0",
        "pipe | and *star* <b>",
    ];
    for (n, name) in names.iter().enumerate() {
        candidate(&sandbox, &["add", &format!("c{n}"), "--name", name]).exits(0);
    }
    let kept = listed(&sandbox);
    let text = candidate(&sandbox, &["list"]).exits(0).stdout;
    let csv = candidate(&sandbox, &["list", "--format", "csv"])
        .exits(0)
        .stdout;
    for (n, name) in names.iter().enumerate() {
        assert_eq!(kept[n]["name"], json!(name), "kept as it was given");
        let shown = panelkit::text::visible_line(name);
        assert!(text.contains(shown.as_ref()), "{shown} in {text}");
        let one = candidate(&sandbox, &["show", &format!("c{n}")]).exits(0);
        assert!(
            one.stdout.starts_with(shown.as_ref()),
            "{shown}: {}",
            one.stdout
        );
    }
    assert!(!text.contains(['\x1b', '\u{202e}']));
    assert!(csv.contains("c9,'=cmd|' /C calc'!A0,"), "{csv}");
    sandbox.write("again.csv", &csv);
}

#[test]
fn long_lists_say_how_to_have_all() {
    let sandbox = workspace();
    let rows: Vec<_> = (0..60).map(|n| format!("c{n}\n")).collect();
    let rows = rows.concat();
    sandbox.write("all.csv", format!("candidate\n{rows}"));
    candidate(&sandbox, &["import", "all.csv"])
        .exits(0)
        .shows("60 candidates added");
    let list = candidate(&sandbox, &["list"])
        .exits(0)
        .shows("… and 10 more: --all");
    assert!(!list.stdout.contains("c59"));
    candidate(&sandbox, &["list", "--all"])
        .exits(0)
        .shows("c59");
    assert_eq!(listed(&sandbox).as_array().unwrap().len(), 60);
    candidate(&sandbox, &["list", "-o", "out.csv"]).exits(0);
    assert_eq!(sandbox.read("out.csv").lines().count(), 61);
}

/// A store with one card of `ada`.
fn with_card() -> Sandbox {
    let sandbox = workspace();
    sandbox.write("one.scorecard.toml", CARD);
    sandbox
        .run(&["submit", "one.scorecard.toml", "--rubric", "baker"])
        .exits(0);
    sandbox
}

#[test]
fn erasing_asks_and_without_anybody_to_ask_refuses() {
    let sandbox = with_card();
    let head = store(&sandbox).head().unwrap();
    let erase = ["erase", "ada", "--reason", "asked for it"];
    candidate(&sandbox, &erase)
        .exits(77)
        .says("--yes erases without asking");
    candidate(&sandbox, &["erase", "ada"])
        .exits(2)
        .says("--reason");
    candidate(&sandbox, &["erase", "ada", "--yes", "--reason", " "])
        .exits(2)
        .says("no reason");
    candidate(&sandbox, &["erase", "ada", "--yes", "--reason", "Ada left"])
        .exits(65)
        .says("contains `ada`");
    candidate(&sandbox, &["erase", "adda", "--yes", "--reason", "x"]).exits(66);
    assert_eq!(store(&sandbox).head().unwrap(), head);
}

#[test]
fn what_is_erased_is_in_no_file_and_copies_are_named() {
    let sandbox = with_card();
    candidate(&sandbox, &["change", "ada", "--name", "Zażółć Gęślą"]).exits(0);
    sandbox.run(&["backup", "copy.db"]).exits(0);
    let erased = candidate(
        &sandbox,
        &["erase", "ada", "--yes", "--reason", "asked for it"],
    );
    erased
        .exits(0)
        .shows("`ada` is erased, with the content of 3 records")
        .shows("no file of the store holds it any more")
        .shows("copy.db");
    for file in sandbox
        .files()
        .iter()
        .filter(|file| file.starts_with("kept.db"))
    {
        let bytes = std::fs::read(sandbox.path(file)).unwrap();
        for name in ["Zażółć", "Gęślą"] {
            let found = bytes
                .windows(name.len())
                .any(|part| part == name.as_bytes());
            assert!(!found, "{name} is in {file}");
        }
    }
    sandbox.run(&["audit", "verify"]).exits(0);
    candidate(&sandbox, &["show", "ada"]).exits(66);
}

#[test]
fn an_erasure_that_was_disturbed_is_finished_later() {
    let sandbox = with_card();
    let other = rusqlite::Connection::open(sandbox.path("kept.db")).unwrap();
    other
        .execute_batch("BEGIN; SELECT count(*) FROM event;")
        .unwrap();
    candidate(
        &sandbox,
        &["erase", "ada", "--yes", "--reason", "asked for it"],
    )
    .exits(75)
    .shows("`ada` is erased")
    .says("panelkit candidate erase --scrub");
    drop(other);
    candidate(&sandbox, &["erase", "--scrub"])
        .exits(0)
        .shows("no file of the store holds what was erased");
}

/// Somebody at a terminal is asked, and only the id itself goes on.
#[cfg(unix)]
#[test]
fn at_a_terminal_the_id_is_asked_for() {
    let sandbox = with_card();
    let line = "\"$PANELKIT\" candidate erase ada --reason 'asked for it'";
    let ask = |answer: &str| {
        // `script` gives the program a terminal; its own stdin is what is typed there.
        let typed = format!("(sleep 0.3; echo {answer}; sleep 0.3) | ");
        sandbox.sh(&format!(
            "{typed} script -qec '{}' /dev/null",
            line.replace('\'', "'\\''")
        ))
    };
    if sandbox.sh("script --version").code != Some(0) {
        return;
    }
    let refused = ask("yes").exits(1);
    assert!(
        refused.stdout.contains("Type the id to go on"),
        "{refused:#?}"
    );
    assert!(
        refused.stdout.contains("nothing was erased"),
        "{refused:#?}"
    );
    ask("ada").exits(0).shows("`ada` is erased");
}

#[test]
fn without_a_store_it_is_said() {
    let sandbox = workspace();
    candidate(&sandbox, &["list"])
        .exits(66)
        .says("panelkit init");
    candidate(&Sandbox::new(), &["list"])
        .exits(2)
        .says("no store is named");
}
