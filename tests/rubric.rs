//! Rubrics as `panelkit check` takes them: what is refused, where and in which words, and what
//! must be accepted.

mod encoding;
mod full;
mod hostile;
mod ids;
mod include;
mod keys;
mod knockouts;
mod many;
mod rounds;
mod scale;
mod syntax;
mod values;

use std::collections::BTreeSet;

use crate::sandbox::{Case, Run, Sandbox, due, edited, mismatch, none_wrong, unmark};

/// A small rubric without a finding, which cases change.
const BASE: &str = r#"format = 1
id = "baker"
title = "Baker"
version = "1.0.0"
summary = "Bakes."

[[level]]
id = "junior"
title = "Junior"

[[level]]
id = "senior"
title = "Senior"
aliases = ["L5"]

[[discipline]]
id = "craft"
title = "Craft"

[[competency]]
id = "dough"
title = "Dough"
discipline = "craft"
[competency.progression]
junior = "Follows a recipe."
senior = "Writes the recipe."
[[competency.question]]
id = "sour"
round = "kitchen"
ask = "How do you keep a sourdough?"

[[attitude]]
id = "care"
title = "Care"
definition = "Looks after people."
[[attitude.question]]
id = "waste"
round = "kitchen"
ask = "What did you throw away?"

[[round]]
id = "kitchen"
title = "Kitchen"
stage = "onsite"
minutes = 45
focus = ["dough", "care"]
"#;

/// Checks one rubric's bytes.
fn check(content: impl AsRef<[u8]>) -> Run {
    Sandbox::with("r.toml", content).run(&["check", "r.toml"])
}

/// Holds every case to its findings, exit code 65 and silence on stderr.
#[track_caller]
fn hold(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (name, edits, messages, help) in cases {
        let (text, places) = unmark(&edited(BASE, edits));
        let run = check(text);
        wrong.extend(mismatch(
            name,
            &run.errors(),
            &due(messages, &places),
            (&run, help),
        ));
        if (run.code, run.stderr.as_str()) != (Some(65), "") {
            wrong.push(format!("{name}: ends with {:?}, {}", run.code, run.stderr));
        }
    }
    none_wrong(&wrong);
}

#[test]
fn the_base_of_all_cases_is_sound() {
    let run = check(BASE)
        .exits(0)
        .shows("Baker 1.0.0: 2 levels, 2 criteria");
    assert_eq!(run.errors(), []);
}

#[test]
fn every_finding_names_its_file() {
    let run = Sandbox::with("a b/ż.toml", "x = 1\n").run(&["check", "a b/ż.toml"]);
    let files: Vec<_> = run.errors().into_iter().map(|f| f.file).collect();
    assert!(!files.is_empty());
    assert!(files.iter().all(|file| file == "a b/ż.toml"), "{files:?}");
}

/// The tables of rubrics that each have something wrong.
const TABLES: &[&[Case]] = &[
    ids::MALFORMED,
    ids::TWICE,
    ids::DANGLING,
    keys::UNKNOWN,
    keys::MISSING,
    keys::BLANK,
    keys::TWICE,
    keys::EMPTY,
    knockouts::CASES,
    rounds::ROUNDS,
    scale::SCALES,
    scale::CELLS,
    scale::DECISIONS,
    syntax::CASES,
    values::TYPES,
    values::RANGES,
    values::WORDS,
];

#[test]
fn more_than_sixty_malformed_and_hostile_rubrics_are_held_to_their_messages() {
    let cases = TABLES.iter().copied().flatten();
    let texts: Vec<_> = cases.map(|(_, edits, ..)| edited(BASE, edits)).collect();
    let different: BTreeSet<_> = texts.iter().collect();
    assert_eq!(different.len(), texts.len(), "two cases are one");
    assert!(texts.len() >= 150, "{}", texts.len());
    assert!(hostile::count() >= 40, "{}", hostile::count());
}
