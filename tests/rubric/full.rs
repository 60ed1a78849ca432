//! A rubric with every table and every key of the format, one key a line. In its comments, `?`
//! stands after what may be left out and `-` after what other keys decide; the rest is required.

use std::fmt::Write as _;

use crate::sandbox::{Finding, Sandbox, none_wrong};

const FULL: &str = include_str!("full.toml");

/// A line `key = value` of the rubric.
struct Line {
    /// From 0.
    idx: usize,
    key: &'static str,
    text: &'static str,
    mark: &'static str,
}

fn lines() -> impl Iterator<Item = Line> {
    FULL.lines().enumerate().filter_map(|(idx, text)| {
        let (key, _) = text.split_once(" = ")?;
        let mark = match text.rsplit_once(" # ") {
            Some((_, mark)) => mark,
            None => "",
        };
        Some(Line {
            idx,
            key,
            text,
            mark,
        })
    })
}

/// The rubric with one line replaced, or left out.
fn with_line(idx: usize, by: Option<&str>) -> String {
    let mut text = String::new();
    for (at, line) in FULL.lines().enumerate() {
        if at != idx {
            writeln!(text, "{line}").expect("text takes all writes");
        } else if let Some(by) = by {
            writeln!(text, "{by}").expect("text takes all writes");
        }
    }
    text
}

/// Checks variants of the rubric, many at a time; gives each one's name and findings.
fn check_all(variants: &[(String, String)]) -> Vec<(String, Vec<Finding>)> {
    let mut checked = Vec::new();
    for chunk in variants.chunks(20) {
        let sandbox = Sandbox::new();
        let files: Vec<_> = (0..chunk.len()).map(|n| format!("{n}.toml")).collect();
        let mut args = vec!["check"];
        for (file, (_, text)) in files.iter().zip(chunk) {
            sandbox.write(file, text);
            args.push(file);
        }
        let found = sandbox.run(&args).errors();
        for (file, (name, _)) in files.iter().zip(chunk) {
            let own = found.iter().filter(|finding| finding.file == *file);
            checked.push((name.clone(), own.cloned().collect()));
        }
    }
    checked
}

fn line_names(found: &[Finding]) -> Vec<String> {
    found.iter().map(Finding::line).collect()
}

#[test]
fn every_key_of_the_format_is_taken() {
    let sandbox = Sandbox::with("full.toml", FULL);
    let run = sandbox.run(&["check", "full.toml"]).exits(0);
    assert_eq!(run.errors(), []);
}

#[test]
fn every_key_refuses_a_value_of_another_type_at_that_value() {
    let mut variants = Vec::new();
    let mut places = Vec::new();
    for line in lines() {
        let by = format!("{} = 1979-05-27T07:32:00Z", line.key);
        variants.push((line.text.to_owned(), with_line(line.idx, Some(&by))));
        places.push(format!("{}:{}", line.idx + 1, line.key.chars().count() + 4));
    }
    let mut wrong = Vec::new();
    for ((name, found), place) in check_all(&variants).into_iter().zip(places) {
        if !found
            .iter()
            .any(|found| found.code == "E007" && found.place == place)
        {
            wrong.push(format!(
                "{name}: no E007 at {place} in {:#?}",
                line_names(&found)
            ));
        }
    }
    none_wrong(&wrong);
}

#[test]
fn every_key_misspelt_is_refused_at_its_place() {
    let mut variants = Vec::new();
    let mut places = Vec::new();
    // Cells and anchors are named after levels and points: a stranger there is no unknown key.
    let codes = ["E005", "E011"];
    for line in lines() {
        let by = format!("{}x{}", line.key, &line.text[line.key.len()..]);
        variants.push((line.text.to_owned(), with_line(line.idx, Some(&by))));
        places.push(format!("{}:1", line.idx + 1));
    }
    let mut wrong = Vec::new();
    for ((name, found), place) in check_all(&variants).into_iter().zip(places) {
        let refused =
            |found: &Finding| found.place == place && codes.contains(&found.code.as_str());
        if !found.iter().any(refused) {
            wrong.push(format!(
                "{name}: not refused at {place} in {:#?}",
                line_names(&found)
            ));
        }
    }
    none_wrong(&wrong);
}

#[test]
fn what_the_format_marks_optional_may_be_left_out() {
    let variants: Vec<_> = lines()
        .filter(|line| line.mark == "?")
        .map(|line| (line.text.to_owned(), with_line(line.idx, None)))
        .collect();
    let wrong: Vec<_> = check_all(&variants)
        .into_iter()
        .filter(|(_, found)| !found.is_empty())
        .map(|(name, found)| format!("without {name}: {:#?}", line_names(&found)))
        .collect();
    none_wrong(&wrong);
}

#[test]
fn what_the_format_requires_must_be_there() {
    let variants: Vec<_> = lines()
        .filter(|line| line.mark.is_empty())
        .map(|line| {
            (
                format!("{} {}", line.idx + 1, line.text),
                with_line(line.idx, None),
            )
        })
        .collect();
    let missing = ["E006", "E013", "E016"];
    let wrong: Vec<_> = check_all(&variants)
        .into_iter()
        .filter(|(_, found)| {
            !found
                .iter()
                .any(|found| missing.contains(&found.code.as_str()))
        })
        .map(|(name, found)| format!("without {name}: {:#?}", line_names(&found)))
        .collect();
    none_wrong(&wrong);
}

#[test]
fn kits_come_out_for_every_round_and_level() {
    let sandbox = Sandbox::with("full.toml", FULL);
    for level in ["junior", "l3", "APPRENTICE", "senior", "L5"] {
        for format in ["md", "text"] {
            for round in ["form", "papers", "kitchen", "table"] {
                let args = [
                    "kit",
                    "full.toml",
                    "--level",
                    level,
                    "--round",
                    round,
                    "--format",
                    format,
                ];
                let run = sandbox.run(&args).exits(0);
                assert!(run.stdout.len() > 200, "{run:#?}");
                assert_eq!(run.stderr, "");
            }
        }
        sandbox
            .run(&["kit", "full.toml", "--level", level, "--all"])
            .exits(0);
    }
}

/// Words that a kit must print, by round, from the tables that the round draws on.
#[test]
fn a_kit_prints_what_the_rubric_gives_for_its_round() {
    let sandbox = Sandbox::with("full.toml", FULL);
    let printed = |round: &str| {
        let args = [
            "kit",
            "full.toml",
            "--level",
            "senior",
            "--round",
            round,
            "--format",
            "md",
        ];
        sandbox.run(&args).exits(0).stdout
    };
    let cases: &[(&str, &[&str])] = &[
        (
            "form",
            &[
                "Can you lift 25 kg?",
                "How many years?",
                "night",
                "The sacks are heavy.",
            ],
        ),
        ("papers", &["Certificate", "A guild", "Years at an oven."]),
        (
            "kitchen",
            &[
                "Which oven would you buy?",
                "Why bread?",
                "And in summer?",
                "Feeds it",
                "Buys yeast",
                "I feed it daily.",
                "I feed it at six.",
                "Writes one.",
                "Nobody else does.",
                "Invents a bread.",
                "Say",
                "Knead",
                "Rush",
                "Sings",
                "Hums",
                "Bake a loaf.",
                "No yeast",
                "It rises",
                "flour()",
                "bread()",
                "assert bread()",
                "Two loaves.",
                "With a mixer",
                "Use the mixer.",
                "Cleans it",
                "Customer",
                "Wants bread.",
                "Has two coins",
                "Is late",
                "Ask for rye",
                "Do not shout",
                "Comes in time",
                "Teaches",
                "Head baker",
                "Hands.",
                "See them work.",
            ],
        ),
        (
            "table",
            // `Why bread?` may be asked in both, and the kitchen has it.
            &["What did you throw away?", "Throws it away."],
        ),
    ];
    let mut wrong = Vec::new();
    for (round, words) in cases {
        let text = printed(round);
        let missing = words.iter().filter(|word| !text.contains(**word));
        wrong.extend(missing.map(|word| format!("{round}: no {word:?}")));
    }
    none_wrong(&wrong);
}
