//! What each reader of a packet is told and is not told, in every format.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use panelkit::store::{
    Access, Assignment, Change, Moment, Person, Seat, SqliteStore, Stamp, Store as _,
};
use serde_json::Value;

use crate::panel::{Card, rubric, sandbox};
use crate::sandbox::{Run, Sandbox};

const READERS: [&str; 4] = ["panel", "manager", "recruiter", "candidate"];
const FORMATS: [&[&str]; 6] = [
    &["--format", "text"],
    &["--format", "md"],
    &["--format", "html"],
    &["--format", "json"],
    &["--format", "csv", "--long"],
    &["--format", "csv", "--wide"],
];

/// Words that stand in one place each, and who may be told them.
const PLANTS: &[(&str, &[&str])] = &[
    // The name and the signature of an interviewer, also where another one wrote them.
    ("Qwertina", &["panel", "manager"]),
    ("Plantova", &["panel", "manager"]),
    ("zyxgrace", &["panel", "manager"]),
    // Somebody without a name, a trainee, somebody whose card is awaited, and who decided.
    ("vwxlee", &["panel", "manager"]),
    ("uvwtrainee", &["panel", "manager"]),
    ("tuvawaited", &["panel", "manager"]),
    ("stuboss", &["panel", "manager"]),
    // What they wrote.
    ("EVIDENCEPLANT", &["panel", "manager", "recruiter"]),
    ("SUMMARYPLANT", &["panel", "manager", "recruiter"]),
    ("AMENDPLANT", &["panel", "manager", "recruiter"]),
    ("DECISIONPLANT", &["panel", "manager", "recruiter"]),
    ("PRIVATEPLANT", &["panel"]),
    ("TRAINEEPRIVATE", &["panel"]),
    // What they ticked.
    ("INDICATORPLANT", &["panel", "manager", "recruiter"]),
    // The rubric's.
    ("ROLEPLANT", &["recruiter"]),
    ("TOPICPLANT", &["candidate"]),
    ("DEFINITIONPLANT", &["candidate"]),
    ("QUESTIONPLANT", &[]),
    ("ANSWERPLANT", &[]),
    ("ANCHORPLANT", &[]),
    // The candidate and somebody else's.
    ("Candida", &READERS),
    ("OTHERPLANT", &[]),
];

/// A store in which every field of cards, names and records has a word of its own.
fn planted() -> Sandbox {
    let question = "[[attitude.question]]\nid = \"q\"\nround = \"onsite\"\nask = \"QUESTIONPLANT\"\n\
         positive = [\"INDICATORPLANT\"]\nnegative = [\"Never ticked\"]\nanswer = \"ANSWERPLANT\"\n";
    let anchors = "[attitude.anchors]\nmeets = \"ANCHORPLANT\"\n";
    let low = format!("topics = [\"TOPICPLANT\"]\nweight = 2\n{anchors}{question}");
    let text = rubric(
        3,
        &[("low", &low), ("high", ""), ("open", "")],
        "interviewer = \"ROLEPLANT\"",
    );
    let text = text.replacen("definition = \"d\"", "definition = \"DEFINITIONPLANT\"", 1);
    let seen = "Plantova, Qwertina and ZYXGRACE@plant.example saw it; so did vwxlee, uvwtrainee@plant.example, \
         tuvawaited and stuboss.";
    let scores = [("low", "1"), ("high", "4"), ("open", "\"not-assessed\"")];
    let card = |who: &str, private: &str| {
        let mut card = Card::new(who, &scores)
            .recommends("no-hire")
            .with(&format!("private-note = \"{private} {seen}\""));
        card.scores[0].2 = format!("EVIDENCEPLANT {seen}");
        card.scores[1].2 = format!("EVIDENCEPLANT {seen}");
        card.scores[2].2.clear();
        card.text()
            .replace(
                "summary = \"s\"",
                &format!("summary = \"SUMMARYPLANT {seen}\""),
            )
            .replacen("score = 1\n", "score = 1\nobserved = [\"q+1\"]\n", 1)
    };
    let sandbox = sandbox(&text, &[]);
    let cards = [
        ("zyxgrace@plant.example", "PRIVATEPLANT", ""),
        ("vwxlee", "PRIVATEPLANT", ""),
        (
            "uvwtrainee@plant.example",
            "TRAINEEPRIVATE",
            "shadow = true\n",
        ),
    ];
    for (who, private, line) in cards {
        let text = card(who, private).replacen("summary", &format!("{line}summary"), 1);
        sandbox.write(&format!("cards/{who}.scorecard.toml"), text);
    }
    let other = Card::new("zyxgrace@plant.example", &scores).of("otherplant");
    sandbox.write(
        "cards/other.scorecard.toml",
        other.text().replace("\"s\"", "\"OTHERPLANT\""),
    );
    sandbox.write(
        "names.csv",
        "id,name\nzyxgrace@plant.example,Qwertina Plantova\nada,Candida Own\n",
    );
    file(&sandbox);
    sandbox
}

/// Submits the cards, amends one, leaves one seat open, and decides.
fn file(sandbox: &Sandbox) {
    let submit = ["submit", "cards", "--rubric", "r.toml", "--store", "s.db"];
    sandbox.run(&submit).exits(0);
    let path = "cards/vwxlee.scorecard.toml";
    let amended = sandbox.read(path).replacen("score = 4", "score = 3", 1);
    sandbox.write(path, amended);
    let reason = "AMENDPLANT after zyxgrace spoke";
    let amend = [
        "--as", "vwxlee", "submit", path, "--rubric", "r.toml", "--store", "s.db", "--amend",
        "--reason", reason,
    ];
    sandbox.run(&amend).exits(0);
    let stamp = Stamp {
        time: Moment::parse("2026-11-20T10:00:00Z").unwrap(),
        by: Person::new("recruiter@example.com"),
    };
    let mut store = SqliteStore::open(&sandbox.path("s.db"), Access::Existing).unwrap();
    let awaited = Change::Assign(Assignment {
        seat: Seat::new("ada", "onsite", "tuvawaited"),
        due: None,
        shadow: false,
    });
    store.keep(&stamp, &[awaited]).unwrap();
    drop(store);
    let why = "DECISIONPLANT as Plantova said";
    let decide = [
        "--as", "stuboss", "decide", "ada", "no-hire", "--reason", why, "--store", "s.db",
    ];
    sandbox.run(&decide).exits(0);
}

fn told(sandbox: &Sandbox, reader: &str, more: &[&str]) -> Run {
    let args = [
        "--as",
        "hr",
        "packet",
        "ada",
        "--store",
        "s.db",
        "--names",
        "names.csv",
    ];
    sandbox.run(&[&args[..], &["--profile", reader], more].concat())
}

fn json(sandbox: &Sandbox, reader: &str) -> Value {
    let run = told(sandbox, reader, &["--format", "json"]).exits(0);
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn nobody_is_told_what_is_not_for_them_in_any_format() {
    let sandbox = planted();
    for reader in READERS {
        for format in FORMATS {
            if reader == "candidate" && format[1] == "csv" {
                continue;
            }
            let text = told(&sandbox, reader, format).exits(0).stdout;
            assert_told(&text, reader, &format!("{format:?}"));
        }
        told(&sandbox, reader, &["-o", "p.pdf"]).exits(0);
        if let Some(text) = pdf_text(&sandbox) {
            assert_told(&text, reader, "pdf");
        }
    }
    for reader in ["manager", "recruiter"] {
        let run = told(&sandbox, reader, &["--explain"]).exits(0);
        assert_told(&run.stdout, reader, "explained");
    }
}

/// What a PDF's reader finds; none where there is no program for it.
fn pdf_text(sandbox: &Sandbox) -> Option<String> {
    let mut command = Command::new("pdftotext");
    let output = command.arg(sandbox.path("p.pdf")).arg("-").output().ok()?;
    assert!(output.status.success(), "the PDF can be read");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[track_caller]
fn assert_told(text: &str, reader: &str, format: &str) {
    let low = text.to_lowercase();
    for (plant, readers) in PLANTS {
        if !readers.contains(&reader) {
            let plant = plant.to_lowercase();
            assert!(
                !low.contains(&plant),
                "{plant} for {reader}, {format}: {text}"
            );
        }
    }
}

#[test]
fn everybody_is_told_what_is_for_them() {
    let sandbox = planted();
    for reader in READERS {
        let text = json(&sandbox, reader).to_string();
        for (plant, readers) in PLANTS {
            let is_for_them = readers.contains(&reader);
            assert_eq!(
                text.contains(plant),
                is_for_them,
                "{plant} for {reader}: {text}"
            );
        }
    }
    for reader in ["manager", "recruiter"] {
        let text = told(&sandbox, reader, &["--format", "md"]).exits(0).stdout;
        assert!(
            text.contains("private notes are left out"),
            "{reader}: {text}"
        );
        for plant in [
            "EVIDENCEPLANT",
            "SUMMARYPLANT",
            "AMENDPLANT",
            "DECISIONPLANT",
        ] {
            assert!(text.contains(plant), "{plant} for {reader}: {text}");
        }
    }
    let text = told(&sandbox, "panel", &[]).exits(0).stdout;
    assert!(
        text.contains("PRIVATEPLANT") && text.contains("TRAINEEPRIVATE"),
        "{text}"
    );
}

#[test]
fn a_recruiter_reads_roles_that_are_told_apart() {
    let packet = json(&planted(), "recruiter")["packets"][0].take();
    assert_eq!(packet["profile"], "recruiter");
    let of = |value: &Value| (value["id"].clone(), value["name"].clone());
    let roles: Vec<_> = packet["cards"].as_array().unwrap().iter().collect();
    let roles: Vec<_> = roles.iter().map(|card| of(&card["interviewer"])).collect();
    for (number, (id, name)) in roles.iter().enumerate() {
        assert_eq!(id, name, "a role has no id of its own");
        let name = name.as_str().unwrap();
        assert!(name.starts_with("ROLEPLANT "), "{number}: {name}");
    }
    assert_eq!(
        roles
            .iter()
            .map(|(id, _)| id.as_str())
            .collect::<BTreeSet<_>>()
            .len(),
        2
    );
    assert_eq!(
        packet["decision"]["by"]["name"],
        "Somebody outside the panel"
    );
    let summary = packet["cards"][0]["summary"].as_str().unwrap();
    assert!(summary.starts_with("SUMMARYPLANT ROLEPLANT"), "{summary}");
}

#[test]
fn a_role_that_is_a_name_is_not_shown() {
    let sandbox = planted();
    let named = sandbox
        .read("r.toml")
        .replace("ROLEPLANT", "Qwertina Plantova, engineer");
    sandbox.write("r.toml", named);
    let args = [
        "packet",
        "ada",
        "--rubric",
        "r.toml",
        "--scorecards",
        "cards",
        "--names",
        "names.csv",
        "--profile",
        "recruiter",
        "--format",
        "json",
    ];
    let text = sandbox.run(&args).exits(0).stdout;
    assert!(
        text.contains("Interviewer 1") && !text.contains("Qwertina"),
        "{text}"
    );
}

/// Every field of a packet and of what is in it. A field that is new has to be put where it
/// belongs: what is the same for every reader; what people wrote, in which the recruiter reads
/// roles for names; and what the panel alone reads.
const SAME: &str = "
    address agreed agrees amended as_given at awaited bar_line basis basis_text candidate cards
    cell cells choice choice_title competencies correction coverage criteria criterion decides
    decision departs differs earlier fair finding finding_title format has_notes hash head high id
    interviewed interviewed_on is_bar kind label level level_profile levels limits low meaning
    method missed missing_cards n_by_anchors n_candidates n_expected n_interviewers n_missing
    n_observed n_raters n_ratings n_scores n_silent name next next_steps numbers observed packet
    point points points_high points_low positive probability raters reached reasons recommendation
    recommendation_title recommended record required revision round rubric scale se seats seen
    seen_title sentence severity_corrected sha256 share_missed share_not_placed share_not_told
    share_reached shown spread state state_title step step_title supported title to_discuss
    uncounted uncounted_cards under unscored value variant verdict verdict_title version views
    weight agenda headline
    against_points best bounded could_change far_apart hanging highest highest_probability kinds
    lowest lowest_probability missing n_alike n_stays n_variations own_probability range robustness
    severity side sorts varied verdict_differs with_others worst
    amendments direction first last ledger moves n_given n_moved n_withdrawn others_mean people
    recommendations revisions spreads unread after_seeing_others interviewers";
const WRITTEN: &str = "evidence summary reason text why interviewer by towards away_from alone changes details rests_on said what";
/// Fields that hold people.
const PEOPLE: [&str; 4] = ["interviewer", "by", "towards", "away_from"];
const PANEL: &str = "private_note profile profile_text";

/// The keys of a value, each with what it holds in its own words; people go by the key they are at.
fn keys(value: &Value, found: &mut BTreeMap<String, Vec<Value>>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if key == "numbers" {
                    continue;
                }
                found.entry(key.clone()).or_default().push(value.clone());
                let is_person = PEOPLE.contains(&key.as_str());
                if !is_person {
                    keys(value, found);
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

#[test]
fn every_field_has_been_thought_about() {
    let mut found = BTreeMap::new();
    keys(&json(&planted(), "panel")["packets"], &mut found);
    let golden = include_str!("../golden/packets.json");
    let golden: Value = serde_json::from_str(golden).unwrap();
    keys(&golden["packets"], &mut found);
    let known: BTreeSet<&str> = [SAME, WRITTEN, PANEL]
        .iter()
        .flat_map(|words| words.split_whitespace())
        .collect();
    let unknown: Vec<_> = found
        .keys()
        .filter(|key| !known.contains(key.as_str()))
        .collect();
    assert!(
        unknown.is_empty(),
        "who may read {unknown:?}? Say so in SAME, WRITTEN or PANEL, and plant a word in each text"
    );
}

#[test]
fn readers_are_told_the_same_but_for_names_and_private_notes() {
    let sandbox = planted();
    let read = |reader: &str| {
        let mut found = BTreeMap::new();
        keys(&json(&sandbox, reader)["packets"], &mut found);
        found
    };
    let (panel, manager, recruiter) = (read("panel"), read("manager"), read("recruiter"));
    let is_in = |words: &str, key: &str| words.split_whitespace().any(|word| word == key);
    for (key, values) in &panel {
        // What holds fields differs by what they hold.
        let plain = |values: &Vec<Value>| {
            let values = values
                .iter()
                .filter(|value| !value.is_object() && !value.is_array());
            values.cloned().collect::<Vec<_>>()
        };
        if is_in(PANEL, key) {
            assert_ne!(values, &manager[key], "{key}");
            assert_ne!(values, &recruiter[key], "{key}");
            continue;
        }
        assert_eq!(plain(values), plain(&manager[key]), "{key}");
        if is_in(SAME, key) {
            assert_eq!(plain(values), plain(&recruiter[key]), "{key}");
        }
    }
    for reader in [&manager, &recruiter] {
        assert!(reader["private_note"].iter().all(Value::is_null));
    }
}

#[test]
fn feedback_has_no_place_for_anything_else() {
    let feedback = json(&planted(), "candidate");
    let mut found = BTreeMap::new();
    keys(&feedback, &mut found);
    let known = [
        "about",
        "candidate",
        "expected",
        "feedback",
        "format",
        "gaps",
        "id",
        "level",
        "name",
        "not_covered",
        "role",
        "strengths",
        "title",
        "topics",
        "unclear",
    ];
    assert_eq!(found.keys().collect::<Vec<_>>(), known);
    let told = &feedback["feedback"][0];
    assert_eq!(told["gaps"][0]["title"], "Title of low");
    assert_eq!(told["gaps"][0]["topics"][0], "TOPICPLANT");
    assert_eq!(told["strengths"][0]["title"], "Title of high");
    assert_eq!(told["not_covered"][0], "Title of open");
    let text = told.to_string();
    assert!(
        !text.contains(|c: char| c.is_ascii_digit()),
        "no score: {text}"
    );
    for word in ["hire", "debrief", "insufficient", "Meets", "bar"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

#[test]
fn feedback_is_for_one_candidate_and_has_no_table() {
    let sandbox = planted();
    for (args, words) in [
        (&["packet", "ada", "--format", "csv"][..], "has no CSV"),
        (&["packet", "ada", "--wide"], "has no CSV"),
        (&["packet", "ada", "--explain"], "--explain shows scores"),
        (&["packet"], "for one candidate"),
        (
            &["packet", "ada", "otherplant", "-o", "f.pdf"],
            "for one candidate",
        ),
    ] {
        let more = ["--store", "s.db", "--profile", "candidate"];
        let run = sandbox.run(&[&["--as", "hr"], args, &more].concat());
        run.exits(2).shows_nothing().says(words);
    }
    let all = [
        "--as",
        "hr",
        "packet",
        "--store",
        "s.db",
        "--profile",
        "candidate",
        "--format",
        "json",
    ];
    let run = sandbox.run(&all).exits(0);
    let all: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (
            all["format"].clone(),
            all["feedback"].as_array().unwrap().len()
        ),
        (Value::from(1), 2)
    );
}
