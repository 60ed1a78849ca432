//! `panelkit pipeline` and `panelkit export pipeline`: where candidates stand and since when.

use panelkit::scorecard::Date;
use panelkit::store::{
    Access, Candidate, Change, Choice, Moment, Passage, Person, Proposal, Proposed, SqliteStore,
    Stage, StageRecord, Stamp, Store as _,
};
use serde_json::Value;

use crate::sandbox::{Run, Sandbox};
use crate::status::{decided, keep, seat, submit, workspace};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn add(id: &str, name: &str, level: &str) -> Change {
    Change::AddCandidate(Candidate {
        name: Some(name.to_owned()),
        level: Some(level.to_owned()),
        rubric: Some("baker".to_owned()),
        ..Candidate::new(id)
    })
}

fn record(id: &str, stage: Stage, what: Passage, on: &str) -> StageRecord {
    StageRecord {
        reason: Some("because".to_owned()),
        ..StageRecord::new(id, stage, what, day(on))
    }
}

/// Five candidates on their way, in the year 2000, and ada and bob of the workspace.
fn process() -> Sandbox {
    let sandbox = workspace();
    let people = [
        ("lucja", "Łucja Żółć", "senior"),
        ("jose", "=Jose\u{301}|'/c calc'!A1", "senior"),
        ("lei", "李雷 🥖", "junior"),
        ("anh", "Nguyễn Thị Ánh", "junior"),
        ("omar", "عمر\u{202e}", "junior"),
    ];
    let changes = people.map(|(id, name, level)| add(id, name, level));
    keep(&sandbox, "2000-01-01", &changes);
    let screened = StageRecord {
        proposal: Some(Proposal {
            outcome: Proposed::Decline,
            knockouts: vec!["permit".to_owned(), "years".to_owned()],
            rubric: None,
        }),
        ..record("omar", Stage::Application, Passage::Declined, "2000-01-03")
    };
    let records = [
        screened,
        record("lei", Stage::Resume, Passage::Entered, "2000-01-04"),
        record("anh", Stage::Resume, Passage::Entered, "2000-01-04"),
        record("anh", Stage::Resume, Passage::Withdrew, "2000-01-09"),
        record("jose", Stage::Resume, Passage::Passed, "2000-01-05"),
    ];
    keep(&sandbox, "2000-01-10", &records.map(Change::RecordStage));
    let seats = ["grace@example.com", "ian@example.com"]
        .map(|who| seat("lucja", "kitchen", who, "2000-01-20", false));
    keep(&sandbox, "2000-01-12", &seats);
    sandbox
}

fn asks(sandbox: &Sandbox, words: &str) -> Run {
    let words: Vec<_> = words.split_whitespace().collect();
    sandbox.run(&[&["--as", "recruiter"], words.as_slice()].concat())
}

fn funnel(sandbox: &Sandbox, options: &str) -> Value {
    let run = asks(sandbox, &format!("pipeline --format json {options}")).exits(0);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(found["format"], 1);
    for stage in found["stages"].as_array().unwrap() {
        let n = |key: &str| stage[key].as_u64().unwrap();
        let sum = n("passed") + n("declined") + n("withdrew") + n("waiting");
        assert_eq!(n("in"), sum, "{stage}");
    }
    found
}

fn numbers(found: &Value) -> Vec<String> {
    let stages = found["stages"].as_array().unwrap().iter();
    let line = |stage: &Value| {
        let n =
            ["in", "passed", "declined", "withdrew", "waiting"].map(|key| stage[key].to_string());
        format!("{} {}", stage["stage"].as_str().unwrap(), n.join(" "))
    };
    stages.map(line).collect()
}

#[test]
fn a_row_a_candidate_and_stage() {
    let sandbox = process();
    let run = asks(&sandbox, "export pipeline --on 2000-01-15").exits(0);
    let due = "\
candidate,name,level,rubric,stage,state,entered,entered_by,left,left_by,days,recorded_by,reason,proposed,knockouts,otherwise
lucja,Łucja Żółć,senior,baker,application,passed,2000-01-01,added,2000-01-12,later-stage,11,,,,,
lucja,Łucja Żółć,senior,baker,onsite,waiting,2000-01-12,cards,,,,,,,,
jose,'=José|'/c calc'!A1,senior,baker,application,passed,2000-01-01,added,,later-stage,,,,,,
jose,'=José|'/c calc'!A1,senior,baker,resume,passed,,,2000-01-05,record,,recruiter@example.com,because,,,
lei,李雷 🥖,junior,baker,application,passed,2000-01-01,added,2000-01-04,later-stage,3,,,,,
lei,李雷 🥖,junior,baker,resume,waiting,2000-01-04,record,,,,recruiter@example.com,because,,,
anh,Nguyễn Thị Ánh,junior,baker,application,passed,2000-01-01,added,2000-01-04,later-stage,3,,,,,
anh,Nguyễn Thị Ánh,junior,baker,resume,withdrew,2000-01-04,record,2000-01-09,record,5,recruiter@example.com,because,,,
omar,عمر\u{202e},junior,baker,application,declined,2000-01-01,added,2000-01-03,record,2,recruiter@example.com,because,decline,permit;years,
";
    let rows = run.stdout.replace("\r\n", "\n");
    assert_eq!(rows, due.replace("José", "Jose\u{301}"));
    assert_eq!(run.stderr, "");
    let lines = asks(&sandbox, "export pipeline --on 2000-01-15 --format jsonl").exits(0);
    let lines: Vec<Value> = lines
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 9);
    assert_eq!(
        lines[8]["knockouts"],
        serde_json::json!(["permit", "years"])
    );
    assert_eq!(lines[1]["left"], Value::Null);
    asks(
        &sandbox,
        "export pipeline --on 2000-01-15 --excel=semicolon -o p.csv",
    )
    .exits(0);
    let written = sandbox.read("p.csv");
    assert!(written.starts_with("\u{feff}candidate;name;"), "{written}");
}

#[test]
fn the_funnel_of_a_day() {
    let sandbox = process();
    let found = funnel(&sandbox, "--on 2000-01-15");
    assert_eq!(found["on"], "2000-01-15");
    assert_eq!(found["candidates"], 5, "ada and bob came later");
    let due = [
        "application 5 4 1 0 0",
        "resume 3 1 0 1 1",
        "screen 0 0 0 0 0",
        "assessment 0 0 0 0 0",
        "onsite 1 0 0 0 1",
        "decision 0 0 0 0 0",
    ];
    assert_eq!(numbers(&found), due);
    let application = &found["stages"][0];
    // 11, 3, 3 and 2 days; of José nobody recorded when he came to the resume review.
    assert_eq!(application["median_days"], 3.0);
    assert_eq!(application["median_days_of"], 4);
    assert_eq!(application["share_passed"], 0.8);
    assert_eq!(found["stages"][1]["waiting_longest_days"], 11);
    assert_eq!(found["stages"][2]["missing"], "nobody-left");
    // Earlier, narrower, and the same bytes again.
    let earlier = funnel(&sandbox, "--on 2000-01-04");
    assert_eq!(numbers(&earlier)[1], "resume 2 0 0 0 2");
    let junior = funnel(&sandbox, "--on 2000-01-15 --level junior --rubric baker");
    assert_eq!(junior["candidates"], 3);
    assert_eq!(junior["scope"]["level"], "junior");
    let later = funnel(&sandbox, "--from 2000-01-02");
    assert_eq!(later["candidates"], 2, "ada and bob");
    assert_eq!(funnel(&sandbox, "--to 1999-12-31")["candidates"], 0);
    for format in ["text", "md", "html", "json", "csv"] {
        let ask = format!("pipeline --on 2000-01-15 --format {format}");
        let (once, again) = (asks(&sandbox, &ask), asks(&sandbox, &ask));
        assert_eq!(once.exits(0).stdout, again.exits(0).stdout, "{format}");
    }
    asks(&sandbox, "pipeline --on 2000-01-15 -o p.pdf").exits(0);
    assert!(
        std::fs::read(sandbox.path("p.pdf"))
            .unwrap()
            .starts_with(b"%PDF")
    );
    asks(&sandbox, "pipeline --on 2000-01-15")
        .exits(0)
        .shows("5 candidates, at the end of 2000-01-15.")
        .shows("Candidates who came to each stage")
        .shows("Everybody who came to a stage passed it, was declined, withdrew or waits");
}

#[test]
fn cards_lead_to_the_decision() {
    let sandbox = process();
    for who in ["grace@example.com", "ian@example.com"] {
        submit(&sandbox, "lucja", who);
    }
    // A senior's loop has a table too.
    assert_eq!(
        numbers(&funnel(&sandbox, ""))[4..],
        ["onsite 1 0 0 0 1", "decision 0 0 0 0 0"]
    );
    let table = seat("lucja", "table", "zoe@example.com", "2000-01-20", false);
    keep(&sandbox, "2000-01-13", &[table]);
    let withdraw = "panel withdraw lucja --round table --interviewer zoe@example.com --reason ill";
    asks(&sandbox, withdraw).exits(0);
    let decision = decided("lucja", Choice::NoHire, "no bread");
    keep(&sandbox, "2126-01-01", &[decision]);
    let found = funnel(&sandbox, "--on 2126-01-02");
    assert_eq!(
        numbers(&found)[4..],
        ["onsite 1 1 0 0 0", "decision 1 0 1 0 0"]
    );
    assert_eq!(found["stages"][5]["missing"], "days-not-known");
    // The offer that was turned down is recorded, and holds.
    let turned = record("lucja", Stage::Decision, Passage::Passed, "2126-01-03");
    keep(&sandbox, "2126-01-03", &[Change::RecordStage(turned)]);
    let found = funnel(&sandbox, "--on 2126-01-04");
    assert_eq!(numbers(&found)[5], "decision 1 1 0 0 0");
    assert_eq!(found["otherwise"], 1);
    asks(&sandbox, "export pipeline --on 2126-01-04")
        .exits(0)
        .shows("no-hire was decided on 2126-01-01");
}

#[test]
fn the_erased_are_counted_and_never_named() {
    let sandbox = process();
    asks(&sandbox, "candidate erase omar --yes --reason asked").exits(0);
    let found = funnel(&sandbox, "");
    assert_eq!(
        (&found["erased"], &found["candidates"]),
        (&Value::from(1), &Value::from(6))
    );
    assert_eq!(funnel(&sandbox, "--on 2000-01-15")["erased"], 0);
    let run = asks(&sandbox, "export pipeline").exits(0);
    assert!(!run.stdout.contains("omar"), "{}", run.stdout);
    asks(&sandbox, "pipeline")
        .exits(0)
        .shows("One candidate was erased");
}

#[test]
fn whoever_has_a_card_due_sees_nothing_of_that_candidate() {
    let sandbox = process();
    let grace = |words: &str| {
        let words: Vec<_> = words.split_whitespace().collect();
        sandbox.run(&[&["--as", "Grace@example.com"], words.as_slice()].concat())
    };
    let run = grace("export pipeline --on 2000-01-15").exits(0);
    let rows: Vec<_> = run
        .stdout
        .lines()
        .filter(|line| line.starts_with("lucja"))
        .collect();
    assert_eq!(rows, ["lucja,Łucja Żółć,senior,baker,,withheld,,,,,,,,,,"]);
    run.says("has a card due for 1 candidate");
    let run = grace("pipeline --on 2000-01-15 --format json").exits(0);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (&found["withheld"], &found["candidates"]),
        (&Value::from(1), &Value::from(4))
    );
    assert_eq!(numbers(&found)[4], "onsite 0 0 0 0 0");
    grace("pipeline --on 2000-01-15")
        .exits(0)
        .shows("One candidate is not counted, since your card for them is due.");
}

#[test]
fn seats_of_no_known_round_tell_of_no_stage() {
    let sandbox = process();
    keep(
        &sandbox,
        "2000-01-12",
        &[
            seat("lei", "attic", "grace@example.com", "2000-01-20", false),
            seat("anh", "kitchen", "trainee@example.com", "2000-01-20", true),
        ],
    );
    let found = funnel(&sandbox, "--on 2000-01-15");
    assert_eq!(found["unplaced_seats"], 1);
    assert_eq!(
        numbers(&found)[4],
        "onsite 1 0 0 0 1",
        "trainees' seats tell of none"
    );
    asks(&sandbox, "pipeline")
        .exits(0)
        .shows("One seat is in a round that no known rubric");
}

#[test]
fn what_cannot_be_asked_is_said() {
    let sandbox = process();
    asks(&sandbox, "pipeline --from 2000-02-01 --to 2000-01-01")
        .exits(2)
        .says("that is nobody");
    asks(&sandbox, "pipeline --on yesterday")
        .exits(2)
        .says("a day is written as 2026-11-20");
    asks(&sandbox, "export pipeline --format jsonl --bom").exits(2);
    sandbox
        .run(&["pipeline"])
        .exits(77)
        .says("it is not told who you are");
    asks(&sandbox, "pipeline --store none.db").exits(66);
}

/// Screening keeps records of a whole export: rows come one by one and all of them add up.
#[test]
fn many_candidates_add_up() {
    const N: usize = 1_500;
    let sandbox = workspace();
    let path = sandbox.path("kept.db");
    let mut store = SqliteStore::open(&path, Access::Existing).unwrap();
    let stamp = Stamp {
        time: Moment::parse("2000-01-01T00:00:00Z").unwrap(),
        by: Person::new("recruiter"),
    };
    let mut changes: Vec<_> = (0..N)
        .map(|n| add(&format!("c{n}"), "李雷", "junior"))
        .collect();
    changes.extend((0..N).filter(|n| n % 3 > 0).map(|n| {
        let what = if n % 3 == 1 {
            Passage::Passed
        } else {
            Passage::Declined
        };
        let on = if n % 2 == 0 {
            "2000-01-04"
        } else {
            "2000-01-06"
        };
        Change::RecordStage(record(&format!("c{n}"), Stage::Application, what, on))
    }));
    store.keep(&stamp, &changes).unwrap();
    drop(store);
    let found = funnel(&sandbox, "--on 2000-01-11");
    assert_eq!(numbers(&found)[0], "application 1500 500 500 0 500");
    assert_eq!(found["stages"][0]["median_days"], 4.0);
    assert_eq!(found["stages"][0]["waiting_median_days"], 10.0);
    let rows = asks(&sandbox, "export pipeline --on 2000-01-11").exits(0);
    assert_eq!(rows.stdout.lines().count(), N + 1);
}
