//! The four kinds of no number are told apart everywhere, and none of them counts as zero.

use serde_json::Value;

use crate::panel::{Card, packet, packets, rows, rubric, sandbox};
use crate::sandbox::Sandbox;

const STATES: [&str; 3] = ["not-assessed", "no-evidence", "declined"];

/// Four criteria, two interviewers expected and one come: three states on the card, a number on
/// the fourth criterion, and one card missing.
fn panel() -> Sandbox {
    let criteria = [("a", ""), ("b", ""), ("c", ""), ("d", "")];
    let mut card = Card::new(
        "eve",
        &[
            ("a", "\"not-assessed\""),
            ("b", "\"no-evidence\""),
            ("c", "\"declined\""),
            ("d", "4"),
        ],
    );
    for (.., evidence) in &mut card.scores[..3] {
        evidence.clear();
    }
    sandbox(&rubric(2, &criteria, ""), &[card])
}

#[test]
fn json_keeps_them_apart() {
    let packet = packets(&panel()).remove(0);
    let states: Vec<_> = packet["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["cells"][0]["state"].clone())
        .collect();
    assert_eq!(
        states,
        ["not-assessed", "no-evidence", "declined", "scored"].map(Value::from)
    );
    for row in &packet["criteria"].as_array().unwrap()[..3] {
        assert_eq!(row["cells"][0]["value"], Value::Null);
        assert_eq!(row["fair"], Value::Null);
        assert_eq!(row["n_raters"], 0);
        assert_eq!(row["spread"], Value::Null);
    }
    assert_eq!(packet["n_missing"], 1);
    assert_eq!(packet["missing_cards"][0]["round"]["id"], "onsite");
    // Counted as zero, three criteria would have pulled this down to 1.
    assert_eq!(packet["fair"]["value"], 4.0);
    assert_eq!(packet["coverage"], 0.25);
}

#[test]
fn text_and_markdown_keep_them_apart() {
    for format in ["text", "md"] {
        let run = packet(&panel(), &["--format", format]).exits(0);
        // Lines wrap.
        let words: Vec<_> = run.stdout.split_whitespace().collect();
        let shown = words.join(" ");
        for words in [
            "Title of a (not assessed (1), card missing (1))",
            "Title of b (no evidence (1), card missing (1))",
            "Title of c (declined (1), card missing (1))",
            "not assessed: the interview did not come to it",
            "no evidence: it was asked, with nothing to go on",
            "declined: the interviewer stood back from it",
            "card missing: the card has not come",
        ] {
            assert!(shown.contains(words), "no {words} in {}", run.stdout);
        }
    }
}

#[test]
fn the_long_table_has_a_row_for_each() {
    let run = packet(&panel(), &["--format", "csv", "--long"]).exits(0);
    let rows = rows(&run.stdout);
    let states: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row["criterion"].as_str(),
                row["state"].as_str(),
                row["score"].as_str(),
                row["point"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        states,
        [
            ("a", "not-assessed", "", ""),
            ("b", "no-evidence", "", ""),
            ("c", "declined", "", ""),
            ("d", "scored", "4", "exceeds"),
            ("a", "card-missing", "", ""),
            ("b", "card-missing", "", ""),
            ("c", "card-missing", "", ""),
            ("d", "card-missing", "", ""),
        ]
    );
    assert!(
        rows[4..]
            .iter()
            .all(|row| row["interviewer"].is_empty() && row["round"] == "onsite")
    );
}

/// A spreadsheet of candidates side by side must tell them apart too, not show four empty cells.
#[test]
fn the_wide_table_keeps_them_apart() {
    let run = packet(&panel(), &["--format", "csv", "--wide"]).exits(0);
    let row = rows(&run.stdout).remove(0);
    assert_eq!(row["fair:d"], "4");
    let cells: Vec<_> = row
        .iter()
        .map(|(column, cell)| format!("{column}={cell}"))
        .collect();
    for state in STATES {
        assert!(
            cells.iter().any(|cell| cell.contains(state)),
            "{state} is not told in {cells:#?}"
        );
    }
    assert!(
        cells
            .iter()
            .all(|cell| !(cell.starts_with("fair:") && cell.ends_with("=0"))),
        "{cells:#?}"
    );
}

#[test]
fn a_criterion_that_the_card_leaves_out_was_not_assessed() {
    let cards = [Card::new("eve", &[("a", "3")])];
    let packet = packets(&sandbox(&rubric(1, &[("a", ""), ("b", "")], ""), &cards)).remove(0);
    assert_eq!(packet["criteria"][1]["cells"][0]["state"], "not-assessed");
    assert_eq!(packet["fair"]["value"], 3.0);
}

#[test]
fn a_state_beside_a_number_takes_nothing_from_it() {
    for state in STATES {
        let word = format!("\"{state}\"");
        let cards = [
            Card::new("eve", &[("a", "3")]),
            Card::new("ian", &[("a", &word)]),
        ];
        let with = packets(&sandbox(&rubric(2, &[("a", "")], ""), &cards)).remove(0);
        assert_eq!(with["fair"]["value"], 3.0, "{state}");
        assert_eq!(with["criteria"][0]["n_raters"], 1, "{state}");
        assert_eq!(with["coverage"], 1.0, "{state}");
    }
}

#[test]
fn a_missing_card_is_no_missing_number_once_another_came() {
    let cards = [
        Card::new("eve", &[("a", "3")]),
        Card::new("ian", &[("a", "3")]),
        Card::new("ida", &[("a", "3")]),
    ];
    let packet = packets(&sandbox(&rubric(2, &[("a", "")], ""), &cards)).remove(0);
    assert_eq!(packet["n_missing"], 0, "three came where two were expected");
}
