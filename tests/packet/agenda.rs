//! The debrief agenda: what is on it, in which order, and whose views stand opposite each other.

use serde_json::Value;

use super::agreed;
use crate::panel::{Card, packet, rubric, sandbox, verdict_of};

fn items(packet: &Value) -> &[Value] {
    packet["agenda"].as_array().expect("an agenda")
}

/// What the items are about; `-` for recommendations.
fn ids(packet: &Value) -> Vec<&str> {
    let items = items(packet).iter();
    items
        .map(|item| item["criterion"]["id"].as_str().unwrap_or("-"))
        .collect()
}

fn kinds(item: &Value) -> Vec<&str> {
    let kinds = item["kinds"].as_array().expect("kinds").iter();
    kinds.map(|kind| kind.as_str().unwrap()).collect()
}

/// Who stands on which side, in the order of the views.
fn sides(item: &Value) -> Vec<(&str, &str)> {
    let views = item["views"].as_array().expect("views").iter();
    views
        .map(|view| {
            let who = view["interviewer"]["id"].as_str().unwrap();
            (view["side"].as_str().unwrap_or("-"), who)
        })
        .collect()
}

const THREE: [(&str, &str); 3] = [("a", ""), ("b", "weight = 3"), ("c", "")];

/// Under the data floor a panel's scores are its own: what would be if everybody gave a point is
/// the packet of the panel in which they did.
#[test]
fn what_hangs_on_raters_is_the_panel_with_one_or_the_other_right() {
    let text = rubric(2, &THREE, "");
    let of = |high: &str, low: &str| {
        vec![
            Card::new("eve", &[("a", "3"), ("b", high), ("c", "2")]),
            Card::new("ian", &[("a", "3"), ("b", low), ("c", "2")]),
        ]
    };
    let packet = verdict_of(&text, &of("4", "2"));
    assert_eq!(ids(&packet), ["b"]);
    let item = &packet["agenda"][0];
    for (side, point) in [("highest", "4"), ("lowest", "2")] {
        let there = verdict_of(&text, &of(point, point));
        assert_eq!(item[side]["probability"], there["fair"]["probability"]);
        assert_eq!(item[side]["verdict"], there["verdict"]);
        assert_eq!(item[side]["value"].to_string(), point);
        assert_eq!(
            item[side]["own_probability"],
            Value::Null,
            "it is not required"
        );
    }
    let at = |side: &str| item[side]["probability"].as_f64().unwrap();
    let hanging = item["hanging"].as_f64().unwrap();
    assert!((hanging - (at("highest") - at("lowest"))).abs() < 1e-12);
    assert!(hanging > 0.5, "{item:#}");
    assert_eq!(item["verdict_differs"], true);
    assert_eq!(kinds(item), ["far-apart"]);
    assert_eq!(sides(item), [("highest", "eve"), ("lowest", "ian")]);
    assert_eq!(item["views"][0]["said"], "4, Exceeds the bar");
    assert_eq!(item["views"][1]["evidence"], "What ian saw of b.");
}

#[test]
fn more_hangs_on_what_weighs_more_and_is_further_apart() {
    let text = rubric(2, &THREE, "");
    let cards = |a: [&str; 2], b: [&str; 2], c: [&str; 2]| {
        [0, 1].map(|n| {
            let scores = [("a", a[n]), ("b", b[n]), ("c", c[n])];
            Card::new(&format!("i{n}"), &scores)
        })
    };
    // As far apart: by weight. The same weight: by how far apart.
    let by_weight = verdict_of(&text, &cards(["3", "2"], ["3", "2"], ["3", "3"]));
    assert_eq!(ids(&by_weight), ["b", "a"]);
    let by_spread = verdict_of(&text, &cards(["3", "2"], ["2", "2"], ["4", "1"]));
    assert_eq!(ids(&by_spread), ["c", "a"]);
    assert_eq!(kinds(&by_spread["agenda"][0]), ["far-apart"]);
    assert_eq!(kinds(&by_spread["agenda"][1]), ["differing"]);
    assert_eq!(by_spread["agenda"][0]["far_apart"], true);
    assert_eq!(by_spread["agenda"][1]["far_apart"], false);
}

#[test]
fn of_a_required_criterion_its_own_bar_hangs_too() {
    let criteria = [("a", "required-at = [\"mid\"]"), ("b", "weight = 5")];
    let cards = [
        Card::new("eve", &[("a", "3"), ("b", "4")]),
        Card::new("ian", &[("a", "2"), ("b", "4")]),
    ];
    let packet = verdict_of(&rubric(2, &criteria, ""), &cards);
    let item = &packet["agenda"][0];
    let own = |side: &str| item[side]["own_probability"].as_f64().unwrap();
    let panel = |side: &str| item[side]["probability"].as_f64().unwrap();
    let hanging = item["hanging"].as_f64().unwrap();
    assert!((hanging - (own("highest") - own("lowest"))).abs() < 1e-12);
    assert!(hanging > panel("highest") - panel("lowest"), "{item:#}");
    // At 3 and 2 it is as likely over the bar-line as under it.
    assert_eq!(kinds(item), ["near-one-half", "differing"]);
    assert_eq!(item["required"], true);
    assert_eq!(
        item["lowest"]["verdict"], "no-hire",
        "alone it rules a hire out"
    );
    let why = item["why"].as_str().unwrap();
    assert!(why.contains("required and in doubt, 50 % likely"), "{why}");
}

#[test]
fn what_nobody_differs_on_is_there_only_where_it_is_required_and_in_the_way() {
    let criteria = [
        ("a", "required-at = [\"mid\"]"),
        ("b", "weight = 4"),
        ("c", ""),
    ];
    let text = rubric(2, &criteria, "");
    let short = verdict_of(&text, &agreed(2, &[("a", "2"), ("b", "4"), ("c", "2")]));
    assert_eq!(ids(&short), ["a"]);
    let item = &short["agenda"][0];
    assert_eq!(kinds(item), ["in-the-way"]);
    assert_eq!(item["decides"], true);
    for key in ["hanging", "highest", "lowest", "verdict_differs"] {
        assert_eq!(item[key], Value::Null, "{key}");
    }
    assert_eq!(item["spread"], 0.0);
    assert_eq!(item["details"][0], short["headline"]);
    assert_eq!(
        sides(item),
        [("-", "i0@example.com"), ("-", "i1@example.com")]
    );
    let fine = verdict_of(&text, &agreed(2, &[("a", "3"), ("b", "4"), ("c", "2")]));
    assert_eq!(ids(&fine), [""; 0]);
}

#[test]
fn what_does_not_count_is_there_only_where_raters_are_far_apart() {
    let criteria = [("a", "weight = 0"), ("b", ""), ("c", "")];
    let text = rubric(2, &criteria, "");
    let of = |high: &str, low: &str| {
        [("eve", high), ("ian", low)]
            .map(|(who, a)| Card::new(who, &[("a", a), ("b", "3"), ("c", "3")]))
    };
    assert_eq!(ids(&verdict_of(&text, &of("3", "2"))), [""; 0]);
    let far = verdict_of(&text, &of("4", "2"));
    assert_eq!(ids(&far), ["a"]);
    assert_eq!(far["agenda"][0]["verdict_differs"], false);
}

/// Strong or not is the same to do; a criterion that moves no more than that is not for a debrief.
#[test]
fn nothing_to_talk_about_is_said() {
    let text = rubric(2, &[("a", ""), ("b", "")], "");
    let cards = [
        Card::new("eve", &[("a", "4"), ("b", "4")]),
        Card::new("ian", &[("a", "4"), ("b", "3")]),
    ];
    let packet_of = verdict_of(&text, &cards);
    assert_eq!(packet_of["verdict"], "strong-hire");
    assert_eq!(ids(&packet_of), [""; 0]);
    let shown = packet(&sandbox(&text, &cards), &["--format", "md"])
        .exits(0)
        .stdout;
    assert!(
        shown.contains("## Debrief agenda\n\nThere is nothing on it:"),
        "{shown}"
    );
    assert!(!shown.contains("## What to talk about"), "{shown}");
    // A debrief by the bar alone: nobody differs, and the next step does not point at nothing.
    let middle = verdict_of(&text, &agreed(2, &[("a", "3"), ("b", "2")]));
    assert_eq!(middle["verdict"], "debrief");
    assert_eq!(ids(&middle), [""; 0]);
    let step = middle["next_steps"][0].as_str().unwrap();
    assert!(step.contains("how near the bar-line"), "{step}");
}

#[test]
fn a_split_of_recommendations_goes_first_where_it_decides() {
    let text = rubric(4, &THREE, "");
    let scores = [("a", "3"), ("b", "3"), ("c", "3")];
    let mut cards: Vec<_> = agreed(4, &scores)
        .into_iter()
        .zip(["hire", "strong-hire", "no-hire", "strong-no-hire"])
        .map(|(card, side)| card.recommends(side))
        .collect();
    cards[3].scores[1].1 = "1".to_owned();
    let split = verdict_of(&text, &cards);
    assert_eq!(ids(&split), ["-", "b"]);
    let item = &split["agenda"][0];
    assert_eq!(item["title"], "Recommendations");
    assert_eq!(kinds(item), ["split"]);
    assert_eq!(
        (&item["decides"], &item["why"]),
        (&Value::from(true), &Value::from("2 for hire, 2 against"))
    );
    // The strongest of each side, then the others.
    assert_eq!(
        sides(item),
        [
            ("for", "i1@example.com"),
            ("against", "i3@example.com"),
            ("-", "i0@example.com"),
            ("-", "i2@example.com")
        ]
    );
    assert_eq!(item["views"][1]["said"], "strong no hire");
    assert_eq!(item["views"][1]["evidence"], "s", "a card's summary");
    // One for and one against is no split panel, but as many on each side.
    let even = [cards[0].clone(), cards[2].clone()];
    let even = verdict_of(&rubric(2, &THREE, ""), &even);
    assert_eq!(ids(&even), ["-"]);
    assert_eq!(even["agenda"][0]["decides"], false);
    let most = verdict_of(&rubric(3, &THREE, ""), &cards[..3]);
    assert_eq!(ids(&most), [""; 0], "two for and one against");
}

#[test]
fn a_knock_out_without_evidence_is_talked_about() {
    let knockout = "[[knockout]]\nid = \"k\"\nat = \"panel\"\ncriterion = \"c\"\nat-most = \"far-below\"\n\
         raters = \"any\"\neffect = \"no-hire\"\nreason = \"r\"\n";
    let text = rubric(3, &[("a", "weight = 9"), ("c", "weight = 0")], knockout);
    let silent = Card::new("eve", &[("a", "3"), ("c", "1")]).without_evidence();
    let cards = vec![
        silent,
        Card::new("ian", &[("a", "3"), ("c", "1")]).without_evidence(),
        Card::new("kim", &[("a", "3"), ("c", "1")]).without_evidence(),
    ];
    let packet = verdict_of(&text, &cards);
    assert_eq!(packet["verdict"], "debrief");
    assert_eq!(ids(&packet), ["c"]);
    let item = &packet["agenda"][0];
    assert_eq!(kinds(item), ["knock-out"]);
    assert_eq!(item["decides"], true);
    assert_eq!(item["details"][0], packet["headline"]);
    assert_eq!(item["views"][0]["evidence"], Value::Null);
}

#[test]
fn of_equals_the_one_who_wrote_evidence_stands_for_them() {
    let text = rubric(3, &[("a", ""), ("b", "")], "");
    let cards = [
        Card::new("eve", &[("a", "4"), ("b", "3")]).without_evidence(),
        Card::new("ian", &[("a", "4"), ("b", "3")]),
        Card::new("kim", &[("a", "2"), ("b", "3")]),
    ];
    let packet = verdict_of(&text, &cards);
    assert_eq!(
        sides(&packet["agenda"][0]),
        [("highest", "ian"), ("lowest", "kim"), ("-", "eve")]
    );
}

#[test]
fn one_person_does_not_disagree_with_themselves() {
    let again = "[[round]]\nid = \"again\"\ntitle = \"Again\"\nstage = \"onsite\"\nfocus = [\"a\", \"b\"]\n";
    let text = rubric(2, &[("a", ""), ("b", "")], again);
    let high = [("a", "4"), ("b", "3")];
    let low = [("a", "2"), ("b", "3")];
    let alone = [
        Card::new("Eve ", &high),
        Card::new("eve", &low).in_round("again"),
    ];
    assert_eq!(ids(&verdict_of(&text, &alone)), [""; 0]);
    // Beside somebody lower the mean of the two counts; the view furthest out stands for them.
    let beside = [
        Card::new("Eve ", &high),
        Card::new("eve", &low).in_round("again"),
        Card::new("ian", &[("a", "1"), ("b", "3")]),
    ];
    let packet = verdict_of(&text, &beside);
    let item = &packet["agenda"][0];
    assert_eq!(item["spread"], 2.0);
    assert_eq!(sides(item)[..2], [("highest", "Eve"), ("lowest", "ian")]);
    assert_eq!(item["highest"]["value"], 4);
}

/// A score of 0 is a score.
#[test]
fn a_point_of_value_0_is_shown() {
    let scale = "[scale]\nbar = \"yes\"\npoints = [\
        { id = \"no\", value = 0, label = \"No\", meaning = \"n\" }, \
        { id = \"yes\", value = 1, label = \"Yes\", meaning = \"y\" }]\n[[level]]";
    let text = rubric(2, &[("a", ""), ("b", "")], "").replacen("[[level]]", scale, 1);
    let cards = [
        Card::new("eve", &[("a", "1"), ("b", "1")]),
        Card::new("ian", &[("a", "0"), ("b", "1")]),
    ];
    let shown = packet(&sandbox(&text, &cards), &["--format", "md"])
        .exits(0)
        .stdout;
    assert!(
        shown.contains("- **Lowest: 0, No**, ian (Onsite)"),
        "{shown}"
    );
}

/// Evidence is the text it is, whatever it holds, and whoever wrote it.
#[test]
fn hostile_evidence_stays_within_its_quote() {
    let text = rubric(2, &[("a", ""), ("b", "")], "");
    let mut cards = [
        Card::new("Łucja@例.jp", &[("a", "4"), ("b", "3")]),
        Card::new("عمر", &[("a", "2"), ("b", "3")]),
    ];
    cards[0].scores[0].2 =
        "# Not a heading\n\n- [x](javascript:y) <script>z</script>\n```\n{{ candidate }}\u{1b}[31m\u{202e}".to_owned();
    cards[1].scores[0].2 = "Thị Ánh 说 “👩\u{200d}💻”, José, Jose\u{301}".to_owned();
    let sandbox = sandbox(&text, &cards);
    for format in ["md", "html", "text"] {
        let shown = packet(&sandbox, &["--format", format]).exits(0).stdout;
        for bad in [
            "\u{1b}[31m",
            "\u{202e}",
            "href=\"javascript",
            "\n# Not",
            "\n```\n{{ candidate",
        ] {
            assert!(!shown.contains(bad), "{bad:?} in {format}");
        }
        let raw = shown.matches("<script>z").count();
        let escaped = shown.matches("\\<script>z").count();
        match format {
            "md" => {
                assert!(raw > 0 && raw == escaped, "each is escaped: {shown}");
                assert!(
                    super::prose(&shown).contains("\n## Cards"),
                    "no fence is open"
                );
            }
            "html" => assert_eq!(raw, 0),
            _ => assert!(raw > 0, "the terminal has no HTML"),
        }
        for good in ["Łucja@例.jp", "عمر", "Thị Ánh 说", "Jose\u{301}"] {
            assert!(shown.contains(good), "{good} in {format}");
        }
    }
}
