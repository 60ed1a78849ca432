//! The level profile: which level the evidence supports, by what, and what stands in the way.

use std::fmt::Write as _;

use serde_json::Value;

use crate::panel::{Card, packet, packets, rubric, sandbox, verdict_of};

/// A rubric of the levels low, mid, high and top with competencies, each with a cell a level and
/// further lines. Cards are for `mid`.
fn ladder(competencies: &[(&str, &str)], attitudes: &[(&str, &str)], tail: &str) -> String {
    let mut text = rubric(3, attitudes, tail);
    let level = |id: &str, title: &str| format!("[[level]]\nid = \"{id}\"\ntitle = \"{title}\"\n");
    let mid = level("mid", "Mid");
    let levels = [
        level("low", "Low"),
        mid.clone(),
        level("high", "High"),
        level("top", "Top"),
    ];
    text = text.replace(&mid, &levels.concat());
    let mut tables = String::new();
    for (id, lines) in competencies {
        write!(
            tables,
            "[[competency]]\nid = \"{id}\"\ntitle = \"Title of {id}\"\n{lines}\n[competency.progression]\n\
             low = \"{id} low\"\nmid = \"{id} mid\"\nhigh = \"{id} high\"\ntop = \"{id} top\"\n"
        )
        .expect("text takes all writes");
    }
    let focus: Vec<_> = competencies
        .iter()
        .map(|(id, _)| format!("\"{id}\", "))
        .collect();
    text.replace("[[round]]", &format!("{tables}[[round]]"))
        .replace("focus = [", &format!("focus = [{}", focus.concat()))
}

/// As many plain competencies: a, b, c, …
fn plain_ladder(n: usize) -> String {
    let ids = ["a", "b", "c", "d", "e", "f"];
    let competencies: Vec<_> = ids[..n].iter().map(|id| (*id, "")).collect();
    ladder(&competencies, &[("care", "weight = 0")], "")
}

fn profile(rubric: &str, cards: &[Card]) -> Value {
    verdict_of(rubric, cards)["level_profile"].take()
}

/// A score with the level that its rater saw.
fn seen(score: u8, level: &str) -> String {
    format!("{score}\nlevel = \"{level}\"")
}

fn card(interviewer: &str, scores: &[(&str, String)]) -> Card {
    let scores: Vec<_> = scores
        .iter()
        .map(|(id, score)| (*id, score.as_str()))
        .collect();
    Card::new(interviewer, &scores)
}

fn cards_of(views: &[&[(&str, String)]]) -> Vec<Card> {
    let numbered = views.iter().enumerate();
    numbered
        .map(|(n, scores)| card(&format!("i{n}"), scores))
        .collect()
}

/// The bar of the level after the one supported.
fn next(profile: &Value) -> &Value {
    let mut levels = profile["levels"].as_array().expect("levels").iter();
    let found = levels.find(|bar| bar["level"] == profile["next"]);
    found.expect("a level after the one supported")
}

fn limits(of: &Value) -> Vec<(String, String)> {
    let limits = of["limits"].as_array().expect("limits");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    limits
        .iter()
        .map(|limit| (text(&limit["criterion"]["id"]), text(&limit["kind"])))
        .collect()
}

#[track_caller]
fn assert_supported(profile: &Value, level: Option<&str>) {
    assert_eq!(profile["supported"]["id"].as_str(), level, "{profile:#}");
    assert_eq!(profile["reason"].is_null(), level.is_some());
}

#[test]
fn the_bar_throughout_is_the_level_interviewed_for() {
    let scores: Vec<_> = ["a", "b", "c"].map(|id| (id, "3".to_owned())).to_vec();
    let profile = profile(&plain_ladder(3), &cards_of(&[&scores, &scores, &scores]));
    assert_supported(&profile, Some("mid"));
    assert_eq!(profile["basis"], "anchors");
    assert_eq!(profile["n_by_anchors"], 9);
    assert_eq!(
        profile["sentence"],
        "Meets Mid, the level interviewed for. Not at High: Title of a, Title of b, Title of c."
    );
    let next = next(&profile);
    assert_eq!(next["level"]["id"], "high");
    assert_eq!(next["limits"][0]["cell"], "a high");
    assert_eq!(next["limits"][0]["why"], "3 raters placed it at Mid");
}

#[test]
fn anchors_say_one_level_more_or_less_and_no_further() {
    // Two points under the bar is under the level below, which is the lowest.
    let cases = [
        ("4", Some("high"), "High or over", Some("top")),
        ("3", Some("mid"), "Mid", Some("high")),
        ("2", Some("low"), "Low", Some("mid")),
        ("1", None, "under Low", Some("low")),
    ];
    for (score, level, title, next) in cases {
        let scores = [("a", score.to_owned()), ("b", score.to_owned())];
        let profile = profile(&plain_ladder(2), &cards_of(&[&scores, &scores]));
        assert_supported(&profile, level);
        assert_eq!(profile["competencies"][0]["seen_title"], title);
        assert_eq!(profile["next"]["id"].as_str(), next);
    }
    // What nobody could say by a score is left open, and not held against anybody.
    let scores = [("a", "4".to_owned()), ("b", "4".to_owned())];
    let profile = profile(&plain_ladder(2), &cards_of(&[&scores, &scores]));
    assert_eq!(profile["levels"][3]["state"], "open");
    assert_eq!(profile["levels"][3]["share_not_told"], 1.0);
    assert_eq!(
        profile["sentence"],
        "Meets High; interviewed for Mid. Top cannot be told: Title of a (not told), Title of b (not told)."
    );
}

#[test]
fn levels_seen_go_before_what_anchors_say() {
    // By anchors this would be mid; its raters saw top and low.
    let scores = [("a", seen(3, "top")), ("b", seen(3, "top"))];
    let profile_of = |views: &[&[(&str, String)]]| profile(&plain_ladder(2), &cards_of(views));
    let high = profile_of(&[&scores]);
    assert_supported(&high, Some("top"));
    assert_eq!(high["basis"], "observed");
    assert_eq!(high["next"], Value::Null);
    assert_eq!(high["sentence"], "Meets Top; interviewed for Mid.");
    let mixed = profile_of(&[&scores, &[("a", "3".to_owned())]]);
    assert_eq!(mixed["basis"], "mixed");
    assert_eq!(mixed["n_observed"], 2);
    assert_eq!(mixed["n_by_anchors"], 1);
    assert_eq!(mixed["competencies"][0]["basis"], "mixed");
    assert_eq!(mixed["competencies"][1]["basis"], "observed");
    // Of two raters the lower one counts; top is half the weight, under two thirds.
    assert_eq!(mixed["competencies"][0]["seen"]["id"], "mid");
    assert_supported(&mixed, Some("mid"));
}

#[test]
fn two_thirds_of_the_weight_make_a_level() {
    let scores = |n_high: usize, of: usize| -> Vec<(&'static str, String)> {
        let ids = ["a", "b", "c", "d", "e", "f"];
        let level = |n| seen(3, if n < n_high { "high" } else { "mid" });
        (0..of).map(|n| (ids[n], level(n))).collect()
    };
    for (n_high, of, level) in [(2, 3, "high"), (1, 3, "mid"), (3, 5, "mid"), (4, 6, "high")] {
        let profile = profile(&plain_ladder(of), &cards_of(&[&scores(n_high, of)]));
        assert_supported(&profile, Some(level));
        let high = &profile["levels"][2];
        let share =
            high["share_reached"].as_f64().unwrap() + high["share_missed"].as_f64().unwrap();
        assert!((share - 1.0).abs() < 1e-9);
    }
    // By the weights of that level: what counts double at high is what was not seen there.
    let heavy = ladder(
        &[("a", ""), ("b", ""), ("c", "weight = { high = 3 }")],
        &[("care", "weight = 0")],
        "",
    );
    let profile = profile(&heavy, &cards_of(&[&scores(2, 3)]));
    assert_supported(&profile, Some("mid"));
    assert_eq!(
        limits(next(&profile)),
        [("c".to_owned(), "seen-under".to_owned())]
    );
    assert_eq!(next(&profile)["limits"][0]["weight"], 3.0);
}

#[test]
fn a_competency_required_at_a_level_must_be_seen_there_by_enough_raters() {
    let competencies = [
        ("a", "required-at = [\"high\"]"),
        ("b", ""),
        ("c", ""),
        ("d", ""),
    ];
    let text = ladder(&competencies, &[("care", "weight = 0")], "");
    let of = |a: &str| -> Vec<(&'static str, String)> {
        let others = ["b", "c", "d"].map(|id| (id, seen(3, "high")));
        [("a", seen(3, a))].into_iter().chain(others).collect()
    };
    // Three quarters of the weight are enough, but for what is required.
    let missed = profile(&text, &cards_of(&[&of("mid"), &of("mid")]));
    assert_supported(&missed, Some("mid"));
    assert_eq!(
        limits(next(&missed)),
        [("a".to_owned(), "seen-under".to_owned())]
    );
    assert_eq!(missed["levels"][2]["state"], "not-met");
    // One of two is an even split, and two of three are not.
    let split = profile(&text, &cards_of(&[&of("high"), &of("mid")]));
    assert_supported(&split, Some("mid"));
    assert_eq!(
        next(&split)["limits"][0]["why"],
        "1 rater placed it at High and 1 at Mid, which counts as Mid"
    );
    assert_eq!(split["competencies"][0]["agreed"], false);
    let most = profile(&text, &cards_of(&[&of("high"), &of("mid"), &of("high")]));
    assert_supported(&most, Some("high"));
    // One rater alone is too few for what is required: open, not missed.
    let alone = profile(&text, &cards_of(&[&of("high")]));
    assert_supported(&alone, Some("mid"));
    assert_eq!(alone["levels"][2]["state"], "open");
    assert_eq!(
        limits(next(&alone)),
        [("a".to_owned(), "too-few-raters".to_owned())]
    );
    assert_eq!(
        alone["sentence"],
        "Meets Mid, the level interviewed for. High cannot be told: Title of a (required, too few raters)."
    );
}

#[test]
fn what_nobody_placed_counts_for_nothing_and_is_told_apart() {
    // Two of three: two thirds of the weight, but under the 80 % that must be scored.
    let scores = [
        ("a", "3".to_owned()),
        ("b", "3".to_owned()),
        ("c", "\"not-assessed\"".to_owned()),
    ];
    let open = profile(&plain_ladder(3), &cards_of(&[&scores]));
    assert_supported(&open, None);
    assert_eq!(open["levels"][1]["state"], "open");
    assert_eq!(
        limits(&open["levels"][1]),
        [("c".to_owned(), "not-placed".to_owned())]
    );
    assert_eq!(open["competencies"][2]["seen_title"], "not placed");
    assert_eq!(open["competencies"][2]["interviewed"], "not-placed");
    let loose = plain_ladder(3) + "[decision]\nmin-coverage = 0.5\n";
    let held = profile(&loose, &cards_of(&[&scores]));
    assert_supported(&held, Some("mid"));
}

#[test]
fn no_score_at_all_is_no_level() {
    let words = ["\"not-assessed\"", "\"no-evidence\"", "\"declined\""];
    let scores: Vec<_> = ["a", "b", "c"]
        .into_iter()
        .zip(words.map(str::to_owned))
        .collect();
    let cards: Vec<_> = cards_of(&[&scores])
        .into_iter()
        .map(Card::without_evidence)
        .collect();
    let none = profile(&plain_ladder(3), &cards);
    assert_supported(&none, None);
    assert_eq!(none["reason"], "No competency has a score.");
    assert_eq!(none["basis"], Value::Null);
    assert_eq!(
        none["sentence"],
        "No level can be told. No competency has a score."
    );
}

#[test]
fn without_a_progression_table_only_levels_seen_count() {
    let attitudes = [("a", ""), ("b", "")];
    let scores = [("a", "3".to_owned()), ("b", "3".to_owned())];
    let none = profile(&rubric(3, &attitudes, ""), &cards_of(&[&scores]));
    assert_supported(&none, None);
    assert_eq!(
        none["reason"],
        "The rubric has no progression table, and no card says which level was seen."
    );
    assert_eq!(none["competencies"].as_array().unwrap().len(), 0);
}

#[test]
fn under_the_lowest_level_and_one_level_only() {
    let one = "[[level]]\nid = \"mid\"\ntitle = \"Mid\"\n";
    let mut text = rubric(3, &[("care", "weight = 0")], "");
    assert!(text.contains(one));
    text = text
        .replace(
            "[[round]]",
            "[[competency]]\nid = \"a\"\ntitle = \"Title of a\"\nprogression = { mid = \"a mid\" }\n[[round]]",
        )
        .replace("focus = [", "focus = [\"a\", ");
    let of = |score: &str| profile(&text, &cards_of(&[&[("a", score.to_owned())]]));
    let under = of("2");
    assert_supported(&under, None);
    assert_eq!(under["competencies"][0]["seen_title"], "under Mid");
    assert_eq!(
        under["sentence"],
        "Not at Mid, the lowest level: Title of a."
    );
    assert_eq!(
        under["reason"],
        "The bar of Mid, the lowest level, is not met."
    );
    for score in ["3", "4"] {
        let met = of(score);
        assert_supported(&met, Some("mid"));
        assert_eq!(met["next"], Value::Null);
        assert_eq!(met["competencies"][0]["seen_title"], "Mid");
        assert_eq!(met["sentence"], "Meets Mid, the level interviewed for.");
    }
}

/// Anchors of a rubric's own say whether the level was reached, and not which other one was.
#[test]
fn anchors_of_its_own_tell_of_the_level_interviewed_for_alone() {
    let anchors =
        "[competency.anchors]\nfar-below = \"w\"\nbelow = \"x\"\nmeets = \"y\"\nexceeds = \"z\"";
    let own = ladder(
        &[("a", anchors), ("b", anchors)],
        &[("care", "weight = 0")],
        "",
    );
    let of = |score: &str| {
        let scores = [("a", score.to_owned()), ("b", score.to_owned())];
        profile(&own, &cards_of(&[&scores]))
    };
    for score in ["3", "4"] {
        let met = of(score);
        assert_supported(&met, Some("mid"));
        assert_eq!(met["competencies"][0]["seen_title"], "Mid or over");
        assert_eq!(met["levels"][2]["state"], "open");
    }
    for score in ["1", "2"] {
        let under = of(score);
        assert_supported(&under, None);
        assert_eq!(under["levels"][0]["state"], "open");
        assert_eq!(under["levels"][1]["state"], "not-met");
        assert_eq!(under["competencies"][0]["seen_title"], "under Mid");
        assert_eq!(
            under["sentence"],
            "Not at Mid: Title of a, Title of b. No level can be told."
        );
    }
}

/// What has no cells asks the same at every level, so it stands in the way at each.
#[test]
fn a_required_attitude_and_a_knock_out_stand_in_the_way_at_every_level() {
    let care = [("care", "required-at = [\"low\", \"mid\"]")];
    let text = ladder(&[("a", ""), ("b", "")], &care, "");
    let of = |care: &str| -> Vec<(&'static str, String)> {
        vec![
            ("a", "3".to_owned()),
            ("b", "3".to_owned()),
            ("care", care.to_owned()),
        ]
    };
    let held = profile(&text, &cards_of(&[&of("3"), &of("3")]));
    assert_supported(&held, Some("mid"));
    let short = profile(&text, &cards_of(&[&of("2"), &of("2")]));
    assert_supported(&short, None);
    assert_eq!(
        limits(&short["levels"][0]),
        [("care".to_owned(), "under-the-bar".to_owned())]
    );
    assert_eq!(short["levels"][1]["share_reached"], 1.0);
    assert_eq!(
        short["sentence"],
        "Not at Low, the lowest level: Title of care (required, under the bar)."
    );
    let knockout = "[[knockout]]\nid = \"k\"\nat = \"panel\"\ncriterion = \"care\"\nat-most = \"far-below\"\n\
         raters = \"any\"\neffect = \"no-hire\"\nreason = \"r\"\n";
    let free = ladder(&[("a", ""), ("b", "")], &[("care", "")], knockout);
    let out = profile(&free, &cards_of(&[&of("1"), &of("4"), &of("4")]));
    assert_supported(&out, None);
    assert_eq!(
        limits(&out["levels"][0]),
        [("care".to_owned(), "knocked-out".to_owned())]
    );
    assert_eq!(out["to_discuss"], Value::Null, "no lower level is held out");
    let silent: Vec<_> = cards_of(&[&of("1"), &of("4"), &of("4")])
        .into_iter()
        .map(Card::without_evidence)
        .collect();
    let unproved = profile(&free, &silent);
    assert_supported(&unproved, Some("mid"));
}

#[test]
fn a_knock_out_on_a_competency_says_nothing_of_a_lower_bar() {
    let knockout = "[[knockout]]\nid = \"k\"\nat = \"panel\"\ncriterion = \"a\"\nat-most = \"below\"\n\
         raters = \"any\"\neffect = \"no-hire\"\nreason = \"r\"\n";
    let text = ladder(&[("a", ""), ("b", "")], &[("care", "weight = 0")], knockout);
    let scores = [("a", "2".to_owned()), ("b", "2".to_owned())];
    let packet = verdict_of(&text, &cards_of(&[&scores, &scores]));
    assert_eq!(packet["verdict"], "no-hire");
    let profile = &packet["level_profile"];
    assert_supported(profile, Some("low"));
    assert_eq!(
        limits(next(profile))[0],
        ("a".to_owned(), "knocked-out".to_owned())
    );
    let said = profile["to_discuss"].as_str().unwrap();
    assert!(
        said.contains("no hire, and the evidence supports Low"),
        "{said}"
    );
}

#[test]
fn the_verdict_and_the_levels_may_disagree_and_it_is_said() {
    let low = [("a", seen(4, "low")), ("b", seen(4, "low"))];
    let packet = verdict_of(&plain_ladder(2), &cards_of(&[&low, &low]));
    assert_eq!(packet["verdict"], "strong-hire", "levels change no verdict");
    let profile = &packet["level_profile"];
    assert_supported(profile, Some("low"));
    assert_eq!(
        profile["sentence"],
        "Not at Mid: Title of a, Title of b. Meets Low."
    );
    let said = profile["to_discuss"].as_str().unwrap();
    assert!(
        said.contains("is hire, while the levels seen support Low"),
        "{said}"
    );
}

#[test]
fn recommended_levels_are_counted_by_interviewer() {
    let scores = [("a", "3".to_owned()), ("b", "3".to_owned())];
    let of = |levels: &[&str]| {
        let cards: Vec<_> = cards_of(&vec![&scores[..]; levels.len()])
            .into_iter()
            .zip(levels)
            .map(|(card, level)| match *level {
                "" => card,
                level => card.with(&format!("level-recommendation = \"{level}\"")),
            })
            .collect();
        profile(&plain_ladder(2), &cards)["recommended"].take()
    };
    let most = of(&["mid", "mid", "high"]);
    assert_eq!(
        most["text"],
        "2 of 3 interviewers recommend Mid, 1 High; that agrees with this profile."
    );
    assert_eq!(most["agrees"], true);
    let even = of(&["mid", "high", ""]);
    assert_eq!(even["agrees"], false);
    assert_eq!(even["n_silent"], 1);
    assert_eq!(
        even["text"],
        "1 of 3 interviewers recommends High, 1 Mid; this profile says otherwise."
    );
    let none = of(&["", ""]);
    assert_eq!(none["agrees"], Value::Null);
    assert_eq!(none["text"], "No interviewer recommends a level.");
}

#[test]
fn trainees_place_nobody_and_one_person_counts_once() {
    let top = [("a", seen(3, "top")), ("b", seen(3, "top"))];
    let mid = [("a", seen(3, "mid")), ("b", seen(3, "mid"))];
    let shadow = card("trainee", &top).with("shadow = true");
    let alone = profile(&plain_ladder(2), &[card("eve", &mid), shadow]);
    assert_supported(&alone, Some("mid"));
    assert_eq!(alone["competencies"][0]["n_raters"], 1);
    let again = "[[round]]\nid = \"again\"\ntitle = \"Again\"\nstage = \"onsite\"\nfocus = [\"a\", \"b\"]\n";
    let text = plain_ladder(2) + again;
    let twice = profile(
        &text,
        &[card("Eve ", &top), card("eve", &mid).in_round("again")],
    );
    assert_eq!(twice["competencies"][0]["n_raters"], 1);
    assert_eq!(
        twice["competencies"][0]["seen"]["id"], "mid",
        "the lower one"
    );
}

#[test]
fn shares_are_numbers_and_the_formats_tell_the_same() {
    let text = plain_ladder(3);
    let scores = [("a", "3".to_owned()), ("b", seen(2, "low"))];
    let sandbox = sandbox(&text, &cards_of(&[&scores]));
    for level in packets(&sandbox)[0]["level_profile"]["levels"]
        .as_array()
        .unwrap()
    {
        let shares = [
            "share_reached",
            "share_missed",
            "share_not_told",
            "share_not_placed",
        ];
        let sum: f64 = shares.map(|key| level[key].as_f64().unwrap()).iter().sum();
        assert!((sum - 1.0).abs() < 1e-9, "{level}");
    }
    let shown = packet(&sandbox, &["--format", "md"]).exits(0).stdout;
    assert!(shown.contains("## Level\n"), "{shown}");
    assert!(
        shown.contains("| Title of c |      1 | not placed |"),
        "{shown}"
    );
}

/// Texts of the rubric come into sentences as the text they are.
#[test]
fn hostile_and_foreign_titles_are_shown_as_text() {
    let text = plain_ladder(2)
        .replace("title = \"Mid\"", "title = \"*Mid* | 中级 \\u0007\"")
        .replace("title = \"Title of a\"", "title = \"# <b>ا</b> `x`\"")
        .replace("a high", "- [x](javascript:y) \\u202e high");
    let scores = [("a", "3".to_owned()), ("b", "3".to_owned())];
    let sandbox = sandbox(&text, &cards_of(&[&scores, &scores]));
    for format in ["md", "html", "text"] {
        let shown = packet(&sandbox, &["--format", format]).exits(0).stdout;
        let mut bad = vec!["\u{7}", "\u{202e}", "href=\"javascript"];
        if format == "html" {
            bad.push("<b>");
        }
        for bad in bad {
            assert!(!shown.contains(bad), "{bad:?} in {format}");
        }
        if format == "md" {
            // Charts are code, where nothing is markup.
            let prose = super::prose(&shown);
            let raw = prose.matches("<b>").count();
            assert_eq!(raw, prose.matches("\\<b>").count(), "each is escaped");
            assert!(raw > 2 && !prose.contains("[x](javascript"), "{shown}");
        }
        assert!(shown.contains("中级"), "{format}");
    }
}
