use super::super::Rating;
use super::super::bootstrap::Basis;
use super::super::tests::{random_rows, reference, table_of_rows};
use super::*;

const OPTIONS: Options = Options {
    confidence: 0.9,
    bootstrap: None,
    groups: None,
    wholes: None,
};

const RESAMPLED: Options = Options {
    confidence: 0.9,
    bootstrap: Some(Bootstrap {
        n_replicates: 200,
        seed: 5,
    }),
    groups: None,
    wholes: None,
};

fn json(table: &Table, options: Options) -> serde_json::Value {
    serde_json::to_value(Agreement::new(table, options)).unwrap()
}

fn judges() -> Table {
    let rows = reference("shrout_fleiss_1979.csv");
    let row = |row: &Vec<String>| row[1..].iter().map(|cell| cell.parse().ok()).collect();
    table_of_rows(&rows.iter().map(row).collect::<Vec<_>>())
}

#[test]
fn nothing_has_a_reason_for_everything() {
    for options in [OPTIONS, RESAMPLED] {
        let found = json(&Table::new([]).unwrap(), options);
        assert_eq!(found["alpha_nominal"], serde_json::Value::Null);
        assert_eq!(
            found["undefined"]["alpha_nominal"],
            "no-unit-with-two-ratings"
        );
        assert_eq!(found["undefined"]["cohen_kappa"], "fewer-than-two-raters");
        assert_eq!(found["undefined"]["icc.icc2k"], "no-ratings");
        assert_eq!(found["icc"]["k"], serde_json::Value::Null);
        // Nine from counts, three of Cohen, six correlations.
        assert_eq!(found["undefined"].as_object().unwrap().len(), 18);
        assert_eq!(found["intervals"], serde_json::json!({}));
    }
}

#[test]
fn crossed_data_have_intervals_without_resampling() {
    let found = json(&judges(), OPTIONS);
    assert_eq!(found["icc"]["design"], "crossed");
    assert_eq!(found["icc"]["k"], 4.0);
    assert_eq!(found["undefined"]["cohen_kappa"], "more-than-two-raters");
    assert_eq!(found["intervals"]["icc.icc2"]["basis"], "f");
    assert_eq!(found["intervals"].as_object().unwrap().len(), 6);
    // (BMS − EMS)/k and (JMS − EMS)/n of the published mean squares.
    let units = found["icc"]["components"]["units"].as_f64().unwrap();
    assert!((units - (11.24 - 1.02) / 4.0).abs() < 5e-3);
    let raters = found["icc"]["components"]["raters"].as_f64().unwrap();
    assert!((raters - (32.49 - 1.02) / 6.0).abs() < 5e-3);
}

#[test]
fn resampling_gives_an_interval_for_each_value_around_it() {
    // Values rounded to a scale from 1 to 5, so that no metric is out of place.
    let rows = random_rows(11, 50, 6, 0.5);
    let rounded = rows.iter().map(|row| {
        let cells = row.iter();
        cells
            .map(|cell| cell.map(|value| (value + 3.0).round().clamp(1.0, 5.0)))
            .collect()
    });
    let table = table_of_rows(&rounded.collect::<Vec<_>>());
    let found = json(&table, RESAMPLED);
    assert_eq!(found["icc"]["design"], "unbalanced");
    for (name, interval) in found["intervals"].as_object().unwrap() {
        let value = match name.strip_prefix("icc.") {
            Some(form) => found["icc"][form].as_f64().unwrap(),
            None => found[name].as_f64().unwrap(),
        };
        let (low, high) = (interval["low"].as_f64(), interval["high"].as_f64());
        assert!(
            low.unwrap() < value && value < high.unwrap(),
            "{name} {interval}"
        );
        let basis = serde_json::json!({ "bootstrap": { "n_defined": 200, "n_replicates": 200 } });
        assert_eq!(interval["basis"], basis);
    }
    assert_eq!(found["intervals"].as_object().unwrap().len(), 15);
    assert_eq!(json(&table, RESAMPLED), found);
}

#[test]
fn two_raters_have_kappas_with_standard_errors() {
    let rows = [[1.0, 1.0], [2.0, 3.0], [3.0, 3.0], [2.0, 2.0]];
    let found = json(
        &table_of_rows(&rows.map(|row| row.map(Some).to_vec())),
        OPTIONS,
    );
    for name in ["cohen_kappa", "cohen_kappa_linear", "cohen_kappa_quadratic"] {
        assert!(found[name].as_f64().unwrap() > 0.0);
        assert!(found["standard_errors"][name].as_f64().unwrap() > 0.0);
    }
}

#[test]
fn groups_are_drawn_together() {
    // Ten candidates with the same ratings on five criteria: five times the units say no more.
    let rows = random_rows(4, 10, 4, 1.0);
    let whole: Vec<Vec<_>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| cell.map(f64::round)).collect())
        .collect();
    let repeated: Vec<_> = whole.iter().flat_map(|row| vec![row.clone(); 5]).collect();
    let groups: Vec<u32> = (0..50).map(|unit| unit / 5).collect();
    let table = table_of_rows(&repeated);
    let width = |options: Options| {
        let interval = Agreement::new(&table, options).intervals["percent"];
        interval.high - interval.low
    };
    let (alone, together) = (
        width(RESAMPLED),
        width(Options {
            groups: Some(&groups),
            ..RESAMPLED
        }),
    );
    assert!(together > 1.5 * alone, "{together} {alone}");
}

#[test]
fn units_nobody_rated_are_not_drawn() {
    let rate = |unit, rater, value| Rating { unit, rater, value };
    let ratings = [
        rate(1_000, 0, 1.0),
        rate(1_000, 1, 2.0),
        rate(5_000, 0, 2.0),
        rate(5_000, 1, 2.0),
    ];
    let table = Table::new(ratings).unwrap();
    let found = Agreement::new(&table, RESAMPLED);
    let Basis::Bootstrap { n_defined, .. } = found.intervals["percent"].basis else {
        panic!("it was resampled");
    };
    assert_eq!(n_defined, 200);
    assert_eq!((found.n_units, found.n_paired_units), (2, 2));
}
