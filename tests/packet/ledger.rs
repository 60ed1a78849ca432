//! What was revised after the cards came: first and final values, and towards whom people moved.

use panelkit::store::{
    Access, Candidate, Change, Moment, Person, Seat, SqliteStore, Stamp, Store as _, Submission,
};
use serde_json::{Value, json};

use super::severity;
use crate::panel::{Card, packet as of_files, rubric, sandbox};
use crate::sandbox::{Run, Sandbox};

const CRITERIA: [(&str, &str); 2] = [("a", ""), ("b", "")];

/// People who sign in several scripts; one name has a letter in two parts and a joined emoji.
const WHO: [&str; 4] = ["Łucja", "李雷", "عمر", "Jose\u{301} 👩\u{200d}💻"];

fn card(who: &str, a: &str, b: &str) -> Card {
    Card::new(who, &[("a", a), ("b", b)])
}

/// A store with cards.
fn kept(cards: &[Card]) -> Sandbox {
    let sandbox = sandbox(&rubric(cards.len(), &CRITERIA, ""), cards);
    submit(&sandbox);
    sandbox
}

fn submit(sandbox: &Sandbox) {
    let args = ["submit", "cards", "--rubric", "r.toml", "--store", "s.db"];
    sandbox.run(&args).exits(0);
}

fn amend(sandbox: &Sandbox, card: &Card, reason: &str) {
    sandbox.write("amended.scorecard.toml", card.text());
    let args = [
        "--as",
        &card.interviewer,
        "submit",
        "amended.scorecard.toml",
        "--amend",
        "--reason",
        reason,
        "--rubric",
        "r.toml",
        "--store",
        "s.db",
    ];
    sandbox.run(&args).exits(0);
}

fn run(sandbox: &Sandbox, who: &str, args: &[&str]) -> Run {
    let start = ["--as", who, "packet", "ada", "--store", "s.db"];
    sandbox.run(&[&start, args].concat()).exits(0)
}

fn packet(sandbox: &Sandbox) -> Value {
    let run = run(sandbox, "boss", &["--format", "json"]);
    let all: Value = serde_json::from_str(&run.stdout).unwrap();
    all["packets"][0].clone()
}

fn ids(people: &Value) -> Vec<&str> {
    let people = people.as_array().unwrap().iter();
    people
        .map(|person| person["id"].as_str().unwrap())
        .collect()
}

fn sentences(ledger: &Value) -> Vec<&str> {
    let summary = ledger["summary"].as_array().unwrap().iter();
    summary.map(|sentence| sentence.as_str().unwrap()).collect()
}

#[test]
fn where_nothing_was_revised_there_is_no_ledger() {
    let cards = [card(WHO[0], "3", "3"), card(WHO[1], "2", "3")];
    let sandbox = kept(&cards);
    assert_eq!(packet(&sandbox)["ledger"], Value::Null);
    let text = run(&sandbox, "boss", &["--format", "md"]).stdout;
    assert!(!text.contains("What was revised"), "{text}");
    let files = of_files(&sandbox, &["--format", "json"]).exits(0);
    let files: Value = serde_json::from_str(&files.stdout).unwrap();
    assert_eq!(files["packets"][0]["ledger"], Value::Null);
}

#[test]
fn who_moved_how_far_and_towards_whom() {
    // Łucja stays at 4; the others come to her on one criterion, after they saw her scores.
    let sandbox = kept(&[
        card(WHO[0], "4", "3"),
        card(WHO[1], "2", "3").recommends("no-hire"),
        card(WHO[2], "3", "3"),
        card(WHO[3], "4", "3"),
    ]);
    let before = packet(&sandbox);
    run(&sandbox, WHO[1], &[]);
    amend(&sandbox, &card(WHO[1], "4", "3"), "She *showed* | it");
    amend(&sandbox, &card(WHO[2], "4", "3"), "typo");
    let after = packet(&sandbox);
    let ledger = &after["ledger"];
    assert_eq!(
        (&ledger["n_scores"], &ledger["n_moved"]),
        (&json!(8), &json!(2))
    );
    let moves = ledger["moves"].as_array().unwrap();
    assert_eq!(moves.len(), 2);
    let of = |who: &str| {
        moves
            .iter()
            .find(|one| one["interviewer"]["id"] == who)
            .unwrap()
    };
    let far = of(WHO[1]);
    let values = (&far["first"]["value"], &far["last"]["value"]);
    assert_eq!(values, (&json!(2), &json!(4)));
    assert_eq!(far["points"], 2.0);
    assert_eq!(
        ids(&far["towards"]),
        [WHO[3], WHO[0]],
        "as near to عمر as before"
    );
    assert_eq!(ids(&far["away_from"]), [""; 0]);
    assert_eq!(far["after_seeing_others"], true);
    assert_eq!(far["direction"], "towards");
    let near = of(WHO[2]);
    assert_eq!(near["after_seeing_others"], false);
    assert_eq!(
        ids(&near["away_from"]),
        [WHO[1]],
        "from what 李雷 gave first"
    );
    let mean = near["others_mean"].as_f64().unwrap();
    assert!((mean - 10.0 / 3.0).abs() < 1e-12, "{mean}: 4, 2 and 4");
    assert_eq!(ledger["spreads"][0]["first"], 2.0);
    assert_eq!(ledger["spreads"][0]["last"], 0.0);
    let turn = &ledger["recommendations"][0];
    assert_eq!(
        (&turn["first"], &turn["last"]),
        (&json!("no-hire"), &json!("hire"))
    );
    assert_eq!(ledger["amendments"][1]["reason"], "She *showed* | it");
    assert_eq!(ledger["first"]["verdict"], before["verdict"]);
    assert_eq!(
        ledger["first"]["fair"], before["fair"],
        "as the packet had it"
    );
    assert_eq!(ledger["last"]["verdict"], after["verdict"]);
    assert_eq!(ledger["last"]["fair"], after["fair"]);
    let said = sentences(ledger);
    let due = format!(
        "2 of 8 scores moved, all towards what {} and {} gave.",
        WHO[3], WHO[0]
    );
    assert_eq!(said[0], due);
    assert!(
        said.contains(&"The raters' spread on Title of a went from 2 to 0 points."),
        "{said:?}"
    );
    assert!(
        said.contains(&"李雷 recommended no hire first and recommends hire now."),
        "{said:?}"
    );
    assert!(
        said.iter()
            .any(|one| one.starts_with("李雷 moved 1 of 2 scores, 2 points in all")),
        "{said:?}"
    );
    let text = run(&sandbox, "boss", &["--format", "md"]).stdout;
    assert!(text.contains("She \\*showed\\* \\| it"), "{text}");
    for name in WHO {
        assert!(text.contains(name), "{name}: {text}");
    }
}

/// Two who meet in the middle have each moved towards the other, and the mean stays.
#[test]
fn both_can_move_towards_each_other_and_the_verdict_can_change() {
    let sandbox = kept(&[card(WHO[0], "4", "3"), card(WHO[1], "1", "3")]);
    let before = packet(&sandbox);
    assert_eq!(before["verdict"], "debrief");
    amend(&sandbox, &card(WHO[0], "3", "3"), "x");
    amend(&sandbox, &card(WHO[1], "3", "3"), "y");
    let after = packet(&sandbox);
    let ledger = &after["ledger"];
    let moves = ledger["moves"].as_array().unwrap();
    assert_eq!(ids(&moves[0]["towards"]), [WHO[1]]);
    assert_eq!(ids(&moves[1]["towards"]), [WHO[0]]);
    assert_eq!(ledger["first"]["verdict"], "debrief");
    assert_eq!(after["verdict"], "hire");
    let said = sentences(ledger);
    assert_eq!(
        said[0],
        "2 of 4 scores moved, all towards the mean of the others."
    );
    let last = said.last().unwrap();
    assert!(
        last.starts_with("By first values the verdict would be Debrief; by final ones it is Hire."),
        "{last}"
    );
}

#[test]
fn what_has_no_number_does_not_move() {
    let none = "\"not-assessed\"";
    let sandbox = kept(&[card(WHO[0], none, "3"), card(WHO[1], "2", "\"declined\"")]);
    amend(&sandbox, &card(WHO[0], "3", none), "x");
    amend(&sandbox, &card(WHO[1], "2", "\"no-evidence\""), "y");
    let ledger = &packet(&sandbox)["ledger"];
    let counts =
        ["n_scores", "n_moved", "n_given", "n_withdrawn"].map(|name| ledger[name].as_u64());
    assert_eq!(counts, [Some(3), Some(0), Some(1), Some(1)]);
    let moves = ledger["moves"].as_array().unwrap();
    let shown: Vec<_> = moves
        .iter()
        .map(|one| {
            (
                one["first"]["shown"].as_str().unwrap(),
                one["last"]["shown"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("not assessed", "3"),
            ("3", "not assessed"),
            ("declined", "no evidence")
        ]
    );
    for one in moves {
        assert_eq!(
            (&one["points"], &one["direction"]),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(one["towards"], json!([]));
    }
    let said = sentences(ledger);
    assert_eq!(said[0], "None of 3 scores moved.");
    assert_eq!(
        said[1],
        "1 score got a number that had none; 1 score lost the number it had."
    );
}

#[test]
fn there_and_back_is_no_move() {
    let sandbox = kept(&[card(WHO[0], "3", "3"), card(WHO[1], "2", "3")]);
    amend(&sandbox, &card(WHO[0], "4", "2"), "one");
    run(&sandbox, WHO[0], &[]);
    amend(&sandbox, &card(WHO[0], "3", "1"), "two");
    let ledger = &packet(&sandbox)["ledger"];
    let moves = ledger["moves"].as_array().unwrap();
    assert_eq!(moves.len(), 1);
    assert_eq!(moves[0]["criterion"]["id"], "b");
    assert_eq!(moves[0]["revisions"], json!([2, 3]));
    assert_eq!(moves[0]["after_seeing_others"], true, "by the second");
    assert_eq!(moves[0]["direction"], "away");
    assert_eq!(
        sentences(ledger)[0],
        "1 of 4 scores moved, away from the mean of the others."
    );
    let amendments = ledger["amendments"].as_array().unwrap();
    let amendments: Vec<_> = amendments
        .iter()
        .map(|one| {
            (
                one["revision"].as_u64().unwrap(),
                one["after_seeing_others"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(amendments, [(2, false), (3, true)]);
}

#[test]
fn words_can_be_amended_alone() {
    let sandbox = kept(&[card(WHO[0], "3", "3"), card(WHO[1], "3", "3")]);
    let mut reworded = card(WHO[0], "3", "3");
    reworded.scores[0].2 = "Put more plainly, with what was said and done.".to_owned();
    amend(&sandbox, &reworded, "not mine to tell");
    let ledger = &packet(&sandbox)["ledger"];
    assert_eq!(ledger["moves"], json!([]));
    assert_eq!(ledger["amendments"][0]["reason"], "not mine to tell");
    assert_eq!(sentences(ledger)[0], "None of 4 scores moved.");
}

#[test]
fn a_card_that_does_not_count_is_in_no_ledger() {
    let trainee = |score| card(WHO[2], score, "3").with("shadow = true");
    let sandbox = kept(&[card(WHO[0], "3", "3"), trainee("1")]);
    amend(&sandbox, &trainee("4"), "learnt");
    let shown = packet(&sandbox);
    assert_eq!(shown["ledger"], Value::Null);
    assert_eq!(shown["uncounted_cards"][0]["amended"]["reason"], "learnt");
}

#[test]
fn a_sealed_card_and_its_opened_one_are_one() {
    let sandbox = kept(&[card(WHO[0], "3", "3")]);
    let keep = |changes: &[Change]| {
        let stamp = Stamp {
            time: Moment::parse("2026-11-20T10:00:00Z").unwrap(),
            by: Person::new(WHO[1]),
        };
        let mut store = SqliteStore::open(&sandbox.path("s.db"), Access::Existing).unwrap();
        store.keep(&stamp, changes).unwrap();
    };
    let hash = packet(&sandbox)["rubric"]["hash"]
        .as_str()
        .unwrap()
        .to_owned();
    let submission = |bytes: &str, sealed| Submission {
        seat: Seat::new("ada", "onsite", WHO[1]),
        rubric: hash.clone(),
        shadow: false,
        sealed,
        bytes: bytes.as_bytes().to_vec(),
    };
    let opened = card(WHO[1], "2", "3").text();
    keep(&[Change::Submit(submission("closed", true))]);
    keep(&[Change::OpenSeal(submission(&opened, false))]);
    assert_eq!(packet(&sandbox)["ledger"], Value::Null);
    amend(&sandbox, &card(WHO[1], "3", "3"), "typo");
    let ledger = &packet(&sandbox)["ledger"];
    assert_eq!(ledger["unread"], json!([]));
    assert_eq!(ledger["moves"][0]["first"]["value"], 2, "what was opened");
    assert_eq!(ledger["moves"][0]["revisions"], json!([3]));
}

#[test]
fn a_first_version_that_cannot_be_read_is_told() {
    let cards = [card(WHO[0], "3", "3"), card(WHO[1], "2", "3")];
    let old = rubric(2, &[("a", ""), ("b", ""), ("old", "")], "");
    let sandbox = sandbox(&old, &[]);
    for (n, card) in cards.iter().enumerate() {
        let more = "[[score]]\ncriterion = \"old\"\nscore = 2\nevidence = \"x\"\n";
        sandbox.write(&format!("cards/{n}.scorecard.toml"), card.text() + more);
    }
    submit(&sandbox);
    let new = rubric(2, &CRITERIA, "").replace("version = \"1.0.0\"", "version = \"2.0.0\"");
    sandbox.write("r.toml", new);
    for (n, card) in cards.iter().enumerate() {
        let text = card
            .text()
            .replace("rubric-version = \"1.0.0\"", "rubric-version = \"2.0.0\"");
        sandbox.write("amended.scorecard.toml", text);
        let args = [
            "--as",
            WHO[n],
            "submit",
            "amended.scorecard.toml",
            "--amend",
            "--reason",
            "the rubric moved on",
            "--rubric",
            "r.toml",
            "--store",
            "s.db",
        ];
        sandbox.run(&args).exits(0);
    }
    let ledger = &packet(&sandbox)["ledger"];
    assert_eq!(ledger["unread"].as_array().unwrap().len(), 2);
    assert_eq!(ledger["moves"], json!([]));
    let said = sentences(ledger);
    assert!(
        said.iter()
            .any(|one| one.starts_with("What Łucja first gave in Onsite cannot be read")),
        "{said:?}"
    );
}

/// Severities stay where all final scores put them; this candidate's first scores are put in.
#[test]
fn the_first_values_are_corrected_for_severity_too() {
    let sandbox = severity::panel();
    submit(&sandbox);
    let candidate = Candidate::new("steady");
    let shown = |format: &str| {
        let args = [
            "--as",
            "boss",
            "packet",
            &candidate.id,
            "--store",
            "s.db",
            "--format",
            format,
        ];
        sandbox.run(&args).exits(0).stdout
    };
    let first: Value = serde_json::from_str(&shown("json")).unwrap();
    assert_eq!(first["packets"][0]["method"]["name"], "severity-model");
    let low = ["a", "b", "c", "d"].map(|id| (id, "1"));
    amend(
        &sandbox,
        &Card::new("i1", &low).of("steady"),
        "second thoughts",
    );
    let found: Value = serde_json::from_str(&shown("json")).unwrap();
    let ledger = &found["packets"][0]["ledger"];
    assert_eq!(
        (&ledger["n_scores"], &ledger["n_moved"]),
        (&json!(12), &json!(4))
    );
    let value = |of: &Value| of["fair"]["value"].as_f64().unwrap();
    let (was, is) = (value(&ledger["first"]), value(&ledger["last"]));
    let before = value(&first["packets"][0]);
    assert!(
        (was - before).abs() < 0.1,
        "{was} and {before}: four of 500 scores moved severities"
    );
    assert!(was - is > 0.3, "{was} to {is}");
    assert_eq!(
        sentences(ledger)[0],
        "4 of 12 scores moved, all away from the mean of the others."
    );
    assert!(shown("text").contains("What was revised"));
}
