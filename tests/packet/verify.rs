//! Packets of before: written once more, byte for byte, whatever happened since.

use std::fs;

use panelkit::store::{
    Access, Assignment, Change, Moment, Person, Seat, SqliteStore, Stamp, Store as _,
};
use serde_json::Value;

use crate::panel::{Card, rubric, sandbox};
use crate::sandbox::{Run, Sandbox};

const CRITERIA: [(&str, &str); 2] = [("a", ""), ("b", "")];

/// Interviewers in several scripts, all of which the shipped fonts have.
const WHO: [&str; 3] = ["Łucja", "Thị Ánh", "Jose\u{301}"];

/// What `packet` writes, by the name of the file.
const FILES: [&str; 7] = [
    "p.json", "p.md", "p.html", "p.pdf", "p.csv", "wide.csv", "p.txt",
];

fn card(who: &str, score: &str) -> Card {
    Card::new(who, &[("a", score), ("b", "3")])
}

/// A store with cards of ada and of bob.
fn kept() -> Sandbox {
    let mut cards: Vec<_> = WHO.iter().map(|who| card(who, "2")).collect();
    cards.push(card("Łucja", "4").of("bob"));
    let sandbox = sandbox(&rubric(3, &CRITERIA, ""), &cards);
    let submit = ["submit", "cards", "--rubric", "r.toml", "--store", "s.db"];
    sandbox.run(&submit).exits(0);
    sandbox
}

fn run(sandbox: &Sandbox, args: &[&str]) -> Run {
    sandbox.run(&[&["--as", "boss"], args, &["--store", "s.db"]].concat())
}

fn wide(file: &str) -> &'static [&'static str] {
    if file == "wide.csv" { &["--wide"] } else { &[] }
}

fn write(sandbox: &Sandbox, file: &str) {
    let args = [&["packet", "ada", "-o", file], wide(file)].concat();
    run(sandbox, &args).exits(0);
}

fn verify(sandbox: &Sandbox, file: &str, more: &[&str]) -> Run {
    let args = [&["packet", "ada", "--verify", file], wide(file), more].concat();
    run(sandbox, &args)
}

fn head(sandbox: &Sandbox) -> String {
    let store = SqliteStore::open(&sandbox.path("s.db"), Access::Existing).unwrap();
    store.packet_head().unwrap().to_string()
}

/// Expects a card of ada of somebody.
fn expect_card(sandbox: &Sandbox, who: &str) {
    let assignment = Assignment {
        seat: Seat::new("ada", "onsite", who),
        due: None,
        shadow: false,
    };
    let stamp = Stamp {
        time: Moment::now(),
        by: Person::new("boss"),
    };
    let mut store = SqliteStore::open(&sandbox.path("s.db"), Access::Existing).unwrap();
    store.keep(&stamp, &[Change::Assign(assignment)]).unwrap();
}

/// An amendment, a rubric that moved on, a late card, another name, a decision, an assignment.
fn time_goes_by(sandbox: &Sandbox) {
    let amended = card("Łucja", "4").text();
    sandbox.write("amended.scorecard.toml", amended);
    let amend = [
        "--as",
        "Łucja",
        "submit",
        "amended.scorecard.toml",
        "--amend",
        "--reason",
        "typo",
    ];
    let amend = [&amend[..], &["--rubric", "r.toml", "--store", "s.db"]].concat();
    sandbox.run(&amend).exits(0);
    let moved = sandbox.read("r.toml");
    let moved = moved.replace("version = \"1.0.0\"", "version = \"1.0.1\"");
    sandbox.write(
        "r.toml",
        moved.replace("title = \"R\"", "title = \"Another\""),
    );
    let late = card("Late", "1").text();
    let late = late.replace("rubric-version = \"1.0.0\"", "rubric-version = \"1.0.1\"");
    sandbox.write("late.scorecard.toml", late);
    let submit = [
        "submit",
        "late.scorecard.toml",
        "--rubric",
        "r.toml",
        "--store",
        "s.db",
    ];
    sandbox.run(&submit).exits(0);
    run(sandbox, &["candidate", "change", "ada", "--name", "Ada"]).exits(0);
    run(sandbox, &["decide", "ada", "hire", "--reason", "potential"]).exits(0);
    expect_card(sandbox, "new");
}

#[test]
fn what_was_written_is_written_again_whatever_happened_since() {
    let sandbox = kept();
    let then = head(&sandbox);
    for file in FILES {
        write(&sandbox, file);
        verify(&sandbox, file, &[])
            .exits(0)
            .shows(&format!("{file} is what `panelkit packet` writes of"))
            .shows("byte for byte");
    }
    time_goes_by(&sandbox);
    for file in FILES {
        // A table does not say where the log stood.
        let is_table = file.contains("csv");
        let at: &[&str] = if is_table { &["--at", &then] } else { &[] };
        if is_table {
            verify(&sandbox, file, &[])
                .exits(1)
                .says("--at NUMBER:HASH");
        }
        verify(&sandbox, file, at).exits(0).shows(&then);
    }
    // And the same without a file to compare with.
    let again = ["packet", "ada", "--at", &then, "-o", "again.json"];
    run(&sandbox, &again).exits(0);
    assert_eq!(sandbox.read("again.json"), sandbox.read("p.json"));
    let now = run(&sandbox, &["packet", "ada", "--format", "json"]).exits(0);
    assert_ne!(now.stdout, sandbox.read("p.json"));
}

#[test]
fn the_packet_of_a_decision_is_had_again() {
    let sandbox = kept();
    time_goes_by(&sandbox);
    let packet = run(&sandbox, &["packet", "ada", "--format", "json"]).exits(0);
    let packet: Value = serde_json::from_str(&packet.stdout).unwrap();
    let basis = &packet["packets"][0]["decision"]["packet"];
    let at = basis["head"].as_str().unwrap();
    run(&sandbox, &["packet", "ada", "--at", at, "-o", "basis.json"]).exits(0);
    let sum = sandbox.sh("sha256sum basis.json").exits(0);
    assert_eq!(sum.stdout.split(' ').next(), basis["sha256"].as_str());
}

#[test]
fn candidates_are_read_from_json() {
    let sandbox = kept();
    run(&sandbox, &["packet", "bob", "-o", "bob.json"]).exits(0);
    run(&sandbox, &["packet", "-o", "all.json"]).exits(0);
    run(&sandbox, &["packet", "bob", "ada", "-o", "both.json"]).exits(0);
    time_goes_by(&sandbox);
    for file in ["bob.json", "all.json", "both.json"] {
        run(&sandbox, &["packet", "--verify", file]).exits(0);
    }
    run(&sandbox, &["packet", "ada", "--verify", "bob.json"])
        .exits(1)
        .shows("packets[0].candidate.id: \"bob\", and it should be \"ada\"");
}

#[test]
fn what_differs_is_named() {
    let sandbox = kept();
    for file in FILES {
        write(&sandbox, file);
    }
    let changed = sandbox
        .read("p.json")
        .replace("\"value\": 2,", "\"value\": 4,");
    sandbox.write("x.json", changed);
    let run = verify(&sandbox, "x.json", &[]).exits(1);
    run.shows("packets[0].criteria[0].cells[0].value: 4, and it should be 2")
        .shows("packets[0].criteria[0].cells[1].value")
        .says("x.json differs");
    sandbox.write("y.json", sandbox.read("p.json").replace('\n', "\r\n"));
    verify(&sandbox, "y.json", &[])
        .exits(1)
        .shows("it says the same, written in another way");
    let changed = sandbox
        .read("p.md")
        .replacen("| Title of a |", "| Title \u{202e}of a |", 1);
    sandbox.write("x.md", changed);
    verify(&sandbox, "x.md", &[])
        .exits(1)
        .shows("\\u{202e}of a")
        .shows("and it should be `| Title of a");
    sandbox.write("y.csv", sandbox.read("p.csv").replace("\r\n", "\n"));
    verify(&sandbox, "y.csv", &[])
        .exits(1)
        .shows("only its line ends differ");
    let mut pdf = fs::read(sandbox.path("p.pdf")).unwrap();
    let at = pdf.len() / 2;
    pdf[at] ^= 1;
    sandbox.write("x.pdf", pdf);
    verify(&sandbox, "x.pdf", &[])
        .exits(1)
        .shows("its bytes differ");
}

#[test]
fn what_is_no_packet_is_refused() {
    let sandbox = kept();
    let nested = "[".repeat(200_000);
    for (file, content) in [
        ("x.json", "{"),
        ("x.json", "{\"format\": 1, \"packets\": []}"),
        ("x.json", nested.as_str()),
        ("x.pdf", "not one"),
        ("x.md", ""),
        ("x.md", "# Something else\n"),
        ("x.csv", "a,b\n1,2\n"),
        ("x.html", "<html>"),
    ] {
        sandbox.write(file, content);
        verify(&sandbox, file, &[])
            .exits(65)
            .says("is no packet as")
            .shows_nothing();
    }
    sandbox.write("x.txt", b"\xff\xfe");
    verify(&sandbox, "x.txt", &[])
        .exits(65)
        .says("no packet as text");
    verify(&sandbox, "none.json", &[]).exits(66);
    verify(&sandbox, "none.json", &["-o", "x"]).exits(2);
    run(&sandbox, &["packet", "--at", "12"])
        .exits(2)
        .says("64 hexadecimal digits");
}

#[test]
fn a_head_of_another_log_is_refused() {
    let (sandbox, other) = (kept(), kept());
    write(&other, "p.json");
    sandbox.write("p.json", other.read("p.json"));
    verify(&sandbox, "p.json", &[])
        .exits(65)
        .says("the log of this store has no record")
        .shows_nothing();
    let head = head(&other);
    run(&sandbox, &["packet", "--at", &head])
        .exits(65)
        .says("has no record");
    sandbox.write(
        "q.json",
        other.read("p.json").replace(&head, "seven\\u001b"),
    );
    verify(&sandbox, "q.json", &[])
        .exits(65)
        .says("the log stood at");
}

#[test]
fn whoever_was_erased_has_no_packet_any_more() {
    let sandbox = kept();
    write(&sandbox, "p.json");
    run(&sandbox, &["packet", "bob", "-o", "bob.json"]).exits(0);
    run(
        &sandbox,
        &["candidate", "erase", "ada", "--yes", "--reason", "asked to"],
    )
    .exits(0);
    verify(&sandbox, "p.json", &[])
        .exits(66)
        .says("there is no scorecard for `ada`")
        .says("lost their content since, when candidates were erased");
    // Bob's packet says what severities were estimated from, and ada's cards are gone from that.
    run(&sandbox, &["packet", "--verify", "bob.json"])
        .exits(1)
        .shows("packets[0].method.text")
        .says("4 records from before that head lost their content since");
}

#[test]
fn scorecards_are_compared_too() {
    let sandbox = kept();
    let of_files = |more: &[&str]| {
        let args = [
            "packet",
            "ada",
            "--rubric",
            "r.toml",
            "--scorecards",
            "cards",
        ];
        sandbox.run(&[&args[..], more].concat())
    };
    for file in FILES {
        of_files(&[&["-o", file], wide(file)].concat()).exits(0);
        of_files(&[&["--verify", file], wide(file)].concat())
            .exits(0)
            .shows("of these scorecards");
    }
    let changed = sandbox
        .read("cards/000.scorecard.toml")
        .replace("score = 2", "score = 1");
    sandbox.write("cards/000.scorecard.toml", changed);
    of_files(&["--verify", "p.json"])
        .exits(1)
        .shows("packets[0].");
}

#[test]
fn verifying_is_a_look() {
    let sandbox = kept();
    write(&sandbox, "p.json");
    expect_card(&sandbox, "عمر");
    let args = ["packet", "--verify", "p.json", "--store", "s.db"];
    sandbox.run(&args).exits(77).shows_nothing();
    let refused = sandbox.run(&[&["--as", "عمر"], &args[..]].concat());
    refused.exits(77).says("has a card due").shows_nothing();
    let at = head(&sandbox);
    let past = [
        "--as", "عمر", "packet", "ada", "--at", &at, "--store", "s.db",
    ];
    sandbox.run(&past).exits(77).shows_nothing();
    verify(&sandbox, "p.json", &[]).exits(0);
    let log = run(&sandbox, &["export", "audit"]).exits(0).stdout;
    let rows = crate::panel::rows(&log);
    let looks = |kind: &str| {
        let of = rows.iter().filter(|row| row["kind"] == kind);
        let of = of.map(|row| format!("{} {}", row["by"], row["says"]));
        of.collect::<Vec<_>>()
    };
    assert_eq!(looks("look-refused"), ["عمر packet --verify", "عمر packet"]);
    assert_eq!(
        looks("scores-shown"),
        ["boss packet", "boss packet --verify"]
    );
}

/// Text is as wide as the terminal was.
#[test]
fn text_of_other_widths_is_known_again() {
    let sandbox = kept();
    for width in ["80", "100", "120"] {
        let script =
            format!("COLUMNS={width} $PANELKIT --as boss packet ada --store s.db > p{width}.txt");
        sandbox.sh(&script).exits(0);
        verify(&sandbox, &format!("p{width}.txt"), &[]).exits(0);
    }
}
