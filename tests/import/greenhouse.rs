use serde_json::{Value, json};

use super::{cards, errors, import, report, with};
use crate::sandbox::{Run, Sandbox};

const MAP: &str = r#"format = 1
level = "senior"

[attributes]
"Dough skills" = "dough"
"Care" = "care"
"Team fit" = "leave-out"

[ratings]
definitely_not = 1
no = "below"
mixed = "no-evidence"
yes = 3
strong_yes = "exceeds"
no_decision = "not-assessed"

[recommendations]
definitely_not = "strong-no-hire"
no = "no-hire"
yes = "hire"
strong_yes = "strong-hire"

[rounds]
"Kitchen trial" = "kitchen"
433 = "table"
"Application Review" = "leave-out"
"#;

/// One scorecard as the documentation of the API has it, in the words of the mapping.
fn record() -> Value {
    json!({
        "id": 123,
        "updated_at": "2016-08-22T19:52:38.384Z",
        "created_at": "2016-08-22T19:52:38.384Z",
        "interview": "Kitchen trial",
        "interview_step": { "id": 432, "name": "Kitchen trial" },
        "candidate_id": 1234,
        "application_id": 3456,
        "interviewed_at": "2016-08-18T16:00:00.000Z",
        "submitted_by": {
            "id": 4080, "first_name": "Kate", "last_name": "Austen", "name": "Kate Austen",
            "employee_id": "12345",
        },
        "interviewer": {
            "id": 821, "first_name": "Łucja", "last_name": "Żółć", "name": "Łucja Żółć",
            "employee_id": "100377",
        },
        "submitted_at": "2014-03-26T21:59:51Z",
        "overall_recommendation": "yes",
        "attributes": [
            { "name": "Dough skills", "type": "Skills", "note": "Kept a starter alive for years.", "rating": "yes" },
            { "name": "Care", "type": "Skills", "note": null, "rating": "no_decision" },
            { "name": "Team fit", "type": "Skills", "note": null, "rating": "strong_yes" },
        ],
        "ratings": {
            "definitely_not": [], "no": [], "mixed": [],
            "yes": ["Dough skills"], "strong_yes": ["Team fit"], "no_decision": ["Care"],
        },
        "questions": [
            { "id": null, "question": "Key Take-Aways", "answer": "A <b>decent</b> baker." },
            { "id": null, "question": "Private Notes", "answer": "Shy." },
            { "id": 9, "question": "Which team?", "answer": "Alpha" },
            { "id": 10, "question": "Anything else?", "answer": null },
        ],
    })
}

fn sandbox(records: &[Value]) -> Sandbox {
    with(
        MAP,
        "s.json",
        serde_json::to_string_pretty(records).unwrap(),
    )
}

fn run(sandbox: &Sandbox, more: &[&str]) -> Run {
    import(sandbox, "greenhouse", "s.json", more)
}

/// The record with one value changed, by its pointer; removed where it is given none.
fn but(pointer: &str, value: Option<Value>) -> Value {
    let mut record = record();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = record.pointer_mut(parent).unwrap();
    match (parent, value) {
        (Value::Object(object), Some(value)) => {
            object.insert(key.to_owned(), value);
        }
        (Value::Object(object), None) => {
            object.remove(key).unwrap();
        }
        (Value::Array(items), Some(value)) => items[key.parse::<usize>().unwrap()] = value,
        _ => panic!("nothing to change at {pointer}"),
    }
    record
}

#[test]
fn a_scorecard_becomes_a_card_that_submit_takes() {
    let sandbox = sandbox(&[record()]);
    run(&sandbox, &[])
        .exits(0)
        .shows("1 record in s.json\n  1 scorecard in out\n");
    let card = cards(&sandbox).remove(0);
    for line in [
        "candidate = \"1234\"",
        "round = \"kitchen\"",
        "level = \"senior\"",
        "interviewer = \"Łucja Żółć\"",
        "interviewed-on = 2016-08-18",
        "recommendation = \"hire\"",
        "summary = \"\"\"\nA decent baker.\n\nWhich team?\nAlpha\"\"\"",
        "private-note = \"Shy.\"",
        "criterion = \"dough\"\nscore = 3\nevidence = \"Kept a starter alive for years.\"",
        "criterion = \"care\"\nscore = \"not-assessed\"",
    ] {
        assert!(card.contains(line), "{line} in {card}");
    }
    assert!(!card.contains("Anything else"), "{card}");
    sandbox
        .run(&["submit", "out", "--rubric", "r.toml", "--store", "s.db"])
        .exits(0)
        .shows("1 scorecard kept");
}

#[test]
fn every_record_is_accounted_for() {
    let mut other = but("/candidate_id", Some(json!(77)));
    other["id"] = json!(124);
    let records = [
        record(),
        other,
        record(),
        but("/interview_step/name", Some(json!("Application Review"))),
        but("/interviewer", Some(Value::Null)),
    ];
    let sandbox = sandbox(&records);
    let run = run(&sandbox, &["--format", "json"]).exits(65);
    let report = report(&run);
    assert_eq!(report["cards"], 2);
    assert_eq!(
        (&report["repeated"], &report["left_out"]),
        (&json!(1), &json!(1))
    );
    let refused = report["refused"].as_array().unwrap();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0]["record"], "record 5 (id 123)");
    assert!(refused[0]["place"].as_str().unwrap().starts_with("s.json:"));
    assert_eq!(cards(&sandbox).len(), 2);
}

#[test]
fn people_of_every_script_come_over_as_they_sign() {
    let names = [
        "Thị Ánh",
        "李雷",
        "عمر حداد",
        "Jose\u{301} 👩\u{200d}💻",
        "O'Neil \"Bo\" \\ \u{202e}x",
    ];
    let records: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(n, name)| but("/interviewer", Some(json!({ "id": n, "name": name }))))
        .collect();
    let sandbox = sandbox(&records);
    run(&sandbox, &[]).exits(0).shows("5 scorecards in out");
    let cards = cards(&sandbox);
    for name in names {
        let found = cards.iter().filter(|card| {
            let card: toml::Table = card.parse().unwrap();
            card["interviewer"].as_str() == Some(name)
        });
        assert_eq!(found.count(), 1, "{name}");
    }
}

/// Records whose heads cannot be a card's, with what is said of them.
fn bad_heads() -> Vec<(Value, &'static str)> {
    vec![
        (json!(3), "the record is a number, expected an object"),
        (but("/candidate_id", None), "`candidate_id` is missing"),
        (
            but("/candidate_id", Some(Value::Null)),
            "`candidate_id` is null",
        ),
        (
            but("/candidate_id", Some(json!([1]))),
            "candidate_id is a list, expected a number",
        ),
        (
            but("/candidate_id", Some(json!("../x"))),
            "the mapping does not say what `../x` is",
        ),
        (
            but("/candidate_id", Some(json!("李雷"))),
            "the mapping does not say what `李雷` is",
        ),
        (but("/interviewer", None), "`interviewer` is missing"),
        (
            but("/interviewer/name", Some(json!(" "))),
            "`interviewer` has no name",
        ),
        (
            but("/interviewer/name", Some(json!(7))),
            "interviewer.name is a number, expected text",
        ),
        (
            but("/interviewed_at", Some(json!("yesterday"))),
            "`yesterday` is not a moment as RFC 3339 has it",
        ),
        (
            but("/interviewed_at", Some(json!(20_160_818))),
            "interviewed_at is a number, expected text",
        ),
        (
            but("/overall_recommendation", Some(json!("mixed"))),
            "the mapping does not say what `mixed` is",
        ),
        (
            but("/overall_recommendation", Some(json!("no_decision"))),
            "the mapping does not say what `no_decision` is",
        ),
        (
            but("/overall_recommendation", None),
            "the mapping does not say what `no_decision` is",
        ),
        (
            but("/interview_step/name", Some(json!("Lunch"))),
            "the mapping does not say what `Lunch` is",
        ),
    ]
}

/// Records whose scores or answers cannot be a card's.
fn bad_contents() -> Vec<(Value, &'static str)> {
    let note = |text: &str| json!({ "name": "Dough skills", "note": text, "rating": "yes" });
    vec![
        (
            but("/attributes", Some(json!("yes"))),
            "attributes is text, expected a list",
        ),
        (
            but("/attributes/0/name", Some(json!("Baking"))),
            "the mapping does not say what `Baking` is",
        ),
        (
            but("/attributes/0/name", Some(Value::Null)),
            "`name` is null",
        ),
        (
            but("/attributes/0/rating", Some(json!(3))),
            "attributes[0].rating is a number, expected text",
        ),
        (
            but("/attributes/0/rating", Some(json!("great"))),
            "the mapping does not say what `great` is",
        ),
        (
            but("/attributes/0/note", Some(json!({}))),
            "attributes[0].note is an object, expected text",
        ),
        (
            but("/attributes/1", Some(note("again"))),
            "two attributes are mapped to `dough`",
        ),
        (
            but("/ratings/yes", Some(json!(["Dough skills", "Kneading"]))),
            "`Kneading` is rated under `ratings`, and not under `attributes`",
        ),
        (
            but("/ratings/no", Some(json!(["Dough skills"]))),
            "`Dough skills` is rated `no` under `ratings`, and `yes` under `attributes`",
        ),
        (
            but("/questions/0/answer", Some(json!(["a"]))),
            "questions[0].answer is a list, expected text",
        ),
    ]
}

#[test]
fn what_cannot_be_a_card_says_why_and_where() {
    for (record, expected) in [bad_heads(), bad_contents()].concat() {
        let sandbox = sandbox(&[record]);
        let run = run(&sandbox, &["--format", "json"]).exits(65);
        let found = errors(&run);
        assert!(
            found
                .iter()
                .any(|error| error.ends_with(expected) && error.starts_with("s.json:")),
            "{expected}: {found:?}"
        );
        assert!(
            found.iter().all(|error| error.contains("record 1")),
            "{found:?}"
        );
        assert_eq!(report(&run)["records_refused"], 1);
        assert_eq!(cards(&sandbox), [""; 0]);
    }
}

#[test]
fn a_card_that_the_rubric_does_not_take_is_refused_with_its_findings() {
    let map = MAP.replace("level = \"senior\"", "level = \"junior\"");
    let record = but("/interview_step/id", Some(json!(433)));
    let sandbox = with(&map, "s.json", json!([record]).to_string());
    let run = run(&sandbox, &[]).exits(65).shows("1 record refused");
    assert_eq!(
        errors(&run),
        ["record 1 (id 123) as a card:6:9: the round `table` is not held at level `junior`"]
    );
}

#[test]
fn two_who_are_called_alike_are_told_apart_by_the_mapping() {
    let mut other = but("/interviewer/id", Some(json!(9)));
    other["candidate_id"] = json!(77);
    let records = serde_json::to_string(&[record(), other]).unwrap();
    let alone = with(MAP, "s.json", &records);
    run(&alone, &[])
        .exits(65)
        .says("two interviewers are called Łucja Żółć: 821 and 9");
    let map =
        format!("{MAP}[interviewers]\n821 = \"lucja@example.com\"\n9 = \"lucja.z@example.com\"\n");
    let told = with(&map, "s.json", &records);
    run(&told, &[]).exits(0).shows("2 scorecards in out");
}

#[test]
fn different_records_of_one_seat_are_both_refused() {
    let other = but("/overall_recommendation", Some(json!("no")));
    let sandbox = sandbox(&[record(), other]);
    run(&sandbox, &[])
        .exits(65)
        .says("different records are cards of `1234` by Łucja Żółć in the round `kitchen`")
        .shows("2 records refused");
    assert_eq!(cards(&sandbox), [""; 0]);
}

#[test]
fn files_that_are_no_list_of_scorecards_are_named_for_what_they_are() {
    let text = json!([record()]).to_string();
    let cut = &text[..text.len() / 2];
    let twice = text.replacen("\"id\":123", "\"id\":123,\"id\":124", 1);
    for (content, words) in [
        ("", "the file is empty"),
        (cut, "the file ends in the middle of a value"),
        (&twice, "the key `id` is there twice"),
        ("<html>", "the file is HTML or XML, not JSON"),
        ("[1] [2]", "something stands after the end of the list"),
        (
            "7",
            "the file holds neither a list of scorecards nor one scorecard",
        ),
    ] {
        let sandbox = with(MAP, "s.json", content);
        run(&sandbox, &[]).exits(65).says(words);
        assert_eq!(cards(&sandbox), [""; 0]);
    }
    let sandbox = with(MAP, "s.json", "[]");
    run(&sandbox, &[])
        .exits(0)
        .says("the list is empty")
        .shows("0 records");
}

#[test]
fn what_is_wrong_with_a_mapping_is_marked_in_it() {
    for (from, to, place, message) in [
        ("format = 1", "format = 2", "1:10", "format 2 is not known"),
        (
            "\"care\"",
            "\"carr\"",
            "6:10",
            "the rubric has no criterion `carr`",
        ),
        ("= 1\nno", "= 7\nno", "10:18", "`7` is not a score"),
        (
            "\"no-hire\"",
            "\"perhaps\"",
            "19:6",
            "`perhaps` is not a recommendation",
        ),
        (
            "\"kitchen\"",
            "\"kitchn\"",
            "24:19",
            "the rubric has no round `kitchn`",
        ),
        (
            "level = \"senior\"",
            "level = \"boss\"",
            "2:9",
            "the rubric has no level `boss`",
        ),
        (
            "\"Team fit\"",
            "\"care \"",
            "7:1",
            "`care ` is mapped twice",
        ),
        (
            "[ratings]",
            "[rating]",
            "9:2",
            "unknown key `rating` in a mapping",
        ),
        (
            "level =",
            "rows = \"cards\"\nlevel =",
            "1:1",
            "`rows` is about a table; Greenhouse's scorecards have none of it",
        ),
    ] {
        let map = MAP.replacen(from, to, 1);
        let sandbox = with(&map, "s.json", json!([record()]).to_string());
        let run = run(&sandbox, &[]).exits(65);
        assert_eq!(errors(&run)[0], format!("map.toml:{place}: {message}"));
    }
}

#[test]
fn where_the_cards_go_is_said_and_nothing_is_overwritten() {
    let sandbox = sandbox(&[record()]);
    run(&sandbox, &["--dry-run"])
        .exits(0)
        .shows("1 scorecard would be written");
    assert_eq!(cards(&sandbox), [""; 0]);
    run(&sandbox, &["--dry-run", "-o", "out"]).exits(2);
    run(&sandbox, &[]).exits(0);
    run(&sandbox, &[]).exits(0).shows("1 scorecard in out");
    let file = sandbox
        .files()
        .into_iter()
        .find(|file| file.starts_with("out/1234"))
        .unwrap();
    sandbox.write(&file, "# my own words\n");
    run(&sandbox, &[])
        .exits(73)
        .says("is there already and says something else");
    assert_eq!(sandbox.read(&file), "# my own words\n");
}

#[test]
fn a_store_takes_all_or_nothing() {
    let good = sandbox(&[record()]);
    run(&good, &["--store", "s.db"])
        .exits(0)
        .shows("1 scorecard in s.db");
    assert!(good.path("s.db").exists());
    let bad = sandbox(&[record(), but("/candidate_id", None)]);
    run(&bad, &["--store", "s.db"])
        .exits(65)
        .says("nothing was kept")
        .shows("1 scorecard, none of them written");
    assert!(!bad.path("s.db").exists());
}

#[test]
fn cards_that_say_too_little_are_written_and_marked() {
    let sandbox = sandbox(&[but("/attributes/0/note", Some(Value::Null))]);
    let run = run(&sandbox, &["--format", "json"]).exits(65);
    let report = report(&run);
    assert_eq!(
        (&report["cards"], &report["cards_with_errors"]),
        (&json!(1), &json!(1))
    );
    assert!(
        errors(&run)[0].ends_with("the score has no evidence beside it"),
        "{run:?}"
    );
    assert_eq!(cards(&sandbox).len(), 1);
}
