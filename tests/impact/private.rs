//! What must not be seen is in nothing that is printed or kept.

use std::fmt::Write as _;

use super::{json, run, tables};
use crate::sandbox::Sandbox;

const FORMATS: [&str; 5] = ["text", "md", "html", "json", "csv"];

/// Everything printed, in every format that is text.
fn printed(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let print = |format| {
        let run = run(sandbox, &[&["--format", format], args].concat());
        format!("{}{}", run.stdout, run.stderr)
    };
    FORMATS.map(print).into()
}

/// One person more or less in a group that is left out changes not a byte.
#[test]
fn nothing_printed_depends_on_how_large_a_hidden_group_is() {
    let shown = [("A", 30, 60), ("B", 20, 50)];
    let worlds = [
        [("tiny-one", 1, 3), ("next", 6, 12)],
        [("tiny-one", 1, 2), ("next", 6, 13)],
        [("tiny-one", 0, 4), ("next", 7, 11)],
        [("tiny-one", 2, 3), ("next", 5, 12)],
        // Which of them is the small one.
        [("tiny-one", 6, 12), ("next", 1, 3)],
    ];
    let first = printed(&tables(&[shown, worlds[0]].concat()), &[]);
    for world in &worlds[1..] {
        assert_eq!(
            printed(&tables(&[shown, *world].concat()), &[]),
            first,
            "{world:?}"
        );
    }
    for text in &first {
        assert!(
            !text.contains("tiny-one"),
            "a hidden group is named: {text}"
        );
    }
    assert!(
        first[0].contains("Some groups are not shown"),
        "{}",
        first[0]
    );
}

/// Scores do not tell what outcomes do not, nor the other way round.
#[test]
fn a_group_left_out_of_one_measure_is_not_in_the_other() {
    let sandbox = Sandbox::new();
    let (mut outcomes, mut groups) = (
        String::from("candidate,outcome,score\n"),
        String::from("candidate,kind\n"),
    );
    let mut n = 0;
    let mut add = |name: &str, people: usize, outcome: fn(usize) -> &'static str| {
        for at in 0..people {
            n += 1;
            writeln!(outcomes, "p{n},{},{}", outcome(at), at % 3).unwrap();
            writeln!(groups, "p{n},{name}").unwrap();
        }
    };
    let half = |at: usize| {
        if at.is_multiple_of(2) {
            "hire"
        } else {
            "no-hire"
        }
    };
    add("A", 40, half);
    add("B", 30, half);
    // Decided on: two; scored: ten.
    add("C", 10, |at| {
        if at == 0 {
            "hire"
        } else if at == 1 {
            "no-hire"
        } else {
            "review"
        }
    });
    add("D", 9, half);
    sandbox.write("outcomes.csv", outcomes);
    sandbox.write("groups.csv", groups);
    let found = json(&sandbox, &[]);
    for measure in ["selection", "scoring"] {
        let groups = found["kinds"][0][measure]["groups"].as_array().unwrap();
        let mut names: Vec<_> = groups
            .iter()
            .map(|row| row["group"].as_str().unwrap())
            .collect();
        names.sort_unstable();
        assert_eq!(names, ["A", "B"], "{measure}");
    }
    assert_eq!(found["kinds"][0]["some_hidden"], true);
}

/// Ids, and cells of the table of groups, are in no message.
#[test]
fn nobody_is_named() {
    let sound = "candidate,kind\nid-one-secret,A\nid-two-secret,cell-secret\n";
    let broken = [
        "candidate,kind\nid-one-secret,A\nid-one-secret,cell-secret\n",
        "candidate,kind\nid-one-secret,cell-secret,more-secret\n",
        "candidate,kind\n,cell-secret\n",
        "candidate,kind\nid-one-secret,\"cell-secret\n",
        "candidate,kind\nid-one-secret,\"cell\"-secret\n",
        "candidate\nid-one-secret\n",
        "kind\ncell-secret\n",
    ];
    let outcomes = "candidate,outcome\nid-one-secret,hire\nid-two-secret,decline\n";
    let sandbox = Sandbox::with("outcomes.csv", outcomes);
    for groups in broken.iter().chain([&sound]) {
        sandbox.write("groups.csv", groups);
        for text in printed(&sandbox, &["--min-group", "2"]) {
            assert!(!text.contains("secret"), "{text}");
        }
    }
    let (mut rows, mut many) = (
        String::from("candidate,outcome\n"),
        String::from("candidate,born\n"),
    );
    for n in 0..150 {
        writeln!(rows, "p{n},hire").unwrap();
        writeln!(many, "p{n},cell-secret-{n}").unwrap();
    }
    sandbox.write("outcomes.csv", rows);
    sandbox.write("groups.csv", many);
    let found = run(&sandbox, &[]).exits(65);
    let found = found.says("groups.csv:102:6: the column `born` has more than 100 different cells");
    assert!(!found.stderr.contains("secret"), "{}", found.stderr);
    let sandbox = Sandbox::with(
        "outcomes.csv",
        "candidate,outcome\nid-secret,hire\nid-secret,hire\n",
    );
    sandbox.write("groups.csv", sound);
    let found = run(&sandbox, &[]).exits(65);
    let found = found.says("outcomes.csv:3:1: this candidate is on line 2 already");
    assert!(!found.stderr.contains("secret"), "{}", found.stderr);
}

/// Nothing is left behind, with a store at hand or without one.
#[test]
fn nothing_is_kept() {
    let sandbox = tables(&[("A", 5, 7), ("B", 4, 7)]);
    sandbox.run(&["init", "w"]).exits(0);
    let before = sandbox.files();
    sandbox
        .run(&[
            "--workspace",
            "w",
            "impact",
            "--outcomes",
            "outcomes.csv",
            "--groups",
            "groups.csv",
        ])
        .exits(0);
    assert_eq!(sandbox.files(), before);
}

/// Where one kind divides another, small groups are in the other's too.
#[test]
fn a_kind_that_divides_another_is_not_shown_beside_it() {
    let (mut outcomes, mut groups) = (
        String::from("candidate,outcome\n"),
        String::from("candidate,kind,detail\n"),
    );
    let details = [
        ("A", "a1", 30),
        ("A", "a2", 3),
        ("B", "b1", 20),
        ("B", "b2", 9),
    ];
    let mut n = 0;
    for (kind, detail, people) in details {
        for at in 0..people {
            n += 1;
            let outcome = if at % 2 == 0 { "hire" } else { "no-hire" };
            writeln!(outcomes, "p{n},{outcome}").unwrap();
            writeln!(groups, "p{n},{kind},{detail}").unwrap();
        }
    }
    let sandbox = Sandbox::with("outcomes.csv", outcomes);
    sandbox.write("groups.csv", groups);
    let both = json(&sandbox, &[]);
    assert_eq!(
        both["kinds"][0]["selection"]["groups"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        both["kinds"][1]["selection"]["groups"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    let reason = both["kinds"][1]["selection"]["reason"].as_str().unwrap();
    assert!(reason.contains("could be worked out from both"), "{reason}");
    let detail = json(&sandbox, &["--by", "detail"]);
    assert_eq!(
        detail["kinds"][0]["selection"]["groups"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let all = json(&sandbox, &["--min-group", "1"]);
    assert_eq!(
        all["kinds"][1]["selection"]["groups"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
}
