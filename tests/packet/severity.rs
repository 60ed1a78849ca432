//! Packets of a store with cards enough to tell how severe interviewers are.

use serde_json::Value;

use crate::panel::{Card, merit, rubric, sandbox};
use crate::sandbox::Sandbox;

const CRITERIA: [(&str, &str); 4] = [("a", ""), ("b", ""), ("c", ""), ("d", "")];

/// Scores of one interviewer for one candidate.
fn card(candidate: &str, interviewer: &str, scores: [i64; 4]) -> Card {
    let scores = scores.map(|score| score.to_string());
    let named = CRITERIA.iter().zip(&scores);
    let named: Vec<_> = named
        .map(|((id, _), score)| (*id, score.as_str()))
        .collect();
    Card::new(interviewer, &named).of(candidate)
}

/// 40 candidates with three of ten interviewers each; `i0` gives a point less than the others.
/// `steady` was given the bar throughout.
fn cards() -> Vec<Card> {
    let mut cards: Vec<_> = ["i1", "i4", "i7"]
        .map(|who| card("steady", who, [3; 4]))
        .to_vec();
    for candidate in 0..40 {
        for seat in 0..3 {
            let interviewer = (candidate * 3 + seat * (1 + candidate % 3)) % 10;
            let harsh = i64::from(interviewer == 0);
            let scores = [0, 1, 2, 3]
                .map(|criterion| (merit(candidate, criterion, interviewer) - harsh).clamp(1, 4));
            let who = format!("i{interviewer}");
            cards.push(card(&format!("c{candidate:02}"), &who, scores));
        }
    }
    cards
}

fn panel() -> Sandbox {
    sandbox(&rubric(3, &CRITERIA, ""), &cards())
}

fn of_files(sandbox: &Sandbox, who: &[&str]) -> Value {
    let mut args = vec!["packet"];
    args.extend(who);
    args.extend([
        "--rubric",
        "r.toml",
        "--format",
        "json",
        "--scorecards",
        "cards",
    ]);
    serde_json::from_str(&sandbox.run(&args).exits(0).stdout).unwrap()
}

/// The packets that somebody is shown of a store, without where its log stands.
fn of_store(sandbox: &Sandbox, store: &str, who: &str, candidate: &str) -> Value {
    let args = [
        "--as", who, "packet", candidate, "--store", store, "--format", "json",
    ];
    let mut found: Value = serde_json::from_str(&sandbox.run(&args).exits(0).stdout).unwrap();
    found["packets"][0]["head"].take();
    found
}

fn submit(sandbox: &Sandbox, store: &str) {
    let args = ["submit", "cards", "--rubric", "r.toml", "--store", store];
    sandbox.run(&args).exits(0);
}

/// The mean of the scores on a packet, as given.
fn as_given(packet: &Value) -> f64 {
    let cells = packet["criteria"].as_array().unwrap().iter();
    let cells = cells.flat_map(|row| row["cells"].as_array().unwrap());
    let values: Vec<f64> = cells.filter_map(|cell| cell["value"].as_f64()).collect();
    mean(&values)
}

fn mean(of: &[f64]) -> f64 {
    of.iter().sum::<f64>() / f64::from(u32::try_from(of.len()).unwrap())
}

#[test]
fn severity_is_corrected_for_where_cards_are_enough() {
    let all = of_files(&panel(), &[]);
    let packets = all["packets"].as_array().unwrap();
    assert_eq!(packets.len(), 41);
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for packet in packets {
        assert_eq!(packet["method"]["name"], "severity-model");
        assert_eq!(packet["method"]["severity_corrected"], true);
        let fair = &packet["fair"];
        let at = |key: &str| fair[key].as_f64().unwrap();
        assert!(
            at("low") < at("value") && at("value") < at("high"),
            "{fair}"
        );
        assert!(
            (1.0..=4.0).contains(&at("low")) && at("high") <= 4.0,
            "{fair}"
        );
        assert!((0.0..=1.0).contains(&at("probability")), "{fair}");
        assert!((at("n_ratings") - 12.0).abs() < 1e-9, "{fair}");
        assert!((at("n_interviewers") - 3.0).abs() < 1e-9, "{fair}");
        let moved = at("value") - as_given(packet);
        let mut cards = packet["cards"].as_array().unwrap().iter();
        let saw = cards.any(|card| card["interviewer"]["id"] == "i0");
        if saw { &mut with } else { &mut without }.push(moved);
    }
    // A third of the scores of those whom the severe interviewer saw are a point too low.
    assert!(with.len() >= 5);
    let apart = mean(&with) - mean(&without);
    assert!((0.1..0.45).contains(&apart), "{apart}");
    // Somebody who meets the bar throughout is still a hire.
    let steady = packets
        .iter()
        .find(|one| one["candidate"]["id"] == "steady");
    let steady = steady.unwrap();
    assert_eq!(steady["verdict"], "hire", "{:#}", steady["reasons"]);
}

#[test]
fn the_store_and_the_files_give_the_same_also_for_one() {
    let sandbox = panel();
    submit(&sandbox, "s.db");
    let kept = of_store(&sandbox, "s.db", "boss", "c04");
    assert_eq!(kept, of_files(&sandbox, &["c04"]));
}

#[test]
fn whoever_has_a_card_due_learns_nothing_of_it_from_packets_of_others() {
    let sandbox = panel();
    submit(&sandbox, "with.db");
    for (n, card) in cards().iter().enumerate() {
        if card.candidate == "c05" {
            std::fs::remove_file(sandbox.path(&format!("cards/{n:03}.scorecard.toml"))).unwrap();
        }
    }
    submit(&sandbox, "without.db");
    let add = "$PANELKIT candidate add c05 --store without.db";
    sandbox.sh(add).exits(0);
    let seen = ["with.db", "without.db"].map(|store| {
        let assign = format!(
            "$PANELKIT panel assign c05 --round onsite --interviewer zoe --rubric r.toml --store {store}"
        );
        sandbox.sh(&assign).exits(0);
        of_store(&sandbox, store, "zoe", "c04")
    });
    assert_eq!(seen[0], seen[1]);
    assert_ne!(seen[0], of_store(&sandbox, "with.db", "boss", "c04"));
}
