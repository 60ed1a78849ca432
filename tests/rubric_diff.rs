//! `panelkit rubric diff`

use std::fs;
use std::path::PathBuf;

use crate::support::{expect_file, project, run, stdout, succeed};

fn base() -> String {
    fs::read_to_string(project().join("tests/fixtures/diff/base.toml")).unwrap()
}

fn folder_with(old: &str, new: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.toml"), old).unwrap();
    fs::write(folder.path().join("new.toml"), new).unwrap();
    folder
}

fn example() -> PathBuf {
    project().join("examples/panel/rubric.toml")
}

/// The example after a revision such as a hiring manager would make.
fn revised_example() -> String {
    let revisions = [
        ("version = \"1.0.0\"", "version = \"1.1.0\""),
        (
            "posts an update every fifteen minutes",
            "posts an update every ten minutes",
        ),
        ("minutes = 14\n", "minutes = 12\n"),
        ("id = \"shared-hours\"", "id = \"common-hours\""),
        ("min-raters = 2", "min-raters = 3"),
        (
            "\"Muted it for themselves and left it on for everybody else\", ",
            "",
        ),
        (
            "required-at = [\"senior\", \"principal\"]",
            "required-at = [\"mid\", \"senior\", \"principal\"]",
        ),
        ("title = \"Observability\"", "title = \"Observing systems\""),
    ];
    let text = fs::read_to_string(example()).unwrap();
    revisions.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

#[test]
fn a_revision_is_told_in_words() {
    let folder = folder_with("", &revised_example());
    let old = example();
    let diff = ["rubric", "diff", old.to_str().unwrap(), "new.toml"];
    let markdown = succeed(folder.path(), &[&diff[..], &["--format", "md"]].concat());
    expect_file("tests/golden/rubric-diff.md", &markdown);
    let text = succeed(folder.path(), &diff);
    expect_file("tests/golden/rubric-diff.txt", &text);
}

#[test]
fn json_has_every_change_with_its_levels() {
    let new = base().replace("in a season.", "in two seasons.");
    let folder = folder_with(&base(), &new);
    let args = ["rubric", "diff", "old.toml", "new.toml", "--format", "json"];
    let json: serde_json::Value = serde_json::from_str(&succeed(folder.path(), &args)).unwrap();
    assert_eq!(json["format"], 1);
    assert_eq!(json["differs"], true);
    assert_eq!(json["comparability"]["verdict"], "except");
    assert_eq!(json["comparability"]["except"][0]["id"], "soil");
    let area = &json["areas"][0];
    assert_eq!(area["area"], "criterion");
    let change = &area["subjects"][0]["changes"][0];
    assert_eq!(change["kind"], "changed");
    assert_eq!(change["aspect"], "progression");
    assert_eq!(change["only_at"][0]["id"], "mid");
    assert_eq!(change["reworded"]["old"], "a season.");
    assert_eq!(change["reworded"]["new"], "two seasons.");
}

#[test]
fn the_exit_code_tells_only_where_it_is_asked_to() {
    let new = base().replace("minutes = 45", "minutes = 50");
    let folder = folder_with(&base(), &new);
    let differs = ["rubric", "diff", "old.toml", "new.toml"];
    assert_eq!(run(folder.path(), &differs).status.code(), Some(0));
    let asked = [&differs[..], &["--exit-code"]].concat();
    let output = run(folder.path(), &asked);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("minutes: 45 → 50"),
        "{}",
        stdout(&output)
    );
    let same = ["rubric", "diff", "old.toml", "old.toml", "--exit-code"];
    assert_eq!(run(folder.path(), &same).status.code(), Some(0));
    fs::write(folder.path().join("new.toml"), "format = 1").unwrap();
    assert_eq!(run(folder.path(), &asked).status.code(), Some(65));
}

#[test]
fn comments_and_spacing_change_nothing_in_meaning() {
    let new = base().replace("[decision]", "\n\n# a comment\n[decision]");
    let folder = folder_with(&base(), &new);
    let text = succeed(folder.path(), &["rubric", "diff", "old.toml", "new.toml"]);
    assert!(text.contains("Nothing changed in meaning."), "{text}");
    assert!(text.contains("Scores are comparable."), "{text}");
}

#[test]
fn another_scale_ends_comparability() {
    let new = base().replace("value = 2", "value = 5");
    let folder = folder_with(&base(), &new);
    let text = succeed(folder.path(), &["rubric", "diff", "old.toml", "new.toml"]);
    assert!(text.contains("Scores are not comparable."), "{text}");
    assert!(text.contains("The scale is another one"), "{text}");
}

#[test]
fn hostile_texts_stay_in_their_place() {
    let new = base()
        .replace(
            "Tells sand from clay.",
            "| a | b |\\n# big \\u001b[2J <i>x</i>",
        )
        .replace("title = \"Talk\"", "title = \"*T* [x](javascript:y)\"")
        .replace("\"Guesses\"", "\"{{ 1 + 1 }}\\n- out\"");
    let folder = folder_with(&base(), &new);
    let diff = ["rubric", "diff", "old.toml", "new.toml"];
    let text = succeed(folder.path(), &diff);
    assert!(!text.contains('\u{1b}'), "{text}");
    let page = succeed(folder.path(), &[&diff[..], &["--format", "md"]].concat());
    let page = page.replace("\\<", "").replace("\\]", "");
    for live in ["\n# big", "<i>", "\n- out", "](javascript", "\u{1b}"] {
        assert!(!page.contains(live), "{live:?} in\n{page}");
    }
    assert!(page.contains("1 + 1"), "{page}");
}
