//! `panelkit decide`: a person's decision, with the packet it was made on.

use serde_json::Value;

use crate::panel::{Card, rubric, sandbox};
use crate::sandbox::{Run, Sandbox};
use crate::support::panelkit;

const CRITERIA: [(&str, &str); 2] = [("a", ""), ("b", "")];

/// People who sign in several scripts; one name has a letter in two parts and a joined emoji.
const NAMES: [&str; 5] = [
    "Łucja",
    "Thị Ánh",
    "李雷",
    "عمر",
    "Jose\u{301} 👩\u{200d}💻",
];

/// A store with two cards of `ada` that both give these scores.
fn kept(score: &str) -> Sandbox {
    let scores = [("a", score), ("b", score)];
    let cards = [Card::new("i1", &scores), Card::new("i2", &scores)];
    let sandbox = sandbox(&rubric(2, &CRITERIA, ""), &cards);
    let submit = ["submit", "cards", "--rubric", "r.toml", "--store", "s.db"];
    sandbox.run(&submit).exits(0);
    sandbox
}

/// One whose packet recommends a hire.
fn good() -> Sandbox {
    kept("4")
}

/// One whose packet recommends none.
fn bad() -> Sandbox {
    kept("1")
}

fn run(sandbox: &Sandbox, who: &str, args: &[&str]) -> Run {
    sandbox.run(&[&["--as", who], args, &["--store", "s.db"]].concat())
}

fn decide(sandbox: &Sandbox, who: &str, args: &[&str]) -> Run {
    run(sandbox, who, &[&["decide", "ada"], args].concat())
}

fn value(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap()
}

fn packet(sandbox: &Sandbox) -> Value {
    let json = run(sandbox, "boss", &["packet", "ada", "--format", "json"]).exits(0);
    value(&json)["packets"][0].clone()
}

/// How many events are in the log that are no look.
fn n_changes(sandbox: &Sandbox) -> usize {
    let log = run(sandbox, "boss", &["export", "audit", "--format", "jsonl"]).exits(0);
    let lines = log.stdout.lines();
    let kinds = lines.map(|line| serde_json::from_str::<Value>(line).unwrap()["kind"].clone());
    kinds.filter(|kind| kind != "scores-shown").count()
}

#[test]
fn what_the_packet_recommends_needs_no_reason() {
    for (sandbox, choice, title) in [(good(), "hire", "Hire"), (bad(), "no-hire", "No hire")] {
        let before = packet(&sandbox);
        assert_eq!(before["decision"], Value::Null);
        let made = decide(&sandbox, "boss", &[choice, "--format", "json"]).exits(0);
        let made = value(&made);
        assert_eq!(
            (&made["format"], &made["is_new"]),
            (&1.into(), &true.into())
        );
        let decision = &made["decision"];
        assert_eq!(
            (&decision["choice"], &decision["choice_title"]),
            (&choice.into(), &title.into())
        );
        assert_eq!(
            (&decision["departs"], &decision["reason"]),
            (&false.into(), &Value::Null)
        );
        assert_eq!(decision["by"]["id"], "boss");
        assert_eq!(decision["packet"]["head"], before["head"]);
        assert_eq!(decision["recommended"][0]["verdict"], before["verdict"]);
        assert_eq!(decision["earlier"], Value::Array(vec![]));
        let after = packet(&sandbox);
        assert_eq!(
            &after["decision"], decision,
            "the packet shows what was kept"
        );
        assert_eq!(
            after["verdict"], before["verdict"],
            "and recommends what it did"
        );
    }
}

#[test]
fn the_hash_is_that_of_the_packet_as_it_was_printed() {
    let sandbox = good();
    let args = [
        "--as", "boss", "packet", "ada", "--store", "s.db", "--format", "json", "-o", "p.json",
    ];
    sandbox.run(&args).exits(0);
    let made = value(&decide(&sandbox, "boss", &["hire", "--format", "json"]).exits(0));
    let sum = sandbox.sh("sha256sum p.json").exits(0);
    let due = sum.stdout.split(' ').next().unwrap();
    assert_eq!(made["decision"]["packet"]["sha256"], due);
}

#[test]
fn a_departure_needs_a_reason_that_says_something() {
    for (sandbox, choice, says) in [
        (good(), "no-hire", "recommends a hire"),
        (bad(), "hire", "recommends no hire"),
    ] {
        let n_before = n_changes(&sandbox);
        decide(&sandbox, "boss", &[choice])
            .exits(2)
            .says(says)
            .says("--reason")
            .shows_nothing();
        for reason in ["", "  \t", "\u{200b}\u{202e}\n", "\u{7}"] {
            decide(&sandbox, "boss", &[choice, "--reason", reason])
                .exits(2)
                .says("the reason says nothing")
                .shows_nothing();
        }
        assert_eq!(n_changes(&sandbox), n_before, "nothing was kept");
        let why = ["--reason", " they *said* | so\u{202e} \n"];
        decide(&sandbox, "boss", &[&[choice][..], &why].concat())
            .exits(0)
            .says("kept as record")
            .shows("This departs from the packet");
        let shown = packet(&sandbox);
        assert_eq!(shown["decision"]["departs"], true);
        assert_eq!(shown["decision"]["reason"], "they *said* | so\u{202e}");
        let text = run(&sandbox, "boss", &["packet", "ada", "--format", "md"]).exits(0);
        text.shows("they \\*said\\* \\| so\\u{202e}")
            .shows("**This departs from the packet**");
    }
}

#[test]
fn nothing_can_be_recommended_on_too_little() {
    let cards = [Card::new(
        "i1",
        &[("a", "\"not-assessed\""), ("b", "\"not-assessed\"")],
    )];
    let sandbox = sandbox(&rubric(2, &CRITERIA, ""), &cards);
    let submit = ["submit", "cards", "--rubric", "r.toml", "--store", "s.db"];
    sandbox.run(&submit).exits(0);
    assert_eq!(packet(&sandbox)["verdict"], "insufficient");
    for choice in ["hire", "no-hire"] {
        decide(&sandbox, "boss", &[choice])
            .exits(2)
            .says("too little was scored to recommend anything");
    }
    decide(&sandbox, "boss", &["no-hire", "--reason", "withdrew"]).exits(0);
    assert_eq!(packet(&sandbox)["decision"]["departs"], true);
}

#[test]
fn a_debrief_leaves_both_open() {
    for choice in ["hire", "no-hire"] {
        let split = [("a", "1"), ("b", "4")];
        let other = [("a", "4"), ("b", "1")];
        let cards = [Card::new("i1", &split), Card::new("i2", &other)];
        let sandbox = sandbox(&rubric(2, &CRITERIA, ""), &cards);
        let submit = ["submit", "cards", "--rubric", "r.toml", "--store", "s.db"];
        sandbox.run(&submit).exits(0);
        assert_eq!(packet(&sandbox)["verdict"], "debrief");
        decide(&sandbox, "boss", &[choice])
            .exits(0)
            .shows("The packet said: Debrief.");
        assert_eq!(packet(&sandbox)["decision"]["departs"], false);
    }
}

#[test]
fn the_same_again_is_kept_once() {
    let sandbox = bad();
    decide(&sandbox, NAMES[0], &["hire", "--reason", "potential"]).exits(0);
    let n = n_changes(&sandbox);
    for again in [&["hire"][..], &["hire", "--reason", "potential "]] {
        decide(&sandbox, "boss", again)
            .exits(0)
            .says("the same was decided already");
    }
    let json = value(&decide(&sandbox, "boss", &["hire", "--format", "json"]).exits(0));
    assert_eq!(json["is_new"], false);
    assert_eq!(json["decision"]["by"]["id"], NAMES[0]);
    assert_eq!(n_changes(&sandbox), n);
}

#[test]
fn another_decision_takes_its_place_and_the_history_is_shown() {
    let sandbox = good();
    decide(&sandbox, NAMES[0], &["hire"]).exits(0);
    decide(&sandbox, NAMES[1], &["no-hire", "--reason", "no permit"]).exits(0);
    decide(&sandbox, NAMES[2], &["hire"])
        .exits(2)
        .says("Thị Ánh decided “No hire” on")
        .says("overturns");
    for (n, who) in NAMES.iter().enumerate().skip(2) {
        let choice = if n % 2 == 0 { "hire" } else { "no-hire" };
        decide(&sandbox, who, &[choice, "--reason", &format!("why {n}")]).exits(0);
    }
    let decision = &packet(&sandbox)["decision"];
    assert_eq!(decision["by"]["id"], NAMES[4]);
    let earlier = decision["earlier"].as_array().unwrap();
    let earlier: Vec<_> = earlier
        .iter()
        .map(|one| {
            (
                one["by"]["id"].as_str().unwrap(),
                one["departs"].as_bool().unwrap(),
            )
        })
        .collect();
    let due: Vec<_> = NAMES[..4]
        .iter()
        .copied()
        .zip([false, true, false, true])
        .collect();
    assert_eq!(earlier, due);
    let text = run(&sandbox, "boss", &["packet", "ada"]).exits(0);
    for (n, name) in NAMES.iter().enumerate() {
        let text = &text.stdout;
        assert!(text.contains(name), "{name}: {text}");
        assert!(n < 2 || text.contains(&format!("why {n}")), "{text}");
    }
    let shown = run(
        &sandbox,
        "boss",
        &["candidate", "show", "ada", "--format", "json"],
    )
    .exits(0);
    let shown = value(&shown);
    assert_eq!(shown["decision"]["by"], NAMES[4]);
    assert_eq!(shown["decision"]["earlier"].as_array().unwrap().len(), 4);
    run(&sandbox, "boss", &["candidate", "show", "ada"])
        .exits(0)
        .shows("Before: No hire")
        .shows("no permit");
    run(&sandbox, "boss", &["panel", "status", "ada"])
        .exits(0)
        .shows(&format!("by {}", NAMES[4]));
    run(&sandbox, "boss", &["audit", "verify"]).exits(0);
}

#[test]
fn the_log_says_on_what_and_in_place_of_what() {
    let sandbox = bad();
    decide(&sandbox, "boss", &["no-hire"]).exits(0);
    decide(&sandbox, "boss", &["hire", "--reason", "=second thoughts"]).exits(0);
    let log = run(&sandbox, "boss", &["export", "audit"]).exits(0).stdout;
    let rows = crate::panel::rows(&log);
    let made: Vec<_> = rows
        .iter()
        .filter(|row| row["kind"] == "decision-made")
        .collect();
    assert!(made[0]["says"].starts_with("no-hire; packet "), "{made:?}");
    assert!(
        made[1]["says"].starts_with("hire; =second thoughts; packet "),
        "{made:?}"
    );
    let end = format!("by r; departs from it; in place of {}", made[0]["event"]);
    assert!(made[1]["says"].ends_with(&end), "{made:?}");
    let looks = rows
        .iter()
        .filter(|row| row["kind"] == "scores-shown" && row["says"] == "decide");
    assert_eq!(looks.count(), 2, "whoever decides has seen the packet");
}

#[test]
fn without_a_packet_there_is_nothing_to_decide_on() {
    let sandbox = good();
    run(&sandbox, "boss", &["candidate", "add", "bob"]).exits(0);
    run(
        &sandbox,
        "boss",
        &["decide", "bob", "hire", "--reason", "x"],
    )
    .exits(66)
    .says("there is no scorecard for `bob`")
    .says("a decision is made on a packet")
    .shows_nothing();
    run(&sandbox, "boss", &["decide", "adda", "hire"])
        .exits(66)
        .says("did you mean `ada`?");
    run(&sandbox, "boss", &["decide", "ada", "maybe"]).exits(2);
    run(&sandbox, "boss", &["decide", "ada"]).exits(2);
    let nobody = sandbox.run(&["decide", "ada", "hire", "--store", "s.db"]);
    nobody
        .exits(77)
        .says("it is not told who you are")
        .shows_nothing();
    let mut told = panelkit();
    told.args([
        "decide", "ada", "hire", "--store", "s.db", "--format", "json",
    ]);
    told.env("PANELKIT_AS", "李雷");
    let told = sandbox.finish(told, "decide").exits(0);
    assert_eq!(value(&told)["decision"]["by"]["id"], "李雷");
}

#[test]
fn packets_by_two_rubrics_are_one_basis() {
    let sandbox = good();
    let other = sandbox
        .read("r.toml")
        .replacen("id = \"r\"", "id = \"s\"", 1);
    sandbox.write("s.toml", other);
    let low = Card::new("i3", &[("a", "1"), ("b", "1")]);
    let low = low.text().replacen("rubric = \"r\"", "rubric = \"s\"", 1);
    sandbox.write("s.scorecard.toml", low);
    let submit = [
        "submit",
        "s.scorecard.toml",
        "--rubric",
        "s.toml",
        "--store",
        "s.db",
    ];
    sandbox.run(&submit).exits(0);
    for choice in ["hire", "no-hire"] {
        decide(&sandbox, "boss", &[choice])
            .exits(2)
            .says("departs from it");
    }
    decide(
        &sandbox,
        "boss",
        &["hire", "--reason", "for the first role"],
    )
    .exits(0)
    .shows("Strong no hire (s).");
}
