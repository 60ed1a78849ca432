//! Included files: found, kept inside the folder, and each of its tables once.

use super::BASE;
use crate::sandbox::{Finding, Run, Sandbox, none_wrong};

/// The base with an `include` of these paths.
fn including(paths: &str) -> String {
    BASE.replacen(
        "summary = \"Bakes.\"",
        &format!("summary = \"Bakes.\"\ninclude = [{paths}]"),
        1,
    )
}

const LIBRARY: &str = "[[attitude]]\nid = \"calm\"\ntitle = \"Calm\"\ndefinition = \"Is calm.\"\n";

/// What `include` holds, the files around the rubric, and the finding due.
type Including = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

/// A rubric in a folder of its own, with what lies around it.
fn folder(include: &str, files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::with("r/rubric.toml", including(include));
    for (name, content) in files {
        sandbox.write(name, content);
    }
    sandbox
}

fn check(sandbox: &Sandbox) -> Run {
    sandbox.run(&["check", "r"])
}

#[test]
fn tables_of_an_included_file_count_as_the_rubrics_own() {
    let sandbox = folder("\"lib/a.toml\"", &[("r/lib/a.toml", LIBRARY)]);
    check(&sandbox).exits(0).shows("3 criteria");
}

#[test]
fn a_path_is_relative_to_the_file_that_names_it() {
    let nested = format!("include = [\"../b.toml\", \"./c/d.toml\"]\n{LIBRARY}");
    let sandbox = folder(
        "\"lib/a.toml\"",
        &[
            ("r/lib/a.toml", &nested),
            ("r/b.toml", "[[faq]]\nq = \"x\"\na = \"x\"\n"),
            (
                "r/lib/c/d.toml",
                "[[self-check]]\ntopic = \"x\"\nask = \"x\"\n",
            ),
        ],
    );
    check(&sandbox).exits(0);
}

#[test]
fn a_library_that_two_files_share_is_taken_once() {
    let sandbox = folder(
        "\"a.toml\", \"b.toml\", \"a.toml\"",
        &[
            ("r/a.toml", "include = [\"lib.toml\"]\n"),
            ("r/b.toml", "include = [\"lib.toml\"]\n"),
            ("r/lib.toml", LIBRARY),
        ],
    );
    check(&sandbox).exits(0).shows("3 criteria");
}

#[test]
fn files_that_cannot_be_included_are_refused_with_the_reason() {
    let cases: &[Including] = &[
        (
            "\"none.toml\"",
            &[],
            "E015 6:12 `none.toml` cannot be included: it does not exist",
        ),
        (
            "\"../x.toml\"",
            &[("x.toml", LIBRARY)],
            "E015 6:12 `../x.toml` cannot be included: it lies outside the rubric's folder",
        ),
        (
            "\"lib/../../x.toml\"",
            &[("x.toml", LIBRARY), ("r/lib/a.toml", "")],
            "E015 6:12 `lib/../../x.toml` cannot be included: it lies outside the rubric's folder",
        ),
        (
            "\"/etc/passwd\"",
            &[],
            "E015 6:12 `/etc/passwd` cannot be included: it lies outside the rubric's folder",
        ),
        (
            "\"lib\"",
            &[("r/lib/a.toml", "")],
            "E015 6:12 `lib` cannot be included: it is not a file",
        ),
        ("\"rubric.toml\"", &[], "E015 6:12 the file includes itself"),
        ("\"\"", &[], "E015 6:12 the path is empty"),
    ];
    let mut wrong = Vec::new();
    for (include, files, due) in cases {
        let run = check(&folder(include, files)).exits(65);
        let found: Vec<_> = run.errors().iter().map(Finding::line).collect();
        if found != [*due] {
            wrong.push(format!("{include}: {found:#?}"));
        }
    }
    none_wrong(&wrong);
}

#[test]
fn a_circle_is_shown_whole() {
    let sandbox = folder(
        "\"a.toml\"",
        &[
            ("r/a.toml", "include = [\"b.toml\"]\n"),
            ("r/b.toml", "include = [\"a.toml\"]\n"),
        ],
    );
    let run = check(&sandbox)
        .exits(65)
        .shows("rubric.toml → a.toml → b.toml → a.toml");
    let files: Vec<_> = run
        .errors()
        .into_iter()
        .map(|f| (f.code, f.file, f.place))
        .collect();
    assert_eq!(
        files,
        [("E015".to_owned(), "r/b.toml".to_owned(), "1:12".to_owned())]
    );
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused_and_one_within_is_followed() {
    use std::os::unix::fs::symlink;
    let sandbox = folder("\"out.toml\"", &[("x.toml", LIBRARY)]);
    symlink(sandbox.path("x.toml"), sandbox.path("r/out.toml")).unwrap();
    check(&sandbox)
        .exits(65)
        .shows("`out.toml` cannot be included: it lies outside the rubric's folder");
    let sandbox = folder("\"dir/x.toml\"", &[("lib/x.toml", LIBRARY)]);
    symlink(sandbox.path("lib"), sandbox.path("r/dir")).unwrap();
    check(&sandbox)
        .exits(65)
        .shows("it lies outside the rubric's folder");
    let sandbox = folder("\"in.toml\"", &[("r/lib/x.toml", LIBRARY)]);
    symlink("lib/x.toml", sandbox.path("r/in.toml")).unwrap();
    check(&sandbox).exits(0);
    let sandbox = folder("\"loop.toml\"", &[]);
    symlink("loop.toml", sandbox.path("r/loop.toml")).unwrap();
    check(&sandbox)
        .exits(65)
        .shows("`loop.toml` cannot be included");
    let sandbox = folder("\"pipe.toml\"", &[]);
    sandbox.sh("mkfifo r/pipe.toml").exits(0);
    check(&sandbox).exits(65).shows("it is not a file");
}

#[test]
fn the_roots_own_keys_stay_in_the_root() {
    let sandbox = folder(
        "\"a.toml\"",
        &[(
            "r/a.toml",
            "format = 1\nid = \"x\"\ntitle = \"X\"\nversion = \"1.0.0\"\nsummary = \"x\"\n",
        )],
    );
    let run = check(&sandbox).exits(65);
    let found: Vec<_> = run
        .errors()
        .iter()
        .map(|f| (f.file.clone(), f.line()))
        .collect();
    let due = ["1:1", "2:6", "3:9", "4:11", "5:11"];
    assert_eq!(found.len(), due.len(), "{found:#?}");
    for ((file, line), key) in found
        .iter()
        .zip(["format", "id", "title", "version", "summary"])
    {
        assert_eq!(file, "r/a.toml");
        assert!(
            line.ends_with(&format!("an included file has no `{key}` of its own")),
            "{line}"
        );
    }
}

#[test]
fn a_single_table_in_two_files_is_refused_at_the_second() {
    let sandbox = Sandbox::with(
        "r/rubric.toml",
        including("\"a.toml\"") + "[decision]\nsplit = 2\n",
    );
    sandbox.write("r/a.toml", "# first\n[decision]\nsplit = 3\n");
    let run = check(&sandbox).exits(65).shows("given here already");
    let found: Vec<_> = run
        .errors()
        .iter()
        .map(|f| (f.file.clone(), f.line()))
        .collect();
    assert_eq!(
        found,
        [(
            "r/a.toml".to_owned(),
            "E018 2:1 this table is given in two files".to_owned()
        )]
    );
}

#[test]
fn findings_of_an_included_file_name_that_file_and_line() {
    let broken = LIBRARY.replace("title", "titel");
    let sandbox = folder("\"lib/a.toml\"", &[("r/lib/a.toml", &broken)]);
    let run = check(&sandbox).exits(65);
    let found: Vec<_> = run
        .errors()
        .iter()
        .map(|f| (f.file.clone(), f.line()))
        .collect();
    assert_eq!(
        found,
        [(
            "r/lib/a.toml".to_owned(),
            "E005 3:1 unknown key `titel` in an attitude".to_owned()
        )]
    );
}

#[test]
fn a_duplicate_across_files_shows_both() {
    let sandbox = folder(
        "\"a.toml\"",
        &[("r/a.toml", &LIBRARY.replace("calm", "care"))],
    );
    check(&sandbox)
        .exits(65)
        .shows("r/a.toml:2:6")
        .shows("first used here")
        .shows("r/rubric.toml");
}

#[test]
fn the_limit_holds_for_all_files_together() {
    let padding = format!("#{}\n", "x".repeat(3 * 1024 * 1024));
    let sandbox = folder(
        "\"a.toml\", \"b.toml\"",
        &[("r/a.toml", &padding), ("r/b.toml", &padding)],
    );
    check(&sandbox)
        .exits(65)
        .shows("`b.toml` cannot be included: it is larger than a rubric may be");
}

#[test]
fn a_missing_include_does_not_hide_other_findings() {
    let sandbox = Sandbox::with(
        "r/rubric.toml",
        including("\"none.toml\"").replace("stage = \"onsite\"", "stage = \"x\""),
    );
    let codes: Vec<_> = check(&sandbox)
        .errors()
        .into_iter()
        .map(|f| f.code)
        .collect();
    assert_eq!(codes, ["E015", "E008"]);
}

/// Files `1.toml` and so on in the rubric's folder, each including the next.
fn chain(n: usize) -> Sandbox {
    let sandbox = folder("\"1.toml\"", &[]);
    for idx in 1..=n {
        let next = format!("include = [\"{}.toml\"]\n", idx + 1);
        sandbox.write(
            &format!("r/{idx}.toml"),
            if idx < n { next } else { String::new() },
        );
    }
    sandbox
}

#[test]
fn a_chain_of_includes_ends_at_256() {
    check(&chain(256)).exits(0);
    let found: Vec<_> = check(&chain(400)).exits(65).errors();
    let lines: Vec<_> = found.iter().map(Finding::line).collect();
    let message = "E015 1:12 `257.toml` cannot be included: a rubric names at most 256 files";
    assert_eq!(lines, [message]);
}

#[test]
fn one_file_named_again_and_again_is_refused_once() {
    let path = "\"a.toml\", ";
    let sandbox = folder(&path.repeat(100_000), &[("r/a.toml", LIBRARY)]);
    let found: Vec<_> = check(&sandbox).exits(65).errors();
    let lines: Vec<_> = found.iter().map(Finding::line).collect();
    let message = "E015 6:2572 `a.toml` cannot be included: a rubric names at most 256 files";
    assert_eq!(lines, [message]);
}
