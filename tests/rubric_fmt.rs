//! `panelkit rubric fmt`: files in place, stdin, `--check`, and what is left alone.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};

use crate::support::{panelkit, project, run, stderr, stdout, succeed};

const UNTIDY: &str = "#:schema rubric.json\ntitle   = \"T\" # shown\r\n\n\nformat=1\n[[round]]\n";
const TIDY: &str = "#:schema rubric.json\nformat = 1\ntitle = \"T\" # shown\n\n[[round]]\n";

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).unwrap();
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// Runs the command on stdin.
fn pipe(args: &[&str], input: &str) -> Output {
    let mut child = panelkit()
        .args([&["rubric", "fmt", "-"], args].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

#[test]
fn files_are_put_into_form_once() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.toml", UNTIDY);
    write(folder.path(), "b.toml", TIDY);
    fs::create_dir(folder.path().join("c")).unwrap();
    write(folder.path(), "c/rubric.toml", UNTIDY);
    let files = ["a.toml", "b.toml", "c"];
    let output = run(folder.path(), &[&["rubric", "fmt"], &files[..]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(
        stderr(&output),
        "formatted a.toml\nformatted c/rubric.toml\n"
    );
    assert_eq!(stdout(&output), "");
    for file in ["a.toml", "b.toml", "c/rubric.toml"] {
        assert_eq!(read(folder.path(), file), TIDY, "{file}");
    }
    let again = run(folder.path(), &[&["rubric", "fmt"], &files[..]].concat());
    assert_eq!(
        (stdout(&again), stderr(&again)),
        (String::new(), String::new())
    );
}

#[test]
fn a_file_in_form_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.toml", TIDY);
    let written = |name: &str| {
        let found = fs::metadata(folder.path().join(name)).unwrap();
        found.modified().unwrap()
    };
    let before = written("a.toml");
    succeed(folder.path(), &["rubric", "fmt", "a.toml"]);
    assert_eq!(written("a.toml"), before);
}

#[test]
fn check_names_files_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.toml", UNTIDY);
    write(folder.path(), "b.toml", TIDY);
    let output = run(
        folder.path(),
        &["rubric", "fmt", "--check", "a.toml", "b.toml"],
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        (stdout(&output).as_str(), stderr(&output).as_str()),
        ("a.toml\n", "")
    );
    assert_eq!(read(folder.path(), "a.toml"), UNTIDY);
    assert_eq!(
        succeed(folder.path(), &["rubric", "fmt", "--check", "b.toml"]),
        ""
    );
}

#[test]
fn stdin_goes_to_stdout() {
    let output = pipe(&[], UNTIDY);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stdout(&output), TIDY);
    assert_eq!(stdout(&pipe(&[], TIDY)), TIDY);
    let output = pipe(&["--check"], UNTIDY);
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(1), "-\n")
    );
    assert_eq!(pipe(&["--check"], TIDY).status.code(), Some(0));
    let output = pipe(&[], "title = ");
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(65), "")
    );
}

#[test]
fn what_is_not_toml_is_left_alone_and_the_others_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let broken = "title = \"T\"\nid =\n";
    write(folder.path(), "a.toml", broken);
    write(folder.path(), "b.toml", UNTIDY);
    let output = run(folder.path(), &["rubric", "fmt", "a.toml", "b.toml"]);
    assert_eq!(output.status.code(), Some(65));
    let said = stderr(&output);
    assert!(said.contains("a.toml:2"), "{said}");
    assert!(said.contains("a value is missing"), "{said}");
    assert_eq!(read(folder.path(), "a.toml"), broken);
    assert_eq!(read(folder.path(), "b.toml"), TIDY);
    let output = run(
        folder.path(),
        &["rubric", "fmt", "--check", "a.toml", "b.toml"],
    );
    assert_eq!(output.status.code(), Some(65));
    let output = run(folder.path(), &["rubric", "fmt", "none.toml"]);
    assert_eq!(output.status.code(), Some(66));
}

#[test]
fn a_rubric_in_form_makes_the_same_kits() {
    let folder = tempfile::tempdir().unwrap();
    let text = read(&project(), "examples/panel/rubric.toml");
    write(folder.path(), "rubric.toml", &text);
    let args = [
        "kit",
        "rubric.toml",
        "--round",
        "incident-review",
        "--level",
        "mid",
    ];
    let kit = || {
        let kit = succeed(folder.path(), &args);
        let lines: Vec<_> = kit
            .lines()
            .filter(|line| !line.contains("sha256:"))
            .collect();
        lines.join("\n")
    };
    let before = kit();
    succeed(folder.path(), &["rubric", "fmt", "rubric.toml"]);
    assert_ne!(read(folder.path(), "rubric.toml"), text);
    assert_eq!(kit(), before);
}
