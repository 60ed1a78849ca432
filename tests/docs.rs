//! The docs are tests: README's files, commands and outputs, and the page of commands.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{expect_file, is_blessing, project, run, stdout, succeed};

/// README without what the program prints, which the tests below put in.
fn readme() -> String {
    fs::read_to_string(project().join("README.md")).unwrap()
}

/// The fenced block after a marker, without its fences.
fn block_after<'a>(text: &'a str, marker: &str) -> &'a str {
    let at = text
        .find(marker)
        .unwrap_or_else(|| panic!("README has {marker}"));
    let rest = &text[at + marker.len()..];
    let body = &rest[rest.find("```").unwrap() + 3..];
    let body = &body[body.find('\n').unwrap() + 1..];
    &body[..body.find("```").unwrap()]
}

/// Puts the block between `<!-- name -->` and `<!-- /name -->` to what the program prints.
fn expect_block(name: &str, actual: &str) {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let text = readme();
    let from = text.find(&start).unwrap() + start.len();
    let to = text.find(&end).unwrap();
    let block = format!("```text\n{}\n```\n", actual.trim_matches('\n'));
    if is_blessing() {
        let blessed = format!("{}{block}{}", &text[..from], &text[to..]);
        fs::write(project().join("README.md"), blessed).unwrap();
    } else {
        assert_eq!(&text[from..to], block, "README's block {name}");
    }
}

/// The lines from the first that equals `from` up to the one before `to`.
fn section<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(&format!("\n{from}\n")).unwrap() + 1;
    let end = start + text[start..].find(&format!("\n{to}\n")).unwrap();
    &text[start..end]
}

#[test]
fn readme_shows_what_the_program_prints() {
    let folder = tempfile::tempdir().unwrap();
    let demo = succeed(folder.path(), &["demo"]);
    let table = &demo[demo.find('┌').unwrap()..demo.rfind('┘').unwrap() + '┘'.len_utf8()];
    expect_block("demo", table);

    let packet = succeed(
        folder.path(),
        &[
            "packet",
            "omar-haddad",
            "--rubric",
            "panelkit-demo/rubric.toml",
            "--scorecards",
            "panelkit-demo/scorecards",
            "--names",
            "panelkit-demo/names.csv",
        ],
    );
    expect_block("packet", section(&packet, "Why", "Criteria"));

    let rubric = block_after(&readme(), "<!-- file: rubric.toml -->")
        .replace("required-at = [\"senior\"]", "required-at = [\"seniour\"]")
        .replace("probes =", "probe =");
    fs::write(folder.path().join("rubric.toml"), rubric).unwrap();
    let output = run(folder.path(), &["check", "rubric.toml"]);
    assert_eq!(output.status.code(), Some(65));
    expect_block("error", &stdout(&output));
}

/// The words of a command, as a shell would split them; quotes are double ones.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for c in command.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words
}

/// Writes a page's files into a folder and runs its commands there; gives what they print and the
/// folder that the last of them ran in.
fn work_through(page: &str, folder: &Path) -> (Vec<String>, PathBuf) {
    for (at, marker) in page.match_indices("<!-- file: ") {
        let name = &page[at + marker.len()..];
        let name = &name[..name.find(" -->").unwrap()];
        fs::write(folder.join(name), block_after(&page[at..], " -->")).unwrap();
    }
    let mut printed = Vec::new();
    let mut inside = folder.to_owned();
    for (at, marker) in page.match_indices("<!-- run -->") {
        for command in block_after(&page[at..], marker).lines() {
            let words = words(command);
            let words: Vec<_> = words.iter().map(String::as_str).collect();
            match words[..] {
                ["cd", name] => inside.push(name),
                ["panelkit", ref args @ ..] => printed.push(succeed(&inside, args)),
                _ => panic!("{command}"),
            }
        }
    }
    (printed, inside)
}

#[test]
fn the_examples_of_importing_work() {
    let page = fs::read_to_string(project().join("docs/importing.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (printed, _) = work_through(&page, folder.path());
    assert_eq!(
        printed,
        [
            "1 record in scorecards.json\n  1 scorecard in cards\n",
            "1 scorecard kept in panelkit.db\n",
            "2 records in scores.csv\n  1 scorecard of 2 records in cards-of-table\n",
        ]
    );
}

/// Puts the fenced block between `<!-- name -->` and `<!-- /name -->` of a page to a text.
fn expect_in_page(page: &str, name: &str, kind: &str, actual: &str) {
    let path = project().join(page);
    let text = fs::read_to_string(&path).unwrap();
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let from = text.find(&start).unwrap() + start.len();
    let to = text.find(&end).unwrap();
    let block = format!("```{kind}\n{}\n```\n", actual.trim_matches('\n'));
    if is_blessing() {
        let blessed = format!("{}{block}{}", &text[..from], &text[to..]);
        fs::write(path, blessed).unwrap();
    } else {
        assert_eq!(&text[from..to], block, "{page}'s block {name}");
    }
}

#[test]
fn the_examples_of_screening_work() {
    let name = "docs/screening.md";
    let page = fs::read_to_string(project().join(name)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (printed, inside) = work_through(&page, folder.path());
    assert_eq!(printed.len(), 4);
    let read = |file: &str| fs::read_to_string(inside.join(file)).unwrap();
    expect_in_page(name, "screened", "csv", &read("screened.csv"));
    expect_in_page(name, "letter", "markdown", &read("letters/lucja-nowak.md"));
    let decided = read("decided.csv");
    assert_eq!(
        decided.matches(",Grace Osei,2026-11-").count(),
        3,
        "{decided}"
    );
    assert!(inside.join("letters/thi-anh.md").is_file());
    assert!(
        !inside.join("letters/li-lei.md").exists(),
        "nobody decided on it"
    );
}

/// What each of the twelve says was read by hand: three pass, one answers `no`, eight are not plain.
#[test]
fn the_example_applications_can_be_screened() {
    let folder = tempfile::tempdir().unwrap();
    let file = project().join("examples/screening/applications.csv");
    let file = file.to_str().unwrap();
    let screen = ["screen", "customer-support-lead", file];
    let options = ["--level", "team-lead", "-o", "out.csv"];
    succeed(folder.path(), &[&screen[..], &options].concat());
    let out = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    for (outcome, n_expected) in [(",advance,", 3), (",review,", 8), (",decline,", 1)] {
        assert_eq!(out.matches(outcome).count(), n_expected, "{outcome} {out}");
    }
}

/// One knock-out of each form, each answered by a column called like the form.
const EACH_FORM: &str = r#"
[[knockout]]
id = "yes-no"
at = "application"
question = "?"
answer = "yes-no"
accept = ["yes"]
on-fail = "review"
reason = "R"
[[knockout]]
id = "number"
at = "application"
question = "?"
answer = "number"
min = 1
on-fail = "review"
reason = "R"
[[knockout]]
id = "choice"
at = "application"
question = "?"
answer = "choice"
accept = ["Łódź", "remote"]
on-fail = "review"
reason = "R"
[[knockout]]
id = "text-present"
at = "application"
question = "?"
answer = "text-present"
on-fail = "review"
reason = "R"
"#;

#[test]
fn the_answers_of_screening_are_taken_as_the_page_says() {
    let page = fs::read_to_string(project().join("docs/screening.md")).unwrap();
    let table = page.split("<!-- answers -->").nth(1).unwrap();
    let rows = table.split("<!-- /answers -->").next().unwrap().lines();
    let rows: Vec<Vec<&str>> = rows
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    assert!(rows.len() > 30);
    let forms = ["yes-no", "number", "choice", "text-present"];
    let mut csv = format!("candidate,{}\n", forms.join(","));
    for (n, row) in rows.iter().enumerate() {
        let cells = forms.map(|form| {
            let is_it = row[1].trim_matches('`') == form;
            let plain =
                ["yes", "1", "remote", "x"][forms.iter().position(|it| *it == form).unwrap()];
            let cell = if is_it {
                row[2].trim_matches('`')
            } else {
                plain
            };
            format!("\"{cell}\"")
        });
        writeln!(csv, "c{n},{}", cells.join(",")).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let mut rubric = crate::panel::RUBRIC.to_owned();
    rubric.push_str(EACH_FORM);
    fs::write(folder.path().join("r.toml"), rubric).unwrap();
    fs::write(folder.path().join("a.csv"), csv).unwrap();
    succeed(folder.path(), &["screen", "r.toml", "a.csv", "-o", "s.csv"]);
    let screened = fs::read_to_string(folder.path().join("s.csv")).unwrap();
    for (row, said) in rows.iter().zip(screened.lines().skip(1)) {
        let why = row[3];
        let is_unclear = said.contains("is not taken as an answer");
        assert_eq!(is_unclear, !why.is_empty(), "{row:?}: {said}");
        assert!(said.contains(why), "{row:?}: {said}");
    }
}

#[test]
fn readme_works_from_nothing() {
    let readme = readme();
    let folder = tempfile::tempdir().unwrap();
    let (printed, inside) = work_through(&readme, folder.path());
    assert_eq!(printed.len(), 15);
    let screened = &printed[12];
    let table = &screened[screened.find('┌').unwrap()..screened.find('┘').unwrap()];
    expect_block("screen", &format!("{table}┘"));
    let status = ["panel", "status", "ada", "--as", "recruiter@example.com"];
    expect_block("status", &succeed(&inside, &status));
    let refused = run(
        &inside,
        &["--as", "li@example.com", "panel", "status", "ada"],
    );
    assert_eq!(refused.status.code(), Some(77));
    let calendar = fs::read_to_string(inside.join("reminders.ics")).unwrap();
    assert!(calendar.contains("DTSTART:21261121T091500Z"), "{calendar}");
    let packet = fs::read_to_string(folder.path().join("ada.md")).unwrap();
    assert!(packet.starts_with("# ada: Insufficient\n"), "{packet}");
    let csv = fs::read_to_string(folder.path().join("scores.csv")).unwrap();
    assert!(
        csv.contains("not-assessed") && csv.contains("card-missing"),
        "{csv}"
    );
}

#[test]
fn readme_names_the_two_commands() {
    let readme = readme();
    assert!(readme.contains("\ncargo run --release -- demo\n"));
    assert!(readme.contains("\ncargo test\n"));
    let ci = fs::read_to_string(project().join(".ci/run")).unwrap();
    assert!(
        ci.contains("cargo run --release -- demo"),
        "CI runs the first"
    );
    assert!(ci.contains("cargo test"), "CI runs the second");
}

#[test]
fn every_command_is_on_its_page() {
    let pages: &[&[&str]] = &[
        &[],
        &["demo"],
        &["init"],
        &["check"],
        &["explain"],
        &["kit"],
        &["rubric", "list"],
        &["rubric", "show"],
        &["rubric", "progression"],
        &["rubric", "diff"],
        &["rubric", "schema"],
        &["rubric", "fmt"],
        &["score"],
        &["candidate", "add"],
        &["candidate", "change"],
        &["candidate", "list"],
        &["candidate", "show"],
        &["candidate", "import"],
        &["candidate", "stage"],
        &["candidate", "erase"],
        &["panel", "assign"],
        &["panel", "decline"],
        &["panel", "withdraw"],
        &["panel", "status"],
        &["panel", "overdue"],
        &["panel", "remind"],
        &["panel", "key"],
        &["panel", "open"],
        &["scorecard", "new"],
        &["scorecard", "check"],
        &["screen"],
        &["screen", "confirm"],
        &["screen", "letters"],
        &["seal"],
        &["submit"],
        &["packet"],
        &["decide"],
        &["compare"],
        &["resume", "new"],
        &["resume", "collect"],
        &["resume", "report"],
        &["calibrate"],
        &["impact"],
        &["pipeline"],
        &["import", "greenhouse"],
        &["import", "csv"],
        &["export", "scores"],
        &["export", "panels"],
        &["export", "pipeline"],
        &["export", "audit"],
        &["audit", "verify"],
        &["doctor"],
        &["backup"],
    ];
    let folder = tempfile::tempdir().unwrap();
    let mut page = String::from(
        "# Commands\n\nWhat `--help` says, command by command. Written by the tests.\n",
    );
    for command in pages {
        let mut args = command.to_vec();
        args.push("--help");
        let help = succeed(folder.path(), &args);
        let title = [&["panelkit"], *command].concat().join(" ");
        let help = help.trim_end();
        write!(page, "\n## {title}\n\n```text\n{help}\n```\n").unwrap();
    }
    let root = succeed(folder.path(), &["--help"]);
    let listed = section(&root, "Commands:", "Options:");
    let names = listed.lines().filter(|line| {
        line.starts_with("  ") && !line.starts_with("   ") && !line.starts_with("  help")
    });
    let mut commands: Vec<_> = pages.iter().filter_map(|page| page.first()).collect();
    commands.dedup();
    assert_eq!(
        names.count(),
        commands.len(),
        "every command has its help here"
    );
    expect_file("docs/commands.md", &page);
}

#[test]
fn every_rule_is_on_its_page() {
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), &["explain", "-o", "rules.md"]);
    let page = fs::read_to_string(folder.path().join("rules.md")).unwrap();
    expect_file("docs/rules.md", &page);
    assert!(
        page.matches("\n### R").count() >= 30,
        "the page has every rule"
    );
}

#[test]
fn readme_lists_the_rules() {
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), &["explain", "-o", "rules.md"]);
    let page = fs::read_to_string(folder.path().join("rules.md")).unwrap();
    let mut list = String::new();
    for line in page.lines() {
        if let Some(group) = line
            .strip_prefix("## ")
            .filter(|group| !group.starts_with("Codes"))
        {
            write!(list, "\n{group}: ").unwrap();
        } else if let Some(rule) = line.strip_prefix("### ") {
            let name = rule.split(": ").nth(1).unwrap();
            let comma = if list.ends_with(": ") { "" } else { ", " };
            write!(list, "{comma}{name}").unwrap();
        }
    }
    let options = textwrap::Options::new(96)
        .subsequent_indent("  ")
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let wrapped: Vec<String> = list
        .trim()
        .lines()
        .flat_map(|line| textwrap::wrap(line, options.clone()))
        .map(std::borrow::Cow::into_owned)
        .collect();
    expect_block("rules", &wrapped.join("\n"));
}

#[test]
fn the_changelog_has_an_open_section() {
    let changelog = fs::read_to_string(project().join("CHANGELOG.md")).unwrap();
    let unreleased = changelog.split("## Unreleased").nth(1).unwrap();
    assert!(
        unreleased
            .lines()
            .filter(|line| line.starts_with("- "))
            .count()
            > 3
    );
}
