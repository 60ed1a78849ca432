//! Candidates side by side: what is told apart, what is not, who is left out, and the formats.

use panelkit::store::{
    Access, Assignment, Candidate, Change, Entry, Moment, Person, Seat, SqliteStore, Stamp,
    Store as _,
};
use serde_json::Value;

use crate::panel::{Card, merit, rows, rubric, sandbox};
use crate::sandbox::{Run, Sandbox};

const CRITERIA: [(&str, &str); 3] = [("a", "required-at = [\"mid\"]"), ("b", ""), ("c", "")];

/// Cards of two interviewers for one candidate, with the same score throughout.
fn two(candidate: &str, score: &str) -> Vec<Card> {
    let scores = CRITERIA.map(|(id, _)| (id, score));
    let card = |who| Card::new(who, &scores).of(candidate);
    vec![card("i0@example.com"), card("i1@example.com")]
}

/// One far over, one far under, two in between.
fn four() -> Vec<Card> {
    let mut cards = [two("top", "4"), two("low", "1"), two("mid", "3")].concat();
    let scores = |score| CRITERIA.map(|(id, _)| (id, score));
    cards.push(Card::new("i0@example.com", &scores("4")).of("torn"));
    cards.push(Card::new("i1@example.com", &scores("2")).of("torn"));
    cards
}

fn compare(sandbox: &Sandbox, args: &[&str]) -> Run {
    let mut all = vec!["compare", "--rubric", "r.toml", "--level", "mid"];
    all.extend(args);
    all.extend(["--scorecards", "cards"]);
    sandbox.run(&all)
}

fn json(run: Run) -> Value {
    serde_json::from_str(&run.exits(0).stdout).expect("the output is JSON")
}

fn of(cards: &[Card]) -> Value {
    let sandbox = sandbox(&rubric(2, &CRITERIA, ""), cards);
    json(compare(&sandbox, &["--format", "json"]))
}

fn ids(comparison: &Value) -> Vec<&str> {
    let candidates = comparison["candidates"].as_array().unwrap().iter();
    candidates
        .map(|row| row["candidate"]["id"].as_str().unwrap())
        .collect()
}

fn pair<'a>(comparison: &'a Value, a: &str, b: &str) -> &'a Value {
    let pairs = comparison["pairs"].as_array().unwrap();
    let is = |pair: &&Value| {
        (pair["first"] == a && pair["second"] == b) || (pair["first"] == b && pair["second"] == a)
    };
    pairs.iter().find(is).unwrap()
}

#[test]
fn a_partial_order_is_shown_as_it_is() {
    let found = of(&four());
    assert_eq!(found["format"], 1);
    let weighted = &found["weighted"];
    assert_eq!(weighted["n_pairs"], 6);
    // `torn` is within noise of both that are themselves told apart: no ranking could say so.
    assert_eq!(
        (&weighted["n_apart"], &weighted["n_within_noise"]),
        (&4.into(), &2.into())
    );
    for (a, b) in [("torn", "mid"), ("torn", "top")] {
        assert_eq!(pair(&found, a, b)["state"], "within-noise");
    }
    for (higher, lower) in [
        ("top", "mid"),
        ("top", "low"),
        ("mid", "low"),
        ("torn", "low"),
    ] {
        let pair = pair(&found, higher, lower);
        let expected = if pair["first"] == higher {
            "above"
        } else {
            "below"
        };
        assert_eq!(pair["state"], expected, "{higher} and {lower}");
    }
    compare(&sandbox(&rubric(2, &CRITERIA, ""), &four()), &[])
        .exits(0)
        .shows("mid and torn are above low.")
        .shows("top is above low and mid.")
        .shows("No other pair can be told apart.")
        .shows("nobody is ranked");
}

/// Every pair is told apart where the intervals do not overlap, and there alone; the interval of
/// the difference then leaves out 0.
#[test]
fn pairs_follow_from_the_intervals() {
    let cards: Vec<_> = (0..12)
        .flat_map(|candidate| {
            (0..3).map(move |interviewer| {
                let scores = [0, 1, 2].map(|c| merit(candidate, c, interviewer).to_string());
                let scores: Vec<_> = CRITERIA
                    .iter()
                    .zip(&scores)
                    .map(|((id, _), score)| (*id, score.as_str()))
                    .collect();
                Card::new(&format!("i{interviewer}"), &scores).of(&format!("c{candidate:02}"))
            })
        })
        .collect();
    let found = of(&cards);
    let fair = |id: &Value| {
        let candidates = found["candidates"].as_array().unwrap();
        let row = candidates.iter().find(|row| row["candidate"]["id"] == *id);
        ["low", "value", "high"].map(|key| row.unwrap()["fair"][key].as_f64().unwrap())
    };
    let pairs = found["pairs"].as_array().unwrap();
    assert_eq!(pairs.len(), 66);
    let mut n_apart = 0;
    for pair in pairs {
        let (a, b) = (fair(&pair["first"]), fair(&pair["second"]));
        let expected = if a[0] > b[2] {
            "above"
        } else if a[2] < b[0] {
            "below"
        } else {
            "within-noise"
        };
        assert_eq!(pair["state"], expected, "{pair}");
        let at = |key: &str| pair["difference"][key].as_f64().unwrap();
        assert!((at("value") - (a[1] - b[1])).abs() < 1e-9, "{pair}");
        assert!(
            at("low") < at("value") && at("value") < at("high"),
            "{pair}"
        );
        if expected != "within-noise" {
            n_apart += 1;
            assert!(at("low") > 0.0 || at("high") < 0.0, "{pair}");
        }
    }
    assert!(n_apart > 0 && n_apart < 66, "{n_apart}");
    assert_eq!(found["weighted"]["n_apart"], n_apart);
}

#[test]
fn the_order_depends_on_no_score_and_on_nobody_else() {
    let all = of(&four());
    let mut other = four();
    other.reverse();
    for card in &mut other {
        for (_, score, _) in &mut card.scores {
            *score = "2".to_owned();
        }
    }
    assert_eq!(ids(&all), ids(&of(&other)));
    let fewer: Vec<_> = four()
        .into_iter()
        .filter(|card| card.candidate != "mid")
        .collect();
    let without: Vec<_> = ids(&all).into_iter().filter(|id| *id != "mid").collect();
    assert_eq!(ids(&of(&fewer)), without);
    let six = |scores: [&str; 6]| {
        let cards = (1..).zip(scores);
        let cards: Vec<_> = cards
            .flat_map(|(n, score)| two(&format!("c{n}"), score))
            .collect();
        let found = of(&cards);
        ids(&found).join(" ")
    };
    let rising = six(["1", "1", "2", "3", "4", "4"]);
    assert_eq!(rising, six(["4", "3", "3", "2", "1", "1"]));
    assert!(
        rising != "c1 c2 c3 c4 c5 c6" && rising != "c6 c5 c4 c3 c2 c1",
        "{rising}"
    );
}

#[test]
fn candidates_whom_no_interviewer_links_are_not_compared() {
    let mut cards = [two("top", "4"), two("low", "1")].concat();
    for card in cards.iter_mut().filter(|card| card.candidate == "low") {
        card.interviewer = format!("other-{}", card.interviewer);
    }
    let found = of(&cards);
    assert_eq!(pair(&found, "top", "low")["state"], "not-linked");
    assert_eq!(pair(&found, "top", "low")["difference"], Value::Null);
    assert_eq!(found["weighted"]["n_not_linked"], 1);
    let sandbox = sandbox(&rubric(2, &CRITERIA, ""), &cards);
    compare(&sandbox, &[])
        .exits(0)
        .shows("no interviewer scored in two of the");
    // Somebody who scored both links them.
    let scores = CRITERIA.map(|(id, _)| (id, "2"));
    cards.push(Card::new("i0@example.com", &scores).of("low"));
    assert_eq!(
        pair(&of(&cards), "top", "low")["state"]
            .as_str()
            .unwrap()
            .len(),
        5
    );
}

/// With severities estimated, links go through everybody in the pool.
#[test]
fn links_go_through_all_whom_severities_are_estimated_from() {
    let mut cards = Vec::new();
    for candidate in 0..44 {
        for seat in 0..3 {
            let island = usize::from(candidate >= 40) * 100;
            let who = island + (candidate * 3 + seat * (1 + candidate % 3)) % 10;
            let scores = [0, 1, 2].map(|c| merit(candidate, c, who % 10).to_string());
            let scores: Vec<_> = CRITERIA
                .iter()
                .zip(&scores)
                .map(|((id, _), score)| (*id, score.as_str()))
                .collect();
            cards.push(Card::new(&format!("i{who}"), &scores).of(&format!("c{candidate:02}")));
        }
    }
    let sandbox = sandbox(&rubric(3, &CRITERIA, ""), &cards);
    let named = ["c01", "c02", "c39", "c41", "--format", "json"];
    let found = json(compare(&sandbox, &named));
    assert_eq!(found["method"]["name"], "severity-model");
    for (a, b) in [("c01", "c02"), ("c01", "c39")] {
        assert_ne!(pair(&found, a, b)["state"], "not-linked");
    }
    assert_eq!(pair(&found, "c01", "c41")["state"], "not-linked");
    compare(&sandbox, &["c01", "c41"])
        .exits(0)
        .shows("share what is not known of those interviewers' severity");
}

#[test]
fn what_is_missing_is_said_and_is_never_zero() {
    let mut cards = [two("top", "4"), two("low", "1")].concat();
    cards.push(
        Card::new(
            "i0@example.com",
            &[("a", "\"not-assessed\""), ("b", "\"declined\"")],
        )
        .of("none"),
    );
    let found = of(&cards);
    let row = found["candidates"].as_array().unwrap().iter();
    let row = row
        .clone()
        .find(|row| row["candidate"]["id"] == "none")
        .unwrap();
    assert_eq!(row["fair"], Value::Null);
    assert_eq!(row["verdict"], "insufficient");
    assert_eq!(row["n_missing"], 1);
    assert_eq!(row["group"], Value::Null);
    assert_eq!(pair(&found, "none", "low")["state"], "no-number");
    let sandbox = sandbox(&rubric(2, &CRITERIA, ""), &cards);
    compare(&sandbox, &[])
        .exits(0)
        .shows("Cards of 1 candidate are missing")
        .shows("That is not a low score")
        .shows("1 of 2 cards from Onsite");
    let table = compare(&sandbox, &["--format", "csv"]).exits(0).stdout;
    let table = rows(&table);
    let row = table.iter().find(|row| row["candidate"] == "none").unwrap();
    assert_eq!(
        (row["fair_score"].as_str(), row["fair:a"].as_str()),
        ("", "")
    );
    assert_eq!(row["no_number"], "2");
}

#[test]
fn one_candidate_has_nobody_beside_them() {
    let sandbox = sandbox(&rubric(2, &CRITERIA, ""), &two("ada", "3"));
    compare(&sandbox, &[])
        .exits(0)
        .shows("nobody to compare them with")
        .shows("ada");
    let found = json(compare(&sandbox, &["--format", "json"]));
    assert_eq!(found["pairs"], serde_json::json!([]));
}

#[test]
fn whoever_is_not_there_is_an_error_with_a_hint() {
    let more = "[[level]]\nid = \"senior\"\ntitle = \"Senior\"\n";
    let text = rubric(2, &CRITERIA, "").replacen("[[attitude]]", &format!("{more}[[attitude]]"), 1);
    let senior: Vec<String> = (two("sue", "3").iter())
        .map(|card| card.text().replace("level = \"mid\"", "level = \"senior\""))
        .collect();
    let sandbox = sandbox(&text, &two("ada", "3"));
    let at = |level: &str, more: &[&str]| {
        let mut args = vec!["compare", "--rubric", "r.toml", "--level", level];
        args.extend(more);
        args.extend(["--scorecards", "cards"]);
        sandbox.run(&args)
    };
    at("senior", &[])
        .exits(66)
        .says("there is no scorecard for level `senior` of `r`")
        .says("there are candidates for `mid` (1)");
    at("junior", &[])
        .exits(2)
        .says("the rubric has no level `junior`");
    at("mid", &["adaa"]).exits(66).says("did you mean `ada`?");
    for (n, card) in senior.iter().enumerate() {
        sandbox.write(&format!("cards/s{n}.scorecard.toml"), card);
    }
    at("mid", &["ada", "sue"])
        .exits(66)
        .says("`sue` was interviewed for `senior`, not for `mid`");
    // All at a level are only those at the level.
    let found = json(at("senior", &["--format", "json"]));
    assert_eq!(ids(&found), ["sue"]);
}

#[test]
fn formats_and_hostile_names() {
    let cards = [
        two("top", "4"),
        two("low", "1"),
        two("same", "2"),
        two("same-2", "3"),
    ]
    .concat();
    let sandbox = sandbox(&rubric(2, &CRITERIA, ""), &cards);
    sandbox.write(
        "names.csv",
        "id,name\ntop,\"| # <b>Łucja</b> \u{202e}\"\nlow,李雷\nsame,José\nsame-2,José\n",
    );
    let with = |format: &str| {
        let args = ["--names", "names.csv", "--format", format];
        compare(&sandbox, &args).exits(0).stdout
    };
    let html = with("html");
    assert!(html.contains("<svg") && html.contains("李雷"), "{html}");
    assert!(
        !html.contains("<b>Łucja") && !html.contains('\u{202e}'),
        "{html}"
    );
    let markdown = with("md");
    assert!(markdown.contains("\\<b>Łucja"), "{markdown}");
    assert!(
        markdown.contains("José (same)") && markdown.contains("José (same-2)"),
        "{markdown}"
    );
    let table = with("csv");
    assert_eq!(rows(&table).len(), 4);
    let pdf = ["-o", "c.pdf", "--names", "names.csv"];
    compare(&sandbox, &pdf).exits(0);
    assert!(
        std::fs::read(sandbox.path("c.pdf"))
            .unwrap()
            .starts_with(b"%PDF")
    );
    assert_eq!(with("md"), markdown);
}

#[test]
fn pairs_of_very_many_are_counted_and_not_listed() {
    let cards: Vec<_> = (0..101)
        .flat_map(|n| two(&format!("c{n:03}"), if n % 2 == 0 { "4" } else { "1" }))
        .collect();
    let sandbox = sandbox(&rubric(2, &CRITERIA, ""), &cards);
    let found = json(compare(&sandbox, &["--format", "json"]));
    assert_eq!(found["pairs"], Value::Null);
    assert!(found["pairs_left_out"].as_str().unwrap().contains("100"));
    assert_eq!(found["weighted"]["above"], Value::Null);
    assert_eq!(found["weighted"]["n_pairs"], 5050);
    assert_eq!(found["weighted"]["n_apart"], 51 * 50);
    compare(&sandbox, &[])
        .exits(0)
        .shows("2550 of 5050 pairs can be told apart");
}

fn store(sandbox: &Sandbox) -> SqliteStore {
    SqliteStore::open(&sandbox.path("s.db"), Access::Existing).unwrap()
}

fn kept(cards: &[Card]) -> Sandbox {
    let sandbox = sandbox(&rubric(2, &CRITERIA, ""), cards);
    let submit = ["submit", "cards", "--rubric", "r.toml", "--store", "s.db"];
    sandbox.run(&submit).exits(0);
    sandbox
}

fn of_store(sandbox: &Sandbox, who: &str, args: &[&str]) -> Run {
    let mut all = vec!["--as", who, "compare", "--rubric", "r", "--level", "mid"];
    all.extend(args);
    all.extend(["--store", "s.db"]);
    sandbox.run(&all)
}

fn keep(sandbox: &Sandbox, changes: &[Change]) {
    let stamp = Stamp {
        time: Moment::parse("2026-11-20T10:00:00Z").unwrap(),
        by: Person::new("recruiter@example.com"),
    };
    store(sandbox).keep(&stamp, changes).unwrap();
}

#[test]
fn a_store_gives_the_same_as_files() {
    let sandbox = kept(&four());
    let files = json(compare(&sandbox, &["--format", "json"]));
    let mut stored = json(of_store(&sandbox, "boss", &["--format", "json"]));
    assert!(stored["head"].take().is_string());
    assert_eq!(stored, files);
    let two = json(of_store(
        &sandbox,
        "boss",
        &["top", "low", "--format", "json"],
    ));
    assert_eq!(two["candidates"].as_array().unwrap().len(), 2);
    of_store(&sandbox, "boss", &["nobody"]).exits(66);
    let args = [
        "--as", "boss", "compare", "--rubric", "s", "--level", "mid", "--store", "s.db",
    ];
    sandbox.run(&args).exits(66).says("it has r");
}

#[test]
fn whoever_has_a_card_due_is_refused_or_sees_the_others() {
    let sandbox = kept(&four());
    keep(
        &sandbox,
        &[Change::Assign(Assignment {
            seat: Seat::new("low", "onsite", "zoe"),
            due: None,
            shadow: false,
        })],
    );
    of_store(&sandbox, "zoe", &["top", "low"])
        .exits(77)
        .says("zoe has a card due for `low`")
        .shows_nothing();
    let seen = of_store(&sandbox, "zoe", &["--format", "json"]).exits(0);
    let seen = seen.says("what came from others is left out");
    let seen: Value = serde_json::from_str(&seen.stdout).unwrap();
    assert_eq!(seen["candidates"].as_array().unwrap().len(), 3);
    assert!(!ids(&seen).contains(&"low"));
    let mut looks = Vec::new();
    let visit = &mut |event: panelkit::store::Event| {
        match event.content {
            Some((by, Entry::ScoresShown(look))) => {
                looks.push(format!(
                    "{} saw {} {}",
                    by.signature, look.candidate, look.what
                ));
            }
            Some((by, Entry::LookRefused(look))) => {
                looks.push(format!(
                    "{} not {} {}",
                    by.signature, look.candidate, look.what
                ));
            }
            _ => {}
        }
        std::ops::ControlFlow::Continue(())
    };
    store(&sandbox).events(1, visit).unwrap();
    looks.sort();
    let expected = ["not low", "saw mid", "saw top", "saw torn"];
    assert_eq!(looks, expected.map(|what| format!("zoe {what} compare")));
}

#[test]
fn whoever_has_no_card_yet_is_left_out_and_named() {
    let sandbox = kept(&four());
    let record = Candidate {
        name: Some("Thị Ánh".to_owned()),
        level: Some("mid".to_owned()),
        rubric: Some("r".to_owned()),
        ..Candidate::new("waiting")
    };
    keep(&sandbox, &[Change::AddCandidate(record)]);
    of_store(&sandbox, "boss", &[])
        .exits(0)
        .shows("Thị Ánh: No card is in yet.");
    let table = of_store(&sandbox, "boss", &["--format", "csv"])
        .exits(0)
        .stdout;
    let row = rows(&table)
        .into_iter()
        .find(|row| row["candidate"] == "waiting");
    assert_eq!(row.unwrap()["why_left_out"], "No card is in yet.");
    of_store(&sandbox, "boss", &["waiting", "top"])
        .exits(66)
        .says("there is no scorecard for `waiting` that can be read");
}

/// Scores made with another version stand beside those of this one only where they mean the same.
#[test]
fn versions_that_score_otherwise_are_kept_apart() {
    for (change, is_compared) in [
        (
            ("definition = \"d\"", "definition = \"d\"\nweight = 2"),
            true,
        ),
        (
            (
                "[[level]]",
                "[scale]\nbar = \"y\"\npoints = [{ id = \"n\", value = 1, label = \"N\", meaning = \"n\" }, { id = \"y\", value = 2, label = \"Y\", meaning = \"y\" }]\n[[level]]",
            ),
            false,
        ),
    ] {
        let sandbox = kept(&[two("top", "4"), two("low", "1")].concat());
        let newer = rubric(2, &CRITERIA, "")
            .replace("version = \"1.0.0\"", "version = \"2.0.0\"")
            .replacen(change.0, change.1, 1);
        sandbox.write("new.toml", newer);
        for (n, card) in two("new", "2").iter().enumerate() {
            let text = card
                .text()
                .replace("rubric-version = \"1.0.0\"", "rubric-version = \"2.0.0\"");
            sandbox.write(&format!("newer/{n}.scorecard.toml"), text);
        }
        let submit = ["submit", "newer", "--rubric", "new.toml", "--store", "s.db"];
        sandbox.run(&submit).exits(0);
        let found = json(of_store(&sandbox, "boss", &["--format", "json"]));
        let left_out = found["left_out"].as_array().unwrap();
        assert_eq!(found["rubric"]["version"], "2.0.0");
        if is_compared {
            assert_eq!((ids(&found).len(), left_out.len()), (3, 0), "{found:#}");
        } else {
            assert_eq!((ids(&found), left_out.len()), (vec!["new"], 2), "{found:#}");
            let why = left_out[0]["why"].as_str().unwrap();
            assert!(
                why.contains("version 1.0.0") && why.contains("not comparable with 2.0.0"),
                "{why}"
            );
            of_store(&sandbox, "boss", &["top"])
                .exits(66)
                .says("`top` is left out: Cards were made");
        }
    }
}
