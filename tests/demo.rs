//! The demo: the README's first command.

use std::fs;

use serde_json::Value;

use crate::sandbox::Sandbox;

#[test]
fn it_writes_kits_cards_and_packets_into_a_new_folder() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["demo", "new/demo"]).exits(0);
    // Where the machine has no fonts for Arabic and Chinese, that is said, and nothing else.
    let is_about_fonts = run.stderr.starts_with("warning: no font has");
    assert!(run.stderr.is_empty() || is_about_fonts, "{}", run.stderr);
    for words in ["Łucja Żółć", "Nguyễn Thị Ánh", "عمر حداد"] {
        assert!(run.stdout.contains(words), "no {words} in {}", run.stdout);
    }
    let files = sandbox.files();
    let n = |start: &str, end: &str| {
        files
            .iter()
            .filter(|file| file.starts_with(&format!("new/demo/{start}")) && file.ends_with(end))
            .count()
    };
    assert_eq!(n("scorecards/", ".scorecard.toml"), 15);
    assert_eq!(n("panelkit.db", ""), 1, "the store, and no file beside it");
    assert!(n("kits/", ".md") >= 4, "{files:?}");
    assert_eq!(n("kits/", ".md"), n("kits/", ".pdf"));
    assert_eq!(n("packets/", ".pdf"), 3);
    assert_eq!(
        (
            n("packets/", ".md"),
            n("packets/", ".json"),
            n("packets/", ".csv")
        ),
        (3, 1, 2)
    );
    assert!(files.iter().all(|file| !file.contains(".tmp")), "{files:?}");
}

#[test]
fn its_three_candidates_have_three_verdicts() {
    let sandbox = Sandbox::new();
    sandbox.run(&["demo", "d"]).exits(0);
    let document: Value = serde_json::from_str(&sandbox.read("d/packets/packets.json")).unwrap();
    let packets = document["packets"].as_array().unwrap();
    let verdicts: Vec<_> = packets
        .iter()
        .map(|packet| {
            (
                packet["candidate"]["id"].as_str().unwrap(),
                packet["verdict"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        verdicts,
        [
            ("lucja-zolc", "no-hire"),
            ("nguyen-thi-anh", "hire"),
            ("omar-haddad", "debrief")
        ]
    );
    let steps: Vec<_> = packets
        .iter()
        .map(|packet| {
            packet["reasons"]
                .as_array()
                .unwrap()
                .iter()
                .find(|reason| reason["decides"] == true)
                .unwrap()["step"]
                .clone()
        })
        .collect();
    assert_eq!(steps, ["knock-outs", "bar", "split-panel"]);
    for packet in packets {
        let interviewers: std::collections::BTreeSet<_> = packet["cards"]
            .as_array()
            .unwrap()
            .iter()
            .map(|card| card["interviewer"]["id"].to_string())
            .collect();
        assert_eq!(
            (
                packet["cards"].as_array().unwrap().len(),
                interviewers.len(),
                packet["n_missing"].as_u64()
            ),
            (5, 5, Some(0))
        );
    }
}

#[test]
fn the_commands_it_closes_with_work() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["demo"]).exits(0);
    let line = run
        .stdout
        .lines()
        .find_map(|line| line.trim().strip_prefix("panelkit --as"))
        .expect("a command");
    let run = sandbox.sh(&format!("\"$PANELKIT\" --as{line}")).exits(0);
    assert!(run.stdout.contains("Łucja Żółć"));
    let page = sandbox.read("panelkit-demo/packets/lucja-zolc.md");
    let head = page
        .split("whose log stood at `")
        .nth(1)
        .expect("the head is printed");
    let head = head.split('`').next().unwrap();
    let verify = [
        "audit",
        "verify",
        "--store",
        "panelkit-demo/panelkit.db",
        "--head",
        head,
    ];
    sandbox.run(&verify).exits(0);
    for command in [
        "check panelkit-demo",
        "kit panelkit-demo --level senior --all",
        "scorecard check panelkit-demo/scorecards --rubric panelkit-demo",
    ] {
        sandbox.sh(&format!("\"$PANELKIT\" {command}")).exits(0);
    }
}

#[test]
fn twice_is_as_good_as_once() {
    let sandbox = Sandbox::new();
    let first = sandbox.run(&["demo", "d"]).exits(0);
    let (files, packets) = (sandbox.files(), sandbox.read("d/packets/packets.json"));
    let second = sandbox.run(&["demo", "d"]).exits(0);
    assert_eq!(sandbox.files(), files);
    assert_eq!(sandbox.read("d/packets/packets.json"), packets);
    assert_eq!(first.stdout.lines().last(), second.stdout.lines().last());
}

#[test]
fn an_empty_folder_is_taken_and_a_foreign_one_left_alone() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("empty")).unwrap();
    sandbox.run(&["demo", "empty"]).exits(0);
    sandbox.write("mine/rubric.toml", "mine");
    sandbox
        .run(&["demo", "mine"])
        .exits(73)
        .shows_nothing()
        .says("mine is not empty")
        .says("panelkit demo DIR");
    assert_eq!(fs::read_dir(sandbox.path("mine")).unwrap().count(), 1);
    assert_eq!(sandbox.read("mine/rubric.toml"), "mine");
    sandbox.write("file", "x");
    sandbox.run(&["demo", "file"]).exits(73).shows_nothing();
    assert_eq!(sandbox.read("file"), "x");
}

/// A demo folder that was worked in: a card that is in the store stays, whatever the file says.
#[test]
fn a_demo_that_was_changed_says_so_or_starts_afresh() {
    let sandbox = Sandbox::new();
    sandbox.run(&["demo", "d"]).exits(0);
    let packets = sandbox.read("d/packets/packets.json");
    let card = sandbox
        .files()
        .into_iter()
        .find(|file| file.contains("scorecards/omar"))
        .expect("a card");
    let text = sandbox.read(&card);
    sandbox.write(&card, text.replace("summary", "# changed\nsummary"));
    // The example is written anew, so that the card is as it was.
    sandbox.run(&["demo", "d"]).exits(0).shows("0 new");
    assert_eq!(sandbox.read("d/packets/packets.json"), packets);
}
