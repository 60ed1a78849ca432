//! `panelkit calibrate`, on the real program.

mod malformed;
mod report;
mod stored;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::sandbox::Sandbox;
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

/// `sim_Sh.csv` was made with deviations 1, 0.7 and 0.8 (`simulate_ratings.py`, truth beside it).
#[test]
fn the_truth_behind_a_simulated_panel_is_in_the_intervals() {
    let file = reference("sim_Sh.csv");
    let found = json(&["--ratings", &file]);
    let pair = found["variance"]["pair"].as_f64().unwrap().sqrt();
    assert!((pair - 0.8).abs() < 0.1, "{pair}");
    let truth: BTreeMap<(String, String), f64> = rows("sim_Sh_truth.csv")
        .into_iter()
        .map(|row| ((row[0].clone(), row[1].clone()), row[2].parse().unwrap()))
        .collect();
    let facets = [
        ("candidate", "candidates", "estimate"),
        ("interviewer", "interviewers", "severity"),
    ];
    for (facet, kind, measure) in facets {
        let rows = by_id(&found, kind);
        let held = rows.iter().filter(|(id, row)| {
            let truth = truth[&(facet.to_owned(), (**id).to_owned())];
            let [measure, se] = [measure, "se"].map(|name| row[name].as_f64().unwrap());
            (truth - measure).abs() <= 1.644_854 * se
        });
        let share = panelkit::text::ratio(held.count(), rows.len());
        assert!((0.85..=0.95).contains(&share), "{facet}: {share}");
    }
}

/// A table with a column a rater, as the program reads it.
fn long(name: &str, of_rater: impl Fn(&str, &str) -> (String, String)) -> Sandbox {
    let text = std::fs::read_to_string(reference(name)).unwrap();
    let mut lines = text.lines().map(|line| line.split(','));
    let header: Vec<_> = lines.next().unwrap().skip(1).collect();
    let mut table = "candidate,interviewer,criterion,score\n".to_owned();
    for mut line in lines {
        let row = line.next().unwrap();
        for (column, cell) in header.iter().zip(line) {
            let (unit, rater) = of_rater(row, column);
            writeln!(table, "{unit},{rater},all,{cell}").unwrap();
        }
    }
    Sandbox::with("r.csv", table)
}

fn json_in(sandbox: &Sandbox, args: &[&str]) -> Value {
    let all = [&["calibrate", "--quiet", "--format", "json"], args].concat();
    let run = sandbox
        .run(&[&all, &["--ratings", "r.csv"][..]].concat())
        .exits(0);
    serde_json::from_str(&run.stdout).unwrap()
}

/// Shrout & Fleiss 1979, table 4; Krippendorff 2011, the example of four observers.
#[test]
fn agreement_is_that_of_the_literature() {
    let sandbox = long("shrout_fleiss_1979.csv", |row, column| {
        (row.to_owned(), column.to_owned())
    });
    let found = json_in(&sandbox, &[]);
    let icc = &found["agreement"]["icc"];
    for (name, expected) in [
        ("icc1", 0.165_742),
        ("icc2", 0.289_764),
        ("icc3", 0.714_841),
        ("icc1k", 0.442_797),
        ("icc2k", 0.620_051),
        ("icc3k", 0.909_316),
    ] {
        close(&icc[name], expected, 1e-6, name);
    }
    let sandbox = long("krippendorff_4x12.csv", |row, column| {
        (column.to_owned(), row.to_owned())
    });
    let found = json_in(&sandbox, &[]);
    assert_eq!(found["data"]["n_missing"], 7);
    for (name, expected) in [
        ("alpha_nominal", 0.743_421),
        ("alpha_ordinal", 0.815_388),
        ("alpha_interval", 0.849_107),
        ("alpha_ratio", 0.797_403),
    ] {
        close(&found["agreement"][name], expected, 1e-6, name);
    }
}

/// Two departments that share nobody, six candidates and three interviewers each, with names in
/// many scripts.
fn departments() -> Vec<String> {
    let interviewers = [
        "Łucja",
        "Thị Ánh",
        "李雷",
        "عمر",
        "Jose\u{301}",
        "👩\u{200d}💻",
    ];
    let mut rows = Vec::new();
    for candidate in 0..12_usize {
        for (at, interviewer) in interviewers.iter().enumerate() {
            if candidate % 2 != at % 2 {
                continue;
            }
            for (criterion, shift) in [("dough", 0), ("care", 1)] {
                let score = 1 + (candidate * 7 + at * 5 + shift * (candidate + at)) % 4;
                rows.push(format!("c{candidate},{interviewer},{criterion},{score}"));
            }
        }
    }
    rows
}

/// The floor at which these are enough.
const LOW: [&str; 6] = [
    "--min-candidates",
    "6",
    "--min-interviewers",
    "3",
    "--min-candidates-each",
    "3",
];

fn departments_in(rows: &[String]) -> Sandbox {
    let table = format!(
        "candidate,interviewer,criterion,score\n{}\n",
        rows.join("\n")
    );
    Sandbox::with("r.csv", table)
}

#[test]
fn people_whom_no_rating_links_are_told_apart() {
    let sandbox = departments_in(&departments());
    let found = json_in(&sandbox, &LOW);
    assert_eq!(found["method"], "severity-model");
    let group =
        |number| json!({"component": number, "candidates": 6, "interviewers": 3, "pairs": 18});
    assert_eq!(found["connectivity"]["components"], 2);
    assert_eq!(found["connectivity"]["groups"], json!([group(1), group(2)]));
    for (id, one) in by_id(&found, "candidates") {
        let is_even = id.trim_start_matches('c').parse::<u32>().unwrap() % 2 == 0;
        assert_eq!(one["component"], if is_even { 1 } else { 2 }, "{id}");
    }
    let listed: Vec<_> = found["candidates"].as_array().unwrap().iter().collect();
    assert!(listed.is_sorted_by_key(|one| one["id"].as_str()));
    let run = sandbox.run(&[&["calibrate", "--ratings", "r.csv"], &LOW[..]].concat());
    run.exits(0)
        .says("fall into 2 groups that no rating links")
        .shows("李雷");
}

/// Same ratings, same bytes: in any order of the rows.
#[test]
fn the_order_of_rows_decides_nothing() {
    let mut rows = departments();
    let args = [&LOW[..], &["--bootstrap", "50", "--bar-line", "2.5"]].concat();
    let first = json_in(&departments_in(&rows), &args);
    rows.reverse();
    rows.swap(3, 17);
    assert_eq!(json_in(&departments_in(&rows), &args), first);
    let interval = &first["agreement"]["intervals"]["alpha_interval"];
    assert_eq!(interval["basis"]["bootstrap"]["n_replicates"], 50);
}

#[test]
fn what_is_asked_for_is_what_is_done() {
    let sandbox = departments_in(&departments());
    let plain = json_in(&sandbox, &LOW);
    assert_eq!(plain["estimation"]["steps"], "rating-scale");
    assert_eq!(plain["candidates"][0]["p_bar_line"], Value::Null);
    let found = |args: &[&str]| json_in(&sandbox, &[&LOW[..], args].concat());
    let credit = found(&["--steps", "partial-credit"]);
    assert_eq!(credit["estimation"]["steps"], "partial-credit");
    let alone = found(&["--no-halo"]);
    assert_eq!(alone["variance"]["pair"], Value::Null);
    assert_eq!(
        alone["variance"]["reason"],
        "pairs were asked to have no effect"
    );
    let wide = found(&["--confidence", "0.99", "--bar-line", "2.5"]);
    let width = |analysis: &Value, at: usize| {
        let one = &analysis["candidates"][at];
        one["fair_high"].as_f64().unwrap() - one["fair_low"].as_f64().unwrap()
    };
    for at in 0..12 {
        assert!(width(&wide, at) > width(&plain, at));
        let one = &wide["candidates"][at];
        let is_over = one["fair"].as_f64().unwrap() > 2.5;
        let p = one["p_bar_line"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&p));
        // The mean of the fair score and its median lie close to each other.
        assert!(is_over == (p > 0.5) || (p - 0.5).abs() < 0.05, "{one}");
    }
    let few = json_in(
        &sandbox,
        &["--min-candidates", "6", "--min-interviewers", "3"],
    );
    assert!(
        by_id(&few, "interviewers")
            .values()
            .all(|one| one["too_few"] == false)
    );
}

#[test]
fn options_that_mean_nothing_are_refused() {
    let sandbox = departments_in(&departments());
    for (args, words) in [
        (
            &["--confidence", "90"][..],
            "--confidence 90 is not between 0 and 1",
        ),
        (
            &["--confidence", "NaN"],
            "--confidence NaN is not between 0 and 1",
        ),
        (
            &["--confidence", "0"],
            "--confidence 0 is not between 0 and 1",
        ),
        (
            &["--bar-line", "inf"],
            "--bar-line is a number on the scale",
        ),
        (&["--bootstrap", "100001"], "--bootstrap is 100000 at most"),
        (&["--jml", "--no-halo"], "cannot be used with"),
        (&["--rubric", "r"], "cannot be used with"),
        (&["--store", "s.db"], "cannot be used with"),
    ] {
        let all = [&["calibrate", "--ratings", "r.csv"], args].concat();
        sandbox.run(&all).exits(2).shows_nothing().says(words);
    }
}

#[test]
fn the_outputs_name_says_how_it_is_written() {
    let sandbox = departments_in(&departments());
    for (file, begins) in [
        ("a.json", "{"),
        ("a.csv", "facet,id,"),
        ("a.md", "# Calibration"),
        ("a.html", "<!DOCTYPE html>"),
        ("a.pdf", "%PDF-"),
        ("a.txt", "Calibration"),
    ] {
        let args = ["calibrate", "--quiet", "--ratings", "r.csv", "-o", file];
        sandbox.run(&args).exits(0).shows_nothing();
        let bytes = std::fs::read(sandbox.path(file)).unwrap();
        let start = String::from_utf8_lossy(&bytes[..begins.len()]).to_lowercase();
        assert_eq!(start, begins.to_lowercase(), "{file}");
    }
}

#[test]
fn ratings_come_from_stdin_too() {
    let sandbox = departments_in(&departments());
    let run = sandbox.sh("\"$PANELKIT\" calibrate --quiet --ratings - --format csv < r.csv");
    run.exits(0).shows("interviewer,李雷,");
}

/// Everybody's uncertainty hangs together with everybody else's: of too many there is none.
#[test]
fn more_interviewers_than_can_be_estimated_together_are_told() {
    let mut rows = Vec::new();
    for at in 0..8_100_usize {
        for candidate in [at % 40, (at + 1) % 40] {
            let score = 1 + (at * 7 + candidate) % 3;
            rows.push(format!("c{candidate},i{at},dough,{score}"));
        }
    }
    let low = ["--min-candidates-each", "2"];
    let found = json_in(&departments_in(&rows), &low);
    assert_eq!(found["method"], "raw-means");
    assert_eq!(
        found["floor"]["reason"],
        "8102 severities and steps are more than the 8000 that fit in memory; calibrate departments one by one"
    );
}
