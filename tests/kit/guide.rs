//! What a candidate is told, and that nothing else of a rubric is.

use std::collections::BTreeMap;

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

use super::FULL;
use crate::sandbox::{Sandbox, none_wrong};

/// Formats that can be read back as text.
const FORMATS: [&str; 3] = ["md", "text", "html"];

/// Keys with a word or a reference instead of a text, at any place.
const WORDS: &[&str] = &[
    "id",
    "version",
    "bar",
    "include",
    "aliases",
    "need",
    "discipline",
    "required-at",
    "levels",
    "pool",
    "also-measures",
    "measures",
    "stage",
    "medium",
    "at",
    "accept",
    "on-fail",
    "at-most",
    "raters",
    "effect",
    "column",
    "criterion",
    "rounds",
];

/// And at one place only.
const WORDS_AT: &[&str] = &[
    "round.focus",
    "round.exercise",
    "round.difficulty",
    "exercise.kind",
    "exercise.difficulty",
    "qualification.kind",
    "competency.question.round",
    "competency.question.difficulty",
    "attitude.question.round",
    "attitude.question.difficulty",
    "question.difficulty",
    "question.round",
    "video-prompt.round",
    "knockout.answer",
    "resume-criterion.answer",
    "competency.weight",
];

/// One text of a rubric.
#[derive(Debug, Clone)]
struct Leaf {
    /// Its keys, such as `competency.question.probes`.
    path: String,
    /// Its places in the arrays on the way.
    places: Vec<usize>,
    text: String,
}

/// Visits every text of a rubric, which may be replaced.
struct Walk<'a> {
    visit: &'a mut dyn FnMut(Leaf) -> Option<String>,
}

impl Walk<'_> {
    fn table(&mut self, table: &mut Table, path: &str, places: &[usize]) {
        for (key, item) in table.iter_mut() {
            let path = joined(path, &key);
            match item {
                Item::Value(value) => self.value(value, &path, places),
                Item::Table(inner) => self.table(inner, &path, places),
                Item::ArrayOfTables(tables) => {
                    for (idx, inner) in tables.iter_mut().enumerate() {
                        self.table(inner, &path, &[places, &[idx]].concat());
                    }
                }
                Item::None => {}
            }
        }
    }

    fn inline(&mut self, table: &mut InlineTable, path: &str, places: &[usize]) {
        for (key, value) in table.iter_mut() {
            self.value(value, &joined(path, &key), places);
        }
    }

    fn value(&mut self, value: &mut Value, path: &str, places: &[usize]) {
        match value {
            Value::String(text) if is_text(path) => {
                let leaf = Leaf {
                    path: path.to_owned(),
                    places: places.to_vec(),
                    text: text.value().clone(),
                };
                if let Some(new) = (self.visit)(leaf) {
                    *value = new.into();
                }
            }
            Value::Array(array) => self.array(array, path, places),
            Value::InlineTable(table) => self.inline(table, path, places),
            _ => {}
        }
    }

    fn array(&mut self, array: &mut Array, path: &str, places: &[usize]) {
        for (idx, value) in array.iter_mut().enumerate() {
            self.value(value, path, &[places, &[idx]].concat());
        }
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

fn is_text(path: &str) -> bool {
    let key = path.rsplit('.').next().unwrap_or(path);
    !WORDS.contains(&key) && !WORDS_AT.contains(&path)
}

fn texts(source: &str) -> Vec<Leaf> {
    let mut document: DocumentMut = source.parse().expect("the rubric is TOML");
    let mut found = Vec::new();
    let mut visit = |leaf| {
        found.push(leaf);
        None
    };
    Walk { visit: &mut visit }.table(document.as_table_mut(), "", &[]);
    found
}

/// What decides whether a candidate may read a text.
struct Reader {
    /// The level's place, and those whose expectations hold too.
    level: usize,
    inherited: Vec<usize>,
    /// The kinds of the exercises.
    kinds: Vec<String>,
    /// Resume criteria that are not looked at on this level.
    elsewhere: Vec<usize>,
    with_pay: bool,
}

impl Reader {
    fn may_read(&self, leaf: &Leaf) -> bool {
        let place = leaf.places.first().copied().unwrap_or(0);
        match leaf.path.as_str() {
            "title"
            | "summary"
            | "responsibilities"
            | "role.primary-focus"
            | "role.languages"
            | "role.tools"
            | "role.education"
            | "role.experience"
            | "role.culture"
            | "role.week.activity"
            | "process.duration"
            | "process.feedback-within"
            | "process.difficulty"
            | "process.tips"
            | "skill.title"
            | "skill.note"
            | "qualification.text"
            | "competency.title"
            | "competency.summary"
            | "competency.topics"
            | "competency.expectation"
            | "attitude.title"
            | "attitude.summary"
            | "attitude.definition"
            | "attitude.topics"
            | "attitude.expectation"
            | "round.title"
            | "round.interviewer"
            | "round.tips"
            | "exercise.setting"
            | "exercise.preparation"
            | "exercise.audience"
            | "exercise.language"
            | "exercise.prepare"
            | "exercise.deliverables"
            | "exercise.review"
            | "exercise.ground-rules"
            | "self-check.topic"
            | "self-check.ask"
            | "faq.q"
            | "faq.a" => true,
            "level.years" | "level.summary" | "level.focus" | "level.education" => {
                place == self.level
            }
            "level.title" | "level.expects" => {
                place == self.level || self.inherited.contains(&place)
            }
            "resume-criterion.title" => !self.elsewhere.contains(&place),
            "role.pay" => self.with_pay,
            "level.pay.currency" => self.with_pay && place == self.level,
            "exercise.title"
            | "exercise.scenario"
            | "exercise.prompt"
            | "exercise.success"
            | "exercise.variant.prompt" => self.is_told(place),
            "exercise.variant.title" => self.is_told(place) || self.kinds[place] == "coding",
            _ => false,
        }
    }

    /// Whether an exercise is done beforehand, so that its task is told.
    fn is_told(&self, exercise: usize) -> bool {
        matches!(self.kinds[exercise].as_str(), "presentation" | "take-home")
    }
}

fn guide(sandbox: &Sandbox, rubric: &str, level: &str, format: &str, further: &[&str]) -> String {
    let args = [
        "kit",
        rubric,
        "--level",
        level,
        "--audience",
        "candidate",
        "--format",
        format,
    ];
    sandbox.run(&[&args, further].concat()).exits(0).stdout
}

/// Every text of the full rubric as a word of its own.
fn marked(kind: &str) -> (String, BTreeMap<String, Leaf>) {
    let source = FULL.replace("kind = \"simulation\"", &format!("kind = \"{kind}\""));
    let mut document: DocumentMut = source.parse().expect("the rubric is TOML");
    let mut markers = BTreeMap::new();
    let mut visit = |leaf: Leaf| {
        let marker = format!("mk{:04}k", markers.len());
        markers.insert(marker.clone(), leaf);
        Some(marker)
    };
    Walk { visit: &mut visit }.table(document.as_table_mut(), "", &[]);
    (document.to_string(), markers)
}

fn full_reader(level: usize, kind: &str, with_pay: bool) -> Reader {
    Reader {
        level,
        inherited: (0..level).collect(),
        kinds: vec![kind.to_owned()],
        // Only seniors are asked for years.
        elsewhere: if level == 0 { vec![1] } else { Vec::new() },
        with_pay,
    }
}

fn pairs<'a, A, B>(first: &'a [A], second: &'a [B]) -> impl Iterator<Item = (&'a A, &'a B)> {
    first
        .iter()
        .flat_map(|a| second.iter().map(move |b| (a, b)))
}

#[test]
fn a_guide_tells_what_it_may_and_nothing_else() {
    let mut wrong = Vec::new();
    for kind in [
        "coding",
        "presentation",
        "simulation",
        "take-home",
        "design",
    ] {
        let (rubric, markers) = marked(kind);
        assert!(markers.len() > 150, "{}", markers.len());
        let sandbox = Sandbox::with("r.toml", rubric);
        for (level, name) in ["junior", "senior"].into_iter().enumerate() {
            let further: [&[&str]; 2] = [&[], &["--with-pay"]];
            for (format, further) in pairs(&FORMATS, &further) {
                let text = guide(&sandbox, "r.toml", name, format, further);
                let reader = full_reader(level, kind, !further.is_empty());
                for (marker, leaf) in &markers {
                    let (told, due) = (text.contains(marker), reader.may_read(leaf));
                    if told != due {
                        let at = format!("{kind}, {name}, {format}, {further:?}");
                        wrong.push(format!("{at}: {leaf:?} told: {told}, due: {due}"));
                    }
                }
            }
        }
    }
    none_wrong(&wrong);
}

#[test]
fn no_figure_of_the_rules_is_told() {
    let rubric = FULL
        .replace("bar-line = 2.0", "bar-line = 2.125")
        .replace("weight = 1.5", "weight = 17.25");
    let sandbox = Sandbox::with("r.toml", rubric);
    for format in FORMATS {
        let text = guide(&sandbox, "r.toml", "senior", format, &[]);
        for figure in [
            "2.125", "17.25", "60.5", "80000", "80,000", "PLN", "Weight", "sour",
        ] {
            assert!(!text.contains(figure), "{figure} in {text}");
        }
        let text = guide(&sandbox, "r.toml", "senior", format, &["--with-pay"]);
        assert!(text.contains("80,000 to 90,000 PLN"), "{text}");
    }
}

#[test]
fn a_guide_may_be_for_one_round() {
    let sandbox = Sandbox::with("r.toml", FULL);
    let text = guide(&sandbox, "r.toml", "senior", "md", &["--round", "kitchen"]);
    assert!(text.contains("## Round 3: Kitchen"), "{text}");
    for words in ["## Round 4", "## The role", "Is there coffee?"] {
        assert!(!text.contains(words), "{words:?} in {text}");
    }
}

/// Letters and digits alone, so that neither escapes nor line breaks matter.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Shorter texts may stand in a guide by accident.
const TELLING: usize = 16;

#[test]
fn no_shipped_guide_tells_what_it_may_not() {
    let rubrics = concat!(env!("CARGO_MANIFEST_DIR"), "/rubrics");
    let mut wrong = Vec::new();
    let mut n_hidden = 0;
    let files = std::fs::read_dir(rubrics).expect("there are shipped rubrics");
    for path in files.map(|entry| entry.expect("an entry").path()) {
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let source = std::fs::read_to_string(&path).expect("a rubric");
        let document: DocumentMut = source.parse().expect("the rubric is TOML");
        let mut leaves = texts(&source);
        for file in document
            .get("include")
            .and_then(Item::as_array)
            .into_iter()
            .flatten()
        {
            let included = path.with_file_name(file.as_str().expect("a path"));
            leaves.extend(texts(
                &std::fs::read_to_string(included).expect("an include"),
            ));
        }
        let tables = |key: &str| document.get(key).and_then(Item::as_array_of_tables);
        let kinds = tables("exercise").into_iter().flatten();
        let kinds: Vec<_> = kinds
            .map(|it| it["kind"].as_str().unwrap_or("").to_owned())
            .collect();
        let sandbox = Sandbox::new();
        for (level, table) in tables("level").expect("levels").iter().enumerate() {
            let name = table["id"].as_str().expect("an id");
            let reader = Reader {
                level,
                inherited: (0..level).collect(),
                kinds: kinds.clone(),
                elsewhere: Vec::new(),
                with_pay: false,
            };
            let (open, hidden): (Vec<_>, Vec<_>) =
                leaves.iter().partition(|leaf| reader.may_read(leaf));
            let open: Vec<_> = open.iter().map(|leaf| bare(&leaf.text)).collect();
            let rubric = path.to_str().expect("a path in Unicode");
            let text = bare(&guide(&sandbox, rubric, name, "md", &[]));
            for leaf in hidden {
                let needle = bare(&leaf.text);
                if needle.len() < TELLING || open.iter().any(|text| text.contains(&needle)) {
                    continue;
                }
                n_hidden += 1;
                if text.contains(&needle) {
                    wrong.push(format!("{rubric} at {name}: {leaf:?}"));
                }
            }
        }
    }
    assert!(n_hidden > 5000, "{n_hidden}");
    none_wrong(&wrong);
}
