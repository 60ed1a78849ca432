//! The report for people, what is looked at beside scores, and the options that change fair scores.

use std::fmt::Write as _;

use serde_json::Value;

use crate::panel::merit;
use crate::sandbox::{Run, Sandbox};

/// 40 candidates with three of ten interviewers each, of whom Łucja gives a point less; with days
/// and a trainee who repeats what others gave.
fn ratings() -> String {
    let mut rows = "candidate,interviewer,criterion,score,date,shadow\n".to_owned();
    for candidate in 0..40 {
        for seat in 0..3 {
            let interviewer = (candidate * 3 + seat * (1 + candidate % 3)) % 10;
            for criterion in 0..4 {
                let score = merit(candidate, criterion, interviewer);
                let harsh = i64::from(interviewer == 0);
                let given = (score - harsh).clamp(1, 4);
                let who = [
                    "Łucja", "李雷", "عمر", "i3", "i4", "i5", "i6", "i7", "i8", "i9",
                ][interviewer];
                let day = 1 + candidate % 28;
                writeln!(
                    rows,
                    "c{candidate:02},{who},k{criterion},{given},2026-03-{day:02},"
                )
                .unwrap();
                if seat == 0 {
                    writeln!(
                        rows,
                        "c{candidate:02},=trainee,k{criterion},{score},2026-03-{day:02},true"
                    )
                    .unwrap();
                }
            }
        }
    }
    rows
}

fn calibrate(sandbox: &Sandbox, more: &[&str]) -> Run {
    let mut args = vec!["calibrate", "--ratings", "r.csv"];
    args.extend(more);
    sandbox.run(&args)
}

fn json(sandbox: &Sandbox, more: &[&str]) -> Value {
    let mut args = more.to_vec();
    args.extend(["--format", "json"]);
    serde_json::from_str(&calibrate(sandbox, &args).exits(0).stdout).unwrap()
}

fn sandbox() -> Sandbox {
    Sandbox::with("r.csv", ratings())
}

#[test]
fn the_report_begins_with_what_everybody_understands() {
    let sandbox = sandbox();
    let run = calibrate(&sandbox, &["--bar-line", "2.5"]).exits(0);
    let text = &run.stdout;
    // Lines are filled; headings stand over a line of their own.
    let filled: Vec<&str> = text.split_whitespace().collect();
    let filled = filled.join(" ");
    for words in [
        "480 scores of 40 candidates by 10 interviewers on 4 criteria.",
        "160 scores of trainees count in nothing.",
        "Łucja is the most severe",
        "Interviewers ────",
        "Fair scores ────",
        "Criteria ────",
        "What scores are made of ────",
        "How reliable panels are ────",
        "Agreement ────",
        "Use of the scale ────",
        "Fit ─",
        "Drift over time ────",
        "Who is linked with whom ────",
        "Trainees ────",
        "How this was made ────",
    ] {
        assert!(filled.contains(words), "{words}\n{text}");
    }
    assert!(
        filled.find("is the most severe") < filled.find("Severity"),
        "words come first"
    );
    assert!(!text.contains("NaN") && !text.contains("inf "), "{text}");
    for name in ["r.md", "r.html", "r.pdf"] {
        calibrate(&sandbox, &["-o", name]).exits(0);
        assert!(
            std::fs::metadata(sandbox.path(name)).unwrap().len() > 2_000,
            "{name}"
        );
    }
    assert!(sandbox.read("r.html").contains("<svg"));
}

#[test]
fn the_severe_interviewer_is_found_and_what_is_asked_for_is_looked_at() {
    let sandbox = sandbox();
    let plain = json(&sandbox, &[]);
    assert!(plain["checks"]["fit"].is_null() && plain["checks"]["shares"].is_null());
    let found = json(&sandbox, &["--checks"]);
    let interviewers = found["interviewers"].as_array().unwrap();
    let severest = interviewers.iter().max_by(|a, b| {
        let of = |one: &Value| one["severity"].as_f64().unwrap_or(f64::MIN);
        of(a).total_cmp(&of(b))
    });
    let severest = severest.unwrap();
    assert_eq!(severest["id"], "Łucja");
    let points = severest["points"].as_f64().unwrap();
    // A point less, drawn to the average by as few as a dozen candidates.
    assert!((-1.0..-0.25).contains(&points), "{points}");
    assert!(severest["points_low"].as_f64() < severest["points"].as_f64());
    let checks = &found["checks"];
    let shares = checks["shares"].as_object().unwrap();
    let sum: f64 = shares.values().map(|share| share.as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{shares:?}");
    let panels = checks["reliability"]["panels"].as_array().unwrap();
    let absolute: Vec<f64> = panels
        .iter()
        .map(|one| one["absolute"].as_f64().unwrap())
        .collect();
    assert!(
        absolute.windows(2).all(|two| two[0] < two[1]),
        "{absolute:?}"
    );
    assert_eq!(checks["fit"]["interviewers"].as_array().unwrap().len(), 10);
    assert_eq!(checks["usage"]["scale"], serde_json::json!([1, 2, 3, 4]));
    assert_eq!(checks["drift"].as_array().unwrap().len(), 10);
    assert_eq!(checks["readiness"][0]["id"], "=trainee");
    assert_eq!(
        found["connectivity"]["shared"]["interviewers"]
            .as_array()
            .unwrap()
            .len(),
        10
    );
    let text = found.to_string();
    assert!(!text.contains("NaN"));
}

#[test]
fn fair_scores_against_a_severe_panel_are_lower() {
    let sandbox = sandbox();
    let fair = |found: &Value| -> Vec<f64> {
        let rows = found["candidates"].as_array().unwrap().iter();
        rows.map(|row| row["fair"].as_f64().unwrap()).collect()
    };
    let average = fair(&json(&sandbox, &[]));
    let severe = fair(&json(&sandbox, &["--reference-panel", "łucja"]));
    assert!(
        average
            .iter()
            .zip(&severe)
            .all(|(average, severe)| severe < average)
    );
    calibrate(&sandbox, &["--reference-panel", "Lucja"])
        .exits(66)
        .says("nobody named `Lucja` rated anybody")
        .says("did you mean `Łucja`?");
}

#[test]
fn a_gap_between_groups_is_shrunk_unless_each_has_a_mean() {
    let mut rows = "candidate,interviewer,criterion,score,group\n".to_owned();
    for candidate in 0..80 {
        let side = candidate % 2;
        for seat in 0..3 {
            let interviewer = (candidate / 2 + 3 * seat) % 10;
            for criterion in 0..4 {
                let score = (merit(candidate / 2, criterion, interviewer + 10 * side)
                    + i64::from(side == 1))
                .clamp(1, 5);
                writeln!(
                    rows,
                    "c{candidate},i{side}{interviewer},k{criterion},{score},g{side}"
                )
                .unwrap();
            }
        }
    }
    let sandbox = Sandbox::with("r.csv", rows);
    let gap = |how: &str| {
        let found = json(&sandbox, &["--group-means", how]);
        assert_eq!(found["connectivity"]["components"], 2);
        let rows = found["candidates"].as_array().unwrap();
        let mean = |side: &str| {
            let of = rows.iter().filter(|row| row["group"] == side);
            of.map(|row| row["estimate"].as_f64().unwrap()).sum::<f64>() / 40.0
        };
        mean("g1") - mean("g0")
    };
    calibrate(&sandbox, &["--format", "md"])
        .exits(0)
        .shows("Severities can be compared within a group alone")
        .shows("it may be real");
    let (shrunk, fixed) = (gap("shrunk"), gap("fixed"));
    assert!(shrunk > 0.0 && shrunk < 0.8 * fixed, "{shrunk} {fixed}");
}

#[test]
fn under_the_floor_a_ratio_may_be_assumed() {
    let all = ratings();
    let few: Vec<&str> = all
        .lines()
        .filter(|row| !row.starts_with("c1") && !row.starts_with("c2"))
        .collect();
    let sandbox = Sandbox::with("r.csv", few.join("\n"));
    let found = json(&sandbox, &[]);
    assert_eq!(found["method"], "raw-means");
    let assumed = json(&sandbox, &["--severity-ratio", "0.5"]);
    assert_ne!(found["candidates"], assumed["candidates"]);
    for row in assumed["candidates"].as_array().unwrap() {
        let (fair, raw) = (row["fair"].as_f64().unwrap(), row["raw"].as_f64().unwrap());
        assert!((fair - raw).abs() < 0.5, "{row}");
    }
    calibrate(&sandbox, &["--severity-ratio", "-1"]).exits(2);
}

#[test]
fn probabilities_are_compared_with_what_came_of_candidates() {
    let sandbox = sandbox();
    sandbox.write("o.csv", "candidate,outcome\nc01,1\nc02,0\nunknown,1\n");
    let with = ["--bar-line", "2.5", "--outcomes", "o.csv"];
    let found = json(&sandbox, &with);
    assert_eq!(found["checks"]["outcomes"]["n"], 2);
    assert_eq!(found["checks"]["outcomes"]["reason"], "too-few-outcomes");
    calibrate(&sandbox, &with)
        .exits(0)
        .shows("What came of candidates");
    calibrate(&sandbox, &["--outcomes", "o.csv"]).exits(2);
    for (table, says) in [
        (
            "candidate,outcome\nc01,yes\n",
            "o.csv:2: `yes` is no outcome",
        ),
        (
            "candidate,outcome\nc01,1\nc01,0\n",
            "o.csv:3: `c01` has two outcomes",
        ),
        ("candidate,result\nc01,1\n", "there is no column `outcome`"),
        (
            "candidate,outcome\nc01,\n",
            "o.csv:2: the row has no `outcome`",
        ),
    ] {
        sandbox.write("o.csv", table);
        calibrate(&sandbox, &with).exits(65).says(says);
    }
}
