//! Packets: the verdicts, what counts and what does not, and the formats.

mod agenda;
mod bad_input;
mod excel;
mod formats;
mod kept;
mod knockouts;
mod ledger;
mod level;
mod profiles;
mod severity;
mod uncounted;
mod verdicts;
mod verify;

use serde_json::Value;

use crate::panel::Card;

/// Cards of as many interviewers, each with the same scores.
fn agreed(n_cards: usize, scores: &[(&str, &str)]) -> Vec<Card> {
    (0..n_cards)
        .map(|n| Card::new(&format!("i{n}@example.com"), scores))
        .collect()
}

/// A document in Markdown without its blocks of code, which charts are.
fn prose(markdown: &str) -> String {
    markdown.split("\n```").step_by(2).collect()
}

/// The verdict with the step and the finding that decided: exactly one reason does.
#[track_caller]
fn decided(packet: &Value) -> (String, String) {
    let reasons = packet["reasons"].as_array().expect("reasons");
    let deciding: Vec<_> = reasons
        .iter()
        .filter(|reason| reason["decides"] == true)
        .collect();
    assert_eq!(deciding.len(), 1, "{reasons:#?}");
    assert_eq!(
        packet["headline"], deciding[0]["text"],
        "the headline is the deciding reason"
    );
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    (text(&packet["verdict"]), text(&deciding[0]["step"]))
}

/// `verdict` by `step`.
#[track_caller]
fn assert_verdict(packet: &Value, verdict: &str, step: &str) {
    assert_eq!(
        decided(packet),
        (verdict.to_owned(), step.to_owned()),
        "{:#?}",
        packet["reasons"]
    );
}
