//! Packets of cards that a store keeps: the same as of files, with where the log stands, who is
//! awaited, what was amended; and nothing for whoever has a card due.

use panelkit::store::{
    Access, Assignment, Candidate, Change, Entry, Leave, Look, Moment, Person, Seat, SqliteStore,
    Stamp, Store as _, Submission,
};

use super::agreed;
use crate::panel::{rubric, sandbox};
use crate::sandbox::{Run, Sandbox};

const CRITERIA: [(&str, &str); 2] = [("a", "required-at = [\"mid\"]"), ("b", "")];
const GOOD: [(&str, &str); 2] = [("a", "3"), ("b", "3")];

/// A sandbox with two cards of one round in files and in a store.
fn kept() -> Sandbox {
    let sandbox = sandbox(&rubric(2, &CRITERIA, ""), &agreed(2, &GOOD));
    let submitted = sandbox.run(&["submit", "cards", "--rubric", "r.toml", "--store", "s.db"]);
    assert_eq!(submitted.code, Some(0), "{}", submitted.stderr);
    sandbox
}

fn store(sandbox: &Sandbox) -> SqliteStore {
    SqliteStore::open(&sandbox.path("s.db"), Access::Existing).unwrap()
}

fn keep(sandbox: &Sandbox, changes: &[Change]) {
    let stamp = Stamp {
        time: Moment::parse("2026-11-20T10:00:00Z").unwrap(),
        by: Person::new("recruiter@example.com"),
    };
    store(sandbox).keep(&stamp, changes).unwrap();
}

fn assign(who: &str, shadow: bool) -> Change {
    Change::Assign(Assignment {
        seat: Seat::new("ada", "onsite", who),
        due: Moment::parse("2026-11-21T10:00:00+01:00"),
        shadow,
    })
}

fn packet(sandbox: &Sandbox, who: &str, more: &[&str]) -> Run {
    let mut args = vec!["--as", who, "packet", "--store", "s.db"];
    args.extend(more);
    sandbox.run(&args)
}

fn json(run: &Run) -> serde_json::Value {
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let all: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    all["packets"][0].clone()
}

/// Who was shown or refused what, from the log.
fn looks(sandbox: &Sandbox) -> Vec<(String, bool)> {
    let mut looks = Vec::new();
    let visit = &mut |event: panelkit::store::Event| {
        match event.content {
            Some((by, Entry::ScoresShown(Look { what, .. }))) => {
                looks.push((format!("{} {what}", by.signature), true));
            }
            Some((by, Entry::LookRefused(Look { what, .. }))) => {
                looks.push((format!("{} {what}", by.signature), false));
            }
            _ => {}
        }
        std::ops::ControlFlow::Continue(())
    };
    store(sandbox).events(1, visit).unwrap();
    looks
}

#[test]
fn the_store_and_the_files_give_one_packet() {
    let sandbox = kept();
    let from_files = sandbox.run(&[
        "packet",
        "--rubric",
        "r.toml",
        "--scorecards",
        "cards",
        "--format",
        "json",
    ]);
    let mut of_store = json(&packet(&sandbox, "boss", &["--format", "json"]));
    let head = of_store["head"].take();
    assert_eq!(of_store, json(&from_files));
    let head = head.as_str().unwrap();
    let again = packet(&sandbox, "boss", &[]);
    assert!(again.stdout.contains(head), "looking again changes nothing");
    let verified = sandbox.run(&["audit", "verify", "--store", "s.db", "--head", head]);
    assert_eq!(
        verified.code,
        Some(0),
        "{}{}",
        verified.stdout,
        verified.stderr
    );
    assert_eq!(
        looks(&sandbox),
        [
            ("boss packet".to_owned(), true),
            ("boss packet".to_owned(), true)
        ]
    );
}

#[test]
fn whoever_has_a_card_due_sees_nothing_and_the_log_says_so() {
    let sandbox = kept();
    for (who, shadow) in [("Łucja@example.com", false), ("trainee", true)] {
        keep(&sandbox, &[assign(who, shadow)]);
        for format in ["text", "md", "html", "json", "csv"] {
            let refused = packet(&sandbox, &who.to_uppercase(), &["--format", format]);
            assert_eq!(refused.code, Some(77), "{format}: {}", refused.stderr);
            assert_eq!(refused.stdout, "", "{format}");
            assert!(
                refused.stderr.contains("has a card due for `ada`"),
                "{}",
                refused.stderr
            );
        }
    }
    assert_eq!(looks(&sandbox).len(), 10);
    assert!(looks(&sandbox).iter().all(|(_, shown)| !shown));
    let nobody = sandbox.run(&["packet", "--store", "s.db"]);
    assert_eq!((nobody.code, nobody.stdout.as_str()), (Some(77), ""));
    assert_eq!(
        packet(&sandbox, "boss", &[]).code,
        Some(0),
        "nobody waits for them"
    );
}

#[test]
fn a_seat_given_up_lets_one_look() {
    let sandbox = kept();
    keep(&sandbox, &[assign("zoe", false)]);
    assert_eq!(packet(&sandbox, "zoe", &[]).code, Some(77));
    let leave = Leave {
        seat: Seat::new("ada", "onsite", "zoe"),
        declined: true,
        reason: "knows the candidate".to_owned(),
    };
    keep(&sandbox, &[Change::Unassign(leave)]);
    let shown = packet(&sandbox, "zoe", &["--format", "json"]);
    assert_eq!(json(&shown)["n_missing"], 0, "the round has its two cards");
}

#[test]
fn who_is_awaited_is_named() {
    let sandbox = kept();
    keep(&sandbox, &[assign("李雷", false), assign("trainee", true)]);
    let shown = json(&packet(&sandbox, "boss", &["--format", "json"]));
    assert_eq!(shown["n_missing"], 1, "a trainee's card is not waited for");
    let missing = &shown["missing_cards"][0];
    assert_eq!(missing["n_expected"], 3);
    assert_eq!(missing["seats"][0]["interviewer"]["id"], "李雷");
    assert_eq!(missing["seats"][0]["state"], "expected");
    let text = packet(&sandbox, "boss", &["--format", "md"]).stdout;
    assert!(
        text.contains("Of 李雷 (due 2026-11-21T09:00:00Z)."),
        "{text}"
    );
    let csv = packet(&sandbox, "boss", &["--format", "csv"]).stdout;
    assert!(
        csv.contains(",onsite,李雷,李雷,,a,1,card-missing,"),
        "{csv}"
    );
}

#[test]
fn an_amendment_is_shown_with_its_reason() {
    let sandbox = kept();
    assert_eq!(packet(&sandbox, "i0@example.com", &[]).code, Some(0));
    let hash = store(&sandbox).rubrics().unwrap()[0].hash.clone();
    let amended = |name: &str, who: &str| {
        let card = sandbox.read(name).replace("score = 3", "score = 4");
        let card = Submission {
            seat: Seat::new("ada", "onsite", who),
            rubric: hash.clone(),
            shadow: false,
            sealed: false,
            bytes: card.into_bytes(),
        };
        Change::Amend(card, "I had *mixed up* two names".to_owned())
    };
    let names: Vec<_> = sandbox
        .files()
        .into_iter()
        .filter(|name| name.ends_with(".scorecard.toml"))
        .collect();
    keep(
        &sandbox,
        &[
            amended(&names[0], "i0@example.com"),
            amended(&names[1], "i1@example.com"),
        ],
    );
    let shown = json(&packet(&sandbox, "boss", &["--format", "json"]));
    let cards = &shown["cards"];
    assert_eq!(cards[0]["amended"]["revision"], 2);
    assert_eq!(cards[0]["amended"]["after_seeing_others"], true);
    assert_eq!(cards[1]["amended"]["after_seeing_others"], false);
    assert_eq!(
        shown["criteria"][0]["cells"][0]["value"], 4,
        "the latest revision counts"
    );
    let text = packet(&sandbox, "boss", &["--format", "md"]).stdout;
    assert!(
        text.contains("**after its author had seen others' scores**"),
        "{text}"
    );
    assert!(text.contains("I had \\*mixed up\\* two names"), "{text}");
}

#[test]
fn names_come_from_the_candidates_records() {
    let sandbox = kept();
    let record = Candidate {
        name: Some("Ada \u{202e}Łovelace".to_owned()),
        ..store(&sandbox).candidate("ada").unwrap().unwrap()
    };
    keep(&sandbox, &[Change::ChangeCandidate(record)]);
    let text = packet(&sandbox, "boss", &[]).stdout;
    assert!(text.contains("Ada \\u{202e}Łovelace"), "{text}");
}

#[test]
fn who_has_no_card_is_told_apart_from_who_is_unknown() {
    let sandbox = kept();
    keep(&sandbox, &[Change::AddCandidate(Candidate::new("bob"))]);
    let none = packet(&sandbox, "boss", &["bob"]);
    assert_eq!(none.code, Some(66));
    assert!(
        none.stderr
            .contains("no scorecard for `bob` that can be read"),
        "{}",
        none.stderr
    );
    let unknown = packet(&sandbox, "boss", &["adda"]);
    assert_eq!(unknown.code, Some(66));
    assert!(
        unknown.stderr.contains("did you mean `ada`?"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn a_rubric_that_moved_on_reads_the_cards_of_before() {
    let sandbox = kept();
    sandbox.write(
        "r.toml",
        sandbox
            .read("r.toml")
            .replace("version = \"1.0.0\"", "version = \"1.0.1\""),
    );
    let name = sandbox
        .files()
        .into_iter()
        .find(|name| name.ends_with(".scorecard.toml"))
        .unwrap();
    let card = sandbox.read(&name);
    let card = card
        .replace("i0@example.com", "i9@example.com")
        .replace("rubric-version = \"1.0.0\"", "rubric-version = \"1.0.1\"");
    sandbox.write("late.scorecard.toml", card);
    let submitted = sandbox.run(&[
        "submit",
        "late.scorecard.toml",
        "--rubric",
        "r.toml",
        "--store",
        "s.db",
    ]);
    assert_eq!(submitted.code, Some(0), "{}", submitted.stderr);
    let shown = packet(&sandbox, "boss", &["--format", "json"]);
    assert_eq!(json(&shown)["cards"].as_array().unwrap().len(), 3);
    assert_eq!(json(&shown)["rubric"]["version"], "1.0.1");
    assert!(
        shown
            .stderr
            .contains("was made with version `1.0.0`, and is read with `1.0.1`"),
        "{}",
        shown.stderr
    );
}

/// Puts a sealed card of a candidate of their own beside what the sandbox keeps.
fn with_sealed(sandbox: &Sandbox) {
    let hash = store(sandbox).rubrics().unwrap()[0].hash.clone();
    let sealed = Submission {
        seat: Seat::new("zed", "onsite", "i0@example.com"),
        rubric: hash,
        shadow: false,
        sealed: true,
        bytes: b"closed".to_vec(),
    };
    let zed = Change::AddCandidate(Candidate::new("zed"));
    keep(sandbox, &[zed, Change::Submit(sealed)]);
}

#[test]
fn whoever_has_only_sealed_cards_keeps_nobody_else_from_a_packet() {
    let sandbox = kept();
    with_sealed(&sandbox);
    let all = packet(&sandbox, "boss", &["--format", "json"]);
    assert_eq!(json(&all)["candidate"]["id"], "ada");
    assert!(
        all.stderr.contains("no packet for 1 candidate"),
        "{}",
        all.stderr
    );
    let named = packet(&sandbox, "boss", &["ada", "zed"]);
    assert_eq!((named.code, named.stdout.as_str()), (Some(66), ""));
    assert!(named.stderr.contains("panel open zed"), "{}", named.stderr);
}

#[test]
fn a_candidate_of_two_rubrics_has_two_packets() {
    let sandbox = kept();
    let other = |text: String| text.replace("\"r\"", "\"s\"");
    sandbox.write("s.toml", other(sandbox.read("r.toml")));
    let name = sandbox
        .files()
        .into_iter()
        .find(|name| name.ends_with(".scorecard.toml"))
        .unwrap();
    sandbox.write(
        "s.scorecard.toml",
        other(sandbox.read(&name)).replace("i0@", "i7@"),
    );
    let args = [
        "submit",
        "s.scorecard.toml",
        "--rubric",
        "s.toml",
        "--store",
        "s.db",
    ];
    sandbox.run(&args).exits(0);
    let run = packet(&sandbox, "boss", &["ada", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let rubrics: Vec<_> = all["packets"].as_array().unwrap().iter().collect();
    let of = |at: usize| {
        (
            rubrics[at]["rubric"]["id"].clone(),
            rubrics[at]["cards"].as_array().unwrap().len(),
        )
    };
    assert_eq!(rubrics.len(), 2);
    assert_eq!(of(0), ("r".into(), 2));
    assert_eq!(of(1), ("s".into(), 1));
}
