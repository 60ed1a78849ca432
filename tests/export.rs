//! What is kept as tables and JSON Lines: every card that is there, every one that is not, nothing
//! for whoever has a card due, and nothing that a spreadsheet would run.

use std::collections::BTreeMap;

use panelkit::store::{
    Access, Assignment, Candidate, Change, Choice, Leave, Moment, Person, Seat, SqliteStore, Stamp,
    Store as _, Submission,
};
use serde_json::Value;

use crate::panel::{Card, rows, rubric, sandbox};
use crate::sandbox::{Run, Sandbox};
use crate::status::decided;

const CRITERIA: [(&str, &str); 2] = [("a", "weight = 2.5"), ("b", "")];

/// Names in many scripts, one of them with a letter in two parts and a joined emoji.
pub(crate) const NAMES: [&str; 5] = [
    "Łucja",
    "Thị Ánh",
    "李雷",
    "عمر",
    "Jose\u{301} 👩\u{200d}💻",
];

fn store(sandbox: &Sandbox) -> SqliteStore {
    SqliteStore::open(&sandbox.path("s.db"), Access::Existing).unwrap()
}

fn stamp(time: &str) -> Stamp {
    Stamp {
        time: Moment::parse(time).unwrap(),
        by: Person::new("recruiter@example.com"),
    }
}

fn keep(sandbox: &Sandbox, changes: &[Change]) {
    store(sandbox)
        .keep(&stamp("2026-11-20T10:00:00Z"), changes)
        .unwrap();
}

fn assign(seat: Seat, due: &str, shadow: bool) -> Change {
    Change::Assign(Assignment {
        seat,
        due: Moment::parse(due),
        shadow,
    })
}

fn submit(sandbox: &Sandbox) {
    let submitted = sandbox.run(&["submit", "cards", "--rubric", "r.toml", "--store", "s.db"]);
    assert_eq!(submitted.code, Some(0), "{}", submitted.stderr);
}

/// A panel of three per round: two cards in a store.
fn kept(cards: &[Card]) -> Sandbox {
    let sandbox = sandbox(&rubric(3, &CRITERIA, ""), cards);
    submit(&sandbox);
    sandbox
}

fn two_cards() -> Sandbox {
    kept(&[
        Card::new(NAMES[0], &[("a", "3"), ("b", "\"no-evidence\"")])
            .with("private-note = \"sécret\""),
        Card::new(NAMES[2], &[("a", "4")]).recommends("strong-hire"),
    ])
}

fn export_as(sandbox: &Sandbox, who: &str, args: &[&str]) -> Run {
    let mut all = vec!["--as", who, "export"];
    all.extend(args);
    all.extend(["--store", "s.db"]);
    sandbox.run(&all)
}

fn table(sandbox: &Sandbox, args: &[&str]) -> Vec<BTreeMap<String, String>> {
    let run = export_as(sandbox, "reader@example.com", args).exits(0);
    rows(&run.stdout)
}

/// The cells of some columns, row by row.
fn pick(table: &[BTreeMap<String, String>], columns: &[&str]) -> Vec<String> {
    let row = |row: &BTreeMap<String, String>| {
        let cells: Vec<_> = columns.iter().map(|column| row[*column].as_str()).collect();
        cells.join("|")
    };
    table.iter().map(row).collect()
}

fn kinds(sandbox: &Sandbox) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    let visit = &mut |event: panelkit::store::Event| {
        kinds.extend(event.content.map(|(_, entry)| entry.kind()));
        std::ops::ControlFlow::Continue(())
    };
    store(sandbox).events(1, visit).unwrap();
    kinds
}

#[test]
fn every_score_and_every_missing_card_has_a_row() {
    let sandbox = two_cards();
    let found = table(&sandbox, &["scores"]);
    let columns = [
        "interviewer",
        "criterion",
        "state",
        "score",
        "point",
        "seat",
        "recommendation",
    ];
    assert_eq!(
        pick(&found, &columns),
        [
            "Łucja|a|scored|3|meets|in|hire",
            "Łucja|b|no-evidence|||in|hire",
            "李雷|a|scored|4|exceeds|in|strong-hire",
            "李雷|b|not-assessed|||in|strong-hire",
            "||card-missing|||unassigned|",
        ]
    );
    let first = &found[0];
    assert_eq!(first["criterion_title"], "Title of a");
    assert_eq!(
        (first["weight"].as_str(), first["shadow"].as_str()),
        ("2.5", "false")
    );
    assert_eq!(first["evidence"], "What Łucja saw of a.");
    assert!(first["rubric_hash"].starts_with("sha256:"), "{first:?}");
    assert_eq!(first["card"].len(), 64);
    assert_eq!(first["revision"], "1");
    assert_eq!(first["after_seeing_others"], "false");
}

#[test]
fn private_notes_are_in_no_export() {
    let sandbox = two_cards();
    for args in [
        &["scores"][..],
        &["scores", "--wide"],
        &["scores", "--format", "jsonl"],
        &["panels"],
        &["audit"],
        &["audit", "--format", "jsonl"],
    ] {
        let run = export_as(&sandbox, "reader@example.com", args).exits(0);
        assert!(run.stdout.contains("ada"), "{args:?}");
        assert!(!run.stdout.contains("sécret"), "{args:?}");
    }
}

#[test]
fn each_state_of_a_seat_is_told() {
    let sandbox = two_cards();
    let seat = |who: &str| Seat::new("ada", "onsite", who);
    let leave = |who: &str, declined| {
        Change::Unassign(Leave {
            seat: seat(who),
            declined,
            reason: "ill".to_owned(),
        })
    };
    let sealed = Submission {
        seat: seat("sealed@example.com"),
        rubric: hash(&sandbox),
        shadow: false,
        sealed: true,
        bytes: b"age-encryption.org/v1 \xff\x00".to_vec(),
    };
    keep(
        &sandbox,
        &[
            assign(seat("due@example.com"), "2999-01-01T00:00:00Z", false),
            assign(seat("late@example.com"), "2026-11-20T11:00:00Z", false),
            assign(seat("trainee@example.com"), "2999-01-01T00:00:00Z", true),
            assign(seat("no@example.com"), "", false),
            assign(seat("off@example.com"), "", false),
            leave("no@example.com", true),
            leave("off@example.com", false),
            Change::Submit(sealed),
        ],
    );
    let found = table(&sandbox, &["scores"]);
    let without: Vec<_> = found
        .iter()
        .filter(|row| row["criterion"].is_empty())
        .cloned()
        .collect();
    assert_eq!(
        pick(&without, &["interviewer", "state", "seat", "due", "shadow"]),
        [
            "due@example.com|card-missing|due|2999-01-01T00:00:00Z|false",
            "late@example.com|card-missing|overdue|2026-11-20T11:00:00Z|false",
            "no@example.com|card-missing|declined||false",
            "off@example.com|card-missing|withdrawn||false",
            "sealed@example.com|sealed|in||false",
            "trainee@example.com|card-missing|due|2999-01-01T00:00:00Z|true",
        ]
    );
    assert!(without.iter().all(|row| row["rubric_version"] == "1.0.0"));
    let wide = table(&sandbox, &["scores", "--wide"]);
    assert_eq!(
        pick(
            &wide,
            &[
                "cards",
                "cards_missing",
                "mean:a",
                "state:a",
                "mean:b",
                "state:b"
            ]
        ),
        ["2|3|3.5|card-missing;scored||card-missing;no-evidence;not-assessed"]
    );
    let panels = table(&sandbox, &["panels"]);
    assert_eq!(
        pick(
            &panels,
            &["interviewer", "seat", "assigned", "sealed", "revisions"]
        ),
        [
            "due@example.com|due|true||0",
            "late@example.com|overdue|true||0",
            "no@example.com|declined|true||0",
            "off@example.com|withdrawn|true||0",
            "sealed@example.com|in|false|true|1",
            "trainee@example.com|due|true||0",
            "Łucja|in|false|false|1",
            "李雷|in|false|false|1",
        ]
    );
    let late: i64 = panels[1]["late_minutes"].parse().unwrap();
    let since = Moment::now().seconds() - Moment::parse("2026-11-20T11:00:00Z").unwrap().seconds();
    assert!((since / 60 - late).abs() <= 1, "{late}");
}

fn hash(sandbox: &Sandbox) -> String {
    store(sandbox).rubrics().unwrap().remove(0).hash
}

#[test]
fn cards_that_nobody_was_asked_for_are_expected_by_the_record_too() {
    let sandbox = two_cards();
    let record = |id: &str, level: Option<&str>| {
        Change::AddCandidate(Candidate {
            name: Some(NAMES[4].to_owned()),
            level: level.map(str::to_owned),
            rubric: Some("r".to_owned()),
            ..Candidate::new(id)
        })
    };
    keep(&sandbox, &[record("bob", Some("mid")), record("cai", None)]);
    let found = table(&sandbox, &["scores", "bob", "cai"]);
    let columns = [
        "candidate",
        "name",
        "level",
        "rubric",
        "round",
        "state",
        "seat",
    ];
    let row = format!("bob|{}|mid|r|onsite|card-missing|unassigned", NAMES[4]);
    assert_eq!(pick(&found, &columns), [row.as_str(); 3]);
    let found = table(&sandbox, &["panels", "bob"]);
    assert_eq!(pick(&found, &["round", "seat"]), ["onsite|unassigned"; 3]);
}

#[test]
fn amendments_and_trainees_are_marked() {
    let cards = [
        Card::new(NAMES[1], &[("a", "1"), ("b", "2")]),
        Card::new(NAMES[3], &[("a", "4"), ("b", "4")]).with("shadow = true"),
    ];
    let sandbox = kept(&cards);
    let look = panelkit::store::Look {
        candidate: "ada".to_owned(),
        what: "packet".to_owned(),
    };
    let stamp = Stamp {
        time: Moment::parse("2026-11-20T10:00:00Z").unwrap(),
        by: Person::new(NAMES[1]),
    };
    store(&sandbox).keep(&stamp, &[Change::Show(look)]).unwrap();
    let amended = |text: String| Submission {
        seat: Seat::new("ada", "onsite", NAMES[1]),
        rubric: hash(&sandbox),
        shadow: false,
        sealed: false,
        bytes: text.into_bytes(),
    };
    let text = cards[0].text();
    for (score, reason) in [("score = 3", "misread"), ("score = 2", "again")] {
        let changed = amended(text.replacen("score = 1", score, 1));
        let change = Change::Amend(changed, reason.to_owned());
        store(&sandbox).keep(&stamp, &[change]).unwrap();
    }
    let found = table(&sandbox, &["scores"]);
    let columns = [
        "interviewer",
        "score",
        "shadow",
        "revision",
        "after_seeing_others",
    ];
    let cards = |found: &[BTreeMap<String, String>]| pick(found, &columns)[..4].to_vec();
    assert_eq!(
        cards(&found),
        [
            "Thị Ánh|2|false|3|true",
            "Thị Ánh|2|false|3|true",
            "عمر|4|true|1|false",
            "عمر|4|true|1|false",
        ]
    );
    let wide = table(&sandbox, &["scores", "--wide"]);
    assert_eq!(
        pick(&wide, &["cards", "cards_missing", "mean:a"]),
        ["1|2|2"]
    );
}

#[test]
fn formulas_are_defused_and_every_name_is_as_it_was() {
    let cards: Vec<_> = NAMES
        .iter()
        .chain(&["=HYPERLINK(\"x\")", "+1", "-2", "@SUM(A1)", "＝1"])
        .map(|who| Card::new(who, &[("a", "3"), ("b", "2")]))
        .collect();
    let sandbox = kept(&cards);
    let found = table(&sandbox, &["scores"]);
    let who: std::collections::BTreeSet<_> = pick(&found, &["interviewer"]).into_iter().collect();
    for name in NAMES {
        assert!(who.contains(name), "{name} in {who:?}");
    }
    for formula in ["'=HYPERLINK(\"x\")", "'+1", "'-2", "'@SUM(A1)", "'＝1"] {
        assert!(who.contains(formula), "{formula} in {who:?}");
    }
    // JSON is no spreadsheet: there a text is what it is.
    let lines = export_as(&sandbox, "reader", &["scores", "--format", "jsonl"]).exits(0);
    assert!(
        lines
            .stdout
            .contains("\"interviewer\":\"=HYPERLINK(\\\"x\\\")\"")
    );
}

#[test]
fn json_lines_are_one_object_each_with_a_version() {
    let sandbox = two_cards();
    let run = export_as(&sandbox, "reader", &["scores", "-o", "s.jsonl"]).exits(0);
    run.says("wrote s.jsonl, 5 rows");
    let text = sandbox.read("s.jsonl");
    let objects: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(objects.len(), 5);
    assert!(text.starts_with("{\"format\":1,\"candidate\":\"ada\","));
    assert!(objects.iter().all(|object| object["format"] == 1));
    assert_eq!(objects[0]["indicators"], serde_json::json!([]));
    assert_eq!(objects[1]["score"], Value::Null);
    assert_eq!(objects[4]["state"], "card-missing");
    let csv = export_as(&sandbox, "reader", &["scores"]).exits(0).stdout;
    let header: Vec<_> = csv
        .lines()
        .next()
        .unwrap()
        .split(',')
        .map(str::to_owned)
        .collect();
    for object in &objects {
        let keys = object.as_object().unwrap();
        assert!(header.iter().all(|column| keys.contains_key(column)));
        assert_eq!(keys.len(), header.len() + 1, "and the version");
    }
}

#[test]
fn whoever_has_a_card_due_gets_no_scores_and_the_log_says_so() {
    let sandbox = two_cards();
    let due = assign(Seat::new("ada", "onsite", "due@example.com"), "", false);
    keep(&sandbox, &[due]);
    for args in [
        &["scores"][..],
        &["scores", "--wide"],
        &["scores", "ada", "--format", "jsonl"],
    ] {
        export_as(&sandbox, " Due@Example.COM", args)
            .exits(77)
            .shows_nothing()
            .says("has a card due for `ada`");
    }
    let seen = kinds(&sandbox);
    assert_eq!(
        seen.iter().filter(|kind| **kind == "look-refused").count(),
        3
    );
    assert!(!seen.contains(&"scores-shown"));
    table(&sandbox, &["scores"]);
    assert!(kinds(&sandbox).contains(&"scores-shown"));
}

#[test]
fn a_refusal_for_one_candidate_is_none_for_another() {
    let sandbox = kept(&[
        Card::new(NAMES[0], &[("a", "3"), ("b", "3")]),
        Card::new(NAMES[0], &[("a", "2"), ("b", "2")]).of("bob"),
    ]);
    let due = assign(Seat::new("ada", "onsite", "due@example.com"), "", false);
    keep(&sandbox, &[due]);
    export_as(&sandbox, "due@example.com", &["scores"]).exits(77);
    let run = export_as(&sandbox, "due@example.com", &["scores", "bob"]).exits(0);
    assert!(!run.stdout.contains("ada"));
    assert!(run.stdout.contains("bob"));
}

#[test]
fn lists_leave_out_what_somebody_may_not_see_yet() {
    let sandbox = kept(&[
        Card::new(NAMES[0], &[("a", "3"), ("b", "3")]),
        Card::new(NAMES[0], &[("a", "2"), ("b", "2")]).of("bob"),
    ]);
    let decision = |candidate: &str| decided(candidate, Choice::NoHire, "wörd");
    let due = assign(
        Seat::new("ada", "onsite", "due@example.com"),
        "2999-01-01T00:00:00Z",
        false,
    );
    keep(&sandbox, &[due, decision("ada"), decision("bob")]);
    let who = "due@example.com";
    let run = export_as(&sandbox, who, &["panels"]).exits(0);
    let run = run.says("due@example.com has a card due for 1 candidate");
    let found = rows(&run.stdout);
    let columns = [
        "candidate",
        "interviewer",
        "seat",
        "came",
        "revisions",
        "decision",
    ];
    let ada: Vec<_> = found
        .iter()
        .filter(|row| row["candidate"] == "ada")
        .cloned()
        .collect();
    assert_eq!(
        pick(&ada, &columns),
        ["ada|due@example.com|due||0|"],
        "others' seats are left out"
    );
    let bob: Vec<_> = found
        .iter()
        .filter(|row| row["candidate"] == "bob")
        .cloned()
        .collect();
    assert_eq!(
        pick(&bob, &["interviewer", "seat", "decision"])[0],
        "Łucja|in|no-hire"
    );
    let run = export_as(&sandbox, who, &["audit"]).exits(0);
    let found = rows(&run.stdout);
    let hidden: Vec<_> = found
        .iter()
        .filter(|row| row["says"].starts_with("not shown"))
        .collect();
    assert_eq!(hidden.len(), 4, "added, card, seat, decision");
    for row in hidden {
        assert_eq!(
            (
                row["kind"].as_str(),
                row["by"].as_str(),
                row["candidate"].as_str()
            ),
            ("", "", "")
        );
        assert_eq!(row["hash"].len(), 64);
    }
    assert_eq!(run.stdout.matches("wörd").count(), 1, "bob's");
    assert!(!kinds(&sandbox).contains(&"look-refused"));
}

#[test]
fn somebody_must_say_who_they_are() {
    let sandbox = two_cards();
    for what in ["scores", "panels", "audit"] {
        sandbox
            .run(&["export", what, "--store", "s.db"])
            .exits(77)
            .says("it is not told who you are");
    }
}

#[test]
fn the_log_says_what_happened_and_not_what_is_on_cards() {
    let sandbox = two_cards();
    let gone = Change::AddCandidate(Candidate {
        name: Some("Nadia".to_owned()),
        ..Candidate::new("nadia")
    });
    keep(
        &sandbox,
        &[
            gone,
            assign(
                Seat::new("ada", "onsite", "x"),
                "2026-11-20T11:00:00+01:00",
                true,
            ),
        ],
    );
    store(&sandbox)
        .erase(&stamp("2026-11-20T12:00:00Z"), "nadia", "asked for it")
        .unwrap();
    let found = table(&sandbox, &["audit"]);
    let kinds = pick(&found, &["event", "kind"]);
    assert_eq!(
        kinds,
        [
            "1|rubric-kept",
            "2|candidate-added",
            "3|card-submitted",
            "4|card-submitted",
            "5|candidate-added",
            "6|seat-assigned",
            "7|candidate-erased",
        ]
    );
    assert_eq!(found[1]["says"], "level mid; rubric r");
    assert!(found[2]["says"].starts_with("card "), "{:?}", found[2]);
    assert_eq!(
        (found[2]["round"].as_str(), found[2]["interviewer"].as_str()),
        ("onsite", "Łucja")
    );
    assert_eq!(
        (found[4]["says"].as_str(), found[4]["by"].as_str()),
        ("erased", "")
    );
    assert_eq!(found[5]["says"], "due 2026-11-20T10:00:00Z; shadow");
    assert_eq!(found[6]["says"], "asked for it; events 5-5");
    let head = store(&sandbox).head().unwrap();
    assert_eq!(found[6]["hash"], head.hash.to_string());
    let text = export_as(&sandbox, "reader", &["audit"]).stdout;
    assert!(
        !text.contains("saw of") && !text.contains("Nadia"),
        "{text}"
    );
}

#[test]
fn what_makes_no_sense_is_said() {
    let sandbox = two_cards();
    for (args, code, words) in [
        (&["scores", "adda"][..], 66, "did you mean `ada`?"),
        (&["scores", "--long", "--wide"], 2, "cannot be used with"),
        (
            &["scores", "--wide", "--format", "jsonl"],
            2,
            "--wide is for --format csv",
        ),
        (
            &["panels", "--bom", "-o", "x.jsonl"],
            2,
            "--bom and --excel are for --format csv",
        ),
        (
            &["audit", "-o", "no/where.csv"],
            73,
            "cannot create no/where.csv",
        ),
        (&["audit", "-o", "."], 73, "cannot create .: it is a folder"),
    ] {
        export_as(&sandbox, "reader", args)
            .exits(code)
            .shows_nothing()
            .says(words);
    }
    assert!(!sandbox.path("x.jsonl").exists());
    let run = sandbox.run(&["--as", "x", "export", "scores", "--store", "none.db"]);
    run.exits(66).shows_nothing();
}

#[test]
fn files_are_their_owners_and_begin_with_a_mark_where_asked() {
    let sandbox = two_cards();
    export_as(&sandbox, "reader", &["scores", "--bom", "-o", "s.csv"]).exits(0);
    let text = sandbox.read("s.csv");
    assert!(text.starts_with("\u{feff}candidate,"));
    assert_eq!(text.matches("\r\n").count(), 6);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = sandbox
            .path("s.csv")
            .metadata()
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_reader_who_goes_away_and_a_full_disk() {
    let sandbox = two_cards();
    for what in [
        "scores",
        "panels",
        "audit",
        "scores --wide",
        "audit --format jsonl",
    ] {
        let line =
            format!("\"$PANELKIT\" --as x export {what} --store s.db | head -c 1 >/dev/null");
        let run = sandbox.sh(&line).exits(0);
        assert_eq!(run.stderr, "", "{what}");
        let line = format!("\"$PANELKIT\" --as x export {what} --store s.db >/dev/full");
        sandbox.sh(&line).exits(74).says("cannot write the output");
        let line = format!("\"$PANELKIT\" --as x export {what} --store s.db -o /dev/full");
        sandbox.sh(&line).exits(74).says("cannot write /dev/full");
    }
}

#[test]
fn the_same_store_gives_the_same_bytes() {
    let sandbox = two_cards();
    let one = export_as(&sandbox, "reader", &["scores"]).stdout;
    assert_eq!(export_as(&sandbox, "other", &["scores"]).stdout, one);
}

#[test]
fn a_rubric_that_the_store_lost_is_named() {
    let sandbox = two_cards();
    let connection = rusqlite::Connection::open(sandbox.path("s.db")).unwrap();
    connection.execute_batch("DELETE FROM rubric").unwrap();
    drop(connection);
    export_as(&sandbox, "reader", &["scores"])
        .exits(65)
        .says("the store has cards of the rubric sha256:");
}
