//! `panelkit rubric schema`: what is committed, what it takes and what it refuses.

use serde_json::{Value, json};

use crate::support::{expect_file, project, run, succeed};

fn schema(args: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), &[&["rubric", "schema"], args].concat())
}

fn root() -> Value {
    serde_json::from_str(&schema(&[])).unwrap()
}

fn library() -> Value {
    serde_json::from_str(&schema(&["--library"])).unwrap()
}

/// The example as a value of JSON.
fn example() -> Value {
    let text = std::fs::read_to_string(project().join("examples/panel/rubric.toml")).unwrap();
    serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap()
}

/// What is wrong with a value, as its path and a word; the few words of JSON Schema that the
/// schemas use, and none else.
fn problems(value: &Value, schema: &Value, root: &Value, path: &str, found: &mut Vec<String>) {
    for (word, rule) in schema.as_object().unwrap() {
        let sound = match word.as_str() {
            // The last two are looked at below, key by key.
            "$schema"
            | "title"
            | "description"
            | "$defs"
            | "properties"
            | "additionalProperties" => true,
            "$ref" => {
                let pointer = rule.as_str().unwrap().strip_prefix('#').unwrap();
                problems(value, root.pointer(pointer).unwrap(), root, path, found);
                true
            }
            "allOf" => {
                for part in rule.as_array().unwrap() {
                    problems(value, part, root, path, found);
                }
                true
            }
            "anyOf" => rule.as_array().unwrap().iter().any(|part| {
                let mut inner = Vec::new();
                problems(value, part, root, path, &mut inner);
                inner.is_empty()
            }),
            "type" => is_of_type(value, rule.as_str().unwrap()),
            "const" => value == rule,
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => value.as_f64().is_none_or(|n| n >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|n| n <= rule.as_f64().unwrap()),
            "pattern" => value.as_str().is_none_or(|text| fits(text, rule)),
            "required" => rule.as_array().unwrap().iter().all(|key| {
                let key = key.as_str().unwrap();
                value.get(key).is_some() || !value.is_object()
            }),
            "items" => {
                for (idx, item) in value.as_array().into_iter().flatten().enumerate() {
                    problems(item, rule, root, &format!("{path}/{idx}"), found);
                }
                true
            }
            other => panic!("{other} is not known to this test"),
        };
        if !sound {
            found.push(format!("{path}: {word}"));
        }
    }
    let known = schema.get("properties").unwrap_or(&Value::Null);
    for (key, entry) in value.as_object().into_iter().flatten() {
        let path = format!("{path}/{key}");
        match (known.get(key), schema.get("additionalProperties")) {
            (Some(known), _) => problems(entry, known, root, &path, found),
            (None, Some(Value::Bool(false))) => found.push(format!("{path}: unknown")),
            (None, Some(rule)) => problems(entry, rule, root, &path, found),
            (None, None) => {}
        }
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64(),
        _ => panic!("{name} is not known to this test"),
    }
}

fn fits(text: &str, pattern: &Value) -> bool {
    match pattern.as_str().unwrap() {
        r"\S" => !text.trim().is_empty(),
        "^[a-z0-9][a-z0-9-]{0,63}$" => {
            let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
            text.starts_with(word) && text.chars().all(|c| word(c) || c == '-') && text.len() <= 64
        }
        other => panic!("{other} is not known to this test"),
    }
}

fn check(value: &Value, schema: &Value) -> Vec<String> {
    let mut found = Vec::new();
    problems(value, schema, schema, "", &mut found);
    found.sort();
    found
}

#[test]
fn the_committed_schemas_are_what_the_program_writes() {
    let (root, library) = (schema(&[]), schema(&["--library"]));
    assert!(root.ends_with("}\n") && library.ends_with("}\n"));
    expect_file("rubrics/schema/rubric.json", &root);
    expect_file("rubrics/schema/library.json", &library);
}

#[test]
fn the_example_is_a_rubric_and_not_a_library() {
    assert_eq!(check(&example(), &root()), [""; 0]);
    let roots = [
        "author",
        "challenge",
        "format",
        "id",
        "summary",
        "title",
        "version",
    ];
    let unknown: Vec<_> = roots.iter().map(|key| format!("/{key}: unknown")).collect();
    assert_eq!(check(&example(), &library()), unknown);
    assert_eq!(check(&json!({}), &library()), [""; 0]);
    assert_eq!(check(&json!({}), &root()), [": required"]);
}

/// Changes the example at a JSON pointer's parent; a value of `null` takes the key away.
fn changed(pointer: &str, value: Value) -> Value {
    let mut rubric = example();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let table = rubric.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    if value.is_null() {
        assert!(table.remove(key).is_some(), "{pointer} was there");
    } else {
        table.insert(key.to_owned(), value);
    }
    rubric
}

#[test]
fn what_is_wrong_is_refused_where_it_stands() {
    let cases = [
        ("/wieght", json!(1), "/wieght: unknown"),
        ("/format", json!(2), "/format: const"),
        ("/title", json!(" "), "/title: pattern"),
        ("/id", json!("No Id"), "/id: pattern"),
        ("/version", json!(null), ": required"),
        ("/level/0/title", json!(null), "/level/0: required"),
        ("/level/0/pay", json!({}), "/level/0/pay: required"),
        ("/process/duration", json!(3), "/process/duration: type"),
        ("/round/0/stage", json!("later"), "/round/0/stage: enum"),
        ("/round/0/minutes", json!(0), "/round/0/minutes: minimum"),
        (
            "/competency/0/weight",
            json!(-1),
            "/competency/0/weight: anyOf",
        ),
        (
            "/competency/0/weight",
            json!({"mid": "2"}),
            "/competency/0/weight: anyOf",
        ),
        (
            "/competency/0/progression/mid",
            json!(1),
            "/competency/0/progression/mid: type",
        ),
        (
            "/competency/0/question/0/ask",
            json!(null),
            "/competency/0/question/0: required",
        ),
        (
            "/competency/0/question/0/core",
            json!("yes"),
            "/competency/0/question/0/core: type",
        ),
        (
            "/scale/points/0/value",
            json!(1.5),
            "/scale/points/0/value: type",
        ),
        (
            "/decision",
            json!({"hire-at": 1.5}),
            "/decision/hire-at: maximum",
        ),
        (
            "/knockout/0/raters",
            json!("some"),
            "/knockout/0/raters: anyOf",
        ),
    ];
    let schema = root();
    for (pointer, value, expected) in cases {
        assert_eq!(
            check(&changed(pointer, value), &schema),
            [expected],
            "{pointer}"
        );
    }
    for raters in [json!("majority"), json!(2)] {
        assert_eq!(
            check(&changed("/knockout/0/raters", raters), &schema),
            [""; 0]
        );
    }
}

/// Every key of FORMATS, section 1, table by table, as somebody read them there.
const KEYS: &[(&str, &str)] = &[
    (
        "",
        "format id title version summary author challenge responsibilities include role scale process level skill qualification discipline competency question attitude round exercise knockout video-prompt resume-criterion self-check faq decision",
    ),
    (
        "role",
        "primary-focus languages tools education experience culture pay week",
    ),
    ("activity-of-the-week", "activity share"),
    ("scale", "bar points"),
    ("scale-point", "id value label meaning"),
    ("process", "duration feedback-within difficulty tips"),
    (
        "level",
        "id title aliases years summary focus challenge education expects cumulative pay",
    ),
    (
        "pay-of-a-level",
        "currency base base-low base-high stock-per-year bonus",
    ),
    ("skill", "id title need note"),
    ("qualification", "kind text"),
    ("discipline", "id title"),
    (
        "competency",
        "id title discipline summary weight weight-reason topics expectation strong required-at progression rationale anchors question",
    ),
    (
        "attitude",
        "id title definition summary weight weight-reason topics expectation strong required-at rationale anchors question",
    ),
    (
        "question",
        "id ask round rounds levels probes minutes core difficulty tags pool measures also-measures source positive negative answer contrast",
    ),
    ("contrast", "weak strong"),
    (
        "round",
        "id title stage medium levels minutes interviewer interviewer-focus interviewers purpose difficulty tags pick focus exercise agenda tips pitfalls great good",
    ),
    ("pick", "pool n"),
    ("agenda-item", "minutes title guide steps"),
    ("step-of-an-agenda-item", "minutes title"),
    ("pitfall", "name why weak strong"),
    (
        "exercise",
        "id title kind minutes prompt levels setting preparation difficulty tags source scenario measures weight weight-reason audience prepare deliverables review ground-rules success language starter solution checks positive negative anchors variant role",
    ),
    ("variant", "id title instructions prompt positive negative"),
    (
        "role-in-an-exercise",
        "title motivation stance played-by constraints tensions guidance do-not",
    ),
    (
        "knock-out",
        "id at reason levels question answer accept min max on-fail column criterion at-most raters needs-evidence effect",
    ),
    (
        "video-prompt",
        "id ask seconds round levels measures positive negative",
    ),
    (
        "resume-criterion",
        "id title evidence levels group answer weight",
    ),
    ("self-check", "topic ask"),
    ("question-of-the-faq", "q a"),
    (
        "decision-rules",
        "bar-line hire-at no-hire-at strong-margin min-raters min-coverage max-spread split resume-advance-at",
    ),
];

#[test]
fn every_key_of_every_table_is_there_with_a_text() {
    let schema = root();
    assert_eq!(schema["$defs"].as_object().unwrap().len(), KEYS.len() - 1);
    for (name, keys) in KEYS {
        let table = match *name {
            "" => &schema,
            name => &schema["$defs"][name],
        };
        assert!(!table["description"].as_str().unwrap().is_empty(), "{name}");
        assert_eq!(table["additionalProperties"], json!(false), "{name}");
        let properties = table["properties"].as_object().unwrap();
        let mut keys: Vec<_> = keys.split(' ').collect();
        keys.sort_unstable();
        let mut found: Vec<_> = properties.keys().map(String::as_str).collect();
        found.sort_unstable();
        assert_eq!(found, keys, "{name}");
        for (key, property) in properties {
            let text = property["description"].as_str().unwrap_or_default();
            assert!(
                text.ends_with('.') && !text.contains("  "),
                "{name}.{key}: {text}"
            );
        }
    }
}

#[test]
fn a_library_has_the_same_tables() {
    assert_eq!(root()["$defs"], library()["$defs"]);
}

#[test]
fn it_is_written_where_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["rubric", "schema", "-o", "rubric.json"]);
    assert!(output.status.success() && output.stdout.is_empty());
    let written = std::fs::read_to_string(folder.path().join("rubric.json")).unwrap();
    assert_eq!(written, schema(&[]));
}
