//! `panelkit impact`, on the real program.

mod malformed;
mod private;

use std::fmt::Write as _;

use serde_json::Value;

use crate::sandbox::{Run, Sandbox};
use crate::support::{expect_file, project, succeed};

/// A group by its name: who was selected, and of how many.
type Group = (&'static str, usize, usize);

/// Outcomes and groups of people who are called by numbers.
fn tables(groups: &[Group]) -> Sandbox {
    let (mut outcomes, mut of) = (
        String::from("candidate,outcome\n"),
        String::from("candidate,kind\n"),
    );
    let mut n = 0;
    for (name, selected, people) in groups {
        for at in 0..*people {
            n += 1;
            let outcome = if at < *selected { "hire" } else { "no-hire" };
            writeln!(outcomes, "p{n},{outcome}").unwrap();
            writeln!(of, "p{n},{name}").unwrap();
        }
    }
    let sandbox = Sandbox::with("outcomes.csv", outcomes);
    sandbox.write("groups.csv", of);
    sandbox
}

fn run(sandbox: &Sandbox, args: &[&str]) -> Run {
    let given = [
        "impact",
        "--outcomes",
        "outcomes.csv",
        "--groups",
        "groups.csv",
    ];
    sandbox.run(&[&given, args].concat())
}

fn json(sandbox: &Sandbox, args: &[&str]) -> Value {
    let run = run(sandbox, &[&["--format", "json"], args].concat());
    serde_json::from_str(&run.exits(0).stdout).unwrap()
}

/// Groups of the first kind by what they are called.
fn row<'a>(found: &'a Value, measure: &str, name: &str) -> &'a Value {
    let rows = found["kinds"][0][measure]["groups"].as_array().unwrap();
    let mut rows = rows.iter();
    rows.find(|row| row["group"] == name)
        .unwrap_or_else(|| panic!("no {name} in {found}"))
}

/// Questions and Answers on the Uniform Guidelines (44 FR 11996, 1979), no. 12.
#[test]
fn the_example_of_the_guidelines_is_theirs() {
    let sandbox = tables(&[
        ("Whites", 60, 100),
        ("American Indians", 45, 100),
        ("Hispanics", 48, 100),
        ("Blacks", 51, 100),
    ]);
    let found = json(&sandbox, &[]);
    assert_eq!(found["format"], 1);
    assert_eq!(found["kinds"][0]["selection"]["reference"], "Whites");
    for (name, ratio, is_under) in [
        ("American Indians", 0.75, true),
        ("Hispanics", 0.8, false),
        ("Blacks", 0.85, false),
    ] {
        let row = row(&found, "selection", name);
        assert!(
            (row["ratio"].as_f64().unwrap() - ratio).abs() < 1e-12,
            "{row}"
        );
        assert_eq!(row["under_four_fifths"], is_under, "{row}");
    }
    // Done is done, also where a ratio is under four fifths.
    let text = run(&sandbox, &[]).exits(0);
    text.shows("This is a screening check")
        .shows("“American Indians”: 45.0 % (45 of 100 selected), a ratio of 0.750, under four")
        .shows("What this does not say");
}

#[test]
fn four_sevenths_are_not_under_four_fifths_of_five() {
    let found = json(&tables(&[("A", 5, 7), ("B", 4, 7)]), &[]);
    assert_eq!(row(&found, "selection", "B")["under_four_fifths"], false);
    let found = json(&tables(&[("A", 6, 7), ("B", 4, 7)]), &[]);
    let row = row(&found, "selection", "B");
    assert_eq!(row["under_four_fifths"], true);
    assert_eq!(row["compared"]["flips_four_fifths"]["people"], 1);
}

#[test]
fn what_cannot_be_compared_says_why() {
    for (groups, reason) in [
        (
            &[("A", 0, 9), ("B", 0, 20)][..],
            "nobody was selected, of any group",
        ),
        (&[("A", 3, 9)], "there is one group alone"),
        (&[("A", 1, 3), ("B", 1, 3)], "no group has people enough"),
    ] {
        let found = json(&tables(groups), &[]);
        let selection = &found["kinds"][0]["selection"];
        assert!(
            selection["reason"].as_str().unwrap().contains(reason),
            "{found}"
        );
        assert_eq!(selection["reference"], Value::Null);
        for row in selection["groups"].as_array().unwrap() {
            assert_eq!(row["ratio"], Value::Null);
            assert_eq!(row["compared"], Value::Null);
        }
        run(&tables(groups), &[]).exits(0).shows(reason);
    }
    let everybody = json(&tables(&[("A", 9, 9), ("B", 20, 20)]), &[]);
    let row = row(&everybody, "selection", "A");
    assert_eq!(row["ratio"], 1.0);
    assert_eq!(row["compared"]["deviations"], Value::Null);
    assert_eq!(
        everybody["kinds"][0]["selection"]["highest"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn a_highest_rate_of_few_people_is_said() {
    let sandbox = tables(&[("Few", 8, 9), ("Many", 60, 100), ("Others", 45, 100)]);
    let found = json(&sandbox, &[]);
    let selection = &found["kinds"][0]["selection"];
    assert_eq!(selection["reference"], "Few");
    assert_eq!(selection["larger_reference"], "Many");
    assert_eq!(row(&found, "selection", "Others")["ratio_to_larger"], 0.75);
    run(&sandbox, &["--format", "md"])
        .exits(0)
        .shows("That is a group of 9 people, few to measure others by: ratios to “Many”")
        .shows("| Ratio to the larger |");
}

/// What `screen` and its confirmations write: what a person decided holds.
#[test]
fn outcomes_are_read_as_they_are_written() {
    let sandbox = Sandbox::with(
        "outcomes.csv",
        "id,Outcome,knockout,decided\n\
         a,advance,,\nb,decline,x,decline\nc,decline,x,advance\nd,decline,x,\n\
         e,review,,\nf,review,,No hire\ng,withdrawn,,\n",
    );
    sandbox.write("groups.csv", "id,kind\na,A\nb,A\nc,A\nd,A\ne,B\nf,B\nx,B\n");
    let found = json(&sandbox, &["--min-group", "1"]);
    assert_eq!(
        found["data"],
        serde_json::json!({
            "candidates": 7, "selected": 2, "not_selected": 2, "pending": 3, "scored": 0,
            "group_rows": 7, "without_outcome": 1,
        })
    );
    assert_eq!(row(&found, "selection", "A")["selected"], 2);
    assert_eq!(row(&found, "selection", "A")["people"], 3);
    assert_eq!(row(&found, "selection", "B")["people"], 1);
}

/// The wide table of packets has decisions and scores.
#[test]
fn packets_are_outcomes() {
    let example = project().join("examples/panel");
    let csv = succeed(
        &example,
        &[
            "packet",
            "--rubric",
            "rubric.toml",
            "--scorecards",
            "scorecards",
            "--wide",
            "--format",
            "csv",
        ],
    );
    let sandbox = Sandbox::with("outcomes.csv", csv);
    sandbox.write(
        "groups.csv",
        "candidate,kind\nlucja-zolc,A\nnguyen-thi-anh,A\nomar-haddad,A\n",
    );
    let found = json(&sandbox, &["--min-group", "1"]);
    // Nothing is decided in the example, and everybody has a score.
    assert_eq!(found["data"]["pending"], 3);
    assert_eq!(found["data"]["scored"], 3);
    assert_eq!(row(&found, "scoring", "A")["selected"], 1);
    let reason = &found["kinds"][0]["selection"]["reason"];
    assert_eq!(reason, "nobody whose group is known is decided on");
}

#[test]
fn candidates_are_compared_as_everywhere() {
    let sandbox = Sandbox::with(
        "outcomes.csv",
        "candidate,outcome\nJosé,hire\n łucja ,decline\n",
    );
    sandbox.write("groups.csv", "candidate,kind\nJose\u{301},A\nłucja,a\n");
    let found = json(&sandbox, &["--min-group", "1"]);
    let row = row(&found, "selection", "A");
    assert_eq!((&row["selected"], &row["people"]), (&1.into(), &2.into()));
}

/// Names in every script, and such as act where they land.
fn hostile() -> Sandbox {
    let names = [
        "=cmd|' /C calc'!A0",
        "نساء",
        "李雷",
        "Thị Ánh",
        "👩‍💻",
        "a\u{202e}b\u{1b}[31m",
        "| # <script>alert(1)</script>",
    ];
    let (mut outcomes, mut groups) = (
        String::from("candidate,outcome,score\n"),
        String::from("candidate,kind of group,half\n"),
    );
    let mut n = 0;
    for (at, name) in names.iter().enumerate() {
        for person in 0..20 + at {
            n += 1;
            // One group fares worse.
            let n_selected = if at == 3 { 2 } else { 9 + at / 2 };
            let outcome = if person < n_selected {
                "advance"
            } else {
                "decline"
            };
            writeln!(outcomes, "p{n},{outcome},{}", 1 + n % 4).unwrap();
            writeln!(
                groups,
                "p{n},\"{name}\",{}",
                if n % 2 == 0 { "even" } else { "odd" }
            )
            .unwrap();
        }
    }
    for (cell, outcome) in [
        ("", "advance"),
        ("Prefer not to say", "decline"),
        ("", "review"),
    ] {
        n += 1;
        writeln!(outcomes, "p{n},{outcome},").unwrap();
        writeln!(groups, "p{n},{cell},").unwrap();
    }
    writeln!(outcomes, "nobody-knows,decline,2").unwrap();
    writeln!(groups, "never-applied,李雷,odd").unwrap();
    let sandbox = Sandbox::with("outcomes.csv", outcomes);
    sandbox.write("groups.csv", groups);
    sandbox
}

#[test]
fn names_are_harmless_in_every_format() {
    let sandbox = hostile();
    for (format, ending) in [
        ("md", "md"),
        ("csv", "csv"),
        ("json", "json"),
        ("text", "txt"),
    ] {
        let found = run(&sandbox, &["--format", format]).exits(0).stdout;
        assert!(!found.contains(['\u{1b}', '\u{202e}']), "{format}");
        // The repository keeps line feeds.
        let found = found.replace("\r\n", "\n");
        expect_file(&format!("tests/golden/impact.{ending}"), &found);
    }
    let html = run(&sandbox, &["--format", "html"]).exits(0).stdout;
    assert!(!html.contains("<script>alert"), "{html}");
    run(&sandbox, &["-o", "report.pdf", "--quiet"]).exits(0);
    let pdf = std::fs::read(sandbox.path("report.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF"));
}

#[test]
fn kinds_are_chosen_and_combined() {
    let sandbox = hostile();
    let found = json(&sandbox, &["--by", "HALF"]);
    assert_eq!(found["kinds"].as_array().unwrap().len(), 1);
    assert_eq!(found["kinds"][0]["columns"], serde_json::json!(["half"]));
    let found = json(&sandbox, &["--combine"]);
    assert_eq!(found["combined"], true);
    assert_eq!(found["kinds"].as_array().unwrap().len(), 1);
    assert_eq!(row(&found, "selection", "李雷 · odd")["people"], 11);
    run(&sandbox, &["--by", "halv"])
        .exits(65)
        .says("groups.csv:1:1: there is no column `halv`")
        .says("did you mean `half`?");
}

#[test]
fn files_are_what_they_should_be() {
    let sandbox = tables(&[("A", 5, 7), ("B", 4, 7)]);
    sandbox
        .run(&[
            "impact",
            "--outcomes",
            "groups.csv",
            "--groups",
            "./groups.csv",
        ])
        .exits(2)
        .says("outcomes and groups are the same file");
    let before = sandbox.read("groups.csv");
    run(&sandbox, &["-o", "./groups.csv", "--format", "csv"])
        .exits(2)
        .says("would be written over");
    assert_eq!(sandbox.read("groups.csv"), before);
    sandbox
        .run(&["impact", "--outcomes", "none.csv", "--groups", "groups.csv"])
        .exits(66)
        .says("none.csv");
    run(&sandbox, &["--min-group", "0"])
        .exits(2)
        .says("from 1 on");
    let piped = sandbox
        .sh("\"$PANELKIT\" impact --outcomes - --groups groups.csv --format json < outcomes.csv");
    assert_eq!(
        piped.exits(0).stdout,
        run(&sandbox, &["--format", "json"]).stdout
    );
}
