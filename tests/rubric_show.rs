//! `panelkit rubric list | show | progression`, and rubrics named by id.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::support::{expect_file, panelkit, project, run, stderr, stdout, succeed};

/// A sound rubric in which every text tries to get out of its place.
const HOSTILE: &str = r#"
format = 1
id = "hostile"
title = "A | B \u001b[31m # `x` <b>"
version = "1.0.0"
summary = "<script>alert(1)</script>"
responsibilities = ["- not a list\n# not a heading"]
[[level]]
id = "only"
title = "{{ 7 * 6 }} | x"
[[discipline]]
id = "d"
title = "**not bold**"
[[competency]]
id = "c"
title = "[link](javascript:alert(1))"
discipline = "d"
[competency.progression]
only = "cell | with\n\n| --- | and \u202e turned"
[[round]]
id = "r"
title = "```"
stage = "onsite"
focus = ["c"]
"#;

fn example() -> PathBuf {
    project().join("examples/panel")
}

fn at_width(columns: &str, args: &[&str]) -> String {
    let output = panelkit()
        .current_dir(example())
        .env("COLUMNS", columns)
        .args(args)
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).unwrap();
}

fn refused(output: &Output, code: i32) -> String {
    assert_eq!(output.status.code(), Some(code), "{}", stderr(output));
    stderr(output)
}

#[test]
fn a_list_has_a_row_for_each_rubric_broken_ones_too() {
    let folder = tempfile::tempdir().unwrap();
    let sound = fs::read_to_string(example().join("rubric.toml")).unwrap();
    write(folder.path(), "sre.toml", &sound);
    write(folder.path(), "torn.toml", "format = 1\nid = ");
    write(folder.path(), "a.scorecard.toml", "format = 1");
    write(folder.path(), "notes.txt", "not a rubric");
    fs::create_dir(folder.path().join("library")).unwrap();
    let output = run(folder.path(), &["rubric", "list", "."]);
    assert!(refused(&output, 65).contains("panelkit check"));
    let text = stdout(&output);
    for part in [
        "│ site-reliability-engineer: Site Reliability ",
        "│   1.0.0 │      4 │       13 │      4 │     225 │",
        "│ ./torn.toml: broken, ",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(
        !text.contains("scorecard") && !text.contains("notes"),
        "{text}"
    );
}

#[test]
fn a_list_is_json_too() {
    let text = succeed(&example(), &["rubric", "list", ".", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let row = &json["rubrics"][0];
    assert_eq!(json["format"], 1);
    assert_eq!(row["id"], "site-reliability-engineer");
    assert_eq!(row["levels"][1]["title"], "Mid");
    assert_eq!(row["minutes"]["most"], 225);
    assert_eq!(row["n_errors"], 0);
}

#[test]
fn the_shipped_rubrics_are_listed_and_named_by_id() {
    let folder = tempfile::tempdir().unwrap();
    let text = succeed(folder.path(), &["rubric", "list", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    for row in json["rubrics"].as_array().unwrap() {
        let id = row["id"].as_str().expect("shipped rubrics are sound");
        succeed(folder.path(), &["check", id]);
        succeed(folder.path(), &["rubric", "show", id]);
        // What exists as a path is a path.
        fs::create_dir(folder.path().join(id)).unwrap();
        refused(&run(folder.path(), &["check", id]), 66);
        // A letter too few.
        let near = run(folder.path(), &["kit", &id[1..], "--level", "x", "--all"]);
        assert!(refused(&near, 66).contains(&format!("did you mean the shipped rubric `{id}`?")));
    }
}

#[test]
fn a_folder_without_rubrics_and_a_rubric_that_is_not_there_are_no_input() {
    let folder = tempfile::tempdir().unwrap();
    let empty = run(folder.path(), &["rubric", "list", "."]);
    assert!(refused(&empty, 66).contains("there is no rubric in ."));
    for args in [
        &["rubric", "progression", "gone/rubric.toml"][..],
        &["rubric", "list", "./gone"],
    ] {
        assert!(refused(&run(folder.path(), args), 66).contains("cannot read"));
    }
    for args in [
        &["rubric", "show", "no-such-thing"][..],
        &["check", "no-such-thing"],
    ] {
        let message = refused(&run(folder.path(), args), 66);
        assert!(
            message.contains("`no-such-thing` is neither a file nor a shipped rubric"),
            "{message}"
        );
    }
}

#[test]
fn a_role_page_for_a_person() {
    let page = succeed(&example(), &["rubric", "show", ".", "--format", "md"]);
    expect_file("tests/golden/rubric-show.md", &page);
    let narrowed = succeed(&example(), &["rubric", "show", ".", "--level", "l3"]);
    expect_file("tests/golden/rubric-show-junior.txt", &narrowed);
}

#[test]
fn a_page_is_written_to_a_file_as_its_name_says() {
    let folder = tempfile::tempdir().unwrap();
    let rubric = example().join("rubric.toml");
    let target = folder.path().join("role.md");
    let (rubric, target) = (rubric.to_str().unwrap(), target.to_str().unwrap());
    let args = ["-q", "rubric", "show", rubric, "-o", target];
    assert_eq!(succeed(folder.path(), &args), "");
    let page = fs::read_to_string(target).unwrap();
    assert!(page.starts_with("# Site Reliability Engineer\n"), "{page}");
}

#[test]
fn the_progression_table_fills_the_width_it_is_given() {
    for columns in ["80", "100", "160"] {
        let text = at_width(columns, &["rubric", "progression", "rubric.toml"]);
        let width: usize = columns.parse().unwrap();
        let longest = text.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(longest <= width, "{longest} is over {width}\n{text}");
        assert!(longest > width - 4, "{longest} leaves room\n{text}");
        // No word is broken: every cell's words stand in the rubric.
        let source = fs::read_to_string(example().join("rubric.toml")).unwrap();
        let cells = text.lines().filter(|line| line.starts_with('│'));
        let words = cells.flat_map(|line| line.split(['│', ' ']));
        for word in words {
            assert!(
                source.contains(word) || word == "Competency",
                "{word:?} at {columns}"
            );
        }
    }
    let wide = at_width("160", &["rubric", "progression", "rubric.toml"]);
    assert_eq!(
        wide.matches("│ Competency ").count(),
        2,
        "a table a discipline"
    );
    let narrow = at_width("80", &["rubric", "progression", "rubric.toml"]);
    assert_eq!(
        narrow.matches("│ Competency ").count(),
        4,
        "two levels each"
    );
    expect_file("tests/golden/progression-80.txt", &narrow);
}

#[test]
fn the_progression_table_can_be_narrowed() {
    let args = [
        "rubric",
        "progression",
        ".",
        "--discipline",
        "Running Systems",
        "--level",
        "L4",
        "senior",
        "--format",
        "md",
    ];
    let text = succeed(&example(), &args);
    assert!(text.contains("| Competency | Mid | Senior |"), "{text}");
    assert!(text.contains("Observability") && !text.contains("Resilient design"));
    let all = succeed(
        &example(),
        &["rubric", "progression", ".", "--format", "md"],
    );
    assert!(
        all.contains("| Competency | Junior | Mid | Senior | Principal |"),
        "{all}"
    );

    let args = [
        "rubric",
        "progression",
        ".",
        "--discipline",
        "runing-systems",
    ];
    let message = refused(&run(&example(), &args), 2);
    assert!(
        message.contains("did you mean `running-systems`?"),
        "{message}"
    );
    let args = ["rubric", "show", ".", "--level", "midd"];
    let message = refused(&run(&example(), &args), 2);
    assert!(message.contains("did you mean `mid`?"), "{message}");
}

#[test]
fn hostile_texts_stay_in_their_place() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "h.toml", HOSTILE);
    for args in [
        &["rubric", "list", "h.toml"][..],
        &["rubric", "show", "h.toml"],
        &["rubric", "progression", "h.toml"],
    ] {
        let text = succeed(folder.path(), args);
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
    }
    let page = succeed(
        folder.path(),
        &["rubric", "show", "h.toml", "--format", "md"],
    );
    let page = page.replace("\\<", "").replace("\\]", "");
    for live in [
        "\n# not",
        "\n- not",
        "<script>",
        "<b>",
        "\n```\n",
        "](javascript",
    ] {
        assert!(!page.contains(live), "{live:?} in\n{page}");
    }
    let table = succeed(
        folder.path(),
        &["rubric", "progression", "h.toml", "--format", "md"],
    );
    let rows: Vec<_> = table.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), 3, "{table}");
    assert!(
        table.contains("{{ 7 * 6 }}") || table.contains("7 \\* 6"),
        "{table}"
    );
}
