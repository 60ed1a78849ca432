//! Cards that are shown and never counted.

use super::{agreed, assert_verdict};
use crate::panel::{Card, packets, rubric, sandbox, verdict_of};

const CRITERIA: [(&str, &str); 3] = [("a", "required-at = [\"mid\"]"), ("b", ""), ("c", "")];
const GOOD: [(&str, &str); 3] = [("a", "3"), ("b", "3"), ("c", "3")];
const BAD: [(&str, &str); 3] = [("a", "1"), ("b", "1"), ("c", "1")];

const KNOCKOUT: &str = "[[knockout]]\nid = \"k\"\nat = \"panel\"\ncriterion = \"a\"\nat-most = \"far-below\"\n\
    raters = \"any\"\neffect = \"no-hire\"\nreason = \"x\"\n[decision]\nsplit = 1\n";

/// What the packet says of a candidate, less the cards that do not count.
fn counted(text: &str, cards: &[Card]) -> serde_json::Value {
    let mut packet = verdict_of(text, cards);
    packet["uncounted_cards"] = serde_json::Value::Null;
    packet
}

#[test]
fn a_shadow_card_changes_nothing() {
    let text = rubric(2, &CRITERIA, KNOCKOUT);
    let cards = agreed(2, &GOOD);
    let mut with = cards.clone();
    with.push(
        Card::new("trainee", &BAD)
            .recommends("strong-no-hire")
            .with("shadow = true"),
    );
    assert_eq!(counted(&text, &with), counted(&text, &cards));
    let packet = verdict_of(&text, &with);
    assert_verdict(&packet, "hire", "bar");
    assert_eq!(packet["uncounted_cards"][0]["uncounted"], "shadow");
    assert_eq!(packet["uncounted_cards"][0]["n_scores"], 3);
}

#[test]
fn a_shadow_card_fills_no_seat_and_is_no_rater() {
    let text = rubric(2, &CRITERIA, "");
    let mut cards = agreed(1, &GOOD);
    cards.push(Card::new("trainee", &GOOD).with("shadow = true"));
    let packet = verdict_of(&text, &cards);
    assert_verdict(&packet, "insufficient", "raters");
    assert_eq!(packet["n_missing"], 1);
}

#[test]
fn shadow_cards_alone_are_insufficient() {
    let cards: Vec<_> = agreed(2, &GOOD)
        .into_iter()
        .map(|card| card.with("shadow = true"))
        .collect();
    assert_verdict(
        &verdict_of(&rubric(2, &CRITERIA, ""), &cards),
        "insufficient",
        "coverage",
    );
}

#[test]
fn a_resume_review_changes_nothing() {
    let tail = format!(
        "[[round]]\nid = \"papers\"\ntitle = \"Papers\"\nstage = \"resume\"\nfocus = [\"cv\", \"a\"]\n\
         [[resume-criterion]]\nid = \"cv\"\ntitle = \"CV\"\nevidence = \"x\"\nweight = 100\n{KNOCKOUT}"
    );
    let text = rubric(2, &CRITERIA, &tail);
    let cards = agreed(2, &GOOD);
    let mut with = cards.clone();
    let review = Card::new("reader", &[("cv", "1"), ("a", "1")])
        .in_round("papers")
        .recommends("strong-no-hire");
    with.push(review);
    assert_eq!(counted(&text, &with), counted(&text, &cards));
    let packet = verdict_of(&text, &with);
    assert_verdict(&packet, "hire", "bar");
    assert_eq!(packet["uncounted_cards"][0]["uncounted"], "resume review");
    let ids: Vec<_> = packet["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].clone())
        .collect();
    assert_eq!(
        ids,
        ["a", "b", "c"],
        "a resume criterion is none of the panel's"
    );
    assert_eq!(packet["n_missing"], 0);
}

#[test]
fn other_candidates_cards_are_theirs() {
    let text = rubric(2, &CRITERIA, KNOCKOUT);
    let mut cards = agreed(2, &GOOD);
    cards.extend(
        agreed(2, &BAD)
            .into_iter()
            .map(|card| card.of("bob").recommends("no-hire")),
    );
    let packets = packets(&sandbox(&text, &cards));
    assert_eq!(packets.len(), 2);
    assert_verdict(&packets[0], "hire", "bar");
    assert_verdict(&packets[1], "no-hire", "knock-outs");
}
