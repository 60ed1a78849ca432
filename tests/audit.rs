//! What is kept, proved to be what was kept: `audit verify` and `backup`.

use rusqlite::Connection;

use crate::panel::{CARD, RUBRIC};
use crate::sandbox::{Run, Sandbox};

/// A workspace whose store holds one card.
fn workspace() -> Sandbox {
    let sandbox = Sandbox::with("panelkit.toml", "store = \"kept.db\"\n");
    sandbox.write("r.toml", RUBRIC);
    sandbox.write("one.scorecard.toml", CARD);
    let submitted = sandbox.run(&["submit", "one.scorecard.toml", "--rubric", "r.toml"]);
    submitted.exits(0).shows("1 scorecard kept in kept.db");
    sandbox
}

fn verify(sandbox: &Sandbox, further: &[&str]) -> Run {
    sandbox.run(&[&["audit", "verify"], further].concat())
}

/// The head that `audit verify` prints.
fn head(sandbox: &Sandbox) -> String {
    let written = sandbox.run(&["audit", "verify", "-o", "found.json"]);
    written.exits(0);
    let found: serde_json::Value = serde_json::from_str(&sandbox.read("found.json")).unwrap();
    assert_eq!(found["holds"], true);
    assert_eq!(found["problems"], serde_json::json!([]));
    found["head"].as_str().unwrap().to_owned()
}

/// Changes the file as somebody would who knows SQLite: the guards go first.
fn tamper(sandbox: &Sandbox, sql: &str) {
    let connection = Connection::open(sandbox.path("kept.db")).unwrap();
    let mut guards = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap();
    let names: Result<Vec<String>, _> = guards.query_map([], |row| row.get(0)).unwrap().collect();
    for name in names.unwrap() {
        let guard = format!("DROP TRIGGER {name}");
        connection.execute_batch(&guard).unwrap();
    }
    assert_eq!(connection.execute(sql, []).unwrap(), 1, "{sql}");
}

#[test]
fn a_store_that_nobody_touched_holds() {
    let sandbox = workspace();
    let seen = verify(&sandbox, &[]).exits(0);
    let seen = seen.shows("nothing was changed, removed or put into another order");
    seen.shows("Save the head elsewhere").says("");
    let head = head(&sandbox);
    verify(&sandbox, &["--head", &head]).exits(0).shows(&head);
}

#[test]
fn a_changed_record_is_named() {
    let sandbox = workspace();
    let number = "(SELECT max(sequence) FROM event)";
    tamper(
        &sandbox,
        &format!(
            "UPDATE event SET payload = CAST(payload || x'20' AS BLOB) WHERE sequence = {number}"
        ),
    );
    verify(&sandbox, &[]).exits(1).shows("problem");
}

#[test]
fn a_log_that_was_cut_short_is_found_by_a_saved_head() {
    let sandbox = workspace();
    let head = head(&sandbox);
    let other = format!("9{head}");
    verify(&sandbox, &["--head", &other]).exits(1);
}

#[test]
fn a_backup_is_the_same_log_and_overwrites_nothing() {
    let sandbox = workspace();
    let head = head(&sandbox);
    let made = sandbox.run(&["backup", "copy.db"]).exits(0);
    made.shows(&head);
    verify(&sandbox, &["--store", "copy.db", "--head", &head]).exits(0);
    sandbox.run(&["backup", "copy.db"]).exits(73);
    verify(&sandbox, &["--store", "copy.db"]).exits(0);
}

#[test]
fn what_cannot_be_verified_is_said() {
    let sandbox = Sandbox::new();
    let unnamed = verify(&sandbox, &[]).exits(2);
    unnamed.says("no store is named");
    let missing = verify(&sandbox, &["--store", "none.db"]).exits(66);
    missing.says("none.db");
    verify(&sandbox, &["--store", "x.db", "--head", "7"]).exits(2);
    sandbox.write("text.db", "Nothing of the kind.");
    verify(&sandbox, &["--store", "text.db"]).exits(65);
    sandbox.write("panelkit.toml", "store = \"postgres://db.example/panel\"\n");
    let elsewhere = verify(&sandbox, &[]).exits(69);
    elsewhere.says("keeps stores in files");
}
