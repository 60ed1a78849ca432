//! `panelkit calibrate`, on the real program.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{project, succeed};

fn reference(name: &str) -> String {
    let path = project().join("tests/reference").join(name);
    path.to_str().unwrap().to_owned()
}

/// What the program says of a file as JSON.
fn json(args: &[&str]) -> Value {
    let all = [&["calibrate", "--format", "json"], args].concat();
    serde_json::from_str(&succeed(&project(), &all)).unwrap()
}

/// Rows of one kind by their ids.
fn by_id<'a>(analysis: &'a Value, kind: &str) -> BTreeMap<&'a str, &'a Value> {
    let rows = analysis[kind].as_array().unwrap().iter();
    rows.map(|row| (row["id"].as_str().unwrap(), row)).collect()
}

/// Lines of a table, cut at commas, without the header.
fn rows(name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(reference(name)).unwrap();
    let cells = |line: &str| {
        let cells = line.split(',');
        cells
            .map(|cell| cell.trim_matches('"').to_owned())
            .collect()
    };
    text.lines().skip(1).map(cells).collect()
}

#[track_caller]
fn close(found: &Value, expected: f64, tolerance: f64, what: &str) {
    let number = found.as_f64().unwrap_or(f64::NAN);
    assert!(
        (number - expected).abs() <= tolerance,
        "{what}: {found}, expected {expected}"
    );
}

/// TAM 4.3 (R): `tam.mml.mfr` with the formula `~ item + step + rater`.
#[test]
fn free_severities_without_halo_are_those_of_tam() {
    let file = reference("sim_S.csv");
    let found = json(&["--ratings", &file, "--free-severity", "--no-halo"]);
    assert_eq!(found["format"], 1);
    assert_eq!(found["method"], "severity-model");
    assert_eq!(found["converged"], true);
    close(&found["deviance"], 8812.1168, 5e-5, "deviance");
    close(&found["variance"]["candidate"], 0.88994, 5e-4, "variance");
    let candidates = by_id(&found, "candidates");
    let expected = rows("sim_S_expected_tam_eap.csv");
    assert_eq!(candidates.len(), expected.len());
    for row in expected {
        let ability = row[1].parse().unwrap();
        close(
            &candidates[row[0].as_str()]["estimate"],
            ability,
            1e-3,
            &row[0],
        );
    }
    let interviewers = by_id(&found, "interviewers");
    // TAM's `xsi` of these raters; their mean is 0, as ours is.
    for (id, severity) in [
        ("R00000", 0.505_794),
        ("R00001", -1.292_649),
        ("R00002", 0.609_944),
    ] {
        close(&interviewers[id]["severity"], severity, 2e-4, id);
    }
    for (id, difficulty) in [("K1", -0.042_257), ("K2", 0.370_848), ("K3", -0.542_958)] {
        close(
            &by_id(&found, "criteria")[id]["difficulty"],
            difficulty,
            2e-4,
            id,
        );
    }
}

/// Guilford 1954, table 14.8, with the figures that are given beside the data.
#[test]
fn joint_maximum_likelihood_is_that_of_classic_programs() {
    let file = reference("guilford_1954.csv");
    let found = json(&["--ratings", &file, "--jml"]);
    assert_eq!(found["method"], "joint");
    for row in rows("guilford_1954_jmle_expected.csv") {
        let (kind, measure) = match row[0].as_str() {
            "senior" => ("interviewers", "severity"),
            "junior" => ("candidates", "estimate"),
            _ => ("criteria", "difficulty"),
        };
        let rows = by_id(&found, kind);
        let one = rows[row[1].as_str()];
        let figures = [
            ("fair", 5),
            (measure, 6),
            ("se", 7),
            ("infit", 8),
            ("outfit", 9),
        ];
        for (name, place) in figures {
            let expected = row[place].parse().unwrap();
            close(&one[name], expected, 1e-4, &format!("{} {name}", row[1]));
        }
    }
}

/// Under the floor there are fair scores, and no severities.
#[test]
fn a_small_panel_has_raw_means_and_no_severities() {
    let file = reference("guilford_1954.csv");
    let found = json(&["--ratings", &file, "--quiet"]);
    assert_eq!(found["method"], "raw-means");
    assert_eq!(found["floor"]["reached"], false);
    for one in by_id(&found, "interviewers").values() {
        assert_eq!(one["severity"], Value::Null);
        assert_eq!(one["reason"], "too few ratings");
    }
    for one in by_id(&found, "candidates").values() {
        let [low, fair, high] = ["fair_low", "fair", "fair_high"].map(|name| one[name].as_f64());
        assert!(low < fair && fair < high, "{one}");
    }
}
