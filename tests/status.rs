//! `panelkit panel`: who interviews whom, whose card is in, due or late.

use panelkit::store::{
    Access, Assignment, Basis, Change, Choice, Decision, Entry, Head, Moment, Person, Recommended,
    Seat, SqliteStore, Stamp, Store as _,
};
use serde_json::{Value, json};

use crate::panel::{CARD, RUBRIC};
use crate::sandbox::{Run, Sandbox};

/// A workspace with a rubric and the candidates ada, at the level senior, and bob.
pub(crate) fn workspace() -> Sandbox {
    let sandbox = Sandbox::with("panelkit.toml", "rubrics = \"r\"\nstore = \"kept.db\"\n");
    sandbox.write("r/baker.toml", RUBRIC);
    let rows = "candidate,name,rubric,level\nada,Łucja Żółć,baker,senior\nbob,,baker,\n";
    sandbox.write("c.csv", rows);
    sandbox.run(&["candidate", "import", "c.csv"]).exits(0);
    sandbox
}

pub(crate) fn store(sandbox: &Sandbox) -> SqliteStore {
    SqliteStore::open(&sandbox.path("kept.db"), Access::Existing).unwrap()
}

/// Keeps changes as if on some day.
pub(crate) fn keep(sandbox: &Sandbox, day: &str, changes: &[Change]) {
    let stamp = Stamp {
        time: Moment::parse(&format!("{day}T10:00:00Z")).unwrap(),
        by: Person::new("recruiter@example.com"),
    };
    store(sandbox).keep(&stamp, changes).unwrap();
}

pub(crate) fn seat(candidate: &str, round: &str, who: &str, due: &str, shadow: bool) -> Change {
    Change::Assign(Assignment {
        seat: Seat::new(candidate, round, who),
        due: Moment::parse(&format!("{due}T10:00:00Z")),
        shadow,
    })
}

/// A decision that a packet recommended.
pub(crate) fn decided(candidate: &str, choice: Choice, reason: &str) -> Change {
    let recommended = Recommended {
        rubric: "r".to_owned(),
        version: "1.0.0".to_owned(),
        verdict: choice.as_str().to_owned(),
    };
    Change::Decide(Decision {
        candidate: candidate.to_owned(),
        choice,
        reason: Some(reason.to_owned()),
        packet: Basis {
            hash: Head::default().hash,
            head: Head::default(),
            recommended: vec![recommended],
        },
        departs: false,
        supersedes: None,
    })
}

/// Submits a card for the round `kitchen` by somebody.
pub(crate) fn submit(sandbox: &Sandbox, candidate: &str, who: &str) {
    let card = CARD
        .replace("\"ada\"", &format!("\"{candidate}\""))
        .replace("grace@example.com", who);
    sandbox.write("in.scorecard.toml", card);
    sandbox
        .run(&["submit", "in.scorecard.toml", "--rubric", "baker"])
        .exits(0);
}

pub(crate) fn panel(sandbox: &Sandbox, who: &str, args: &[&str]) -> Run {
    sandbox.run(&[&["--as", who, "panel"], args].concat())
}

fn recruiter(sandbox: &Sandbox, args: &[&str]) -> Run {
    panel(sandbox, "recruiter@example.com", args)
}

fn json_of(sandbox: &Sandbox, args: &[&str]) -> Value {
    let run = recruiter(sandbox, &[args, &["--format", "json"]].concat());
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(found["format"], 1);
    found
}

fn dues(sandbox: &Sandbox, candidate: &str) -> Vec<(String, String)> {
    let found = json_of(sandbox, &["status", candidate]);
    let seats = found["seats"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or("none").to_owned();
    seats
        .map(|seat| (text(&seat["interviewer"]), text(&seat["due"])))
        .collect()
}

#[test]
fn a_card_is_due_so_many_hours_after_the_interview() {
    let sandbox = workspace();
    let text = RUBRIC.replace(
        "stage = \"onsite\"\ninterviewers = 2",
        "stage = \"onsite\"\nminutes = 45\ninterviewers = 2",
    );
    sandbox.write("r/baker.toml", text);
    let at = [
        "assign",
        "ada",
        "--round",
        "kitchen",
        "--at",
        "2126-11-20T09:30:00+01:00",
    ];
    let assign = |more: &[&str]| recruiter(&sandbox, &[&at, more].concat());
    let both = ["--interviewer", "Thị Ánh", "José"];
    assign(&both)
        .exits(0)
        .shows("`ada`, round `kitchen`: the card is due 2126-11-21 09:15 UTC\n  Thị Ánh\n  José\n");
    assign(&["--interviewer", "Jose\u{301}"])
        .exits(0)
        .shows("(was assigned so already)");
    let day_after = "2126-11-21T09:15:00Z".to_owned();
    assert_eq!(
        dues(&sandbox, "ada"),
        [
            ("José".to_owned(), day_after.clone()),
            ("Thị Ánh".to_owned(), day_after)
        ]
    );
    sandbox.write(
        "panelkit.toml",
        "rubrics = \"r\"\nstore = \"kept.db\"\n[deadlines]\nscorecard-hours = 2\n",
    );
    assign(&["--interviewer", "josé"])
        .exits(0)
        .shows("due 2126-11-20 11:15 UTC");
    assert_eq!(
        dues(&sandbox, "ada")[0].1,
        "2126-11-20T11:15:00Z",
        "the deadline moved"
    );
}

#[test]
fn without_a_time_the_hours_count_from_now() {
    let sandbox = workspace();
    let before = Moment::now();
    recruiter(
        &sandbox,
        &["assign", "bob", "--round", "table", "--interviewer", "李雷"],
    )
    .exits(0);
    let due = Moment::parse(&dues(&sandbox, "bob")[0].1).unwrap();
    let later = due.seconds() - before.plus_hours(24).seconds();
    assert!((0..60).contains(&later), "{later}");
    let told = [
        "assign",
        "bob",
        "--round",
        "table",
        "--interviewer",
        "李雷",
        "--shadow",
        "--due",
    ];
    recruiter(
        &sandbox,
        &[&told[..], &["2126-01-01T00:00:00+02:00"]].concat(),
    )
    .exits(0)
    .shows("the trainee's card is due 2125-12-31 22:00 UTC");
    assert_eq!(dues(&sandbox, "bob")[0].1, "2125-12-31T22:00:00Z");
}

#[test]
fn what_cannot_be_assigned_is_said() {
    let sandbox = workspace();
    let cases: &[(&[&str], i32, &str, &str)] = &[
        (
            &["adda", "--round", "kitchen"],
            66,
            "no candidate `adda`",
            "did you mean `ada`?",
        ),
        (
            &["ada", "--round", "kitchn"],
            2,
            "no round `kitchn`",
            "did you mean `kitchen`?",
        ),
        (
            &["bob", "--round", "zzz"],
            2,
            "no round `zzz`",
            "known: papers, kitchen, table",
        ),
        (
            &["ada", "--round", "kitchen", "--at", "2026-11-20"],
            2,
            "a moment is a date",
            "09:30",
        ),
        (
            &["ada", "--round", "kitchen", "--rubric", "bakr"],
            66,
            "`bakr`",
            "shipped rubrics",
        ),
    ];
    for (args, code, words, help) in cases {
        let args = [&["assign"], *args, &["--interviewer", "grace"]].concat();
        recruiter(&sandbox, &args)
            .exits(*code)
            .says(words)
            .says(help);
    }
    sandbox
        .run(&["candidate", "change", "ada", "--level", "junior"])
        .exits(0);
    recruiter(
        &sandbox,
        &[
            "assign",
            "ada",
            "--round",
            "table",
            "--interviewer",
            "grace",
        ],
    )
    .exits(2)
    .says("the round `table` is not held at level `junior`");
    sandbox.run(&["candidate", "add", "cy"]).exits(0);
    sandbox.write("r/cook.toml", RUBRIC.replace("\"baker\"", "\"cook\""));
    recruiter(
        &sandbox,
        &["assign", "cy", "--round", "table", "--interviewer", "grace"],
    )
    .exits(2)
    .says("which rubric? name it with --rubric");
    assert_eq!(
        store(&sandbox).head().unwrap().sequence,
        4,
        "nothing was kept"
    );
}

/// A panel in every state: seats of ada, and a late one of bob.
fn every_state() -> Sandbox {
    let sandbox = workspace();
    keep(
        &sandbox,
        "2000-01-01",
        &[
            seat("ada", "kitchen", "late@example.com", "2000-01-02", false),
            seat("ada", "kitchen", "in@example.com", "2126-01-01", false),
            seat(
                "ada",
                "kitchen",
                "came-late@example.com",
                "2000-01-03",
                false,
            ),
            seat("ada", "kitchen", "gone@example.com", "2126-01-01", false),
            seat("ada", "table", "off@example.com", "2126-01-01", false),
            seat("ada", "table", "due@example.com", "2126-01-01", false),
            seat("ada", "table", "trainee@example.com", "2000-01-01", true),
            seat("bob", "kitchen", "late@example.com", "1999-01-01", false),
        ],
    );
    submit(&sandbox, "ada", "in@example.com");
    submit(&sandbox, "ada", "came-late@example.com");
    let leave = |how: &str, who: &str, round: &str| {
        let args = [
            how,
            "ada",
            "--round",
            round,
            "--interviewer",
            who,
            "--reason",
            "ill",
        ];
        recruiter(&sandbox, &args).exits(0);
    };
    leave("decline", "gone@example.com", "kitchen");
    leave("withdraw", "off@example.com", "table");
    sandbox
}

#[test]
fn every_seat_says_where_its_card_stands() {
    let sandbox = every_state();
    let found = json_of(&sandbox, &["status", "ada"]);
    let seats = found["seats"].as_array().unwrap().iter();
    let states: Vec<_> = seats
        .map(|seat| {
            (
                seat["interviewer"].as_str().unwrap(),
                seat["state"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        states,
        [
            ("came-late@example.com", "in-late"),
            ("gone@example.com", "declined"),
            ("in@example.com", "in"),
            ("late@example.com", "overdue"),
            ("due@example.com", "due"),
            ("off@example.com", "withdrawn"),
            ("trainee@example.com", "overdue"),
        ]
    );
    assert_eq!(
        found["cards"],
        json!({
            "in": 2, "in_late": 1, "due": 2, "overdue": 1, "declined": 1, "withdrawn": 1,
            "shadow": {"in": 0, "seats": 1},
        })
    );
    assert_eq!(
        found["candidate"],
        json!({"id": "ada", "name": "Łucja Żółć"})
    );
    assert_eq!(found["decision"], json!(null));
    let text = recruiter(&sandbox, &["status", "ada"]).exits(0);
    for words in [
        "Łucja Żółć (ada)",
        "2 in, 2 due, 1 of them overdue; trainees: 0 of 1 in. Not decided.",
        "trainee@example.com (trainee)",
        "2000-01-02 10:00 UTC",
    ] {
        assert!(text.stdout.contains(words), "{words} in {}", text.stdout);
    }
    let csv = recruiter(&sandbox, &["status", "ada", "--format", "csv"])
        .exits(0)
        .stdout;
    assert!(
        csv.starts_with("candidate,round,interviewer,shadow,state,due,came,late_by,"),
        "{csv}"
    );
    assert!(csv.contains("\r\nada,table,trainee@example.com,yes,overdue,2000-01-01T10:00:00Z,,"));
}

#[test]
fn one_panel_can_be_narrowed_down() {
    let sandbox = every_state();
    let status = |more: &[&str]| recruiter(&sandbox, &[&["status", "ada"], more].concat());
    let table = status(&["--round", "table"]).exits(0).stdout;
    assert!(
        table.contains("due@example.com") && !table.contains("in@example.com"),
        "{table}"
    );
    let one = status(&["--interviewer", "IN@example.com"]).exits(0).stdout;
    assert!(
        one.contains("in@example.com") && !one.contains("late@"),
        "{one}"
    );
    status(&["--round", "kitchn"])
        .exits(66)
        .says("did you mean `kitchen`?");
    status(&["--interviewer", "due@exmple.com"])
        .exits(66)
        .says("did you mean `due@example.com`?");
    recruiter(&sandbox, &["status", "--round", "x"]).exits(2);
    recruiter(&sandbox, &["status", "adda"])
        .exits(66)
        .says("did you mean `ada`?");
    // A look at who is late is no look at scores: nothing of it is in the log.
    let mut looks = 0;
    let visit = &mut |event: panelkit::store::Event| {
        let is_look = |(_, entry)| matches!(entry, Entry::ScoresShown(_) | Entry::LookRefused(_));
        looks += usize::from(event.content.is_some_and(is_look));
        std::ops::ControlFlow::Continue(())
    };
    store(&sandbox).events(1, visit).unwrap();
    assert_eq!(looks, 0);
}

#[test]
fn rounds_that_lack_interviewers_are_named() {
    let sandbox = workspace();
    keep(
        &sandbox,
        "2000-01-01",
        &[seat("ada", "kitchen", "grace", "2126-01-01", false)],
    );
    let found = json_of(&sandbox, &["status", "ada"]);
    assert_eq!(
        found["unassigned"],
        json!([
            {"round": "kitchen", "title": "Kitchen", "assigned": 1, "expected": 2},
            {"round": "table", "title": "Table", "assigned": 0, "expected": 1},
        ])
    );
    recruiter(&sandbox, &["status", "ada"])
        .exits(0)
        .shows("Table (`table`): 0 of 1 assigned");
    assert_eq!(
        json_of(&sandbox, &["status", "bob"])["unassigned"],
        json!([]),
        "no level told"
    );
}

#[test]
fn all_panels_are_numbers_and_those_that_are_waited_for() {
    let sandbox = every_state();
    keep(
        &sandbox,
        "2000-01-01",
        &[decided("bob", Choice::NoHire, "x")],
    );
    sandbox.run(&["candidate", "add", "cy"]).exits(0);
    let text = recruiter(&sandbox, &["status"]).exits(0);
    let text = text.shows(
        "3 candidates, 1 decided. Cards: 2 in (1 late), 3 due, 2 of them overdue, 1 declined, 1",
    );
    let (bob, ada) = (
        text.stdout.find("│ bob").unwrap(),
        text.stdout.find("│ Łucja").unwrap(),
    );
    assert!(
        bob < ada,
        "whose card is late longest comes first: {}",
        text.stdout
    );
    assert!(text.stdout.contains("No hire") && !text.stdout.contains("cy"));
    let ids = |args: &[&str]| -> Vec<String> {
        let found = json_of(&sandbox, &[&["status"], args].concat());
        let panels = found["panels"].as_array().unwrap().iter();
        panels
            .map(|panel| panel["candidate"]["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&[]), ["ada", "bob", "cy"]);
    assert_eq!(ids(&["--only", "open"]), ["bob", "ada"]);
    assert_eq!(ids(&["--only", "overdue"]), ["ada", "bob"]);
    assert_eq!(ids(&["--only", "decided"]), ["bob"]);
    assert_eq!(ids(&["--only", "complete"]), [""; 0]);
    recruiter(&sandbox, &["status", "--only", "complete"])
        .exits(0)
        .shows("No panel is complete");
    let csv = recruiter(&sandbox, &["status", "--format", "csv"])
        .exits(0)
        .stdout;
    assert!(
        csv.contains("\r\nada,Łucja Żółć,senior,baker,,2,1,2,1,1,1,0,1,,,no,\r\n"),
        "{csv}"
    );
    assert!(csv.contains("\r\nbob,bob,,baker,,0,0,1,1,0,0,0,0,no-hire,2000-01-01T10:00:00Z,no,"));
}

#[test]
fn many_panels_are_cut_and_counted() {
    let sandbox = workspace();
    let rows: Vec<_> = (0..30).map(|n| format!("c{n:02}\n")).collect();
    let rows = rows.concat();
    sandbox.write("more.csv", format!("candidate\n{rows}"));
    sandbox.run(&["candidate", "import", "more.csv"]).exits(0);
    let seats: Vec<_> = (0..30)
        .map(|n| {
            seat(
                &format!("c{n:02}"),
                "kitchen",
                "grace",
                &format!("21{n:02}-01-01"),
                false,
            )
        })
        .collect();
    keep(&sandbox, "2000-01-01", &seats);
    let cut = recruiter(&sandbox, &["status"])
        .exits(0)
        .shows("… and 10 more: --all");
    assert!(cut.stdout.contains("c19") && !cut.stdout.contains("c20"));
    let all = recruiter(&sandbox, &["status", "--all"])
        .exits(0)
        .shows("c29");
    assert!(!all.stdout.contains("more: --all"));
    assert_eq!(json_of(&sandbox, &["status"])["more"], 0);
}

#[test]
fn overdue_says_who_and_by_how_much_and_the_answer_is_no() {
    let sandbox = every_state();
    let late = recruiter(&sandbox, &["overdue"]).exits(1);
    let rows: Vec<_> = late
        .stdout
        .lines()
        .filter(|line| line.contains('@'))
        .collect();
    assert_eq!(rows.len(), 3, "{}", late.stdout);
    assert!(
        rows[0].contains("late@example.com") && rows[0].contains("bob"),
        "{}",
        rows[0]
    );
    assert!(
        rows[1].contains("trainee@example.com (trainee)"),
        "{}",
        rows[1]
    );
    assert!(rows[2].contains("days"), "{}", rows[2]);
    let found = json_of(&sandbox, &["overdue"]);
    let late_by = found["seats"][0]["late_by"].as_i64().unwrap();
    let since = Moment::parse("1999-01-01T10:00:00Z").unwrap().seconds();
    assert!((Moment::now().seconds() - since - late_by).abs() < 60);
    let csv = recruiter(&sandbox, &["overdue", "--format", "csv"])
        .exits(1)
        .stdout;
    assert!(csv.starts_with("candidate,round,interviewer,shadow,due,late_by\r\nbob,kitchen,"));
    let calm = workspace();
    recruiter(&calm, &["overdue"])
        .exits(0)
        .shows("No card is late.");
    assert_eq!(json_of(&calm, &["overdue"])["seats"], json!([]));
}

#[test]
fn a_seat_is_left_with_a_reason_and_only_before_its_card_came() {
    let sandbox = every_state();
    let leave = |how: &str, round: &str, who: &str, reason: &str| {
        let args = [
            how,
            "ada",
            "--round",
            round,
            "--interviewer",
            who,
            "--reason",
            reason,
        ];
        recruiter(&sandbox, &args)
    };
    leave("withdraw", "kitchen", "in@example.com", "ill")
        .exits(77)
        .says("is in already");
    leave("withdraw", "kitchen", "late@example.com", " ")
        .exits(2)
        .says("no reason");
    leave("decline", "kitchen", "late@exampl.com", "x")
        .exits(66)
        .says("did you mean `late@example.com`?");
    leave("decline", "kitchn", "late@example.com", "x")
        .exits(66)
        .says("did you mean `kitchen`?");
    leave("decline", "kitchen", "gone@example.com", "x")
        .exits(65)
        .says("nobody expects a card");
    leave("decline", "kitchen", "LATE@example.com", "knows her")
        .exits(0)
        .shows("LATE@example.com declined: no card is expected of them for `ada` in `kitchen`");
    // Whoever declined can be asked again.
    let again = [
        "assign",
        "ada",
        "--round",
        "kitchen",
        "--interviewer",
        "late@example.com",
    ];
    recruiter(&sandbox, &again).exits(0);
}

#[test]
fn hostile_names_of_interviewers_stay_in_their_cell() {
    let sandbox = workspace();
    let who = "a|b\n\x1b[31m\u{202e}evil";
    let assign = ["assign", "ada", "--round", "kitchen", "--interviewer", who];
    recruiter(&sandbox, &assign)
        .exits(0)
        .shows("  a|b \\x1b[31m\\u{202e}evil\n");
    let seen = recruiter(&sandbox, &["status", "ada"]).exits(0);
    let seen = seen.shows("│ kitchen │ a|b \\x1b[31m\\u{202e}evil │ due");
    assert!(!seen.stdout.contains(['\x1b', '\u{202e}']));
    assert_eq!(dues(&sandbox, "ada")[0].0, who, "kept as it was signed");
}
