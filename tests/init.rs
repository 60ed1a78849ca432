//! `panelkit init`: a workspace that works from the first command, and nothing overwritten.

use std::fs;

use crate::panel::RUBRIC;
use crate::sandbox::Sandbox;

#[test]
fn a_shipped_rubric_is_copied_with_all_it_needs() {
    let sandbox = Sandbox::new();
    let made = sandbox.run(&["init", "Łucja's desk", "--rubric", "backend-engineer"]);
    let made = made.exits(0).shows("cd 'Łucja'\\''s desk'");
    for path in sandbox.files().iter().filter(|path| !path.ends_with('/')) {
        let inside = path.strip_prefix("Łucja's desk/").unwrap();
        assert!(
            made.stdout.contains(inside),
            "{inside} is not named in {}",
            made.stdout
        );
    }
    let desk = |args: &[&str]| sandbox.run(&[&["--workspace", "Łucja's desk"], args].concat());
    desk(&["check", "--deny", "warnings"])
        .exits(0)
        .shows("desk/rubrics/backend-engineer.toml: Backend Engineer");
    let rubric = sandbox.read("Łucja's desk/rubrics/backend-engineer.toml");
    let schema = rubric
        .lines()
        .next()
        .unwrap()
        .strip_prefix("#:schema ")
        .unwrap();
    let schema = sandbox.read(&format!("Łucja's desk/rubrics/{schema}"));
    assert_eq!(schema, sandbox.run(&["rubric", "schema"]).stdout);
    desk(&["candidate", "list"])
        .exits(0)
        .shows("There is no candidate yet");
}

#[cfg(unix)]
#[test]
fn the_store_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new();
    sandbox.run(&["init"]).exits(0);
    let mode = fs::metadata(sandbox.path("panelkit.db"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn the_commands_it_names_work() {
    for more in [&[][..], &["--rubric", "product-designer"]] {
        let sandbox = Sandbox::new();
        let made = sandbox.run(&[&["init"], more].concat()).exits(0);
        let commands = made
            .stdout
            .lines()
            .filter_map(|line| line.strip_prefix("  panelkit "));
        let commands: Vec<_> = commands.map(str::to_owned).collect();
        assert_eq!(commands.len(), 3, "{commands:?}");
        for command in commands {
            sandbox.sh(&format!("\"$PANELKIT\" {command}")).exits(0);
        }
    }
}

/// Every key, written out as the comments have it.
#[test]
fn the_workspace_file_explains_every_key() {
    let sandbox = Sandbox::new();
    sandbox.run(&["init"]).exits(0);
    let text = sandbox.read("panelkit.toml");
    let is_key = |line: &str| line.starts_with('[') || line.contains(" = ");
    let all: Vec<_> = text
        .lines()
        .map(|line| line.strip_prefix("# ").unwrap_or(line))
        .filter(|line| is_key(line))
        .collect();
    fs::create_dir(sandbox.path("templates")).unwrap();
    let public = sandbox
        .run(&["panel", "key", "-o", "p.key"])
        .exits(0)
        .stdout;
    let all_keys = all.join("\n").replace("age1…", public.trim());
    sandbox.write("panelkit.toml", all_keys);
    sandbox.run(&["candidate", "list"]).exits(0);
    for key in [
        "organisation",
        "rubrics",
        "templates",
        "store",
        "identity",
        "[deadlines]",
        "scorecard-hours",
        "[retention]",
        "months",
        "[lint]",
        "[quality]",
        "evidence-words",
        "[seal]",
        "recipient",
    ] {
        assert!(
            all.iter().any(|line| line.starts_with(key)),
            "{key} is not in {text}"
        );
    }
    for line in text.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

#[test]
fn nothing_is_overwritten_and_all_that_is_there_is_named() {
    let sandbox = Sandbox::with("desk/panelkit.toml", "mine");
    sandbox.write("desk/rubrics/library/attitudes/clarity.toml", "mine too");
    let before = sandbox.files();
    sandbox
        .run(&["init", "desk", "--rubric", "backend-engineer"])
        .exits(73)
        .shows_nothing()
        .says("panelkit.toml, rubrics/library/attitudes/clarity.toml are in desk already");
    assert_eq!(sandbox.files(), before);
    assert_eq!(sandbox.read("desk/panelkit.toml"), "mine");
    let sandbox = Sandbox::with("panelkit.db", "");
    sandbox
        .run(&["init"])
        .exits(73)
        .says("panelkit.db is in . already");
    assert_eq!(sandbox.files(), ["panelkit.db"]);
}

#[test]
fn other_files_are_no_hindrance() {
    let sandbox = Sandbox::with("desk/notes.txt", "mine");
    sandbox.write("desk/.gitignore", "*.tmp\n");
    sandbox
        .run(&["init", "desk"])
        .exits(0)
        .says(".gitignore was there already")
        .says("panelkit.db-*");
    assert_eq!(sandbox.read("desk/.gitignore"), "*.tmp\n");
    assert_eq!(sandbox.read("desk/notes.txt"), "mine");
}

#[test]
fn what_stays_out_of_a_repository() {
    let sandbox = Sandbox::new();
    sandbox.run(&["init"]).exits(0);
    let ignored = sandbox.read(".gitignore");
    for line in ["panelkit.db", "panelkit.db-*", "panelkit.db.*", "*.key"] {
        assert!(ignored.lines().any(|found| found == line), "{line}");
    }
}

#[test]
fn a_rubric_of_ones_own_is_copied_too() {
    let sandbox = Sandbox::with("draft.toml", RUBRIC);
    sandbox
        .run(&["init", "desk", "--rubric", "draft.toml"])
        .exits(0);
    assert_eq!(sandbox.read("desk/rubrics/baker.toml"), RUBRIC);
    sandbox.write("broken.toml", "format = 1\n");
    sandbox
        .run(&["init", "other", "--rubric", "broken.toml"])
        .exits(65)
        .says("broken.toml:1:1");
    assert!(!sandbox.path("other").exists());
}

#[test]
fn what_cannot_be_is_said() {
    let sandbox = Sandbox::with("file", "");
    sandbox
        .run(&["init", "x", "--rubric", "backend-enginer"])
        .exits(66)
        .says("did you mean the shipped rubric `backend-engineer`?");
    sandbox.run(&["init", "file"]).exits(73).says("file");
    sandbox.run(&["init", "file/x"]).exits(73);
    assert_eq!(sandbox.files(), ["file"]);
}
