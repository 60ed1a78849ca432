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

pub(super) fn panel() -> Sandbox {
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

/// What decides, then by what hangs on it; whoever follows the higher rater sees the candidate as
/// more likely over the bar-line.
fn assert_agenda(packet: &Value) {
    let items = packet["agenda"].as_array().unwrap();
    let rank = |item: &Value| {
        let hanging = item["hanging"].as_f64().unwrap_or_default();
        (item["decides"] == true, hanging)
    };
    assert!(
        items.windows(2).all(|two| rank(&two[0]) >= rank(&two[1])),
        "{items:#?}"
    );
    for item in items.iter().filter(|item| !item["hanging"].is_null()) {
        let at = |side: &str| item[side]["probability"].as_f64().unwrap();
        let moved = at("highest") - at("lowest");
        assert!(moved > 0.0, "{item:#}");
        let hanging = item["hanging"].as_f64().unwrap();
        assert!((hanging - moved).abs() < 1e-12, "nothing is required here");
    }
}

#[test]
fn severity_is_corrected_for_where_cards_are_enough() {
    let all = of_files(&panel(), &[]);
    let packets = all["packets"].as_array().unwrap();
    assert_eq!(packets.len(), 41);
    let talked_of = |packet: &&Value| !packet["agenda"].as_array().unwrap().is_empty();
    assert!(packets.iter().filter(talked_of).count() > 10);
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for packet in packets {
        assert_eq!(packet["method"]["name"], "severity-model");
        assert_eq!(packet["method"]["severity_corrected"], true);
        assert_agenda(packet);
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

/// i0 gives a point less than the others: merit varies from 1 to 4, where a point cannot always be
/// taken away, so that it shows as somewhat less.
#[test]
fn the_packet_says_who_is_severe_and_what_the_scores_as_given_come_to() {
    let sandbox = panel();
    let all = of_files(&sandbox, &[]);
    let packets = all["packets"].as_array().unwrap();
    let mut severe = Vec::new();
    for packet in packets {
        let correction = &packet["correction"];
        for note in correction["interviewers"].as_array().unwrap() {
            let points = |key: &str| note[key].as_f64().unwrap();
            assert!(points("points_low") < points("points"), "{note}");
            assert!(points("points") < points("points_high"), "{note}");
            if note["interviewer"]["id"] == "i0" {
                severe.push(note.clone());
            }
        }
        let given = &correction["as_given"];
        let moved = given["fair"]["value"].as_f64().unwrap() - as_given(packet);
        assert!(moved.abs() < 1e-9, "{given}");
        let differs = given["verdict"] != packet["verdict"];
        assert_eq!(given["differs"], differs);
    }
    assert!(severe.len() >= 5);
    assert!(severe.iter().all(|note| *note == severe[0]));
    let points = severe[0]["points"].as_f64().unwrap();
    assert!((-1.1..-0.5).contains(&points), "{points}");
    let said = severe[0]["text"].as_str().unwrap();
    assert!(said.starts_with("i0 scores about "), "{said}");
    let seen = cards()
        .iter()
        .filter(|card| card.interviewer == "i0")
        .count();
    let over = format!(" under the panel, over {seen} candidates.");
    assert!(said.ends_with(&over), "{said}");

    // Where the two verdicts differ, the first page says so.
    let differs = |packet: &&Value| packet["correction"]["as_given"]["differs"] == true;
    let other = packets
        .iter()
        .find(differs)
        .expect("severity turns some verdict");
    let who = other["candidate"]["id"].as_str().unwrap();
    let args = [
        "packet",
        who,
        "--rubric",
        "r.toml",
        "--format",
        "md",
        "--scorecards",
        "cards",
    ];
    let page = sandbox.run(&args).exits(0).stdout;
    let first = page.split("\n## ").next().unwrap();
    assert!(
        first.contains("The scores as given would come to"),
        "{first}"
    );
}

/// Severities are found by signature and told by role.
#[test]
fn a_recruiter_reads_of_severity_without_names() {
    let sandbox = panel();
    let args = [
        "packet",
        "c04",
        "--rubric",
        "r.toml",
        "--profile",
        "recruiter",
        "--format",
        "json",
        "--scorecards",
        "cards",
    ];
    let told = sandbox.run(&args).exits(0).stdout;
    let told: Value = serde_json::from_str(&told).unwrap();
    let all = of_files(&sandbox, &["c04"]);
    let notes = |of: &Value| of["packets"][0]["correction"]["interviewers"].clone();
    let (by_role, by_name) = (notes(&told), notes(&all));
    assert_eq!(by_name.as_array().unwrap().len(), 3);
    for (role, name) in by_role
        .as_array()
        .unwrap()
        .iter()
        .zip(by_name.as_array().unwrap())
    {
        assert_eq!(role["points"], name["points"]);
        let id = name["interviewer"]["id"].as_str().unwrap();
        assert!(name["text"].as_str().unwrap().contains(id));
        let shown = role.to_string();
        assert!(
            shown.contains("Interviewer ") && !shown.contains(id),
            "{shown}"
        );
    }
    for key in ["verdict", "fair", "coverage"] {
        assert_eq!(told["packets"][0][key], all["packets"][0][key]);
    }
    let stays = |of: &Value| of["packets"][0]["robustness"]["n_stays"].clone();
    assert_eq!(stays(&told), stays(&all));
    assert!(stays(&all).is_number());
}
