//! What the formats promise: JSON without surprises, CSV that a spreadsheet can be given, the same
//! bytes for the same cards.

use serde_json::Value;

use super::agreed;
use crate::panel::{Card, packet, packets, rows, rubric, sandbox};
use crate::sandbox::Sandbox;

const CRITERIA: [(&str, &str); 3] = [
    ("a", "required-at = [\"mid\"]\nweight = 2.5"),
    ("b", ""),
    ("c", ""),
];

/// Two candidates, one well seen and one hardly, with a card missing.
fn panel() -> Sandbox {
    let mut cards = agreed(3, &[("a", "3"), ("b", "4"), ("c", "3")]);
    cards.push(
        Card::new("eve", &[("a", "2"), ("b", "\"declined\"")])
            .of("bob")
            .recommends("no-hire"),
    );
    cards.push(Card::new("ian", &[("a", "4")]).of("bob"));
    sandbox(&rubric(3, &CRITERIA, ""), &cards)
}

#[test]
fn numbers_are_there_where_they_are_promised() {
    let run = packet(&panel(), &["--format", "json"]).exits(0);
    for word in ["NaN", "nan", "Infinity", "inf\"", "-0.0,"] {
        assert!(!run.stdout.contains(word), "{word} in {}", run.stdout);
    }
    for packet in packets(&panel()) {
        assert_eq!(packet["format"], 1);
        for key in ["coverage", "bar_line", "n_missing"] {
            assert!(packet[key].is_number(), "{key}: {}", packet[key]);
        }
        let mut fair = vec![&packet["fair"]];
        for row in packet["criteria"].as_array().unwrap() {
            assert!(row["weight"].is_number() && row["n_raters"].is_number());
            assert_eq!(row["fair"].is_null(), row["n_raters"] == 0);
            assert_eq!(
                row["spread"].is_number(),
                row["n_raters"].as_u64().unwrap() > 1
            );
            assert_eq!(
                row["cells"].as_array().unwrap().len(),
                packet["cards"].as_array().unwrap().len()
            );
            fair.extend(Some(&row["fair"]).filter(|fair| !fair.is_null()));
        }
        for fair in fair {
            for key in [
                "value",
                "se",
                "low",
                "high",
                "probability",
                "n_ratings",
                "n_interviewers",
            ] {
                assert!(fair[key].is_number(), "{key} of {fair}");
            }
            let probability = fair["probability"].as_f64().unwrap();
            assert!((0.0..=1.0).contains(&probability) && fair["se"].as_f64().unwrap() > 0.0);
        }
        let reasons = packet["reasons"].as_array().unwrap();
        assert_eq!(
            reasons
                .iter()
                .filter(|reason| reason["decides"] == true)
                .count(),
            1
        );
        for number in reasons
            .iter()
            .flat_map(|reason| reason["numbers"].as_object().unwrap().values())
        {
            assert!(number.is_number(), "{number}");
        }
    }
}

#[test]
fn the_steps_are_recorded_in_the_order_of_the_policy() {
    let steps = [
        "knock-outs",
        "coverage",
        "raters",
        "required-criteria",
        "bar",
        "split-panel",
        "spread",
        "strong-margin",
    ];
    for packet in packets(&panel()) {
        let found: Vec<_> = packet["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .map(|reason| reason["step"].as_str().unwrap())
            .collect();
        let places: Vec<_> = found
            .iter()
            .map(|step| steps.iter().position(|known| known == step).unwrap())
            .collect();
        assert!(places.is_sorted(), "{found:?}");
        assert_eq!(places.first(), Some(&0));
    }
}

#[test]
fn the_long_table_has_a_row_for_every_expected_score() {
    let run = packet(&panel(), &["--format", "csv"]).exits(0);
    let rows = rows(&run.stdout);
    // Three criteria, three seats, two candidates.
    assert_eq!(rows.len(), 18);
    let count = |candidate: &str, state: &str| {
        rows.iter()
            .filter(|row| row["candidate"] == candidate && row["state"] == state)
            .count()
    };
    assert_eq!((count("ada", "scored"), count("bob", "scored")), (9, 2));
    assert_eq!(
        (
            count("bob", "declined"),
            count("bob", "not-assessed"),
            count("bob", "card-missing")
        ),
        (1, 3, 3)
    );
    for row in &rows {
        assert_eq!(row["score"].is_empty(), row["state"] != "scored", "{row:?}");
        assert_eq!(
            row["weight"],
            if row["criterion"] == "a" { "2.5" } else { "1" }
        );
    }
}

#[test]
fn the_wide_table_has_a_row_for_every_candidate() {
    let run = packet(&panel(), &["--wide"]).exits(0);
    let rows = rows(&run.stdout);
    let ids: Vec<_> = rows.iter().map(|row| row["candidate"].as_str()).collect();
    assert_eq!(ids, ["ada", "bob"]);
    assert_eq!(
        (
            rows[0]["fair:b"].as_str(),
            rows[0]["cards_missing"].as_str()
        ),
        ("4", "0")
    );
    assert_eq!(
        (
            rows[1]["verdict"].as_str(),
            rows[1]["cards_missing"].as_str()
        ),
        ("insufficient", "1")
    );
}

#[test]
fn tables_end_their_lines_with_crlf_and_quote_what_needs_it() {
    let mut card = Card::new("eve", &[("a", "3")]);
    "He said \"no\", then\nleft; twice.".clone_into(&mut card.scores[0].2);
    let text = packet(
        &sandbox(&rubric(1, &[("a", "")], ""), &[card]),
        &["--format", "csv"],
    )
    .exits(0)
    .stdout;
    assert!(text.ends_with("\r\n"));
    assert_eq!(
        rows(&text)[0]["evidence"],
        "He said \"no\", then\nleft; twice."
    );
}

#[test]
fn no_cell_is_a_formula() {
    let hostile = [
        "=HYPERLINK(\"http://x\")",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        " =1",
        "＝1",
        "\n=1",
        "|calc",
        "%0a=1",
    ];
    let cards: Vec<_> = hostile
        .iter()
        .enumerate()
        .map(|(n, text)| {
            let mut card = Card::new(&format!("{text}{n}"), &[("a", "3")]);
            (*text).clone_into(&mut card.scores[0].2);
            card
        })
        .collect();
    let sandbox = sandbox(&rubric(20, &[("a", "")], ""), &cards);
    sandbox.write("names.csv", "id,name\nada,=1+1\n");
    let run = packet(&sandbox, &["--format", "csv", "--names", "names.csv"]).exits(0);
    for row in rows(&run.stdout) {
        for (column, cell) in &row {
            let first = cell
                .trim_start_matches(|c: char| c.is_whitespace())
                .chars()
                .next();
            let runs = first.is_some_and(|c| "=+-@＝＋－＠".contains(c));
            assert!(!runs, "{column}: {cell:?}");
        }
    }
    let wide = packet(&sandbox, &["--wide", "--names", "names.csv"]).exits(0);
    assert_eq!(rows(&wide.stdout)[0]["name"], "'=1+1");
}

#[test]
fn a_negative_number_is_a_number_and_no_formula() {
    let scale = "[scale]\nbar = \"b\"\npoints = [{ id = \"a\", value = -5, label = \"A\", meaning = \"a\" }, { id = \"b\", value = -1, label = \"B\", meaning = \"b\" }]\n[[level]]";
    let text = rubric(1, &[("a", "")], "").replacen("[[level]]", scale, 1);
    let sandbox = sandbox(&text, &[Card::new("eve", &[("a", "-5")])]);
    let long = packet(&sandbox, &["--format", "csv"]).exits(0);
    assert_eq!(rows(&long.stdout)[0]["score"], "-5");
    let wide = packet(&sandbox, &["--wide"]).exits(0);
    assert_eq!(rows(&wide.stdout)[0]["fair_score"], "-5");
}

#[test]
fn the_same_cards_give_the_same_bytes_in_any_order() {
    let sandbox = panel();
    let files = [
        "cards/000.scorecard.toml",
        "cards/001.scorecard.toml",
        "cards/002.scorecard.toml",
        "cards/003.scorecard.toml",
        "cards/004.scorecard.toml",
    ];
    let mut backwards = files;
    backwards.reverse();
    for format in [
        &["--format", "text"][..],
        &["--format", "md"],
        &["--format", "json"],
        &["--format", "csv"],
        &["--wide"],
    ] {
        let first = packet(&sandbox, format).exits(0).stdout;
        assert_eq!(
            packet(&sandbox, format).exits(0).stdout,
            first,
            "twice, {format:?}"
        );
        for order in [files, backwards] {
            let mut args = vec!["packet", "--rubric", "r.toml", "--scorecards"];
            args.extend(order);
            args.extend(format);
            assert_eq!(
                sandbox.run(&args).exits(0).stdout,
                first,
                "{order:?}, {format:?}"
            );
        }
    }
}

#[test]
fn candidates_are_picked_by_id_and_an_unknown_one_is_suggested() {
    let sandbox = panel();
    let run = sandbox
        .run(&[
            "packet",
            "bob",
            "--rubric",
            "r.toml",
            "--scorecards",
            "cards",
            "--format",
            "json",
        ])
        .exits(0);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(document["packets"].as_array().unwrap().len(), 1);
    assert_eq!(document["packets"][0]["candidate"]["id"], "bob");
    let unknown = |id| sandbox.run(&["packet", id, "--rubric", "r.toml", "--scorecards", "cards"]);
    unknown("bobb")
        .exits(66)
        .shows_nothing()
        .says("did you mean `bob`?");
    unknown("zoe").exits(66).shows_nothing().says("ada, bob");
}

#[test]
fn hostile_text_on_a_card_is_shown_and_not_obeyed() {
    let mut card = Card::new("<b>eve</b>```\u{202e}", &[("a", "3")]);
    "# Title\n<script>x</script> **bold** [l](javascript:x) \u{1b}[31m {{ 1 }} | a |"
        .clone_into(&mut card.scores[0].2);
    let sandbox = sandbox(&rubric(1, &[("a", "")], ""), &[card]);
    for format in ["text", "md"] {
        let run = packet(&sandbox, &["--format", format]).exits(0);
        for c in ['\u{1b}', '\u{202e}'] {
            assert!(!run.stdout.contains(c), "{c:?}, {format}");
        }
    }
    let run = packet(&sandbox, &["--format", "md"]).exits(0);
    // What has a backslash before it is shown and not obeyed, as is what stands between fences.
    let live = outside_fences(&run.stdout)
        .replace("\\<", "")
        .replace("\\*", "")
        .replace("\\]", "");
    for raw in [
        "<script",
        "</script",
        "<b>",
        "\n# Title",
        " **bold** ",
        "](javascript",
    ] {
        assert!(!live.contains(raw), "{raw:?} in {live}");
    }
}

/// Markdown without its blocks of code, which no line inside may end.
fn outside_fences(markdown: &str) -> String {
    let mut fence: Option<&str> = None;
    let mut live = String::new();
    for line in markdown.lines() {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            Some(open) if ticks.len() >= open.len() && line == ticks => fence = None,
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => live.extend([line, "\n"]),
            Some(_) => {}
        }
    }
    assert_eq!(fence, None, "{markdown}");
    live
}

#[test]
fn names_that_cannot_be_read_are_named_with_their_line() {
    let sandbox = panel();
    for (content, expected) in [
        (
            "id,name\nada\n",
            "names.csv:2:4: the row has 1 cell, and the header has 2",
        ),
        (
            "id,name\nada,\"Łucja\n",
            "names.csv:2:5: the quote that opens here is never closed",
        ),
        (
            "id;name\nada;Łucja\n",
            "names.csv:1:3: the columns are separated by `;`, not by commas",
        ),
        (
            "a,b\n1,2\n",
            "names.csv:1: there is no column `id`; the header has `a`, `b`",
        ),
        ("id,name\n\nada,\n", "names.csv:3: the row has no `name`"),
        (
            "id,name\nada,A\nada,B\n",
            "names.csv:3: `ada` has two names",
        ),
    ] {
        sandbox.write("names.csv", content);
        let run = packet(&sandbox, &["--names", "names.csv"]).exits(65);
        assert!(
            run.stderr.starts_with(&format!("error: {expected}\n")),
            "{run:?}"
        );
    }
    sandbox.write("names.csv", "\u{feff}x,id , name\r\n1,bob,\"Łucja, Ż\"\r\n");
    packet(&sandbox, &["--names", "names.csv"])
        .exits(0)
        .shows("Łucja, Ż");
}

#[test]
fn explain_prints_every_step_with_its_numbers() {
    let sandbox = panel();
    let found = &packets(&sandbox)[0];
    let text = packet(&sandbox, &["--explain", "--format", "md", "ada"])
        .exits(0)
        .stdout;
    let reasons = found["reasons"].as_array().unwrap();
    assert!(reasons.len() >= 7, "{reasons:?}");
    for (n, reason) in reasons.iter().enumerate() {
        let said = |key: &str| reason[key].as_str().unwrap().to_owned();
        let head = format!(
            "## Step {}: {}, {}",
            n + 1,
            said("step_title"),
            said("finding_title")
        );
        let from = text.find(&head).expect(&head);
        let section = text[from + head.len()..].split("\n## ").next().unwrap();
        assert_eq!(
            section.contains("**This decides.**"),
            reason["decides"] == true
        );
        for (name, value) in reason["numbers"].as_object().unwrap() {
            let value = value.as_f64().unwrap();
            let shown = format!("{value:.4}");
            let shown = shown.trim_end_matches('0').trim_end_matches('.');
            let pair = format!("`{name}` {shown}");
            assert!(section.contains(&pair), "{pair} in {section}");
        }
    }
    let again = packet(&sandbox, &["--explain", "--format", "md", "ada"])
        .exits(0)
        .stdout;
    assert_eq!(text, again);
    packet(&sandbox, &["--explain", "--format", "csv", "ada"]).exits(2);
}
