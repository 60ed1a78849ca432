//! The example's documents as they were last read and found good.

use std::path::PathBuf;

use crate::support::{expect_file, project, succeed};

fn example() -> PathBuf {
    project().join("examples/panel")
}

fn packet(args: &[&str]) -> String {
    let given = [
        "--rubric",
        "rubric.toml",
        "--scorecards",
        "scorecards",
        "--names",
        "names.csv",
    ];
    succeed(&example(), &[&["packet"], args, &given].concat())
}

#[test]
fn guides() {
    for (format, ending) in [("md", "md"), ("text", "txt")] {
        let args = [
            "kit",
            "rubric.toml",
            "--level",
            "senior",
            "--audience",
            "candidate",
            "--format",
            format,
        ];
        expect_file(
            &format!("tests/golden/guide-senior.{ending}"),
            &succeed(&example(), &args),
        );
    }
}

#[test]
fn kits() {
    for round in [
        "practical-coding",
        "incident-review",
        "system-design",
        "ways-of-working",
    ] {
        let args = [
            "kit",
            "rubric.toml",
            "--level",
            "senior",
            "--round",
            round,
            "--format",
            "md",
        ];
        expect_file(
            &format!("tests/golden/kit-{round}.md"),
            &succeed(&example(), &args),
        );
    }
    let args = [
        "kit",
        "rubric.toml",
        "--level",
        "L3",
        "--round",
        "incident-review",
    ];
    expect_file(
        "tests/golden/kit-incident-review-junior.txt",
        &succeed(&example(), &args),
    );
}

#[test]
fn packets() {
    for candidate in ["nguyen-thi-anh", "lucja-zolc", "omar-haddad"] {
        let markdown = packet(&[candidate, "--format", "md"]);
        expect_file(&format!("tests/golden/packet-{candidate}.md"), &markdown);
    }
    expect_file(
        "tests/golden/packet-omar-haddad.txt",
        &packet(&["omar-haddad"]),
    );
    expect_file("tests/golden/packets.json", &packet(&["--format", "json"]));
    expect_file(
        "tests/golden/scores-long.csv",
        &packet(&["--format", "csv"]),
    );
    expect_file("tests/golden/scores-wide.csv", &packet(&["--wide"]));
}
