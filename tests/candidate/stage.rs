//! `panelkit candidate stage`: what happened at which stage, recorded by hand.

use std::ops::ControlFlow;

use panelkit::store::{KeptStage, Passage, Revisions, Stage, Store as _};

use super::{candidate, store, workspace};
use crate::sandbox::{Run, Sandbox};

fn people() -> Sandbox {
    let sandbox = workspace();
    for (id, name) in [("ada", "Łucja Żółć 李雷"), ("bob", "عمر")] {
        candidate(&sandbox, &["add", id, "--name", name]).exits(0);
    }
    sandbox
}

fn stage(sandbox: &Sandbox, words: &str, options: &[&str]) -> Run {
    let words: Vec<_> = words.split(' ').collect();
    let who = ["--as", "Thị Ánh", "candidate", "stage"];
    sandbox.run(&[&who, words.as_slice(), options].concat())
}

fn recorded(sandbox: &Sandbox) -> Vec<KeptStage> {
    let mut found = Vec::new();
    let visit = &mut |kept| {
        found.push(kept);
        ControlFlow::Continue(())
    };
    let store = store(sandbox);
    store.stages(None, Revisions::All, visit).unwrap();
    found
}

#[test]
fn several_candidates_are_recorded_at_once() {
    let sandbox = people();
    let on = ["--on", "2026-01-09", "--entered", "2026-01-02"];
    stage(&sandbox, "ada bob ada resume passed", &on)
        .exits(0)
        .shows("`ada` passed the stage `resume` on 2026-01-09\n`bob` passed the stage `resume`");
    let found = recorded(&sandbox);
    assert_eq!(found.len(), 2, "one who is named twice is recorded once");
    assert_eq!(found[1].record.candidate, "bob");
    assert_eq!(
        (found[0].record.stage, found[0].record.what),
        (Stage::Resume, Passage::Passed)
    );
    assert_eq!(found[0].record.on.to_string(), "2026-01-09");
    assert_eq!(found[0].entered.unwrap().to_string(), "2026-01-02");
    assert_eq!(found[0].by.signature, "Thị Ánh");
    stage(&sandbox, "ada resume passed", &["--on", "2026-01-09"])
        .exits(0)
        .shows("(was recorded so already)");
    // Without a day, today.
    stage(&sandbox, "ada screen entered", &[])
        .exits(0)
        .shows("came to the stage `screen` on 2");
    assert_eq!(recorded(&sandbox).len(), 3);
    let show = ["candidate", "show", "ada", "--as", "Thị Ánh"];
    sandbox
        .run(&show)
        .exits(0)
        .shows("│ resume │ passed        │ 2026-01-09 │ 2026-01-02 │ Thị Ánh");
    let json = sandbox.run(&[&show[..], &["--format", "json"]].concat());
    json.exits(0).shows("\"entered\": \"2026-01-02\"");
    let nobody = ["candidate", "show", "ada", "--format", "json"];
    let untold = sandbox.run(&nobody).exits(0);
    assert!(!untold.stdout.contains("2026-01-09"), "{}", untold.stdout);
    sandbox.run(&["audit", "verify"]).exits(0);
}

#[test]
fn a_correction_is_a_new_record_with_a_reason() {
    let sandbox = people();
    stage(&sandbox, "ada onsite passed", &["--on", "2026-01-09"]).exits(0);
    let declined = ["--on", "2026-01-09", "--reason", "no “bread” 🥖"];
    stage(&sandbox, "ada onsite withdrew", &["--on", "2026-01-10"])
        .exits(2)
        .says("Thị Ánh recorded that `ada` passed the stage `onsite` on 2026-01-09, and this overturns that")
        .says("--reason");
    stage(&sandbox, "ada onsite declined", &declined).exits(0);
    let found = recorded(&sandbox);
    assert_eq!(found.len(), 2, "both stay");
    assert_eq!(found[1].record.reason.as_deref(), Some("no “bread” 🥖"));
    assert_eq!(found[1].record.supersedes, Some(found[0].sequence));
}

#[test]
fn everything_wrong_is_said_at_once_and_nothing_is_kept() {
    let sandbox = people();
    let cases: [(&str, &[&str], i32, &[&str]); 6] = [
        (
            "ada bbo BOB \u{202e}x onsiet pased",
            &["--on", "2026-02-30", "--entered", "9999-01-01"],
            2,
            &[
                "`onsiet` is not a stage",
                "did you mean `onsite`?",
                "`pased` is not what happens at a stage",
                "did you mean `passed`?",
                "--on: `2026-02-30` is not a day",
                "--entered: 9999-01-01 has not begun anywhere yet",
                "there is no candidate `bbo`",
                "did you mean `bob`?",
                "`BOB` is no candidate's id",
                "`\\u{202e}x` is no candidate's id",
            ],
        ),
        (
            "ada bob onsite declined",
            &[],
            2,
            &["a decline needs a reason"],
        ),
        (
            "ada onsite declined",
            &["--reason", " \u{200b}"],
            2,
            &["the reason says nothing"],
        ),
        (
            "ada onsite passed",
            &["--on", "2026-01-01", "--entered", "2026-01-02"],
            2,
            &["they left the stage on 2026-01-01, before 2026-01-02, when they came to it"],
        ),
        (
            "ada onsite entered",
            &["--entered", "2026-01-02"],
            2,
            &["leave out --entered"],
        ),
        (
            "eve onsite passed",
            &[],
            66,
            &["there is no candidate `eve`"],
        ),
    ];
    for (words, options, code, says) in cases {
        let mut run = stage(&sandbox, words, options)
            .exits(code)
            .says("nothing was kept");
        for due in says {
            run = run.says(due);
        }
    }
    assert_eq!(recorded(&sandbox), []);
    sandbox
        .run(&["candidate", "stage", "ada", "onsite", "passed"])
        .exits(77)
        .says("it is not told who you are");
}

#[test]
fn nobody_leaves_a_stage_before_they_came_to_it() {
    let sandbox = people();
    stage(&sandbox, "ada bob screen entered", &["--on", "2026-01-05"]).exits(0);
    stage(&sandbox, "ada bob screen passed", &["--on", "2026-01-04"])
        .exits(2)
        .says("`ada` came to the stage `screen` on 2026-01-05, after 2026-01-04")
        .says("`bob` came to the stage `screen` on 2026-01-05, after 2026-01-04");
    stage(&sandbox, "ada screen passed", &["--on", "2026-01-05"]).exits(0);
    let mended = ["--on", "2026-01-04", "--entered", "2026-01-03"];
    stage(&sandbox, "bob screen passed", &mended).exits(0);
    assert_eq!(recorded(&sandbox).len(), 4);
}
