//! The shipped rubrics: clean under every rule, and as complete as they are said to be.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::{project, run, stdout, succeed};

/// The one with a single interview: six things tested within an hour. It has no room for attitudes
/// and exercises of their own, nor for a seventh competency.
const ONE_ROUND: &str = "ml-system-design";

fn shipped() -> Vec<(String, toml::Table)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(project().join("rubrics")).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            let id = path.file_stem().unwrap().to_string_lossy().into_owned();
            found.push((id, whole(&path)));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// A rubric with the tables of its includes.
fn whole(path: &PathBuf) -> toml::Table {
    let mut rubric: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
    let includes: Vec<String> = list(&rubric, "include")
        .iter()
        .map(|path| path.as_str().unwrap().to_owned())
        .collect();
    for include in includes {
        let text = fs::read_to_string(path.parent().unwrap().join(&include)).unwrap();
        let library: toml::Table = text.parse().unwrap();
        for (key, value) in library {
            let more = value.as_array().unwrap().clone();
            rubric
                .entry(key)
                .or_insert(toml::Value::Array(Vec::new()))
                .as_array_mut()
                .unwrap()
                .extend(more);
        }
    }
    rubric
}

fn list<'a>(table: &'a toml::Table, key: &str) -> &'a [toml::Value] {
    table
        .get(key)
        .and_then(toml::Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a toml::Value, key: &str) -> &'a str {
    value.get(key).and_then(toml::Value::as_str).unwrap_or("")
}

#[test]
fn there_are_seven_and_a_library_of_ten_or_more() {
    let ids: Vec<String> = shipped().into_iter().map(|(id, _)| id).collect();
    assert_eq!(
        ids,
        [
            "backend-engineer",
            "customer-support-lead",
            "engineering-manager",
            "machine-learning-engineer",
            "ml-system-design",
            "product-designer",
            "recommender-ml-engineer",
        ]
    );
    let library = fs::read_dir(project().join("rubrics/library/attitudes")).unwrap();
    assert!(library.count() >= 10);
}

#[test]
fn every_one_is_clean_under_every_rule() {
    for (id, _) in shipped() {
        let path = format!("rubrics/{id}.toml");
        let output = run(
            &project(),
            &["check", &path, "--deny", "warnings", "--format", "json"],
        );
        let found: Value = serde_json::from_str(&stdout(&output)).unwrap();
        assert_eq!(found["findings"], Value::Array(Vec::new()), "{id}");
        assert_eq!(output.status.code(), Some(0), "{id}");
    }
}

#[test]
fn every_one_gives_kits_at_every_level() {
    for (id, rubric) in shipped() {
        let path = format!("rubrics/{id}.toml");
        for level in list(&rubric, "level") {
            let level = text(level, "id");
            let kits = succeed(
                &project(),
                &["kit", &path, "--level", level, "--all", "--format", "md"],
            );
            let n_rounds = list(&rubric, "round").len();
            assert_eq!(
                kits.matches(" kit** for ").count(),
                n_rounds,
                "{id} {level}"
            );
            // The planned questions of every round fit into it.
            assert!(
                !kits.contains("minutes more than the round has"),
                "{id} {level}"
            );
        }
    }
}

fn is_interview(round: &toml::Value) -> bool {
    !matches!(text(round, "stage"), "application" | "resume")
}

fn interviews(rubric: &toml::Table) -> usize {
    let rounds = list(rubric, "round").iter();
    rounds.filter(|round| is_interview(round)).count()
}

#[test]
fn the_bank_for_recommendations_is_large_and_graded() {
    let (_, rubric) = shipped()
        .into_iter()
        .find(|(id, _)| id == "recommender-ml-engineer")
        .unwrap();
    let graded = list(&rubric, "question").iter().filter(|question| {
        let difficulty = text(question, "difficulty");
        let tags = question.get("tags").and_then(toml::Value::as_array);
        matches!(difficulty, "easy" | "medium" | "hard") && tags.is_some_and(|it| !it.is_empty())
    });
    let n_graded = graded.count();
    assert!(
        n_graded >= 40,
        "{n_graded} of the questions are tagged and graded"
    );
    let aliases = list(&rubric, "level")
        .iter()
        .map(|level| level.get("aliases"));
    assert!(
        aliases.clone().all(|aliases| aliases.is_some()),
        "levels go by other names"
    );
    assert!(list(&rubric, "skill").len() >= 8);
}

#[test]
fn every_one_has_what_a_hiring_manager_needs() {
    for (id, rubric) in shipped() {
        let count = |key: &str| list(&rubric, key).len();
        assert_eq!(text(&toml::Value::Table(rubric.clone()), "id"), id);
        assert_eq!(count("level"), 4, "{id}");
        assert!(count("discipline") >= 2, "{id}");
        assert!(count("self-check") > 0 && count("faq") > 0, "{id}");
        for round in list(&rubric, "round") {
            assert!(
                !is_interview(round) || round.get("agenda").is_some(),
                "{id} {round:?}"
            );
        }
        for competency in list(&rubric, "competency") {
            let cells = competency
                .get("progression")
                .and_then(toml::Value::as_table);
            assert_eq!(cells.map(toml::Table::len), Some(4), "{id} {competency:?}");
        }
        let disciplines: BTreeSet<_> = list(&rubric, "competency")
            .iter()
            .map(|of| text(of, "discipline"))
            .collect();
        assert!(disciplines.len() >= 2, "{id} {disciplines:?}");
        let places: Vec<_> = list(&rubric, "knockout")
            .iter()
            .map(|of| text(of, "at"))
            .collect();
        assert!(
            places.contains(&"application") && places.contains(&"panel"),
            "{id}"
        );
        assert!(count("resume-criterion") >= 1, "{id}");
        if id == ONE_ROUND {
            assert_eq!((count("competency"), interviews(&rubric)), (6, 1));
            let prompts = list(&rubric, "question").len();
            assert!(prompts >= 40, "{prompts} prompts");
            continue;
        }
        assert!(count("competency") >= 8, "{id}");
        assert!(count("attitude") >= 6, "{id}");
        assert!(count("exercise") >= 1, "{id}");
        assert!((5..=7).contains(&count("round")), "{id}");
        for exercise in list(&rubric, "exercise") {
            assert!(exercise.get("anchors").is_some(), "{id}");
            if text(exercise, "kind") == "coding" && exercise.get("starter").is_some() {
                let variants = exercise.get("variant").and_then(toml::Value::as_array);
                assert!(variants.is_some_and(|variants| variants.len() >= 2), "{id}");
            }
        }
    }
}

#[test]
fn the_reference_asks_what_its_outline_says() {
    let (_, rubric) = shipped()
        .into_iter()
        .find(|(id, _)| id == "machine-learning-engineer")
        .unwrap();
    let at_mid = |of: &toml::Value| {
        let questions = of.get("question").and_then(toml::Value::as_array);
        let questions = questions.map_or(&[][..], Vec::as_slice);
        let is_at_mid = |question: &&toml::Value| {
            let levels = question.get("levels").and_then(toml::Value::as_array);
            levels.is_none_or(|levels| levels.iter().any(|level| level.as_str() == Some("mid")))
        };
        questions.iter().filter(is_at_mid).count()
    };
    let total = |key: &str| list(&rubric, key).iter().map(at_mid).sum::<usize>();
    assert_eq!((total("competency"), total("attitude")), (19, 13));
    assert_eq!(list(&rubric, "attitude").len(), 13);
    assert_eq!(list(&rubric, "video-prompt").len(), 3);
    assert_eq!(list(&rubric, "resume-criterion").len(), 8);
}

#[test]
fn nothing_in_the_engine_is_about_software() {
    let (_, rubric) = shipped()
        .into_iter()
        .find(|(id, _)| id == "customer-support-lead")
        .unwrap();
    let kinds: Vec<_> = list(&rubric, "exercise")
        .iter()
        .map(|of| text(of, "kind"))
        .collect();
    assert!(!kinds.contains(&"coding"), "{kinds:?}");
    let kits = succeed(
        &project(),
        &[
            "kit",
            "rubrics/customer-support-lead.toml",
            "--level",
            "team-lead",
            "--all",
            "--format",
            "md",
        ],
    );
    for word in ["```python", "compile", "source code", "repository"] {
        assert!(
            !kits.contains(word),
            "a support lead's kit speaks of `{word}`"
        );
    }
}
