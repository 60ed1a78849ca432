//! Ratings of cards that a store keeps: which count, who may see them, and what the log says.

use panelkit::store::{
    Access, Assignment, Change, Entry, Moment, Person, Seat, SqliteStore, Stamp, Store as _,
    Submission,
};
use serde_json::{Value, json};

use crate::export::NAMES;
use crate::panel::{CARD, Card, RUBRIC, rows, rubric, sandbox};
use crate::sandbox::{Run, Sandbox};

const CRITERIA: [(&str, &str); 2] = [("a", ""), ("b", "")];

fn keep(sandbox: &Sandbox, changes: &[Change]) {
    let stamp = Stamp {
        time: Moment::parse("2026-11-20T10:00:00Z").unwrap(),
        by: Person::new("recruiter@example.com"),
    };
    let mut store = SqliteStore::open(&sandbox.path("s.db"), Access::Existing).unwrap();
    store.keep(&stamp, changes).unwrap();
}

/// Cards of a rubric with the criteria `a` and `b`, in a store.
fn kept(cards: &[Card]) -> Sandbox {
    let sandbox = sandbox(&rubric(2, &CRITERIA, ""), cards);
    submit(&sandbox, "cards", "r.toml");
    sandbox
}

fn submit(sandbox: &Sandbox, cards: &str, rubric: &str) {
    sandbox
        .run(&["submit", cards, "--rubric", rubric, "--store", "s.db"])
        .exits(0);
}

fn calibrate(sandbox: &Sandbox, who: &str, args: &[&str]) -> Run {
    let all = [&["--as", who, "calibrate", "--store", "s.db"], args].concat();
    sandbox.run(&all)
}

fn json_of(sandbox: &Sandbox, who: &str, args: &[&str]) -> Value {
    let all = [&["--format", "json"], args].concat();
    let run = calibrate(sandbox, who, &all).exits(0);
    serde_json::from_str(&run.stdout).unwrap()
}

fn ids(analysis: &Value, kind: &str) -> Vec<String> {
    let rows = analysis[kind].as_array().unwrap().iter();
    rows.map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

/// Whose scores the log says were shown, and by what.
fn looks(sandbox: &Sandbox) -> Vec<(String, String)> {
    let store = SqliteStore::open(&sandbox.path("s.db"), Access::Existing).unwrap();
    let mut found = Vec::new();
    store
        .events(1, &mut |event| {
            if let Some((_, Entry::ScoresShown(look))) = event.content {
                found.push((look.candidate, look.what));
            }
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    found
}

#[test]
fn current_cards_count_and_trainees_do_not() {
    let sandbox = kept(&[
        Card::new(NAMES[0], &[("a", "3"), ("b", "\"no-evidence\"")]),
        Card::new(NAMES[1], &[("a", "4"), ("b", "2")]),
        Card::new(NAMES[2], &[("a", "1"), ("b", "1")]).with("shadow = true"),
        Card::new(NAMES[3], &[("a", "2"), ("b", "2")]).of("bob"),
        Card::new(NAMES[4], &[("a", "1"), ("b", "2")]).of("bob"),
    ]);
    // The later revision of a card counts in place of the first.
    let amended = Card::new(NAMES[0], &[("a", "2"), ("b", "\"no-evidence\"")]);
    sandbox.write("new/0.scorecard.toml", amended.text());
    let args = ["submit", "new", "--rubric", "r.toml", "--store", "s.db"];
    let args = [
        &args[..],
        &["--amend", "--reason", "a slip", "--as", NAMES[0]],
    ]
    .concat();
    sandbox.run(&args).exits(0);
    let sealed = Submission {
        seat: Seat::new("bob", "onsite", "sealed@example.com"),
        rubric: hash(&sandbox),
        shadow: false,
        sealed: true,
        bytes: b"age-encryption.org/v1 \xff\x00".to_vec(),
    };
    keep(&sandbox, &[Change::Submit(sealed)]);

    let found = json_of(&sandbox, "recruiter", &[]);
    let data = &found["data"];
    assert_eq!(data["n_ratings"], 7);
    assert_eq!(data["n_missing"], 1);
    assert_eq!(data["n_shadow"], 2);
    assert_eq!(data["scale"], json!([1, 2, 3, 4]));
    let left_out = json!({"candidates": 0, "sealed_cards": 1, "resume_reviews": 0});
    assert_eq!(data["left_out"], left_out);
    assert_eq!(ids(&found, "candidates"), ["ada", "bob"]);
    assert_eq!(ids(&found, "criteria"), ["r/a", "r/b"]);
    // Sorted by bytes, each as it was written; who only shadowed is there and has no rating.
    let mut names = NAMES.map(str::to_owned);
    names.sort();
    assert_eq!(ids(&found, "interviewers"), names);
    let of = |name: &str| {
        let all = found["interviewers"].as_array().unwrap();
        all.iter().find(|one| one["id"] == name).unwrap().clone()
    };
    assert_eq!(of(NAMES[0])["raw"], 2.0);
    assert_eq!(of(NAMES[2])["n"], 0);
    assert_eq!(of(NAMES[2])["reason"], "no ratings");
    assert_eq!(found["connectivity"]["components"], 2);
    assert_ne!(
        found["candidates"][0]["component"],
        found["candidates"][1]["component"]
    );
    let seen = [("ada", "calibrate"), ("bob", "calibrate")];
    let seen = seen.map(|(id, what)| (id.to_owned(), what.to_owned()));
    assert_eq!(looks(&sandbox), seen);
}

fn hash(sandbox: &Sandbox) -> String {
    let store = SqliteStore::open(&sandbox.path("s.db"), Access::Existing).unwrap();
    store.rubrics().unwrap().remove(0).hash
}

#[test]
fn a_candidate_for_whom_a_card_is_due_is_in_no_figure() {
    let sandbox = kept(&[
        Card::new("in@example.com", &[("a", "4"), ("b", "4")]),
        Card::new("in@example.com", &[("a", "1"), ("b", "2")]).of("bob"),
        Card::new("only-ada@example.com", &[("a", "4"), ("b", "4")]),
    ]);
    let due = Change::Assign(Assignment {
        seat: Seat::new("ada", "onsite", "due@example.com"),
        due: None,
        shadow: false,
    });
    keep(&sandbox, &[due]);
    let run = calibrate(&sandbox, " Due@Example.com", &["--format", "json"]).exits(0);
    assert!(!run.stdout.contains("ada"), "{}", run.stdout);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(found["data"]["left_out"]["candidates"], 1);
    assert_eq!(ids(&found, "candidates"), ["bob"]);
    assert_eq!(ids(&found, "interviewers"), ["in@example.com"]);
    assert_eq!(found["interviewers"][0]["raw"], 1.5);
    run.says("has a card due for 1 candidate: what came from others is left out");
    assert_eq!(
        looks(&sandbox),
        [("bob".to_owned(), "calibrate".to_owned())]
    );
    // Others see all.
    let all = json_of(&sandbox, "in@example.com", &[]);
    assert_eq!(ids(&all, "candidates"), ["ada", "bob"]);
}

#[test]
fn rubrics_of_different_scales_are_not_mixed() {
    let sandbox = kept(&[Card::new("in@example.com", &[("a", "3"), ("b", "3")])]);
    let three = "[scale]\nbar = \"b\"\npoints = [{ id = \"a\", value = 0, label = \"A\", meaning = \"m\" }, { id = \"b\", value = 1, label = \"B\", meaning = \"m\" }, { id = \"c\", value = 2, label = \"C\", meaning = \"m\" }]\n";
    let other = RUBRIC.replacen("[[level]]", &format!("{three}\n[[level]]"), 1);
    sandbox.write("baker.toml", other);
    let card = CARD
        .replace("score = 3", "score = 2")
        .replace("\"exceeds\"", "\"b\"");
    sandbox.write("baker.scorecard.toml", card);
    submit(&sandbox, "baker.scorecard.toml", "baker.toml");
    calibrate(&sandbox, "recruiter", &[])
        .exits(65)
        .shows_nothing()
        .says("they cannot be calibrated together")
        .says("--rubric ID");
    assert!(looks(&sandbox).is_empty(), "nothing was shown");
    let found = json_of(&sandbox, "recruiter", &["--rubric", "baker"]);
    assert_eq!(found["data"]["scale"], json!([0, 1, 2]));
    assert_eq!(found["data"]["n_ratings"], 2);
    assert_eq!(ids(&found, "criteria"), ["baker/care", "baker/dough"]);
    calibrate(&sandbox, "recruiter", &["--rubric", "bakr"])
        .exits(66)
        .says("did you mean `baker`?");
}

#[test]
fn formulas_are_defused_in_tables() {
    let sandbox = kept(&[Card::new("=1+1", &[("a", "3"), ("b", "2")])]);
    let run = calibrate(&sandbox, "recruiter", &["--format", "csv"]).exits(0);
    let table = rows(&run.stdout);
    let interviewer = table.iter().find(|row| row["facet"] == "interviewer");
    assert_eq!(interviewer.unwrap()["id"], "'=1+1");
    let facets: Vec<_> = table.iter().map(|row| row["facet"].as_str()).collect();
    assert_eq!(
        facets,
        ["candidate", "interviewer", "criterion", "criterion"]
    );
}

#[test]
fn whoever_asks_must_say_who_they_are_and_there_must_be_scores() {
    let sandbox = kept(&[Card::new("in@example.com", &[("a", "\"declined\"")])]);
    sandbox
        .run(&["calibrate", "--store", "s.db"])
        .exits(77)
        .says("it is not told who you are");
    calibrate(&sandbox, "recruiter", &[])
        .exits(66)
        .shows_nothing()
        .says("the store has no score that can be read");
    sandbox.run(&["calibrate", "--store", "none.db"]).exits(66);
    sandbox
        .run(&["calibrate"])
        .exits(2)
        .says("no store is named");
}
